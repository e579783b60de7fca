"""What a finding aims at and how far off it may be, in the unit of its statistic: what PEtab states beside a sum."""

from __future__ import annotations

import math

from gutbrain.findings.finding import Finding
from gutbrain.findings.targets import DIRECTION_ERROR
from gutbrain.findings.verdict import standard_error

DISCREPANCY, UNSTATED_DISCREPANCY = 0.5, 1.0
"""Error of the model, as a share of the published error; the other where that is a rule of thumb."""

NOT_EXACT = 0.05
"""A published zero without an interval is not exact."""


def error_of(finding: Finding) -> float:
    """Error of what a finding aims at: of the publication and of the model.

    Parameters
    ----------
    finding
        One that can be stated.
    """
    if finding.compare.statistic == "direction":
        return DIRECTION_ERROR
    stated = standard_error(finding.compare, finding.observed) or NOT_EXACT
    more = UNSTATED_DISCREPANCY if finding.observed.low is None else DISCREPANCY
    return stated * math.hypot(1.0, more)
