"""The page of a result: one HTML file that can be read offline, on a phone, in the dark and on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gutbrain import words
from gutbrain.engine.changes import SCALED, Change, changes, interval
from gutbrain.files import write_whole
from gutbrain.model.wiring import arrows, assumption_share, parameter_table
from gutbrain.report import axis_map, carried, curves, stool, templates
from gutbrain.report.strain_section import strains_taken
from gutbrain.report.table import observed

GLANCE = 3


def write(result: Any, explanations: Sequence[Any], path: Path | str, moved: dict[str, Change] | None = None) -> Path:
    """Write the page of a result.

    Parameters
    ----------
    result
        A result of :func:`gutbrain.simulate`.
    explanations
        What carried the change of some observables (:func:`gutbrain.explain`); may be empty.
    path
        The file to write.
    moved
        The changes in the result, where they were worked out already: in large results that takes a while.

    Returns
    -------
    Path
        The file.

    Examples
    --------
    >>> import gutbrain as gb
    >>> result = gb.simulate({"days": 3, "events": [{"exposure": "fibre", "amount": 40, "start": 1}]}, draws=1)
    >>> gb.write_report(result, [], "report.html").name
    'report.html'
    """
    from gutbrain.evidence import records

    path = Path(path)
    page = render(result, explanations, records.claims(), records.references(), moved)
    write_whole(path, page)
    return path


def render(
    result: Any,
    explanations: Sequence[Any],
    claims: Mapping[str, Any],
    references: Mapping[str, Any],
    moved: dict[str, Change] | None = None,
) -> str:
    """The page as text.

    Parameters
    ----------
    result, explanations, moved
        As for :func:`write`.
    claims
        By key; they say what the arrows rest on.
    references
        By key; they say what claims and parameters rest on.
    """
    return filled(contents(result, explanations, claims, references, moved))


def filled(told: Mapping[str, Any]) -> str:
    """The page as text, from its :func:`contents`."""
    return templates.page("template.html.jinja", **told)


def contents(
    result: Any,
    explanations: Sequence[Any],
    claims: Mapping[str, Any],
    references: Mapping[str, Any],
    moved: dict[str, Change] | None = None,
) -> dict[str, Any]:
    """What the page shows, by the names that its template uses: words, pictures and rows of tables.

    Parameters
    ----------
    result, explanations, moved
        As for :func:`write`.
    claims, references
        As for :func:`render`.
    """
    moved = changes(result) if moved is None else moved
    shown = observed(result, moved)
    found = axis_map.influences(arrows(result.model), claims, moved, result.protocol.events)
    acting = [i for i in found if i.took_part]
    table = parameter_table(result.model)
    return {
        "result": result,
        "protocol": result.protocol,
        "words": words,
        "person": words.person(result.protocol.person),
        "people": result.data.sizes["person"],
        "draws": result.data.sizes["draw"],
        "events": [words.event_sentence(e, result.protocol.days) for e in result.protocol.events],
        "answer": answer(shown),
        "start": stool.start(result),
        "glance": [(c, words.headline(c)) for c in sorted(shown, key=lambda c: -abs(c.size)) if c.clear][:GLANCE],
        "timeline": curves.timeline(result),
        "map": axis_map.draw(found, moved, result.protocol.events),
        "map_text": axis_map.text_version(acting, axis_map.strongest(moved)),
        "figures": _figures(result, shown),
        "close_ups": _close_ups(result, shown),
        "shown": shown,
        "gaps": words.gaps(shown),
        "rows": [(c, words.columns(c)) for c in shown],
        "saw": _saw(result, moved),
        "what_did_it": words.did,
        "carried": [(e, _bars(e, claims, {i.claim for i in acting})) for e in explanations if e.exposures],
        "arrows": _by_grade(_evidence(acting, claims, references)),
        "assumption_share": assumption_share(result.model),
        "assumptions": _assumptions(table, acting),
        "channels": len({i.listener for i in acting}),
        "strains": strains_taken(result.protocol.events),
    }


def _bars(explanation: Any, claims: Mapping[str, Any], among: set[str]) -> Any:
    direct = words.as_interval(explanation.direct)
    return carried.bars(explanation.observable, explanation.rows, direct, claims, among)


@dataclass(frozen=True)
class Figure:
    """A curve with its caption."""

    change: Change
    picture: Any
    caption: str


@dataclass(frozen=True)
class Compared:
    """What a study saw of one observable, beside what the model gives."""

    observable: str
    note: str
    study: str
    model: str
    agrees: bool


@dataclass(frozen=True)
class Evidence:
    """An influence that took part, with the references of its claim."""

    influence: axis_map.Influence
    giver: str
    references: list[Any]
    against: list[Any]


def answer(shown: Sequence[Change]) -> list[str]:
    """What changed most, in at most three sentences, and what did not change."""
    clear = sorted((c for c in shown if c.clear), key=lambda c: -abs(c.size))
    sentences = [words.change_sentence(c) for c in clear[:GLANCE]]
    if not any(c.in_model for c in shown) and shown:
        return words.gaps(shown)
    if not clear:
        return ["Nothing that was watched changed clearly.", *words.gaps(shown)]
    rest = [c for c in shown if not c.clear and c.in_model]
    hardly = [c for c in rest if c.furthest_change.excludes_zero]
    unsure = [c for c in rest if not c.furthest_change.excludes_zero]
    for group, verb in ((hardly, "hardly changed"), (unsure, "did not clearly change")):
        if group:
            names = words.listed([words.title(c.observable) for c in group])
            sentences.append(f"{names} {verb}.")
    return [*sentences, *words.gaps(c for c in shown if not c.in_model)]


def _figures(result: Any, shown: Sequence[Change]) -> list[Figure]:
    """The curves of what is in the model: of the rest a curve would show what no equation tells."""
    return [
        Figure(c, curves.curve(result, c.observable), ", at 08:00" if curves.by_mornings(result, c.observable) else "")
        for c in shown
        if c.in_model
    ]


def _close_ups(result: Any, shown: Sequence[Change]) -> list[Figure]:
    found = []
    for window in curves.acute_windows(result):
        when = words.day(window[0] + curves.BEFORE, by_the_hour=True)
        for change in shown:
            picture = curves.close_up(result, change.observable, window)
            if picture is not None and change.in_model:
                found.append(Figure(change, picture, f"around the event of {when}"))
    return found


def _evidence(
    acting: Sequence[axis_map.Influence], claims: Mapping[str, Any], references: Mapping[str, Any]
) -> list[Evidence]:
    """One row a claim, best evidence first."""
    rows: dict[tuple[str, str], Evidence] = {}
    for influence in sorted(acting, key=lambda i: axis_map.ORDER.index(i.grade)):
        claim = claims.get(influence.claim)
        key = (influence.claim if claim else influence.giver, influence.listener)
        giver = influence.giver.removeprefix("exposure:")
        rows.setdefault(
            key,
            Evidence(
                influence,
                words.channel(giver) if giver == influence.giver else words.exposure(giver),
                [references[r] for r in claim.references if r in references] if claim else [],
                [references[r] for r in claim.against if r in references] if claim else [],
            ),
        )
    return list(rows.values())


def _by_grade(rows: Sequence[Evidence]) -> list[tuple[str, list[Evidence]]]:
    """Rows under each grade that occurs, best first."""
    grades = {grade: [row for row in rows if row.influence.grade == grade] for grade in words.GRADES}
    return [(grade, found) for grade, found in grades.items() if found]


def _assumptions(
    table: Sequence[Mapping[str, Any]], acting: Sequence[axis_map.Influence]
) -> dict[str, list[Mapping[str, Any]]]:
    """Parameters and constants that rest on an assumption, of the channels that took part."""
    took_part = {i.giver for i in acting} | {i.listener for i in acting}
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in table:
        if row["grade"] == "assumption" and row["module"] in took_part:
            found.setdefault(row["module"], []).append(row)
    return found


def _saw(result: Any, moved: Mapping[str, Change]) -> list[Compared]:
    """Each thing that the study saw, with what the model gives for it at the same moments."""
    compared = []
    for saw in result.protocol.saw:
        if saw.observable in moved:
            study = words.DIRECTIONS[saw.direction]
            compared.append(Compared(saw.observable, saw.note, study, *_given(result, saw, moved)))
    return compared


def _given(result: Any, saw: Any, moved: Mapping[str, Change]) -> tuple[str, bool]:
    """The model's answer in words, and whether it agrees in direction."""
    unit = moved[saw.observable].unit
    before = result.at(saw.observable, saw.versus.day, saw.versus.hour)
    difference = interval(result.at(saw.observable, saw.day, saw.hour) - before)
    # what counts as no difference: see the statistic "direction" of a finding
    small = abs(difference.median) < (0.1 if unit in SCALED else 0.05 * abs(float(np.nanmedian(before))))
    direction = 0 if small or not difference.excludes_zero else 1 if difference.median > 0 else -1
    said = "too small to count" if small and difference.excludes_zero else words.DIRECTIONS[direction]
    return f"{said}: {words.with_unit(words.span(difference, sign=True), unit)}", direction == saw.direction
