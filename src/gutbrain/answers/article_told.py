"""The claims of the article as pages tell them: the list, and one claim, worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from pydantic import BaseModel, Field

from gutbrain import world
from gutbrain.answers import article
from gutbrain.answers.article import KINDS, MEANINGS, STATES, Row, Shown, State
from gutbrain.answers.axis_answers import Paper
from gutbrain.answers.explore import paper
from gutbrain.answers.story import story
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.findings.finding import When
from gutbrain.language import gettext
from gutbrain.model import GRADES
from gutbrain.reading.records import Grade

FEWEST = 3
"""Days of which a course is drawn at least."""


class ClaimShort(BaseModel):
    """A claim of the article, as its record keeps it."""

    id: str
    kind: str
    says: str
    state: str = Field(description="where it stands in the model")
    grade: Grade = Field(description="how well its main point is known")
    not_so: str = Field(description="what people show otherwise; empty where they do not")


class ArticleAnswer(BaseModel):
    """All claims, in their order."""

    claims: list[ClaimShort]
    kinds: dict[str, str]
    states: dict[str, str] = Field(description="names of the states")
    meanings: dict[str, str] = Field(description="what the states mean")


class Moment(BaseModel):
    """When something is read: at a day, or as the mean of days; at a clock hour where that matters."""

    first: float
    last: float
    hour: float | None


class Course(BaseModel):
    """The course of a check, day by day: median and 90 % interval over parameter sets."""

    unit: str = Field(description="`times` and `%` are against the other arm")
    nothing: float | None = Field(description="where it lies if nothing happens; empty where one arm is told alone")
    days: list[float]
    median: list[float]
    low: list[float]
    high: list[float]


class Check(BaseModel):
    """One thing that was run for a claim: a typical person, in the parameter sets of the ensemble."""

    shows: str
    observable: str
    value: float | None = Field(description="median over the parameter sets; low to high hold 90 % of them")
    low: float | None
    high: float | None
    unit: str
    signed: bool
    met: bool = Field(description="whether it came out as the claim asks")
    at: Moment
    against: Moment | None = Field(description="where it is compared with another moment")
    half: float | None = Field(description="days until half of an effect that comes and lasts was there")
    curve: Course | None


class Worked(BaseModel):
    """What came out of the checks of a claim."""

    state: str
    shown: list[Check]


class Asked(BaseModel):
    """Which claim."""

    claim: str


class Known(BaseModel):
    """What is known by evidence of one grade."""

    grade: Grade
    statements: list[str]
    papers: list[Paper]
    against: list[Paper]


class ClaimAnswer(ClaimShort):
    """A claim with what the model shows of it, worked out now, and what is known."""

    meaning: str = Field(description="what its state means")
    point: str = Field(description="what is known of its main point, by evidence of its grade")
    missing: str = Field(description="what of it the model does not have, or does not show")
    unknown: str = Field(description="what nobody has shown")
    otherwise: list[Paper] = Field(description="who saw what people show otherwise")
    ask: list[str] = Field(description="commands that answer it")
    known: list[Known]
    trials: list[Paper]
    shown: list[Check] | None = Field(description="what came out; empty before it is worked out")
    steps: list[int] = Field(description="steps of the story that tell of the same, from 1")


def every() -> ArticleAnswer:
    """All claims, as their records keep them; nothing is run."""
    claims = [ClaimShort(**_short(row, row.state)) for row in article.article()]
    return ArticleAnswer(claims=claims, kinds=KINDS, states=STATES, meanings=MEANINGS)


def known_claim(name: str) -> Row:
    """A claim by its name.

    Raises
    ------
    InputError
        Where there is none, with the nearest one.
    """
    rows = {row.id: row for row in article.article()}
    if name in rows:
        return rows[name]
    near = suggest(name[:80], rows, otherwise="one of those that /article lists")
    raise InputError([Problem(f"The article has no claim '{name[:80]}'.", near)])


def worked(asked: Asked) -> Worked:
    """Run the checks of a claim.

    Raises
    ------
    InputError
        Where there is no such claim.
    """
    (told,) = article.told([known_claim(asked.claim)])
    return Worked(state=told.state, shown=[_check(one) for one in told.shown])


def claim(row: Row, found: Worked | None = None) -> ClaimAnswer:
    """A claim with what came out of its checks, and what is known.

    Parameters
    ----------
    row
        The claim.
    found
        What :func:`worked` gives; before that, the state is that of the record.
    """
    state = found.state if found else row.state
    return ClaimAnswer(
        **_short(row, state),
        meaning=MEANINGS[state],
        point=gettext(row.claims[0].statement),
        missing=row.missing,
        unknown=row.known.unknown,
        otherwise=_papers(row.not_so.references if row.not_so else ()),
        ask=list(row.ask),
        known=_known(row),
        trials=_papers(trial.reference for trial in row.trials),
        shown=found.shown if found else None,
        steps=[n for n, step in enumerate(story(), 1) if set(step.claims) & set(row.known.claims)],
    )


def _short(row: Row, state: State | str) -> dict[str, object]:
    return {
        **{name: getattr(row, name) for name in ("id", "kind", "says", "grade")},
        "state": state,
        "not_so": row.not_so.says if row.not_so else "",
    }


def _known(row: Row) -> list[Known]:
    """What is known, the best evidence first; each publication stands once for a grade."""
    found = []
    for grade in GRADES:
        claims = [one for one in row.claims if one.grade == grade]
        if claims:
            papers = _papers(key for one in claims for key in one.references)
            against = _papers(key for one in claims for key in one.against)
            found.append(
                Known(
                    grade=grade, statements=[gettext(one.statement) for one in claims], papers=papers, against=against
                )
            )
    return found


def _papers(keys: Iterable[str]) -> list[Paper]:
    return [paper(key) for key in dict.fromkeys(keys)]


def _check(one: Shown) -> Check:
    of, to = one.compare.of, one.compare.to
    return Check(
        shows=one.check.shows,
        observable=one.compare.observable,
        value=_number(one.value.median),
        low=_number(one.value.low),
        high=_number(one.value.high),
        unit=one.unit,
        signed=one.signed,
        met=one.met,
        at=_moment(of),
        against=_moment(to) if to is not None and to.day != of.day else None,
        half=one.half if one.gradual else None,
        curve=_course(one),
    )


def _moment(when: When) -> Moment:
    first, last = when.day if isinstance(when.day, tuple) else (when.day, when.day)
    return Moment(first=first, last=last, hour=when.hour)


def _course(one: Shown) -> Course | None:
    """The course in the unit of the value, where arms are compared; of one arm, as it is read."""
    curve, to = one.curve, one.compare.to
    if curve is None:
        return None
    whole = np.array([curve.days, curve.median, curve.low, curve.high])
    whole = whole[:, np.isfinite(whole).all(axis=0)]
    if whole.shape[1] < FEWEST:
        return None
    unit, nothing = world.model().observables[one.compare.observable].unit, None
    if to is not None and to.arm != one.compare.of.arm:
        unit, nothing = one.unit, 1.0 if one.unit == "times" else 0.0
        if unit == "%":
            whole[1:] = 100.0 * (whole[1:] - 1.0)
    days, median, low, high = ([_digits(value) for value in values] for values in whole)
    return Course(unit=unit, nothing=nothing, days=days, median=median, low=low, high=high)


def _digits(value: float) -> float:
    return float(f"{value:.4g}")


def _number(value: float) -> float | None:
    """Four digits; None of what is no number."""
    return _digits(value) if np.isfinite(value) else None
