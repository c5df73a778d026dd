"""What of a text no claim rests on, and the report that says so."""

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import seeds
from graph.claims.coverage import Coverage, Gap, coverage, function_words
from graph.claims.files import source
from graph.claims.model import Claim, ClaimFile, Document, Evidence, EvidenceKind, Statement
from graph.pages.checking import check
from ontology.records import Ontology

INVENTED = Path(__file__).parents[1] / "invented"
WORDS = ("Aldo", "Bex", "Cora", "sleeps", "owns", "Dunmore", "8,000", "state-owned")


def quoting(document: Document, spans: list[tuple[int, int]], text: str) -> ClaimFile:
    """Return a claim file that quotes these places of a text."""
    statements = tuple(
        Statement(Evidence(EvidenceKind.QUOTE, text[a:b], 0, a, b), (Claim("aldo", "owns", "bex"),))
        for a, b in spans
    )
    return ClaimFile(document, (), statements)


@given(st.data())
def test_covered_words_are_exactly_those_inside_quotes(data: st.DataObject) -> None:
    """A word counts if all of it lies inside one quote; every other word is in a gap."""
    words = data.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
    seams = data.draw(
        st.lists(st.sampled_from([" ", "\n", ", "]), min_size=len(words), max_size=len(words))
    )
    text, places = "", []
    for word, seam in zip(words, seams, strict=True):
        places.append((len(text), len(text) + len(word)))
        text += word + seam
    spans = data.draw(
        st.lists(
            st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted).map(tuple),
            max_size=3,
        )
    )
    found = coverage(quoting(Document("a", "a.txt", language="en"), spans, text), text)
    inside = [any(a <= start and end <= b for a, b in spans) for start, end in places]
    open_ = [word for word, covered in zip(words, inside, strict=True) if not covered]
    assert (len(words), sum(inside)) == (found.words, found.covered)
    assert open_ == [word for gap in found.gaps for word in gap.words.split()]


def test_every_word_of_the_seed_article_is_accounted_for(vocabulary: Ontology) -> None:
    """Quoted, omitted with a reason, or a function word: no gap."""
    path = seeds.FOLDER / "chinese-ev-makers-us.yaml"
    assert () == coverage(*source(path, vocabulary)).gaps


def test_a_removed_statement_opens_a_gap_with_its_line_and_words(vocabulary: Ontology) -> None:
    """Each statement whose words no other quotes leaves a gap where they stand."""
    path = seeds.FOLDER / "chinese-ev-makers-us.yaml"
    file, text = source(path, vocabulary)
    without = tuple(
        each for each in file.statements if "Geely, which owns Volvo" not in each.evidence.text
    )
    line = text[: text.index("Geely, which owns")].count("\n") + 1
    assert len(file.statements) - 1 == len(without)
    assert (Gap(line, "Geely owns Volvo Polestar"),) == coverage(
        replace(file, statements=without), text
    ).gaps


def test_removing_any_statement_covers_no_more(vocabulary: Ontology) -> None:
    """And words quoted by nobody else become a gap."""
    path = INVENTED / "kestrel-ledger.yaml"
    file, text = source(path, vocabulary)
    whole = coverage(file, text)
    for n in range(len(file.statements)):
        less = coverage(
            replace(file, statements=file.statements[:n] + file.statements[n + 1 :]), text
        )
        assert whole.words == less.words
        assert less.covered <= whole.covered
        assert bool(less.gaps) <= (less.covered < whole.covered)


def test_an_omission_closes_a_gap_and_is_counted_apart() -> None:
    """Words left out with a reason are neither quoted nor missing."""
    text = "Aldo sleeps.\nBex owns Cora.\n"
    file = quoting(Document("a", "a.txt", language="en"), [(0, 11)], "Aldo sleeps.")
    assert Coverage(5, 2, 0, (Gap(2, "Bex owns Cora"),)) == coverage(file, text)
    assert Coverage(5, 2, 3, ()) == coverage(
        replace(file, omitted=(("Bex owns Cora", "why not"),)), text
    )


def test_function_words_make_no_gap_in_their_language_alone() -> None:
    """Names, numbers and predicates are what claims are made of."""
    text = "The Aldo is in the Bex"

    def gaps(language: str) -> tuple[Gap, ...]:
        return coverage(quoting(Document("a", "a.txt", language=language), [], ""), text).gaps

    assert (Gap(1, "Aldo Bex"),) == gaps("en") == gaps("en-GB")
    assert (Gap(1, "The Aldo is in the Bex"),) == gaps("de")


def test_function_words_hold_no_number_and_no_name() -> None:
    """Else a figure could go missing in silence."""
    words = function_words("en")
    assert 50 < len(words)
    assert [] == [
        word for word in words if word != word.casefold() or any(each.isdigit() for each in word)
    ]


def test_quotes_that_only_touch_a_word_do_not_cover_it() -> None:
    """Half a word is no word."""
    found = coverage(
        quoting(Document("a", "a.txt", language="en"), [(0, 8)], "Aldo sleeps"), "Aldo sleeps"
    )
    assert (Gap(1, "sleeps"),) == found.gaps


# The report


def test_the_report_counts_files_and_claims() -> None:
    """Notes are no findings."""
    report = check([INVENTED / "gazetteer.yaml"], None, coverage=True)
    assert ([], ["1 of 1 files are well-formed, 7 claims."]) == (report.findings, report.notes)


def test_the_report_finds_what_only_two_files_together_get_wrong(tmp_path: Path) -> None:
    """One thing cannot be two kinds."""
    for name, kind in (("a", "Company"), ("b", "Brand")):
        (tmp_path / f"{name}.yaml").write_text(
            f'inroads: "1"\ndocument: {{id: {name}}}\nentities:\n  x: {{kind: {kind}, label: X}}\n'
        )
    report = check([], str(tmp_path), coverage=False)
    assert [
        "'x' is a Company in document 'a' and a Brand in document 'b'. Give one of them another id."
    ] == [what for _, _, what in report.findings]


def test_the_report_says_how_far_it_is() -> None:
    """First the files are counted; the proof of the shapes comes last."""
    steps: list[tuple[str, int, int]] = []
    check(
        [INVENTED / "gazetteer.yaml"],
        None,
        coverage=False,
        progress=lambda *step: steps.append(step),
    )
    assert [
        ("Reading files", 0, 1),
        ("Reading files", 1, 1),
        ("Proving the shapes", 0, 1),
    ] == steps
