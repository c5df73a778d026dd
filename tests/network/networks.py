"""Small claim networks made on the spot, and random ones that obey the ontology."""

from dataclasses import dataclass
from itertools import product
from random import Random

from hypothesis import strategies as st

import ontology
from graph.claims.model import Entity, Stage, Standing
from graph.network.project import Network, project
from graph.store.table import Node, Row, Table

ONTOLOGY = ontology.compiled()


def says(words, standing="stated", *, stage="", derived=False, **qualifiers):
    """Return the claim ``subject relation object``; what tells it apart is its id."""
    subject, relation, object_ = words.split()
    parts = [words, standing, stage, *sorted(f"{name}={v}" for name, v in qualifiers.items())]
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
        valid_from="",
        valid_to="",
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
    "Partnership": "deal", "SupplyDeal": "supply", "Country": "land", "Region": "state",
    "City": "town", "Product": "goods", "Tariff": "duty",
}  # fmt: skip
KIND = {id_: kind for kind, ids in CAST.items() for id_ in ids.split()}
LIVING = [each.value for each in Standing][:8]
DEAD = [each.value for each in Standing][8:]
STAGES = ["", "", "", "", "", "operating", "agreed", "under-discussion", "ended"]


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
CHAINED = [each for each in FITTING if ONTOLOGY.relations[each[1]].role in ("place", "seat")]


@dataclass(frozen=True)
class Asked:
    """A random network with a question put to it."""

    network: Network
    sources: frozenset
    targets: frozenset
    inside: str = ""
    max_hops: int = 6
    floor: Standing = Standing.DISPUTED


def _random_claim(random):
    """Return a claim, mostly a living one that paths may walk."""
    (choice,) = random.choices([WALKABLE, CHAINED, FITTING], [7, 3, 1])
    (standings,) = random.choices([LIVING[:4], LIVING, DEAD], [5, 4, 1])
    qualifiers = {"respect": random.choice(list(KIND))} if random.random() < 0.2 else {}
    return says(
        " ".join(random.choice(choice)),
        random.choice(standings),
        stage=random.choice(STAGES),
        derived=random.random() < 0.05,
        **qualifiers,
    )


def question(seed):
    """Return a random network with a random question, the same for the same seed."""
    random = Random(seed)
    claims = [_random_claim(random) for _ in range(random.randint(4, 34))]
    made = network(CAST, *{claim.id: claim for claim in claims}.values())
    ends = [*KIND, *"abcd", *"abcd", "land", "state", "town"]
    inside = random.choice(["", "", "land", "state"])
    targets = frozenset(random.choices(ends, k=random.randint(1, 2)))
    return Asked(
        made,
        sources=frozenset(random.choices(ends, k=random.randint(1, 3))),
        targets=made.places_within(inside) if inside else targets,
        inside=inside,
        max_hops=random.choice([1, 2, 3, 4, 5, 6, 6, 6]),
        floor=random.choice([Standing.ANNOUNCED, Standing.DISPUTED, Standing.RETRACTED]),
    )


SEEDS = st.integers(0, 2**32)
"""Networks are made from seeds: they spread more evenly than when drawn claim by claim."""
