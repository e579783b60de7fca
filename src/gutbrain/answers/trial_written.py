"""The design that the form of a trial means, as YAML: what the page shows beside it and the command line takes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from gutbrain.answers.trial_form import OF_AN_ARM, TrialForm
from gutbrain.words import listed

CONTROLS = {"placebo": "placebo", "attention": "attention", "usual-care": "usual care", "waiting-list": "waiting list"}
"""Kinds of control by what the arm is called; ``nothing`` is an arm without a kind."""


@dataclass(frozen=True)
class _Arm:
    name: str
    events: tuple[str, ...]
    ratio: int
    kind: str = ""


def written(form: TrialForm) -> str:
    """The design of a form as YAML, which the command line takes too."""
    arms, control = _treated(form), _control(form)
    lines = [f"title: {_text(form.title or _title(form, arms))}", f"population: {_text(form.population)}"]
    if form.only:
        lines.append(f"include: {{{_text(form.only)}: {_limits(form)}}}")
    lines.append("arms:")
    # doses stand in the order in which they rise; two factors make an arm of nothing by themselves
    placed = {"dose-response": [control, *arms], "factorial": arms}.get(form.layout, [*arms, control])
    lines += [f"  {_text(arm.name)}: {{{_kind(arm)}events: [{', '.join(arm.events)}]}}" for arm in placed]
    lines += [
        f"blinded: {str(_blinded(form)).lower()}",
        f"per_arm: {_sizes(form, placed)}",
        f"weeks: {form.weeks:g}",
        f"visits: [{', '.join(f'{week:g}' for week in _visits(form))}]",
        f"endpoints: [{', '.join(_text(name) for name in _measured(form))}]",
        *_layout(form, arms),
        *_asked(form),
        *_conduct(form),
    ]
    return "\n".join(lines) + "\n"


def _treated(form: TrialForm) -> list[_Arm]:
    """The arms that get something; each has a name of its own."""
    days = f"{7 * form.weeks:g}"
    first = _events([(form.strain, form.cfu), (form.strain2, form.cfu2)], form.beside, form.amount, days)
    found = [(form.name, "active", first, form.ratio)]
    for number in range(2, form.arms):
        name, strain, cfu, beside, amount, ratio = (getattr(form, f"arm{number}_{field}") for field in OF_AN_ARM)
        found.append((name, f"active {number}", _events([(strain, cfu)], beside, amount, days), ratio))
    made: list[_Arm] = []
    taken = {_control(form).name}
    for name, otherwise, events, ratio in found:
        chosen = name.strip() or otherwise
        while chosen in taken:
            chosen = f"{chosen} again"
        taken.add(chosen)
        made.append(_Arm(chosen, events, ratio))
    return made


def _control(form: TrialForm) -> _Arm:
    said = form.control or ("placebo" if form.blinded else "nothing")
    # a placebo is what an arm without events in a blinded trial is
    kind = "" if said in ("placebo", "nothing") else said
    return _Arm(CONTROLS.get(said, "nothing"), (), form.control_ratio, kind)


def _blinded(form: TrialForm) -> bool:
    return form.blinded if not form.control else form.control in ("placebo", "attention")


def _kind(arm: _Arm) -> str:
    return f"kind: {arm.kind}, " if arm.kind else ""


def _sizes(form: TrialForm, arms: list[_Arm]) -> str:
    if len({arm.ratio for arm in arms}) == 1 or form.layout in ("crossover", "factorial", "stepped-wedge"):
        return str(form.per_arm)
    return f"{{{', '.join(f'{_text(arm.name)}: {form.per_arm * arm.ratio}' for arm in arms)}}}"


def _layout(form: TrialForm, arms: list[_Arm]) -> Iterator[str]:
    """How people come to arms."""
    if form.layout == "crossover":
        yield f"crossover: {{washout: {form.washout:g}}}"
    elif form.layout == "factorial":
        levels = (f"{_text(arm.name)}: [{_text(f'without {arm.name}')}, {_text(arm.name)}]" for arm in arms)
        yield f"factorial: {{{', '.join(levels)}}}"
    elif form.layout == "dose-response":
        yield "dose_response: true"
    elif form.layout == "clusters":
        yield f"clusters: {{number: {form.groups}, icc: {form.icc:g}}}"
    elif form.layout == "stepped-wedge":
        yield f"stepped_wedge: {{clusters: {form.groups}, steps: {form.steps}, icc: {form.icc:g}}}"
    elif form.layout == "sites":
        yield f"sites: {{number: {form.groups}, icc: {form.icc:g}}}"
    if form.strata:
        yield f"randomisation: {{kind: stratified, by: [{_text(form.strata)}]}}"
    elif form.simple:
        yield "randomisation: simple"
    if form.run_in:
        yield f"run_in: {form.run_in:g}"
    if form.follow_up:
        yield f"follow_up: [{form.weeks + form.follow_up:g}]"


def _asked(form: TrialForm) -> Iterator[str]:
    """What counts, and when the trial succeeds."""
    others = [name for name in _measured(form) if name != form.primary]
    if form.counts == "time-to-event":
        yield f"primary: {{endpoint: {_text(form.primary)}, as: time-to-event, event: response, good: true}}"
    elif form.counts != "change":
        yield f"primary: {{endpoint: {_text(form.primary)}, as: {form.counts}}}"
    if form.counts in ("responder", "time-to-event"):
        yield f"responder: {form.responder / 100:g}"
    if form.several != "holm" and others:
        yield f"{form.several}: [{', '.join(map(_text, (form.primary, *others)))}]"
    if form.aim != "superiority":
        yield f"{form.aim.replace('-', '_')}: {{margin: {form.margin:g}}}"
    if form.assume is not None:
        yield f"assume: {{{_text(form.primary)}: {form.assume:g}}}"
    if form.look:
        futility = f", futility: {form.futility / 100:g}" if form.futility else ""
        yield f"interim: [{{share: {form.look / 100:g}, efficacy: {form.bounds}{futility}}}]"
    if form.bayes:
        yield f"bayes: {{prior: {form.bayes}, success: 0.975}}"
    if form.challenge:
        yield f"challenge: {{exposure: stressor, name: {_text(form.challenge)}, visit: last}}"
    if form.prompts:
        yield f"ema: {{prompts: {form.prompts}, days: 7, compliance: 0.8}}"
    if form.mediator:
        yield f"mediation: [{_text(form.mediator)}]"


def _conduct(form: TrialForm) -> Iterator[str]:
    """How it goes, and how it is analysed."""
    yield f"dropout: {{rate: {form.dropout / 100:g}, by: {form.leave}}}"
    yield f"adherence: {form.adherence / 100:g}"
    if form.layout not in ("crossover", "clusters", "stepped-wedge"):
        yield f"analysis: {form.analysis}"
    if form.covariate:
        yield f"covariates: [{_text(form.covariate)}]"
    if form.unseen:
        yield f"missing: {{rate: 0, analysis: {form.unseen}}}"
    if form.left:
        yield f"estimand: {{events: {{discontinuation: {form.left}}}}}"
    if form.raters:
        yield "raters: blinded"


def _measured(form: TrialForm) -> list[str]:
    """Endpoints, each once; what may carry the effect is measured as well."""
    return list(dict.fromkeys(name for name in (form.primary, form.second, form.third, form.mediator) if name))


def _events(doses: list[tuple[str, float]], beside: str, amount: float | None, days: str) -> tuple[str, ...]:
    taken = [(name, cfu) for name, cfu in doses if name]
    events = []
    if taken:
        strains = ", ".join(f"{_text(name)}: {_number(cfu)}" for name, cfu in taken)
        events.append(f"{{exposure: probiotic, strains: {{{strains}}}, start: 0, days: {days}}}")
    if beside:
        much = "" if amount is None else f"amount: {_number(amount)}, "
        events.append(f"{{exposure: {_text(beside)}, {much}start: 0, days: {days}}}")
    return tuple(events)


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


def _title(form: TrialForm, arms: list[_Arm]) -> str:
    given = [name for name in (form.strain, form.strain2, form.beside.replace("_", " ")) if name]
    said = listed(given) if given else "Nothing"
    if len(arms) > 1:
        said = listed([arm.name for arm in arms])
    return f"{said} for {form.weeks:g} weeks in {form.population.replace('-', ' ')}"


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
