"""Views as data and as files: scenes, families, layouts, and pages that are always the same."""

import json
import math
import os
import re
import subprocess
import sys
from dataclasses import replace
from html import unescape
from itertools import combinations
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given as for_all

from graph import session
from graph.answers.answer import Answers, PathQuestion
from graph.claims.model import Standing
from graph.errors import BadParameter, NothingToDraw, OutputError, TooMuchToDraw
from graph.pages import evidence, text, view
from graph.pages.boxes import box, separate, wrapped
from graph.pages.families import FORMS, families
from graph.pages.layout import Kept, layout
from graph.pages.plain import printable
from graph.pages.scene import FIRST, WHOLE, Line, Point, Scene
from graph.pages.scenes import Scenes
from graph.session import Session
from ontology.namespaces import CLAIM

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def path(seed: Session) -> Scene:
    """Return the scene of a path with policies and two ways."""
    return Scenes(seed).answer(Answers(seed).path(PathQuestion(("Geely",), ("in:US",))))


def placed(scene: Scene, kept=None):
    return layout(scene, {each.id: each.label for each in scene.points}, Kept(kept or {}, {}))


def scene_of(points: list[str], lines: list[tuple[str, str]]) -> Scene:
    """Return a scene of bare points and lines."""
    return Scene(
        "groups", "t", "a",
        tuple(Point(id_, id_, "") for id_ in points),
        tuple(Line(f"l{n}", s, t, "knows", "stated", "", "c") for n, (s, t) in enumerate(lines)),
        (),
    )  # fmt: skip


def data(page: view.Page) -> dict:
    return json.loads(re.search(r'id="scene">(.*?)</script>', page.html, re.DOTALL)[1])


# ------------------------------------------------------------------ what a view shows


def test_a_path_has_its_hops_as_steps_with_the_bites_on_them(path: Scene) -> None:
    """Step by step, as the answer tells it."""
    best = path.stories[0]
    assert ("geely", "united-states") == (best.points[0], best.points[-1])
    assert [2, 0, 0] == [len(step.bites) for step in best.steps]
    lines = {line.id: line for line in path.lines}
    assert {("conditions", True)} == {
        (lines[each.line].label, lines[each.line].bite) for each in best.steps[0].bites
    }
    assert "conditions: regulatory hurdles \u2014 touches Geely factory in South Carolina" in (
        best.steps[0].bites[1].told
    )


QUESTIONS = [
    PathQuestion(("Geely",), ("in:US",)),
    PathQuestion(("CATL",), ("Michigan",)),
    PathQuestion(("Xiaomi",), ("Michigan",)),
    PathQuestion(("Xiaomi",), ("Michigan",), floor=Standing.STATED),
    PathQuestion(("CATL",), ("US",), max_hops=1),
    PathQuestion(("Chinese EV makers",), ("in:US",), flow="market"),
    PathQuestion(("class:Company",), ("in:US",), 20),
]


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: f"{asked.sources}-{asked.targets}")
def test_whatever_an_answer_tells_is_on_its_page(asked: PathQuestion, seed: Session) -> None:
    """Near misses as much as paths: words, bites, what speaks against, what it rests on."""
    given = Answers(seed).path(asked)
    html = unescape(view.page(Scenes(seed).answer(given), seed.ontology).html)
    paths = [*given.paths, *(miss.path for miss in given.near_misses)]
    hops = [hop for path in paths for hop in path.hops]
    claims = [claim for hop in hops for claim in (*hop.claims, *hop.against)]
    expected = [given.answer, *given.question.noticed]
    expected += [path.sentence for path in paths] + [r for path in paths for r in path.remarks]
    expected += [text.biting(policy) for hop in hops for policy in hop.policies]
    expected += [claim.sentence for claim in claims]
    expected += [said.text for claim in claims for said in claim.attestations]
    expected += [
        *text.bearing(given),
        text.skipped(given) if given.skipped else "",
        text.cut(given),
    ]
    assert claims
    assert [] == [each for each in expected if printable(each) not in html]


