"""The page of a validation: every finding, published beside predicted, and the picture of all."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping
from pathlib import Path

from gutbrain.answers.finding_names import VERDICT_WORDS
from gutbrain.answers.finding_rows import rows
from gutbrain.atlas import observables
from gutbrain.files import write_whole
from gutbrain.findings.validation import Validation
from gutbrain.findings.verdict import AGREES, VERDICTS
from gutbrain.report import agreement, shape_picture, templates


def write(validation: Validation, causes: Mapping[str, str], ensemble: str, path: Path | str) -> Path:
    """Write the page.

    Parameters
    ----------
    validation
        What was checked.
    causes
        Why the model misses a finding, by its id, where that is known.
    ensemble
        Name of the parameter sets.
    path
        The file to write.
    """
    path = Path(path)
    every = rows(validation, causes)
    order = [*observables.groups(), "not in the model"]
    page = templates.page(
        "validation.html.jinja",
        title="Published findings against the model",
        version=importlib.metadata.version("gutbrain"),
        counts={verdict: validation.count(verdict) for verdict in VERDICTS},
        total=max(1, len(every)),
        percent=lambda share: f"{100 * share:.0f} %",
        ensemble=ensemble,
        verdicts=VERDICT_WORDS,
        groups=[group for group in observables.groups() if any(row.group == group for row in every)],
        parts=validation.parts(),
        shapes={c.finding.id: picture for c in validation.checked if (picture := shape_picture.draw(c))},
        picture=agreement.draw(validation.checked),
        wrong=[row for row in every if row.verdict != AGREES],
        by_group=[(group, found) for group in order if (found := [row for row in every if row.group == group])],
    )
    write_whole(path, page)
    return path
