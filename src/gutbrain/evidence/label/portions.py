"""How much of a product is taken a day: ``2 capsules, 1 to 3 times daily``; and what a count comes to in a day."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gutbrain.datafiles import per_world, some_per_world
from gutbrain.evidence.label.counts import Count
from gutbrain.evidence.label.record import Per
from gutbrain.evidence.label.rules import rules, words
from gutbrain.evidence.wording import fold

_BARE = re.compile(r"\s?(?:a day|daily|per day|taglich|am tag|pro tag|al giorno|par jour|al dia|dziennie|per dag)")


@dataclass(frozen=True)
class Amount:
    """Cells in a day, from ``least`` to ``most`` that the label lets one take; in one portion where ``per`` says so."""

    least: float
    most: float
    per: Per = "day"


@dataclass(frozen=True)
class Portions:
    """Pieces taken at a time and times a day, each from least to most.

    ``size`` pieces are one serving of the table of facts, None where there is no such line; ``said`` where the label
    says how much is taken a day.
    """

    pieces: tuple[float, float] = (1.0, 1.0)
    times: tuple[float, float] = (1.0, 1.0)
    size: float | None = None
    said: bool = False

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
    if often and of_serving and not taken and often[1].isdigit() and _BARE.match(directions, often.end(1)):
        # "2 a day" of a product with a serving size are pieces
        pieces, times = times, (1.0, 1.0)
    return Portions(_in_order(pieces), _in_order(times), of_serving, directions in words("daily"))


def a_day(count: Count, serving: str) -> Amount | None:
    """A printed count as cells a day.

    None where it is given per gram or millilitre of an unknown portion.
    """
    taken = portions(serving)
    value = count.value
    if count.per == "day":
        return Amount(value, value)
    if count.per in ("g", "ml"):
        match = re.search(rf"(\d{{1,3}}(?:[.,]\d{{1,2}})?)\s?{count.per}(?:ram\w{{0,2}})?(?!\w)", fold(serving))
        return _times(value * float(match[1].replace(",", ".")), taken.times, taken) if match else None
    if count.per == "piece" or (taken.size is None and taken.pieces[0] == 1.0 < taken.pieces[1]):
        return _times(value, taken.pieces_a_day, taken)
    if taken.size:
        return _times(value / taken.size, taken.pieces_a_day, taken) if taken.said else Amount(value, value, "portion")
    return _times(value, taken.times, taken)


def as_range(count: Count, serving: str) -> str:
    """How many pieces a day, where the label leaves it open."""
    taken = portions(serving)
    low, high = taken.pieces_a_day
    return f"{low:g} to {high:g} a day" if taken.is_range and taken.said and count.per != "day" else ""


def size_of_counts(text: str) -> str:
    """What the counts of a pack are said to be for, as a line of its own: ``2 capsules contain``, ``per tablet:``."""
    heads, alone = _headings()
    folded = fold(text)
    found = heads.search(folded) or alone.search(folded)
    return f"Serving size: {found[1] or found[2] or '1'} {found[3]}. " if found else ""


def takes_pieces(folded: str) -> bool:
    """Whether a folded sentence names a number of pieces: ``1 flesje``."""
    return _patterns()[1].search(folded) is not None


def of_adults(sentences: list[str]) -> list[str]:
    """Directions without those for children, where there are some for adults."""
    folded = [fold(sentence) for sentence in sentences]
    if not any(said in words("adults") for said in folded):
        return sentences
    return [
        sentence
        for sentence, said in zip(sentences, folded, strict=True)
        if said in words("adults") or not (said in words("children") or said in words("babies"))
    ]


def _times(value: float, often: tuple[float, float], taken: Portions) -> Amount:
    if not taken.said:
        return Amount(value, value, "portion")
    return Amount(value * often[0], value * often[1])


def _in_order(pair: tuple[float, float]) -> tuple[float, float]:
    return (min(pair), max(pair))


def _value(written: str) -> float:
    spelt: dict[str, int] = rules()["numbers"]
    if "/" in written:
        top, bottom = written.split("/")
        return int(top) / max(1, int(bottom))
    return float(max(1, int(written))) if written.isdigit() else float(spelt[written])


@per_world
def _one() -> str:
    spelt = "|".join(sorted(rules()["numbers"], key=len, reverse=True))
    return rf"1/2|\d{{1,2}}|{spelt}"


@per_world
def _number() -> str:
    one = _one()
    return rf"(?<![\w.,/])({one})(?:\s?(?:-|to|or|bis|oder|a|o|ou|od|do|of|tot)\s?({one}))?(?![\d.,]*\d)"


@per_world
def _pieces() -> str:
    return "|".join(sorted(rules()["portions"], key=len, reverse=True))


@per_world
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    number = _number()
    piece = rf"\s{{1,2}}(?:\(\d{{1,2}}\)\s)?(?:(?!(?:{_one()})\s)\w{{1,15}}\s)?({_pieces()})(?!\w)"
    heading = r"(?:serving size|serving|portion size|portionsgrosse|porzione|portion|porcja)\s{0,2}[:=]?\s{0,2}"
    return re.compile(heading + number + piece), re.compile(number + piece)


@per_world
def _headings() -> tuple[re.Pattern[str], re.Pattern[str]]:
    number, pieces = _one(), _pieces()
    contains = "|".join(rules()["contains"])
    each = "|".join(rules()["each"])
    day = r"(?:\s(?:a|per|al|par|pro|por|am)?\s?(?:day|daily|tag|taglich|giorno|jour|dia|dag))?"
    begun = rf"(?<![\w.,/])(?:{each}) (?:({number})\s{{0,2}})?|(?<![\w.,/])({number}) \s?|^"
    named = rf"(?:{begun})(?:[a-z-]{{2,15}} ){{0,2}}({pieces})"
    size = r"(?:\s(?:da|de|of|von|a|di|mit)?\s?\d{1,3}\s?(?:ml|mg|g))?"
    heads = rf"{named}{size}{day}\s{{0,2}}(?:\([^()]{{0,20}}\)\s?)?(?:{contains})(?!\w)"
    alone = rf"(?:(?<!\w)(?:{each})\s|/\s?)({number})?()\s{{0,2}}({pieces})(?!\w)\s?(?:\)?\s?:|\)|[|\n]|$)"
    return re.compile(heads, re.MULTILINE), re.compile(alone, re.MULTILINE)


@per_world
def _often() -> re.Pattern[str]:
    day = (
        r"a day|daily|per day|each day|every day|/\s?day|taglich|tgl\.?|am tag|pro tag|/\s?tag"
        r"|al giorno|/\s?giorno|par jour|/\s?jour|al dia|por dia|ao dia|/\s?dia|dziennie|per dag|daags"
    )
    number = _number()
    once = r"(?:\s?(?:times|time|x|mal|volte|volta|fois|veces|vez|vezes|razy|raz|keer))?"
    return re.compile(rf"{number}{once}\s?(?:{day})")
