"""What a run gives: every observable as a labelled array, a summary with intervals, and the folder of the contract."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gutbrain import csvfiles, files
from gutbrain.arguments import names, number, shown
from gutbrain.engine import store
from gutbrain.engine.contents import Contents
from gutbrain.engine.parts import Part, fitting, parts
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.exposures.mapping import mapping
from gutbrain.exposures.moments import READ_AT, hours_of, in_words
from gutbrain.model.maths import HOURS_A_DAY
from gutbrain.shown import Card, Shown, estimate

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure

    from gutbrain.exposures import Protocol
    from gutbrain.model import Model

EXACT = 1e-4
"""Moments so near to each other (days) are one."""

NEAR = 1.01 / 24.0
"""Kept moments no further apart (days) may be interpolated between."""

INTERVAL = (0.05, 0.5, 0.95)

STORE, SUMMARY, PROVENANCE = "result.zarr", "summary.csv", "provenance.json"
"""What the folder of a result holds."""

WRITTEN, WARNED = "written", "warned"
"""Under these names the provenance has the protocol and what was said of it, to open a result again."""

BESIDE = (WRITTEN, WARNED, "failures")
"""What stands in the file of the provenance and is no part of it."""

CARD = 6
"""Observables that a result shows by itself."""

CARD_LANES = 2_000
"""People times draws up to which it does."""


def spread(values: np.ndarray) -> tuple[float, float, float]:
    """Median, low and high of the 90 % interval."""
    low, median, high = (float(x) for x in np.quantile(values, INTERVAL))
    return median, low, high


class Unreadable(InputError, LookupError):
    """A moment or observable that this result does not hold."""


def _unreadable(wrong: str, right: str, field: str) -> Unreadable:
    return Unreadable([Problem(wrong, right, field=field)])


@dataclass(frozen=True)
class Failure:
    """A person whose run left the finite numbers: which state, and when."""

    draw: int
    person: int
    state: str
    day: float


@dataclass(frozen=True, repr=False)
class Result(Shown):
    """Result of :func:`gutbrain.simulate`.

    ``data`` has the dimensions draw (what is not known), person (how people differ) and time (days from day 0), one
    variable an observable with its unit and meaning. That of a run that went to disk is read when it is asked for.
    """

    data: xr.Dataset
    protocol: Protocol
    model: Model
    warnings: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    provenance: dict[str, Any] = field(default_factory=dict)

    def at(self, observable: str, day: float, hour: float | None = None) -> np.ndarray:
        """An observable at a moment: (draw, person).

        Parameters
        ----------
        observable
            Its name, as in ``data``.
        day, hour
            A whole day at a clock hour, 08:00 unless given; the fraction of a day without an hour counts from midnight.

        Returns
        -------
        ndarray
            (draw, person), in the unit of the observable.

        Raises
        ------
        Unreadable
            Where there is no such observable, or nothing near that moment was kept.

        Examples
        --------
        >>> import gutbrain as gb
        >>> result = gb.simulate({"days": 2}, people=3, draws=1)
        >>> result.at("cortisol", 1).shape
        (1, 3)
        >>> morning, evening = result.at("cortisol", 1, hour=8), result.at("cortisol", 1, hour=22)
        >>> bool((morning > evening).all())
        True
        >>> result.at("cortisone", 1)
        Traceback (most recent call last):
            ...
        gutbrain.engine.result.Unreadable: observable: 'cortisone' is not in this result; did you mean 'cortisol'?
        """
        if observable not in self.data:
            known = [str(name) for name in self.data.data_vars]
            right = suggest(str(observable), known, otherwise="result.data lists what there is")
            raise _unreadable(f"{shown(observable)} is not in this result", right, "observable")
        asked = number("day", day)
        clock = None if hour is None else number("hour", hour, least=0.0, most=HOURS_A_DAY, unit="h")
        if clock is not None and not asked.is_integer():
            raise _unreadable(f"{asked:g} is not a whole day", "give a whole day with an hour, or no hour", "day")
        when = hours_of(asked, clock) / HOURS_A_DAY
        times = self.data["time"].to_numpy()
        after = int(np.searchsorted(times, when - EXACT))
        if when < times[0] - EXACT or after == len(times):
            first, last = (in_words(HOURS_A_DAY * float(time)) for time in (times[0], times[-1]))
            wrong = f"{in_words(HOURS_A_DAY * when)} lies outside the run"
            raise _unreadable(wrong, f"it goes from {first} to {last}", "day")
        values = self.data[observable].to_numpy()
        if times[after] - when <= EXACT:
            return np.asarray(values[..., after])
        # between two moments only where they are near: over half a day the daily rhythm would be lost
        if times[after] - times[after - 1] > NEAR:
            ask = "ask for it: simulate(..., moments=[(day, hour)])"
            raise _unreadable(f"{in_words(HOURS_A_DAY * when)} was not kept", ask, "hour")
        weight = (when - times[after - 1]) / (times[after] - times[after - 1])
        return np.asarray((1 - weight) * values[..., after - 1] + weight * values[..., after])

    def days(self) -> np.ndarray:
        """The days that a summary has a row for: every whole day whose reading hour lies in the run.

        Returns
        -------
        ndarray of int
            Days from day 0.

        Examples
        --------
        >>> import gutbrain as gb
        >>> gb.simulate({"days": 2}, draws=1).days().tolist()
        [0, 1]
        """
        times = self.data["time"].to_numpy()
        return np.array(
            [d for d in range(int(np.floor(times[0])), int(times[-1]) + 1) if times[0] <= d + READ_AT / 24 <= times[-1]]
        )

    def summary(self) -> pd.DataFrame:
        """Median and 90 % interval over draws and people: observable, unit, day, median, low, high.

        Observables are read one after the other, so that memory does not grow with their number.

        Returns
        -------
        DataFrame
            One row for each observable and day, read at 08:00.

        Examples
        --------
        >>> import gutbrain as gb
        >>> table = gb.simulate({"days": 2}, draws=1).summary()
        >>> list(table.columns)
        ['observable', 'unit', 'day', 'median', 'low', 'high']
        >>> table.query("observable == 'cortisol'")[["day", "unit"]].values.tolist()
        [[0, 'nmol/L'], [1, 'nmol/L']]
        """
        import pandas as pd

        days = self.days()
        times = self.data["time"].to_numpy()
        index = np.array([int(np.argmin(np.abs(times - (d + READ_AT / 24)))) for d in days], int)
        names = [str(name) for name in self.data.data_vars]
        low, median, high = np.stack([self.quantiles(name, index) for name in names], axis=1)
        return pd.DataFrame(
            {
                "observable": np.repeat(names, len(days)),
                "unit": np.repeat([self.data[name].attrs["unit"] for name in names], len(days)),
                "day": np.tile(days, len(names)),
                "median": median.ravel(),
                "low": low.ravel(),
                "high": high.ravel(),
            }
        )

    def quantiles(
        self, name: str, index: np.ndarray, at: tuple[float, ...] = INTERVAL, *, mean: bool = False
    ) -> np.ndarray:
        """Of an observable at some of the kept moments, over draws and people.

        Parameters
        ----------
        name
            Of the observable.
        index
            (moment,) places on the axis of time.
        at
            Which quantiles.
        mean
            Whether the mean follows them.

        Returns
        -------
        ndarray
            (quantile, moment), in the unit of the observable.

        Examples
        --------
        >>> import gutbrain as gb
        >>> gb.simulate({"days": 2}, draws=1).quantiles("cortisol", [0, 1]).shape
        (3, 2)
        """
        values = self.data[name].to_numpy()
        rows = values.reshape(-1, values.shape[-1])[:, index]
        if self.failures:
            # a person whose run failed is listed and counts nowhere
            people = values.shape[1]
            rows = np.delete(rows, [failure.draw * people + failure.person for failure in self.failures], axis=0)
        if not len(rows):
            return np.full((len(at) + mean, np.size(index)), np.nan)
        found = np.quantile(rows, at, axis=0)
        return np.concatenate([found, rows.mean(axis=0, keepdims=True)]) if mean else found

    def to_dataframe(self) -> pd.DataFrame:
        """Every observable at every kept moment, with intervals; see :func:`gutbrain.engine.tables.curves`.

        Returns
        -------
        DataFrame
            A row for each observable and moment: ``observable, unit, day, hour, mean, median, low, high, low_50,
            high_50``.

        Examples
        --------
        >>> import gutbrain as gb
        >>> table = gb.simulate({"days": 1}, draws=1).to_dataframe()
        >>> int(table.query("observable == 'cortisol'")["hour"].nunique())
        96
        """
        from gutbrain.engine.tables import curves

        return curves(self)

    def people(self) -> pd.DataFrame:
        """Who the people are: a row each, see :func:`gutbrain.engine.tables.people`.

        Returns
        -------
        DataFrame
            ``person, sex``, traits by name, ``usual_NAME``.

        Examples
        --------
        >>> import gutbrain as gb
        >>> group = gb.simulate({"days": 1, "person": "older-adult"}, people=3, draws=1).people()
        >>> len(group), bool((group["age"] > 55).all())
        (3, True)
        """
        from gutbrain.engine.tables import people

        return people(self)

    def parameters(self) -> pd.DataFrame:
        """The typical values of all free parameters: a row a draw, see :func:`gutbrain.engine.tables.parameters`.

        Returns
        -------
        DataFrame
            A column for each parameter, in its own unit (``attrs["units"]``).

        Examples
        --------
        >>> import gutbrain as gb
        >>> values = gb.simulate({"days": 1}, draws=2).parameters()
        >>> len(values), values.attrs["units"]["gut.fastest_transit"]
        (2, 'h')
        """
        from gutbrain.engine.tables import parameters

        return parameters(self)

    def plot(self, *observables: str) -> Figure:
        """Curves with 50 and 90 % intervals, as a figure of matplotlib (the extra ``plot``).

        Parameters
        ----------
        observables
            Their names; what the protocol observes, or what moved most, unless given.

        Returns
        -------
        Figure
            One picture for each.

        Raises
        ------
        InputError
            Where an observable is not in this result, or matplotlib is not installed.

        Examples
        --------
        >>> import gutbrain as gb
        >>> figure = gb.simulate({"days": 2}, draws=2).plot("cortisol", "crp")
        >>> len(figure.axes)
        2
        """
        from gutbrain.engine.plots import of_result

        return of_result(self, observables)

    def to_netcdf(self, file: Path | str) -> Path:
        """Write ``data`` as NetCDF, with units and long names (CF).

        Parameters
        ----------
        file
            The file, which appears whole or not at all.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        InputError
            Where nothing can be written there.

        Examples
        --------
        >>> import gutbrain as gb
        >>> gb.simulate({"days": 1}, draws=1, observe="crp").to_netcdf("crp.nc").name
        'crp.nc'
        """
        from gutbrain.engine.netcdf import write

        return write(self, Path(file))

    def card(self) -> Card:
        """What is shown of it: who, how long, and start and end of what is observed.

        Returns
        -------
        Card
            Headline and rows.
        """
        sizes = self.data.sizes
        times = self.data["time"].to_numpy()
        few = sizes["person"] * sizes["draw"] <= CARD_LANES  # of many, reading takes long
        names = [name for name in self.protocol.observe if name in self.data][: CARD if few else 0]
        first = int(np.searchsorted(times, -EXACT))
        rows = []
        for name in names:
            low, median, high = self.quantiles(name, np.arange(len(times)))
            start, end = (estimate(median[i], low[i], high[i]) for i in (first, -1))
            way = f"{np.nanmin(median):.3g} to {np.nanmax(median):.3g}"
            rows.append((name, start, way, end, self.data[name].attrs["unit"]))
        who = f"{self.protocol.person.preset}, {sizes['person']} x {sizes['draw']} (people x draws)"
        title = f"{self.protocol.title}: " if self.protocol.title else ""
        headline = f"{title}{who}, {self.protocol.days:g} days, {len(times)} moments, {len(self.data)} observables"
        below = ".data (xarray), .summary(), .to_dataframe(), .people(), .parameters(), .plot(), .save(folder)"
        headings = ("observable", "first moment (90 %)", "median on the way", "last moment (90 %)", "unit")
        return Card(headline, headings, rows, below)

    def save(self, folder: Path | str, *, tables: str | Sequence[str] = ()) -> Path:
        """Write ``summary.csv``, ``result.zarr`` and ``provenance.json`` into a folder, which is made.

        :func:`gutbrain.open` reads it again.

        The Zarr store holds one array, ``value`` (draw, person, observable, time); its attributes give unit, meaning
        and module of every observable.

        Parameters
        ----------
        folder
            Where to; a result of gutbrain that lies there is replaced.
        tables
            ``csv``, ``parquet`` or ``xlsx``, or several: curves with intervals at all kept moments, people, and values
            of the parameters, as files beside it (one workbook for ``xlsx``).

        Returns
        -------
        Path
            The folder.

        Raises
        ------
        InputError
            Where the folder holds something that is no result of gutbrain, or nothing can be written.

        Examples
        --------
        >>> import gutbrain as gb
        >>> folder = gb.simulate({"days": 2}, draws=1).save("rest")
        >>> sorted(path.name for path in folder.iterdir())
        ['provenance.json', 'result.zarr', 'summary.csv']
        """
        from gutbrain.engine.tables import check_form, write

        path, forms = Path(folder), names("tables", tables)
        for form in forms:
            check_form(form)
        files.check_folder(path)
        with files.written_aside(path) as aside:
            for form in forms:
                write(self, aside, form)
            self._write(aside)
        return path

    def _write(self, path: Path) -> None:
        contents, size = self._laid_out()
        store.create(path / STORE, contents, size)
        for part, values in self._by_parts(contents, size):
            store.write(path / STORE, part, values)
        self.describe(path)

    def files(self) -> dict[str, bytes]:
        """What :meth:`save` writes, by name in the folder, made in memory: nothing of it is ever on disk.

        Returns
        -------
        dict
            Content by path, such as ``summary.csv``.

        Examples
        --------
        >>> import gutbrain as gb
        >>> made = gb.simulate({"days": 2}, draws=1).files()
        >>> made["summary.csv"].decode().splitlines()[0]
        'observable,unit,day,median,low,high'
        """
        contents, size = self._laid_out()
        held = store.in_memory(contents, size, self._by_parts(contents, size))
        return {
            **{f"{STORE}/{name}": content for name, content in held.items()},
            **{name: text.encode() for name, text in self._described().items()},
        }

    def _laid_out(self) -> tuple[Contents, int]:
        """What the Zarr store holds, and draws times people in a part of it."""
        names = [str(name) for name in self.data.data_vars]
        draws, people = self.data.sizes["draw"], self.data.sizes["person"]
        told = {name: {key: self.data[name].attrs[key] for key in ("unit", "meaning", "module")} for name in names}
        contents = Contents(draws, people, told, self.data["time"].to_numpy())
        return contents, fitting(*contents.shape[2:])

    def _by_parts(self, contents: Contents, size: int) -> Iterator[tuple[Part, np.ndarray]]:
        for part in parts(contents.people, contents.draws, size):
            yield part, np.stack([self.data[name][part.places].to_numpy() for name in contents.observables], axis=2)

    def describe(self, folder: Path) -> None:
        """Write ``summary.csv`` and ``provenance.json``, by which a folder is known as a result, beside the array."""
        for name, text in self._described().items():
            files.write_whole(folder / name, text)

    def _described(self) -> dict[str, str]:
        """Summary and provenance as text; the provenance, which makes a folder a result, comes last."""
        failures = [dataclasses.asdict(failure) for failure in self.failures]
        written = {WRITTEN: mapping(self.protocol), WARNED: list(self.protocol.warnings)}
        kept = self.provenance | written | {"failures": failures}
        told = json.dumps(kept, indent=2, default=str) + "\n"
        return {SUMMARY: csvfiles.table(self.summary()), PROVENANCE: told}
