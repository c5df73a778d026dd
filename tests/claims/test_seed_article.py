"""How the seed article is read: what it says, how surely, in whose mouth, and what it does not say."""

import pytest

import seeds
from graph.claims import lines
from graph.claims.evidence import normalise
from graph.claims.model import EvidenceKind, Stance

ARTICLE = "chinese-ev-makers-us"


@pytest.fixture(scope="module")
def records(seed):
    """Return all records of the seed graph by the line that states the claim."""
    found = seed.store.records(seed.store.claim_ids())
    return {lines.write(record.claim): record for record in found}


@pytest.fixture(scope="module")
def stated(records):
    """Return those that rest on the article itself."""
    return {
        line: record
        for line, record in records.items()
        if any(each.document == ARTICLE for each in record.attestations)
    }


def about(records, entity, *relations):
    """Return the lines of the claims with this subject (or object) and one of these relations."""
    return {
        line
        for line, record in records.items()
        if entity in (record.claim.subject, record.claim.object)
        and (not relations or record.claim.relation in relations)
    }


# ------------------------------------------------------------- what the article says


READINGS = {
    # ownership is stated in passing
    "geely owns volvo": ("stated", ""),
    "geely owns polestar": ("stated", ""),
    # 'may open'
    "geely opens geely-south-carolina-factory": ("possible", ""),
    "geely-south-carolina-factory locatedIn south-carolina": ("possible", ""),
    # 'reportedly held talks about a possible joint venture', denied by both
    "xiaomi partnerIn xiaomi-ford-venture": ("disputed", "under-discussion"),
    "ford partnerIn xiaomi-ford-venture": ("disputed", "under-discussion"),
    # 'has partnered ... to produce': the partnership stands, production is its aim
    "ford partnerIn ford-catl-partnership": ("stated", ""),
    "catl partnerIn ford-catl-partnership": ("stated", ""),
    "ford-catl-partnership producesIn michigan product=lfp-batteries": ("announced", "agreed"),
    "ford-catl-partnership produces lfp-batteries": ("announced", "agreed"),
    "ford-catl-partnership covers energy-storage": ("stated", ""),
    # 'up to 100%', whose tariffs is not said outright
    "us-ev-tariffs rate up-to 100 percent": ("stated", ""),
    "us-ev-tariffs imposedBy united-states": ("implied", ""),
    # an agreement reached; that it is in force is not said
    "canada partyTo canada-ev-agreement": ("stated", ""),
    "canada-ev-quota quota exact 50000 vehicles per year": ("announced", "agreed"),
    "canada-ev-agreement admits chinese-evs place=canada": ("announced", "agreed"),
    # what Trump indicated
    "chinese-automakers allowedInto united-states": ("possible", ""),
    'donald-trump heldOffice united-states office="President"': ("implied", "ended"),
    # judgements stay judgements
    'chinese-ev-makers leads evs respect="scale"': ("opinion", ""),
    "us-foothold boosts competition": ("opinion", ""),
    "success-in-the-us dependsOn political-will": ("opinion", ""),
    # 'unlike Apple': that Apple has no such success is all it says
    "apple shows successful-ev-pivot": ("denied", ""),
    "xiaomi entersSegment evs": ("stated", ""),
    # headings that speak of exploring
    "geely entersMarket united-states": ("possible", "under-discussion"),
    "xiaomi entersMarket united-states": ("possible", "under-discussion"),
}


@pytest.mark.parametrize(("line", "reading"), READINGS.items(), ids=READINGS)
def test_a_key_sentence_is_read_as_it_is_meant(line, reading, records):
    """The standing and the stage of what matters most."""
    record = records[line]
    assert reading == (record.standing.value, record.stage.value if record.stage else "")


def test_the_talks_of_xiaomi_and_ford_have_three_attestations(records):
    """Reported by the article, denied by Xiaomi, denied by Ford: on the talks and the venture."""
    expected = {
        ("publisher", "", Stance.REPORTS),
        ("entity", "xiaomi", Stance.DENIES),
        ("entity", "ford", Stance.DENIES),
    }
    for line in (
        "xiaomi talksWith ford respect=xiaomi-ford-venture",
        "xiaomi partnerIn xiaomi-ford-venture",
        "ford partnerIn xiaomi-ford-venture",
    ):
        told = records[line].attestations
        assert 3 == len(told)
        assert expected == {(each.speaker.kind, each.speaker.id, each.stance) for each in told}
        assert "disputed" == records[line].standing


def test_trump_speaks_for_himself(records):
    """What he indicated is his; that it signals a change is the article's view."""
    (said,) = records["chinese-automakers allowedInto united-states"].attestations
    assert ("entity", "donald-trump") == (said.speaker.kind, said.speaker.id)
    (judged,) = records["donald-trump shows policy-changes"].attestations
    assert ("publisher", Stance.JUDGES) == (judged.speaker.kind, judged.stance)


def test_nobody_else_is_quoted(stated):
    """The article lets four parties speak: itself, Trump, Xiaomi and Ford."""
    speakers = {
        each.speaker.id or each.speaker.kind
        for record in stated.values()
        for each in record.attestations
    }
    assert {"publisher", "donald-trump", "xiaomi", "ford"} == speakers


