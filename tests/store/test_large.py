"""A large graph is built as its documents stream by, and is the graph they make in memory."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

import ontology
from graph.claims import identity, kept, spill
from graph.claims.corpus import CorpusError
from graph.claims.identity import JudgementError
from graph.claims.judgements import Judgement, Verdict
from graph.claims.model import (
    Bound,
    Certainty,
    Claim,
    ClaimFile,
    Document,
    Entity,
    Evidence,
    EvidenceKind,
    Name,
    Quantity,
    Reading,
    Speaker,
    Stage,
    Stance,
    Statement,
)
from graph.claims.sources import Source
from graph.progress import silent
from graph.store import build, derive
from graph.store.large.building import Builder
from graph.store.large.identities import Identities
from graph.store.layout import TRIPLE_STORE
from tests.claims import strategies

VOCABULARY = ontology.compiled()
ROOM = "/dev/shm" if Path("/dev/shm").is_dir() else None  # nothing here asks for a real disk

# Small worlds in which everything meets: claims from both ends, figures that contradict each
# other, claims that replace and end others, retractions, publishers that are entities, ventures
# and sites that rules conclude from, places, and things judged the same.

COMPANIES = ("acme", "bolt", "cog", "dyno")
KINDS = {
    **dict.fromkeys(COMPANIES, "Company"),
    "venture": "Partnership",
    "pact": "Partnership",
    "works": "Facility",
    "plant": "Facility",
    "town": "City",
    "land": "Country",
}


class World:
    """Makes documents about a few things, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._said: list[Claim] = []
        self._labels: list[tuple[str, str, Statement]] = []

    def documents(self, number: int) -> list[ClaimFile]:
        """Return so many documents; later ones may speak of what earlier ones said."""
        return [self.document(f"document-{index}") for index in range(number)]

    def document(self, id_: str) -> ClaimFile:
        """Return one document."""
        draw = self._random
        document = Document(
            id_,
            title=f"On {id_}",
            publisher=draw.choice(["Acme", "ACME", "The Post", "Bolt Inc", ""]),
            wire=draw.choice(["", "", "", "Wire"]),
            sha256=draw.choice(["", "", f"{draw.randrange(2):064x}"]),
        )
        statements = tuple(self._statement(id_, n) for n in range(draw.randrange(1, 7)))
        ids = {id_ for each in statements for id_ in names_of(each)} | {draw.choice([*KINDS])}
        return ClaimFile(document, tuple(self._entity(each) for each in sorted(ids)), statements)

    def _entity(self, id_: str) -> Entity:
        draw = self._random
        label = draw.choice([id_.title(), id_.title(), f"{id_.title()} Inc"])
        names = (Name("Bolt Inc", "en"),) if draw.random() < 0.1 else ()
        return Entity(
            id_, KINDS[id_], label, names, draw.random() < 0.1, draw.choice(["", "", id_])
        )

    def _claim(self) -> Claim:
        draw = self._random
        one, other = draw.sample(COMPANIES, 2)
        deal, site = draw.choice(["venture", "pact"]), draw.choice(["works", "plant"])
        figure = Quantity(str(draw.randrange(3)), "cars", draw.choice([Bound.EXACT, Bound.UP_TO]))
        return draw.choice(
            [
                Claim(one, "talksWith", other),
                Claim(one, "talksWith", other, (("place", "land"),)),
                Claim(one, "owns", other),
                Claim(one, "sales", figure),
                Claim(site, "capacity", figure),
                Claim(one, "partnerIn", deal),
                Claim(one, draw.choice(["opens", "operates"]), site),
                Claim(site, "locatedIn", draw.choice(["town", "land"])),
                Claim("town", "within", "land"),
                *self._said[-6:],
            ]
        )

    def _statement(self, document: str, number: int) -> Statement:
        draw = self._random
        speaker = draw.choice([Speaker(), Speaker(), Speaker("entity", id=draw.choice(COMPANIES)),
                               Speaker("unnamed", label="a source")])  # fmt: skip
        evidence = Evidence(EvidenceKind.PARAPHRASE, f"{draw.choice('ab')} {number}", passage="")
        if self._labels and draw.random() < 0.15:
            other, label, said = draw.choice(self._labels)
            name = label if other == document else f"{other}#{label}"
            return Statement(evidence, (), said.speakers, Stance.RETRACTS, cancels=name)
        claims = tuple(dict.fromkeys(self._claim() for _ in range(draw.choice([1, 1, 2]))))
        label = f"label-{number}" if draw.random() < 0.4 else ""
        others = tuple(self._claim() for _ in range(draw.choice([0, 0, 0, 1])))
        made = Statement(
            evidence,
            claims,
            (speaker,),
            draw.choice(
                [Stance.ASSERTS] * 5
                + [Stance.DENIES, Stance.REPORTS, Stance.QUESTIONS, Stance.JUDGES]
            ),
            draw.choice([Certainty.UNSPECIFIED] * 4 + [Certainty.POSSIBLE]),
            draw.choice([Reading.EXPLICIT] * 3 + [Reading.IMPLIED]),
            draw.choice([None] * 5 + [Stage.ANNOUNCED, Stage.ENDED, Stage.PAUSED]),
            said=draw.choice(["", "2025", "2026-05"]),
            valid_from=draw.choice(["", "", "2024"]),
            label=label,
            **{draw.choice(["replaces", "ends"]): others},
        )
        self._said += claims
        if label and speaker.kind == "entity":
            self._labels.append((document, label, made))
        return made


