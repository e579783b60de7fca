"""What was looked at, and what became of it: the numbers of a PRISMA flow diagram."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from gutbrain.evidence.pooling.choice import Choice
from gutbrain.evidence.pooling.effects import Effect, LeftOut


@dataclass(frozen=True)
class Account:
    """Records (an arm against its control) by what became of them; they add up.

    Attributes
    ----------
    kept_here, added, replaced
        Records of the package (and of the world's folder), of the user's files, and those of the package whose place
        one of the user's took.
    other
        Records of another thing than what is asked: no bacteria, other outcomes, people, strains or weeks.
    asked
        Records that measured it.
    left_out
        Records by the first reason why they were not pooled.
    pooled, trials, people
        Records pooled, trials (several arms of one count once) and people in them.
    listed
        References of the user's files that have no number: not among the records.
    until
        Year of the newest publication among all records.
    checked
        The last day when a publication was looked up for a retraction; empty: none was.
    """

    kept_here: int
    added: int
    replaced: int
    other: int
    asked: int
    pooled: int
    trials: int
    people: int
    listed: int
    until: int | None
    checked: str
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> list[tuple[str, int]]:
        """The account as lines with a count."""
        return [
            ("records kept here", self.kept_here),
            *([("of which yours took the place", -self.replaced)] if self.replaced else []),
            *([("your own records", self.added)] if self.added else []),
            ("answer another question (other things, outcomes, people, strains or weeks)", self.other),
            ("records that measured it", self.asked),
            *((f"left out: {why}", count) for why, count in self.left_out.items()),
            ("pooled", self.pooled),
            *([("your references without a number (listed, not pooled)", self.listed)] if self.listed else []),
        ]

    @property
    def plain(self) -> str:
        """Until when."""
        until = f"publications up to {self.until}" if self.until else "no year of publication is known"
        checked = f"; looked up for retractions up to {self.checked}, as far as they were" if self.checked else ""
        return f"{until}{checked}; collected by hand, not by a registered search"


def account(choice: Choice, found: Sequence[Effect], out: Sequence[LeftOut], people: int) -> Account:
    """Count.

    Parameters
    ----------
    choice
        The records.
    found
        Effects that were pooled.
    out
        What answers the question and was not pooled.
    people
        People in what was pooled.
    """
    pooled = {effect.trial.key for effect in found}
    reasons: dict[str, str] = {}
    for left in out:
        if left.trial not in pooled:
            reasons.setdefault(left.trial, left.reason.split(":")[0])
    cited = choice.references.values()
    days = [one.checked.date for one in cited if one.checked]
    asked = len(pooled) + len(reasons)
    return Account(
        kept_here=len(choice.records) - len(choice.added) + len(choice.replaced),
        added=len(choice.added),
        replaced=len(choice.replaced),
        other=len(choice.records) - asked,
        asked=asked,
        pooled=len(pooled),
        trials=len({effect.trial.people for effect in found}),
        people=people,
        listed=len(choice.listed),
        until=max((one.year for one in cited if one.year), default=None),
        checked=max(days, default=""),
        left_out=dict(Counter(reasons.values()).most_common()),
    )
