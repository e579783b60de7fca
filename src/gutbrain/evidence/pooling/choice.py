"""Which records are pooled: those that ship, the user's own, and what the user leaves out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gutbrain.arguments import names
from gutbrain.errors import InputError, Problem, listed, suggest
from gutbrain.evidence.own import Own, read_own
from gutbrain.evidence.pooling.effects import Effect
from gutbrain.evidence.records import Reference, references
from gutbrain.evidence.trials import FLAGS, Trial, trials

ONLY = ("numbers",)
CALCULATED = (
    "arms-assumed", "change-sd", "sd-of-scale", "responders", "p-bound", "p-assumed", "paired-assumed",
)  # fmt: skip
"""Flags of a calculation, besides those of a trial."""

PRINTED = ("numbers", "published-effect")

Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


@dataclass(frozen=True)
class Choice:
    """Records by key with their references, and what is left out.

    ``own`` are the user's files, ``replaced`` keys of records that one of them took the place of; ``twice`` pairs of
    records, the user's and one that ships, that cite the same publication.
    """

    records: Mapping[str, Trial]
    references: Mapping[str, Reference]
    own: tuple[Own, ...] = ()
    replaced: tuple[str, ...] = ()
    twice: tuple[tuple[str, str], ...] = ()
    exclude: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    only: Literal["numbers"] | None = None

    @property
    def added(self) -> frozenset[str]:
        """Keys of the user's records."""
        return frozenset(key for own in self.own for key in own.trials)

    @property
    def listed(self) -> tuple[Reference, ...]:
        """References of the user's files without a number to pool."""
        return tuple(one for own in self.own for one in own.listed)

    @property
    def kept(self) -> dict[str, Trial]:
        """Records that are looked at."""
        return {key: trial for key, trial in self.records.items() if not self.barred(key)}

    @property
    def cautions(self) -> tuple[str, ...]:
        """What has to be said of it before the numbers."""
        said = [f"{mine} cites the same publication as {other}: people may count twice" for mine, other in self.twice]
        if self.replaced:
            said.append(f"your records stand in place of: {listed(self.replaced, 5)}")
        if self.listed:
            count = len(self.listed)
            said.append(
                f"{count} reference{'s' * (count > 1)} of yours {'have' if count > 1 else 'has'} no number to pool: "
                "listed, and ready to be filled in with --template FILE.csv"
            )
        return tuple(said)

    def barred(self, key: str) -> str:
        """Why a record is left out as asked; empty where it is not."""
        if key in self.exclude:
            return "excluded as asked"
        flag = next((flag for flag in self.without if flag in self.records[key].flags), "")
        return f"flag {flag}, as asked" if flag else ""

    def barred_effect(self, effect: Effect) -> str:
        """Why an effect is left out as asked; empty where it is not."""
        flag = next((flag for flag in self.without if flag in effect.flags), "")
        if flag:
            return f"flag {flag}, as asked"
        if self.only == "numbers" and effect.kind not in PRINTED:
            return "only numbers, as asked: its numbers were not printed"
        return ""


def choose(
    records: Mapping[str, Trial] | None = None,
    add: Paths = (),
    exclude: str | Sequence[str] = (),
    without: str | Sequence[str] = (),
    only: str | None = None,
) -> Choice:
    """Check a choice of records.

    Parameters
    ----------
    records
        Trials; those of the package where missing.
    add
        Files or folders of one's own (:func:`gutbrain.evidence.own.read_own`); a record takes the place of one with
        the same key.
    exclude, without
        Keys of records, and flags whose records or effects are left out.
    only
        ``numbers``: only effects of printed means, counts or effects; nothing: all.

    Raises
    ------
    InputError
        With everything that is wrong in the files, and every name that does not exist.
    """
    ours, cited = dict(trials() if records is None else records), dict(references())
    own = read_own([add] if isinstance(add, str | os.PathLike) else list(add))
    every = {**ours, **{key: trial for one in own for key, trial in one.trials.items()}}
    exclude, without = _split(names("exclude", exclude)), _split(names("without", without))
    problems = [
        Problem(f"there is no record '{key}'", suggest(key, every), "exclude") for key in exclude if key not in every
    ]
    flags = (*FLAGS, *CALCULATED)
    problems += [
        Problem(f"there is no flag '{flag}'", suggest(flag, flags, otherwise=f"one of: {', '.join(FLAGS)}"), "without")
        for flag in without
        if flag not in flags
    ]
    if only not in (None, *ONLY):
        problems.append(Problem(f"'{only}' cannot be asked for alone", "numbers", "only"))
    if problems:
        raise InputError(problems)
    mine = {key for one in own for key in one.trials}
    known: dict[str, Reference] = {}
    for one in own:
        known |= {trial.key: ({**cited, **one.references})[trial.reference] for trial in one.trials.values()}
    new = {key: one for key, one in known.items() if key not in ours}
    twice = tuple(_twice(new, {key: one for key, one in ours.items() if key not in known}, cited, exclude))
    sources = {key: known[key] if key in known else cited[trial.reference] for key, trial in every.items()}
    return Choice(
        every,
        sources,
        own,
        tuple(sorted(mine & set(ours))),
        twice,
        exclude,
        without,
        "numbers" if only else None,
    )


def _split(texts: Iterable[str]) -> tuple[str, ...]:
    parts = (part.strip() for text in texts for part in text.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _twice(
    mine: Mapping[str, Reference], ours: Mapping[str, Trial], cited: Mapping[str, Reference], exclude: Sequence[str]
) -> Iterable[tuple[str, str]]:
    """Records of the user and of the package with the same DOI or PMID."""
    there: dict[str, str] = {}
    for key, trial in ours.items():
        one = cited[trial.reference]
        there |= {name.lower(): key for name in (one.doi, one.pmid) if name and key not in exclude}
    for key, one in mine.items():
        found = there.get(one.doi.lower()) or there.get(one.pmid)
        if found and key not in exclude and (one.doi or one.pmid):
            yield key, found
