"""Several claim files become one corpus; the invented pair stands as its README says."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ontology
from graph.claims import files, lines
from graph.claims.corpus import CorpusError, assemble
from graph.claims.model import (
    Claim,
    ClaimFile,
    Document,
    Entity,
    Evidence,
    EvidenceKind,
    Name,
    Quantity,
    Speaker,
    Stage,
    Stance,
    Standing,
    Statement,
)
from graph.claims.standing import denying
from graph.session import claim_files

VOCABULARY = ontology.compiled()  # as a fixture it would fill every report of hypothesis
INVENTED = claim_files(str(Path(__file__).parent.parent / "invented"))

STANDINGS = """
port-hallen within hallen-coast                                     stated
northlay-town within hallen-coast                                   stated
hallen-coast within veldria                                         stated
ostrel within ostrel-region                                         stated
ostrel-region within veldria                                        stated
karrow within tesra                                                 stated
veldria within norsea-rim                                           stated
skarnholm produces submarine-cables                                 corroborated
skarnholm partnerIn skarnholm-ondrava-deal                          corroborated
ondrava partnerIn skarnholm-ondrava-deal                            corroborated
skarnholm-ondrava-deal covers export-cables                         stated
skarnholm basedIn ostrel                                            superseded
skarnholm basedIn port-hallen                                       stated
skarnholm operates port-hallen-works                                stated      operating
port-hallen-works locatedIn port-hallen                             stated      operating
port-hallen-works produces submarine-cables                         stated
maristel basedIn karrow                                             stated
maristel suppliesTo skarnholm product=insulation-compound           stated
ondrava owns maristel share="a fifth"                               disputed
ondrava entersMarket tesra                                          retracted
skarnholm sellsIn tesra product=submarine-cables                    stated
tsukimori sellsIn veldria product=tesran-cables                     stated
tsukimori basedIn tesra                                             implied
tsukimori produces tesran-cables                                    implied
tesran-cables origin tesra                                          implied
tsukimori partnerIn dynamic-cable-licence                           stated
skarnholm partnerIn dynamic-cable-licence                           stated
tsukimori licensesTo skarnholm product=dynamic-cables               stated
cable-tariff rate exact 15 percent                                  disputed
cable-tariff rate exact 18 percent                                  disputed
cable-tariff appliesTo tesran-cables                                corroborated
cable-tariff appliesIn veldria                                      stated
cable-tariff imposedBy veldria                                      stated
cable-tariff helps skarnholm                                        opinion
cable-quota quota up-to 400 kilometres per year                     stated
cable-quota quota exact 380 kilometres per year                     stated
cable-quota appliesTo submarine-cables                              stated
darro-venn heldOffice veldria office="energy minister"              stated
northlay owns seagrip                                               superseded
tsukimori owns seagrip                                              stated
northlay partnerIn northlay-tsukimori-venture                       reported    under-discussion
tsukimori partnerIn northlay-tsukimori-venture                      reported    under-discussion
skarnholm opens northlay-laboratory                                 announced   under-construction
northlay-laboratory locatedIn northlay-town                         announced   under-construction
"""


@pytest.fixture(scope="module")
def read(vocabulary):
    """Return the three claim files of the invented pair."""
    return [files.read(path, vocabulary) for path in INVENTED]


@pytest.fixture(scope="module")
def corpus(read, vocabulary):
    """Return their corpus."""
    return assemble(read, vocabulary)


@pytest.fixture(scope="module")
def by_line(corpus):
    """Return its records by the line that states the claim."""
    return {lines.write(record.claim): record for record in corpus.records.values()}


# ------------------------------------------------------------- the invented pair


def test_the_invented_claims_stand_as_the_table_says(by_line):
    """All claims of the pair, with standing and stage, and no others."""
    expected = {}
    for row in filter(None, STANDINGS.splitlines()):
        standing, *stage = row[68:].split()
        expected[row[:68].strip()] = (standing, *stage)
    got = {
        line: (record.standing.value, *([record.stage.value] if record.stage else []))
        for line, record in by_line.items()
    }
    assert expected == got


def test_two_papers_meet_in_one_claim(by_line):
    """The claim has one attestation of each; so has the copied paragraph, which adds nothing."""
    for line, standing in (
        ("skarnholm produces submarine-cables", Standing.CORROBORATED),
        ("maristel basedIn karrow", Standing.STATED),
    ):
        record = by_line[line]
        documents = sorted(each.document for each in record.attestations)
        assert (standing, ["harbour-grid", "kestrel-ledger"]) == (record.standing, documents)


def test_a_company_told_by_two_papers_is_one_voice(by_line):
    """Both attestations are the company's, and its word is heard once."""
    record = by_line["skarnholm sellsIn tesra product=submarine-cables"]
    assert ["skarnholm", "skarnholm"] == [each.speaker.id for each in record.attestations]
    assert record.standing is Standing.STATED


