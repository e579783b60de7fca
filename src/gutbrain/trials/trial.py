"""A virtual trial from beginning to end: :func:`run`."""

from __future__ import annotations

import datetime
import importlib.metadata
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gutbrain import csvfiles, files, seeds, world
from gutbrain.arguments import whole
from gutbrain.care import listens
from gutbrain.engine.ensemble import Ensemble, shipped
from gutbrain.engine.setup import Setup
from gutbrain.extras import need
from gutbrain.shown import Card, Shown, estimate
from gutbrain.trials import bayes
from gutbrain.trials.analysis import Estimate, NonInferiority, Parts, analyse, non_inferior, parts
from gutbrain.trials.belief import Belief, shares
from gutbrain.trials.blinding import alike, beliefs, seen_alike
from gutbrain.trials.conduct import Conducted, conduct
from gutbrain.trials.dataset import dataset
from gutbrain.trials.dataset import files as data_files
from gutbrain.trials.design import Design
from gutbrain.trials.effects import Effects, compared, large
from gutbrain.trials.endpoints import is_ratio, pairs
from gutbrain.trials.facts import facts
from gutbrain.trials.flow import Flow, flow
from gutbrain.trials.information import Information, information
from gutbrain.trials.like import Comparison
from gutbrain.trials.people import Population, Progress, populate
from gutbrain.trials.power import Expected, Power, crowd, expected, power
from gutbrain.trials.reading import read_design
from gutbrain.trials.sizes import Sizes, sizes
from gutbrain.trials.spread import Spread, of_one, spreads
from gutbrain.trials.tables import Table, tables_of_one
from gutbrain.trials.tables_of_many import needed, tables_of_many

if TYPE_CHECKING:
    import pandas as pd

REPLICATES = 200
"""Trials over the ensemble that are carried out beside the one that is shown."""


