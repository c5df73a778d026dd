"""Every command: its main use, its formats, and the graph it is asked about."""

import csv
import io
import json
from pathlib import Path

import click
import pytest
from runs import INVENTED, Inroads

import cli
from graph.commands.options import STANDINGS
from graph.network import measures

CONTEXT = click.Context(cli.commands)

OWNS_VOLVO = "cf91ce7eb20817fb"
BUILT = {
    "ask", "barriers", "check", "cite", "claims", "communities", "cut", "diff", "different",
    "dump", "duplicates", "export", "find", "info", "init", "load", "path", "queries", "query",
    "questions", "rank", "remove", "same", "show", "unsure", "view", "whatif", "why",
}  # fmt: skip
RECORD_COMMANDS = (
    ("find", "Ford"),
    ("claims", "--about", "Volvo"),
    ("queries",),
    ("info",),
    ("rank",),
    ("communities",),
)


def rows(text: str) -> list[list[str]]:
    """Return the cells of tab-separated lines."""
    return [line.split("\t") for line in text.splitlines()]


# What there is


def test_only_what_is_built_is_a_command() -> None:
    """No command is announced before it works."""
    assert BUILT == set(cli.commands.list_commands(CONTEXT))


@pytest.mark.parametrize("command", sorted(BUILT))
def test_each_command_explains_itself(command: str, inroads: Inroads) -> None:
    """``--help`` and ``-h`` say what the command does and what its options mean."""
    long, short = inroads(command, "--help"), inroads(command, "-h")
    assert (0, "") == (long.status, long.stderr)
    assert long == short
    assert f"Usage: inroads {command}" in long.stdout
    assert "\\b" not in long.stdout  # what keeps lines apart is not itself shown
    assert str(cli.commands.get_command(CONTEXT, command).help).split("\n", maxsplit=1)[
        0
    ] in " ".join(long.stdout.split())


def test_the_group_lists_every_command_with_a_sentence(inroads: Inroads) -> None:
    """``--help`` is the map of the program."""
    text = inroads("--help").stdout
    listed = [line.split() for line in text.partition("Commands:\n")[2].splitlines()]
    assert sorted(BUILT) == sorted(words[0] for words in listed)
    assert all(len(words) > 3 for words in listed)


@pytest.mark.parametrize("command", ["serve", "extract"])
def test_what_is_not_built_does_not_exist(command: str, inroads: Inroads) -> None:
    """A command of a later version is an unknown command."""
    run = inroads(command)
    assert (2, "") == (run.status, run.stdout)
    assert f"No such command '{command}'" in run.stderr


def test_the_version_is_told(inroads: Inroads) -> None:
    """``--version`` names the program, whether it is installed or not."""
    run = inroads("--version")
    assert (0, "") == (run.status, run.stderr)
    assert run.stdout.startswith("inroads")


# The main use of each


def test_ask_answers_with_a_sentence_and_evidence(inroads: Inroads) -> None:
    """The sentence comes first, then claim, words and source."""
    lines = inroads("ask", "who owns Volvo").stdout.splitlines()
    assert "Geely owns Volvo." == lines[0]
    assert f"claim {OWNS_VOLVO} · undated" in [line.strip() for line in lines]
    assert "Sources:" in lines


def test_ask_explains_how_it_understood(inroads: Inroads) -> None:
    """``--explain`` gives the command for the same question."""
    first = inroads("ask", "who owns Volvo", "--explain").stdout.splitlines()[0]
    command = "inroads claims --relation owns --relation holdsStakeIn --about volvo"
    assert f"Understood as a list question: {command}" == first


def test_an_explained_question_can_be_run_as_a_command(inroads: Inroads) -> None:
    """The command that ``--explain`` shows gives the same first sentence."""
    told = inroads("ask", "how does CATL reach Michigan", "--explain").stdout.splitlines()
    again = inroads(*told[0].partition("inroads ")[2].split())
    assert told[1] == again.stdout.splitlines()[0]


def test_path_takes_several_ends_around_an_at_sign(inroads: Inroads) -> None:
    """``A B @ C`` asks for paths from either."""
    answer = json.loads(inroads("path", "CATL", "Xiaomi", "@", "Ford", "-f", "json").stdout)
    assert {"catl", "xiaomi"} == {each["id"] for each in answer["question"]["from"]}
    assert ["ford"] == [each["id"] for each in answer["question"]["to"]]
    assert {"catl", "xiaomi"} == {path["hops"][0]["from"]["id"] for path in answer["paths"]}


def test_path_gives_no_more_paths_than_asked_for(inroads: Inroads) -> None:
    """``-k 1`` gives the best alone."""
    assert 1 == len(
        json.loads(inroads("path", "Xiaomi", "Ford", "-k", "1", "-f", "json").stdout)["paths"]
    )


def test_path_above_a_standing_leaves_weaker_claims_out(inroads: Inroads) -> None:
    """What is disputed is no path where hops must be stated."""
    answer = json.loads(
        inroads("path", "Xiaomi", "Ford", "--standing", "stated", "-f", "json").stdout
    )
    assert ("none", []) == (answer["status"], answer["paths"])


