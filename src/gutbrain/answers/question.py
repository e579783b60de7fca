"""The question "What if": who is asked about, and what would be otherwise; as a protocol of the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model, model_validator

from gutbrain.answers.choices import Choice, as_shipped, choices, usual
from gutbrain.errors import InputError, Problem, listed, suggest
from gutbrain.exposures.medicines import named, usual_dose
from gutbrain.exposures.strains import UnknownStrain, resolve
from gutbrain.language import typed
from gutbrain.people.presets import presets

STRAINS = 3
"""So many strains may be taken."""

TRAITS = ("age", "sex", "bmi", "depression", "anxiety", "vulnerability")
"""What may be said of a person besides how they live."""

HARD = 3.0
"""Stress load of hard weeks: severe, see the vocabulary."""


def _whole(value: Any) -> Any:
    """A number from an address, where it is text."""
    return int(value) if isinstance(value, str) and value.isdecimal() else value


Names = Callable[[], Iterable[str]]


def _known(names: Names) -> AfterValidator:
    """A name must be among those that the world knows when it is asked."""

    def checked(name: str) -> str:
        known = list(names())
        if name not in known:
            raise ValueError(f"'{name[:60]}' is not known; {suggest(name, known, otherwise=listed(known, 30))}")
        return name

    return AfterValidator(checked)


def _shown(names: Names) -> Callable[[dict[str, Any]], None]:
    """The same names in the description of the API."""
    return lambda schema: schema.update(enum=list(names()))


def _antibiotics() -> tuple[str, ...]:
    return ("", *named("antibiotic"))


def _nsaids() -> tuple[str, ...]:
    return ("", *named("nsaid"))


class _Question(BaseModel):
    """Who is asked about, and what would be otherwise; see :func:`_question` for the sliders."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: Annotated[str, _known(presets)] = Field(
        "healthy-adult", description="kind of person", json_schema_extra=_shown(presets)
    )
    age: float | None = Field(None, ge=18, le=105, allow_inf_nan=False, description="years")
    sex: Literal["", "female", "male"] = ""
    bmi: float | None = Field(None, ge=14, le=60, allow_inf_nan=False, description="body mass index, kg/m2")
    depression: float | None = Field(None, ge=-3, le=4, allow_inf_nan=False, description="usual low mood (SD)")
    anxiety: float | None = Field(None, ge=-3, le=4, allow_inf_nan=False, description="usual anxiety (SD)")
    vulnerability: float | None = Field(
        None, ge=-3, le=3, allow_inf_nan=False, description="how strongly mood follows the body (SD)"
    )
    weeks: Annotated[Literal[4, 8, 12, 26], BeforeValidator(_whole)] = Field(12, description="how far to look ahead")
    strain_1: str = Field("", max_length=100, description="a probiotic strain by name")
    strain_2: str = Field("", max_length=100)
    strain_3: str = Field("", max_length=100)
    dose_1: float = Field(1e10, gt=0, le=1e12, allow_inf_nan=False, description="CFU a day of that strain")
    dose_2: float = Field(1e10, gt=0, le=1e12, allow_inf_nan=False)
    dose_3: float = Field(1e10, gt=0, le=1e12, allow_inf_nan=False)
    antibiotic: Annotated[str, _known(_antibiotics)] = Field(
        "", description="a course at its usual dose", json_schema_extra=_shown(_antibiotics)
    )
    antibiotic_day: int = Field(7, ge=0, le=180, description="the day on which the course begins")
    antibiotic_days: int = Field(7, ge=1, le=60)
    nsaid: Annotated[str, _known(_nsaids)] = Field(
        "", description="a painkiller at its full dose", json_schema_extra=_shown(_nsaids)
    )
    nsaid_day: int = Field(7, ge=0, le=180)
    nsaid_days: int = Field(7, ge=1, le=180)
    hard_days: int = Field(0, ge=0, le=60, description=f"days of severe stress (load {HARD:g})")
    hard_day: int = Field(28, ge=0, le=180, description="the day on which they begin")

    @model_validator(mode="before")
    @classmethod
    def _typed(cls, given: Any) -> Any:
        """Numbers may have a decimal comma, as people of most languages type them."""
        return {name: typed(value) for name, value in given.items()} if isinstance(given, dict) else given


