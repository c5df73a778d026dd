"""The measures of :mod:`graph.network.centrality` on arrays: the same numbers, many times faster.

Every function returns one value a measured node, in their order. Sums run in one thread and in
one order, so that the same claims give the same digits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from graph.network.arrays import Dealings, Matrix, Numbers
from graph.network.reach import harmonic
from graph.network.settling import DAMPING, ROUNDS, TOLERANCE, not_settled

_CELLS = 1 << 18  # states that betweenness looks at at once, so that they fit the caches
_PRODUCTS = 1 << 23  # partners of partners that brokerage looks at at once


def degree(given: Dealings, sources: Sequence[int]) -> Numbers:
    """Return how many actors each deals with."""
    return np.diff(given.contacts.indptr).astype(float)


def betweenness(given: Dealings, sources: Sequence[int]) -> Numbers:
    """Return the share of shortest ways between other actors that run through each.

    Brandes 2001, "A faster algorithm for betweenness centrality", for many sources at once:
    rounds over all nodes at one distance are products with the sparse matrix. ``sources`` are
    places among the actors; where they are but some, Brandes and Pich 2007, "Centrality
    estimation in large networks".
    """
    through = np.zeros(given.size)
    if given.legs.nnz:
        starts = given.actors[np.asarray(sources, np.int64)]
        at_once = max(1, _CELLS // given.size)
        layers = _by_length(given)
        for begin in range(0, len(starts), at_once):
            through += _dependencies(given, layers, starts[begin : begin + at_once])
    through[given.sealed] = 0
    pairs = given.others * (given.others - 1)
    scale = len(given.actors) / max(1, len(sources))
    return np.divide(through * scale, pairs, out=np.zeros(given.size), where=pairs > 0)


def closeness(given: Dealings, sources: Sequence[int]) -> Numbers:
    """Return the mean of 1 / distance from each to all other actors, in steps."""
    legs, found = given.legs, np.zeros(given.size)
    if legs.nnz:
        ends, lengths, bounds = legs.indices.tolist(), legs.data.tolist(), legs.indptr.tolist()
        neighbours = [
            list(zip(ends[begin:end], lengths[begin:end], strict=True))
            for begin, end in pairwise(bounds)
        ]
        starts = given.actors[np.asarray(sources, np.int64)].tolist()
        sums = harmonic(neighbours, starts, given.sealed.tolist())
        found = np.array(sums) / float(given.unit)
    scale = len(given.actors) / max(1, len(sources))
    others = given.others
    return np.divide(found * scale, others, out=np.zeros(given.size), where=others > 0)


def eigenvector(given: Dealings, sources: Sequence[int]) -> Numbers:
    """Return how well each is tied to those who are well tied themselves.

    Power iteration on all connected parts at once; a part that has settled rests.
    """
    open_ = np.flatnonzero(given.actor & ~given.sealed)
    tied = given.contacts[open_][:, open_]
    count, part = connected_components(tied, directed=False)
    vector, value = _leading(tied, count, part)
    greatest = value.max(initial=0.0)
    leads = np.isclose(value, greatest, rtol=1e-9, atol=0) & (greatest > 0)
    sums = np.bincount(part, vector, count)
    vector = np.where(leads[part], vector * sums[part], 0.0)
    length = np.sqrt(np.sum(vector * vector))
    found = np.zeros(given.size)
    if length:
        found[open_] = vector / length
        outside = np.setdiff1d(np.arange(given.size), open_)
        found[outside] = (given.contacts[outside] @ found) / greatest
    return found


def pagerank(given: Dealings, sources: Sequence[int]) -> Numbers:
    """Return how often a walker that follows ties at random comes by.

    A walk that starts anew everywhere alike is the solution x of (I - d W) x = 1, brought to
    the sum 1. Ties run both ways, so that W is symmetric but for a scaling, and conjugate
    gradients (Hestenes and Stiefel 1952) need a quarter of the rounds that the walk itself does.
    """
    total = len(given.actors)
    if not total:
        return np.zeros(given.size)
    weights = given.contacts
    walking = given.actor & ~given.sealed
    strength = np.where(walking, weights.sum(axis=1), 0.0)
    scale = np.sqrt(np.divide(1, strength, out=np.zeros(given.size), where=strength > 0))
    open_ = np.flatnonzero(strength > 0)
    tied = _scaled(weights[open_][:, open_], math.sqrt(DAMPING) * scale[open_])
    value = given.actor.astype(float)
    value[open_] = _conjugate_gradients(tied, scale[open_]) / scale[open_]
    steps = np.divide(value, strength, out=np.zeros(given.size), where=strength > 0)
    sealed = np.flatnonzero(given.sealed)
    value[sealed] += DAMPING * (weights[sealed] @ steps)
    value, steps = value / value.sum(), steps / value.sum()
    joint, one, _ = given.pairs
    parts = DAMPING * steps[one] * weights.data[given.places]
    return value + np.bincount(joint, parts, given.size)


def brokerage(given: Dealings, sources: Sequence[int]) -> Numbers:
    """Return how many of those each deals with have no other way to each other."""
    size, contacts = given.size, given.contacts
    count = np.diff(contacts.indptr).astype(float)
    ends = _ties_among_contacts(given)
    joint, _, _ = given.pairs
    ends += np.bincount(joint[given.several], minlength=size)
    found = count - np.divide(ends, count, out=np.zeros(size), where=count > 0)
    return np.where(given.sealed, 0.0, found)


MEASURES: dict[str, Callable[[Dealings, Sequence[int]], Numbers]] = {
    "degree": degree,
    "betweenness": betweenness,
    "closeness": closeness,
    "eigenvector": eigenvector,
    "pagerank": pagerank,
    "brokerage": brokerage,
}


def _by_length(given: Dealings) -> list[tuple[int, Matrix]]:
    """Return, for each length, the matrix with a 1 for each leg of that length."""
    legs = given.legs
    rows = np.repeat(np.arange(given.size), np.diff(legs.indptr))
    found = []
    for length in np.unique(legs.data).tolist():
        here = legs.data == length
        ones = np.ones(int(here.sum()))
        entries = (ones, (rows[here], legs.indices[here]))
        found.append((length, csr_array(entries, shape=legs.shape)))
    return found


def _dependencies(given: Dealings, layers: list[tuple[int, Matrix]], starts: Numbers) -> Numbers:
    """Return how many shortest ways from ``starts`` to actors run through each node.

    Node n as seen from the b-th start is state n * len(starts) + b, so that one step goes on
    from all starts at once.
    """
    at_once = len(starts)
    first = starts * at_once + np.arange(at_once)
    ways, rounds = _spread(given, layers, first, at_once)
    behind = np.zeros(given.size * at_once)  # ways to the ends that lie behind a state
    for before, here in reversed(rounds):
        leads = (given.actor[here // at_once] + behind[here]) / ways[here]
        np.add.at(behind, before, ways[before] * leads)
    behind[first] = 0
    return behind.reshape(given.size, at_once).sum(axis=1)


def _spread(
    given: Dealings, layers: list[tuple[int, Matrix]], first: Numbers, at_once: int
) -> tuple[Numbers, list[tuple[Numbers, Numbers]]]:
    """Return how many shortest ways lead to each state, and round by round the last steps."""
    ways = np.zeros(given.size * at_once)
    seen = np.zeros(len(ways), bool)
    stamp = np.zeros(len(ways), np.int64)
    ways[first], seen[first] = 1, True
    coming: dict[int, list[tuple[Numbers, Numbers]]] = {}
    rounds: list[tuple[Numbers, Numbers]] = []
    far, new = 0, first
    while True:
        for length, legs in layers:
            steps_on = _steps(legs, new, at_once)
            if len(steps_on[0]):
                coming.setdefault(far + length, []).append(steps_on)
        if not coming:
            return ways, rounds
        far = min(coming)
        steps = coming.pop(far)
        before, here = (np.concatenate(each) for each in zip(*steps, strict=True))
        fresh = np.flatnonzero(~seen[here])
        before, here = before[fresh], here[fresh]
        np.add.at(ways, here, ways[before])
        order = np.arange(len(here))
        stamp[here] = order
        new = here[stamp[here] == order]  # each state once
        seen[new] = True
        rounds.append((before, here))
        new = new[~given.sealed[new // at_once]]  # nothing runs through a group


def _steps(legs: Matrix, states: Numbers, at_once: int) -> tuple[Numbers, Numbers]:
    """Return the steps out of these states, as two rows: from where, and to where."""
    nodes = states // at_once
    begins = legs.indptr[nodes].astype(np.int64)
    many = legs.indptr[nodes + 1] - begins
    which = np.repeat(np.arange(len(states)), many)
    ends = np.cumsum(many)
    places = np.arange(len(which)) + np.repeat(begins - ends + many, many)
    before = states[which]
    return before, legs.indices[places].astype(np.int64) * at_once + before % at_once


def _leading(tied: Matrix, count: int, part: Numbers) -> tuple[Numbers, Numbers]:
    """Return the leading eigenvector of each part, of length 1, and its eigenvalue."""
    sizes = np.bincount(part, minlength=count)
    vector = 1 / np.sqrt(sizes)[part]
    for _ in range(ROUNDS):
        following = vector + tied @ vector
        following /= np.sqrt(np.bincount(part, following * following, count))[part]
        change = np.bincount(part, np.abs(following - vector), count)
        vector = following
        if np.all(change < sizes * TOLERANCE):
            break
    else:
        raise not_settled("eigenvector")
    return vector, np.bincount(part, vector * (tied @ vector), count)


def _scaled(matrix: Matrix, scale: Numbers) -> Matrix:
    """Return the matrix with each entry times the scale of its row and of its column."""
    rows = np.repeat(scale, np.diff(matrix.indptr))
    data = matrix.data * rows * scale[matrix.indices]
    return csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def _conjugate_gradients(tied: Matrix, wanted: Numbers) -> Numbers:
    """Return y where y - tied @ y is ``wanted``."""
    found, rest, towards = np.zeros(len(wanted)), wanted.copy(), wanted.copy()
    left = _dot(rest, rest)
    goal = left * TOLERANCE**2
    for _ in range(ROUNDS):
        if left <= goal:
            return found
        moved = tied @ towards
        np.subtract(towards, moved, out=moved)
        far = left / _dot(towards, moved)
        found += far * towards
        moved *= far
        rest -= moved
        left, before = _dot(rest, rest), left
        towards *= left / before
        towards += rest
    raise not_settled("pagerank")


def _dot(one: Numbers, other: Numbers) -> float:
    """Return the sum of products, in one order: a library that uses threads has many."""
    return float(np.einsum("i,i->", one, other))


def _ties_among_contacts(given: Dealings) -> Numbers:
    """Return of each actor how many ordered pairs of its contacts deal with each other."""
    contacts, actors = given.contacts, given.actors
    own = contacts[actors][:, actors]
    own.data = np.ones(own.nnz, np.int64)
    partners = np.diff(own.indptr)
    costs = np.cumsum(own @ partners)  # of the products, row by row
    found = np.zeros(given.size)
    begin = 0
    while begin < len(actors):
        done = costs[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(costs, done + _PRODUCTS, "right")))
        rows = own[begin:end]
        found[actors[begin:end]] = (rows @ own).multiply(rows).sum(axis=1)
        begin = end
    return found
