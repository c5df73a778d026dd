"""The text file of judgements: what is written reads back, and no fault passes in silence."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.claims import judgements
from graph.claims.judgements import HEADER, Judgement, Verdict, append, parse, read, write
from graph.claims.lines import LineError
from graph.errors import ClaimFileError

IDS = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)
NASTY = ["#", "=", '"', "\\", '\\"', "why=x", "same a b", "=1+1", "吉利", "<b>", "\u202e", "it's"]
TEXTS = st.lists(
    st.sampled_from(NASTY) | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])),
    max_size=4,
).map(lambda words: " ".join(" ".join(words).split()))
DATES = st.sampled_from(["", "2026", "2026-05", "2024-02-29", "2026-Q2", "2026-spring"])


@st.composite
def made(draw):
    """Return any judgement."""
    one, other = draw(st.lists(IDS, min_size=2, max_size=2, unique=True))
    verdict = draw(st.sampled_from(Verdict))
    return Judgement(verdict, one, other, draw(TEXTS), draw(DATES), draw(TEXTS))


def fault(text):
    """Return line, problem and hint of what is wrong with ``text``."""
    with pytest.raises(ClaimFileError) as raised:
        parse(text, "who.txt")
    assert raised.value.path == "who.txt"
    return raised.value.line, raised.value.problem, raised.value.hint


@given(made())
def test_any_judgement_written_reads_back(judgement):
    """Whatever stands in its words."""
    assert (judgement,) == parse(write(judgement))


@given(st.lists(made(), max_size=5))
def test_judgements_are_appended_in_order_each_with_its_line(judgements):
    """A new file begins with three lines that say what it is."""
    text = ""
    for each in judgements:
        text = append(text, each)
    assert judgements == list(parse(text))
    first = HEADER.count("\n") + 1
    assert list(range(first, first + len(judgements))) == [each.line for each in parse(text)]


@given(st.lists(made(), min_size=1, max_size=5), st.data())
def test_deleting_a_line_undoes_it_and_nothing_else(judgements, data):
    """The other judgements stand as before."""
    text = ""
    for each in judgements:
        text = append(text, each)
    place = data.draw(st.integers(0, len(judgements) - 1))
    line = parse(text)[place].line
    left = text.split("\n")
    del left[line - 1]
    assert judgements[:place] + judgements[place + 1 :] == list(parse("\n".join(left)))


@pytest.mark.parametrize("before", ["# mine\n\nsame a b", "same a b\r\n", "\ufeffsame a b\n\n"])
def test_appending_keeps_what_people_wrote_to_the_letter(before):
    """Comments, blank lines, line ends and a byte order mark; a last line without an end gets one."""
    after = append(before, Judgement(Verdict.UNSURE, "c", "d"))
    assert after.startswith(before)
    assert ["same a b", "unsure c d"] == [write(each) for each in parse(after)]


def test_details_stand_in_any_order_and_may_be_missing():
    """Who, when and why, bare or in quotation marks."""
    text = '\tsame  a b  why="x y" by=Ada\ndifferent a c when=2026-Q2'
    assert (
        Judgement(Verdict.SAME, "a", "b", who="Ada", why="x y"),
        Judgement(Verdict.DIFFERENT, "a", "c", when="2026-Q2"),
    ) == parse(text)


@pytest.mark.parametrize(
    ("line", "problem", "hint"),
    [
        ("sane a b", "'sane' is no verdict", "Did you mean same?"),
        ("by=Ada", "'' is no verdict", "Known: different, same, unsure."),
        ("same a", "'same' takes two ids, not 1", "A judgement is: same|different|unsure ID ID"),
        ("same a b c", "'same' takes two ids, not 3", "A judgement is:"),
        ("same a b # why", "'same' takes two ids, not 4", "A judgement is:"),
        ("same a a", "'a' stands there twice", "Name the other one."),
        ('same "Volvo Cars" volvo', "'Volvo Cars' is no id", "`inroads find` tells the id"),
        ("same a kg:b", "'kg:b' is no id", "`inroads find` tells the id"),
        (f"same a {'b' * 1001}", f"'{'b' * 60}…' is no id", "`inroads find`"),
        ("same a b when=yesterday", "'yesterday' is no date", "Write 2026, 2026-05"),
        ("same a b when=2026-02-30", "'2026-02-30' is no date", "Write 2026, 2026-05"),
        ("same a b whom=Ada", "'whom' is unknown in a judgement", "A judgement is:"),
        ("same a b by=Ada by=Bob", "'by' stands there twice", "Write it once."),
        ('same a b why="open', "cannot read 'why=\"open'", "Close the quotation mark"),
        ('same a b why="bell\a"', "'why' holds control characters", "Take them out."),
        ("same a b by=nul\0", "'by' holds control characters", "Take them out."),
        (f"same a b why={'x' * 1001}", "'why' has more than 1,000 characters", "Shorten it."),
        (f"same a b {' ' * 10_000}c", "this line has more than 10,000 characters", "Shorten it."),
    ],
)  # fmt: skip
def test_a_faulty_line_is_named_with_its_remedy(line, problem, hint):
    """The number is that of the line in the file, comments counted."""
    number, told, remedy = fault(f"# comment\n\nsame x y\n{line}\n")
    assert (4, problem) == (number, told)
    assert remedy.startswith(hint)


def test_only_line_feeds_end_a_line():
    """As in an editor; an unseen line end in the words does not cut them in two."""
    (found,) = parse('same a b why="one\u2028two\x0cthree"')
    assert "one two three" == found.why


def test_who_judges_is_checked_like_a_line():
    """What is made by a command is refused before it is written."""
    with pytest.raises(LineError, match="'by' holds control characters"):
        judgements.judgement("same", ["a", "b"], who="\x1b[31mAda")


def test_a_missing_file_is_no_judgement(tmp_path):
    """Nobody has judged yet."""
    assert () == read(tmp_path / "identity.txt")


def test_a_file_that_is_not_text_is_refused_with_its_line(tmp_path):
    """UTF-16 and cut characters are told, not guessed."""
    path = tmp_path / "identity.txt"
    path.write_bytes(b"same a b\nsame c \xff\n")
    with pytest.raises(ClaimFileError) as raised:
        read(path)
    assert f"{path}:2: this is not UTF-8\nSave the file as UTF-8." == str(raised.value)


def test_a_folder_in_its_place_and_an_endless_file_are_refused(tmp_path, monkeypatch):
    """The reader stops at a bound, whatever the file holds."""
    with pytest.raises(ClaimFileError, match="cannot read it"):
        read(tmp_path)
    monkeypatch.setattr(judgements, "MAX_BYTES", 20)
    path = tmp_path / "identity.txt"
    path.write_text("same a b\n" * 2)
    assert 2 == len(read(path))
    path.write_text("same a b\n" * 3)
    with pytest.raises(ClaimFileError, match="it has more than 20 bytes"):
        read(path)


@given(
    st.binary(max_size=200) | st.builds("{} {}".format, made().map(write), TEXTS).map(str.encode)
)
def test_any_bytes_are_read_or_refused_as_a_user_error(tmp_path_factory, content):
    """No other exception comes out of the reader, and what it reads can be written."""
    path = tmp_path_factory.getbasetemp() / "fuzzed.txt"
    path.write_bytes(content)
    with suppress(ClaimFileError):
        found = read(path)
        assert found == parse("\n".join(write(each) for each in found))
