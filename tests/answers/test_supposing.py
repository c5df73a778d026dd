"""What if: the changed answer, what changed, and that nothing else did."""

import shutil
from pathlib import Path

import pytest

from graph import session
from graph.answers.answer import Answers, PathQuestion
from graph.answers.barriers import BarrierQuestion, Barriers
from graph.answers.supposed import Supposition, Unsaid
from graph.answers.whatif import WhatIf
from graph.claims.corpus import rejudged
from graph.claims.model import Standing
from graph.claims.standing import voices
from graph.errors import BadParameter, InroadsError, UnknownClaim, UnknownName
from graph.network import measures

INVENTED = Path(__file__).parent.parent / "invented"


def claim(opened, words):
    """Return the id of the claim ``subject relation object``."""
    subject, relation, object_ = words.split()
    (found,) = [
        row.id
        for row in opened.table.rows
        if (row.subject, row.relation, row.object) == (subject, relation, object_)
    ]
    return found


def path(opened, source, target, *, without=(), assume=(), floor=Standing.DISPUTED):
    """Return the what-if answer to a path question."""
    asked = PathQuestion((source,), (target,), floor=floor)
    supposed = Supposition(tuple(without), tuple(assume))
    return WhatIf(opened, supposed).answer(lambda changed: Answers(changed).path(asked))


def barriers(opened, who, place, *, without=(), assume=()):
    """Return the what-if answer to a question for barriers."""
    asked = BarrierQuestion((who,), place)
    supposed = Supposition(tuple(without), tuple(assume))
    return WhatIf(opened, supposed).answer(lambda changed: Barriers(changed).answer(asked))


def ranking(opened, *, without=(), assume=()):
    """Return the what-if answer to a ranking by degree."""
    supposed = Supposition(tuple(without), tuple(assume))
    return WhatIf(opened, supposed).ranking("degree", lambda n: measures.rank(n, "degree"), 20)


def sentences(paths):
    """Return what each path says."""
    return [each.sentence for each in paths]


# ------------------------------------------------------------------------- entities


def test_without_ford_catl_does_not_reach_michigan(seed):
    """The deal with Ford falls with it, and so does the rumoured one."""
    answer = path(seed, "CATL", "Michigan", without=["Ford"])
    changes = answer.changes
    assert ("whatif", "none", ()) == (answer.question.kind, answer.status, tuple(answer.paths))
    assert ["ford", "ford-catl-partnership", "xiaomi-ford-venture"] == changes.removed
    assert (1, [], 0) == (len(changes.lost), changes.gained, changes.kept)
    assert answer.answer.startswith(
        "Without Ford (the Ford-CATL partnership and a Xiaomi-Ford joint venture fall with it), "
        "no path is left: the one path found before is lost. No path from CATL to Michigan"
    )


def test_what_does_not_hang_on_ford_is_kept_with_its_cost(seed):
    """Geely's ways into the US have nothing to do with it."""
    answer = path(seed, "Geely", "US", without=["Ford"])
    plain = Answers(seed).path(PathQuestion(("Geely",), ("US",)))
    assert ([], [], 2) == (answer.changes.lost, answer.changes.gained, answer.changes.kept)
    assert [(each.cost, each.sentence) for each in plain.paths] == [
        (each.cost, each.sentence) for each in answer.paths
    ]
    assert "nothing is lost: all 2 paths found before still stand." in answer.answer


def test_a_path_that_only_moves_down_the_list_is_not_lost(seed):
    """Found among the five best before, and still there, but no longer among the best."""
    rumour = claim(seed, "xiaomi talksWith ford")
    asked = PathQuestion(("Xiaomi",), ("Ford",), k=1)
    answer = WhatIf(seed, Supposition(assume=(rumour,))).answer(
        lambda changed: Answers(changed).path(asked)
    )
    best = Answers(seed).path(asked).paths[0].sentence
    assert best != answer.paths[0].sentence
    assert ([], [], 1) == (answer.changes.lost, answer.changes.gained, answer.changes.kept)


def test_the_graph_that_is_asked_about_stays_as_it_is(seed):
    """A what-if changes nothing."""
    before = Answers(seed).path(PathQuestion(("CATL",), ("Michigan",)))
    path(seed, "CATL", "Michigan", without=["Ford"])
    assert before == Answers(seed).path(PathQuestion(("CATL",), ("Michigan",)))