def test_a_near_miss_is_not_called_a_path(seed: Session) -> None:
    """It says which filter kept it out."""
    asked = PathQuestion(("Xiaomi",), ("Michigan",), floor=Standing.STATED)
    (story,) = Scenes(seed).answer(Answers(seed).path(asked)).stories
    assert ("No path, but a near miss", "With --standing disputed") == (story.heading, story.note)


DENIED = """
inroads: "1"
document: {id: d, publisher: The Paper}
entities:
  alpha: {kind: Company, label: Alpha}
  beta: {kind: Company, label: Beta}
  aldovia: {kind: Country, label: Aldovia}
statements:
  - paraphrase: Alpha says it never owned Beta.
    speaker: alpha
    stance: denies
    claims: [alpha owns beta]
  - {quote: Beta sells in Aldovia, at: unknown, claims: [beta sellsIn aldovia]}
"""


def test_who_denies_the_link_is_on_the_page_where_there_is_no_path(tmp_path: Path) -> None:
    """Drawn as a denial, told in the words of those who deny, and not as a path."""
    (tmp_path / "d.yaml").write_text(DENIED, "utf-8")
    graph = session.open(str(tmp_path / "d.yaml"))
    given = Answers(graph).path(PathQuestion(("Alpha",), ("Beta",), floor=Standing.STATED))
    scene = Scenes(graph).answer(given)
    assert [("alpha", "beta", "denied")] == [(e.source, e.target, e.standing) for e in scene.lines]
    assert ("alpha", "beta") == scene.focus
    html = view.page(scene, graph.ontology).html
    assert "What denies it" in html
    assert "Alpha says it never owned Beta." in html
    assert "The path" not in html


def test_a_derived_claim_shows_the_words_it_is_derived_from(seed: Session) -> None:
    """With their documents: no claim stands on a page without its evidence."""
    (claim, *_) = [row for row in seed.table.rows if row.derived]
    query = f"SELECT ?c {{ VALUES ?c {{ <{CLAIM}{claim.id}> }} }}"
    scene = Scenes(seed).query(query, "derived", timeout=10)
    (row,) = evidence.rows(scene.claims, {each.id: n for n, each in enumerate(scene.documents)})
    (described,) = scene.claims
    assert len(described.premises) > 1
    for premise in described.premises:
        assert any(premise.sentence in told.who for told in row.told)
        assert {said.text for said in premise.attestations} <= {told.words for told in row.told}
    assert row.sources
    assert [[]] != data(view.page(scene, seed.ontology))["claims"]["documents"]


def test_quotes_that_no_text_proved_say_so(tmp_path: Path) -> None:
    """And other words are not taken for a quote."""
    (tmp_path / "d.yaml").write_text(DENIED, "utf-8")
    graph = session.open(str(tmp_path / "d.yaml"))
    html = view.page(Scenes(graph).whole(), graph.ontology).html
    assert "<blockquote class=unchecked>Beta sells in Aldovia</blockquote>" in html
    scene = Scenes(graph, Standing.DENIED).whole()
    html = view.page(scene, graph.ontology).html
    assert "<p class=retold>Alpha says it never owned Beta." in html


def test_a_partner_in_the_deal_stands_beside_the_path(seed: Session) -> None:
    """With the claim that says so: the answer names Ford, so the picture does."""
    scene = Scenes(seed).answer(Answers(seed).path(PathQuestion(("CATL",), ("Michigan",))))
    assert {"ford": "ford-catl-partnership"} == scene.asides
    assert ("ford", "ford-catl-partnership") in {(e.source, e.target) for e in scene.lines}


