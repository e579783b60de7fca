"""The check of a product label: a pasted text in, verdicts in plain words out."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, Field

from gutbrain.evidence.label.formula import Formula
from gutbrain.evidence.label.grade import Grade
from gutbrain.evidence.label.points import CautionNote, Check, ClaimCheck, Verdict
from gutbrain.evidence.label.report import LabelReport
from gutbrain.language import N_, Said

MOST_SIGNS = 20_000
"""Longest text that is read."""

POINTS: Mapping[str, str] = Said(
    {
        "medicine": N_("Is no medicine"),
        "strain": N_("Names each strain"),
        "alive": N_("Says whether it is alive"),
        "unit": N_("Counts in the right unit"),
        "count": N_("Gives a count for each strain"),
        "sum": N_("Its numbers add up"),
        "count at": N_("Promises the count to the end of shelf life"),
        "dose": N_("Dose like the one that was tested"),
        "storage": N_("Says how to store it"),
        "serving": N_("Says how much to take"),
        "survival": N_("Enough stays alive on the shelf"),
        "cautions": N_("Warns people at risk"),
    }
)
"""Points of the check as what a good label does."""

VERDICTS: Mapping[Verdict, str] = Said(
    {
        "pass": N_("Fine"),
        "warning": N_("Could be better"),
        "unknown": N_("Cannot be told"),
        "fail": N_("Missing or wrong"),
    }
)
"""Verdicts in plain words, the best first."""

CLAIM_VERDICTS: Mapping[Verdict, str] = Said(
    {
        "pass": N_("Backed by trials"),
        "warning": N_("In doubt"),
        "unknown": N_("Cannot be told"),
        "fail": N_("Not backed"),
    }
)
"""Verdicts on claims, the best first."""

EXAMPLE = """\
CALM DAILY (a made-up product)
Bifidobacterium longum 1714, Lactobacillus rhamnosus
10 billion CFU at the time of manufacture
Helps you to feel calm. Improves sleep. Treats depression.
Take one capsule daily with water.
"""
"""A label to try, with good points and bad ones."""


class LabelAsked(BaseModel):
    """A label to check."""

    text: str = Field(
        min_length=1,
        max_length=MOST_SIGNS,
        description="What is printed on the pack, or YAML with the fields of a label (product, strains, claims, ...)",
    )


class Read(BaseModel):
    """A strain that was read on the label; ``known`` is its name here, empty where it is not known."""

    name: str
    cfu: float | None = Field(description="The most a day that the label lets one take, where it gives a count")
    least: float | None = Field(None, description="The least, where the label leaves open how much is taken")
    known: str
    alive: bool | None = Field(None, description="False where it is said to be dead cells, null where nothing is said")


class LabelAnswer(BaseModel):
    """Everything that was found out about a label."""

    product: str
    ok: bool = Field(description="Whether nothing misleads, and enough is said to hold it against trials")
    flawless: bool = Field(description="Whether nothing fails at all, form included")
    grade: Grade = Field(description="Form against truth")
    graded: str = Field(description="The grade in one line")
    form: str = Field(description="What was read, as YAML: corrected, it can be checked again")
    formulas: list[Formula] = Field(description="Trials of which every strain is on the label")
    checks: list[Check] = Field(description="What a label must say, point by point")
    claims: list[ClaimCheck] = Field(description="What the label promises, held against trials of its strains")
    cautions: list[CautionNote] = Field(description="Who should ask a professional first")
    strains: list[Read]
    total: float | None = Field(description="Count of everything in a day's portion, where it can be worked out")
    least_total: float | None = Field(None, description="The least of it, where it is left open how much is taken")
    per: str = Field("day", description="portion where the label does not say how many are taken a day")
    gram: float | None = Field(None, description="Count per gram of a portion whose weight is not said")
    unit: str = Field(description="What is counted: CFU, AFU, cells, mg, unstated, or empty")
    count_at: str = Field(description="When the count is promised: end-of-shelf-life, manufacture or unstated")
    others: list[str] = Field(description="Actives besides microbes, which are not weighed")
    notes: list[str] = Field(description="What could not be read")
    notice: str

    def points(self, verdict: Verdict) -> list[Check]:
        """Points with a verdict."""
        return [check for check in self.checks if check.verdict == verdict]

    def promises(self, verdict: Verdict) -> list[ClaimCheck]:
        """Claims with a verdict, without sentences that promise nothing that can be tested."""
        return [claim for claim in self.tested if claim.verdict == verdict]

    @property
    def tested(self) -> list[ClaimCheck]:
        """Claims that promise something."""
        return [claim for claim in self.claims if claim.standing != "not a claim to test"]


def check(asked: LabelAsked) -> LabelAnswer:
    """Check a label; for a process that computes.

    Raises
    ------
    InputError
        Where it is empty, or is YAML with something wrong in it.
    """
    from gutbrain.evidence.label.check import check_label
    from gutbrain.evidence.label.file import read_label_text

    return _answer(check_label(read_label_text(asked.text)))


def _answer(report: LabelReport) -> LabelAnswer:
    from gutbrain.evidence.label.form import as_yaml
    from gutbrain.evidence.label.grade import sentence
    from gutbrain.evidence.label.names import looked_up
    from gutbrain.evidence.label.report import NOT_ADVICE

    found = [(printed, looked_up(printed.name)) for printed in report.label.strains]
    return LabelAnswer(
        product=report.label.product,
        ok=report.ok,
        flawless=report.flawless,
        grade=report.grade,
        graded=sentence(report.grade),
        form=as_yaml(report.label),
        formulas=list(report.formulas),
        checks=list(report.checks),
        claims=list(report.claims),
        cautions=list(report.cautions),
        strains=[
            Read(
                name=printed.name,
                cfu=printed.cfu,
                least=printed.least,
                known="" if isinstance(strain, str) or strain.level != "strain" else strain.short,
                alive=printed.alive,
            )
            for printed, strain in found
        ],
        total=report.label.dose,
        least_total=report.label.least_dose,
        per=report.label.per,
        gram=report.label.gram_cfu,
        unit=report.label.unit,
        count_at=report.label.cfu_at,
        others=list(report.label.others),
        notes=list(report.label.notes),
        notice=NOT_ADVICE,
    )
