"""``gutbrain ask``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gutbrain.cli import show

if TYPE_CHECKING:
    from gutbrain.answers.ask import Answer

HELP = (
    "A question in people's own words: one plain sentence, then what it rests on. English, German, "
    "French, Spanish, Italian or "
    "Dutch; the answer is in English. Exit status 1 where the records say nothing."
)
EXAMPLE = 'Example: gutbrain ask "Can probiotics help with anxiety and depression?"'

MOST_REFERENCES = 15
"""So many references are shown; JSON has all."""


def ask(
    question: Annotated[list[str], typer.Argument(help="The question, as you would say it.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    care: show.Care = None,
) -> None:
    """A question in people's own words."""
    from gutbrain.answers.ask import ask as answered

    answer = answered(" ".join(question))
    if as_json:
        show.as_json(answer.to_dict())
    else:
        show.on_stdout(*_told(answer))
    if not answer:
        raise typer.Exit(1)


def _told(answer: Answer) -> list[Any]:
    from gutbrain.evidence.records import cite

    things: list[Any] = [*answer.first, answer.sentence, *([""] if answer.lines else []), *answer.lines]
    for table in answer.tables:
        things += ["", table.title, show.plain_table(table.headings, table.rows)]
    known = answer.references
    if known:
        things += ["", "References", *(f"  {cite(one)} [{one.key}]" for one in known[:MOST_REFERENCES])]
    if len(known) > MOST_REFERENCES:
        things.append(f"  and {len(known) - MOST_REFERENCES} more (--json shows all)")
    return things