def test_both_sides_of_a_dispute_are_kept(by_line):
    """The paper's statement and the company's denial."""
    record = by_line['ondrava owns maristel share="a fifth"']
    sides = {(each.speaker.kind, each.speaker.id, each.stance) for each in record.attestations}
    assert {
        ("publisher", "", Stance.ASSERTS),
        ("entity", "maristel", Stance.DENIES),
    } == sides
    assert ["maristel"] == [each.speaker.id for each in denying(record)]


def test_figures_that_exclude_each_other_name_each_other(by_line):
    """15 and 18 percent conflict; up to 400 and 380 kilometres do not."""
    low, high = (by_line[f"cable-tariff rate exact {number} percent"] for number in (15, 18))
    assert ((high.id,), (low.id,)) == (low.conflicts, high.conflicts)
    conflicting = {line for line, record in by_line.items() if record.conflicts}
    assert {line for line in by_line if line.startswith("cable-tariff rate")} == conflicting


def test_what_is_replaced_or_ended_names_its_successor(by_line):
    """The old seat points to the new one, the old owner to the new one."""
    pairs = {
        "skarnholm basedIn ostrel": "skarnholm basedIn port-hallen",
        "northlay owns seagrip": "tsukimori owns seagrip",
    }
    assert {old: (by_line[new].id,) for old, new in pairs.items()} == {
        line: record.replaced_by for line, record in by_line.items() if record.replaced_by
    }


def test_only_what_is_founded_exists(corpus):
    """The rumoured venture and the laboratory that is being built do not, the works does."""
    assert {
        "skarnholm-ondrava-deal",
        "dynamic-cable-licence",
        "port-hallen-works",
    } == corpus.founded


def test_the_retraction_names_what_it_takes_back(by_line):
    """The second attestation cancels the first, and is its speaker's."""
    record = by_line["ondrava entersMarket tesra"]
    said, back = sorted(record.attestations, key=lambda each: each.document, reverse=True)
    assert (said.id, Stance.RETRACTS, said.speaker) == (back.cancels, back.stance, back.speaker)


def test_dates_of_validity_come_from_the_words_only(by_line):
    """'Since September' is kept; no publication date becomes one of validity."""
    dated = {line: (r.valid_from, r.valid_to) for line, r in by_line.items() if r.valid_from}
    assert {
        "skarnholm operates port-hallen-works": ("2031-09", ""),
        "port-hallen-works locatedIn port-hallen": ("2031-09", ""),
    } == dated


def test_names_of_all_files_are_kept(corpus):
    """Two labels of one company: one leads, the other stays a name; all scripts are there."""
    skarnholm, tsukimori = corpus.entities["skarnholm"], corpus.entities["tsukimori"]
    assert skarnholm.label == "Skarnholm"
    assert {
        Name("Σκάρνχολμ", "el"),
        Name("Skarnholm", "en"),
        Name("Skarnholm Cable", "en"),
        Name("Skarnholm Cable", "und"),
    } == set(skarnholm.aliases)
    assert {Name("月森電纜", "ja"), Name("月森", "ja")} == set(tsukimori.aliases)


