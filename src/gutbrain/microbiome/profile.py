"""A table placed on the axis: groups of the model with intervals, diversity, what speaks against it, and modules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gutbrain.errors import InputError, Problem, suggest
from gutbrain.microbiome.diversity import Diversity, by_genus, diversity
from gutbrain.microbiome.metadata import other_sites, read_metadata
from gutbrain.microbiome.modules import Score, scores
from gutbrain.microbiome.names import is_hash, is_sequence
from gutbrain.microbiome.placing import genera as known_genera
from gutbrain.microbiome.placing import place
from gutbrain.microbiome.quality import Check, checks, is_usable
from gutbrain.microbiome.readers.functions import KO
from gutbrain.microbiome.reading import read_content, read_table
from gutbrain.microbiome.shares import Placed, Share, placed, shares
from gutbrain.microbiome.table import UNITS, Table, refuse
from gutbrain.shown import Card, Shown

if TYPE_CHECKING:
    import pandas as pd

MOST_UNPLACED = 10
"""Names without a place that are told of a sample."""

CAVEATS = (
    "Shares are of what was placed; the first interval is that of counting, the second (with methods) has in it what "
    "laboratories differ in, a factor of 1.6 either way. Percentiles hold for 16S rRNA (V4) in Europe only.",
    "A table does not tell strains, what microbes do, what happens in the upper colon, or anything about mood. Faecal "
    "acids follow from composition weakly (butyrate: rank correlation 0.2 to 0.4; acetate and propionate: none).",
)


@dataclass(frozen=True)
class Unplaced:
    """A name that belongs nowhere: its ``share`` of all, and the ``nearest`` name that is known."""

    name: str
    share: float
    nearest: str


@dataclass(frozen=True)
class SampleProfile:
    """A sample.

    ``total`` in the unit of the table; ``placed`` and ``not_placed`` are shares of all that is no host, plant or
    organelle, ``removed`` shares of all; ``genera`` the greatest, as shares of the same. ``usable`` says whether a
    person may start from it.
    """

    sample: str
    total: float
    placed: float
    not_placed: float
    removed: Mapping[str, float]
    guilds: Mapping[str, Share]
    genera: Mapping[str, float]
    unplaced: tuple[Unplaced, ...]
    diversity: Diversity | None
    checks: tuple[Check, ...]
    modules: tuple[Score, ...]
    usable: bool


@dataclass(frozen=True, repr=False)
class Profile(Shown):
    """A table placed on the axis; :meth:`to_dict` is what ``--json`` prints."""

    table: Table
    samples: tuple[SampleProfile, ...]

    def card(self) -> Card:
        """What is shown of it.

        Returns
        -------
        Card
            Headline and rows.
        """
        rows = [(one.sample, f"{100 * one.not_placed:.0f} %", "yes" if one.usable else "no") for one in self.samples]
        headline = f"{self.table.kind}, {len(self.table.features)} features, {len(self.samples)} samples"
        return Card(headline, ("sample", "not placed", "usable"), rows, ".frame(), .to_dict()")

    @property
    def usable(self) -> bool:
        """Whether every sample may be a start for a person."""
        return all(sample.usable for sample in self.samples)

    def frame(self) -> pd.DataFrame:
        """Groups of all samples, a row for each: share, interval, cells, percentile."""
        import pandas as pd

        rows = [
            {"sample": one.sample, "guild": guild, **asdict(share)}
            for one in self.samples
            for guild, share in one.guilds.items()
        ]
        return pd.DataFrame(rows)

    def to_dict(self) -> dict[str, Any]:
        """Everything, in plain values."""
        table = self.table
        return {
            "file": table.file,
            "kind": table.kind,
            "content": table.content,
            "unit": table.unit,
            "features": len(table.features),
            "notes": list(table.notes),
            "samples": [asdict(sample) for sample in self.samples],
            "usable": self.usable,
            "caveats": list(CAVEATS),
        }


def profile(
    table: str | Path | pd.DataFrame,
    *,
    taxonomy: str | Path | None = None,
    metadata: str | Path | None = None,
    samples: Sequence[str] = (),
    unit: str | None = None,
    load: float | None = None,
    seed: int = 0,
) -> Profile:
    """Place a table on the axis.

    Parameters
    ----------
    table
        A file of any kind that is known, or a table of names and numbers, either way up.
    taxonomy
        A file with the names of features, where the table has none.
    metadata
        A file with what is known of the samples.
    samples
        Those to look at; all where none are named.
    unit
        What the numbers are, where the table does not tell: counts, fractions, percent, cells, signal.
    load
        Measured bacteria in the stool, cells/g; where none is given, what people have.
    seed
        Same seed, same numbers.

    Returns
    -------
    Profile
        For each sample its groups with intervals, what has no place, diversity and checks; modules for a table of KOs.

    Raises
    ------
    InputError
        Where the table cannot be read, or is another thing than taxa or KOs.

    Examples
    --------
    >>> import gutbrain as gb
    >>> import pandas as pd
    >>> table = pd.DataFrame({"S1": [300, 700]}, index=["Faecalibacterium", "Bacteroides"])
    >>> gb.profile(table).samples[0].guilds["butyrate_producers"].share
    0.3
    """
    made = _read(table, taxonomy)
    if unit is not None:
        made = _of_unit(made, unit)
    if load is not None and not 1e6 <= load <= 1e13:
        raise InputError([Problem(f"{load:g} is no number of bacteria in stool", "cells per gram, as 8e10", "load")])
    told = read_metadata(metadata, made.samples) if metadata is not None else {}
    if made.content == "taxa" and all(place(feature).level == "not placed" for feature in made.features):
        refuse(made.file, f"{len(made.features)} features, none named{_ids(made)}", "give --taxonomy")
    if samples:
        made = made.picked(list(samples))
    if made.content == "functions":
        return _of_functions(made)
    if made.content == "metabolites":
        right = "give counts or shares of microbes"
        refuse(made.file, f"{len(made.features)} metabolites: this is no table of microbes", right)
    return _of_taxa(made, other_sites(told), load, seed)


def _read(table: Any, taxonomy: str | Path | None) -> Table:
    if hasattr(table, "to_csv"):
        return read_content(table.to_csv(sep="\t").encode("utf-8"), "table")
    return read_table(table, taxonomy)


def _of_unit(made: Table, unit: str) -> Table:
    from dataclasses import replace

    if unit not in UNITS:
        raise InputError([Problem(f"'{unit}' is no unit", suggest(unit, UNITS, otherwise=", ".join(UNITS)), "unit")])
    if unit == "counts" and not (made.values == np.floor(made.values)).all():
        refuse(made.file, "holds broken numbers, which are no counts", "say fractions, percent, cells or signal")
    return replace(made, unit=unit)  # type: ignore[arg-type]


def _ids(made: Table) -> str:
    first = made.features[0].given
    if is_hash(first):
        return " (their ids look like those of QIIME 2)"
    return " (their ids are DNA sequences)" if is_sequence(first) else f" (their ids are as '{first[:30]}')"


def _of_functions(made: Table) -> Profile:
    if made.kind != KO:
        right = "modules need KOs (for HUMAnN: humann_regroup_table --groups uniref90_ko)"
        refuse(made.file, f"{len(made.features)} {made.kind}, no taxa: groups cannot be read from it", right)
    found = scores(made)
    return Profile(
        made,
        tuple(
            SampleProfile(name, float(made.total[at]), 0.0, 0.0, {}, {}, {}, (), None, (), tuple(found[at]), False)
            for at, name in enumerate(made.samples)
        ),
    )


def _of_taxa(made: Table, elsewhere: Mapping[str, str], load: float | None, seed: int) -> Profile:
    looked_up = placed(made)
    names, numbers = by_genus(made, looked_up.places)
    diverse = diversity(numbers, seed=seed) if made.unit == "counts" else [None] * len(made.samples)
    found = []
    for at, name in enumerate(made.samples):
        total = float(made.total[at])
        kept = total - float(looked_up.levels["removed"][at])
        checked = checks(looked_up, at)
        if name in elsewhere:
            says = f"the metadata says {elsewhere[name]}: no stool"
            checked.append(Check("place", 1.0, 0.0, "fail", says))
        order = np.argsort(-numbers[:, at], kind="stable")[:MOST_UNPLACED]
        found.append(
            SampleProfile(
                sample=name,
                total=total,
                placed=float(looked_up.placed[at]) / kept if kept > 0 else 0.0,
                not_placed=float(looked_up.levels["not placed"][at]) / kept if kept > 0 else 0.0,
                removed={why: float(amount[at]) / total for why, amount in looked_up.removed.items() if amount[at]},
                guilds=shares(looked_up, at, load=load, seed=seed),
                genera={names[row]: float(numbers[row, at]) / kept for row in order if numbers[row, at] > 0},
                unplaced=_unplaced(looked_up, at, kept),
                diversity=diverse[at],
                checks=tuple(checked),
                modules=(),
                usable=is_usable(checked) and float(looked_up.placed[at]) > 0,
            )
        )
    return Profile(made, tuple(found))


def _unplaced(made: Placed, sample: int, whole: float) -> tuple[Unplaced, ...]:
    rows = [at for at, where in enumerate(made.places) if where.level == "not placed" and made.table.values[at, sample]]
    rows.sort(key=lambda at: -made.table.values[at, sample])
    found = []
    for at in rows[:MOST_UNPLACED]:
        taxon = made.table.features[at]
        genus = taxon.ranks.get("genus", "")
        near = (
            suggest(genus, known_genera(), cutoff=0.8).removeprefix("did you mean '").removesuffix("'?")
            if genus
            else ""
        )
        found.append(Unplaced(taxon.given[:80], float(made.table.values[at, sample]) / whole, near))
    return tuple(found)
