"""The stored queries: what each answers, on which engine, and what its parameters take."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Store

import queries
from graph import session
from graph.claims.model import Object, Quantity, Text
from graph.errors import BadParameter, UnknownName, UnknownQuery
from graph.session import Session
from graph.store import guard
from graph.store.sparql import Rows, Term, bind, compact
from ontology.namespaces import CLAIM, KG, PREFIXES, XSD, local

TIME_LIMIT = 30
# What the column claim tells too; `test_the_columns_of_a_claim_agree_with_it` compares them.
CLAIM_COLUMNS = {"subject", "subjectLabel", "relation", "object", "objectLabel", "qualifiers"}
WORDED = CLAIM_COLUMNS - {"object"} | {"standing", "stage"}


@dataclass(frozen=True)
class Case:
    """A query with the words given for its parameters, and the answer read from the text.

    A table holds one row a line. It leaves out IRIs that stand beside their label, and the
    parts of a claim that stands in the row; claims are written out instead of their ids.
    """

    name: str
    table: str
    given: dict[str, str] = field(default_factory=dict)
    source: str = "seed"

    def __str__(self) -> str:
        words = ",".join(f"{name}={word}" for name, word in self.given.items())
        return f"{self.name}[{self.source}{';' if words else ''}{words}]"


CASES = [
    Case(
        "barriers",
        """
hinderedLabel | relation | barrierLabel | placeLabel | respect | standing | stage | claim
Chinese EV makers | rel:blockedFrom |  | United States |  | standing:stated |  | chinese-ev-makers blockedFrom united-states
Chinese EVs | rel:hinders | challenges for Chinese EVs in the US | United States |  | standing:opinion |  | us-market-challenges hinders chinese-evs place=united-states
Chinese EVs | rel:hinders | different preferences of US consumers | United States |  | standing:opinion |  | consumer-preferences hinders chinese-evs place=united-states
Chinese EVs | rel:hinders | high tariffs on Chinese EVs | United States | entering the market | standing:stated |  | us-ev-tariffs hinders chinese-evs place=united-states respect="entering the market"
Chinese EVs | rel:hinders | low EV adoption | United States |  | standing:opinion |  | low-ev-adoption hinders chinese-evs place=united-states
Chinese EVs | rel:hinders | wariness of lawmakers | United States |  | standing:opinion |  | wariness-of-lawmakers hinders chinese-evs place=united-states
Geely factory in South Carolina (prospect) | rel:hinders | regulatory hurdles |  |  | standing:implied |  | regulatory-hurdles hinders geely-south-carolina-factory
Geely factory in South Carolina (prospect) | rel:hinders | restrictions on connected vehicles |  |  | standing:implied |  | connected-vehicle-restrictions hinders geely-south-carolina-factory
""",
    ),
    Case(
        "brands-of",
        """
nodeLabel | holderLabel | share | standing | stage | claim
Polestar | Geely |  | standing:stated |  | geely owns polestar
Volvo | Geely |  | standing:stated |  | geely owns volvo
""",
        given={"owner": "geely"},
    ),
    Case(
        "brands-of",
        """
nodeLabel | holderLabel | share | standing | stage | claim
Seagrip | Northlay |  | standing:superseded |  | northlay owns seagrip
""",
        given={"owner": "northlay"},
        source="invented",
    ),
    Case(
        "claims-by-standing",
        """
claim | standing | stage
apple shows successful-ev-pivot | standing:denied |
""",
        given={"standing": "denied"},
    ),
    Case(
        "claims-by-standing",
        """
claim | standing | stage
ford partnerIn xiaomi-ford-venture | standing:disputed | stage:under-discussion
ford partnersWith xiaomi | standing:disputed | stage:under-discussion
xiaomi partnerIn xiaomi-ford-venture | standing:disputed | stage:under-discussion
xiaomi talksWith ford respect=xiaomi-ford-venture | standing:disputed |
""",
    ),
    Case(
        "claims-by-standing",
        """
claim | standing | stage
ondrava entersMarket tesra | standing:retracted |
""",
        given={"standing": "retracted"},
        source="invented",
    ),
    Case(
        "claims-of",
        """
claim | standing | stage
geely owns polestar | standing:stated |
geely owns volvo | standing:stated |
""",
        given={"relation": "owns"},
    ),
    Case(
        "claims-of",
        """
claim | standing | stage
us-ev-tariffs rate up-to 100 percent | standing:stated |
""",
        given={"relation": "rate"},
    ),
    Case(
        "denials",
        """
claim | speakerLabel | standing | stage | evidence | words | document
ford partnerIn xiaomi-ford-venture | Ford | standing:disputed | stage:under-discussion | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us
xiaomi partnerIn xiaomi-ford-venture | Ford | standing:disputed | stage:under-discussion | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us
xiaomi talksWith ford respect=xiaomi-ford-venture | Ford | standing:disputed |  | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us
ford partnerIn xiaomi-ford-venture | Xiaomi | standing:disputed | stage:under-discussion | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us
xiaomi partnerIn xiaomi-ford-venture | Xiaomi | standing:disputed | stage:under-discussion | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us
xiaomi talksWith ford respect=xiaomi-ford-venture | Xiaomi | standing:disputed |  | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us
apple shows successful-ev-pivot | publisher unknown | standing:denied |  | evidence:quote | pivoted into EVs in 2024, unlike Apple | doc:chinese-ev-makers-us
""",
    ),
    Case(
        "denials",
        """
claim | speakerLabel | standing | stage | evidence | words | document
ondrava owns maristel share="a fifth" | Maristel | standing:disputed |  | evidence:quote | Maristel denied that Ondrava Wind owns a fifth of it | doc:harbour-grid
""",
        source="invented",
    ),
    Case(
        "derived-claims",
        """
subjectLabel | relation | objectLabel | standing | stage | rule | claim | premise | premiseStanding
CATL | rel:partnersWith | Ford | standing:stated |  | partners | catl partnersWith ford | catl partnerIn ford-catl-partnership | standing:stated
CATL | rel:partnersWith | Ford | standing:stated |  | partners | catl partnersWith ford | ford partnerIn ford-catl-partnership | standing:stated
Ford | rel:partnersWith | Xiaomi | standing:disputed | stage:under-discussion | partners | ford partnersWith xiaomi | ford partnerIn xiaomi-ford-venture | standing:disputed
Ford | rel:partnersWith | Xiaomi | standing:disputed | stage:under-discussion | partners | ford partnersWith xiaomi | xiaomi partnerIn xiaomi-ford-venture | standing:disputed
Geely | rel:hasSiteIn | South Carolina | standing:possible |  | sites | geely hasSiteIn south-carolina | geely-south-carolina-factory locatedIn south-carolina | standing:possible
Geely | rel:hasSiteIn | South Carolina | standing:possible |  | sites | geely hasSiteIn south-carolina | geely opens geely-south-carolina-factory | standing:possible
""",
    ),
    Case(
        "disputed-claims",
        """
claim | standing | stage | stance | speakerLabel | evidence | words | document | conflict
ford partnerIn xiaomi-ford-venture | standing:disputed | stage:under-discussion | stance:denies | Ford | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us |
ford partnerIn xiaomi-ford-venture | standing:disputed | stage:under-discussion | stance:denies | Xiaomi | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us |
ford partnerIn xiaomi-ford-venture | standing:disputed | stage:under-discussion | stance:reports | publisher unknown | evidence:quote | talks with Ford about a possible joint venture | doc:chinese-ev-makers-us |
xiaomi partnerIn xiaomi-ford-venture | standing:disputed | stage:under-discussion | stance:denies | Ford | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us |
xiaomi partnerIn xiaomi-ford-venture | standing:disputed | stage:under-discussion | stance:denies | Xiaomi | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us |
xiaomi partnerIn xiaomi-ford-venture | standing:disputed | stage:under-discussion | stance:reports | publisher unknown | evidence:quote | talks with Ford about a possible joint venture | doc:chinese-ev-makers-us |
xiaomi talksWith ford respect=xiaomi-ford-venture | standing:disputed |  | stance:denies | Ford | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us |
xiaomi talksWith ford respect=xiaomi-ford-venture | standing:disputed |  | stance:denies | Xiaomi | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us |
xiaomi talksWith ford respect=xiaomi-ford-venture | standing:disputed |  | stance:reports | publisher unknown | evidence:quote | Xiaomi reportedly held talks with Ford about a possible joint venture | doc:chinese-ev-makers-us |
""",
    ),
    Case(
        "disputed-claims",
        """
