"""Everything that may be written in a protocol, a design or a finding, read off the data: rows for tables and JSON.

Beside what each thing is stands what it can not do: ``not_in_model``, which is not the same as no effect.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gutbrain import datafiles
from gutbrain.datafiles import origin

Row = dict[str, Any]
"""A thing that may be written; its name comes first, its meaning last."""


def exposures() -> list[Row]:
    """What acts: unit, kind, a healthy adult's usual level, the most that is taken."""
    from gutbrain.atlas.exposures import exposures as declared

    return [
        {
            "name": e.name,
            "unit": e.unit,
            "kind": e.kind,
            "healthy_adult": e.healthy_adult,
            "range": [0, e.most],
            "also": list(e.takes),
            "not_in_model": not_in_model(e.name),
            "meaning": e.meaning,
        }
        for e in declared().values()
    ]


def not_in_model(exposure: str, name: str | None = None) -> list[str]:
    """The outcomes that people ask about on which an exposure has no effect in the model, whatever it has in a body."""
    from gutbrain.answers.choices import choices
    from gutbrain.exposures.events import Event
    from gutbrain.exposures.reach import is_carried

    event = Event(exposure, 0.0, name=name)
    return [outcome for outcome in choices().outcomes if not is_carried(event, outcome)]


def templates() -> list[Row]:
    """Ways of eating and living made of several exposures; written in an event like one of them."""
    from gutbrain.exposures.templates import templates as known

    return [
        {
            "name": t.name,
            "made_of": [_part(part) for part in t.events],
            "source": list(dict.fromkeys(t.source.values())),
            "verified": t.verified,
            "not_in_model": list(t.not_in_model),
            "note": t.note,
            "meaning": t.meaning,
        }
        for t in known().values()
    ]


def _part(part: Mapping[str, Any]) -> str:
    told = f"{part['exposure']} {part.get('amount', '')}"
    return f"{told} ({part['days']:g} of {part['every']:g} days)" if "every" in part else told


def presets() -> list[Row]:
    """Kinds of people."""
    from gutbrain.people.presets import presets as known

    return [{"name": p.name, "title": p.title, "meaning": p.meaning} for p in known().values()]


def traits() -> list[Row]:
    """What may be said of a person: unit, range that is taken, the healthy adult."""
    from gutbrain.people.presets import HEALTHY, SEX, habits
    from gutbrain.people.presets import presets as known
    from gutbrain.people.presets import traits as declared

    healthy = known()[HEALTHY].traits
    rows: list[Row] = [
        {
            "name": t.name,
            "unit": "" if t.name == SEX else t.unit,
            "healthy_adult": healthy[t.name].value if t.name in healthy else None,
            "range": ["female", "male"] if t.name == SEX else [t.low, t.high],
            "meaning": t.meaning,
        }
        for t in declared().values()
    ]
    rows += [
        {
            "name": h.name,
            "unit": h.unit,
            "healthy_adult": h.healthy,
            "range": [h.low, h.high],
            "meaning": "usual exposure: gutbrain list exposures",
        }
        for h in habits().values()
    ]
    return rows


def medicines() -> list[Row]:
    """Named medicines, by exposure: the usual dose."""
    from gutbrain.atlas.exposures import exposures as declared
    from gutbrain.exposures.medicines import named, usual_dose

    kinds = [e for e in declared().values() if e.kind == "medicine"]
    rows: list[Row] = []
    for e in kinds:
        if "name" not in e.takes:
            row: Row = {"name": "", "exposure": e.name, "unit": e.unit, "range": [0, e.most]}
            rows.append(row | {"not_in_model": not_in_model(e.name), "meaning": e.meaning})
            continue
        for name in named(e.name):
            dose = usual_dose(e.name, name)
            row = {"name": name, "exposure": e.name, "unit": e.unit, "usual_dose": dose, "range": [0, e.most]}
            rows.append(row | {"not_in_model": not_in_model(e.name, name), "meaning": e.meaning})
    return rows


