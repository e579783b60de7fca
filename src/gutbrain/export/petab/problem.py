"""The calibration problem as a folder of PEtab files (version 1)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pandas as pd

from gutbrain.export.petab.conditions import in_numbers
from gutbrain.export.petab.measurements import measurements
from gutbrain.export.petab.model import model
from gutbrain.export.petab.parameters import parameters
from gutbrain.export.petab.readme import readme
from gutbrain.export.petab.stated import Progress, Stated, stated
from gutbrain.files import write_whole
from gutbrain.findings.finding import Finding

PROBLEM, MODEL, PARAMETERS = "problem.yaml", "model.xml", "parameters.tsv"
CONDITIONS, OBSERVABLES, MEASUREMENTS = "conditions.tsv", "observables.tsv", "measurements.tsv"
STATED, LEFT_OUT, README = "findings.tsv", "not-exported.tsv", "README.txt"


def write(folder: Path, findings: Sequence[Finding], *, exact: bool = False, progress: Progress | None = None) -> None:
    """Write the problem into a folder that exists.

    Parameters
    ----------
    folder
        Files in it with the same names are replaced.
    findings
        All that are known; what cannot be stated is listed with the reason.
    exact
        See :func:`gutbrain.export.sbml.sbml`.
    progress
        Called with the share done.
    """
    problem = stated(findings, progress)
    conditions = in_numbers(problem.conditions)
    rows = measurements(problem.contrasts, problem.places, conditions.model, problem.central)
    free = parameters(conditions.model, conditions.animal)
    tables = {
        CONDITIONS: conditions.table,
        OBSERVABLES: pd.DataFrame(rows.observables),
        # pyPESTO takes the conditions here to come in the order of their names
        MEASUREMENTS: pd.DataFrame(rows.measurements).sort_values(["simulationConditionId", "time"], kind="stable"),
        PARAMETERS: pd.DataFrame([*free, *rows.baselines]),
        STATED: _stated(problem),
        LEFT_OUT: pd.DataFrame(
            {"findingId": finding.id, "reference": finding.reference, "reason": why}
            for finding, why in problem.left_out
        ),
    }
    texts = {
        name: table.to_csv(sep="\t", index=False, lineterminator="\n", float_format="%.12g")
        for name, table in tables.items()
    }
    texts[MODEL] = model(conditions, exact=exact)
    texts[PROBLEM] = _problem()
    texts[README] = readme({name: len(table) for name, table in tables.items()}, len(free), exact=exact)
    for name, text in texts.items():
        write_whole(folder / name, text)


def _stated(problem: Stated) -> pd.DataFrame:
    """What was published, and what of it is missing under the central parameters."""
    return pd.DataFrame(
        {
            "findingId": contrast.finding.id,
            "reference": contrast.finding.reference,
            "observable": contrast.finding.compare.observable,
            "statistic": contrast.finding.compare.statistic,
            "published": contrast.finding.observed.value,
            "low": contrast.finding.observed.low,
            "high": contrast.finding.observed.high,
            "readings": len(contrast.weights),
            "target": contrast.target,
            "error": contrast.error,
            "missing": contrast.missing(partial(problem.central, contrast.finding)),
        }
        for contrast in problem.contrasts
    )


def _problem() -> str:
    """The file that names the others; JSON is YAML."""
    files = {
        "sbml_files": [MODEL],
        "condition_files": [CONDITIONS],
        "observable_files": [OBSERVABLES],
        "measurement_files": [MEASUREMENTS],
    }
    lines = ["format_version: 1", f"parameter_file: {PARAMETERS}", "problems:"]
    lines += [f"  {'-' if not i else ' '} {key}: {json.dumps(names)}" for i, (key, names) in enumerate(files.items())]
    return "\n".join(lines) + "\n"
