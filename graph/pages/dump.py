"""A graph written back as claim files, each beside its text: loading them gives it again."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from graph.claims import writing
from graph.claims.judgements import FILE_NAME
from graph.claims.sources import Source
from graph.errors import OutputError
from graph.progress import Progress, silent, told


def dump(
    sources: Sequence[Source], judged: str, folder: Path, progress: Progress = silent
) -> list[Path]:
    """Write one claim file a document, its text and the judgements; return what was written.

    Everything is written beside ``folder`` first, which must not hold anything. A document
    whose text bears the name of another one's text gets a folder of its own.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"'{folder}' is there already and not empty. Name a new folder.")
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    shared = _shared_names(sources)
    written: list[Path] = []
    try:
        beside.mkdir(parents=True)
        for source in told(sources, "Writing claim files", progress):
            name = source.file.document.text_file
            place = Path(source.id) if name.casefold() in shared else Path()
            written += _write(source, beside, place)
        if judged:
            (beside / FILE_NAME).write_text(judged, "utf-8", newline="")
            written.append(Path(FILE_NAME))
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    except OSError as error:
        raise OutputError(f"cannot write '{folder}': {error.strerror}.") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)  # gone already where all went well
    return [folder / path for path in written]


def _shared_names(sources: Sequence[Source]) -> set[str]:
    """Return the file names, in lower case, that texts or claim files would share."""
    texts = [each.file.document.text_file.casefold() for each in sources if each.text]
    names = Counter([*texts, *(f"{each.id}.yaml" for each in sources), FILE_NAME])
    return {name for name in texts if names[name] > 1}


def _write(source: Source, folder: Path, place: Path) -> list[Path]:
    paths = [place / f"{source.id}.yaml"]
    (folder / place).mkdir(exist_ok=True)
    (folder / paths[0]).write_text(writing.write(source.file), "utf-8", newline="\n")
    if source.text:
        paths.append(place / source.file.document.text_file)
        (folder / paths[1]).write_text(source.text, "utf-8", newline="\n")
    return paths
