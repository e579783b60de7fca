"""The validation that ships with the package: ``gutbrain calibrate --folds`` writes it, for a whole one takes long."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from pathlib import Path
from typing import Any

from gutbrain import world
from gutbrain.datafiles import per_world
from gutbrain.engine.arms import Arm
from gutbrain.engine.ensemble import Ensemble
from gutbrain.engine.identity import hashed, identity
from gutbrain.findings.finding import Compare, Finding, Observed
from gutbrain.findings.published import Published
from gutbrain.findings.reading import own_files, read_findings
from gutbrain.findings.shape_verdict import CurveCheck, QuantilesCheck
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
        "findings": _identity(_read(own_files())),
    }


@per_world
def _read(listed: tuple[Path, ...]) -> tuple[Finding, ...]:
    """The findings of some files, which take seconds to read."""
    return read_findings(listed).findings


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
    return _lines(content)


def _lines(content: Mapping[str, Any]) -> str:
    """JSON with one finding a line."""
    parts = []
    for key, value in content.items():
        if isinstance(value, list):
            told = "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in value) + "\n]"
        else:
            told = json.dumps(value, ensure_ascii=False)
        parts.append(f"{json.dumps(key)}: {told}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


@per_world
def kept() -> Kept:
    """The validation that ships; findings that it does not know, or that are gone, are not in it."""
    content = json.loads((files(__package__) / "data" / FILE).read_text(encoding="utf-8"))
    known = {finding.id: finding for finding in _read(own_files())}
    fitted, left_out = (Validation(_checked(content[name], known)) for name in ("fitted", "left_out"))
    return Kept(fitted, left_out, content["basis"], content.get("left_out_by", "study"))


def _rows(checked: Iterable[Checked]) -> list[dict[str, Any]]:
    return [
        {
            "id": one.finding.id,
            "predicted": [_short(getattr(one.predicted, name)) for name in _NUMBERS],
            "verdict": one.verdict,
            "why": one.why,
            **({"verdict_n": one.verdict_n} if one.verdict_n else {}),
            **({"published": [_of_published(number) for number in one.published]} if one.published else {}),
            **_of_shape(one.shape),
        }
        for one in checked
    ]


def _of_published(number: Published) -> list[float | None]:
    return [_short(value) for value in (number.median, number.low, number.high, *number.inner)]


def _of_shape(shape: CurveCheck | QuantilesCheck | None) -> dict[str, Any]:
    if isinstance(shape, CurveCheck):
        points = [[_short(getattr(point, name)) for name in _NUMBERS] for point in shape.points]
        return {"curve": points, "rms_z": _short(shape.rms_z), "rank": _short(shape.rank_correlation)}
    if isinstance(shape, QuantilesCheck):
        values = [[_short(getattr(value, name)) for name in _NUMBERS] for value in shape.quantiles]
        return {"quantiles": values, "below": [_short(x) for x in shape.shares_below], "near": list(shape.near)}
    return {}


def _short(value: float) -> float | None:
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None


def _checked(rows: Iterable[Mapping[str, Any]], known: Mapping[str, Finding]) -> tuple[Checked, ...]:
    return tuple(
        Checked(
            known[row["id"]],
            Predicted(*map(_long, row["predicted"])),
            row["verdict"],
            row["why"],
            _shape(row),
            row.get("verdict_n"),
            tuple(_published(*map(_long, numbers)) for numbers in row.get("published", ())),
        )
        for row in rows
        if row["id"] in known
    )


def _shape(row: Mapping[str, Any]) -> CurveCheck | QuantilesCheck | None:
    def each(name: str) -> tuple[Predicted, ...]:
        return tuple(Predicted(*map(_long, numbers)) for numbers in row[name])

    if "curve" in row:
        return CurveCheck(each("curve"), _long(row["rms_z"]), _long(row["rank"]))
    if "quantiles" in row:
        return QuantilesCheck(each("quantiles"), tuple(map(_long, row["below"])), tuple(row["near"]))
    return None


def _published(median: float, low: float, high: float, *inner: float) -> Published:
    return Published(median, low, high, (inner[0], inner[1]))


def _long(value: float | None) -> float:
    return math.nan if value is None else value
