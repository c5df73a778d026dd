"""Documents written in every format we read, for tests of what comes back."""

from pathlib import Path

import ontology
from graph import session
from graph.claims import writing
from graph.claims.sources import Source
from graph.pages import export
from graph.store import build, commits, own

VOCABULARY = ontology.compiled()
ENDINGS = {
    "turtle": ".ttl",
    "trig": ".trig",
    "nquads": ".nq",
    "jsonld": ".jsonld",
    "jsonl": ".jsonl",
}
FORMATS = ("yaml", *ENDINGS)


def graph_of(sources: list[Source]) -> session.Session:
    """Return the graph of these documents, in memory."""
    return session.Session(build.of_files([each.file for each in sources], VOCABULARY))


def write(sources: list[Source], form: str, folder: Path, *, texts: bool = True) -> list[Path]:
    """Write documents into a folder of their own, with their texts; return what to load."""
    folder.mkdir(parents=True, exist_ok=True)
    for each in sources if texts else []:
        if each.text:
            (folder / each.file.document.text_file).write_bytes(each.text.encode())
    if form == "yaml":
        paths = [folder / f"{each.id}.yaml" for each in sources]
        for path, each in zip(paths, sources, strict=True):
            path.write_bytes(writing.write(each.file).encode())
        return paths
    path = folder / f"all{ENDINGS[form]}"
    path.write_bytes(export.render(graph_of(sources), form).files[""].encode())
    return [path]


def empty(folder: Path) -> Path:
    """Return a new graph of one's own."""
    commits.create(folder)
    return folder


def lines(folder: Path) -> list[str]:
    """Return the triples of a graph of one's own, as sorted N-Quads lines."""
    return own.open(folder).read("triples").decode().splitlines()


def table(folder: Path) -> str:
    """Return the compiled table of a graph of one's own."""
    return own.open(folder).read("table").decode()
