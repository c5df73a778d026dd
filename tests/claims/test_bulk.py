"""Claims in bulk: every line is checked like a claim file, and every fault names its line."""

import json
import re
import time
import tracemalloc
from copy import deepcopy

import pytest

from graph.claims import bulk, files, writing
from graph.claims.corpus import assemble
from graph.claims.model import Claim, Name, Quantity, Stance, Text
from graph.errors import ClaimFileError

ACME = {"id": "acme", "label": "Acme", "kind": "Company"}
BOLT = {"id": "bolt", "label": "Bolt", "kind": "Company"}
TARIFF = {"id": "tariff", "label": "the tariff", "kind": "Tariff"}
SAID = {
    "stance": "asserts",
    "evidence": "paraphrase",
    "text": "Acme owns Bolt.",
    "document": {"id": "paper", "title": "News", "publisher": "The Post"},
}
OWNS = {"subject": ACME, "relation": {"id": "owns"}, "object": BOLT, "attestations": [SAID]}
RATE = {**OWNS, "subject": TARIFF, "relation": {"id": "rate"}}


def changed(data, path, value):
    """Return a copy of ``data`` with ``value`` at a dotted path; None takes it out."""
    copy = deepcopy(data)
    *way, last = [int(each) if each.isdigit() else each for each in path.split(".")]
    place = copy
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return copy


def write(folder, *rows):
    """Return the path of a file with these lines; objects become JSON."""
    path = folder / "x.jsonl"
    texts = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in rows]
    path.write_bytes(b"".join(each + b"\n" for each in texts))
    return path


def one(vocabulary, folder, *rows):
    """Return the claim file of the one document that these lines speak of."""
    (source,) = bulk.read(write(folder, *rows), vocabulary).sources
    return source.file


# ------------------------------------------------------------- what lines say


def test_a_line_needs_little(vocabulary, tmp_path):
    """What is left out is as in a claim file: the publisher asserts it, explicitly."""
    (statement,) = one(vocabulary, tmp_path, OWNS).statements
    assert (Claim("acme", "owns", "bolt"),) == statement.claims
    assert (Stance.ASSERTS, "publisher") == (statement.stance, statement.speakers[0].kind)


def test_attestations_have_the_ids_they_have_from_a_claim_file(vocabulary, tmp_path):
    """The same content gives the same hash, whatever it was read from."""
    path = tmp_path / "paper.yaml"
    path.write_text(
        """
inroads: "1"
document: {id: paper, title: News, publisher: The Post}
entities:
  acme: {kind: Company, label: Acme}
  bolt: {kind: Company, label: Bolt}
statements:
  - paraphrase: Acme owns Bolt.
    claims: [acme owns bolt]
"""
    )
    from_yaml = assemble([files.read(path, vocabulary)], vocabulary)
    assert from_yaml == assemble([one(vocabulary, tmp_path, OWNS)], vocabulary)


def test_the_same_words_carry_several_claims(vocabulary, tmp_path):
    """Lines with equal attestations are one statement, in whatever order they come."""
    other = {**OWNS, "relation": {"id": "differsFrom"}}
    first = one(vocabulary, tmp_path, OWNS, other)
    assert 2 == len(first.statements[0].claims)
    assert first == one(vocabulary, tmp_path, other, OWNS)


def test_names_of_an_entity_add_up(vocabulary, tmp_path):
    """The first label leads, another becomes an alias; kind and label may be left out later."""
    again = changed(
        OWNS, "subject", {"id": "acme", "label": "Acme Inc", "ids": {"lei": ["1", "2"]}}
    )
    third = changed(OWNS, "subject", {"id": "acme", "also": {"zh": "顶点"}, "plural": True})
    acme, _ = one(vocabulary, tmp_path, OWNS, again, third).entities
    assert ("Acme", True) == (acme.label, acme.plural)
    assert (Name("Acme Inc", "und"), Name("顶点", "zh")) == acme.aliases
    assert (("lei", "1"), ("lei", "2")) == acme.external


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (15, "15"), ("15", "15"), (15.50, "15.5"), ("1.25", "1.25"), (b"1E3", "1000"),
        (b"2.5e-3", "0.0025"), (b"-0.0", "0"), (b"100000000000000000000", "1" + 20 * "0"),
        (b"0.12345678901234567890", "0.1234567890123456789"),
    ],
)  # fmt: skip
def test_figures_keep_every_digit(value, expected, vocabulary, tmp_path):
    """JSON numbers are not turned into floats; decimal text is a number too."""
    line = json.dumps(changed(RATE, "object", {"value": "V", "unit": "percent"})).encode()
    number = value if isinstance(value, bytes) else json.dumps(value).encode()
    (found,) = one(vocabulary, tmp_path, line.replace(b'"V"', number)).statements
    assert Quantity(expected, "percent") == found.claims[0].object


