"""A table placed on the axis: groups of the model with intervals, diversity, what speaks against it, and modules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gutbrain.errors import InputError, Problem, suggest
from gutbrain.microbiome.contents import Contents, contents
from gutbrain.microbiome.databases import databases
from gutbrain.microbiome.diversity import Diversity, by_genus, diversity
from gutbrain.microbiome.metadata import LOAD_LIKE, Told, check_load, loads, other_sites, read_metadata
from gutbrain.microbiome.modules import Score, scores
from gutbrain.microbiome.names import is_hash, is_sequence
from gutbrain.microbiome.placing import Place, nearest_genus, place
from gutbrain.microbiome.quality import Check, checks, is_usable
from gutbrain.microbiome.readers.functions import KO
from gutbrain.microbiome.reading import MOST_BYTES, read_content, read_table
from gutbrain.microbiome.shares import Placed, Share, placed, shares
from gutbrain.microbiome.table import UNITS, Table, refuse
from gutbrain.shown import Card, Shown

if TYPE_CHECKING:
    import pandas as pd

MOST_UNPLACED = 10
"""Names without a place that are told of a sample."""

PEOPLE = "205 adults in Belgium"
"""Among whom percentiles are, unless others are named."""

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
    """A table placed on the axis; :meth:`to_dict` is what ``--json`` prints, :meth:`save` what ``--out`` leaves.

    Attributes
    ----------
    table
        As it was read.
    samples
        One a sample, in the order of the table.
    groups
        Differences between the groups of a cohort; None where none were asked for.
    signatures
        Which of these differences were seen before, in which direction, by how many studies; None without groups.
    score
        Which association with a score could be found and which the model predicts; None where none was named.
    metabolites
        Metabolites beside the model's observables; None for a table of something else.
    remarks
        What must be said of these tables: what was adjusted for and what not, what they rest on.
    places
        Where each feature of the table belongs; none for a table of something else than taxa.
    made_from
        What was given: files with their hashes, what the table was taken for, what was asked.
    """

    table: Table
    samples: tuple[SampleProfile, ...]
    groups: pd.DataFrame | None = None
    signatures: pd.DataFrame | None = None
    score: pd.DataFrame | None = None
    metabolites: pd.DataFrame | None = None
    remarks: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    made_from: Mapping[str, Any] = field(default_factory=dict)

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
            **{name: _rows(made) for name, made in self.tables().items()},
            "remarks": list(self.remarks),
            "made_from": dict(self.made_from),
        }

    def tables(self) -> dict[str, pd.DataFrame]:
        """Those of ``groups``, ``signatures``, ``score`` and ``metabolites`` that there are, by name."""
        every = {name: getattr(self, name) for name in ("groups", "signatures", "score", "metabolites")}
        return {name: made for name, made in every.items() if made is not None}


def _rows(made: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows in plain values; what is not known is None."""
    plain = made.astype(object).where(made.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def profile(
    table: str | Path | Contents | Table | pd.DataFrame,
    *,
    taxonomy: str | Path | Contents | None = None,
    metadata: str | Path | Contents | pd.DataFrame | None = None,
    samples: Sequence[str] = (),
    unit: str | None = None,
    load: float | str | None = None,
    kind: str = "auto",
    seed: int = 0,
) -> Profile:
    """Place a table on the axis.

    Parameters
    ----------
    table
        A file of any kind that is known (or one in memory), a table that was read, or one of names and numbers, either
        way up.
    taxonomy
        A file with the names of features, where the table has none.
    metadata
        A file with what is known of the samples, or a DataFrame of it.
    samples
        Those to look at; all where none are named.
    unit
        What the numbers are, where the table does not tell: counts, fractions, percent, cells, signal.
    load
        Measured bacteria in the stool, cells/g, of all samples, or the column of the metadata that has it; where none
        is given, what people have.
    kind
        What the table holds, where its content does not tell: auto, taxa, functions or metabolites.
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
    given = {
        what: contents(one, MOST_BYTES)
        for what, one in (("table", table), ("taxonomy", taxonomy), ("metadata", metadata))
        if isinstance(one, str | Path | Contents)
    }
    made = _read(given.get("table", table), given.get("taxonomy"), kind)
    if unit is not None and made.content != "metabolites":
        made = _of_unit(made, unit)
    told = read_metadata(given.get("metadata", metadata), made.samples) if metadata is not None else {}
    places = tuple(place(feature) for feature in made.features) if made.content == "taxa" else ()
    if places and all(where.level == "not placed" for where in places):
        refuse(made.file, f"{len(made.features)} features, none named{_ids(made)}", "give --taxonomy")
    made_from = _made_from(given, made, load, seed)
    if samples:
        made = made.picked(list(samples))
    if made.content == "functions":
        found = _of_functions(made)
    elif made.content == "metabolites":
        found = tuple(_nothing(name, 0.0) for name in made.samples)
    else:
        found = _of_taxa(made, places, other_sites(told), _loads(load, made.samples, told, given.get("metadata")), seed)
    return Profile(made, found, places=places, made_from=made_from)


def _made_from(given: Mapping[str, Contents], made: Table, load: float | str | None, seed: int) -> dict[str, Any]:
    return {
        "files": {what: {"name": one.name, "sha256": one.sha256} for what, one in given.items()},
        "taken_for": made.kind,
        "content": made.content,
        "unit": made.unit,
        "features": len(made.features),
        "samples_in_table": len(made.samples),
        "names_like_those_of": databases(made.features) if made.content == "taxa" else [],
        "people": PEOPLE if made.content == "taxa" else "",
        "load": load,
        "seed": seed,
    }


def _read(table: Any, taxonomy: Contents | None, kind: str) -> Table:
    if isinstance(table, Table):
        return table
    if hasattr(table, "to_csv"):
        return read_content(table.to_csv(sep="\t").encode("utf-8"), "table", kind)
    return read_table(table, taxonomy, kind=kind)


def _nothing(name: str, total: float, modules: tuple[Score, ...] = ()) -> SampleProfile:
    """A sample of which no groups can be read."""
    return SampleProfile(name, total, 0.0, 0.0, {}, {}, {}, (), None, (), modules, False)


def _of_unit(made: Table, unit: str) -> Table:
    if unit not in UNITS:
        raise InputError([Problem(f"'{unit}' is no unit", suggest(unit, UNITS, otherwise=", ".join(UNITS)), "unit")])
    if unit == "counts" and not (made.values == np.floor(made.values)).all():
        refuse(made.file, "holds broken numbers, which are no counts", "say fractions, percent, cells or signal")
    return replace(made, unit=unit)  # type: ignore[arg-type]


def _loads(
    load: float | str | None, samples: Sequence[str], told: Told, metadata: Contents | None
) -> Mapping[str, float]:
    """Measured loads by sample."""
    if isinstance(load, str):
        try:
            load = float(load)
        except ValueError:
            if metadata is None:
                wrong = f"'{load}' is no number, and there are no metadata with a column of that name"
                raise InputError([Problem(wrong, f"{LOAD_LIKE}, or --metadata FILE", "load")]) from None
            return loads(told, str(load), metadata.name, samples)
    if load is None:
        return {}
    check_load(load, "load")
    return dict.fromkeys(samples, load)


def _ids(made: Table) -> str:
    first = made.features[0].given
    if is_hash(first):
        return " (their ids look like those of QIIME 2)"
    return " (their ids are DNA sequences)" if is_sequence(first) else f" (their ids are as '{first[:30]}')"


def _of_functions(made: Table) -> tuple[SampleProfile, ...]:
    if made.kind != KO:
        right = "modules need KOs (for HUMAnN: humann_regroup_table --groups uniref90_ko)"
        refuse(made.file, f"{len(made.features)} {made.kind}, no taxa: groups cannot be read from it", right)
    found = scores(made)
    return tuple(_nothing(name, float(made.total[at]), tuple(found[at])) for at, name in enumerate(made.samples))


def _of_taxa(
    made: Table, places: tuple[Place, ...], elsewhere: Mapping[str, str], measured: Mapping[str, float], seed: int
) -> tuple[SampleProfile, ...]:
    looked_up = placed(made, places)
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
                guilds=shares(looked_up, at, load=measured.get(name), seed=seed),
                genera={names[row]: float(numbers[row, at]) / kept for row in order if numbers[row, at] > 0},
                unplaced=_unplaced(looked_up, at, kept),
                diversity=diverse[at],
                checks=tuple(checked),
                modules=(),
                usable=is_usable(checked) and float(looked_up.placed[at]) > 0,
            )
        )
    return tuple(found)


def _unplaced(made: Placed, sample: int, whole: float) -> tuple[Unplaced, ...]:
    rows = [at for at, where in enumerate(made.places) if where.level == "not placed" and made.table.values[at, sample]]
    rows.sort(key=lambda at: -made.table.values[at, sample])
    return tuple(
        Unplaced(taxon.given[:80], float(made.table.values[at, sample]) / whole, nearest_genus(taxon))
        for at in rows[:MOST_UNPLACED]
        for taxon in (made.table.features[at],)
    )
