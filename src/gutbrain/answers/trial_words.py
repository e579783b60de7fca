"""A virtual trial in plain words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from gutbrain import words
from gutbrain.answers import trial_said

if TYPE_CHECKING:
    from gutbrain.trials.design import Design
    from gutbrain.trials.trial import TrialResult

NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


def design_said(design: Design) -> list[str]:
    """Who gets what, for how long, and what is measured."""
    from gutbrain.people import presets

    who = presets()[design.person.preset].title.lower()
    let_in = f", let in if {' and '.join(trial_said.criterion(c) for c in design.include)}" if design.include else ""
    each = f"{design.per_arm} in each of {NUMBERS[len(design.arms)]} arms"
    if design.crossover:
        each = "everybody gets everything, one after the other"
    arms = [f"{arm.name}: {_given(arm.events)}" for arm in design.arms]
    blinded = "Nobody knows who gets what" if design.blinded else "Everybody knows who gets what"
    others = [words.title(name) for name in design.endpoints[1:]]
    beside = f", beside it {words.listed(others)}" if others else ""
    leave = f" About {100 * design.dropout:.0f} of 100 leave early." if design.dropout else ""
    return [
        f"{design.people} simulated people ({who}{let_in}), {each}.",
        f"{'; '.join(arms)}.",
        f"{blinded}; it lasts {design.weeks:g} weeks. What counts is {words.title(design.primary)}{beside}.{leave}",
    ]


def _given(events: tuple[object, ...]) -> str:
    if not events:
        return "nothing that acts"
    return words.listed([", ".join(part for part in (words.event_name(e), words.dose(e)) if part) for e in events])


def chance_said(result: TrialResult) -> str:
    """The chance of success, counted in a hundred trials."""
    assert result.expected is not None
    design, share = result.design, result.chance
    if not result.expected.analysed.any():
        return f"No such trial could be analysed on {words.title(design.primary)}, since too few people are left."
    count = f"About {100 * share:.0f} of 100"
    if 0 < share < 0.01:
        count = "Fewer than 1 of 100"
    side = {-1: "lower", 1: "higher", 0: "different"}[design.better[design.primary]]
    name = words.title(design.primary)
    if design.margin is not None:
        by = trial_said.margin(design)
        return f"{count} such trials would show that the treatment is not worse in {name} by {by}."
    return f"{count} such trials would show it: {name} {side} with the treatment, by more than chance explains."


def answer_said(result: TrialResult) -> list[str]:
    """What trials find, and how many people it would take."""
    design, expected = result.design, result.expected
    assert expected is not None
    from gutbrain.trials.analysis import RATIOS

    said = []
    for _, contrast in (key for key in expected.comparisons if key[0] == design.primary):
        values = trial_said.scaled(trial_said.kind(design, design.primary), expected.interval(design.primary, contrast))
        which = f" ({contrast})" if len(design.questions) > 1 else ""
        if not math.isfinite(values[0]):
            said.append(f"What the treatment does to {words.title(design.primary)}{which} {trial_said.UNKNOWN}.")
            continue
        kind = trial_said.kind(design, design.primary)
        ratio = kind in RATIOS
        places = words.decimals(values, digits=2)
        middle, low, high = (words.number(value, places=places, sign=not ratio) for value in values)
        what = f"a {kind}"
        said.append(
            f"A typical trial finds {what} of {middle} in {words.title(design.primary)}{which}; "
            f"90 of 100 trials find something from {low} to {high}."
        )
    lost = 1 - float(expected.analysed.mean())
    if trial_said.WORTH <= lost < 1:
        said.append(f"{100 * lost:.0f} of 100 such trials could not be analysed, since too few people are left.")
    said += [part for part in (trial_said.kind_of(design), trial_said.believed(result)) if part]
    if expected.analysed.any():
        said += [trial_said.needed(one, design, several=len(result.sizes) > 1) for one in result.sizes]
    return said
