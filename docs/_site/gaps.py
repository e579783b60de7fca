"""Pages of what is not in the model, as far as the data know it, and of what is known from animals only."""

from __future__ import annotations

from collections.abc import Iterator

from _site import markdown as md
from gutbrain import words, world
from gutbrain.answers.choices import choices
from gutbrain.atlas.exposures import exposures
from gutbrain.atlas.observables import vocabulary
from gutbrain.engine.simulation import known_observables
from gutbrain.evidence.records import claims
from gutbrain.exposures.events import Event
from gutbrain.exposures.reach import is_carried
from gutbrain.exposures.templates import templates
from gutbrain.findings.reading import own_files, read_findings
from gutbrain.model.wiring import parameter_table
from gutbrain.report.lists import not_in_model


def pages() -> Iterator[tuple[str, str | bytes]]:
    """The two pages."""
    yield (
        "not-in-the-model.md",
        md.page(
            "# What is not in the model",
            "*Not in the model* means: nobody looked, or nobody wrote it down here, or no equation carries it. It "
            "never means "
            "*no effect*. Tables, pages and commands show no number in such a place, and say so.",
            "## Exposures and the outcomes that people ask about",
            f"A cell is empty where the effect is not in the model; {TICK} where a claim is kept and an equation "
            f"carries it "
            "(that studies found a thing *unchanged* is a claim, too).",
            _grid(),
            "## Observables that nothing moves on purpose",
            _alone(),
            "## Parts of diets and lives",
            md.table(
                ["template", "not in the model"],
                [
                    [md.ref(t.name, "template", t.name), md.text(", ".join(t.not_in_model))]
                    for t in templates().values()
                ],
            ),
            "## Findings that cannot be run",
            _unsupported(),
        ),
    )
    yield (
        "animal-effects.md",
        md.page(
            "# What is known from animals only",
            "It is in the model, weak in people by default, and may be absent "
            "([why](../explanation/animal-effects.md)). "
            "Every page in which it takes part says so.",
            "## Claims from animals or a dish",
            _animals(),
            "## How strong in people, and how strong in animals",
            "Numbers that another species has of its own: the last column is used where a study in animals is "
            "simulated, and "
            "never for people.",
            _strengths(),
        ),
    )


TICK = "in it"


def _grid() -> str:
    asked = choices().outcomes
    rows = []
    for name in exposures():
        missing = not_in_model(name)
        rows.append([md.ref(name, "exposure", name), *("" if outcome in missing else TICK for outcome in asked)])
    heads = [md.text(words.title(name)) for name in asked]
    return md.table(["exposure", *heads], rows)


def _alone() -> str:
    events = [Event(name, 0.0) for name in exposures()]
    known = [name for name in vocabulary() if name in known_observables()]
    alone = [name for name in known if not any(is_carried(event, name) for event in events)]
    if not alone:
        return "None: each of the vocabulary has an exposure of which it is known that it acts on it."
    listed = ", ".join(md.ref(name, "observable", name) for name in alone)
    said = "They can be read off and follow the rest of the axis, but no exposure is claimed to act on them"
    return f"{said}: {listed}."


def _animals() -> str:
    rows = [
        [md.ref(one.statement, "claim", one.key), one.species, words.GRADES[one.grade]]
        for one in claims().values()
        if one.grade in ("animal", "in-vitro")
    ]
    return md.table(["claim", "species", "known from"], rows)


def _strengths() -> str:
    rows = [
        [
            md.ref(words.channel(p["module"]), "channel", p["module"]),
            md.code(p["name"]),
            md.text(p["meaning"]),
            md.amount(p["value"], p["unit"]),
            md.bounds(p["low"], p["high"]),
            md.amount(p["animal"], p["unit"]),
        ]
        for p in parameter_table(world.model())
        if p["animal"] is not None
    ]
    return md.table(["channel", "number", "meaning", "in people", "95 % range", "in animals"], rows)


def _unsupported() -> str:
    found = [one for one in read_findings(own_files()).findings if one.unsupported]
    if not found:
        return "None of those that are kept."
    rows = [[md.code(one.id), md.text(one.unsupported)] for one in found]
    said = "Published results that are kept and ask for something that the model does not have; they count as missed."
    return md.page(said, md.table(["finding", "why"], rows)).rstrip()
