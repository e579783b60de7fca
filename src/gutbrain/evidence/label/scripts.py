"""Numbers, names and directions in Japanese, Korean and Chinese, put into the words that are read here.

What else such a label says is not read, and said not to be (:mod:`gutbrain.evidence.label.language`).
"""
# ruff: noqa: RUF001

from __future__ import annotations

import re
import unicodedata

from gutbrain.datafiles import per_world
from gutbrain.evidence.label.rules import rules

_ASIAN = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]")
_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "兩": 2, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000, "십": 10, "백": 100, "천": 1000}
_LARGE = {"万": 1e4, "萬": 1e4, "만": 1e4, "億": 1e8, "亿": 1e8, "억": 1e8, "兆": 1e12, "조": 1e12}
_NUMBER = re.compile(
    rf"(?<![\d.,])(?:(?P<figures>\d{{1,4}}(?:,\d{{3}}){{0,2}}(?:\.\d{{1,3}})?)\s?(?P<ten>[{''.join(_TENS)}])?"
    rf"|(?P<spelt>[{''.join((*_DIGITS, *_TENS))}]{{1,7}}))\s?(?P<large>[{''.join(_LARGE)}])"
    r"\s?(?P<more>억|億|亿)?\s{0,2}(?P<unit>cfu|個|个|개|마리|株|菌)?",
    re.IGNORECASE,
)
_AT_AN_EDGE = re.compile(
    r"(?<=[a-z0-9])(?=[\u3040-\u9fff\uac00-\ud7af])|(?<=[\u3040-\u9fff\uac00-\ud7af])(?=[a-z0-9])", re.IGNORECASE
)
_DAY = r"(?:1日|1일|一日|每日|毎日|每天|하루)"
_TIME = r"(?:\s?(?:に|에)?\s?(?P<times>[1-4])\s?(?:回|회|次))?"
_ASKED = r"(?:摂取目安量|섭취량)"
_EACH = (
    rf"(?:あたり|당|に)?[、,，:\s]{{0,2}}(?:{_ASKED}[:\s]{{0,2}})?"
    rf"(?:(?:1回|1회|每次|一次|一回)\s?)?{_ASKED}?\s?[（(]?\s?"
)


def latin(text: str) -> str:
    """Text in which numbers, names of microbes and directions can be read; text in Latin letters is unchanged."""
    if not _ASIAN.search(text):
        return text
    text = "".join(unicodedata.normalize("NFKC", sign) if "\uff00" <= sign <= "\uffef" else sign for sign in text)
    text = _names().sub(lambda match: f" {rules()['script_names'][match[0]]} ", text)
    text = _NUMBER.sub(_number, text)
    text = _per().sub(lambda match: f" per {match[1] or 1} {rules()['script_pieces'][match[2]]} ", text)
    told = any(not match["of"] for match in _taken().finditer(text))
    text = _taken().sub(lambda match: _directions(match, told), text)
    text = _of_one().sub(lambda match: f" each {rules()['script_pieces'][match[1] or match[2]]} contains ", text)
    text = _AT_AN_EDGE.sub(" ", text)
    return _words().sub(lambda match: f" {rules()['script_words'][match[0]]} ", text)


def _number(match: re.Match[str]) -> str:
    value = float(match["figures"].replace(",", "")) if match["figures"] else _spelt(match["spelt"])
    value *= _TENS.get(match["ten"] or "", 1) * _LARGE[match["large"]] * _LARGE.get(match["more"] or "", 1.0)
    unit = (match["unit"] or "").lower()
    counted = "CFU" if unit == "cfu" else "cells" if unit else ""
    return f" {value:.0f} {counted} " if value < 1e16 else match[0]


def _spelt(written: str) -> float:
    """``二百`` as a number."""
    total, digit = 0, 0
    for sign in written:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            total += (digit or 1) * _TENS[sign]
            digit = 0
    return float(total + digit)


def _directions(match: re.Match[str], told: bool) -> str:
    """What is taken, and what a count is for (``of``), which is what is taken where nothing else is ``told``."""
    piece, number = rules()["script_pieces"][match["piece"]], match["pieces"]
    number = str(_DIGITS.get(number, number))
    often = f"{match['times']} times daily" if match["times"] else "daily"
    if told and match["of"]:
        return f" . Serving size: {number} {piece} . "
    size = f" . Serving size: {number} {piece} . " if match["of"] else ""
    return f"{size} . Take {number} {piece} {often} . "


@per_world
def _alternatives(*tables: str) -> str:
    written = {sign for table in tables for sign in rules()[table]}
    return "|".join(re.escape(sign) for sign in sorted(written, key=len, reverse=True))


@per_world
def _names() -> re.Pattern[str]:
    return re.compile(_alternatives("script_names"))


@per_world
def _words() -> re.Pattern[str]:
    return re.compile(_alternatives("script_words"))


@per_world
def _taken() -> re.Pattern[str]:
    pieces = _alternatives("script_pieces")
    of = r"(?:\s?\([^()]{0,20}\)|[）)]|\s){0,3}(?P<of>あたり|당|で)?"
    return re.compile(rf"{_DAY}{_TIME}{_EACH}(?P<pieces>\d{{1,2}}|[一二三四五六兩两])\s?(?P<piece>{pieces}){of}")


@per_world
def _per() -> re.Pattern[str]:
    return re.compile(rf"/\s?(\d{{1,2}})?\s?({_alternatives('script_pieces')})")


@per_world
def _of_one() -> re.Pattern[str]:
    pieces = _alternatives("script_pieces")
    of_each = rf"每\s?[1一]?\s?({pieces})\s?(?:含有|含)?"
    return re.compile(rf"{of_each}|[1一]\s?({pieces})\s?(?:\([^()]{{0,20}}\))?\s?(?:あたり|당|中)")
