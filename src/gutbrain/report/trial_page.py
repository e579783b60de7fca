"""The page of a virtual trial."""

from __future__ import annotations

import importlib.metadata
import math
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from gutbrain import words
from gutbrain.answers import trial_said, trial_tables
from gutbrain.files import write_whole
from gutbrain.people import presets
from gutbrain.report import templates
from gutbrain.report import trial_pictures as pictures
from gutbrain.trials.analysis import main
from gutbrain.trials.endpoints import is_ratio
from gutbrain.trials.flow import table_one
from gutbrain.trials.trial import TrialResult


def write(result: TrialResult, path: Path | str) -> Path:
    """Write the page.

    Parameters
    ----------
    result
        A trial.
    path
        The file to write.
    """
    path = Path(path)
    write_whole(path, render(result))
    return path


def render(result: TrialResult) -> str:
    """The page as text."""
    return templates.page(
        "trial.html.jinja",
        "trial.css",
        version=importlib.metadata.version("gutbrain"),
        title=result.design.title,
        lead=trial_said.lead(result),
        sure=trial_said.sure(result),
        sections=sections(result),
    )


def sections(result: TrialResult) -> Markup:
    """Everything but the answer at the top: what to expect, what would help, one trial, how it was done."""
    design, conducted = result.design, result.conducted
    groups, rows = table_one(conducted)
    side = design.better[design.primary]
    show = result.expected
    criteria = {str(one): trial_said.criterion(one) for one in design.include}
    criteria |= {
        " or ".join(map(str, some)): " or ".join(map(trial_said.criterion, some)) for some in design.include_any
    }
    return Markup(
        templates.piece(
            "trial_sections.html.jinja",
            result=result,
            design=design,
            said=trial_said,
            who=presets()[design.person.preset].title,
            contrast=design.label(design.questions[0]),
            ratio=is_ratio(design.primary),
            is_ratio=is_ratio,
            side=side,
            spreads=spreads(result),
            sizes=trial_tables.size_tables(result),
            spread_table=trial_tables.spread_table(result),
            histogram=pictures.results(show, design.primary, side) if show else "",
            curve=pictures.assurance(result.power, design.per_arm) if result.power else "",
            consort=pictures.consort(result.flow, criteria),
            narrow_consort=pictures.narrow_consort(result.flow, criteria),
            groups=groups,
            table_one=rows,
            trajectories=[(name, pictures.arms(conducted, name)) for name in design.endpoints],
            analysis=main(design, design.primary),
            forest=pictures.forest(result.estimates),
            narrow_forest=pictures.forest(result.estimates, narrow=True),
            warnings=[*design.warnings, *result.notes],
            number=_number,
            unit=words.unit,
            percent=_percent,
        )
    )


@dataclass(frozen=True)
class Spread:
    """A row of what many trials show: of an endpoint and comparison, or of what belief has in it."""

    endpoint: str
    contrast: str
    kind: str
    values: tuple[float, ...]
    part: str = ""


def spreads(result: TrialResult) -> list[Spread]:
    """What many trials show of every endpoint and comparison; below it what of that is belief."""
    show, belief, design = result.expected, result.belief, result.design
    if show is None:
        return []
    believing = belief.arms if belief else {}
    apart = {
        design.label(p) for p in design.contrasts if believing.get(design.arms[p].name) != believing.get(design.control)
    }
    rows = []
    for endpoint, contrast in show.comparisons:
        kind = trial_said.kind(design, endpoint)

        def row(
            values: tuple[float, ...], part: str = "", at: tuple[str, str, str] = (endpoint, contrast, kind)
        ) -> Spread:
            return Spread(*at, trial_said.scaled(at[2], values), part)

        rows.append(row(show.interval(endpoint, contrast)))
        if belief and belief.expected and contrast in apart:
            rows.append(row(belief.share(endpoint, contrast), "of which belief"))
            rows.append(row(belief.expected.interval(endpoint, contrast), "if all believed alike"))
    return rows


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if math.isfinite(share) else trial_said.UNKNOWN


def _number(value: float) -> str:
    return "" if value is None or not math.isfinite(value) else words.number(value)
