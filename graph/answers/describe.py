"""Records as the parts of an answer: entities, claims, attestations, whose words they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.answers.model import (
    AttestationOut,
    ClaimOut,
    Derivation,
    DocumentRef,
    EntityRef,
    Figure,
    RelationRef,
    SpeakerRef,
    Validity,
    Words,
)
from graph.answers.wording import Told, Wording, capital
from graph.claims.dates import span
from graph.claims.model import (
    POSITIVE,
    RUNNING,
    Attestation,
    Certainty,
    Document,
    EvidenceKind,
    Quantity,
    Reading,
    Record,
    Stance,
    Standing,
    Text,
)
from graph.claims.standing import denying, grade, standing_out
from graph.session import Session


class Describer:
    """Describes what one session's graph holds."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._claims: dict[str, ClaimOut] = {}
        self.wording = Wording(session.table, session.ontology)

    def entity(self, id_: str) -> EntityRef:
        """Return an entity as answers name it."""
        node = self._session.table.nodes[id_]
        return EntityRef(id_, node.entity.label, node.kind, node.prospect)

    def relation(self, id_: str) -> RelationRef:
        """Return a relation as answers name it."""
        return RelationRef(id_, self._session.ontology.relations[id_].label)

    def claims(self, ids: Iterable[str]) -> list[ClaimOut]:
        """Return the claims with these ids, with all their evidence."""
        wanted = list(ids)
        fresh = [id_ for id_ in dict.fromkeys(wanted) if id_ not in self._claims]
        for record in self._session.store.records(fresh):
            self._claims[record.id] = self.claim(record)
        return [self._claims[id_] for id_ in wanted]

    def claim(self, record: Record) -> ClaimOut:
        """Return one claim with its evidence."""
        content = record.claim
        return ClaimOut(
            id=record.id,
            subject=self.entity(content.subject),
            relation=self.relation(content.relation),
            object=self._term(content.object),
            qualifiers={name: self._plain(value) for name, value in content.qualifiers},
            standing=record.standing.value,
            stage=record.stage.value if record.stage else None,
            valid=_validity(record.valid_from, record.valid_to),
            derived=_derivation(record),
            attestations=self.attestations(record.attestations),
            sentence=self.sentence(record),
            premises=self.claims(record.premises),
            replaced_by=list(record.replaced_by),
        )

    def attestations(self, given: Sequence[Attestation]) -> list[AttestationOut]:
        """Return attestations with their documents, in reading order."""
        documents = self._session.store.documents({each.document for each in given})
        return [
            self._attestation(each, documents[each.document])
            for each in sorted(given, key=_reading_order)
        ]

    def sentence(self, record: Record) -> str:
        """Return a claim as one English sentence, hedged as it stands."""
        return capital(self.wording.sentence(record.claim, self.told(record))) + "."

    def clause(self, record: Record) -> str:
        """Return what a claim says, without any hedge: to stand behind "no source says that"."""
        told = Told(Standing.STATED, qualifiers=self.wording.qualifiers(record.claim))
        return self.wording.sentence(record.claim, told)

    def put(self, record: Record, each: Attestation) -> str:
        """Return what a claim says as surely as one speaker put it, to stand behind "says that".

        What is denied, doubted or taken back is the claim itself, unhedged.
        """
        if each.stance not in POSITIVE:
            return self.clause(record)
        plain = replace(each, stance=Stance.ASSERTS, reading=Reading.EXPLICIT)
        told = Told(
            standing=grade(plain),
            stage=each.stage,
            qualifiers=self.wording.qualifiers(record.claim),
            certainty=_certainty([each]),
        )
        return self.wording.sentence(record.claim, told)

    def told(self, record: Record) -> Told:
        """Return what sentences need of a claim."""
        standing = [each for each in standing_out(record.attestations) if each.stance in POSITIVE]
        return Told(
            standing=record.standing,
            stage=record.stage,
            valid_from=record.valid_from if record.valid_from == record.valid_to else "",
            deniers=self.deniers(record),
            qualifiers=self.wording.qualifiers(record.claim),
            relayed=all(each.stance is not Stance.ASSERTS for each in self._bases(record)),
            certainty=_certainty(standing),
            unsaid=not standing and not record.premises,
            when=self._when(record),
            over=self._is_over(record, standing),
            both=self._both(record),
        )

    def _when(self, record: Record) -> str:
        """Return the dates of a claim in words; none where a past phrase tells the one date."""
        start, end = record.valid_from, record.valid_to
        if start == end:
            past = self._session.ontology.relations[record.claim.relation].past
            is_told = past and record.standing in (Standing.STATED, Standing.CORROBORATED)
            return f" (in {start})" if start and not is_told else ""
        if not end:
            return f" (from {start})"
        return f" (from {start} to {end})" if start else f" (until {end})"

    def _is_over(self, record: Record, positive: Sequence[Attestation]) -> bool:
        """Tell whether a dated event, no plan, had come when somebody told of it."""
        day = record.valid_from
        if not day or day != record.valid_to or record.stage not in RUNNING:
            return False
        told = [self._told_on(each) for each in positive]
        return any(span(day)[0] <= span(each)[1] for each in told if each)

    def _told_on(self, each: Attestation) -> str:
        """Return when something was said, or else printed; "" where nobody tells."""
        document = self._session.store.documents([each.document])[each.document]
        return each.said or document.published

    def _both(self, record: Record) -> tuple[tuple[str, str], ...]:
        """Return who says a disputed claim and denies it, too, with the dates if both are told."""
        if record.standing is not Standing.DISPUTED:
            return ()
        denials = {each.speaker: each for each in denying(record) if each.speaker.kind == "entity"}
        said = {
            each.speaker: each
            for each in standing_out(record.attestations)
            if each.stance in POSITIVE and each.speaker in denials
        }
        found = set()
        for speaker, each in said.items():
            days = self._told_on(each), self._told_on(denials[speaker])
            when = f" (said in {days[0]}, denied in {days[1]})" if all(days) else ""
            found.add((self._speaker_name(each), when))
        return tuple(sorted(found))

    def _bases(self, record: Record) -> list[Attestation]:
        """Return the attestations of a claim, or of the premises it is derived from."""
        premises = self._session.store.records(record.premises)
        return [each for base in (record, *premises) for each in base.attestations]

    def deniers(self, record: Record) -> tuple[str, ...]:
        """Return who denies a claim, as named inside a sentence, sorted."""
        if record.standing not in (Standing.DISPUTED, Standing.DENIED):
            return ()
        denials = {self._speaker_name(each) for each in denying(record)}
        for premise in self._session.store.records(record.premises):
            denials |= set(self.deniers(premise))
        return tuple(sorted(denials))

    def speakers(self, record: Record) -> tuple[str, ...]:
        """Return on whose word alone a claim rests, sorted; nobody's where a document vouches."""
        positive = [each for each in standing_out(self._bases(record)) if each.stance in POSITIVE]
        if any(each.speaker.kind == "publisher" for each in positive):
            return ()
        return tuple(sorted({self._speaker_name(each) for each in positive}))

    def _speaker_name(self, each: Attestation) -> str:
        if each.speaker.kind == "entity":
            return self.wording.name(each.speaker.id)
        if each.speaker.kind == "unnamed":
            return each.speaker.label
        document = self._session.store.documents([each.document])[each.document]
        return document.publisher or document_name(document)

    def _term(self, term: str | Text | Quantity) -> EntityRef | Figure | Words:
        return figure_out(term) if isinstance(term, Quantity) else self._plain(term)

    def _plain(self, term: str | Text) -> EntityRef | Words:
        return self.entity(term) if isinstance(term, str) else Words(term.text)

    def _attestation(self, each: Attestation, document: Document) -> AttestationOut:
        found = each.evidence
        is_quote = found.kind is EvidenceKind.QUOTE
        return AttestationOut(
            stance=each.stance.value,
            certainty=each.certainty.value,
            reading=each.reading.value,
            stage=each.stage.value if each.stage else None,
            said=each.said or None,
            speaker=self._speaker(each, document),
            evidence=found.kind.value,
            quote=found.text if is_quote else None,
            start=found.start if found.start >= 0 else None,
            end=found.end if found.end >= 0 else None,
            text=found.text,
            document=document_out(document),
            id=each.id,
            valid=_validity(each.valid_from, each.valid_to),
            passage=found.passage or None,
            cancels=each.cancels or None,
        )

    def _speaker(self, each: Attestation, document: Document) -> SpeakerRef:
        if each.speaker.kind == "entity":
            entity = self._session.table.nodes[each.speaker.id].entity
            return SpeakerRef(each.speaker.id, entity.label, "entity", entity.plural, entity.kind)
        if each.speaker.kind == "unnamed":
            return SpeakerRef(None, each.speaker.label, "unnamed")
        name = document.publisher or document_name(document)
        return SpeakerRef(None, name, "publisher")


