"""Works out the discrepancy of the model from findings that were missed when left out of the fit.

``python -m gutbrain.findings.misses FILE`` writes it. The findings are those of the validation that ships, each
predicted by a fit without its study or phenomenon. Only those with a published interval count, for the others' error
is a rule of thumb. What a miss holds besides the discrepancy is taken off: the error of the publication, what the
parameters leave open, and the bias of the design. The variance that is left makes the mean square of the standardised
misses 1 (Paule and Mandel 1982); that of a group of observables is drawn towards that of all as if ``PRIOR`` more
findings had shown that.

Where only the study was left out its siblings stayed in the fit, and the findings were chosen by the people who made
the model: the discrepancy on findings that nobody has seen is larger than this.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import brentq

from gutbrain.atlas.observables import group_of
from gutbrain.files import write_whole
from gutbrain.findings.design_bias import bias
from gutbrain.findings.discrepancy import ALL
from gutbrain.findings.finding import MANY, Compare
from gutbrain.findings.kept import kept
from gutbrain.findings.sampling import published_error
from gutbrain.findings.scale import KINDS, scale_of
from gutbrain.findings.shape_verdict import DEVIATES
from gutbrain.findings.validation import Checked
from gutbrain.findings.verdict import NORMAL_95, null
from gutbrain.people.scales import scales

PRIOR = 8
"""Findings that the variance of all groups counts for in each."""


LARGEST = 10.0
"""No discrepancy is larger."""


@dataclass(frozen=True)
class Miss:
    """How far a finding was missed on its scale, and the variance of that without any discrepancy."""

    kind: str
    group: str
    off: float
    variance: float


def misses(checked: Iterable[Checked]) -> tuple[Miss, ...]:
    """What was missed among findings with one number and a published interval."""
    found = []
    for one in checked:
        finding, predicted = one.finding, one.predicted
        compare, seen = finding.compare, finding.observed
        if compare.statistic in MANY or seen.low is None or seen.high is None or not math.isfinite(predicted.median):
            continue
        scale = scale_of(compare, _spread(compare))
        if scale is None:
            continue
        error = published_error(finding, scale)
        middle, low, high, published = (
            float(scale.to(np.asarray(x))) for x in (predicted.median, predicted.low, predicted.high, seen.value)
        )
        effect = middle - float(scale.to(np.asarray(null(compare))))
        shift, unsure = bias(finding, effect, error)
        open_ = (high - low) / (2 * NORMAL_95)
        variance = error**2 + open_**2 + unsure**2
        found.append(Miss(scale.kind, group_of(compare.observable), published - middle - shift, variance))
    return tuple(found)


def _spread(compare: Compare) -> float:
    """SD between people where a difference needs it and no run is at hand."""
    if compare.observable in DEVIATES:
        return 1.0
    scale = scales().get(compare.observable)
    return math.nan if scale is None else float(scale["sd"])


def spread_of(found: Sequence[Miss]) -> dict[str, dict[str, float]]:
    """SD of the discrepancy by kind of scale and group, that of all groups under ``all``."""
    said = {}
    for kind in KINDS:
        every = [miss for miss in found if miss.kind == kind]
        said[kind] = {ALL: _left(every, every)}
        for group in sorted({miss.group for miss in every}):
            said[kind][group] = _left([miss for miss in every if miss.group == group], every)
    return said


def _left(members: Sequence[Miss], every: Sequence[Miss]) -> float:
    """SD beyond what was to be expected of the members of a group; 0 where nothing is left."""

    def beyond(sd: float) -> float:
        own, all_ = (np.array([m.off**2 / (m.variance + sd**2) for m in some]) for some in (members, every))
        return float((own.sum() + PRIOR * all_.mean()) / (len(members) + PRIOR) - 1)

    return float(brentq(beyond, 0.0, LARGEST)) if every and beyond(0.0) > 0 else 0.0


def written(checked: Iterable[Checked], basis: Mapping[str, str], by: str) -> str:
    """The text of the file.

    Parameters
    ----------
    checked
        Findings, each predicted without what was left out with it.
    basis
        Of what model, ensemble and findings.
    by
        What was left out together.
    """
    found = misses(checked)
    lines = [
        "# How far the model is off beyond what its parameters leave open, as an SD, by kind of scale and group.",
        "# Written by `python -m gutbrain.findings.misses`; not edited by hand. How: see that module.",
        f"# From {len(found)} findings with a published interval, each predicted by a fit without its {by}.",
        "",
        f"ensemble: {basis['ensemble']}",
        f"model: {basis['model']}",
        f"findings: {{{', '.join(f'{kind}: {sum(m.kind == kind for m in found)}' for kind in KINDS)}}}",
        "sd:",
    ]
    for kind, groups in spread_of(found).items():
        lines.append(f"  {kind}:  # {KINDS[kind]}")
        lines += [f"    {group}: {sd:.3f}" for group, sd in groups.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    write_whole(Path(sys.argv[1]), written(kept().left_out.checked, kept().basis, kept().by))
