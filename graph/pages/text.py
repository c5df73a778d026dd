"""Answers in English for a terminal or a pipe: the sentence first, then the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from graph.answers.model import (
    Answer,
    BarrierOut,
    ClaimOut,
    DocumentRef,
    EntityOut,
    HopOut,
    PathOut,
    PolicyOut,
    ValueOut,
)
from graph.answers.voicing import UNCHECKED as UNCHECKED
from graph.answers.voicing import evidence as evidence
from graph.answers.voicing import stances as stances
from graph.answers.voicing import voices as voices
from graph.answers.wording import figure, listing
from graph.claims.model import Bound, Quantity
from graph.pages.plain import printable, wrapped

_HEADINGS = {"same-pattern": "More of the same kind:", "weaker": "Weaker:"}


def answer(given: Answer, width: int, *, explain: bool = False) -> str:
    """Return an answer as text: what was noticed is not part of it."""
    lines = [*wrapped(given.answer, width), ""]
    for heading, path in headed(given.paths):
        lines += [heading, ""] if heading else []
        lines += [*_path(path, width, explain, given.answer.startswith(path.sentence)), ""]
    for denial in given.denials:
        lines += [*claim(denial, width), ""]
    for entity in given.entities:
        if isinstance(entity, EntityOut):
            lines += [*_entity(entity, width), ""]
    for value in given.values:
        lines += [*_value(value, width), ""]
    lines += [*_rests_on(given, width), *_skipped(given, width), *_cut(given, width)]
    lines += sources(_documents(given), width)
    return "\n".join(lines).rstrip() + "\n"


def _rests_on(given: Answer, width: int) -> list[str]:
    """Tell what is load-bearing; where each claim of a lone path is, in one sentence."""
    lines = [line for each in bearing(given) for line in wrapped(each, width, "   ")]
    return ["Load-bearing:", *lines, ""] if lines else []


def bearing(given: Answer) -> list[str]:
    """Return what is load-bearing in sentences; one where each claim of a lone path is."""
    carried = {claim.id for path in given.paths for hop in path.hops for claim in hop.claims}
    if len(given.paths) == 1 and carried == {each.id for each in given.load_bearing}:
        return ["There is no other path, so each of its claims carries it."]
    return [each.sentence for each in given.load_bearing]


def _skipped(given: Answer, width: int) -> list[str]:
    return [*wrapped(skipped(given), width), ""] if given.skipped else []


def skipped(given: Answer) -> str:
    """Return which hops a search for a flow passed by, because none is stated for them."""
    told = listing([f"\u2018{each.relation.label}\u2019 ({each.hops})" for each in given.skipped])
    return f"Not walked, because no flow is stated for them: {told}."


def headed(paths: Sequence[PathOut]) -> Iterator[tuple[str, PathOut]]:
    """Yield the paths, the first of each group with its heading, the others with ""."""
    group = "best-of-pattern"
    for path in paths:
        yield ("" if path.group == group else _HEADINGS[path.group]), path
        group = path.group


def _path(path: PathOut, width: int, explain: bool, already_told: bool) -> Iterator[str]:
    yield f"{path.rank}. {gist(path)}"
    if not already_told:
        yield from wrapped(path.sentence, width, "   ")
    for hop in path.hops:
        yield from _hop(hop, width)
    for remark in path.remarks:
        yield from wrapped(f"Note: {remark}", width, "   ")
    if explain:
        terms = " + ".join(f"{name} {value:g}" for name, value in path.cost_terms.items() if value)
        yield from wrapped(f"cost {path.cost:g} = {terms or '0'}", width, "   ")
        yield from wrapped(f"pattern: {path.pattern}", width, "   ")


def gist(path: PathOut) -> str:
    """Return how a path stands, on how many origins, and what its gate is."""
    origins = "1 origin" if path.sources == 1 else f"{path.sources} origins"
    gate = f"gate {path.gate}" if path.policies else "no barrier known"
    return f"{path.standing} \u00b7 {origins} \u00b7 {gate}"


def _hop(hop: HopOut, width: int) -> Iterator[str]:
    stage = f", {hop.stage}" if hop.stage and hop.stage != hop.standing else ""
    one, other = printable(hop.from_.label), printable(hop.to.label)
    arrow = (
        f"\u2500[{hop.relation.label}]\u2192"
        if hop.forward
        else f"\u2190[{hop.relation.label}]\u2500"
    )
    yield from wrapped(f"{one} {arrow} {other}  ({hop.standing}{stage})", width, "   ")
    if len(hop.claims) == 1:
        yield from claim_evidence(hop.claims[0], width, "      ")
    else:  # what each says, and how surely, is not what the best of them says
        for each in hop.claims:
            stage = f", {each.stage}" if each.stage and each.stage != each.standing else ""
            said = f"{each.sentence}  ({each.standing}{stage})"
            yield from wrapped(said, width, "      ")
            yield from claim_evidence(each, width, "         ")
    for each in hop.against:
        yield from wrapped(f"against it: {each.sentence}  ({each.standing})", width, "      ")
        yield from claim_evidence(each, width, "         ")
    for policy in hop.policies:
        yield from wrapped(f"! {bite(policy)}", width, "      ")


_BECAUSE = {
    "itself": "",
    "group": ", as one of its group",
    "goods": ", by what it makes",
    "site": ", a site there",
}


def bite(policy: PolicyOut) -> str:
    """Return what a policy does to what, why, how surely, and the claim that says so."""
    return f"{biting(policy)} ({policy.standing}, claim {policy.claim})"


def biting(policy: PolicyOut) -> str:
    """Return what a policy does to what, and why."""
    label = policy.label.rstrip(".")
    because = _BECAUSE[policy.because]
    return f"{policy.effect}: {label} \u2014 touches {policy.touches.label}{because}"


def obstacle(barrier: BarrierOut) -> str:
    """Return a barrier in one line: its effect, what it is, whom it touches, why, how surely."""
    also = (
        f"; also {', '.join(each.touches.label for each in barrier.also)}" if barrier.also else ""
    )
    touched = f"touches {barrier.touches.label}{_BECAUSE[barrier.because]}"
    return f"{barrier.effect}: {barrier.label} \u2014 {touched} ({barrier.standing}){also}"


def _entity(entity: EntityOut, width: int) -> Iterator[str]:
    mark = " (prospect)" if entity.prospect else ""
    standing = f" \u00b7 {entity.standing}" if entity.standing else ""
    yield f"{printable(entity.label)}{mark}  ({entity.kind}, {entity.id}){standing}"
    for each in entity.claims:
        yield from claim(each, width, "   ")


def _value(value: ValueOut, width: int) -> Iterator[str]:
    yield from wrapped(f"{amount(value)}  ({value.label})", width, "")
    for each in value.claims:
        yield from claim(each, width, "   ")


def amount(value: ValueOut) -> str:
    """Return a value as words: with its bound and its unit, unless it is words itself."""
    if not value.unit:
        return str(value.value)
    numbers = value.value if isinstance(value.value, list) else [value.value]
    low, *upper = map(str, numbers)
    return figure(Quantity(low, value.unit, Bound(value.bound), "".join(upper)))


def claim(given: ClaimOut, width: int, indent: str = "") -> Iterator[str]:
    """Yield a claim's sentence and, below it, its evidence."""
    stage = f", {given.stage}" if given.stage and given.stage != given.standing else ""
    yield from wrapped(f"{given.sentence}  ({given.standing}{stage})", width, indent)
    yield from claim_evidence(given, width, indent + "   ")


