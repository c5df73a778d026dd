"""Claim files: what is written reads back as the same value, and no fault passes in silence."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import seeds
from graph.claims import evidence, lines
from graph.claims.corpus import assemble
from graph.claims.dates import is_date, span
from graph.claims.files import read
from graph.claims.model import (
    Claim,
    Quantity,
    Stance,
    Text,
)
from graph.claims.writing import write
from graph.errors import ClaimFileError
from tests.claims.strategies import NASTY, VOCABULARY, claim_files, quantities

INVENTED = Path(__file__).parent.parent / "invented"

# ------------------------------------------------------------- any value there and back


@settings(
    max_examples=50,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking such a value takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(written=claim_files())
def test_what_is_written_reads_back_as_the_same_value(written, tmp_path_factory):
    """Any claim file, in hostile words and other scripts, survives writing and reading."""
    file, text = written
    folder = tmp_path_factory.getbasetemp()
    (folder / "the text.txt").write_bytes(text.encode())
    path = folder / "round-trip.yaml"
    path.write_bytes(write(file).encode())
    assert file == read(path, VOCABULARY)


@pytest.mark.parametrize(
    "path", [*seeds.files(), *sorted(INVENTED.glob("*.yaml"))], ids=lambda path: path.stem
)
def test_a_shipped_claim_file_survives_reading_and_writing(path, vocabulary, tmp_path):
    """Comments and layout are lost, the value is not; writing again gives the same text."""
    file = read(path, vocabulary)
    copy = tmp_path / path.name
    copy.write_text(write(file), "utf-8")
    if file.document.text_file:
        text = path.with_name(file.document.text_file)
        (tmp_path / text.name).write_bytes(text.read_bytes())
    again = read(copy, vocabulary)
    assert file == again
    assert write(file) == write(again)


@given(st.sampled_from(NASTY) | st.text(max_size=20))
def test_plain_words_survive_a_claim_line(text):
    """Whatever stands between the quotation marks of a line is taken literally."""
    claim = Claim("a", "differsFrom", Text(text), (("office", Text(text)), ("respect", Text(text))))
    assert claim == lines.parse(lines.write(claim), VOCABULARY, lambda _: "Company")


@given(quantities())
def test_any_figure_survives_a_claim_line(figure):
    """Whatever its bound, size and unit."""
    claim = Claim("tariff", "rate", figure)
    assert claim == lines.parse(lines.write(claim), VOCABULARY, lambda _: "Tariff")


@pytest.mark.parametrize("word", ["NO", "yes", "12:30:00", "2026-05-17", "1e5", "0x1F", "1_000"])
def test_no_scalar_is_taken_for_a_type(word, vocabulary, tmp_path):
    """Norway's NO stays NO, half past twelve is no number, and a date stays text."""
    path = tmp_path / "paper.yaml"
    path.write_text(f'inroads: "1"\ndocument:\n  id: paper\n  title: {word}\n  note: {word}\n')
    document = read(path, vocabulary).document
    assert (word, word) == (document.title, document.note)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("10.0", "10"), ("10.50", "10.5"), ("007", "7"), ("100", "100"), ("0.10", "0.1"),
        ("-0.0", "0"), ("-2.50", "-2.5"), ("0", "0"), ("00.01", "0.01"),
    ],
)  # fmt: skip
def test_a_number_is_the_same_however_it_is_written(written, value, vocabulary):
    """Needless zeros make no other claim: stores would drop them and the ids would differ."""
    claim = lines.parse(f"tariff rate {written} percent", vocabulary, lambda _: "Tariff")
    assert Quantity(value, "percent") == claim.object
    ranged = lines.parse(
        f"tariff rate between {written}..{written} x", vocabulary, lambda _: "Tariff"
    )
    assert (value, value) == (ranged.object.value, ranged.object.upper)


def test_escapes_give_the_same_text_as_the_letters(vocabulary, tmp_path):
    """A decomposed letter or a CR that hides in an escape is counted like any other."""
    path = tmp_path / "paper.yaml"
    path.write_text(r'{inroads: "1", document: {id: paper, title: "cafe\u0301", note: "a\r\nb"}}')
    document = read(path, vocabulary).document
    assert ("caf\u00e9", "a\nb") == (document.title, document.note)


# ------------------------------------------------------------- one attestation, several claims


