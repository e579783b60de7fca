"""Tables of a virtual trial, as text: the same on the page, in the browser and on the command line."""

from __future__ import annotations

import math
from dataclasses import dataclass

from gutbrain import words
from gutbrain.answers import trial_said
from gutbrain.trials.design import Design
from gutbrain.trials.sizes import Sizes
from gutbrain.trials.spread import RESPONDERS, Compared, PublishedSpread, Spread
from gutbrain.trials.trial import TrialResult

NOT_REACHABLE = "not reachable"

MOST_PUBLISHED = 3
"""Published arms that stand beside a number; fewer where they are of other people."""


@dataclass(frozen=True)
class Table:
    """A table: ``headings`` and ``rows`` of text, and the places of the columns that hold ``numbers``."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    note: str = ""


def size_tables(result: TrialResult) -> list[Table]:
    """How many people each comparison needs, and what changes if something is otherwise."""
    made = []
    for one in result.sizes:
        which = f" ({one.contrast})" if len(result.sizes) > 1 else ""
        made.append(_sizes(one, result.design, which))
        made.append(_sensitivity(one, which))
    return made


def _sizes(one: Sizes, design: Design, which: str) -> Table:
    planned, effect = one.planned, trial_said.effect(one, design)
    rows = [
        (f"power at the median effect, {effect}", _percent(one.power_at_median), _people(one.at_median), ""),
    ]
    if one.assumed:
        stated = one.assumed
        sd = f", SD {words.given(round(stated.sd, 2))}" if stated.given else ""
        said = f"power at the effect assumed, {trial_said.points(stated.effect, design)}{sd}"
        rows.append((said, _percent(stated.power), _people(stated.per_arm), ""))
    spread = f"{_people(one.assured.low)} to {_people(one.assured.high)}"
    top = one.ceiling
    rows.append(
        ("assurance", f"{_percent(one.chance)} ± {_percent(1.96 * one.error)}", _people(one.assured.value), spread)
    )
    if top.value is not None and top.low is not None and top.high is not None:
        rows.append(
            ("largest assurance", f"{_percent(top.value)} ({_percent(top.low)} to {_percent(top.high)})", "", "")
        )
    note = (
        "The median is over the parameter sets, with the interval that holds 90 % of them. Intervals of people and of "
        f"the largest assurance hold 90 of 100 resamples of the parameter sets; in {100 * one.unreached:.0f} of 100 an "
        "assurance of 80 % is not reached. Tails are those of the noncentral t distribution."
    )
    head = ("how many people" + which, f"with {planned} in an arm", "in an arm for 80 %", "90 %")
    return Table("How many people" + which, head, tuple(rows), (1, 2, 3), note)


def _sensitivity(one: Sizes, which: str) -> Table:
    """If something is otherwise."""
    stated = one.assumed is not None
    rows = tuple(
        (
            row.what,
            _people(row.at_median),
            *((_people(row.at_assumed),) if stated else ()),
            _percent(row.chance),
        )
        for row in one.sensitivity
    )
    head = ("if otherwise" + which, "for 80 % at the median effect", *(("at the assumed one",) if stated else ()))
    head = (*head, f"assurance with {one.planned}")
    note = "People in an arm. Each row changes one thing and leaves all else as planned."
    return Table("If something is otherwise" + which, head, rows, tuple(range(1, len(head))), note)


def spread_table(result: TrialResult) -> Table | None:
    """How people of the control arm differ, beside published control arms; nothing where there is none to tell of."""
    rows = tuple(
        _spread(one, row)
        for one in result.spreads
        for row in one.rows
        # of what nobody published, and does not decide, one number is enough
        if one.endpoint == result.design.primary or any(r.published for r in one.rows) or row.what == "SD at the end"
    )
    if not rows:
        return None
    arm = result.spreads[0].arm
    note = (
        "Model: trials with 100 people in an arm, each with another parameter set. Published: control arms of trials, "
        "in points of the scale, with 95 % intervals; of other people or another kind of control where that is said. "
        "Where no published arm is known here, nothing is said of the spread."
    )
    head = ("spread", "", "model (90 %)", "published", "model is")
    return Table(f"How people of {arm} differ", head, rows, (2,), note)


def _spread(one: Spread, row: Compared) -> tuple[str, ...]:
    whole = row.what == RESPONDERS
    name = "fell by half" if whole else row.what
    model = f"{_value(row.median, whole)}"
    if row.low != row.high:
        model += f" ({_value(row.low, whole)} to {_value(row.high, whole)})"
    shown = [found for found in row.published if found.same][:MOST_PUBLISHED] or row.published[:1]
    published = "; ".join(_published(found, whole) for found in shown)
    more = len(row.published) - len(shown)
    published += f"; and {more} more" if more > 0 else ""
    verdict = {"inside": "as published", "below": "below", "above": "above"}.get(row.verdict, "")
    return (trial_said.heading(one.endpoint), name, model, published or "not covered here", verdict)


def _published(found: PublishedSpread, whole: bool) -> str:
    said = _value(found.value, whole)
    if found.low is not None and found.high is not None:
        said += f" ({_value(found.low, whole)} to {_value(found.high, whole)})"
    who = "" if found.same else f", {found.preset.replace('-', ' ')}, {found.control} control"
    return f"{said} {found.study}{who}"


def _value(value: float, whole: bool) -> str:
    if not math.isfinite(value):
        return trial_said.UNKNOWN
    return f"{100 * value:.0f} %" if whole else words.number(value)


def _people(value: float | None) -> str:
    return NOT_REACHABLE if value is None else f"{value:.0f}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if math.isfinite(share) else trial_said.UNKNOWN
