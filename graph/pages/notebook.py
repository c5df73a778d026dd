"""An answer as a notebook shows it: one block of HTML, every text in it escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from graph.answers.model import Answer, BarrierOut, ClaimOut, HopOut, PathOut
from graph.pages.plain import printable
from graph.pages.text import amount, dates, obstacle, source, stances
from graph.pages.text import documents as documents_of


def html(given: Answer) -> str:
    """Return an answer as HTML: the sentence, then path by path hops, words and policies."""
    parts = [f"<p><strong>{_safe(given.answer)}</strong></p>"]
    if given.paths:
        items = "".join(f"<li>{''.join(_path(path))}</li>" for path in given.paths)
        parts.append(f"<ol>{items}</ol>")
    for entity in given.entities:
        told = f"{_safe(entity.label)} <small>{_safe(entity.kind or '')}</small>"
        if isinstance(entity, BarrierOut):
            told = _safe(obstacle(entity))
        parts.append(f"<p>{told}</p>")
        parts += [_claim(each) for each in entity.claims]
    for value in given.values:
        parts.append(f"<p>{_safe(amount(value))} <small>{_safe(value.label)}</small></p>")
        parts += [_claim(each) for each in value.claims]
    parts += [_claim(each) for each in given.denials]
    parts += [f"<p>{_safe(each.sentence)}</p>" for each in given.load_bearing]
    parts += [f"<p><small>{_safe(each)}</small></p>" for each in _sources(given)]
    return f'<div class="inroads">{"".join(parts)}</div>'


def _path(path: PathOut) -> Iterator[str]:
    yield f"<p>{_safe(path.sentence)} <small>{_safe(path.standing)}, gate {path.gate}</small></p>"
    yield f"<ul>{''.join(f'<li>{_hop(hop)}</li>' for hop in path.hops)}</ul>"
    yield from (f"<p>Note: {_safe(remark)}</p>" for remark in path.remarks)


def _hop(hop: HopOut) -> str:
    label = _safe(hop.relation.label)
    arrow = f"\u2500[{label}]\u2192" if hop.forward else f"\u2190[{label}]\u2500"
    parts = [
        f"{_safe(hop.from_.label)} {arrow} {_safe(hop.to.label)} <small>{hop.standing}</small>"
    ]
    parts += [_claim(each) for each in hop.claims]
    parts += [f"<p>against it: {_safe(each.sentence)}</p>{_claim(each)}" for each in hop.against]
    parts += [f"<p>{_safe(each.effect)}: {_safe(each.label)}</p>" for each in hop.policies]
    return "".join(parts)


def _claim(claim: ClaimOut) -> str:
    words = "<br>".join(_safe(each) for each in stances(claim))
    footer = f"<small>claim {claim.id}, {_safe(dates(claim))}</small>"
    return f"<blockquote>{words}<br>{footer}</blockquote>"


def _sources(given: Answer) -> list[str]:
    claims = [c for path in given.paths for hop in path.hops for c in (*hop.claims, *hop.against)]
    claims += [c for each in (*given.entities, *given.values) for c in each.claims]
    return [f"{each.id}: {source(each)}" for each in documents_of([*claims, *given.denials])]


def _safe(text: str) -> str:
    return escape(printable(text))
