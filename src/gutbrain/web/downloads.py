"""What can be taken home from "What if": the protocol, the curves, and the report, all of one answer."""

from __future__ import annotations

import csv
import importlib.metadata
import io
import re
from collections.abc import Iterator
from importlib.resources import files

from gutbrain import words
from gutbrain.answers import what_if_words as said
from gutbrain.answers.carried import Carried
from gutbrain.answers.choices import choices
from gutbrain.answers.question import Question
from gutbrain.answers.question_protocol import protocol
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
    ("gutbrain.web", "static/app.css"),
    ("gutbrain.web", "static/what_if.css"),
)

Row = tuple[str | int | float | None, ...]


def name(question: Question) -> str:
    """What the files of a question are called, without an ending: who, and what is changed."""
    plan = protocol(question)
    parts = [str(plan["person"]["preset"])]
    for event in plan["events"]:
        strains = " ".join(event.get("strains", ()))
        what = event.get("name") or strains or event["exposure"]
        parts.append(f"{what} {event['amount']:g}" if "amount" in event and "name" not in event else what)
    # 7.5 is 7p5 in the name of a file, where a point is none
    return re.sub(r"(?<=\d)\.(?=\d)", "p", " ".join(["what if", *parts]))


def as_yaml(question: Question) -> str:
    """A question as a protocol that ``gutbrain simulate`` reads, with how the page worked it out."""
    from ruamel.yaml import YAML

    written = io.StringIO()
    version = importlib.metadata.version("gutbrain")
    written.write(
        f"# What if, from gutbrain {version}: against as now, from {DRAWS} parameter draws, seed {SEED}.\n"
        "# gutbrain what-if THIS_FILE gives the same answer. gutbrain simulate THIS_FILE "
        f"--draws {DRAWS} --seed {SEED} carries it out:\n"
        "# it tells changes from the start, and with the long ways round of what is not in the model.\n"
    )
    made = YAML(typ="safe", pure=True)
    made.default_flow_style = None
    made.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    made.dump(protocol(question), written)
    return written.getvalue()


def as_csv(answer: Answer) -> str:
    """The curves of an answer: one row an observable and day, and one for each outcome that is not in the model."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(HEADINGS)
    basis = answer.basis
    always = (answer.who, "; ".join(answer.changes), basis.gutbrain, basis.model, basis.draws, basis.seed)
    table.writerows((*row, *always) for row in _rows(answer))
    return text.getvalue()


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


def report(answer: Answer, found: Carried | None) -> str:
    """The answer as one file that can be read offline; ``found`` says what carried the change of its first outcome."""
    template = pages.environment().get_template("what_if_report.html.jinja")
    css = "\n".join((files(room) / file).read_text(encoding="utf-8") for room, file in STYLES)
    drawn = pictures.carried_bars(found) if found and found.parts else ""
    page = template.render(
        css=css, answer=answer, carried=found, bars=drawn, choices=choices(), pictures=pictures, said=said
    )
    return with_contents(page)
