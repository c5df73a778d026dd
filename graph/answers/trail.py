"""A path as part of an answer: its sentence, and hop by hop claims, words, policies, objections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from graph.answers.describe import Describer
from graph.answers.model import ClaimOut, Group, HopOut, PathOut, PolicyOut
from graph.answers.telling import Telling, is_pair
from graph.answers.wording import Told, capital
from graph.claims.model import POSITIVE, Attestation, Record, Standing
from graph.claims.standing import origins, standing_out, voices
from graph.network import cost
from graph.network.paths import Hop, Path
from graph.network.policies import Bite, Policies, gate
from graph.network.project import LIVING, Tie, counting
from graph.session import Session


class Trails:
    """Describes the paths of one session's graph; evidence is fetched for these alone."""

    def __init__(self, session: Session, describe: Describer) -> None:
        self._store = session.store
        self._bearers = session.table.bearers
        self._network = session.network
        self._describe = describe
        self._policies = Policies(session.network)
        self._telling = Telling(session.network, describe.wording)

    def path(self, path: Path, rank: int = 1, group: Group = "best-of-pattern") -> PathOut:
        """Return a path with everything that is said of it."""
        hops = (*path.hops, *path.tail)
        records = [self._store.records([row.id for row in hop.rows]) for hop in hops]
        told = [self._describe.told(of_hop[0]) for of_hop in records]
        bites = self._policies.on_path(path)
        policies = [[self._policy(bite) for bite in on_hop] for on_hop in bites]
        attested = [each for of_hop in records for record in of_hop for each in _for(record)]
        documents = self._store.documents({each.document for each in attested})
        partners = [self._partners(hops, index) for index in range(len(hops))]
        return PathOut(
            rank=rank,
            pattern=self.pattern(path),
            cost=path.cost / cost.UNIT,
            cost_terms={name: value / cost.UNIT for name, value in path.terms},
            standing=path.standing.value,
            sentence=self._sentence(path, told, partners),
            sources=origins(attested, documents, voices(documents, self._bearers)),
            gate=gate(bites),
            policies=[each for on_hop in policies for each in on_hop],
            hops=[
                self._hop(*parts) for parts in zip(hops, records, partners, policies, strict=True)
            ],
            remarks=self._remarks(path),
            group=group,
        )

    def pattern(self, path: Path) -> str:
        """Return the path with kinds for entities: what other paths of its sort share."""
        parts = [self._network.kind(path.nodes[0]).label]
        for hop in path.hops:
            label = hop.tie.relation.label
            parts.append(f"-[{label}]->" if hop.forward else f"<-[{label}]-")
            parts.append(self._network.kind(hop.target).label)
        return " ".join(parts)

    def _sentence(self, path: Path, told: Sequence[Told], partners: Sequence[Sequence[str]]) -> str:
        names = [[self._describe.wording.name(id_) for id_ in each] for each in partners]
        return self._telling.sentence(path, told, names)

    def _hop(
        self,
        hop: Hop,
        records: Sequence[Record],
        partners: Sequence[str],
        policies: list[PolicyOut],
    ) -> HopOut:
        return HopOut(
            from_=self._describe.entity(hop.source),
            to=self._describe.entity(hop.target),
            relation=self._describe.relation(hop.tie.relation.id),
            forward=hop.forward,
            with_=[self._describe.entity(id_) for id_ in partners],
            standing=hop.standing.value,
            stage=hop.stage.value if hop.stage else None,
            claims=[self._describe.claim(record) for record in records],
            policies=policies,
            against=self._against(hop, records),
        )

    def _against(self, hop: Hop, records: Sequence[Record]) -> list[ClaimOut]:
        """Return other claims that speak against a hop.

        Those that contradict or replace one of its claims, and denied or retracted ones of the
        same relation between the same two. What is denied of its own claims stands with them.
        """
        counted = {record.id for record in records}
        ids = [id_ for record in records for id_ in (*record.conflicts, *record.replaced_by)]
        ids += [row.id for row in hop.tie.rows if row.standing in _REFUSED]
        return self._describe.claims(dict.fromkeys(id_ for id_ in ids if id_ not in counted))

    def _partners(self, hops: Sequence[Hop], index: int) -> list[str]:
        """Return who else takes part, no less surely, in the deal this hop enters or leaves.

        A deal's partners are told once, on the hop that comes first.
        """
        hop = hops[index]
        deal = next((n for n in (hop.target, hop.source) if self._network.kind(n).deal), "")
        earlier = {node for each in hops[:index] for node in (each.source, each.target)}
        if not deal or deal in earlier or (is_pair(hops, index) and len(hops) < 2):
            return []
        on_path = {node for each in hops for node in (each.source, each.target)}
        founding = self._network.ties(deal, self._network.ontology.founding)
        return [
            tie.subject for tie in founding if tie.subject not in on_path and self._stands(tie, hop)
        ]

    def _stands(self, tie: Tie, hop: Hop) -> bool:
        """Tell whether a tie still holds, as surely as the hop or at least by implication."""
        living = counting(tie.rows, LIVING)
        weakest = max(hop.standing.place, Standing.IMPLIED.place)
        return bool(living) and living[0].standing.place <= weakest

    def _policy(self, bite: Bite) -> PolicyOut:
        (record,) = self._store.records([bite.row.id])
        wording = self._describe.wording
        return PolicyOut(
            id=bite.policy or None,
            label=wording.label(bite.policy) if bite.policy else self._describe.sentence(record),
            effect=bite.effect,
            touches=self._describe.entity(bite.touches),
            because=bite.because,
            claim=bite.row.id,
            standing=bite.standing.value,
        )

    def _remarks(self, path: Path) -> list[str]:
        """Return what must be said of the whole path: a path is evidence for each hop only."""
        name = self._describe.wording.name
        return [
            f"{capital(name(one))} and {name(other)} are two separate deals joined only by "
            f"{name(middle)}; no source says that one leads to the other."
            for one, middle, other in path.joins
        ]


_REFUSED = frozenset({Standing.DENIED, Standing.RETRACTED})


class Ranked(NamedTuple):
    """A path with its place in the answer and the group it is shown in."""

    path: Path
    rank: int
    group: Group


def grouped(paths: Sequence[Path], patterns: Sequence[str]) -> list[Ranked]:
    """Return paths, given best first, as they are shown.

    First the best of each pattern, then the others of these patterns, and last the weaker
    ones: so many times dearer than the best as ``cost.WEAKER`` says and weaker in standing.
    """
    groups: dict[Group, list[Path]] = {"best-of-pattern": [], "same-pattern": [], "weaker": []}
    seen = set[str]()
    for path, pattern in zip(paths, patterns, strict=True):
        if _is_weaker(path, paths[0]):
            groups["weaker"].append(path)
        else:
            groups["same-pattern" if pattern in seen else "best-of-pattern"].append(path)
            seen.add(pattern)
    flat = [(path, group) for group, members in groups.items() for path in members]
    return [Ranked(path, rank, group) for rank, (path, group) in enumerate(flat, start=1)]


def _is_weaker(path: Path, best: Path) -> bool:
    dearer = path.cost > cost.WEAKER * best.cost
    return dearer and path.standing.place > best.standing.place


def _for(record: Record) -> list[Attestation]:
    return [each for each in standing_out(record.attestations) if each.stance in POSITIVE]