def test_each_claim_of_the_article_rests_on_its_words(stated):
    """Verbatim, at the offsets given, in the text that ships."""
    (path,) = seeds.texts()
    text = normalise(path.read_text("utf-8"))
    for record in stated.values():
        for each in record.attestations:
            found = each.evidence
            assert EvidenceKind.QUOTE is found.kind
            assert found.text == text[found.start : found.end]


def test_geography_never_rests_on_the_article(records):
    """That Michigan is in the United States is cited from reference works, as records."""
    within = [record for line, record in records.items() if " within " in line]
    assert 5 == len(within)
    told = [each for record in within for each in record.attestations]
    assert {"iso-3166", "geonames"} == {each.document for each in told}
    assert {EvidenceKind.RECORD} == {each.evidence.kind for each in told}


# ------------------------------------------------------------- what it does not say


def test_the_rumoured_venture_and_the_possible_factory_do_not_exist(seed):
    """They are prospects: no type of their kind, and a label that says so."""
    triples = seed.store.lines()
    base = "<https://inroads.example/"
    for prospect, kind in (
        ("xiaomi-ford-venture", "JointVenture"),
        ("geely-south-carolina-factory", "Facility"),
    ):
        types = [
            line
            for line in triples
            if line.startswith(f"{base}id/{prospect}> <") and "#type>" in line
        ]
        assert [f"{base}ns#Prospect> ."] == [line.split()[-2] + " ." for line in types]
        assert any(f"id/{prospect}> {base}ns#wouldBe> {base}ns#{kind}>" in line for line in triples)
        assert seed.table.nodes[prospect].prospect
    assert not any(line.endswith(f"#type> {base}ns#JointVenture> .") for line in triples)
    assert not seed.table.nodes["ford-catl-partnership"].prospect


def test_nobody_is_named_that_the_agreement_does_not_name(records):
    """Canada reached an agreement; with whom is not said."""
    assert {"canada partyTo canada-ev-agreement"} == about(
        records, "canada-ev-agreement", "partyTo", "imposedBy"
    )


def test_no_city_and_no_facility_but_the_possible_one(seed):
    """South Carolina and Michigan are all the article says about sites."""
    kinds = {}
    for node in seed.table.nodes.values():
        kinds.setdefault(node.kind, set()).add(node.id)
    assert "City" not in kinds
    assert {"geely-south-carolina-factory"} == kinds["Facility"]
    assert {"michigan", "south-carolina"} == kinds["Region"]


def test_nothing_is_known_of_the_document_itself(seed, stated):
    """No title, publisher, author, date or address; and so no date of anything said."""
    document = seed.store.documents([ARTICLE])[ARTICLE]
    unknown = ("title", "publisher", "author", "published", "url", "wire")
    assert dict.fromkeys(unknown, "") == {name: getattr(document, name) for name in unknown}
    dates = {each.said for record in stated.values() for each in record.attestations}
    assert {""} == dates


def test_the_only_date_is_that_of_xiaomis_pivot(stated):
    """No other claim has a date, and none is filled in."""
    dated = {line: r.valid_from for line, r in stated.items() if r.valid_from or r.valid_to}
    assert {"xiaomi entersSegment evs": "2024"} == dated


def test_byd_explores_nothing(records):
    """Geely and Xiaomi explore US entry; BYD is named among the makers only."""
    assert {
        "byd basedIn china",
        "byd memberOf byd-geely-xiaomi",
        "byd memberOf chinese-ev-makers",
        "byd produces evs",
    } == about(records, "byd")


def test_what_is_said_of_three_makers_is_not_said_of_each(records):
    """Prices and the Chinese market are those of BYD, Geely and Xiaomi together."""
    alone = {"byd", "geely", "xiaomi"}
    for relation in ("price", "sellsIn", "usesStrategy", "leads"):
        subjects = {r.claim.subject for r in records.values() if r.claim.relation == relation}
        assert subjects
        assert not subjects & alone


def test_apple_neither_tried_nor_partners(records):
    """It is the second of no pair but the comparison: 'both companies' are Xiaomi and Ford."""
    assert {
        "apple shows successful-ev-pivot",
        'xiaomi differsFrom apple respect="a successful pivot into EVs"',
    } == about(records, "apple")


def test_the_factory_makes_nothing_yet_and_ford_owns_no_part_of_catl(records):
    """Goods of the factory and shares in partners are not mentioned."""
    assert not about(records, "geely-south-carolina-factory", "produces", "producesIn")
    assert {"geely owns volvo", "geely owns polestar"} == {
        line for line, record in records.items() if record.claim.relation == "owns"
    }


def test_the_american_tariff_has_a_ceiling_and_no_rate(records):
    """Up to 100 % is no 100 %; the preferential tariffs have no figure at all."""
    assert {"us-ev-tariffs rate up-to 100 percent"} == {
        line for line, record in records.items() if record.claim.relation == "rate"
    }


def test_nothing_is_corroborated_by_one_article(records):
    """One source, one origin."""
    assert "corroborated" not in {record.standing.value for record in records.values()}


def test_no_rumour_is_a_fact(records):
    """Who partners in the venture, opens the factory or may enter is no direct triple."""
    lines_of_rumours = about(records, "xiaomi-ford-venture") | about(
        records, "geely-south-carolina-factory", "opens", "locatedIn"
    )
    assert 4 == len(lines_of_rumours)
    assert [] == [line for line in lines_of_rumours if records[line].factual]
    entries = [r for r in records.values() if r.claim.relation == "entersMarket"]
    assert {"possible"} == {record.standing.value for record in entries}
