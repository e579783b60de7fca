"""The rules of safety as an answer tells them: the same that ``gutbrain safety``, strains and labels hear."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gutbrain.answers.ask.things import Thing
from gutbrain.evidence import safety_rules as kept
from gutbrain.evidence.safety_rules import GRADES, Rule
from gutbrain.evidence.wording import fold
from gutbrain.exposures.strains import Strain

ASK = "A doctor or pharmacist who knows your medicines can say more than any list."

Given = Iterable[Thing | Strain]


def rules_of(about: Iterable[Thing], given: Given = ()) -> tuple[Rule, ...]:
    """Rules that speak of these medicines, conditions and people, the most serious first.

    Parameters
    ----------
    about
        Medicines, conditions and people.
    given
        What is taken; where no rule is about that beside them, rules about anything that is taken.
    """
    asked = tuple(about)
    for things in (_kinds(given), tuple(kept.THINGS)):
        found = tuple(rule for rule in kept.rules_for(things) if any(_speaks_of(rule, thing) for thing in asked))
        if found:
            return found
    return ()


def rules_for(about: Iterable[Thing], given: Given = ()) -> list[str]:
    """The same in sentences; none is not the same as no risk.

    Parameters
    ----------
    about
        Medicines, conditions and people.
    given
        What is taken.
    """
    asked = tuple(about)
    said = [_said(rule) for rule in rules_of(asked, given)]
    return list(dict.fromkeys((*said, *(thing.risk for thing in asked if " " in thing.risk))))


def shortly(about: Iterable[Thing], given: Given = ()) -> str:
    """What the most serious of them asks for, to stand within a sentence; empty where there is none."""
    for rule in rules_of(about, given):
        # a point behind one letter is that of a genus
        joined = re.sub(r"(?<=[\w)]{2})\. (\w)", lambda end: f"; {end[1].lower()}", rule.say.rstrip("."))
        return f"{joined[:1].lower()}{joined[1:]}"
    return ""


def is_grave(about: Iterable[Thing], given: Given = ()) -> bool:
    """Whether a rule says that it is not for them without a doctor who knows of it."""
    return any(rule.level == "avoid" for rule in rules_of(about, given))


def for_everybody(given: Given = ()) -> str:
    """Whom it can harm; living microbes where nothing is named.

    Parameters
    ----------
    given
        What is taken.
    """
    people = tuple(
        rule for rule in kept.rules_for(_kinds(given)) if rule.sort == "person" and not (rule.who and rule.caution)
    )
    if not people:
        return "Whom it may harm is not told by a rule that is kept here."
    return "Talk to a doctor first with " + "; ".join(dict.fromkeys(rule.title for rule in people)) + "."


def sources_for(about: Iterable[Thing], given: Given = ()) -> list[str]:
    """References of these rules."""
    return [key for rule in rules_of(about, given) for key in (*rule.references, *rule.against)]


def _kinds(given: Given) -> tuple[kept.Thing, ...]:
    found: dict[kept.Thing, None] = {}
    for one in given:
        named = (
            kept.kind_of(one)
            if isinstance(one, Strain)
            # Italian calls probiotics "fermenti lattici": other words count where the title says nothing
            else kept.kinds_named(one.title) or kept.kinds_named(" ; ".join(one.words))
        )
        found.update(dict.fromkeys(named))
    return tuple(found) or ("living-bacteria",)


def _speaks_of(rule: Rule, thing: Thing) -> bool:
    # the whole of a word: "baby blues" are no baby
    heard = rule.heard.pattern.fullmatch
    named = any(heard(fold(word)) for word in (thing.title, *thing.words))
    return named or (bool(rule.caution) and rule.caution == thing.risk)


def _said(rule: Rule) -> str:
    rests = ", ".join(rule.references) or "nothing published is kept"
    return f"{rule.title[:1].upper()}{rule.title[1:]}: {rule.happened} {rule.say} ({GRADES[rule.grade]}; {rests})"
