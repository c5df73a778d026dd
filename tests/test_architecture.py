"""The rooms stand in a row, and what the style card asks of every module holds."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import cli

ROOT = Path(__file__).parents[1]
# Each room may import from those before it and from itself.
ROOMS = (
    ("graph.errors", "graph.progress", "graph.spelling"),
    ("ontology",),
    ("queries",),
    ("seeds",),
    ("graph.claims",),
    ("graph.store",),
    ("graph.session",),
    ("graph.network",),
    ("graph.answers",),
    ("graph.pages",),
    ("graph.commands",),
    ("cli",),
)
# The session opens a graph once and hands out its parts, and it answers what a notebook asks of
# it; an answer shows itself there. What these need is imported when first asked for.
BACKWARDS = {
    ("graph.session", "graph.network.disk"),
    ("graph.session", "graph.network.project"),
    ("graph.session", "graph.answers.names"),
    ("graph.session", "graph.answers.answer"),
    ("graph.session", "graph.answers.ask"),
    ("graph.session", "graph.answers.grammar"),
    ("graph.session", "graph.answers.goals"),
    ("graph.session", "graph.answers.model"),
    ("graph.answers.model", "graph.pages.notebook"),
}
FILES = sorted(
    [*ROOT.glob("graph/**/*.py"), *(path for room in ("ontology", "queries", "seeds") for path in ROOT.glob(f"{room}/*.py")), ROOT / "cli.py"]
)  # fmt: skip


def name(path: Path) -> str:
    """Return the name a file is imported by."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


TREES = {name(path): ast.parse(path.read_text("utf-8")) for path in FILES}


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield our modules that a piece of code imports, those inside functions included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.split(".")[0] in OURS)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in OURS:
            for each in node.names:
                whole = f"{node.module}.{each.name}"
                yield whole if whole in TREES else str(node.module)


OURS = {each.split(".")[0] for each in TREES}


def at_once(tree: ast.Module) -> ast.Module:
    """Return what runs when a module is imported: no function bodies, nothing for types only."""
    kept = [each for each in tree.body if not isinstance(each, ast.FunctionDef | ast.ClassDef)]
    return ast.Module(
        [
            each
            for each in kept
            if not (isinstance(each, ast.If) and "TYPE_CHECKING" in ast.unparse(each.test))
        ],
        [],
    )


def rooms(module: str) -> list[int]:
    """Return the places in the row of the rooms a module stands in."""
    return [
        place
        for place, names in enumerate(ROOMS)
        if any(module == each or module.startswith(f"{each}.") for each in names)
    ]


def definitions(
    tree: ast.AST, prefix: str = ""
) -> Iterator[tuple[str, ast.FunctionDef | ast.ClassDef]]:
    """Yield functions and classes with their dotted names, methods included."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield f"{prefix}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from definitions(node, f"{prefix}{node.name}.")


def test_every_module_stands_in_one_room() -> None:
    """Only the package's own docstring lies in the corridor, and it imports nothing."""
    assert ["graph"] == [module for module in TREES if len(rooms(module)) != 1]
    assert [] == list(imported(TREES["graph"]))


@pytest.mark.parametrize("module", sorted(set(TREES) - {"graph"}))
def test_imports_point_one_way(module: str) -> None:
    """Also those inside functions and those for types alone."""
    wrong = {
        each for each in imported(TREES[module]) if each != "graph" and rooms(each) > rooms(module)
    }
    assert wrong == {other for here, other in BACKWARDS if here == module}


def test_what_points_backwards_is_imported_only_when_needed() -> None:
    """Opening a graph for SPARQL alone loads neither networks nor names."""
    for here in {here for here, _ in BACKWARDS}:
        now = set(imported(at_once(TREES[here])))
        assert set() == now & {other for module, other in BACKWARDS if module == here}


def test_no_two_modules_import_each_other() -> None:
    """Not even by a detour: an order exists in which each module finds what it needs."""
    needs = {
        module: set(imported(at_once(tree))) & set(TREES) - {module}
        for module, tree in TREES.items()
    }
    while ready := {module for module, others in needs.items() if not others & set(needs)}:
        needs = {module: others for module, others in needs.items() if module not in ready}
    assert {} == needs


def test_no_module_is_called_utils() -> None:
    """A module is named by what it holds."""
    vague = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [] == [module for module in TREES if vague & set(module.split("."))]


def test_the_command_line_knows_where_each_command_stands() -> None:
    """A command is found without importing all modules of commands; none is left out of the list."""
    listed = {name: subject for subject, names in cli.SUBJECTS.items() for name in names}
    defined = {
        each.name: module.removeprefix("graph.commands.")
        for module, tree in TREES.items()
        if module.startswith("graph.commands.")
        for each in tree.body
        if isinstance(each, ast.FunctionDef)
        and any(
            ast.unparse(d).startswith(("click.command", "click.group")) for d in each.decorator_list
        )
    }
    assert defined == listed


def test_no_function_is_longer_than_50_lines() -> None:
    """One that long does two things."""
    long = [
        f"{module}.{each.name}: {lines} lines"
        for module, tree in TREES.items()
        for each in ast.walk(tree)
        if isinstance(each, ast.FunctionDef)
        and (lines := (each.end_lineno or 0) - each.lineno + 1) > 50
    ]
    assert [] == long


def test_no_module_of_the_package_is_longer_than_500_lines() -> None:
    """One that long holds two nouns."""
    lengths = {
        name(path): path.read_text("utf-8").count("\n") for path in FILES if "graph" in path.parts
    }
    assert {} == {module: lines for module, lines in lengths.items() if lines > 500}


def test_no_error_is_swallowed_by_a_broad_except() -> None:
    """Every ``except`` names what it expects; only a thread hands any error on to its maker."""
    broad = [
        f"{module}: except {ast.unparse(each.type) if each.type else ''}"
        for module, tree in TREES.items()
        for each in ast.walk(tree)
        if isinstance(each, ast.ExceptHandler)
        and (
            each.type is None
            or {"Exception", "BaseException"}
            & {node.id for node in ast.walk(each.type) if isinstance(node, ast.Name)}
        )
    ]
    assert ["graph.store.sparql: except BaseException"] == broad


def test_no_assert_stands_in_for_a_check() -> None:
    """Asserts vanish with ``python -O``."""
    assert [] == [
        module
        for module, tree in TREES.items()
        if any(isinstance(each, ast.Assert) for each in ast.walk(tree))
    ]


def test_everything_public_says_what_it_is() -> None:
    """Modules, classes, functions and methods have docstrings; a command's is its help."""
    lacking = [module for module, tree in TREES.items() if not ast.get_docstring(tree)]
    lacking += [
        f"{module}.{dotted}"
        for module, tree in TREES.items()
        for dotted, each in definitions(tree)
        if not any(part.startswith("_") for part in dotted.split("."))
        and not ast.get_docstring(each)
    ]
    assert [] == lacking


def test_no_variable_is_called_graph() -> None:
    """It is the package's name: RDF is a dataset or a store, networkx a network."""
    named = [
        module
        for module, tree in TREES.items()
        for each in ast.walk(tree)
        if (isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store) and each.id == "graph")
        or (isinstance(each, ast.arg) and each.arg == "graph")
    ]
    assert [] == named