@dataclass(frozen=True, repr=False)
class TrialResult(Shown):
    """One trial with the middle of the ensemble, and what many trials over the whole ensemble show.

    ``expected``, ``power`` and ``information`` are there where they were asked for, ``belief`` where the arms differ in
    it, ``parts`` where the design has a subgroup, ``tables`` for what a design asks besides, ``published`` where it is
    that of a published trial. ``sizes`` say how many people each comparison of the primary endpoint needs (with many
    trials), ``spreads`` how people of the control arm differ in every endpoint, beside published arms.
    """

    @property
    def chance(self) -> float:
        """Chance of success as planned: the one number for it, wherever it is printed.

        Power averaged over the parameter sets where one comparison decides, else the share of trials that succeeded.
        """
        assert self.expected is not None
        if (
            self.design.fixed
            and len(self.sizes) == 1
            and self.expected.analysed.all()
            and np.isfinite(self.sizes[0].chance)
        ):
            return self.sizes[0].chance
        return self.expected.assurance

    design: Design
    conducted: Conducted
    data: pd.DataFrame
    estimates: list[Estimate]
    non_inferiority: list[NonInferiority]
    flow: Flow
    expected: Expected | None = None
    power: Power | None = None
    information: Information | None = None
    published: Comparison | None = None
    belief: Belief | None = None
    parts: Parts | None = None
    tables: tuple[Table, ...] = ()
    sizes: tuple[Sizes, ...] = ()
    spreads: tuple[Spread, ...] = ()
    provenance: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def card(self) -> Card:
        """What is shown of it.

        Returns
        -------
        Card
            Headline and rows.
        """
        rows = [
            (e.endpoint, e.contrast, e.analysis, estimate(e.value, e.low, e.high), f"{e.p:.3g}") for e in self.estimates
        ]
        people = self.data["person"].nunique() if "person" in self.data else len(self.data)
        headline = f"{self.design.title}: {people} people, {len(self.design.arms)} arms"
        return Card(headline, ("endpoint", "contrast", "analysis", "effect (95 %)", "p"), rows, "; ".join(self.notes))

    def as_json(self) -> dict[str, Any]:
        """Everything but the data, for other programs."""
        made: dict[str, Any] = {
            "title": self.design.title,
            "flow": asdict(self.flow),
            "control": self.design.control,
            "estimates": [asdict(e) for e in self.estimates],
            "non_inferiority": [asdict(n) for n in self.non_inferiority],
            "warnings": [*self.design.warnings, *self.notes],
            "design": facts(self.design),
            "tables": {
                table.key: {
                    "title": table.title,
                    "rows": [dict(zip(table.columns, row, strict=True)) for row in table.rows],
                    "notes": list(table.notes),
                }
                for table in self.tables
            },
        }
        if self.parts:
            made["subgroup"] = asdict(self.parts) | {"criterion": str(self.parts.criterion)}
        if self.expected:
            made["expected"] = _expected(self.expected) | {"assurance": self.chance}
        if self.sizes:
            made["sizes"] = [_sizes(one) for one in self.sizes]
        if self.spreads:
            made["spread"] = [asdict(one) for one in self.spreads]
        if self.belief:
            made["belief"] = {
                "arms": dict(self.belief.arms),
                "seen_alike": self.belief.seen_alike,
                "share_of_effect": [
                    {"contrast": contrast, **_portion(self.belief.portion(contrast))} for contrast in self.belief.told
                ],
                "estimates_if_alike": [asdict(e) for e in self.belief.estimates],
                "expected_if_alike": _expected(self.belief.expected) if self.belief.expected else None,
                "of_which_belief": [
                    {"endpoint": name, "contrast": contrast, **_spread(self.belief.share(name, contrast))}
                    for name, contrast in self.belief.shares or {}
                ],
            }
        if self.power:
            made["power"] = {
                "contrast": self.power.contrast,
                "without_belief": self.belief is not None,
                "assurance": self.power.effects.assurance(self.design.per_arm),
                "sizes": [{"per_arm": n, "assurance": share} for n, share in self.power.sizes],
                "per_arm_for_80_percent": self.power.per_arm,
                "largest_assurance": self.power.ceiling,
                "options": {what: [asdict(o) for o in found] for what, found in self.power.options.items()},
                "advice": list(self.power.advice),
            }
        if self.information:
            made["information"] = {
                "measures": list(self.information.measures),
                "routes": [asdict(row) for row in self.information.rows],
            }
        if self.published:
            one = self.published
            made["published"] = {
                "trial": one.published.trial.key,
                "measured_by": one.published.effect.outcome.scale,
                "outcome": one.published.role or None,
                "observed": one.published.effect.g,
                "observed_kind": one.published.effect.kind,
                "expected_results": asdict(one.results),
                "expected_in_print": asdict(one.printed),
                "inside": one.inside,
            }
        plain: dict[str, Any] = _plain(made)
        return plain

    def save(self, folder: Path) -> None:
        """Write ``data.csv`` (and Parquet), ``summary.csv``, ``summary.json`` and ``provenance.json``.

        Raises
        ------
        InputError
            Where the folder holds something that is no result of gutbrain, or nothing can be written.
        """
        files.check_folder(folder)
        with files.written_aside(folder) as aside:
            for name, content in self.files().items():
                files.write_whole(aside / name, content)

    def files(self) -> dict[str, bytes]:
        """What :meth:`save` writes, by name, without writing it."""
        import pandas as pd

        summary = pd.DataFrame([asdict(e) for e in self.estimates])
        texts = {
            "summary.csv": csvfiles.table(summary),
            "summary.json": json.dumps(self.as_json(), indent=2, allow_nan=False) + "\n",
            "provenance.json": json.dumps(self.provenance, indent=2) + "\n",
        }
        return {**data_files(self.data), **{name: text.encode() for name, text in texts.items()}}