def test_path_explains_its_costs(inroads: Inroads) -> None:
    """``--explain`` adds the cost of each path, term by term, and its pattern."""
    plain, explained = (
        inroads("path", "Ford", "CATL").stdout,
        inroads("path", "Ford", "CATL", "--explain").stdout,
    )
    assert "cost " not in plain
    assert "cost 1." in explained
    assert "pattern: company" in explained


def test_the_query_a_path_prints_finds_its_claims(inroads: Inroads) -> None:
    """``--sparql`` prints a query, and running it gives the same claims and words."""
    answer = json.loads(inroads("path", "Ford", "CATL", "-f", "json").stdout)
    claims = {
        claim["id"] for path in answer["paths"] for hop in path["hops"] for claim in hop["claims"]
    }
    text = inroads("path", "Ford", "CATL", "--sparql").stdout
    assert answer["sparql"] + "\n" == text
    found = json.loads(inroads("query", "-", "-f", "json", stdin=text.encode()).stdout)["results"][
        "bindings"
    ]
    assert claims == {row["claim"]["value"].rpartition("/")[2] for row in found}


def test_barriers_tells_what_closes_what_is_judged_to_and_what_eases(inroads: Inroads) -> None:
    """English first, then each with its words, told apart, and the ways in there are."""
    run = inroads("barriers", "Geely", "US")
    assert (0, "") == (run.status, run.stderr)
    assert run.stdout.startswith("The way of Geely into the market of the United States is blocked")
    headings = [line for line in run.stdout.splitlines() if line.endswith(":") and line[0] != " "]
    assert [
        "In the way:",
        "Judged to be in the way:",
        "Easing, which lifts nothing:",
        "Own ways there that the sources tell of:",
        "Sources:",
    ] == headings
    assert "“Chinese electric vehicle (EV)" in run.stdout
    assert all(len(line) <= 80 for line in run.stdout.splitlines())


@pytest.mark.parametrize(
    ("words", "who", "place"),
    [
        (["Geely"], ["geely"], []),
        (["Geely", "BYD", "@", "US"], ["byd", "geely"], ["united-states"]),
        (["Geely", "BYD", "@"], ["byd", "geely"], []),
        (
            ["from:China+class:Company", "in:US"],
            ["byd", "catl", "geely", "xiaomi"],
            ["united-states"],
        ),
    ],
)
def test_barriers_asks_of_one_or_several_and_a_place_or_any(
    words: list[str], who: list[str], place: list[str], inroads: Inroads
) -> None:
    """Several stand before a lone @, the place behind it."""
    question = json.loads(inroads("barriers", *words, "-f", "json").stdout)["question"]
    assert ("barriers", who, place) == (
        question["kind"],
        [each["id"] for each in question["from"]],
        [each["id"] for each in question["to"]],
    )


@pytest.mark.parametrize(
    "words", [["Geely", "BYD", "US"], ["@", "US"], ["Geely", "@", "US", "Canada"], ["A", "@", "@"]]
)
def test_barriers_says_how_to_write_its_ends(words: list[str], inroads: Inroads) -> None:
    """What cannot be meant is refused with a form that can."""
    run = inroads("barriers", *words)
    assert (2, "") == (run.status, run.stdout)
    assert "A B @ PLACE" in run.stderr


def test_barriers_exits_with_1_if_asked_to_where_nothing_is_told(inroads: Inroads) -> None:
    """For CATL nothing is; for Geely much is."""
    assert 1 == inroads("barriers", "CATL", "US", "--fail-if-none").status
    assert 0 == inroads("barriers", "Geely", "US", "--fail-if-none").status


def test_cut_prints_the_claims_with_their_words(inroads: Inroads) -> None:
    """The number first, then each claim, then the document."""
    run = inroads("cut", "Xiaomi", "Ford")
    assert (0, "") == (run.status, run.stderr)
    assert run.stdout.startswith("It takes two claims to separate Xiaomi from Ford")
    assert 2 == run.stdout.count("      claim ")
    assert "   chinese-ev-makers-us: article" in run.stdout
    assert all(len(line) <= 80 for line in run.stdout.splitlines())
    answer = json.loads(inroads("cut", "Xiaomi", "Ford", "-f", "json").stdout)
    assert ["claims", "documents"] == [each["of"] for each in answer["cuts"]]
    assert 1 == inroads("cut", "BYD", "US", "--fail-if-none").status


@pytest.mark.parametrize(
    "command",
    [
        ["--", "path", "CATL", "Michigan"],
        ["path", "CATL", "Michigan"],
        ["--", "path", "CATL", "Michigan", "--max-hops", "5"],
    ],
)
def test_without_ford_catl_does_not_reach_michigan(command: list[str], inroads: Inroads) -> None:
    """The question the design asks; two dashes before the command may be left out."""
    run = inroads("whatif", "--without", "Ford", *command)
    assert (0, "") == (run.status, run.stderr)
    assert run.stdout.startswith("Without Ford (the Ford-CATL partnership and a Xiaomi-Ford joint")
    assert "no path is left" in " ".join(run.stdout.split())
    assert "\nLost:\n   Together with Ford, CATL is a partner" in run.stdout


