"""The page in a real browser: what a reader sees, reaches by keys, follows, saves and prints."""

import csv
import io
import re
from itertools import combinations
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from opening import Opened, path_scene
from playwright.sync_api import Page

from graph.pages import view
from graph.session import Session

SIZES = [{"width": 1280, "height": 800}, {"width": 390, "height": 844}]
ALL = ["path", "paths", "around", "whole", "communities"]


def labels(page: Page) -> list[dict[str, float]]:
    return page.evaluate("() => inroads.labels()")


def overlapping(page: Page) -> list[tuple[str, str]]:
    """Return the pairs of labels that cover each other."""
    return [
        (a["text"], b["text"])
        for a, b in combinations(labels(page), 2)
        if a["x"] < b["x"] + b["w"] - 0.01
        and b["x"] < a["x"] + a["w"] - 0.01
        and a["y"] < b["y"] + b["h"] - 0.01
        and b["y"] < a["y"] + a["h"] - 0.01
    ]


def at(page: Page) -> str | None:
    """Return the id of the chosen entity."""
    return page.evaluate("() => inroads.state.at && inroads.state.at.id")


# ------------------------------------------------------------------ what is seen


@pytest.mark.parametrize("name", ALL)
def test_labels_never_overlap(name: str, opened: Opened) -> None:
    """On a wide screen and a narrow one, neither at rest nor zoomed in or out."""
    page = opened(name)
    for size in SIZES:
        page.set_viewport_size(size)
        page.wait_for_timeout(100)
        for key in ("0", "+", "+", "-", "-", "-", "-"):
            page.press("#map", key)
            page.wait_for_timeout(20)
            assert [] == overlapping(page)
        page.press("#map", "0")
        page.wait_for_timeout(20)
        assert len(labels(page)) > 1


def test_every_point_of_the_path_is_named_at_once(opened: Opened) -> None:
    """The eye finds start, deal and place, and what each line says, with its reserve."""
    seen = {label["text"] for label in labels(opened("path"))}
    assert {"CATL", "Ford-CATL partnership", "Michigan", "is a partner in"} <= seen
    assert "produces in announced, agreed" in seen


def test_every_entity_of_a_neighbourhood_is_named(opened: Opened) -> None:
    """No label is left out, and none lies on another point, on a wide screen and a narrow one."""
    page = opened("around")
    for size in SIZES:
        page.set_viewport_size(size)
        page.wait_for_timeout(150)
        assert len(labels(page)) == page.evaluate("() => inroads.points.length")
        assert [] == covered(page)


def covered(page: Page) -> list[tuple[str, str]]:
    """Return the labels that lie on the middle of a point, with it."""
    spots = page.evaluate(
        "() => inroads.points.map((p) => ({ name: p.name, ...inroads.network.canvasToDOM(p) }))"
    )
    return [
        (label["text"], spot["name"])
        for label in labels(page)
        for spot in spots
        if 0 < spot["x"] - label["x"] < label["w"] and 0 < spot["y"] - label["y"] < label["h"]
    ]


def test_a_path_runs_left_to_right_and_down_on_a_narrow_screen(opened: Opened) -> None:
    """In the order of its steps."""
    for size, axis in zip(SIZES, "xy", strict=True):
        page = opened("path", viewport=size)
        places = page.evaluate(
            f"() => ['catl', 'ford-catl', 'michigan'].map((id) => inroads.points.find((p) => p.id.includes(id)).{axis})"
        )
        assert sorted(places) == places
        assert 3 == len(set(places))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_themes_draw_and_the_button_changes_them(scheme: str, opened: Opened) -> None:
    """The system's choice first; the button's is kept."""
    page = opened("around", color_scheme=scheme)
    assert scheme == page.evaluate("() => document.documentElement.dataset.theme")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(ground)
    page.click("#theme")
    assert page.evaluate(ground) != before
    page.reload()
    page.wait_for_function("() => globalThis.inroads")
    assert page.evaluate(ground) != before


def test_nothing_moves_sideways_at_320_pixels(opened: Opened) -> None:
    """Reflow (WCAG 1.4.10) on each sort of page."""
    for name in ("paths", "whole"):
        page = opened(name, viewport={"width": 320, "height": 640})
        assert 320 >= page.evaluate("() => document.documentElement.scrollWidth")


def test_the_count_is_one_line_of_its_own_on_a_narrow_screen(opened: Opened) -> None:
    """Not a column of letters beside the buttons."""
    page = opened("whole", "#no-standing=1", viewport={"width": 390, "height": 844})
    box = page.locator("#count").bounding_box()
    assert box["width"] > 300
    assert box["height"] < 50