def test_one_statement_serves_several_claims_and_speakers(vocabulary):
    """One sentence, two companies, three claims: two attestations on each, the same ones."""
    (path,) = (path for path in seeds.files() if "chinese" in path.name)
    file = read(path, vocabulary)
    (denial,) = (each for each in file.statements if len(each.speakers) == 2)
    assert (3, ["xiaomi", "ford"]) == (len(denial.claims), [each.id for each in denial.speakers])
    records = assemble([file], vocabulary).records
    denying = [
        {each.id for each in records[claim.id].attestations if each.stance is Stance.DENIES}
        for claim in denial.claims
    ]
    assert [2, 2, 2] == [len(ids) for ids in denying]
    assert denying[0] == denying[1] == denying[2]


# ------------------------------------------------------------- faults, each with its line

HEAD = """\
inroads: "1"
document:
  id: paper
  text: paper.txt
entities:
  acme: {kind: Company, label: Acme}
  veldria: {kind: Country, label: Veldria}
  works: {kind: Facility, label: works}
  tariff: {kind: Tariff, label: tariff}
statements:
"""
TEXT = "Acme sells cables in Veldria. Acme has a works. Cables are sold in Veldria.\n"
OWNS = "  - quote: Acme has a works\n    claims:\n"  # the claims begin in line 13
SAID = "  - quote: Acme has a works\n    claims: [acme operates works]\n"  # ends in line 12
WHOLE = HEAD + SAID


