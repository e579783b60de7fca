"""What a virtual trial says, in sentences: on the page, in the browser and on the command line alike."""

from __future__ import annotations

import math
import re

import numpy as np

from gutbrain import words
from gutbrain.engine.simulation import known_observables
from gutbrain.trials.analysis import RATIOS, Estimate, NonInferiority, Parts
from gutbrain.trials.belief import Belief
from gutbrain.trials.design import Design
from gutbrain.trials.endpoints import is_ratio
from gutbrain.trials.like import Comparison
from gutbrain.trials.power import ENRICHED
from gutbrain.trials.questions import Criterion
from gutbrain.trials.sizes import Sizes
from gutbrain.trials.trial import TrialResult

UNKNOWN = "cannot be estimated"

SHORT = {"bmi": "BMI"}
"""Traits that are written otherwise than they are named."""

WORTH = 0.005
"""A share of trials that is worth a word."""


def name(measure: str) -> str:
    """What is measured, inside a sentence."""
    if measure in known_observables():
        return words.title(measure)
    return SHORT.get(measure) or measure.replace("_", " ")


def heading(measure: str) -> str:
    """The same at the head of a row."""
    said = name(measure)
    return said[:1].upper() + said[1:]


def measures(choice: str) -> str:
    """A choice of measures (``with crp``) with plain names."""
    return " ".join(name(word) if word != "with" else word for word in choice.split())


def criterion(one: Criterion) -> str:
    """A criterion with its plain name: ``BDI-II 12 to 30``."""
    return str(one).replace(one.name, name(one.name), 1)


def plain(text: str, design: Design) -> str:
    """A text in which measures and exposures stand by their keys, as a reader knows them."""
    known = {event.exposure: words.exposure(event.exposure) for arm in design.arms for event in arm.events}
    known |= {key: name(key) for key in (*(one.name for one in (*design.include, *ENRICHED)), *design.endpoints)}
    return re.sub(r"\b[a-z][a-z0-9_]*\b", lambda found: known.get(found[0], found[0]), text)


def p_value(value: float | None) -> str:
    """A p value; never 0."""
    if value is None or not math.isfinite(value):
        return ""
    if value < 0.001:
        return "<0.001"
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}"


def kind(design: Design, endpoint: str) -> str:
    """What estimates of an endpoint are: differences, ratios, hazard ratios, or differences of shares."""
    counted = design.primary_as.kind if endpoint == design.primary else "change"
    if counted == "time-to-event":
        return "hazard ratio"
    if counted != "change":
        return "risk difference"
    return "ratio" if is_ratio(endpoint) else "difference"


def scaled(kind: str, values: tuple[float, ...]) -> tuple[float, ...]:
    """Estimates as they are told: of what is analysed as a logarithm the ratio."""
    return tuple(math.exp(v) for v in values) if kind in RATIOS else values


def cell(value: str | float | int | None) -> str:
    """What stands in a table: text as it is, numbers short, nothing where nothing is known."""
    if value is None or isinstance(value, str):
        return value or ""
    return words.number(value) if math.isfinite(value) else UNKNOWN


def spread(values: tuple[float, ...]) -> str:
    """``estimate (low to high)``."""
    if not math.isfinite(values[0]):
        return UNKNOWN
    return words.span(words.as_interval((values[0], values[1], values[2])))


def lead(result: TrialResult) -> str:
    """The answer in a sentence or two."""
    design = result.design
    many = f"{design.people} people, {design.weeks:g} weeks"
    primary = words.title(design.primary)
    if result.expected is None:
        return f"{many}: {_one(result)}"
    compared = len(design.family)
    anywhere = f", in one of {compared} comparisons at least" if compared > 1 else ""
    aim = (
        f"show {primary} to be not worse by {margin(design)}" if design.margin is not None else f"succeed on {primary}"
    )
    said = f"{many}: about {100 * result.chance:.0f} of 100 such trials would {aim}{anywhere}."
    lost = 1 - float(result.expected.analysed.mean())
    if lost == 1:
        said = f"{many}: no such trial could be analysed on {primary}, since too few people are left."
    elif lost >= WORTH:
        said += f" {100 * lost:.0f} of 100 could not be analysed, since too few people are left."
    parts = [kind_of(design), said, believed(result)]
    if lost < 1:
        parts += [needed(one, design, several=compared > 1) for one in result.sizes]
    return " ".join(part for part in parts if part)


def _one(result: TrialResult) -> str:
    """What one trial finds, all comparisons of the primary endpoint."""
    design = result.design
    main = [e for e in result.estimates if e.endpoint == design.primary and e.primary]
    found = "; ".join(f"{e.contrast} {estimate(e)}" for e in main) if main else UNKNOWN
    said = f"in one such trial {words.title(design.primary)} differs, {found}."
    if not any(e.known for e in main):
        why = main[0].why if main else "too few people are left"
        said = (
            f"what the treatment does to {words.title(design.primary)} cannot be estimated from one such trial: {why}."
        )
    return " ".join(part for part in (kind_of(design), said, believed(result)) if part)