def _slider(choice: Choice, default: float | None, words: str) -> tuple[Any, Any]:
    bounds: dict[str, Any] = {"ge": min(choice.least, 0.0), "le": choice.most, "allow_inf_nan": False}
    kind = float if default is not None else float | None
    return (kind, Field(default, description=f"{words} ({choice.unit})", **bounds))


def _question() -> type[_Question]:
    """The question with two fields for each habit and one for each supplement."""
    fields: dict[str, Any] = {}
    for name, habit in as_shipped().habits.items():
        fields[f"now_{name}"] = _slider(habit, None, f"{habit.title} now; what is usual for the person unless given")
        fields[name] = _slider(habit, None, f"{habit.title} from now on; as now unless given")
    for name, supplement in as_shipped().supplements.items():
        fields[name] = _slider(supplement, 0.0, supplement.title)
    made: type[_Question] = create_model("Question", __base__=_Question, __module__=__name__, **fields)
    return made


if TYPE_CHECKING:
    Question = _Question
else:
    Question = _question()


def now(question: Question, habit: str) -> float:
    """The present level of a habit."""
    given = getattr(question, f"now_{habit}")
    return usual(question.person, habit) if given is None else float(given)


def then(question: Question) -> dict[str, float]:
    """Habits that would be otherwise, with their new level."""
    asked = {name: getattr(question, name) for name in choices().habits}
    return {name: value for name, value in asked.items() if value is not None and value != now(question, name)}


def taken(question: Question) -> dict[str, float]:
    """Strains that would be taken, by their short names, with doses (CFU a day).

    Raises
    ------
    InputError
        Where one is not known at all.
    """
    found: dict[str, float] = {}
    for number in range(1, STRAINS + 1):
        said = getattr(question, f"strain_{number}").strip()
        if not said:
            continue
        try:
            short = resolve(said).strain.short
        except UnknownStrain as error:
            raise InputError([Problem(str(error), field=f"strain_{number}")]) from None
        found[short] = found.get(short, 0.0) + getattr(question, f"dose_{number}")
    return found


def lasting(question: Question) -> list[dict[str, Any]]:
    """Events for all that goes on from day 0, without their times."""
    found: list[dict[str, Any]] = [{"exposure": name, "amount": value} for name, value in then(question).items()]
    amounts = {name: getattr(question, name) for name in choices().supplements}
    found += [{"exposure": name, "amount": amount} for name, amount in amounts.items() if amount]
    strains = taken(question)
    return [*found, {"exposure": "probiotic", "strains": strains}] if strains else found


def passing(question: Question) -> list[dict[str, Any]]:
    """Events for what happens once."""
    found: list[dict[str, Any]] = []
    for kind in ("antibiotic", "nsaid"):
        name = getattr(question, kind)
        if name:
            days = {"start": getattr(question, f"{kind}_day"), "days": getattr(question, f"{kind}_days")}
            found.append({"exposure": kind, "name": name, "amount": usual_dose(kind, name), **days})
    if question.hard_days:
        found.append(
            {"exposure": "stress_load", "amount": HARD, "start": question.hard_day, "days": question.hard_days}
        )
    return found


def protocol(question: Question) -> dict[str, Any]:
    """A question as a protocol of the contract: its events are what would be otherwise."""
    days = 7 * question.weeks + 1
    events = [{**event, "start": 0} for event in lasting(question)]
    events += [event for event in passing(question) if event["start"] < days]
    said = {name: getattr(question, name) for name in TRAITS}
    traits = {name: value for name, value in said.items() if value not in (None, "")}
    person: dict[str, Any] = {"preset": question.person, "traits": traits}
    habits = {name: getattr(question, f"now_{name}") for name in choices().habits}
    return {
        "title": "What if",
        "person": person,
        "days": days,
        "usual": {name: value for name, value in habits.items() if value is not None},
        "events": events,
        "observe": list(choices().outcomes),
    }
