"""Families of kinds, and how each is drawn: a form, which is also its colour's name.

A family is a kind at the top of the ontology with all below it. What the ontology says of its
kinds decides the form: who is ranked is a disc, a deal a diamond, a site a square, a place a
pin, a policy the sign of a stop. Families of which it says none of that take the other forms in
the order of their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ontology.records import Kind, Ontology

FORMS: dict[str, str] = {
    "disc": "M-1 0A1 1 0 1 0 1 0A1 1 0 1 0-1 0Z",
    "diamond": "M0-1.2L1.2 0L0 1.2L-1.2 0Z",
    "square": "M-.88-.88H.88V.88H-.88Z",
    "pin": "M0 1.25C-.25.75-.95.2-.95-.4A.95.95 0 0 1 .95-.4C.95.2.25.75 0 1.25Z",
    "stop": "M-.42-1H.42L1-.42V.42L.42 1H-.42L-1 .42V-.42Z",
    "triangle": "M0-1.1L1.1.85H-1.1Z",
    "hexagon": "M0-1.1L.96-.55V.55L0 1.1L-.96.55V-.55Z",
    "cross": "M-.38-1H.38V-.38H1V.38H.38V1H-.38V.38H-1V-.38H-.38Z",
    "note": "M-.8-1H.35L.85-.5V1H-.8Z",
}
"""SVG paths in a square from -1 to 1; the page draws the same ones on its canvas."""

_SPARE = ("triangle", "hexagon", "cross")
STATEMENT = "note"
"""The form of what is said, where a policy overlay is a claim and no entity."""


class Family(NamedTuple):
    """A kind at the top, by its plural name, and the form of all kinds below it."""

    id: str
    label: str
    form: str


def families(ontology: Ontology) -> Mapping[str, Family]:
    """Return the family of each kind."""
    tops: dict[str, list[Kind]] = {}
    for kind in ontology.kinds.values():
        tops.setdefault(kind.ancestors[-1], []).append(kind)
    spare = list(_SPARE)
    found = {}
    for top in sorted(tops, key=lambda id_: ontology.kinds[id_].plural):
        form = _form(tops[top])
        if not form:
            form = spare[0]
            spare.append(spare.pop(0))
        found[top] = Family(top, ontology.kinds[top].plural, form)
    return {kind.id: found[kind.ancestors[-1]] for kind in ontology.kinds.values()}


def _form(kinds: Iterable[Kind]) -> str:
    """Return the form that what is said of a family's kinds calls for, or nothing."""
    kinds = list(kinds)
    tests = (
        ("stop", any(kind.effect for kind in kinds)),
        ("diamond", any(kind.deal for kind in kinds)),
        ("pin", any(kind.place for kind in kinds)),
        ("square", any(kind.contingent for kind in kinds)),
        ("disc", any(kind.ranked == "shown" for kind in kinds)),
    )
    return next((form for form, fits in tests if fits), "")