def stressors() -> list[Row]:
    """Acute stressors: strength of amount 1, and how long one lasts."""
    from gutbrain import words
    from gutbrain.exposures.medicines import named, stressor

    found = {name: stressor(name) for name in named("stressor")}
    rows: list[Row] = [
        {
            "name": name,
            "strength": s.strength,
            "hours": s.hours,
            "not_in_model": not_in_model("stressor", name),
            "meaning": words.NAMES.get(name, name),
        }
        for name, s in found.items()
    ]
    return rows


def donors() -> list[Row]:
    """Donors of faecal transplants."""
    from gutbrain.exposures.medicines import donor, named
    from gutbrain.people.presets import presets as known

    titles = {p.name: p.title for p in known().values()}
    return [
        {"name": name, "dysbiosis": donor(name).dysbiosis, "meaning": titles.get(name, "")} for name in named("donor")
    ]


def strains() -> list[Row]:
    """Probiotic strains: names that are understood, and the trials that tried them."""
    from gutbrain.exposures.strains import strains as known

    return [
        {
            "name": s.short,
            "unit": "CFU/day",
            "other_names": [name for name in (*s.synonyms, s.deposit) if name],
            "trials": len(s.trials),
            "evidence": s.grade,
            "meaning": s.name,
        }
        for s in known()
    ]


def observables() -> list[Row]:
    """What can be read off: unit, channel, the healthy adult's median and 90 % range as published."""
    from gutbrain import world
    from gutbrain.atlas.exposures import exposures as declared_exposures
    from gutbrain.engine.simulation import known_observables
    from gutbrain.exposures.events import Event
    from gutbrain.exposures.reach import is_carried
    from gutbrain.people.reference import reference_ranges
    from gutbrain.people.scales import scales

    published = {r.observable: r for r in reversed(reference_ranges()) if r.statistic == "value"}
    declared = world.model().observables
    events = [Event(name, 0.0) for name in declared_exposures()]
    moved = {name for name in known_observables() if any(is_carried(event, name) for event in events)}
    rows: list[Row] = []
    for name in known_observables():
        row: Row = {"name": name, "unit": declared[name].unit, "channel": declared[name].module}
        if name in published:
            row |= {"healthy_adult": published[name].median}
            row |= {"healthy_range": [published[name].low, published[name].high]}
        if name in scales():
            row |= {"range": [scales()[name]["low"], scales()[name]["high"]]}
        alone = "" if name in moved else "; the effect of every exposure on it is not in the model"
        rows.append(row | {"meaning": f"{declared[name].meaning}{alone}"})
    strain = "an ingested strain in the stool, as in strain.B. longum 1714"
    return [*rows, {"name": "strain.NAME", "unit": "log10 CFU/g", "channel": "strains", "meaning": strain}]


def scales() -> list[Row]:
    """Questionnaires and interviews: range, bands, the smallest change that matters."""
    from gutbrain.people.scales import scales as known

    return [
        {
            "name": name,
            "unit": "point",
            "population_mean": row["mean"],
            "range": [row["low"], row["high"]],
            "measures": row["measures"],
            "bands": dict(row["cutoffs"]),
            "smallest_important_change": row["smallest_important_change"],
            "meaning": row["name"],
        }
        for name, row in known().items()
    ]


def statistics() -> list[Row]:
    """How a finding may compare."""
    from gutbrain.findings.finding import AFTER_EVENT, PAIRED, STATISTICS

    needs = dict.fromkeys(PAIRED, "to") | dict.fromkeys(AFTER_EVENT, "an event in the arm")
    needs |= {"share": "above, below, or fall and to", "correlation": "observable_2 or to"}
    needs |= {"curve": "points", "quantiles": "quantiles"}
    return [{"name": name, "needs": needs.get(name, ""), "meaning": said} for name, said in STATISTICS.items()]


def channels() -> list[Row]:
    """What the axis is made of; what a run can leave out."""
    from gutbrain import words, world

    return [{"name": m.name, "meaning": words.channel(m.name)} for m in world.model().modules]