def test_whatif_takes_the_options_of_the_command_it_asks(inroads: Inroads) -> None:
    """Formats, floors, exit status and errors are those of the command itself."""
    ford = ("whatif", "--without", "Ford", "--")
    answer = json.loads(inroads(*ford, "path", "CATL", "Michigan", "-f", "json").stdout)
    assert ("whatif", "path", ["Ford"], []) == (
        answer["question"]["kind"],
        *(answer["question"]["options"][name] for name in ("command", "without", "assume")),
    )
    assert ["ford", "ford-catl-partnership", "xiaomi-ford-venture"] == answer["changes"]["removed"]
    assert ([], 1, 0) == (
        answer["changes"]["gained"],
        len(answer["changes"]["lost"]),
        answer["changes"]["kept"],
    )
    assert 1 == inroads(*ford, "path", "CATL", "Michigan", "--fail-if-none").status
    assert "Usage: inroads path" in inroads(*ford, "path", "--help").stdout
    assert "No such option '--nonsense'" in inroads(*ford, "path", "A", "B", "--nonsense").stderr
    barred = inroads(*ford, "barriers", "Geely", "US").stdout
    assert "what is in the way does not change." in " ".join(barred.split())
    assert "In the way:" in barred


def test_whatif_ranks_the_changed_graph_and_tells_who_moved(inroads: Inroads) -> None:
    """A table of places before and after; as JSON the changed ranking too."""
    ford = ("whatif", "--without", "Ford", "--", "rank")
    lines = inroads(*ford).stdout.splitlines()
    assert ["1", "-", "Ford"] == next(line.split() for line in lines if line.endswith("Ford"))
    answer = json.loads(inroads(*ford, "-f", "json", "--limit", "3").stdout)
    assert ("Geely", 3) == (answer["values"][0]["label"], len(answer["values"]))
    assert {"entity", "before", "after"} == set(answer["changes"]["moved"][0])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--without", "Ford"], "no command is given"),
        (["--without", "Ford", "--", "ask", "who owns Volvo"], "'ask' cannot be asked what if"),
        (["--without", "Ford", "--", "whatif", "path", "A", "B"], "'whatif' cannot be asked"),
        (["--", "path", "CATL", "Michigan"], "say what to change"),
        (["--without", "Nobody", "--", "path", "CATL", "Michigan"], "nothing in this graph"),
        (["--assume", "ffff0000", "--", "path", "CATL", "Michigan"], "no claim has the id"),
    ],
)
def test_whatif_says_what_is_wrong_with_it(words: list[str], told: str, inroads: Inroads) -> None:
    """One or two lines and exit status 2, whatever part of the command line is at fault."""
    run = inroads("whatif", *words)
    assert (2, "") == (run.status, run.stdout)
    assert told in run.stderr


def test_show_tells_names_claims_words_and_documents(inroads: Inroads) -> None:
    """Everything about one entity, by any of its names."""
    shown = inroads("show", "吉利").stdout
    assert shown == inroads("show", "geely").stdout == inroads("show", "kg:geely").stdout
    assert shown.startswith("Geely  (company, kg:geely)\nAlso: 吉利\n")
    assert "owns:\n   Geely owns Polestar.  (stated)" in shown
    assert "“Geely, which owns Volvo and" in shown
    assert "Sources:\n   chinese-ev-makers-us: article, title unknown" in shown


def test_show_says_that_a_prospect_is_none_yet(inroads: Inroads) -> None:
    """A rumoured venture would be one, and no source states that it exists."""
    first = inroads("show", "xiaomi-ford-venture").stdout.splitlines()[0]
    assert "would be a joint venture; no source states that it exists" in first


def test_show_as_json_has_the_same_claims(inroads: Inroads) -> None:
    """The object names the entity and holds its claims with their attestations."""
    data = json.loads(inroads("show", "Volvo", "-f", "json").stdout)
    assert ("volvo", "Volvo", "Brand") == (data["id"], data["label"], data["kind"])
    assert [OWNS_VOLVO] == [
        claim["id"] for claim in data["claims"] if claim["relation"]["id"] == "owns"
    ]
    assert all(claim["attestations"] or claim["derived"] for claim in data["claims"])


def test_find_lists_names_like_a_text(inroads: Inroads) -> None:
    """Exact names come before those that hold the text."""
    found = rows(inroads("find", "ford").stdout)
    assert ["label", "kind", "id", "other names"] == found[0]
    assert ["Ford", "Company", "ford", ""] == found[1]
    assert "ford-catl-partnership" in [row[2] for row in found]


def test_find_forgives_typing_errors_and_knows_aliases(inroads: Inroads) -> None:
    """A misspelling and a Chinese name find the same company."""
    assert "geely" in [row[2] for row in rows(inroads("find", "Geelly").stdout)]
    assert "geely" == rows(inroads("find", "吉利").stdout)[1][2]


def test_find_stops_at_its_limit(inroads: Inroads) -> None:
    """``--limit`` counts entities."""
    assert 3 == len(rows(inroads("find", "e", "--limit", "2").stdout))