# ------------------------------------------------------------- order does not matter


def test_the_order_of_files_does_not_matter(read, vocabulary, corpus):
    """All six orders give the same corpus, in the same order."""
    for mixed in permutations(read):
        again = assemble(mixed, vocabulary)
        assert corpus == again
        assert list(corpus.records) == list(again.records)
        assert list(corpus.entities) == list(again.entities)
        assert list(corpus.documents) == list(again.documents)


@settings(max_examples=30)
@given(st.randoms(use_true_random=False))
def test_the_order_inside_files_does_not_matter(read, corpus, random):
    """Neither that of entities nor that of statements."""
    mixed = [
        replace(
            file,
            entities=tuple(random.sample(file.entities, len(file.entities))),
            statements=tuple(random.sample(file.statements, len(file.statements))),
        )
        for file in random.sample(read, len(read))
    ]
    again = assemble(mixed, VOCABULARY)
    assert corpus == again
    assert list(corpus.records) == list(again.records)


def test_a_claim_keeps_its_id_whoever_says_it(read, vocabulary, corpus):
    """Without one of the papers the other's claims have the same ids."""
    for file in read:
        alone = {claim.id for statement in file.statements for claim in statement.claims}
        assert alone <= set(corpus.records)


def test_an_id_does_not_depend_on_the_order_of_qualifiers():
    """Content makes the id: qualifiers by name; every part of the content counts."""
    qualifiers = (("place", "veldria"), ("product", "cables"))
    claim = Claim("a", "sellsIn", "b", qualifiers)
    assert claim.id == Claim("a", "sellsIn", "b", qualifiers[::-1]).id
    others = [
        Claim("b", "sellsIn", "b", qualifiers),
        Claim("a", "producesIn", "b", qualifiers),
        Claim("a", "sellsIn", "c", qualifiers),
        Claim("a", "sellsIn", "b", qualifiers[:1]),
        Claim("a", "sellsIn", Quantity("1", "b"), qualifiers),
    ]
    assert 6 == len({claim.id, *(other.id for other in others)})


# ------------------------------------------------------------- files that contradict each other

OWNS = Claim("acme", "owns", "works")


def made(document, *statements, kind="Company", publisher="The Ledger"):
    """Return a claim file on Acme and its works."""
    return ClaimFile(
        document=Document(document, publisher=publisher),
        entities=(Entity("acme", kind, "Acme"), Entity("works", "Facility", "works")),
        statements=statements,
    )


def statement(words="words", *, by="", **rest):
    """Return a statement that Acme owns the works."""
    speakers = (Speaker("entity", id=by) if by else Speaker(),)
    rest.setdefault("claims", (OWNS,))
    return Statement(Evidence(EvidenceKind.PARAPHRASE, words), speakers=speakers, **rest)


def taken_back(name, **rest):
    """Return a statement that takes another one back."""
    return statement("back", stance=Stance.RETRACTS, cancels=name, claims=(), **rest)


def standing(vocabulary, *read):
    return assemble(read, vocabulary).records[OWNS.id].standing.value


def test_a_thing_is_of_one_kind(vocabulary):
    """The message names the thing, both kinds and both documents."""
    contradicting = [made("grid", kind="Brand"), made("ledger")]
    for read in (contradicting, contradicting[::-1]):
        with pytest.raises(CorpusError) as caught:
            assemble(read, vocabulary)
        message = str(caught.value)
        assert "'acme' is a Brand in document 'grid' and a Company in document 'ledger'" in message
        assert "another id" in message


def test_a_document_is_read_once(vocabulary):
    """Two files with one document id are one too many."""
    with pytest.raises(CorpusError, match="two claim files have the document id 'ledger'"):
        assemble([made("ledger"), made("ledger")], vocabulary)


@pytest.mark.parametrize(
    "back",
    [
        pytest.param(taken_back("first"), id="by its label"),
        pytest.param(taken_back("ledger#first"), id="by its full name"),
    ],
)
def test_a_paper_takes_its_own_word_back(back, vocabulary):
    """Inside a document the label is enough."""
    assert "retracted" == standing(vocabulary, made("ledger", statement(label="first"), back))


