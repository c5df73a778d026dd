"""What benchmarks measure and draw: the invented networks, the table, the picture."""

import json
from xml.etree import ElementTree

import pytest

import ontology
from benchmarks import growth, networks, scale
from graph.claims import bulk
from graph.claims.model import EvidenceKind

FIGURES = {
    "path": {"wall": 0.5, "slowest": 0.6, "cpu": 0.4, "networkx": 10.0, "networkx_cpu": 9.0},
    "open": {"seconds": 0.002, "networkx": 4.0},
    "measures": {"pagerank": 0.02, "networkx_pagerank": 0.5},
}
MACHINE = {"CPU": "a processor", "Python": "3"}


def test_invented_claims_load_and_are_the_same_every_time(tmp_path):
    """As many as asked for and the places, from documents that say twenty claims each."""
    path = tmp_path / "claims.jsonl"
    lines = list(networks.lines(600))
    assert lines == list(networks.lines(600))
    path.write_text("\n".join(lines), "utf-8")
    sources = bulk.read(path, ontology.compiled()).sources
    claims = {c.id for each in sources for s in each.file.statements for c in s.claims}
    assert len(lines) == len(claims) >= 600
    said = [s for each in sources if each.id != "gazetteer" for s in each.file.statements]
    assert {EvidenceKind.QUOTE} == {s.evidence.kind for s in said}
    assert 15 <= len(said) / (len(sources) - 1) <= 25


def test_invented_names_are_all_different():
    """So that a typing error in one of them has one right answer."""
    names = {networks.name(f"company-{number}") for number in range(20_000)}
    assert 20_000 == len(names)


def test_the_table_tells_what_was_not_measured():
    """A step that failed is no figure."""
    found = {"machine": MACHINE, "sizes": {"10000": {**FIGURES, "load": {"failed": "no space"}}}}
    table = scale.tables(found)
    assert "| load, all indexes included | not measured |" in table
    assert "| ... times slower | 20 |" in table
    assert "CPU a processor, Python 3" in table


def test_the_picture_draws_what_was_measured():
    """Well-formed, a point for each figure, the peer's curve above ours; nothing without figures."""
    found = {"sizes": {str(size): FIGURES for size in (10_000, 100_000, 1_000_000)}}
    picture = ElementTree.fromstring(growth.svg(found))
    points = [each for each in picture.iter() if each.tag.endswith("circle")]
    assert 3 * 2 * 3 == len(points)
    ours, theirs = points[0], points[3]
    assert float(theirs.get("cy")) < float(ours.get("cy"))
    words = {each.text for each in picture.iter() if each.tag.endswith("text")}
    assert {"10 k", "1 M", "inroads", "networkx"} <= words
    assert "circle" not in growth.svg({"sizes": {}})


@pytest.mark.skipif(not scale.RESULTS.exists(), reason="nothing was measured here yet")
def test_the_shipped_picture_is_that_of_the_shipped_results():
    """Run `python -m benchmarks.growth` if this fails."""
    drawn = growth.svg(json.loads(scale.RESULTS.read_text("utf-8")))
    assert drawn == growth.PICTURE.read_text("utf-8")