def test_words_and_qualifiers_are_read(vocabulary, tmp_path):
    """Plain words may be empty; entities and words stand side by side."""
    qualifiers = {"product": BOLT, "respect": {"text": "size"}, "period": {"text": "2024"}}
    line = {**OWNS, "object": {"text": ""}, "relation": {"id": "differsFrom"}}
    (found,) = one(vocabulary, tmp_path, {**line, "qualifiers": qualifiers}).statements
    expected = (("period", Text("2024")), ("product", "bolt"), ("respect", Text("size")))
    assert Claim("acme", "differsFrom", Text(""), expected) == found.claims[0]


def test_what_is_taken_back_is_named_by_its_id(vocabulary, tmp_path):
    """Or by a label, or DOCUMENT#LABEL for another document; the order of lines is free."""
    said = changed(OWNS, "attestations.0.id", "a1")
    back = changed(OWNS, "attestations.0.cancels", "a1")
    back = changed(back, "attestations.0.stance", "retracts")
    for rows in ((said, back), (back, said)):
        file = one(vocabulary, tmp_path, *rows)
        (record,) = assemble([file], vocabulary).records.values()
        assert "retracted" == record.standing
    away = changed(back, "attestations.0.cancels", "other#label")
    assert "other#label" == one(vocabulary, tmp_path, away).statements[0].cancels


def test_what_is_replaced_is_named_by_content_or_by_id(vocabulary, tmp_path):
    """As printed, the old claim names the new one; by hand, the new one tells the old."""
    old = {**OWNS, "object": TARIFF, "relation": {"id": "differsFrom"}}
    content = {name: old[name] for name in ("subject", "relation", "object")}
    new_id = Claim("acme", "owns", "bolt").id
    by_hand = one(vocabulary, tmp_path, {**OWNS, "replaces": [content]}, old)
    printed = one(vocabulary, tmp_path, OWNS, {**old, "replaced_by": [new_id]})
    assert assemble([by_hand], vocabulary) == assemble([printed], vocabulary)
    records = assemble([printed], vocabulary).records
    assert "superseded" == records[Claim("acme", "differsFrom", "tariff").id].standing


def test_what_nobody_speaks_of_has_a_line_of_its_own(vocabulary, tmp_path):
    """A document or an entity without claims is not lost."""
    found = bulk.read(
        write(
            tmp_path, {"document": {"id": "silent", "title": "Nothing"}}, {"entity": TARIFF}, OWNS
        ),
        vocabulary,
    ).sources
    assert ["paper", "silent"] == [each.id for each in found]
    assert {"acme", "bolt", "tariff"} == {e.id for each in found for e in each.file.entities}


def test_derived_claims_are_counted_and_left_out(vocabulary, tmp_path):
    """Rules make them anew."""
    derived = {**OWNS, "derived": {"rule": "r", "from": []}, "attestations": []}
    contents = bulk.read(write(tmp_path, OWNS, derived, derived), vocabulary)
    assert (1, 2) == (len(contents.sources), contents.derived)


# ------------------------------------------------------------- faults, each with its line

