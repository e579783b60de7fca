"""Hierarchical model of trials: how potent strains are, and what else moves the effects. Needs NumPyro.

An effect is the potency of the product, times the plateau that severity and outcome allow, times the share of it that
time and dose reach, plus what biases add. Potency is 1 on average by definition, and the scale says how large an effect
that is. Sampling errors of the outcomes of one trial go together, and so does whatever else is common to them.

Imputed zeros are more alike than results are, so the spreads between strains and between trials are lower bounds.

The small-study term (effect per unit of standard error) is for effects that were printed as numbers: those were chosen
for print. A null that is imputed as zero, and a bound taken at its smallest effect, depend on the standard error by the
way they are made, which such a term would mistake for bias.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpyro
import numpyro.distributions as dist

from gutbrain.evidence.pooling.potency_data import Table

HEALTHY_PLATEAU = 0.10
"""Effect of a typical strain on depression in a healthy person at full dose and time, in SD."""

GUT_DAYS = 3.0
"""Time constant of gut exposure, day."""

SAME_PEOPLE = 0.5
"""Correlation of the sampling errors of two outcomes in the same people (depression and anxiety scores)."""

NAMELESS_STRAINS = 5.0
"""Strains that a product is taken to have when none is named."""

# mean and SD by bias: people who know what they take report 0.2 to 0.3 SD more; of the others no sign is assumed
BIAS_PRIOR = ((-0.25, 0.15), (0.0, 0.4), (0.0, 0.4), (0.0, 0.4), (0.0, 0.2))


def rise(days: Any, effect_days: Any) -> Any:
    """Share of the plateau reached after days of treatment.

    Gut exposure (3 days) and two equal stages of the effect follow one another, as in the strains of the axis.
    """
    fast = GUT_DAYS**2 / (effect_days - GUT_DAYS) ** 2
    slow = 1 - fast
    ramp = fast / GUT_DAYS + slow / effect_days
    return 1 - fast * jnp.exp(-days / GUT_DAYS) - (slow + ramp * days) * jnp.exp(-days / effect_days)


def model(table: Table) -> None:
    """Effects of trials; ``table.g`` is what was seen."""
    normal, half = dist.Normal, dist.HalfNormal

    scale = numpyro.sample("scale", dist.LogNormal(0.0, 0.5))
    severity = numpyro.sample("severity", dist.LogNormal(jnp.log(0.8), 0.5))
    anxiety = numpyro.sample("anxiety", dist.LogNormal(jnp.log(0.5), 0.3))
    stress = numpyro.sample("stress", dist.LogNormal(jnp.log(0.7), 0.4))
    stressed = numpyro.sample("stressed", normal(0.0, 0.3))
    effect_days = numpyro.sample("effect_days", dist.LogNormal(jnp.log(13.0), 0.15))
    half_dose = jnp.exp(numpyro.sample("log_half_dose", normal(jnp.log(3e8), 1.0)))

    species_sd = numpyro.sample("species_sd", half(0.5))
    strain_sd = numpyro.sample("strain_sd", half(0.7))
    product_sd = numpyro.sample("product_sd", half(0.4))
    trial_sd = numpyro.sample("trial_sd", half(0.15))
    outcome_sd = numpyro.sample("outcome_sd", half(0.1))
    means, sds = (jnp.array(column) for column in zip(*BIAS_PRIOR, strict=True))
    biases = numpyro.sample("biases", normal(means, sds).to_event(1))
    small_study = numpyro.sample("small_study", normal(0.0, 0.7))

    def standard(name: str, size: int) -> Any:
        return numpyro.sample(name, normal(0.0, 1.0).expand([size]).to_event(1))

    of_species = 1 + species_sd * standard("of_species", len(table.species))
    of_strain = of_species[table.species_of] + strain_sd * standard("of_strain", len(table.strains))
    spread = jnp.sqrt(product_sd**2 + table.nameless * (species_sd**2 + strain_sd**2) / NAMELESS_STRAINS)
    own = table.mixtures * spread * standard("of_product", len(table.products))
    of_product = table.shares @ of_strain + table.nameless + own
    numpyro.deterministic("between", jnp.sqrt(species_sd**2 + strain_sd**2))
    numpyro.deterministic("species", of_species)
    numpyro.deterministic("strains", of_strain)
    numpyro.deterministic("products", of_product)

    both = (1 + anxiety) / 2
    weights = jnp.stack([jnp.ones(()), anxiety, stress, both, both])[table.outcome]
    plateau = scale * HEALTHY_PLATEAU * (1 + severity * table.severity) * weights * jnp.exp(stressed * table.stressed)
    reached = rise(table.days, effect_days) * table.dose / (table.dose + half_dose)
    bias = table.biases @ biases + small_study * table.se * table.printed
    luck = trial_sd * standard("of_trial", len(table.trials))
    people = jnp.sqrt(SAME_PEOPLE) * standard("of_people", len(table.trials))
    mean = -plateau * reached * of_product[table.product] + bias + luck[table.trial] + people[table.trial] * table.se
    noise = jnp.sqrt((1 - SAME_PEOPLE) * table.se**2 + outcome_sd**2)
    numpyro.sample("g", normal(mean, noise).to_event(1), obs=table.g)
