"""What could help most: single changes tried one by one for a person, ranked by the change to be expected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from gutbrain import words
from gutbrain.answers.asked import Who, as_now, living, plan
from gutbrain.answers.choices import Choice, OutcomeName, choices
from gutbrain.answers.intervals import Interval, interval
from gutbrain.answers.question import Question
from gutbrain.answers.question_protocol import protocol
from gutbrain.answers.what_if import DRAWS, SEED, at_the_end, between, readings
from gutbrain.arguments import one_of
from gutbrain.care import listens
from gutbrain.datafiles import per_world
from gutbrain.engine.setup import Setup
from gutbrain.evidence.records import claims
from gutbrain.exposures import Event, Protocol
from gutbrain.exposures.reach import is_silent
from gutbrain.exposures.strains import resolve
from gutbrain.language import gettext
from gutbrain.model import GRADES
from gutbrain.people.scales import scales
from gutbrain.shown import Card, Shown, estimate

HUMAN_TRIALS = ("rct", "crossover", "meta-analysis")
"""Designs of findings that count as having been tried in people."""

if TYPE_CHECKING:
    import pandas as pd

MIND = ("depression", "anxiety", "stress")
"""What outcomes of the mind measure; for these the claims of ``data/choices.yaml`` speak."""


class OptionsQuestion(Question):
    """The question of "What if", of which only the person counts, and what should be better."""

    outcome: OutcomeName = Field("depression", description="what should be better")


class Option(BaseModel):
    """One change, alone."""

    title: str
    what: str = Field(description="from what to what")
    field: str = Field(description="the field of the question which says it")
    value: str
    change: Interval = Field(description="at the end, against as now; the interval is what is not known")
    size: float = Field(description="the change in SD between people")
    better: bool = Field(description="whether the median lies on the better side")
    clear: bool = Field(description="whether the interval excludes zero")
    effort: int = Field(description="1 little, 2 some, 3 much: an assumption")
    grade: str = Field(description="the best evidence: of trials with this and the outcome, else of what leads there")
    known: str = Field(description="what is known of its direct influence on the mind")
    tried: int = Field(description="publications of trials in people with this and the outcome")
    helped: int | None = Field(description="of a strain: how many of them found the outcome better than the other arm")


class Options(Shown, BaseModel):
    """Options, best first."""

    outcome: str
    unit: str
    weeks: int
    options: list[Option]
    already: list[str] = Field(description="what is left out because the person does it already")
    not_in_model: list[str] = Field(description="what is left out because its effect on this is not in the model")
    warnings: list[str] = Field([], description="what is to be known of the person")

    def card(self) -> Card:
        """What is shown of it.

        Returns
        -------
        Card
            Headline and rows.
        """
        rows = [(one.title, one.what, estimate(*_three(one.change)), one.grade) for one in self.options]
        headline = f"{self.outcome} in {self.weeks} weeks, against as now"
        return Card(headline, ("change", "how", f"{self.unit} (90 %)", "evidence"), rows)

    def to_dataframe(self) -> pd.DataFrame:
        """The options, best first.

        Returns
        -------
        DataFrame
            A row for each: ``title, what, median, low, high, size, grade``.
        """
        import pandas as pd

        rows = [(one.title, one.what, *_three(one.change), one.size, one.grade) for one in self.options]
        return pd.DataFrame(rows, columns=["title", "what", "median", "low", "high", "size", "grade"])


def _three(value: Interval) -> tuple[float, float, float]:
    return value.median, value.low, value.high


@listens
def options(who: Who, outcome: str = "depression", *, weeks: int | None = None, care: str | None = None) -> Options:
    """What could help most: the answer of ``gutbrain options``, and of the page "What if".

    Single changes (of habits, supplements and strains) are tried one by one for the typical person of the kind, and
    ranked by the change of the outcome at the end. A large change in the model is no promise.

    Parameters
    ----------
    who
        A preset or an example by its name, a protocol's file, a mapping of the same form, or a protocol that was read.
        Only its person and how they live now count: what happens in it from day 0 on is not looked at.
    outcome
        What should be better: ``depression``, ``anxiety``, ``pss10``, ``psqi``, ``cognition`` or ``gi_symptoms``.
    weeks
        How far to look ahead (3 to 104); 12 for a preset, else as long as the protocol lasts.
    care
        ``"seen"`` goes on where words of danger stopped it, for this call.

    Returns
    -------
    Options
        Changes of the outcome in its unit with 90 % intervals of what is not known, best first, each with its evidence;
        and what is left out, and why.

    Raises
    ------
    InputError
        Where the protocol, the outcome or the weeks cannot be used.

    Examples
    --------
    >>> import gutbrain as gb
    >>> found = gb.options("stressed-adult", "anxiety", weeks=8)
    >>> all(option.better for option in found.options[:3])
    True
    """
    return ranked_for(plan(who, weeks=weeks), outcome)


def ranked(question: OptionsQuestion) -> Options:
    """What could help most, where the page asks."""
    from gutbrain.engine.simulation import read_protocol

    return ranked_for(read_protocol(protocol(question)), question.outcome)


def ranked_for(planned: Protocol, wished: str) -> Options:
    """Try single changes for the person of a protocol, each from how they live now, and rank them."""
    from gutbrain.engine.arms import Arm, carry_arms

    one_of("outcome", wished, tuple(choices().outcomes))
    base = as_now(planned)
    tried, already, missing = _changes(living(base), wished, _taken(base))
    plans = [base, *(replace(base, events=(*base.events, one.event)) for one in tried)]
    run = carry_arms([Arm.of(one) for one in plans], Setup(people=1, draws=DRAWS, seed=SEED, coarse=True))
    _, values = readings(run, wished)
    ends = at_the_end(values)
    outcome = choices().outcomes[wished]
    spread = between(wished, values[0])
    options = []
    for one, end in zip(tried, ends[1:], strict=True):
        change = interval(end - ends[0])
        trials = _trials(one.exposure, one.value, outcome.measures)
        known = claims().get(one.claim) if outcome.measures in MIND else None
        options.append(
            Option(
                title=one.title,
                what=one.what,
                field=one.field,
                value=f"{one.value:g}" if isinstance(one.value, float) else one.value,
                change=change,
                size=change.median / spread,
                better=change.median * outcome.better > 0,
                clear=change.low > 0 or change.high < 0,
                effort=one.effort,
                grade=_grade(one.exposure, wished, known, trials),
                known=known.statement if known else "",
                tried=trials,
                helped=_helped(one.exposure, one.value, outcome.measures),
            )
        )
    options.sort(key=lambda option: -option.change.median * outcome.better)
    return Options(
        outcome=wished,
        unit=run.model.observables[wished].unit,
        weeks=int(base.days // 7),
        options=options,
        already=already,
        not_in_model=missing,
        warnings=list(planned.person.warnings),
    )


class _Tried(BaseModel):
    """A change to try: which field of the question gets which value, and how it is told."""

    field: str
    value: float | str
    exposure: str
    title: str
    what: str
    effort: int
    claim: str = ""

    @property
    def event(self) -> Event:
        """What goes on from day 0."""
        if isinstance(self.value, str):
            return Event("probiotic", 0.0, strains={resolve(self.value).strain.short: choices().strain_dose})
        return Event(self.exposure, 0.0, self.value)

    @classmethod
    def of(cls, choice: Choice, value: float, amount: str) -> _Tried:
        """A slider at a new amount."""
        said = {"title": choice.title, "effort": choice.effort, "claim": choice.claim}
        what = words.with_unit(amount, choice.unit)
        return cls(field=choice.name, value=value, exposure=choice.name, what=what, **said)


def _taken(base: Protocol) -> set[str]:
    """Supplements and strains that are taken now."""
    return {name for event in base.events if event.ends >= 0 for name in (event.exposure, *event.strains)}


def _changes(
    now: Mapping[str, float], outcome: str, taken: Collection[str]
) -> tuple[list[_Tried], list[str], list[str]]:
    """Changes to try, what a person does or takes already, and what does not act on the outcome in the model."""
    wanted = choices()
    found, already = [], []
    sliders = (*wanted.habits.values(), *wanted.supplements.values())
    missing = [one.title for one in sliders if _is_silent(one.name, outcome)]
    for name, habit in wanted.habits.items():
        level = now[name]
        target = habit.tried(level)
        if _is_silent(name, outcome):
            continue
        if target is None:
            already.append(habit.title)
        else:
            found.append(_Tried.of(habit, habit.snapped(target), _from_to(level, target)))
    supplements = [one for one in wanted.supplements.values() if not _is_silent(one.name, outcome)]
    already += [one.title for one in supplements if one.name in taken]
    found += [_Tried.of(one, one.dose, words.given(one.dose)) for one in supplements if one.name not in taken]
    if _is_silent("probiotic", outcome):
        return found, already, [*missing, words.exposure("probiotic").capitalize()]
    dose = gettext("%(count)s CFU a day") % {"count": words.given(wanted.strain_dose)}
    already += [name for name in wanted.strains_ranked if name in taken]
    found += [
        _Tried(field="strain_1", value=name, exposure="probiotic", title=name, what=dose, effort=1)
        for name in wanted.strains_ranked
        if name not in taken
    ]
    return found, already, missing


def _from_to(now: float, then: float) -> str:
    return gettext("%(least)s to %(most)s") % {"least": words.given(now), "most": words.given(then)}


def _is_silent(exposure: str, outcome: str) -> bool:
    """Whether an exposure has no effect on an outcome in the model."""
    return is_silent([Event(exposure, 0.0)], outcome)


def _grade(exposure: str, outcome: str, known: Any, trials: int) -> str:
    """The best evidence for an option.

    Where nothing tells of it directly, its best-supported chain of influences holds no more than its weakest link, and
    a chain of trials is no trial.
    """
    if trials:
        return GRADES[0]
    if known:
        return str(known.grade)
    return max(_chain("strain_1_dose" if exposure == "probiotic" else exposure, outcome), GRADES[1], key=GRADES.index)


@per_world
def _chain(exposure: str, observable: str) -> str:
    """The grade of the best-supported chain of influences."""
    from gutbrain.evidence.paths import best_chain

    return best_chain(exposure, observable)


def _trials(exposure: str, value: float | str, measures: str) -> int:
    """Publications of trials in people on what is measured: of an exposure, or of a strain alone or with others."""
    if exposure != "probiotic":
        return len(_findings().get((exposure, measures), ()))
    from gutbrain.evidence.trials import trials

    known = resolve(str(value)).strain
    return sum(any(outcome.measures == measures for outcome in trials()[key].outcomes) for key in known.trials)


def _helped(exposure: str, value: float | str, measures: str) -> int | None:
    """Of the trials of a strain on what is measured, those that found it better; None for what is no strain."""
    if exposure != "probiotic":
        return None
    from gutbrain.evidence.trials import trials

    told = ((o for o in trials()[key].outcomes if o.measures == measures) for key in resolve(str(value)).strain.trials)
    return sum(any(outcome.result == "improved" for outcome in outcomes) for outcomes in told)


@per_world
def _findings() -> dict[tuple[str, str], set[str]]:
    """Publications of findings from trials in people, by exposure and what was measured."""
    from gutbrain.findings.reading import every_file, read_findings

    measured = {name: str(row["measures"]) for name, row in scales().items()}
    measured |= {name: outcome.measures for name, outcome in choices().outcomes.items()}
    found: dict[tuple[str, str], set[str]] = {}
    for finding in read_findings(every_file()).findings:
        if finding.species == "human" and finding.design in HUMAN_TRIALS and finding.compare.observable in measured:
            for exposure in _differ(finding.arms.values()):
                key = (exposure, measured[finding.compare.observable])
                found.setdefault(key, set()).add(finding.reference)
    return found


def _differ(arms: Iterable[Any]) -> set[str]:
    """Exposures in which the arms of a study differ."""
    acted = [{**arm.usual, **{event.exposure: event for event in arm.events}} for arm in arms]
    return {name for one in acted for name, level in one.items() if any(other.get(name) != level for other in acted)}
