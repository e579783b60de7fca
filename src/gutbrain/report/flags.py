"""What the flags of trials and pooled effects mean, in plain words."""

from __future__ import annotations

from collections.abc import Iterable

FLAGS = {
    "acute": "a single dose",
    "arms-assumed": "sizes of the arms assumed",
    "baseline-imbalance": "the arms differed at the start",
    "case-report": "one person only",
    "change-sd": "measured against the spread of changes",
    "comparison-unclear": "not clear what was compared",
    "confounded": "something else differed between the arms",
    "contains-flagged-trial": "holds a trial that is in doubt",
    "design-unclear": "not clear how it was made",
    "direction-only": "only the direction is known",
    "dose-unclear": "dose not clear",
    "double-counting": "counts some people twice",
    "double-publication": "one trial printed in two journals",
    "duplicate-cohort": "the same people as in another report",
    "erratum": "was corrected",
    "expression-of-concern": "the journal voices concern",
    "factorial": "several treatments crossed",
    "family-kashan": "from a group whose effects are unusually large",
    "fixed-effect": "takes all trials for the same",
    "from-memory": "from memory, not read again",
    "further-arms": "had further arms",
    "high-dropout": "many left early",
    "high-risk-of-bias": "high risk of bias",
    "implausible": "numbers that can hardly be right",
    "narrow-sd": "spread far too small",
    "network": "partly from indirect comparisons",
    "no-results": "results not known",
    "not-bias-corrected": "not corrected for missing trials",
    "not-randomised": "not randomised",
    "not-replicated": "another trial of the same did not find it",
    "outlier": "far from all others",
    "p-assumed": "size from the word \u201csignificant\u201d",
    "p-bound": "size from a bound of p",
    "p-conflict": "p values that do not fit together",
    "paired-assumed": "pairing assumed",
    "pre-post": "no control arm",
    "primary-null": "its main outcome showed nothing",
    "reference-incomplete": "publication not fully known",
    "responders": "from numbers of people who got better",
    "sd-of-scale": "spread taken from the scale",
    "se-converted": "spread converted from errors",
    "se-sd-unclear": "not clear whether spread or error",
    "second-hand": "known from another publication",
    "shared-control": "shares its control arm",
    "small": "ten people or fewer an arm",
    "stopped-early": "stopped early",
    "subgroup-only": "in a part of the people only",
    "three-group-p": "p of three groups together",
    "unblinded": "people knew what they took",
    "uncontrolled": "no control arm",
    "within-arm-only": "changes inside an arm only",
}


def said(flags: Iterable[str]) -> str:
    """Flags in plain words, with commas."""
    return ", ".join(FLAGS[flag] for flag in flags)
