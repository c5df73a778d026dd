"""What the words of a question may name in one graph: entities, kinds, places' adjectives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from graph.answers.asked import Facet, Narrowing, Pick
from graph.answers.grammar import inflection
from graph.answers.grammar.words import words
from graph.claims.model import FACTUAL, Standing
from graph.store.table import Row, Table
from ontology.records import Ontology

ADJECTIVES = Path(__file__).with_name("place-adjectives.txt")
_DEAD = frozenset((Standing.DENIED, Standing.SUPERSEDED, Standing.RETRACTED))
Words = tuple[str, ...]


class KindWord(NamedTuple):
    """A noun for a kind; ``goods`` narrows it to those that make such goods."""

    kind: str
    plural: bool
    goods: tuple[str, ...] = ()


class Lexicon:
    """Entities, kinds and adjectives of one graph by their first word, longest first."""

    def __init__(self, table: Table, ontology: Ontology) -> None:
        self.table = table
        self.ontology = ontology
        self.nodes = table.nodes

    def kind_of(self, id_: str) -> str:
        """Return the kind of an entity; of a prospect the kind it would be."""
        return self.nodes[id_].kind

    # ------------------------------------------------------------------ names

    @cached_property
    def names(self) -> dict[str, list[tuple[Words, tuple[str, ...]]]]:
        """Entity names by first word, with who bears them."""
        found: dict[Words, set[str]] = defaultdict(set)
        for node in self.nodes.values():
            for name in (*node.names, node.id, f"kg:{node.id}"):
                if folded := _bare(words(name)):
                    found[folded].add(node.id)
        for form, ids in self._lesser(found):
            found.setdefault(form, ids)
        return _by_first(found)

    def _lesser(self, known: dict[Words, set[str]]) -> list[tuple[Words, set[str]]]:
        """Return other forms of names, none that something else is called by.

        Singular and plural, a place without what it lies in, a person's last name.
        """
        lesser: dict[Words, set[str]] = defaultdict(set)
        for name, ids in known.items():
            for form in _forms(name):
                lesser[form] |= ids
            for id_ in ids:
                if "," in name and self._is_place(id_):
                    lesser[name[: name.index(",")]].add(id_)
                kind = self.ontology.kinds[self.kind_of(id_)]
                if len(name) == 2 and kind.pronoun == "who":
                    lesser[name[1:]].add(id_)
                for form in self._of_same_trade(name) if kind.group else ():
                    lesser[form].add(id_)
        return [(name, ids) for name, ids in lesser.items() if name and name not in known]

    def _of_same_trade(self, name: Words) -> Iterator[Words]:
        """Yield a group's name with other nouns for its trade: "carmakers" for "automakers"."""
        for nouns in self._trades:
            for noun in nouns:
                front = name[: -len(noun)]
                if front and name[-len(noun) :] == noun:
                    yield from ((*front, *other) for other in nouns)

    @cached_property
    def _trades(self) -> list[tuple[Words, ...]]:
        """The nouns for those of each trade, in the plural."""
        spoken = [
            [words(noun) for noun in trade.partition(":")[0].split(",")]
            for kind in self.ontology.kinds.values()
            for trade in kind.trades
        ]
        return [tuple((*n[:-1], inflection.plural(n[-1])) for n in nouns) for nouns in spoken]

    def _is_place(self, id_: str) -> bool:
        return self.ontology.kinds[self.kind_of(id_)].place

    @cached_property
    def name_words(self) -> dict[str, Words]:
        """All words in the names of each entity, in the singular."""
        return {
            id_: tuple(
                sorted({inflection.singular(word) for name in node.names for word in words(name)})
            )
            for id_, node in self.nodes.items()
        }

    @cached_property
    def head_words(self) -> dict[str, frozenset[str]]:
        """The nouns that the names of each entity end in: "car" of "cars made in China"."""
        return {
            id_: frozenset(
                inflection.singular(_head(words(name))) for name in node.names if words(name)
            )
            for id_, node in self.nodes.items()
        }

    # ------------------------------------------------------------------ kinds

    @cached_property
    def kinds(self) -> dict[str, list[tuple[Words, list[KindWord]]]]:
        """Nouns for kinds by first word."""
        found: dict[Words, list[KindWord]] = defaultdict(list)
        for kind in self.ontology.kinds.values():
            for name in (kind.label, *kind.nouns):
                self._add_kind(found, words(name), kind.id, ())
            found[words(kind.plural)].append(KindWord(kind.id, plural=True))
            for trade in kind.trades:  # nouns for those that make some goods, or are such goods
                nouns, _, goods = trade.partition(":")
                made = tuple(each.strip().casefold() for each in goods.split(","))
                for name in nouns.split(","):
                    self._add_kind(found, words(name), kind.id, made)
        by_first: dict[str, list[tuple[Words, list[KindWord]]]] = defaultdict(list)
        for noun, meant in sorted(found.items(), key=lambda each: -len(each[0])):
            by_first[noun[0]].append((noun, list(dict.fromkeys(meant))))
        return by_first

    @staticmethod
    def _add_kind(found: dict[Words, list[KindWord]], name: Words, kind: str, goods: Words) -> None:
        many = (*name[:-1], inflection.plural(name[-1]))
        found[name].append(KindWord(kind, plural=False, goods=goods))
        found[many].append(KindWord(kind, plural=True, goods=goods))

    # ------------------------------------------------------------------ places

    @cached_property
    def adjectives(self) -> dict[str, list[tuple[Words, tuple[str, ...]]]]:
        """Adjectives of places by first word: listed ones, and forms of their names."""
        places = [id_ for id_ in self.nodes if self._is_place(id_)]
        listed = _listed_adjectives()
        found: dict[Words, set[str]] = defaultdict(set)
        for id_ in places:
            for name in self.nodes[id_].names:
                folded = _bare(words(name))
                for each in listed.get(folded, ()):
                    found[each].add(id_)
                if folded and folded not in listed:
                    *before, last = folded
                    for form in inflection.place_adjectives(last):
                        found[(*before, form)].add(id_)
        return _by_first({name: ids for name, ids in found.items() if len(ids) == 1})

    @cached_property
    def adjectives_elsewhere(self) -> frozenset[Words]:
        """The listed adjectives of places that the graph does not hold."""
        here = {name for entries in self.adjectives.values() for name, _ in entries}
        return frozenset(form for form in self.adjectives_used if form not in here)

    @property
    def adjectives_used(self) -> list[Words]:
        """The listed adjectives of the graph's places."""
        return [form for forms in _listed_adjectives().values() for form in forms]

    @cached_property
    def _above(self) -> dict[str, set[str]]:
        """The places and things that directly lie in each place."""
        roles = self.ontology.with_role("place")
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.table.rows:
            if row.relation in roles and row.standing in FACTUAL and self._is_place(row.subject):
                found[row.object].add(row.subject)
        return found

    def within(self, place: str) -> tuple[str, ...]:
        """Return a place and all places in it, by facts."""
        found = [place]
        for each in found:
            found += sorted(self._above.get(each, set()) - set(found))
        return tuple(found)

    # ------------------------------------------------------------------ who meets what

    def ends(self, facet: Facet) -> set[str]:
        """Return who stands at the asked end of the facet's claims, dead ones left out."""
        found = set[str]()
        rows = (
            [row for id_ in facet.known for row in self.table.about.get(id_, ())]
            if facet.known
            else self.table.rows
        )
        for row in rows:
            if row.standing in _DEAD or (facet.relations and row.relation not in facet.relations):
                continue
            if set(facet.with_) <= set(row.entities()):
                found.update(self._at(row, facet))
        return found - {""}

    def _at(self, row: Row, facet: Facet) -> Iterator[str]:
        known = set(facet.known)
        symmetric = self.ontology.relations[row.relation].symmetric
        if facet.end in ("subject", "object"):
            ends = [(row.subject, row.object)]
            ends += [(row.object, row.subject)] if symmetric else []
            for one, other in ends:
                asked, given = (one, other) if facet.end == "subject" else (other, one)
                if not known or given in known:
                    yield asked
        elif facet.end == "other":
            yield from (each for each in row.entities() if each not in known)
        else:
            yield from (value for name, value in row.qualifiers if name == facet.end)

    def speaks(self, pick: Pick) -> bool:
        """Tell whether a claim, whatever its standing, speaks of what is picked."""
        named = next((ids for ids in (pick.subjects, pick.with_) if ids), ())
        about = self.table.about
        objects = {
            inner
            for id_ in pick.objects
            for inner in (self.within(id_) if id_ in self.nodes else (id_,))
        }
        rows = [row for id_ in named for row in about.get(id_, ())] if named else self.table.rows
        return any(
            (not pick.relations or row.relation in pick.relations)
            and (not pick.subjects or not {row.subject, row.object}.isdisjoint(pick.subjects))
            and (not objects or not {row.subject, row.object}.isdisjoint(objects))
            and set(pick.with_) <= set(row.entities())
            for row in rows
        )

    @cached_property
    def of_kind(self) -> dict[str, frozenset[str]]:
        """The entities of each kind and of the kinds below it."""
        found: dict[str, set[str]] = defaultdict(set)
        for id_, node in self.nodes.items():
            for kind in self.ontology.kinds[node.kind].ancestors:
                found[kind].add(id_)
        return {kind: frozenset(ids) for kind, ids in found.items()}

    def members(self, narrowing: Narrowing, facets: Iterable[Facet] = ()) -> tuple[str, ...]:
        """Return who meets the narrowing and all facets, sorted."""
        found = set(narrowing.names or (() if narrowing.kinds else self.nodes))
        if narrowing.kinds:
            of_kind = frozenset[str]().union(
                *(self.of_kind.get(kind, ()) for kind in narrowing.kinds)
            )
            found = found & of_kind if narrowing.names else set(of_kind)
        for facet in facets:
            found &= self.ends(facet)
        if narrowing.home:
            found &= self._tied(narrowing.home, self.home)
        if narrowing.inside:
            found &= self._tied(narrowing.inside, self.ontology.with_role("place"))
        return tuple(sorted(found))

    @cached_property
    def home(self) -> frozenset[str]:
        """The relations that say where somebody or something is at home."""
        return self.ontology.with_role("seat") | self.ontology.with_purpose("origin")

    def _tied(self, places: Iterable[str], relations: frozenset[str]) -> set[str]:
        return {
            row.subject
            for place in places
            for inner in self.within(place)
            for row in self.table.about[inner]
            if row.relation in relations and row.object == inner and row.standing not in _DEAD
        }

    def goods(self, words_: Iterable[str]) -> tuple[str, ...]:
        """Return the goods whose names, or those of their wider kinds, hold one of the words.

        A model by its own name ("Polestar 3") of which no wider kind is told counts as well.
        """
        wanted = set(words_)
        taxonomy = self.ontology.with_purpose("taxonomy")
        found = []
        for id_ in sorted(self.nodes):
            if not any(self.ontology.is_a(self.kind_of(id_), each) for each in self._goods_kinds):
                continue
            wider = [
                r.object
                for r in self.table.about[id_]
                if r.relation in taxonomy and r.subject == id_
            ]
            said = {word for each in (id_, *wider) for word in self.head_words.get(each, ())}
            model = not wider and all(
                w[:1].isupper() or w[:1].isdigit() for w in self.nodes[id_].entity.label.split()
            )
            if wanted & said or (model and len(self.nodes[id_].entity.label.split()) > 1):
                found.append(id_)
        return tuple(found)

    def are_goods(self, ids: Iterable[str]) -> bool:
        """Tell whether all of ``ids`` are goods."""
        return all(
            e in self.nodes
            and any(self.ontology.is_a(self.kind_of(e), k) for k in self._goods_kinds)
            for e in ids
        )

    def are_makers(self, ids: tuple[str, ...]) -> bool:
        """Tell whether all of ``ids`` are such as make goods, and no goods."""
        makes = [self.ontology.relations[each] for each in self.ontology.with_purpose("makes")]
        return not self.are_goods(ids) and all(
            e in self.nodes
            and any(self.ontology.fits(self.kind_of(e), each.domain) for each in makes)
            for e in ids
        )

    @cached_property
    def _goods_kinds(self) -> frozenset[str]:
        return frozenset(
            kind
            for each in self.ontology.with_purpose("makes")
            for kind in self.ontology.relations[each].range
        )

    def headed(self, word: str) -> tuple[str, ...]:
        """Return the goods whose names end in a word: "cables" of "submarine cables"."""
        head = inflection.singular(word)
        return self._heads.get(head, ())

    @cached_property
    def _heads(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for id_, node in sorted(self.nodes.items()):
            if any(self.ontology.is_a(self.kind_of(id_), each) for each in self._goods_kinds):
                for head in sorted(
                    {inflection.singular(words(name)[-1]) for name in node.names if words(name)}
                ):
                    found[head].append(id_)
        return {head: tuple(ids) for head, ids in found.items()}

    def described(self, spoken: Words, i: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield whose names hold the words from ``i`` on in this order, with a noun for their kind.

        "the Section 301 tariff on Chinese EVs" leaves out a "US"; those of several are all told.
        """
        for j in range(min(len(spoken), i + 9), i + 1, -1):
            span = tuple(inflection.singular(word) for word in spoken[i:j])
            rarest = min((self._bearing.get(word, ()) for word in span), key=len)
            found = [e for e in rarest if self._is_named(e, span)]
            if found:
                yield j, tuple(found)
                return

    def _is_named(self, id_: str, span: Words) -> bool:
        group = self.ontology.kinds[self.kind_of(id_)].group
        return any(
            _holds(name, span)
            and (self._kind_said(id_) & set(span) or (group and name[-1] == span[-1]))
            for name in self._said_whole[id_]
        )

    @cached_property
    def _bearing(self) -> dict[str, tuple[str, ...]]:
        """The entities that have each word in a name."""
        found: dict[str, list[str]] = defaultdict(list)
        for id_ in sorted(self.nodes):
            for word in self.name_words[id_]:
                found[word].append(id_)
        return {word: tuple(ids) for word, ids in found.items()}

    @cached_property
    def _said_whole(self) -> dict[str, list[Words]]:
        return {
            id_: [tuple(inflection.singular(w) for w in words(name)) for name in node.names]
            for id_, node in self.nodes.items()
        }

    def _kind_said(self, id_: str) -> set[str]:
        """Return the nouns for the kind of an entity and those above it."""
        kinds = (
            self.ontology.kinds[each] for each in self.ontology.kinds[self.kind_of(id_)].ancestors
        )
        return {
            inflection.singular(words(n)[-1]) for kind in kinds for n in (kind.label, *kind.nouns)
        }

    def makers(self, kind: str, goods: Iterable[str]) -> tuple[str, ...]:
        """Return those of a kind that make such goods, or of whom nothing made is known."""
        makes = self.ontology.with_purpose("makes")
        wanted = {inflection.singular(word) for word in goods}
        fitting = []
        for id_ in self.members(Narrowing(kinds=(kind,))):
            made = [
                r.object for r in self.table.about[id_] if r.relation in makes and r.subject == id_
            ]
            if not made or any(wanted & self.head_words[each] for each in made if each):
                fitting.append(id_)
        return tuple(fitting)


def _head(name: Words) -> str:
    """Return the noun of a name: its last word before what is said of it."""
    for place, word in enumerate(name):
        if place and word in _BEHIND_HEAD:
            return name[place - 1]
    return name[-1]


_BEHIND_HEAD = frozenset(
    ["made", "of", "for", "from", "in", "under", "linked", "with", "to", "on", "by"]
)


def _holds(name: Words, span: Words) -> bool:
    """Tell whether a name holds the words of ``span`` in their order, the last one included."""
    if len(span) >= len(name):
        return False
    rest = iter(name)
    return all(word in rest for word in span)


def _forms(name: Words) -> Iterator[Words]:
    if name[-1].isascii() and name[-1].isalpha() and len(name[-1]) > 2:
        yield from inflection.number_forms(name)


def _bare(name: Words) -> Words:
    return name[1:] if len(name) > 1 and name[0] == "the" else name


def _by_first(found: dict[Words, set[str]]) -> dict[str, list[tuple[Words, tuple[str, ...]]]]:
    by_first: dict[str, list[tuple[Words, tuple[str, ...]]]] = defaultdict(list)
    for name, ids in sorted(found.items(), key=lambda each: (-len(each[0]), each[0])):
        by_first[name[0]].append((name, tuple(sorted(ids))))
    return by_first


def _listed_adjectives() -> dict[Words, list[Words]]:
    """Return the adjectives that no rule makes, by the name of the place."""
    found: dict[Words, list[Words]] = {}
    for line in ADJECTIVES.read_text("utf-8").splitlines():
        place, _, forms = line.partition(":")
        if forms:
            found[words(place)] = [words(each) for each in forms.split(",")]
    return found
