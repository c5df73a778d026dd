"""Values as claim files can hold them, made by hypothesis: hostile words, other scripts."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import assume
from hypothesis import strategies as st

import ontology
from graph.claims import corpus, evidence
from graph.claims.dates import span
from graph.claims.model import (
    LITERAL_QUALIFIERS,
    QUALIFIERS,
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
    Text,
)
from graph.claims.sources import Source
from graph.errors import InroadsError

VOCABULARY = ontology.compiled()  # strategies are made before there are fixtures

NASTY = [
    "NO", "yes", "null", "~", "12:30:00", "2026-05-17", "2026", "1e5", "0x1F", "1_000", ".inf",
    "- item", "a: b", "key:", "# no comment", "it's", '"quoted"', "\\", "\\n", "\\\\\"", "&a", "*a",
    "!tag", "!!null", "%YAML", "{}", "[x", "| ", ">", "@", "`", "?", "? a", ":", "=", "<<", ",",
    "  lead", "trail  ", "two\nlines", "\n", "\t", " ", "end\n\n", "吉利", "宁德时代", "שלום", "🚗",
    "e\u0301", "\u2028", "\u00a0", "\ufeff", "\u202e", "</script>", "${x}", "a=b", "---", "...",
]  # fmt: skip
ALPHABET = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t")
WORDS = (
    st.one_of(
        st.sampled_from(NASTY),
        st.text(ALPHABET.filter(lambda c: c not in "\ufffe\uffff"), min_size=1, max_size=30),
        st.lists(st.sampled_from(NASTY), min_size=2, max_size=3).map("".join),
    )
    .map(evidence.normalise)
    .filter(bool)
)
MAYBE = st.just("") | WORDS
IDS = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,4})?", fullmatch=True).filter("publisher".__ne__)
DATES = st.sampled_from(
    ["", "2026", "2026-05", "2024-02-29", "2026-Q2", "2026-H1", "2026-spring", "2026-winter"]
)
NUMBERS = st.builds(
    "{}{}".format, st.integers(-(10**20), 10**20), st.sampled_from(["", ".5", ".25", ".001"])
)


@st.composite
def entities(draw):
    """Return an entity as a claim file can hold it: names grouped by language."""
    languages = st.sampled_from(["en", "no", "zh", "zh-Hant", "pt-BR", "und"])
    names = draw(st.dictionaries(languages, st.lists(WORDS, min_size=1, max_size=2), max_size=2))
    return Entity(
        id=draw(IDS),
        kind=draw(st.sampled_from(sorted(VOCABULARY.kinds))),
        label=draw(WORDS),
        aliases=tuple(Name(text, lang) for lang, texts in names.items() for text in texts),
        plural=draw(st.booleans()),
        in_text=draw(MAYBE),
        external=tuple(sorted(draw(st.dictionaries(WORDS, WORDS, max_size=2)).items())),
    )


@st.composite
def quantities(draw):
    """Return a figure; its unit may be any words."""
    bound = draw(st.sampled_from(Bound))
    ends = sorted(draw(st.lists(NUMBERS, min_size=2, max_size=2)), key=Decimal)
    unit = draw(WORDS.filter("date".__ne__) | st.just("vehicles per year"))
    return Quantity(ends[0], unit, bound, ends[1] if bound is Bound.BETWEEN else "")


@st.composite
def claims(draw, pool):
    """Return a claim that fits the ontology, between entities of ``pool``."""
    relation = VOCABULARY.relations[draw(st.sampled_from(sorted(VOCABULARY.relations)))]
    subjects = [each for each in pool if VOCABULARY.fits(each.kind, relation.domain)]
    if relation.derived_only or not subjects:
        relation, subjects = VOCABULARY.relations["differsFrom"], pool
    subject = draw(st.sampled_from(subjects)).id
    objects = [each.id for each in pool if VOCABULARY.fits(each.kind, relation.range)]
    objects = [each for each in objects if each != subject]
    term = st.builds(Text, MAYBE)
    if relation.quantity:
        term = quantities()
    elif objects:
        term |= st.sampled_from(objects)
    any_entity = st.sampled_from([each.id for each in pool])
    texts = st.builds(Text, MAYBE)
    chosen = draw(st.sets(st.sampled_from(QUALIFIERS), max_size=2))
    values = {name: texts if name in LITERAL_QUALIFIERS else texts | any_entity for name in chosen}
    if "period" in values:
        values["period"] = st.builds(Text, DATES.filter(bool))
    return Claim(
        subject=subject,
        relation=relation.id,
        object=draw(term),
        qualifiers=tuple((name, draw(values[name])) for name in sorted(chosen)),
    )


@st.composite
def quotes(draw, text):
    """Return a quote cut out of ``text``, numbered where it must be."""
    start = draw(st.integers(0, len(text) - 1))
    words = text[start : draw(st.integers(start + 1, len(text)))]
    if not words.strip():
        start, words = 0, text
    places = [at for at in range(len(text)) if text[at : at + len(words)] == words]
    number = places.index(start) + 1 if len(places) > 1 else draw(st.integers(0, 1))
    end = start + len(words)
    passage = evidence.passage(text, start, end)
    return Evidence(EvidenceKind.QUOTE, words, number, start, end, passage)


@st.composite
def statements(draw, pool, text, label):
    """Return a statement of a file with this text and these entities."""
    other_words = st.builds(
        Evidence, st.sampled_from([EvidenceKind.PARAPHRASE, EvidenceKind.RECORD]), WORDS
    )
    speakers = st.one_of(
        st.just(Speaker()),
        st.builds(Speaker, st.just("unnamed"), label=WORDS),
        st.sampled_from([Speaker("entity", id=each.id) for each in pool]),
    )
    any_claims = st.lists(claims(pool), max_size=2).map(tuple)
    cancels = draw(MAYBE)
    valid = draw(st.tuples(DATES, DATES))
    if all(valid):
        valid = sorted(valid, key=span)
    return Statement(
        evidence=draw(quotes(text) | other_words if text.strip() else other_words),
        claims=draw(any_claims) if cancels else (draw(claims(pool)), *draw(any_claims)),
        speakers=tuple(draw(st.lists(speakers, min_size=1, max_size=2))),
        stance=Stance.RETRACTS
        if cancels
        else draw(st.sampled_from([each for each in Stance if each != "retracts"])),
        certainty=draw(st.sampled_from(Certainty)),
        reading=draw(st.sampled_from(Reading)),
        stage=draw(st.none() | st.sampled_from(Stage)),
        said=draw(DATES),
        valid_from=valid[0],
        valid_to=valid[1],
        label=label,
        cancels=cancels,
        replaces=draw(any_claims),
        ends=draw(any_claims),
    )


@st.composite
def claim_files(draw):
    """Return a claim file and the text it quotes ("" for none)."""
    text = draw(st.just("") | st.lists(WORDS, min_size=1).map("".join).map(evidence.normalise))
    text = text.lstrip("\ufeff")
    pool = draw(st.lists(entities(), min_size=1, max_size=4, unique_by=lambda e: e.id))
    labels = draw(st.lists(IDS, max_size=3, unique=True))
    document = Document(
        id=draw(IDS),
        text_file="the text.txt" if text else "",
        sha256=evidence.text_digest(text) if text else draw(st.sampled_from(["", "ab" * 32])),
        published=draw(DATES),
        **{
            name: draw(MAYBE)
            for name in ["title", "publisher", "author", "url", "language", "wire", "note"]
        },
    )
    return ClaimFile(
        document=document,
        entities=tuple(pool),
        statements=tuple(
            draw(statements(tuple(pool), text, draw(st.sampled_from(["", label]))))
            for label in labels
        ),
        omitted=((text, draw(WORDS)),) if text.strip() and draw(st.booleans()) else (),
    ), text


@st.composite
def sources(draw, most=3):
    """Return documents that can stand in one graph: no id twice, each entity of one kind."""
    drawn = draw(st.lists(claim_files(), min_size=1, max_size=most, unique_by=_document_id))
    kinds, found = {}, []
    for file, text in drawn:
        named = {each.id: kinds.setdefault(each.id, each.kind) for each in file.entities}
        assume(named == {each.id: each.kind for each in file.entities})
        document = replace(
            file.document,
            text_file=f"{file.document.id}.txt" if text else "",
            sha256=evidence.text_digest(text) if text else "",
        )
        kept = [each for each in file.statements if not each.cancels]
        if len(kept) > 1 and draw(st.booleans()):
            firm = replace(kept[0], stance=Stance.ASSERTS, certainty=Certainty.CERTAIN, stage=None)
            kept[0] = replace(firm, replaces=kept[1].claims, ends=kept[-1].claims[:1])
        for each in [each for each in kept if each.label and draw(st.booleans())]:
            taken_back = draw(st.sampled_from([(), each.claims[:1], each.claims]))
            kept.append(replace(each, claims=taken_back, stance=Stance.RETRACTS, label="",
                                cancels=each.label, replaces=(), ends=()))  # fmt: skip
        found.append(Source(replace(file, document=document, statements=tuple(kept)), text))
    try:
        corpus.assemble([each.file for each in found], VOCABULARY)
    except InroadsError:
        assume(False)  # places within themselves
    return found


def _document_id(written):
    return written[0].document.id
