"""The corridor, held against full searches from both ends."""

from dataclasses import replace

from hypothesis import given, settings
from networks import SEEDS, network, question, says
from reference import Reference, distances

from graph.claims.model import Standing
from graph.network.corridor import END, MIDDLE, START, Goal, Space, find, reached

PART = {START: "start", MIDDLE: "middle", END: "end"}


def space(asked):
    """Return the search space of a random question."""
    goal = Goal(asked.sources, asked.targets, asked.inside, asked.max_hops, asked.floor)
    return Space(asked.network, goal)


def named(states):
    """Return states with their parts in words."""
    return {(node, PART[part]): hops for (node, part), hops in states.items()}


def back(moves):
    """Return moves turned round."""
    return {(there, here) for here, there in moves}


@settings(max_examples=300)
@given(SEEDS)
def test_it_holds_the_states_on_some_short_enough_walk_and_no_other(number):
    """Searched fully from both ends, exactly these states add up to the hop limit or less."""
    asked = question(number)
    moves = Reference(asked).moves(asked.targets)
    first = [(node, "start") for node in asked.sources - asked.targets]
    last = [(node, part) for node in asked.targets for part in ("middle", "end")]
    ahead = distances(first, moves, asked.max_hops)
    behind = distances(last, back(moves), asked.max_hops)
    kept = {
        state for state in {*ahead} & {*behind} if ahead[state] + behind[state] <= asked.max_hops
    }
    corridor = find(space(asked))
    assert {state: ahead[state] for state in kept} == named(corridor.before)
    assert {state: behind[state] for state in kept} == named(corridor.after)


@settings(max_examples=200)
@given(SEEDS)
def test_what_can_be_reached_is_what_a_full_search_reaches(number):
    """Without a target, the entities reached are those some relation leads to."""
    asked = question(number)
    anywhere = replace(asked, targets=frozenset(), inside="")
    moves = Reference(anywhere).moves(frozenset())
    first = [(node, "start") for node in asked.sources]
    expected = {}
    for (node, part), hops in distances(first, moves, asked.max_hops).items():
        if part != "start" and node not in asked.sources:
            expected[node] = min(hops, expected.get(node, hops))
    assert expected == reached(space(anywhere), asked.sources)


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