def test_a_neighbourhood_passes_only_through_what_paths_pass(seed: Session) -> None:
    """Two steps from Geely do not lead through the United States to everybody."""
    one, two = (Scenes(seed).around(["Geely"], hops) for hops in (1, 2))
    added = {point.id for point in two.points} - {point.id for point in one.points}
    through = {"united-states", "china"}
    by_place = {
        end
        for line in Scenes(seed).whole().lines
        if through & {line.source, line.target}
        for end in (line.source, line.target)
    }
    assert "south-carolina" in added
    assert by_place - added - {point.id for point in one.points}


def test_the_whole_holds_every_living_claim_and_says_what_it_leaves_out(seed: Session) -> None:
    """None is lost in silence."""
    whole = Scenes(seed).whole()
    assert len(seed.table.rows) == len(whole.claims) + 2 + 3
    assert "2 claims weaker than disputed or over, and 3 claims derived" in whole.left_out


def test_a_query_shows_the_claims_it_names_or_those_among_its_entities(seed: Session) -> None:
    """Claims first; else what lies between the entities."""
    scenes = Scenes(seed)
    claims = scenes.query("SELECT ?c { ?c a ir:Claim ; rdf:predicate rel:owns }", "q", timeout=5)
    assert {"owns"} == {line.label for line in claims.lines}
    among = scenes.query("SELECT ?x { VALUES ?x { kg:geely kg:volvo } }", "q", timeout=5)
    assert [("geely", "volvo")] == [(line.source, line.target) for line in among.lines]


@pytest.mark.parametrize(
    "make",
    [
        lambda s: Scenes(s).query("SELECT ?x { ?x a ir:Nothing }", "q", timeout=5),
        lambda s: Scenes(s).answer(Answers(s).path(PathQuestion(("Ford",), ("Apple",)))),
        lambda s: Scenes(s).communities(["Apple"]),
    ],
)
def test_nothing_to_draw_is_refused(make, seed: Session) -> None:
    """An empty page would look like an answer."""
    with pytest.raises(NothingToDraw):
        make(seed)


def test_forms_follow_what_the_ontology_says_of_kinds(seed: Session) -> None:
    """Every kind has one; families never share one."""
    found = families(seed.ontology)
    assert set(seed.ontology.kinds) == set(found)
    tops = set(found.values())
    assert len(tops) == len({family.form for family in tops})
    assert {family.form for family in tops} <= set(FORMS)
    deals = {kind.id for kind in seed.ontology.kinds.values() if kind.deal}
    assert {"diamond"} == {found[kind].form for kind in deals}


@pytest.mark.parametrize(
    ("standing", "stage", "style"),
    [
        ("corroborated", None, 0), ("stated", "operating", 0), ("implied", None, 0),
        ("stated", "agreed", 1), ("announced", "agreed", 1), ("reported", None, 1),
        ("possible", None, 1), ("opinion", None, 1), ("disputed", None, 2), ("denied", None, 2),
        ("superseded", None, 3), ("retracted", None, 3), ("stated", "ended", 3),
    ],
)  # fmt: skip
def test_only_facts_that_hold_are_solid_lines(standing: str, stage: str | None, style: int) -> None:
    """Dashed what is planned or relayed, dotted what is contested, grey what is over."""
    from graph.claims.model import Stage, Standing

    assert style == view.style(Standing(standing), Stage(stage) if stage else None)


# ------------------------------------------------------------------ where things stand


def boxes_of(made, scene):
    return {
        point.id: box(made.labels[point.id], made.sizes[point.id], made.sides.get(point.id, "below"))
        for point in scene.points
    }  # fmt: skip


@pytest.mark.parametrize("mode", ["whole", "around", "communities"])
def test_labels_have_room_of_their_own(mode: str, seed: Session) -> None:
    """At full size no two boxes overlap, but for the pixel lost in rounding."""
    scenes = Scenes(seed)
    scene = {"whole": scenes.whole, "around": lambda: scenes.around(["Geely"], 2), "communities": lambda: scenes.communities([])}[mode]()  # fmt: skip
    made = placed(scene)
    boxes = boxes_of(made, scene)
    for one, other in combinations(boxes, 2):
        (x1, y1), (x2, y2), a, b = made.positions[one], made.positions[other], boxes[one], boxes[other]  # fmt: skip
        across = min(x1 + a.right - x2 + b.left, x2 + b.right - x1 + a.left)
        down = min(y1 + a.down - y2 + b.up, y2 + b.down - y1 + a.up)
        assert min(across, down) <= 2, (one, other)


