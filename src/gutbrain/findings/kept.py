"""The validation that ships with the package: ``gutbrain calibrate`` writes it, for a whole one takes a minute."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import Any

from gutbrain import world
from gutbrain.datafiles import per_world
from gutbrain.engine.arms import Arm
from gutbrain.engine.ensemble import Ensemble
from gutbrain.engine.identity import hashed, identity
from gutbrain.findings.finding import Compare, Finding, Observed
from gutbrain.findings.reading import fitted_files, read_findings
from gutbrain.findings.validation import Checked, Validation
from gutbrain.findings.verdict import Predicted

FILE = "validation.json"

DIGITS = 6
"""Significant digits that are kept."""

_NUMBERS = ("median", "low", "high", "sd")


@dataclass(frozen=True)
class Kept:
    """A validation as it was kept.

    ``fitted`` holds all findings under the ensemble that was fitted to them, ``left_out`` each of them under a fit
    without its study or phenomenon, which ``by`` says. ``basis`` says of what model, ensemble and findings.
    """

    fitted: Validation
    left_out: Validation
    basis: Mapping[str, str]
    by: str = "study"


def basis(ensemble: Ensemble) -> dict[str, str]:
    """What a validation holds for: the identities of the model, of the ensemble, and of the findings as they run."""
    return {
        "model": identity(world.model()),
        "ensemble": str(ensemble.provenance["name"]),
        "sets": ensemble.identity,
        "findings": _identity(read_findings(fitted_files()).findings),
    }


_LATER = ("fall", "told_as", "moments", "points", "quantiles", "detection")
"""Fields that count only where they are set: findings without them are what they were before there were any."""


class _Text(str):
    """Text that stands for a record."""

    def __repr__(self) -> str:
        return str(self)


def _told(record: Compare | Observed) -> str:
    """A record as :func:`repr` has it, without those of its later fields that are not set."""
    told = ((f, getattr(record, f.name)) for f in fields(record))
    said = (f"{f.name}={value!r}" for f, value in told if f.name not in _LATER or value != f.default)
    return f"{type(record).__name__}({', '.join(said)})"


def _identity(findings: Iterable[Finding]) -> str:
    """Hash of what was done, compared and seen in findings; words do not count."""
    told = (
        (
            finding.id,
            finding.species,
            _Text(_told(finding.compare)),
            _Text(_told(finding.observed)),
            [(name, Arm.of(protocol).identity) for name, protocol in finding.arms.items()],
        )
        for finding in findings
    )
    return hashed(*sorted(told, key=lambda one: one[0]))


def written(fitted: Validation, left_out: Validation, ensemble: Ensemble, *, by: str) -> str:
    """The text of the file for a validation of the project's own findings.

    Parameters
    ----------
    fitted, left_out
        See :class:`Kept`.
    ensemble
        The parameter sets of ``fitted``.
    by
        What was left out together: ``study`` or ``phenomenon``.
    """
    content = {
        "basis": basis(ensemble),
        "left_out_by": by,
        "fitted": _rows(fitted.checked),
        "left_out": _rows(left_out.checked),
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


@per_world
def kept() -> Kept:
    """The validation that ships; findings that it does not know, or that are gone, are not in it."""
    content = json.loads((files(__package__) / "data" / FILE).read_text(encoding="utf-8"))
    known = {finding.id: finding for finding in read_findings(fitted_files()).findings}
    fitted, left_out = (Validation(_checked(content[name], known)) for name in ("fitted", "left_out"))
    return Kept(fitted, left_out, content["basis"], content.get("left_out_by", "study"))


def _rows(checked: Iterable[Checked]) -> list[dict[str, Any]]:
    return [
        {
            "id": one.finding.id,
            "predicted": {name: _short(getattr(one.predicted, name)) for name in _NUMBERS},
            "verdict": one.verdict,
            "why": one.why,
        }
        for one in checked
    ]


def _short(value: float) -> float | None:
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None


def _checked(rows: Iterable[Mapping[str, Any]], known: Mapping[str, Finding]) -> tuple[Checked, ...]:
    return tuple(
        Checked(known[row["id"]], _predicted(row["predicted"]), row["verdict"], row["why"])
        for row in rows
        if row["id"] in known
    )


def _predicted(numbers: Mapping[str, float | None]) -> Predicted:
    return Predicted(*(math.nan if (value := numbers[name]) is None else value for name in _NUMBERS))
