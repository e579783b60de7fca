"""Pages of who may go through a protocol: one for each preset, and the traits."""

from __future__ import annotations

import math
from collections.abc import Iterator

from _site import markdown as md
from gutbrain import words
from gutbrain.people.presets import HEALTHY, SEX, Preset, Spread, habits, presets, traits
from gutbrain.report.lists import rows_of


def pages() -> Iterator[tuple[str, str | bytes]]:
    """The list of presets, a page for each, and the traits."""
    rows = [[md.ref(p.name, "preset", p.name), md.text(p.meaning)] for p in presets().values()]
    yield (
        "presets.md",
        md.page(
            "# Presets: kinds of people",
            "What `person` may name. A preset is the middle of a group; `--people N` draws others around it. What "
            "it does not "
            "say is that of the healthy adult. At a prompt: `gutbrain list presets`.",
            md.contents([f"presets/{name}" for name in presets()]),
            md.table(["preset", "who"], rows),
        ),
    )
    for one in presets().values():
        yield f"presets/{one.name}.md", _preset(one)
    yield "traits.md", _traits()


def _preset(one: Preset) -> str:
    healthy = presets()[HEALTHY]
    said = [
        [md.ref(name, "trait", name), *_spread(spread, traits()[name].unit), md.source(one.sources[name])]
        for name, spread in one.traits.items()
        if name in one.sources
    ]
    eaten = [
        [
            md.ref(name, "exposure", name),
            md.amount(level, habits()[name].unit),
            md.amount(healthy.usual[name], habits()[name].unit),
            md.source(one.sources[name]) if name in one.sources else "the healthy adult's",
        ]
        for name, level in one.usual.items()
        if one.name == HEALTHY or level != healthy.usual[name]
    ]
    habit = [
        "## Usual exposures",
        "What of them differs from the healthy adult's." if one.name != HEALTHY else "Levels of the typical person.",
        md.table(["exposure", "usually", "healthy adult", "source"], eaten),
    ]
    own = f"person: {{preset: {one.name}, traits: {{age: 30, sex: female}}}}"
    written = f"person: {one.name}\n# or with traits of one's own\n{own}"
    return md.page(
        md.target("preset", one.name),
        f"# {md.text(one.title)}, `{one.name}`",
        f"{md.text(one.meaning[:1].upper() + one.meaning[1:])}. Women: {100 * one.female:.0f} %.",
        md.yaml(written),
        "## Traits",
        "The typical person, the SD between people of the group, and the bounds of the group.",
        md.table(["trait", "typical", "SD", "bounds", "source"], said),
        *(habit if eaten else []),
    )


def _spread(spread: Spread, unit: str) -> tuple[str, str, str]:
    sd = "" if not spread.sd else f"{words.given(spread.sd)}{' of ln' if spread.log else ''}"
    low, high = (None if math.isinf(bound) else bound for bound in (spread.low, spread.high))
    return md.amount(spread.value, unit), sd, md.bounds(low, high)


def _traits() -> str:
    parts = [
        "# Traits: what may be said of a person",
        "What may stand under `traits`, and every usual exposure besides ([exposures](exposures.md)). At a prompt: "
        "`gutbrain list traits`.",
    ]
    healthy = presets()[HEALTHY]
    for row in rows_of("traits"):
        name = row["name"]
        if name in habits():
            continue
        unit = "" if name == SEX else row["unit"]
        span = " or ".join(f"`{word}`" for word in row["range"]) if name == SEX else md.bounds(*row["range"], unit)
        typical = md.amount(healthy.traits[name].value, unit) if name in healthy.traits else ""
        others = [
            f"{md.ref(p.name, 'preset', p.name)} {md.amount(p.traits[name].value)}"
            for p in presets().values()
            if name in p.traits and name in healthy.traits and p.traits[name].value != healthy.traits[name].value
        ]
        rows = [
            ["meaning", md.text(row["meaning"])],
            ["taken", span],
            ["healthy adult", typical],
            ["otherwise in", ", ".join(others)],
        ]
        parts += [md.target("trait", name), f"## `{name}`", md.facts(rows)]
    return md.page(*parts)
