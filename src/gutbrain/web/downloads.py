"""What can be taken home from "What if": the protocol, the curves, and the report, all of one answer."""

from __future__ import annotations

import importlib.metadata
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

from gutbrain import csvfiles, words
from gutbrain.answers import what_if_words as said
from gutbrain.answers.carried import Carried
from gutbrain.answers.choices import choices
from gutbrain.answers.several import SideBySide
from gutbrain.answers.several_file import as_document
from gutbrain.answers.several_question import SeveralQuestion, plans
from gutbrain.answers.what_if import DRAWS, SEED
from gutbrain.answers.what_if_models import Answer
from gutbrain.report import pictures
from gutbrain.report.contents import with_contents
from gutbrain.web import pages

HEADINGS = (
    *("observable", "unit", "day", "median", "low", "high", "one_low", "one_high", "every_other_week", "note"),
    *("person", "changed", "gutbrain", "model", "draws", "seed"),
)
"""Columns of the curves; the last six are the same in every row: a table that was moved still says what it is."""

STYLES = (
    ("gutbrain.report", "data/page.css"),
    ("gutbrain.report", "data/overlay.css"),
    ("gutbrain.web", "static/app.css"),
    ("gutbrain.web", "static/what_if.css"),
)

Row = tuple[str | int | float | None, ...]


def name(question: SeveralQuestion) -> str:
    """What the files of a question are called, without an ending: who, and what is changed."""
    made = plans(question)
    parts = [str(next(iter(made.values()))["person"]["preset"])]
    for label, plan in made.items():
        parts += [label] if len(made) > 1 else []
        parts += [_called(event) for event in plan["events"] if event["start"] >= 0]
        parts += [f"no {_called(event)}" for event in plan["events"] if _ends(event, plan["events"])]
    # 7.5 is 7p5 in the name of a file, where a point is none
    return re.sub(r"(?<=\d)\.(?=\d)", "p", " ".join(["what if", *parts]))


def _called(event: Mapping[str, Any]) -> str:
    what = str(event.get("name") or " ".join(event.get("strains", ())) or event["exposure"])
    return f"{what} {event['amount']:g}" if "amount" in event and "name" not in event and event["start"] >= 0 else what


def _ends(event: Mapping[str, Any], events: Sequence[Mapping[str, Any]]) -> bool:
    """Whether something is taken no more, not even at another dose."""
    after = (one for one in events if one["start"] >= 0)
    return event["start"] < 0 and "days" in event and _called({**event, "start": 0}) not in map(_called, after)


def as_yaml(question: SeveralQuestion) -> str:
    """A question as a file that the page opens again and ``gutbrain what-if`` reads, and how the page worked it out."""
    from ruamel.yaml import YAML

    written = io.StringIO()
    version = importlib.metadata.version("gutbrain")
    written.write(
        f"# What if, from gutbrain {version}: against as now, from {DRAWS} parameter draws, seed {SEED}.\n"
        "# The page What if opens this file again; gutbrain what-if THIS_FILE gives the same answer.\n"
    )
    if question.options == 1:
        written.write(
            f"# gutbrain simulate THIS_FILE --draws {DRAWS} --seed {SEED} carries it out:\n"
            "# it tells changes from the start, and with the long ways round of what is not in the model.\n"
        )
    made = YAML(typ="safe", pure=True)
    made.default_flow_style = None
    made.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    made.dump(as_document(plans(question)), written)
    return written.getvalue()


def as_csv(answer: Answer | SideBySide) -> str:
    """The curves: one row an observable and day, and one for each outcome that is not in the model.

    Of several options the first column says which.
    """
    if isinstance(answer, SideBySide):
        options = ((one.label, *row) for one in answer.options for row in _told(one.answer))
        return csvfiles.rows(("option", *HEADINGS), options)
    return csvfiles.rows(HEADINGS, _told(answer))


def _told(answer: Answer) -> Iterator[Row]:
    """The rows of one answer."""
    basis = answer.basis
    always = (answer.who, "; ".join(answer.changes), basis.gutbrain, basis.model, basis.draws, basis.seed)
    for row in _rows(answer):
        yield (*row, *always)


def _rows(answer: Answer) -> Iterator[Row]:
    for part in (*answer.outcomes, *answer.ways):
        curve = part.curve
        title = choices().outcomes[part.name].title if part.name in choices().outcomes else words.title(part.name)
        note = words.not_in_the_model(words.listed(part.without), [title]) if part.without else ""
        for i, day in enumerate(curve.days):
            numbers = (line[i] for line in (curve.median, curve.low, curve.high, curve.one_low, curve.one_high))
            on_off = None if curve.on_off is None else curve.on_off[i]
            yield (part.name, part.unit, day, *numbers, on_off, note)
    for missing in answer.not_in_model:
        yield (missing.name, *[None] * 8, missing.said)


def report(answer: Answer | SideBySide, found: Carried | None) -> str:
    """The answer as one file that can be read offline; ``found`` says what carried the change of its first outcome."""
    css = "\n".join((files(room) / file).read_text(encoding="utf-8") for room, file in STYLES)
    shown = {"css": css, "choices": choices(), "pictures": pictures, "said": said}
    if isinstance(answer, SideBySide):
        template = pages.environment().get_template("what_if_options_report.html.jinja")
        page = template.render(**shown, answer=answer, basis=answer.options[0].answer.basis)
    else:
        template = pages.environment().get_template("what_if_report.html.jinja")
        drawn = pictures.carried_bars(found) if found and found.parts else ""
        page = template.render(**shown, answer=answer, basis=answer.basis, carried=found, bars=drawn)
    return with_contents(page)
