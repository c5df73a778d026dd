"""Answers to paste: Markdown with footnotes, Graphviz and Mermaid, whatever sources call things."""

import re
from itertools import pairwise

import pytest
from hostile import opened
from hypothesis import given
from hypothesis import strategies as st

from graph.answers.answer import Answers, PathQuestion
from graph.answers.ask import ask
from graph.answers.model import (
    Answer,
    EntityRef,
    HopOut,
    LoadBearing,
    PathOut,
    QuestionOut,
    RelationRef,
    ValueOut,
)
from graph.pages import diagram, report
from graph.pages.cite import markdown_note
from graph.session import Session


def path(session: Session, one: str, other: str, **options: int) -> Answer:
    """Return the answer to a path question."""
    return Answers(session).path(PathQuestion((one,), (other,), **options))


def made(*labels: str, standing: str = "stated", stage: str | None = None) -> Answer:
    """Return an answer with one path through entities of these labels."""
    ends = [EntityRef(f"e{n}", label, "Company") for n, label in enumerate(labels)]
    hops = [
        HopOut(one, other, RelationRef("r", labels[0]), True, [], standing, stage, [], [])
        for one, other in pairwise(ends)
    ]
    found = PathOut(1, "", 1, {}, standing, labels[0], 1, "open", [], hops)
    return Answer(QuestionOut("q", "path", [], [], {}, []), "found", labels[0], None, [found])


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """Return an answer whose every text is made to harm."""
    return path(opened(tmp_path_factory.mktemp("evil")), "aldo", "kg:bex")


# ------------------------------------------------------------------------ Markdown


def test_a_path_has_its_sentence_hops_and_a_footnote_for_each_claim(seed: Session) -> None:
    """Ready to paste: bold sentence, numbered path, notes with the words and the claim's id."""
    text = report.markdown(path(seed, "CATL", "Michigan"))
    assert text.startswith(
        "**Together with Ford, CATL is a partner in the Ford-CATL partnership, which is to produce "
        "lithium iron phosphate batteries in Michigan.**[^1][^2]\n\n1. *announced · 1 origin · no barrier known*\n"
    )
    assert "   - Ford-CATL partnership — produces in → Michigan (announced, agreed)[^2]\n" in text
    assert (
        "[^1]: CATL is a partner in the Ford-CATL partnership. (stated) — the article "
        "chinese-ev-makers-us says: “Ford has partnered with Chinese battery maker CATL” — article, "
        "title unknown, publisher unknown, undated, no address — claim 38231c4aabee3c3b\n"
    ) in text


@pytest.mark.parametrize(
    ("one", "other"), [("Geely", "in:US"), ("Xiaomi", "Ford"), ("CATL", "Geely"), ("class:company", "in:US")]
)  # fmt: skip
def test_every_mark_has_its_note_and_every_note_its_mark(
    one: str, other: str, seed: Session
) -> None:
    """Numbered from one as they come up; every claim of a path has one note."""
    answer = path(seed, one, other, k=9)
    body, _, notes = report.markdown(answer).partition("\n\n[^1]: ")
    marks = list(dict.fromkeys(map(int, re.findall(r"\[\^(\d+)\]", body))))
    assert list(range(1, len(marks) + 1)) == marks
    lines = [line for line in f"[^1]: {notes}".splitlines() if marks]
    assert [f"[^{n}]" for n in marks] == [line.partition(":")[0] for line in lines]
    shown = [*answer.paths, *(miss.path for miss in answer.near_misses)]
    claims = list(dict.fromkeys(c.id for p in shown for hop in p.hops for c in hop.claims))
    assert claims == [line.rpartition(" claim ")[2] for line in lines]


def test_policies_and_what_must_be_said_of_a_path_are_told(seed: Session) -> None:
    """As in the text: what bites on a hop, the gate, and where deals are separate."""
    answer = path(seed, "Geely", "in:US")
    text = report.markdown(answer)
    assert "gate conditional" in text
    for found in answer.paths:
        for bite in found.policies:
            assert f"claim {bite.claim})" in text


def test_a_list_is_told_with_footnotes(seed: Session) -> None:
    """``ask -f md``: each entity with its claims."""
    text = report.markdown(ask(seed, "which brands does Geely own"))
    assert "- Volvo (Brand, stated)\n  - Geely owns Volvo. (stated)[^2]" in text
    assert "\n[^2]: Geely owns Volvo. (stated) — " in text