@pytest.mark.parametrize(
    ("options", "field", "expected"),
    [
        (("--relation", "owns"), "relation", {"owns"}),
        (("--relation", "rel:OWNS"), "relation", {"owns"}),
        (("--standing", "disputed"), "standing", {"disputed"}),
        (("--standing", "disputed", "--standing", "opinion"), "standing", {"disputed", "opinion"}),
        (("--document", "iso-3166"), "documents", {"iso-3166"}),
    ],
)
def test_claims_are_filtered(
    options: tuple[str, ...], field: str, expected: set[str], inroads: Inroads
) -> None:
    """One value of each filter must fit; ids of relations go by any case."""
    found = csv.DictReader(io.StringIO(inroads("claims", *options, "-f", "csv").stdout))
    assert expected == {row[field] for row in found}


def test_claims_about_speak_of_the_entity(inroads: Inroads) -> None:
    """As subject, as object or in a qualifier."""
    found = [
        json.loads(line)
        for line in inroads("claims", "--about", "Volvo", "-f", "jsonl").stdout.splitlines()
    ]
    assert OWNS_VOLVO in [claim["id"] for claim in found]
    assert [] == [claim for claim in found if '"volvo"' not in json.dumps(claim)]


def test_claims_of_a_kind_include_its_subkinds(inroads: Inroads) -> None:
    """A tariff is a policy."""
    tariffs = rows(inroads("claims", "--kind", "Tariff").stdout)[1:]
    policies = rows(inroads("claims", "--kind", "policy").stdout)[1:]
    assert tariffs
    assert [] == [row for row in tariffs if row not in policies]
    assert len(policies) > len(tariffs)


def test_every_filter_must_fit(inroads: Inroads) -> None:
    """Filters of different names narrow each other."""
    found = rows(inroads("claims", "--about", "Volvo", "--standing", "disputed").stdout)
    assert 1 == len(found)


def test_claims_as_of_a_date_leave_out_what_began_later(inroads: Inroads) -> None:
    """What has no dates always counts; what began in 2031-09 does not hold in 2030."""

    def ids(*options: str) -> set[str]:
        return {row[0] for row in rows(inroads("-g", str(INVENTED), "claims", *options).stdout)}

    before, after = ids("--as-of", "2030"), ids("--as-of", "2031-10")
    begun = ids("--about", "port-hallen-works", "--as-of", "2031-10")
    assert after - before
    assert set() == after - before - begun
    assert ids() == after


def test_claims_come_best_standing_first(inroads: Inroads) -> None:
    """The order is that of the list of standings."""
    standings = [row[1] for row in rows(inroads("claims").stdout)[1:]]
    assert sorted(standings, key=STANDINGS.index) == standings


def test_why_names_the_step_of_the_rule(inroads: Inroads) -> None:
    """The claim, its words, its standing, and the step that decided."""
    text = inroads("why", OWNS_VOLVO[:4]).stdout
    assert text.startswith("Geely owns Volvo.  (stated)\n")
    assert "stated by step 5 of standing rule v1: it is said outright, by one origin." in " ".join(
        text.split()
    )


def test_cite_prints_one_footnote_a_claim(inroads: Inroads) -> None:
    """In the order given, numbered from 1."""
    other = json.loads(inroads("claims", "--standing", "disputed", "-f", "json").stdout)[0]["id"]
    lines = inroads("cite", OWNS_VOLVO, other).stdout.splitlines()
    assert [("[1]", OWNS_VOLVO), ("[2]", other)] == [(line[:3], line[-16:]) for line in lines]


def test_query_runs_sparql_with_the_usual_prefixes(inroads: Inroads) -> None:
    """No prefix has to be declared."""
    assert (
        "?x\n<https://inroads.example/id/volvo>\n"
        == inroads("query", "SELECT ?x { kg:geely rel:owns ?x FILTER(?x = kg:volvo) }").stdout
    )


def test_query_runs_stored_queries_with_parameters(inroads: Inroads) -> None:
    """A parameter that is an entity takes any of its names."""
    found = json.loads(inroads("query", "brands-of", "-p", "owner=吉利", "-f", "json").stdout)
    assert ["Polestar", "Volvo"] == [
        row["nodeLabel"]["value"] for row in found["results"]["bindings"]
    ]


def test_query_reads_a_file(inroads: Inroads, tmp_path: Path) -> None:
    """A byte order mark is no part of the query."""
    path = tmp_path / "volvo.rq"
    path.write_text("ASK { kg:geely rel:owns kg:volvo }", "utf-8-sig")
    assert {"head": {}, "boolean": True} == json.loads(inroads("query", str(path)).stdout)


def test_query_reads_standard_input(inroads: Inroads) -> None:
    """``-`` is standard input."""
    assert (
        '"boolean":true'
        in inroads("query", "-", stdin=b"ASK { kg:geely rel:owns kg:volvo }").stdout
    )


