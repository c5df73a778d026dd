"""What a document does to a graph, against the invented pair and random parts of it."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ontology
from graph.claims import files, lines
from graph.claims.model import ClaimFile as File
from graph.claims.model import (
    Document,
    Entity,
    Evidence,
    EvidenceKind,
    Speaker,
    Stage,
    Stance,
    Statement,
)
from graph.claims.standing import standing_out
from graph.session import claim_files
from graph.store.build import assembled
from graph.store.difference import difference, without

VOCABULARY = ontology.compiled()  # as a fixture it would fill every report of hypothesis
GAZETTEER, HARBOUR, KESTREL = (
    files.read(path, VOCABULARY)
    for path in claim_files(str(Path(__file__).parent.parent / "invented"))
)


def done(document, *papers):
    """Return what one of these papers did, and the corpora without and with it."""
    before = assembled(without(papers, document)[0], VOCABULARY)
    after = assembled(papers, VOCABULARY)
    return difference(before, after, document, VOCABULARY), before, after


def written(claims):
    """Return claims as lines."""
    return sorted(lines.write(each.claim) for each in claims)


@pytest.fixture(scope="module")
def harbour():
    """Return what the later of the two papers did."""
    return done("harbour-grid", GAZETTEER, HARBOUR, KESTREL)[0]


# ------------------------------------------------------------------------- the invented pair


def test_what_nobody_else_says_is_added(harbour):
    """Its own claims, the one that contradicts another paper among them."""
    assert [
        "cable-quota quota exact 380 kilometres per year",
        "cable-tariff rate exact 18 percent",
        "northlay-laboratory locatedIn northlay-town",
        "port-hallen-works produces submarine-cables",
        "skarnholm basedIn port-hallen",
        "skarnholm opens northlay-laboratory",
        "tsukimori owns seagrip",
    ] == written(harbour.added)


def test_what_another_paper_says_too_is_corroborated(harbour):
    """In its own voice, or as running what was announced; a copy and one voice count for nothing."""
    assert {
        "skarnholm produces submarine-cables": ("stated", "corroborated"),
        "skarnholm partnerIn skarnholm-ondrava-deal": ("stated", "corroborated"),
        "ondrava partnerIn skarnholm-ondrava-deal": ("stated", "corroborated"),
        "cable-tariff appliesTo tesran-cables": ("stated", "corroborated"),
        "skarnholm operates port-hallen-works": ("announced", "stated"),
        "port-hallen-works locatedIn port-hallen": ("announced", "stated"),
    } == {lines.write(new.claim): (old.standing, new.standing) for old, new in harbour.corroborated}
    assert [
        "maristel basedIn karrow",
        "maristel suppliesTo skarnholm product=insulation-compound",
        "skarnholm sellsIn tesra product=submarine-cables",
    ] == written(harbour.repeated)


def test_denial_and_another_value_contradict(harbour):
    """Both sides are there; of two values that of the other paper is told first."""
    owns, rate = sorted(harbour.contradicted, key=lambda each: each.claim.claim.relation)
    assert ('ondrava owns maristel share="a fifth"', None) == (
        lines.write(owns.claim.claim),
        owns.other,
    )
    assert "cable-tariff rate exact 15 percent" == lines.write(rate.claim.claim)
    assert "cable-tariff rate exact 18 percent" == lines.write(rate.other.claim)
    for each in (owns, rate):
        assert {"kestrel-ledger"} == {one.document for one in each.said}
        assert {"harbour-grid"} == {one.document for one in each.against}
        assert each.new


def test_what_is_replaced_or_ended_and_what_is_taken_back(harbour):
    """The seat moves, the brand is sold, a plan is taken back."""
    assert ["northlay owns seagrip", "skarnholm basedIn ostrel"] == written(
        each.after for each in harbour.replaced
    )
    (plan,) = harbour.weakened
    assert ("ondrava entersMarket tesra", "announced", "retracted") == (
        lines.write(plan.after.claim),
        plan.before.standing,
        plan.after.standing,
    )


def test_derived_claims_come_along(harbour):
    """The site that now runs, and the one that is being built."""
    assert {
        "skarnholm hasSiteIn port-hallen": ("announced", "stated"),
        "skarnholm hasSiteIn northlay-town": (None, "announced"),
    } == {
        lines.write(new.claim): (old and old.standing, new.standing) for old, new in harbour.derived
    }


def test_things_and_names_that_come_along(harbour):
    """A laboratory that is only being built; the works are no prospect any more."""
    assert ["northlay-laboratory"] == harbour.entities
    assert (["port-hallen-works"], []) == (harbour.founded, harbour.unfounded)
    assert ({}, {}) == (harbour.names, harbour.relabelled)
    kestrel, _, _ = done("kestrel-ledger", GAZETTEER, HARBOUR, KESTREL)
    assert {
        "northlay": ["Northlay Marine"],
        "skarnholm": ["Σκάρνχολμ"],
        "tsukimori": ["月森", "月森電纜"],
    } == kestrel.names
    assert {"skarnholm": "Skarnholm Cable"} == kestrel.relabelled


def test_without_a_document_nobody_takes_back_its_words():
    """What has no object any more is left out, and who said it is told."""
    others, takers = without([GAZETTEER, HARBOUR, KESTREL], "kestrel-ledger")
    assert (["gazetteer", "harbour-grid"], ["harbour-grid"]) == (
        [each.document.id for each in others],
        takers,
    )
    assert ["", ""] == [each.cancels for each in others[1].statements[:2]]
    assert len(others[1].statements) == len(HARBOUR.statements) - 1


def test_a_document_that_says_what_was_superseded_before_it_came_adds_it_as_that():
    """The order of loads does not matter: the older paper, loaded last, does not turn time back."""
    kestrel, _, _ = done("kestrel-ledger", GAZETTEER, HARBOUR, KESTREL)
    assert [] == kestrel.replaced
    old = [each for each in kestrel.added if each.standing == "superseded"]
    assert ["northlay owns seagrip", "skarnholm basedIn ostrel"] == written(old)


# ------------------------------------------------------------------------- small papers

ENTITIES = tuple(
    Entity(id_, kind, id_)
    for id_, kind in [("acme", "Company"), ("bolt", "Company"), ("pact", "Partnership"), ("duty", "Tariff")]
)  # fmt: skip
KINDS = lines.kinds_of({each.id: each.kind for each in ENTITIES})


def says(line, words="so", **fields):
    """Return a statement of one claim."""
    found = Evidence(EvidenceKind.PARAPHRASE, words)
    return Statement(found, (lines.parse(line, VOCABULARY, KINDS),), **fields)


def paper(id_, *statements):
    """Return a paper of its own publisher."""
    return File(Document(id_, publisher=id_), ENTITIES, statements)


def test_a_symmetric_claim_said_from_the_other_end_is_corroborated():
    """Under whichever of its two ids it stands, before and after."""
    for first, second in [("acme", "bolt"), ("bolt", "acme")]:
        one = paper("one", says(f"{first} talksWith {second}"))
        two = paper("two", says(f"{second} talksWith {first}"))
        found, _, _ = done("two", one, two)
        assert ([], ["acme talksWith bolt"]) == (
            written(found.added),
            written(each.after for each in found.corroborated),
        )


def test_a_side_taken_in_an_old_dispute_is_no_new_contradiction():
    """Two had disputed it before a third joined in, by denial or by a value."""
    papers = [
        paper("one", says("acme owns bolt"), says("duty rate 10 percent")),
        paper("two", says("acme owns bolt", stance=Stance.DENIES), says("duty rate 20 percent")),
        paper(
            "three",
            says("acme owns bolt", "no", stance=Stance.DENIES),
            says("duty rate 20 percent", "much"),
        ),
    ]
    found, _, _ = done("three", *papers)
    assert [(False, "20"), (False, None)] == sorted(
        ((each.new, each.other and each.other.claim.object.value) for each in found.contradicted),
        key=str,
    )
    assert ([], [], []) == (found.added, found.corroborated, found.repeated)


@pytest.mark.parametrize("document", ["one", "two"])
def test_of_two_values_the_one_of_the_others_is_told_first(document):
    """Whichever paper is asked about, and whatever their ids."""
    papers = paper("one", says("duty rate 10 percent")), paper("two", says("duty rate 20 percent"))
    (only,) = done(document, *papers)[0].contradicted
    assert [document] == [each.document for each in only.against]


def test_another_origin_corroborates_what_stays_as_sure_as_it_was():
    """Two papers announce it: it is still only announced."""
    plan = {"stage": Stage.ANNOUNCED}
    papers = (
        paper("one", says("acme owns bolt", **plan)),
        paper("two", says("acme owns bolt", **plan)),
    )
    (only,) = done("two", *papers)[0].corroborated
    assert ("announced", "announced") == (only.before.standing, only.after.standing)


def test_what_is_derived_from_a_claim_that_ended_is_gone():
    """There is no partner any more."""
    bolt = lines.parse("bolt partnerIn pact", VOCABULARY, KINDS)
    papers = [
        paper("one", says("acme partnerIn pact"), says("bolt partnerIn pact", "both")),
        paper("two", says("acme owns bolt", ends=(bolt,))),
    ]
    ((old, new),) = done("two", *papers)[0].derived
    assert ("stated", None) == (old.standing, new)


def test_a_paper_that_disputes_itself_contradicts_nobody():
    """Both sides in one paper: the claim is disputed, and added as that."""
    one = paper("one", says("acme owns bolt"), says("acme owns bolt", stance=Stance.DENIES))
    found, _, _ = done("one", one)
    assert ([], ["disputed"]) == (found.contradicted, [each.standing for each in found.added])


def test_what_others_had_only_denied_is_contradicted_by_who_says_it():
    """The paper stands on the side that says it."""
    papers = (
        paper("one", says("acme owns bolt", stance=Stance.DENIES)),
        paper("two", says("acme owns bolt")),
    )
    found, _, _ = done("two", *papers)
    (only,) = found.contradicted
    assert (["two"], ["one"], True) == (
        [each.document for each in only.said],
        [each.document for each in only.against],
        only.new,
    )
    assert [] == found.added


def test_another_stage_alone_is_a_change():
    """As sure as before; by one voice told twice."""
    bolt = {"speakers": (Speaker("entity", "bolt"),)}
    papers = [
        paper("one", says("acme partnerIn pact", stage=Stage.ANNOUNCED, said="2030", **bolt)),
        paper("two", says("acme partnerIn pact", stage=Stage.AGREED, said="2031", **bolt)),
    ]
    found, _, _ = done("two", *papers)
    (only,) = found.changed
    assert ("announced", "agreed") == (only.before.stage, only.after.stage)


def test_a_denied_deal_is_only_a_prospect_again():
    """What founded it is disputed; what was derived from it is no longer sure."""
    papers = [
        paper("one", says("acme partnerIn pact"), says("bolt partnerIn pact", "both")),
        paper(
            "two",
            says("acme partnerIn pact", stance=Stance.DENIES),
            says("bolt partnerIn pact", "no", stance=Stance.DENIES),
        ),
    ]
    found, _, _ = done("two", *papers)
    assert (["pact"], []) == (found.unfounded, found.founded)
    assert [("stated", "disputed")] == [(old.standing, new.standing) for old, new in found.derived]


# ------------------------------------------------------------------------- any papers


@st.composite
def parts(draw):
    """Draw the two papers with some of their statements left out."""
    kept = []
    for file in (HARBOUR, KESTREL):
        chosen = draw(
            st.lists(st.booleans(), min_size=len(file.statements), max_size=len(file.statements))
        )
        statements = tuple(each for each, keep in zip(file.statements, chosen, strict=True) if keep)
        kept.append(replace(file, statements=statements))
    harbour, kestrel = kept
    if not any(each.label for each in kestrel.statements):
        harbour = replace(harbour, statements=tuple(e for e in harbour.statements if not e.cancels))
    return harbour, kestrel


@given(parts())
@settings(max_examples=60)
def test_whatever_a_paper_says_or_changes_is_told_once(papers):
    """Every claim it speaks to, and every one that stands otherwise, stands under one heading."""
    for document in ("harbour-grid", "kestrel-ledger"):
        found, before, after = done(document, GAZETTEER, *papers)
        told = Counter(each.id for each in (*found.added, *found.repeated))
        for shifts in (found.corroborated, found.replaced, found.weakened, found.changed):
            told.update(each.after.id for each in shifts)
        for each in found.contradicted:
            others = {each.claim.id, *([each.other.id] if each.other else [])}
            told.update(others - {one.id for one in found.added})
        told.update((each.after or each.before).id for each in found.derived)
        changed = {
            id_
            for id_, record in after.records.items()
            if id_ not in before.records or heading(before.records[id_]) != heading(record)
        }
        said = {
            id_
            for id_, record in after.records.items()
            if any(each.document == document for each in standing_out(record.attestations))
        }
        assert changed | said | (before.records.keys() - after.records.keys()) == told.keys()
        assert {1} >= set(told.values())


def heading(record):
    """Return what makes a claim stand otherwise."""
    return record.standing, record.stage, record.valid_from, record.valid_to