def test_figures_and_what_bears_the_load_are_told(seed: Session) -> None:
    """What later answers hold is rendered too."""
    (claim,) = path(seed, "CATL", "Michigan").paths[0].hops[0].claims
    answer = made("A", "B")._replace(
        values=[ValueOut("quota", 50000, "vehicles per year", "up-to", [claim])],
        load_bearing=[LoadBearing("claim", claim.id, "All rests on *this*.")],
        truncated=["timeout"],
    )
    text = report.markdown(answer)
    assert "- quota: up to 50,000 vehicles per year[^1]\n" in text
    assert f"- All rests on \\*this\\*. (claim {claim.id})\n" in text
    assert "cut short (timeout)" in text


def test_addresses_are_links_only_where_they_are_addresses_of_the_web(
    evil: Answer, seed: Session
) -> None:
    """Written between angle brackets, where nothing in them is markup; others stay text."""
    assert "<https://x.example/a_b*c?d=[e]>" in report.markdown(evil)
    assert "<https://www.iso.org/iso-3166-country-codes.html>" in report.markdown(
        path(seed, "Geely", "in:US")
    )
    claim = evil.paths[0].hops[0].claims[0]
    said = claim.attestations[0]
    for url in ("javascript:alert(1)", "https://x.example/><b>", "https://x.example/ a", "//x"):
        document = said.document._replace(url=url)
        note = markdown_note(claim._replace(attestations=[said._replace(document=document)]))
        assert f"<{url}" not in note
        assert "<" not in note


def test_no_markup_of_a_source_works(evil: Answer) -> None:
    """No HTML, no link, no foot of another table, no line of its own."""
    text = report.markdown(evil)
    unescaped = re.sub(r"\\[\\`*_{}\[\]()#+.!|~-]", "", text)
    assert "<b>" not in unescaped
    assert "</script>" not in unescaped
    assert "](http" not in unescaped
    assert "\u2028" not in text
    assert "\u202e" not in text
    assert {"[^1]"} == set(re.findall(r"\[[^\]]*\]", re.sub(r"<https?:[^>]*>", "", unescaped)))


# ------------------------------------------------------------------------ Graphviz

DOT = re.compile(
    r"""digraph\ inroads\ \{\n
    \ \ label=(?P<title>"(?:[^"\\\n]|\\["\\n])*");\n
    \ \ labelloc=t;\n
    \ \ rankdir=LR;\n
    \ \ node\ \[shape=box\];\n
    (?P<nodes>(?:\ \ n\d+\ \[label="(?:[^"\\\n]|\\["\\])*"(?:,\ shape=note)?\];\n)*)
    (?P<edges>(?:\ \ n\d+\ ->\ n\d+\ \[label="(?:[^"\\\n]|\\["\\])*",\ style=(?:solid|dashed|dotted)\];\n)*)
    \}\n""",
    re.VERBOSE,
)


def dot_labels(text: str) -> list[str]:
    """Return the labels of the nodes as Graphviz shows them; fails at anything else."""
    match = DOT.fullmatch(text)
    assert match, text
    labels = re.findall(r'label="((?:[^"\\]|\\.)*)"', match["nodes"])
    plain = [re.sub(r"\\(.)", r"\1", label) for label in labels]
    return [each.replace("&amp;", "&") for each in plain]


def test_dot_draws_each_hop_once_in_its_true_direction(seed: Session) -> None:
    """Ford is a partner in the venture, whichever way the path runs."""
    text = diagram.dot(path(seed, "Xiaomi", "Ford", k=9))
    labels = dot_labels(text)
    assert ["Xiaomi", "Xiaomi-Ford joint venture (prospect)", "Ford"] == labels
    assert (
        '  n2 -> n1 [label="is a partner in (disputed, under-discussion)", style=dotted];' in text
    )
    edges = re.findall(r"n\d -> .*", text)
    assert len(set(edges)) == len(edges) == 3


@pytest.mark.parametrize(
    ("standing", "stage", "style"),
    [
        ("corroborated", None, "solid"), ("stated", "operating", "solid"), ("implied", None, "solid"),
        ("stated", "paused", "dashed"), ("announced", "agreed", "dashed"), ("possible", None, "dashed"),
        ("opinion", None, "dashed"), ("disputed", None, "dotted"), ("denied", None, "dotted"),
    ],
)  # fmt: skip
def test_only_facts_have_solid_lines(standing: str, stage: str | None, style: str) -> None:
    """Plans and reports are dashed, what is disputed or denied dotted, in both languages."""
    answer = made("A", "B", standing=standing, stage=stage)
    assert f", style={style}]" in diagram.dot(answer)
    text = diagram.mermaid(answer)
    assert (" -->|" in text) == (style == "solid")
    assert ("linkStyle 0" in text) == (style == "dotted")


