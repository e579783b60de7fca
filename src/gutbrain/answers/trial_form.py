"""The form of a virtual trial: what can be asked there, and the design that it means."""

from __future__ import annotations

import json
import re
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from gutbrain import seeds
from gutbrain.datafiles import per_language, per_world

STRAIN = "B. longum 1714"
"""Strain that stands in the form at first."""

BESIDE = (
    *("fibre", "polyphenols", "fermented_food", "exercise", "calm", "sleep"),
    *("inulin", "gos", "fos", "resistant_starch", "psyllium", "polydextrose", "lactulose", "scfa_capsule", "omega3"),
)
"""What an active arm can get besides strains."""

MARKERS = (
    *("crp", "il6", "tnf", "cortisol", "salivary_cortisol", "cortisol_awakening_response", "hair_cortisol", "bdnf"),
    *("rmssd", "kyn_trp_ratio", "permeability", "faecal_butyrate", "shannon", "bifidobacterium", "gi_symptoms"),
)
"""What can be measured besides questionnaires."""

Amount = Annotated[float, Field(ge=0, le=1e13, allow_inf_nan=False)]
Name = Annotated[str, Field(max_length=80)]


class TrialForm(BaseModel):
    """A trial as the form builds it; empty fields are left out of the design."""

    title: str = Field("", max_length=120)
    population: Name = Field("subclinical-low-mood", description="a preset of people")
    only: Name = Field("", description="only people with this measure between least and most")
    least: Amount | None = None
    most: Amount | None = None
    strain: Name = Field("", description="what the active arm gets; a second strain and something else may follow")
    cfu: Amount = 1e9
    strain2: Name = ""
    cfu2: Amount = 1e9
    beside: Name = Field("", description="something else that the active arm gets")
    amount: Amount | None = Field(None, description="how much of it, in its unit")
    blinded: bool = True
    per_arm: int = Field(60, ge=2, le=2000)
    weeks: float = Field(12, gt=0, le=104, allow_inf_nan=False)
    every: int = Field(4, ge=0, le=12, description="weeks between visits; 0 for start and end only")
    primary: Name = Field("bdi2", description="what counts")
    second: Name = ""
    third: Name = ""
    dropout: float = Field(10, ge=0, le=90, allow_inf_nan=False, description="per cent who leave early")
    leave: Literal["chance", "symptoms"] = Field("chance", description="why they leave")
    adherence: float = Field(100, ge=10, le=100, allow_inf_nan=False, description="per cent of doses taken")
    analysis: Literal["ancova", "mmrm", "t-test"] = "ancova"
    seed: int = Field(0, ge=0, le=seeds.LARGEST)
    power: bool = True


def written(form: TrialForm) -> str:
    """The design of a form as YAML, which the command line takes too."""
    lines = [f"title: {_text(form.title or _title(form))}", f"population: {_text(form.population)}"]
    if form.only:
        lines.append(f"include: {{{_text(form.only)}: {_limits(form)}}}")
    days = f"{7 * form.weeks:g}"
    events = _events(form, days)
    lines += [
        "arms:",
        f"  active: {{events: [{', '.join(events)}]}}",
        "  placebo: {events: []}" if form.blinded else "  nothing: {events: []}",
        f"blinded: {str(form.blinded).lower()}",
        f"per_arm: {form.per_arm}",
        f"weeks: {form.weeks:g}",
        f"visits: [{', '.join(f'{week:g}' for week in _visits(form))}]",
        f"endpoints: [{', '.join(_text(name) for name in (form.primary, form.second, form.third) if name)}]",
        f"dropout: {{rate: {form.dropout / 100:g}, by: {form.leave}}}",
        f"adherence: {form.adherence / 100:g}",
        f"analysis: {form.analysis}",
    ]
    return "\n".join(lines) + "\n"


def _events(form: TrialForm, days: str) -> list[str]:
    doses = [(name, cfu) for name, cfu in ((form.strain, form.cfu), (form.strain2, form.cfu2)) if name]
    events = []
    if doses:
        strains = ", ".join(f"{_text(name)}: {_number(cfu)}" for name, cfu in doses)
        events.append(f"{{exposure: probiotic, strains: {{{strains}}}, start: 0, days: {days}}}")
    if form.beside:
        amount = "" if form.amount is None else f"amount: {_number(form.amount)}, "
        events.append(f"{{exposure: {_text(form.beside)}, {amount}start: 0, days: {days}}}")
    return events


def _limits(form: TrialForm) -> str:
    if form.least is not None and form.most is not None:
        return f"[{form.least:g}, {form.most:g}]"
    if form.most is not None:
        return f'"<={form.most:g}"'
    return f'">={form.least or 0:g}"'


def _visits(form: TrialForm) -> list[float]:
    if not form.every:
        return [0.0, form.weeks]
    between = [float(week) for week in range(0, int(form.weeks) + 1, form.every) if week < form.weeks]
    return [*between, form.weeks]


def _title(form: TrialForm) -> str:
    given = " and ".join(name for name in (form.strain, form.strain2, form.beside.replace("_", " ")) if name)
    return f"{given or 'Nothing'} for {form.weeks:g} weeks in {form.population.replace('-', ' ')}"


def _number(value: float) -> str:
    """A number as YAML 1.2 reads it: with a point before an exponent."""
    if value < 1e5:
        return f"{value:g}"
    digits, _, power = f"{value:.6e}".partition("e")
    return f"{digits.rstrip('0')}{'0' if digits.rstrip('0').endswith('.') else ''}e{int(power)}"


def _text(value: str) -> str:
    """Text that YAML reads as itself: names bare, all else in quotes."""
    bare = re.fullmatch(r"[a-z][a-z0-9_-]*", value) and value not in ("true", "false", "null")
    return value if bare else json.dumps(value, ensure_ascii=False)


@per_language
def endpoints() -> dict[str, dict[str, str]]:
    """What can be measured: groups of names with their titles."""
    from gutbrain import words
    from gutbrain.people.scales import scales

    groups: dict[str, dict[str, str]] = {}
    for name, scale in scales().items():
        groups.setdefault(f"Questionnaires: {scale['measures']}", {})[name] = f"{words.title(name)} ({scale['name']})"
    groups["Mind, as the model has it"] = {name: words.title(name) for name in ("depression", "anxiety", "cognition")}
    groups["Measured in the body"] = {name: words.title(name) for name in MARKERS}
    return groups


@per_language
def given() -> dict[str, str]:
    """What an active arm can get besides strains, with its unit."""
    from gutbrain import words
    from gutbrain.exposures import exposures

    names = {name: words.exposure(name) for name in BESIDE}
    return {name: f"{text[0].upper()}{text[1:]}, {words.unit(exposures()[name].unit)}" for name, text in names.items()}


@per_world
def strains() -> tuple[str, ...]:
    """Short names of the strains that are known."""
    from gutbrain.exposures import strains as known

    return tuple(sorted(strain.short for strain in known() if strain.level == "strain"))
