"""Networks of invented claims with the shape of real ones, of any size, the same every time.

The shape is that of the shipped articles: degrees follow a power law (partners are drawn in
proportion to what they have already, Barabasi and Albert 1999), deals and sites are nodes of
their own, places form a tree, some pairs carry several claims, a fifth of the claims is said by
more than one document, and one in six is no plain assertion. As lines of JSON each attestation
has all that those of the shipped graph have: verbatim words with their place and passage,
speaker, hedge, dates, and a document with address and date.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from itertools import count
from typing import Any

from graph.claims.model import (
    Certainty,
    Claim,
    ClaimFile,
    Document,
    Entity,
    Evidence,
    EvidenceKind,
    Speaker,
    Stage,
    Stance,
    Statement,
)

CLAIMS_IN_A_DOCUMENT = 20
COUNTRIES = 60
REGIONS = 8
_BETWEEN = ("suppliesTo", "investsIn", "owns", "licensesTo", "talksWith", "usesTechnologyOf")
_INTO = ("sellsIn", "producesIn", "entersMarket")


class _Maker:
    """Makes one network; every draw comes from one seeded source."""

    def __init__(self, claims: int, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  # a benchmark, no secret
        self._claims = claims
        self.kinds: dict[str, str] = {}
        self._hubs: list[str] = []  # each company as often as it has claims

    def _new(self, kind: str, number: int) -> list[str]:
        ids = [f"{kind.lower()}-{index}" for index in range(number)]
        self.kinds |= dict.fromkeys(ids, kind)
        return ids

    def _company(self) -> str:
        company = self._random.choice(self._hubs)
        self._hubs.append(company)
        return company

    def publisher(self) -> int:
        """Return one of a few hundred publishers."""
        return self._random.randrange(300)

    def places(self) -> list[Claim]:
        """Return the tree of places."""
        countries = self._new("Country", COUNTRIES)
        regions = self._new("Region", COUNTRIES * REGIONS)
        self.cities = self._new("City", max(50, self._claims // 200))
        self.countries = countries
        up = {region: self._random.choice(countries) for region in regions}
        up |= {city: self._random.choice(regions) for city in self.cities}
        return [Claim(lower, "within", upper) for lower, upper in up.items()]

    def claims(self) -> Iterator[Claim]:
        """Yield the claims of the industry, at least as many as asked for."""
        companies = self._new("Company", max(20, self._claims // 6))
        self._hubs = list(companies)
        products = self._new("Product", max(10, self._claims // 500))
        for company in companies:
            yield Claim(company, "basedIn", self._random.choice(self.countries))
        for deal in self._new("Partnership", max(2, self._claims // 20)):
            partners = [self._company() for _ in range(self._random.choice((2, 2, 2, 3)))]
            for partner in dict.fromkeys(partners):
                yield Claim(partner, "partnerIn", deal)
            yield Claim(deal, "covers", self._random.choice(products))
        for site in self._new("Facility", max(2, self._claims // 25)):
            yield Claim(self._company(), self._random.choice(("opens", "operates")), site)
            yield Claim(site, "locatedIn", self._random.choice(self.cities))
        while True:
            yield from self._dealings(products)

    def _dealings(self, products: list[str]) -> Iterator[Claim]:
        """Yield what one company does with another or in a country, once or for two goods."""
        one, other = self._company(), self._company()
        if self._random.random() < 0.3:
            country = self._random.choice(self.countries)
            yield Claim(one, self._random.choice(_INTO), country)
        elif one != other:
            relation = self._random.choice(_BETWEEN)
            yield Claim(one, relation, other)
            if self._random.random() < 0.2:
                product = self._random.choice(products)
                yield Claim(one, relation, other, (("product", product),))

    def statement(self, claim: Claim, number: int) -> Statement:
        """Return what a document says of a claim, hedged as often as real ones are."""
        draw = self._random.random()
        stance, certainty, stage = Stance.ASSERTS, Certainty.UNSPECIFIED, None
        if draw < 0.03:
            stance = Stance.DENIES
        elif draw < 0.08:
            stance = Stance.REPORTS
        elif draw < 0.12:
            certainty = Certainty.POSSIBLE
        elif draw < 0.17:
            stage = Stage.ANNOUNCED
        named = self._random.random() < 0.2
        words = f"Sentence {number} of this document says so of {claim.subject} in its own words."
        return Statement(
            evidence=Evidence(EvidenceKind.PARAPHRASE, words),
            claims=(claim,),
            speakers=(Speaker("entity", claim.subject) if named else Speaker(),),
            stance=stance,
            certainty=certainty,
            stage=stage,
        )


def claim_files(claims: int, seed: int = 0) -> list[ClaimFile]:
    """Return documents that make about this many distinct claims, and the tree of places."""
    maker = _Maker(claims, seed)
    rng = random.Random(seed + 1)  # noqa: S311  # a benchmark, no secret
    places = _file("gazetteer", maker.places(), maker)
    made = list(
        dict.fromkeys(claim for claim, _ in zip(maker.claims(), range(claims), strict=False))
    )
    repeated = [claim for claim in made for _ in range(rng.choice((1, 1, 1, 1, 2)))]
    rng.shuffle(repeated)
    numbers = count(1)
    files = [
        _file(f"document-{next(numbers)}", repeated[start : start + CLAIMS_IN_A_DOCUMENT], maker)
        for start in range(0, len(repeated), CLAIMS_IN_A_DOCUMENT)
    ]
    return [places, *files]


def _file(name: str, claims: list[Claim], maker: _Maker) -> ClaimFile:
    ids = dict.fromkeys(id_ for claim in claims for id_ in claim.entities())
    return ClaimFile(
        document=Document(
            name, title=f"Title of {name}", publisher=f"Publisher {maker.publisher()}"
        ),
        entities=tuple(Entity(id_, maker.kinds[id_], id_.replace("-", " ").title()) for id_ in ids),
        statements=tuple(maker.statement(claim, n) for n, claim in enumerate(claims, 1)),
    )


# ------------------------------------------------------------------ the same as lines of JSON

_SYLLABLES = [
    "al", "an", "ar", "bel", "bor", "cal", "can", "dar", "del", "dor", "el", "en", "far",
    "gal", "gen", "hal", "han", "in", "jar", "kal", "kan", "kor", "lan", "lin", "lor", "mar",
    "men", "mir", "nal", "nor", "ol", "or", "pal", "pen", "qua", "ral", "ren", "ros", "sal",
    "sen", "sol", "tal", "tan", "tor", "ul", "val", "ven", "vor", "wel", "xan", "yor", "zan",
    "zel",
]  # fmt: skip
_FORMS = ("Motors", "Energy", "Batteries", "Holdings", "Industries", "Systems", "Materials")


@cache
def name(id_: str) -> str:
    """Return an invented name, another one for each id and always the same."""
    kind, _, number = id_.partition("-")
    rest, syllables = int(number) * 2654435761 % 2**32, list[str]()
    base = len(_SYLLABLES)
    for _ in range(5):
        rest, place = divmod(rest, base)
        syllables.append(_SYLLABLES[place])
    first, second = "".join(syllables[:3]).title(), "".join(syllables[3:]).title()
    form = _FORMS[int(number) % len(_FORMS)] if kind == "company" else kind.title()
    return f"{first} {second} {form}"


def lines(claims: int, seed: int = 0) -> Iterator[str]:
    """Yield about this many claims, one a line, as ``inroads claims -f jsonl`` prints them."""
    maker = _Maker(claims, seed)
    rng = random.Random(seed + 1)  # noqa: S311  # a benchmark, no secret
    documents = max(1, claims * 6 // 5 // CLAIMS_IN_A_DOCUMENT)
    said = {"evidence": "record", "text": "gazetteer", "document": {"id": "gazetteer"}}
    for claim in maker.places():
        yield _line(claim, maker, [said])
    seen = set()
    for claim, _ in zip(maker.claims(), range(claims), strict=False):
        if claim.id not in seen:
            seen.add(claim.id)
            times = rng.choice((1, 1, 1, 1, 2))
            sources = sorted({rng.randrange(documents) for _ in range(times)})
            yield _line(claim, maker, [_attestation(claim, each, rng) for each in sources])


def _line(claim: Claim, maker: _Maker, attestations: list[dict[str, Any]]) -> str:
    def entity(id_: str) -> dict[str, str]:
        return {"id": id_, "label": name(id_), "kind": maker.kinds[id_]}

    return json.dumps(
        {
            "subject": entity(claim.subject),
            "relation": {"id": claim.relation},
            "object": entity(str(claim.object)),
            "qualifiers": {each: entity(str(value)) for each, value in claim.qualifiers},
            "attestations": attestations,
        }
    )


def _attestation(claim: Claim, document: int, rng: random.Random) -> dict[str, Any]:
    """Return what one document says of a claim, hedged as often as real ones are."""
    words = f"{name(claim.subject)} and {name(str(claim.object))}, people said, come to terms"
    start = rng.randrange(4000)
    said: dict[str, Any] = {
        "stance": "asserts",
        "certainty": "unspecified",
        "reading": "explicit",
        "evidence": "quote",
        "text": words,
        "start": start,
        "end": start + len(words),
        "passage": sha256(words.encode()).hexdigest()[:16],
        "document": {
            "id": f"document-{document}",
            "title": f"Title of document {document}",
            "form": "article",
            "publisher": f"Publisher {document % 300}",
            "published": f"20{20 + document % 7}-{1 + document % 12:02}-{1 + document % 28:02}",
            "url": f"https://news-{document % 300}.example/articles/{document}",
            "language": "en",
        },
    }
    draw = rng.random()
    if draw < 0.03:
        said["stance"] = "denies"
    elif draw < 0.08:
        said["stance"] = "reports"
    elif draw < 0.12:
        said["certainty"] = "possible"
    elif draw < 0.17:
        said["stage"] = "announced"
    if rng.random() < 0.2:
        said["speaker"] = {"kind": "entity", "id": claim.subject}
    if rng.random() < 0.3:
        said["valid"] = {"from": str(2015 + document % 12)}
    return said
