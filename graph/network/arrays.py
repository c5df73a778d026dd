"""Who deals with whom as sparse matrices: what :mod:`graph.network.actors` says, at any size.

The same definitions, written for columns of numbers; hypothesis tests hold the two together.
Needs numpy and scipy, which only the extra ``large`` brings: nothing imports this module before
a graph is large and both are there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.claims.model import Standing
from graph.network.columns import Columns
from graph.store.counting import PATH_ROLES
from ontology.records import Ontology

Numbers = NDArray[Any]
Matrix: TypeAlias = Any  # csr_array: scipy ships no types


@dataclass(frozen=True)
class Dealings:
    """The measured nodes, numbered from 0 in the order of their ids, and what ties them.

    ``nodes`` gives the place of each among all ids; ``actor`` and ``sealed`` tell which are
    actors, and which of these nothing runs through. ``legs`` holds the lengths between
    neighbours in units of ``unit`` steps. ``contacts`` holds in the row of a node, actor or
    joint, the weight of its closest way to each actor. ``pairs`` are the ordered pairs of
    parties of every joint, as three rows: joint, one, other; ``places`` tells where the
    weight of each pair stands in ``contacts``.
    """

    nodes: Numbers
    actor: Numbers
    sealed: Numbers
    legs: Matrix
    unit: Fraction
    contacts: Matrix
    pairs: Numbers
    places: Numbers
    several: Numbers  # of each pair: whether the two deal with each other in another way as well

    @property
    def size(self) -> int:
        """How many nodes are measured."""
        return len(self.nodes)

    @cached_property
    def actors(self) -> Numbers:
        """The numbers of the actors, in order."""
        return np.flatnonzero(self.actor)

    @cached_property
    def others(self) -> Numbers:
        """Of each node, how many actors there are besides itself."""
        return len(self.actors) - self.actor

    def same(self, other: Dealings) -> bool:
        """Tell whether another evidence level ties exactly the same."""
        one, two = self.legs, other.legs
        return (
            np.array_equal(one.indptr, two.indptr)
            and np.array_equal(one.indices, two.indices)
            and np.array_equal(one.data * float(self.unit), two.data * float(other.unit))
        )


def read(columns: Columns, ontology: Ontology, floor: Standing) -> Dealings:
    """Return who deals with whom by the claims at least as good as ``floor`` and not over."""
    kinds = [ontology.kinds[id_] for id_ in sorted(ontology.kinds)]
    kind = np.frombuffer(columns.kind, np.uint16)
    measured = np.array([bool(each.ranked) for each in kinds])[kind]
    nodes = np.flatnonzero(measured)
    own = kind[nodes]
    actor = np.array([each.ranked == "shown" for each in kinds])[own]
    sealed = actor & ~np.array([each.passable for each in kinds])[own]
    legs, unit = _legs(columns, ontology, floor, measured)
    return Dealings(nodes, actor, sealed, legs, unit, *_contacts(legs, actor))


def _legs(
    columns: Columns, ontology: Ontology, floor: Standing, measured: Numbers
) -> tuple[Matrix, Fraction]:
    """Return the symmetric matrix of lengths, and the unit they are counted in."""
    relations = [ontology.relations[id_] for id_ in sorted(ontology.relations)]
    kinds = [ontology.kinds[id_] for id_ in sorted(ontology.kinds)]
    subject = np.frombuffer(columns.subject, np.uint32)
    object_ = np.frombuffer(columns.object, np.uint32)
    relation = np.frombuffer(columns.relation, np.uint16)
    counts = np.array([each.role in PATH_ROLES for each in relations])[relation]
    counts &= (np.frombuffer(columns.best, np.uint8) <= floor.place) & (subject != object_)
    kept = np.flatnonzero(counts)
    kept = kept[measured[subject[kept]] & measured[object_[kept]]]
    one, other = subject[kept], object_[kept]
    kind = np.frombuffer(columns.kind, np.uint16)
    kind_share = np.array([each.share for each in kinds])
    shares = np.minimum(kind_share[kind[one]], kind_share[kind[other]])
    shares = np.minimum(shares, np.array([each.share for each in relations])[relation[kept]])
    lengths, unit = _in_units(shares)
    number = np.cumsum(measured) - 1
    return _shortest(number[one], number[other], lengths, int(measured.sum())), unit


def _in_units(shares: Numbers) -> tuple[Numbers, Fraction]:
    """Return shares of a step as whole numbers of a unit, the greatest that divides them all."""
    distinct, places = np.unique(shares, return_inverse=True)
    exact = [Fraction(float(each)).limit_denominator(1000) for each in distinct]
    whole = math.lcm(*(each.denominator for each in exact))
    counts = [int(each * whole) for each in exact]
    divisor = math.gcd(*counts) or 1
    return np.array([each // divisor for each in counts], np.int64)[places], Fraction(
        divisor, whole
    )


def _shortest(one: Numbers, other: Numbers, lengths: Numbers, size: int) -> Matrix:
    """Return the symmetric matrix with the shortest of the lengths given for each pair."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    order = np.lexsort((lengths, low * size + high))
    codes = (low * size + high)[order]
    first = np.flatnonzero(np.diff(codes, prepend=-1))
    low, high, shortest = low[order][first], high[order][first], lengths[order][first]
    return _matrix(np.r_[low, high], np.r_[high, low], np.r_[shortest, shortest], size)


