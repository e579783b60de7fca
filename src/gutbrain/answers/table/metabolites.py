"""A table of metabolites beside the model: acids, what tryptophan becomes, phenols, in units of its observables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gutbrain import world
from gutbrain.datafiles import per_world, read, some_per_world
from gutbrain.engine.simulation import simulate
from gutbrain.errors import InputError, Problem
from gutbrain.microbiome.table import Array, Table
from gutbrain.people import ReferenceRange, reference_ranges
from gutbrain.reading.amounts import factor
from gutbrain.reading.records import Record, facts

if TYPE_CHECKING:
    import pandas as pd

PEOPLE, DRAWS = 200, 2

ACIDS = ("acetate", "propionate", "butyrate")
ALL_ACIDS = "faecal_scfa"
PAIR, RATIO = ("plasma_kynurenine", "plasma_tryptophan"), "kyn_trp_ratio"

NOT_THERE = "not in the model"
NO_UNIT = "no unit is stated: ratios only"

BLOOD = re.compile(r"(?:plasma|serum|blood)[ _.-]+", re.IGNORECASE)
STOOL = re.compile(r"(?:fa?ecal|stool|fa?eces|lumen)[ _.-]+", re.IGNORECASE)
UNIT_BEHIND = re.compile(
    r"[ _.(\[]+((?:[mun\u00b5\u03bc]|n)?(?:mol|g))(?:[ _.]*(?:/|per)[ _.]*|[ _.]+)(kg|g|mg|l|ml|dl)[)\]]?$",
    re.IGNORECASE,
)
MOLAR = re.compile(r"[ _.(\[]+([mun\u00b5\u03bc])M[)\]]?$")

COLUMNS = (
    "sample",
    "metabolite",
    "understood",
    "group",
    "observable",
    "value",
    "unit",
    "model_value",
    "model_unit",
    "model_low",
    "model_median",
    "model_high",
    "model_percentile",
    "published_low",
    "published_median",
    "published_high",
    "published_source",
    "said",
)


class Metabolite(Record):
    """A record of metabolites.yaml, whose head tells the fields."""

    name: str
    names: tuple[str, ...]
    ids: tuple[str, ...]
    molar_mass: float
    group: str
    stool: str = ""
    blood: str = ""
    said: str = ""


@dataclass(frozen=True)
class Named:
    """A column taken apart: which metabolite, ``in_blood`` or in stool, and its ``unit`` where it has one."""

    metabolite: Metabolite
    in_blood: bool
    unit: str

    @property
    def observable(self) -> str:
        """That of the model; empty where it has none."""
        return self.metabolite.blood if self.in_blood else self.metabolite.stool


@per_world
def metabolites() -> tuple[Metabolite, ...]:
    """Every metabolite that is known here."""
    return tuple(facts(list[Metabolite], read("gutbrain.answers", "metabolites.yaml"), "metabolites.yaml"))


@per_world
def _by_name() -> Mapping[str, Metabolite]:
    return {_plain(name): one for one in metabolites() for name in (one.name, *one.names, *one.ids)}


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", name.lower())


def named(column: str) -> Named | None:
    """Which metabolite a column is of, as ``C00246_Butyrate``, ``butyrate_mmol_kg`` or ``plasma tryptophan (uM)``."""
    text, unit = column.strip(), ""
    if found := MOLAR.search(text):
        unit = f"{_prefix(found[1])}mol/L"
    elif found := UNIT_BEHIND.search(text):
        unit = f"{_prefix(found[1])}/{_prefix(found[2])}"
    text = text[: found.start()] if found else text
    in_blood = bool(BLOOD.match(text))
    text = STOOL.sub("", BLOOD.sub("", text, count=1), count=1) if in_blood or STOOL.match(text) else text
    first = re.match(r"(C\d{5}|HMDB\d+)(?:[ _.:-]|$)", text)
    known = _by_name().get(_plain(first[1] if first else text))
    return None if known is None else Named(known, in_blood, unit)


def _prefix(text: str) -> str:
    plain = text.replace("\u00b5", "u").replace("\u03bc", "u").lower()
    return {"l": "L", "ml": "mL", "dl": "dL"}.get(plain, plain)


def beside_the_model(table: Table, unit: str | None = None, *, seed: int = 0) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Metabolites of a table beside the model's observables.

    Parameters
    ----------
    table
        A table of metabolites.
    unit
        The unit of its numbers, where the names of its columns do not say.
    seed
        Same seed, same people of the model.

    Returns
    -------
    tuple
        A table, and sentences. A row for each sample and metabolite that is known here; ``model_value`` is its value in
        the model's unit, ``model_low`` to ``model_high`` where 90 % of healthy adults of the model lie,
        ``model_percentile`` the share of them that lies below, ``published_low`` to ``published_high`` a published
        range. Where acetate, propionate and butyrate were all measured, each as a share of the three as well.

    Raises
    ------
    InputError
        Where the unit is none of an amount.
    """
    import pandas as pd

    if unit is not None and factor(unit, "mol/kg") is factor(unit, "mol/L") is factor(unit, "g/kg") is factor(
        unit, "g/L"
    ):
        raise InputError(
            [Problem(f"'{unit}' is no unit of a metabolite", "write it as mmol/kg, ug/g or umol/L", "unit")]
        )
    columns = {at: known for at, one in enumerate(table.features) if (known := named(one.given)) is not None}
    observables = sorted({one.observable for one in columns.values() if one.observable} | {ALL_ACIDS})
    model = _people_of_the_model(tuple(sorted({*observables, *_acids_in_stool(), RATIO})), seed)
    rows = [
        row
        for sample in range(len(table.samples))
        for row in (
            *(
                _row(table, at, sample, one, unit, model)
                for at, one in columns.items()
                if np.isfinite(table.values[at, sample])
            ),
            *_shares(table, sample, columns, model),
            *_kynurenine(table, sample, columns, unit, model),
        )
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)), _said(table, columns, unit)


