"""Cuts: the fewest claims and documents without which no path is left, against brute force."""

from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from networks import SEEDS, network, question, says
from reference import CHAIN, Reference

from graph.claims.model import Standing
from graph.errors import TimeLimit
from graph.network.cuts import Cuts
from graph.network.paths import search
from graph.network.project import project
from graph.network.space import Goal
from graph.network.whatif import part
from graph.store.table import Table

CAST = {"Company": "a b c d e f g h", "Partnership": "deal", "Country": "land", "Region": "state"}


def goal(source, target, **options):
    """Return the goal of paths between two entities."""
    return Goal(frozenset({source}), frozenset({target}), **options)


def ids(found):
    """Return the ids of the claims of a cut."""
    return sorted(row.id for row in found.claims)


def cut(made, asked, timeout=0):
    """Return the claims that separate the ends of a goal."""
    return Cuts(made, asked, timeout=timeout).claims()


def sourced(words, *documents, **options):
    """Return a claim that these documents speak to."""
    return says(words, **options)._replace(documents=documents)


def silenced(made):
    """Return what is left of the claims without documents: one goes with its last."""

    def anew(gone):
        left = {
            row.id: tuple(each for each in row.documents if each not in gone)
            for row in made.table.rows
        }
        known = made.table.by_id
        return {
            id_: known[id_]._replace(documents=documents) if documents else None
            for id_, documents in left.items()
            if documents != known[id_].documents
        }

    return anew


# ------------------------------------------------------------------------- by hand


def test_a_chain_is_cut_at_its_weakest_claim():
    """Any of the three would do; the possible one is the first to fall."""
    made = network(CAST, says("a owns b"), says("b owns c", "possible"), says("c owns d"))
    assert (["b owns c possible"], True) == (ids(found := cut(made, goal("a", "d"))), found.exact)


def test_a_hop_falls_only_with_all_its_claims():
    """Two claims carry the first hop, so the one of the second is the least."""
    made = network(CAST, says("a owns b"), says("a owns b", product="e"), says("b suppliesTo c"))
    assert ["b suppliesTo c stated"] == ids(cut(made, goal("a", "c")))


def test_where_a_place_lies_is_cut_last():
    """That a state lies in its land is no news: the claim on the company is what it hangs on."""
    made = network(CAST, says("a producesIn state"), says("state within land", "implied"))
    assert ["a producesIn state stated"] == ids(cut(made, goal("a", "land")))


def test_claims_below_the_floor_need_no_cutting():
    """Of two hops side by side only the stated one counts where all must be stated."""
    made = network(CAST, says("a owns b"), says("a suppliesTo b", "disputed"))
    assert ["a owns b stated"] == ids(cut(made, goal("a", "b", floor=Standing.STATED)))
    assert 2 == len(cut(made, goal("a", "b")).claims)


def test_ways_longer_than_the_limit_need_no_cutting():
    """Within one hop there is but the direct way; within two there are two."""
    made = network(CAST, says("a owns c"), says("a owns b"), says("b owns c"))
    assert 1 == len(cut(made, goal("a", "c", max_hops=1)).claims)
    assert 2 == len(cut(made, goal("a", "c", max_hops=2)).claims)


def test_a_way_round_that_is_no_path_needs_no_cutting():
    """From the deal to its partner and back is no path, though it lies in the corridor.

    So that the deal is located in the land matters to no path from it: a path has a hop of
    its own before it goes up to a place.
    """
    made = network(
        CAST, says("b partnerIn deal"), says("deal producesIn land"), says("deal locatedIn land")
    )
    asked = goal("deal", "land", inside="land", max_hops=3)
    assert (["deal producesIn land stated"], True) == (ids(found := cut(made, asked)), found.exact)


def test_two_ends_that_nothing_joins_need_no_cut():
    """No path, no claims, and that is certain."""
    assert ((), True) == cut(network(CAST, says("a owns b")), goal("a", "c"))


def test_many_ways_side_by_side_are_all_cut():
    """Six partners each with a way of their own: six claims, proven."""
    made = network(
        CAST, *[says(f"a owns {x}") for x in "bcdefg"], *[says(f"{x} owns h") for x in "bcdefg"]
    )
    found = cut(made, goal("a", "h"))
    assert (6, True) == (len(found.claims), found.exact)


def test_a_cut_out_of_time_says_so():
    """It is no answer."""
    made = network(CAST, says("a owns b"), says("b owns c"))
    with pytest.raises(TimeLimit, match="ran out of time"):
        cut(made, goal("a", "c"), timeout=1e-9)


# ------------------------------------------------------------------------- documents


def test_a_claim_falls_with_the_last_document_that_makes_it():
    """Two papers say the first thing; one of them alone says the second."""
    made = network(CAST, sourced("a owns b", "x", "y"), sourced("b owns c", "y"))
    assert (("y",), True) == Cuts(made, goal("a", "c"), timeout=0).documents(silenced(made))


def test_papers_are_cut_before_gazetteers():
    """Where either would do, it is the one that says something of the company."""
    made = network(
        CAST, sourced("a producesIn state", "paper"), sourced("state within land", "atlas")
    )
    assert ("paper",) == Cuts(made, goal("a", "land"), timeout=0).documents(
        silenced(made)
    ).documents


