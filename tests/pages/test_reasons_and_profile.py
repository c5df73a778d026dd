"""How a claim got its standing, and everything about one entity."""

import re
from collections.abc import Iterator

import pytest

from graph.claims.model import Record
from graph.pages import profile, reasons
from graph.session import Session


def records(session: Session) -> Iterator[Record]:
    """Yield all claims of a graph."""
    return iter(session.store.records(row.id for row in session.table.rows))


def claim(session: Session, *words: str) -> str:
    """Return the id of the claim whose triple this is."""
    (id_,) = (
        row.id for row in session.table.rows if (row.subject, row.relation, row.object) == words
    )
    return id_


def told(session: Session, id_: str) -> str:
    """Return the reasons in one line."""
    return " ".join(reasons.why(session, id_, 80).split())


@pytest.mark.parametrize("graph", ["seed", "invented"])
def test_every_claim_tells_its_standing_and_the_step_that_gave_it(
    graph: str, request: pytest.FixtureRequest
) -> None:
    """The rule, run again on the attestations, says what the graph says."""
    session = request.getfixturevalue(graph)
    for record in records(session):
        text = told(session, record.id)
        assert f"claim {record.id}" in text
        if record.derived_by:
            assert (
                f"Derived by rule '{record.derived_by}': it stands as its weakest premise." in text
            )
        else:
            found = re.search(r"(\S+) by step ([1-6]) of standing rule v1: (.+?)\.", text)
            assert found, text
            assert record.standing.value == found[1]


@pytest.mark.parametrize("graph", ["seed", "invented"])
def test_every_claim_shows_all_words_it_rests_on(
    graph: str, request: pytest.FixtureRequest
) -> None:
    """A derived claim shows those of its premises."""
    session = request.getfixturevalue(graph)
    for record in records(session):
        text = told(session, record.id)
        resting = [record, *session.store.records(record.premises)]
        lacking = [
            a.evidence.text
            for each in resting
            for a in each.attestations
            if " ".join(a.evidence.text.split()) not in text
        ]
        assert [] == lacking


@pytest.mark.parametrize("graph", ["seed", "invented"])
def test_reasons_as_json_agree_with_the_text(graph: str, request: pytest.FixtureRequest) -> None:
    """Standing, step and premises, as data."""
    session = request.getfixturevalue(graph)
    for record in records(session):
        data = reasons.data(session, record.id)
        assert record.standing.value == data["claim"]["standing"]
        assert list(record.premises) == [each["claim"]["id"] for each in data["premises"]]
        assert (data["step"] is None) == bool(record.derived_by)
        assert data["because"] in told(session, record.id)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("skarnholm", "produces", "submarine-cables"), "corroborated by step 6 of standing rule v1: 2 independent origins state it."),
        (("maristel", "basedIn", "karrow"), "stated by step 5 of standing rule v1: it is said outright, by one origin."),
        (("ondrava", "entersMarket", "tesra"), "retracted by step 1 of standing rule v1: everybody who said it took it back."),
        (("northlay", "owns", "seagrip"), "superseded by step 2 of standing rule v1: another claim replaces or ends it."),
        (("ondrava", "owns", "maristel"), "disputed by step 3 of standing rule v1: it is said by some and denied by others."),
        (("northlay", "partnerIn", "northlay-tsukimori-venture"), "reported by step 5 of standing rule v1: it is relayed from somebody else."),
        (("cable-tariff", "helps", "skarnholm"), "opinion by step 5 of standing rule v1: it is a judgement or a forecast."),
        (("tsukimori", "basedIn", "tesra"), "implied by step 5 of standing rule v1: it follows from the words in one step."),
    ],
)  # fmt: skip
def test_each_kind_of_standing_has_its_reason(
    words: tuple[str, ...], reason: str, invented: Session
) -> None:
    """In words a reader can check against the evidence."""
    assert reason in told(invented, claim(invented, *words))


def test_a_superseded_claim_names_what_replaced_it(invented: Session) -> None:
    """With its id and its sentence."""
    new = claim(invented, "tsukimori", "owns", "seagrip")
    assert f"replaced by {new}: Tsukimori owns Seagrip." in told(
        invented, claim(invented, "northlay", "owns", "seagrip")
    )


