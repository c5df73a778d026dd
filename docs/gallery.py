"""The three pictures of the README, drawn by the program: ``python -m docs.gallery``.

Needs Chromium and the test tools. The pictures are screenshots of pages as anybody sees them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "gallery"
PICTURES = {
    "path": (["--path", "Geely", "United States"], "light"),
    "around": (["--around", "Geely", "--hops", "2"], "dark"),
    "whole": ([], "light"),
}
"""Name of each picture: the words after ``inroads view``, and the theme. The whole is that of
seeds and context."""

SIZES = {"path": (1120, 700), "around": (1160, 690), "whole": (1040, 640)}
LARGEST = 200_000  # bytes of a picture


def main() -> None:
    """Write the pictures; fails if one is too large to keep."""
    FOLDER.mkdir(exist_ok=True)
    run = partial(_run, sys.executable, ROOT / "cli.py", "-q")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        desk = Path(folder) / "desk"
        run("init", desk, "--with", "seeds", "--with", "context")
        browser = started.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (words, theme) in PICTURES.items():
            page = Path(folder) / f"{name}.html"
            run(*(("-g", desk) if name == "whole" else ()), "view", *words, "-o", page)
            width, height = SIZES[name]
            tab = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme=theme,
                reduced_motion="reduce",
            )
            tab.goto(page.as_uri() + ("#path=1&step=1" if name == "path" else ""))
            tab.wait_for_function("() => inroads.labels().length > 0")
            picture = FOLDER / f"{name}.png"
            tab.screenshot(path=picture)
            if picture.stat().st_size > LARGEST:
                raise SystemExit(f"{picture} has more than {LARGEST:,} bytes")
        browser.close()


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
