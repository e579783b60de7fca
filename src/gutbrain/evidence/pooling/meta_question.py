"""What a meta-analysis is asked about: which outcome, strain, people and weeks; names that do not exist are errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from gutbrain.arguments import names, number, text
from gutbrain.errors import InputError, Problem, listed, suggest
from gutbrain.evidence.pooling.effects import Effect, LeftOut, at_the_end, effects, left_out
from gutbrain.evidence.strain_trials import same
from gutbrain.evidence.trials import GROUPS, Severity, Trial, trials
from gutbrain.exposures.strains import Strain, UnknownStrain, published, strains
from gutbrain.people.presets import presets

OUTCOMES = ("depression", "anxiety", "stress", "mood", "distress", "reactivity", "sleep", "cognition", "gut")
"""What can be pooled; other outcomes of trials (blood values, onset of illness) are too unlike one another."""


@dataclass(frozen=True)
class Question:
    """What is asked, checked; ``weeks`` of treatment from and to, ends included."""

    outcome: str
    strain: Strain | None = None
    population: tuple[str, ...] = ()
    weeks: tuple[float, float] | None = None

    def effects(self, records: Mapping[str, Trial]) -> list[Effect]:
        """One effect for each arm that answers it."""
        found = at_the_end(effects(self.outcome, records=self._chosen(records)))
        return [effect for effect in found if self._lasts(effect.weeks)]

    def left_out(self, records: Mapping[str, Trial]) -> list[LeftOut]:
        """Outcomes that would answer it and cannot be pooled, and why, each once."""
        chosen = self._chosen(records)
        found = left_out(self.outcome, records=chosen)
        lasting = (out for out in found if chosen[out.trial].weeks is None or self._lasts(chosen[out.trial].weeks))
        return list(dict.fromkeys(lasting))

    def _chosen(self, records: Mapping[str, Trial]) -> dict[str, Trial]:
        return {key: trial for key, trial in records.items() if self._is_of(trial)}

    def _is_of(self, trial: Trial) -> bool:
        kinds = {trial.severity, trial.preset, *trial.groups}
        people = not self.population or bool(kinds.intersection(self.population))
        return people and (self.strain is None or any(_is(self.strain, given) for given in trial.strains))

    def _lasts(self, weeks: float | None) -> bool:
        return self.weeks is None or (weeks is not None and self.weeks[0] <= weeks <= self.weeks[1])


def ask(
    outcome: str,
    strain: str | None = None,
    population: str | Sequence[str] = (),
    weeks: tuple[float, float] | None = None,
) -> Question:
    """Check a question.

    Parameters
    ----------
    outcome
        What is pooled: ``depression``, ``anxiety``, ``stress`` and so on.
    strain
        Any name of a strain, a species or a genus; all products unless given.
    population
        Kinds of people, by severity or preset (one name, or several); everybody unless given.
    weeks
        Shortest and longest treatment that counts, ends included; all unless given.

    Raises
    ------
    InputError
        With every name that does not exist, and what would be right.
    """
    problems: list[Problem] = []
    outcome, population = text("outcome", outcome), names("population", population)
    strain = None if strain is None else text("strain", strain)
    if weeks is not None:
        weeks = (number("weeks", weeks[0], finite=False), number("weeks", weeks[-1], finite=False))
    if outcome not in OUTCOMES:
        problems.append(_unknown("outcome", outcome, OUTCOMES))
    found = None
    if strain is not None:
        try:
            found = _strain(strain)
        except InputError as error:
            problems.extend(error.problems)
    known = populations()
    problems += [_unknown("population", name, known) for name in population if name not in known]
    if weeks is not None and not 0 <= weeks[0] <= weeks[1]:
        wrong = f"{weeks[0]:g} to {weeks[1]:g} weeks is no span"
        problems.append(Problem(wrong, "give the shorter first, as in 4-12", field="weeks"))
    if problems:
        raise InputError(problems)
    return Question(outcome, found, population, weeks)


def populations() -> tuple[str, ...]:
    """Kinds of people that can be asked for: by severity, by preset, and by what else a trial says they are."""
    marked = {group for trial in trials().values() for group in trial.groups}
    return tuple(dict.fromkeys((*get_args(Severity), *presets(), *(group for group in GROUPS if group in marked))))


def _strain(name: str) -> Strain:
    try:
        found = published(name)
    except UnknownStrain as error:
        raise InputError([Problem(str(error), field="strain")]) from error
    if found.level != "strain" and found.designation:
        sisters = [s.short for s in strains() if s.species.split()[:2] == found.species.split()[:2]]
        right = f"known: {listed(sisters)}" if sisters else "see gutbrain strain"
        raise InputError([Problem(f"'{name}' is not a strain that is known here", right, field="strain")])
    return found


def _is(asked: Strain, given: Strain) -> bool:
    """Whether a strain that was given is what is asked for: the very strain, or any of a species or genus."""
    if asked.level == "strain":
        return same(asked, given)
    words = 2 if asked.level == "species" else 1
    return asked.species.split()[:words] == given.species.split()[:words]


def _unknown(field: str, name: str, known: Iterable[str]) -> Problem:
    names = tuple(known)
    return Problem(
        f"there is no {field} '{name}'", suggest(name, names, otherwise=f"one of: {listed(names, 20)}"), field
    )