def refusal(folder, content, vocabulary, text=TEXT):
    """Return the error that reading a file with this content gives."""
    (folder / "paper.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
    path = folder / "paper.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ClaimFileError) as caught:
        read(path, vocabulary)
    error = caught.value
    assert str(error).startswith(f"{error.path}:{error.line}: {error.problem}")
    return error


FORM = {
    "an empty file": ("", 1, "the file is empty"),
    "nothing but a comment": ("# nothing\n", 1, "the file is empty"),
    "a list as a file": ("- a\n", 1, "a claim file must be 'name: value' lines"),
    "text as a file": ("hello\n", 1, "a claim file must be 'name: value' lines"),
    "no format": ("document: {id: a}\n", 1, "'inroads' is missing"),
    "a newer format": ('inroads: "2"\ndocument: {id: a}\n', 1, "has format 2.*Update inroads"),
    "no document": ('inroads: "1"\n', 1, "'document' is missing"),
    "two YAML documents": (HEAD + SAID + "---\na: b\n", 13, "not YAML of one document"),
    "a name twice": (
        HEAD + SAID + "document: {id: b}\n", 13, r"'document' stands here twice \(first in line 2\)"
    ),
    "an entity twice": (
        WHOLE.replace("  works:", "  acme:"), 8, r"'acme' stands here twice \(first in line 6\)"
    ),
    "a name of a statement twice": (HEAD + SAID + "    claims: []\n", 13, "'claims' stands here twi"),
    "an anchor": (HEAD + "  - &a\n    quote: Acme\n", 11, "anchors .* not allowed"),
    "an alias": (HEAD + SAID + "  - quote: *a\n", 13, "aliases .* not allowed"),
    "a tag": (HEAD + "  - quote: !!str Acme\n", 11, "tags .* not allowed"),
    "a merge": (HEAD + "  - <<: *a\n", 11, "aliases .* not allowed"),
    "nothing behind a name": (HEAD + SAID + "    said:\n", 13, "a value is missing.*Leave out"),
    "a null": (HEAD + SAID + "    said: null\n", 13, "a value is missing"),
    "a tilde": (HEAD + SAID + "    said: ~\n", 13, "a value is missing"),
    "an empty text": (HEAD + SAID + "    said: ''\n", 13, "a value is missing"),
    "an empty label": (WHOLE.replace("label: Acme", 'label: ""'), 6, "a value is missing"),
    "an unclosed bracket": (HEAD + SAID + "    speakers: [acme\n", 14, "not YAML"),
    "a tab as indent": (HEAD + "\t- quote: x\n", 11, "not YAML"),
    "a colon in plain words": (HEAD + "  - quote: a: b\n", 11, "not YAML.*needs quotes"),
    "a list as a name": (HEAD + SAID + "    ? [a]\n    : b\n", 13, "a name must be plain text"),
    "a raw control character": (HEAD + SAID + "    label: a\x07\n", 13, r"U\+0007 is not allowed"),
    "an escaped control character": (
        WHOLE.replace("label: Acme", r'label: "A\e[31m"'), 6, r"U\+001B is not allowed.*Remove"
    ),
    "half a surrogate pair": (WHOLE.replace("label: Acme", r'label: "\ud800"'), 6, r"U\+D800"),
    "deep nesting": (HEAD + SAID + "    label: " + "[" * 30 + "]" * 30, 13, "nested too deeply"),
    "very deep nesting": (HEAD + "  - " + "[" * 9000, 11, "nested too deeply"),
}  # fmt: skip

CONTENT = {
    "an unknown section": (
        HEAD.replace("statements:", "statments:\n  - a"), 10, "'statments' is unknown in a claim f.*"
        "mean statements"
    ),
    "an unknown name of a document": (
        WHOLE.replace("  text:", "  txt:"), 4, "'txt' is unknown in document.*mean text"
    ),
    "an unknown name of an entity": (
        WHOLE.replace("label: Acme", "lable: Acme"), 6, "'lable' is unknown .* 'acme'.*mean label"
    ),
    "an unknown name of a statement": (
        HEAD + SAID + "    speeker: acme\n", 13, "'speeker' is unknown in a statement.*mean speaker"
    ),
    "an unknown name over several lines": (
        HEAD + SAID + "    claim:\n      - acme operates works\n", 13, "'claim' is unknown.*claims"
    ),
    "text where a list belongs": (HEAD + "  quote: x\n", 11, "statements must be a list.*Begin each"),
    "a list where text belongs": (HEAD + "  - quote: [Acme]\n    claims: [a]\n", 12, "LINE"),
    "a mapping where text belongs": (HEAD + SAID + "    said: {year: 2026}\n", 13, "must be text"),
    "a list of entities": (HEAD.partition("  acme")[0] + "  - {kind: Company}\n", 6, "entities must be 'name: value' lines"),
    "a statement that is text": (HEAD + "  - Acme\n", 11, "a statement must be 'name: value'"),
    "a bad document id": (WHOLE.replace("id: paper", "id: The Paper"), 3, "'The Paper' is no id"),
    "a bad entity id": (WHOLE.replace("  acme:", "  Acme_1:"), 6, "'Acme_1' is no entity id"),
    "an entity called publisher": (WHOLE.replace("  acme:", "  publisher:"), 6, "is no entity id"),
    "an unknown kind": (
        WHOLE.replace("kind: Company", "kind: Compny"), 6, "'Compny' is no kind.*mean .*Company"
    ),
    "no kind": (WHOLE.replace("kind: Company, ", ""), 6, "'kind' is missing"),
    "no label": (WHOLE.replace(", label: Acme", ""), 6, "'label' is missing"),
    "a plural of another kind": (
        WHOLE.replace("label: Acme", "label: Acme, plural: many"), 6, "'many' is neither yes nor no"
    ),
    "a language that is none": (
        WHOLE.replace("label: Acme", "label: Acme, also: {in english: A}"), 6, "is no language tag"
    ),
    "an unknown stance": (HEAD + SAID + "    stance: denys\n", 13, "'denys' is no stance.*denies"),
    "an unknown stage": (HEAD + SAID + "    stage: aggreed\n", 13, "'aggreed' is no stage.*agreed"),
    "an unknown certainty": (HEAD + SAID + "    certainty: sure\n", 13, "'sure' is no certainty"),
    "an unknown reading": (HEAD + SAID + "    reading: guess\n", 13, "'guess' is no reading"),
    "no evidence": (HEAD + "  - claims: [acme operates works]\n", 11, "exactly one of: quote, para"),
    "two pieces of evidence": (HEAD + SAID + "    record: x\n", 11, "exactly one of: quote, para"),
    "no claim": (HEAD + "  - quote: Acme has a works\n", 11, "makes no claim.*under 'claims'"),
    "an empty list of claims": (HEAD + OWNS.rstrip() + " []\n", 11, "makes no claim"),
    "nobody speaks": (HEAD + SAID + "    speakers: []\n", 13, "nobody speaks"),
    "an unknown speaker": (HEAD + SAID + "    speaker: acne\n", 13, "'acne' is no entity.*mean acme"),
    "speaker and speakers": (
        HEAD + SAID + "    speaker: acme\n    speakers: [acme]\n", 11, "exclude each other"
    ),
    "an unnamed source without words": (HEAD + SAID + "    speaker: {}\n", 13, "'unnamed' is missing"),
    "cancels without retracts": (
        HEAD + SAID + "    cancels: x\n", 13, "'cancels' needs 'stance: retracts'"
    ),
    "an end before the beginning": (
        HEAD + SAID + "    from: 2026-Q2\n    to: 2026-03\n", 14, "ends .2026-03. before it begins"
    ),
    "retracts without cancels": (
        HEAD + SAID + "    stance: retracts\n", 11, "does not say what it takes back.*cancels: LABEL"
    ),
    "a label twice": (
        HEAD + SAID + "    label: x\n" + SAID + "    label: x\n",
        16,
        r"label 'x' stands here twice \(first in line 13\)",
    ),
    "a label with a hash": (HEAD + SAID + "    label: 'a#b'\n", 13, "'a#b' is no label"),
    "an omission without reason": (
        HEAD + SAID + "omitted:\n  - words: Acme has a works\n", 14, "'reason' is missing"
    ),
    "omitted words that are not there": (
        HEAD + SAID + "omitted:\n  - words: x y z\n    reason: r\n", 14, "not in the text: 'x y z'"
    ),
}  # fmt: skip
CONTENT["a list where text belongs"] = (
    HEAD + "  - quote: [Acme]\n    claims: [acme operates works]\n", 11, "quote must be text"
)  # fmt: skip

CLAIM_LINES = {
    "two words": ("acme operates", "is no claim.*subject relation object"),
    "an unknown relation": ("acme opperates works", "'opperates' is no relation.*mean operates"),
    "a derived relation": ("acme partnersWith acme", "only ever derived"),
    "an undeclared entity": ("acme operates wrks", "'wrks' is no entity of this file.*mean works"),
    "a wrong subject": ("veldria operates works", r"subject of 'operates' cannot be a Country"),
    "a wrong object": ("acme operates veldria", r"object of 'operates' cannot be a Country.*Facili"),
    "two objects": ("acme operates works veldria", "more than one object"),
    "an unknown qualifier": ("acme operates works plase=veldria", "'plase' is no qual.*mean place"),
    "a qualifier twice": ("acme operates works share=1 share=2", "'share' stands there twice"),
    "an undeclared qualifier": ("acme operates works place=here", "'here' is no entity"),
    "a thing and itself": ("acme differsFrom acme", "cannot stand in a relation to itself"),
    "an open quotation mark": ('acme operates works respect="x', "cannot read.*Close the quotation"),
    "a figure without unit": ("tariff rate 15", "no figure with a unit"),
    "a period that is no date": ("acme operates works period=\"last year\"", "'last year' is no period"),
    "words as a number": ("tariff rate many percent", "'many' is no number"),
    "digits of another script": ("tariff rate ١٥ percent", "'١٥' is no number"),
    "half a range": ("tariff rate 10.. percent", "'10..' is no number"),
    "a range without between": ("tariff rate 10..20 percent", "'between' and only it takes two"),
    "between without a range": ("tariff rate between 10 percent", "'between' and only it takes two"),
    "a range upside down": ("tariff rate between 20..10 percent", "begins above its end"),
    "three ends": ("tariff rate between 10..20..30 percent", "takes two"),
    "no date": ("tariff rate 2026-13 date", "'2026-13' is no date"),
}  # fmt: skip

DATES_THAT_ARE_NONE = [
    "26", "2026-5", "2026-13", "2026-00", "2026-02-30", "2025-02-29", "2026-05-17T12:00",
    "2026-Q5", "2026-H3", "2026-Spring", "2026-fall", "spring 2026", "17.05.2026", "２０２６",
    "2026-", "-2026", "0000", "yesterday",
]  # fmt: skip


@pytest.mark.parametrize(("content", "line", "message"), FORM.values(), ids=FORM)
def test_a_file_of_the_wrong_form_is_refused(content, line, message, vocabulary, tmp_path):
    """YAML that is none, that other readers guess at, or that hides something: with its line."""
    error = refusal(tmp_path, content, vocabulary)
    assert re.search(message, str(error), re.DOTALL), error
    assert line == error.line


@pytest.mark.parametrize(("content", "line", "message"), CONTENT.values(), ids=CONTENT)
def test_a_file_of_the_wrong_content_is_refused(content, line, message, vocabulary, tmp_path):
    """Names and values that the format does not know: with line and, if near, a suggestion."""
    error = refusal(tmp_path, content, vocabulary)
    assert re.search(message, str(error), re.DOTALL), error
    assert line == error.line


@pytest.mark.parametrize(("claim", "message"), CLAIM_LINES.values(), ids=CLAIM_LINES)
def test_a_wrong_claim_is_refused(claim, message, vocabulary, tmp_path):
    """The line of the claim itself is named, the second one of two."""
    listed = f"      - acme operates works\n      - '{claim}'\n"
    error = refusal(tmp_path, HEAD + OWNS + listed, vocabulary)
    assert re.search(message, str(error), re.DOTALL), error
    assert error.line == 14


def test_all_faults_of_the_statements_are_found_at_once(vocabulary, tmp_path):
    """The error is the first one, and carries the others, each with its line."""
    content = HEAD + SAID + SAID.replace("operates", "opperates") + SAID.replace("Acme", "Acne")
    content += "omitted:\n  - words: nowhere\n    reason: r\n"
    error = refusal(tmp_path, content, vocabulary)
    assert [14, 15, 18] == [each.line for each in (error, *error.others)]


@pytest.mark.parametrize("date", DATES_THAT_ARE_NONE)
@pytest.mark.parametrize("name", ["said", "from", "to"])
def test_what_is_no_date_is_refused(name, date, vocabulary, tmp_path):
    """Dates may be partial; they must exist in the calendar."""
    error = refusal(tmp_path, HEAD + SAID + f"    {name}: '{date}'\n", vocabulary)
    assert (13, f"'{date}' is no date") == (error.line, error.problem)
    assert "2026-Q2" in error.hint


def test_a_publication_date_that_is_none_is_refused(vocabulary, tmp_path):
    """The same for the document."""
    content = WHOLE.replace("  text:", "  published: May 2026\n  text:")
    assert (4, "'May 2026' is no date") == (
        (error := refusal(tmp_path, content, vocabulary)).line,
        error.problem,
    )


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-05-17", "2026-05-17", "2026-05-17"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026-H1", "2026-01-01", "2026-06-30"),
        ("2026-summer", "2026-06-01", "2026-08-31"),
    ],
)
def test_a_partial_date_is_a_span_of_days(date, first, last):
    """From the first to the last day it can mean."""
    assert (first, last) == tuple(str(day) for day in span(date))
    assert is_date(date)


