"""What a prediction comes to, in sentences: for the command and for the page alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gutbrain.fitting.fit import CANNOT, ENOUGH, NO_DIFFERENCE
from gutbrain.fitting.foretell import FEW_DAYS, NOT_TOLD, ONLY_DAY, Change
from gutbrain.fitting.past import FEWEST_WEEKS
from gutbrain.language import N_, gettext, ngettext

if TYPE_CHECKING:
    from gutbrain.diary.predict import Prediction

VERDICTS = {
    CANNOT: N_("cannot tell"),
    NO_DIFFERENCE: N_("no difference worth naming"),
    "better": N_("better"),
    "worse": N_("worse"),
    "higher": N_("higher"),
    "lower": N_("lower"),
    "better, likely": N_("better, likely"),
    "worse, likely": N_("worse, likely"),
    "higher, likely": N_("higher, likely"),
    "lower, likely": N_("lower, likely"),
    "goes with better": N_("such days go with better ones"),
    "goes with worse": N_("such days go with worse ones"),
    "goes with higher": N_("such days go with higher ones"),
    "goes with lower": N_("such days go with lower ones"),
}
"""Verdicts of a change, as they are shown."""

SKILLS = {
    "cannot tell": N_("cannot tell"),
    "better than as usual": N_("closer"),
    "worse than as usual": N_("further off: go by your mean and what persists"),
    "no better than as usual, as far as can be told": N_("no closer, as far as can be told"),
}
"""What can be said of a skill."""

BEFORE = N_(
    "Against your mean and what persists, days foretold from the days before them were %(skill)+.0f %% closer "
    "(%(low)+.0f to %(high)+.0f %%): %(verdict)s."
)
LIVED = N_("Where one knows how the days were lived: %(skill)+.0f %% (%(low)+.0f to %(high)+.0f %%): %(verdict)s.")

ALIKE, SOME = 0.6, 0.8
"""How probable it is that a week with the change is the better one: below, the bands are almost one; they overlap."""


def sentences(found: Prediction) -> list[str]:
    """What a prediction comes to.

    Parameters
    ----------
    found
        The prediction.
    """
    return [as_usual(found), *change(found), *past(found)]


def as_usual(found: Prediction) -> str:
    """What the weeks ahead bring if nothing changes."""
    low, median, high = np.quantile(found.found.weekly()[:, -1], (0.05, 0.5, 0.95))
    return gettext(
        "As usual, the mean of %(outcome)s in the last of these weeks lies between %(low).1f and %(high).1f in nine of "
        "ten cases (middle %(median).1f)."
    ) % {"outcome": found.outcome, "low": low, "median": median, "high": high}


def change(found: Prediction) -> list[str]:
    """What a change makes of them; nothing where nothing is changed."""
    told = found.found
    if told.effect is None:
        return []
    low, median, high = np.quantile(told.effect, (0.05, 0.5, 0.95))
    named = {
        "what": named_changes(told.changes),
        "verdict": gettext(VERDICTS[told.verdict]),
        "low": low,
        "median": median,
        "high": high,
        "outcome": found.outcome,
    }
    said = [gettext("With %(what)s: %(verdict)s.") % named]
    said += [why(found)] if told.why else []
    said.append(
        gettext("Over all that may be so, it moves %(outcome)s by %(median)+.2f (%(low)+.2f to %(high)+.2f).") % named
    )
    if told.people is not None:
        low, median, high = np.quantile(told.people, (0.05, 0.5, 0.95))
        of = {"low": low, "median": median, "high": high}
        said.append(gettext("In people in general by the model: %(median)+.2f (%(low)+.2f to %(high)+.2f).") % of)
    return [*said, *overlap(found), *_beyond(told.changes)]


def named_changes(changes: tuple[Change, ...]) -> str:
    """What is changed, with how it was: ``sleep 7.5 h/night (recorded 6.9)``."""
    said = []
    for one in changes:
        unit = "" if one.unit == "1" else f" {one.unit}"
        of = {"name": one.name, "amount": f"{one.amount:.3g}{unit}", "mean": f"{one.mean:.3g}"}
        said.append(gettext("%(name)s %(amount)s (on the mean it was %(mean)s)") % of)
    return ", ".join(said)


def why(found: Prediction) -> str:
    """Why nothing can be told of a change, or what is to be known beside what is told."""
    told = found.found
    if told.why == FEW_DAYS:
        of = {"days": told.one.recorded, "enough": ENOUGH}
        return gettext("%(days)d days: nothing can be told from so few; from %(enough)d on.") % of
    if told.why == ONLY_DAY:
        return gettext("That is what goes together: which came first cannot be told, and nothing was drawn by lot.")
    day = found.could_tell()
    if told.why == NOT_TOLD and day is not None and told.days_needed and told.days_needed > told.one.recorded:
        return gettext(
            "Your days do not tell whether you follow it. If you react as people in general do, they could from about "
            "%(day)s on."
        ) % {"day": day.isoformat()}
    if told.why == NOT_TOLD:
        return gettext("Your days do not tell whether you follow it.")
    return gettext("It may be better or worse: your days do not tell which.")


def overlap(found: Prediction) -> list[str]:
    """How far the two bands lie apart, in words."""
    better = found.found.better()
    if better is None:
        return []
    of = {"times": round(100 * better)}
    apart = max(better, 1 - better)
    if apart < ALIKE:
        bands = gettext("The two bands are almost one.")
    elif apart < SOME:
        bands = gettext("The two bands overlap for the most part.")
    else:
        bands = gettext("The two bands lie apart.")
    return [bands, gettext("A week with it is the better one in %(times)d of 100, where 50 is chance.") % of]


def past(found: Prediction) -> list[str]:
    """How well the past weeks were foretold."""
    told = found.found.past
    count = len(told.weeks)
    if count < FEWEST_WEEKS:
        return [
            gettext("How good this is cannot be told yet: %(count)d past weeks could be foretold; it takes %(fewest)d.")
            % {"count": count, "fewest": FEWEST_WEEKS}
        ]
    held = ngettext(
        "Of %(num)d past week your value lay in the band in %(held)d; nine of ten would be right.",
        "Of %(num)d past weeks your value lay in the band in %(held)d; nine of ten would be right.",
        count,
    ) % {"num": count, "held": told.held}
    said = [held]
    for skill, message in ((told.before, BEFORE), (told.lived, LIVED)):
        of = {
            "skill": 100 * skill.median,
            "low": 100 * skill.low,
            "high": 100 * skill.high,
            "verdict": gettext(SKILLS[skill.verdict]),
        }
        said.append(gettext(message) % of)
    return said


def _beyond(changes: tuple[Change, ...]) -> list[str]:
    return [
        gettext("No recorded day had %(name)s so (%(least)s to %(most)s): this goes beyond what your days can show.")
        % {"name": one.name, "least": f"{one.least:.3g}", "most": f"{one.most:.3g}"}
        for one in changes
        if one.beyond
    ]
