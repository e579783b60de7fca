"""A protocol that somebody sends: checked, carried out, and what it gives as a page and as files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from gutbrain.errors import InputError, Problem
from gutbrain.reading import Field
from gutbrain.web import pages, yaml_text
from gutbrain.web.data_models import Checked, Moved, ProtocolText, SimulationAnswer, SimulationQuestion
from gutbrain.web.jobs_process import Outcome, Told
from gutbrain.web.problems import told

if TYPE_CHECKING:
    from gutbrain.engine.result import Result
    from gutbrain.exposures import Protocol

EVENTS = 500
"""Most events of a protocol."""

DAYS = 730.0
"""Longest run, and furthest start before it (days)."""

READINGS = 250_000
"""Most moments that are kept, times people and draws."""

A_DAY, AN_EVENT = 2, 60
"""Moments that are kept of a day, and around something acute."""

EXPLAINED = 3
"""Observables whose changes are traced to channels."""


def read(text: str) -> Protocol:
    """A protocol from text, within the limits of the pages.

    Raises
    ------
    InputError
        With everything that is wrong.
    """
    return protocol_of(yaml_text.read(text))


def protocol_of(document: Field) -> Protocol:
    """A protocol from what was parsed, within the limits of the pages.

    Raises
    ------
    InputError
        With everything that is wrong.
    """
    from gutbrain.engine.simulation import read_protocol

    if "events" in document and document["events"].is_list and len(document["events"].value) > EVENTS:
        wrong = f"{len(document['events'].value)} events are too many"
        raise InputError([document["events"].problem(wrong, f"the most is {EVENTS}; the command line takes more")])
    protocol = read_protocol(document)
    problems = []
    if protocol.days > DAYS:
        right = f"the most is {DAYS:g}; the command line takes more"
        problems.append(document["days"].problem(f"{protocol.days:g} days are too long", right))
    if len(protocol.events) > EVENTS:
        wrong = f"{len(protocol.events)} events, repeats counted, are too many"
        problems.append(document["events"].problem(wrong, f"the most is {EVENTS}; the command line takes more"))
    for event in protocol.events:
        if event.start < -DAYS:
            right = f"the earliest is {-DAYS:g}"
            problems.append(document["events"].problem(f"{event.exposure} begins too long before day 0", right))
    if problems:
        raise InputError(problems)
    return protocol


def checked(question: ProtocolText) -> Checked:
    """Look through a protocol."""
    from gutbrain import words

    try:
        protocol = read(question.protocol)
    except InputError as error:
        wrong = told(error.problems)
        return Checked(ok=False, problems=wrong)
    return Checked(
        ok=True,
        warnings=list(protocol.warnings),
        title=protocol.title,
        person=words.person(protocol.person),
        days=protocol.days,
        events=[words.event_sentence(event, protocol.days) for event in protocol.events],
        observe=[words.title(name) for name in protocol.observe],
    )


def looked_through(question: SimulationQuestion) -> Checked:
    """Look through a protocol that is to be carried out, before it waits for its turn.

    Raises
    ------
    InputError
        Where it cannot be read, or that is too much for a page.
    """
    from gutbrain.engine.simulation import usual_draws

    protocol = read(question.protocol)
    _fits(protocol, question.people * (question.draws or usual_draws(question.people)))
    return Checked(ok=True, title=protocol.title)


def simulated(question: SimulationQuestion, told: Told) -> Outcome:
    """Carry somebody through a protocol.

    Raises
    ------
    InputError
        Where the protocol cannot be read, or that is too much for a page.
    """
    import gutbrain
    from gutbrain.engine.changes import changes
    from gutbrain.engine.simulation import usual_draws
    from gutbrain.evidence import records
    from gutbrain.report import page
    from gutbrain.report.table import facts, observed

    protocol = read(question.protocol)
    draws = question.draws or usual_draws(question.people)
    _fits(protocol, question.people * draws)
    result = gutbrain.simulate(
        protocol, people=question.people, draws=draws, seed=question.seed, progress=lambda share: told(0.6 * share)
    )
    moved = changes(result)
    shown = observed(result, moved)
    clear = [change.observable for change in sorted(shown, key=lambda c: -abs(c.size)) if change.clear][:EXPLAINED]
    explained = (
        gutbrain.explain(protocol, clear, orders=1, seed=question.seed, progress=lambda s: told(0.6 + 0.3 * s))
        if clear and protocol.events
        else []
    )
    told(0.9)
    contents = page.contents(result, explained, records.claims(), records.references(), moved)
    failed = [f"{len(result.failures)} runs left the finite numbers and count nowhere"] if result.failures else []
    answer = SimulationAnswer(
        title=protocol.title,
        said=contents["answer"],
        people=question.people,
        draws=draws,
        days=protocol.days,
        changes=[Moved(**facts(change)) for change in shown],
        warnings=[*result.warnings, *failed],
        provenance=result.provenance,
    )
    head, body = (pages.environment().get_template(f"data_{part}.html.jinja") for part in ("head", "body"))
    written = {"report.html": page.filled(contents).encode(), "protocol.yaml": question.protocol.encode()}
    return Outcome(
        answer=answer,
        head=Markup(head.render(**contents, warnings=answer.warnings)),
        body=Markup(body.render(**contents)),
        files=_files(result, written),
    )


def _fits(protocol: Protocol, lanes: int) -> None:
    """Refuse what would not fit into memory."""
    from gutbrain.exposures.expansion import is_acute

    acute = sum(is_acute(event) for event in protocol.events)
    readings = lanes * (A_DAY * protocol.days + AN_EVENT * acute)
    if readings > READINGS:
        most = max(1, int(READINGS / (readings / lanes)))
        wrong = f"{lanes} people times draws are too many for {protocol.days:g} days with {acute} acute events"
        raise InputError([Problem(wrong, f"the most is {most} here; the command line takes more", field="people")])


def _files(result: Result, written: dict[str, bytes]) -> dict[str, bytes]:
    """What was written, the summary, and everything together; all of it in memory."""
    made = result.files()
    return {**written, "summary.csv": made["summary.csv"], "result.zip": zipped({**made, **written})}


def zipped(made: Mapping[str, bytes]) -> bytes:
    """Files as a ZIP file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in sorted(made):
            archive.writestr(name, made[name])
    return content.getvalue()
