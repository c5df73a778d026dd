"""Tables: rows become claims with themselves as evidence, and every fault names its line."""

import csv
import re
import tracemalloc
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import session
from graph.claims import bulk, content, table_mapping
from graph.claims.model import Claim, EvidenceKind, Name, Quantity, Speaker, Stance, Text
from graph.errors import ClaimFileError
from graph.store import commits, own
from tests.claims.strategies import NASTY, VOCABULARY

OWNERS = """
inroads-table: "1"
table: owners.csv
document: {id: register, title: Register, publisher: The Registry}
subject: {kind: Company, id: {column: owner}}
relation: {column: type, values: {parent: owns, shareholder: holdsStakeIn}}
object: {kind: Company, id: {column: asset}}
"""
HEADER = "owner,type,asset\n"


def write(folder, rows, mapping=OWNERS, name="owners.csv"):
    """Return the path of a table with its mapping beside it."""
    path = folder / name
    path.write_bytes(rows if isinstance(rows, bytes) else rows.encode())
    path.with_suffix(".yaml").write_text(mapping.lstrip(), "utf-8")
    return path


def statements(folder, rows, more="", mapping=OWNERS):
    """Return the statements of the one document that these rows make."""
    (source,) = bulk.read(write(folder, rows, mapping + more), VOCABULARY).sources
    return source.file.statements


def fault(folder, rows, more="", mapping=OWNERS):
    """Return the first fault of a table as (file, line, problem)."""
    with pytest.raises(ClaimFileError) as caught:
        bulk.read(write(folder, rows, mapping + more), VOCABULARY)
    name = re.split(r"[\\/]", caught.value.path)[-1]
    return name, caught.value.line, caught.value.problem


def outcome(path):
    """Return what is wrong with a table, or the documents in it."""
    try:
        return None, bulk.read(path, VOCABULARY).sources
    except ClaimFileError as error:
        return error, []


# ------------------------------------------------------------- what rows say


def test_a_row_is_a_claim_with_the_row_as_evidence(tmp_path):
    """The publisher of the table says it; the relation is translated by the mapping."""
    (said,) = statements(tmp_path, HEADER + "acme,parent,bolt\n")
    assert (Claim("acme", "owns", "bolt"),) == said.claims
    assert (Stance.ASSERTS, (Speaker(),)) == (said.stance, said.speakers)
    assert (EvidenceKind.RECORD, "row 2") == (said.evidence.kind, said.evidence.text)


def test_columns_fill_everything_a_statement_has(tmp_path):
    """Qualifiers, dates, hedges, the speaker, the key of the row, names and external ids."""
    mapping = """
inroads-table: "1"
table: owners.csv
document: {url: {column: page}, title: Register, publisher: The Registry}
subject: {kind: {column: what}, label: {column: who}, also: {zh: {column: zh}}, ids: {lei: {column: lei}}}
relation: holdsStakeIn
object: {kind: Company, label: {column: whom}}
qualifiers: {share: {column: share}}
record: [{column: no}, {column: part}]
speaker: {kind: Company, label: {column: teller}}
certainty: {column: sure, values: {perhaps: possible}}
stage: announced
said: {column: day}
from: {column: begin}
to: {column: end}
"""
    row = "no,part,what,who,zh,lei,whom,share,teller,sure,day,begin,end,page\n7,b,Company,Acme,艾克,LEI1,Bolt,20%,Bolt,perhaps,2026-01-02,2026,2027,https://x.example/7\n"
    (source,) = bulk.read(write(tmp_path, row, mapping), VOCABULARY).sources
    (said,) = source.file.statements
    acme, bolt = source.file.entities
    assert ("Acme", (Name("艾克", "zh"),), (("lei", "LEI1"),)) == (
        acme.label,
        acme.aliases,
        acme.external,
    )
    assert (Claim(acme.id, "holdsStakeIn", bolt.id, (("share", Text("20%")),)),) == said.claims
    assert ("no 7, part b", (Speaker("entity", bolt.id),)) == (said.evidence.text, said.speakers)
    assert ("possible", "announced", "2026-01-02", "2026", "2027") == (
        said.certainty, said.stage, said.said, said.valid_from, said.valid_to,
    )  # fmt: skip
    assert "https://x.example/7" == source.file.document.url


def test_figures_have_a_value_a_unit_and_a_bound(tmp_path):
    """Between two numbers where the row has both."""
    mapping = OWNERS.replace(
        "object: {kind: Company, id: {column: asset}}",
        "object: {value: {column: low}, upper: {column: high}, unit: percent}",
    )
    mapping = mapping.replace("kind: Company", "kind: Tariff").replace(
        "{column: type, values: {parent: owns, shareholder: holdsStakeIn}}", "rate"
    )
    said = statements(tmp_path, "owner,low,high\nduty,10,25\nduty,12.50,\n", mapping=mapping)
    figures = {each.evidence.text: each.claims[0].object for each in said}
    assert {
        "row 2": Quantity("10", "percent", "between", "25"),
        "row 3": Quantity("12.5", "percent"),
    } == figures


