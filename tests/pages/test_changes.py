"""What a load did, in words that a person reads."""

from graph.pages.changes import told
from graph.store.own import Change


def test_each_document_with_unproved_quotes_is_told():
    """One line a document."""
    assert [
        "1 quote of 'a' could not be checked: its text is not beside the file.",
        "2 quotes of 'b' could not be checked: its text is not beside the file.",
    ] == [*told(Change(unproved={"b": 2, "a": 1}))]


def test_very_many_documents_with_unproved_quotes_are_told_together():
    """With their number and the first of them."""
    many = {f"d{number:02}": 3 for number in range(21)}
    assert [
        "63 quotes of 21 documents could not be checked: their texts are not beside the files "
        "(d00, d01, d02, d03, d04 and 16 more)."
    ] == [*told(Change(unproved=many))]


def test_what_files_left_out_is_told():
    """As the readers say it."""
    assert ["x.csv: left out 2 rows."] == [*told(Change(notes=["x.csv: left out 2 rows."]))]