def claim_evidence(given: ClaimOut, width: int, indent: str) -> Iterator[str]:
    """Yield whose words stand behind a claim, each as what it is, and the claim's id."""
    for line in stances(given):
        yield from wrapped(line, width, indent)
    if given.derived:
        yield from wrapped(f"derived by rule '{given.derived.rule}' from:", width, indent)
        for premise in given.premises:
            yield from claim(premise, width, indent + "   ")
    yield f"{indent}claim {given.id} \u00b7 {dates(given)}"


def dates(given: ClaimOut) -> str:
    """Return when a claim is said to hold, or that it is undated."""
    if given.valid is None:
        return "undated"
    start, end = given.valid.from_, given.valid.to
    if start == end:
        return f"in {start}"
    return " ".join(
        [
            *([f"from {start}"] if start else []),
            *([f"{'to' if start else 'until'} {end}"] if end else []),
        ]
    )


def _documents(given: Answer) -> list[DocumentRef]:
    claims = [c for path in given.paths for hop in path.hops for c in hop.claims]
    claims += [c for path in given.paths for hop in path.hops for c in hop.against]
    claims += [c for each in (*given.entities, *given.values) for c in each.claims]
    return documents([*claims, *given.denials])


def documents(claims: Iterable[ClaimOut]) -> list[DocumentRef]:
    """Return the documents behind claims and their premises, once each, by id."""
    found: dict[str, DocumentRef] = {}
    for claim in claims:
        found |= {each.document.id: each.document for each in claim.attestations}
        found |= {document.id: document for document in documents(claim.premises)}
    return [found[id_] for id_ in sorted(found)]


def sources(found: Sequence[DocumentRef], width: int) -> Iterator[str]:
    """Yield what is known of the documents behind an answer."""
    if found:
        yield "Sources:"
    for document in found:
        yield from wrapped(f"{document.id}: {source(document)}", width, "   ")


def source(document: DocumentRef) -> str:
    """Return what is known of a document; what it lacks is named, not filled."""
    title = f"\u201c{document.title}\u201d" if document.title else "title unknown"
    parts = [
        document.form or "",
        document.author or "",
        title,
        document.publisher or "publisher unknown",
        document.published or "undated",
        document.url or "no address",
        document.note or "",
    ]
    return ", ".join(part for part in parts if part)


def _cut(given: Answer, width: int) -> list[str]:
    told = cut(given)
    return [*wrapped(told, width), ""] if told else []


def cut(given: Answer) -> str:
    """Return what bounded the search; "" if nothing did."""
    short = [each for each in given.truncated if each != "max-hops"]
    told = [f"The search was cut short ({', '.join(short)}); there may be more."] if short else []
    if given.paths and "max-hops" in given.truncated:
        hops = given.question.options["max-hops"]
        told.append(f"There are longer paths, of more than {hops} hops: raise --max-hops.")
    return " ".join(told)