def test_figures_that_cannot_both_hold_name_each_other(invented: Session) -> None:
    """Each of the two says which claim it is in conflict with."""
    one, other = (
        row.id
        for row in invented.table.rows
        if (row.subject, row.relation) == ("cable-tariff", "rate")
    )
    assert f"in conflict with {other}" in told(invented, one)
    assert f"in conflict with {one}" in told(invented, other)


def test_reasons_keep_to_the_width(invented: Session) -> None:
    """Also of premises, which are indented."""
    lines = [
        line
        for record in records(invented)
        for line in reasons.why(invented, record.id, 60).splitlines()
    ]
    assert max(map(len, lines)) <= 60


# Profiles


@pytest.mark.parametrize("graph", ["seed", "invented"])
def test_a_profile_holds_every_claim_about_the_entity(
    graph: str, request: pytest.FixtureRequest
) -> None:
    """As subject, object or qualifier, once each, with its words."""
    session = request.getfixturevalue(graph)
    for id_ in session.table.nodes:
        expected = sorted(row.id for row in session.table.rows if id_ in row.entities())
        shown = re.findall(r"^ {6}claim (\w{16}) ·", profile.text(session, id_, 80), re.MULTILINE)
        said = [each["id"] for each in profile.data(session, id_)["says"]]
        assert sorted([*expected, *said]) == sorted(shown)
        assert expected == sorted(each["id"] for each in profile.data(session, id_)["claims"])


def test_a_profile_tells_what_the_entity_itself_says(seed: Session) -> None:
    """A stance on something else belongs to who takes it."""
    text = profile.text(seed, "donald-trump", 80)
    stance = text.split("Takes a stance on:")[1]
    assert "Chinese automakers may be allowed into the United States." in stance
    assert "Donald Trump says (possible), as told by" in stance


def test_a_profile_tells_each_relation_from_the_entitys_own_end(seed: Session) -> None:
    """The United States contains Michigan; it is within North America."""
    text = profile.text(seed, "united-states", 80)
    assert "\ncontains:\n   Michigan is within the United States." in text
    assert "\nis within:\n   The United States is within North America." in text


def test_a_profile_begins_with_the_names(invented: Session) -> None:
    """Label, kind and id; then the other names, in whatever script."""
    lines = profile.text(invented, "tsukimori", 80).splitlines()
    assert ["Tsukimori  (company, kg:tsukimori)", "Also: 月森, 月森電纜"] == [
        lines[0],
        "Also: " + ", ".join(sorted(lines[1].removeprefix("Also: ").split(", "))),
    ]


def test_a_profile_says_that_a_prospect_does_not_exist_yet(invented: Session) -> None:
    """A laboratory being built, a venture only rumoured; not a licence that runs."""

    def first(id_: str) -> str:
        return profile.text(invented, id_, 80).splitlines()[0]

    assert "would be a joint venture; no source states that it exists" in first(
        "northlay-tsukimori-venture"
    )
    assert "would be" in first("northlay-laboratory")
    assert "would be" not in first("dynamic-cable-licence")


def test_a_profile_tells_what_the_entity_does_before_what_is_done_to_it(invented: Session) -> None:
    """Claims with the entity as subject come first."""
    is_subject = [each.subject.id == "skarnholm" for each in profile.claims(invented, "skarnholm")]
    assert sorted(is_subject, reverse=True) == is_subject


def test_a_profile_lists_the_documents_behind_it(invented: Session) -> None:
    """With what is known of each."""
    sources = " ".join(profile.text(invented, "skarnholm", 80).split("Sources:")[1].split())
    assert (
        "kestrel-ledger: Ada Invented, “Skarnholm plans cable works in Port Hallen”, "
        "The Kestrel Ledger, 2031-02-04, no address"
    ) in sources
    assert (
        "harbour-grid: “Port Hallen works starts up”, Harbour & Grid, 2031-11, no address"
    ) in sources
