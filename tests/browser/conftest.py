"""One headless Chromium for all tests here; each page is watched for requests and errors."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from opening import Opened, path_scene
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from graph.pages import view
from graph.pages.scenes import Scenes
from graph.session import Session

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium once."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as started:
        running = started.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, seed: Session) -> Path:
    """Return a folder with a page of each sort."""
    made = tmp_path_factory.mktemp("pages")
    scenes = {
        "path": path_scene(seed, "CATL", "Michigan"),
        "paths": path_scene(seed, "Geely", "in:US"),
        "around": Scenes(seed).around(["Geely"], 2),
        "whole": Scenes(seed).whole(),
        "communities": Scenes(seed).communities([]),
    }
    for name, scene in scenes.items():
        view.page(scene, seed.ontology, command=f"inroads view {name}").write(made / f"{name}.html")
    return made


@pytest.fixture
def opened(browser: Browser, folder: Path) -> Iterator[Opened]:
    """Return what opens a page; afterwards it must have asked for nothing and erred nowhere."""
    contexts, faults = [], []

    def open_(
        name: str | Path,
        hash_: str = "",
        *,
        script: bool = True,
        watched: bool = True,
        **options: object,
    ) -> Page:
        options.setdefault("viewport", {"width": 1280, "height": 800})
        options.setdefault("reduced_motion", "reduce")
        context = browser.new_context(java_script_enabled=script, **options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        path = name if isinstance(name, Path) else folder / f"{name}.html"
        allowed = path.as_uri()
        if watched:
            page.on("request", lambda request: _note(request.url, allowed, faults))
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda said: _complaint(said, faults))
        page.goto(allowed + hash_)
        if script and watched:
            page.wait_for_function("() => globalThis.inroads && inroads.labels().length > 0")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [] == faults


def _complaint(said: ConsoleMessage, faults: list[str]) -> None:
    if said.type in ("error", "warning"):
        faults.append(said.text)


def _note(url: str, allowed: str, faults: list[str]) -> None:
    if url.partition("#")[0] != allowed and not url.startswith(("data:", "blob:", "about:")):
        faults.append(f"requested {url}")