def test_what_is_empty_says_nothing(tmp_path):
    """An optional cell that is empty is left out; spaces are empty."""
    (said,) = statements(
        tmp_path, HEADER.strip() + ",since\nacme,parent,bolt,  \n", "from: {column: since}\n"
    )
    assert "" == said.valid_from


def test_keys_that_are_ids_stay_and_others_never_meet_by_chance(tmp_path):
    """GB 1 and gb-1 are two companies; a name alone is no id of the graph."""
    rows = HEADER + "GB 1,parent,gb-1\n"
    ((said,),) = (each.claims for each in statements(tmp_path, rows))
    assert re.fullmatch(r"gb-1-[0-9a-f]{8}", said.subject)
    assert "gb-1" == said.object
    mapping = OWNERS.replace("id: {column: owner}", "label: {column: owner}")
    ((said,),) = (
        each.claims for each in statements(tmp_path, HEADER + "Acme,parent,acme\n", mapping=mapping)
    )
    assert re.fullmatch(r"acme-[0-9a-f]{8}", said.subject)


def test_rows_left_out_and_columns_not_read_are_told(tmp_path):
    """How many, and which."""
    rows = HEADER.strip() + ",state,note\na,parent,b,void,\nb,parent,c,valid,\nc,parent,d,void,\n"
    path = write(tmp_path, rows, OWNERS + "leave-out: {state: [void]}\n")
    notes = bulk.read(path, VOCABULARY).notes
    assert [
        "owners.csv: left out 2 rows where state is 'void'.",
        "owners.csv: the mapping does not read the column note.",
    ] == notes


@pytest.mark.parametrize(("separator", "mark"), [("semicolon", ";"), ("tab", "\t"), ("bar", "|")])
def test_other_separators_are_named(separator, mark, tmp_path):
    """As spreadsheets of other countries write them."""
    rows = (HEADER + "acme,parent,bolt\n").replace(",", mark)
    (said,) = statements(tmp_path, rows, f"separator: {separator}\n")
    assert (Claim("acme", "owns", "bolt"),) == said.claims


def test_a_byte_order_mark_and_line_ends_of_windows_are_no_content(tmp_path):
    """As spreadsheets save them."""
    rows = b"\xef\xbb\xbf" + (HEADER + "acme,parent,bolt\n").replace("\n", "\r\n").encode()
    (said,) = statements(tmp_path, rows)
    assert (Claim("acme", "owns", "bolt"),) == said.claims


FORMULAS = ["=1+1", "=cmd|' /C calc'!A0", "+44 20", "-1", "@SUM(A1)", "\t=1", "NO", "1e5", "00123", "2026-05-17", "TRUE", "<b>x</b>", "https://x.example/?a=1&b=2"]  # fmt: skip


@given(
    names=st.lists(st.sampled_from(FORMULAS + NASTY) | st.text(max_size=20), min_size=1, max_size=5)
)
@settings(
    max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_cells_are_words_whatever_they_look_like(names, tmp_path):
    """Formulas, numbers, markup: each comes in as the words it is, or is refused with its line."""
    mapping = OWNERS.replace("id: {column: owner}", "label: {column: owner}")
    path = tmp_path / "owners.csv"
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["owner", "type", "asset"])
        rows.writerows([name, "parent", "bolt"] for name in names)
    path.with_suffix(".yaml").write_text(mapping.lstrip(), "utf-8")
    wanted = {
        unicodedata.normalize("NFC", name.replace("\r\n", "\n").replace("\r", "\n")).strip()
        for name in names
    }
    good = all(name.strip() and not content.FORBIDDEN.search(name) for name in names)
    error, sources = outcome(path)
    if error:
        assert error.line
        assert not good or "\r" in "".join(names), error
    else:
        found = {each.label for each in sources[0].file.entities} - {"bolt"}
        assert {" ".join(each.split()) for each in wanted} == {
            " ".join(each.split()) for each in found
        }


# ------------------------------------------------------------- what is wrong


ROWS = HEADER + "acme,parent,bolt\n"