# ------------------------------------------------------------- quotes and texts


def quoted(words, **more):
    """Return a claim file with one quote, its words in YAML double quotes."""
    rest = "".join(f"    {name}: '{value}'\n" for name, value in more.items())
    return f'{HEAD}  - quote: "{words}"\n{rest}    claims: [acme operates works]\n'


def test_words_that_are_not_in_the_text_are_refused(vocabulary, tmp_path):
    """The nearest passage is shown, to copy from."""
    error = refusal(tmp_path, quoted("Acme had a work"), vocabulary)
    assert (11, "these words are not in the text: 'Acme had a work'") == (error.line, error.problem)
    assert error.hint == "Nearest passage: 'Acme has a works.'"


def test_words_that_stand_twice_must_be_numbered(vocabulary, tmp_path):
    """Lengthened or numbered; with its number each one is found."""
    error = refusal(tmp_path, quoted("Veldria"), vocabulary)
    assert (11, "'Veldria' stands 2 times in the text") == (error.line, error.problem)
    assert error.hint == "Lengthen the quote, or add `occurrence: N` (1 to 2)."
    path = tmp_path / "paper.yaml"
    for number, start in ((1, 21), (2, 67)):
        path.write_text(quoted("Veldria", occurrence=number))
        found = read(path, vocabulary).statements[0].evidence
        assert (start, start + 7) == (found.start, found.end)


