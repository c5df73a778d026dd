"""Two documents about one thing, in any mixture of formats: they meet, agree or conflict."""

from itertools import count

import pytest

from graph import session
from graph.claims.model import (
    Claim,
    ClaimFile,
    Document,
    Entity,
    Evidence,
    EvidenceKind,
    Name,
    Quantity,
    Reading,
    Speaker,
    Stance,
    Statement,
)
from graph.claims.sources import Source
from graph.pages import reasons
from graph.store import own
from tests.store.documents import empty, write

OWNS = Claim("acme", "owns", "bolt")
KINDS = {"acme": "Company", "bolt": "Brand", "crane": "Company", "levy": "Tariff"}
PAIRS = [("yaml", "jsonl"), ("nquads", "yaml"), ("jsonl", "turtle")]


@pytest.fixture(params=PAIRS, ids="+".join)
def desk(request, tmp_path):
    """Return a function that loads documents into one graph, by turns in two formats."""
    folder, number = empty(tmp_path / "desk"), count()

    def load(*documents):
        for each in documents:
            here = next(number)
            own.load(folder, write([each], request.param[here % 2], tmp_path / str(here)))
        return session.open(str(folder))

    return load


def document(id_, *statements, names=(), text="", **fields):
    """Return a document with these statements."""
    entities = tuple(
        Entity(each, kind, each.title(), names if each == "acme" else ())
        for each, kind in KINDS.items()
    )
    fields = {"publisher": id_.title(), **fields}
    if text:
        fields["text_file"] = f"{id_}.txt"
    return Source(ClaimFile(Document(id_, **fields), entities, statements), text)


def says(*claims, words="It is so.", by="", **rest):
    """Return a statement; ``by`` is an entity, else the publisher speaks."""
    speaker = Speaker("entity", id=by) if by else Speaker()
    return Statement(
        Evidence(EvidenceKind.PARAPHRASE, words), claims or (OWNS,), (speaker,), **rest
    )


def record(opened, claim=OWNS):
    """Return how a claim stands in a graph."""
    (found,) = opened.store.records([claim.id])
    return found


def test_the_same_claim_meets_and_is_corroborated(desk):
    """Two papers, one claim, two attestations, two origins."""
    found = record(desk(document("post", says()), document("times", says(words="Yes."))))
    assert ("corroborated", 2) == (found.standing, len(found.attestations))


def test_names_and_aliases_of_both_documents_are_kept(desk):
    """Under one id."""
    opened = desk(
        document("post", says(), names=(Name("ACME AG", "de"),)),
        document("times", says(), names=(Name("顶点", "zh"),)),
    )
    assert ("Acme", "ACME AG", "顶点") == opened.table.nodes["acme"].names


def test_a_denial_disputes_and_both_sides_live(desk):
    """Newest wins nothing; taking the denial away ends the dispute."""
    denial = document("times", says(stance=Stance.DENIES, by="crane"))
    found = record(desk(document("post", says()), denial))
    assert "disputed" == found.standing
    assert {"asserts", "denies"} == {each.stance.value for each in found.attestations}


def test_values_that_cannot_both_hold_dispute_each_other(desk):
    """Of a relation that has one value; each names the other."""
    one = Claim("levy", "rate", Quantity("25", "percent"))
    other = Claim("levy", "rate", Quantity("30", "percent"))
    opened = desk(document("post", says(one)), document("times", says(other)))
    assert ("disputed", (other.id,)) == (
        record(opened, one).standing,
        record(opened, one).conflicts,
    )
    assert ("disputed", (one.id,)) == (
        record(opened, other).standing,
        record(opened, other).conflicts,
    )


def test_values_that_fit_each_other_do_not(desk):
    """Exactly 25 is at most 100."""
    from graph.claims.model import Bound

    one = Claim("levy", "rate", Quantity("25", "percent"))
    other = Claim("levy", "rate", Quantity("100", "percent", Bound.UP_TO))
    opened = desk(document("post", says(one)), document("times", says(other)))
    assert ["stated", "stated"] == [record(opened, each).standing for each in (one, other)]


def test_copies_of_one_wire_story_count_once(desk):
    """Whatever papers print it, and whatever they are called."""
    copies = [document(id_, says(), wire="Newswire") for id_ in ("post", "times")]
    assert "stated" == record(desk(*copies)).standing


def test_identical_texts_count_once(desk):
    """The same text under two names is one source."""
    text = "Acme owns Bolt, and has for years."
    quote = Evidence(EvidenceKind.QUOTE, text, 0, 0, len(text))
    said = Statement(quote, (OWNS,))
    found = record(desk(document("post", said, text=text), document("times", said, text=text)))
    assert ("stated", 2) == (found.standing, len(found.attestations))


def test_one_company_s_statement_in_two_papers_counts_once(desk):
    """Two papers that let it say the same are one origin."""
    papers = [document(id_, says(by="acme")) for id_ in ("post", "times")]
    assert "stated" == record(desk(*papers)).standing


@pytest.mark.parametrize("publisher", ["Acme", "ACME", "ACME AG"])
def test_a_company_s_own_release_and_a_paper_that_relays_it_are_one_origin(publisher, desk):
    """A document that bears the company's name, whichever, is the company speaking."""
    release = document("release", says(), publisher=publisher, names=(Name("ACME AG", "de"),))
    opened = desk(release, document("post", says(by="acme")))
    assert "stated" == record(opened).standing
    assert "stated" == reasons.verdict(opened, record(opened)).standing


def test_a_paper_in_its_own_voice_corroborates_a_release(desk):
    """It is another origin than the company."""
    opened = desk(document("release", says(), publisher="Acme"), document("post", says()))
    assert "corroborated" == record(opened).standing


def test_what_replaces_supersedes_across_documents(desk):
    """The old claim stays, superseded."""
    newer = Claim("crane", "owns", "bolt")
    change = says(newer, words="Crane bought Bolt.", replaces=(OWNS,))
    before = says(words="Acme owned Bolt.")
    opened = desk(document("post", says()), document("times", before, change))
    assert ("superseded", (newer.id,)) == (record(opened).standing, record(opened).replaced_by)


def test_only_what_is_inferred_does_not_corroborate(desk):
    """Implied twice is implied."""
    papers = [document(id_, says(reading=Reading.IMPLIED)) for id_ in ("post", "times")]
    assert "implied" == record(desk(*papers)).standing