@listens
def run(
    design: Design | str | Path | Mapping[str, Any],
    *,
    seed: int = 0,
    replicates: int = REPLICATES,
    with_power: bool = False,
    ensemble: Ensemble | None = None,
    progress: Callable[[float], None] | None = None,
    care: str | None = None,
) -> TrialResult:
    """Carry out a virtual trial.

    Parameters
    ----------
    design
        A file, a mapping of the same form, or a design that was read already.
    seed
        Same seed, same numbers.
    replicates
        Trials over the whole ensemble, to know what to expect; 0 for the one trial alone.
    with_power
        Whether to work out what the chance of success depends on.
    ensemble
        Parameter sets, the shipped ones unless given.
    progress
        Called with the share done.
    care
        ``"seen"`` goes on where the design speaks of danger.

    Returns
    -------
    TrialResult
        One trial with its data and analysis, and what many of them show.

    Raises
    ------
    InputError
        Where the design cannot be read, an argument is not what it must be, or nobody can be let in.
    CareNeeded
        Where the design speaks of danger.

    Examples
    --------
    >>> from gutbrain.trials.trial import run
    >>> strain = {"exposure": "probiotic", "strains": {"B. longum 1714": 1.0e9}, "start": 0}
    >>> arms = {"active": {"events": [strain]}, "placebo": {"events": []}}
    >>> found = run({"arms": arms, "per_arm": 10, "weeks": 1, "endpoints": ["pss10"]}, replicates=0)
    >>> len(found.data), found.estimates[0].endpoint
    (40, 'pss10')
    """
    need("statsmodels", "trials", called="statsmodels, which analyses a trial,")
    seed = seeds.checked(seed)
    replicates = whole("replicates", replicates)
    read = design if isinstance(design, Design) else read_design(design)
    told = progress or (lambda share: None)
    prior = read.bayes is not None and read.bayes.prior == "ensemble"
    many = bool(replicates or with_power or prior)
    setup = Setup(people=read.most_people, seed=seed, ensemble=ensemble)
    first = 0.1 if many else 1.0
    notes: list[str] = []
    people = populate(read, setup, progress=lambda s: told(first * s))
    conducted = conduct(people, seed=seed)
    estimates = analyse(conducted)
    believed = beliefs(read)
    belief = None
    if believed:
        even = populate(alike(read), setup)
        planned = tuple(e for e in analyse(conduct(even, seed=seed)) if e.planned)
        belief = Belief(believed, planned, seen_alike(read))
    show, chance, taught = None, None, None
    tables: list[Table] = []
    found: tuple[Sizes, ...] = ()
    spread = of_one(conducted)
    if many:
        marks = np.cumsum([first, *_lengths(with_power, bool(belief))])
        part = [_span(told, begin, end) for begin, end in pairwise(marks)]
        try:
            crowded = crowd(read, setup, progress=part[0])
            if prior:
                crowded = bayes.informed(crowded, seed)
                conducted = replace(conducted, design=crowded.design)
            show = expected(crowded, max(replicates, 2), seed)
            if replicates and needed(read):
                tables = tables_of_many(crowded, conduct(crowded, trials=max(replicates, 2), seed=seed), seed)
            if crowded.draws < min(replicates, 100):
                notes.append(f"interrupted after {crowded.draws} parameter sets; run again to go on from there")
            else:
                spread = spreads(crowded, seed)
                told_effects = _effects(crowded, seed)
                asked, base = crowded, told_effects
                if belief:
                    # what would help is asked of the treatment, not of belief in it
                    belief, asked = _believing(belief, crowded, show, told_effects, setup, part[1])
                    base = dict(belief.even)
                found = _sized(read, told_effects, belief, spread, seed)
                if with_power and not read.by_p:
                    notes.append("power: what would help is not worked out where success is equivalence or a posterior")
                elif with_power:
                    chance = power(asked, setup, base=next(iter(base.values())), progress=part[2])
                    taught = None if read.periods > 1 else information(crowded, world.model(), seed)
        except KeyboardInterrupt:
            notes.append("interrupted: only what was done before is there; run again to go on")
    used = shipped() if ensemble is None else ensemble
    stool = read.person.microbiota
    went = flow(conducted, people.screening)
    return TrialResult(
        design=read,
        conducted=conducted,
        data=dataset(conducted),
        estimates=estimates,
        non_inferiority=non_inferior(conducted, estimates),
        flow=went,
        tables=(*tables_of_one(conducted, went), *tables),
        expected=show,
        power=chance,
        information=taught,
        belief=belief,
        parts=parts(conducted, estimates),
        sizes=found,
        spreads=spread,
        provenance={
            "gutbrain": importlib.metadata.version("gutbrain"),
            "created": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "trial": read.title,
            "seed": seed,
            "replicates": replicates,
            "ensemble": used.provenance.get("name", ""),
            **({"microbiota": stool.provenance()} if stool else {}),
        },
        notes=tuple(notes),
    )