def test_a_stored_query_goes_before_a_file_of_its_name(
    inroads: Inroads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a name means does not depend on the folder."""
    (tmp_path / "owners").write_text("ASK {}")
    monkeypatch.chdir(tmp_path)
    assert inroads("query", "owners").stdout.startswith("?owner\t")


@pytest.mark.parametrize(
    ("query", "begins"),
    [
        ("SELECT ?x { kg:geely rel:owns ?x }", "?x\n<"),
        ("ASK { kg:geely rel:owns ?x }", '{"head"'),
        ("CONSTRUCT WHERE { kg:geely rel:owns ?x }", "@prefix rel:"),
        ("DESCRIBE kg:volvo", "@prefix"),
    ],
)
def test_query_in_a_pipe_takes_a_format_the_result_has(
    query: str, begins: str, inroads: Inroads
) -> None:
    """Rows come as tsv, yes or no as json, triples as turtle; nothing is refused."""
    run = inroads("query", query)
    assert (0, begins) == (run.status, run.stdout[: len(begins)])


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("json", "{"),
        ("xml", "<?xml"),
        ("csv", "x\r\n"),
        ("tsv", "?x\n"),
        ("md", "| x |\n| --- |\n"),
    ],
)
def test_query_writes_the_formats_of_the_w3c_and_tables(
    form: str, begins: str, inroads: Inroads
) -> None:
    """Each result format by its name."""
    run = inroads("query", "SELECT ?x { kg:geely rel:owns ?x }", "-f", form)
    assert (0, begins) == (run.status, run.stdout[: len(begins)])


def test_a_table_is_cut_at_the_limit_and_says_so(inroads: Inroads) -> None:
    """Machine formats are complete whatever the limit."""
    query = "SELECT ?x { ?x a ir:Claim }"
    table, machine = (
        inroads("query", query, "--limit", "3", "-f", "md"),
        inroads("query", query, "--limit", "3", "-f", "csv"),
    )
    assert (5, "cut after 3 rows; --limit raises it, the machine formats give all.\n") == (
        len(table.stdout.splitlines()),
        table.stderr,
    )
    assert 100 < len(machine.stdout.splitlines())
    assert "" == machine.stderr


def test_a_table_of_results_shows_labels_and_short_names(inroads: Inroads) -> None:
    """IRIs are for machines."""
    assert (
        "| Volvo (kg:volvo) |"
        in inroads("query", "SELECT ?x { kg:geely rel:owns ?x }", "-f", "md").stdout
    )


def test_queries_lists_each_with_what_it_takes(inroads: Inroads) -> None:
    """Required parameters are shown by type, others by default."""
    listed = {row[0]: row[1:] for row in rows(inroads("queries").stdout)}
    assert "owner=ENTITY" == listed["brands-of"][0]
    assert all(all(row) for name, row in listed.items() if name in ("brands-of", "of-kind"))


def test_every_stored_query_without_required_parameters_runs(inroads: Inroads) -> None:
    """What ``queries`` lists, ``query`` runs."""
    for each in json.loads(inroads("queries", "-f", "json").stdout):
        if all(parameter["default"] is not None for parameter in each["parameters"]):
            assert (0, "") == (run := inroads("query", each["name"]), run.status, run.stderr)[1:], (
                each["name"]
            )


def test_a_clean_check_prints_a_count_and_no_findings(inroads: Inroads) -> None:
    """Nothing on standard output, a count on standard error, status 0."""
    run = inroads("check", str(INVENTED / "gazetteer.yaml"))
    assert (0, "", "1 of 1 files are well-formed, 7 claims.\n") == (
        run.status,
        run.stdout,
        run.stderr,
    )


def test_a_clean_check_as_json_is_an_empty_list(inroads: Inroads) -> None:
    """A program that reads the findings always finds JSON."""
    assert [] == json.loads(inroads("check", str(INVENTED / "gazetteer.yaml"), "-f", "json").stdout)


def test_check_names_file_line_and_fault_and_exits_with_1(inroads: Inroads, tmp_path: Path) -> None:
    """A misquoted word is found, with the words that do stand there."""
    (tmp_path / "a.txt").write_text("Aldo owns Bex.\n")
    bad = tmp_path / "a.yaml"
    bad.write_text(
        'inroads: "1"\ndocument: {id: a, text: a.txt}\n'
        "entities:\n  aldo: {kind: Company, label: Aldo}\n  bex: {kind: Brand, label: Bex}\n"
        "statements:\n  - quote: Aldo owned Bex\n    claims: [aldo owns bex]\n"
    )
    run = inroads("check", str(bad), "-f", "json")
    (finding,) = json.loads(run.stdout)
    assert (1, str(bad), "7") == (run.status, finding["file"], finding["line"])
    assert "Nearest passage: 'Aldo owns Bex.'" in finding["finding"]


def test_check_goes_on_after_a_bad_file(inroads: Inroads, tmp_path: Path) -> None:
    """Every bad file is named, and the good ones are counted."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("inroads: '9'\n")
    run = inroads(
        "check",
        str(tmp_path / "a.yaml"),
        str(INVENTED / "gazetteer.yaml"),
        str(tmp_path / "b.yaml"),
    )
    assert 1 == run.status
    assert ["a.yaml", "b.yaml"] == [Path(row[0]).name for row in rows(run.stdout)[1:]]
    assert "1 of 3 files are well-formed" in run.stderr


def test_coverage_is_no_fault_unless_asked_for(inroads: Inroads, tmp_path: Path) -> None:
    """``--coverage`` lists the words no claim rests on, with their line, and exits with 1."""
    (tmp_path / "a.txt").write_text("Aldo owns Bex.\nCora sleeps.\n")
    file = tmp_path / "a.yaml"
    file.write_text(
        'inroads: "1"\ndocument: {id: a, text: a.txt, language: en}\n'
        "entities:\n  aldo: {kind: Company, label: Aldo}\n  bex: {kind: Brand, label: Bex}\n"
        "statements:\n  - quote: Aldo owns Bex\n    claims: [aldo owns bex]\n"
    )
    assert 0 == inroads("check", str(file)).status
    run = inroads("check", str(file), "--coverage")
    assert (1, [str(tmp_path / "a.txt"), "2", "no claim rests on: Cora sleeps"]) == (
        run.status,
        rows(run.stdout)[1],
    )


def test_export_writes_to_standard_output_or_a_file(inroads: Inroads, tmp_path: Path) -> None:
    """``-o`` gives the same text, and nothing else is left beside it."""
    text = inroads("export", "nquads").stdout
    path = tmp_path / "graph.nq"
    assert (0, "") == (run := inroads("export", "nquads", "-o", str(path)), run.status, run.stdout)[
        1:
    ]
    assert text == path.read_text("utf-8") == inroads("export", "nquads", "-o", "-").stdout
    assert [path] == list(tmp_path.iterdir())


def test_info_counts_what_the_other_commands_list(inroads: Inroads) -> None:
    """All claims, and their standings, add up."""
    counts = {(row[0], row[1]): row[2] for row in rows(inroads("info").stdout)}
    claims = rows(inroads("claims").stdout)[1:]
    assert str(len(claims)) == counts["all", "claims"]
    assert len(claims) == sum(
        int(count) for (what, _), count in counts.items() if what == "standing"
    )
    assert str([row[1] for row in claims].count("disputed")) == counts["standing", "disputed"]


def test_rank_lists_actors_by_degree_with_their_ties(inroads: Inroads) -> None:
    """Equal values share a place; by what is stated alone, a rumour's place is another."""
    ranked = rows(inroads("rank", "--limit", "6").stdout)
    assert ["rank", "entity", "degree", "if stated", "if all", "strongest ties"] == ranked[0]
    assert [
        ["1", "Ford", "2", "2", "1", "CATL (through Ford-CATL partnership), Xiaomi (disputed)"],
        ["1", "Geely", "2", "1", "1", "Polestar, Volvo"],
        ["3", "CATL", "1", "2", "3", "Ford (through Ford-CATL partnership)"],
        ["3", "Polestar", "1", "2", "3", "Geely"],
        ["3", "Volvo", "1", "2", "3", "Geely"],
        ["3", "Xiaomi", "1", "6", "3", "Ford (disputed)"],
    ] == ranked[1:]


def test_rank_tells_what_is_estimated_and_from_how_many(
    inroads: Inroads, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the error stream, and in each JSON object; not of exact values."""
    monkeypatch.setattr(measures, "EXACT", {"closeness": 5})
    monkeypatch.setattr(measures, "PIVOTS", 7)
    estimated = inroads("rank", "--by", "closeness", "-f", "json")
    sample = json.loads(estimated.stdout)[0]["sample"]
    assert 7 == sample["taken"]
    told = f"closeness is estimated from 7 of {sample['of']} actors; --exact takes all of them."
    assert told in estimated.stderr
    exact = inroads("rank", "--by", "closeness", "--exact", "-f", "json")
    assert (None, "") == (json.loads(exact.stdout)[0]["sample"], exact.stderr)


def test_rank_tells_how_many_ties_are_not_shown(inroads: Inroads, tmp_path: Path) -> None:
    """Three are; the others are counted."""
    entities = "".join(f"  e{n}: {{kind: Company, label: E{n}}}\n" for n in range(6))
    claims = "".join(f"      - e0 owns e{n}\n" for n in range(1, 6))
    (tmp_path / "a.yaml").write_text(
        f'inroads: "1"\ndocument: {{id: a}}\nentities:\n{entities}statements:\n'
        f"  - record: row\n    claims:\n{claims}",
        "utf-8",
    )
    first = rows(inroads("-g", str(tmp_path / "a.yaml"), "rank", "--limit", "1").stdout)[1]
    assert "E1, E2, E3 and 2 more" == first[-1]


@pytest.mark.parametrize(
    "by", ["degree", "betweenness", "closeness", "eigenvector", "pagerank", "brokerage"]
)
def test_rank_by_any_measure_of_a_kind(by: str, inroads: Inroads) -> None:
    """``--by`` and ``--kind`` choose the measure and who is listed; ties carry their claims."""
    ranked = json.loads(inroads("rank", "--by", by, "--kind", "Brand", "-f", "json").stdout)
    assert {("Brand", by)} == {(each["entity"]["kind"], each["by"]) for each in ranked}
    assert [["45165707afcf2bec"], [OWNS_VOLVO]] == [each["ties"][0]["claims"] for each in ranked]
    assert {(True, None)} == {
        (each["rank_if_stated"] >= 1, each["ties"][0]["through"]) for each in ranked
    }


def test_communities_tell_what_holds_them_together(inroads: Inroads) -> None:
    """In sentences that hedge as claims do; the quality of the parting is told beside."""
    run = inroads("communities")
    found = rows(run.stdout)
    assert ["community", "members", "held together by", "modularity"] == found[0]
    assert ["2", "Geely, Polestar, Volvo", "Geely owns Polestar. Geely owns Volvo.", "0.250"] == (
        found[2]
    )
    assert "The Ford-CATL partnership joins CATL and Ford." in found[1][2]
    assert "which Ford and Xiaomi deny. 2 of 3 are based in China." in found[1][2]
    assert run.stderr.startswith("modularity 0.500 (0: no better than chance;")


def test_communities_of_a_kind_and_of_stated_claims_alone(inroads: Inroads) -> None:
    """``--kind`` keeps those with such a member, ``--standing`` drops weaker claims."""
    assert ["Geely, Polestar, Volvo"] == [
        row[1] for row in rows(inroads("communities", "--kind", "Brand").stdout)[1:]
    ]
    stated = json.loads(inroads("communities", "--standing", "stated", "-f", "json").stdout)
    assert ["CATL and Ford", "Geely, Polestar and Volvo"] == sorted(each["name"] for each in stated)
    bonds = [bond for each in stated for bond in each["bonds"]]
    assert {"stated"} == {bond["standing"] for bond in bonds}
    assert all(bond["claims"] for bond in bonds)


def test_export_of_csv_writes_a_folder(inroads: Inroads, tmp_path: Path) -> None:
    """Two files; on standard output they would be one, so that is refused."""
    run = inroads("export", "csv", "-o", str(tmp_path / "out"))
    assert (0, "") == (run.status, run.stdout)
    assert "claims left out: " in run.stderr
    assert ["edges.csv", "nodes.csv"] == sorted(p.name for p in (tmp_path / "out").iterdir())
    assert b"\r\n" in (tmp_path / "out" / "edges.csv").read_bytes()


def test_export_floor_chooses_the_edges(inroads: Inroads) -> None:
    """``--standing`` is the weakest an edge may have."""
    every, stated = (
        inroads("export", "cypher", *floor).stdout for floor in ([], ["--standing", "stated"])
    )
    assert "standing: 'disputed'" in every
    assert "standing: 'disputed'" not in stated


@pytest.mark.parametrize("form", ["md", "dot", "mermaid"])
def test_a_path_that_does_not_exist_is_told_in_every_format(form: str, inroads: Inroads) -> None:
    """With the same exit status."""
    run = inroads("path", "CATL", "Geely", "-f", form, "--fail-if-none")
    assert 1 == run.status
    assert "No path from CATL to Geely" in run.stdout


# Formats of the record commands


@pytest.mark.parametrize("command", RECORD_COMMANDS, ids=lambda command: command[0])
def test_record_formats_agree(command: tuple[str, ...], inroads: Inroads) -> None:
    """Json is a list, jsonl one object a line, csv and tsv one row each: as many in all."""
    whole = json.loads(inroads(*command, "-f", "json").stdout)
    lines = [json.loads(line) for line in inroads(*command, "-f", "jsonl").stdout.splitlines()]
    sheet = list(csv.reader(io.StringIO(inroads(*command, "-f", "csv").stdout, newline="")))
    tabs = rows(inroads(*command, "-f", "tsv").stdout)
    markdown = inroads(*command, "-f", "md").stdout.splitlines()
    assert whole == lines
    assert whole
    assert {len(whole)} == {len(sheet) - 1, len(tabs) - 1, len(markdown) - 2}
    assert {len(tabs[0])} == {len(row) for row in (*tabs, *sheet)}
    assert tabs[0] == sheet[0]
    assert {dict} == {type(each) for each in whole}


@pytest.mark.parametrize("command", RECORD_COMMANDS, ids=lambda command: command[0])
def test_a_pipe_gets_tabs(command: tuple[str, ...], inroads: Inroads) -> None:
    """Tsv is the default where nobody looks on."""
    assert inroads(*command, "-f", "tsv") == inroads(*command)


def test_a_spreadsheet_gets_every_attested_word(inroads: Inroads) -> None:
    """``claims -f csv`` has ids, standing, sentence, words and documents in columns of their own."""
    (row,) = csv.DictReader(io.StringIO(inroads("claims", "--about", "Volvo", "-f", "csv").stdout))
    assert (OWNS_VOLVO, "stated", "geely", "owns", "volvo") == tuple(
        row[name] for name in ("id", "standing", "subject", "relation", "object")
    )
    assert "“Geely, which owns Volvo and Polestar”" in row["words"]


# The graph that is asked


def test_a_folder_of_claim_files_is_a_graph(inroads: Inroads) -> None:
    """``-g`` opens every claim file in it, as one graph."""
    run = inroads("-g", str(INVENTED), "ask", "who owns Seagrip")
    assert run.stdout.startswith("Tsukimori owns Seagrip.")


def test_a_single_claim_file_is_a_graph(inroads: Inroads) -> None:
    """``-g`` with a file knows that file alone."""
    counts = rows(inroads("-g", str(INVENTED / "gazetteer.yaml"), "info").stdout)
    assert ["all", "documents", "1"] in counts


def test_the_environment_names_a_graph_and_the_option_goes_before_it(
    inroads: Inroads, monkeypatch: pytest.MonkeyPatch
) -> None:
    """INROADS_GRAPH stands in for ``-g``."""
    monkeypatch.setenv("INROADS_GRAPH", str(INVENTED))
    assert 0 == inroads("show", "Skarnholm").status
    assert 2 == inroads("-g", str(INVENTED / "gazetteer.yaml"), "show", "Skarnholm").status


@pytest.mark.parametrize(
    "command",
    [
        ("ask", "who owns Seagrip"),
        ("path", "Ondrava Wind", "Port Hallen"),
        ("show", "Skarnholm"),
        ("find", "Northlay"),
        ("claims",),
        ("query", "owners"),
        ("export", "turtle"),
        ("info",),
        ("rank",),
        ("communities",),
        ("export", "gexf"),
        ("path", "Ondrava Wind", "Port Hallen", "-f", "md"),
        ("path", "Ondrava Wind", "Port Hallen", "-f", "dot"),
        ("path", "Ondrava Wind", "Port Hallen", "-f", "mermaid"),
        ("ask", "who owns Seagrip", "-f", "md"),
    ],
    ids=lambda command: command[0],
)
def test_every_command_works_on_any_graph(command: tuple[str, ...], inroads: Inroads) -> None:
    """Nothing depends on the graph that ships with the program."""
    run = inroads("-g", str(INVENTED), *command)
    assert 0 == run.status
    assert "Ford" not in run.stdout


# Messages


def test_a_forgiven_misspelling_is_told_on_standard_error(inroads: Inroads) -> None:
    """Results stay clean for the next program; only the way to see them repeats what was typed."""
    run, exact = inroads("path", "CATL", "Michgan"), inroads("path", "CATL", "Michigan")
    assert ("took 'Michgan' as Michigan\n", exact.stdout) == (
        run.stderr,
        run.stdout.replace("view --path CATL Michgan", "view --path CATL Michigan"),
    )


@pytest.mark.parametrize(
    "command",
    [
        ("path", "CATL", "Michgan"),
        ("show", "Geelyy"),
        ("find", "zzqq"),
        ("query", "SELECT ?x { ?x a ir:Claim }", "--limit", "1", "-f", "md"),
    ],
    ids=lambda command: command[0],
)
def test_quiet_silences_messages_and_nothing_else(
    command: tuple[str, ...], inroads: Inroads
) -> None:
    """``-q`` leaves results and status as they are."""
    loud, quiet = inroads(*command), inroads("-q", *command)
    assert "" != loud.stderr
    assert (loud.status, loud.stdout, "") == (quiet.status, quiet.stdout, quiet.stderr)


def test_quiet_does_not_silence_errors(inroads: Inroads) -> None:
    """What went wrong is always said."""
    assert inroads("show", "Nope").stderr == inroads("-q", "show", "Nope").stderr != ""


# Exit status


@pytest.mark.parametrize(
    "command",
    [("ask", "how does Apple reach Michigan"), ("path", "Apple", "Michigan"), ("find", "zzqq")],
    ids=lambda command: command[0],
)
def test_no_answer_is_status_1_only_where_asked_for(
    command: tuple[str, ...], inroads: Inroads
) -> None:
    """``--fail-if-none`` makes a test of a question."""
    assert (0, 1) == (inroads(*command).status, inroads(*command, "--fail-if-none").status)


@pytest.mark.parametrize(
    "command",
    [("ask", "who owns Volvo"), ("path", "CATL", "Michigan"), ("find", "Ford")],
    ids=lambda command: command[0],
)
def test_an_answer_is_status_0_also_where_none_would_fail(
    command: tuple[str, ...], inroads: Inroads
) -> None:
    """``--fail-if-none`` fails only if there is none."""
    assert 0 == inroads(*command, "--fail-if-none").status


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (("ask", "how does Nope reach Michigan"), "unknown-name"),
        (("ask", "why is the sky blue"), "not-understood"),
        (("path", "Nope", "Michigan"), "unknown-name"),
        (("-g", str(INVENTED), "path", "Northlay", "Veldria"), "ambiguous-name"),
        (("-g", str(INVENTED), "ask", "how does Northlay reach Veldria"), "ambiguous-name"),
    ],
)
def test_an_unknown_name_as_json_prints_the_object_and_exits_with_2(
    command: tuple[str, ...], status: str, inroads: Inroads
) -> None:
    """A program that reads the answer reads the reason in it, the same as on standard error."""
    run = inroads(*command, "-f", "json")
    answer = json.loads(run.stdout)
    assert (2, status) == (run.status, answer["status"])
    assert f"Error: {answer['answer']}\n" == run.stderr


def test_a_search_cut_short_is_never_told_as_no_path(inroads: Inroads) -> None:
    """With nothing found in the time given, status 2 and no answer at all."""
    run = inroads("path", "CATL", "Michigan", "--timeout", "0.000000001", "-f", "json")
    assert (2, "") == (run.status, run.stdout)
    assert "this is no 'no'" in run.stderr


def test_a_misspelt_parameter_of_a_query_is_told(inroads: Inroads) -> None:
    """The answer is about another word than the one that was typed."""
    run = inroads("query", "sites-in", "-p", "place=Michgan")
    assert (0, "took 'Michgan' as Michigan\n") == (run.status, run.stderr)