@pytest.mark.parametrize(
    ("number", "line", "problem"),
    [
        ("3", 11, "occurrence 3 of 'Veldria', but it stands there 2 time(s)"),
        ("0", 12, "'0' is no number from 1"),
        ("two", 12, "'two' is no number from 1"),
        ("-1", 12, "'-1' is no number from 1"),
        ("²", 12, "'²' is no number from 1"),
    ],
)
def test_a_wrong_occurrence_is_refused(number, line, problem, vocabulary, tmp_path):
    """Too high, or no number."""
    error = refusal(tmp_path, quoted("Veldria", occurrence=number), vocabulary)
    assert (line, problem) == (error.line, error.problem)


def test_a_quote_needs_a_text(vocabulary, tmp_path):
    """A document without text has paraphrases and records only."""
    content = (HEAD + SAID).replace("  text: paper.txt\n", "")
    error = refusal(tmp_path, content, vocabulary)
    assert (10, "a quote needs the text it stands in") == (error.line, error.problem)


def test_a_missing_text_is_named(vocabulary, tmp_path):
    """The error stands at the text, not at the claim file."""
    error = refusal(tmp_path, WHOLE.replace("paper.txt", "lost.txt"), vocabulary)
    assert str(tmp_path / "lost.txt") == error.path
    assert error.problem == "cannot read it: No such file or directory"


