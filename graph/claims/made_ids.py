"""Ids for what a data set calls by names and keys of its own.

A key that is an id already stays what it is. Of everything else a readable beginning is kept and
a digest makes the rest: two keys never share an id, and no name meets, by chance, an entity that
a graph knows. Whether two of a name are one is for people to judge (``inroads duplicates``).
"""

from __future__ import annotations

import re
import unicodedata

from graph.claims.files import PUBLISHER
from graph.claims.lines import ENTITY_ID
from graph.claims.model import digest

_LONGEST = 60
_OTHER = re.compile(r"[^a-z0-9]+")


def of_key(key: str) -> str:
    """Return the id for a key of a data set.

    >>> of_key("ford-catl"), of_key("GB 0123")
    ('ford-catl', 'gb-0123-9bc7cbd1')
    """
    fits = len(key) <= _LONGEST and key != PUBLISHER and ENTITY_ID.fullmatch(key)
    return key if fits else of_name(key)


def of_name(*names: str) -> str:
    """Return an id that nothing else has, for what these names together tell apart."""
    plain = unicodedata.normalize("NFKD", names[-1].casefold())
    ascii_ = "".join(each for each in plain if not unicodedata.combining(each))
    begin = _OTHER.sub("-", ascii_)[:_LONGEST].strip("-")
    return "-".join(filter(None, (begin, digest("\n".join(names))[:8])))
