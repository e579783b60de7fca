"""A result as tables: curves with intervals at all kept moments, the people, and the values of parameters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gutbrain import csvfiles, files
from gutbrain.engine.draws import is_free, typical_values
from gutbrain.engine.ensemble import shipped
from gutbrain.errors import InputError, Problem
from gutbrain.extras import need
from gutbrain.model.units import canonical
from gutbrain.people import Person, sample
from gutbrain.people.presets import traits

if TYPE_CHECKING:
    import pandas as pd

    from gutbrain.engine.result import Result

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Of the curves: 90 % and 50 % intervals, and the median."""

CURVES, PEOPLE, PARAMETERS, BOOK = "curves", "people", "parameters", "result.xlsx"
"""Names of the files."""

SHEET_ROWS = 1_048_575
"""Rows that a sheet of a workbook holds below its headings."""


def curves(result: Result) -> pd.DataFrame:
    """Every observable at every kept moment.

    Parameters
    ----------
    result
        Of a run.

    Returns
    -------
    DataFrame
        ``observable, unit, day, hour`` (of the clock), ``mean, median, low, high`` (90 %), ``low_50, high_50``, over
        all draws and people; a row for each observable and moment.
    """
    import pandas as pd

    days = result.data["time"].to_numpy()
    names = [str(name) for name in result.data.data_vars]
    parts = [result.quantiles(name, np.arange(len(days)), QUANTILES, mean=True) for name in names]
    low, low_50, median, high_50, high, mean = np.stack(parts, axis=1)
    return pd.DataFrame(
        {
            "observable": np.repeat(names, len(days)),
            "unit": np.repeat([result.data[name].attrs["unit"] for name in names], len(days)),
            "day": np.tile(days, len(names)),
            "hour": np.tile(np.round(days * 24.0 % 24.0, 6), len(names)),
            "mean": mean.ravel(),
            "median": median.ravel(),
            "low": low.ravel(),
            "high": high.ravel(),
            "low_50": low_50.ravel(),
            "high_50": high_50.ravel(),
        }
    )


def people(result: Result) -> pd.DataFrame:
    """Who the people are: traits, and what each usually eats and does.

    Parameters
    ----------
    result
        Of a run.

    Returns
    -------
    DataFrame
        A row for each person, in the order of ``data``: ``sex``, traits by name, ``usual_NAME`` for usual exposures.
    """
    import pandas as pd

    count = int(result.data.sizes["person"])
    person = Person.like(result.protocol.person, result.protocol.usual)
    group = sample(person, count, int(result.provenance.get("seed", 0)), {})
    sex = np.where(group.traits["male"] >= 0.5, "male", "female")
    if count == 1 and 0.0 < float(group.traits["male"][0]) < 1.0:
        sex = np.array(["typical"])  # neither: a share of both
    told: dict[str, Any] = {"person": np.arange(count), "sex": sex}
    said = {one.model_name: name for name, one in traits().items()}
    told |= {said.get(name, name): values for name, values in group.traits.items() if name != "male"}
    told |= {f"usual_{name}": values for name, values in group.usual.items()}
    return pd.DataFrame({name: np.broadcast_to(values, (count,)) for name, values in told.items()})


def parameters(result: Result) -> pd.DataFrame:
    """The typical values of all free parameters in each draw.

    Parameters
    ----------
    result
        Of a run.

    Returns
    -------
    DataFrame
        A row for each draw, a column for each parameter (``channel.name``) in its own unit; ``attrs["units"]`` has
        those. Where people differ in a parameter, theirs lie around these.
    """
    import pandas as pd

    draws, species = int(result.data.sizes["draw"]), str(result.provenance.get("species", "human"))
    drawn = shipped().draws(result.model, draws, int(result.provenance.get("seed", 0)), species)
    free = [one for one in result.model.parameters if is_free(one)]
    columns = {one.key: typical_values(one, drawn[one.key], species) / canonical(one.unit)[0] for one in free}
    table = pd.DataFrame(columns, index=pd.RangeIndex(draws, name="draw"))
    table.attrs["units"] = {one.key: one.unit for one in free}
    return table


def write(result: Result, folder: Path, form: str) -> list[Path]:
    """Write the tables beside a result.

    Parameters
    ----------
    result
        Of a run.
    folder
        Where to.
    form
        ``csv``, ``parquet`` (needs pyarrow) or ``xlsx`` (one workbook; needs openpyxl).

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    InputError
        Where the form is not known, the library for it is absent, or a workbook cannot hold so many rows.
    """
    check_form(form)
    made = {CURVES: curves(result), PEOPLE: people(result), PARAMETERS: parameters(result).reset_index()}
    if form == "xlsx":
        return [_book(made, folder / BOOK)]
    written = []
    for name, table in made.items():
        path = folder / f"{name}.{form}"
        if form == "csv":
            files.write_whole(path, csvfiles.table(table))
        else:
            table.attrs.clear()
            files.write_whole(path, table.to_parquet(index=False))
        written.append(path)
    return written


FORMS = {"csv": ("", ""), "parquet": ("pyarrow", "parquet"), "xlsx": ("openpyxl", "xlsx")}
"""How tables can be written, each with the library and the extra that it needs."""


def check_form(form: str) -> None:
    """Look whether tables can be written so, before anything is worked out.

    Raises
    ------
    InputError
        Where there is no such form, or the library for it is absent.
    """
    if form not in FORMS:
        raise InputError([Problem(f"'{form}' is no form of tables", f"known are {', '.join(FORMS)}", field="tables")])
    library, extra = FORMS[form]
    if library:
        need(library, extra, field="tables")


def _book(tables: dict[str, pd.DataFrame], path: Path) -> Path:
    import io

    import pandas as pd

    longest = max(len(table) for table in tables.values())
    if longest > SHEET_ROWS:
        right = "keep fewer observables (observe), or write csv"
        raise InputError([Problem(f"{longest} rows do not fit on a sheet", right, field="tables")])
    stream = io.BytesIO()
    with pd.ExcelWriter(stream, engine="openpyxl") as book:
        for name, table in tables.items():
            table.to_excel(book, sheet_name=name, index=False)
    files.write_whole(path, stream.getvalue())
    return path
