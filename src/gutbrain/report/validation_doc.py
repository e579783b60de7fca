"""``docs/validation.md``: how well the model agrees with what was published, and how well it predicts it; generated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gutbrain.answers.finding_rows import Row, rows
from gutbrain.atlas.observables import group_of, groups
from gutbrain.datafiles import read
from gutbrain.findings.calibration import Calibration
from gutbrain.findings.discrepancy import Discrepancy
from gutbrain.findings.finding import AFTER_EVENT, CHANGES
from gutbrain.findings.validation import Validation
from gutbrain.findings.verdict import AGREES, DIRECTION, MISSES

MOST_NARROWED = 30

FAR, PULLING = 1.5, 4
"""From how many prior SDs on it is told what moved a parameter, and how many findings are named."""

UNKNOWN = "not looked into"


def render(
    fitted: Validation,
    by_phenomenon: Validation,
    by_channel: Validation,
    calibration: Calibration,
    beyond: Discrepancy,
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
    beyond
        What the model and the studies are off.
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
        "Written by `gutbrain calibrate --folds`; not edited by hand.",
        "",
        f"Ensemble: {provenance['name']}, {provenance['members']} parameter sets, seed {provenance['seed']}, "
        f"gutbrain {provenance['gutbrain']}.",
        "",
        *_summary({"phenomenon left out": by_phenomenon, "channel left out": by_channel, "fitted to all": fitted}),
        "",
        *_channels(fitted, by_phenomenon),
        "",
        *_kinds(by_phenomenon),
        "",
        *_beyond(beyond),
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
    blind = read("gutbrain.findings", "blind.yaml")
    yield "How well findings are predicted by parameters that were fitted without anything on the same phenomenon (the"
    yield "same kind of thing acting on the same channel); what the model said of new findings before it had seen them;"
    yield "and, of little worth alone, how well it agrees with what it was fitted to."
    yield ""
    yield (
        "| | findings | agree | right direction or better | missed | 50 % interval covers | 90 % interval covers | "
        "what was printed agrees |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for number, (name, validation) in enumerate(every.items()):
        covered = validation.coverage
        yield (
            f"| {name} | {len(validation.checked)} | {_percent(validation.agree_share)} | "
            f"{_percent(validation.direction_share)} | {validation.count(MISSES)} | "
            f"{_percent(covered.half)} | {_percent(covered.most)} | {_percent(_printed(validation))} |"
        )
        if not number:
            yield (
                f"| [blind](validation-blind.md), before the structure was changed | {blind['findings']} | "
                f"{blind['agree']} % | {blind['direction']} % | | {blind['covers_50']} % | {blind['covers_90']} % | |"
            )
    yield ""
    yield "The verdicts *agree*, *direction* and *missed* are those of the contract (the prediction's spread counts"
    yield "for at most the published error). An interval is that of the number that a study of that design and size"
    yield "would print: it holds the spread of the parameter sets, what the model is off besides, the bias of the"
    yield "design and the error of the publication. By the second rule what was printed agrees where it lies in the"
    yield "90 % interval; directions have none: they agree from 0.05 SD between people where it is known in how many"
    yield "people they were seen."


def _printed(validation: Validation) -> float:
    """Share that agrees by the rules on what is printed, and on directions with their number of people."""
    second = [one.verdict_n or one.verdict_published or one.verdict for one in validation.checked]
    return second.count(AGREES) / max(1, len(second))


def _channels(fitted: Validation, by_phenomenon: Validation) -> Iterable[str]:
    blind = read("gutbrain.findings", "blind.yaml")["channels"]
    yield "## By channel"
    yield ""
    yield (
        "| channel | findings | phenomenon left out: agree | right direction | blind: findings | agree | "
        "right direction | fitted: agree | right direction |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    for group in groups():
        left_out, own = (_within(validation, group) for validation in (by_phenomenon, fitted))
        if own.checked:
            before = blind.get(group)
            told = f"{before['findings']} | {before['agree']} % | {before['direction']} %" if before else " | | "
            fit = f"{_percent(own.agree_share)} | {_percent(own.direction_share)}"
            yield (
                f"| {group} | {len(own.checked)} | {_percent(left_out.agree_share)} | "
                f"{_percent(left_out.direction_share)} | {told} | {fit} |"
            )


KINDS: Mapping[str, tuple[str, ...]] = {
    "direction": ("direction",),
    "level": ("value",),
    "size of an effect": ("difference", "ratio", "percent_change", "smd", *CHANGES),
    "peak or time": AFTER_EVENT,
    "curve": ("curve",),
    "quantiles": ("quantiles",),
    "spread": ("sd", "cv"),
    "share of people": ("share",),
    "correlation": ("correlation",),
}
"""What findings say, by their statistics."""


def _kinds(by_phenomenon: Validation) -> Iterable[str]:
    yield "## By kind of finding, phenomenon left out"
    yield ""
    yield "| kind | findings | agree | right direction or better | 50 % interval covers | 90 % interval covers |"
    yield "|---|---|---|---|---|---|"
    for kind, statistics in KINDS.items():
        some = Validation(tuple(c for c in by_phenomenon.checked if c.finding.compare.statistic in statistics))
        if some.checked:
            covered = some.coverage
            shares = f"{_percent(covered.half)} | {_percent(covered.most)}" if covered.of else " | "
            yield (
                f"| {kind} | {len(some.checked)} | {_percent(some.agree_share)} | "
                f"{_percent(some.direction_share)} | {shares} |"
            )


def _beyond(beyond: Discrepancy) -> Iterable[str]:
    yield "## What the model and the studies are off"
    yield ""
    yield "By how much studies show more than there is, in standard errors of what they print:"
    yield ""
    yield "| design | bias |"
    yield "|---|---|"
    for design, (mean, sd) in beyond.biases.items():
        yield f"| {design} | {mean:+.2f} ± {sd:.2f} |"
    yield ""
    yield "By how much effects are off, beyond what the parameters leave open (SD of a factor around 1; every draw of a"
    yield "simulation carries one for each channel):"
    yield ""
    yield "| channel | factor |"
    yield "|---|---|"
    for group, sd in beyond.factor.items():
        yield f"| {group} | {sd:.2f} |"


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
    shrinkage, fixed = calibration.shrinkage, calibration.fixed
    middle = {key: float(z.mean()) for key, z in calibration.ensemble.deviates.items()}
    yield "## Parameters"
    yield ""
    yield f"{len(fixed)} are free within their literature ranges; the findings fix as much as {sum(fixed.values()):.0f}"
    yield "of them would hold. Of the others they say nothing, and what is drawn from is the range of the literature."
    yield f"Mean squared misfit by iteration: {', '.join(f'{m:.2f}' for m in calibration.misfit)}."
    yield ""
    yield "| module | free | fixed, as much as | narrowed by a tenth or more | by half |"
    yield "|---|---|---|---|---|"
    for module in sorted({key.partition(".")[0] for key in fixed}):
        own = [key for key in fixed if key.partition(".")[0] == module]
        narrowed = [sum(shrinkage[key] > share for key in own) for share in (0.1, 0.5)]
        yield f"| {module} | {len(own)} | {sum(fixed[key] for key in own):.0f} | {narrowed[0]} | {narrowed[1]} |"
    yield ""
    yield "Narrowed most (0: as the prior; 1: known exactly), and by how many prior standard deviations they moved:"
    yield ""
    yield "| parameter | narrowed by | moved by |"
    yield "|---|---|---|"
    for key in sorted(shrinkage, key=lambda k: -shrinkage[k])[:MOST_NARROWED]:
        yield f"| {key} | {_percent(shrinkage[key])} | {middle[key]:+.2f} |"
    yield ""
    far = sorted((k for k in middle if abs(middle[k]) > FAR), key=lambda k: -abs(middle[k]))
    yield f"Moved by more than {FAR}, and the findings that pull most (prior standard deviations, for and against):"
    yield ""
    for key in far:
        pulls = calibration.pulls(key)
        most = sorted(pulls, key=lambda one: -abs(pulls[one]))[:PULLING]
        yield f"- {key} {middle[key]:+.1f}: " + ", ".join(f"{one} {pulls[one]:+.1f}" for one in most)
    if not far:
        yield "- none"


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
