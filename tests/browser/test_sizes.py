"""Large pages: a first view that says what it leaves out, and a picture that moves as a picture."""

import math
import re
import time
from itertools import combinations
from pathlib import Path

import pytest
from opening import Opened
from playwright.sync_api import Page

from graph.answers.model import (
    AttestationOut,
    ClaimOut,
    DocumentRef,
    EntityRef,
    RelationRef,
    SpeakerRef,
)
from graph.pages import view
from graph.pages.scene import OVERVIEW, ROWS, Line, Point, Scene
from graph.session import Session

SMALL, LARGE, HUGE = 300, 3_000, 10_000
PAPER = DocumentRef("doc", "A title", "The Paper", None, None)
OTHER = DocumentRef("other", "Another title", "The Other Paper", None, None)


def claim(number: int, source: int, target: int) -> ClaimOut:
    """Return a bare claim with its words."""
    said = AttestationOut(
        "asserts", "certain", "explicit", None, None, SpeakerRef(None, "The Paper", "publisher"),
        "paraphrase", None, None, None, f"words of claim {number}",
        PAPER,
    )  # fmt: skip
    ends = (EntityRef(f"n{each}", f"Actor {each}", "x") for each in (source, target))
    subject, object_ = ends
    return ClaimOut(
        f"{number:016x}", subject, RelationRef("r", "knows"), object_, {}, "stated", None, None,
        None, [said], f"Actor {source} knows actor {target}.",
    )  # fmt: skip


def scene(session: Session, nodes: int) -> Scene:
    """Return so many nodes, the first of them hubs, with twice as many lines.

    As in all overviews, of very many claims only those in the table have their words.
    """
    ends = [(n, n * n % 997 % n) for n in range(1, nodes)]
    ends += [(n, n * 7 % 40) for n in range(41, nodes)]
    claims = [claim(number, s, t) for number, (s, t) in enumerate(ends)]
    origins = {}
    if nodes > OVERVIEW:
        origins = {each.id: (OTHER,) for each in claims[ROWS:]}
        claims[ROWS:] = [each._replace(attestations=[]) for each in claims[ROWS:]]
    kinds = sorted(session.ontology.kinds)
    return Scene(
        "groups", "Large", "Many.",
        tuple(Point(f"n{n}", f"Actor {n}", kinds[n % len(kinds)]) for n in range(nodes)),
        tuple(Line(c.id, c.subject.id, c.object.id, "knows", "stated", "", c.id) for c in claims),
        tuple(claims),
        origins=origins,
    )  # fmt: skip


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, seed: Session) -> Path:
    """Return a page of 3,000 nodes."""
    path = tmp_path_factory.mktemp("large") / "large.html"
    view.page(scene(seed, LARGE), seed.ontology).write(path)
    return path


@pytest.fixture(scope="module")
def huge(tmp_path_factory: pytest.TempPathFactory, seed: Session) -> Path:
    """Return a page of as many nodes as one may hold."""
    path = tmp_path_factory.mktemp("huge") / "huge.html"
    start = time.process_time()
    view.page(scene(seed, HUGE), seed.ontology).write(path)
    assert time.process_time() - start < 30  # some 3 seconds; a ceiling against what grows faster
    return path


@pytest.fixture
def all_shown(large: Path, opened: Opened) -> Page:
    """Return the page with all its nodes shown."""
    return show_all(opened(large))


def show_all(page: Page) -> Page:
    page.click("#all", timeout=90_000)  # a ceiling against hangs: some 2 seconds for 10,000
    page.wait_for_function("() => inroads.points.every((point) => point.known)", timeout=90_000)
    page.wait_for_timeout(200)
    return page


def test_three_hundred_nodes_fit_a_mail(seed: Session, tmp_path: Path, opened: Opened) -> None:
    """Half of it is the library; with arrows, and moving as a picture once all are shown."""
    path = tmp_path / "small.html"
    view.page(scene(seed, SMALL), seed.ontology).write(path)
    assert path.stat().st_size < 800_000
    page = show_all(opened(path))
    arrows = "() => inroads.network.body.data.edges.get(0).arrows.to.enabled"
    assert page.evaluate(arrows)
    grab(page)
    page.mouse.move(300, 400)
    page.wait_for_function("() => inroads.isMoving()")
    page.mouse.up()