def names_of(statement: Statement) -> set[str]:
    """Return the entities that a statement names."""
    claims = (*statement.claims, *statement.replaces, *statement.ends)
    found = {id_ for claim in claims for id_ in claim.entities()}
    return found | {each.id for each in statement.speakers if each.id}


def worlds(least: int = 1) -> st.SearchStrategy[list[ClaimFile]]:
    """Return documents that make a graph."""
    return st.builds(
        lambda seed, number: World(seed).documents(number),
        st.integers(0, 10**6),
        st.integers(least, 9),
    )


def judged(draw: st.DrawFn) -> list[Judgement]:
    """Return judgements about the companies."""
    pairs = draw(st.lists(st.permutations(COMPANIES).map(lambda each: each[:2]), max_size=2))
    verdicts = [draw(st.sampled_from([Verdict.SAME, Verdict.DIFFERENT])) for _ in pairs]
    return [Judgement(verdict, *pair) for verdict, pair in zip(verdicts, pairs, strict=True)]


def in_memory(files: list[ClaimFile], given: list[Judgement], folder: Path) -> str:
    """Write the base of a graph that was built in memory; return its id, or what is wrong."""
    try:
        whole = build.assembled(identity.resolve(files, given), VOCABULARY)
    except (CorpusError, JudgementError) as error:
        return type(error).__name__
    return build.write_base(whole, VOCABULARY, silent, folder)


def streamed(files: list[ClaimFile], given: list[Judgement], folder: Path) -> str:
    """Write the same base as documents stream by."""
    room = folder.with_name("room")
    room.mkdir()
    found = {each.id: each for each in kept.of_sources(Source(file) for file in files)}
    try:
        builder = Builder(VOCABULARY, Identities(given), room)
        for each in found.values():
            builder.add(each)
        builder.finish(found.get)
        return builder.write(folder)
    except (CorpusError, JudgementError) as error:
        return type(error).__name__


def triples(folder: Path) -> set[str]:
    """Return the triples of a base."""
    place = folder / TRIPLE_STORE
    return {str(quad) for quad in Store.read_only(str(place))} if place.exists() else set()


def check_alike(files: list[ClaimFile], given: list[Judgement]) -> str:
    with TemporaryDirectory(dir=ROOM) as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(spill, "_KEPT", 5)
        one, other = Path(place, "memory"), Path(place, "stream")
        expected = in_memory(files, given, one)
        assert expected == streamed(files, given, other)
        assert triples(one) == triples(other)
        return expected


@settings(max_examples=15)
@given(strategies.sources(most=4))
def test_whatever_documents_hold_streams_into_the_base_they_make(found: list[Source]) -> None:
    check_alike([each.file for each in found], [])


@settings(max_examples=60, deadline=None)
@given(worlds(), st.data())
def test_everything_meets_that_meets_in_memory(files: list[ClaimFile], data: st.DataObject) -> None:
    check_alike(files, judged(data.draw))


def test_the_small_worlds_hold_what_they_are_for() -> None:
    """Else the tests above would prove little."""
    found = [build.assembled(World(seed).documents(9), VOCABULARY) for seed in range(40)
             if "CorpusError" != in_memory_error(World(seed).documents(9))]  # fmt: skip
    records = [record for each in found for record in each.records.values()]
    assert {each.standing.value for each in records} == set(VOCABULARY.lists["standing"])
    assert any(each.conflicts for each in records)
    assert any(each.replaced_by for each in records)
    assert any(each.cancels for record in records for each in record.attestations)
    assert {each.derived_by for each in records} == {"", *VOCABULARY.rules}


def in_memory_error(files: list[ClaimFile]) -> str:
    try:
        build.assembled(files, VOCABULARY)
    except CorpusError as error:
        return type(error).__name__
    return ""


# Rules


def with_rule(text: str) -> ontology.Ontology:
    from dataclasses import replace

    return replace(VOCABULARY, rules={"one": text})


def test_rules_name_the_relations_they_look_at() -> None:
    expected = {"partnerIn", "opens", "operates", "locatedIn"}
    assert expected == derive.premise_relations(VOCABULARY)


@pytest.mark.parametrize(
    "pattern",
    [
        "?premise1 rdf:predicate ?any ; rdf:subject ?subject ; rdf:object ?object .",
        "?premise1 rdf:subject ?subject ; rdf:object ?object .",
        "?premise1 rdf:predicate rel:owns ; rdf:subject ?subject ; rdf:object ?object . "
        "FILTER NOT EXISTS { ?other rdf:subject ?object }",
        "?premise1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate> rel:owns ; "
        "rdf:subject ?subject ; rdf:object ?object .",
        "?premise1 rdf:predicate <https://inroads.example/relation/owns> .",
        "?premise1 rdf:predicate rel:owns . ?premise2 rdf:object ?object .",
    ],
)
def test_a_rule_that_may_look_at_any_claim_is_shown_all(pattern: str) -> None:
    found = derive.premise_relations(with_rule(f"SELECT ?subject ?premise1 WHERE {{ {pattern} }}"))
    assert frozenset(VOCABULARY.relations) == found
