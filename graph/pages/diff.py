"""What a document did to a graph, as text: what it says first, then what others' answers become."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from graph.answers.changes import AnswerChange
from graph.answers.describe import document_name
from graph.answers.diff import ContradictionOut, Diff, NamesOut, ReplacedOut, ShiftOut, State
from graph.answers.model import AttestationOut, ClaimOut, EntityRef, to_json
from graph.answers.wording import capital, listing
from graph.pages.plain import printable
from graph.pages.tables import Listing
from graph.pages.text import evidence, source, stances

COLUMNS = ("change", "id", "before", "after", "what")


def text(given: Diff, width: int) -> str:
    """Return a difference in English, section by section; empty sections are left out."""
    document = given.document
    lines = [*_wrapped(f"{document.id}: {source(document)}", width), ""]
    lines += _wrapped(_summary(given), width)
    for heading, items in _sections(given):
        if items:
            lines += ["", f"{heading}:"]
            lines += [line for item in items for line in _item(item, width)]
    return "\n".join(lines) + "\n"


def _sections(given: Diff) -> list[tuple[str, list[list[str]]]]:
    """Return headings with their items: each a line, and lines that stand below it."""
    mine = given.document.id
    shifts = {
        "Corroborated": given.corroborated,
        "Weakened": given.weakened,
        "Changed in stage or dates": given.changed,
    }
    moved = {head: [_shift(each, mine) for each in found] for head, found in shifts.items()}
    things = {
        "Things it brings": given.entities,
        "Prospects that exist through it": given.founded,
        "Only prospects through it": given.unfounded,
    }
    return [
        ("Added, said by nobody else", [[_claim(each)] for each in given.added]),
        ("Corroborated", moved.pop("Corroborated")),
        ("Contradicted", [[_contradiction(each)] for each in given.contradicted]),
        ("Replaced or ended", [_replaced(each, mine) for each in given.replaced]),
        *moved.items(),
        ("Repeated, by no origin of its own", [[_claim(each)] for each in given.repeated]),
        ("Derived claims that change with it", [[_derived(each)] for each in given.derived]),
        *((head, [[_entity(each)] for each in found]) for head, found in things.items()),
        ("Names it brings", [[_names(each)] for each in given.names]),
        ("Answers that change", [[_answer(each)] for each in given.answers]),
    ]


def _summary(given: Diff) -> str:
    done = [
        (verb, len(items))
        for verb, items in (
            ("adds", given.added),
            ("corroborates", given.corroborated),
            ("contradicts", given.contradicted),
            ("replaces", given.replaced),
            ("weakens", given.weakened),
            ("changes", given.changed),
            ("repeats", given.repeated),
        )
        if items
    ]
    if not done:
        told = "It says nothing that changes how a claim stands."
    else:
        (verb, number), *others = done
        counted = f"{verb} {_counted(number, 'claim')}"
        told = f"It {listing([counted, *(f'{verb} {n:,}' for verb, n in others)])}."
    if given.asked:
        changed = f"{len(given.answers):,} of {_counted(given.asked, 'stored question')}"
        told += f" {changed} {'is' if len(given.answers) == 1 else 'are'} answered otherwise."
    for each in given.taken_back_by:
        told += f" {each} takes back something it says, and stands without that in comparison."
    return told


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _claim(claim: ClaimOut) -> str:
    return f"{claim.sentence}  ({claim.standing}; claim {claim.id})"


def _shift(shift: ShiftOut, document: str) -> list[str]:
    """Return a claim with how it stands and stood, and what the document says to it."""
    told = f"{shift.claim.sentence}  ({_moved(shift.before, shift.after)}; claim {shift.claim.id})"
    return [told, *_said_by(shift.claim, document)]


def _said_by(claim: ClaimOut, document: str) -> list[str]:
    own = [each for each in claim.attestations if each.document.id == document]
    return stances(claim._replace(attestations=own))


def _moved(before: State | None, after: State | None) -> str:
    """Return how a claim stands, and what of that was otherwise."""
    if before is None or after is None:
        return after.standing if after else "no longer derived"
    parts = [_became(after.standing, before.standing)]
    if after.stage and before.stage != after.stage:
        parts.append(_became(f"stage {after.stage}", before.stage or "none"))
    if after.origins and before.origins != after.origins:
        parts.append(_became(_origins(after.origins), str(before.origins)))
    return "; ".join(parts)


def _origins(number: int) -> str:
    return "1 origin" if number == 1 else f"{number:,} origins"


def _became(after: str, before: str) -> str:
    return after if before == after else f"{after}, was {before}"


def _derived(shift: ShiftOut) -> str:
    moved = _moved(shift.before, shift.after)
    return f"{shift.claim.sentence}  ({moved}; claim {shift.claim.id})"


def _replaced(replaced: ReplacedOut, document: str) -> list[str]:
    claim = replaced.claim
    told = (
        f"{claim.sentence}  ({_became(claim.standing, replaced.before.standing)}; claim {claim.id})"
    )
    below = []
    for each in replaced.by:
        below += [f"Now: {_claim(each)}", *_said_by(each, document)]
    return [told, *below]


def _contradiction(found: ContradictionOut) -> str:
    verb = "It contradicts that" if found.side == "against" else "It says, and others deny, that"
    if not found.new:
        verb = "It takes a side where it is disputed whether"
    ids = [found.claim.id, *([found.other.id] if found.other else [])]
    claims = f"{'claim' if len(ids) == 1 else 'claims'} {listing(ids)}"
    sides = f"{_words(found.said)} against {_words(found.against)}"
    return f"{verb} {found.proposition}: {sides}.  ({claims})"


def _words(side: Sequence[AttestationOut]) -> str:
    """Return the words of one side, each with whose they are; the same words once."""
    alike: dict[tuple[str, str], list[AttestationOut]] = {}
    for each in side:
        alike.setdefault((each.text, each.document.id), []).append(each)
    return listing([f"{evidence(same[0])} ({_who(same)})" for same in alike.values()])


def _who(same: Sequence[AttestationOut]) -> str:
    document = same[0].document.publisher or document_name(same[0].document)
    others = list(dict.fromkeys(e.speaker.label for e in same if e.speaker.kind != "publisher"))
    return f"{listing(others)}, as told by {document}" if others else document


def _names(found: NamesOut) -> str:
    was = f" (without it {found.was})" if found.was else ""
    also = f", also {listing(found.names)}" if found.names else ""
    return f"{found.entity.label}{was}{also}"


def _answer(change: AnswerChange) -> str:
    asked = f"@{change.name}" if change.name else change.question
    mark = "" if asked.endswith(("?", ".", "!")) else ":"
    return f"{asked}{mark} {change.told if mark else capital(change.told)}"


def _entity(entity: EntityRef) -> str:
    return f"{entity.label}  ({entity.kind}, {entity.id}{', prospect' if entity.prospect else ''})"


def _item(lines: Sequence[str], width: int) -> Iterator[str]:
    yield from _wrapped(lines[0], width, "   ")
    for line in lines[1:]:
        yield from _wrapped(line, width, "      ")


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(
        printable(text),
        max(width, len(indent) + 20),
        initial_indent=indent,
        subsequent_indent=f"{indent}  " if indent else "",
        break_on_hyphens=False,
    )


def listed(given: Diff) -> Listing:
    """Return one row for each thing a document did."""
    rows, objects = [], []
    for change, id_, before, after, what, item in _rows(given):
        rows.append((change, id_, before, after, what))
        objects.append({"change": change, **_object(item)})
    return Listing(COLUMNS, rows, objects)


def _object(item: object) -> Mapping[str, object]:
    data: Mapping[str, object] = to_json(item)
    return data if "id" not in data else {"claim" if "sentence" in data else "entity": data}


def _rows(given: Diff) -> Iterator[tuple[str, str, str, str, str, object]]:
    for change in ("added", "repeated"):
        for claim in getattr(given, change):
            yield change, claim.id, "", claim.standing, claim.sentence, claim
    for change in ("corroborated", "weakened", "changed", "derived"):
        for shift in getattr(given, change):
            before, after = (each.standing if each else "" for each in shift[1:])
            yield change, shift.claim.id, before, after, shift.claim.sentence, shift
    yield from _other_rows(given)


def _other_rows(given: Diff) -> Iterator[tuple[str, str, str, str, str, object]]:
    for each in given.contradicted:
        standing = each.claim.standing
        yield "contradicted", each.claim.id, "", standing, _contradiction(each), each
    for replaced in given.replaced:
        claim = replaced.claim
        before = replaced.before.standing
        yield "replaced", claim.id, before, claim.standing, claim.sentence, replaced
    for change in ("entities", "founded", "unfounded"):
        for entity in getattr(given, change):
            yield _SINGULAR.get(change, change), entity.id, "", "", _entity(entity), entity
    for names in given.names:
        yield "names", names.entity.id, "", "", _names(names), names
    for answer in given.answers:
        outcomes = answer.before.status, answer.after.status
        yield "answer", answer.name or "", *outcomes, _answer(answer), answer


_SINGULAR = {"entities": "entity"}
