"""A table placed on the axis, with what one asks of a cohort beside it: :func:`profile`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gutbrain.answers.table.reference import against
from gutbrain.errors import InputError, Problem
from gutbrain.microbiome.contents import Contents
from gutbrain.microbiome.given import given_metadata, read_given
from gutbrain.microbiome.metadata import Told, read_metadata
from gutbrain.microbiome.profile import Profile
from gutbrain.microbiome.profile import profile as place_on_axis

if TYPE_CHECKING:
    import pandas as pd


def profile(
    table: Any,
    *,
    taxonomy: str | Path | Contents | None = None,
    metadata: str | Path | Contents | pd.DataFrame | None = None,
    samples: Sequence[str] = (),
    unit: str | None = None,
    load: float | str | None = None,
    group: str | None = None,
    adjust: str | Sequence[str] = (),
    person: str | None = None,
    score: str | None = None,
    kind: str = "auto",
    reference: str | Path | None = None,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> Profile:
    """Place a table on the axis.

    Parameters
    ----------
    table
        A file of any kind that is known (or one in memory); or a DataFrame of names and numbers, either way up, an
        AnnData, or a table made as ``biom.Table`` and ``skbio.Table`` are.
    taxonomy
        A file with the names of features, where the table has none.
    metadata
        A file with what is known of the samples, or a DataFrame of it; ``obs`` of an AnnData where none is given.
    samples
        Those to look at; all where none are named.
    unit
        What the numbers are, where the table does not tell: counts, fractions, percent, cells, signal; of metabolites,
        as mmol/kg.
    load
        Measured bacteria in the stool, cells/g, or the column of the metadata that has them; where none is given, what
        people have.
    group
        A column of the metadata: differences between its groups, or by a measure, are in ``groups``.
    adjust
        Columns of the metadata to adjust for; names in one text are parted by commas.
    person
        The column that says whose a sample is; where none is named, one that is so called.
    score
        A column of the metadata, as phq9: which association with it could be found, is found, and is predicted by the
        axis is in ``score``. Without metadata, what could be found.
    kind
        What the table holds, where its content does not tell: auto, taxa, functions or metabolites.
    reference
        Whom percentiles are of: tito, who ship, or a table of one's own, counted by the same records.
    seed
        Same seed, same numbers.
    progress
        Called with the share done of what is simulated for the score.

    Returns
    -------
    Profile
        For each sample its groups with intervals, what has no place, diversity and checks; modules for a table of KOs;
        and tables of what was asked besides.

    Raises
    ------
    InputError
        Where the table cannot be read, is another thing than taxa or KOs, or columns do not allow what is asked.

    Examples
    --------
    >>> import gutbrain as gb
    >>> import pandas as pd
    >>> table = pd.DataFrame({"S1": [300, 700]}, index=["Faecalibacterium", "Bacteroides"])
    >>> gb.profile(table).samples[0].guilds["butyrate_producers"].share
    0.3
    """
    known, columns = given_metadata(table, metadata), _names(adjust)
    made = place_on_axis(
        read_given(table),
        taxonomy=taxonomy,
        metadata=known,
        samples=samples,
        unit=unit,
        load=load,
        kind=kind,
        seed=seed,
    )
    if reference is not None:
        made = against(made, reference)
    if made.table.content == "metabolites":
        made = _beside_the_model(made, unit, seed)
    if group is None and score is None:
        if columns or person:
            field, named = ("adjust", ", ".join(columns)) if columns else ("person", person)
            right = "name its groups with group, or its score with score"
            raise InputError([Problem(f"'{named}' is for a comparison", right, field)])
        return made
    field = "score" if group is None else "group"
    if made.table.content != "taxa":
        raise InputError([Problem(f"{made.table.content} are not compared here", "give a table of taxa", field)])
    if known is None and group is not None:
        raise InputError([Problem("a comparison needs to know of the samples", "give metadata", "metadata")])
    told = None if known is None else read_metadata(known, made.table.samples)
    if group is not None and told is not None:
        made = _compared(made, told, group, columns, person, seed)
    return made if score is None else _scored(made, told, score, group, columns, person, seed, progress)


def _names(adjust: str | Sequence[str]) -> tuple[str, ...]:
    every = [adjust] if isinstance(adjust, str) else adjust
    return tuple(name.strip() for one in every for name in one.split(",") if name.strip())


def _compared(made: Profile, told: Told, group: str, adjust: Sequence[str], person: str | None, seed: int) -> Profile:
    from gutbrain.answers.table.groups import compare
    from gutbrain.answers.table.signatures import remark, seen_before

    found, said = compare(made, told, group, adjust, person=person, seed=seed)
    seen = seen_before(found)
    return replace(made, groups=found, signatures=seen, remarks=(*made.remarks, *said, remark(seen)))


def _beside_the_model(made: Profile, unit: str | None, seed: int) -> Profile:
    from gutbrain.answers.table.metabolites import beside_the_model

    found, said = beside_the_model(made.table, unit, seed=seed)
    return replace(made, metabolites=found, remarks=(*made.remarks, *said))


def _scored(
    made: Profile,
    told: Told | None,
    score: str,
    group: str | None,
    adjust: Sequence[str],
    person: str | None,
    seed: int,
    progress: Callable[[float], None] | None,
) -> Profile:
    from gutbrain.answers.table.score import ask

    found, said = ask(made, told, score, adjust, group=group, person=person, seed=seed, progress=progress)
    return replace(made, score=found, remarks=(*made.remarks, *(one for one in said if one not in made.remarks)))
