"""The optional context corpus: every line accounted for, faithful, and sensible beside the seed."""

from __future__ import annotations

import csv
import re
from collections import defaultdict

import pytest

import seeds
from graph.answers.answer import Answers, PathQuestion
from graph.answers.describe import Describer
from graph.claims import corpus, files
from graph.claims.model import EvidenceKind, Stance, Standing, Text
from graph.claims.standing import judge, origins, standing_out
from graph.commands import owning
from graph.pages import text
from seeds import geography

LINES = {f"ctx-{number:03}" for number in range(1, 396)}
REFERENCES = {"iso-3166-context", "geonames-context", "eu-members-context"}


@pytest.fixture(scope="module")
def read(vocabulary):
    """Return all claim files of seed and context."""
    return [files.read(path, vocabulary) for path in [*seeds.files(), *seeds.context_files()]]


@pytest.fixture(scope="module")
def context(read):
    """Return the claim files of the context corpus, without those of geography."""
    named = {path.stem for path in seeds.context_files()} - REFERENCES
    return [file for file in read if file.document.id in named]


@pytest.fixture(scope="module")
def whole(read, vocabulary):
    """Return seed and context as one corpus."""
    return corpus.assemble(read, vocabulary)


@pytest.fixture(scope="module")
def find(whole):
    """Return a function that gives the records of a subject and a relation."""

    def records(subject, relation, obj=None):
        return [
            each
            for each in whole.records.values()
            if (each.claim.subject, each.claim.relation) == (subject, relation)
            and obj in (None, each.claim.object)
        ]

    return records


@pytest.fixture(scope="module")
def path(both):
    """Return a function that answers a path question on both corpora."""
    answers = Answers(both)
    return lambda source, target, **more: answers.path(PathQuestion((source,), (target,), **more))


def sides(record):
    """Return whether the seed article speaks to a record, and whether the context does."""
    told = {each.document for each in record.attestations}
    return "chinese-ev-makers-us" in told, bool(told - {"chinese-ev-makers-us"})


# ---------------------------------------------------------------- nothing lost, nothing made up


