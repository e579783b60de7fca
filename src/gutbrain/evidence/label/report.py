"""The result of checking a label: a verdict and its reason for every point and every claim."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from gutbrain.evidence.label.record import Label
from gutbrain.evidence.label.survival import Projection

Verdict = Literal["pass", "warning", "fail", "unknown"]
Standing = Literal[
    "supported in humans", "mixed", "only related strains", "only animals", "none", "not covered", "not a claim to test"
]

NOT_ADVICE = (
    "This checks a label against published trials. It is no advice to buy or take anything, and no diagnosis. "
    "Do not stop or change a treatment because of it."
)


@dataclass(frozen=True)
class Check:
    """One point of a label: ``about`` is the strain it concerns, or empty."""

    point: str
    verdict: Verdict
    reason: str
    about: str = ""


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


@dataclass(frozen=True)
class LabelReport:
    """Everything that was found out about a label."""

    label: Label
    checks: tuple[Check, ...]
    claims: tuple[ClaimCheck, ...]
    cautions: tuple[CautionNote, ...]
    projection: Projection | None = None
    projected_cfu: tuple[float, float, float] | None = None

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Verdicts of all points and claims."""
        return (*(check.verdict for check in self.checks), *(claim.verdict for claim in self.claims))

    @property
    def ok(self) -> bool:
        """Whether nothing fails."""
        return "fail" not in self.verdicts

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as ``gutbrain label --json`` prints them."""
        read = {name: value for name, value in asdict(self.label).items() if name != "text"}
        read["dose"] = self.label.dose
        survival = None
        if self.projection is not None:
            survival = {**asdict(self.projection), "share": self.projection.share, "cfu_a_day": self.projected_cfu}
        return {
            "product": self.label.product,
            "read": read,
            "ok": self.ok,
            "checks": [asdict(check) for check in self.checks],
            "claims": [asdict(claim) for claim in self.claims],
            "survival": survival,
            "cautions": [asdict(caution) for caution in self.cautions],
            "notice": NOT_ADVICE,
        }
