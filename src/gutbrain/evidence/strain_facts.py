"""What is known of one strain: who it is, what was tested, for whom, what came out, and what nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from gutbrain.arguments import text
from gutbrain.care import listens
from gutbrain.errors import InputError, Problem
from gutbrain.evidence.safety_rules import kind_of, rules_for
from gutbrain.evidence.strain_trials import (
    Animal,
    Finding,
    animals,
    dose_of,
    finding,
    is_weak,
    one_a_cohort,
    same,
    sister_trials,
    trials_of,
)
from gutbrain.evidence.topics import Topic, topics
from gutbrain.evidence.trials import Trial
from gutbrain.exposures.pathogens import exceptions
from gutbrain.exposures.strains import Strain, UnknownStrain, resolve, strains
from gutbrain.shown import Card, Shown


@dataclass(frozen=True)
class Test:
    """One trial that gave the strain.

    ``cfu`` is its own dose a day and ``product_cfu`` that of everything, None where not known; ``together`` are the
    strains given with it. ``findings`` are results by topic: for, against, or both; ``weak`` where the trial cannot
    carry a claim by itself, for its ``flags`` or its design.
    """

    trial: str
    reference: str
    population: str
    severity: str
    design: str
    weeks: float | None
    people: int | None
    cfu: float | None
    product_cfu: float | None
    alive: bool
    together: tuple[str, ...]
    findings: dict[str, Finding]
    weak: bool
    flags: tuple[str, ...]
    read: str


@dataclass(frozen=True)
class Effect:
    """Pooled effect of the strain on mood that the model takes, in units of a typical strain, with its SD.

    ``grade`` says what it rests on: ``assumption`` where the strain was never tried alone, or its trials say next to
    nothing; ``rests_on`` is that in words.
    """

    mean: float
    sd: float
    grade: str
    rests_on: str


@dataclass(frozen=True, repr=False)
class StrainFacts(Shown):
    """Everything known of a strain; ``level`` is ``species`` or ``genus`` where no known strain was named.

    ``verified`` says whether its identity was read or is memory. ``sisters`` are trials of other strains of the
    species, which prove nothing of this one.
    """

    asked: str
    name: str
    short: str
    species: str
    designation: str
    level: Literal["strain", "species", "genus"]
    warning: str
    other_names: tuple[str, ...]
    deposit: str
    maker: str
    same_strain: tuple[str, ...]
    verified: str
    tests: tuple[Test, ...]
    results: dict[str, dict[Finding, tuple[str, ...]]]
    doses: tuple[float, ...]
    animals: tuple[Animal, ...]
    effect: Effect
    sisters: tuple[str, ...]
    unknown: tuple[str, ...]
    safety: tuple[str, ...]

    def card(self) -> Card:
        """What is shown of it.

        Returns
        -------
        Card
            Headline and rows.
        """
        rows = [
            ("level", self.level),
            ("other names", ", ".join(self.other_names)),
            ("trials", str(len(self.tests))),
            ("trials of sisters", str(len(self.sisters))),
            ("not known", "; ".join(self.unknown)),
        ]
        return Card(self.name, ("", ""), [row for row in rows if row[1]], self.warning)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as ``gutbrain strain --json`` prints them."""
        return asdict(self)


@listens
def about_strain(name: str, *, care: str | None = None) -> StrainFacts:
    """Everything known of a strain, by any of its names.

    Parameters
    ----------
    name
        As it is written on a pack or in a paper.
    care
        ``"seen"`` goes on where it speaks of danger.

    Returns
    -------
    StrainFacts
        Its trials, results by topic, doses, what the model takes, and what nobody knows.

    Raises
    ------
    InputError
        Where not even a genus is recognised.
    CareNeeded
        Where it speaks of danger.

    Examples
    --------
    >>> from gutbrain.evidence import about_strain
    >>> facts = about_strain("Bifidobacterium longum 1714")
    >>> facts.name, facts.level
    ('Bifidobacterium longum 1714', 'strain')
    """
    try:
        found = resolve(text("name", name)[:200])
    except UnknownStrain as error:
        raise InputError([Problem(str(error))]) from None
    strain = found.strain
    given = trials_of(strain)
    tests = tuple(_test(strain, trial) for trial in given)
    counted = one_a_cohort(given)
    results = {key: by for key, topic in topics().items() if (by := _results(counted, topic))}
    doses = sorted({test.cfu for test in tests if test.cfu is not None})
    return StrainFacts(
        asked=name[:200],
        name=strain.name,
        short=strain.short,
        species=strain.species,
        designation=strain.designation,
        level=strain.level,
        warning=found.warning or "",
        other_names=strain.synonyms,
        deposit=strain.deposit or "",
        maker=strain.maker or "",
        same_strain=tuple(s.short for s in strains() if s.name != strain.name and same(s, strain)),
        verified=strain.verified if strain.level == "strain" else "",
        tests=tests,
        results=results,
        doses=tuple(doses),
        animals=animals(strain),
        effect=Effect(strain.potency_mean, strain.potency_sd, strain.grade, _rests_on(strain, tests)),
        sisters=tuple(trial.key for trial in sister_trials(strain)),
        unknown=tuple(_unknown(strain, tests, results)),
        safety=tuple(_safety(strain, given)),
    )