def left_out():
    """Return the lines that were left out, with the reason."""
    with (seeds.CONTEXT / "left-out.tsv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["reason"] for row in csv.DictReader(file, delimiter="\t")}


def test_every_line_is_told_or_left_out_with_a_reason(context):
    """Labels and left-out.tsv are together ctx-001 to ctx-395, and have none in common."""
    labels = [statement.label for file in context for statement in file.statements]
    assert len(labels) == len(set(labels))
    main = {label for label in labels if re.fullmatch(r"ctx-\d{3}", label)}
    assert {label[:7] for label in labels} == main  # what a label goes on to tell has its line
    assert main | left_out().keys() == LINES
    assert main & left_out().keys() == set()
    assert all(len(reason) > 20 for reason in left_out().values())


def test_no_line_stands_in_two_documents(context):
    """A line is one speaker on one page."""
    homes = defaultdict(set)
    for file in context:
        for statement in file.statements:
            homes[statement.label[:7]].add(file.document.id)
    assert {line: found for line, found in homes.items() if len(found) > 1} == {}


def test_each_document_says_what_page_it_is(context):
    """Each has an address of its own, a title and a publisher, and ships no text."""
    assert len(context) == 213
    assert len({file.document.url for file in context}) == 213
    for file in context:
        document = file.document
        assert document.url.startswith(("http://", "https://")), document.id
        assert document.title, document.id
        assert document.publisher, document.id
        assert document.text_file == "", document.id


def test_nothing_is_shown_as_a_quotation(both, context):
    """All evidence is paraphrase, and is printed as other words, without quotation marks."""
    kinds = {each.evidence.kind for file in context for each in file.statements}
    assert kinds == {EvidenceKind.PARAPHRASE}
    pages = {file.document.id for file in context}
    describer = Describer(both)
    shown = [
        text.evidence(each)
        for claim in describer.claims(row.id for row in both.table.rows)
        for each in claim.attestations
        if each.document.id in pages
    ]
    assert len(shown) > 700
    assert [words for words in shown if not words.startswith("in other words: ")] == []


def test_what_we_infer_is_the_publishers_and_never_a_denial(context):
    """Beside a line only positive statements are inferred, and none is put in a speaker's mouth."""
    inferred = [
        (file.document, statement)
        for file in context
        for statement in file.statements
        if statement.reading.value == "implied"
    ]
    assert len(inferred) > 60
    for document, statement in inferred:
        assert not re.fullmatch(r"ctx-\d{3}", statement.label)
        assert statement.stance is Stance.ASSERTS
        own = statement.speakers[0].kind == "publisher"
        retracted = statement.label.endswith("-listing")  # who takes back a list has made it
        assert (
            own
            or retracted
            or statement.speakers[0].id == document.publisher.casefold().replace(" ", "-")
        )


# ---------------------------------------------------------------- entities


def test_one_entity_has_one_kind_one_name_and_one_form(context, read):
    """Whatever file declares an entity declares it alike, and as the seed does."""
    declared = defaultdict(set)
    seed = [file for file in read if file.document.id == "chinese-ev-makers-us"]
    for file in [*context, *seed]:
        for each in file.entities:
            declared[each.id].add((each.kind, each.label, each.in_text, each.plural))
    assert {id_: found for id_, found in declared.items() if len(found) > 1} == {}


def test_no_name_belongs_to_two_entities(whole):
    """A label or alias is one entity's alone, in both corpora together."""
    named = defaultdict(set)
    for entity in whole.entities.values():
        for name in (entity.label, *(alias.text for alias in entity.aliases)):
            named[name.casefold()].add(entity.id)
    assert {name: ids for name, ids in named.items() if len(ids) > 1} == {}


def test_every_declared_entity_is_used(context):
    """A claim file declares what its claims and speakers name, nothing else."""
    for file in context:
        used = {speaker.id for each in file.statements for speaker in each.speakers}
        for each in file.statements:
            for claim in (*each.claims, *each.replaces, *each.ends):
                used |= set(claim.entities())
        assert {entity.id for entity in file.entities} == used - {""}, file.document.id


def test_companies_brands_and_parents_stay_apart(whole):
    """What the pages keep apart is not merged."""
    apart = {"geely": "Company", "geely-auto": "Company", "volvo": "Brand"}
    apart |= {"volvo-cars": "Company", "toyota": "Company", "toyota-motor-north-america": "Company"}
    assert {id_: whole.entities[id_].kind for id_ in apart} == apart


def test_places_lie_where_a_reference_says(whole):
    """Continents, unions and states are told by records, never by a page of news."""
    holders = defaultdict(set)
    for record in whole.records.values():
        if record.claim.relation == "within":
            kinds = {each.evidence.kind for each in record.attestations}
            holders[record.claim.subject].add((record.claim.object, *kinds))
    used = {id_ for record in whole.records.values() for id_ in record.claim.entities()}
    placed = [
        each
        for each in whole.entities.values()
        if each.kind in ("Country", "Region") and each.id in used and "county" not in each.id
    ]
    assert len(placed) > 20
    assert {("hungary", "europe"), ("hungary", "european-union")} <= {
        (id_, holder) for id_, said in holders.items() for holder, _ in said
    }
    for place in placed:
        assert {EvidenceKind.RECORD} == {kind for _, kind in holders[place.id]}, place.id


def test_geography_is_as_the_packages_give_it():
    """The reference documents are what `python -m seeds.geography` writes."""
    for name, written in geography.files().items():
        assert (seeds.FOLDER / name).read_text("utf-8") == written, name


# ---------------------------------------------------------------- both corpora together


def test_the_default_graph_is_the_seed_alone(seed):
    """The context is optional: no claim of it is in the graph that ships."""
    assert {path.parent for path in seeds.files()} == {seeds.FOLDER}
    assert "gotion" not in seed.table.nodes
    assert "gotion-manteno-plant" not in seed.table.nodes


def test_each_corpus_can_be_loaded_by_name():
    """`inroads init DIR --with` offers what there is, the context among it."""
    (option,) = (each for each in owning.init.params if each.name == "corpora")
    assert sorted(option.type.choices) == sorted(seeds.corpora())
    assert seeds.corpora()["context"] == seeds.context_files()


def test_both_corpora_load_together(both, whole):
    """A folder of both gives all documents and all claims."""
    expected = {path.stem for path in seeds.context_files()} | {"iso-3166", "geonames"}
    assert set(whole.documents) == expected | {"chinese-ev-makers-us"}
    stated = {row.id for row in both.table.rows if not row.derived}
    assert stated == set(whole.records)


def test_a_claim_is_corroborated_across_the_corpora(find, whole):
    """The article is one of those who say that Geely owns Polestar; alone it only states it."""
    (record,) = (each for each in find("geely", "owns", "polestar") if not each.claim.qualifiers)
    assert sides(record) == (True, True)
    assert record.standing is Standing.CORROBORATED
    article = [each for each in record.attestations if each.document == "chinese-ev-makers-us"]
    assert judge(article, whole.documents).standing is Standing.STATED


def test_pages_prove_what_the_article_only_implies(find):
    """That the restrictions hold in the United States is inferred from the article, and said here."""
    (record,) = find("connected-vehicle-restrictions", "appliesIn", "united-states")
    assert sides(record) == (True, True)
    assert record.standing is Standing.CORROBORATED


def test_a_figure_is_disputed_across_the_corpora(find):
    """The article lets 50,000 cars into Canada, the pages 49,000; neither passes as a fact."""
    figures = {
        (each.claim.object.bound, each.claim.object.value): each
        for each in find("canada-ev-quota", "quota")
        if not each.claim.qualifiers
    }
    assert {value for _, value in figures} == {"49000", "50000"}
    assert {each.standing for each in figures.values()} == {Standing.DISPUTED}
    assert {sides(each) for each in figures.values()} == {(True, False), (False, True)}


def test_denials_of_pages_join_those_of_the_article(find):
    """Ford denies a venture with Xiaomi in the article and on three pages: one node, one dispute."""
    (record,) = find("ford", "partnerIn", "xiaomi-ford-venture")
    deny = [each for each in record.attestations if each.stance is Stance.DENIES]
    assert record.standing is Standing.DISPUTED
    assert {"ford", "xiaomi"} == {each.speaker.id for each in deny}
    assert len({each.document for each in deny if each.speaker.id == "ford"}) >= 4


def test_copies_of_one_wire_are_one_origin(find, whole):
    """Two pages tell of Ford's talks with officials, both after Bloomberg: one origin."""
    (record,) = find("ford", "talksWith", "trump-administration")
    pages = {whole.documents[each.document].publisher for each in record.attestations}
    assert pages == {"Business Standard", "CnEVPost"}
    assert origins(record.attestations, whole.documents) == 1


def test_one_outlet_quoted_by_two_pages_is_one_origin(find, whole):
    """Two pages relay Bloomberg on Tesla's machines, and one relays Electrek: two origins."""
    (record,) = (
        each
        for each in find("catl", "suppliesTo", "tesla")
        if each.claim.qualifier("product") == "battery-equipment"
    )
    assert len(record.attestations) == 3
    assert origins(record.attestations, whole.documents) == 2


def test_no_corroboration_rests_on_copies_alone(whole):
    """What is corroborated has two publishers or wires, or speakers, that are not the same."""
    for record in whole.records.values():
        if record.standing is Standing.CORROBORATED:
            left = standing_out(record.attestations)
            names = {whole.documents[each.document].wire for each in left}
            names |= {each.speaker.id or whole.documents[each.document].publisher for each in left}
            assert len(names - {""}) > 1, record.claim


def test_a_listing_that_was_pulled_is_no_listing(find):
    """The Pentagon took its list back: what is left is that two pages saw BYD on it."""
    (record,) = find("section-1260h-list", "appliesTo", "byd")
    (kept,) = find("section-1260h-list", "appliesTo", "catl")
    left = standing_out(record.attestations)
    assert "us-department-of-defense" not in {each.speaker.id for each in left}
    assert (record.standing, record.stage.value) == (Standing.REPORTED, "ended")
    assert kept.standing is Standing.CORROBORATED


def test_a_plan_that_a_page_says_is_replaced_is_superseded(find):
    """One page says 1,700 jobs in place of 2,500; nothing else is called replaced."""
    standings = {
        (each.claim.object.value, each.claim.object.bound.value): each.standing
        for each in find("blueoval-battery-park", "workforce")
    }
    assert standings["2500", "exact"] is Standing.SUPERSEDED
    assert standings["1700", "exact"] is Standing.ANNOUNCED


def test_figures_carry_their_period(whole):
    """A share, a number sold or sent abroad says of which time it is, or that no page tells."""
    undated = [
        record.claim
        for record in whole.records.values()
        if record.claim.relation in ("marketShare", "sales", "exports")
        and not isinstance(record.claim.qualifier("period"), Text)
    ]
    assert [claim.object.value for claim in undated] == ["2910"]


# ---------------------------------------------------------------- what paths say


def test_an_ended_venture_carries_no_path(path):
    """SK On keeps Tennessee alone, so that nothing leads there from CATL any more."""
    answer = path("CATL", "Tennessee")
    assert not answer.paths


def test_a_project_that_was_given_up_is_told_only_when_asked_for(path):
    """Gotion's Michigan plant ended: no way there, but a near miss that says so."""
    answer = path("Gotion", "Michigan")
    assert not answer.paths
    assert any(
        "used to open a Gotion battery plant" in each.sentence for each in answer.near_misses
    )


def test_a_brand_that_was_refused_is_blocked(path):
    """Polestar sells in the United States no more: the rule's refusal blocks the way."""
    best = path("Polestar", "United States").paths[0]
    assert best.gate == "blocked"


def test_a_running_plant_leads_before_a_plan(path):
    """Geely reaches South Carolina through Volvo Cars; its own factory is only possible."""
    first, *rest = path("Geely", "South Carolina", k=5).paths
    assert (first.standing, first.gate) == ("stated", "open")
    assert "Geely may open a factory in South Carolina." in [each.sentence for each in rest]
