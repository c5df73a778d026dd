"""Communities: who belongs together, what holds it together, and how good the parting is."""

import sys

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import SEEDS, network, question, says, shuffled

from graph.claims.model import Standing
from graph.errors import NotInstalled
from graph.network import communities as grouping
from graph.network.actors import read, ties
from graph.network.communities import communities
from graph.network.project import LIVING

# Two triangles joined by one rumour, a deal inside the first, a group that deals with both,
# and one who deals with nobody.
TWO = network(
    {
        "Company": "a b c x y z alone", "Partnership": "deal", "Facility": "plant",
        "Group": "makers", "Country": "land state",
    },
    says("a owns b"), says("b suppliesTo c"),
    says("a partnerIn deal"), says("c partnerIn deal"),
    says("x owns y"), says("y owns z", "possible"), says("z suppliesTo x"),
    says("c talksWith x", "reported"),
    says("x operates plant"),
    says("makers suppliesTo x"), says("makers suppliesTo y"), says("makers suppliesTo a"),
    says("x basedIn land"), says("y basedIn land"), says("z basedIn state", "possible"),
)  # fmt: skip


def members(found):
    """Return the members of each community as sets."""
    return [set(each.members) for each in found.found]


def test_those_who_deal_with_each_other_are_together():
    """Two triangles with one tie between them are two communities."""
    assert [{"a", "b", "c"}, {"x", "y", "z"}] == members(communities(TWO))


def test_deals_sites_and_groups_are_listed_where_most_of_their_contacts_are():
    """They belong to a community and are no members of it."""
    first, second = communities(TWO).found
    assert (("deal",), ("makers", "plant")) == (first.attached, second.attached)


def test_nothing_is_held_together_by_a_group():
    """Two firms that supply one group are not together by that."""
    given_ = network(
        {"Company": "a b", "Group": "makers"},
        says("a suppliesTo makers"),
        says("b suppliesTo makers"),
    )
    assert () == communities(given_).found
    assert ("a", "b", "makers") == communities(given_).alone


def test_bonds_come_surest_first_with_the_deal_they_run_through():
    """They are what holds a community together."""
    first, second = communities(TWO).found
    assert [("a", "b", ""), ("a", "c", "deal"), ("b", "c", "")] == [
        (bond.one, bond.other, bond.way.through) for bond in first.bonds
    ]
    assert [("x", "y", "stated"), ("x", "z", "stated"), ("y", "z", "possible")] == [
        (bond.one, bond.other, bond.way.standing.value) for bond in second.bonds
    ]


def test_a_shared_seat_is_told_only_where_it_is_a_fact():
    """One may be based elsewhere: that is not counted."""
    assert (("land", 2),) == communities(TWO).found[1].seats


def test_who_deals_with_nobody_is_in_no_community():
    """They are told apart, not made communities of one."""
    assert ("alone",) == communities(TWO).alone


def test_a_floor_takes_ties_away():
    """By what is stated alone, a community loses what only a rumour tied."""
    given_ = network(
        {"Company": "a b c d"}, says("a owns b"), says("b owns c", "reported"), says("c owns d")
    )
    assert [{"a", "b"}, {"c", "d"}] == members(communities(given_, floor=Standing.STATED))


@pytest.mark.parametrize("kinds", [{"Company": "a b"}, {"Country": "land"}])
def test_where_nothing_is_tied_there_is_no_community(kinds):
    """And the modularity is nothing."""
    found = communities(network(kinds))
    assert ((), 0) == (found.found, found.modularity)


@given(seed=SEEDS, order=st.randoms())
@settings(max_examples=60)
def test_communities_are_a_partition_with_the_modularity_of_networkx(seed, order):
    """Each tied actor once, in one piece; claims in another order give the same."""
    given_ = question(seed).network
    found = communities(given_)
    tied, ids = ties(read(given_, LIVING))
    number = {node: place for place, node in enumerate(ids)}
    parts = [{number[node] for node in each.members} for each in found.found]
    linked = tied.subgraph([node for node in tied if tied.degree(node)])
    assert sorted(linked) == sorted(node for part in parts for node in part)
    assert all(nx.is_connected(linked.subgraph(part)) for part in parts)
    if parts:
        expected = nx.community.modularity(linked, parts, weight="weight")
        assert pytest.approx(expected) == found.modularity
    places = list(range(len(given_.table.rows)))
    order.shuffle(places)
    assert found == communities(shuffled(given_, places))


def test_a_community_that_falls_apart_is_several(monkeypatch):
    """Louvain may leave one in pieces that nothing ties."""
    monkeypatch.setattr(
        nx.community, "louvain_communities", lambda given_, **_: [set(given_)], raising=True
    )
    given_ = network({"Company": "a b c d"}, says("a owns b"), says("c owns d"))
    found = communities(given_)
    assert ([{"a", "b"}, {"c", "d"}], 0.5) == (members(found), found.modularity)


def test_a_known_network_is_parted_as_well_as_its_best_known_parting():
    """Zachary's karate club (1977), unweighted: 0.41979 is the greatest modularity there is."""
    club = nx.karate_club_graph()
    names = " ".join(f"m{node}" for node in club)
    claims = [says(f"m{one} owns m{other}") for one, other in club.edges]
    assert 0.41 < communities(network({"Company": names}, *claims)).modularity <= 0.4198


# ------------------------------------------------------------------------ of very many


@pytest.fixture
def large(monkeypatch):
    """Take every network for one that networkx would need minutes for."""
    monkeypatch.setattr(grouping, "MANY", 0)


def test_networkit_finds_what_networkx_finds(large):
    """Where there is one best parting; modularity and everything else is told alike."""
    assert communities(TWO) == communities(TWO)
    assert [{"a", "b", "c"}, {"x", "y", "z"}] == members(communities(TWO))


@given(seed=SEEDS)
@settings(max_examples=15, deadline=None)
def test_networkit_parts_as_well_as_networkx_and_always_alike(seed):
    """To a tenth of the modularity, twice the same."""
    given_ = question(seed).network
    expected = communities(given_)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grouping, "MANY", 0)
        found = communities(given_)
        assert found == communities(given_)
    assert expected.alone == found.alone
    assert expected.modularity - 0.1 <= found.modularity


def test_without_networkit_it_is_told_what_to_install(large, monkeypatch):
    """Only where there are too many actors for networkx."""
    monkeypatch.setitem(sys.modules, "networkit", None)
    with pytest.raises(
        NotInstalled, match=r"6 actors need NetworKit: pip install 'inroads\[large\]'"
    ):
        communities(TWO)
