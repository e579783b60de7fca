"""A question as words that mean something here: things, strains, numbers, marks of its kind; and the rest."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from gutbrain.answers.ask.things import Language, by_words, languages, looked_for_whole, split
from gutbrain.datafiles import per_world, read
from gutbrain.evidence.label.names import Names, everyday_names
from gutbrain.evidence.label.rules import rules
from gutbrain.evidence.wording import fold_in_place
from gutbrain.exposures.strains import Strain, UnknownStrain, resolve
from gutbrain.reading.records import facts

LONGEST = 1000
"""So many signs of a question are read."""

MOST_GUESSES = 12
"""So many words are compared with known ones for a slip of the pen: noise must not take long."""

SHORTEST_SLIP = 5
"""Letters of a word that may be misspelt: shorter ones are like too many others."""

SHORT = 6
"""Letters up to which one slip is read as such, and two in longer words."""

LIKE = 0.82
"""How like a known word a slip must be (share of letters in order)."""

GROWN, OLD = 18, 60
"""Years from which on somebody is no child, and is older."""

TITLES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "nl": "Dutch"}


@dataclass(frozen=True)
class Spoken:
    """What the words of a question are.

    Attributes
    ----------
    language
        en, de, fr, es, it or nl.
    things, markers
        Keys of things, and marks of kinds of questions, in order.
    strains
        Strains, species or genera, as they were written.
    unsafe
        Names of microbes that make people ill.
    doses, weeks
        CFU a day and weeks that were said.
    other
        Words that are none of these.
    read_as
        Slips of the pen, and what they were read as.
    """

    language: str
    things: tuple[str, ...]
    markers: tuple[str, ...]
    strains: tuple[tuple[str, Strain], ...]
    unsafe: tuple[str, ...]
    doses: tuple[float, ...]
    weeks: tuple[float, ...]
    other: tuple[str, ...]
    read_as: tuple[tuple[str, str], ...]


def spoken(question: str) -> Spoken:
    """Take a question apart."""
    text, sold = _brands(re.sub(r"\s+", " ", question[:LONGEST]))
    strains, unsafe, rest = _strains(text)
    doses, rest = _doses(rest)
    whom, rest = _ages(rest)
    weeks, rest = _weeks(rest)
    words = split(re.sub(r"\d+(?:[.,]\d+)?\s?%", " ", rest))
    code = _language(words)
    things, markers, other, slips = _read(words, languages()[code])
    return Spoken(
        code,
        tuple(dict.fromkeys([*things, *whom])),
        tuple(markers),
        tuple(strains),
        tuple(unsafe),
        tuple(doses),
        tuple(weeks),
        tuple(other),
        (*sold, *slips),
    )


def _brands(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Products that are known for one strain, as that strain."""
    known, read_as = brands(), []

    def named(match: re.Match[str]) -> str:
        strain = known[" ".join(match[0].lower().split())]
        read_as.append((match[0], strain))
        return f" {strain} , "

    pattern = "|".join(r"\s".join(map(re.escape, name.split())) for name in sorted(known, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", named, text, flags=re.IGNORECASE), read_as


@per_world
def brands() -> dict[str, str]:
    """Strains by the products that are known for them."""
    return facts(dict[str, str], read(__package__, "brands.yaml"), "brands.yaml")


def _strains(text: str) -> tuple[list[tuple[str, Strain]], list[str], str]:
    found, unsafe, rest = [], [], text
    mentions = Names().of(text) or [one for one in everyday_names(text) if " " not in one.name or "acid" in one.name]
    for mention in reversed(mentions):
        written = text[mention.start : mention.end]
        if split(written) in by_words():
            continue
        try:
            found.append((written, resolve(mention.name).strain))
        except UnknownStrain:
            unsafe.append(written)
        rest = f"{rest[: mention.start]} {rest[mention.end :]}"
    # a bare genus beside a fuller name of it says nothing more
    full = {strain.species.split()[0] for _, strain in found if strain.level != "genus"}
    kept = [one for one in reversed(found) if one[1].level != "genus" or one[1].species not in full]
    return kept, unsafe[::-1], rest


def _doses(text: str) -> tuple[list[float], str]:
    found = []

    def taken(match: re.Match[str]) -> str:
        value = float(match[1].replace(",", "."))
        times = next((v for words, v in _magnitudes() if match[2] and match[2].lower() in words), 1.0)
        if times == 1.0 and not match[3] and "e" not in match[1].lower():
            return match[0]
        found.append(value * times)
        return f" {match[3] or 'cfu'} "

    return found, _dose_pattern().sub(taken, fold_in_place(text))


@per_world
def _magnitudes() -> tuple[tuple[frozenset[str], float], ...]:
    return tuple((frozenset(map(str, row["words"])), float(row["value"])) for row in rules()["magnitudes"])


@per_world
def _dose_pattern() -> re.Pattern[str]:
    names = sorted((re.escape(word) for words, _ in _magnitudes() for word in words), key=len, reverse=True)
    return re.compile(
        rf"(?<!\w)(\d{{1,6}}(?:[.,]\d{{1,3}})?(?:e\+?\d{{1,2}})?)\s?({'|'.join(names)})?(?!\w)\s?(cfus?|kbe|ufc|kve|afu)?(?!\w)",
        re.IGNORECASE,
    )


_WEEKS = {
    7: r"months?|monate?n?|mois|mes(?:es)?|mes[ei]|maand(?:en)?",
    1: r"weeks?|wochen?|semaines?|semanas?|settiman[ae]|we(?:e)?k(?:en)?",
    1 / 7: r"days?|tage?n?|jours?|dias?|giorn[oi]|dag(?:en)?",
}


def _weeks(text: str) -> tuple[list[float], str]:
    found = []
    for factor, words in _WEEKS.items():
        times = 365.25 / 84 if factor == 7 else factor

        def taken(match: re.Match[str], times: float = times) -> str:
            found.append(float(match[1]) * times)
            return " "

        text = re.sub(rf"(?<!\w)(\d{{1,4}})[\s-]?(?:{words})(?!\w)", taken, text, flags=re.IGNORECASE)
    return found, text


def _ages(text: str) -> tuple[list[str], str]:
    """``my 6 year old`` is about a child."""
    found = []

    def young(_: re.Match[str]) -> str:
        found.append("babies")
        return " "

    text = re.sub(r"(?<!\w)\d{1,2}[\s-]?(?:months?|mo|weeks?|days?)[\s-]?olds?(?!\w)", young, text, flags=re.IGNORECASE)

    def taken(match: re.Match[str]) -> str:
        years = int(match[1])
        found.extend(["children"] if years < GROWN else ["older"] if years >= OLD else [])
        return " "

    said = r"(?<!\w)(\d{1,3})[\s-]?(?:(?:years?|yrs?|jahren?|jaar)[\s-]?(?:olds?|alte?s?n?|oude?)|yo|y/o)(?!\w)"
    return found, re.sub(said, taken, text, flags=re.IGNORECASE)


def _language(words: tuple[str, ...]) -> str:
    """The language most of whose small words stand in it; English where none is ahead."""
    held = {code: sum(word in language.telling for word in words) for code, language in languages().items()}
    best = max(held, key=lambda code: (held[code], code == "en"))
    return best if held[best] > held["en"] else "en"


def _read(words: tuple[str, ...], language: Language) -> tuple[list[str], list[str], list[str], list[tuple[str, str]]]:
    known, whole = by_words(), looked_for_whole()
    things: list[str] = []
    markers: list[str] = []
    other: list[str] = []
    slips: list[tuple[str, str]] = []
    place, guesses = 0, 0
    while place < len(words):
        for length in range(min(_longest(), len(words) - place), 0, -1):
            phrase = words[place : place + length]
            key, marker = known.get(phrase), language.markers.get(phrase)
            if length == 1 and key is None and marker is None:
                key = next((known[(stem,)] for stem in _stems(phrase[0]) if (stem,) in known), None)
            # small words of the language go before what another language calls a thing
            if marker or (length == 1 and phrase[0] in language.fillers):
                if marker:
                    markers.append(marker)
                if key and marker:
                    things.append(key)
                break
            if key:
                things.append(key)
                break
            if phrase in whole:
                other.append(" ".join(phrase))
                break
        else:
            length, word = 1, words[place]
            if word.isdigit() or len(word) < 2:
                pass
            elif guesses < MOST_GUESSES and len(word) >= SHORTEST_SLIP and (near := _near(word, language)):
                guesses += 1
                kind, key, said = near
                (things if kind == "thing" else markers).append(key) if kind != "filler" else None
                if kind == "thing":
                    slips.append((word, said))
            else:
                guesses += 1
                other.append(word)
        place += length
    return list(dict.fromkeys(things)), markers, list(dict.fromkeys(other)), slips


def _stems(word: str) -> list[str]:
    endings = ("s", "es", "n", "en", "e", "er")
    return [stem for end in endings if (stem := word.removesuffix(end)) != word and len(stem) >= 5]


@per_world
def _longest() -> int:
    every = [
        *by_words(),
        *looked_for_whole(),
        *(words for language in languages().values() for words in language.markers),
    ]
    return max(map(len, every))


@per_world
def _single() -> dict[str, str]:
    return {words[0]: key for words, key in by_words().items() if len(words) == 1}


def slips_between(one: str, other: str) -> int:
    """Letters too many, missing, wrong or in the wrong order (optimal string alignment)."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, sign in enumerate(other, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def _near(word: str, language: Language) -> tuple[str, str, str] | None:
    """What a misspelt word was meant to be; its first letter or its second is right."""
    if len(word) > 30:
        return None
    nouns = [known for known in _single() if abs(len(known) - len(word)) <= 2 and known[:2].count(word[0])]
    near = difflib.get_close_matches(word, nouns, n=1, cutoff=LIKE)
    if near and slips_between(word, near[0]) <= (1 if len(word) <= SHORT else 2):
        return "thing", _single()[near[0]], near[0]
    small = [known for known in language.telling if abs(len(known) - len(word)) <= 1 and known[0] == word[0]]
    near = difflib.get_close_matches(word, small, n=1, cutoff=0.85)
    if not near or slips_between(word, near[0]) > 1:
        return None
    marker = language.markers.get((near[0],))
    return ("marker", marker, near[0]) if marker else ("filler", "", near[0])
