"""Who is who: things judged the same become one, everywhere, exactly as long as it is judged so."""

from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import ontology
from graph.claims import lines
from graph.claims.corpus import assemble
from graph.claims.identity import MERGED, JudgementError, canonical, chain, resolve
from graph.claims.judgements import Judgement, Verdict, append, parse
from graph.claims.model import (
    ClaimFile,
    Document,
    Entity,
    Evidence,
    EvidenceKind,
    Name,
    Speaker,
    Stance,
    Statement,
)

VOCABULARY = ontology.compiled()  # as a fixture it would fill every report of hypothesis
KINDS = {"here": "City", "ev": "Product", "cars": "Product", "row": "Brand"}
PUBLISHER = Speaker()
SAID = Evidence(EvidenceKind.PARAPHRASE, "words")


def claim(line):
    """Return the claim on a line; ids are companies unless KINDS says otherwise."""
    return lines.parse(line, VOCABULARY, lambda id_: KINDS.get(id_, "Company"))


def statement(*claims, speakers=(PUBLISHER,), **more):
    """Return a statement of these claim lines."""
    for name in ("replaces", "ends"):
        more[name] = tuple(claim(each) for each in more.get(name, ()))
    return Statement(SAID, tuple(claim(each) for each in claims), speakers, **more)


def document(id_, *statements, publisher="", **entities):
    """Return a claim file that declares what its statements speak of, ids as labels."""
    named = {
        each
        for said in statements
        for made in (*said.claims, *said.replaces, *said.ends)
        for each in made.entities()
    } | {each.id for said in statements for each in said.speakers if each.id}
    declared = {name: Entity(name, KINDS.get(name, "Company"), name) for name in named}
    declared |= {each.id: each for each in entities.values()}
    ordered = tuple(declared[name] for name in sorted(declared))
    return ClaimFile(Document(id_, publisher=publisher), ordered, statements)


def same(*pairs):
    """Return judgements that join ``"a b"`` pairs."""
    return parse("\n".join(f"same {pair}" for pair in pairs))


def corpus(files, judgements=()):
    """Return what a graph of these files is built from, under these judgements."""
    return assemble(resolve(files, judgements), VOCABULARY)


def said(files, judgements=()):
    """Return the claims of the corpus as lines, with their standings."""
    records = corpus(files, judgements).records.values()
    return {lines.write(each.claim): each.standing.value for each in records}


# ----------------------------------------------------------------------- what becomes of claims


def test_claims_of_two_ids_meet_and_corroborate():
    """Two publishers said the same of one company, each under its own id."""
    files = [
        document("d1", statement("a owns x"), publisher="Post"),
        document("d2", statement("b owns x"), publisher="Wire"),
    ]
    assert {"a owns x": "stated", "b owns x": "stated"} == said(files)
    assert {"a owns x": "corroborated"} == said(files, same("a b"))


def test_a_denial_under_another_id_disputes():
    """Both sides live on in one claim."""
    files = [
        document("d1", statement("a owns x")),
        document("d2", statement("b owns x", stance=Stance.DENIES)),
    ]
    assert {"a owns x": "disputed"} == said(files, same("a b"))


def test_objects_and_qualifiers_and_speakers_are_resolved():
    """Wherever an id can stand."""
    voice = Speaker("entity", id="b")
    files = [
        document("d1", statement("x owns b", "x sellsIn here product=ev", speakers=[voice])),
        document("d2", statement("a owns y", "y sellsIn here product=cars")),
    ]
    found = corpus(files, same("a b", "cars ev"))
    sales = {"x sellsIn here product=cars", "y sellsIn here product=cars"}
    assert {"x owns a", "a owns y"} | sales == {
        lines.write(r.claim) for r in found.records.values()
    }
    speakers = {each.speaker for r in found.records.values() for each in r.attestations}
    assert {Speaker(), Speaker("entity", id="a")} == speakers


