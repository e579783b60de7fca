"""Counts of living cells as packs print them: ``10 billion CFU``, ``1 x 10^9``, ``2,5 Mrd. KBE``, ``10 mld UFC``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gutbrain.datafiles import per_world
from gutbrain.evidence.label.rules import rules, words
from gutbrain.evidence.wording import fold, fold_in_place

Match = re.Match[str]

_PLAIN = str.maketrans("\u00d7\u2715\u2219\u2010\u2011\u2013\u2014\u2212\u2019", "xx\u00b7-----'")
"""Signs of one meaning: times, dots, dashes, apostrophes."""

SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
LONG_SCALE = {"kbe", "ufc", "u.f.c.", "koloniebildende einheiten", "koloniebildender einheiten", "jtk"}
"""Units of languages in which a "billion" is a million million."""

SMALLEST = 1.0e6
"""A number without a unit is a count only from here on: packs hold years, doses and addresses as well."""


@dataclass(frozen=True)
class Count:
    """A count on a pack.

    ``unit`` is CFU, AFU (cells counted by their fluorescence), cells, mg, or empty where none is printed; ``per`` is
    what it is counted per: ``g``, ``ml``, ``piece`` (a capsule, a sachet), ``serving``, ``day``, or empty where nothing
    is said.
    """

    value: float
    unit: str
    per: str
    start: int
    end: int


def clean(text: str) -> str:
    """Text with plain signs: raised figures as ``^9``, one kind of space, ``x`` for the times sign."""
    text = re.sub(r"\^?([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})", lambda m: "^" + m[1].translate(SUPERSCRIPT), text)
    text = re.sub(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]", " ", text)
    return re.sub(r"[\u00ad\u200b-\u200f\ufeff]", "", text).translate(_PLAIN)


def counts(text: str) -> list[Count]:
    """Every count in a piece of cleaned text, in order; ``text`` should be a line, not a book."""
    folded = fold_in_place(text)
    found = []
    for match in _pattern().finditer(folded):
        count = _count(match, folded)
        if count is not None:
            found.append(count)
    return found


def short(value: float) -> str:
    """A count in few signs: ``2.5e9``."""
    return f"{value:.3g}".replace("e+0", "e").replace("e+", "e")


def first_count(text: str) -> Count | None:
    """The first count in a short text such as ``"10 billion CFU"``."""
    return next(iter(counts(clean(text))), None)


def _alternatives(lists: list[list[str]]) -> str:
    words = sorted({fold(str(word)) for row in lists for word in row}, key=len, reverse=True)
    return "|".join(r"\s{1,2}".join(map(re.escape, word.split())) for word in words)


@per_world
def _pattern() -> re.Pattern[str]:
    magnitudes = _alternatives([row["words"] for row in rules()["magnitudes"]])
    units = _alternatives([row["words"] for row in rules()["units"]])
    colonies = _alternatives([row["words"] for row in rules()["units"] if row["unit"] == "CFU"])
    # what stands between a number and what is counted
    kinds = _alternatives([rules()["kinds"]])
    portions = _alternatives([rules()["portions"]])
    thousands = rf"(?:[.,']\d{{3}}){{1,5}}|(?:\ \d{{3}}){{2,5}}|\ \d{{3}}(?=\s{{1,2}}(?:{magnitudes})(?!\w))"
    whole = rf"\d{{1,3}}(?:{thousands})(?!\d)(?:[.,]\d{{1,3}})?|\d{{1,16}}(?:[.,]\d{{1,6}})?"
    return re.compile(
        rf"""
        (?<![\w^]) (?<!\d[.,])
        (?:
            10 \s{{0,2}} (?:\^|\*\*|exp) \s{{0,2}} \(? (?P<power>\d{{1,2}}) (?!\d) \)?
          | (?P<number>{whole}) \+?
            (?:
                \s{{0,2}} [x*·] \s{{0,2}} 10 \s{{0,2}} (?:\^|\*\*|e|exp)? \s{{0,2}} \(?
                (?P<times>\d{{1,2}}) (?!\d) \)?
              | e\+? (?P<exponent>\d{{1,2}}) (?!\d)
              | [\s-]{{0,2}} (?P<word>{magnitudes}) (?!\w) \.?
              | \s? (?P<letter>[bm]) (?=\s{{0,2}}(?:cfu|afu|kbe|ufc)|\s{{0,2}}$)
            )?
        )
        (?: \+? [\s-]{{0,2}} (?:of\ |de\ |di\ |von\ |d')? (?:(?:{kinds})\s){{0,4}} (?P<unit>{units}) (?!\w)
            (?: (?:\s\w{{3,12}})? \s \(? (?P<real>{colonies}) (?!\w) )?
        )?
        (?: \s{{0,2}} \(? (?:/|\bper\b|\bpro\b|\bpar\b|\bpor\b|\bna\b|\bw\b|\bje\b|\ba\b|\beach\b|\bin\ each\b)
            \s{{0,2}} (?:(?P<amount>\d{{1,3}}(?:[.,]\d)?)\s?)?
            (?P<per>g\b|gramm?\b|ml\b|serving|portion|dose|dosis|porcj|daily\b|day\b|tag\b|tages|giorno\b|jour\b|dia\b|dag\b|{portions})
            (?P<whole>\s(?:serving|portion|bottle|glass|cup|pot|tub|dose|sachet|square))?
        )?
        """,
        re.VERBOSE,
    )


@per_world
def _values() -> dict[str, float]:
    return {fold(str(word)): float(row["value"]) for row in rules()["magnitudes"] for word in row["words"]}


@per_world
def _units() -> dict[str, str]:
    return {fold(str(word)): str(row["unit"]) for row in rules()["units"] for word in row["words"]}


def _count(match: Match, text: str) -> Count | None:
    printed = " ".join((match["real"] or match["unit"] or "").split())
    unit = _units().get(printed, "")
    value = _value(match, printed, unit)
    if value is None or (not unit and value < SMALLEST):
        return None
    if not unit and text[match.end() : match.end() + 20] in words("living_next"):
        unit = "cells"
    per = "serving" if match["whole"] else _per(match["per"] or "")
    if match["amount"] and per in ("g", "ml", "piece"):
        value /= max(0.1, float(match["amount"].replace(",", ".")))
    return Count(value, unit, per, match.start(), match.end())


def _per(written: str) -> str:
    if written in ("", "g", "ml"):
        return written
    if written.startswith("gram"):
        return "g"
    if written in ("daily", "day", "tag", "tages", "giorno", "jour", "dia", "dag"):
        return "day"
    return "serving" if written in ("serving", "portion", "dose", "dosis", "porcj") else "piece"


def _value(match: Match, printed: str, unit: str) -> float | None:
    if match["power"]:
        return 10.0 ** int(match["power"])
    written = match["number"]
    power = match["times"] or match["exponent"]
    if power:
        return _number(written, True) * 10.0 ** int(power)
    if match["word"]:
        word = " ".join(match["word"].split())
        value = _values()[word]
        if word in ("billion", "billions") and printed in LONG_SCALE:
            value = 1.0e12
        return _number(written, True) * value
    if match["letter"]:
        return _number(written, True) * (1.0e9 if match["letter"] == "b" else 1.0e6)
    lost = re.fullmatch(r"10(\d{1,2})", written)
    if lost and unit in ("CFU", "AFU", "cells") and 6 <= int(lost[1]) <= 12:
        # a raised figure that was lost in copying: "109 CFU"
        return 10.0 ** int(lost[1])
    return _number(written, False)


def _number(written: str, scaled: bool) -> float:
    """``1.234.567,8`` or ``2,5`` as a number.

    One group of three is thousands in a plain number (``1,000``) and, before "million" or "x 10^9", only where it is
    ``000``: nobody prints "1.250 billion" for more than a thousand billions.
    """
    signs = re.findall(r"[.,' ]", written)
    if not signs:
        return float(written)
    last = signs[-1]
    head, _, tail = written.rpartition(last)
    if len(set(signs)) > 1 and last in ".,":
        return float(re.sub(r"[.,' ]", "", head) + "." + tail)
    grouped = len(tail) == 3 and not head.startswith("0")
    if len(signs) > 1 or last in "' " or (grouped and (not scaled or tail == "000")):
        return float(re.sub(r"[.,' ]", "", written))
    return float(f"{head}.{tail}")