def kind_of(design: Design) -> str:
    """What an open design against a control that nobody takes for the treatment is; nothing of other designs."""
    control = next(arm for arm in design.arms if arm.name == design.control)
    if control.kind == "waiting-list":
        return (
            "This is an open trial against a waiting list: whoever is treated knows it and is seen again and again, "
            "whoever waits expects nothing and is left alone. What it finds is treatment, belief and attention in one."
        )
    if control.kind == "usual-care":
        return (
            "This is an open trial against usual care: whoever is treated knows it. What it finds is treatment and "
            "belief in one."
        )
    return ""


def needed(one: Sizes, design: Design, *, several: bool = False) -> str:
    """How many people a comparison needs: at the effect to expect, at one that is assumed, and for assurance.

    Parameters
    ----------
    one
        The comparison.
    design
        The design.
    several
        Whether there are more, so that it is named.
    """
    which = f"{one.contrast}: " if several else ""
    aim = f" 80 % assurance over all that is not known takes {assured(one)}."
    if one.at_median is None:
        said = f"{which}no number of people gives a power of 80 % at the effect to expect ({effect(one, design)})."
    else:
        said = (
            f"{which}{one.at_median} people in an arm give a power of 80 % if the effect to expect is true "
            f"({effect(one, design)})."
        )
    if one.assumed:
        size = f"{one.assumed.per_arm} people in an arm" if one.assumed.per_arm else "more than can be asked for"
        said += f" The effect that is assumed ({points(one.assumed.effect, design)}) takes {size}."
    said += aim
    return said[:1].upper() + said[1:] if not several else said


def effect(one: Sizes, design: Design) -> str:
    """The effect to expect of a comparison with its interval, in points or as a ratio."""
    return spread(scaled(design.primary, one.effect))


def points(value: float, design: Design) -> str:
    """An effect on the scale of the analysis, as it is told."""
    told = scaled(design.primary, (value,))[0]
    return f"a ratio of {words.number(told)}" if is_ratio(design.primary) else words.number(told)


def assured(one: Sizes) -> str:
    """People in an arm for an assurance of 80 % with the interval, or that it is not reached, with the ceiling."""
    top = one.ceiling
    if top.value is None or top.low is None or top.high is None:
        return "a number that cannot be estimated"
    ceiling = f"{100 * top.value:.0f} % ({100 * top.low:.0f} to {100 * top.high:.0f})"
    if one.assured.value is None:
        return f"more than any number of people: the most that can be reached is {ceiling}"
    low, high = (words.given(end) if end else "not reachable" for end in (one.assured.low, one.assured.high))
    return f"{one.assured.value} in an arm ({low} to {high}); the most that can be reached is {ceiling}"


def estimate(e: Estimate) -> str:
    """An estimate with its interval, or that there is none."""
    if not e.known:
        return UNKNOWN
    kind = f"by a {e.kind} of " if e.kind in RATIOS else "by "
    return f"{kind}{spread((e.value, e.low, e.high))}"


def believed(result: TrialResult) -> str:
    """What share of an effect is belief, and what is left of it where all believe alike."""
    belief = result.belief
    if belief is None:
        return ""
    how = "in what people believe they get" + ("" if belief.seen_alike else " and in how much they are seen")
    said = f"The arms differ {how}, so that the effect holds {belief_too(belief)} too"
    if belief.expected is None:
        one = "; ".join(f"{e.contrast} {estimate(e)}" for e in belief.estimates if e.primary) or UNKNOWN
        return f"{said}; if all believed alike: {one}."
    portions = [portion(belief, contrast) for contrast in belief.even]
    said += f": {'; '.join(part for part in portions if part)}." if any(portions) else "."
    if len(belief.even) != 1:
        return f"{said} Without it about {100 * belief.expected.assurance:.0f} of 100 would succeed."
    even = next(iter(belief.even.values()))
    chance = even.assurance(result.design.per_arm)
    chance = chance if math.isfinite(chance) else belief.expected.assurance
    need = even.sample_size()
    then = f"80 of 100 would then take {need} people in an arm" if need else "80 of 100 could then not be reached"
    return f"{said} Without it about {100 * chance:.0f} of 100 would succeed, and {then}."


def belief_too(belief: Belief) -> str:
    """What besides the treatment makes a difference of the arms."""
    return "belief" if belief.seen_alike else "belief and attention"