def test_one_voice_under_two_ids_is_one_origin():
    """What a company says in two papers counts once, whatever they call it."""
    files = [
        document("d1", statement("x owns y", speakers=[Speaker("entity", id="a")])),
        document("d2", statement("x owns y", speakers=[Speaker("entity", id="b")])),
    ]
    assert {"x owns y": "corroborated"} == said(files)
    assert {"x owns y": "stated"} == said(files, same("a b"))


def test_two_speakers_and_two_claims_that_become_one_stand_once():
    """One statement makes one attestation of it."""
    voices = [Speaker("entity", id="a"), Speaker("entity", id="b")]
    files = [document("d1", statement("a owns x", "b owns x", speakers=voices))]
    (found,) = resolve(files, same("a b"))
    (made,) = found.statements
    assert ((claim("a owns x"),), (Speaker("entity", id="a"),)) == (made.claims, made.speakers)


def test_a_later_claim_replaces_one_about_the_other_id():
    """``replaces`` and ``ends`` find the claim they mean."""
    for field in ("replaces", "ends"):
        files = [
            document("d1", statement("a basedIn here")),
            document("d2", statement("x basedIn here", **{field: ["b basedIn here"]})),
        ]
        expected = {"a basedIn here": "superseded", "x basedIn here": "stated"}
        assert expected == said(files, same("a b"))


def test_a_retraction_still_finds_what_it_takes_back():
    """The speaker who takes it back may be known under another id."""
    files = [
        document("d1", statement("a owns x", speakers=[Speaker("entity", id="a")], label="first")),
        document(
            "d2",
            statement(
                speakers=[Speaker("entity", id="b")], stance=Stance.RETRACTS, cancels="d1#first"
            ),
        ),
    ]
    assert {"a owns x": "retracted"} == said(files, same("a b"))


def test_claims_of_a_symmetric_relation_meet_from_either_end():
    """After the ids have become one."""
    files = [
        document("d1", statement("b differsFrom x"), publisher="Post"),
        document("d2", statement("x differsFrom a"), publisher="Wire"),
    ]
    assert {"a differsFrom x": "corroborated"} == said(files, same("a b"))


def test_files_that_nothing_changes_are_handed_back_as_they_are():
    """So whoever builds can tell which documents a judgement touches."""
    files = [document("d1", statement("x owns y")), document("d2", statement("b owns y"))]
    files.append(document("d3", statement("a owns y")))
    found = resolve(files, same("a b"))
    assert [True, False, True] == [new is old for new, old in zip(found, files, strict=True)]


# ----------------------------------------------------------------------- what becomes of names


def test_all_names_and_ids_stay_with_the_entity():
    """The leading id keeps its label; the other's label, aliases and id stand beside it."""
    files = [
        document("d1", a=Entity("a", "Company", "Anvil", (Name("铁砧", "zh"),))),
        document(
            "d2",
            b=Entity(
                "b", "Company", "Amboss", (Name("AMB", "en"),), plural=True, in_text="the Amboss",
                external=(("wikidata", "Q1"),),
            ),
        ),
    ]  # fmt: skip
    assert {
        "a": Entity(
            "a",
            "Company",
            "Anvil",
            (
                Name("AMB", "en"),
                Name("Amboss", "und"),
                Name("the Amboss", "und"),
                Name("铁砧", "zh"),
            ),
            external=((MERGED, "b"), ("wikidata", "Q1")),
        )
    } == corpus(files, same("a b")).entities


def test_the_leading_label_is_not_outvoted():
    """Though two documents use the other id."""
    files = [document("d1", a=Entity("a", "Company", "Anvil"))]
    files += [document(name, b=Entity("b", "Company", "Amboss")) for name in ("d2", "d3")]
    assert "Anvil" == corpus(files, same("a b")).entities["a"].label


@pytest.mark.parametrize(("leader", "other"), ["ab", "ba"])
def test_a_document_that_declares_both_declares_one(leader, other):
    """With the label it gives the leading id itself, though others call it by another name."""
    entities = {id_: Entity(id_, "Company", id_.upper()) for id_ in "abc"}
    usual = {leader: Entity(leader, "Company", "Usual")}
    files = [document("d1", **entities), document("d2", **usual), document("d3", **usual)]
    found, *_ = resolve(files, same(f"{leader} {other}", f"{leader} c"))
    names = (Name(other.upper(), "und"), Name("C", "und"), Name("Usual", "und"))
    assert (
        Entity(leader, "Company", leader.upper(), names, external=((MERGED, other), (MERGED, "c"))),
    ) == found.entities