def test_ten_thousand_nodes_are_an_overview(huge: Path, opened: Opened) -> None:
    """Without arrows, with no more labels than can be read, in a file that can be sent."""
    assert huge.stat().st_size < 6_500_000
    page = show_all(opened(huge))
    assert 0 < page.evaluate("() => inroads.labels().length") <= 160
    assert not page.evaluate("() => inroads.network.body.data.edges.get(0).arrows.to.enabled")


def test_a_link_to_a_claim_of_the_table_leads_there(large: Path, opened: Opened) -> None:
    """Though the table is laid out only after the picture."""
    middle = re.findall(r"<tr id=(c-\w+)", large.read_text("utf-8"))[1_200]
    page = opened(large, f"#{middle}")
    page.wait_for_function("() => document.documentElement.classList.contains('ready')")
    page.wait_for_timeout(500)
    top = "() => document.querySelector(location.hash).getBoundingClientRect().top"
    assert 0 <= page.evaluate(top) < 800


def test_all_stand_where_the_page_thinks(all_shown: Page) -> None:
    """Those of the first view too: they had places of their own in it."""
    off = "() => inroads.points.filter((p) => { const at = inroads.network.getPosition(p.i); return at.x !== p.x || at.y !== p.y; }).length"
    assert 0 == all_shown.evaluate(off)
    all_shown.click("#all")
    assert 60 == all_shown.evaluate("() => inroads.points.filter((p) => p.known).length")
    known = off.replace(".filter((p) =>", ".filter((p) => p.known).filter((p) =>")
    assert 0 == all_shown.evaluate(known)


def test_claims_without_their_words_have_their_documents(huge: Path, opened: Opened) -> None:
    """They are filtered by them like any other, and name them beside how to get the words."""
    page = opened(huge)
    fitting = "() => inroads.claims.filter((claim) => claim.fits).length"
    assert 2 * HUGE - 42 == page.evaluate(fitting)
    page.locator("summary", has_text="Filters").click()
    page.locator("#filters label", has_text="other").locator("input").uncheck()
    assert ROWS == page.evaluate(fitting)
    page.locator("#filters label", has_text="other").locator("input").check()
    page.evaluate("() => { location.hash = 'claim=' + inroads.claims.at(-1).id; }")
    page.wait_for_selector("#panel .evidence")
    told = page.inner_text("#panel .evidence")
    assert "inroads cite" in told
    assert "The Other Paper" in told


def grab(page: Page) -> tuple[float, float]:
    """Press the mouse on an empty spot of the picture and return where."""
    box = page.locator("#map").bounding_box()
    x, y = box["x"] + 12, box["y"] + 12
    page.mouse.move(x, y)
    page.mouse.down()
    return x, y


SAMPLE = """() => {
  const seen = inroads.network.canvas.frame.canvas, w = seen.width / 2, h = seen.height / 2;
  const copy = Object.assign(document.createElement('canvas'), { width: w, height: h });
  const ctx = copy.getContext('2d', { willReadFrequently: true });
  ctx.drawImage(seen, -w / 2, -h / 2);
  return [...ctx.getImageData(0, 0, w, h).data].filter((_, n) => n % 12 === 0);
}"""
"""The reds of every third pixel in the middle of the picture."""


def test_the_first_view_is_the_best_connected_and_says_so(large: Path, opened: Opened) -> None:
    """60 of 3,000, a button for the rest, and the words of a claim far down the table."""
    page = opened(large)
    assert 60 == page.evaluate("() => inroads.points.filter((point) => point.known).length")
    assert page.inner_text("#all") == "Show all 3,000"
    assert "of 5,958 claims shown" in page.inner_text("#count")
    assert "the first 2000" in page.inner_text("#claims")
    page.evaluate("() => { location.hash = 'claim=' + inroads.claims.at(-1).id; }")
    page.wait_for_selector("#panel .evidence .retold")
    assert "words of claim" in page.inner_text("#panel .evidence")
    assert large.stat().st_size < 4_000_000