def test_a_path_stands_in_the_order_of_its_steps_on_one_line(path: Scene) -> None:
    """From the start to the place it reaches; for narrow screens downwards."""
    made = placed(path)
    best = [made.positions[id_] for id_ in path.stories[0].points]
    assert sorted(best) == best
    assert 1 == len({y for _, y in best})
    tall = [made.tall[id_] for id_ in path.stories[0].points]
    assert sorted(tall, key=lambda spot: spot[1]) == tall
    assert 1 == len({x for x, _ in tall})


def test_a_neighbourhood_stands_around_its_middle(seed: Session) -> None:
    """Nearer in steps is nearer on the page."""
    scene = Scenes(seed).around(["Geely"], 2)
    made = placed(scene)
    near = {e.source if e.target == "geely" else e.target for e in scene.lines if "geely" in (e.source, e.target)}  # fmt: skip
    far = {point.id for point in scene.points} - near - {"geely"}
    assert (0, 0) == made.positions["geely"]
    reach = {id_: math.hypot(*made.positions[id_]) for id_ in near | far}
    assert max(reach[id_] for id_ in near) < min(reach[id_] for id_ in far)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_parallel_lines_fan_out(number: int) -> None:
    """In whichever direction they run, no two lie on each other."""
    ends = [("a", "b") if n % 2 else ("b", "a") for n in range(number)]
    made = placed(scene_of(["a", "b"], ends))
    sides = [made.bends[f"l{n}"] * (1 if source == "a" else -1) for n, (source, _) in enumerate(ends)]  # fmt: skip
    assert number == len(set(sides))
    assert 0 == pytest.approx(sum(sides))


def test_no_straight_line_runs_through_a_third_point() -> None:
    """It goes round it."""
    scene = scene_of(["a", "b", "c"], [("a", "b"), ("b", "c"), ("a", "c")])
    made = placed(scene, {"a": (0, 0), "b": (200, 0), "c": (400, 0)})
    assert (0, 0) == (made.bends["l0"], made.bends["l1"])
    assert made.bends["l2"]


def test_the_fixed_stay_and_the_others_make_room() -> None:
    """Nobody finds an actor elsewhere because another came."""
    room = box(("a name",), 8, "below")
    spots = {"a": (0.0, 0.0), "b": (3.0, 2.0), "c": (5.0, 4.0)}
    found = separate(spots, dict.fromkeys(spots, room), frozenset({"a"}))
    assert (0.0, 0.0) == found["a"]
    assert found["b"] != spots["b"]


def test_no_line_of_a_label_begins_with_a_mark_or_towers() -> None:
    """Marks stay with their letter, count for no width, and at most three of many are drawn."""
    name = "Z" + "\u0301" * 40 + "algo " + "e\u0301" * 40
    lines = wrapped(name)
    assert "Z\u0301\u0301\u0301algo" == lines[0]
    assert "e\u0301" * 22 == lines[1]
    assert "e\u0301" * 18 == lines[2]


def test_a_title_between_names_from_right_to_left_reads_in_its_order(tmp_path: Path) -> None:
    """Marks beside the arrow keep a start from being read as the end."""
    text = DENIED.replace("Alpha", "\u05d0\u05d1").replace("Beta", "\u05d2\u05d3")
    (tmp_path / "d.yaml").write_text(text, "utf-8")
    graph = session.open(str(tmp_path / "d.yaml"))
    asked = PathQuestion(("alpha",), ("beta",), floor=Standing.STATED)
    html = view.page(Scenes(graph).answer(Answers(graph).path(asked)), graph.ontology).html
    assert "<h1>\u05d0\u05d1\u200e \u2192 \u200e\u05d2\u05d3</h1>" in html


