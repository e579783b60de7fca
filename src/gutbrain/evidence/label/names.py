"""Names of microbes in running text: full, abbreviated, old, misspelt, or only a strain's own code or trade name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from gutbrain.datafiles import per_world, some_per_world
from gutbrain.evidence.label.rules import rules, words
from gutbrain.evidence.wording import fold, fold_in_place
from gutbrain.exposures.pathogens import pathogens
from gutbrain.exposures.strains import Strain, UnknownStrain, UnsafeStrain, kept, renamed, resolve, strains

MOST_GUESSES = 100
"""So many misspelt words of one label are compared with known names: noise must not take long."""

MOST_NAMES = 60
"""No label names more microbes in one line."""


@dataclass(frozen=True)
class Mention:
    """A name in a line: ``name`` as it is to be looked up, from ``start`` to ``end`` of the line."""

    name: str
    start: int
    end: int


class Names:
    """Finds names in the lines of one label."""

    def __init__(self) -> None:
        self.guesses = 0

    def of(self, line: str) -> list[Mention]:
        """The names in a line, in order; counts must have been taken out of it (by signs that end a name)."""
        found = _phrases(line)
        for match in _pattern().finditer(line):
            if len(found) >= MOST_NAMES:
                break
            if _inside(match.start(), found):
                continue
            mention = self.species(match, line)
            if mention is not None:
                found.append(mention)
        found += self.misspelt(line, found)
        found += _codes(line, found)
        found = [mention for mention in found if not _is_other_name(line, mention)]
        return sorted(found, key=lambda mention: mention.start)

    def species(self, match: re.Match[str], line: str) -> Mention | None:
        """A genus or species with what follows it."""
        genus, end = match["genus"], match.end("genus")
        if genus:
            name = genus.capitalize()
            following = _WORD.match(line, end)
            if following and self.is_epithet(_unmistaken(following[1])):
                name, end = f"{name} {_unmistaken(following[1]).lower()}", following.end()
            return _with_code(name, match.start(), end, line)
        return _with_code(
            f"{match['initial'].capitalize()}. {match['epithet'].lower()}", match.start(), match.end(), line
        )

    def is_epithet(self, word: str) -> bool:
        """Whether a word behind a genus is a species, be it misspelt or not known here."""
        lower = word.lower()
        if lower in _epithets():
            return True
        if len(lower) < 5 or fold(lower) != lower or self.guesses >= MOST_GUESSES:
            return False
        self.guesses += 1
        near = difflib.get_close_matches(lower, _epithets(), n=1, cutoff=0.8)
        return bool(near) or (
            word.islower() and re.fullmatch(r"\w{3,20}(?:us|um|is|ae|ii|ens|ans|ei|ri)", word) is not None
        )

    def misspelt(self, line: str, found: list[Mention]) -> list[Mention]:
        """Genera with a slip of the pen: ``Lactobacilus helveticus``."""
        more = []
        for match in re.finditer(
            r"(?<!\w)(?:lact|lakt|bifi|stre|sacc|baci|limo|liga|levi)[a-z]{4,20}(?!\w)", line, re.IGNORECASE
        ):
            word = match[0].lower()
            if _inside(match.start(), found) or word in rules()["vernacular"] or self.guesses >= MOST_GUESSES:
                continue
            self.guesses += 1
            near = difflib.get_close_matches(word.capitalize(), _genera(), n=1, cutoff=0.86)
            following = _WORD.match(line, match.end())
            if near and following and self.is_epithet(following[1]):
                name = f"{near[0]} {following[1].lower()}"
                more.append(_with_code(name, match.start(), following.end(), line))
        return more


def everyday_names(line: str) -> list[Mention]:
    """``Acidophilus``, ``bifidus`` and the like; for labels that name nothing better."""
    names = rules()["vernacular"]
    matches = words("vernacular").every(fold_in_place(line))
    return [Mention(names[" ".join(match[0].split())], match.start(), match.end()) for match in matches]


def everyday_names_in_a_list(line: str, found: Sequence[Mention]) -> list[Mention]:
    """``Bifidus`` between other names, set off by commas or brackets."""
    if len(found) < 2:
        return []
    return [
        mention
        for mention in everyday_names(line)
        if not _inside(mention.start, list(found))
        and re.search(r"[,;(:]\s{0,3}$", line[max(0, mention.start - 4) : mention.start])
        and re.match(r"\s{0,3}(?:[,;).]|$)", line[mention.end : mention.end + 4])
    ]


def _phrases(line: str) -> list[Mention]:
    """Trade names of whole species that hold another's name: ``Lactic Acid Bacillus``."""
    names = rules()["phrases"]
    matches = words("phrases").every(fold_in_place(line))
    return [Mention(names[" ".join(match[0].split())], match.start(), match.end()) for match in matches]


def _is_other_name(line: str, mention: Mention) -> bool:
    """Whether a name only says what another one was or is called."""
    before = fold_in_place(line[max(0, mention.start - 30) : mention.start])
    return _OTHER_NAME.search(before) is not None