def _matrix(rows: Numbers, columns: Numbers, values: Numbers, size: int) -> Matrix:
    """Return a sparse matrix, the entries of a row in order; each pair stands there once."""
    kind = np.int32 if max(size, len(values)) < 1 << 31 else np.int64  # half the memory to read
    places = rows.astype(kind), columns.astype(kind)
    found = csr_array((values, places), shape=(size, size))
    found.sort_indices()
    return found


def _contacts(legs: Matrix, actor: Numbers) -> tuple[Matrix, Numbers, Numbers, Numbers]:
    """Return the last four fields of Dealings."""
    size = len(actor)
    rows = np.repeat(np.arange(size), np.diff(legs.indptr))
    reached = actor[legs.indices]
    rows, ends = rows[reached], legs.indices[reached].astype(np.int64)
    parties = np.where(actor, 0, np.bincount(rows, minlength=size))
    at_joint = ~actor[rows]
    pairs = _pairs(rows[at_joint], ends[at_joint], parties)
    codes = np.r_[rows * size + ends, pairs[1] * size + pairs[2]]
    weights = np.r_[np.ones(len(rows)), 1 / (parties[pairs[0]] - 1)]
    order = np.argsort(codes, kind="stable")
    first = np.flatnonzero(np.diff(codes[order], prepend=-1))
    closest = np.maximum.reduceat(weights[order], first) if len(first) else weights
    distinct = codes[order][first]
    ways = np.diff(np.r_[first, len(codes)])
    of_pair = np.searchsorted(distinct, pairs[1] * size + pairs[2])
    contacts = _matrix(distinct // size, distinct % size, closest, size)
    return contacts, pairs, of_pair, ways[of_pair] > 1


def _pairs(joints: Numbers, ends: Numbers, parties: Numbers) -> Numbers:
    """Return every ordered pair of parties of each joint; ``joints`` are in order."""
    many = parties[joints]
    one = np.repeat(np.arange(len(joints)), many)
    begins = np.cumsum(np.r_[0, many])[:-1]  # of each entry, where its pairs begin
    first = np.searchsorted(joints, joints)  # of each entry, where its joint begins
    other = np.repeat(first, many) + np.arange(len(one)) - np.repeat(begins, many)
    apart = one != other
    return np.vstack([joints[one[apart]], ends[one[apart]], ends[other[apart]]])