def test_who_has_no_claim_is_told_so(tmp_path: Path) -> None:
    """Neither a legend of nothing nor a date of no document."""
    text = DENIED.replace(
        "aldovia: {kind", "loner: {kind: Company, label: Loner}\n  aldovia: {kind"
    )
    (tmp_path / "d.yaml").write_text(text, "utf-8")
    graph = session.open(str(tmp_path / "d.yaml"))
    html = view.page(Scenes(graph).around(["Loner"], 2), graph.ontology).html
    assert "Nothing here ties Loner to others." in html
    assert "How sure" not in html
    assert "sources undated" not in html


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("", ("",)),
        ("Ford", ("Ford",)),
        ("a" * 30, ("a" * 22, "a" * 8)),
        ("\u5409\u5229" * 7, ("\u5409\u5229" * 5 + "\u5409", "\u5229" + "\u5409\u5229")),
        (" ".join(["word"] * 40), ("word word word word", "word word word word", "word word word word\u2026")),
    ],
)  # fmt: skip
def test_labels_are_wrapped_at_words(label: str, lines: tuple[str, ...]) -> None:
    """At most three lines, long words cut, more told by an ellipsis."""
    assert lines == wrapped(label)


# ------------------------------------------------------------------ the page


@pytest.mark.parametrize("number", [1, 2, 3])
def test_lines_in_are_lines_out(number: int) -> None:
    """Parallel ones and both directions: pyvis' own networks drop them."""
    made = view.View()
    made.add_node("a", "A")
    made.add_node("b", "B")
    for n in range(number):
        made.add_edge("a", "b", label=n)
        made.add_edge("b", "a", label=n)
    assert 2 * number == len(made.edges)
    with pytest.raises(ValueError, match="already"):
        made.add_node("a", "A")


def test_every_claim_of_a_scene_is_in_the_page_once(seed: Session) -> None:
    """As a row with its words, and as a line where it ties two entities."""
    scene = Scenes(seed).whole()
    page = view.page(scene, seed.ontology)
    assert sorted(claim.id for claim in scene.claims) == sorted(
        re.findall(r"<tr id=c-(\w+)>", page.html)
    )
    assert len(scene.lines) == len(whole(data(page)["lines"]["bend"]))


def whole(column) -> list:
    """Return a column of a page's data in full."""
    if isinstance(column, list):
        return column
    found = [column["usual"]] * column["n"]
    for place, value in zip(column["at"], column["else"], strict=True):
        found[place] = value
    return found


@for_all(st.lists(st.integers(0, 3)))
def test_short_columns_hold_the_same(values: list[int]) -> None:
    """Whatever is usual and what is not; those that are to stay plain stay so."""
    made = view.short({"a": values, "b": values}, ("b",))
    assert (values, values) == (whole(made["a"]), made["b"])


def test_lean_scripts_lose_only_indents_and_comments() -> None:
    """Of our own files; the texts in them stay."""
    script = '/* one\n   two */\nlet a = "// no comment"; // stays\n\n  // goes\n  let b = 1;\n'
    assert 'let a = "// no comment"; // stays\nlet b = 1;' == view.lean(script)


def test_the_same_view_is_the_same_bytes_everywhere(tmp_path: Path) -> None:
    """Other process, hash seed, working folder, locale and encoding: one file, and no other."""
    pages = []
    for number, locale in enumerate(({"LC_ALL": "C", "PYTHONUTF8": "0"}, {"LC_ALL": "C.UTF-8"})):
        folder = tmp_path / str(number)
        folder.mkdir()
        env = {**os.environ, **locale, "PYTHONHASHSEED": str(number), "PYTHONCOERCECLOCALE": "0"}
        command = [sys.executable, str(ROOT / "cli.py"), "-q", "view", "-o", "page.html"]
        subprocess.run(command, cwd=folder, env=env, check=True)
        assert ["page.html"] == [each.name for each in folder.iterdir()]
        pages.append((folder / "page.html").read_bytes())
    assert pages[0] == pages[1]


