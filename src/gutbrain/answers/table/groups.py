"""Differences between groups of a cohort: of whole communities, of diversity, of each genus and group of the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from gutbrain.answers.table import confounders
from gutbrain.answers.table.columns import made_of
from gutbrain.answers.table.compositions import aitchison, bray_curtis, closed, clr, without_zeros
from gutbrain.answers.table.design import Design, design
from gutbrain.answers.table.permanova import PERMUTATIONS, dispersion, permanova
from gutbrain.errors import InputError
from gutbrain.extras import need
from gutbrain.microbiome.diversity import by_genus, genus_of
from gutbrain.microbiome.metadata import Told
from gutbrain.microbiome.placing import GUILDS
from gutbrain.microbiome.profile import Profile
from gutbrain.microbiome.shares import placed
from gutbrain.microbiome.table import Array

if TYPE_CHECKING:
    import pandas as pd

LEAST_PRESENT = 0.1
"""Share of rows in which a genus must be for its difference to be told."""

NOTABLE_P = 0.05

METHOD = (
    "A difference is one of centred log ratios: a genus against the geometric mean of its sample, not in cells. Linear "
    "models with intervals of 95 %; p is corrected over all genera (or groups) after Benjamini and Hochberg: q. Where "
    "a genus is often zero, what is put in place of a zero decides: estimate_other_zeros has another choice."
)


@dataclass(frozen=True)
class Amounts:
    """Shares of a table, samples by parts: ``genera`` with their ``names``, and ``guilds``.

    What is known by a higher rank only is one part for each, and says that it has no genus.
    """

    names: tuple[str, ...]
    genera: Array
    guilds: Array

    @classmethod
    def of(cls, profile: Profile) -> Amounts:
        """Of all samples that have something in them; those of others are zero."""
        table = profile.table
        looked_up = placed(table, profile.places or None)
        names, numbers = by_genus(table, looked_up.places)
        unknown = {
            genus_of(feature, where)
            for feature, where in zip(table.features, looked_up.places, strict=True)
            if where.level not in ("species", "genus") and "genus" not in feature.ranks
        }
        names = [f"{name} (no genus)" if name in unknown else name for name in names]
        guilds = np.array([looked_up.sums[guild] for guild in GUILDS])
        return cls(tuple(names), _shares(numbers), _shares(guilds))

    def of_samples(self, kept: Sequence[int]) -> Amounts:
        """Those of some samples."""
        return Amounts(self.names, self.genera[list(kept)], self.guilds[list(kept)])


def _shares(numbers: Array) -> Array:
    sums = numbers.sum(axis=0)
    return np.asarray((numbers / np.where(sums > 0, sums, 1.0)).T)


def comparable(profile: Profile) -> tuple[list[int], list[str]]:
    """Numbers of the samples that may be compared, and what is said of the others."""
    bad = {
        one.sample
        for one in profile.samples
        if not one.placed or any(check.verdict == "fail" and check.check in ("reads", "place") for check in one.checks)
    }
    kept = [at for at, name in enumerate(profile.table.samples) if name not in bad]
    said = f"{len(bad)} samples with too few reads, or of another place than the gut, are left out."
    return kept, [said] if bad else []


def designed(
    told: Told,
    names: Sequence[str],
    column: str,
    adjust: Sequence[str],
    person: str | None,
    said: Sequence[str],
    *,
    score: bool = False,
) -> Design:
    """The design of a comparison; where there can be none, what was left out before is told as well.

    Parameters
    ----------
    told, names, column, adjust, person, score
        As in :func:`gutbrain.answers.table.design.design`.
    said
        What was said of the samples that may not be compared.

    Raises
    ------
    InputError
        Where columns are not there, or do not allow the comparison.
    """
    try:
        return design(told, names, column, adjust, person, score=score)
    except InputError as error:
        left = [f"({one.rstrip('.')})" for one in said]
        raise InputError([replace(one, right=" ".join([one.right, *left])) for one in error.problems]) from None


def compare(
    profile: Profile,
    told: Told,
    group: str,
    adjust: Sequence[str] = (),
    *,
    person: str | None = None,
    seed: int = 0,
    permutations: int = PERMUTATIONS,
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Differences between groups, and what must be said of them.

    Parameters
    ----------
    profile
        The table, placed on the axis.
    told
        What is known of its samples.
    group
        Column of the groups, or of a measure.
    adjust
        Columns to adjust for.
    person
        Column that says whose a sample is.
    seed
        Same seed, same shuffles.
    permutations
        Shuffles of PERMANOVA.

    Returns
    -------
    tuple
        A table, and sentences. ``level`` is community, dispersion, diversity, guild or genus; of a community
        ``estimate`` is the share of all variation and ``statistic`` the pseudo-F, else the difference (``low`` to
        ``high``, 95 %) and t. ``effect_size`` is the difference in SDs of what is left (of a measure, the partial
        correlation), ``present`` the share of rows in which the genus is.

    Raises
    ------
    InputError
        Where columns are not there, or do not allow the comparison.
    """
    import pandas as pd

    kept, said = comparable(profile)
    names = [profile.table.samples[at] for at in kept]
    made = designed(told, names, group, adjust, person, said)
    amounts = Amounts.of(profile).of_samples(kept)
    genera, guilds = made.averaged(amounts.genera), made.averaged(amounts.guilds)
    put = 1.0 / len(amounts.names) ** 2
    logs = clr(without_zeros(closed(genera), put))
    rows = _communities(made, genera, logs, seed, permutations)
    rows += _diversity(made, profile, kept)
    rows += parts(made, "guild", GUILDS, guilds, put)
    rows += parts(made, "genus", amounts.names, genera, put)
    found = pd.DataFrame(rows, columns=COLUMNS)
    tested = int((found.level == "genus").sum() / max(len(made.terms), 1))
    used = [names[at] for row in made.rows for at in row]
    by = made_of(told, used, made.group.name)
    said += [*made.said, *confounders.remarks(told, used, by, adjust, within=made.blocks is not None)]
    said.append(f"{tested} of {len(amounts.names)} genera are in {LEAST_PRESENT:.0%} of samples or more, and told.")
    said += _scatter(found)
    return found, (*said, METHOD)


