"""Pages of what can be read off, by group."""

from __future__ import annotations

from collections.abc import Iterator

from _site import markdown as md
from gutbrain import words, world
from gutbrain.atlas.exposures import exposures
from gutbrain.atlas.observables import OWN, about, group_of, groups, vocabulary
from gutbrain.engine.simulation import known_observables
from gutbrain.exposures.events import Event
from gutbrain.exposures.reach import is_carried
from gutbrain.people.reference import reference_ranges
from gutbrain.people.scales import scales

DIFFER = {"plain": "", "z": "in SD of the population", "log": "by factors (skewed)", "log10": "as a logarithm"}
HEADS = {OWN: "Steps on the way"}


def pages() -> Iterator[tuple[str, str | bytes]]:
    """The list, and a page for each group."""
    found = {group: [name for name in _in_order() if group_of(name) == group] for group in groups()}
    found = {group: names for group, names in found.items() if names}
    rows = [
        [md.ref(name, "observable", name), md.text(words.title(name)), words.unit(_unit(name)), group]
        for group, names in found.items()
        for name in names
    ]
    yield (
        "observables.md",
        md.page(
            "# Observables: what can be read off",
            "What `observe`, `--observable` and findings may name. Each has one definition in the model. What has a "
            "daily "
            "rhythm is read at 08:00 in tables. A strain that is taken is `strain.NAME` (log₁₀ CFU/g in stool). At "
            "a prompt: "
            "`gutbrain list observables`.",
            md.contents([f"observables/{_place(group)}" for group in found]),
            md.table(["name", "what it is", "unit", "group"], rows),
        ),
    )
    for group, names in found.items():
        head = HEADS.get(group, group[:1].upper() + group[1:])
        yield f"observables/{_place(group)}.md", md.page(f"# Observables: {head}", *(_section(name) for name in names))


def _in_order() -> list[str]:
    known = known_observables()
    first = [name for name in vocabulary() if name in known]
    return [*first, *(name for name in known if name not in first)]


def _place(group: str) -> str:
    return "inside" if group == OWN else group.replace(" ", "-")


def _unit(name: str) -> str:
    return world.model().observables[name].unit


def _section(name: str) -> str:
    declared, record = world.model().observables[name], about(name)
    unit = declared.unit
    moved = [e for e in exposures() if is_carried(Event(e, 0.0), name)] if name in vocabulary() else []
    rows = [
        ["meaning", md.text(declared.meaning)],
        ["unit", words.unit(unit) or "none"],
        ["channel", md.ref(words.channel(declared.module), "channel", declared.module)],
        ["better", record.better],
        ["people differ", DIFFER[record.scale]],
        ["another reading of", md.ref(record.goes_with, "observable", record.goes_with) if record.goes_with else ""],
        *_published(name),
        ["questionnaire", md.ref(scales()[name]["name"], "scale", name) if name in scales() else ""],
    ]
    if name in vocabulary():
        listed = ", ".join(md.ref(e, "exposure", e) for e in moved)
        rows.append(["what acts on it", listed or "nothing: the effect of every exposure on it is not in the model"])
    parts = [
        md.target("observable", name),
        f"## {md.text(words.title(name))}, `{name}`",
        md.text(record.plain),
        md.facts(rows),
    ]
    return md.page(*parts).rstrip()


def _published(name: str) -> Iterator[list[str]]:
    for r in reference_ranges():
        if r.observable == name and r.statistic == "value":
            hour = f" at {r.hour:g} h" if r.hour is not None else ""
            span = f"{words.given(r.median)} ({words.given(r.low)} to {words.given(r.high)})"
            made = ", range assumed" if r.assumed else ""
            yield [f"healthy adults{hour}", f"{words.with_unit(span, r.unit)}{made}; {md.source(r.source)}"]