def test_an_empty_text_is_refused(vocabulary, tmp_path):
    """It proves nothing."""
    error = refusal(tmp_path, WHOLE, vocabulary, text="")
    assert (4, "the text paper.txt is empty") == (error.line, error.problem)


def test_a_missing_claim_file_is_named(vocabulary, tmp_path):
    """As every other error: file, line, problem."""
    with pytest.raises(ClaimFileError, match=r"nowhere\.yaml:1: cannot read it: No such file"):
        read(tmp_path / "nowhere.yaml", vocabulary)


@pytest.mark.parametrize("name", ["../paper.txt", "/etc/hostname", "sub/paper.txt"])
def test_a_text_lies_beside_its_claim_file(name, vocabulary, tmp_path):
    """A claim file does not reach into other folders."""
    error = refusal(tmp_path, WHOLE.replace("paper.txt", name), vocabulary)
    assert (4, f"'{name}' must be a plain file name") == (error.line, error.problem)


def test_bytes_that_are_no_utf_8_are_refused(vocabulary, tmp_path):
    """In the claim file or in the text, with the line they stand in."""
    error = refusal(tmp_path, (HEAD + SAID + "# caf").encode() + b"\xe9\n", vocabulary)
    assert ("paper.yaml", 13) == (Path(error.path).name, error.line)
    assert (error.problem, error.hint) == ("this is not UTF-8", "Save the file as UTF-8.")
    error = refusal(tmp_path, HEAD + SAID, vocabulary, text=b"one\ntwo\ncaf\xe9\n")
    assert ("paper.txt", 3) == (Path(error.path).name, error.line)


def test_a_text_that_has_changed_is_refused(vocabulary, tmp_path):
    """The digest in the claim file guards the text; the new one is given."""
    digest = evidence.text_digest(TEXT)
    content = (HEAD + SAID).replace("  text:", f"  sha256: {digest}\n  text:")
    error = refusal(tmp_path, content, vocabulary, text=TEXT.replace("cables", "wires"))
    assert error.line == 4
    assert "paper.txt has changed" in error.problem
    assert evidence.text_digest(TEXT.replace("cables", "wires")) in error.problem
    (tmp_path / "paper.txt").write_text(TEXT)
    assert digest == read(tmp_path / "paper.yaml", vocabulary).document.sha256


def test_the_faults_of_all_statements_are_told_at_once(vocabulary, tmp_path):
    """Mending a file takes one run of the check, not one for each fault."""
    content = f"{HEAD}{OWNS}      - acme ows works\n{OWNS}      - acme owns\n"
    first = refusal(tmp_path, content, vocabulary)
    assert "'ows' is no relation of the ontology" == first.problem
    assert ["'acme owns' is no claim"] == [each.problem for each in first.others]
    assert str(first).endswith("\n1 more fault: `inroads check` lists all.")


@pytest.mark.parametrize(
    ("at", "problem"),
    [
        ("7", "'at' is for quotes whose text is not at hand"),
        ("unknown", "'at' is for quotes whose text is not at hand"),
    ],
)
def test_a_place_is_not_typed_where_the_text_is_at_hand(at, problem, vocabulary, tmp_path):
    """It is found."""
    error = refusal(tmp_path, quoted("Acme has a works", at=at), vocabulary)
    assert (12, problem) == (error.line, error.problem)


@pytest.mark.parametrize("at", ["-1", "07", "here", "9" * 5000, "1.5"])
def test_a_place_is_a_number_of_characters_or_unknown(at, vocabulary, tmp_path):
    """For quotes whose text is not at hand."""
    content = quoted("Acme has a works", at=at).replace("  text: paper.txt\n", "")
    assert (11, f"'{at}' is no place") == (
        (error := refusal(tmp_path, content, vocabulary)).line,
        error.problem,
    )


def test_an_occurrence_of_thousands_of_digits_is_refused(vocabulary, tmp_path):
    """Python itself would refuse to read such a number."""
    error = refusal(tmp_path, quoted("Veldria", occurrence="9" * 5000), vocabulary)
    assert 12 == error.line
    assert "is no number from 1" in error.problem
