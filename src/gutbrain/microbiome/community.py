"""The stools from which people start: shares of the groups in a table, drawn from what counting leaves open."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from gutbrain.datafiles import some_per_world
from gutbrain.errors import listed
from gutbrain.microbiome.placing import GUILDS
from gutbrain.microbiome.profile import Profile, SampleProfile, profile
from gutbrain.microbiome.shares import DRAWS, LOAD, LOAD_SD, Share, drawn, least_seen
from gutbrain.microbiome.table import Array, Table, Unit, refuse

MOST_TOLD = 6
"""Samples that are named in a sentence."""


@dataclass(frozen=True)
class Stool:
    """A sample that may be the start of a person.

    ``amounts`` by group in the unit of the table, ``least`` the smallest number that was seen; ``number`` of the sample
    among those that were looked at; ``not_placed`` share of what belongs nowhere; ``guilds`` as the profile tells them;
    ``warnings`` of its checks.
    """

    sample: str
    number: int
    amounts: tuple[float, ...]
    least: float
    total: float
    not_placed: float
    guilds: Mapping[str, Share]
    warnings: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Community:
    """The community of a person, or those of the people of a cohort, as a table of stools has them.

    Attributes
    ----------
    file, kind, unit, digest
        The table: its name, what it was taken for, what its numbers are, SHA-256 of the file where it is one.
    taxonomy
        The file with its names; empty where there is none.
    stools
        One is that of a person; of more, each person of a cohort has one.
    left_out
        Samples that are no start for a person, where none was named.
    load
        Measured bacteria in the stool, cells/g.
    is_mean
        Whether it is the mean of the stools that counts: the typical person of their cohort.
    """

    file: str
    kind: str
    unit: Unit
    digest: str
    taxonomy: str
    stools: tuple[Stool, ...]
    left_out: tuple[str, ...] = ()
    load: float | None = None
    is_mean: bool = False

    @classmethod
    def of(cls, found: Profile, *, taxonomy: str = "", load: float | None = None, named: bool = False) -> Community:
        """Stools of a profile from which people start.

        Parameters
        ----------
        found
            A table placed on the axis.
        taxonomy
            The file with its names.
        load
            Measured bacteria in the stool, cells/g.
        named
            Whether the samples were named: one that is not usable is refused then, else it is left out.

        Raises
        ------
        InputError
            Where nobody can start: what it is instead, or why not.
        """
        table = found.table
        if table.content != "taxa":
            wrong = f"{len(table.features)} {table.kind}, no taxa: no person can start from it"
            refuse(table.file, wrong, "give a table of microbes")
        bad = [one for one in found.samples if not one.usable]
        if bad and (named or len(bad) == len(found.samples)):
            told = "; ".join(f"sample {one.sample}: {_why_not(one)}" for one in bad[:3])
            refuse(table.file, f"no start for a person ({told})", "name another sample; gutbrain profile tells which")
        stools = tuple(_stool(one, table) for one in found.samples if one.usable)
        left_out = tuple(one.sample for one in bad)
        digest = found.made_from.get("files", {}).get("table", {}).get("sha256", "")
        return cls(table.file, table.kind, table.unit, digest, taxonomy, stools, left_out, load)

    @property
    def identity(self) -> tuple[Any, ...]:
        """All on which what is drawn depends."""
        return self.unit, self.is_mean, tuple((one.number, one.amounts, one.least) for one in self.stools)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Community) and (self.identity, self.load) == (other.identity, other.load)

    def __hash__(self) -> int:
        return hash(self.identity)

    def mean(self) -> Community:
        """The mean of the stools, as of the typical person of the cohort that starts from them."""
        return replace(self, is_mean=True)

    def middle(self) -> Array:
        """Shares as they were counted, by group; one without a read has what the reads leave open (median)."""
        every = []
        for one in self.stools:
            amounts = np.array(one.amounts)
            median = np.median(self._drawn(one), axis=0) * amounts.sum()
            every.append(_shares(np.where(amounts > 0, amounts, median)))
        return _shares(np.mean(every, axis=0))

    def of_draws(self, numbers: npt.NDArray[np.int64], seed: int) -> Array:
        """Shares of one person in some draws, (group, draw): what the reads leave open.

        Parameters
        ----------
        numbers
            Of the draws.
        seed
            Same seed, same numbers.

        Raises
        ------
        InputError
            Where there are several stools, and neither is one of them named nor do they stand for their mean.
        """
        names = [*(one.sample for one in self.stools), *self.left_out]
        if len(names) > 1 and not self.is_mean:
            wrong = f"has {len(names)} samples, and a person has one ({listed(names, MOST_TOLD)})"
            refuse(self.file, wrong, "say which with sample: ID; or people: each then has one", place="microbiota")
        most = int(numbers.max()) + 1
        shares = [self._drawn(one, seed, most)[numbers] for one in self.stools]
        return np.asarray(np.mean(shares, axis=0)).T

    def of_people(self, numbers: npt.NDArray[np.int64], seed: int) -> Array:
        """Shares of people, (group, person): each has a draw of the stool, or of one of several (:meth:`whose`).

        Parameters
        ----------
        numbers
            Of the people, from 0.
        seed
            Same seed, same people.
        """
        if self.is_mean:
            return self.of_draws(numbers, seed)
        found = np.empty((len(GUILDS), len(numbers)))
        whose = self.whose(numbers, seed)
        for at in np.unique(whose):
            one, mine = self.stools[at], whose == at
            round_ = numbers[mine] // len(self.stools)
            found[:, mine] = self._drawn(one, seed, int(round_.max()) + 1)[round_].T
        return found

    def whose(self, numbers: npt.NDArray[np.int64], seed: int) -> npt.NDArray[np.int64]:
        """Which stool each person has: all of them once before any twice, in an order that the seed draws.

        Parameters
        ----------
        numbers
            Of the people, from 0.
        seed
            Same seed, same order.
        """
        many = len(self.stools)
        found = np.empty(len(numbers), np.int64)
        for round_ in np.unique(numbers // many):
            mine = numbers // many == round_
            order = np.random.default_rng([seed, int(round_), 4]).permutation(many)
            found[mine] = order[numbers[mine] % many]
        return found

    def _drawn(self, one: Stool, seed: int = 0, draws: int = DRAWS) -> Array:
        return drawn(np.array(one.amounts), self.unit, one.number, one.least, seed=seed, draws=draws)

    @property
    def title(self) -> str:
        """What it is, in a few words."""
        name = Path(self.file).name
        if len(self.stools) == 1:
            return f"the microbiota of {self.stools[0].sample} ({name})"
        which = "the mean" if self.is_mean else "the microbiota"
        return f"{which} of {len(self.stools)} samples ({name})"

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is to be known of a start from it, in sentences."""
        if len(self.stools) == 1:
            one = self.stools[0]
            reads = f", {one.total:,.0f} reads" if self.unit == "counts" else ""
            whose = "each draw, and each person of a cohort, has another draw of what counting leaves open"
            told = [
                f"microbiota: from {self.title}: {self.kind}{reads}, {100 * one.not_placed:.1f} % not placed; {whose}"
            ]
            told += [f"microbiota: {text}" for text in one.warnings]
        else:
            odd = sum(bool(one.warnings) for one in self.stools)
            told = [
                f"microbiota: from {self.title}: {self.kind}; each person has one of them, all once before any twice"
                + (f"; {odd} with a warning (gutbrain profile)" if odd else "")
            ]
        if self.left_out:
            names = listed(self.left_out, MOST_TOLD)
            told.append(f"microbiota: {len(self.left_out)} samples are no start for a person and left out: {names}")
        return (*told, self._load_said(), NOT_READ)

    def _load_said(self) -> str:
        if self.load is None:
            told = f"was not measured: people have {LOAD:.2f} log10 cells/g (SD {LOAD_SD:.2f})"
        else:
            told = f"was measured: {np.log10(self.load):.2f} log10 cells/g"
        return f"microbiota: the load {told}; the model has its own, which follows from diet and transit"

    def provenance(self) -> dict[str, Any]:
        """What it comes from, in plain values."""
        return {
            "file": self.file,
            "sha256": self.digest,
            "taken_for": self.kind,
            "unit": self.unit,
            "taxonomy": self.taxonomy or None,
            "samples": [one.sample for one in self.stools],
            "left_out": list(self.left_out),
            "not_placed": [round(one.not_placed, 6) for one in self.stools],
            "load_cells_per_g": self.load,
            "intervals": "counting only; not the methods of laboratories (a factor of 1.6 either way)",
        }