def is_unsafe(name: str) -> bool:
    """Whether a name is that of a microbe that makes people ill."""
    try:
        resolve(name)
    except UnsafeStrain:
        return True
    except UnknownStrain:
        return False
    return False


def ends_in_a_name(line: str) -> str:
    """The genus or species without a strain that a line ends in, empty where it ends in something else."""
    match = _tail().search(line[-90:])
    if match is None:
        return ""
    rest = match["rest"].split()
    return match[0].strip() if all(_unmistaken(word).lower().strip(".") in _tail_words() for word in rest) else ""


def goes_on(name: str, following: str) -> bool:
    """Whether a line goes on with the species or the strain of a name that ended the one before."""
    token = re.match(r"[^\s,;:()\[\]|/]{1,20}", following)
    if token is None:
        return False
    written = token[0].strip("\u2022*\"'.")
    is_genus = len(name.split()) == 1 or name.split()[-1].strip(".").lower() in _SUBSPECIES_WORDS
    if is_genus:
        return _unmistaken(written).lower() in _epithets()
    if _is_strain(f"{name} {written}"):
        return True
    amount = re.match(
        r"\s{0,2}(?:mg|mcg|g|ug|ml|iu|ie|ui|%)(?!\w)", fold_in_place(following[token.end() : token.end() + 8])
    )
    mixed = re.search(r"[A-Z]", written) and re.search(r"\d", written)
    return bool(mixed) and amount is None and not _VITAMIN.fullmatch(written) and _looks_like_code(written, following)


def _unmistaken(word: str) -> str:
    """A capital i for a small l, as print and scanners have it: ``Iactis``."""
    small = f"l{word[1:]}"
    return small if word[:1] == "I" and small in _epithets() else word


_WORD = re.compile(r"\.?\s{1,3}(?:(?:ssp|subsp|var)\.?\s{1,2})?([^\W\d_]{3,25})(?!\w)")
_SUBSPECIES = re.compile(r"\s{1,3}(?:(?:ssp|subsp|subspecies|var)\.?\s{1,2})?([a-z]{4,15})(?!\w)", re.IGNORECASE)
_END_OF_CODE = re.compile(r"[,;:|=\n]|\s-\s|\.{2,}|\.\s|\.$")
_CODE = re.compile(
    r"(?=\S*\d)[A-Za-z0-9][\w./-]{0,15}|[A-Z][A-Z-]{1,8}|[A-Z]{2,6}(?:-[A-Z]{2,8}){1,3}|[A-Z][a-z]{2,12}-?\d{1,4}|[A-Z][a-z]{2,6}[A-Z]"
)
_FIRST_OF_TWO = re.compile(r"[A-Z]{2,5}(?:-\d{1,3})?")
_WITH_A_SLASH = re.compile(r"\s{0,2}([A-Z]{1,4}\s?\d{1,3}/\d{1,3})(?!\w)")
_WRAPPED = re.compile(r"(?:[A-Z]{2}-)?(\w{3,12}?)(?:-[A-Z]{2})?")
_WEIGHT = re.compile(r"\d{2,3}")
_VITAMIN = re.compile(r"[ABCDEKQ]\d{0,2}")
_SUBSPECIES_WORDS = ("subsp", "ssp", "subspecies", "var")
_OTHER_NAME = re.compile(
    r"(?:reclassified as|formerly|previously|now called|now known as|also known as|fruher|ehemals|anciennement|dawniej"
    r"|antes|gia|voorheen)\W{1,3}$"
)


@per_world
def _tail() -> re.Pattern[str]:
    genera = "|".join(sorted(_genera(), key=len, reverse=True))
    rest = r"(?P<rest>(?:\s{1,3}[A-Za-z]{3,25}\.?){0,3})"
    return re.compile(rf"(?<!\w)(?:{genera}|(?:[A-Z]|Lb|Lc|Bif|Bifido|Str|Strep)\.){rest}\s{{0,3}}$", re.IGNORECASE)


@per_world
def _tail_words() -> frozenset[str]:
    return frozenset((*_epithets(), *_SUBSPECIES_WORDS))


@per_world
def _genera() -> tuple[str, ...]:
    species = (*kept().species, *renamed(), *renamed().values(), *kept().lactobacillus, *pathogens())
    return tuple(dict.fromkeys(name.split()[0] for name in (*species, *(s.species for s in strains()))))


@per_world
def _epithets() -> dict[str, None]:
    species = (*kept().species, *renamed(), *renamed().values())
    ill = (f"{genus.name} {epithet}" for genus in pathogens().values() for epithet in genus.species)
    return {
        word: None
        for name in (*species, *(s.species for s in strains()), *ill)
        for word in name.split()[1:]
        if "." not in word
    }


