"""A virtual trial from beginning to end: :func:`run`."""

from __future__ import annotations

import datetime
import importlib.metadata
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gutbrain.axis import axis
from gutbrain.engine.ensemble import Ensemble, shipped
from gutbrain.trials.analysis import Estimate, NonInferiority, analyse, non_inferior
from gutbrain.trials.conduct import Conducted, conduct
from gutbrain.trials.dataset import dataset
from gutbrain.trials.dataset import files as data_files
from gutbrain.trials.design import Design
from gutbrain.trials.flow import Flow, flow
from gutbrain.trials.information import Information, information
from gutbrain.trials.like import Comparison
from gutbrain.trials.people import populate
from gutbrain.trials.power import Expected, Power, crowd, expected, power
from gutbrain.trials.reading import read_design

if TYPE_CHECKING:
    import pandas as pd

REPLICATES = 200
"""Trials over the ensemble that are carried out beside the one that is shown."""


@dataclass(frozen=True)
class TrialResult:
    """One trial with the middle of the ensemble, and what many trials over the whole ensemble show.

    ``expected``, ``power`` and ``information`` are there where they were asked for, ``published`` where the design is
    that of a published trial.
    """

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
    provenance: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Everything but the data, for other programs."""
        made: dict[str, Any] = {
            "title": self.design.title,
            "flow": asdict(self.flow),
            "estimates": [asdict(e) for e in self.estimates],
            "non_inferiority": [asdict(n) for n in self.non_inferiority],
            "warnings": [*self.design.warnings, *self.notes],
        }
        if self.expected:
            made["expected"] = {
                "trials": self.expected.trials,
                "parameter_sets": self.expected.sets,
                "assurance": self.expected.assurance,
                "standard_error": self.expected.error,
                "estimates": {
                    name: dict(zip(("median", "low", "high"), self.expected.interval(name), strict=True))
                    for name in self.design.endpoints
                },
            }
        if self.power:
            made["power"] = {
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
                "observed": one.published.effect.g,
                "observed_kind": one.published.effect.kind,
                "expected_results": asdict(one.results),
                "expected_in_print": asdict(one.printed),
                "inside": one.inside,
            }
        plain: dict[str, Any] = _plain(made)
        return plain

    def save(self, folder: Path) -> None:
        """Write ``data.csv`` (and Parquet), ``summary.csv``, ``summary.json`` and ``provenance.json``."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.files().items():
            (folder / name).write_bytes(content)

    def files(self) -> dict[str, bytes]:
        """What :meth:`save` writes, by name, without writing it."""
        import pandas as pd

        summary = pd.DataFrame([asdict(e) for e in self.estimates])
        texts = {
            "summary.csv": summary.to_csv(index=False, float_format="%.6g", lineterminator="\n"),
            "summary.json": json.dumps(self.as_json(), indent=2, allow_nan=False) + "\n",
            "provenance.json": json.dumps(self.provenance, indent=2) + "\n",
        }
        return {**data_files(self.data), **{name: text.encode() for name, text in texts.items()}}


def run(
    design: Design | str | Path | Mapping[str, Any],
    *,
    seed: int = 0,
    replicates: int = REPLICATES,
    with_power: bool = False,
    ensemble: Ensemble | None = None,
    progress: Callable[[float], None] | None = None,
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

    Raises
    ------
    InputError
        Where the design cannot be read, or nobody can be let in.
    """
    read = design if isinstance(design, Design) else read_design(design)
    told = progress or (lambda share: None)
    first = 0.1 if replicates or with_power else 1.0
    people = populate(read, people=read.people, seed=seed, ensemble=ensemble, progress=lambda s: told(first * s))
    conducted = conduct(people, seed=seed)
    estimates = analyse(conducted)
    show, notes = None, []
    chance, taught = None, None
    if replicates or with_power:
        last = 0.4 if with_power else 1.0
        try:
            many = crowd(read, seed=seed, ensemble=ensemble, progress=lambda s: told(first + (last - first) * s))
            show = expected(many, max(replicates, 2), seed)
            if many.draws < min(replicates, 100):
                notes.append(f"interrupted after {many.draws} parameter sets; run again to go on from there")
            elif with_power:
                chance = power(many, seed=seed, ensemble=ensemble, progress=lambda s: told(last + (1 - last) * s))
                taught = None if read.crossover else information(many, axis(), seed)
        except KeyboardInterrupt:
            notes.append("interrupted: only the one trial is there; run again to go on")
    used = shipped() if ensemble is None else ensemble
    return TrialResult(
        design=read,
        conducted=conducted,
        data=dataset(conducted),
        estimates=estimates,
        non_inferiority=non_inferior(conducted, estimates),
        flow=flow(conducted, people.screening),
        expected=show,
        power=chance,
        information=taught,
        provenance={
            "gutbrain": importlib.metadata.version("gutbrain"),
            "created": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "trial": read.title,
            "seed": seed,
            "replicates": replicates,
            "ensemble": used.provenance.get("name", ""),
        },
        notes=tuple(notes),
    )


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