NOT_READ = (
    "microbiota: only the shares of the eight groups are read, with counting as their only interval: what the methods "
    "of a laboratory make of them (a factor of 1.6 either way), strains, activity, the upper colon and how this person "
    "answers to fibre are not known from a table, and nothing of it says anything about mood"
)


@some_per_world(8)
def _read(
    table: str, state: Any, names: str, samples: tuple[str, ...], unit: str | None, load: float | None
) -> Community:
    found = profile(table, taxonomy=names or None, samples=samples, unit=unit, load=load)
    return Community.of(found, taxonomy=names, load=load, named=bool(samples))


def read_community(
    table: str | Path,
    samples: Sequence[str] = (),
    taxonomy: str | Path | None = None,
    unit: str | None = None,
    load: float | None = None,
) -> Community:
    r"""The stools of a file from which people start.

    Parameters
    ----------
    table
        A file of any kind that :func:`gutbrain.profile` reads.
    samples
        Those that count; all where none are named.
    taxonomy
        A file with the names of features, where the table has none.
    unit
        What the numbers are, where the table does not tell.
    load
        Measured bacteria in the stool, cells/g.

    Raises
    ------
    InputError
        Where it cannot be read, a sample is not in it, or one is no start for a person.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from gutbrain.microbiome.community import read_community
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "table.tsv"
    >>> _ = file.write_text("genus\tS1\nFaecalibacterium\t3000\nBacteroides\t7000\n")
    >>> found = read_community(file)
    >>> found.stools[0].sample, found.middle()[:4].round(2).tolist()
    ('S1', [0.0, 0.0, 0.7, 0.3])
    """
    names = "" if taxonomy is None else str(taxonomy)
    state = tuple((info.st_mtime_ns, info.st_size) for info in map(_state, (str(table), names)) if info is not None)
    return _read(str(table), state, names, tuple(samples), unit, load)


def _state(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except (OSError, ValueError):
        return None


def _shares(amounts: Array) -> Array:
    return np.asarray(amounts / amounts.sum())


def _stool(one: SampleProfile, table: Table) -> Stool:
    number = table.samples.index(one.sample)
    kept = one.total * (1 - sum(one.removed.values())) * one.placed
    amounts = tuple(kept * one.guilds[guild].share for guild in GUILDS)
    warnings = tuple(f"{one.sample}: {check.check}: {check.says}" for check in one.checks if check.verdict != "ok")
    least = least_seen(table, number)
    return Stool(one.sample, number, amounts, least, one.total, one.not_placed, one.guilds, warnings)


def _why_not(one: SampleProfile) -> str:
    failed = [f"{check.check}: {check.says}" for check in one.checks if check.verdict == "fail"]
    return ", ".join(failed) or "nothing in it is in a group of the model"
