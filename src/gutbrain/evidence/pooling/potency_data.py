"""What trials say of the potency of strains, laid out as arrays: one row an outcome of a trial."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gutbrain.evidence.pooling.effects import Effect, LeftOut, at_the_end, effects, left_out
from gutbrain.evidence.trials import Trial
from gutbrain.people.presets import presets

OUTCOMES = ("depression", "anxiety", "stress", "distress", "mood")
"""Outcomes that speak of the drive on mood. Sleep and thinking are other effects."""

BIASES = ("unblinded", "family", "narrow-sd", "confounded", "add-on")
"""What moves an effect besides the strain.

The active arm knew (``unblinded``); one family of trials with large effects of small changes; standard deviations far
below the scale's; something else in the active arm only; given with an antidepressant.
"""

USUAL_DOSE = 5e9
"""CFU a day where a trial does not say: the middle of those that do."""

USUAL_WEEKS = 8.0

Array = np.ndarray[Any, np.dtype[np.float64]]
Index = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Table:
    """Rows are outcomes. Potencies are nested: species hold strains, strains make products.

    Attributes
    ----------
    g, se
        Hedges g and its standard error (negative: better).
    trial
        Row of ``trials``: people of their own.
    outcome
        Row of :data:`OUTCOMES`.
    severity, stressed, days, dose
        Depression of the people in SD above the population, whether they live under stress (0 or 1), days of treatment,
        CFU a day.
    biases
        (row, :data:`BIASES`), 0 or 1.
    printed
        1 where the effect was printed as a number or with an exact p: what was chosen for print.
    product, shares
        Row of ``products``; (product, strain) shares by dose, summing to 1, or 0 where no strain is named.
    mixtures
        (product) 1 where the product needs a deviation of its own: more than one strain, or none named.
    nameless
        (product) 1 where no strain is named.
    strains, species_of, species
        Strains (a species in one trial counts as a strain of its own, ``None``), the species of each, and their names.
    """

    effects: tuple[Effect, ...]
    left_out: tuple[LeftOut, ...]
    g: Array
    se: Array
    trial: Index
    outcome: Index
    severity: Array
    stressed: Array
    days: Array
    dose: Array
    biases: Array
    printed: Array
    product: Index
    shares: Array
    mixtures: Array
    nameless: Array
    trials: tuple[str, ...]
    products: tuple[str, ...]
    strains: tuple[str | None, ...]
    species_of: Index
    species: tuple[str, ...]


def table(*, nulls: bool = True, records: Mapping[str, Trial] | None = None) -> Table:
    """Lay out trials, those of the package where none are given.

    ``nulls``: whether results said to be null without a number are in.
    """
    rows = [e for o in OUTCOMES for e in at_the_end(effects(o, nulls=nulls, records=records))]
    trials = _numbered(effect.trial.people for effect in rows)
    products = _numbered(_product(effect.trial) for effect in rows)
    nodes = _numbered(node for effect in rows for node in _nodes(effect.trial))
    species = _numbered(node[0] for node in nodes)
    shares = np.zeros((len(products), len(nodes)))
    nameless = np.zeros(len(products))
    for effect in rows:
        row = products[_product(effect.trial)]
        parts = _nodes(effect.trial)
        nameless[row] = not parts
        for node, share in parts.items():
            shares[row, nodes[node]] = share
    return Table(
        effects=tuple(rows),
        left_out=tuple(out for outcome in OUTCOMES for out in left_out(outcome, records=records)),
        g=np.array([effect.g for effect in rows]),
        se=np.array([effect.se for effect in rows]),
        trial=np.array([trials[effect.trial.people] for effect in rows]),
        outcome=np.array([OUTCOMES.index(effect.outcome.measures) for effect in rows]),
        severity=np.array([_severity(effect.trial) for effect in rows]),
        stressed=np.array([float(effect.trial.severity == "stressed") for effect in rows]),
        days=np.array([7 * (effect.weeks or USUAL_WEEKS) for effect in rows]),
        dose=np.array([effect.dose or USUAL_DOSE for effect in rows]),
        biases=np.array([_biases(effect) for effect in rows]).reshape(len(rows), len(BIASES)),
        printed=np.array([float(_printed(effect)) for effect in rows]),
        product=np.array([products[_product(effect.trial)] for effect in rows]),
        shares=shares,
        mixtures=np.array((shares > 0).sum(axis=1) != 1, float),
        nameless=nameless,
        trials=tuple(trials),
        products=tuple(products),
        strains=tuple(name for _, name, _ in nodes),
        species_of=np.array([species[node[0]] for node in nodes], int),
        species=tuple(species),
    )


def _numbered(values: Iterable[Any]) -> dict[Any, int]:
    """Places of different values, in the order of their appearance."""
    return {value: place for place, value in enumerate(dict.fromkeys(values))}


_Node = tuple[str, str | None, str]


def _nodes(trial: Trial) -> dict[_Node, float]:
    """Strains of a product with their shares of the dose; a species without a strain is one of this trial alone."""
    doses: dict[_Node, float] = {}
    known = [part.cfu for part in trial.product.strains if part.cfu]
    usual = float(np.mean(known)) if known else 1.0
    for part in trial.product.strains:
        named = part.strain.level == "strain"
        node = (part.strain.species, part.strain.name, "") if named else (part.strain.species, None, trial.people)
        doses[node] = doses.get(node, 0.0) + (part.cfu or usual)
    total = sum(doses.values())
    return {node: dose / total for node, dose in doses.items()}


def _product(trial: Trial) -> str:
    """What tells one product from another: its strains, or the trial where they are not named."""
    nodes = _nodes(trial)
    if not nodes:
        return f"not named ({trial.people})"
    return " + ".join(sorted(name or f"{species} ({people})" for species, name, people in nodes))


def _printed(effect: Effect) -> bool:
    return effect.kind != "imputed-null" and not {"p-bound", "p-assumed"} & set(effect.flags)


def _severity(trial: Trial) -> float:
    return presets()[trial.preset].traits["depression"].value


def _biases(effect: Effect) -> list[float]:
    trial = effect.trial
    return [
        float("unblinded" in effect.flags or trial.blinding == "open"),
        float(any(flag.startswith("family-") for flag in effect.flags)),
        float("narrow-sd" in effect.flags),
        float("confounded" in effect.flags),
        float(bool(trial.antidepressant)),
    ]