def test_a_paper_corrects_itself_in_a_later_document(vocabulary):
    """The publisher is the same, so it is the same voice."""
    said = made("ledger", statement(label="first"))
    assert "retracted" == standing(vocabulary, said, made("later", taken_back("ledger#first")))


@pytest.mark.parametrize(
    ("said", "back"),
    [
        pytest.param(
            made("ledger", statement(label="first")),
            made("grid", taken_back("ledger#first"), publisher="Grid"),
            id="another paper",
        ),
        pytest.param(
            made("ledger", statement(label="first"), publisher=""),
            made("grid", taken_back("ledger#first"), publisher=""),
            id="perhaps another paper",
        ),
        pytest.param(
            made("ledger", statement(label="first", by="acme")),
            made("later", taken_back("ledger#first")),
            id="the paper for a company",
        ),
    ],
)
def test_nobody_takes_back_the_word_of_another(said, back, vocabulary):
    """It is refused and not ignored; a denial is the way to say it."""
    with pytest.raises(CorpusError, match="Only the own speaker takes a statement back"):
        assemble([said, back], vocabulary)


def test_a_label_that_is_nowhere_is_refused(vocabulary):
    """The message says how statements of other documents are named."""
    with pytest.raises(CorpusError, match=r"no statement has this label.*DOCUMENT-ID#LABEL"):
        assemble([made("ledger", taken_back("frist"))], vocabulary)


def test_a_retraction_is_not_taken_back(vocabulary):
    """What holds after all is stated anew."""
    back = replace(taken_back("first"), label="second")
    circle = [statement(label="first"), back, taken_back("second")]
    with pytest.raises(CorpusError, match="State the claim anew"):
        assemble([made("ledger", *circle)], vocabulary)


def test_a_retraction_makes_no_claims_of_its_own(vocabulary):
    """It may take back some of the claims of a statement, and no others."""
    other = Claim("acme", "operates", "works")
    said = statement(label="first", claims=(OWNS, other))
    back = replace(taken_back("first"), claims=(other,))
    records = assemble([made("ledger", said, back)], vocabulary).records
    assert (Standing.STATED, Standing.RETRACTED) == (
        records[OWNS.id].standing,
        records[other.id].standing,
    )
    stray = replace(back, claims=(Claim("acme", "opens", "works"),))
    with pytest.raises(CorpusError, match="makes other claims"):
        assemble([made("ledger", said, stray)], vocabulary)


def test_what_nobody_says_any_more_conflicts_with_nothing(vocabulary):
    """A figure that was taken back or replaced leaves the other one alone."""
    old, new = (Claim("tariff", "rate", Quantity(value, "percent")) for value in ("15", "18"))
    tariff = (Entity("tariff", "Tariff", "tariff"),)
    for rest, expected in (
        ([], Standing.DISPUTED),
        ([taken_back("first")], Standing.STATED),
        ([statement("now", claims=(new,), replaces=(old,))], Standing.STATED),
    ):
        said = [statement(label="first", claims=(old,)), statement("new", claims=(new,)), *rest]
        file = replace(made("ledger", *said), entities=tariff)
        assert expected is assemble([file], vocabulary).records[new.id].standing


def test_a_paused_works_is_no_fact_of_today(vocabulary):
    """A plan that was halted or given up founds no facility; one that was operated did exist."""
    opens, operates = Claim("acme", "opens", "works"), Claim("acme", "operates", "works")
    for stage, opened, operated in (
        (None, True, True),
        (Stage.OPERATING, True, True),
        (Stage.ENDED, False, True),
        (Stage.PAUSED, False, True),
        (Stage.ANNOUNCED, False, False),
    ):
        for claim, founded in ((opens, opened), (operates, operated)):
            file = made("ledger", statement(claims=(claim,), stage=stage))
            assert ({"works"} if founded else set()) == set(assemble([file], vocabulary).founded)