@pytest.mark.parametrize(
    ("rows", "more", "expected"),
    [
        (ROWS + "acme,parent\n", "", ("owners.csv", 3, "this row has 2 cells, and the header names 3")),
        (ROWS + "acme,child,bolt\n", "", ("owners.csv", 3, "column 'type' says 'child', which is not mapped")),
        (ROWS + ",parent,bolt\n", "", ("owners.csv", 3, "this row has no subject")),
        (ROWS + "acme,parent,\n", "", ("owners.csv", 3, "this row has no object")),
        (ROWS + "acme,,bolt\n", "", ("owners.csv", 3, "this row has no relation")),
        (ROWS + "bolt,parent,bolt\n", "", ("owners.csv", 3, "'bolt' cannot stand in a relation to itself")),
        (ROWS + '\n\nacme,parent,"bo\nlt"x\n', "", ("owners.csv", 5, "this is no row: ',' expected after '\"'")),
        (ROWS + 'acme,parent,"bolt\n', "", ("owners.csv", 3, "this is no row: unexpected end of data")),
        (ROWS.encode() + b"acme,parent,\xff\n", "", ("owners.csv", 3, "this is not UTF-8")),
        (ROWS + "acme,parent,bo\x07lt\n", "", ("owners.csv", 3, "character U+0007 is not allowed in a claim file")),
        ("owner,owner,asset\n", "", ("owners.csv", 1, "two columns are called 'owner'")),
        ("", "", ("owners.yaml", 4, "owners.csv has no column 'owner'")),
        (HEADER, "", ("owners.csv", 1, "the file holds no claim")),
        (ROWS, "from: {column: since}\n", ("owners.yaml", 7, "owners.csv has no column 'since'")),
        (ROWS, "colour: red\n", ("owners.yaml", 7, "'colour' is unknown in a table's mapping")),
        (ROWS, "stage: {colum: owner}\n", ("owners.yaml", 7, "'colum' is unknown in a column")),
        (ROWS, "separator: x\n", ("owners.yaml", 7, "'x' is no separator")),
        (ROWS, "from: soon\n", ("owners.csv", 2, "'soon' is no date")),
        (ROWS, "stage: someday\n", ("owners.csv", 2, "'someday' is no stage")),
    ],
)  # fmt: skip
def test_every_fault_names_file_and_line(rows, more, expected, tmp_path):
    """Of the table, or of its mapping."""
    assert expected == fault(tmp_path, rows, more)


def test_all_faults_of_a_table_are_gathered(tmp_path):
    """The first carries the others."""
    path = write(tmp_path, ROWS + "a,child,b\n" * 3)
    with pytest.raises(ClaimFileError) as caught:
        bulk.read(path, VOCABULARY)
    assert [3, 4, 5] == [each.line for each in (caught.value, *caught.value.others)]


def test_a_table_without_a_mapping_says_what_to_write(tmp_path):
    """And a mapping reads no file elsewhere."""
    path = tmp_path / "owners.csv"
    path.write_text(ROWS)
    with pytest.raises(ClaimFileError, match=r"Say in owners\.yaml, beside it"):
        bulk.read(path, VOCABULARY)
    write(tmp_path, ROWS, OWNERS.replace("table: owners.csv", "table: ../owners.csv"))
    with pytest.raises(ClaimFileError, match="no table beside this file"):
        bulk.read(path, VOCABULARY)


def test_a_mapping_is_told_from_a_claim_file(tmp_path):
    """By its first key."""
    path = write(tmp_path, ROWS).with_suffix(".yaml")
    assert table_mapping.is_mapping(path)
    assert bulk.read(path, VOCABULARY) == bulk.read(path.with_suffix(".csv"), VOCABULARY)
    path.write_text('# a comment\ninroads: "1"\n')
    assert not table_mapping.is_mapping(path)


@given(
    rows=st.binary(max_size=200)
    | st.text(st.sampled_from('ab,";\n\r\x00=é'), max_size=60).map(str.encode)
)
@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_no_bytes_break_the_reader(rows, tmp_path):
    """Whatever a table holds, it is read or a fault of it is named."""
    path = write(tmp_path, HEADER.encode() + rows)
    error, _ = outcome(path)
    assert error is None or error.line


def test_rows_are_read_one_by_one(tmp_path):
    """Of a long table the rows before are not kept."""
    path = write(tmp_path, HEADER + "acme,parent,bolt\n" * 3_000)
    table = bulk.line_files.opened(path, VOCABULARY)
    tracemalloc.start()
    read = sum(1 for _ in table.lines())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (3_000, True) == (read, peak < 100_000)


def test_a_table_streams_into_a_large_graph_as_it_is_read(tmp_path, monkeypatch):
    """The same claims, documents and notes, put aside or in memory."""
    rows = (
        HEADER.strip()
        + ",state\n"
        + "".join(f"a{n},parent,b{n},{'void' if n % 7 == 0 else 'valid'}\n" for n in range(50))
    )
    path = write(tmp_path, rows, OWNERS + "leave-out: {state: [void]}\n").with_suffix(".yaml")
    found = {}
    for limit in ("1", "100000"):
        monkeypatch.setenv("INROADS_LARGE", limit)
        desk = tmp_path / limit
        commits.create(desk)
        change = own.load(desk, [path])
        opened = session.open(str(desk))
        found[limit] = (change.notes, change.added, [tuple(row) for row in opened.table.rows])
    assert found["1"] == found["100000"]
    assert 42 == len(found["1"][2])
