"""The JSON Schemas of what is printed (draft 2020-12), made from the types of the model.

``python -m graph.answers.schema`` writes them to ``docs/``; a test fails while one of the files is
not current.
"""

from __future__ import annotations

import collections.abc
import json
import types
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from graph.answers.diff import Diff
from graph.answers.model import Answer

_DOCS = Path(__file__).parent.parent.parent / "docs"
FILES: dict[Any, Path] = {
    Answer: _DOCS / "answer.schema.json",
    Diff: _DOCS / "diff.schema.json",
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"

_PLAIN: dict[Any, str] = {
    str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null",
}  # fmt: skip


def schema(record: Any = Answer) -> dict[str, Any]:
    """Return the schema of a record, each of its parts as a definition of its own."""
    parts: dict[str, Any] = {}
    root = _of(record, parts)
    title = {"$schema": DIALECT, "title": record.__name__}
    return {**title, **root, "$defs": dict(sorted(parts.items()))}


def _of(hint: Any, parts: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of one type; records it meets are added to ``parts``."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_of(each, parts) for each in arguments]}
    if origin in (list, collections.abc.Sequence):
        return {"type": "array", "items": _of(arguments[0], parts)}
    if origin is collections.abc.Mapping:
        return {"type": "object", "additionalProperties": _of(arguments[1], parts)}
    return _record(hint, parts)


def _record(record: Any, parts: dict[str, Any]) -> dict[str, Any]:
    """Return a reference to a record's definition; every field is always there."""
    if record.__name__ not in parts:
        parts[record.__name__] = {}  # stands in while the record's own fields are read
        fields = {
            field.removesuffix("_"): _of(hint, parts)
            for field, hint in get_type_hints(record).items()
        }
        parts[record.__name__] = {
            "description": " ".join(record.__doc__.split()),
            "type": "object",
            "properties": fields,
            "required": list(fields),
        }
    return {"$ref": f"#/$defs/{record.__name__}"}


def text(record: Any = Answer) -> str:
    """Return the schema of a record as the text of its file."""
    return json.dumps(schema(record), ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Write the schemas anew."""
    for record, path in FILES.items():
        path.write_text(text(record), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
