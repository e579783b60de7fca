"""Pages of the HTTP API, from the description that the server itself gives."""

from __future__ import annotations

import json
from collections.abc import Iterator

from _site import markdown as md
from gutbrain.web.api_reference import Model, Operation, Value, groups, models
from gutbrain.web.app import create

SERVER = "http://127.0.0.1:8710"


def pages() -> Iterator[tuple[str, str | bytes]]:
    """The addresses, what questions and answers are made of, and the description as JSON."""
    described = create().openapi()
    known = {one.name for one in models(described)}
    parts = [
        "# The HTTP API",
        "`gutbrain serve` answers these addresses on this machine, without an account ([how](../web.md)); the page "
        "`/api` of the "
        "running server shows the same. The description for programs (OpenAPI): {download}`openapi.json`. What goes "
        "in and out "
        "is on [another page](http-models.md).",
    ]
    for group, operations in groups(described).items():
        parts.append(f"## {group}")
        parts += [_operation(one, known) for one in operations]
    yield "http.md", md.page(*parts, md.contents(["http-models"]))
    head = ["# What the HTTP API takes and gives", "Models of the [HTTP API](http.md), field by field."]
    yield "http-models.md", md.page(*head, *(_model(one) for one in models(described)))
    yield "openapi.json", json.dumps(described, indent=1, ensure_ascii=False) + "\n"


def _named(model: str | None, known: set[str]) -> str:
    if model is None:
        return ""
    return md.ref(model, "http-model", model) if model in known else md.code(model)


def _operation(one: Operation, known: set[str]) -> str:
    given = [[md.code(p.name), p.place, md.text(_takes(p)), md.text(p.said)] for p in one.parameters]
    answers = [[a.status, md.text(a.said), _named(a.model, known)] for a in one.responses]
    return "\n\n".join(
        part
        for part in [
            f"### {one.method} {md.text(one.path)}",
            f"**{md.text(one.summary)}**",
            md.text(one.said).replace("\n", " "),
            md.table(["parameter", "in", "is", "meaning"], given) if given else "",
            f"Takes {_named(one.body, known)}." if one.body else "",
            md.table(["status", "means", "gives"], answers),
            f"```sh\n{one.example.replace('{server}', SERVER)}\n```",
        ]
        if part
    )


def _takes(value: Value) -> str:
    needed = "needed" if value.required else f"unless given {value.default}" if value.default else ""
    return ", ".join(part for part in (value.kind, value.limits, needed) if part)


def _model(one: Model) -> str:
    rows = [[md.code(f.name), md.text(_takes(f)), md.text(f.said)] for f in one.fields]
    parts = [md.target("http-model", one.name), f"## {md.text(one.name)}", md.text(one.said).replace("``", "`")]
    return "\n\n".join(part for part in [*parts, md.table(["field", "is", "meaning"], rows) if rows else ""] if part)
