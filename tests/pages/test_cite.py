"""Footnotes: whose words, from where, and what is not known of it."""

import json
from typing import Any

import jsonschema
import pytest

from graph.answers.describe import Describer
from graph.answers.model import ClaimOut
from graph.pages import cite
from graph.session import Session

DATE = {
    "type": "object",
    "properties": {"raw": {"type": "string"}},
    "required": ["raw"],
    "additionalProperties": False,
}
# What these items use of https://resource.citationstyles.org/schema/latest/input/json/csl-data.json
CSL = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["id", "type"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string", "minLength": 1},
            "type": {"enum": ["article", "document"]},
            **{
                name: {"type": "string", "minLength": 1}
                for name in ("title", "publisher", "URL", "note")
            },
            "author": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["literal"],
                    "properties": {"literal": {"type": "string"}},
                },
            },
            "issued": DATE,
        },
    },
}


def claim(session: Session, *words: str) -> ClaimOut:
    """Return the claim whose triple this is."""
    subject, relation, object_ = words
    (id_,) = (
        row.id
        for row in session.table.rows
        if (row.subject, row.relation, row.object) == (subject, relation, object_)
    )
    return Describer(session).claims([id_])[0]


def everything(session: Session) -> list[ClaimOut]:
    """Return all claims of a graph."""
    return Describer(session).claims(row.id for row in session.table.rows)


def test_a_footnote_gives_words_whose_they_are_source_and_id(invented: Session) -> None:
    """Claim, standing, speaker, words; author, title, publisher, date; the claim's id."""
    found = claim(invented, "skarnholm", "basedIn", "ostrel")
    assert (
        f"[1] {found.sentence} (superseded) — The Kestrel Ledger says: “is based in the town of Ostrel” — "
        "Ada Invented, “Skarnholm plans cable works in Port Hallen”, The Kestrel Ledger, 2031-02-04, no address"
        f" — claim {found.id}\n"
    ) == cite.text([found])


def test_what_a_document_lacks_is_named_not_filled(seed: Session) -> None:
    """The article of the seeds has neither title nor publisher, date or address."""
    assert "article, title unknown, publisher unknown, undated, no address" in cite.text(
        [claim(seed, "geely", "owns", "volvo")]
    )


def test_footnotes_are_numbered_in_the_order_given(seed: Session) -> None:
    """One line each."""
    found = everything(seed)[:3]
    lines = cite.text(found).splitlines()
    assert [(f"[{n}]", each.id) for n, each in enumerate(found, 1)] == [
        (line[:3], line[-16:]) for line in lines
    ]


def test_markdown_footnotes_have_their_marks(seed: Session) -> None:
    """Every mark in the text has its note, once."""
    text = cite.markdown(everything(seed)[:4])
    notes = [line.partition("]:")[0] for line in text.splitlines() if "]: " in line]
    marks = [
        line.partition("[^")[2]
        for line in text.splitlines()
        if line.endswith("]") and "]: " not in line
    ]
    assert [f"[^{mark[:-1]}" for mark in marks] == notes


def test_a_derived_claim_cites_its_premises(seed: Session) -> None:
    """It has no words of its own: it stands on theirs, and on their documents."""
    found = next(each for each in everything(seed) if each.derived)
    assert found.derived
    note = cite.text([found])
    assert f"derived by rule '{found.derived.rule}' from " in note
    assert list(found.derived.from_) == [premise.id for premise in found.premises]
    for premise in found.premises:
        assert premise.sentence in note
        assert f"“{premise.attestations[0].quote}”" in note
    assert "chinese-ev-makers-us" in cite.csl([found])


def test_evidence_that_is_no_quote_is_cited_as_what_it_is(invented: Session) -> None:
    """A paraphrase and a record stand in no quotation marks."""
    assert "in other words: The picture is of a cable" in cite.text(
        [claim(invented, "port-hallen-works", "produces", "submarine-cables")]
    )
    record = cite.text([claim(invented, "karrow", "within", "tesra")])
    assert "Invented Gazetteer, record: KA Karrow, city, Tesra" in record


@pytest.mark.parametrize("graph", ["seed", "invented"])
def test_csl_json_fits_the_schema(graph: str, request: pytest.FixtureRequest) -> None:
    """All documents of a graph, as reference managers take them."""
    jsonschema.validate(json.loads(cite.csl(everything(request.getfixturevalue(graph)))), CSL)


def test_csl_json_gives_what_is_known(invented: Session) -> None:
    """Title, publisher, author and a date as it is written."""
    (item,) = json.loads(cite.csl([claim(invented, "skarnholm", "basedIn", "ostrel")]))
    assert {
        "id": "kestrel-ledger",
        "type": "document",
        "title": "Skarnholm plans cable works in Port Hallen",
        "publisher": "The Kestrel Ledger",
        "author": [{"literal": "Ada Invented"}],
        "issued": {"raw": "2031-02-04"},
    } == {name: value for name, value in item.items() if name != "note"}
    assert "unknown: URL" in item["note"]


def test_csl_json_names_what_lacks_and_leaves_it_out(seed: Session) -> None:
    """Nothing is filled in, and nothing is null."""
    found = claim(seed, "geely", "owns", "volvo")
    (item,) = json.loads(cite.csl([found]))
    expected: dict[str, Any] = {
        "id": "chinese-ev-makers-us",
        "type": "article",
        "note": f"claims: {found.id}; unknown: title, publisher, issued, URL",
    }
    assert expected == item


def test_csl_json_has_each_document_once(invented: Session) -> None:
    """With the claims that rest on it."""
    items = json.loads(cite.csl(everything(invented)))
    assert ["gazetteer", "harbour-grid", "kestrel-ledger"] == [item["id"] for item in items]
    assert claim(invented, "karrow", "within", "tesra").id in items[0]["note"]
    assert "made up for the tests" in items[0]["note"]