def test_the_usual_label_of_the_leading_id_leads_everywhere():
    """As it does where nothing is merged; the alphabet decides only between equals."""
    labels = ["Zinc", "Zinc", "Anvil"]
    files = [document(f"d{n}", a=Entity("a", "Company", text)) for n, text in enumerate(labels)]
    files.append(document("d3", b=Entity("b", "Company", "B")))
    assert "Zinc" == resolve(files, same("a b"))[-1].entities[0].label


# ------------------------------------------------------------------------------- which id leads


@pytest.mark.parametrize(
    ("declared", "pairs", "expected"),
    [
        ("a b", ["a b"], {"b": "a"}),
        ("a b", ["b a"], {"a": "b"}),
        ("a b", ["a b", "b a"], {"b": "a"}),
        ("a b c", ["b a", "b c"], {"a": "b", "c": "b"}),
        ("a b c", ["b c", "a b"], {"b": "a", "c": "a"}),
        ("a b c", ["b a", "c a"], {"a": "b", "c": "b"}),
        ("a b c d", ["b a", "d c"], {"a": "b", "c": "d"}),
        ("a b", ["c a", "c b"], {"b": "a"}),
        ("a b", ["b c", "c a"], {"b": "a"}),
        ("a", ["b a"], {}),
        ("", ["a b"], {}),
        ("a b", [], {}),
    ],
)
def test_the_id_that_none_names_second_leads(declared, pairs, expected):
    """Of several the first in the alphabet; one that no file declares leads nothing, but joins."""
    for order in permutations(same(*pairs)):
        assert expected == canonical(declared.split(), order)


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=6), st.data()
)
def test_an_id_that_joins_as_second_changes_nothing_for_the_others(pairs, data):
    """Claim ids that people have cited stay as they are."""
    joined = [Judgement(Verdict.SAME, *pair) for pair in pairs if len(set(pair)) == 2]
    before = canonical("abcdef", joined)
    leading = data.draw(st.sampled_from("abcdef"))
    after = canonical("abcdefz", [*joined, Judgement(Verdict.SAME, leading, "z")])
    assert before | {"z": before.get(leading, leading)} == after


# ---------------------------------------------------------------------------- what is refused


def refused(files, *judgements):
    """Return the message that refuses these judgement lines."""
    with pytest.raises(JudgementError) as raised:
        resolve(files, parse("\n".join(judgements)))
    return str(raised.value)


def test_two_kinds_are_refused_with_both_documents():
    """A brand is not its company."""
    files = [document("d1", statement("a owns x")), document("d2", statement("x owns row"))]
    assert refused(files, "# note", "same a row by=Ada").split("\n") == [
        "'a' and 'row' are judged the same, but 'a' is a Company in document 'd1' and 'row' a "
        "Brand in document 'd2':",
        '  same a row by="Ada"  (identity.txt, line 2)',
        "Judge them different, or give them one kind in the claim files.",
    ]


@pytest.mark.parametrize("field", ["claims", "replaces", "ends"])
def test_a_claim_between_the_two_is_refused_with_claim_and_document(field):
    """What owns another thing is not that thing."""
    made = statement("a owns b")
    if field != "claims":
        made = statement("x owns y", **{field: ["a owns b"]})
    files = [document("d2", statement("x owns y")), document("d1", made)]
    assert refused(files, "same a c", "same c b").split("\n") == [
        "'a' and 'b' are judged the same, but document 'd1' relates them to each other:",
        "  a owns b",
        "  same a c  (identity.txt, line 1)",
        "  same c b  (identity.txt, line 2)",
        "Judge them different, or correct the claim file.",
    ]


