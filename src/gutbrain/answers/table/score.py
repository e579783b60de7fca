"""A score and a table: which association so many people could show, which there is, and which the axis predicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gutbrain.answers.table import confounders
from gutbrain.answers.table.columns import made_of
from gutbrain.answers.table.design import Design
from gutbrain.answers.table.groups import Amounts, comparable, designed, parts
from gutbrain.answers.table.mediation import ASSUMPTIONS, through
from gutbrain.answers.table.predicted import DRAWS, PEOPLE, Predicted, correlations_of, observable_of, predicted
from gutbrain.microbiome.metadata import Told
from gutbrain.microbiome.placing import GUILDS
from gutbrain.microbiome.profile import Profile

if TYPE_CHECKING:
    import pandas as pd

ALPHA, POWER = 0.05, 0.8

SMALL = (0.002, 0.005, 0.01)
"""Shares of variance that a genus may have in a score: a few per mille."""

COLUMNS = (
    "level",
    "name",
    "n",
    "tests",
    "r",
    "low",
    "high",
    "p",
    "q",
    "smallest_r",
    "smallest_variance",
    "predicted_r",
    "predicted_low",
    "predicted_high",
    "predicted_variance",
    "power",
    "people_needed",
    "term",
    "through",
    "through_low",
    "through_high",
)


def smallest_r(n: float, tests: int = 1, adjusted: int = 0) -> float:
    """The smallest correlation that is found with a power of 80 %; two-sided p below 0.05 over the tests (Fisher's z).

    Parameters
    ----------
    n
        People.
    tests
        Associations that are looked at; where one of them is true, Benjamini and Hochberg ask what Bonferroni does.
    adjusted
        Columns that are adjusted for.
    """
    free = n - 3 - adjusted
    return float(np.tanh(_needed(tests) / np.sqrt(free))) if free > 0 else float("nan")


def people_needed(r: float, tests: int = 1, adjusted: int = 0) -> float:
    """How many people find a correlation with a power of 80 %.

    Parameters
    ----------
    r
        The correlation.
    tests, adjusted
        As in :func:`smallest_r`.
    """
    if not r or r != r:
        return float("nan")
    return float(np.ceil((_needed(tests) / np.arctanh(min(abs(r), 0.999999))) ** 2 + 3 + adjusted))


def power_of(r: float, n: float, tests: int = 1, adjusted: int = 0) -> float:
    """How often so many people would find a correlation.

    Parameters
    ----------
    r
        The correlation.
    n, tests, adjusted
        As in :func:`smallest_r`.
    """
    from scipy.stats import norm

    free = n - 3 - adjusted
    if free <= 0:
        return float("nan")
    edge = float(norm.isf(ALPHA / tests / 2))
    z = np.arctanh(r) * np.sqrt(free)
    return float(norm.sf(edge - z) + norm.cdf(-edge - z))


def _needed(tests: int) -> float:
    from scipy.stats import norm

    return float(norm.isf(ALPHA / tests / 2) + norm.ppf(POWER))


def ask(
    profile: Profile,
    told: Told | None,
    score: str,
    adjust: Sequence[str] = (),
    *,
    group: str | None = None,
    person: str | None = None,
    seed: int = 0,
    people: int = PEOPLE,
    draws: int = DRAWS,
    progress: Callable[[float], None] | None = None,
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Which association with a score could be found, is found, and is predicted.

    Parameters
    ----------
    profile
        The table, placed on the axis.
    told
        What is known of its samples; where nothing is, only what could be found is told.
    score
        Column of the score; the axis is asked where it is named after a scale or an observable.
    adjust
        Columns to adjust for.
    group
        Column of groups: what of their difference in the score goes through the microbiota is told as well.
    person
        Column that says whose a sample is.
    seed
        Same seed, same numbers.
    people, draws
        Of the simulated cohort.
    progress
        Called with the share done.

    Returns
    -------
    tuple
        A table, and sentences. Rows of ``level`` power say what so many people could find; those of guilds and genera
        the partial correlation ``r`` with ``low`` to ``high`` (95 %), the one that is ``predicted_r``, the ``power`` to
        find that, and the ``people_needed``, where its sign is sure. Genera have no prediction: the axis has groups.
        Those of mediation say what goes ``through`` a group of the microbiota, in points of the score.

    Raises
    ------
    InputError
        Where a column is not there, or does not allow it.
    """
    import pandas as pd

    kept, said = comparable(profile)
    names = [profile.table.samples[at] for at in kept]
    amounts = Amounts.of(profile).of_samples(kept)
    made = None if told is None else designed(told, names, score, adjust, person, said, score=True)
    found = [] if made is None else _found(made, amounts)
    n = len(names) if made is None else len(made.rows)
    adjusted = 0 if made is None or made.covariates is None else made.covariates.shape[1]
    genera = sum(one["level"] == "genus" for one in found) or _often(amounts)
    observable = observable_of(score)
    expected = (
        {} if observable is None else predicted(observable, people=people, draws=draws, seed=seed, progress=progress)
    )
    rows = _possible(n, adjusted, genera)
    rows += _guilds(found, expected, n, adjusted)
    rows += [_told(one, n, genera, adjusted) for one in found if one["level"] == "genus"]
    if told is not None and group is not None:
        paths = through(told, names, amounts, group, score, adjust, person=person, seed=seed)
        rows += paths
        said += [ASSUMPTIONS] if paths else ["A path through the microbiota is told for two groups or a measure only."]
    if made is None:
        said.append(f"No scores are given: what {n} people could show is told, before anybody is asked.")
    else:
        used = [names[at] for row in made.rows for at in row]
        said += [*made.said, *confounders.remarks(told or {}, used, made_of(told or {}, used, made.group.name), adjust)]
    return pd.DataFrame(rows, columns=list(COLUMNS)), (*said, *_of_the_axis(score, observable, people, draws))


def _of_the_axis(score: str, observable: str | None, people: int, draws: int) -> list[str]:
    small = (
        "In cohorts of thousands single genera went with symptoms of depression (Radjabzadeh et al. 2022, doi "
        "10.1038/s41467-022-34502-3; Valles-Colomer et al. 2019, doi 10.1038/s41564-018-0337-x): associations. How "
        "much of the variance of mood a genus may have is taken as 2 to 10 per mille here, an assumption; what a small "
        "cohort finds beyond that is likely chance, or something that goes with both."
    )
    if observable is None:
        return [small, f"'{score}' is no scale or observable of the model: what the axis predicts is not covered here."]
    ties = correlations_of(observable)
    given = (
        f"The model gives people {'; '.join(ties)}: from there it comes, beside what acts on both."
        if ties
        else "Nothing in what people are given ties the two: what there is, comes from what acts on both."
    )
    return [
        small,
        f"Predicted: {observable} in {people} healthy adults of the model who are left alone, {draws} draws of its "
        "ensemble; the scale with its error of one visit, the stool without. It is an association among people at "
        f"rest, not what a change of the microbiota would do. {given}",
    ]


def _possible(n: int, adjusted: int, genera: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for name, tests in (("one association", 1), ("all groups", len(GUILDS)), ("all genera", genera)):
        least = smallest_r(n, tests, adjusted)
        rows.append({"level": "power", "name": name, "n": n, "tests": tests})
        rows[-1] |= {"smallest_r": least, "smallest_variance": least**2}
    for variance in SMALL:
        r = float(np.sqrt(variance))
        for name, tests in (("one association", 1), ("all genera", genera)):
            rows.append({"level": "power", "name": f"{1000 * variance:g} per mille of variance, {name}", "n": n})
            rows[-1] |= {"tests": tests, "power": power_of(r, n, tests, adjusted)}
            rows[-1]["people_needed"] = people_needed(r, tests, adjusted)
    return rows


def _found(made: Design, amounts: Amounts) -> list[dict[str, Any]]:
    put = 1.0 / len(amounts.names) ** 2
    return parts(made, "guild", GUILDS, made.averaged(amounts.guilds), put) + parts(
        made, "genus", amounts.names, made.averaged(amounts.genera), put
    )


def _often(amounts: Amounts) -> int:
    from gutbrain.answers.table.groups import LEAST_PRESENT

    return max(int(((amounts.genera > 0).mean(axis=0) >= LEAST_PRESENT).sum()), 1)


def _told(one: Mapping[str, Any], n: int, tests: int, adjusted: int) -> dict[str, Any]:
    own = {"level": one["level"], "name": one["name"], "n": n, "tests": tests, "p": one["p"], "q": one["q"]}
    own |= {"r": one["effect_size"], "low": one["effect_low"], "high": one["effect_high"]}
    least = smallest_r(n, tests, adjusted)
    return own | {"smallest_r": least, "smallest_variance": least**2}


def _guilds(
    found: Sequence[Mapping[str, Any]], expected: Mapping[str, Predicted], n: int, adjusted: int
) -> list[dict[str, Any]]:
    known, tests = {one["name"]: one for one in found if one["level"] == "guild"}, len(GUILDS)
    rows = []
    for guild in GUILDS:
        if guild not in known and guild not in expected:
            continue
        row: dict[str, Any] = {"level": "guild", "name": guild, "n": n, "tests": tests}
        if guild in known:
            row |= _told(known[guild], n, tests, adjusted)
        if guild in expected:
            one = expected[guild]
            row |= {"predicted_r": one.r, "predicted_low": one.low, "predicted_high": one.high}
            row |= {"predicted_variance": one.r**2, "power": power_of(one.r, n, tests, adjusted)}
            sure = one.low > 0 or one.high < 0
            row["people_needed"] = people_needed(one.r, tests, adjusted) if sure else None
        rows.append(row)
    return rows