claim | standing | stage | stance | speakerLabel | evidence | words | document | conflict
ondrava owns maristel share="a fifth" | standing:disputed |  | stance:asserts | The Kestrel Ledger | evidence:quote | Ondrava Wind itself owns a fifth of Maristel | doc:kestrel-ledger |
ondrava owns maristel share="a fifth" | standing:disputed |  | stance:denies | Maristel | evidence:quote | Maristel denied that Ondrava Wind owns a fifth of it | doc:harbour-grid |
cable-tariff rate exact 15 percent | standing:disputed |  | stance:asserts | The Kestrel Ledger | evidence:quote | Veldria levies a tariff of 15 percent on Tesran cables | doc:kestrel-ledger | cable-tariff rate exact 18 percent
cable-tariff rate exact 18 percent | standing:disputed |  | stance:asserts | Harbour & Grid | evidence:quote | the tariff on Tesran cables is put at 18 percent | doc:harbour-grid | cable-tariff rate exact 15 percent
""",
        source="invented",
    ),
    Case(
        "document-gaps",
        """
document | title | lacks
doc:chinese-ev-makers-us |  | address
doc:chinese-ev-makers-us |  | author
doc:chinese-ev-makers-us |  | date
doc:chinese-ev-makers-us |  | publisher
doc:chinese-ev-makers-us |  | title
doc:geonames | GeoNames country information | author
doc:geonames | GeoNames country information | date
doc:iso-3166 | ISO 3166, codes for the representation of names of countries and their subdivisions | author
doc:iso-3166 | ISO 3166, codes for the representation of names of countries and their subdivisions | date
""",
    ),
    Case(
        "documents",
        """
document | title | form | publisher | published | url | claims
doc:chinese-ev-makers-us |  | article |  |  |  | 95
doc:geonames | GeoNames country information |  | GeoNames |  | https://www.geonames.org | 3
doc:iso-3166 | ISO 3166, codes for the representation of names of countries and their subdivisions |  | International Organization for Standardization |  | https://www.iso.org/iso-3166-country-codes.html | 2
""",
    ),
    Case(
        "documents",
        """
document | title | form | publisher | published | url | claims
doc:gazetteer | Invented Gazetteer of the Norsea Rim |  | Invented Gazetteer |  |  | 7
doc:harbour-grid | Port Hallen works starts up |  | Harbour & Grid | 2031-11 |  | 18
doc:kestrel-ledger | Skarnholm plans cable works in Port Hallen |  | The Kestrel Ledger | 2031-02-04 |  | 30
""",
        source="invented",
    ),
    Case(
        "evidence-about",
        """
claim | standing | stage | stance | speakerLabel | reading | evidence | words | document | rule
apple shows successful-ev-pivot | standing:denied |  | stance:denies | publisher unknown | reading:implied | evidence:quote | pivoted into EVs in 2024, unlike Apple | doc:chinese-ev-makers-us |
xiaomi differsFrom apple respect="a successful pivot into EVs" | standing:stated |  | stance:asserts | publisher unknown | reading:explicit | evidence:quote | Xiaomi successfully pivoted into EVs in 2024, unlike Apple | doc:chinese-ev-makers-us |
""",
        given={"about": "apple"},
    ),
    Case(
        "evidence-about",
        """
claim | standing | stage | stance | speakerLabel | reading | evidence | words | document | rule
geely hasSiteIn south-carolina | standing:possible |  |  |  |  |  |  |  | sites
geely-south-carolina-factory locatedIn south-carolina | standing:possible |  | stance:asserts | publisher unknown | reading:explicit | evidence:quote | may open a US factory in South Carolina | doc:chinese-ev-makers-us |
south-carolina within united-states | standing:stated |  | stance:asserts | International Organization for Standardization | reading:explicit | evidence:record | US-SC South Carolina (State), country US | doc:iso-3166 |
""",
        given={"about": "south-carolina"},
    ),
    Case(
        "evidence-about",
        """
claim | standing | stage | stance | speakerLabel | reading | evidence | words | document | rule
ford partnerIn xiaomi-ford-venture | standing:disputed | stage:under-discussion | stance:denies | Ford | reading:explicit | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us |
ford partnerIn xiaomi-ford-venture | standing:disputed | stage:under-discussion | stance:denies | Xiaomi | reading:explicit | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us |
ford partnerIn xiaomi-ford-venture | standing:disputed | stage:under-discussion | stance:reports | publisher unknown | reading:explicit | evidence:quote | talks with Ford about a possible joint venture | doc:chinese-ev-makers-us |
xiaomi partnerIn xiaomi-ford-venture | standing:disputed | stage:under-discussion | stance:denies | Ford | reading:explicit | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us |
xiaomi partnerIn xiaomi-ford-venture | standing:disputed | stage:under-discussion | stance:denies | Xiaomi | reading:explicit | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us |
xiaomi partnerIn xiaomi-ford-venture | standing:disputed | stage:under-discussion | stance:reports | publisher unknown | reading:explicit | evidence:quote | talks with Ford about a possible joint venture | doc:chinese-ev-makers-us |
xiaomi talksWith ford respect=xiaomi-ford-venture | standing:disputed |  | stance:denies | Ford | reading:explicit | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us |
xiaomi talksWith ford respect=xiaomi-ford-venture | standing:disputed |  | stance:denies | Xiaomi | reading:explicit | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us |
xiaomi talksWith ford respect=xiaomi-ford-venture | standing:disputed |  | stance:reports | publisher unknown | reading:explicit | evidence:quote | Xiaomi reportedly held talks with Ford about a possible joint venture | doc:chinese-ev-makers-us |
""",
        given={"about": "xiaomi-ford-venture"},
    ),
    Case(
        "figures",
        """
claim | bound | value | upper | unit | standing | stage | evidence | words | document
byd-geely-xiaomi price at-least 8000 USD place=china product=vehicles | bound:at-least | 8000 |  | USD | standing:stated |  | evidence:quote | to offer vehicles as low as $8,000 in China | doc:chinese-ev-makers-us
canada-ev-quota quota exact 50000 vehicles per year | bound:exact | 50000 |  | vehicles per year | standing:announced | stage:agreed | evidence:quote | an agreement allowing 50,000 Chinese EVs to enter annually at preferential tariffs | doc:chinese-ev-makers-us
united-states adoptionRate below 8 percent product=evs respect="new vehicle sales" | bound:below | 8 |  | percent | standing:implied |  | evidence:quote | EV adoption remains below 8% of new vehicle sales | doc:chinese-ev-makers-us
united-states marketRank exact 1 in size place=world product=imported-vehicles | bound:exact | 1 |  | in size | standing:stated |  | evidence:quote | the US being the world’s largest market for imported vehicles | doc:chinese-ev-makers-us
us-ev-tariffs rate up-to 100 percent | bound:up-to | 100 |  | percent | standing:stated |  | evidence:quote | high tariffs of up to 100% | doc:chinese-ev-makers-us
""",
    ),
    Case(
        "figures",
        """
claim | bound | value | upper | unit | standing | stage | evidence | words | document
cable-quota quota exact 380 kilometres per year | bound:exact | 380 |  | kilometres per year | standing:stated |  | evidence:quote | The import quota for submarine cables admits 380 kilometres a year | doc:harbour-grid
cable-quota quota up-to 400 kilometres per year | bound:up-to | 400 |  | kilometres per year | standing:stated |  | evidence:quote | its import quota for submarine cables lets in up to 400 kilometres a year | doc:kestrel-ledger
cable-tariff rate exact 15 percent | bound:exact | 15 |  | percent | standing:disputed |  | evidence:quote | Veldria levies a tariff of 15 percent on Tesran cables | doc:kestrel-ledger
cable-tariff rate exact 18 percent | bound:exact | 18 |  | percent | standing:disputed |  | evidence:quote | the tariff on Tesran cables is put at 18 percent | doc:harbour-grid
""",
        source="invented",
    ),
    Case(
        "groups",
        """
groupLabel | memberLabel | standing | stage | claim
BYD, Geely and Xiaomi | BYD | standing:stated |  | byd memberOf byd-geely-xiaomi
BYD, Geely and Xiaomi | Geely | standing:stated |  | geely memberOf byd-geely-xiaomi
BYD, Geely and Xiaomi | Xiaomi | standing:stated |  | xiaomi memberOf byd-geely-xiaomi
Chinese EV makers | BYD | standing:implied |  | byd memberOf chinese-ev-makers
Chinese EV makers | Geely | standing:implied |  | geely memberOf chinese-ev-makers
Chinese EV makers | Xiaomi | standing:implied |  | xiaomi memberOf chinese-ev-makers
Chinese automakers | Geely | standing:implied |  | geely memberOf chinese-automakers
Chinese automakers | Xiaomi | standing:implied |  | xiaomi memberOf chinese-automakers
Chinese buyers |  |  |  |
US consumers |  |  |  |
automakers |  |  |  |
some lawmakers |  |  |  |
""",
    ),
    Case(
        "implied-claims",
        """