def test_a_page_keeps_the_places_of_an_earlier_one(seed: Session, tmp_path: Path) -> None:
    """What is known stays; what is new joins its neighbours."""
    small, whole = Scenes(seed).around(["Geely"], 1), Scenes(seed).whole()
    view.page(small, seed.ontology).write(tmp_path / "old.html")
    old = view.positions(tmp_path / "old.html")
    new = data(view.page(whole, seed.ontology, kept=old))["points"]
    now = {id_: (x, y) for id_, x, y in zip(new["id"], new["x"], new["y"], strict=True)}
    assert old.everywhere == {id_: now[id_] for id_ in old.everywhere}
    assert 3 < len(old.everywhere) < len(now)


def crowd(extra: int = 0) -> Scene:
    """Return a scene of more points than are shown at once."""
    return scene_of([f"p{n}" for n in range(WHOLE + 20 + extra)], [])


def test_the_first_view_of_many_has_places_of_its_own(seed: Session, tmp_path: Path) -> None:
    """With room for their names; a later page keeps them where they were."""
    made = placed(crowd())
    assert FIRST == len(made.first)
    boxes = boxes_of(made, crowd())
    for one, other in combinations(made.first, 2):
        (x1, y1), (x2, y2), a, b = made.first[one], made.first[other], boxes[one], boxes[other]
        across = min(x1 + a.right - x2 + b.left, x2 + b.right - x1 + a.left)
        down = min(y1 + a.down - y2 + b.up, y2 + b.down - y1 + a.up)
        assert min(across, down) <= 2, (one, other)
    view.page(crowd(), seed.ontology).write(tmp_path / "old.html")
    old = view.positions(tmp_path / "old.html")
    assert made.first == old.first
    later = layout(crowd(3), {point.id: point.id for point in crowd(3).points}, old).first
    both = old.first.keys() & later.keys()
    assert len(both) > FIRST - 5
    assert {id_: old.first[id_] for id_ in both} == {id_: later[id_] for id_ in both}


def test_the_first_view_of_many_is_tied_together() -> None:
    """Even where hubs have nothing to do with each other, there is something to see."""
    points = [f"p{n}" for n in range(WHOLE + 100)]
    lines = [(p, f"p{n % 80}") for n, p in enumerate(points) if n >= 80]
    made = placed(scene_of(points, lines))
    ties = {end for line in lines if {*line} <= made.first.keys() for end in line}
    assert FIRST == len(made.first)
    assert len(made.first.keys() - ties) <= 1  # the last may be the first of its own
    focused = replace(scene_of(points, lines), focus=("p249",))
    assert "p249" in placed(focused).first


def test_a_narrow_screen_has_places_of_its_own(seed: Session) -> None:
    """A neighbourhood in two columns, everything else upright; of very many there are none."""
    for scene in (Scenes(seed).around(["Geely"], 2), Scenes(seed).whole()):
        tall = placed(scene).tall.values()
        width, height = (max(axis) - min(axis) for axis in zip(*tall, strict=True))
        assert len(set(tall)) == len(scene.points)
        assert width < height
    assert {} == placed(crowd()).tall


ODD = [b'{"points":{"id":["a"],"x":[1e999],"y":[0]},"first":{"at":[],"x":[],"y":[]}}', b"[" * 9_999,
       b'{"points":{"id":["a"],"x":[NaN],"y":[0]},"first":{"at":[],"x":[],"y":[]}}',
       b'{"points":{"id":["a"],"x":[0],"y":[0]},"first":{"at":[7],"x":[0],"y":[0]}}']  # fmt: skip


