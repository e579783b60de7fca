"""What is known of harm and interactions: one set of rules, heard at every door (``safety``, strains, labels)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

from gutbrain.arguments import text
from gutbrain.care import listens
from gutbrain.datafiles import per_world, read, told_by_place
from gutbrain.errors import InputError, Problem, listed, suggest
from gutbrain.evidence.label.rules import cautions
from gutbrain.evidence.records import references
from gutbrain.evidence.strain_trials import sister_trials, trials_of
from gutbrain.evidence.trials import Trial, trials
from gutbrain.evidence.wording import Words, fold
from gutbrain.exposures.strains import Strain, UnknownStrain, resolve
from gutbrain.reading.records import Record, keyed

Thing = Literal["living-bacteria", "yeast", "ferments", "prebiotics", "transplant"]
Level = Literal["avoid", "ask", "apart", "know", "unknown"]

LEVELS: Mapping[str, str] = MappingProxyType(
    {
        "avoid": "not without a doctor who knows of it",
        "ask": "ask your doctor before",
        "apart": "some hours apart",
        "know": "good to know",
        "unknown": "not studied",
    }
)
"""What a level means, the most serious first."""

GRADES: Mapping[str, str] = MappingProxyType(
    {
        "trial": "from trials",
        "review": "from reviews",
        "observation": "from what was observed",
        "cases": "from single cases",
        "label": "what authorities or makers ask for",
        "reasoning": "from reasoning",
    }
)
"""How sure a rule is."""

THINGS: Mapping[Thing, tuple[str, ...]] = MappingProxyType(
    {
        "living-bacteria": ("probiotic*", "bacteria", "psychobiotic*", "lactobacill*", "bifidobacteri*", "synbiotic*"),
        "yeast": ("yeast*", "boulardii", "saccharomyces*"),
        "ferments": (
            "ferment*",
            "kefir",
            "kombucha",
            "kimchi",
            "sauerkraut",
            "miso",
            "yoghurt*",
            "yogurt*",
            "soy sauce",
            "cheese*",
            "tempeh",
            "natto",
            "raw milk",
            "unpasteuri*",
            "rohmilch",
            "lait cru",
        ),
        "prebiotics": ("prebiotic*", "inulin", "fibre", "fiber", "gos", "fos", "resistant starch", "psyllium"),
        "transplant": ("fmt", "transplant*", "faecal*", "fecal*", "stool transplant*"),
    }
)
"""What rules are about, as people say it."""

NOT_ADVICE = (
    "This tells what is published. It is no advice, and what is not listed is not known to be safe. "
    "Do not stop or change a treatment because of it."
)


_SEVERAL = re.compile(r"\s*(?:[,;+&]|\b(?:and|und|et|e|y|en)\b)\s*")
"""Between several medicines."""


class Rule(Record):
    """A rule: ``who`` with what, what ``happened``, how sure (``grade``), and what to ``say``.

    Attributes
    ----------
    caution
        The caution of labels about the same people, which says who where ``who`` does not.
    unread
        What of it is from memory, and was not read in its sources.
    level
        What is asked for: a key of :data:`LEVELS`.
    """

    key: str
    sort: Literal["person", "medicine", "food", "procedure"]
    applies_to: tuple[Thing, ...]
    words: tuple[str, ...]
    grade: Literal["trial", "review", "observation", "cases", "label", "reasoning"]
    level: Level
    happened: str
    say: str
    who: str = ""
    caution: str = ""
    unread: str = ""
    references: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    @cached_property
    def heard(self) -> Words:
        """How people speak of it."""
        return Words(self.words)

    @property
    def title(self) -> str:
        """Who, or with what."""
        return self.who or next(caution.title for caution in cautions() if caution.key == self.caution)


@dataclass(frozen=True)
class Event:
    """What a trial says of unwanted effects; empty ``said`` where it says nothing that is kept here."""

    trial: str
    reference: str
    given: str
    people: str
    said: str
    worse: tuple[str, ...]
    read: str


@dataclass(frozen=True)
class Safety:
    """What is kept of a strain or an exposure, with a medicine or for a person.

    Attributes
    ----------
    about, with_
        What was asked, as it was read; empty where everything was asked for.
    nothing_about
        What was asked and nothing is kept of, which does not make it safe.
    rules
        The most serious first.
    events
        Trials that gave it, with what they say of unwanted effects.
    silent
        How many of its trials say nothing of them.
    """

    about: str
    with_: str
    nothing_about: tuple[str, ...]
    rules: tuple[Rule, ...]
    events: tuple[Event, ...]
    silent: int

    @property
    def said_first(self) -> tuple[str, ...]:
        """What has to be said before the rules."""
        if not self.nothing_about:
            return ()
        unknown = listed([f"'{word}'" for word in self.nothing_about], 5)
        return (f"Nothing is kept here about {unknown}: that is not the same as safe. Ask a doctor or pharmacist.",)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as ``gutbrain safety --json`` prints them."""
        return {
            "about": self.about,
            "with": self.with_,
            "nothing_about": list(self.nothing_about),
            "rules": [{**rule.model_dump(), "who": rule.title} for rule in self.rules],
            "adverse_events": [asdict(event) for event in self.events],
            "trials_without_a_word": self.silent,
            "notice": NOT_ADVICE,
        }


