"""The ontology as tables for people: the generated part of ``README.md`` beside this file.

``python -m ontology.table`` writes it anew; a test fails while it is not current.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import rdflib
from rdflib.namespace import RDFS, SKOS

from graph.errors import OntologyError
from ontology import FOLDER
from ontology.compile import compile_folder, read
from ontology.namespaces import IR, LISTS, PREFIXES
from ontology.records import Kind, Ontology, Relation

README = FOLDER / "README.md"
BEGIN = "<!-- begin of what `python -m ontology.table` writes -->"
END = "<!-- end of what `python -m ontology.table` writes -->"


def current(text: str, folder: Path = FOLDER) -> str:
    """Return the README ``text`` with its generated part made from the Turtle in ``folder``."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise OntologyError(f"the README has no generated part; put these lines in: {BEGIN} {END}")
    return f"{before}{BEGIN}\n\n{render(folder)}\n{END}{after}"


def render(folder: Path = FOLDER) -> str:
    """Return the tables of kinds, relations and closed lists in Markdown."""
    turtle, ontology = read(folder), compile_folder(folder)
    return "\n".join([*_kinds(turtle, ontology), *_relations(ontology), *_lists(turtle)])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    for row in (head, ["---"] * len(head), *rows):
        cells = (cell.replace("|", "\\|") for cell in row)
        yield f"| {' | '.join(cells)} |"
    yield ""


def _kinds(turtle: rdflib.Graph, ontology: Ontology) -> Iterator[str]:
    yield f"### Kinds ({len(ontology.kinds)})\n"
    head = ["id", "label", "subclass of", "description", "passable", "contingent", "effect"]
    tops_first = sorted(ontology.kinds.values(), key=lambda kind: kind.ancestors[::-1])
    yield from _table(head, (_kind(kind, turtle) for kind in tops_first))


def _kind(kind: Kind, turtle: rdflib.Graph) -> list[str]:
    parents = turtle.objects(rdflib.URIRef(kind.iri), RDFS.subClassOf)
    effect = f"{kind.effect} {', '.join(kind.acts_on)}" if kind.effect else ""
    return [
        f"`{kind.id}`",
        kind.label,
        _codes(sorted(_short(str(each)) for each in parents)),
        kind.description,
        "yes" if kind.passable else "",
        "yes" if kind.contingent else "",
        effect,
    ]


def _short(iri: str) -> str:
    """Return an IRI with its prefix, one of the ontology's own terms without.

    >>> _short("https://schema.org/Place"), _short("https://inroads.example/ns#Place")
    ('schema:Place', 'Place')
    """
    if iri.startswith(IR):
        return iri.removeprefix(IR)
    found = ((name, base) for name, base in PREFIXES.items() if iri.startswith(base))
    return next((f"{name}:{iri.removeprefix(base)}" for name, base in found), iri)


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _relations(ontology: Ontology) -> Iterator[str]:
    yield f"### Relations ({len(ontology.relations)})\n"
    head = ["id", "from", "to", "phrase", "role", "flow", "remarks", "description"]
    order = ontology.lists["role"]
    relations = sorted(
        ontology.relations.values(), key=lambda each: (order.index(each.role), each.id)
    )
    yield from _table(head, map(_relation, relations))


def _relation(relation: Relation) -> list[str]:
    along = [f"{flow} →" for flow in relation.flows_along]
    against = [f"← {flow}" for flow in relation.flows_against]
    target = "a figure" if relation.quantity else _codes(relation.range) or "anything"
    return [
        f"`{relation.id}`",
        _codes(relation.domain) or "anything",
        target,
        f"`{example(relation.phrase)}`",
        relation.role,
        ", ".join([*along, *against]),
        "; ".join(_remarks(relation)),
        relation.description,
    ]


def example(phrase: str) -> str:
    """Return a phrase between its subject A and its object B.

    >>> example("owns[ {share} of]"), example("admits {}[ to {place}]")
    ('A owns[ {share} of] B', 'A admits B[ to {place}]')
    """
    return f"A {phrase.replace('{}', 'B') if '{}' in phrase else f'{phrase} B'}"


def _remarks(relation: Relation) -> Iterator[str]:
    """Yield the flags and weights that are not the usual ones."""
    flags = {
        "founding": relation.founding,
        "presupposes": relation.presupposes,
        "single-valued": relation.single_valued,
        "symmetric": relation.symmetric,
        "derived only": relation.derived_only,
        f"looseness {relation.looseness:g}": relation.looseness,
        f"hop share {relation.share:g}": relation.share != 1,
        f"purpose {relation.purpose}": relation.purpose,
        f"effect {relation.effect}": relation.effect,
    }
    return (name for name, holds in flags.items() if holds)


def _lists(turtle: rdflib.Graph) -> Iterator[str]:
    yield "### Closed lists\n"
    yield "Members stand in their order: best to worst for standings, first to last for stages.\n"
    for name in LISTS:
        scheme = rdflib.URIRef(f"{IR}{name}List")
        label, meaning = turtle.value(scheme, SKOS.prefLabel), turtle.value(scheme, SKOS.definition)
        yield f"**{label}.** {meaning}\n"
        yield from _table(["value", "meaning"], _members(turtle, scheme))


def _members(turtle: rdflib.Graph, scheme: rdflib.URIRef) -> Iterator[list[str]]:
    found = list(turtle.subjects(SKOS.inScheme, scheme))
    for member in sorted(found, key=lambda each: int(str(turtle.value(each, SKOS.notation)))):
        label, meaning = turtle.value(member, SKOS.prefLabel), turtle.value(member, SKOS.definition)
        yield [f"`{label}`", str(meaning)]


def main() -> None:
    """Write the generated part of the README anew."""
    README.write_text(current(README.read_text("utf-8")), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