def test_different_against_a_chain_of_same_is_refused_with_the_chain():
    """Also where no document declares the ids: the lines contradict each other by themselves."""
    text = ["same b a", "unsure a d", "same b c", "same c d", "same d e", "different d a"]
    assert refused([], *text).split("\n") == [
        "'d' and 'a' are judged both different and the same:",
        "  different d a  (identity.txt, line 6)",
        "  same c d  (identity.txt, line 4)",
        "  same b c  (identity.txt, line 3)",
        "  same b a  (identity.txt, line 1)",
        "Delete one of these lines of identity.txt, or do without the new one.",
    ]


def test_of_several_faults_the_same_is_told_in_any_order():
    """Neither the order of files nor that of lines decides what people read."""
    owns = [document(f"d{n}", statement("a owns b"), statement("x owns y")) for n in (2, 1, 3)]
    kinds = [
        document("d1", statement("x owns row")),
        document("d2", row=Entity("row", "Event", "")),
    ]
    kinds += [document("d0", statement("a owns x"))]
    cases = [
        (owns, ["same a b", "same x y"], "document 'd1' relates"),
        (kinds, ["same a row", "same a z"], "a Brand in document 'd1'"),
        ([], ["same a b", "different b a", "same c d", "different c d"], "'b' and 'a' are judged"),
        ([], ["same a b", "same b d", "same c d", "same a c", "different a d"], " a b  (i"),
    ]
    for files, text, expected in cases:
        given = parse("\n".join(text))
        orders = [(f, g) for f in permutations(files) for g in permutations(given)]
        messages = set()
        for some, others in orders:
            with pytest.raises(JudgementError) as raised:
                resolve(some, others)
            messages.add(str(raised.value))
        assert 1 == len(messages)
        assert expected in messages.pop()


def test_a_judgement_that_is_not_written_yet_is_told_as_new():
    """So nobody looks for its line."""
    with pytest.raises(
        JudgementError, match=r"\n  different a b  \(new\)\n  same a b  \(identity.t"
    ):
        resolve([], [*same("a b"), Judgement(Verdict.DIFFERENT, "a", "b")])


def test_a_long_chain_is_cut():
    """A message of a thousand lines helps nobody."""
    pairs = [f"same n{n} n{n + 1}" for n in range(1000)]
    told = refused([], *pairs, "different n0 n1000").split("\n")
    assert (16, "  ... and 988 more") == (len(told), told[-2])


def test_different_and_unsure_change_nothing():
    """They tell people, and the suggestions, what was looked at."""
    files = [document("d1", statement("a owns x")), document("d2", statement("b owns x"))]
    assert files == resolve(files, parse("different a b\nunsure x a"))


def test_ids_nobody_declares_wait_for_their_document():
    """A judgement outlives a document that is removed and comes back."""
    d1, d2 = document("d1", statement("a owns x")), document("d2", statement("b owns x"))
    assert {"a owns x": "stated"} == said([d1], same("b a"))
    assert {"b owns x"} == set(said([d1, d2], same("b a")))


# -------------------------------------------------------------------------------- as a whole


IDS = ["a", "b", "c", "d", "e"]


@st.composite
def corpora(draw):
    """Return up to three documents on five companies, and judgements about those and two more."""
    pairs = st.lists(st.sampled_from(IDS), min_size=2, max_size=2, unique=True).map(" ".join)
    claims = pairs.map(lambda pair: pair.replace(" ", " suppliesTo "))
    sales = st.builds("{} sellsIn here product=ev".format, st.sampled_from(IDS))
    voices = st.just(Speaker()) | st.sampled_from(IDS).map(lambda id_: Speaker("entity", id=id_))
    statements = st.builds(
        lambda made, voice, old, stance: statement(
            *made, speakers=[voice], replaces=old, stance=stance
        ),
        st.lists(claims | sales, min_size=1, max_size=2),
        voices,
        st.lists(sales, max_size=1),
        st.sampled_from([Stance.ASSERTS, Stance.DENIES]),
    )
    files = [
        document(f"d{n}", *made, publisher=f"p{n}")
        for n, made in enumerate(draw(st.lists(st.lists(statements, max_size=2), max_size=3)))
    ]
    any_pair = st.lists(st.sampled_from([*IDS, "y", "z"]), min_size=2, max_size=2, unique=True)
    verdicts = st.sampled_from([Verdict.SAME, Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE])
    judgement = st.builds(lambda verdict, pair: Judgement(verdict, *pair), verdicts, any_pair)
    return files, draw(st.lists(judgement, max_size=3))


