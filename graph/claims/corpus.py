"""Claim files become one corpus: entities meet, claims meet, every claim gets its standing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from graph.claims import weights
from graph.claims.model import (
    FACTUAL,
    Attestation,
    Claim,
    ClaimFile,
    Corpus,
    Document,
    Entity,
    Name,
    Record,
    Speaker,
    Stage,
    Statement,
    bearers,
    digest,
)
from graph.claims.standing import (
    Voices,
    voices,
)
from graph.errors import InroadsError
from graph.progress import Progress, silent, told
from ontology.records import Ontology, Relation


class CorpusError(InroadsError):
    """Two claim files contradict each other about what a document or an entity is."""


class NothingToCancel(CorpusError):
    """A statement takes back what no document says: ``document`` names that of ``missing``."""

    def __init__(self, text: str, document: str, missing: str) -> None:
        super().__init__(text)
        self.document = document
        self.missing = missing


def assemble(files: Iterable[ClaimFile], ontology: Ontology, progress: Progress = silent) -> Corpus:
    """Return the corpus of ``files``; their order does not matter.

    Raises CorpusError where two files share a document id, or give one entity two kinds, or
    where places lie within themselves.
    """
    ordered = sorted(files, key=lambda each: each.document.id)
    documents = _documents(ordered)
    gathered = _gather(ordered, ontology, progress)
    entities = _entities(ordered)
    spoken = voices(documents, bearers(entities.values()))
    records = _standings(gathered, documents, spoken, ontology, progress)
    _check_places(records, ontology)
    return Corpus(
        documents=documents,
        entities=entities,
        records=records,
        founded=founded(records.values(), ontology),
    )


def founded(records: Iterable[Record], ontology: Ontology) -> frozenset[str]:
    """Return the ids of the entities that a factual founding claim brought into being.

    What was operated and is halted or over did exist; what was to be opened may not have.
    """
    return frozenset(
        record.claim.object
        for record in records
        if isinstance(record.claim.object, str)
        and _founds(record, ontology.relations[record.claim.relation])
    )


def _founds(record: Record, relation: Relation) -> bool:
    was_there = relation.presupposes and record.stage in (Stage.PAUSED, Stage.ENDED)
    return relation.founding and (record.factual or (was_there and record.standing in FACTUAL))


def _documents(files: Sequence[ClaimFile]) -> dict[str, Document]:
    documents: dict[str, Document] = {}
    for file in files:
        if file.document.id in documents:
            raise CorpusError(
                f"two claim files have the document id '{file.document.id}'. Rename one of them."
            )
        documents[file.document.id] = file.document
    return documents


def _entities(files: Sequence[ClaimFile]) -> dict[str, Entity]:
    """Return each entity once, with the names of all files."""
    given: dict[str, list[tuple[str, Entity]]] = defaultdict(list)
    for file in files:
        for entity in file.entities:
            given[entity.id].append((file.document.id, entity))
    return {
        id_: merged([(document, entity, 1) for document, entity in given[id_]])
        for id_ in sorted(given)
    }


def merged(given: Sequence[tuple[str, Entity, int]]) -> Entity:
    """Return one entity from what documents say; the most frequent label leads.

    ``given``: a document, how it declares the entity, and in how many that is so. Raises
    CorpusError where they are of two kinds.
    """
    (first_document, first, _), *others = given
    for document, entity, _ in others:
        if entity.kind != first.kind:
            raise CorpusError(
                f"'{first.id}' is a {first.kind} in document '{first_document}' and a "
                f"{entity.kind} in document '{document}'. Give one of them another id."
            )
    entities = [entity for _, entity, _ in given]
    counts: Counter[str] = Counter()
    for _, entity, times in given:
        counts[entity.label] += times
    label = min(counts, key=lambda text: (-counts[text], text))
    names = {name for entity in entities for name in entity.aliases}
    names |= {Name(text, "und") for text in counts if text != label}
    return replace(
        first,
        label=label,
        aliases=tuple(sorted(names, key=lambda name: (name.lang, name.text))),
        plural=any(entity.plural for entity in entities),
        in_text=max((entity.in_text for entity in entities), key=lambda text: (bool(text), text)),
        external=tuple(sorted({pair for entity in entities for pair in entity.external})),
    )


@dataclass
class _Gathered:
    """What all files say about the claims, by claim id."""

    claims: dict[str, Claim] = field(default_factory=dict)
    attestations: dict[str, dict[str, Attestation]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    replaced_by: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def _gather(files: Sequence[ClaimFile], ontology: Ontology, progress: Progress) -> _Gathered:
    met = _meeting(files, ontology)
    gathered = _Gathered()
    labelled = {
        f"{file.document.id}#{statement.label}": (file.document, statement)
        for file in files
        for statement in file.statements
        if statement.label
    }
    for file in told(files, "Gathering claims", progress):
        for statement in file.statements:
            _add(gathered, file.document, statement, labelled, met)
    return gathered


def _meeting(files: Sequence[ClaimFile], ontology: Ontology) -> Callable[[Claim], Claim]:
    """Return the function that gives the claim another one meets in.

    Of a symmetric relation the same may be said from either end; where both are, the claim
    whose subject comes first stands for both.
    """
    said = {
        claim
        for file in files
        for statement in file.statements
        for claim in (*statement.claims, *statement.replaces, *statement.ends)
        if ontology.relations[claim.relation].symmetric
    }

    def met(claim: Claim) -> Claim:
        if claim not in said or not isinstance(claim.object, str):
            return claim
        mirrored = replace(claim, subject=claim.object, object=claim.subject)
        return min(claim, mirrored, key=lambda each: each.subject) if mirrored in said else claim

    return met


def _add(
    gathered: _Gathered,
    document: Document,
    statement: Statement,
    labelled: Mapping[str, tuple[Document, Statement]],
    met: Callable[[Claim], Claim],
) -> None:
    taken = cancelled(document, statement, labelled) if statement.cancels else None
    claims = [met(each) for each in statement.claims or (taken[1].claims if taken else ())]
    for speaker in statement.speakers:
        target = attestation(taken[0].id, taken[1], speaker).id if taken else ""
        made = attestation(document.id, statement, speaker, target)
        for claim in claims:
            gathered.claims[claim.id] = claim
            gathered.attestations[claim.id][made.id] = made
    for old in (*statement.replaces, *statement.ends):
        gathered.replaced_by[met(old).id] |= {claim.id for claim in claims} - {met(old).id}


def cancelled(
    document: Document, statement: Statement, labelled: Mapping[str, tuple[Document, Statement]]
) -> tuple[Document, Statement]:
    """Return the statement that this one takes back; raises CorpusError where it cannot.

    ``labelled``: the statements that have a label, by ``DOCUMENT#LABEL``, with their document.
    """
    name = statement.cancels if "#" in statement.cancels else f"{document.id}#{statement.cancels}"
    complaint = f"document '{document.id}' cancels '{name}', but"
    if name not in labelled:
        raise NothingToCancel(
            f"{complaint} no statement has this label. "
            "Write DOCUMENT-ID#LABEL for a statement of another document.",
            document.id,
            name.partition("#")[0],
        )
    source, said = labelled[name]
    if said.cancels:
        raise CorpusError(f"{complaint} that is a retraction. State the claim anew instead.")
    if not set(statement.claims) <= set(said.claims):
        raise CorpusError(f"{complaint} that statement makes other claims. Leave 'claims' out.")
    if not all(_same_voice(each, document, said.speakers, source) for each in statement.speakers):
        raise CorpusError(
            f"{complaint} somebody else said that. Only the own speaker takes a statement back; "
            "what another one says against it is 'stance: denies'."
        )
    return source, said


def _same_voice(
    speaker: Speaker, document: Document, said_by: Sequence[Speaker], source: Document
) -> bool:
    """Tell whether ``speaker`` is among ``said_by``; voices without an id are a publisher's."""
    if speaker not in said_by:
        return False
    same_publisher = document.publisher and document.publisher == source.publisher
    return speaker.kind == "entity" or document.id == source.id or bool(same_publisher)


