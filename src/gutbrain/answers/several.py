"""Two or three options side by side: each against as now, and against one another, paired by parameter set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from pydantic import BaseModel, Field

from gutbrain import words
from gutbrain.answers import what_if_words as said
from gutbrain.answers.asked import Changes, Who, as_now, changed, plan
from gutbrain.answers.choices import choices
from gutbrain.answers.intervals import Interval, interval
from gutbrain.answers.several_file import read_options, with_options
from gutbrain.answers.several_question import LETTERS, SeveralQuestion, plans
from gutbrain.answers.what_if import Runs, at_the_end, between, worked_out
from gutbrain.answers.what_if_models import Answer, Moved
from gutbrain.arguments import shown
from gutbrain.care import listens
from gutbrain.errors import InputError, Problem
from gutbrain.shown import Card, Shown, estimate

if TYPE_CHECKING:
    import pandas as pd

    from gutbrain.exposures import Protocol


class Option(BaseModel):
    """One of the options, and what it would make otherwise."""

    label: str
    answer: Answer


class Apart(BaseModel):
    """How one outcome differs between two options at the end, in the typical person."""

    outcome: str
    unit: str
    options: tuple[str, str] = Field(description="the second one is held against the first")
    difference: Interval | None = Field(
        description="paired by parameter set; none where the effect of one of them is not in the model"
    )
    size: float = Field(description="of the difference in SD between people")
    clear: bool = Field(description="whether the interval excludes zero")
    better: str = Field(description="the option that is better, where that is clear and large enough to be noticed")
    said: str = Field(description="the same in words")


class SideBySide(Shown, BaseModel):
    """Options, each against as now, and against one another."""

    weeks: int
    who: str
    options: list[Option]
    apart: list[Apart]
    warnings: list[str]

    def lines(self, outcome: str) -> dict[str, Moved | None]:
        """How an outcome moves in each option; None where that is not in the model.

        Parameters
        ----------
        outcome
            Its name.
        """
        return {
            one.label: next((moved for moved in one.answer.outcomes if moved.name == outcome), None)
            for one in self.options
        }

    def without_difference(self) -> list[str]:
        """Titles of outcomes of which no two options can be held against one another: not in the model of each."""
        told = {one.outcome for one in self.apart if one.difference is not None}
        return [outcome.title for name, outcome in choices().outcomes.items() if name not in told]

    def card(self) -> Card:
        """What is shown of it.

        Returns
        -------
        Card
            Headline and rows.
        """
        rows = [
            (one.outcome, " and ".join(one.options), one.said, _told(one.difference), one.unit) for one in self.apart
        ]
        lines = [f"{one.label}: {'; '.join(one.answer.changes) or 'as now'}" for one in self.options]
        headline = f"{self.who}, {self.weeks} weeks. {'. '.join(lines)}"
        return Card(headline, ("outcome", "options", "better", "difference at the end (90 %)", "unit"), rows)

    def to_dataframe(self) -> pd.DataFrame:
        """Each option against as now, then each pair against one another.

        Returns
        -------
        DataFrame
            A row for each: ``outcome, unit, option, against, median, low, high, size``; nothing in the numbers where
            the effect is not in the model.

        Examples
        --------
        >>> import gutbrain as gb
        >>> found = gb.side_by_side("stressed-adult", {"A": {"sleep": 8}, "B": {"fibre": "+10"}}, weeks=4)
        >>> found.to_dataframe().query("against == 'A'")["option"].unique().tolist()
        ['B']
        """
        import pandas as pd

        rows = []
        for one in self.options:
            for moved in one.answer.outcomes:
                rows.append((moved.name, moved.unit, one.label, "as now", *_three(moved.change), moved.size))
        for pair in self.apart:
            first, second = pair.options
            rows.append((pair.outcome, pair.unit, second, first, *_three(pair.difference), pair.size))
        columns = ["outcome", "unit", "option", "against", "median", "low", "high", "size"]
        return pd.DataFrame(rows, columns=columns)


@listens
def side_by_side(
    who: Who, options: Mapping[str, Changes] | None = None, *, weeks: int | None = None, care: str | None = None
) -> SideBySide:
    """Two or three options for one person: what each would make otherwise against as now, and which is better.

    The same people, luck and parameter sets are in each, so a difference is told within each parameter set. What each
    makes otherwise is the answer of :func:`gutbrain.what_if`, number by number.

    Parameters
    ----------
    who
        As for :func:`gutbrain.what_if`. What happens in a protocol from day 0 on is otherwise in every option.
    options
        By what they are called: changes as for :func:`gutbrain.what_if`; an option without changes is what goes on as
        the protocol says. None where ``who`` is a file that has them (as the page "What if" saves it).
    weeks
        How far to look ahead, as for :func:`gutbrain.what_if`.
    care
        ``"seen"`` goes on where words of danger stopped it, for this call.

    Returns
    -------
    SideBySide
        The answer of each option, and each outcome of two of them against one another at the end (the mean of the last
        two weeks) with 90 % intervals of what is not known.

    Raises
    ------
    InputError
        Where there are not two or three options, or something of them cannot be used.

    Examples
    --------
    >>> import gutbrain as gb
    >>> found = gb.side_by_side("stressed-adult", {"sleep": {"sleep": 8}, "omega-3": {"omega3": 1}}, weeks=4)
    >>> [one.better for one in found.apart if one.outcome == "depression"]
    ['sleep']
    """
    document = with_options(who)
    if document is not None:
        if options is not None or weeks is not None:
            wrong = "the file has options, days and all"
            raise InputError([Problem(wrong, "change them there", field="options")])
        return of_plans(read_options(document))
    if not isinstance(options, Mapping):
        right = 'write {"A": {"sleep": 8}, "B": {"fibre": "+10"}}'
        raise InputError([Problem(f"{shown(options)} is no options by name", right, field="options")])
    base = plan(who, weeks=weeks)
    made = {str(label): changed(base, changes) if changes else base for label, changes in options.items()}
    return of_plans(made)


def answer(question: SeveralQuestion) -> SideBySide:
    """Options side by side, where the page asks."""
    from gutbrain.engine.simulation import read_protocol

    return of_plans({label: read_protocol(one) for label, one in plans(question).items()})


def of_plans(made: Mapping[str, Protocol]) -> SideBySide:
    """Protocols of one person as options.

    Parameters
    ----------
    made
        By what they are called. What was so before day 0 must be the same in all.

    Raises
    ------
    InputError
        Where they are not two or three, or not of one person as now.
    """
    if not 2 <= len(made) <= len(LETTERS):
        wrong = f"{len(made)} options cannot be held side by side"
        raise InputError([Problem(wrong, f"give two to {len(LETTERS)}", field="options")])
    first, *others = made.values()
    here = replace(as_now(first), title="", warnings=())
    problems = [
        Problem("is of another person, or of other days, or takes something else now", "say that once for all", label)
        for label, other in zip(list(made)[1:], others, strict=True)
        if replace(as_now(other), title="", warnings=()) != here
    ]
    if problems:
        raise InputError(problems)
    found = {label: worked_out(one) for label, one in made.items()}
    told = [Option(label=label, answer=one) for label, (one, _) in found.items()]
    apart = [
        _apart(name, pair, found)
        for name in choices().outcomes
        for pair in combinations(made, 2)
        if any(_number(name, found[label][0]) for label in pair)
    ]
    warnings = dict.fromkeys(line for one in told for line in one.answer.warnings)
    start = told[0].answer
    return SideBySide(weeks=start.weeks, who=start.who, options=told, apart=apart, warnings=list(warnings))


def _number(name: str, one: Answer) -> bool:
    """Whether there is a number of an outcome."""
    return any(moved.name == name for moved in one.outcomes)


def _apart(name: str, pair: tuple[str, str], found: Mapping[str, tuple[Answer, Runs]]) -> Apart:
    outcome = choices().outcomes[name]
    unit = found[pair[0]][1].typical.model.observables[name].unit
    missing = [label for label in pair if not _number(name, found[label][0])]
    if missing:
        told = f"{said.capital(words.listed(missing))}: not in the model"
        return Apart(
            outcome=name, unit=unit, options=pair, difference=None, size=0.0, clear=False, better="", said=told
        )
    ends, spreads = zip(*(_ends(found[label][1], name) for label in pair), strict=True)
    difference = interval(ends[1] - ends[0])
    in_sd = difference.median / spreads[0]
    clear = difference.low > 0 or difference.high < 0
    better = ""
    if clear and abs(in_sd) >= said.UNMEASURABLE:
        better = pair[1] if difference.median * outcome.better > 0 else pair[0]
    told = said.which(pair, better, in_sd, unknown=said.is_open(difference, spreads[0]))
    return Apart(
        outcome=name, unit=unit, options=pair, difference=difference, size=in_sd, clear=clear, better=better, said=told
    )


def _ends(runs: Runs, name: str) -> tuple[np.ndarray, float]:
    """The change against as now at the end in each parameter set, and the SD between people."""
    _, values, others = runs.read(name)
    return at_the_end(values[1] - values[0]), between(name, others[0, :, -1])


def _three(value: Interval | None) -> tuple[float | None, ...]:
    return (None, None, None) if value is None else (value.median, value.low, value.high)


def _told(value: Interval | None) -> str:
    return "" if value is None else estimate(value.median, value.low, value.high)
