"""The corridor, held against full searches from both ends."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from networks import SEEDS, network, question, says
from reference import Reference, distances

from graph.claims.model import Standing
from graph.network.corridor import find, reached
from graph.network.space import END, MIDDLE, PARTS, START, Goal, Space

PART = {START: "start", MIDDLE: "middle", END: "end"}


def space(asked):
    """Return the search space of a random question."""
    return Space(asked.network, asked.goal())


def named(states, via=()):
    """Return states with their parts and what was visited in words."""
    found = {}
    for (node, layer), hops in states.items():
        visited = frozenset(
            each for bit, each in enumerate(sorted(via)) if layer // PARTS >> bit & 1
        )
        found[node, PART[layer % PARTS], visited] = hops
    return found


def back(moves):
    """Return moves turned round."""
    return {(there, here) for here, there in moves}


@settings(max_examples=300)
@given(SEEDS, st.sampled_from([(), ("via",), ("only",), ("avoid", "flow"), "some"]))
def test_it_holds_the_states_on_some_short_enough_walk_and_no_other(number, options):
    """Searched fully from both ends, exactly these states add up to the hop limit or less."""
    asked = question(number, options)
    reference = Reference(asked)
    moves, none = reference.moves(asked.targets), frozenset()
    starts = [node for node in asked.sources - asked.targets if not reference.avoided(node)]
    ends = [node for node in asked.targets if not reference.avoided(node)]
    first = [(node, "start", none) for node in starts]
    last = [(node, part, asked.via) for node in ends for part in ("middle", "end")]
    ahead = distances(first, moves, asked.max_hops)
    behind = distances(last, back(moves), asked.max_hops)
    kept = {
        state for state in {*ahead} & {*behind} if ahead[state] + behind[state] <= asked.max_hops
    }
    corridor = find(space(asked))
    assert {state: ahead[state] for state in kept} == named(corridor.before, asked.via)
    assert {state: behind[state] for state in kept} == named(corridor.after, asked.via)


@settings(max_examples=200)
@given(SEEDS)
def test_what_can_be_reached_is_what_a_full_search_reaches(number):
    """Without a target, the entities reached are those some relation leads to."""
    asked = question(number)
    anywhere = replace(asked, targets=frozenset(), inside="")
    moves = Reference(anywhere).moves(frozenset())
    first = [(node, "start", frozenset()) for node in asked.sources]
    expected = {}
    for (node, part, _), hops in distances(first, moves, asked.max_hops).items():
        if part != "start" and node not in asked.sources:
            expected[node] = min(hops, expected.get(node, hops))
    assert expected == reached(space(anywhere), asked.sources)


@settings(max_examples=200)
@given(SEEDS, st.sampled_from([(), ("direction",), ("flow",)]))
def test_what_can_lead_to_something_is_what_a_full_search_backwards_finds(number, options):
    """With a direction, what leads to an end is another thing than what it leads to."""
    asked = question(number, options)
    anywhere = replace(asked, targets=frozenset(), inside="")
    moves, none = back(Reference(anywhere).moves(frozenset())), frozenset()
    first = [(n, part, frozenset()) for n in asked.sources for part in ("middle", "end")]
    expected = {}
    for (node, _, _), hops in distances(first, moves, asked.max_hops).items():
        if node not in asked.sources:
            expected[node] = min(hops, expected.get(node, hops))
    assert expected == reached(space(replace(anywhere, sources=none)), asked.sources, back=True)


def test_nothing_is_in_it_where_nothing_connects():
    """Two companies without a tie have an empty corridor."""
    given = network({"Company": "a b c"}, says("a owns c"))
    assert ({}, {}) == find(Space(given, Goal(frozenset("a"), frozenset("b"))))


def test_a_dead_end_is_left_out():
    """A supplier on no way between the two ends is not in the corridor."""
    given = network({"Company": "a b c"}, says("a owns b"), says("c suppliesTo a"))
    corridor = find(Space(given, Goal(frozenset("a"), frozenset("b"), max_hops=2)))
    assert {("a", START): 0, ("b", MIDDLE): 1} == corridor.before
    assert {("a", START): 1, ("b", MIDDLE): 0} == corridor.after


def test_what_is_reached_comes_with_the_fewest_hops(seed):
    """From CATL the partnership is one hop away, Ford and Michigan are two."""
    goal = Goal(frozenset({"catl"}), frozenset(), max_hops=2)
    hops = reached(Space(seed.network, goal), frozenset({"catl"}))
    assert {"ford-catl-partnership": 1, "ford": 2, "michigan": 2} == {
        node: hops[node] for node in ("ford-catl-partnership", "ford", "michigan")
    }


def test_what_is_only_denied_is_not_reached():
    """A denied supply reaches nobody."""
    given = network({"Company": "a b"}, says("a suppliesTo b", "denied"))
    goal = Goal(frozenset("a"), frozenset(), floor=Standing.DISPUTED)
    assert {} == reached(Space(given, goal), frozenset("a"))