def attestation(
    document: str, statement: Statement, speaker: Speaker, cancels: str = ""
) -> Attestation:
    """Return one speaker's attestation of ``statement``; its id hashes all that it says."""
    found = statement.evidence
    content = [
        document, speaker.kind, speaker.id, speaker.label, statement.stance,
        statement.certainty, statement.reading, statement.stage or "", statement.said,
        statement.valid_from, statement.valid_to, found.kind, found.text, str(found.start),
        cancels,
    ]  # fmt: skip
    return Attestation(
        id=digest("\x1f".join(content)),
        document=document,
        speaker=speaker,
        stance=statement.stance,
        certainty=statement.certainty,
        reading=statement.reading,
        stage=statement.stage,
        said=statement.said,
        valid_from=statement.valid_from,
        valid_to=statement.valid_to,
        evidence=replace(found, occurrence=0) if found.occurrence else found,
        cancels=cancels,
    )


def _standings(
    gathered: _Gathered,
    documents: Mapping[str, Document],
    spoken: Voices,
    ontology: Ontology,
    progress: Progress,
) -> dict[str, Record]:
    _drop_hollow_replacements(gathered, documents)
    conflicts = _conflicts(gathered, ontology)
    records = {}
    for id_ in told(sorted(gathered.claims), "Weighing claims", progress):
        attestations = gathered.attestations[id_]
        records[id_] = weights.weighed(
            gathered.claims[id_],
            [attestations[key] for key in sorted(attestations)],
            documents,
            spoken,
            replaced_by=gathered.replaced_by.get(id_, ()),
            conflicts=conflicts.get(id_, ()),
        )
    return records


