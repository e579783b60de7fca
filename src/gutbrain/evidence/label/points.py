"""Verdicts of a label check: one for every point that a label should say, and one for every claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["pass", "warning", "fail", "unknown"]
Standing = Literal[
    "supported in humans", "mixed", "only related strains", "only animals", "none", "not covered", "not a claim to test"
]


@dataclass(frozen=True)
class Check:
    """One point of a label: ``about`` is the strain it concerns, or empty.

    ``of_truth`` where it is about whether the label is right, else it is about what a label should say.
    """

    point: str
    verdict: Verdict
    reason: str
    about: str = ""
    of_truth: bool = False


@dataclass(frozen=True)
class ClaimCheck:
    """One claim of a label.

    ``standing`` says what stands behind it in people like those it addresses, for the very strains and doses of the
    label; ``trials`` are keys of the trials that were weighed; ``drug_claim`` where it speaks of a disease.
    """

    claim: str
    topics: tuple[str, ...]
    standing: Standing
    verdict: Verdict
    reason: str
    drug_claim: bool = False
    trials: tuple[str, ...] = ()


@dataclass(frozen=True)
class CautionNote:
    """People who should talk to a professional first.

    One ``major`` reason is enough to take nothing without a doctor, as are two ``minor`` ones. ``named`` where the
    label itself speaks of them; ``source`` is a reference.
    """

    who: str
    severity: str
    source: str
    named: bool = False