@pytest.mark.parametrize("content", ODD, ids=["infinite", "deep", "nan", "nobody"])
def test_places_that_are_none_are_refused(content: bytes, tmp_path: Path) -> None:
    """However the earlier page came by them."""
    page = b'<script type="application/json" id="scene">' + content + b"</script>"
    (tmp_path / "old.html").write_bytes(page)
    with pytest.raises(BadParameter, match="no page that"):
        view.positions(tmp_path / "old.html")


@pytest.mark.parametrize("content", [b"", b"<p>no page", b'<script type="application/json" id="scene">{"points":3}</script>', b"\xff\xfe"])  # fmt: skip
def test_what_is_no_page_of_ours_is_refused(content: bytes, tmp_path: Path) -> None:
    """With a message, whatever it holds."""
    (tmp_path / "old.html").write_bytes(content)
    if content in (b"", b"<p>no page"):
        with pytest.raises(BadParameter, match="no page that"):
            view.positions(tmp_path / "old.html")
    else:
        with pytest.raises(BadParameter):
            view.positions(tmp_path / "old.html")


def test_too_many_nodes_are_refused_with_ways_on(seed: Session) -> None:
    """Filters that narrow, and Gephi."""
    scene = scene_of([f"n{number}" for number in range(view.LIMIT + 1)], [])
    with pytest.raises(TooMuchToDraw, match=r"(?s)10,001 nodes.*--around.*export gexf"):
        view.page(scene, seed.ontology)


def test_what_cannot_be_written_leaves_nothing(seed: Session, tmp_path: Path) -> None:
    """No half page, and the one that was there stays."""
    page = view.page(Scenes(seed).around(["Geely"], 1), seed.ontology)
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError):
        page.write(tmp_path / "none" / "page.html")
    with pytest.raises(OutputError):
        page.write(tmp_path / "folder")
    assert ["folder"] == [each.name for each in tmp_path.iterdir()]


def test_data_ends_no_script_and_holds_no_nan() -> None:
    """What the script reads can neither close its element nor break a line."""
    text = view.safe_json({"a": "</script><!--\u2028\u2029&"})
    assert not re.search("[<>&\u2028\u2029]", text)
    assert {"a": "</script><!--\u2028\u2029&"} == json.loads(text)
    with pytest.raises(ValueError, match="JSON"):
        view.safe_json(math.nan)


def test_the_policy_names_the_hash_of_each_script(seed: Session) -> None:
    """As a browser computes it, over LF line ends."""
    import base64
    import hashlib

    html = view.page(Scenes(seed).around(["Geely"], 1), seed.ontology).html
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1].replace("&#39;", "'")
    named = " ".join(f"'sha256-{each}'" for each in hashes)
    assert f"script-src {named};" in policy
    assert 3 == len(scripts)
    assert "\r" not in html


# ------------------------------------------------------------------ colours


def tokens() -> dict[str, dict[str, str]]:
    """Return the colours of both themes by name."""
    css = (ROOT / "graph" / "pages" / "page.css").read_text("utf-8")
    light, dark = re.search(r':root \{(.*?)\}\s*:root\[data-theme="dark"\] \{(.*?)\}', css, re.DOTALL).groups()  # fmt: skip
    read = lambda text: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", text))  # noqa: E731
    return {"light": read(light), "dark": read(dark)}


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_stands_out_from_its_ground(theme: str) -> None:
    """Text 4.5 to 1, lines and shapes 3 to 1 (WCAG 2.2 AA, 1.4.3 and 1.4.11)."""
    colours = tokens()[theme]
    for ground in ("paper", "sheet", "ground"):
        for letters in ("ink", "soft", "accent"):
            assert contrast(colours[letters], colours[ground]) >= 4.5, (letters, ground)
        for shape in ("line", *(FORMS.keys() & colours.keys())):
            assert contrast(colours[shape], colours[ground]) >= 3, (shape, ground)
    for letters in ("ink", "soft", "accent"):
        assert contrast(colours[letters], colours["wash"]) >= 3, letters
    assert set(FORMS) <= set(colours)
