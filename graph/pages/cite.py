"""Footnotes for claims: the words, whose they are, where they stand, and the claim's id."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from graph.answers.model import ClaimOut, DocumentRef
from graph.pages.plain import printable
from graph.pages.tables import markdown_text
from graph.pages.text import UNCHECKED, documents, source, stances

_LINKABLE = re.compile(r"https?://[!#-;=?-\[\]^_a-z{|}~]+")  # what may stand between < and >


def text(claims: Sequence[ClaimOut]) -> str:
    """Return numbered footnotes as plain text."""
    return "".join(f"[{n}] {printable(_note(c))}\n" for n, c in enumerate(claims, start=1))


def markdown(claims: Sequence[ClaimOut]) -> str:
    """Return Markdown footnotes, one a claim, with their marks after each claim's sentence."""
    marks = "".join(f"{markdown_text(claim.sentence)}[^{claim.id}]\n\n" for claim in claims)
    return marks + "".join(f"[^{c.id}]: {markdown_note(c)}\n" for c in claims)


def markdown_note(claim: ClaimOut) -> str:
    """Return the text of a claim's footnote as Markdown; addresses of the web are links."""
    text = markdown_text(_note(claim))
    for url in sorted({each.url for each in documents([claim]) if each.url}, key=len, reverse=True):
        if _LINKABLE.fullmatch(url):
            text = text.replace(markdown_text(url), f"<{url}>")
    return text


def csl(claims: Sequence[ClaimOut]) -> str:
    """Return the documents behind the claims as CSL-JSON (citationstyles.org, 1.0.2).

    What a document lacks is left out, and named in ``note``.
    """
    items = [_item(document, claims) for document in documents(claims)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


FORMATS: dict[str, Callable[[Sequence[ClaimOut]], str]] = {
    "text": text,
    "md": markdown,
    "csl": csl,
}


def _note(claim: ClaimOut) -> str:
    words = "; ".join(stances(claim))
    if claim.derived:
        premises = "; ".join(f"{p.sentence} {'; '.join(stances(p))}" for p in claim.premises)
        words = f"derived by rule '{claim.derived.rule}' from {premises}"
    sources = "; ".join(source(document) for document in documents([claim]))
    parts = [f"{claim.sentence} ({claim.standing})", words, sources, f"claim {claim.id}"]
    return " \u2014 ".join(part for part in parts if part)


def _is_quoted_unchecked(document: DocumentRef, claims: Sequence[ClaimOut]) -> bool:
    said = [a for c in claims for each in (c, *c.premises) for a in each.attestations]
    return not document.text and any(
        each.evidence == "quote" and each.document.id == document.id for each in said
    )


def _item(document: DocumentRef, claims: Sequence[ClaimOut]) -> dict[str, Any]:
    """Return one CSL-JSON item."""
    used = [c.id for c in claims if document.id in {each.id for each in documents([c])}]
    known = {
        "id": document.id,
        "type": "article" if document.form == "article" else "document",
        "title": document.title,
        "publisher": document.publisher,
        "URL": document.url,
        "author": [{"literal": document.author}] if document.author else None,
        "issued": {"raw": document.published} if document.published else None,
    }
    lacking = [name for name in ("title", "publisher", "issued", "URL") if not known[name]]
    note = [f"claims: {', '.join(used)}"]
    note += [f"unknown: {', '.join(lacking)}"] if lacking else []
    note += [UNCHECKED] if _is_quoted_unchecked(document, claims) else []
    note += [document.note] if document.note else []
    return {**{name: value for name, value in known.items() if value}, "note": "; ".join(note)}