def not_modelled() -> list[Row]:
    """What people ask for and the model has no equation of; the nearest that may be written in its place."""
    from gutbrain.atlas.not_modelled import not_modelled as missing

    return [
        {
            "name": one.key,
            "instead_of": one.kind,
            "written_as": list(one.names),
            "nearest": list(one.nearest),
            "meaning": f"{one.title[:1].upper()}{one.title[1:]}. {one.say}",
        }
        for one in missing()
    ]


def outcomes() -> list[Row]:
    """What is pooled by gutbrain meta."""
    from gutbrain.evidence.pooling.meta_question import OUTCOMES

    return [{"name": name} for name in OUTCOMES]


def trials() -> list[Row]:
    """Published trials that can be carried out (gutbrain trial --like)."""
    from gutbrain.trials.like import every

    return [
        {
            "name": p.trial.key,
            "people": p.trial.population,
            "weeks": p.trial.weeks,
            "strains": [s.short for s in p.trial.strains],
            "measures": p.effect.outcome.measures,
        }
        for p in every()
    ]


def studies() -> list[Row]:
    """Published studies that are told one by one (gb.studies, the page Studies)."""
    from gutbrain.answers.studies import listed

    return [
        {
            "name": one.name,
            "study": one.study,
            "channels": one.channels,
            "agree_unseen": f"{one.left_out.agrees} of {one.left_out.total}",
            "meaning": one.title,
        }
        for one in listed().studies
    ]


LISTS: dict[str, Callable[[], list[Row]]] = {
    "exposures": exposures,
    "templates": templates,
    "medicines": medicines,
    "strains": strains,
    "stressors": stressors,
    "donors": donors,
    "presets": presets,
    "traits": traits,
    "observables": observables,
    "scales": scales,
    "statistics": statistics,
    "channels": channels,
    "outcomes": outcomes,
    "trials": trials,
    "studies": studies,
    "not-modelled": not_modelled,
}
"""Every kind of thing that may be written."""


_FILES = dict.fromkeys(("stressors", "donors"), "medicines.yaml") | {
    kind: f"{kind}.yaml"
    for kind in ("templates", "exposures", "medicines", "strains", "presets", "traits", "scales", "trials")
}


def rows_of(kind: str) -> list[Row]:
    """All of a kind of :data:`LISTS`; in a world, with what gives those that do not ship (``from``)."""
    rows = LISTS[kind]()
    if not datafiles.active().folders:
        return rows
    return [row | {"from": _gives(kind, row).removeprefix("from ")} for row in rows]


def _gives(kind: str, row: Row) -> str:
    from gutbrain import world

    if kind in _FILES:  # strains are kept under their full name
        return origin(_FILES[kind], row["meaning"] if kind == "strains" else row["name"])
    channel = {"channels": "name", "observables": "channel"}.get(kind)
    return world.current().gives(row[channel]) if channel else ""


def about(kind: str) -> str:
    """What a list holds, in one line."""
    return (LISTS[kind].__doc__ or "").partition("\n")[0].rstrip(".")


def table(rows: list[Row]) -> tuple[list[str], list[list[str]], list[int]]:
    """Headings, cells, and which columns are numbers; columns that no row fills are left out, meanings come last."""
    filled = dict.fromkeys(key for row in rows for key in row if row[key] not in (None, "", [], {}))
    columns = [*(key for key in filled if key != "meaning"), *(key for key in filled if key == "meaning")]
    cells = [["" if (key, row.get(key)) == ("unit", "1") else _cell(row.get(key)) for key in columns] for row in rows]
    numbers = [i for i, key in enumerate(columns) if any(isinstance(row.get(key), int | float) for row in rows)]
    return [key.replace("_", " ") for key in columns], cells, numbers


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        numbers = len(value) == 2 and all(isinstance(part, int | float) for part in value)
        return f"{_cell(value[0])} to {_cell(value[1])}" if numbers else ", ".join(map(_cell, value))
    if isinstance(value, dict):
        return ", ".join(f"{key} {_cell(part)}" for key, part in value.items())
    return f"{value:g}" if isinstance(value, int | float) else str(value)