COLUMNS = (
    "level",
    "name",
    "term",
    "measure",
    "estimate",
    "low",
    "high",
    "effect_size",
    "effect_low",
    "effect_high",
    "statistic",
    "p",
    "q",
    "present",
    "n",
    "estimate_other_zeros",
)


def notable(found: pd.DataFrame) -> pd.DataFrame:
    """Rows of genera and groups of which p, before it is corrected, is below 0.05; the smallest first."""
    some = found[found.level.isin(["guild", "genus"]) & (found.p < NOTABLE_P)]
    return some.sort_values("p", kind="stable")


def _communities(made: Design, genera: Array, logs: Array, seed: int, permutations: int) -> list[dict[str, Any]]:
    rows = []
    for name, far in (("Bray-Curtis", bray_curtis(genera)), ("Aitchison", aitchison(logs))):
        test = permanova(far, made.groups, made.covariates, made.blocks, permutations=permutations, seed=seed)
        same = {"name": name, "term": made.group.name, "n": len(made.rows)}
        rows.append(
            {"level": "community", "measure": "share of variation", "estimate": test.r2, "statistic": test.f}
            | {"p": test.p}
            | same
        )
        if made.labels is not None and made.blocks is None:
            f, p = dispersion(far, made.labels, permutations=permutations, seed=seed)
            rows.append({"level": "dispersion", "measure": "F of distances to centres", "statistic": f, "p": p} | same)
    return rows


def _diversity(made: Design, profile: Profile, kept: Sequence[int]) -> list[dict[str, Any]]:
    """Shannon at the depth that all reach; of reads only."""
    every = [profile.samples[at].diversity for at in kept]
    known = [None if one is None else one.rarefied_shannon for one in every]
    used = [known[at] for row in made.rows for at in row]
    if any(value is None for value in used):
        return []
    depth = next(one.depth for one in every if one is not None)
    values = made.averaged(np.array([np.nan if value is None else value for value in known]))
    return _models(made, "diversity", [f"Shannon at {depth} reads"], values[:, None], "difference", None, None)