def outcome(files, judgements):
    """Return the resolved files by document, or the message that refuses the judgements."""
    try:
        return {each.document.id: each for each in resolve(files, judgements)}
    except JudgementError as error:
        return str(error)


@given(corpora())
def test_resolving_twice_is_resolving_once(drawn):
    """What is one already stays as it is."""
    files, judgements = drawn
    once = outcome(files, judgements)
    assume(not isinstance(once, str))
    assert once == outcome(list(once.values()), judgements)


@given(corpora(), st.randoms(use_true_random=False))
def test_no_order_matters(drawn, random):
    """Neither that of files nor that of judgements, for results and for messages."""
    files, judgements = drawn
    shuffled = (random.sample(each, len(each)) for each in (files, judgements))
    assert outcome(files, judgements) == outcome(*shuffled)


@given(corpora())
def test_deleting_its_line_undoes_a_judgement_exactly(drawn):
    """The corpus is again what it was, every claim id included."""
    files, judgements = drawn
    before = kept = ""
    for each in judgements:
        before, kept = kept, append(kept, each)
    assume(judgements and not isinstance(outcome(files, parse(kept)), str))
    expected = corpus(files, judgements[:-1])
    corpus(files, parse(kept))
    (last,) = parse(kept)[-1:]
    left = kept.split("\n")
    del left[last.line - 1]
    assert expected == corpus(files, parse("\n".join(left)))
    assert list(parse(before)) == judgements[:-1]


@given(corpora())
def test_one_id_stands_for_each_set_of_things_that_are_the_same(drawn):
    """Against the slow reference: relabel by hand until nothing changes."""
    files, judgements = drawn
    found = outcome(files, judgements)
    assume(not isinstance(found, str))
    reached = {id_: {id_} for id_ in [*IDS, "y", "z"]}
    for _ in reached:
        for each in judgements:
            if each.verdict is Verdict.SAME:
                joined = reached[each.one] | reached[each.other]
                for id_ in joined:
                    reached[id_] |= joined
    for old, new in zip(files, found.values(), strict=True):
        for was, became in zip(old.statements, new.statements, strict=True):
            for claim_was in was.claims:
                subjects = {each.subject for each in became.claims}
                assert subjects & reached[claim_was.subject]
    declared = {each.id for file in found.values() for each in file.entities}
    for one in declared:
        assert {one} == reached.get(one, {one}) & declared
    used = {
        id_
        for file in found.values()
        for made in file.statements
        for each in (*made.claims, *made.replaces)
        for id_ in each.entities()
    }
    assert used <= declared


@given(corpora())
def test_a_chain_joins_its_ends_and_is_as_short_as_can_be(drawn):
    """Each link is a judgement of ``same`` that touches the next."""
    _, judgements = drawn
    links = [each.pair for each in judgements if each.verdict is Verdict.SAME]
    for one, other in permutations([*IDS, "z"], 2):
        ends, steps = {one}, 0
        while other not in ends and any(ends & pair and not pair <= ends for pair in links):
            ends |= {id_ for pair in links if pair & ends for id_ in pair}
            steps += 1
        found = chain(judgements, one, other)
        assert (steps if other in ends else 0) == len(found)
        at = one
        for each in found:
            assert at in each.pair
            (at,) = each.pair - {at}
        assert at == (other if found else one)


def test_ten_thousand_judgements_resolve_at_once():
    """A chain of any length: no recursion, no search for every id."""
    files = [document("d1", *[statement(f"n{n} owns m{n}") for n in range(0, 10_000, 500)])]
    found = said(files, same(*[f"n{n} n{n + 1}" for n in range(10_000)]))
    assert {f"n0 owns m{n}" for n in range(0, 10_000, 500)} == set(found)
