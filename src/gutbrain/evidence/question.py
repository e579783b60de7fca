"""What a question is about: its subjects, and those of which nothing is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from gutbrain.datafiles import per_world
from gutbrain.evidence.concepts import concepts, title_of, token_of
from gutbrain.evidence.signatures import GUILDS, guilds, signatures
from gutbrain.evidence.synonyms import EMPTY, dependent_words, groups, phrases, question_words, tokens
from gutbrain.evidence.wording import fold

WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TAIL = re.compile(r"-(?:like|associated|induced|related|relevant|derived|mediated|dependent|rich|containing)$")
"""Endings that make an adjective of a subject."""

BEFORE = frozenset(("gut", "intestinal", "fecal", "faecal", "bioactive"))
"""Words that say where something is, and are no subject before another."""

CODE = re.compile(r"(?=.*\d)[a-z0-9-]{2,20}")
"""What a strain's code looks like."""


class Known(Protocol):
    """What the search knows of words."""

    def knows(self, word: str) -> bool:
        """Whether a word stands anywhere."""
        ...

    def holds(self, words: list[str]) -> bool:
        """Whether one record holds all of the words."""
        ...

    def follows(self, first: str, second: str) -> bool:
        """Whether the second word stands right behind the first anywhere."""
        ...


@dataclass(frozen=True)
class Subject:
    """A subject of a question.

    Attributes
    ----------
    said
        As it was asked.
    narrow
        Words of records about it.
    wide
        Words of records about what it is a kind of, or what goes under its name.
    note
        How it was read, where that has to be said.
    """

    said: str
    narrow: tuple[str, ...]
    wide: tuple[str, ...] = ()
    note: str = ""


@dataclass
class Asked:
    """A question taken apart: ``subjects`` of which something is kept, and phrases of which ``nothing`` is.

    ``read_as`` says how subjects were read, where that has to be said.
    """

    subjects: list[Subject] = field(default_factory=list)
    nothing: list[str] = field(default_factory=list)
    looked_for: list[str] = field(default_factory=list)
    other_strains_of: list[str] = field(default_factory=list)
    read_as: list[str] = field(default_factory=list)


@dataclass
class _Word:
    said: str
    forms: tuple[str, ...]
    known: bool
    sort: str  # concept | name | plain | dependent
    free: bool  # nothing stands between it and the word before
    genus: tuple[str, ...] = ()


def take_apart(asked: str, known: Known) -> Asked:
    """The subjects of a question.

    A word that is kept nowhere takes those beside it along that name nothing by themselves: nothing is kept of "gap
    junction alpha-1", whatever is kept of another alpha.

    Parameters
    ----------
    asked
        The question, with or without markup.
    known
        The search, which knows what is kept.
    """
    found = Asked()
    words = list(_words(re.sub(r"<[^<>]{0,40}>", " ", asked), known))
    for start, run in _runs(words):
        _read(run, words[start - 1] if start and run[0].free else None, found, known)
    found.read_as = list(dict.fromkeys(subject.note for subject in found.subjects if subject.note))
    found.subjects = list({subject.narrow or subject.said: subject for subject in found.subjects}.values())
    found.looked_for = list(dict.fromkeys(found.looked_for))
    return found


BETWEEN = frozenset(("strain", "subsp", "ssp", "var"))
"""Words that stand inside the name of a strain."""

BOTH = re.compile(r"\boral and (gut|faecal|fecal|intestinal) (microbiota|microbiome|flora|bacteria)")


def _words(asked: str, known: Known) -> Iterator[_Word]:
    text, originals = phrases(BOTH.sub(r"oral \2 and \1 \2", fold(asked)))
    ended, broken, initial = 0, True, ""
    listed = list(WORD.finditer(text))
    for place, match in enumerate(listed):
        word = match[0] if match[0] in groups() else TAIL.sub("", match[0])
        if re.search(r"[,;:!?/+]", text[ended : match.start()]):
            broken = True
        ended = match.end()
        if word in BETWEEN:
            continue
        if word not in originals and (word in question_words() or word in EMPTY):
            broken, initial = True, ""
            continue
        if len(word) == 1 and text[ended : ended + 1] == ".":
            initial = f"{word}. "
            continue
        if word in BEFORE and place + 1 < len(listed) and text[ended : listed[place + 1].start()].isspace():
            following = listed[place + 1][0]
            if following in originals or not (following in question_words() or following in EMPTY):
                continue
        forms = _forms(word, known)
        if not forms:
            continue
        said = initial + originals.get(word, match[0] if _sort(word, forms) == "concept" else word)
        yield _Word(said, forms, any(known.knows(f) for f in forms), _sort(word, forms), not broken)
        broken, initial = False, ""


def _forms(word: str, known: Known) -> tuple[str, ...]:
    """Short forms of a word: parts of a word with hyphens only where they all are names."""
    every = [form for form in tokens(word) if len(form) > 1 and not re.fullmatch(r"\d{1,2}", form)]
    if "-" not in word or len(every) < 2:
        return tuple(every)
    whole = [form for form in every if form == every[0] or form == word.replace("-", "")]
    if any(known.knows(form) for form in whole):
        return tuple(whole)
    parts = [form for form in every if form not in whole]
    return tuple(parts) if parts and all(_sort(p, (p,)) != "plain" for p in parts) else tuple(whole)


def _sort(word: str, forms: tuple[str, ...]) -> str:
    if word in dependent_words():
        return "dependent"
    if forms[0] in _names() or word in _names():
        return "name"
    return "concept" if any(form in groups() for form in forms) else "plain"


@per_world
def _names() -> frozenset[str]:
    """Names of microbes: genera, families and the second words of species."""
    genera = {form for name in _species() for form in tokens(name.split()[0])}
    return frozenset(guilds()) | genera | _epithets()


