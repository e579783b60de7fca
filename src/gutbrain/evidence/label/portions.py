"""How much of a product is taken a day: ``2 capsules, 1 to 3 times daily``; and what a count comes to in a day."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gutbrain.datafiles import per_world, some_per_world
from gutbrain.evidence.label.counts import Count
from gutbrain.evidence.label.rules import rules
from gutbrain.evidence.wording import fold


@dataclass(frozen=True)
class Portions:
    """Pieces taken at a time and times a day, each from least to most.

    ``size`` pieces are one serving of the table of facts, None where there is no such line.
    """

    pieces: tuple[float, float] = (1.0, 1.0)
    times: tuple[float, float] = (1.0, 1.0)
    size: float | None = None

    @property
    def is_range(self) -> bool:
        """Whether the label leaves open how much is taken."""
        return self.pieces[0] != self.pieces[1] or self.times[0] != self.times[1]

    @property
    def pieces_a_day(self) -> tuple[float, float]:
        """Least and most pieces a day."""
        return self.pieces[0] * self.times[0], self.pieces[1] * self.times[1]


@some_per_world(500)
def portions(serving: str) -> Portions:
    """How much is taken, read from the sentences of a label that say so."""
    folded = fold(serving)
    sizes, said = _patterns()
    size = sizes.search(folded)
    directions = sizes.sub(" ", folded)
    of_serving = _value(size[1]) if size else None
    taken = said.search(directions)
    often = _often().search(directions)
    pieces = (_value(taken[1]), _value(taken[2] or taken[1])) if taken else (of_serving or 1.0, of_serving or 1.0)
    times = (_value(often[1]), _value(often[2] or often[1])) if often else (1.0, 1.0)
    return Portions(_in_order(pieces), _in_order(times), of_serving)


def a_day(count: Count, serving: str) -> float | None:
    """A printed count as cells a day, the most that the label lets one take.

    None where it is given per gram or millilitre of an unknown portion.
    """
    taken = portions(serving)
    if count.per in ("g", "ml"):
        match = re.search(rf"(\d{{1,3}}(?:[.,]\d{{1,2}})?)\s?{count.per}(?!\w)", fold(serving))
        return count.value * float(match[1].replace(",", ".")) * taken.times[1] if match else None
    if count.per == "piece":
        return count.value * taken.pieces_a_day[1]
    return count.value * (taken.pieces_a_day[1] / taken.size if taken.size else taken.times[1])


def as_range(count: Count, serving: str) -> str:
    """How many pieces a day, where the label leaves it open."""
    taken = portions(serving)
    low, high = taken.pieces_a_day
    return f"{low:g} to {high:g} a day" if taken.is_range else ""


def _in_order(pair: tuple[float, float]) -> tuple[float, float]:
    return (min(pair), max(pair))


def _value(written: str) -> float:
    spelt: dict[str, int] = rules()["numbers"]
    if "/" in written:
        top, bottom = written.split("/")
        return int(top) / max(1, int(bottom))
    return float(max(1, int(written))) if written.isdigit() else float(spelt[written])


@per_world
def _number() -> str:
    spelt = "|".join(sorted(rules()["numbers"], key=len, reverse=True))
    one = rf"1/2|\d{{1,2}}|{spelt}"
    return rf"(?<![\w.,/])({one})(?:\s?(?:-|to|or|bis|oder|a|o|ou|od|do|of|tot)\s?({one}))?(?![\d.,]*\d)"


@per_world
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    named = "|".join(sorted(rules()["portions"], key=len, reverse=True))
    number = _number()
    piece = rf"\s{{1,2}}(?:\w{{1,15}}\s)?(?:{named})(?!\w)"
    heading = r"(?:serving size|serving|portion size|portionsgrosse|porzione|portion|porcja)\s{0,2}[:=]?\s{0,2}"
    return re.compile(heading + number + piece), re.compile(number + piece)


@per_world
def _often() -> re.Pattern[str]:
    day = (
        r"a day|daily|per day|each day|every day|/\s?day|taglich|am tag|pro tag|al giorno|par jour|al dia|por dia"
        r"|dziennie|per dag"
    )
    number = _number()
    once = r"(?:\s?(?:times|time|x|mal|volte|volta|fois|veces|vez|razy|raz|keer))?"
    return re.compile(rf"{number}{once}\s?(?:{day})")
