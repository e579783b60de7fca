"""What kind of question it is, and about which things."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from gutbrain.answers.ask.language import Spoken, spoken
from gutbrain.answers.ask.things import Sort, Thing, split, things
from gutbrain.evidence.safety_rules import kinds_named
from gutbrain.exposures.strains import Strain

KINDS = (
    "helps", "best", "how-long", "how-much", "with-medicine", "safe", "what-is", "how", "against", "strain", "unknown",
    "search",
)  # fmt: skip
"""Kinds of questions, as answers name them; ``search`` where it is none of the others."""

WIDE = ("gut", "mind", "brain", "axis", "microbiota")
"""Parts that stand for the whole axis where nothing narrower is named."""


@dataclass(frozen=True)
class Reading:
    """A question as it was understood.

    Attributes
    ----------
    question
        As it was asked.
    kind
        One of :data:`KINDS`.
    about
        The things that it is about.
    strains
        Strains, species and genera, with the words for them.
    spoken
        Its words.
    """

    question: str
    kind: str
    about: tuple[Thing, ...]
    strains: tuple[tuple[str, Strain], ...]
    spoken: Spoken

    def of(self, *sorts: Sort) -> tuple[Thing, ...]:
        """Things of some sorts."""
        return tuple(thing for thing in self.about if thing.sort in sorts)

    @property
    def given(self) -> tuple[Thing, ...]:
        """What is given or eaten: foods, supplements, treatments."""
        return self.of("exposure")

    @property
    def outcomes(self) -> tuple[Thing, ...]:
        """Outcomes that were named."""
        return self.of("outcome")

    @property
    def whom(self) -> tuple[Thing, ...]:
        """Conditions and people that were named."""
        return self.of("condition", "people")

    @property
    def names(self) -> tuple[str, ...]:
        """Keys of things and short names of strains."""
        return (*(thing.key for thing in self.about), *(strain.short for _, strain in self.strains))

    @property
    def marked(self) -> Collection[str]:
        """Marks of kinds that stand in it."""
        return self.spoken.markers


def reading(question: str) -> Reading:
    """Understand a question."""
    said = spoken(question)
    about = [things()[key] for key in said.things]
    # the wider thing is not asked for where a narrower one is
    narrow = {thing.under for thing in about} | {thing.leads for thing in about}
    about = [_as_asked(thing, question) for thing in about if thing.key not in narrow]
    return Reading(question, _kind(said, about), tuple(about), said.strains, said)


def _as_asked(thing: Thing, question: str) -> Thing:
    """A thing of which nothing was tested, by the narrower name that was asked for."""
    if thing.given or thing.pools or thing.measures:
        return thing
    words = f" {' '.join(split(question))} "
    kinds = [kind for kind in thing.kinds if f" {' '.join(split(kind))} " in words]
    return thing.model_copy(update={"title": " and ".join(kinds), "kinds": ()}) if kinds else thing


def _kind(said: Spoken, about: list[Thing]) -> str:
    marks = set(said.markers) | ({"cause"} if "brings" in said.markers else set())
    first = said.markers[0] if said.markers else ""

    def has(*sorts: Sort) -> list[Thing]:
        return [thing for thing in about if thing.sort in sorts]

    given, medicines, outcomes, parts = has("exposure"), has("medicine"), has("outcome"), has("part")
    taken = bool(given or said.strains)
    if not about and not said.strains:
        # "How long does it take?" is about what everybody asks about here
        bare = (
            ("long", "how-long"),
            ("much", "how-much"),
            ("safe", "safe"),
            ("worse", "safe"),
            ("unknown", "unknown"),
            ("best", "best"),
        )
        return next((kind for mark, kind in bare if mark in marks), "how-much" if said.doses else "search")
    # talking is nothing that is swallowed beside it: each stands by itself
    if taken and medicines and all(thing.key == "therapy" for thing in medicines) and "with" not in marks:
        return "against"
    if medicines and marks & {"stop", "instead"}:
        return "with-medicine"
    if "stop" in marks and taken:
        return "how-long"
    if "unknown" in marks and not said.strains:
        return "unknown"
    if medicines and taken:
        return "against" if "versus" in marks and not marks & {"with", "safe"} else "with-medicine"
    if marks & {"versus", "or"} and len(given) + len(said.strains) > 1:
        return "against"
    if "long" in marks and (first == "long" or not marks & {"safe", "with"}) and (taken or outcomes):
        return "how-long"
    if (said.doses or "much" in marks) and "best" not in marks and (taken or outcomes or said.doses):
        return "how-much"
    # who asks whether a baby may have it asks whether it is safe
    if taken and any(thing.key == "babies" for thing in about):
        return "safe"
    # "can probiotics cause brain fog" asks for harm; whether sugar causes low mood is asked of an influence
    living = said.strains or any(kinds_named(f"{thing.title} ; {' ; '.join(thing.words)}") for thing in given)
    if "brings" in marks and living and outcomes and "help" not in marks:
        return "safe"
    whom = has("condition", "people")
    at_risk = bool(whom) and all(thing.risk or thing.key in ("pregnancy", "histamine") for thing in whom)
    if taken and at_risk and not (outcomes or parts or marks & {"help", "best", "cause"}):
        return "safe"
    if marks & {"safe", "worse"} and (taken or said.unsafe or (has("people", "condition") and not parts)):
        return "safe"
    if said.unsafe:
        return "safe"
    if said.strains and not ("best" in marks and any(s.level == "genus" for _, s in said.strains)):
        return "strain"
    if "best" in marks and medicines and not taken:
        return "helps"
    if "best" in marks and (given or outcomes or parts or has("condition")):
        return "best"
    if ("what" in marks and not outcomes and not (given and "help" in marks)) or (
        not marks and len(about) == 1 and parts
    ):
        return "what-is"
    if medicines and not taken and {part.key for part in parts} == {"mind"}:
        return "helps"
    if (
        parts
        and (not given or not outcomes or any(part.key not in WIDE for part in parts))
        and not (
            given and {part.key for part in parts} <= ({"gut", "mind", "brain"} if "help" in marks else {"gut", "mind"})
        )
    ):
        return "how"
    if given or (medicines and outcomes):
        return "helps"
    if has("condition") and (outcomes or marks):
        return "helps"
    if len(outcomes) > 1 and marks & {"cause", "how"}:
        return "how"
    if outcomes and "what" in marks:
        return "what-is"
    if outcomes or medicines or has("condition"):
        if outcomes and said.other and marks & {"help", "cause", "safe"}:
            return "helps"
        return "best" if outcomes else "helps" if medicines else "what-is"
    return "search"
