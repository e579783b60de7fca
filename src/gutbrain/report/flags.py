"""What the flags of trials and pooled effects mean, in plain words."""

from __future__ import annotations

from collections.abc import Iterable

from gutbrain.language import N_, Said

FLAGS = Said(
    {
        "acute": N_("a single dose"),
        "arms-assumed": N_("sizes of the arms assumed"),
        "baseline-imbalance": N_("the arms differed at the start"),
        "case-report": N_("one person only"),
        "change-sd": N_("measured against the spread of changes"),
        "comparison-unclear": N_("not clear what was compared"),
        "confounded": N_("something else differed between the arms"),
        "contains-flagged-trial": N_("holds a trial that is in doubt"),
        "design-unclear": N_("not clear how it was made"),
        "direction-only": N_("only the direction is known"),
        "dose-unclear": N_("dose not clear"),
        "double-counting": N_("counts some people twice"),
        "double-publication": N_("one trial printed in two journals"),
        "duplicate-cohort": N_("the same people as in another report"),
        "erratum": N_("was corrected"),
        "expression-of-concern": N_("the journal voices concern"),
        "factorial": N_("several treatments crossed"),
        "family-kashan": N_("from a group whose effects are unusually large"),
        "fixed-effect": N_("takes all trials for the same"),
        "from-memory": N_("from memory, not read again"),
        "further-arms": N_("had further arms"),
        "high-dropout": N_("many left early"),
        "high-risk-of-bias": N_("high risk of bias"),
        "implausible": N_("numbers that can hardly be right"),
        "narrow-sd": N_("spread far too small"),
        "network": N_("partly from indirect comparisons"),
        "no-results": N_("results not known"),
        "not-bias-corrected": N_("not corrected for missing trials"),
        "not-randomised": N_("not randomised"),
        "not-replicated": N_("another trial of the same did not find it"),
        "outlier": N_("far from all others"),
        "p-assumed": N_("size from the word \u201csignificant\u201d"),
        "p-bound": N_("size from a bound of p"),
        "p-conflict": N_("p values that do not fit together"),
        "paired-assumed": N_("pairing assumed"),
        "pre-post": N_("no control arm"),
        "primary-null": N_("its main outcome showed nothing"),
        "reference-incomplete": N_("publication not fully known"),
        "responders": N_("from numbers of people who got better"),
        "sd-of-scale": N_("spread taken from the scale"),
        "se-converted": N_("spread converted from errors"),
        "se-sd-unclear": N_("not clear whether spread or error"),
        "second-hand": N_("known from another publication"),
        "shared-control": N_("shares its control arm"),
        "small": N_("ten people or fewer an arm"),
        "stopped-early": N_("stopped early"),
        "subgroup-only": N_("in a part of the people only"),
        "three-group-p": N_("p of three groups together"),
        "unblinded": N_("people knew what they took"),
        "uncontrolled": N_("no control arm"),
        "within-arm-only": N_("changes inside an arm only"),
    }
)


def said(flags: Iterable[str]) -> str:
    """Flags in plain words, with commas."""
    return ", ".join(FLAGS[flag] for flag in flags)