claim | standing | stage | evidence | words | document
byd basedIn china | standing:implied |  | evidence:quote | Chinese companies dominate the EV market in terms of scale and affordability. BYD, Geely, and Xiaomi have used overcapacity and aggressive pricing to offer vehicles | doc:chinese-ev-makers-us
byd memberOf chinese-ev-makers | standing:implied |  | evidence:quote | Chinese companies dominate the EV market in terms of scale and affordability. BYD, Geely, and Xiaomi have used overcapacity and aggressive pricing to offer vehicles | doc:chinese-ev-makers-us
byd produces evs | standing:implied |  | evidence:quote | Chinese companies dominate the EV market in terms of scale and affordability. BYD, Geely, and Xiaomi have used overcapacity and aggressive pricing to offer vehicles | doc:chinese-ev-makers-us
catl basedIn china | standing:implied |  | evidence:quote | partnered with Chinese battery maker CATL | doc:chinese-ev-makers-us
canada-ev-agreement appliesIn canada | standing:announced | stage:agreed | evidence:quote | Canada reached an agreement allowing 50,000 Chinese EVs to enter annually at preferential tariffs | doc:chinese-ev-makers-us
canada-ev-quota appliesIn canada | standing:announced | stage:agreed | evidence:quote | Canada reached an agreement allowing 50,000 Chinese EVs to enter annually at preferential tariffs | doc:chinese-ev-makers-us
chinese-evs kindOf evs | standing:implied |  | evidence:quote | Despite the US being the world’s largest market for imported vehicles, high tariffs of up to 100% have largely prevented Chinese EVs from entering | doc:chinese-ev-makers-us
chinese-evs origin china | standing:implied |  | evidence:quote | Despite the US being the world’s largest market for imported vehicles, high tariffs of up to 100% have largely prevented Chinese EVs from entering | doc:chinese-ev-makers-us
chinese-technology origin china | standing:implied |  | evidence:quote | Chinese Technology | doc:chinese-ev-makers-us
donald-trump heldOffice united-states office="President" | standing:implied | stage:ended | evidence:quote | Former President Donald Trump | doc:chinese-ev-makers-us
donald-trump shows north-american-openings | standing:opinion |  | evidence:quote | Former President Donald Trump also indicated | doc:chinese-ev-makers-us
ford-catl-partnership shows us-china-collaboration | standing:opinion |  | evidence:quote | The partnership recently expanded to include energy storage solutions, showing the potential benefits of US-China collaboration | doc:chinese-ev-makers-us
geely basedIn china | standing:implied |  | evidence:quote | Chinese companies dominate the EV market in terms of scale and affordability. BYD, Geely, and Xiaomi have used overcapacity and aggressive pricing to offer vehicles | doc:chinese-ev-makers-us
geely memberOf chinese-ev-makers | standing:implied |  | evidence:quote | Chinese companies dominate the EV market in terms of scale and affordability. BYD, Geely, and Xiaomi have used overcapacity and aggressive pricing to offer vehicles | doc:chinese-ev-makers-us
geely memberOf chinese-automakers | standing:implied |  | evidence:quote | These developments have encouraged automakers to explore US operations.\\nGeely and Xiaomi Explore US Entry | doc:chinese-ev-makers-us
geely produces evs | standing:implied |  | evidence:quote | Chinese companies dominate the EV market in terms of scale and affordability. BYD, Geely, and Xiaomi have used overcapacity and aggressive pricing to offer vehicles | doc:chinese-ev-makers-us
united-states adoptionRate below 8 percent product=evs respect="new vehicle sales" | standing:implied |  | evidence:quote | EV adoption remains below 8% of new vehicle sales | doc:chinese-ev-makers-us
xiaomi basedIn china | standing:implied |  | evidence:quote | Chinese companies dominate the EV market in terms of scale and affordability. BYD, Geely, and Xiaomi have used overcapacity and aggressive pricing to offer vehicles | doc:chinese-ev-makers-us
xiaomi memberOf chinese-ev-makers | standing:implied |  | evidence:quote | Chinese companies dominate the EV market in terms of scale and affordability. BYD, Geely, and Xiaomi have used overcapacity and aggressive pricing to offer vehicles | doc:chinese-ev-makers-us
xiaomi memberOf chinese-automakers | standing:implied |  | evidence:quote | These developments have encouraged automakers to explore US operations.\\nGeely and Xiaomi Explore US Entry | doc:chinese-ev-makers-us
xiaomi produces evs | standing:implied |  | evidence:quote | Chinese companies dominate the EV market in terms of scale and affordability. BYD, Geely, and Xiaomi have used overcapacity and aggressive pricing to offer vehicles | doc:chinese-ev-makers-us
automakers entersMarket united-states | standing:possible | stage:under-discussion | evidence:quote | encouraged automakers to explore US operations | doc:chinese-ev-makers-us
consumer-preferences hinders chinese-evs place=united-states | standing:opinion |  | evidence:quote | Entering the US market will not be easy. US consumers have different preferences than Chinese buyers | doc:chinese-ev-makers-us
us-ev-tariffs appliesIn united-states | standing:implied |  | evidence:quote | Despite the US being the world’s largest market for imported vehicles, high tariffs of up to 100% have largely prevented Chinese EVs from entering | doc:chinese-ev-makers-us
us-ev-tariffs appliesTo chinese-evs | standing:implied |  | evidence:quote | Despite the US being the world’s largest market for imported vehicles, high tariffs of up to 100% have largely prevented Chinese EVs from entering | doc:chinese-ev-makers-us
us-ev-tariffs imposedBy united-states | standing:implied |  | evidence:quote | Despite the US being the world’s largest market for imported vehicles, high tariffs of up to 100% have largely prevented Chinese EVs from entering | doc:chinese-ev-makers-us
lfp-batteries kindOf batteries | standing:implied |  | evidence:quote | lithium iron phosphate batteries | doc:chinese-ev-makers-us
low-ev-adoption hinders chinese-evs place=united-states | standing:opinion |  | evidence:quote | Entering the US market will not be easy. US consumers have different preferences than Chinese buyers. EV adoption remains below 8% | doc:chinese-ev-makers-us
canada-preferential-tariffs appliesIn canada | standing:announced | stage:agreed | evidence:quote | Canada reached an agreement allowing 50,000 Chinese EVs to enter annually at preferential tariffs | doc:chinese-ev-makers-us
regulatory-hurdles hinders geely-south-carolina-factory | standing:implied |  | evidence:quote | may open a US factory in South Carolina. However, regulatory hurdles remain due to restrictions on connected vehicles | doc:chinese-ev-makers-us
connected-vehicle-restrictions appliesIn united-states | standing:implied |  | evidence:quote | may open a US factory in South Carolina. However, regulatory hurdles remain due to restrictions on connected vehicles | doc:chinese-ev-makers-us
connected-vehicle-restrictions hinders geely-south-carolina-factory | standing:implied |  | evidence:quote | may open a US factory in South Carolina. However, regulatory hurdles remain due to restrictions on connected vehicles | doc:chinese-ev-makers-us
wariness-of-lawmakers hinders chinese-evs place=united-states | standing:opinion |  | evidence:quote | Additionally, some lawmakers remain wary of Chinese influence | doc:chinese-ev-makers-us
""",
    ),
    Case(
        "makers-of",
        """
nodeLabel | relation | madeLabel | placeLabel | standing | stage | claim
CATL | rel:produces | batteries |  | standing:stated |  | catl produces batteries
Ford-CATL partnership | rel:produces | lithium iron phosphate batteries |  | standing:announced | stage:agreed | ford-catl-partnership produces lfp-batteries
Ford-CATL partnership | rel:producesIn | lithium iron phosphate batteries | Michigan | standing:announced | stage:agreed | ford-catl-partnership producesIn michigan product=lfp-batteries
""",
        given={"product": "batteries"},
    ),
    Case(
        "makers-of",
        """
nodeLabel | relation | madeLabel | placeLabel | standing | stage | claim
BYD | rel:produces | electric vehicles |  | standing:implied |  | byd produces evs
Chinese EV makers | rel:produces | electric vehicles |  | standing:stated |  | chinese-ev-makers produces evs
Geely | rel:produces | electric vehicles |  | standing:implied |  | geely produces evs
Xiaomi | rel:produces | electric vehicles |  | standing:implied |  | xiaomi produces evs
""",
        given={"product": "evs"},
    ),
    Case(
        "market-entries",
        """
nodeLabel | relation | marketLabel | means | validFrom | validTo | standing | stage | claim
Chinese EV makers | rel:entersMarket | United States | partnerships and joint ventures |  |  | standing:possible |  | chinese-ev-makers entersMarket united-states means="partnerships and joint ventures"
Geely | rel:entersMarket | United States |  |  |  | standing:possible | stage:under-discussion | geely entersMarket united-states
Xiaomi | rel:entersMarket | United States |  |  |  | standing:possible | stage:under-discussion | xiaomi entersMarket united-states
Xiaomi | rel:entersSegment | electric vehicles |  | 2024 | 2024 | standing:stated |  | xiaomi entersSegment evs
automakers | rel:entersMarket | United States |  |  |  | standing:possible | stage:under-discussion | automakers entersMarket united-states
""",
    ),
    Case(
        "market-entries",
        """
