"""Networks in which something is left out or taken for granted; what else falls with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from graph.claims.model import RUNNING, Standing
from graph.network.project import LIVING, Network, counting
from graph.store.table import Row, Table
from ontology.records import Relation

_PARTNERS = 2


@dataclass(frozen=True)
class Part(Network):
    """A changed network, or a part of one, that weighs hubs as the whole network does."""

    whole: Network = field(kw_only=True)

    def attested(self, node: str) -> int:
        """Return the attested claims at ``node`` in the whole network.

        No filter makes a hub cheaper.
        """
        return self.whole.attested(node)


def part(whole: Network, rows: Iterable[Row], *, nodes: Iterable[str] | None = None) -> Part:
    """Return the network of these claims; it knows ``nodes``, or all entities of the whole.

    What the claims speak of is known in any case.
    """
    kept = tuple(rows)
    known = whole.table.nodes
    if nodes is not None:
        wanted = set(nodes) | {id_ for row in kept for id_ in row.entities()}
        known = {id_: known[id_] for id_ in sorted(wanted)}
    return Part(Table(known, kept), whole.ontology, whole=whole)


def taken_out(network: Network, entities: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return what falls with these entities, each with those it lost, in order of falling.

    A deal falls when fewer than two of its partners are left, a site when nobody who opens or
    runs it is. Who was never told to have two partners, or anybody behind it, loses nothing.
    """
    gone = set(entities)
    fallen: dict[str, frozenset[str]] = {}
    for lost in (queue := sorted(gone)):
        for tie in network.ties(lost, network.ontology.founding):
            founded = tie.object
            if tie.subject != lost or founded in gone:
                continue
            if not counting(tie.rows, LIVING):
                continue
            founders = _founders(network, founded)
            least = _PARTNERS if network.kind(founded).deal else 1
            if len(founders - gone) < least and network.kind(founded).contingent:
                gone.add(founded)
                fallen[founded] = frozenset(founders & gone)
                queue.append(founded)
    return fallen


def _founders(network: Network, founded: str) -> set[str]:
    """Return those who are said to take part in a deal, or to open or run a site."""
    return {
        tie.subject
        for tie in network.ties(founded, network.ontology.founding)
        if tie.object == founded and counting(tie.rows, LIVING)
    }


def changed(
    network: Network,
    *,
    without: Iterable[str] = (),
    rows: Mapping[str, Row | None] | None = None,
    assumed: Iterable[str] = (),
) -> Part:
    """Return ``network`` without these entities and what is said of them.

    ``rows`` gives claims anew, None for those that are left out; ``assumed`` names claims that
    count as stated. Degrees stay those of ``network``.
    """
    gone, anew, granted = set(without), rows or {}, set(assumed)
    kept = (
        _granted(row) if row.id in granted else anew.get(row.id, row) for row in network.table.rows
    )
    return part(network, (row for row in kept if row and not gone & set(row.entities())))


def remaining(network: Network, entities: Iterable[str]) -> Network:
    """Return ``network`` without these entities, of which it holds no claims any more."""
    gone = set(entities)
    left = {id_: node for id_, node in network.table.nodes.items() if id_ not in gone}
    return replace(network, table=replace(network.table, nodes=left))


def _granted(row: Row) -> Row:
    """Return a claim as if it were said outright: a plan counts as carried out."""
    standing = min(row.standing, Standing.STATED, key=lambda each: each.place)
    return row._replace(standing=standing, stage=row.stage if row.stage in RUNNING else None)


def controlling(relation: Relation) -> bool:
    """Tell whether the relation puts its object into its subject's hands."""
    return relation.founding or _CONTROL in relation.flows_along


_CONTROL = "control"
