"""Potency of strains on mood, by hierarchical Bayesian meta-regression of the trials. Needs the extra ``calibrate``.

Potency is in units of the typical strain: 1 is the strain that the axis is calibrated to, 0 does nothing, less than 0
harms. Strains are nested in species, and species in one population: a strain is drawn towards its species, and its
species towards 1, as far as its own trials are weak. What is common to a product of several strains and not due to any
of them is a deviation of the product. A change within an arm never enters.

Only strains that were chosen for trials are in it: what it predicts for a new strain is a new *tried* strain. What is
taken of one that nobody tried is in :class:`gutbrain.exposures.strains.Potencies`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from gutbrain import seeds
from gutbrain.errors import InputError, Problem
from gutbrain.evidence.pooling.effects import LeftOut
from gutbrain.evidence.pooling.potency_data import BIASES, Table, table
from gutbrain.extras import install
from gutbrain.files import write_whole
from gutbrain.people.presets import presets

FILE = "potency.yaml"
CHAINS = 4

Flags = np.ndarray[Any, np.dtype[np.bool_]]

_SCALARS = {
    "scale": "effect of a typical strain on depression in healthy people, in units of the assumed 0.1 SD",
    "severity": "rise of the effect per SD of severity",
    "anxiety": "effect on anxiety, in units of that on depression",
    "stress": "effect on felt stress, in units of that on depression",
    "stressed": "ln of the effect in stressed against other people",
    "effect_days": "time constant of each of two stages of the effect, day",
    "log_half_dose": "ln of the dose of half the effect, CFU/day",
    "species_sd": "SD of potency between species",
    "strain_sd": "SD of potency between strains of a species",
    "product_sd": "SD of what a product is beyond its strains",
    "trial_sd": "SD between trials that nothing here explains, SD of the outcome",
    "outcome_sd": "SD between outcomes of a trial that nothing here explains",
    "small_study": "effect printed as a number, per unit of its standard error",
}
_PEOPLE = ("healthy-adult", "stressed-adult", "subclinical-low-mood", "major-depression")


@dataclass(frozen=True)
class Estimate:
    """Posterior mean, standard deviation and 95 % interval of a quantity."""

    mean: float
    sd: float
    low: float
    high: float


@dataclass(frozen=True)
class StrainEstimate:
    """Potency of a strain, a new strain of a species, or a product, with the trials that speak of it.

    ``alone``: in how many of them nothing else was given.
    """

    name: str
    potency: Estimate
    trials: tuple[str, ...]
    alone: int = 0


@dataclass(frozen=True)
class Potency:
    """What the trials say.

    Attributes
    ----------
    population
        A new strain among those that are tried (chosen, and printed), of a species without trials.
    species
        The same of a species with some.
    strains, products
        Those that were given in trials.
    plateaus
        Effect of a typical strain on depression at full dose and time, by kind of people, in SD (negative: better).
    quantities, biases
        Everything else that was fitted, with the names of the model.
    left_out
        Outcomes that were not used, and why.
    rhat, ess, divergences
        Convergence: largest potential scale reduction, smallest effective number of draws, divergent transitions.
    """

    population: Estimate
    species: tuple[StrainEstimate, ...]
    strains: tuple[StrainEstimate, ...]
    products: tuple[StrainEstimate, ...]
    plateaus: Mapping[str, Estimate]
    quantities: Mapping[str, Estimate]
    biases: Mapping[str, Estimate]
    trials: tuple[str, ...]
    outcomes: int
    left_out: tuple[LeftOut, ...]
    rhat: float
    ess: float
    divergences: int
    seed: int
    nulls: bool = True
    version: str = field(default_factory=lambda: metadata.version("gutbrain"))
    day: date = field(default_factory=lambda: datetime.now(UTC).date())


def fit_potency(
    seed: int = 0, *, nulls: bool = True, warmup: int = 1000, draws: int = 1500, data: Table | None = None
) -> Potency:
    """Fit the model to trials; the same seed gives the same numbers. A minute or two on one core.

    Parameters
    ----------
    seed
        Of the sampler.
    nulls
        Whether results said to be null without a number are in, as zeros. Without them the effects are far too large.
    warmup, draws
        Steps of each of four chains.
    data
        Trials laid out as arrays; those of the package where missing.

    Raises
    ------
    InputError
        Where NumPyro is not installed.
    """
    seed = seeds.checked(seed)
    try:
        import jax
        from numpyro.diagnostics import summary
        from numpyro.infer import MCMC, NUTS
    except ImportError as error:
        raise InputError([Problem("NumPyro is not installed", install("calibrate"))]) from error
    from gutbrain.evidence.pooling.potency_model import model

    rows = table(nulls=nulls) if data is None else data
    with jax.enable_x64(True):
        kernel = NUTS(model, target_accept_prob=0.95)
        chains = MCMC(
            kernel,
            num_warmup=warmup,
            num_samples=draws,
            num_chains=CHAINS,
            chain_method="vectorized",
            progress_bar=False,
        )
        chains.run(jax.random.PRNGKey(seed), rows, extra_fields=("diverging",))
        sites = chains.get_samples(group_by_chain=True)
        checks = summary(sites)
        divergences = int(np.asarray(chains.get_extra_fields()["diverging"]).sum())
        posterior = {name: np.asarray(values).reshape(-1, *values.shape[2:]) for name, values in sites.items()}
    return _summed_up(
        rows,
        posterior,
        rhat=max(float(np.nanmax(check["r_hat"])) for check in checks.values()),
        ess=min(float(np.nanmin(check["n_eff"])) for check in checks.values()),
        divergences=divergences,
        seed=seed,
        nulls=nulls,
    )


def _summed_up(rows: Table, posterior: Mapping[str, np.ndarray], **how: Any) -> Potency:
    """The posterior as people need it."""
    noise = np.random.default_rng(0).standard_normal(len(posterior["scale"]))
    new_strain = posterior["species"] + posterior["strain_sd"][:, None] * noise[:, None]
    return Potency(
        population=_estimate(1 + posterior["between"] * noise),
        species=tuple(
            StrainEstimate(name, _estimate(new_strain[:, place]), _trials_of(rows, rows.species_of == place))
            for place, name in sorted(enumerate(rows.species), key=lambda pair: pair[1])
        ),
        strains=tuple(sorted(_strains(rows, posterior["strains"]), key=lambda estimate: estimate.name)),
        products=tuple(
            StrainEstimate(name, _estimate(posterior["products"][:, place]), _trials_with(rows, rows.product == place))
            for place, name in sorted(enumerate(rows.products), key=lambda pair: pair[1])
            if rows.mixtures[place]
        ),
        plateaus={name: _estimate(-_plateau(posterior, name)) for name in _PEOPLE},
        quantities={name: _estimate(posterior[name]) for name in _SCALARS},
        biases={name: _estimate(posterior["biases"][:, place]) for place, name in enumerate(BIASES)},
        trials=_trials_with(rows, np.ones(len(rows.g), bool)),
        outcomes=len(rows.g),
        left_out=rows.left_out,
        **how,
    )


def _plateau(posterior: Mapping[str, np.ndarray], preset: str) -> np.ndarray:
    """Effect of a typical strain on depression, by draw, in SD."""
    from gutbrain.evidence.pooling.potency_model import HEALTHY_PLATEAU

    severity = presets()[preset].traits["depression"].value
    more = np.exp(posterior["stressed"]) if preset == "stressed-adult" else 1.0
    return np.asarray(posterior["scale"] * HEALTHY_PLATEAU * (1 + posterior["severity"] * severity) * more)


def _strains(rows: Table, potencies: np.ndarray) -> Iterator[StrainEstimate]:
    """Strains that have a name."""
    for place, name in enumerate(rows.strains):
        if name is not None:
            alone = _trials_with(rows, rows.shares[rows.product, place] == 1)
            held = _trials_of(rows, np.arange(len(rows.strains)) == place)
            yield StrainEstimate(name, _estimate(potencies[:, place]), held, len(alone))


def _trials_of(rows: Table, strains: Flags) -> tuple[str, ...]:
    """Trials in which any of the strains was given."""
    return _trials_with(rows, rows.shares[rows.product][:, strains].sum(axis=1) > 0)


def _trials_with(rows: Table, chosen: Flags) -> tuple[str, ...]:
    return tuple(sorted({effect.trial.key for effect, yes in zip(rows.effects, chosen, strict=True) if yes}))


def _estimate(values: np.ndarray) -> Estimate:
    low, high = np.quantile(values, (0.025, 0.975))
    return Estimate(float(values.mean()), float(values.std()), float(low), float(high))


def write(potency: Potency, path: Path | None = None) -> Path:
    """Write the data file that :mod:`gutbrain.exposures.strains` reads, that of the package where no path is given.

    The file appears whole or not at all.
    """
    target = path or Path(str(files("gutbrain.exposures").joinpath("data", FILE)))
    write_whole(target, "\n".join(_lines(potency)) + "\n")
    return target


_HEAD = """\
# Potency of strains on mood, in units of the typical strain: posterior of a hierarchical meta-regression of the trials.
# Made by `gutbrain calibrate`: do not edit. Each estimate: mean, sd, low and high (95 % interval).
#
# population   a new strain among those that are tried, of a species without trials
# species      a new strain among those that are tried, of the species (what nobody tried: exposures/strains.py)
# strains      strains with trials; alone: in how many nothing else was given
# products     several strains together, with what is theirs as a product
# plateau      effect of a typical strain on depression at full dose and time, SD (negative: better)
# quantities   everything else that was fitted; biases: shift of the effect in SD (negative: looks better)
# left_out     outcomes that were not used, and why
"""


def _lines(potency: Potency) -> Iterator[str]:
    """The data file, line by line."""
    yield _HEAD
    yield "fit:"
    yield f"  date: {potency.day}"
    yield f"  version: {json.dumps(potency.version)}"
    yield f"  seed: {potency.seed}"
    yield f"  nulls: {str(potency.nulls).lower()}"
    yield f"  trials: {len(potency.trials)}"
    yield f"  outcomes: {potency.outcomes}"
    yield f"  convergence: {{rhat: {potency.rhat:.3f}, ess: {potency.ess:.0f}, divergences: {potency.divergences}}}"
    yield f"\npopulation: {{{_numbers(potency.population)}}}"
    for name, estimates in (("species", potency.species), ("strains", potency.strains), ("products", potency.products)):
        yield f"\n{name}:"
        yield from (f"- {_row(estimate, alone=name == 'strains')}" for estimate in estimates)
    yield "\nplateau:"
    yield from (f"  {name}: {{{_numbers(estimate)}}}" for name, estimate in potency.plateaus.items())
    yield "\nquantities:"
    for name, estimate in potency.quantities.items():
        yield f"  {name}: {{{_numbers(estimate)}, meaning: {json.dumps(_SCALARS[name])}}}"
    yield "\nbiases:"
    yield from (f"  {name}: {{{_numbers(estimate)}}}" for name, estimate in potency.biases.items())
    yield "\nleft_out:"
    for out in potency.left_out:
        yield f"- {{trial: {out.trial}, scale: {json.dumps(out.scale)}, reason: {json.dumps(out.reason)}}}"


def _row(estimate: StrainEstimate, *, alone: bool) -> str:
    count = f"alone: {estimate.alone}, " if alone else ""
    trials = ", ".join(estimate.trials)
    return f"{{name: {json.dumps(estimate.name)}, {_numbers(estimate.potency)}, {count}trials: [{trials}]}}"


def _numbers(e: Estimate) -> str:
    return f"mean: {e.mean:.2f}, sd: {e.sd:.2f}, low: {e.low:.2f}, high: {e.high:.2f}"