nodeLabel | relation | marketLabel | means | validFrom | validTo | standing | stage | claim
Ondrava Wind | rel:entersMarket | Tesra |  |  |  | standing:retracted |  | ondrava entersMarket tesra
""",
        source="invented",
    ),
    Case(
        "most-mentioned",
        """
nodeLabel | claims
United States | 20
Chinese EVs | 12
Xiaomi | 11
China | 9
Geely | 9
electric vehicles | 9
Chinese EV makers | 8
BYD, Geely and Xiaomi | 7
Ford-CATL partnership | 7
Canada | 6
Canadian agreement on Chinese EVs | 6
high tariffs on Chinese EVs | 5
""",
    ),
    Case(
        "most-mentioned",
        """
nodeLabel | claims
United States | 20
Chinese EVs | 12
Xiaomi | 11
""",
        given={"minimum": "11"},
    ),
    Case(
        "of-kind",
        """
nodeLabel | state
Apple | exists
BYD | exists
CATL | exists
Ford | exists
Geely | exists
Xiaomi | exists
""",
        given={"kind": "company"},
    ),
    Case(
        "of-kind",
        """
nodeLabel | state
Xiaomi-Ford joint venture (prospect) | prospect
""",
        given={"kind": "JointVenture"},
    ),
    Case(
        "openings",
        """
claim | standing | stage
canada-ev-agreement admits chinese-evs place=canada | standing:announced | stage:agreed
canada-ev-agreement grants canada-ev-quota | standing:announced | stage:agreed
canada-ev-agreement grants canada-preferential-tariffs | standing:announced | stage:agreed
chinese-automakers allowedInto united-states | standing:possible |
policy-shifts opensMarket north-america | standing:opinion |
recent-developments helps automakers respect="exploring US operations" | standing:stated |
""",
    ),
    Case(
        "opinions",
        """
claim | standing | stage | speakerLabel | certainty | reading | evidence | words | document
canada-ev-agreement shows north-american-openings | standing:opinion |  | publisher unknown | certainty:unspecified | reading:explicit | evidence:quote | For example, Canada reached an agreement | doc:chinese-ev-makers-us
chinese-ev-makers leads evs respect="affordability" | standing:opinion |  | publisher unknown | certainty:unspecified | reading:explicit | evidence:quote | Chinese companies dominate the EV market in terms of scale and affordability | doc:chinese-ev-makers-us
chinese-ev-makers leads evs respect="scale" | standing:opinion |  | publisher unknown | certainty:unspecified | reading:explicit | evidence:quote | Chinese companies dominate the EV market in terms of scale and affordability | doc:chinese-ev-makers-us
chinese-evs leads world | standing:opinion |  | publisher unknown | certainty:unspecified | reading:explicit | evidence:quote | Chinese EVs Lead Globally | doc:chinese-ev-makers-us
donald-trump shows policy-changes | standing:opinion |  | publisher unknown | certainty:possible | reading:explicit | evidence:quote | indicated that Chinese automakers could be allowed into the US, signaling possible changes in policy | doc:chinese-ev-makers-us
donald-trump shows north-american-openings | standing:opinion |  | publisher unknown | certainty:unspecified | reading:implied | evidence:quote | Former President Donald Trump also indicated | doc:chinese-ev-makers-us
ford integrates chinese-technology | standing:opinion |  | publisher unknown | certainty:unspecified | reading:explicit | evidence:quote | Ford Integrates Chinese Technology | doc:chinese-ev-makers-us
ford-catl-partnership shows us-china-collaboration | standing:opinion |  | publisher unknown | certainty:unspecified | reading:implied | evidence:quote | The partnership recently expanded to include energy storage solutions, showing the potential benefits of US-China collaboration | doc:chinese-ev-makers-us
ford-catl-partnership shows us-china-benefits | standing:opinion |  | publisher unknown | certainty:unspecified | reading:explicit | evidence:quote | showing the potential benefits of US-China collaboration | doc:chinese-ev-makers-us
us-foothold boosts competition | standing:opinion |  | publisher unknown | certainty:possible | reading:explicit | evidence:quote | Allowing Chinese automakers a US foothold could boost competition and innovation | doc:chinese-ev-makers-us
us-foothold boosts innovation | standing:opinion |  | publisher unknown | certainty:possible | reading:explicit | evidence:quote | Allowing Chinese automakers a US foothold could boost competition and innovation | doc:chinese-ev-makers-us
us-foothold raises national-security-concerns respect="connected vehicle software" | standing:opinion |  | publisher unknown | certainty:unspecified | reading:explicit | evidence:quote | it also raises national security concerns regarding technology and connected vehicle software | doc:chinese-ev-makers-us
us-foothold raises national-security-concerns respect="technology" | standing:opinion |  | publisher unknown | certainty:unspecified | reading:explicit | evidence:quote | it also raises national security concerns regarding technology and connected vehicle software | doc:chinese-ev-makers-us
xiaomi shows successful-ev-pivot | standing:opinion |  | publisher unknown | certainty:unspecified | reading:explicit | evidence:quote | successfully pivoted into EVs | doc:chinese-ev-makers-us
us-market-challenges hinders chinese-evs place=united-states | standing:opinion |  | publisher unknown | certainty:unspecified | reading:explicit | evidence:quote | Challenges for Chinese EVs in the US | doc:chinese-ev-makers-us
us-market-challenges hinders chinese-evs place=united-states | standing:opinion |  | publisher unknown | certainty:unspecified | reading:explicit | evidence:quote | Entering the US market will not be easy | doc:chinese-ev-makers-us
consumer-preferences hinders chinese-evs place=united-states | standing:opinion |  | publisher unknown | certainty:unspecified | reading:implied | evidence:quote | Entering the US market will not be easy. US consumers have different preferences than Chinese buyers | doc:chinese-ev-makers-us
low-ev-adoption hinders chinese-evs place=united-states | standing:opinion |  | publisher unknown | certainty:unspecified | reading:implied | evidence:quote | Entering the US market will not be easy. US consumers have different preferences than Chinese buyers. EV adoption remains below 8% | doc:chinese-ev-makers-us
policy-shifts opensMarket north-america | standing:opinion |  | publisher unknown | certainty:unspecified | reading:explicit | evidence:quote | Policy Shifts Open North America | doc:chinese-ev-makers-us
recent-developments shows north-american-openings | standing:opinion |  | publisher unknown | certainty:possible | reading:explicit | evidence:quote | Recent developments suggest potential openings in North America | doc:chinese-ev-makers-us
success-in-the-us dependsOn corporate-cooperation | standing:opinion |  | publisher unknown | certainty:unspecified | reading:explicit | evidence:quote | Success will depend on regulatory adjustments, corporate cooperation, and political will | doc:chinese-ev-makers-us
success-in-the-us dependsOn political-will | standing:opinion |  | publisher unknown | certainty:unspecified | reading:explicit | evidence:quote | Success will depend on regulatory adjustments, corporate cooperation, and political will | doc:chinese-ev-makers-us
success-in-the-us dependsOn regulatory-adjustments | standing:opinion |  | publisher unknown | certainty:unspecified | reading:explicit | evidence:quote | Success will depend on regulatory adjustments, corporate cooperation, and political will | doc:chinese-ev-makers-us
wariness-of-lawmakers hinders chinese-evs place=united-states | standing:opinion |  | publisher unknown | certainty:unspecified | reading:implied | evidence:quote | Additionally, some lawmakers remain wary of Chinese influence | doc:chinese-ev-makers-us
""",
    ),
    Case(
        "opinions",
        """
claim | standing | stage | speakerLabel | certainty | reading | evidence | words | document
cable-tariff helps skarnholm | standing:opinion |  | Darro Venn | certainty:unspecified | reading:explicit | evidence:quote | thinks that the tariff helps Skarnholm | doc:kestrel-ledger
""",
        source="invented",
    ),
    Case(
        "outlook",
        """
claim | standing | stage
canada-ev-agreement admits chinese-evs place=canada | standing:announced | stage:agreed
canada-ev-agreement appliesIn canada | standing:announced | stage:agreed
canada-ev-agreement grants canada-ev-quota | standing:announced | stage:agreed
canada-ev-agreement grants canada-preferential-tariffs | standing:announced | stage:agreed
canada-ev-quota appliesIn canada | standing:announced | stage:agreed
canada-ev-quota appliesTo chinese-evs | standing:announced | stage:agreed
canada-ev-quota quota exact 50000 vehicles per year | standing:announced | stage:agreed
ford-catl-partnership produces lfp-batteries | standing:announced | stage:agreed
ford-catl-partnership producesIn michigan product=lfp-batteries | standing:announced | stage:agreed
canada-preferential-tariffs appliesIn canada | standing:announced | stage:agreed
canada-preferential-tariffs appliesTo chinese-evs | standing:announced | stage:agreed
chinese-ev-makers entersMarket united-states means="partnerships and joint ventures" | standing:possible |
chinese-automakers allowedInto united-states | standing:possible |
geely entersMarket united-states | standing:possible | stage:under-discussion
geely hasSiteIn south-carolina | standing:possible |
geely opens geely-south-carolina-factory | standing:possible |
geely-south-carolina-factory locatedIn south-carolina | standing:possible |
xiaomi entersMarket united-states | standing:possible | stage:under-discussion
automakers entersMarket united-states | standing:possible | stage:under-discussion
""",
    ),
    Case(
        "outlook",
        """
