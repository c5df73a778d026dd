"""The three pictures of the README, drawn by the program: ``python -m docs.gallery``.

Needs Chromium and the test tools. The pictures are screenshots of pages as anybody sees them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "gallery"
PICTURES = {
    "path": (["--path", "Geely", "United States"], "light"),
    "around": (["--around", "Geely", "--hops", "2"], "dark"),
    "whole": ([], "light"),
}
"""Name of each picture: the words after ``inroads view``, and the theme."""

SIZE = {"width": 1000, "height": 640}
LARGEST = 150_000  # bytes of a picture


def main() -> None:
    """Write the pictures; fails if one is too large to keep."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (words, theme) in PICTURES.items():
            page = Path(folder) / f"{name}.html"
            command = [sys.executable, ROOT / "cli.py", "-q", "view", *words, "-o", page]
            subprocess.run(command, check=True)
            tab = browser.new_page(viewport=SIZE, color_scheme=theme, reduced_motion="reduce")
            tab.goto(page.as_uri())
            tab.wait_for_function("() => inroads.labels().length > 0")
            picture = FOLDER / f"{name}.png"
            tab.screenshot(path=picture)
            if picture.stat().st_size > LARGEST:
                raise SystemExit(f"{picture} has more than {LARGEST:,} bytes")
        browser.close()


if __name__ == "__main__":
    main()