def test_the_page_is_whole_without_scripts(opened: Opened) -> None:
    """Answer, steps, all claims with words, and sources; no control that does nothing."""
    page = opened("path", script=False)
    assert page.is_visible("text=is to produce lithium iron phosphate batteries in Michigan")
    assert page.is_visible("#told li >> nth=1")
    assert page.is_visible("tbody blockquote >> nth=0")
    assert page.is_visible("#sources li")
    assert not page.is_visible("button")
    assert not page.is_visible("#map")


def test_table_rows_are_the_claims(opened: Opened) -> None:
    """Each claim once, and each line of the picture belongs to one of them."""
    page = opened("whole")
    rows = page.eval_on_selector_all("tbody tr", "(all) => all.map((row) => row.id.slice(2))")
    lines = page.evaluate("() => inroads.lines.map((line) => line.claim.id)")
    assert len(set(rows)) == len(rows) == page.evaluate("() => inroads.claims.length")
    assert set(lines) <= set(rows)
    assert len(set(lines)) == len(lines)


def test_lines_are_drawn_where_the_page_thinks(opened: Opened) -> None:
    """The page's own rule for curves is the library's (it uses it for labels and for saving)."""
    page = opened("whole")
    off = page.evaluate(
        """() => inroads.lines.filter((line) => line.bend).map((line) => {
          const mine = inroads.via(line), its = inroads.network.body.edges[line.i].edgeType.getViaNode();
          return Math.hypot(mine.x - its.x, mine.y - its.y);
        })"""
    )
    assert len(off) > 5
    assert max(off) < 0.5


# ------------------------------------------------------------------ walking a path


def test_a_story_is_walked_step_by_step(opened: Opened) -> None:
    """Next shows the words of the step, its source and its place; back leads back."""
    page = opened("path")
    assert "2 steps" == page.inner_text("#step")
    page.click("#next")
    assert "Step 1 of 2" == page.inner_text("#step")
    assert "Ford has partnered with Chinese battery maker CATL" in page.inner_text(".now")
    assert "publisher unknown, undated, no address" in page.inner_text(".now")
    page.click("#next")
    assert "to produce lithium iron phosphate batteries in Michigan" in page.inner_text(".now")
    assert page.is_disabled("#next")
    page.click("#back")
    page.click("#back")
    assert "2 steps" == page.inner_text("#step")
    assert page.is_disabled("#back")


def test_policies_stand_on_the_hop_they_touch(opened: Opened) -> None:
    """In words beside the step, in the picture above the point, and only on their own path."""
    page = opened("paths")
    assert (
        "conditions: restrictions on connected vehicles — touches Geely factory"
        in page.inner_text("#told li >> nth=0")
    )
    assert "restrictions on connected vehicles" in {each["text"] for each in labels(page)}
    page.click("#paths button >> nth=1")
    seen = {each["text"] for each in labels(page)}
    assert "restrictions on connected vehicles" not in seen
    assert "high tariffs on Chinese EVs" in seen
    page.click("#told article:not([hidden]) .bite a >> nth=0")
    assert page.is_visible("#panel blockquote")


@pytest.mark.parametrize(
    ("name", "hash_", "seen"),
    [
        ("paths", "#path=2&step=1", ("#step", "Step 1 of 1")),
        ("path", "#path=1&step=2", ("#step", "Step 2 of 2")),
        ("around", "#at=volvo", ("#panel h2", "Volvo")),
        ("whole", "#claim=cf91ce7eb20817fb", ("#panel blockquote", "Geely, which owns Volvo and Polestar")),
        ("whole", "#no-standing=1", ("#count", "claims shown")),
    ],
)  # fmt: skip
def test_a_link_opens_the_same_view(
    name: str, hash_: str, seen: tuple[str, str], opened: Opened
) -> None:
    """What the address says is shown, and what is shown stands in the address."""
    page = opened(name, hash_)
    assert seen[1] in page.inner_text(seen[0])
    page.evaluate("() => { history.replaceState(null, '', location.pathname); }")
    page.press("#map", "0")
    page.evaluate("(hash) => { location.hash = hash; }", hash_)
    page.wait_for_timeout(50)
    assert seen[1] in page.inner_text(seen[0])


