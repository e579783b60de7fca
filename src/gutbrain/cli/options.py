"""``gutbrain options``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gutbrain.cli import show
from gutbrain.cli.what_if import Weeks, Who

if TYPE_CHECKING:
    from gutbrain.answers.options import Option

HELP = """What could help most: single changes tried one by one for a person, best first.

The same answer as on the page "What if". What helps many may do nothing for one; none of it replaces treatment."""
EXAMPLE = "Example: gutbrain options stressed-adult --outcome anxiety"

EFFORT = {1: "little", 2: "some", 3: "much"}


def options(
    who: Who,
    outcome: Annotated[
        str,
        typer.Option(
            help="What should be better: depression, anxiety, pss10 (stress), psqi (sleep), cognition, gi_symptoms."
        ),
    ] = "depression",
    weeks: Weeks = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    care: show.Care = None,
) -> None:
    """What could help most."""
    import gutbrain

    found = gutbrain.options(who, outcome, weeks=weeks, care=care)
    if as_json:
        show.as_json(found.model_dump())
        return
    show.warn(found.warnings)
    show.on_stdout(*_told(found))


def _told(found: Any) -> list[Any]:
    from gutbrain import words
    from gutbrain.answers.choices import choices
    from gutbrain.answers.what_if_words import amount

    def row(option: Option) -> tuple[str, ...]:
        sure = "" if option.clear else "may do nothing"
        if option.clear and not option.better:
            sure = "rather worse"
        tried = f"{option.tried} of just this" if option.tried else ""
        if tried and option.helped is not None:
            tried += f", {option.helped or 'none'} found it better"
        change = amount(option.change, found.unit, option.size)
        known = ", ".join(part for part in (words.GRADES[option.grade], tried) if part)
        return option.title, option.what, change, sure, known, EFFORT[option.effort]

    outcome = choices().outcomes[found.outcome]
    better = "less is better" if outcome.better < 0 else "more is better"
    said: list[Any] = [
        f"{outcome.title} ({outcome.term}; {better}) after {found.weeks} weeks with one thing alone, against as now",
        "",
        show.plain_table(("what", "how much", "change (90 %)", "", "what is known", "effort"), map(row, found.options)),
        "",
    ]
    if found.not_in_model:
        said.append(f"Not ranked, for the effect is not in the model: {', '.join(found.not_in_model)}.")
    if found.already:
        said.append(f"Already as good as it would be tried: {', '.join(found.already)}.")
    said.append("Of the typical person; intervals hold what is not known. None of it replaces treatment.")
    return said
