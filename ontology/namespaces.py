"""The namespaces of everything Inroads writes, and the prefixes its users may write.

``.example`` is reserved by RFC 2606: these IRIs identify, they promise no web page.
"""

from __future__ import annotations

BASE = "https://inroads.example/"

IR = BASE + "ns#"
REL = BASE + "relation/"
KG = BASE + "id/"
CLAIM = BASE + "claim/"
ATTESTATION = BASE + "attestation/"
DOCUMENT = BASE + "document/"
QUANTITY = BASE + "quantity/"
SPEAKER = BASE + "speaker/"

LISTS = (
    "stance",
    "certainty",
    "reading",
    "stage",
    "standing",
    "bound",
    "evidence",
    "flow",
    "effect",
    "role",
    "purpose",
)

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"

PREFIXES: dict[str, str] = {
    "ir": IR,
    "rel": REL,
    "kg": KG,
    "claim": CLAIM,
    "attestation": ATTESTATION,
    "doc": DOCUMENT,
    "quantity": QUANTITY,
    "speaker": SPEAKER,
    **{name: f"{BASE}{name}/" for name in LISTS},
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "schema": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
}


def local(iri: str) -> str:
    """Return the part of ``iri`` behind its namespace.

    >>> local("https://inroads.example/relation/owns")
    'owns'
    """
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