claim | standing | stage
skarnholm hasSiteIn northlay-town | standing:announced | stage:under-construction
skarnholm opens northlay-laboratory | standing:announced | stage:under-construction
northlay-laboratory locatedIn northlay-town | standing:announced | stage:under-construction
northlay partnerIn northlay-tsukimori-venture | standing:reported | stage:under-discussion
northlay partnersWith tsukimori | standing:reported | stage:under-discussion
tsukimori partnerIn northlay-tsukimori-venture | standing:reported | stage:under-discussion
""",
        source="invented",
    ),
    Case(
        "owners",
        """
ownerLabel | ownedLabel | share | standing | stage | claim
Geely | Polestar |  | standing:stated |  | geely owns polestar
Geely | Volvo |  | standing:stated |  | geely owns volvo
""",
    ),
    Case(
        "owners",
        """
ownerLabel | ownedLabel | share | standing | stage | claim
Northlay | Seagrip |  | standing:superseded |  | northlay owns seagrip
Ondrava Wind | Maristel | a fifth | standing:disputed |  | ondrava owns maristel share="a fifth"
Tsukimori | Seagrip |  | standing:stated |  | tsukimori owns seagrip
""",
        source="invented",
    ),
    Case(
        "dealmakers",
        """
nodeLabel | ventureLabel | standing | stage | claim
CATL | Ford-CATL partnership | standing:stated |  | catl partnerIn ford-catl-partnership
Ford | Ford-CATL partnership | standing:stated |  | ford partnerIn ford-catl-partnership
Ford | Xiaomi-Ford joint venture (prospect) | standing:disputed | stage:under-discussion | ford partnerIn xiaomi-ford-venture
Xiaomi | Xiaomi-Ford joint venture (prospect) | standing:disputed | stage:under-discussion | xiaomi partnerIn xiaomi-ford-venture
""",
    ),
    Case(
        "partners-of",
        """
nodeLabel | ventureLabel | standing | partnerStanding | stage | claim | partnerClaim
CATL | Ford-CATL partnership | standing:stated | standing:stated |  | ford partnerIn ford-catl-partnership | catl partnerIn ford-catl-partnership
Xiaomi | Xiaomi-Ford joint venture (prospect) | standing:disputed | standing:disputed | stage:under-discussion | ford partnerIn xiaomi-ford-venture | xiaomi partnerIn xiaomi-ford-venture
""",
        given={"actor": "ford"},
    ),
    Case(
        "partners-of",
        """
nodeLabel | ventureLabel | standing | partnerStanding | stage | claim | partnerClaim
Ondrava Wind | Skarnholm-Ondrava supply deal | standing:corroborated | standing:corroborated |  | skarnholm partnerIn skarnholm-ondrava-deal | ondrava partnerIn skarnholm-ondrava-deal
Tsukimori | Tsukimori-Skarnholm licence | standing:stated | standing:stated |  | skarnholm partnerIn dynamic-cable-licence | tsukimori partnerIn dynamic-cable-licence
""",
        given={"actor": "skarnholm"},
        source="invented",
    ),
    Case(
        "policies-in",
        """
policyLabel | whereLabel | standing | stage | claim
high tariffs on Chinese EVs | United States | standing:implied |  | us-ev-tariffs appliesIn united-states
restrictions on connected vehicles | United States | standing:implied |  | connected-vehicle-restrictions appliesIn united-states
""",
        given={"place": "michigan"},
    ),
    Case(
        "policies-in",
        """
policyLabel | whereLabel | standing | stage | claim
Canadian agreement on Chinese EVs | Canada | standing:announced | stage:agreed | canada-ev-agreement appliesIn canada
Canadian quota for Chinese EVs | Canada | standing:announced | stage:agreed | canada-ev-quota appliesIn canada
high tariffs on Chinese EVs | United States | standing:implied |  | us-ev-tariffs appliesIn united-states
preferential tariffs for Chinese EVs in Canada | Canada | standing:announced | stage:agreed | canada-preferential-tariffs appliesIn canada
restrictions on connected vehicles | United States | standing:implied |  | connected-vehicle-restrictions appliesIn united-states
""",
        given={"place": "north-america"},
    ),
    Case(
        "policies-on",
        """
policyLabel | relation | coveredLabel | extent | placeLabel | standing | stage | claim
Canadian agreement on Chinese EVs | rel:admits | Chinese EVs | whole | Canada | standing:announced | stage:agreed | canada-ev-agreement admits chinese-evs place=canada
Canadian quota for Chinese EVs | rel:appliesTo | Chinese EVs | whole |  | standing:announced | stage:agreed | canada-ev-quota appliesTo chinese-evs
high tariffs on Chinese EVs | rel:appliesTo | Chinese EVs | whole |  | standing:implied |  | us-ev-tariffs appliesTo chinese-evs
high tariffs on Chinese EVs | rel:hinders | Chinese EVs | whole | United States | standing:stated |  | us-ev-tariffs hinders chinese-evs place=united-states respect="entering the market"
preferential tariffs for Chinese EVs in Canada | rel:appliesTo | Chinese EVs | whole |  | standing:announced | stage:agreed | canada-preferential-tariffs appliesTo chinese-evs
""",
        given={"product": "chinese-evs"},
    ),
    Case(
        "policies-on",
        """
policyLabel | relation | coveredLabel | extent | placeLabel | standing | stage | claim
Canadian agreement on Chinese EVs | rel:admits | Chinese EVs | part | Canada | standing:announced | stage:agreed | canada-ev-agreement admits chinese-evs place=canada
Canadian quota for Chinese EVs | rel:appliesTo | Chinese EVs | part |  | standing:announced | stage:agreed | canada-ev-quota appliesTo chinese-evs
high tariffs on Chinese EVs | rel:appliesTo | Chinese EVs | part |  | standing:implied |  | us-ev-tariffs appliesTo chinese-evs
high tariffs on Chinese EVs | rel:hinders | Chinese EVs | part | United States | standing:stated |  | us-ev-tariffs hinders chinese-evs place=united-states respect="entering the market"
preferential tariffs for Chinese EVs in Canada | rel:appliesTo | Chinese EVs | part |  | standing:announced | stage:agreed | canada-preferential-tariffs appliesTo chinese-evs
""",
        given={"product": "evs"},
    ),
    Case(
        "production-sites",
        """
whoLabel | relation | productLabel | placeLabel | countryLabel | standing | stage | claim
Ford-CATL partnership | rel:producesIn | lithium iron phosphate batteries | Michigan | United States | standing:announced | stage:agreed | ford-catl-partnership producesIn michigan product=lfp-batteries
Geely | rel:hasSiteIn |  | South Carolina | United States | standing:possible |  | geely hasSiteIn south-carolina
Geely factory in South Carolina (prospect) | rel:locatedIn |  | South Carolina | United States | standing:possible |  | geely-south-carolina-factory locatedIn south-carolina
""",
    ),
    Case(
        "production-sites",
        """
whoLabel | relation | productLabel | placeLabel | countryLabel | standing | stage | claim
Port Hallen works | rel:locatedIn |  | Port Hallen | Veldria | standing:stated | stage:operating | port-hallen-works locatedIn port-hallen
Skarnholm | rel:hasSiteIn |  | Northlay | Veldria | standing:announced | stage:under-construction | skarnholm hasSiteIn northlay-town
Skarnholm | rel:hasSiteIn |  | Port Hallen | Veldria | standing:stated |  | skarnholm hasSiteIn port-hallen
Skarnholm test laboratory (prospect) | rel:locatedIn |  | Northlay | Veldria | standing:announced | stage:under-construction | northlay-laboratory locatedIn northlay-town
""",
        source="invented",
    ),
    Case(
        "prospects",
        """
claim | prospectLabel | wouldBe | standing | stage
geely opens geely-south-carolina-factory | Geely factory in South Carolina (prospect) | ir:Facility | standing:possible |
geely-south-carolina-factory locatedIn south-carolina | Geely factory in South Carolina (prospect) | ir:Facility | standing:possible |
regulatory-hurdles hinders geely-south-carolina-factory | Geely factory in South Carolina (prospect) | ir:Facility | standing:implied |
connected-vehicle-restrictions hinders geely-south-carolina-factory | Geely factory in South Carolina (prospect) | ir:Facility | standing:implied |
ford partnerIn xiaomi-ford-venture | Xiaomi-Ford joint venture (prospect) | ir:JointVenture | standing:disputed | stage:under-discussion
xiaomi partnerIn xiaomi-ford-venture | Xiaomi-Ford joint venture (prospect) | ir:JointVenture | standing:disputed | stage:under-discussion
xiaomi talksWith ford respect=xiaomi-ford-venture | Xiaomi-Ford joint venture (prospect) | ir:JointVenture | standing:disputed |
""",
    ),
    Case(
        "said-by",
        """