def _said(table: Table, columns: Mapping[int, Named], unit: str | None) -> tuple[str, ...]:
    said = [
        f"{len(columns)} of {len(table.features)} metabolites are of the axis and known here; the others are not "
        "covered here. Beside them stand healthy adults of the model who are left alone (90 % of "
        f"{PEOPLE} people in {DRAWS} draws), and published ranges where there are some. Names without plasma or serum "
        "were taken for stool.",
    ]
    if unit is None and not all(one.unit for one in columns.values()):
        said.append("Of names without a unit nothing is told but ratios: --unit says what the numbers are, as mmol/kg.")
    said.append(
        "Amounts in stool are per wet weight in the model; per dry weight they are three to five times as many."
    )
    return tuple(said)


def _row(
    table: Table, at: int, sample: int, one: Named, unit: str | None, model: Mapping[str, Array]
) -> dict[str, Any]:
    value, written = float(table.values[at, sample]), one.unit or unit or ""
    row: dict[str, Any] = {
        "sample": table.samples[sample],
        "metabolite": table.features[at].given,
        "understood": one.metabolite.name,
        "group": one.metabolite.group,
        "value": value,
        "unit": written,
    }
    if not one.observable:
        where = "blood" if one.in_blood else "stool"
        other = one.metabolite.stool if one.in_blood else one.metabolite.blood
        instead = f"; {other} is" if other else f"; {one.metabolite.said}" if one.metabolite.said else ""
        return row | {"said": f"in {where} {NOT_THERE}{instead}"}
    own = world.model().observables[one.observable].unit
    row |= {"observable": one.observable, "model_unit": own}
    if not written:
        return row | {"said": NO_UNIT}
    row |= _of_model(model[one.observable]) | _range(one.observable)
    changed = _in_unit(value, written, own, one.metabolite.molar_mass)
    if changed is None:
        return row | {"said": f"{written} does not become {own}: give it as {own}"}
    return row | {"model_value": changed, "model_percentile": _percentile(model[one.observable], changed)}


