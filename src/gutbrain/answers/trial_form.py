"""The form of a virtual trial: what can be asked there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, Field, create_model, model_validator

from gutbrain import seeds
from gutbrain.datafiles import per_language, per_world
from gutbrain.language import N_, gettext

STRAIN = "B. longum 1714"
"""Strain that stands in the form at first."""

BESIDE = (
    *("fibre", "polyphenols", "fermented_food", "exercise", "calm", "sleep"),
    *("inulin", "gos", "fos", "resistant_starch", "psyllium", "polydextrose", "lactulose", "scfa_capsule", "omega3"),
)
"""What an active arm can get besides strains."""

MEASURED = (N_("depression"), N_("anxiety"), N_("stress"), N_("sleep"), N_("mood"), N_("reactivity"))
"""What questionnaires measure, as scales name it."""

MARKERS = (
    *("crp", "il6", "tnf", "cortisol", "salivary_cortisol", "cortisol_awakening_response", "hair_cortisol", "bdnf"),
    *("rmssd", "kyn_trp_ratio", "permeability", "faecal_butyrate", "shannon", "bifidobacterium", "gi_symptoms"),
)
"""What can be measured besides questionnaires."""

MOST_ARMS = 6
"""Most arms of the form, the control included; a design as text holds as many."""

OF_AN_ARM = ("name", "strain", "cfu", "beside", "amount", "ratio")
"""What is asked of every further arm."""

ADJUSTED = ("age", "sex", "bmi", "depression", "anxiety", "crp", "fibre")
"""What people may be stratified by, or adjusted for."""

Amount = Annotated[float, Field(ge=0, le=1e13, allow_inf_nan=False)]
Name = Annotated[str, Field(max_length=80)]


class _TrialForm(BaseModel):
    """A trial as the form builds it; empty fields are left out of the design. See :func:`_form` for further arms."""

    title: str = Field("", max_length=120)
    population: Name = Field("subclinical-low-mood", description="a preset of people")
    only: Name = Field("", description="only people with this measure between least and most")
    least: Amount | None = None
    most: Amount | None = None
    arms: int = Field(2, ge=2, le=MOST_ARMS, description="arms, the control included")
    name: Name = Field("", description="of the first arm; active unless given")
    strain: Name = Field("", description="what the first arm gets; a second strain and something else may follow")
    cfu: Amount = 1e9
    strain2: Name = ""
    cfu2: Amount = 1e9
    beside: Name = Field("", description="something else that the first arm gets")
    amount: Amount | None = Field(None, description="how much of it, in its unit")
    ratio: int = Field(1, ge=1, le=5, description="so many times as many people as per_arm says")
    control: Literal["", "placebo", "nothing", "attention", "usual-care", "waiting-list"] = Field(
        "", description="what the others get; by blinded unless given"
    )
    control_ratio: int = Field(1, ge=1, le=5)
    blinded: bool = True
    layout: Literal["parallel", "crossover", "factorial", "dose-response", "sites", "clusters", "stepped-wedge"] = (
        Field("parallel", description="how people come to arms")
    )
    washout: float = Field(4, ge=0, le=52, allow_inf_nan=False, description="weeks between the periods of a crossover")
    groups: int = Field(8, ge=2, le=200, description="sites or clusters")
    icc: float = Field(0.05, ge=0, lt=1, allow_inf_nan=False, description="share of the variance between them")
    steps: int = Field(4, ge=2, le=20, description="steps of a stepped wedge")
    strata: Name = Field("", description="stratified by this")
    simple: bool = Field(False, description="randomised by a coin, not in blocks")
    run_in: float = Field(0, ge=0, le=12, allow_inf_nan=False, description="weeks before the first visit")
    follow_up: float = Field(0, ge=0, le=52, allow_inf_nan=False, description="weeks from the end to a later visit")
    per_arm: int = Field(60, ge=2, le=2000)
    weeks: float = Field(12, gt=0, le=104, allow_inf_nan=False)
    every: int = Field(4, ge=0, le=12, description="weeks between visits; 0 for start and end only")
    primary: Name = Field("bdi2", description="what counts")
    counts: Literal["change", "responder", "remission", "time-to-event"] = Field("change", description="how it counts")
    responder: float = Field(50, gt=0, le=100, allow_inf_nan=False, description="a responder improves by (%)")
    second: Name = ""
    third: Name = ""
    several: Literal["holm", "co_primary", "hierarchy"] = Field("holm", description="what the other measures are")
    aim: Literal["superiority", "non-inferiority", "equivalence"] = "superiority"
    margin: float = Field(2, gt=0, le=1e6, allow_inf_nan=False, description="in points of what counts")
    assume: float | None = Field(None, ge=-1e6, le=1e6, allow_inf_nan=False, description="effect that somebody assumes")
    look: float = Field(0, ge=0, lt=100, allow_inf_nan=False, description="an interim look at (% of people)")
    bounds: Literal["obrien-fleming", "pocock", "haybittle-peto", "none"] = "obrien-fleming"
    futility: float = Field(0, ge=0, lt=100, allow_inf_nan=False, description="least conditional power (%) to go on")
    bayes: Literal["", "ensemble", "vague"] = Field("", description="success by a posterior chance, with this prior")
    challenge: Literal["", "tsst", "cold-pressor", "speech"] = Field("", description="a stress test at the last visit")
    prompts: int = Field(0, ge=0, le=20, description="asked so many times a day in the week of a visit; 0: once")
    mediator: Name = Field("", description="what may carry the effect")
    dropout: float = Field(10, ge=0, le=90, allow_inf_nan=False, description="per cent who leave early")
    leave: Literal["chance", "symptoms", "lack-of-effect"] = Field("chance", description="why they leave")
    adherence: float = Field(100, ge=10, le=100, allow_inf_nan=False, description="per cent of doses taken")
    analysis: Literal["ancova", "mmrm", "t-test"] = "ancova"
    covariate: Name = Field("", description="adjusted for")
    unseen: Literal["", "multiple-imputation", "jump-to-reference", "copy-reference", "tipping-point"] = Field(
        "", description="a sensitivity analysis of what was not seen"
    )
    left: Literal["", "treatment-policy", "hypothetical", "composite", "while-on-treatment"] = Field(
        "", description="how leaving the treatment counts (estimand)"
    )
    raters: bool = Field(False, description="those who rate do not know who gets what")
    seed: int = Field(0, ge=0, le=seeds.LARGEST)
    power: bool = True

    @model_validator(mode="before")
    @classmethod
    def without_empty(cls, given: Any) -> Any:
        """A field of a form that nobody filled in is as if it were not there."""
        return {name: value for name, value in given.items() if value != ""} if isinstance(given, dict) else given


def _form() -> type[_TrialForm]:
    """The form with fields for further arms: ``arm2_strain`` is what the second arm with something to test gets."""
    fields: dict[str, Any] = {}
    for number in range(2, MOST_ARMS):
        each = {
            "name": (Name, Field("", description=f"of arm {number}")),
            "strain": (Name, Field("", description=f"what arm {number} gets")),
            "cfu": (Amount, 1e9),
            "beside": (Name, ""),
            "amount": (Amount | None, None),
            "ratio": (int, Field(1, ge=1, le=5)),
        }
        fields |= {f"arm{number}_{name}": field for name, field in each.items()}
    made: type[_TrialForm] = create_model("TrialForm", __base__=_TrialForm, __module__=__name__, **fields)
    return made


if TYPE_CHECKING:
    TrialForm = _TrialForm
else:
    TrialForm = _form()


@per_language
def endpoints() -> dict[str, dict[str, str]]:
    """What can be measured: groups of names with their titles."""
    from gutbrain import words
    from gutbrain.people.scales import scales

    groups: dict[str, dict[str, str]] = {}
    for name, scale in scales().items():
        group = gettext("Questionnaires: %(measures)s") % {"measures": gettext(scale["measures"])}
        groups.setdefault(group, {})[name] = f"{words.title(name)} ({scale['name']})"
    groups[gettext("Mind, as the model has it")] = {
        name: words.title(name) for name in ("depression", "anxiety", "cognition")
    }
    groups[gettext("Measured in the body")] = {name: words.title(name) for name in MARKERS}
    return groups


@per_language
def given() -> dict[str, str]:
    """What an active arm can get besides strains, with its unit."""
    from gutbrain import words
    from gutbrain.exposures import exposures

    names = {name: words.exposure(name) for name in BESIDE}
    return {name: f"{text[0].upper()}{text[1:]}, {words.unit(exposures()[name].unit)}" for name, text in names.items()}


@per_world
def strains() -> tuple[str, ...]:
    """Short names of the strains that are known."""
    from gutbrain.exposures import strains as known

    return tuple(sorted(strain.short for strain in known() if strain.level == "strain"))
