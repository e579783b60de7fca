"""``gutbrain model``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from gutbrain.cli import show

HELP = "What the model is made of: its channels, and on request parameters, influences or equations."
EXAMPLE = "Example: gutbrain model --parameters"


def model(
    parameters: Annotated[
        bool, typer.Option("--parameters", help="Every parameter with range, grade and source.")
    ] = False,
    wiring: Annotated[bool, typer.Option("--wiring", help="Who acts on whom, with the claim behind it.")] = False,
    equations: Annotated[bool, typer.Option("--equations", help="Every equation.")] = False,
    observables: Annotated[bool, typer.Option("--observables", help="Everything that can be observed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """What the model is made of."""
    from gutbrain import world

    composed = world.model()
    asked = {"parameters": parameters, "wiring": wiring, "equations": equations, "observables": observables}
    parts = [name for name, wanted in asked.items() if wanted] or ["summary"]
    data = {name: _PARTS[name](composed) for name in parts}
    if as_json:
        show.as_json(data[parts[0]] if len(parts) == 1 else data)
        return
    for name in parts:
        show.on_stdout(_TABLES[name](data[name]))


def _summary(composed: Any) -> dict[str, Any]:
    from gutbrain.engine.identity import identity
    from gutbrain.engine.simulation import known_observables
    from gutbrain.model.module import Constant
    from gutbrain.model.wiring import arrows, assumption_share

    constants = sum(isinstance(p, Constant) for p in composed.parameters)
    return {
        "channels": {m.name: m.title for m in composed.modules},
        "states": len(composed.states),
        "observables": len(known_observables()),
        "parameters": len(composed.parameters) - constants,
        "constants": constants,
        "assumption_share": assumption_share(composed),
        "influences": len(arrows(composed)),
        "identity": identity(composed),
    }


def _parameters(composed: Any) -> list[dict[str, Any]]:
    from gutbrain.model.wiring import parameter_table

    return parameter_table(composed)


def _wiring(composed: Any) -> list[dict[str, Any]]:
    from gutbrain.evidence import claims
    from gutbrain.model.wiring import arrows

    known = claims()
    rows = []
    for arrow in arrows(composed):
        claim = known.get(arrow.claim)
        row = {"giver": arrow.giver, "listener": arrow.listener, "signal": arrow.signal, "claim": arrow.claim}
        rows.append({**row, "grade": claim.grade if claim else None, "statement": claim.statement if claim else None})
    return rows


def _equations(composed: Any) -> dict[str, str]:
    from gutbrain.model.wiring import symbolic

    states = {s.name for s in composed.states}
    return {f"d({n})/dt" if n in states else n: str(e) for n, e in symbolic(composed).items()}


def _observables(composed: Any) -> list[dict[str, Any]]:
    from gutbrain.engine.simulation import known_observables

    given = [(name, composed.observables[name]) for name in known_observables()]
    rows = [{"name": n, "unit": d.unit, "meaning": d.meaning, "module": d.module} for n, d in given]
    strain = composed.observables["strain_1"]
    taken = {"unit": strain.unit, "meaning": "density in stool of a strain that is taken", "module": strain.module}
    return [*rows, {"name": "strain.NAME", **taken}]


def _summary_table(data: dict[str, Any]) -> str:
    share = f"{100 * data['assumption_share']:.0f} %"
    return (
        f"{len(data['channels'])} channels: {', '.join(data['channels'].values())}\n"
        f"{data['states']} states, {data['observables']} observables, {data['influences']} influences\n"
        f"{data['parameters']} parameters and {data['constants']} constants, {share} of them assumptions\n"
        f"identity {data['identity']}"
    )


def _parameter_rows(data: list[dict[str, Any]]) -> Any:
    from gutbrain import words

    def bounds(p: dict[str, Any]) -> str:
        return "" if p["low"] is None else f"{words.given(p['low'])} to {words.given(p['high'])}"

    rows = [
        (
            f"{p['module']}.{p['name']}",
            words.given(p["value"]),
            words.unit(p["unit"]),
            bounds(p),
            f"{p['grade']}, constant" if p["constant"] else p["grade"],
            f"{p['source']}, after {p['after']}" if p["after"] else p["source"],
        )
        for p in data
    ]
    return show.plain_table(("parameter", "value", "unit", "range", "grade", "source"), rows, numbers=(1,))


def _wiring_rows(data: list[dict[str, Any]]) -> Any:
    rows = [(a["giver"], a["listener"], a["signal"], a["grade"] or "", a["claim"]) for a in data]
    return show.plain_table(("giver", "listener", "signal", "grade", "claim"), rows)


def _equation_lines(data: dict[str, str]) -> str:
    return "\n".join(f"{name} = {formula}" for name, formula in data.items())


def _observable_rows(data: list[dict[str, Any]]) -> Any:
    rows = [(o["name"], o["unit"], o["module"], o["meaning"]) for o in data]
    return show.plain_table(("observable", "unit", "channel", "meaning"), rows)


_PARTS: dict[str, Callable[[Any], Any]] = {
    "summary": _summary,
    "parameters": _parameters,
    "wiring": _wiring,
    "equations": _equations,
    "observables": _observables,
}
_TABLES: dict[str, Callable[[Any], Any]] = {
    "summary": _summary_table,
    "parameters": _parameter_rows,
    "wiring": _wiring_rows,
    "equations": _equation_lines,
    "observables": _observable_rows,
}
