"""A scene as one HTML file that needs nothing else, safe to open and to mail.

:class:`View` is a pyvis Network with everything replaced that was measured as unsafe or slow:
template, serialiser, building and writing are ours; the drawing library is the one in the wheel
of pyvis. Physics is off, positions come from :mod:`graph.pages.layout`. No script but the two
hashed ones runs, and no request leaves the page: its content security policy says so.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pyvis
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from pyvis.network import Network

from graph.answers.model import ClaimOut
from graph.claims.model import FACTUAL, RUNNING, Stage, Standing
from graph.errors import BadParameter, TooMuchToDraw
from graph.pages import evidence
from graph.pages.export import write
from graph.pages.families import FORMS, STATEMENT, Family, families
from graph.pages.layout import FRESH, Kept, Layout, layout
from graph.pages.plain import printable
from graph.pages.scene import MOVING, OVERVIEW, RICH, ROWS, Line, Point, Scene
from ontology.records import Ontology

LIMIT = 10_000
"""Points that a page may hold."""

_FOLDER = Path(__file__).parent
_LIBRARY = Path(pyvis.__file__).parent / "lib" / "vis-9.1.2" / "vis-network.min.js"
_SCENE = re.compile(r'<script type="application/json" id="scene">(.*?)</script>', re.DOTALL)
_LARGEST = 50_000_000  # characters of an earlier page
_FARTHEST = 1_000_000  # pixels from the middle
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
# Pictures first: the table is laid out when they are drawn, and in any case, whatever goes wrong.
_EARLY = """document.documentElement.className = "js";
addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => {
  document.documentElement.classList.add("ready");
  if (/^#[cd]-/.test(location.hash)) document.querySelector(location.hash)?.scrollIntoView();
})));"""
_SIDES = {"below": 0, "right": 1, "left": 2}


class View(Network):  # type: ignore[misc]  # pyvis ships no types
    """A network of points and lines that renders as our page."""

    def __init__(self) -> None:
        super().__init__(directed=True, cdn_resources="in_line")
        self.templateEnv = Environment(
            loader=FileSystemLoader(_FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.path = "template.html.j2"
        self._known: dict[Any, int] = {}

    def add_node(self, n_id: str, label: str | None = None, **options: Any) -> None:
        """Add a point; raises ValueError for one that is there already."""
        if n_id in self._known:
            raise ValueError(f"the point '{n_id}' is there already")
        self._known[n_id] = len(self.nodes)
        self.nodes.append({"id": n_id, "label": label or "", **options})

    def add_edge(self, source: str, to: str, **options: Any) -> None:
        """Add a line; parallel ones are lines of their own."""
        ends = {"from": self._known[source], "to": self._known[to]}
        self.edges.append({**ends, **options})

    def generate_html(
        self, name: str = "", local: bool = True, notebook: bool = False, **values: Any
    ) -> str:
        """Return the page; ``values`` are what the template needs beside points and lines."""
        library, script = _inline(_LIBRARY), lean(_inline(_FOLDER / "page.js"))
        data = {"points": columns(self.nodes), **values.pop("data")}
        data["lines"] = _lines(self.edges, data["claims"])
        data |= {name: short(data[name], _PLAIN) for name in ("points", "claims", "lines")}
        self.html = self.templateEnv.get_template(self.path).render(
            library=Markup(library),  # noqa: S704  # pyvis' own file, checked by _inline
            script=Markup(script),  # noqa: S704  # our own file
            style=Markup(lean((_FOLDER / "page.css").read_text("utf-8"))),  # noqa: S704  # our own
            early=Markup(_EARLY),  # noqa: S704  # our own line
            hashes=[_hash(_EARLY), _hash(library), _hash(script)],
            data=Markup(safe_json(data)),  # noqa: S704  # holds no markup: see safe_json
            **values,
        )
        return self.html

    def write_html(
        self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False
    ) -> None:
        """Write the page that was generated; raises OutputError and leaves nothing half-written."""
        write(self.html, Path(name))


class Page:
    """A rendered view. In a notebook it displays itself, in a frame that can do no harm."""

    def __init__(self, view: View) -> None:
        self._view = view

    @property
    def html(self) -> str:
        """The whole page."""
        return str(self._view.html)

    def write(self, path: Path) -> None:
        """Write the page to a file; raises OutputError and leaves nothing half-written."""
        self._view.write_html(str(path))

    def _repr_html_(self) -> str:
        return (
            '<iframe sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox '
            'allow-downloads" title="Inroads view" '
            'style="width:100%;height:760px;border:1px solid #8884;border-radius:6px" '
            f'srcdoc="{escape(self.html)}"></iframe>'
        )


def page(
    scene: Scene,
    ontology: Ontology,
    *,
    command: str = "",
    kept: Kept | None = None,
) -> Page:
    """Return a scene as a page; ``command`` made it, ``kept`` are positions of an earlier page.

    Raises TooMuchToDraw.
    """
    if len(scene.points) > LIMIT:
        raise TooMuchToDraw(
            f"{len(scene.points):,} nodes are more than one page can show ({LIMIT:,}). Narrow it: "
            "`inroads view --around NAME --hops 1`, `--path FROM TO`, `--query SPARQL` or "
            "`--standing stated`; or take all of it into Gephi: "
            "`inroads export gexf -o graph.gexf`."
        )
    view = _Maker(scene, ontology, kept or FRESH).view(command)
    return Page(view)


def positions(path: Path) -> Kept:
    """Return where the points of an earlier page stand; raises BadParameter if it is none."""
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_LARGEST)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise BadParameter(f"cannot read the earlier page {path}: {why}.") from error
    found = _SCENE.search(text)
    try:
        data = json.loads(found[1]) if found else {}
        points, first = data["points"], data["first"]
        spots = list(zip(map(_pixels, points["x"]), map(_pixels, points["y"]), strict=True))
        seen = zip(first["at"], map(_pixels, first["x"]), map(_pixels, first["y"]), strict=True)
        return Kept(
            everywhere=dict(zip(map(str, points["id"]), spots, strict=True)),
            first={str(points["id"][place]): (x, y) for place, x, y in seen},
        )
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise BadParameter(f"{path} is no page that `inroads view` made.") from error


def _pixels(value: Any) -> float:
    """Return a coordinate; raises ValueError for one that no page of ours has."""
    found = float(value)
    if not abs(found) <= _FARTHEST:
        raise ValueError(f"{value} is no place on a page")
    return found


class _Maker:
    """Makes the view of one scene."""

    def __init__(self, scene: Scene, ontology: Ontology, kept: Kept) -> None:
        self._scene = scene
        self._ontology = ontology
        self._families = families(ontology)
        names = {point.id: printable(point.label) for point in scene.points}
        self._names = names
        self._layout = layout(scene, names, kept)
        self._standings = list(ontology.lists["standing"])
        self._stages = list(ontology.lists["stage"])

    def view(self, command: str) -> View:
        view = View()
        for point in self._scene.points:
            view.add_node(point.id, "\n".join(self._layout.labels[point.id]), **self._point(point))
        for line in self._scene.lines:
            view.add_edge(line.source, line.target, **self._line(line))
        rows = evidence.rows(self._told, self._documents)
        view.generate_html(
            data=self._data(rows),
            scene=self._scene,
            heading=_heading(self._scene),
            rows=rows[:ROWS],
            more=len(rows) - ROWS,
            sources=evidence.sources(self._scene.documents),
            stories=evidence.told(self._scene),
            denials=evidence.denied(self._scene),
            forms_of_words=evidence.FORMS,
            as_of=evidence.as_of(self._scene.documents),
            counts=self._counts,
            legend=self._legend,
            standings=self._standing_legend,
            forms=FORMS,
            command=printable(command),
            printable=printable,
        )
        return view

    @cached_property
    def _documents(self) -> dict[str, int]:
        return {each.id: place for place, each in enumerate(self._scene.documents)}

    @cached_property
    def _used(self) -> list[Family]:
        """The families of the points, by name; what is said comes last."""
        found = {self._family(point) for point in self._scene.points}
        return sorted(found, key=lambda each: (each.form == STATEMENT, each.label))

    def _family(self, point: Point) -> Family:
        return self._families.get(point.kind) or Family("", "statements", STATEMENT)

    @cached_property
    def _kinds(self) -> list[str]:
        return sorted({point.kind for point in self._scene.points})

    def _point(self, point: Point) -> dict[str, Any]:
        made: Layout = self._layout
        x, y = made.positions[point.id]
        found: dict[str, Any] = {
            "x": x,
            "y": y,
            "size": made.sizes[point.id],
            "kind": self._kinds.index(point.kind),
            "flags": point.prospect + 2 * point.group,
            "side": _SIDES[made.sides.get(point.id, "below")],
        }
        if made.tall:
            found["tx"], found["ty"] = made.tall[point.id]
        return found

    def _line(self, line: Line) -> dict[str, Any]:
        found = {
            "claim": self._claims[line.claim],
            "label": self._labels.setdefault(printable(line.label), len(self._labels)),
            "bend": self._layout.bends[line.id],
            "bite": int(line.bite),
        }
        if self._layout.tall:
            found["tbend"] = self._layout.tall_bends[line.id]
        return found

    @cached_property
    def _told(self) -> list[ClaimOut]:
        """The claims in the order of the table, which has their ids."""
        return evidence.ordered(self._scene)

    @cached_property
    def _claims(self) -> dict[str, int]:
        return {claim.id: place for place, claim in enumerate(self._told)}

    @cached_property
    def _labels(self) -> dict[str, int]:
        return {}

    def _data(self, rows: Sequence[evidence.Row]) -> dict[str, Any]:
        """Return all that the script knows beside points and lines."""
        scene = self._scene
        kinds = [
            [self._ontology.kinds[kind].label if kind else "statement",
             self._used.index(self._families.get(kind) or self._used[-1])]
            for kind in self._kinds
        ]  # fmt: skip
        place = {point.id: number for number, point in enumerate(scene.points)}
        numbers = {line.id: number for number, line in enumerate(scene.lines)}
        names = {
            place[id_]: name
            for id_, name in self._names.items()
            if " ".join(self._layout.labels[id_]) != name
        }
        return {
            "arrangement": scene.arrangement,
            "title": _heading(scene),
            "asOf": evidence.as_of(scene.documents),
            "names": names,
            "forms": {family.form: FORMS[family.form] for family in self._used},
            "families": [[family.label, family.form] for family in self._used],
            "kinds": kinds,
            "standings": self._standings,
            "styles": [style(Standing(each), None) for each in self._standings],
            "stages": self._stages,
            "labels": list(self._labels),
            "claims": columns([self._claim(each, place) for each in self._told]),
            "ids": [each.id for each in self._told[ROWS:]],
            "rest": [row.data() for row in rows[ROWS:]] if len(place) <= OVERVIEW else [],
            "first": columns(
                [{"at": place[id_], "x": x, "y": y} for id_, (x, y) in self._layout.first.items()]
            )
            or {"at": [], "x": [], "y": []},
            "focus": [place[id_] for id_ in scene.focus],
            "communities": [
                [printable(each.label), [place[id_] for id_ in each.points]]
                for each in scene.communities
            ],
            "stories": [
                [[place[s.source], place[s.target], [numbers[n] for n in s.lines],
                  [numbers[each.line] for each in s.bites]] for s in story.steps]
                for story in scene.stories
            ],
            "limits": [RICH, MOVING, OVERVIEW],
        }  # fmt: skip

    def _claim(self, claim: ClaimOut, place: Mapping[str, int]) -> dict[str, Any]:
        ends = (claim.subject.id, getattr(claim.object, "id", ""))
        standing = Standing(claim.standing)
        stage = Stage(claim.stage) if claim.stage else None
        valid = claim.valid
        documents = sorted(self._documents[each.id] for each in self._scene.origin(claim))
        return {
            "s": place.get(ends[0], -1),
            "o": place.get(ends[1], -1),
            "standing": self._standings.index(claim.standing),
            "stage": self._stages.index(claim.stage) if claim.stage else -1,
            "style": style(standing, stage),
            "documents": documents[0] if len(documents) == 1 else documents,
            "from": (valid.from_ if valid else "") or "",
            "to": (valid.to if valid else "") or "",
        }

    @property
    def _counts(self) -> list[str]:
        scene = self._scene
        numbers = (
            (sum(bool(point.kind) for point in scene.points), "entity", "entities"),
            (len(scene.claims), "claim", "claims"),
            (len(scene.documents), "document", "documents"),
        )
        return [f"{number:,} {one if number == 1 else many}" for number, one, many in numbers]

    @property
    def _legend(self) -> list[tuple[Family, int]]:
        found = [self._family(point) for point in self._scene.points]
        return [(family, found.count(family)) for family in self._used]

    @property
    def _standing_legend(self) -> list[tuple[int, str, str, int]]:
        """Place, name, line style and number of claims of each standing there is."""
        found = [claim.standing for claim in self._scene.claims]
        return [
            (place, name, _STYLES[style(Standing(name), None)], found.count(name))
            for place, name in enumerate(self._standings)
            if name in found
        ]


_STYLES = ("solid", "dashed", "dotted", "grey")


def style(standing: Standing, stage: Stage | None) -> int:
    """Return the line style: solid facts, dashed plans and reports, dotted disputes, grey past."""
    if standing.place > Standing.DENIED.place or stage is Stage.ENDED:
        return 3
    if standing.place >= Standing.DISPUTED.place:
        return 2
    return 0 if standing in FACTUAL and stage in RUNNING else 1


def _heading(scene: Scene) -> str:
    """Return the title; between names written from right to left its arrow still points on."""
    title = printable(scene.title)
    if not any(unicodedata.bidirectional(each) in ("R", "AL") for each in title):
        return title
    return title.replace(" \u2192 ", "\u200e \u2192 \u200e")


def columns(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Return rows of the same fields as one list a field."""
    listed = list(rows)
    return {name: [row[name] for row in listed] for name in (listed[0] if listed else ())}


