"""Small claim networks made on the spot, and random ones that obey the ontology."""

from dataclasses import dataclass, field, replace
from itertools import product
from random import Random

from hypothesis import strategies as st

import ontology
from graph.claims.model import Entity, Stage, Standing
from graph.network.project import Network, project
from graph.network.space import Chosen, Goal
from graph.store.table import Node, Row, Table

ONTOLOGY = ontology.compiled()


def says(words, standing="stated", *, stage="", derived=False, dates=("", ""), **qualifiers):
    """Return the claim ``subject relation object``; what tells it apart is its id."""
    subject, relation, object_ = words.split()
    parts = [words, standing, stage, *sorted(f"{name}={v}" for name, v in qualifiers.items())]
    parts += [f"{dates[0]}..{dates[1]}" if any(dates) else ""]
    return Row(
        id=" ".join(filter(None, parts)),
        subject=subject,
        relation=relation,
        object=object_,
        qualifiers=tuple(sorted(qualifiers.items())),
        standing=Standing(standing),
        stage=Stage(stage) if stage else None,
        derived=derived,
        documents=(),
        valid_from=dates[0],
        valid_to=dates[1],
    )


def network(kinds, *claims):
    """Return the network of these claims; ``kinds`` maps each kind to its entities."""
    nodes = {
        id_: Node(Entity(id_, kind, id_.capitalize()), prospect=False)
        for kind, ids in kinds.items()
        for id_ in ids.split()
    }
    return project(Table(dict(sorted(nodes.items())), tuple(claims)), ONTOLOGY)


def shuffled(given: Network, order):
    """Return the same network with its claims in another order."""
    rows = tuple(given.table.rows[index] for index in order)
    return project(Table(given.table.nodes, rows), ONTOLOGY)


# ------------------------------------------------------------------------ random networks

CAST = {
    "Company": "a b c d", "Brand": "e", "Group": "makers", "Facility": "plant",
    "Partnership": "deal", "SupplyDeal": "supply", "JointVenture": "venture", "Country": "land", "Region": "state",
    "City": "town", "Product": "goods", "Tariff": "duty",
}  # fmt: skip
KIND = {id_: kind for kind, ids in CAST.items() for id_ in ids.split()}
LIVING = [each.value for each in Standing][:8]
DEAD = [each.value for each in Standing][8:]
STAGES = ["", "", "", "", "", "operating", "agreed", "under-discussion", "ended"]
DATES = [("", "")] * 3 + [("2020", ""), ("", "2021"), ("2022-03", "2024"), ("2025-Q2", "")]
FLOWS = ["technology", "supply", "capital", "control", "market"]


def _fits(kind, allowed):
    return not allowed or bool(set(ONTOLOGY.kinds[kind].ancestors) & set(allowed))


FITTING = [
    (one, relation.id, other)
    for relation in ONTOLOGY.relations.values()
    for one, other in product(KIND, repeat=2)
    if one != other
    and not relation.quantity
    and _fits(KIND[one], relation.domain)
    and _fits(KIND[other], relation.range)
]
WALKABLE = [each for each in FITTING if ONTOLOGY.relations[each[1]].role == "relation"]
DEALS = [each for each in WALKABLE if each[1] == "partnerIn"]
CHAINED = [each for each in FITTING if ONTOLOGY.relations[each[1]].role in ("place", "seat")]


@dataclass(frozen=True)
class Picked:
    """What ``only`` and ``avoid`` pick out."""

    entities: frozenset = frozenset()
    kinds: frozenset = frozenset()
    relations: frozenset = frozenset()
    claims: frozenset = frozenset()


@dataclass(frozen=True)
class Asked:
    """A random network with a question put to it."""

    network: Network
    sources: frozenset
    targets: frozenset
    inside: str = ""
    max_hops: int = 6
    floor: Standing = Standing.DISPUTED
    via: frozenset = frozenset()
    avoid: Picked = field(default_factory=Picked)
    only: Picked = field(default_factory=Picked)
    through: frozenset = frozenset()
    direction: str = "any"
    flow: str = ""
    as_of: str = ""
    ended: bool = False
    rank: str = "cost"

    def goal(self):
        """Return what is asked as the search takes it."""
        plain = {name: each for name, each in vars(self).items() if name != "network"}
        for name in ("avoid", "only"):
            plain[name] = Chosen(**vars(plain[name]))
        return Goal(**plain)