def _span(told: Progress, begin: float, end: float) -> Progress:
    """What tells the progress of a part of the work."""
    return lambda share: told(begin + (end - begin) * share)


def _lengths(with_power: bool, with_belief: bool) -> tuple[float, float, float]:
    """Shares of the time that many trials, the same with equal belief, and what would help take."""
    every = np.array([0.3, 0.3 * with_belief, 0.6 * with_power])
    many, even, helps = 0.9 * every / every.sum()
    return float(many), float(even), float(helps)


def _effects(population: Population, seed: int) -> dict[str, Effects]:
    """Effects of every comparison of the primary endpoint, by its name."""
    conducted = large(population, seed)
    return {label: compared(conducted, "", "", place) for place, label in pairs(conducted)}


def _sized(
    design: Design, found: Mapping[str, Effects], belief: Belief | None, spread: tuple[Spread, ...], seed: int
) -> tuple[Sizes, ...]:
    """How many people each comparison needs; published spread, and equal belief, are among what may be otherwise."""
    if not design.by_p:
        return ()
    change = design.primary_as.kind == "change" and not is_ratio(design.primary)
    known = spread[0].residual if spread and change else None
    published = (known.study, known.value) if known else None
    return tuple(
        sizes(
            design,
            contrast,
            effect,
            seed,
            otherwise=(("if all believed alike", belief.even[contrast]),) if belief else (),
            published=published,
        )
        for contrast, effect in found.items()
    )


def _believing(
    belief: Belief,
    told: Population,
    show: Expected,
    effect: Mapping[str, Effects],
    setup: Setup,
    progress: Progress,
) -> tuple[Belief, Population]:
    """The same many trials with equal belief, beside those in which it differs."""
    even = crowd(alike(told.design), setup, progress=progress)
    if even.draws < told.draws:
        # somebody interrupted: what is not the same trials is not held beside them, and nothing is begun any more
        raise KeyboardInterrupt
    beside = expected(even, show.trials, setup.seed)
    alone = _effects(even, setup.seed)
    return replace(belief, expected=beside, told=effect, even=alone, shares=shares(show, beside)), even


def _expected(found: Expected) -> dict[str, Any]:
    """Many trials for other programs; estimates of what is compared by a ratio are logarithms."""
    return {
        "trials": found.trials,
        "parameter_sets": found.sets,
        "assurance": found.assurance,
        "succeeded": found.assurance,
        "standard_error": found.error,
        "could_be_analysed": float(found.analysed.mean()),
        "estimates": {name: _spread(found.interval(name)) for name in found.estimates},
        "comparisons": [
            {
                "endpoint": name,
                "contrast": contrast,
                "kind": "log ratio" if is_ratio(name) else "difference",
                **_spread(found.interval(name, contrast)),
            }
            for name, contrast in found.comparisons
        ],
    }


def _sizes(found: Sizes) -> dict[str, Any]:
    """Sizes for other programs; effects of what is compared by a ratio are logarithms."""
    said = {key: value for key, value in asdict(found).items() if key not in ("effects", "effect")}
    return said | {"effect": _spread(found.effect), "sd": found.effects.sd, "correlation": found.effects.r}


def _portion(values: tuple[float, float, float]) -> dict[str, float]:
    return dict(zip(("belief", "low", "high"), values, strict=True))


def _spread(values: tuple[float, float, float]) -> dict[str, float]:
    return dict(zip(("median", "low", "high"), values, strict=True))


def _plain(value: Any) -> Any:
    """Numbers that JSON knows; what is not a number becomes null."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, bool | int | str) or value is None:
        return value
    number = float(value)
    return number if number == number and abs(number) != float("inf") else None