claim | standing | stage | stance | certainty | said | evidence | words | document
chinese-automakers allowedInto united-states | standing:possible |  | stance:asserts | certainty:possible |  | evidence:quote | Former President Donald Trump also indicated that Chinese automakers could be allowed into the US | doc:chinese-ev-makers-us
""",
        given={"speaker": "donald-trump"},
    ),
    Case(
        "said-by",
        """
claim | standing | stage | stance | certainty | said | evidence | words | document
ford partnerIn xiaomi-ford-venture | standing:disputed | stage:under-discussion | stance:denies | certainty:unspecified |  | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us
xiaomi partnerIn xiaomi-ford-venture | standing:disputed | stage:under-discussion | stance:denies | certainty:unspecified |  | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us
xiaomi talksWith ford respect=xiaomi-ford-venture | standing:disputed |  | stance:denies | certainty:unspecified |  | evidence:quote | Both companies, however, have denied the reports | doc:chinese-ev-makers-us
""",
        given={"speaker": "xiaomi"},
    ),
    Case(
        "said-by",
        """
claim | standing | stage | stance | certainty | said | evidence | words | document
ondrava entersMarket tesra | standing:retracted |  | stance:asserts | certainty:unspecified |  | evidence:quote | It will also enter the market of Tesra, Ondrava Wind said | doc:kestrel-ledger
ondrava entersMarket tesra | standing:retracted |  | stance:retracts | certainty:unspecified |  | evidence:quote | Ondrava Wind took back what it had said about Tesra | doc:harbour-grid
""",
        given={"speaker": "ondrava"},
        source="invented",
    ),
    Case(
        "said-by",
        """
claim | standing | stage | stance | certainty | said | evidence | words | document
port-hallen-works locatedIn port-hallen | standing:stated | stage:operating | stance:asserts | certainty:unspecified | 2031-02-03 | evidence:quote | will run a new works in Port Hallen | doc:kestrel-ledger
skarnholm operates port-hallen-works | standing:stated | stage:operating | stance:asserts | certainty:unspecified | 2031-02-03 | evidence:quote | will run a new works in Port Hallen | doc:kestrel-ledger
skarnholm sellsIn tesra product=submarine-cables | standing:stated |  | stance:asserts | certainty:unspecified |  | evidence:quote | Skarnholm says that it sells submarine cables in Tesra today | doc:kestrel-ledger
skarnholm sellsIn tesra product=submarine-cables | standing:stated |  | stance:asserts | certainty:unspecified |  | evidence:quote | Skarnholm told this paper, too, that it sells submarine cables in Tesra | doc:harbour-grid
""",
        given={"speaker": "skarnholm"},
        source="invented",
    ),
    Case(
        "several-sources",
        """
claim | count | standing | stage
""",
    ),
    Case(
        "several-sources",
        """
claim | count | standing | stage
maristel basedIn karrow | 2 | standing:stated |
maristel suppliesTo skarnholm product=insulation-compound | 2 | standing:stated |
ondrava partnerIn skarnholm-ondrava-deal | 2 | standing:corroborated |
port-hallen-works locatedIn port-hallen | 2 | standing:stated | stage:operating
skarnholm operates port-hallen-works | 2 | standing:stated | stage:operating
skarnholm partnerIn skarnholm-ondrava-deal | 2 | standing:corroborated |
skarnholm produces submarine-cables | 2 | standing:corroborated |
skarnholm sellsIn tesra product=submarine-cables | 2 | standing:stated |
cable-tariff appliesTo tesran-cables | 2 | standing:corroborated |
""",
        source="invented",
    ),
    Case(
        "sites-in",
        """
nodeLabel | relation | productLabel | whereLabel | standing | stage | claim
Ford-CATL partnership | rel:producesIn | lithium iron phosphate batteries | Michigan | standing:announced | stage:agreed | ford-catl-partnership producesIn michigan product=lfp-batteries
Geely | rel:hasSiteIn |  | South Carolina | standing:possible |  | geely hasSiteIn south-carolina
Geely factory in South Carolina (prospect) | rel:locatedIn |  | South Carolina | standing:possible |  | geely-south-carolina-factory locatedIn south-carolina
""",
        given={"place": "united-states"},
    ),
    Case(
        "sites-in",
        """
nodeLabel | relation | productLabel | whereLabel | standing | stage | claim
Ford-CATL partnership | rel:producesIn | lithium iron phosphate batteries | Michigan | standing:announced | stage:agreed | ford-catl-partnership producesIn michigan product=lfp-batteries
""",
        given={"place": "michigan"},
    ),
    Case(
        "sites-in",
        """
nodeLabel | relation | productLabel | whereLabel | standing | stage | claim
""",
        given={"place": "china"},
    ),
    Case(
        "ventures",
        """
ventureLabel | relation | otherLabel | productLabel | standing | stage | claim
Ford-CATL partnership | rel:covers | energy storage solutions |  | standing:stated |  | ford-catl-partnership covers energy-storage
Ford-CATL partnership | rel:partnerIn | CATL |  | standing:stated |  | catl partnerIn ford-catl-partnership
Ford-CATL partnership | rel:partnerIn | Ford |  | standing:stated |  | ford partnerIn ford-catl-partnership
Ford-CATL partnership | rel:produces | lithium iron phosphate batteries |  | standing:announced | stage:agreed | ford-catl-partnership produces lfp-batteries
Ford-CATL partnership | rel:producesIn | Michigan | lithium iron phosphate batteries | standing:announced | stage:agreed | ford-catl-partnership producesIn michigan product=lfp-batteries
Xiaomi-Ford joint venture (prospect) | rel:partnerIn | Ford |  | standing:disputed | stage:under-discussion | ford partnerIn xiaomi-ford-venture
Xiaomi-Ford joint venture (prospect) | rel:partnerIn | Xiaomi |  | standing:disputed | stage:under-discussion | xiaomi partnerIn xiaomi-ford-venture
""",
    ),
    Case(
        "words-with",
        """
claim | evidence | words | document | standing | stage | stance
xiaomi talksWith ford respect=xiaomi-ford-venture | evidence:quote | Xiaomi reportedly held talks with Ford about a possible joint venture | doc:chinese-ev-makers-us | standing:disputed |  | stance:reports
chinese-ev-makers entersMarket united-states means="partnerships and joint ventures" | evidence:quote | may soon establish a presence through partnerships and joint ventures | doc:chinese-ev-makers-us | standing:possible |  | stance:asserts
ford partnerIn xiaomi-ford-venture | evidence:quote | talks with Ford about a possible joint venture | doc:chinese-ev-makers-us | standing:disputed | stage:under-discussion | stance:reports
xiaomi partnerIn xiaomi-ford-venture | evidence:quote | talks with Ford about a possible joint venture | doc:chinese-ev-makers-us | standing:disputed | stage:under-discussion | stance:reports
""",
        given={"text": "JOINT venture"},
    ),
]


@pytest.fixture
def graph_of(request: pytest.FixtureRequest) -> Callable[[Case], Session]:
    return lambda case: request.getfixturevalue(case.source)


@pytest.fixture(scope="module")
def datasets(seed: Session, invented: Session) -> dict[str, rdflib.Dataset]:
    return {"seed": seed.store.dataset(), "invented": invented.store.dataset()}


def bound(opened: Session, name: str, given: dict[str, str]) -> str:
    """Return the text of a stored query with its parameters; entities are given by id."""
    query = queries.describe(name)
    return bind(queries.text(name), queries.values(query, given, str, opened.ontology))


def answer(opened: Session, name: str, given: dict[str, str]) -> Rows:
    return opened.store.select(bound(opened, name, given), timeout=TIME_LIMIT)


def shown(opened: Session, term: Term | None) -> str:
    """Return a term as the tables write it: a claim as its content, other IRIs with a prefix."""
    if term is None:
        return ""
    if isinstance(term, Literal):
        return term.value.replace("\n", "\\n")
    assert isinstance(term, NamedNode)
    if not term.value.startswith(CLAIM):
        return compact(term.value, PREFIXES)
    [record] = opened.store.records([local(term.value)])
    content = record.claim
    qualifiers = [f"{name}={word(value)}" for name, value in content.qualifiers]
    return " ".join([content.subject, content.relation, word(content.object), *qualifiers])


def word(value: Object) -> str:
    if isinstance(value, Quantity):
        number = f"{value.value} and {value.upper}" if value.upper else value.value
        return f"{value.bound} {number} {value.unit}"
    return f'"{value.text}"' if isinstance(value, Text) else value


def table(opened: Session, rows: Rows, columns: list[str]) -> list[list[str]]:
    places = [rows.variables.index(column) for column in columns]
    return [[shown(opened, row[place]) for place in places] for row in rows.rows]


def cells(case: Case) -> list[list[str]]:
    """Return the lines of a case's table, its columns first; empty cells at the end may lack."""
    lines = [[cell.strip() for cell in line.split("|")] for line in case.table.strip().split("\n")]
    return [line + [""] * (len(lines[0]) - len(line)) for line in lines]


