"""What a trial asks, and how its answer is judged: parts of a design."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

As = Literal["change", "responder", "remission", "time-to-event"]
AS: tuple[As, ...] = ("change", "responder", "remission", "time-to-event")

SPENDING = ("obrien-fleming", "pocock", "classical-obrien-fleming", "classical-pocock", "haybittle-peto", "none")
"""Ways of sharing out the error rate over looks; the first two spend it as Lan and DeMets do."""

IMPUTATIONS = ("multiple-imputation", "jump-to-reference", "copy-reference", "tipping-point")
"""Analyses of what was not seen, as a sensitivity of the planned one."""

STRATEGIES = ("treatment-policy", "hypothetical", "composite", "while-on-treatment")
"""Strategies for intercurrent events that change what is analysed (ICH E9 R1)."""


@dataclass(frozen=True)
class Criterion:
    """What must hold of a measured value: at least ``low``, at most ``high``; ``strict`` leaves the bounds out.

    ``also`` are further criteria that must hold besides.
    """

    name: str
    low: float | None = None
    high: float | None = None
    strict: bool = False
    also: tuple[Criterion, ...] = ()

    def __str__(self) -> str:
        return " and ".join([self._own, *map(str, self.also)])

    @property
    def names(self) -> tuple[str, ...]:
        """What is measured."""
        return (self.name, *(name for one in self.also for name in one.names))

    @property
    def _own(self) -> str:
        if self.low is not None and self.high is not None:
            return f"{self.name} {self.low:g} to {self.high:g}"
        sign = "" if self.strict else "="
        return f"{self.name} >{sign} {self.low:g}" if self.low is not None else f"{self.name} <{sign} {self.high:g}"


@dataclass(frozen=True)
class Primary:
    """How the primary endpoint counts: its change, a share of people, or the time until something happens first.

    ``event`` is what is met by a responder, by who is in remission, or what people wait for; ``good`` whether that is
    wanted. None of a responder means the rule of the design for responders.
    """

    kind: As = "change"
    event: Criterion | None = None
    good: bool = True


@dataclass(frozen=True)
class Factorial:
    """Factors with two levels each, and the levels (0, 1) of every arm: (arm, factor)."""

    factors: tuple[str, ...]
    levels: tuple[tuple[str, str], ...]
    cells: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Look:
    """A look at the data when this share of people has finished.

    ``futility`` is the least conditional power with which the trial goes on.
    """

    share: float
    efficacy: str = "obrien-fleming"
    futility: float | None = None


@dataclass(frozen=True)
class Reestimation:
    """The size is set anew from the blinded SD at ``share`` of the people, at most ``most`` times the plan."""

    share: float
    most: float = 2.0


@dataclass(frozen=True)
class Bayes:
    """Success is a posterior chance of benefit above ``success``.

    ``prior`` is ``ensemble`` (the effects of the model's parameter sets), ``vague``, or mean and SD of a normal one;
    ``effects`` are those of the parameter sets, for each question, once they are known.
    """

    prior: Literal["ensemble", "vague"] | tuple[float, float] = "ensemble"
    success: float = 0.975
    effects: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True)
class Estimand:
    """The five attributes where the protocol names them, and the strategy for each intercurrent event."""

    attributes: Mapping[str, str]
    strategies: Mapping[str, str]
