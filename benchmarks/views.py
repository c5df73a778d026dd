"""Measure pages of 300, 3,000 and 10,000 nodes: making them, opening them, moving about.

``python benchmarks/views.py [NODES...]`` invents networks, takes their best connected nodes and
prints a table: CPU seconds in Python, the file, when the browser first drew nodes, the longest
redraw at rest, and the CPU time of a frame while the picture is dragged. Needs Chromium.
"""

from __future__ import annotations

import gzip
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import networks
from graph.pages import view
from graph.pages.scene import Scene
from graph.pages.scenes import Scenes
from graph.session import Session
from graph.store import build, builtin

SIZES = {300: 1_500, 3_000: 9_300, 10_000: 36_500}
"""Nodes wanted, and claims that make at least as many."""

FRAMES = 40


def scene(session: Session, nodes: int) -> Scene:
    """Return the best connected nodes of a graph with the claims among them."""
    whole = Scenes(session).whole()
    degree = Counter(end for line in whole.lines for end in (line.source, line.target))
    order = sorted(whole.points, key=lambda point: (-degree[point.id], point.id))
    kept = {point.id for point in order[:nodes]}
    lines = tuple(e for e in whole.lines if e.source in kept and e.target in kept)
    shown = {line.claim for line in lines}
    communities = [
        each._replace(points=tuple(id_ for id_ in each.points if id_ in kept))
        for each in whole.communities
    ]
    return replace(
        whole,
        points=tuple(point for point in whole.points if point.id in kept),
        lines=lines,
        claims=tuple(claim for claim in whole.claims if claim.id in shown),
        communities=tuple(each for each in communities if each.points),
    )


def opened(page: Page, path: Path) -> dict[str, float]:
    """Return seconds to the first nodes, ms of a redraw of all, CPU ms a frame when dragged."""
    start = time.perf_counter()
    page.goto(path.as_uri())
    page.wait_for_function("() => globalThis.inroads && inroads.labels().length > 0")
    first = time.perf_counter() - start
    if page.is_visible("#all"):
        page.click("#all")
    page.wait_for_timeout(300)
    rest = page.evaluate(
        "() => { const t = performance.now();"
        " for (let n = 0; n < 5; n += 1) inroads.network.redraw();"
        " return (performance.now() - t) / 5; }"
    )
    moving, wall = dragged(page)
    return {"first": first, "rest": rest, "frame": moving, "fps": wall}


def dragged(page: Page) -> tuple[float, float]:
    """Return CPU ms of the page's process for a frame of a drag, and frames a second."""
    cdp: CDPSession = page.context.new_cdp_session(page)
    cdp.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
    cdp.send("Performance.enable")
    box: Any = page.locator("#map").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 12
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y + 20)
    page.evaluate(
        "() => { window.frames_ = 0; const tick = () => { frames_ += 1;"
        " requestAnimationFrame(tick); }; tick(); }"
    )
    before, begun = _busy(cdp), time.perf_counter()
    for step in range(FRAMES):
        page.mouse.move(x + 20 + step * 4, y + 20 + step * 2)
        page.wait_for_timeout(16)
    busy, wall = _busy(cdp) - before, time.perf_counter() - begun
    frames = page.evaluate("() => frames_")
    page.mouse.up()
    return busy * 1000 / max(frames, 1), frames / wall


def _busy(cdp: CDPSession) -> float:
    found = cdp.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in found if each["name"] == "TaskDuration"))


def main() -> None:
    """Print the table."""
    wanted = [int(each) for each in sys.argv[1:]] or list(SIZES)
    print("nodes claims scene-s page-s kB gzip-kB first-s redraw-ms frame-ms fps")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        chromium = shutil.which("chromium")
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for nodes in wanted:
            files = networks.claim_files(SIZES.get(nodes, nodes * 4))
            session = Session(build.of_files(files, builtin.ontology()))
            begun = time.process_time()
            made = scene(session, nodes)
            scened = time.process_time()
            page = view.page(made, session.ontology)
            paged = time.process_time()
            path = Path(folder) / f"{nodes}.html"
            page.write(path)
            content = path.read_bytes()
            tab = browser.new_page(viewport={"width": 1280, "height": 800})
            found = opened(tab, path)
            tab.close()
            sizes = (len(content) // 1000, len(gzip.compress(content)) // 1000)
            seconds = (f"{scened - begun:.1f}", f"{paged - scened:.1f}")
            told = [f"{found[name]:.1f}" for name in ("first", "rest", "frame", "fps")]
            print(len(made.points), len(made.claims), *seconds, *sizes, *told, flush=True)
        browser.close()


if __name__ == "__main__":
    main()
