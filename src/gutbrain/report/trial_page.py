"""The page of a virtual trial."""

from __future__ import annotations

import importlib.metadata
import math
from pathlib import Path

from markupsafe import Markup

from gutbrain.people import presets
from gutbrain.report import templates, words
from gutbrain.report import trial_pictures as pictures
from gutbrain.report.trial_pictures import criterion
from gutbrain.trials.endpoints import is_ratio
from gutbrain.trials.flow import table_one
from gutbrain.trials.like import Comparison
from gutbrain.trials.trial import TrialResult


def write(result: TrialResult, path: Path | str) -> Path:
    """Write the page.

    Parameters
    ----------
    result
        A trial.
    path
        The file to write.
    """
    path = Path(path)
    path.write_text(render(result), encoding="utf-8")
    return path


def render(result: TrialResult) -> str:
    """The page as text."""
    return templates.page(
        "trial.html.jinja",
        "trial.css",
        version=importlib.metadata.version("gutbrain"),
        title=result.design.title,
        lead=lead(result),
        sure=sure(result),
        sections=sections(result),
    )


def sections(result: TrialResult) -> Markup:
    """Everything but the answer at the top: what to expect, what would help, one trial, how it was done."""
    design, conducted = result.design, result.conducted
    groups, rows = table_one(conducted)
    side = design.better[design.primary]
    show = result.expected
    return Markup(
        templates.piece(
            "trial_sections.html.jinja",
            result=result,
            design=design,
            title=_title,
            included=[criterion(str(one)) for one in design.include],
            person=presets()[design.person.preset].title.lower(),
            unit=words.unit,
            contrast=design.label(design.contrasts[0]),
            ratio=is_ratio(design.primary),
            side=side,
            spreads=[(name, show.interval(name)) for name in design.endpoints] if show else [],
            histogram=pictures.results(show, design.primary, side) if show else "",
            curve=pictures.assurance(result.power, design.per_arm) if result.power else "",
            published=against(result.published) if result.published else "",
            consort=pictures.consort(result.flow),
            narrow_consort=pictures.narrow_consort(result.flow),
            groups=groups,
            table_one=rows,
            trajectories=[(name, pictures.arms(conducted, name)) for name in design.endpoints],
            analysis="crossover" if design.crossover else design.analysis,
            forest=pictures.forest(result.estimates),
            narrow_forest=pictures.forest(result.estimates, narrow=True),
            warnings=[*design.warnings, *result.notes],
            number=_number,
            percent=lambda share: f"{100 * share:.0f} %",
            p=_p,
        )
    )


def _title(name: str) -> str:
    """Of an observable, or of a line of the table of people."""
    return {"bmi": "Body mass index"}.get(name) or (
        words.title(name) if name in words.TITLES else name[0].upper() + name[1:]
    )


def lead(result: TrialResult) -> str:
    """The answer in a sentence or two."""
    design = result.design
    many = f"{design.people} people, {design.weeks:g} weeks"
    name = words.title(design.primary)
    if result.expected is None:
        main = next(e for e in result.estimates if e.primary)
        value, low, high = (_number(v) for v in (main.value, main.low, main.high))
        return f"{many}: {name} differs by {value} ({low} to {high}) in one such trial."
    chance = result.expected.assurance
    said = f"{many}: about {100 * chance:.0f} of 100 such trials would succeed on {name}."
    if result.power:
        need = result.power.per_arm
        said += (
            f" For 80 of 100, {need} people in an arm are needed."
            if need
            else " 80 of 100 are not reachable with more people."
        )
    return said


def against(one: Comparison) -> str:
    """What a published trial found, and what was to be expected of it."""
    effect = one.published.effect

    def said(name: str) -> str:
        found = getattr(one, name)
        low, middle, high = (words.number(v, places=2) for v in (found.low, found.median, found.high))
        return f"{middle} ({low} to {high})"

    if not one.published.exact:
        printed = "no difference" if effect.kind == "imputed-null" else "no exact number"
        return (
            f"{effect.trial.key} printed {printed} on {effect.outcome.scale}. Such trials show Hedges g "
            f"{said('results')} in 90 of 100; {100 * one.significant:.0f} of 100 would be significant."
        )
    where, g = "inside" if one.inside else "outside", words.number(effect.g, places=2)
    return (
        f"{effect.trial.key} printed Hedges g {g} on {effect.outcome.scale}: {where} what was to be expected in print, "
        f"{said('printed')} in 90 of 100. Trials themselves show {said('results')}."
    )


def sure(result: TrialResult) -> str:
    """What success means."""
    return (
        "Succeed means: the primary endpoint is not worse by the margin."
        if result.design.margin is not None
        else f"Succeed means: the primary endpoint is better in a treated arm, p below {result.design.alpha:g}."
    )


def _number(value: float) -> str:
    return "" if value is None or not math.isfinite(value) else words.number(value)


def _p(value: float | None) -> str:
    if value is None or not math.isfinite(value):
        return ""
    return "< 0.001" if value < 0.001 else f"{value:.3f}" if value < 0.1 else f"{value:.2f}"
