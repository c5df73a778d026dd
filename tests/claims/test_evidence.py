"""Quoted words: where they stand, counted in code points over LF and NFC."""

import hashlib
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph.claims.evidence import locate, near, normalise, occurrences, passage, text_digest
from graph.claims.files import read
from graph.errors import EvidenceError

TEXT = "First line.\nGeely (吉利) 🚗🚗 owns café Volvo.\nGeely again.\n"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("a\r\nb\rc\nd", "a\nb\nc\nd", id="line ends"),
        pytest.param("cafe\u0301", "caf\u00e9", id="combining accent"),
        pytest.param("\u1112\u1161\u11ab", "\ud55c", id="Hangul"),
        pytest.param("\u2126", "\u03a9", id="the sign for ohm is omega"),
        pytest.param("🚗", "🚗", id="beyond the first 65,536"),
        pytest.param("\r\r\n\n", "\n\n\n", id="mixed line ends"),
    ],
)
def test_texts_are_counted_in_one_form(raw, expected):
    """Line ends become LF, composed characters NFC."""
    assert expected == normalise(raw)


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    """A normalised text has no CR and is in NFC."""
    once = normalise(text)
    assert once == normalise(once)
    assert "\r" not in once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("words", "start"),
    [("First", 0), ("Geely (", 12), ("吉利", 19), ("🚗🚗 owns", 23), ("café", 31), ("Volvo", 36)],
)
def test_offsets_are_code_points(words, start):
    """An astral character counts as one, as does a composed letter."""
    assert (start, start + len(words)) == locate(TEXT, words)
    assert list(words) == list(TEXT)[start : start + len(words)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_bytes_of_a_file_do_not_move_the_offsets(tmp_path, vocabulary, line_end, form, mark):
    """CRLF, decomposed letters or a byte order mark: same offsets, same digest."""
    raw = mark + unicodedata.normalize(form, TEXT).replace("\n", line_end)
    (tmp_path / "paper.txt").write_bytes(raw.encode())
    claim_file = (
        'inroads: "1"\ndocument: {id: paper, text: paper.txt}\n'
        "entities: {a: {kind: Company, label: A}, b: {kind: Brand, label: B}}\n"
        'statements:\n  - quote: "🚗🚗 owns cafe\u0301 Volvo.\\nGeely"\n    claims: [a owns b]\n'
    )
    path = tmp_path / "paper.yaml"
    path.write_bytes((mark + claim_file.replace("\n", line_end)).encode())
    file = read(path, vocabulary)
    found = file.statements[0].evidence
    assert (23, 48) == (found.start, found.end)
    assert "🚗🚗 owns café Volvo.\nGeely" == found.text
    assert hashlib.sha256(TEXT.encode()).hexdigest() == file.document.sha256


@given(st.text(min_size=1), st.data())
def test_each_slice_of_a_text_is_found_again(text, data):
    """With its number, a quote is found where it was cut; without, only if it stands once."""
    start = data.draw(st.integers(0, len(text) - 1))
    quote = text[start : data.draw(st.integers(start + 1, len(text)))]
    assume(quote.strip())
    places = [at for at in range(len(text)) if text[at : at + len(quote)] == quote]
    assert places == occurrences(text, quote)
    assert (start, start + len(quote)) == locate(text, quote, places.index(start) + 1)
    if len(places) == 1:
        assert (start, start + len(quote)) == locate(text, quote)
    else:
        with pytest.raises(EvidenceError, match=f"stands {len(places)} times"):
            locate(text, quote)


def test_words_that_overlap_themselves_are_all_counted():
    """'na na' stands twice in 'na na na'."""
    assert [0, 3] == occurrences("na na na", "na na")
    assert (3, 8) == locate("na na na", "na na", 2)


@pytest.mark.parametrize("quote", ["", "  ", "\n"])
def test_an_empty_quote_is_refused(quote):
    """White space proves nothing."""
    with pytest.raises(EvidenceError, match="empty"):
        locate(TEXT, quote)


def test_words_that_stand_there_too_seldom_are_refused():
    """The message says which numbers there are."""
    with pytest.raises(EvidenceError, match=r"2 time\(s\)\nUse a number from 1 to 2"):
        locate(TEXT, "Geely", 3)


def test_the_nearest_passage_is_shown_for_words_that_are_not_there():
    """It is widened to whole words, so that it can be copied."""
    with pytest.raises(EvidenceError, match="Nearest passage: 'First line") as caught:
        locate("First lines here. Nothing else.", "Firsd line")
    assert "Firsd line" in caught.value.problem
    assert "owns café Volvo" in near(TEXT, "owned café Volvo")


def test_identical_paragraphs_have_one_digest():
    """White space, the rest of the text and the words quoted do not matter; the words do."""
    one = "Head\nSame  words here, quoted twice.\nTail"
    other = "Same words here,  quoted twice. "
    assert passage(one, 5, 9) == passage(one, 11, 16) == passage(other, 5, 10)
    assert passage(one, 0, 4) != passage(one, 5, 9)
    assert passage(one, 0, 9) not in (passage(one, 0, 4), passage(one, 5, 9))


def test_the_digest_of_a_text_is_that_of_its_utf_8():
    """It can be checked with any other tool."""
    assert hashlib.sha256("吉利".encode()).hexdigest() == text_digest("吉利")