def parts(term: object) -> tuple[str, ...] | None:
    """Return what a term of either library is made of."""
    if term is None:
        return None
    if isinstance(term, rdflib.URIRef | NamedNode):
        return (str(getattr(term, "value", term)),)
    if isinstance(term, rdflib.Literal):
        datatype = str(term.datatype or XSD + "string")
        return str(term), term.language or "", "" if term.language else datatype
    assert isinstance(term, Literal)
    return term.value, term.language or "", "" if term.language else term.datatype.value


# rdflib 7.6 warns of its own use of `Dataset.default_context`.
with_rdflib = pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")
# A query once a graph: rdflib takes seconds.
BOTH_ENGINES = list({(case.name, case.source): case for case in reversed(CASES)}.values())
by_case = pytest.mark.parametrize("case", CASES, ids=str)
by_name = pytest.mark.parametrize("name", queries.names())


# ---------------------------------------------------------------- answers


@by_case
def test_a_stored_query_answers_what_the_text_says(
    case: Case, graph_of: Callable[[Case], Session]
) -> None:
    columns, *expected = cells(case)
    opened = graph_of(case)

    actual = table(opened, answer(opened, case.name, case.given), columns)

    assert expected == actual


@with_rdflib
@pytest.mark.parametrize("case", BOTH_ENGINES, ids=str)
def test_rdflib_gives_the_same_rows_in_the_same_order(
    case: Case, graph_of: Callable[[Case], Session], datasets: dict[str, rdflib.Dataset]
) -> None:
    opened = graph_of(case)

    found = datasets[case.source].query(bound(opened, case.name, case.given))

    expected = [[parts(term) for term in row] for row in answer(opened, case.name, case.given).rows]
    actual = [[parts(term) for term in row] for row in found]
    assert expected == actual


@by_case
def test_no_two_rows_are_alike(case: Case, graph_of: Callable[[Case], Session]) -> None:
    rows = answer(graph_of(case), case.name, case.given).rows

    assert len(rows) == len({tuple(map(str, row)) for row in rows})


@by_case
def test_a_label_is_the_name_of_the_iri_beside_it(
    case: Case, graph_of: Callable[[Case], Session]
) -> None:
    opened = graph_of(case)
    rows = answer(opened, case.name, case.given)
    labelled = [name for name in rows.variables if f"{name}Label" in rows.variables]

    for name in labelled:
        for [iri, label] in table(opened, rows, [name, f"{name}Label"]):
            if iri.startswith("kg:"):
                node = KG + iri.removeprefix("kg:")
                assert opened.store.labels([node])[node] == label
            elif name == "object":
                assert iri.startswith("quantity:")
            else:
                assert (name, iri) in {("speaker", ""), (name, "")}


@pytest.mark.parametrize(
    "case", [c for c in CASES if "?qualifiers" in queries.text(c.name)], ids=str
)
def test_the_columns_of_a_claim_agree_with_it(
    case: Case, graph_of: Callable[[Case], Session]
) -> None:
    opened = graph_of(case)
    rows = answer(opened, case.name, case.given)
    expected, actual = worded(opened, rows)

    assert expected == actual


@pytest.mark.parametrize("source", ["seed", "invented", "register"])
def test_every_claim_of_a_graph_is_worded_in_full(
    source: str, request: pytest.FixtureRequest
) -> None:
    opened = request.getfixturevalue(source)
    found = []

    for relation in opened.ontology.relations:
        rows = answer(opened, "claims-of", {"relation": relation})
        expected, actual = worded(opened, rows)
        assert expected == actual
        found += [local(str(row[-1].value)) for row in rows.rows]

    assert opened.store.claim_ids() == sorted(found)


Columns = list[dict[str, str]]


def worded(opened: Session, rows: Rows) -> tuple[Columns, Columns]:
    """Return what the rows should say of their claims, from the records, and what they say."""
    columns = [name for name in rows.variables if name in WORDED]
    expected = [in_columns(opened, row[rows.variables.index("claim")]) for row in rows.rows]
    actual = [dict(zip(columns, row, strict=True)) for row in table(opened, rows, columns)]
    return [{name: each[name] for name in columns} for each in expected], actual


def in_columns(opened: Session, claim: Term | None) -> dict[str, str]:
    """Return a claim as the queries should word it, from the record of the claim."""
    assert isinstance(claim, NamedNode)
    [record] = opened.store.records([local(claim.value)])
    content = record.claim
    order = ("product", "place", "means", "respect", "share", "office", "period")
    told = sorted(content.qualifiers, key=lambda each: order.index(each[0]))
    return {
        "subject": f"kg:{content.subject}",
        "subjectLabel": named(opened, content.subject),
        "relation": f"rel:{content.relation}",
        "objectLabel": named(opened, content.object),
        "qualifiers": "; ".join(f"{name}: {named(opened, value)}" for name, value in told),
        "standing": f"standing:{record.standing}",
        "stage": f"stage:{record.stage}" if record.stage else "",
    }


def named(opened: Session, value: Object) -> str:
    if isinstance(value, str):
        return opened.store.labels([KG + value])[KG + value]
    return word(value).strip('"')


@by_case
def test_a_table_leaves_out_nothing_but_what_its_row_tells_already(
    case: Case, graph_of: Callable[[Case], Session]
) -> None:
    variables = set(answer(graph_of(case), case.name, case.given).variables)
    listed = set(cells(case)[0])
    told = {name for name in variables if f"{name}Label" in listed}
    told |= CLAIM_COLUMNS if "claim" in listed and "qualifiers" in variables else set()

    assert variables - listed - told <= {"speaker"}
    assert listed <= variables


@by_name
def test_every_stored_query_has_an_expected_answer_on_the_seed_article(name: str) -> None:
    assert name in {case.name for case in CASES if case.source == "seed"}


# ---------------------------------------------------------------- what the article cannot show

CHAIN = """
inroads: "1"
document: {id: register, title: A register}
entities:
  holding: {kind: Company, label: Holding}
  daughter: {kind: Company, label: Daughter}
  rumoured: {kind: Company, label: Rumoured}
  near: {kind: Brand, label: Near}
  far: {kind: Brand, label: Far}
  hearsay: {kind: Brand, label: Hearsay}
  goods: {kind: Product, label: goods}
  boats: {kind: Product, label: boats}
  ferries: {kind: Product, label: ferries}
  boat-rule: {kind: Restriction, label: boat rule}
  ferry-quota: {kind: Quota, label: ferry quota}
  fog: {kind: Factor, label: fog}
  bay: {kind: Area, label: bay}
statements:
  - record: "1"
    claims:
      - holding owns near
      - holding owns daughter
      - daughter owns far
      - rumoured owns hearsay
      - boats kindOf goods
      - ferries kindOf boats
      - boat-rule appliesTo boats
      - ferry-quota appliesTo ferries
      - boat-rule boosts boats
      - boat-rule appliesIn bay
      - fog appliesIn bay
      - fog hinders boats respect="speed"
  - record: "2"
    certainty: possible
    claims:
      - holding owns rumoured
  - record: "3"
    claims:
      - ferry-quota quota between 10..20 ferries per year
  - record: "4"
    speakers: [holding, daughter]
    stance: denies
    label: denial
    claims:
      - rumoured owns hearsay
  - record: "5"
    speaker: daughter
    stance: retracts
    cancels: denial
  - record: "6"
    reading: implied
    stage: agreed
    claims:
      - daughter owns near share="half"
  - record: "7"
    reading: implied
    claims:
      - boats kindOf goods
  - record: "8"
    reading: implied
    stance: denies
    claims:
      - rumoured owns far
  - record: "9"
    reading: implied
    claims:
      - daughter produces boats
  - record: "10"
    speaker: holding
    stance: denies
    claims:
      - daughter produces boats
"""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Session:
    file = tmp_path_factory.mktemp("register") / "register.yaml"
    file.write_text(CHAIN, "utf-8")
    return session.open(str(file))


def test_brands_come_through_firms_owned_as_a_fact_not_as_a_rumour(register: Session) -> None:
    rows = answer(register, "brands-of", {"owner": "holding"})

    expected = [
        ["Far", "Daughter", "", "standing:stated", ""],
        ["Near", "Daughter", "half", "standing:announced", "stage:agreed"],
        ["Near", "Holding", "", "standing:stated", ""],
    ]
    columns = ["nodeLabel", "holderLabel", "share", "standing", "stage"]
    assert expected == table(register, rows, columns)


def test_only_what_no_source_says_outright_is_implied(register: Session) -> None:
    rows = answer(register, "implied-claims", {})

    expected = [['daughter owns near share="half"', "6"], ["daughter produces boats", "9"]]
    assert expected == table(register, rows, ["claim", "words"])