def _test(strain: Strain, trial: Trial) -> Test:
    return Test(
        trial=trial.key,
        reference=trial.reference,
        population=trial.population,
        severity=trial.severity,
        design=trial.design,
        weeks=trial.weeks,
        people=_people(trial),
        cfu=dose_of(strain, trial),
        product_cfu=trial.product.dose,
        alive=trial.product.viable,
        together=tuple(given.short for given in trial.strains if not same(given, strain)),
        findings={key: result for key, topic in topics().items() if (result := finding(trial, topic))},
        weak=is_weak(trial),
        flags=trial.flags,
        read=trial.read,
    )


def _rests_on(strain: Strain, tests: tuple[Test, ...]) -> str:
    """What the potency of a strain rests on, in words."""
    if not strain.tried:
        return (
            "nobody tried it in people, so not even the sign is known: "
            "it may do as much as a tried strain, for better or worse"
        )
    if strain.grade == "human-trial":
        took = f"{100 * strain.own_share:.0f} %"
        return f"from trials of this strain, which took away {took} of the doubt, and from other strains for the rest"
    alone = ", ".join(test.trial for test in tests if not test.together)
    if alone:
        return f"from other strains that were tried; its own trials ({alone}) add next to nothing"
    if tests:
        return "from trials that gave it with others and from other strains; its own part is an assumption"
    return "from other strains that were tried; which one was given is not known"


def _people(trial: Trial) -> int | None:
    """People of a trial; in a crossover the arms are the same people."""
    active, control = trial.n.active, trial.n.control
    if trial.n.total or active is None or control is None:
        return trial.n.total
    return max(active, control) if trial.design in ("crossover", "sequential", "before-after") else active + control


def _results(given: Iterable[Trial], topic: Topic) -> dict[Finding, tuple[str, ...]]:
    """Trials by what they found on a topic."""
    found: dict[Finding, tuple[str, ...]] = {}
    for trial in given:
        result = finding(trial, topic)
        if result is not None:
            found[result] = (*found.get(result, ()), trial.key)
    return found


def _unknown(strain: Strain, tests: tuple[Test, ...], results: dict[str, Any]) -> Iterable[str]:
    """What nobody knows of it, or nobody wrote down here."""
    if strain.level != "strain":
        yield "no strain that is known here has this name: nothing is known of it, and its sisters prove nothing of it"
        return
    if not tests:
        yield "no trial with people is known here"
        return
    if all(test.together for test in tests):
        yield "it was never tested alone, so what it does by itself is not known"
    untested = [topic.title for key, topic in topics().items() if topic.covered and key not in results]
    if untested:
        yield "not tested, or without a comparison of arms: " + ", ".join(untested)
    doses = {test.cfu for test in tests}
    if doses == {None}:
        yield "its own dose is not known from any trial"
    elif len(doses - {None}) == 1:
        yield "one dose was tested only: whether more or less would do is not known"
    weeks = [test.weeks for test in tests if test.weeks is not None]
    if weeks:
        yield f"nothing is known beyond {max(weeks):g} weeks"
    tested = {test.severity for test in tests}
    if not tested & {"clinical", "subclinical"}:
        yield "not tested in people with depression or anxiety"
    if not tested & {"healthy", "stressed", "older"}:
        yield "not tested in healthy people"


def _safety(strain: Strain, given: Iterable[Trial]) -> Iterable[str]:
    history = exceptions().get(strain.name)
    if history is not None:
        species = " ".join(strain.species.split()[:2])
        yield f"other strains of {species} can make people ill; this one has a safe history: {history.why}"
    reported = [f"{trial.key}: {trial.adverse_events}" for trial in given if trial.adverse_events]
    yield from reported
    if not reported:
        yield "no report of unwanted effects is kept here; that is not the same as none"
    rules = rules_for(kind_of(strain))
    people = "; ".join(rule.title for rule in rules if rule.sort == "person" and not (rule.who and rule.caution))
    medicines = ", ".join(rule.title for rule in rules if rule.sort == "medicine")
    yield f"with {medicines}: see 'gutbrain safety \"{strain.short}\" --with MEDICINE'"
    yield f"living microbes: talk to a professional first with {people}"
