"""No text of a source runs, whatever it holds and wherever it stands; nothing leaves the page."""

import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from opening import Opened

from graph import session
from graph.answers.answer import Answers, PathQuestion
from graph.pages import view
from graph.pages.plain import printable
from graph.pages.scenes import Scenes

RUN = "window.ran=(window.ran||0)+1"
PAYLOADS = {
    "img": f'<img src=x onerror="{RUN}">',
    "script": f"</script><script>{RUN}</script>",
    "comment": f"<!--<script>{RUN}",
    "attribute": f'" onmouseover="{RUN}" autofocus onfocus="{RUN}" x="',
    "apostrophe": f"' onmouseover='{RUN}' x='",
    "svg": f"<svg/onload={RUN}>",
    "href": f'href <a href="javascript:{RUN}">x</a>',
    "template": "{{ 7*7 }}{% raw %}${7*7}",
    "separators": "\u2028\u2029",
    "title": f"</title><script>{RUN}</script>",
    "style": f"</style><img src=x onerror={RUN}>",
    "json": '"},{"id":"evil"}];//',
}
HEAD = """
inroads: "1"
document: {id: evil, text: evil.txt, title: %, publisher: %, author: %, note: %, url: "javascript:window.ran=1"}
entities:
"""
ENTITIES = """
  aldo-N: {kind: Company, label: %, also: {en: [%]}}
  bex-N: {kind: Brand, label: %}
"""
STATEMENTS = """
  - quote: QUOTE
    speaker: {unnamed: %}
    claims:
      - aldo-N owns bex-N share=%
  - paraphrase: %
    claims:
      - bex-N owns aldo-N
"""


def filled(template: str, number: int, payload: str) -> str:
    """Return a template with a payload, as a double-quoted YAML scalar, in each slot."""
    text = json.dumps(payload)
    quote = json.dumps(f"{payload}{number}x")
    parts = template.replace("-N", f"-{number}").split("QUOTE")
    return quote.join(part.replace("%", text) for part in parts)


@pytest.fixture
def evil(tmp_path: Path) -> Path:
    """Return a claim file with every payload in every text that it may hold."""
    payloads = list(PAYLOADS.values())
    words = "".join(f"{payload}{number}x\n" for number, payload in enumerate(payloads))
    (tmp_path / "evil.txt").write_text(words, "utf-8")
    text = filled(HEAD, 0, "".join(payloads))
    text += "".join(filled(ENTITIES, n, payload) for n, payload in enumerate(payloads))
    text += "statements:\n"
    text += "".join(filled(STATEMENTS, n, payload) for n, payload in enumerate(payloads))
    path = tmp_path / "evil.yaml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("mode", ["whole", "around", "path"])
def test_no_payload_runs_anywhere(mode: str, evil: Path, tmp_path: Path, opened: Opened) -> None:
    """In names, words, speakers, titles, addresses and the command; opened, chosen and searched."""
    graph = session.open(str(evil))
    scenes = Scenes(graph)
    everybody = [f"aldo-{n}" for n in range(len(PAYLOADS))]
    ends = PathQuestion(tuple(everybody), ("class:Brand",), 20)
    scene = {
        "whole": scenes.whole,
        "around": lambda: scenes.around(everybody, 1),
        "path": lambda: scenes.answer(Answers(graph).path(ends)),
    }[mode]()
    path = tmp_path / "page.html"
    view.page(scene, graph.ontology, command=f"inroads {''.join(PAYLOADS.values())}").write(path)
    page = opened(path)
    for choose in range(page.evaluate("() => inroads.points.length")):
        page.evaluate("(at) => { location.hash = 'at=' + inroads.points[at].id; }", choose)
        page.wait_for_function("(at) => inroads.state.at === inroads.points[at]", arg=choose)
        page.eval_on_selector_all(
            "#panel details", "(all) => all.forEach((each) => { each.open = true; })"
        )
    page.fill("#search", "o")
    page.press("#search", "Enter")
    page.hover("tbody blockquote >> nth=0")
    page.evaluate("() => inroads.svg()")
    assert None is page.evaluate("() => window.ran ?? null")
    assert 0 == page.locator("a[href^=javascript]").count()
    assert 0 == page.locator("img, iframe, body > svg, #panel script").count()
    assert set(PAYLOADS) == {
        name for name, text in PAYLOADS.items() if shown(text) in page.inner_text("#claims")
    }


def shown(text: str) -> str:
    """Return what a reader sees of a payload: itself, with line separators made visible."""
    return " ".join(printable(text).split())


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Return a socket that listens on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(1)
        yield listening


def heard(listener: socket.socket) -> bytes:
    """Return all that is said to a socket within a moment; Chromium may connect and say nothing."""
    said = b""
    while True:
        try:
            connection, _ = listener.accept()
        except TimeoutError:
            return said
        with connection:
            connection.settimeout(0.5)
            with suppress(TimeoutError):
                said += connection.recv(100)


def test_the_policy_lets_nothing_run_and_nothing_out(
    opened: Opened, folder: Path, tmp_path: Path, listener: socket.socket
) -> None:
    """Even if markup came in: handlers, scripts, pictures, frames and requests are stopped."""
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    markup = (
        "<img src='data:image/png;base64,x' onerror='window.ran=1'><script>window.ran=2</script>"
        f"<img src='{url}'><iframe src='{url}'></iframe><link rel=stylesheet href='{url}'>"
    )
    asked = "(url) => fetch(url, {mode: 'no-cors'}).then(() => true, () => false)"
    text = (folder / "path.html").read_text("utf-8")
    (tmp_path / "injected.html").write_text(text.replace("<header>", "<header>" + markup), "utf-8")
    page = opened(tmp_path / "injected.html", watched=False)
    page.wait_for_function("() => globalThis.inroads")
    assert [None, False] == [page.evaluate("() => window.ran ?? null"), page.evaluate(asked, url)]
    assert b"" == heard(listener)


def test_without_the_policy_a_request_would_arrive(
    opened: Opened, tmp_path: Path, listener: socket.socket
) -> None:
    """The socket of the test above does hear a page that may ask."""
    (tmp_path / "loose.html").write_text("<!doctype html><title>x</title><p>x", "utf-8")
    page = opened(tmp_path / "loose.html", watched=False)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    page.evaluate("(url) => { new Image().src = url; }", url)
    assert heard(listener).startswith(b"GET / HTTP")
