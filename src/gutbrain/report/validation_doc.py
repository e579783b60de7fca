"""``docs/validation.md``: how well the model agrees with what was published, and how well it predicts it; generated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from gutbrain.answers.finding_rows import Row, rows
from gutbrain.atlas.observables import group_of, groups
from gutbrain.findings.calibration import Calibration
from gutbrain.findings.validation import Validation
from gutbrain.findings.verdict import AGREES, DIRECTION, MISSES

MOST_NARROWED = 30
UNKNOWN = "not looked into"


def render(
    fitted: Validation,
    by_phenomenon: Validation,
    by_channel: Validation,
    calibration: Calibration,
    provenance: Mapping[str, object],
    causes: Mapping[str, str],
    potency: Mapping[str, Any],
) -> str:
    """The document.

    Parameters
    ----------
    fitted
        All findings under the ensemble that was fitted to them.
    by_phenomenon, by_channel
        Every finding predicted without its phenomenon, or without all findings on its channel.
    calibration
        The fit.
    provenance
        Of the ensemble.
    causes
        Why findings are missed, by id.
    potency
        The file of strain potencies.
    """
    parts = [
        "# Validation",
        "",
        "Written by `gutbrain calibrate`; not edited by hand.",
        "",
        f"Ensemble: {provenance['name']}, {provenance['members']} parameter sets, seed {provenance['seed']}, "
        f"gutbrain {provenance['gutbrain']}.",
        "",
        *_summary({"fitted to all": fitted, "phenomenon left out": by_phenomenon, "channel left out": by_channel}),
        "",
        *_channels(fitted, by_phenomenon),
        "",
        *_misses("What the model does not get right", rows(fitted, causes), with_cause=True),
        "",
        *_misses(
            "Right when fitted, wrong when predicted without the phenomenon",
            _only_when_left_out(rows(by_phenomenon, causes), rows(fitted, causes)),
            with_cause=False,
        ),
        "",
        *_parameters(calibration),
        "",
        *_strains(potency),
    ]
    return "\n".join(parts) + "\n"


def _summary(every: Mapping[str, Validation]) -> Iterable[str]:
    yield "| | findings | agree | right direction or better | missed | 50 % interval covers | 90 % interval covers |"
    yield "|---|---|---|---|---|---|---|"
    for name, validation in every.items():
        covered = validation.coverage
        yield (
            f"| {name} | {len(validation.checked)} | {_percent(validation.agree_share)} | "
            f"{_percent(validation.direction_share)} | {validation.count(MISSES)} | "
            f"{_percent(covered.half)} | {_percent(covered.most)} |"
        )
    yield ""
    yield "Verdicts are those of the contract (the prediction's spread counts for at most the published error)."
    yield "An interval is that of the number that a study of that design and size would print: it holds the spread of"
    yield "the parameter sets, what the model is off besides, the bias of the design and the error of the publication."
    yield "Directions have no interval and do not count there."


def _channels(fitted: Validation, by_phenomenon: Validation) -> Iterable[str]:
    yield "## By channel"
    yield ""
    yield "| channel | findings | agree | right direction | the same, phenomenon left out | |"
    yield "|---|---|---|---|---|---|"
    for group in groups():
        inside = [_within(validation, group) for validation in (fitted, by_phenomenon)]
        if inside[0].checked:
            yield (
                f"| {group} | {len(inside[0].checked)} | "
                + " | ".join(f"{_percent(v.agree_share)} | {_percent(v.direction_share)}" for v in inside)
                + " |"
            )


def _within(validation: Validation, group: str) -> Validation:
    return Validation(tuple(c for c in validation.checked if group_of(c.finding.compare.observable) == group))


def _misses(title: str, found: Sequence[Row], *, with_cause: bool) -> Iterable[str]:
    wrong = [row for row in found if row.verdict != AGREES]
    yield f"## {title}"
    yield ""
    if not wrong:
        yield "Nothing."
        return
    yield "| finding | measure | published | predicted | verdict | " + ("cause |" if with_cause else "how |")
    yield "|---|---|---|---|---|---|"
    for row in sorted(wrong, key=lambda row: (row.verdict == DIRECTION, row.id)):
        said = f"{row.why}. {row.cause or UNKNOWN}" if with_cause else row.why
        yield f"| {row.id} | {row.measure} | {row.published} | {row.predicted} | {row.verdict} | {said} |"


def _only_when_left_out(left_out: Sequence[Row], fitted: Sequence[Row]) -> list[Row]:
    right = {row.id for row in fitted if row.verdict == AGREES}
    return [row for row in left_out if row.id in right]


def _parameters(calibration: Calibration) -> Iterable[str]:
    shrinkage = calibration.shrinkage
    values = np.array(list(shrinkage.values()))
    middle = {key: float(z.mean()) for key, z in calibration.ensemble.deviates.items()}
    yield "## Parameters"
    yield ""
    yield (
        f"{len(values)} are free within their literature ranges; the findings fix as much as "
        f"{calibration.effective_parameters:.0f} of them would hold. {int((values > 0.1).sum())} were narrowed by"
        f" a tenth or more, {int((values > 0.5).sum())} by half. Mean squared misfit by iteration: "
        f"{', '.join(f'{m:.2f}' for m in calibration.misfit)}."
    )
    yield ""
    yield "Narrowed most (0: as the prior; 1: known exactly), and by how many prior standard deviations they moved:"
    yield ""
    yield "| parameter | narrowed by | moved by |"
    yield "|---|---|---|"
    for key in sorted(shrinkage, key=lambda k: -shrinkage[k])[:MOST_NARROWED]:
        yield f"| {key} | {_percent(shrinkage[key])} | {middle[key]:+.2f} |"
    far = sorted((k for k in middle if abs(middle[k]) > 1.5), key=lambda k: -abs(middle[k]))
    yield ""
    yield "Moved by more than 1.5: " + (", ".join(f"{k} ({middle[k]:+.1f})" for k in far) if far else "none") + "."


def _strains(potency: Mapping[str, Any]) -> Iterable[str]:
    fit, population = potency["fit"], potency["population"]
    yield "## Strains"
    yield ""
    yield (
        f"Potency by hierarchical meta-regression of {fit['trials']} trial arms ({fit['outcomes']} outcomes), in units"
        f" of the typical strain: a new strain among those that are tried has {population['mean']:.2f} +-"
        f" {population['sd']:.2f} (95 % {population['low']:.2f} to {population['high']:.2f}). Convergence: r-hat"
        f" {fit['convergence']['rhat']}, effective sample {fit['convergence']['ess']},"
        f" {fit['convergence']['divergences']} divergences."
    )
    yield ""
    yield "| what makes trials look better than they are | SD of the outcome |"
    yield "|---|---|"
    for name, bias in potency["biases"].items():
        yield f"| {name} | {bias['mean']:+.2f} ({bias['low']:+.2f} to {bias['high']:+.2f}) |"
    yield ""
    yield "Left out:"
    yield ""
    for row in potency["left_out"]:
        yield f"* {row['trial']}, {row['scale']}: {row['reason']}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