def spots(page: Page) -> list[dict[str, float]]:
    """Return where on the screen the points stand that are shown."""
    return page.evaluate(
        "() => inroads.points.filter((point) => point.shown).map((point) => inroads.network.canvasToDOM(point))"
    )


def closest(page: Page) -> float:
    """Return the pixels between the two closest points."""
    pairs = combinations(spots(page), 2)
    return min(math.hypot(one["x"] - other["x"], one["y"] - other["y"]) for one, other in pairs)


def test_the_first_view_has_room_for_its_names(large: Path, opened: Opened) -> None:
    """Though the whole stands in crowds: no two points closer than a point is wide, most named."""
    page = opened(large)
    shown = len(spots(page))
    assert closest(page) > 14
    assert page.evaluate("() => inroads.labels().length") > 0.8 * shown > 40


FAR = """() => inroads.points.find((point) => !point.known && point.own.some((line) =>
  ![line.s, line.t].some((end) => end.known))).name"""
"""The name of an actor that is not shown, nor is one of its neighbours."""


def test_search_brings_in_what_is_not_shown_yet(large: Path, opened: Opened) -> None:
    """With its neighbours on request."""
    page = opened(large)
    page.fill("#search", page.evaluate(FAR))
    page.press("#search", "Enter")
    assert 61 == page.evaluate("() => inroads.points.filter((point) => point.known).length")
    page.click("text=Show its neighbours")
    assert page.evaluate("() => inroads.state.at.own.every((line) => line.s.known && line.t.known)")
    assert closest(page) > 8


def test_a_dragged_picture_is_the_picture(all_shown: Page) -> None:
    """In mid-drag a copy moves; let go, the same is drawn afresh; nothing is left hanging."""
    page = all_shown
    assert "boolean" == page.evaluate("() => typeof inroads.network.renderer.dragging")
    x, y = grab(page)
    page.mouse.move(x + 30, y + 20, steps=4)
    page.wait_for_timeout(100)
    assert page.evaluate("() => inroads.isMoving()")
    during = page.evaluate(SAMPLE)
    page.mouse.up()
    page.wait_for_function("() => !inroads.isMoving() && !inroads.network.renderer.dragging")
    page.wait_for_timeout(100)
    after = page.evaluate(SAMPLE)
    differing = sum(abs(a - b) > 48 for a, b in zip(during, after, strict=True)) / len(after)
    assert differing < 0.05  # labels at the rim come and go
    assert len({*after}) > 20


def test_a_zoom_settles(all_shown: Page) -> None:
    """Moving while the wheel turns, drawn sharp a moment after the last turn."""
    page = all_shown
    box = page.locator("#map").bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    before = page.evaluate("() => inroads.network.getScale()")
    page.mouse.wheel(0, -200)
    page.wait_for_function("(before) => inroads.network.getScale() > before", arg=before)
    page.wait_for_function("() => !inroads.isMoving() && !inroads.network.renderer.dragging")


@pytest.mark.parametrize("size", ["large", "huge"])
def test_a_frame_of_a_drag_takes_less_than_33_ms_of_cpu(
    size: str, request: pytest.FixtureRequest, opened: Opened
) -> None:
    """30 frames a second on one core, whatever else the machine does."""
    page = show_all(opened(request.getfixturevalue(size)))
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
    cdp.send("Performance.enable")

    def busy() -> float:
        found = cdp.send("Performance.getMetrics")["metrics"]
        return next(each["value"] for each in found if each["name"] == "TaskDuration")

    x, y = grab(page)
    page.mouse.move(x + 5, y + 5)
    page.evaluate(
        "() => { window.frames_ = 0;"
        " const tick = () => { frames_ += 1; requestAnimationFrame(tick); }; tick(); }"
    )
    start = busy()
    for step in range(20):
        page.mouse.move(x + 5 + 3 * step, y + 5 + 2 * step)
        page.wait_for_timeout(16)
    assert page.evaluate("() => inroads.isMoving()")
    assert (busy() - start) * 1000 / page.evaluate("() => frames_") < 33
    page.mouse.up()
