"""FollowTheMoney: things, relationships and what is left out."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.claims import bulk, followthemoney
from graph.claims.model import Claim, EvidenceKind, Name, Text
from graph.errors import ClaimFileError
from tests.claims.strategies import VOCABULARY

ANN = {"id": "ann", "schema": "Person", "caption": "Ann", "properties": {"name": ["Ann", "A. Example"], "wikidataId": ["Q1"]}}  # fmt: skip
ACME = {"id": "acme", "schema": "Company", "properties": {"name": ["Acme"], "parent": ["bolt"]}}
BOLT = {"id": "bolt", "schema": "Company", "properties": {"name": "Bolt"}}
OWNS = {
    "id": "o-1",
    "schema": "Ownership",
    "datasets": ["register"],
    "properties": {
        "owner": ["ann"], "asset": ["acme"], "percentage": ["50"], "startDate": ["2020-01-02T03:04:05"],
        "endDate": ["2024"], "sourceUrl": ["https://x.example/o-1"],
    },
}  # fmt: skip


def write(folder, *lines, name="register.ftm.json"):
    """Return the path of a file with these entities."""
    path = folder / name
    texts = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in lines]
    path.write_bytes(b"\n".join(texts))
    return path


def claims(folder, *lines):
    """Return what these entities say, with the statement that says it, by claim."""
    contents = bulk.read(write(folder, *lines), VOCABULARY)
    said = [s for each in contents.sources for s in each.file.statements]
    return {claim: s for s in said for claim in s.claims}


def test_ownership_is_a_stake_with_share_dates_and_address(tmp_path):
    """Whatever stands first in the file: the link or the things it joins."""
    ((claim, said),) = claims(tmp_path, OWNS, ANN, {**ACME, "properties": {}}).items()
    assert Claim("ann", "holdsStakeIn", "acme", (("share", Text("50%")),)) == claim
    assert ("2020-01-02", "2024") == (said.valid_from, said.valid_to)
    assert (EvidenceKind.RECORD, "Ownership o-1") == (said.evidence.kind, said.evidence.text)
    (source,) = bulk.read(write(tmp_path, OWNS, ANN, ACME), VOCABULARY).sources
    assert ("register", "https://x.example/o-1") == (
        source.file.document.title,
        source.file.document.url,
    )
    ann = next(each for each in source.file.entities if each.id == "ann")
    assert ("Person", "Ann", (Name("A. Example", "und"),), (("wikidata", "Q1"),)) == (
        ann.kind, ann.label, ann.aliases, ann.external,
    )  # fmt: skip


def test_directorships_keep_the_role(tmp_path):
    """As the qualifier office."""
    link = {"id": "d", "schema": "Directorship", "properties": {"director": ["ann"], "organization": ["bolt"], "role": ["chair"]}}  # fmt: skip
    assert [Claim("ann", "directs", "bolt", (("office", Text("chair")),))] == [
        *claims(tmp_path, ANN, BOLT, link)
    ]


def test_a_parent_owns_its_subsidiary(tmp_path):
    """From either end."""
    child = {**BOLT, "id": "child", "properties": {"name": ["Child"]}}
    parent = {**BOLT, "properties": {"name": ["Bolt"], "subsidiaries": ["child"]}}
    found = claims(tmp_path, ACME, parent, child)
    assert {Claim("bolt", "owns", "acme"), Claim("bolt", "owns", "child")} == found.keys()


def test_several_ends_make_several_claims(tmp_path):
    """Each owner of each asset."""
    link = {
        "id": "u",
        "schema": "UnknownLink",
        "properties": {"subject": ["ann", "bolt"], "object": ["acme"]},
    }
    found = claims(tmp_path, ANN, {**ACME, "properties": {}}, BOLT, link)
    assert {Claim("ann", "tiedTo", "acme"), Claim("bolt", "tiedTo", "acme")} == found.keys()


def test_what_is_not_mapped_is_counted_and_told(tmp_path):
    """Schemata without a kind or relation, and links with an end that is not there."""
    ship = {"id": "s", "schema": "Vessel", "properties": {"name": ["Ship"]}}
    link = {"id": "o-2", "schema": "Ownership", "properties": {"owner": ["ann"], "asset": ["s"]}}
    open_ = {"id": "o-3", "schema": "Ownership", "properties": {"owner": ["ann"]}}
    notes = bulk.read(
        write(tmp_path, ship, ship, OWNS, ANN, BOLT, ACME, link, open_), VOCABULARY
    ).notes
    assert [
        "register.ftm.json: left out 2 of the schema Vessel, which is not mapped.",
        "register.ftm.json: left out 2 of the schema Ownership whose other end is not mapped or not in the file.",
    ] == notes


def test_two_data_sets_say_it_each(tmp_path):
    """As two documents, without a publisher: they may copy each other."""
    link = {**OWNS, "datasets": ["one", "two"]}
    contents = bulk.read(write(tmp_path, link, ANN, {**ACME, "properties": {}}), VOCABULARY)
    documents = [each.file.document for each in contents.sources]
    assert ({"one", "two"}, {""}) == (
        {d.title for d in documents},
        {d.publisher for d in documents},
    )


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"{", "this is not JSON"),
        ([], "this is no entity of FollowTheMoney"),
        ({"id": "x"}, "this is no entity of FollowTheMoney"),
        ({"id": "x", "schema": "Person", "properties": []}, None),
        ({"id": "x", "schema": "Person", "properties": [1]}, "'properties' must be an object"),
        ({"id": 7, "schema": "Person"}, "id must be text, not a number"),
        ({"id": "x", "schema": "Person", "properties": {"name": [{"a": 1}]}}, "a value of 'name' must be text, not an object"),
        ({**ANN, "schema": "Company"}, "'ann' is a Company here and a Person above"),
        ({**OWNS, "properties": {**OWNS["properties"], "endDate": ["soon"]}}, "'soon' is no date"),
        ({**OWNS, "properties": {**OWNS["properties"], "endDate": ["2001"]}}, "it ends (2001) before it begins (2020-01-02)"),
        ({**OWNS, "properties": {"owner": ["acme"], "asset": ["acme"]}}, "'acme' cannot stand in a relation to itself"),
    ],
)  # fmt: skip
def test_every_fault_names_its_line(line, problem, tmp_path):
    """Also one that shows only when all names are known."""
    path = write(tmp_path, OWNS, ANN, ACME, BOLT, line)
    if problem is None:
        assert bulk.read(path, VOCABULARY).sources
        return
    with pytest.raises(ClaimFileError, match=re.escape(problem)) as caught:
        bulk.read(path, VOCABULARY)
    assert (5, ()) == (caught.value.line, caught.value.others)


def test_the_map_fits_the_ontology():
    """Every kind and relation exists, and the kinds of things can stand at the ends of links."""
    known = followthemoney.schemata()
    assert set(known.kinds.values()) <= VOCABULARY.kinds.keys()
    relations = {each.relation for each in known.links.values()} | {
        relation for relation, _ in known.properties.values()
    }
    assert relations <= VOCABULARY.relations.keys()
    for kind in known.kinds.values():
        ancestors = set(VOCABULARY.kinds[kind].ancestors)
        for relation in relations:
            assert ancestors & set(VOCABULARY.relations[relation].domain)
            assert ancestors & set(VOCABULARY.relations[relation].range)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["ann", "acme", "Person", "Ownership", "", "2020"]) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "schema", "properties", "owner", "asset", "name", "datasets", "parent"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(lines=st.lists(JSON, max_size=4))
@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_no_json_breaks_the_reader(lines, tmp_path):
    """Whatever a line holds, it is read, left out, or a fault of it is named."""
    path = write(tmp_path, *lines, OWNS, ANN, ACME)
    try:
        assert bulk.read(path, VOCABULARY).sources
    except ClaimFileError as fault:
        lines_ = [each.line for each in (fault, *fault.others)]
    else:
        lines_ = [1]
    assert all(lines_)