@per_world
def _pattern() -> re.Pattern[str]:
    genera = "|".join(sorted(_genera(), key=len, reverse=True))
    epithets = "|".join(sorted(_epithets(), key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(?:(?P<genus>{genera})(?!\w)"
        rf"|(?P<initial>[LBSECHAPFWKVNY]|Lb|Lc|Bif|Bifido|Str|Strep)(?:\.\s{{0,2}}|\s)(?P<epithet>{epithets})(?!\w))",
        re.IGNORECASE,
    )


@per_world
def _bare() -> dict[str, str]:
    """Codes and trade names that stand for a strain alone, as they are written, by their letters and figures."""
    found: dict[str, str] = {}
    for strain in strains():
        for code in (strain.designation, *strain.synonyms, strain.deposit or ""):
            squashed = _squash(code)
            trade = len(squashed) >= 4 and re.search(r"[a-z]", squashed)
            if trade or re.fullmatch(r"L[Cc][Ss]|LGG", code):
                found.setdefault(squashed, code)
    return found


def _codes(line: str, found: list[Mention]) -> list[Mention]:
    """Strains named by their code alone."""
    parts = [m for m in re.finditer(r"[^\W_][\w.-]{1,18}", line) if not _inside(m.start(), found)]
    more: list[Mention] = []
    for i, part in enumerate(parts):
        after = parts[i + 1] if i + 1 < len(parts) and parts[i + 1].start() - part.end() <= 2 else None
        for end in (after.end() if after else part.end(), part.end()):
            written = line[part.start() : end]
            known = _bare().get(_squash(written))
            # letters alone can be a word: they must be written as the strain is
            if (
                known
                and (re.search(r"\d", written) or written.rstrip(".-") == known)
                and not _inside(part.start(), more)
            ):
                more.append(Mention(known, part.start(), end))
    return more


def _with_code(name: str, start: int, end: int, line: str) -> Mention:
    """A species with its subspecies and the strain's code, where these follow."""
    following = _SUBSPECIES.match(line, end)
    if following and following[1].lower() in _epithets() and " " in name:
        name, end = f"{name} subsp. {following[1].lower()}", following.end()
    limit = _END_OF_CODE.search(line, end, end + 60)
    nearby = _pattern().search(line, end, end + 60)
    stop = min(limit.start() if limit else end + 60, nearby.start() if nearby else end + 60, len(line))
    tokens = list(re.finditer(r"[^\s()\[\]®™©*\"'“”/]+", line[end:stop]))[:4]
    while tokens and fold(tokens[0][0]).strip(".") in rules()["no_code"]:
        tokens = [] if fold(tokens[0][0]) in ("and", "und", "with", "plus", "from") else tokens[1:]
    for number in (3, 2, 1):
        code = " ".join(token[0] for token in tokens[:number])
        if len(tokens) >= number and _squash(code) in _known_codes() and _is_strain(f"{name} {code}"):
            return Mention(f"{name} {code}", start, end + tokens[number - 1].end())
    slash = _WITH_A_SLASH.match(line, end)
    if slash and " " in name:
        return Mention(f"{name} {slash[1]}", start, slash.end())
    if not tokens or _WEIGHT.fullmatch(tokens[0][0]) or not _looks_like_code(tokens[0][0], line):
        return Mention(name, start, end)
    number = 1
    if len(tokens) > 1 and (fold(tokens[0][0]).rstrip(".") in rules()["collections"] or _are_one_code(tokens)):
        number = 2
    return Mention(" ".join((name, *(token[0] for token in tokens[:number]))), start, end + tokens[number - 1].end())


def _are_one_code(tokens: Sequence[re.Match[str]]) -> bool:
    """``GBI-30 6086``, ``SNZ 1969``: letters, then a number of the maker."""
    return _FIRST_OF_TWO.fullmatch(tokens[0][0]) is not None and re.fullmatch(r"\d{3,5}", tokens[1][0]) is not None


def _looks_like_code(token: str, line: str) -> bool:
    if fold(token).strip(".") in rules()["no_code"]:
        return False
    if fold(token) in rules()["collections"]:
        return True
    # in a line of capitals every word looks like a code
    return _CODE.fullmatch(token) is not None and (not line.isupper() or any(sign.isdigit() for sign in token))


@per_world
def _known_codes() -> frozenset[str]:
    """Ends of every strain's names, without spaces and signs."""
    names = (name.split() for s in strains() for name in (s.designation, s.deposit or "", *s.synonyms))
    return frozenset(_squash("".join(words[start:])) for words in names for start in range(len(words)))


@some_per_world(1000)
def looked_up(name: str) -> Strain | str:
    """The strain that a name stands for, or what is wrong with the name."""
    try:
        found = resolve(name).strain
    except UnknownStrain as error:
        return str(error)
    wrapped = _WRAPPED.fullmatch(found.designation) if found.level == "species" else None
    if wrapped and wrapped[1] != found.designation:
        # "SD-BB536-JP": where a code was deposited stands about it
        inner = resolve(f"{found.species} {wrapped[1]}").strain
        return inner if inner.level == "strain" else found
    return found


def _is_strain(name: str) -> bool:
    found = looked_up(name)
    return isinstance(found, Strain) and found.level == "strain"


def _squash(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _inside(place: int, found: list[Mention]) -> bool:
    return any(mention.start <= place < mention.end for mention in found)