# ------------------------------------------------------------------------- claims, documents


def test_without_a_claim_only_that_claim_is_gone(seed):
    """The partnership itself stands; what it would make in Michigan is unsaid."""
    made = claim(seed, "ford-catl-partnership producesIn michigan")
    answer = path(seed, "CATL", "Michigan", without=[made[:8]])
    assert ("none", [made]) == (answer.status, answer.changes.removed)
    assert "found" == path(seed, "CATL", "Ford", without=[f"claim:{made}"]).status


def test_without_a_document_what_it_replaced_stands_again(invented):
    """Harbour & Grid says that Skarnholm moved; without it, it is where it was."""
    assert "skarnholm" not in _based(invented, "ostrel")
    assert "skarnholm" in _based(_without(invented, "harbour-grid"), "ostrel")


def _without(opened, document):
    """Return the graph without one document."""
    changed = []
    WhatIf(opened, Supposition((document,))).answer(
        lambda each: (
            changed.append(each) or Answers(each).path(PathQuestion(("Veldria",), ("Tesra",)))
        )
    )
    return changed[-1]


def _based(opened, place):
    return {
        row.subject
        for tie in opened.network.ties(place)
        for row in tie.rows
        if tie.relation.role == "seat" and row.standing.place <= Standing.DISPUTED.place
    }


@pytest.mark.parametrize("document", ["harbour-grid", "kestrel-ledger", "gazetteer"])
def test_a_document_left_out_is_as_if_it_had_never_been_read(document, invented, tmp_path):
    """Every standing, stage and date is that of a graph built without the document.

    The one thing that differs: what only the other document would replace or take back of a
    claim that nobody makes any more.
    """
    for file in INVENTED.iterdir():
        if file.stem != document:
            shutil.copy(file, tmp_path)
    if document == "kestrel-ledger":  # the other paper takes back what only this one says
        text = (tmp_path / "harbour-grid.yaml").read_text("utf-8")
        head, _, tail = text.partition("  - quote: Ondrava Wind took back")
        (tmp_path / "harbour-grid.yaml").write_text(
            head + tail[tail.index("  - quote:") :], "utf-8"
        )
    built = {row.id: row for row in session.open(str(tmp_path)).table.rows if not row.derived}
    anew = Unsaid(invented).rows(documents=frozenset({document}))
    left = {row.id: anew.get(row.id, row) for row in invented.table.rows if not row.derived}
    taken_back = claim(invented, "ondrava entersMarket tesra")
    assert built == {
        id_: row for id_, row in left.items() if row and (id_ != taken_back or id_ in built)
    }


@pytest.mark.parametrize("name", ["seed", "invented"])
def test_judged_anew_with_nothing_left_out_every_claim_stands_as_it_stood(request, name):
    """Standing, stage, dates, what replaces and what contradicts it are those of the build."""
    opened = request.getfixturevalue(name)
    records = opened.store.records(row.id for row in opened.table.rows if not row.derived)
    documents = opened.store.documents(opened.store.document_ids())
    spoken = voices(documents, opened.table.bearers)
    found = rejudged(records, documents, spoken, opened.ontology, unsaid=lambda record, each: False)
    assert {each.id: each for each in records} == found


def test_the_evidence_of_a_document_left_out_is_not_told(invented):
    """Both papers name the partners; without one only the other is quoted."""
    answer = path(invented, "Ondrava Wind", "kg:skarnholm", without=["harbour-grid"])
    documents = {
        each.document.id
        for found in answer.paths
        for hop in found.hops
        for told in hop.claims
        for each in told.attestations
    }
    assert {"kestrel-ledger"} == documents
    assert {"stated"} == {found.standing for found in answer.paths[:1]}


# ------------------------------------------------------------------------- assumptions