A = "attestations.0"
FAULTS = {
    "no JSON": (b'{"subject"', "this is not JSON.*Is the file whole"),
    "two values": (b"{} {}", "this is not JSON: Extra data"),
    "a list": ([], "a claim must be an object, not a list"),
    "text": ("claim", "a claim must be an object, not text"),
    "a null": (b"null", "must be an object, not null"),
    "NaN": (b'{"subject": NaN}', "NaN is no JSON"),
    "infinity": (b'{"subject": -Infinity}', "-Infinity is no JSON"),
    "a key twice": (b'{"subject": 1, "subject": 2}', "'subject' stands twice"),
    "a key twice, deeper": (
        json.dumps(OWNS).replace('"label": "Acme"', '"label": "A", "label": "B"').encode(),
        "'label' stands twice",
    ),
    "deep nesting": (b"[" * 100_000, "nested too deeply"),
    "an unknown field": ({**OWNS, "objekt": 1}, "'objekt' is unknown in a claim.*object"),
    "an unknown field of an attestation": (changed(OWNS, f"{A}.stanse", "x"), "'stanse' is unkn.*stance"),
    "an unknown field of a document": (changed(OWNS, f"{A}.document.titel", "x"), "'titel'.*title"),
    "an unknown field of an entity": (changed(OWNS, "subject.lable", "x"), "'lable'.*label"),
    "no subject": (changed(OWNS, "subject", None), "'subject' is missing"),
    "no object": (changed(OWNS, "object", None), "'object' is missing"),
    "nobody says it": (changed(OWNS, "attestations", []), "nobody says this claim"),
    "no document": (changed(OWNS, f"{A}.document", None), "'document' is missing"),
    "no evidence": (changed(OWNS, f"{A}.evidence", None), "'evidence' is missing.*quote"),
    "no words": (changed(OWNS, f"{A}.text", None), "'text' is missing"),
    "empty words": (changed(OWNS, f"{A}.text", ""), "text is empty"),
    "an id that is not the claim's": ({**OWNS, "id": "0" * 16}, "is not the id of this claim, which is"),
    "an unknown relation": (changed(OWNS, "relation.id", "ownes"), "'ownes' is no relation.*owns"),
    "a derived relation": (changed(OWNS, "relation.id", "partnersWith"), "only ever derived"),
    "a relation that is text": ({**OWNS, "relation": "owns"}, "relation must be an object"),
    "an unknown kind": (changed(OWNS, "subject.kind", "Compny"), "'Compny' is no kind.*Company"),
    "no kind": (changed(OWNS, "subject.kind", None), "entity 'acme' has no kind"),
    "no label": (changed(OWNS, "object.label", None), "entity 'bolt' has no label"),
    "a bad entity id": (changed(OWNS, "subject.id", "Acme 1"), "'Acme 1' is no entity id"),
    "a reserved entity id": (changed(OWNS, "subject.id", "publisher"), "is no entity id"),
    "a bad document id": (changed(OWNS, f"{A}.document.id", "a/b"), "'a/b' is no document id"),
    "a wrong subject": ({**OWNS, "subject": TARIFF}, "subject of 'owns' cannot be a Tariff"),
    "a thing and itself": ({**OWNS, "object": ACME}, "cannot stand in a relation to itself"),
    "a figure where none belongs": ({**OWNS, "object": {"value": 1, "unit": "x"}}, "must be no figure"),
    "no figure where one belongs": ({**RATE, "object": BOLT}, "must be a figure.*NUMBER UNIT"),
    "a number that is none": (changed(RATE, "object", {"value": "many", "unit": "percent"}), "is no number"),
    "a huge number": (
        json.dumps(changed(RATE, "object", {"value": "V", "unit": "x"})).replace('"V"', "9" * 5000).encode(),
        "at most 30 digits",
    ),
    "a huge exponent": (
        json.dumps(changed(RATE, "object", {"value": "V", "unit": "x"})).replace('"V"', "1e999999999").encode(),
        "is too long",
    ),
    "a range upside down": (
        changed(RATE, "object", {"value": [2, 1], "unit": "x", "bound": "between"}), "begins above"
    ),
    "three ends": (changed(RATE, "object", {"value": [1, 2, 3], "unit": "x"}), "has one value, or two"),
    "an unknown bound": (changed(RATE, "object", {"value": 1, "unit": "x", "bound": "max"}), "is no bound"),
    "an unknown qualifier": ({**OWNS, "qualifiers": {"plase": BOLT}}, "'plase' is no qualifier.*place"),
    "an entity as share": ({**OWNS, "qualifiers": {"share": BOLT}}, "'share' takes words"),
    "a period that is none": ({**OWNS, "qualifiers": {"period": {"text": "then"}}}, "is no period"),
    "an unknown stance": (changed(OWNS, f"{A}.stance", "denys"), "'denys' is no stance.*denies"),
    "an unknown stage": (changed(OWNS, f"{A}.stage", "aggreed"), "'aggreed' is no stage.*agreed"),
    "a date that is none": (changed(OWNS, f"{A}.said", "May 2026"), "'May 2026' is no date"),
    "a document's date": (changed(OWNS, f"{A}.document.published", "2026-13"), "'2026-13' is no date"),
    "an end before the beginning": (
        changed(OWNS, f"{A}.valid", {"from": "2026", "to": "2025"}), "ends .2025. before"
    ),
    "no digest": (changed(OWNS, f"{A}.document.sha256", "abc"), "'abc' is no SHA-256"),
    "retracts without cancels": (changed(OWNS, f"{A}.stance", "retracts"), "what it takes back"),
    "cancels without retracts": (changed(OWNS, f"{A}.cancels", "a1"), "needs the stance 'retracts'"),
    "a speaker of no kind": (changed(OWNS, f"{A}.speaker", {"kind": "firm"}), "'firm' is no kind of sp"),
    "an unknown speaker": (
        changed(OWNS, f"{A}.speaker", {"kind": "entity", "id": "nobody"}), "'nobody' has no kind"
    ),
    "an unnamed speaker": (changed(OWNS, f"{A}.speaker", {"kind": "unnamed"}), "label of a speaker"),
    "a place for a paraphrase": (changed(OWNS, f"{A}.start", 3), "has no place in the text"),
    "a place that is none": (
        changed(changed(OWNS, f"{A}.evidence", "quote"), f"{A}.start", -1), "'-1' is no 'start'"
    ),
    "an end elsewhere": (
        changed(changed(changed(OWNS, f"{A}.evidence", "quote"), f"{A}.start", 3), f"{A}.end", 4),
        "15 characters, but stands from 3 to 4",
    ),
    "a quote and other words": (changed(OWNS, f"{A}.quote", "x"), "'quote' and 'text' differ"),
    "a truth as text": (changed(OWNS, "subject.label", True), "label must be text, not a truth"),
    "half a surrogate pair": (
        json.dumps(OWNS).replace("Acme owns", r"\ud800 owns").encode(), r"U\+D800 is not allowed"
    ),
    "a NUL": (json.dumps(OWNS).replace("Acme owns", r"\u0000").encode(), r"U\+0000 is not allowed"),
    "a raw NUL": (json.dumps(OWNS).encode().replace(b"Acme owns", b"\0"), "not JSON"),
    "Latin-1": (json.dumps(OWNS).encode().replace(b"Acme owns", b"caf\xe9"), "not UTF-8"),
    "UTF-16": (json.dumps(OWNS).encode("utf-16"), "not UTF-8"),
    "a long value": (changed(OWNS, f"{A}.text", "x" * 100_001), "a value has 100,001 characters"),
    "a long line": (b" " * 2**20 + b"{}", "this line has more than 1,048,576 bytes"),
    "another title": (changed(OWNS, f"{A}.document.title", "Olds"), "title 'Olds' here and 'News' in line 1"),
    "another kind": (changed(OWNS, "subject.kind", "Brand"), "'acme' is a Brand here and a Company in line 1"),
    "cancels nothing": (
        changed(changed(OWNS, f"{A}.stance", "retracts"), f"{A}.cancels", "a9"),
        "'cancels: a9' names no attestation of this file",
    ),
    "replaced by what is not there": ({**OWNS, "replaced_by": ["0" * 16]}, "is not in this file"),
    "a name for two": (changed(OWNS, f"{A}.id", "a1"), "'a1' names two attestations"),
}  # fmt: skip
FIRST = changed(changed(OWNS, f"{A}.id", "a1"), f"{A}.text", "First.")