@pytest.mark.parametrize(("ways", "exact"), [("bcdef", True), ("bcdefg", False)])
def test_up_to_five_documents_are_exact_and_more_are_an_upper_bound(ways, exact):
    """Each way has a document of its own."""
    claims = [sourced(f"a owns {x}", f"on-{x}") for x in ways]
    claims += [sourced(f"{x} owns h", f"on-{x}") for x in ways]
    made = network(CAST, *claims)
    found = Cuts(made, goal("a", "h"), timeout=0).documents(silenced(made))
    assert (tuple(f"on-{x}" for x in ways), exact) == found


def test_documents_that_give_way_to_a_denied_claim_do_not_separate():
    """Without x what x denies stands: it takes both documents."""
    made = network(
        CAST, sourced("a owns b", "x"), sourced("a suppliesTo b", "x", "y", standing="denied")
    )
    (denied,) = [row for row in made.table.rows if row.standing is Standing.DENIED]

    def anew(gone):
        rows = silenced(made)(gone)
        if "x" in gone and "y" not in gone:
            rows[denied.id] = denied._replace(documents=("y",), standing=Standing.STATED)
        return rows

    assert (("x", "y"), True) == Cuts(made, goal("a", "b"), timeout=0).documents(anew)


# ------------------------------------------------------------------------- brute force


def ties_of_paths(asked):
    """Return, for every path there is, the (subject, relation, object) of its hops."""
    slow = Reference(asked)
    found = set()
    for _, _, _, nodes, relations in slow.paths():
        first = next(i for i, relation in enumerate(relations) if relation not in CHAIN)
        choices = []
        for i, relation in enumerate(relations):
            one, other = nodes[i], nodes[i + 1]
            both = [(one, relation, other), (other, relation, one)]
            if relation in CHAIN:
                both = both[1:] if i < first else both[:1]
            choices.append([each for each in both if each in slow.steps])
        found |= {frozenset(each) for each in product(*choices)}
    return slow, found


def claims_of(slow, asked, tie):
    """Return the ids of the claims that count for a hop."""
    floor = list(Standing).index(asked.floor)
    return {
        row.id
        for row in slow.claims
        if (row.subject, row.relation, row.object) == tie
        and list(Standing).index(row.standing) <= floor
        and row.stage != "ended"
    }


def fewest(paths, weight):
    """Return the least weight of ties that hit every path."""
    ties = sorted({tie for path in paths for tie in path})
    for total in range(sum(weight.values()) + 1):
        for count in range(total + 1):
            for chosen in combinations(ties, count):
                if sum(weight[tie] for tie in chosen) == total and all(
                    path & set(chosen) for path in paths
                ):
                    return total
    raise AssertionError("all ties together hit every path")


def as_goal(asked):
    """Return the goal of a random question."""
    return Goal(asked.sources, asked.targets, asked.inside, asked.max_hops, asked.floor)


@settings(max_examples=200)
@given(SEEDS)
def test_no_fewer_claims_separate_the_ends_of_any_random_network(seed):
    """The cut is as small as any set of claims that hits every path there is, and is one."""
    asked = question(seed)
    slow, paths = ties_of_paths(asked)
    found = cut(asked.network, as_goal(asked))
    weight = {tie: len(claims_of(slow, asked, tie)) for path in paths for tie in path}
    assert (fewest(paths, weight), True) == (len(found.claims), found.exact)
    gone = {row.id for row in found.claims}
    left = part(asked.network, (row for row in asked.network.table.rows if row.id not in gone))
    assert () == search(left, as_goal(asked), k=1).paths


@settings(max_examples=200)
@given(SEEDS)
def test_no_fewer_documents_separate_the_ends_of_any_random_network(seed):
    """Up to five documents the number is that of a brute force over all choices."""
    asked = question(seed)
    rows = asked.network.table.rows
    names = [f"doc{(seed >> i) % 6}" for i in range(len(rows))]
    more = [f"doc{(seed >> (2 * i + 1)) % 6}" for i in range(len(rows))]
    given_ = tuple(
        row._replace(documents=tuple(sorted({one, other})))
        for row, one, other in zip(rows, names, more, strict=True)
    )
    asked = replace(
        asked, network=project(Table(asked.network.table.nodes, given_), asked.network.ontology)
    )
    slow, paths = ties_of_paths(asked)
    known = asked.network.table.by_id

    def falls(path, gone):
        return any(
            all(set(known[id_].documents) <= gone for id_ in claims_of(slow, asked, tie))
            for tie in path
        )

    every = sorted({f"doc{n}" for n in range(6)})
    least = next(
        size
        for size in range(7)
        if any(all(falls(path, set(gone)) for path in paths) for gone in combinations(every, size))
    )
    found = Cuts(asked.network, as_goal(asked), timeout=0).documents(silenced(asked.network))
    assert all(falls(path, set(found.documents)) for path in paths)
    assert (least, True) == (len(found.documents), found.exact) if least <= 5 else not found.exact