def without_belief(belief: Belief) -> str:
    """Of which trial the tables of what would help are."""
    return f"What would help is asked of the treatment itself: these chances are without {belief_too(belief)}."


def portion(belief: Belief, contrast: str) -> str:
    """Share of an effect that is belief; nothing where the arms of the comparison believe alike."""
    if np.array_equal(belief.told[contrast].effect, belief.even[contrast].effect):
        return ""
    share, low, high = belief.portion(contrast)
    which = f" ({contrast})" if len(belief.even) > 1 else ""
    if not math.isfinite(share):
        return f"the effect is too small to say what share of it is {belief_too(belief)}{which}"
    return f"{100 * share:.0f} % ({100 * low:.0f} to {100 * high:.0f}) of it is {belief_too(belief)}{which}"


def arms_believe(belief: Belief) -> str:
    """How much each arm believes."""
    return ", ".join(f"{arm} {share:g}" for arm, share in belief.arms.items())


def margin(design: Design) -> str:
    """The non-inferiority margin, with what it is a margin of."""
    assert design.margin is not None
    if is_ratio(design.primary):
        worse = design.margin if design.better[design.primary] < 0 else -design.margin
        return f"{words.given(design.margin)} of the logarithm (a ratio of {words.number(math.exp(worse))})"
    return words.given(design.margin)


def non_inferior(one: NonInferiority, design: Design) -> str:
    """The verdict on one arm."""
    verdict = {True: "shown", False: "not shown", None: UNKNOWN}[one.shown]
    said = f"{one.contrast}: not worse by {margin(design)} in {words.title(design.primary)}: {verdict}"
    if one.shown is None:
        return said
    ratio = is_ratio(design.primary)
    reached = f"a ratio of {words.number(math.exp(one.worst))}" if ratio else words.number(one.worst)
    return f"{said}; the interval reaches {reached}"


def parts(found: Parts) -> str:
    """How many people are in the subgroup and outside it, and what follows where one of them is empty."""
    said = f"subgroup {criterion(found.criterion)}: {found.inside} people in it, {found.outside} outside"
    return said if found.compared else f"{said}: whether the effect is another in them cannot be estimated"


def against(one: Comparison) -> str:
    """What a published trial found, and what was to be expected of it."""
    effect = one.published.effect

    def said(which: str) -> str:
        found = getattr(one, which)
        low, middle, high = (words.number(v, places=2) for v in (found.low, found.median, found.high))
        return f"{middle} ({low} to {high})"

    roles = {
        "primary": ", its primary outcome",
        "secondary": ", a secondary outcome: no number of its primary one can be compared",
        "": " (which of its outcomes is the primary one is not recorded)",
    }
    scale = f"{effect.outcome.scale}{roles[one.published.role]}"
    if not one.published.exact:
        printed = "no difference" if effect.kind == "imputed-null" else "no exact number"
        return (
            f"{effect.trial.key} printed {printed} on {scale}. Such trials show Hedges g "
            f"{said('results')} in 90 of 100; {100 * one.significant:.0f} of 100 would be significant."
        )
    where, g = "inside" if one.inside else "outside", words.number(effect.g, places=2)
    return (
        f"{effect.trial.key} printed Hedges g {g} on {scale}: {where} what was to be expected in print, "
        f"{said('printed')} in 90 of 100. Trials themselves show {said('results')}."
    )


def succeeding(design: Design) -> str:
    """What a trial of this design must show."""
    name, several = words.title(design.primary), len(design.family) > 1
    if design.bayes:
        return f"the posterior chance of benefit in {name} is above {design.bayes.success:g}"
    level = f"p below {design.alpha:g}{', adjusted for all comparisons' if several else ''}"
    if design.margin is not None:
        return f"the primary endpoint is not worse by {margin(design)}, {level}"
    if design.equivalence is not None:
        return f"the primary endpoint differs by less than {words.given(design.equivalence)} either way, {level}"
    if design.looks:
        level = f"a bound of a look is crossed ({design.looks[0].efficacy}), error rate {design.alpha:g} over all looks"
    if design.co_primary:
        return f"{words.listed([words.title(one) for one in design.co_primary])} are all better, {level}"
    counted = {"change": "better", "responder": "more often a response", "remission": "more often remission"}
    how = counted.get(design.primary_as.kind, "later or sooner, as is wanted,")
    where = "over the doses (trend)" if design.doses else "with a factor" if design.factorial else "in a treated arm"
    return f"the primary endpoint is {how} {where}, {level}"


def sure(result: TrialResult) -> str:
    """What success means, and what it holds."""
    design = result.design
    said = f"Succeed means: {succeeding(design)}."
    held = f" Control: {design.control}."
    if result.belief:
        held += f" Belief in being treated: {arms_believe(result.belief)} (0 none, 1 sure)."
    return said + held
