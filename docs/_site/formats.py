"""Pages of the formats of files: every field, from the JSON Schemas that the readers' own declarations make."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from _site import markdown as md
from gutbrain.atlas.exposures import exposures
from gutbrain.examples import starts
from gutbrain.report.schemas import SCHEMAS, schema

TOLD = {
    "protocol": "../protocol.md",
    "trial": "../trials.md",
    "label": "../evidence.md#check-a-label",
    "person": "../protocol.md#a-protocol",
    "finding": "../protocol.md#a-finding",
    "diary": "../diary.md",
    "world": "../worlds.md",
    "observations": "../observations.md",
}
"""Where a format is told in words; files of facts in a world's page."""

BEGUN_AS = {"trial": "design", "observations": "diary"}
"""What ``gutbrain new`` calls it, where that is not its own name."""

Schema = Mapping[str, Any]
FEW = 12
"""Choices that are listed; more stand in a page of their own."""

NAMES = {
    "string": "text",
    "integer": "whole number",
    "boolean": "true or false",
    "null": "nothing",
    "object": "mapping",
    "array": "list",
}


def pages() -> Iterator[tuple[str, str | bytes]]:
    """The list of formats, and for each a page and its schema."""
    rows = []
    for kind, (meaning, _) in SCHEMAS.items():
        begun = BEGUN_AS.get(kind, kind)
        start = f"`gutbrain new {begun}`" if begun in starts() else ""
        said = f"[in words]({TOLD.get(kind, TOLD['world'])})"
        rows.append([f"[{kind}](formats/{kind}.md)", md.text(meaning), said, start, f"`gutbrain schema {kind}`"])
    yield (
        "formats.md",
        md.page(
            "# Formats of files",
            "Every file that can be written for gutbrain, with a JSON Schema (Draft 2020-12) made from what reads it. "
            "`gutbrain schema KIND` prints it; with it an editor completes names and marks what is wrong "
            "([how](../protocol.md)). Files are YAML 1.2, where not said otherwise.",
            md.table(["kind", "what it is", "told", "a start", "schema"], rows),
            md.contents([f"formats/{kind}" for kind in SCHEMAS]),
        ),
    )
    for kind in SCHEMAS:
        made = schema(kind)
        yield f"formats/{kind}.json", json.dumps(made, indent=1, ensure_ascii=False) + "\n"
        yield f"formats/{kind}.md", _page(kind, made)


def _page(kind: str, made: Schema) -> str:
    parts = [
        f"# {kind[:1].upper()}{kind[1:]}: fields".replace("_", " "),
        f"{md.text(SCHEMAS[kind][0][:1].upper() + SCHEMAS[kind][0][1:])}. Told in words: "
        f"[here](../{TOLD.get(kind, TOLD['world'])}). The schema: {{download}}`{kind}.json`, or `gutbrain schema "
        f"{kind}`.",
    ]
    defs = dict(
        sorted(made.get("$defs", {}).items(), key=lambda item: (item[0] in exposures(), item[0] != first(made)))
    )
    top = made if "$ref" not in made else {}
    if top.get("properties"):
        parts.append(_fields(kind, top))
    elif top:
        parts.append(f"The file holds: {_kind(kind, top)}.")
    else:
        parts.append(f"The file holds: {_kind(kind, made)}.")
    for name, one in defs.items():
        parts += [md.target(f"format-{kind}", name), f"## {md.text(_title(name, one))}"]
        parts.append(md.text(one.get("description", "")).replace("``", "`"))
        parts.append(
            _fields(kind, one) if one.get("properties") else f"{_kind(kind, one)[:1].upper()}{_kind(kind, one)[1:]}."
        )
    return md.page(*parts)


def first(made: Schema) -> str:
    """The definition that a file as a whole is."""
    return str(made.get("$ref", "")).rpartition("/")[2]


def _title(name: str, one: Schema) -> str:
    said = f"event: {name}" if name in exposures() else str(one.get("title", name))
    return said[:1].upper() + said[1:]


def _fields(kind: str, one: Schema) -> str:
    needed = one.get("required", ())
    rows = [
        [
            f"`{name}`" + (", needed" if name in needed else ""),
            _kind(kind, part),
            md.text(part.get("description", "")),
            md.code(json.dumps(part["default"], ensure_ascii=False))
            if part.get("default") not in (None, "", [], {})
            else "",
        ]
        for name, part in one["properties"].items()
    ]
    return md.table(["field", "is", "meaning", "unless given"], rows)


def _kind(kind: str, one: Any) -> str:
    """What a value may be, in words."""
    if not isinstance(one, Mapping) or not one:
        return "anything"
    if "$ref" in one:
        name = str(one["$ref"]).rpartition("/")[2]
        return md.ref(name.replace("-", " "), f"format-{kind}", name)
    if "const" in one:
        return md.code(json.dumps(one["const"]))
    if "enum" in one:
        return _choices(one["enum"])
    if "then" in one:
        return " or ".join(dict.fromkeys(_kind(kind, one[way]) for way in ("then", "else") if way in one))
    several = one.get("anyOf") or one.get("oneOf")
    if several:
        every = [_kind(kind, part) for part in several]
        return " or ".join(dict.fromkeys(said for said in every if said != "nothing")) or "nothing"
    if "items" in one or one.get("type") == "array":
        return f"list of {_kind(kind, one.get('items', {}))}"
    if one.get("type") == "object" and isinstance(one.get("additionalProperties"), Mapping):
        return f"mapping of names to {_kind(kind, one['additionalProperties'])}"
    types = one.get("type", "anything")
    said = [NAMES.get(t, t) for t in ([types] if isinstance(types, str) else types) if t != "null"]
    if {"string", "number", "boolean"} <= {*types}:  # a line of text, as it is written
        said = ["text"]
    limits = md.text(_limits(one))
    return " or ".join(said or ["nothing"]) + (f", {limits}" if limits else "")


def _choices(values: list[Any]) -> str:
    named = [md.code(value) for value in values if value is not None]
    if len(named) <= FEW:
        return " or ".join(named)
    return f"one of {len(named)} names: {', '.join(named[:3])} ..."


def _limits(one: Schema) -> str:
    low, high = one.get("minimum", one.get("exclusiveMinimum")), one.get("maximum", one.get("exclusiveMaximum"))
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    if low is not None:
        return f"from {low:g}" if "minimum" in one else f"above {low:g}"
    return "" if high is None else f"up to {high:g}"