def _in_unit(value: float, written: str, unit: str, molar_mass: float) -> float | None:
    """A value in another unit, by way of the molar mass where one is of mass and the other of substance."""
    straight = factor(written, unit)
    if straight is not None:
        return value * straight
    for mass in ("g/kg", "g/L"):
        grams, moles = factor(written, mass), factor(mass.replace("g/", "mol/", 1), unit)
        if grams is not None and moles is not None:
            return value * grams / molar_mass * moles
    return None


def _shares(
    table: Table, sample: int, columns: Mapping[int, Named], model: Mapping[str, Array]
) -> list[dict[str, Any]]:
    """Each of the three acids as a share of them, which needs no unit."""
    found: dict[str, tuple[float, int, str]] = {}
    for at, one in columns.items():
        if one.metabolite.name in ACIDS and not one.in_blood:
            found.setdefault(one.metabolite.name, (float(table.values[at, sample]), at, one.unit))
    amounts = [found[name][0] for name in ACIDS if name in found]
    whole = float(np.sum(amounts)) if len(amounts) == len(ACIDS) else float("nan")
    if not whole > 0 or len({found[name][2] for name in ACIDS}) > 1:
        return []
    rows = []
    for name in ACIDS:
        value, at, _ = found[name]
        observable = columns[at].observable
        parts = model[observable] / model[ALL_ACIDS]
        rows.append(
            {
                "sample": table.samples[sample],
                "metabolite": f"{name} of the three acids",
                "understood": name,
                "group": "acids",
                "observable": f"{observable} / {ALL_ACIDS}",
                "value": value / whole,
                "unit": "1",
                "model_value": value / whole,
                "model_unit": "1",
                "model_percentile": _percentile(parts, value / whole),
                **_of_model(parts),
                **_range(observable, ALL_ACIDS),
            }
        )
    return rows


def _kynurenine(
    table: Table, sample: int, columns: Mapping[int, Named], unit: str | None, model: Mapping[str, Array]
) -> list[dict[str, Any]]:
    """Kynurenine to tryptophan in blood, where both have a unit."""
    found = {}
    for at, one in columns.items():
        if one.observable in PAIR and one.observable not in found and (one.unit or unit):
            amount = float(table.values[at, sample])
            found[one.observable] = _in_unit(amount, one.unit or unit or "", "umol/L", one.metabolite.molar_mass)
    upper, lower = (found.get(name) for name in PAIR)
    if upper is None or not lower or not np.isfinite([upper, lower]).all():
        return []
    value = 1000 * upper / lower
    return [
        {"sample": table.samples[sample], "metabolite": "kynurenine to tryptophan", "understood": "kynurenine"}
        | {"group": "tryptophan", "observable": RATIO, "value": value, "unit": "mmol/mol", "model_value": value}
        | {"model_unit": "mmol/mol", "model_percentile": _percentile(model[RATIO], value)}
        | _of_model(model[RATIO])
        | _range(RATIO)
    ]


def _acids_in_stool() -> Sequence[str]:
    return [one.stool for one in metabolites() if one.name in ACIDS]


def _of_model(values: Array) -> dict[str, float]:
    low, median, high = np.quantile(values, [0.05, 0.5, 0.95])
    return {"model_low": float(low), "model_median": float(median), "model_high": float(high)}


def _percentile(values: Array, value: float) -> float:
    return float(100 * (values < value).mean())


def _range(observable: str, over: str | None = None) -> dict[str, Any]:
    known = next((one for one in reference_ranges() if _is_of(one, observable, over)), None)
    if known is None or known.source == "assumption":
        return {}
    return {
        "published_low": known.low,
        "published_median": known.median,
        "published_high": known.high,
        "published_source": known.source,
    }


def _is_of(one: ReferenceRange, observable: str, over: str | None) -> bool:
    return one.observable == observable and one.over == over


@some_per_world(4)
def _people_of_the_model(observables: tuple[str, ...], seed: int) -> Mapping[str, Array]:
    """Healthy adults who are left alone, in the morning."""
    protocol = {"title": "Healthy adults left alone", "days": 1}
    result = simulate(protocol, PEOPLE, DRAWS, seed, observe=list(observables), moments=[(0, 8.0)])
    return {name: result.at(name, 0).astype(float).ravel() for name in observables}