def _random_claim(random):
    """Return a claim, mostly a living one that paths may walk."""
    (choice,) = random.choices([WALKABLE, CHAINED, FITTING, DEALS], [7, 3, 1, 2])
    (standings,) = random.choices([LIVING[:4], LIVING, DEAD], [5, 4, 1])
    qualifiers = {"respect": random.choice(list(KIND))} if random.random() < 0.2 else {}
    return says(
        " ".join(random.choice(choice)),
        random.choice(standings),
        stage=random.choice(STAGES),
        derived=random.random() < 0.05,
        dates=random.choice(DATES),
        **qualifiers,
    )


def question(seed, options=()):
    """Return a random network with a random question, the same for the same seed.

    Each of ``options``, and "some" for a random choice of them, narrows or widens it.
    """
    random = Random(seed)
    few, many = (25, 55) if options else (4, 34)
    claims = [_random_claim(random) for _ in range(random.randint(few, many))]
    made = network(CAST, *{claim.id: claim for claim in claims}.values())
    ends = [*KIND, *"abcd", *"abcd", "land", "state", "town"]
    inside = random.choice(["", "", "land", "state"])
    targets = frozenset(random.choices(ends, k=random.randint(1, 2)))
    asked = Asked(
        made,
        sources=frozenset(random.choices(ends, k=random.randint(1, 3))),
        targets=made.places_within(inside) if inside else targets,
        inside=inside,
        max_hops=random.choice([2, 3, 4, 4] if options else [1, 2, 3, 4, 5, 6, 6, 6]),
        floor=random.choice([Standing.ANNOUNCED, Standing.DISPUTED, Standing.RETRACTED]),
    )
    if options == "some":
        options = [each for each in OPTIONS if random.random() < 0.35]
    drawn = {name: value for each in options for name, value in OPTIONS[each](random, asked)}
    return replace(asked, **drawn)


def _some(random, things, most):
    return frozenset(random.sample(sorted(things), random.randint(1, most)))


def _via(random, asked):
    between = set(KIND) - asked.sources - asked.targets
    yield "via", frozenset(random.sample(sorted(between), random.randint(1, 2)))


def _avoid(random, asked):
    claims = [row.id for row in asked.network.table.rows]
    parts = {
        "entities": _some(random, KIND, 3),
        "kinds": _some(random, ["Company", "Venture", "Facility", "Region"], 2),
        "relations": _some(random, ["partnerIn", "owns", "locatedIn", "suppliesTo"], 2),
        "claims": _some(random, claims, 3),
    }
    yield "avoid", Picked(**{n: parts[n] for n in _some(random, parts, 2)})


def _only(random, asked):
    claims = [row.id for row in asked.network.table.rows]
    parts = {
        "entities": _some(random, KIND, 6),
        "kinds": _some(random, ["Company", "Venture", "Facility", "Agent"], 2),
        "relations": _some(random, {each[1] for each in WALKABLE}, 9),
        "claims": _some(random, claims, len(claims)),
    }
    yield "only", Picked(**{n: parts[n] for n in _some(random, parts, 2)})


OPTIONS = {
    "via": _via,
    "avoid": _avoid,
    "only": _only,
    "through": lambda random, _: [("through", _some(random, ["Place", "Group", "Product"], 2))],
    "direction": lambda random, _: [("direction", "forward")],
    "flow": lambda random, _: [("flow", random.choice(FLOWS))],
    "as_of": lambda random, _: [("as_of", random.choice(["2019", "2021-06", "2024-01-05"]))],
    "ended": lambda random, _: [("ended", True)],
    "rank": lambda random, _: [("rank", "hops")],
}
"""Each option of a path question, with what draws a value for it."""


SEEDS = st.integers(0, 2**32)
"""Networks are made from seeds: they spread more evenly than when drawn claim by claim."""