def test_choices_round_trip_through_the_address(opened: Opened) -> None:
    """Path, step, entity and filters, chosen by hand, are found again by their link."""
    page = opened("paths")
    page.click("#paths button >> nth=1")
    page.click("#next")
    page.uncheck("input[data-filter=standing] >> nth=0")
    page.evaluate("() => inroads.network.selectNodes([])")
    link = page.evaluate("() => location.hash")
    state = "() => ({ ...inroads.state, off: Object.values(inroads.state.off).map((s) => [...s]) })"
    assert page.evaluate(state) == opened("paths", link).evaluate(state)
    assert {"path", "step", "no-standing"} == set(re.findall(r"([\w-]+)=", link))


@pytest.mark.parametrize(
    "hash_",
    [
        "#path=99&step=-4",
        "#at=nobody",
        "#claim=%3Cimg%3E",
        "#no-family=x.9",
        "#year=never",
        "#=&=",
        "#%",
    ],
)
def test_a_broken_link_opens_the_page(hash_: str, opened: Opened) -> None:
    """What an address asks for and is not there is not shown."""
    assert "CATL" in {each["text"] for each in labels(opened("path", hash_))}


# ------------------------------------------------------------------ choosing, filtering, searching


def test_the_map_is_reached_and_walked_by_keys(opened: Opened) -> None:
    """Skip link, one stop, arrows along links, Enter to the evidence, Escape back and out."""
    page = opened("path")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "map" == page.evaluate("() => document.activeElement.id")
    walked = []
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
        walked.append(at(page))
    assert ["catl", "ford-catl-partnership", "michigan", "ford-catl-partnership"] == walked
    page.keyboard.press("Enter")
    assert "panel" == page.evaluate("() => document.activeElement.id")
    page.keyboard.press("Escape")
    assert (None, "map") == (at(page), page.evaluate("() => document.activeElement.id"))
    page.keyboard.press("Tab")
    assert "in" == page.evaluate("() => document.activeElement.id")
    page.focus("#map")
    before = page.evaluate("() => inroads.network.getScale()")
    page.keyboard.press("+")
    assert page.evaluate("() => inroads.network.getScale()") > before
    page.keyboard.press("0")
    assert before == pytest.approx(page.evaluate("() => inroads.network.getScale()"))


def test_a_click_opens_the_evidence(opened: Opened) -> None:
    """On an entity what is said of it, on a line the words of its claim; beside them nothing."""
    page = opened("path")
    spot = "(id) => inroads.network.canvasToDOM(inroads.points.find((p) => p.id === id))"
    place = page.evaluate(spot, "michigan")
    page.click("#map", position=place)
    assert "Michigan" == page.inner_text("#panel h2")
    page.click("#panel summary >> nth=0") if not page.is_visible("#panel blockquote") else None
    assert "lithium iron phosphate" in page.inner_text("#panel blockquote")
    other = page.evaluate(spot, "ford-catl-partnership")
    page.click("#map", position={"x": (place["x"] + other["x"]) / 2, "y": place["y"]})
    assert "e42cba9a7c00fbb6" == page.evaluate("() => inroads.state.claim.id")
    page.click("#map", position={"x": 8, "y": 8})
    assert not page.is_visible("#panel")


def test_search_finds_by_part_of_a_name_and_chooses(opened: Opened) -> None:
    """By keys and by mouse; accents and case do not matter."""
    page = opened("whole")
    page.fill("#search", "MICH")
    assert page.inner_text("#found li >> nth=0").startswith("Michigan")
    page.press("#search", "Enter")
    assert "michigan" == at(page)
    page.fill("#search", "geely")
    page.press("#search", "ArrowDown")
    assert "true" == page.get_attribute("#found li >> nth=1", "aria-selected")
    page.click("#found li >> nth=0")
    assert "geely" == at(page)
    page.fill("#search", "zzz")
    assert not page.is_visible("#found")


def test_filters_count_hide_and_never_leak(opened: Opened) -> None:
    """A claim filtered out is in neither picture, table nor panel, and the count says so."""
    page = opened("whole", "#at=geely")
    shown = page.locator("#panel details").count()
    stated = page.locator("#panel .standing", has_text=re.compile("^stated")).count()
    assert 0 < stated < shown
    page.locator("label", has_text="stated").locator("input").first.uncheck()
    assert shown - stated == page.locator("#panel details").count()
    assert 0 == page.locator("#panel .standing", has_text=re.compile("^stated")).count()
    hidden = page.evaluate(
        "() => inroads.lines.filter((line) => line.claim.standing === 1).map((l) => [l.shown, inroads.network.body.edges[l.i].options.hidden])"
    )
    assert {(False, True)} == {tuple(each) for each in hidden}
    kept = page.eval_on_selector_all(
        "tbody tr:not([hidden])",
        "(rows) => rows.map((row) => row.children[1].firstChild.data.trim())",
    )
    assert "stated" not in {each.split(",")[0] for each in kept}
    assert f"{len(kept)} of 98 claims shown" in page.inner_text("#count")
    page.locator("summary", has_text="Filters").click()
    page.locator("button", has_text="Reset").click()
    assert "" == page.inner_text("#count")
    assert shown == page.locator("#panel details").count()


