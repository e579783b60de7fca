"""The HTTP API in words, from its OpenAPI schema: what the page /api shows without a script from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Schema = Mapping[str, Any]

METHODS = ("get", "post", "put", "delete")


@dataclass(frozen=True)
class Value:
    """A parameter, or a field of a model."""

    name: str
    kind: str
    limits: str
    required: bool
    said: str
    default: str = ""
    place: str = ""


@dataclass(frozen=True)
class Response:
    """One way in which an operation can answer."""

    status: str
    said: str
    model: str | None


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    method: str
    path: str
    summary: str
    said: str
    parameters: list[Value]
    body: str | None
    responses: list[Response]
    example: str

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"{self.method}{self.path}".lower().replace("/", "-").replace("{", "").replace("}", "")


@dataclass(frozen=True)
class Model:
    """A model of the schema, field by field."""

    name: str
    said: str
    fields: list[Value] = field(default_factory=list)


def groups(schema: Schema) -> dict[str, list[Operation]]:
    """Operations by the first word of their address, in the order of the schema."""
    found: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if method in methods:
                operation = _operation(schema, path, method, methods[method])
                found.setdefault(path.split("/")[2], []).append(operation)
    return found


def models(schema: Schema) -> list[Model]:
    """All models that questions and answers are made of, by name."""
    named = schema.get("components", {}).get("schemas", {})
    return [
        Model(
            name, _said(one), [_value(n, v, n in one.get("required", ())) for n, v in one.get("properties", {}).items()]
        )
        for name, one in sorted(named.items())
        if not name.startswith(("HTTPValidationError", "ValidationError"))
    ]


def _operation(schema: Schema, path: str, method: str, one: Schema) -> Operation:
    content = one.get("requestBody", {}).get("content", {})
    body = next((part.get("schema", {}) for part in content.values()), None)
    own = [
        Response(status, response.get("description", ""), _model(_content(response)))
        for status, response in one.get("responses", {}).items()
    ]
    return Operation(
        method.upper(),
        path,
        one.get("summary", ""),
        one.get("description", ""),
        [_value(p["name"], p.get("schema", {}), p.get("required", False), p) for p in one.get("parameters", [])],
        _model(body) if body else None,
        own,
        _example(schema, path, method, one, body),
    )


def _content(response: Schema) -> Schema:
    schema: Schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    return schema


def _model(schema: Schema) -> str | None:
    return next(_references(schema), None)


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, Mapping):
        if "$ref" in schema:
            yield str(schema["$ref"]).rpartition("/")[2]
        for inside in schema.values():
            yield from _references(inside)
    elif isinstance(schema, list):
        for inside in schema:
            yield from _references(inside)


def _value(name: str, schema: Schema, required: bool, parameter: Schema | None = None) -> Value:
    about = parameter or {}
    default = schema.get("default")
    return Value(
        name,
        kind(schema),
        limits(schema),
        required,
        about.get("description") or _said(schema),
        "" if default in (None, "", [], {}) else json.dumps(default, ensure_ascii=False),
        about.get("in", ""),
    )


def _said(schema: Schema) -> str:
    return str(schema.get("description", "")).split("\n\n")[0]


def kind(schema: Schema) -> str:
    """The type of a value in words: ``list of number``, ``"a" or "b"``."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " or ".join(json.dumps(choice) for choice in schema["enum"])
    several = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
    if several:
        return " or ".join(dict.fromkeys("nothing" if k == "null" else k for k in map(kind, several)))
    if schema.get("type") == "array":
        return f"list of {kind(schema.get('items', {}))}"
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        return f"object of {kind(schema['additionalProperties'])}"
    names = {"string": "text", "integer": "whole number", "boolean": "true or false"}
    said = str(schema.get("type", "anything"))
    return names.get(said, said)


def limits(schema: Schema) -> str:
    """The limits of a value in words: ``1 to 200``, ``at most 60 characters``."""
    parts = []
    low, high = (
        schema.get("minimum", schema.get("exclusiveMinimum")),
        schema.get("maximum", schema.get("exclusiveMaximum")),
    )
    if low is not None and high is not None:
        parts.append(f"{low:g} to {high:g}")
    elif low is not None:
        parts.append(f"from {low:g}" if "minimum" in schema else f"above {low:g}")
    elif high is not None:
        parts.append(f"up to {high:g}" if "maximum" in schema else f"below {high:g}")
    for least, most, unit in (("minLength", "maxLength", "characters"), ("minItems", "maxItems", "entries")):
        if most in schema:
            parts.append(f"at most {schema[most]} {unit}")
        elif schema.get(least, 0) > 1:
            parts.append(f"at least {schema[least]} {unit}")
    if "pattern" in schema:
        parts.append(f"of the form {schema['pattern']}")
    for one in schema.get("anyOf", []):
        inside = limits(one)
        if inside:
            parts.append(inside)
    return ", ".join(parts)


def _example(schema: Schema, path: str, method: str, one: Schema, body: Schema | None) -> str:
    """A command that asks it, with the examples or the least that the schema wants."""
    query = []
    for parameter in one.get("parameters", []):
        value = sample(schema, parameter.get("schema", {}), parameter)
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(value))
        elif parameter["in"] == "query" and (parameter.get("required") or _has_example(parameter)):
            query.append(f"{parameter['name']}={str(value).replace(' ', '+')}")
    address = path + ("?" + "&".join(query) if query else "")
    parts = ["curl"] + ([f"-X {method.upper()}"] if method not in ("get", "post") else [])
    if body is not None:
        asked = json.dumps(sample(schema, body), ensure_ascii=False).replace("'", "'\\''")
        parts.append(f"-H 'content-type: application/json' -d '{asked}'")
    return " ".join([*parts, f"'{{server}}{address}'"])


def _has_example(parameter: Schema) -> bool:
    return bool(parameter.get("examples") or parameter.get("schema", {}).get("examples"))


def sample(schema: Schema, one: Schema, parameter: Schema | None = None) -> Any:
    """A value that fits a schema: its example, its default, or the least that it allows.

    Parameters
    ----------
    schema
        The whole description of the interface, to which references lead.
    one
        Schema of the value.
    parameter
        The parameter that has it, which may hold an example.
    """
    examples = one.get("examples") or (parameter or {}).get("examples")
    if examples:
        first = examples[0] if isinstance(examples, list) else next(iter(examples.values()))["value"]
        return first
    if "$ref" in one:
        return sample(schema, schema["components"]["schemas"][str(one["$ref"]).rpartition("/")[2]])
    for key in ("default", "const"):
        if one.get(key) is not None:
            return one[key]
    if "enum" in one:
        return one["enum"][0]
    several = one.get("anyOf") or one.get("oneOf") or one.get("allOf")
    if several:
        return sample(schema, several[0])
    if one.get("type") == "object":
        required = one.get("required", ())
        return {name: sample(schema, v) for name, v in one.get("properties", {}).items() if name in required}
    simple = {"string": "...", "boolean": False, "array": [], "null": None}
    if one.get("type") in ("number", "integer"):
        return one.get("minimum", 1)
    return simple.get(str(one.get("type")), "...")
