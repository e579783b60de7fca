"""The question "What if": who is asked about, how they live and what they take now, and what would be otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model, model_validator

from gutbrain.answers.choices import Choice, as_shipped, choices, usual
from gutbrain.answers.daily import daily
from gutbrain.errors import InputError, Problem, listed, suggest
from gutbrain.exposures.medicines import named
from gutbrain.exposures.strains import UnknownStrain, resolve
from gutbrain.language import typed
from gutbrain.people.presets import presets

STRAINS = 3
"""So many strains may be begun."""

TAKEN = 3
"""So many medicines, and so many strains, may be taken now."""

TRAITS = ("age", "sex", "bmi", "depression", "anxiety", "vulnerability")
"""What may be said of a person besides how they live."""

Weeks = Literal[4, 8, 12, 26]
WEEKS: tuple[int, ...] = get_args(Weeks)
"""How many weeks the page may look ahead."""

HARD = 3.0
"""Stress load of hard weeks: severe, see the vocabulary."""


def whole(value: Any) -> Any:
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


def _medicines() -> tuple[str, ...]:
    return ("", *daily())


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
    weeks: Annotated[Weeks, BeforeValidator(whole)] = Field(12, description="how far to look ahead")
    strain_1: str = Field("", max_length=100, description="a probiotic strain by name, to be begun")
    strain_2: str = Field("", max_length=100)
    strain_3: str = Field("", max_length=100)
    dose_1: float = Field(1e10, gt=0, le=1e12, allow_inf_nan=False, description="CFU a day of that strain")
    dose_2: float = Field(1e10, gt=0, le=1e12, allow_inf_nan=False)
    dose_3: float = Field(1e10, gt=0, le=1e12, allow_inf_nan=False)
    medicine: Annotated[str, _known(_medicines)] = Field(
        "", description="a medicine to be begun, every day", json_schema_extra=_shown(_medicines)
    )
    medicine_mg: float | None = Field(
        None, gt=0, le=10_000, allow_inf_nan=False, description="mg a day of it; a usual dose unless given"
    )
    antibiotic: Annotated[str, _known(_antibiotics)] = Field(
        "", description="a course at its usual dose", json_schema_extra=_shown(_antibiotics)
    )
    antibiotic_day: int = Field(7, ge=0, le=180, description="the day on which the course begins")
    antibiotic_days: int = Field(7, ge=1, le=60)
    nsaid: Annotated[str, _known(_nsaids)] = Field("", description="a painkiller", json_schema_extra=_shown(_nsaids))
    nsaid_mg: float | None = Field(
        None, gt=0, le=10_000, allow_inf_nan=False, description="mg a day of it; the full dose unless given"
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
    """The question with two fields for each habit, supplement, strain and medicine: now, and from now on."""
    fields: dict[str, Any] = {}
    for name, habit in as_shipped().habits.items():
        fields[f"now_{name}"] = _slider(habit, None, f"{habit.title} now; what is usual for the person unless given")
        fields[name] = _slider(habit, None, f"{habit.title} from now on; as now unless given")
    for name, supplement in as_shipped().supplements.items():
        fields[f"now_{name}"] = _slider(supplement, 0.0, f"{supplement.title} that is taken now")
        fields[name] = _slider(supplement, None, f"{supplement.title} from now on; as now unless given")
    known = Annotated[str, _known(_medicines)]
    amount: dict[str, Any] = {"allow_inf_nan": False}
    for i in range(1, TAKEN + 1):
        fields[f"now_medicine_{i}"] = (
            known,
            Field("", description="a medicine that is taken now, every day", json_schema_extra=_shown(_medicines)),
        )
        told = "mg a day of it now; a usual dose unless given"
        fields[f"now_mg_{i}"] = (float | None, Field(None, gt=0, le=10_000, description=told, **amount))
        told = "mg a day of it from now on: 0 stops it; as now unless given"
        fields[f"mg_{i}"] = (float | None, Field(None, ge=0, le=10_000, description=told, **amount))
        told = "a probiotic strain that is taken now"
        fields[f"now_strain_{i}"] = (str, Field("", max_length=100, description=told))
        fields[f"now_cfu_{i}"] = (float, Field(1e10, gt=0, le=1e12, description="CFU a day of it now", **amount))
        told = "CFU a day of it from now on: 0 stops it; as now unless given"
        fields[f"cfu_{i}"] = (float | None, Field(None, ge=0, le=1e12, description=told, **amount))
    made: type[_Question] = create_model("Question", __base__=_Question, __module__=__name__, **fields)
    return made


if TYPE_CHECKING:
    Question = _Question
else:
    Question = _question()


WHO = ("person", *TRAITS, "weeks")
"""Fields that say who is asked about, besides those whose names begin with ``now_``."""

CHANGES = tuple(name for name in Question.model_fields if name not in WHO and not name.startswith("now_"))
"""Fields that say what would be otherwise."""


def now(question: Question, name: str) -> float:
    """The present level of a habit or supplement."""
    given = getattr(question, f"now_{name}")
    return usual(question.person, name) if given is None else float(given)


def then(question: Question) -> dict[str, float]:
    """Habits and supplements that would be otherwise, with their new level."""
    asked = {name: getattr(question, name) for name in (*choices().habits, *choices().supplements)}
    return {name: value for name, value in asked.items() if value is not None and value != now(question, name)}


def strain(question: Question, field: str) -> str:
    """The short name of the strain in a field; nothing where none stands there.

    Raises
    ------
    InputError
        Where it is not known at all.
    """
    said = getattr(question, field).strip()
    if not said:
        return ""
    try:
        return resolve(said).strain.short
    except UnknownStrain as error:
        raise InputError([Problem(str(error), field=field)]) from None


def begun(question: Question) -> dict[str, float]:
    """Strains that would be begun, by their short names, with doses (CFU a day).

    Raises
    ------
    InputError
        Where one is not known at all.
    """
    found: dict[str, float] = {}
    for number in range(1, STRAINS + 1):
        short = strain(question, f"strain_{number}")
        if short:
            found[short] = found.get(short, 0.0) + getattr(question, f"dose_{number}")
    return found