def test_a_hidden_kind_cannot_be_chosen(opened: Opened) -> None:
    """It leaves the picture with all its lines, and keys pass it by."""
    page = opened("path")
    page.locator("label", has_text="ventures").locator("input").uncheck()
    assert 0 == page.evaluate("() => inroads.lines.filter((line) => line.shown).length")
    page.focus("#map")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert "catl" == at(page)


def test_documents_and_stages_filter(opened: Opened) -> None:
    """A claim stays as long as one of its documents does."""
    page = opened("whole")
    page.locator("summary", has_text="Filters").click()
    page.locator("#filters label", has_text="iso-3166").locator("input").uncheck()
    assert "96 of 98 claims shown" in page.inner_text("#count")
    page.locator("#filters label", has_text="under-discussion").locator("input").uncheck()
    assert "96 of 98" not in page.inner_text("#count")


def test_the_table_sorts(opened: Opened) -> None:
    """By claim, standing and source, up and down; the head says which."""
    page = opened("whole")
    page.click("thead button >> nth=1")
    first = page.inner_text("tbody tr >> nth=0")
    page.click("thead button >> nth=1")
    assert ("descending", True) == (
        page.get_attribute("thead th >> nth=1", "aria-sort"),
        page.inner_text("tbody tr >> nth=0") != first,
    )
    assert "disputed" in page.inner_text("tbody tr >> nth=0")


def test_a_quote_is_copied_with_its_source(opened: Opened) -> None:
    """From opening the file to a citation: two clicks."""
    page = opened("path", permissions=["clipboard-read", "clipboard-write"])
    page.click("#next")
    page.click(".now button:has-text('Copy')")
    page.wait_for_selector("text=Copied")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert "“Ford has partnered with Chinese battery maker CATL”" in copied
    assert copied.endswith("claim 38231c4aabee3c3b")


# ------------------------------------------------------------------ saving and printing


def saved(page: Page, what: str) -> tuple[str, bytes]:
    page.locator("summary", has_text="Save").click()
    with page.expect_download() as started:
        page.click(f"[data-save={what}]")
    return started.value.suggested_filename, Path(started.value.path()).read_bytes()


@pytest.mark.parametrize("name", ["paths", "whole"])
def test_pictures_are_saved_with_title_answer_legend_and_sources(name: str, opened: Opened) -> None:
    """PNG at twice the size, and SVG that holds no script and reads as XML."""
    page = opened(name)
    file, png = saved(page, "png")
    assert (b"\x89PNG", ".png") == (png[:4], file[-4:])
    assert int.from_bytes(png[16:20], "big") == 2800
    file, svg = saved(page, "svg")
    text = svg.decode()
    for expected in (
        page.inner_text("h1"),
        "stated",
        "actors",
        "sources undated",
        "chinese-ev-makers-us",
        "<title>",
    ):
        assert expected in text
    assert "ERROR" not in page.evaluate(
        "(text) => new DOMParser().parseFromString(text, 'image/svg+xml').documentElement.nodeName.replace('parsererror', 'ERROR')",
        text,
    )
    assert "<script" not in text


def test_claims_are_saved_for_a_spreadsheet(opened: Opened) -> None:
    """What is shown, with its words; what is filtered out is not in it."""
    page = opened("whole")
    page.locator("label", has_text="opinion").locator("input").uncheck()
    file, content = saved(page, "csv")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert (".csv", 75) == (file[-4:], len(rows))
    owned = next(row for row in rows if row["id"] == "cf91ce7eb20817fb")
    assert ("Geely", "owns", "Volvo", "stated") == tuple(
        owned[k] for k in ("subject", "relation", "object", "standing")
    )
    assert "Geely, which owns Volvo and Polestar" in owned["words"]


