"""The seal of an Oxigraph store on disk: what its files were when it was written.

RocksDB checks the blocks it reads, but a shortened manifest opens as an empty store: then a query
would answer "nothing" where much is known. So the files that say what belongs to the store are
checked, by size and digest, whenever it is opened; those that hold the triples, which RocksDB does
check as it reads, by size alone where they are large, and by digest where all is to be read.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from graph.errors import GraphDamaged

SEAL = "inroads-seal.json"
_TABLES = ".sst"
_SOON_READ = 2**24  # bytes of a table that are read in some 10 ms
_BLOCK = 2**20


def write(folder: Path) -> None:
    """Seal the store in ``folder``, which nobody writes to any more."""
    files = {path.name: [path.stat().st_size, _digest(path)] for path in _lasting(folder)}
    (folder / SEAL).write_text(json.dumps(files, indent=1, sort_keys=True) + "\n", "utf-8")


def check(folder: Path, *, whole: bool = False) -> None:
    """Compare a store with its seal; raises GraphDamaged, naming the file that differs."""
    path = folder / SEAL
    try:
        sealed = json.loads(path.read_bytes())
        for name, (size, digest) in sealed.items():
            path = folder / name
            if path.stat().st_size != size:
                raise damaged(path)
            soon = path.suffix != _TABLES or size <= _SOON_READ
            if (whole or soon) and _digest(path) != digest:
                raise damaged(path)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise damaged(path) from error


def damaged(path: Path) -> GraphDamaged:
    """Return the error that names what is damaged, and the remedy."""
    return GraphDamaged(
        f"{path} is damaged: it is not what was written. If somebody wrote to the graph meanwhile, "
        "try again; else `inroads load` without files builds it anew from its documents."
    )


def _lasting(folder: Path) -> list[Path]:
    """Return the files that reading leaves as they are, sorted."""
    kept = ("CURRENT", "MANIFEST-*", "*.log", f"*{_TABLES}")
    return sorted({path for form in kept for path in folder.glob(form)})


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