def document_name(document: Document | DocumentRef) -> str:
    """Return how a document is named where its publisher is unknown."""
    if document.title:
        return f"'{document.title}'"
    return f"the {document.form or 'document'} {document.id}"


def document_out(document: Document) -> DocumentRef:
    """Return a document as answers name it; what is unknown is None."""
    return DocumentRef(
        id=document.id,
        title=document.title or None,
        publisher=document.publisher or None,
        published=document.published or None,
        url=document.url or None,
        form=document.form or None,
        author=document.author or None,
        note=document.note or None,
        language=document.language or None,
        wire=document.wire or None,
        text=document.text_file or None,
        sha256=document.sha256 or None,
    )


def figure_out(quantity: Quantity) -> Figure:
    """Return a figure with its value as a number, two numbers, or a partial date."""
    value: float | str | list[float | str]
    if quantity.unit == "date":
        value = quantity.value
    elif quantity.upper:
        value = [_number(quantity.value), _number(quantity.upper)]
    else:
        value = _number(quantity.value)
    return Figure(value, quantity.unit, quantity.bound.value)


def _number(text: str) -> float | str:
    """Return a number, or its text where a float would be another number."""
    if "." not in text:
        return int(text)
    return number if repr(number := float(text)) == text else text


def _certainty(attestations: Sequence[Attestation]) -> str:
    """Return the reserve that all attestations make: possible before probable, or none."""
    hedges = {each.certainty for each in attestations}
    if not hedges or not hedges <= {Certainty.PROBABLE, Certainty.POSSIBLE}:
        return ""
    return "probable" if hedges == {Certainty.PROBABLE} else "possible"


def _validity(start: str, end: str) -> Validity | None:
    return Validity(start or None, end or None) if start or end else None


def _derivation(record: Record) -> Derivation | None:
    return Derivation(record.derived_by, list(record.premises)) if record.derived_by else None


def _reading_order(each: Attestation) -> tuple[str, int, str, str]:
    """Order attestations by document and place in it, then by speaker."""
    return (each.document, each.evidence.start, each.speaker.kind, each.speaker.id)