@per_world
def _epithets() -> frozenset[str]:
    """Second and third words of the names of species."""
    kept = {form for name in _species() for word in name.split()[1:] for form in tokens(word) if len(form) > 3}
    return frozenset(kept | {epithet for row in signatures().values() for epithet in row.species})


def _species() -> list[str]:
    from gutbrain.exposures.strains import kept, renamed

    return [*(strain.species for strain in kept().strains), *kept().species, *renamed(), *renamed().values()]


def _runs(words: list[_Word]) -> Iterator[tuple[int, list[_Word]]]:
    """Words that stand together without a concept among them; a concept is a run of its own."""
    start = 0
    for end in range(1, len(words) + 1):
        if end == len(words) or not words[end].free or "concept" in (words[end].sort, words[end - 1].sort):
            yield start, words[start:end]
            start = end


def _read(run: list[_Word], before: _Word | None, found: Asked, known: Known) -> None:
    """Subjects of a run, and the phrases in it of which nothing is kept."""
    lost = _lost(run, known)
    if run[0].sort == "dependent" and not lost and before is not None:
        # "il-6 receptor": part of the phrase that begins before it
        head = [word for word in run if word.sort == "dependent"]
        if not any(known.follows(form, head[0].forms[0]) for form in before.forms):
            _nothing(found, [before, *head])
        run = [word for word in run if word.sort != "dependent"]
        lost = set()
    run, lost = _named_whole(run, lost)
    phrase: list[_Word] = []
    for place, word in enumerate(run):
        if place in lost:
            phrase.append(word)
            continue
        if phrase:
            _nothing(found, phrase)
            phrase = []
        if word.sort != "dependent" or len(run) == 1:
            _keep(found, word)
    if phrase:
        _nothing(found, phrase)


def _named_whole(run: list[_Word], lost: set[int]) -> tuple[list[_Word], set[int]]:
    """Genus, species and code of a strain as one word, which is found by the last of them."""
    made: list[_Word] = []
    gone: set[int] = set()
    for place, word in enumerate(run):
        is_next = made and made[-1].sort == "name" and place - 1 not in lost and place not in lost
        if is_next and word.known and (word.forms[0] in _epithets() or CODE.fullmatch(word.forms[0])):
            genus = made[-1].forms if word.forms[0] in _epithets() else ()
            made[-1] = _Word(f"{made[-1].said} {word.said}", word.forms, True, "name", made[-1].free, genus)
            continue
        if place in lost:
            gone.add(len(made))
        made.append(word)
    return made, gone


def _lost(run: list[_Word], known: Known) -> set[int]:
    """Places of the words in a run of whose phrase nothing is kept."""
    lost = {place for place, word in enumerate(run) if not (word.known or _either(word) or _wide(word)[0])}
    if lost:
        for step, order in ((1, range(len(run))), (-1, range(len(run) - 1, -1, -1))):
            for place in order:
                if place - step in lost and (run[place].sort in ("plain", "dependent") or _begins_strain(run, place)):
                    lost.add(place)
        return lost
    plain = [place for place, word in enumerate(run) if word.sort in ("plain", "dependent")]
    if len(plain) > 1 and len(plain) == len(run) and not known.holds([run[place].forms[0] for place in plain]):
        return set(plain)
    return lost


def _begins_strain(run: list[_Word], place: int) -> bool:
    """Whether genus or species stand there, with a strain's code of which nothing is kept behind them."""
    after = place
    while after < len(run) and run[after].sort == "name":
        after += 1
    return (
        after > place and after < len(run) and not run[after].known and CODE.fullmatch(run[after].forms[0]) is not None
    )


def _nothing(found: Asked, phrase: list[_Word]) -> None:
    said = " ".join(word.said for word in phrase)
    found.nothing.append(said)
    found.looked_for.append(said)
    if CODE.fullmatch(phrase[-1].forms[0]) and any(word.sort == "name" for word in phrase):
        found.other_strains_of.append(said)


def _keep(found: Asked, word: _Word) -> None:
    wide, note = _wide(word)
    found.looked_for.append(word.said)
    either = _either(word)
    if not word.known and not either:
        found.nothing.append(word.said)
    # one thing under another name is that thing; several are any of them
    narrow = either if len(either) == 1 else (*word.forms, *either) if word.known or either else ()
    if narrow or wide:
        found.subjects.append(Subject(word.said, narrow, wide, note))


def _either(word: _Word) -> tuple[str, ...]:
    """Words of the things that go under a name."""
    return tuple(token_of(k) for form in word.forms if form in concepts() for k in concepts()[form].either)


def _wide(word: _Word) -> tuple[tuple[str, ...], str]:
    """Words of what a subject is a kind of, and how it was read."""
    concept = next((concepts()[form] for form in word.forms if form in concepts()), None)
    if concept is not None and (concept.wider or concept.either or concept.near):
        keys = (*concept.wider, *concept.near)
        named = " or ".join(title_of(key) for key in concept.either or concept.wider)
        note = f"'{word.said}' is read as {named} too: {concept.note}." if concept.note else ""
        return tuple(token_of(key) for key in keys), note
    if word.genus:
        return (*word.genus, "microbiota"), ""
    for form in (*word.forms, word.said):
        guild = guilds().get(form)
        if guild is not None:
            group = {"butyrate_producers": "butyrateproducers", "protein_fermenters": "proteinfermenters"}.get(
                guild, guild
            )
            wide = (group,) if group not in ("", "other_commensals", *word.forms) else ()
            is_said = guild and group not in word.forms and guild not in form
            return (
                *wide,
                "microbiota",
            ), f"{word.said.capitalize()} counts among the {GUILDS[guild]} here." if is_said else ""
    return (), ""
