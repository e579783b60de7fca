"""Pages of what acts: one for each exposure."""

from __future__ import annotations

from collections.abc import Iterator

from _site import markdown as md
from _site import pictures
from gutbrain import words
from gutbrain.answers import strengths
from gutbrain.answers.axis_links import links
from gutbrain.atlas.exposures import Exposure, exposures, outside
from gutbrain.atlas.observables import STRAIN, observables
from gutbrain.evidence.records import claims
from gutbrain.exposures.medicines import named
from gutbrain.report.lists import not_in_model

KINDS = {
    "usual": "always there at the person's usual level; an event *sets* it while it lasts",
    "supplement": "absent until an event gives it",
    "medicine": "absent until an event gives it",
    "laboratory": "absent until an event gives it",
}
COMBINE = {"set": "the later in the list counts", "add": "they add up", "largest": "the largest counts"}
LISTED = {
    "name": "`name` (which one)",
    "hours": "`hours` (how long it lasts)",
    "mix": "`mix` (shares of acetate, propionate and butyrate)",
    "donor": "`donor` (a preset)",
    "strains": "`strains` (names and doses, in place of `amount`)",
}
NAMED = {"antibiotic": "medicines", "nsaid": "medicines", "ssri": "medicines", "stressor": "stressors"}
"""Lists in which the names of an exposure stand."""


def pages() -> Iterator[tuple[str, str | bytes]]:
    """The list of exposures by group, and a page with a picture for each."""
    yield "exposures.md", _list()
    for one in exposures().values():
        outcomes = [name for name in one.acts_on or {} if name != "strain"]
        if one.takes and "strains" in one.takes:
            outcomes += [f"{STRAIN}{name}" for name in (one.course or {}).get("strains", ())]
        picture, drawn, protocol = pictures.of_exposure(one, outcomes)
        if picture:
            yield f"exposures/{one.name}.svg", picture
        yield f"exposures/{one.name}.md", _page(one, drawn, protocol)


def _title(one: Exposure) -> str:
    said = words.exposure(one.name)
    return said[:1].upper() + said[1:]


def _list() -> str:
    parts = [
        "# Exposures: what acts",
        "What an event of a protocol may name ([how it is written](../protocol.md)); at a prompt: `gutbrain list "
        "exposures`.",
        md.contents([f"exposures/{name}" for name in exposures()]),
    ]
    for group, told in outside().items():
        rows = [
            [md.ref(e.name, "exposure", e.name), md.text(e.meaning), words.unit(e.unit), md.amount(e.healthy_adult)]
            for e in exposures().values()
            if e.group == group
        ]
        if rows:
            head = ["exposure", "meaning", "unit", "healthy adult"]
            parts += [f"## {told.title[:1].upper()}{told.title[1:]}", md.text(told.plain), md.table(head, rows)]
    return md.page(*parts)


def _page(one: Exposure, drawn: list[str], protocol: str) -> str:
    parts = [
        md.target("exposure", one.name),
        f"# {md.text(_title(one))}, `{one.name}`",
        f"{md.text(one.meaning[:1].upper() + one.meaning[1:])}.",
        _facts(one),
        "## As it is written",
        md.yaml(protocol),
        "## What it acts on",
        _acts_on(one),
        "## What it does not act on here",
        _gaps(one),
        "## Where it enters the axis",
        _enters(one),
    ]
    if drawn:
        listed = ", ".join(words.title(name) for name in drawn)
        figure = f"```{{figure}} {one.name}.svg\n:alt: Curves over time of {listed}\n\n{pictures.CAPTION}\n```"
        parts += ["## How the model answers", "The protocol above, and what moves most of what it acts on.", figure]
    return md.page(*parts)


def _facts(one: Exposure) -> str:
    rows = [
        ["unit", words.unit(one.unit) or "none"],
        ["kind", f"{one.kind}: {KINDS[one.kind]}"],
        ["a healthy adult's usual level", md.amount(one.healthy_adult, one.unit)],
        ["taken", md.bounds(0, one.most, one.unit)],
        ["events at the same time", COMBINE[one.combine]],
        ["given", "once, at `start` and `hour`" if one.bolus else ""],
        ["an event also takes", ", ".join(LISTED[part] for part in one.takes)],
        ["lasts unless told", md.amount(one.default_hours, "h")],
        ["names", f"[{NAMED[one.name]}](../{NAMED[one.name]}.md)" if one.name in NAMED else ""],
    ]
    return md.facts(rows)


def _acts_on(one: Exposure) -> str:
    if one.acts_on is None:
        return "Nothing is said yet of what it acts on, and so nothing of what it does not."
    if not one.acts_on:
        return "Nothing: no claim is kept that it acts on an outcome. That is not the same as no effect."
    rows = [[_outcome(name), md.claim(claims()[key]), claims()[key].species] for name, key in one.acts_on.items()]
    intro = (
        "Outcomes for which a claim is kept and an equation carries it. An outcome that studies found *unchanged* is "
        "listed with the claim that says so."
    )
    more = [
        [md.text(words.NAMES.get(name, name)), _outcome(outcome), md.claim(claims()[key])]
        for name, thing in (named(one.name).items() if one.name in NAMED else ())
        for outcome, key in thing.acts_on.items()
    ]
    also = md.table(["by name", "outcome", "claim"], more) if more else ""
    return md.page(intro, md.table(["outcome", "claim", "in"], rows), also).rstrip()


def _outcome(name: str) -> str:
    if name == "strain":
        return "every strain in the stool"
    return md.ref(words.title(name), "observable", name) if name in observables() else md.code(name)


def _gaps(one: Exposure) -> str:
    missing = ", ".join(words.title(name) for name in not_in_model(one.name))
    said = (
        "What the table above does not list is **not in the model**, which is not the same as no effect: nobody "
        "looked, "
        "or no equation carries it. Tables and pages show no number there."
    )
    if not missing:
        return f"{said} All outcomes that people ask about most are listed."
    return f"{said} Of the outcomes that people ask about most these are not in the model: {md.text(missing)}."


def _enters(one: Exposure) -> str:
    rows = []
    for link in links().values():
        for influence in link.influences:
            if influence.exposure == one.name:
                size = influence.strength.size if influence.strength else None
                called = "" if size is None else f"{strengths.called(size)} ({size:.2f} SD)"
                known = md.claim(influence.claim) if influence.claim else "assumption"
                rows.append([md.ref(words.channel(link.listener), "channel", link.listener), called, known])
    if not rows:
        return "No channel hears it by itself."
    said = "Strength: how far the channel's main reading goes by an ordinary course, in SD between people."
    return md.page(md.table(["channel", "strength", "claim"], rows), said).rstrip()