def parts(made: Design, level: str, names: Sequence[str], shares: Array, put: float) -> list[dict[str, Any]]:
    """Differences of parts that are often there, as rows of the table.

    Parameters
    ----------
    made
        Who is compared.
    level
        What the parts are: guild or genus.
    names
        Theirs.
    shares
        Rows of the design by parts.
    put
        What stands in place of a zero.
    """
    present = (shares > 0).mean(axis=0)
    at = np.flatnonzero(present >= LEAST_PRESENT)
    if not len(at):
        return []
    whole, most = closed(shares), 1.0 / shares.shape[1] ** 2
    logs = clr(without_zeros(whole, min(put, most)))[:, at]
    other = clr(without_zeros(whole, min(float(whole[whole > 0].min()) / 2, most)))[:, at]
    told = [names[int(one)] for one in at]
    return _models(made, level, told, logs, "difference of centred log ratios", present[at], other)


def _models(
    made: Design,
    level: str,
    names: Sequence[str],
    values: Array,
    measure: str,
    present: Array | None,
    other: Array | None,
) -> list[dict[str, Any]]:
    """A linear model for each column; p is corrected over all of them."""
    need("statsmodels", "trials", called="statsmodels, which compares groups,")
    from scipy.stats import false_discovery_control
    from statsmodels.regression.linear_model import OLS

    matrix, values = made.matrix, made.centred(values)
    other = None if other is None else made.centred(other)
    hat = np.einsum("ij,ji->i", matrix, np.linalg.pinv(matrix))
    # what a row decides alone has no error of its own
    kind = "HC3" if made.blocks is None and hat.max() < 0.99 else "nonrobust"
    rows: list[dict[str, Any]] = []
    for number, name in enumerate(names):
        model = OLS(values[:, number], matrix)
        model.df_resid = made.free
        fit = model.fit(cov_type=kind, use_t=True)
        again = None if other is None else np.linalg.lstsq(matrix, other[:, number], rcond=None)[0]
        interval = fit.conf_int(0.05)
        for at, term in enumerate(made.terms):
            size = _effect(made, fit, at, interval[at])
            rows.append(
                {
                    "level": level,
                    "name": name,
                    "term": term,
                    "measure": measure,
                    "estimate": float(fit.params[at]),
                    "low": float(interval[at][0]),
                    "high": float(interval[at][1]),
                    **dict(zip(("effect_size", "effect_low", "effect_high"), size, strict=True)),
                    "statistic": float(fit.tvalues[at]),
                    "p": float(fit.pvalues[at]),
                    "present": None if present is None else float(present[number]),
                    "n": len(made.rows),
                    "estimate_other_zeros": None if again is None else float(again[at]),
                }
            )
    if level in ("guild", "genus") and rows:
        corrected = false_discovery_control(np.nan_to_num([row["p"] for row in rows], nan=1.0))
        for row, q in zip(rows, corrected, strict=True):
            row["q"] = float(q)
    return rows


def _effect(made: Design, fit: Any, at: int, interval: Sequence[float]) -> tuple[float, float, float]:
    """In SDs of what is left; of a measure, the partial correlation. With 95 % interval."""
    if made.labels is not None:
        left = float(np.sqrt(fit.scale))
        if not left:
            return (np.nan, np.nan, np.nan)
        return (float(fit.params[at]) / left, float(interval[0]) / left, float(interval[1]) / left)
    t, free = float(fit.tvalues[at]), float(fit.df_resid)
    r = t / np.sqrt(t**2 + free)
    half = 1.96 / np.sqrt(max(free - 1, 1.0))
    return (r, float(np.tanh(np.arctanh(r) - half)), float(np.tanh(np.arctanh(r) + half)))


def _scatter(found: pd.DataFrame) -> list[str]:
    unlike = found[(found.level == "dispersion") & (found.p < NOTABLE_P)]
    if unlike.empty:
        return []
    names = " and ".join(unlike.name)
    return [f"Groups scatter differently ({names}): that alone can make the PERMANOVA small in p."]