def test_policies_are_drawn_beside_what_they_touch(seed: Session) -> None:
    """With their effect on the arrow."""
    text = diagram.dot(path(seed, "Geely", "in:US", k=1))
    assert '[label="regulatory hurdles", shape=note];' in text
    assert '[label="conditions (implied)", style=solid];' in text


def test_a_hop_that_several_paths_share_is_drawn_once(seed: Session) -> None:
    """And so is every policy."""
    answer = path(seed, "class:company", "in:US", k=20)
    shared = [(hop.from_.id, hop.relation.id, hop.to.id) for p in answer.paths for hop in p.hops]
    lines = diagram.dot(answer).splitlines()
    assert len(set(shared)) < len(shared)
    assert len(set(lines)) == len(lines)


@given(labels=st.lists(st.text(st.characters(codec="utf-8")), min_size=2, max_size=4))
def test_dot_shows_any_label_as_it_is(labels: list[str]) -> None:
    """No quote, backslash or entity of a label is read as syntax; a clean label comes back."""
    shown = dot_labels(diagram.dot(made(*labels)))
    assert len(labels) == len(shown)
    for label, found in zip(labels, shown, strict=True):
        if label.isprintable() and "\u00ad" not in label:
            assert label == found


# ------------------------------------------------------------------------ Mermaid

LABEL = r'"(?:[\w ,()\'\u0080-\U0010ffff-]|\#\d+;)*"'
MERMAID = re.compile(
    rf"""flowchart\ LR\n
    (?:\ \ (?:n\d+|none)(?:\[{LABEL}\]|\{{\{{{LABEL}\}}\}})\n)+
    (?:\ \ n\d+\ (?:-->|-\.->)\|{LABEL}\|\ n\d+\n)*
    (?:\ \ linkStyle\ \d+(?:,\d+)*\ stroke-dasharray:1\ 4\n)?""",
    re.VERBOSE,
)


def mermaid_labels(text: str) -> list[str]:
    """Return the labels of the nodes as Mermaid shows them; fails at anything else."""
    assert MERMAID.fullmatch(text), text
    labels = re.findall(r'^  n\w+[\[{]+"(.*)"[\]}]+$', text, re.MULTILINE)
    return [re.sub(r"#(\d+);", lambda m: chr(int(m[1])), label) for label in labels]


def test_mermaid_draws_the_same(seed: Session) -> None:
    """As a flowchart from left to right."""
    text = diagram.mermaid(path(seed, "CATL", "Michigan"))
    assert (
        "flowchart LR\n"
        '  n0["CATL"]\n  n1["Ford-CATL partnership"]\n  n2["Michigan"]\n'
        '  n0 -->|"is a partner in (stated)"| n1\n'
        '  n1 -.->|"produces in (announced, agreed)"| n2\n'
    ) == text


@pytest.mark.parametrize(
    "label", ["end", '"', "a]b[", "`md`", "**b**", "1. one", "- item", "<b>", "#35;", "%% x", "a;b", "{{", "|"]
)  # fmt: skip
def test_mermaid_survives_what_breaks_it(label: str) -> None:
    """Quotes, brackets, keywords, lists, HTML and its own codes stand as text."""
    text = diagram.mermaid(made(label, "B"))
    assert [label, "B"] == mermaid_labels(text)
    assert not re.search(r'"(?:\d+\.|[-*+]) ', text)


@given(labels=st.lists(st.text(st.characters(codec="utf-8")), min_size=2, max_size=4))
def test_mermaid_shows_any_label_as_it_is(labels: list[str]) -> None:
    """Whatever the sources call it."""
    shown = mermaid_labels(diagram.mermaid(made(*labels)))
    assert len(labels) == len(shown)
    for label, found in zip(labels, shown, strict=True):
        if label.isprintable():
            assert label == found


def test_no_path_is_drawn_as_the_sentence_that_says_so(seed: Session) -> None:
    """A drawing of nothing would say nothing."""
    answer = path(seed, "CATL", "Geely")
    assert "No path from CATL to Geely" in diagram.mermaid(answer)
    assert 'label="No path from CATL to Geely' in diagram.dot(answer)


def test_hostile_names_are_drawn_as_text(evil: Answer) -> None:
    """In both languages."""
    assert 2 == len(dot_labels(diagram.dot(evil)))
    assert 2 == len(mermaid_labels(diagram.mermaid(evil)))