def _check_places(records: Mapping[str, Record], ontology: Ontology) -> None:
    """Refuse places that lie within themselves: they would lie in everything they hold."""
    roles = ontology.with_role("place")
    above: dict[str, list[Record]] = defaultdict(list)
    for record in records.values():
        if record.claim.relation in roles and record.factual:
            above[record.claim.subject].append(record)
    check_places(
        {place: [str(each.claim.object) for each in found] for place, found in above.items()},
        lambda lower, upper: _documents_of(above[lower], upper),
    )


def check_places(
    above: Mapping[str, Iterable[str]], documents_of: Callable[[str, str], Iterable[str]]
) -> None:
    """Raise CorpusError where a place lies within itself.

    ``above``: what each place lies in, as facts; ``documents_of``: who says so.
    """
    try:
        TopologicalSorter(above).prepare()
    except CycleError as error:
        circle = error.args[1][::-1]
        links = [
            f"'{lower}' in '{upper}' ({', '.join(documents_of(lower, upper))})"
            for lower, upper in pairwise(circle)
        ]
        raise CorpusError(
            f"places lie within themselves: {'; '.join(links)}. Mend one of these documents."
        ) from error


def _documents_of(found: Sequence[Record], place: str) -> list[str]:
    """Return the documents that say that something lies in ``place``."""
    return sorted(
        {
            each.document
            for record in found
            if record.claim.object == place
            for each in record.attestations
        }
    )


def rejudged(
    records: Iterable[Record],
    documents: Mapping[str, Document],
    spoken: Voices,
    ontology: Ontology,
    *,
    unsaid: Callable[[Record, Attestation], bool],
) -> dict[str, Record]:
    """Return claims with the standings they have without the attestations that ``unsaid`` picks.

    A claim that nobody speaks to any more is missing. What replaces or contradicts a claim
    counts as long as it is among ``records`` itself and somebody still says it.
    """
    gathered = _Gathered()
    for record in records:
        left = {each.id: each for each in record.attestations if not unsaid(record, each)}
        if left:
            gathered.claims[record.id] = record.claim
            gathered.attestations[record.id] = left
            if record.replaced_by:
                gathered.replaced_by[record.id] = set(record.replaced_by)
    return _standings(gathered, documents, spoken, ontology, silent)


def _drop_hollow_replacements(gathered: _Gathered, documents: Mapping[str, Document]) -> None:
    """Let only claims that are at least announced replace or end another one.

    A rumour, an opinion, or what is denied or taken back leaves the older claim standing.
    """

    def carries(id_: str) -> bool:
        return weights.can_replace(gathered.attestations[id_].values(), documents)

    for old in list(gathered.replaced_by):
        firm = {id_ for id_ in gathered.replaced_by[old] if carries(id_)}
        if firm:
            gathered.replaced_by[old] = firm
        else:
            del gathered.replaced_by[old]


def _conflicts(gathered: _Gathered, ontology: Ontology) -> dict[str, set[str]]:
    """Return the claims that a claim of the same single-valued relation contradicts."""
    return weights.contradictions(
        claim
        for claim in gathered.claims.values()
        if ontology.relations[claim.relation].single_valued
        and claim.id not in gathered.replaced_by
        and weights.is_alive(gathered.attestations[claim.id].values())
    )