def test_each_step_is_printed_on_a_page_of_its_own(opened: Opened) -> None:
    """With picture, words and source, what bites on it with its words, in legible letters."""
    page = opened(
        "paths", "#at=geely", color_scheme="dark", viewport={"width": 794, "height": 1100}
    )
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    sheets = page.locator("#sheets article")
    assert 4 == sheets.count()
    for sheet in sheets.all():
        assert "page" == sheet.evaluate("(it) => getComputedStyle(it).breakBefore")
        assert sheet.locator("blockquote, .other").first.is_visible()
        assert re.search("claim [0-9a-f]{16}", sheet.inner_text())
        size = sheet.evaluate(
            "(it) => { const text = it.querySelector('figure text'), svg = text.ownerSVGElement;"
            " return text.getBBox().height * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width; }"
        )
        assert size > 10
    first = sheets.first.inner_text()
    for expected in (
        "PATH 1 · STEP 1 OF 3",
        "Geely may open a factory in South Carolina",
        "may open a US factory in South Carolina",
        "restrictions on connected vehicles — touches Geely factory in South Carolina",
        "regulatory hurdles remain due to restrictions on connected vehicles",
        "publisher unknown, undated, no address",
    ):
        assert expected in first
    assert page.is_visible("#cover svg")
    assert page.is_visible("#told")
    assert not page.is_visible("#panel")
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert 0 == page.locator("#sheets, #cover").count()
    assert "geely" == at(page)


def test_the_printer_is_given_these_pages(opened: Opened) -> None:
    """One for the whole, one for each step, and those of the table."""
    printed = opened("path").pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b(?!s)", printed)) >= 4
    assert b"/MediaBox [0 0 594" in printed or b"/MediaBox [0 0 595" in printed


def test_print_shows_picture_steps_claims_and_no_controls(opened: Opened) -> None:
    """All paths with their steps, and white ground even from a dark screen."""
    page = opened("paths", color_scheme="dark")
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert not page.is_visible(".bar")
    assert not page.is_visible("#walk")
    assert [True, True] == [each.is_visible() for each in page.locator("#told article").all()]
    assert "light" == page.evaluate("() => document.documentElement.dataset.theme")
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert "dark" == page.evaluate("() => document.documentElement.dataset.theme")


# ------------------------------------------------------------------ accessibility


@pytest.mark.parametrize(("name", "scheme"), [("paths", "dark"), ("around", "light")])
def test_axe_finds_nothing(name: str, scheme: str, opened: Opened) -> None:
    """axe-core's rules for WCAG 2.2 AA and good practice, with a step or an entity open."""
    page = opened(name, color_scheme=scheme)
    page.press("#map", "ArrowRight") if name == "around" else page.click("#next")
    assert [] == faults(page)


def faults(page: Page) -> list[str]:
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:120]}"
        for each in Axe().run(page).response["violations"]
    ]


def test_targets_are_large_enough(opened: Opened) -> None:
    """At least 24 pixels, or with as much room (WCAG 2.5.8); links in sentences excepted."""
    page = opened("whole", "#at=geely")
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, summary, select, input[type=search], label')]
          .filter((each) => each.offsetParent && !each.classList.contains('unseen'))
          .map((each) => [each.textContent.trim() || each.id, each.getBoundingClientRect()])
          .filter(([, box]) => box.height < 24 || box.width < 24).map(([text]) => text)"""
    )
    assert [] == [each for each in small if each not in ("Claim", "Standing", "Source")]


def test_what_changes_is_announced(opened: Opened) -> None:
    """Counts are a status, the panel is live, the current step is marked."""
    page = opened("paths")
    page.click("#next")
    assert ("status", "polite", "step") == (
        page.get_attribute("#count", "role"),
        page.get_attribute("#panel", "aria-live"),
        page.get_attribute("#told .now", "aria-current"),
    )


# ------------------------------------------------------------------ inside a notebook


def test_a_notebook_shows_it_in_a_harmless_frame(
    opened: Opened, tmp_path: Path, seed: Session
) -> None:
    """In a sandboxed frame, without storage and history, it draws and walks all the same."""
    shown = view.page(path_scene(seed, "CATL", "Michigan"), seed.ontology)._repr_html_()
    path = tmp_path / "notebook.html"
    path.write_text(f"<!doctype html><title>notebook</title>{shown}", "utf-8")
    page = opened(path, watched=False)
    frame = page.frames[-1]
    frame.wait_for_function("() => globalThis.inroads && inroads.labels().length > 3")
    frame.click("#next")
    assert "Step 1 of 2" == frame.inner_text("#step")
    assert "null" == frame.evaluate("() => origin")
    assert "allow-same-origin" not in shown