def test_what_is_assumed_is_gained_and_still_told_as_it_is(seed):
    """Counted as stated, the rumour makes a path; its words and its denial stay."""
    assumed = [
        claim(seed, "xiaomi partnerIn xiaomi-ford-venture"),
        claim(seed, "ford partnerIn xiaomi-ford-venture"),
    ]
    answer = path(seed, "Xiaomi", "Ford", assume=assumed, floor=Standing.STATED)
    (gained,) = answer.changes.gained
    assert ("found", [], tuple(assumed)) == (
        answer.status,
        answer.changes.lost,
        tuple(answer.changes.assumed),
    )
    assert "stated" == gained.standing
    assert "which Ford and Xiaomi deny" in gained.sentence
    assert {"disputed"} == {told.standing for hop in gained.hops for told in hop.claims}
    assert 2 == sum(each.startswith("Counted as stated by assumption:") for each in gained.remarks)
    assert answer.answer.startswith("Assuming as stated that Xiaomi was reported to be discussing")


# ------------------------------------------------------------------------- barriers, rankings


def test_without_the_bar_the_way_is_conditional(seed):
    """One remark less, and the gate moves."""
    bar = claim(seed, "chinese-ev-makers blockedFrom united-states")
    answer = barriers(seed, "Geely", "US", without=[bar])
    assert [(None, "blocks")] == [(each.id, each.effect) for each in answer.changes.lost_barriers]
    assert ([], 8) == (answer.changes.gained_barriers, answer.changes.kept)
    assert ["conditional"] == [each.gate for each in answer.gates]
    assert (
        "the way goes from blocked to conditional for Geely into the United States; 1 of 9 "
        "remarks is gone: Chinese EV makers are blocked from the United States."
    ) in answer.answer


def test_without_its_group_a_maker_is_not_blocked_with_it(seed):
    """A group that is taken out bars nobody."""
    answer = barriers(seed, "BYD", "US", without=["chinese-ev-makers"])
    assert "blocks" not in {each.effect for each in answer.entities}


def test_who_moves_in_a_ranking_without_ford(seed):
    """Ford led; who was behind it moves up, and it has no place any more."""
    answer = ranking(seed, without=["Ford"])
    moved = {each.entity.id: (each.before, each.after) for each in answer.changes.moved}
    assert (1, None) == moved["ford"]
    assert "geely" not in moved or moved["geely"][1] == 1
    assert "Ford" not in {each.label for each in answer.values}
    before = {each.entity: each.place for each in measures.rank(seed.network, "degree")}
    assert {id_: before[id_] for id_ in moved} == {id_: was for id_, (was, _) in moved.items()}
    assert answer.changes.kept == len(before) - len(moved)


# ------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("without", "assume", "error", "words"),
    [
        ([], [], BadParameter, "say what to change"),
        (["Nobody at all"], [], UnknownName, "nothing in this graph is called"),
        (["doc:nothing"], [], BadParameter, "'doc:nothing' is no document"),
        (["ffffffffffffffff"], [], UnknownClaim, "no claim has the id"),
        ([], ["nonsense"], UnknownClaim, "no claim has the id"),
        (["CATL"], [], BadParameter, "takes out CATL, which the question is about"),
    ],
)
def test_bad_suppositions_say_what_is_wrong(seed, without, assume, error, words):
    """Each names the fault and nothing is answered."""
    with pytest.raises(error, match=words):
        path(seed, "CATL", "Michigan", without=without, assume=assume)


def test_what_speaks_of_what_is_taken_out_cannot_be_assumed(seed):
    """Neither that Ford is a partner without Ford, nor that CATL is one of a fallen deal."""
    for words in ("ford partnerIn ford-catl-partnership", "catl partnerIn ford-catl-partnership"):
        with pytest.raises(BadParameter, match="cannot be assumed: it speaks of"):
            path(seed, "CATL", "Michigan", without=["Ford"], assume=[claim(seed, words)])
    owns = claim(seed, "geely owns volvo")
    with pytest.raises(BadParameter, match="is left out by --without"):
        path(seed, "CATL", "Michigan", without=[owns], assume=[owns])


def test_what_is_derived_cannot_be_assumed(seed):
    """It is as sure as what it comes from."""
    derived = next(row.id for row in seed.table.rows if row.derived)
    with pytest.raises(BadParameter, match="is derived"):
        path(seed, "CATL", "Michigan", assume=[derived])


def test_a_slip_of_the_pen_is_noticed(seed):
    """What is taken out is named as it was understood."""
    answer = path(seed, "CATL", "Michigan", without=["Ford-CATL partnersip"])
    assert ["took 'Ford-CATL partnersip' as Ford-CATL partnership"] == answer.question.noticed
    assert issubclass(UnknownName, InroadsError)
