"""What if: one question put to the graph as it is and to a changed one, and what differs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from graph.answers.describe import Describer, document_name
from graph.answers.model import (
    Answer,
    BarrierOut,
    Changes,
    GateOut,
    Moved,
    PathOut,
    QuestionOut,
    ValueOut,
)
from graph.answers.supposed import Reader, Supposition, changed_session
from graph.answers.wording import capital, listing
from graph.claims.model import Standing
from graph.errors import BadParameter
from graph.network.measures import Rank
from graph.network.project import LIVING, Network, counting
from graph.network.whatif import remaining
from graph.session import Session

_CLAIM_ID = re.compile(r"[0-9a-fA-F]{4,16}")
_LISTED = 4


class WhatIf:
    """One changed graph beside the graph as it is."""

    def __init__(self, session: Session, change: Supposition) -> None:
        self._session = session
        self._change = change
        self._describe = Describer(session)
        self._taken = Reader(session).read(change)
        self._changed = changed_session(session, self._taken)

    # ------------------------------------------------------------------ paths and barriers

    def answer(self, ask: Callable[[Session], Answer]) -> Answer:
        """Return the answer of the changed graph, and what changed; ``ask`` puts the question."""
        before = ask(self._session)
        self._refuse_what_is_gone(before)
        after = ask(self._changed)
        paths = [self._marked(path) for path in after.paths]
        changes = self._changes(before, after._replace(paths=paths))
        told = self._told(before, after, changes)
        return after._replace(
            question=self._question(before.question),
            answer=f"{self._lead()}, {told} {after.answer}",
            paths=paths,
            changes=changes,
        )

    def _refuse_what_is_gone(self, before: Answer) -> None:
        """Raise BadParameter where all that one end names is taken out."""
        for ends in (before.question.from_, before.question.to):
            if ends and {each.id for each in ends} <= self._taken.gone:
                names = listing([self._describe.wording.name(each.id) for each in ends])
                raise BadParameter(
                    f"--without takes out {names}, which the question is about. Ask about "
                    "something that is left."
                )

    def _changes(self, before: Answer, after: Answer) -> Changes:
        told = before.question.options.get("standing")  # a question for barriers has no floor
        floor = Standing(str(told)) if told else LIVING
        old_paths = {_path_key(path): path for path in before.paths}
        new_paths = {_path_key(path): path for path in after.paths}
        was, now = self._session.network, self._changed.network
        lost = [
            path
            for key, path in old_paths.items()
            if key not in new_paths and not _stands(path, now, was, floor)
        ]
        gained = [
            path
            for key, path in new_paths.items()
            if key not in old_paths and not _stands(path, was, now, floor)
        ]
        old, new = _barriers(before), _barriers(after)
        kept = len(before.paths) - len(lost)
        return Changes(
            removed=self._taken.removed,
            lost=lost,
            gained=gained,
            kept=len(set(old) & set(new)) if before.question.kind == "barriers" else kept,
            assumed=self._taken.assumed,
            lost_barriers=[each for key, each in old.items() if key not in new],
            gained_barriers=[each for key, each in new.items() if key not in old],
        )

    def _marked(self, path: PathOut) -> PathOut:
        """Return a path with a remark on each hop that rests on an assumption."""
        claims = [claim for hop in path.hops for claim in hop.claims]
        remarks = [
            f"Counted as stated by assumption: {each.sentence} ({each.standing}, claim {each.id})"
            for each in claims
            if each.id in self._taken.assumed
        ]
        return path._replace(remarks=[*path.remarks, *remarks])

    # ------------------------------------------------------------------ rankings

    def ranking(self, by: str, measure: Callable[[Network], list[Rank]], limit: int) -> Answer:
        """Return the ranking of the changed graph, and who moved; ``measure`` makes one."""
        before = measure(self._session.network)
        after = measure(remaining(self._changed.network, self._taken.gone))
        was = {each.entity: each.place for each in before}
        now = {each.entity: each.place for each in after}
        ref = self._describe.entity
        moved = [
            Moved(ref(id_), was.get(id_), now.get(id_))
            for id_ in dict.fromkeys((*was, *now))
            if was.get(id_) != now.get(id_)
        ]
        asked = QuestionOut(f"rank --by {by}", "rank", [], [], {"by": by}, [])
        label = self._describe.wording.label
        return Answer(
            question=self._question(asked),
            status="found" if after else "none",
            answer=f"{self._lead()}, {self._moves(moved, len(before))}",
            values=[
                ValueOut(label(each.entity), each.value, by, "exact", []) for each in after[:limit]
            ],
            changes=Changes(
                removed=self._taken.removed,
                lost=[],
                gained=[],
                kept=sum(was[id_] == now.get(id_) for id_ in was),
                assumed=self._taken.assumed,
                moved=moved,
            ),
        )

    def _moves(self, moved: Sequence[Moved], ranked: int) -> str:
        name = self._describe.wording.name
        shifted = [each for each in moved if each.before and each.after]
        if not shifted:
            return f"nobody else's place among the {ranked} ranked changes."
        told = [
            f"{name(each.entity.id)} from {each.before} to {each.after}"
            for each in sorted(shifted, key=_far)[:_LISTED]
        ]
        if len(shifted) > _LISTED:
            told.append(f"{len(shifted) - _LISTED} more")
        verb = "moves" if len(shifted) == 1 else "move"
        return f"{len(shifted)} of {ranked} {verb}: {listing(told)}."

    # ------------------------------------------------------------------ words

    def _question(self, asked: QuestionOut) -> QuestionOut:
        options = {
            "command": asked.kind,
            **asked.options,
            "without": list(self._change.without),
            "assume": list(self._change.assume),
        }
        flags = [f"--without {each}" for each in self._change.without]
        flags += [f"--assume {each}" for each in self._change.assume]
        return asked._replace(
            text=f"whatif {' '.join(flags)} -- {asked.text}",
            kind="whatif",
            options=options,
            noticed=[*asked.noticed, *self._taken.notices],
        )

    def _lead(self) -> str:
        """Return what is taken out or assumed, as the beginning of a sentence."""
        name, taken = self._describe.wording.name, self._taken
        out = [name(id_) for id_ in taken.entities]
        documents = self._session.store.documents(taken.documents)
        out += [document_name(documents[id_]) for id_ in taken.documents]
        out += [f"the claim that {self._claim(id_)}" for id_ in taken.claims]
        parts = [f"without {listing(out)}"] if out else []
        if taken.fallen:
            fall = "falls" if len(taken.fallen) == 1 else "fall"
            with_ = "it" if len(taken.entities) == 1 else "them"
            parts[0] += f" ({listing([name(id_) for id_ in taken.fallen])} {fall} with {with_})"
        if taken.assumed:
            granted = listing([f"that {self._claim(id_)}" for id_ in taken.assumed])
            parts.append(f"assuming as stated {granted}")
        return capital(" and ".join(parts))

    def _claim(self, id_: str) -> str:
        """Return a claim in quotation-free words, as it is told, with its id."""
        (record,) = self._session.store.records([id_])
        told = self._describe.told(record)
        return f"{self._describe.wording.sentence(record.claim, told)} ({record.standing})"

    def _told(self, before: Answer, after: Answer, changes: Changes) -> str:
        if before.question.kind == "barriers":
            return self._barriers_told(before, after, changes)
        if before.verdict and not (before.paths or after.paths):
            turned = after.verdict != before.verdict
            was = f"goes from {before.verdict} to" if turned else "is, as before,"
            return f"the verdict {was} {after.verdict}."
        if not before.paths:
            found = len(after.paths)
            return (
                f"{_counted(found, 'path')} found where none was."
                if found
                else "there is no path, as before."
            )
        lost, gained, all_ = len(changes.lost), len(changes.gained), len(before.paths)
        if not lost and not gained:
            return f"nothing is lost: {_all(all_, 'path')} found before still {_stand(all_)}."
        told = []
        if lost == all_ and after.paths:
            told.append(f"{_all(all_, 'path')} found before {_are(all_)} lost")
        elif lost == all_:
            told.append(f"no path is left: {_all(all_, 'path')} found before {_are(all_)} lost")
        elif lost:
            told.append(f"{lost} of {_counted(all_, 'path')} found before {_are(lost)} lost")
        if gained:
            told.append(f"{_counted(gained, 'path')} {_are(gained)} gained")
        return f"{listing(told)}."

    def _barriers_told(self, before: Answer, after: Answer, changes: Changes) -> str:
        lost, gained = changes.lost_barriers, changes.gained_barriers
        told = self._gates_told(before.gates, after.gates)
        if not lost and not gained and not told:
            return "what is in the way does not change."
        if lost:
            names = listing([each.label for each in lost])
            remarks = _counted(len(before.entities), "remark")
            told.append(f"{len(lost)} of {remarks} {_are(len(lost))} gone: {names}")
        if gained:
            names = listing([each.label for each in gained])
            told.append(f"{_counted(len(gained), 'remark')} {_are(len(gained))} new: {names}")
        return f"{'; '.join(told)}."

    def _gates_told(self, before: Sequence[GateOut], after: Sequence[GateOut]) -> list[str]:
        name = self._describe.wording.name
        now = {(each.who, each.place): each.gate for each in after}
        told = [
            f"from {each.gate} to {now[each.who, each.place]} for {name(each.who.id)} into "
            f"{name(each.place.id)}"
            for each in before
            if now.get((each.who, each.place), each.gate) != each.gate
        ]
        shown = [*told[:_LISTED], *([f"{len(told) - _LISTED} more"] if told[_LISTED:] else [])]
        return [f"the way goes {listing(shown)}"] if told else []


def _stands(path: PathOut, there: Network, here: Network, floor: Standing) -> bool:
    """Tell whether each hop of a path found in ``here`` has a claim that counts in ``there``.

    A claim that is the same in both counts in both; of others standing and stage decide.
    """
    known, before, ended = there.table.by_id, here.table.by_id, floor.place > LIVING.place
    return all(
        any(
            known[claim.id] == before[claim.id] or counting([known[claim.id]], floor, ended=ended)
            for claim in hop.claims
            if claim.id in known
        )
        for hop in path.hops
    )


def _path_key(path: PathOut) -> tuple[tuple[str, str, str, bool], ...]:
    return tuple((hop.from_.id, hop.relation.id, hop.to.id, hop.forward) for hop in path.hops)


def _barriers(given: Answer) -> dict[tuple[str, str], BarrierOut]:
    return {
        (each.id or each.claims[0].id, each.effect): each
        for each in given.entities
        if isinstance(each, BarrierOut)
    }


def _far(moved: Moved) -> tuple[int, int, str]:
    """Order those who moved furthest first, then by their old place."""
    before, after = moved.before or 0, moved.after or 0
    return (-abs(before - after), before, moved.entity.id)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _all(count: int, noun: str) -> str:
    return f"the one {noun}" if count == 1 else f"all {count} {noun}s"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _stand(count: int) -> str:
    return "stands" if count == 1 else "stand"