@pytest.mark.parametrize(("row", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_line(row, message, vocabulary, tmp_path):
    """And with what to do, as in claim files."""
    first = FIRST
    if message.startswith(("entity 'acme'", "entity 'bolt'", "'Compny'")):
        first = {"document": {"id": "paper"}}  # which names no entity yet
    with pytest.raises(ClaimFileError) as caught:
        bulk.read(write(tmp_path, first, b"", row), vocabulary)
    assert re.search(message, str(caught.value), re.DOTALL), caught.value
    assert 3 == caught.value.line
    assert len(str(caught.value)) < 600


def test_all_faults_are_found_at_once_up_to_a_hundred(vocabulary, tmp_path):
    """The first is told, the others are carried; reading ends after a hundred."""
    with pytest.raises(ClaimFileError) as caught:
        bulk.read(write(tmp_path, OWNS, [], OWNS, {}), vocabulary)
    assert [2, 4] == [each.line for each in (caught.value, *caught.value.others)]
    with pytest.raises(ClaimFileError) as caught:
        bulk.read(write(tmp_path, *[[]] * 200), vocabulary)
    assert 99 == len(caught.value.others)


def test_an_empty_file_holds_no_claim(vocabulary, tmp_path):
    """Nor does one of derived claims alone."""
    for rows in ([], [{**OWNS, "derived": {}, "attestations": []}]):
        with pytest.raises(ClaimFileError, match=r"x\.jsonl:1: the file holds no claim"):
            bulk.read(write(tmp_path, *rows), vocabulary)


# ------------------------------------------------------------- size


def many(count):
    """Yield lines of claims about ever new brands."""
    for number in range(count):
        brand = {"id": f"brand-{number}", "label": f"Brand {number}", "kind": "Brand"}
        yield json.dumps({**OWNS, "object": brand}).encode()


def test_the_last_bad_line_of_many_names_itself(vocabulary, tmp_path):
    """Whatever came before it."""
    with pytest.raises(ClaimFileError, match=r"x\.jsonl:5001: a claim must be an object"):
        bulk.read(write(tmp_path, *many(5000), b"[]"), vocabulary)


def test_a_literal_of_ten_million_characters_is_refused_at_once(vocabulary, tmp_path):
    """Before it is decoded."""
    line = json.dumps(OWNS).replace("Acme owns Bolt.", "x" * 10_000_000).encode()
    path = write(tmp_path, OWNS, line)
    start = time.process_time()
    with pytest.raises(ClaimFileError, match=r"x\.jsonl:2: this line has more than"):
        bulk.read(path, vocabulary)
    assert time.process_time() - start < 0.5


def test_memory_grows_with_what_is_kept_and_not_with_the_file(vocabulary, tmp_path):
    """Lines that say the same, in ever so many words, take no more room than one."""
    padded = {**OWNS, "sentence": "x" * 50_000}
    path = write(tmp_path, *[padded] * 400)
    assert path.stat().st_size > 20_000_000
    tracemalloc.start()
    bulk.read(path, vocabulary)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3_000_000


# ------------------------------------------------------------- what grouping must not change


def test_only_the_claim_that_replaces_does(vocabulary, tmp_path):
    """Though the same words carry another claim, which replaces nothing."""
    old = {**OWNS, "relation": {"id": "differsFrom"}}
    old["attestations"] = [{**SAID, "text": "Once it was so."}]
    content = {name: old[name] for name in ("subject", "relation", "object")}
    beside = {**OWNS, "object": TARIFF, "relation": {"id": "differsFrom"}}
    file = one(vocabulary, tmp_path, {**OWNS, "replaces": [content]}, beside, old)
    assert 3 == len(file.statements)
    records = assemble([file], vocabulary).records
    found = records[Claim("acme", "differsFrom", "bolt").id]
    assert (Claim("acme", "owns", "bolt").id,) == found.replaced_by
    attested = {each.attestations[0].id for each in records.values()}
    assert 2 == len(attested)


def test_all_claims_of_some_words_may_replace(vocabulary, tmp_path):
    """Then they stay one statement."""
    old = {**OWNS, "relation": {"id": "differsFrom"}}
    old["attestations"] = [{**SAID, "text": "Once it was so."}]
    content = {name: old[name] for name in ("subject", "relation", "object")}
    file = one(vocabulary, tmp_path, {**OWNS, "ends": [content]}, old)
    assert [(Claim("acme", "differsFrom", "bolt"),), ()] == [each.ends for each in file.statements]


def test_words_that_stand_twice_are_told_apart_by_their_start(vocabulary, tmp_path):
    """And a claim file written of them numbers them."""
    text = "Acme owns Bolt. Yes, Acme owns Bolt."
    (tmp_path / "paper.txt").write_text(text)
    quote = changed(changed(OWNS, f"{A}.evidence", "quote"), f"{A}.document.text", "paper.txt")
    line = changed(quote, f"{A}.text", "Acme owns Bolt")
    with pytest.raises(ClaimFileError, match=r"x\.jsonl:1: 'Acme owns Bolt' stands 2 times"):
        bulk.read(write(tmp_path, line), vocabulary)
    file = one(vocabulary, tmp_path, changed(line, f"{A}.start", 21))
    assert (2, 21, 35) == (
        file.statements[0].evidence.occurrence,
        file.statements[0].evidence.start,
        file.statements[0].evidence.end,
    )
    (tmp_path / "paper.yaml").write_text(writing.write(file))
    assert file == files.read(tmp_path / "paper.yaml", vocabulary)


def test_a_quote_without_text_and_place_is_kept_as_such(vocabulary, tmp_path):
    """Its claim file says that the place is unknown, and where it is known, which."""
    quote = changed(OWNS, f"{A}.evidence", "quote")
    for line, at in ((quote, "unknown"), (changed(quote, f"{A}.start", 7), "'7'")):
        file = one(vocabulary, tmp_path, line)
        written = writing.write(file)
        assert f"at: {at}\n" in written
        (tmp_path / "paper.yaml").write_text(written)
        assert file == files.read(tmp_path / "paper.yaml", vocabulary)