@per_world
def rules() -> Mapping[str, Rule]:
    """Every rule, the most serious first.

    Raises
    ------
    InputError
        With every record that is wrong.
    """
    with told_by_place("safety.yaml"):
        found, problems = keyed(Rule, read(__package__, "safety.yaml"), "safety.yaml")
        known = {caution.key for caution in cautions()}
        for rule in found.values():
            if not rule.who and rule.caution not in known:
                wrong = "says neither who, nor which caution of labels"
                problems.append(Problem(wrong, "write who, or caution", rule.key, "safety.yaml"))
            for key in (*rule.references, *rule.against):
                if key not in references():
                    wrong = f"there is no reference '{key}'"
                    problems.append(Problem(wrong, suggest(key, references()), rule.key, "safety.yaml"))
        if problems:
            raise InputError(problems)
    order = list(LEVELS)
    ranked = sorted(found.values(), key=lambda rule: order.index(rule.level))
    return MappingProxyType({rule.key: rule for rule in ranked})


def rules_for(things: Iterable[Thing], words: str = "") -> tuple[Rule, ...]:
    """Rules about things that somebody takes: the one function that all doors ask.

    Parameters
    ----------
    things
        What is taken.
    words
        A medicine, or something about a person: only rules that speak of it. Empty: all.
    """
    wanted, folded = set(things), fold(words)
    return tuple(
        rule
        for rule in rules().values()
        if wanted.intersection(rule.applies_to) and (not folded or folded in rule.heard)
    )


@listens
def safety(about: str = "", *, with_: str = "", care: str | None = None) -> Safety:
    """What is known of harm by a strain or an exposure, with a medicine or for a person.

    Parameters
    ----------
    about
        A strain, or what is taken (``probiotics``, ``kefir``), or who takes it; empty: everything.
    with_
        A medicine, or something about the person (``pregnancy``).
    care
        ``"seen"`` goes on where it speaks of danger.

    Returns
    -------
    Safety
        Rules with their sources, and what trials say of unwanted effects.

    Raises
    ------
    CareNeeded
        Where it speaks of danger.

    Examples
    --------
    >>> from gutbrain.evidence.safety_rules import safety
    >>> [rule.key for rule in safety("S. boulardii", with_="fluconazole").rules]
    ['antifungals']
    >>> safety("kefir", with_="phenelzine").rules[0].level
    'avoid'
    >>> safety("probiotics", with_="unobtainium").nothing_about
    ('unobtainium',)
    """
    asked, beside = text("about", about)[:200].strip(), text("with_", with_)[:200].strip()
    if asked and beside and not _things(asked, _strain(asked)) and _things(beside, _strain(beside)):
        asked, beside = beside, asked
    strain = _strain(asked)
    things = _things(asked, strain)
    every: tuple[Thing, ...] = tuple(THINGS)
    nothing: list[str] = []
    found = rules_for(things or every)
    if asked and not things:
        # a medicine or a person in place of what is taken
        found = tuple(rule for rule in found if fold(asked) in rule.heard)
        nothing += [] if found else [asked]
    if beside:
        several = [part for part in _SEVERAL.split(beside) if part]
        spoken = {part: [rule for rule in found if fold(part) in rule.heard] for part in several}
        for part, about_it in spoken.items():
            if not about_it:
                nothing.append(f"{asked} with {part}" if things and rules_for(every, part) else part)
        found = tuple(rule for rule in found if any(rule in about_it for about_it in spoken.values()))
    # with a medicine, what trials of others say in general is no answer
    given = tuple(_given(asked, strain, things)) if strain is not None or not beside else ()
    events = tuple(event for event in map(_event, given) if event.said or event.worse)
    return Safety(asked, beside, tuple(dict.fromkeys(nothing)), found, events, len(given) - len(events))


def kind_of(strain: Strain) -> tuple[Thing, ...]:
    """What a strain is, as rules speak of it."""
    return ("yeast",) if strain.species.startswith("Saccharomyces") else ("living-bacteria",)


def _strain(asked: str) -> Strain | None:
    try:
        found = resolve(asked).strain if asked else None
    except UnknownStrain:
        return None
    return found if found is not None and found.level != "genus" else None


def kinds_named(said: str) -> tuple[Thing, ...]:
    """What rules are about of what a text names.

    Parameters
    ----------
    said
        Plain words (``kefir``).
    """
    folded = fold(said)
    return tuple(thing for thing, words in THINGS.items() if said and folded in Words(words))


def _things(asked: str, strain: Strain | None) -> tuple[Thing, ...]:
    return kinds_named(asked) if strain is None else kind_of(strain)


def _given(asked: str, strain: Strain | None, things: tuple[Thing, ...]) -> Iterable[Trial]:
    """Trials that gave what was asked for."""
    if strain is not None:
        return trials_of(strain) if strain.level == "strain" else sister_trials(strain)
    if asked and not things:
        return ()
    wanted = set(things or THINGS)
    return (trial for trial in trials().values() if _kinds(trial) & wanted)


def _kinds(trial: Trial) -> set[Thing]:
    """What a trial gave, as rules speak of it."""
    made = trial.product
    said = fold(f"{made.mixture} {made.prebiotic} {made.other} {made.form} {made.brand}")
    found: set[Thing] = {thing for thing, words in THINGS.items() if said in Words(words)}
    for strain in trial.strains:
        found.update(kind_of(strain))
    if made.kind in ("bacteria", "synbiotic"):
        found.add("living-bacteria")
    return found


def _event(trial: Trial) -> Event:
    made = trial.product
    given = ", ".join(given.name for given in made.strains) or made.mixture or made.prebiotic or made.other
    worse = tuple(
        dict.fromkeys(
            outcome.scale + (f" (p {outcome.bound or '='} {outcome.p:g})" if outcome.p is not None else "")
            for outcome in trial.outcomes
            if outcome.result == "worse" and outcome.comparison == "between-arm"
        )
    )
    return Event(trial.key, trial.reference, given, trial.population, trial.adverse_events or "", worse, trial.read)