_PLAIN = ("id", "label", "x", "y", "tx", "ty")


def short(table: Mapping[str, list[Any]], plain: Collection[str] = ()) -> dict[str, Any]:
    """Return columns; one that mostly holds one value as that value and what differs from it.

    Those named ``plain`` stay as they are.
    """
    found: dict[str, Any] = dict(table)
    for name, values in table.items():
        if name in plain or not values or any(isinstance(each, list) for each in values):
            continue
        usual, number = Counter(values).most_common(1)[0]
        if number > 0.6 * len(values):
            other = [place for place, each in enumerate(values) if each != usual]
            found[name] = {
                "n": len(values),
                "usual": usual,
                "at": other,
                "else": [values[place] for place in other],
            }
    return found


def _lines(edges: Sequence[Mapping[str, Any]], claims: Mapping[str, list[Any]]) -> dict[str, Any]:
    """Return lines as columns: the claim as a step from the one before, own ends as -1."""
    table = columns(edges)
    if not table:
        return table
    own = [(claims["s"][claim], claims["o"][claim]) for claim in table["claim"]]
    ends = list(zip(table["from"], table["to"], strict=True))
    for side, name in enumerate(("from", "to")):
        table[name] = [-1 if end == its else end[side] for end, its in zip(ends, own, strict=True)]
    before = [-1, *table["claim"]]
    table["claim"] = [claim - last for claim, last in zip(table["claim"], before, strict=False)]
    return table


def lean(text: str) -> str:
    """Return a script or a style sheet of ours without indents, comment lines and empty lines."""
    bare = re.sub(r"^\s*/\*.*?\*/[ \t]*$", "", text, flags=re.MULTILINE | re.DOTALL)
    lines = (line.strip() for line in bare.split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def safe_json(data: Any) -> str:
    """Return JSON that ends no script element and breaks no line of a script."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _inline(path: Path) -> str:
    """Return a script as browsers read it: line ends as LF, and nothing that ends the element."""
    text = path.read_text("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    if _SCRIPT_END.search(text):
        raise ValueError(f"{path.name} would end its script element")
    return text


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
