"""What "What if" answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from gutbrain.answers.intervals import Interval
from gutbrain.shown import Card, Shown, estimate

if TYPE_CHECKING:
    import pandas as pd


class Noticed(BaseModel):
    """Of 100 people, how many would find themselves better, or worse, on a questionnaire.

    Moods go up and down by themselves: so many would, too, where everything stays as now (``by_chance``, each way).
    """

    better: int
    worse: int
    by_chance: int

    @property
    def differs(self) -> bool:
        """Whether more would notice than by chance, on the side where more do."""
        return max(self.better, self.worse) != self.by_chance


class Moment(BaseModel):
    """How something differs from "as now" at one time."""

    change: Interval = Field(description="typical person; the interval is what is not known")
    one: Interval = Field(description="any person of the kind; the interval holds differences between people as well")
    size: float = Field(description="the typical change in SD between people; of what happens in the body in e-folds")
    said: str = Field(description="the size in words")
    clear: bool = Field(description="whether the interval of the typical person excludes zero")
    open: bool = Field(description="whether it reaches so far to both sides that not even the direction is known")
    noticed: Noticed | None = Field(description="of 100 such people; none where no questionnaire is known for it")
    points: Interval | None = Field(description="the typical change on a common questionnaire")


class Peak(Moment):
    """The worst (or best) time of what passes."""

    day: int
    nearly_gone: int | None = Field(
        description="the day from which no more than a tenth is left; none where more is left at the end"
    )


class Curve(BaseModel):
    """Change against "as now" at 08:00 of each day.

    ``low`` to ``high`` is where the typical person lies as far as is known, ``one_low`` to ``one_high`` where any
    person of the kind does; the first lies within the second, for any person may be a typical one.
    """

    days: list[int]
    median: list[float]
    low: list[float]
    high: list[float]
    one_low: list[float]
    one_high: list[float]
    on_off: list[float] | None = Field(description="the median where the changes hold every other week only")


class Moved(Moment):
    """How one observable moves; what is told of the end is the mean of the last two weeks."""

    name: str
    unit: str
    now: float = Field(description="at the end, as now (median)")
    verdict: str = Field(description="what happens, in words")
    glance: str = Field(description="the same in a word or two, which follow the name")
    side: int = Field(description="1 better, -1 worse, 0 neither; of what passes, at its peak")
    peak: Peak | None = Field(description="the worst or best time of what passes; none where the end tells it")
    without: list[str] = Field(description="what was changed as well, but has no effect on this in the model: left out")
    on_off: Interval | None = Field(description="typical person, where the changes hold every other week only")
    half_day: int | None = Field(description="when half of the final change is reached, if it does not pass")
    most_day: int | None = Field(description="when nine tenths of it are reached")
    curve: Curve


class Missing(BaseModel):
    """An outcome without a number, as nothing of what is changed acts on it in the model."""

    name: str
    exposures: list[str] = Field(description="whose effect on it is not in the model")
    acting: list[str] = Field(description="the same in plain words")
    said: str


class Basis(BaseModel):
    """What the numbers come from."""

    gutbrain: str = Field(description="version of the program")
    model: str = Field(description="fingerprint of the model")
    ensemble: str
    draws: int = Field(description="parameter sets")
    full: int = Field(description="parameter sets of a full answer: a first one, where many ask at once, has fewer")
    people: int = Field(description="people of the kind besides the typical one")
    seed: int


class Answer(Shown, BaseModel):
    """What would be otherwise, against as now."""

    weeks: int
    who: str
    changes: list[str] = Field(description="what was changed, in words")
    outcomes: list[Moved]
    not_in_model: list[Missing]
    gaps: list[str] = Field(description="effects that the numbers of the outcomes leave out, in words")
    ways: list[Moved] = Field(description="what moves in the body, most first")
    warnings: list[str]
    basis: Basis

    def card(self) -> Card:
        """What is shown of it.

        Returns
        -------
        Card
            Headline and rows.
        """
        rows = [
            (one.name, one.verdict, estimate(one.change.median, one.change.low, one.change.high), one.unit)
            for one in (*self.outcomes, *self.ways)
        ]
        headline = f"{self.who}: {'; '.join(self.changes) or 'nothing is otherwise'}, {self.weeks} weeks against as now"
        below = " ".join([*(one.said for one in self.not_in_model), *self.gaps])
        return Card(headline, ("what", "verdict", "change at the end (90 %)", "unit"), rows, below)

    def to_dataframe(self) -> pd.DataFrame:
        """Outcomes and what moves in the body.

        Returns
        -------
        DataFrame
            A row for each: ``kind, name, unit, now, median, low, high`` (of the change at the end), ``size``.

        Examples
        --------
        >>> import gutbrain as gb
        >>> table = gb.what_if("stressed-adult", {"sleep": 8}, weeks=4).to_dataframe()
        >>> table["kind"].iloc[0], table["name"].iloc[0]
        ('outcome', 'depression')
        """
        import pandas as pd

        rows = [
            (kind, one.name, one.unit, one.now, one.change.median, one.change.low, one.change.high, one.size)
            for kind, many in (("outcome", self.outcomes), ("body", self.ways))
            for one in many
        ]
        return pd.DataFrame(rows, columns=["kind", "name", "unit", "now", "median", "low", "high", "size"])