def test_a_factor_that_applies_in_a_place_is_no_rule(register: Session) -> None:
    rows = answer(register, "policies-in", {"place": "bay"})

    assert [["boat rule"]] == table(register, rows, ["policyLabel"])


def test_figures_are_nothing_that_is_spoken_of(register: Session) -> None:
    rows = answer(register, "most-mentioned", {"minimum": "1"})

    expected = sorted(each.id for each in (node.entity for node in register.table.nodes.values()))
    found = [row[0].value.removeprefix(KG) for row in rows.rows]
    assert expected == sorted(found)


def test_a_rule_on_a_wider_kind_touches_the_whole_and_on_a_narrower_a_part(
    register: Session,
) -> None:
    rows = answer(register, "policies-on", {"product": "boats"})

    expected = [["boat rule", "boats", "whole"], ["ferry quota", "ferries", "part"]]
    assert expected == table(register, rows, ["policyLabel", "coveredLabel", "extent"])
    rows = answer(register, "policies-on", {"product": "ferries"})
    expected = [["boat rule", "boats", "whole"], ["ferry quota", "ferries", "whole"]]
    assert expected == table(register, rows, ["policyLabel", "coveredLabel", "extent"])


def test_a_denial_that_is_taken_back_no_longer_shows(register: Session) -> None:
    rows = answer(register, "denials", {})

    expected = [
        ["Holding", "daughter produces boats"],
        ["Holding", "rumoured owns hearsay"],
        ["publisher unknown", "rumoured owns far"],
    ]
    assert expected == table(register, rows, ["speakerLabel", "claim"])


def test_both_sides_of_a_dispute_show_and_who_left_it_does_not(register: Session) -> None:
    rows = answer(register, "disputed-claims", {})

    expected = [
        ["daughter produces boats", "stance:asserts", "publisher unknown"],
        ["daughter produces boats", "stance:denies", "Holding"],
        ["rumoured owns hearsay", "stance:asserts", "publisher unknown"],
        ["rumoured owns hearsay", "stance:denies", "Holding"],
    ]
    assert expected == table(register, rows, ["claim", "stance", "speakerLabel"])


def test_what_is_owned_by_agreement_only_shows_its_stage(register: Session) -> None:
    rows = table(register, answer(register, "owners", {}), ["claim", "standing", "stage"])

    assert ['daughter owns near share="half"', "standing:announced", "stage:agreed"] in rows


def test_a_range_is_told_with_both_its_ends(register: Session) -> None:
    [[label]] = table(
        register, answer(register, "claims-of", {"relation": "quota"}), ["objectLabel"]
    )
    [figure] = table(register, answer(register, "figures", {}), ["bound", "value", "upper"])

    assert label == "between 10 and 20 ferries per year"
    assert figure == ["bound:between", "10", "20"]


# ---------------------------------------------------------------- the files


@by_name
def test_a_stored_query_tells_its_title_description_and_parameters(name: str) -> None:
    query = queries.describe(name)

    assert query.name == name
    assert query.title
    assert query.description.endswith(".")
    for parameter in query.parameters:
        assert parameter.type in queries.TYPES
        assert parameter.description
        assert re.search(rf"\?{parameter.name}\b", queries.text(name))


@by_name
def test_a_stored_query_declares_just_the_prefixes_it_uses(name: str) -> None:
    text = queries.text(name)
    used = {each.text.partition(":")[0] for each in guard.tokens(text) if each.kind == "name"}
    body = re.sub(r"^PREFIX .*$", "", text, flags=re.MULTILINE)
    needed = {each.text.partition(":")[0] for each in guard.tokens(body) if each.kind == "name"}

    assert needed == used
    assert all(f"PREFIX {prefix}: <{PREFIXES[prefix]}>" in text for prefix in needed)
    Store().query(text)


@by_name
def test_a_stored_query_is_ordered_and_asks_the_default_graph(name: str) -> None:
    words = {each.text.upper() for each in guard.significant(queries.text(name))}

    assert {"SELECT", "ORDER", "BY"} <= words
    assert not {"GRAPH", "SERVICE", "FROM", "NAMED", "LIMIT"} & words


@by_name
def test_queries_that_list_claims_share_the_lines_that_word_them(name: str) -> None:
    text, model = queries.text(name), queries.text("claims-of")
    start = model.index("  # The claim in words")
    shared = model[start : model.index("AS ?qualifiers)")]

    assert ("?qualifiers" in text) == (shared in text)


def test_names_are_sorted_and_those_of_the_files() -> None:
    assert sorted(path.stem for path in Path(queries.__file__).parent.glob("*.rq")) == (
        queries.names()
    )


def test_a_description_may_run_over_several_lines() -> None:
    assert queries.describe("documents").description == (
        "Each source with its number of claims; 0 where nothing cites it. "
        "Empty cells are unknown, never inferred."
    )


def test_a_header_line_of_the_wrong_form_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bad.rq").write_text("# title: Bad\n# parameter: who thing: whom\nASK {}\n")
    monkeypatch.setattr(queries, "FOLDER", tmp_path)

    with pytest.raises(ValueError, match=re.escape("bad.rq: '# parameter: NAME TYPE")):
        queries.describe("bad")


@pytest.mark.parametrize("function", [queries.text, queries.describe])
def test_an_unknown_query_is_named_with_the_nearest(function: Callable[[str], object]) -> None:
    with pytest.raises(UnknownQuery, match=r"'ownrs'\. Did you mean owners"):
        function("ownrs")


# ---------------------------------------------------------------- parameters


def described(*parameters: queries.Parameter) -> queries.Query:
    return queries.Query("asked", "Asked", "Asked.", parameters)


@pytest.mark.parametrize(
    ("type_", "given", "expected"),
    [
        ("entity", "Geely", NamedNode(KG + "the-Geely")),
        ("kind", "jointventure", NamedNode(PREFIXES["ir"] + "JointVenture")),
        ("relation", "suppliesTo", NamedNode(PREFIXES["rel"] + "suppliesTo")),
        ("standing", "Denied", NamedNode(PREFIXES["standing"] + "denied")),
        ("text", 'a "word" }', Literal('a "word" }')),
        ("number", "-0.50", Literal("-0.50", datatype=NamedNode(XSD + "decimal"))),
    ],
)
def test_a_word_becomes_a_term_of_its_type(
    type_: str, given: str, expected: NamedNode | Literal, seed: Session
) -> None:
    query = described(queries.Parameter("x", type_, None, "something"))

    actual = queries.values(query, {"x": given}, lambda name: f"the-{name}", seed.ontology)

    assert {"x": expected} == actual


def test_every_type_is_tested_above_and_used_by_a_query() -> None:
    used = {each.type for name in queries.names() for each in queries.describe(name).parameters}

    assert set(queries.TYPES) == used
    assert list(queries.TYPES) == ["entity", "kind", "relation", "standing", "text", "number"]


def test_a_parameter_that_is_not_given_takes_its_default(seed: Session) -> None:
    query = queries.describe("most-mentioned")

    actual = queries.values(query, {}, str, seed.ontology)

    assert {"minimum": Literal("5", datatype=NamedNode(XSD + "decimal"))} == actual


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("brands-of", {}, "needs owner .the company whose brands are wanted.: -p owner="),
        ("brands-of", {"owner": "x", "of": "y"}, "has no parameter 'of'; it has owner"),
        ("owners", {"owner": "x"}, "has no parameter 'owner'; it takes none"),
        ("of-kind", {"kind": "Compny"}, "no kind 'Compny'. Did you mean Company"),
        ("claims-of", {"relation": "ownz"}, "no relation 'ownz'. Did you mean owns"),
        ("claims-by-standing", {"standing": "deneid"}, "no standing 'deneid'. Did you mean denied"),
        (
            "most-mentioned",
            {"minimum": "five"},
            "minimum is a number such as 5 or 0.25, not 'five'",
        ),
        ("most-mentioned", {"minimum": "NaN"}, "not 'NaN'"),
        ("most-mentioned", {"minimum": ""}, "not ''"),
        ("most-mentioned", {"minimum": "५"}, "not '५'"),
    ],
)
def test_a_bad_parameter_is_refused_with_what_there_is(
    name: str, given: dict[str, str], message: str, seed: Session
) -> None:
    with pytest.raises(BadParameter, match=message):
        queries.values(queries.describe(name), given, str, seed.ontology)


def test_an_entity_that_nobody_knows_stays_the_error_of_the_look_up(seed: Session) -> None:
    def resolve(name: str) -> str:
        raise UnknownName(name)

    with pytest.raises(UnknownName, match="nothing in this graph is called 'Gely'"):
        queries.values(queries.describe("brands-of"), {"owner": "Gely"}, resolve, seed.ontology)


def test_a_text_parameter_is_a_value_and_never_query_text(seed: Session) -> None:
    given = {"text": '") } UNION { ?claim ?p ?words'}

    assert answer(seed, "words-with", given).rows == ()
