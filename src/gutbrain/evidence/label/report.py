"""The result of checking a label: what was read, a verdict and its reason for every point and claim, and a grade."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from gutbrain.evidence.label.form import form_of
from gutbrain.evidence.label.formula import Formula
from gutbrain.evidence.label.grade import Grade, grade
from gutbrain.evidence.label.points import CautionNote, Check, ClaimCheck, Verdict
from gutbrain.evidence.label.record import Label
from gutbrain.evidence.label.survival import Projection
from gutbrain.shown import Card, Shown

NOT_ADVICE = (
    "This checks a label against published trials. It is no advice to buy or take anything, and no diagnosis. "
    "Do not stop or change a treatment because of it."
)


@dataclass(frozen=True, repr=False)
class LabelReport(Shown):
    """Everything that was found out about a label.

    ``formulas`` are trials of which every strain is on the label.
    """

    label: Label
    checks: tuple[Check, ...]
    claims: tuple[ClaimCheck, ...]
    cautions: tuple[CautionNote, ...]
    projection: Projection | None = None
    projected_cfu: tuple[float, float, float] | None = None
    formulas: tuple[Formula, ...] = ()

    def card(self) -> Card:
        """What is shown of it.

        Returns
        -------
        Card
            Headline and rows.
        """
        rows = [(check.point, check.about, check.verdict, check.reason) for check in self.checks]
        rows += [("claim", one.claim, one.verdict, one.reason) for one in self.claims]
        truth = f"{self.grade.truth}; form {self.grade.form}"
        return Card(f"{self.label.product}: {truth}", ("point", "about", "verdict", "why"), rows, NOT_ADVICE)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Verdicts of all points and claims."""
        return (*(check.verdict for check in self.checks), *(claim.verdict for claim in self.claims))

    @property
    def grade(self) -> Grade:
        """Form against truth."""
        return grade(self.checks, self.claims)

    @property
    def ok(self) -> bool:
        """Whether nothing misleads, and enough is said to hold it against trials."""
        return self.grade.passes

    @property
    def flawless(self) -> bool:
        """Whether nothing fails at all, form included."""
        return "fail" not in self.verdicts

    def passes(self, strict: bool = False) -> bool:
        """:attr:`flawless` where it is looked at strictly, else :attr:`ok`."""
        return self.flawless if strict else self.ok

    def to_dict(self, strict: bool = False) -> dict[str, Any]:
        """Plain values, as ``gutbrain label --json`` prints them; ``read`` can be corrected and checked again."""
        survival = None
        if self.projection is not None:
            survival = {**asdict(self.projection), "share": self.projection.share, "cfu_a_day": self.projected_cfu}
        return {
            "product": self.label.product,
            "read": form_of(self.label),
            "ok": self.passes(strict),
            "strict": strict,
            "grade": asdict(self.grade),
            "checks": [asdict(check) for check in self.checks],
            "claims": [asdict(claim) for claim in self.claims],
            "formulas": [asdict(formula) for formula in self.formulas],
            "not_weighed": list(self.label.others),
            "survival": survival,
            "cautions": [asdict(caution) for caution in self.cautions],
            "notes": list(self.label.notes),
            "notice": NOT_ADVICE,
        }
