"""``gutbrain safety``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gutbrain.cli import show

if TYPE_CHECKING:
    from gutbrain.evidence.safety_rules import Event, Rule, Safety

HELP = (
    "What is known of harm by a strain, a food or a treatment, with a medicine or for somebody: rules with their "
    "sources, and what trials say of unwanted effects. Exit status 1 if nothing is kept of what was asked."
)
EXAMPLE = 'Example: gutbrain safety "S. boulardii" --with fluconazole'

MOST_EVENTS = 15
"""So many trials are shown; JSON has all."""


def safety(
    about: Annotated[
        list[str] | None,
        typer.Argument(help="A strain, a food, a treatment, or who takes it; nothing: every rule.", show_default=False),
    ] = None,
    beside: Annotated[
        str, typer.Option("--with", help="A medicine, or something about the person.", show_default=False)
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    care: show.Care = None,
) -> None:
    """What is known of harm and of interactions."""
    from gutbrain.evidence.safety_rules import safety as known

    found = known(" ".join(about or ()), with_=beside)
    if as_json:
        show.as_json(found.to_dict())
    else:
        show.on_stdout(*_told(found))
    if found.nothing_about:
        raise typer.Exit(1)


def _told(found: Safety) -> list[Any]:
    from gutbrain.evidence.safety_rules import NOT_ADVICE

    things: list[Any] = list(found.said_first)
    if found.rules:
        headings = ("who, or with what", "what is asked for", "what happened, and what to say", "how sure; rests on")
        things += ["Rules", show.plain_table(headings, [_rule(rule) for rule in found.rules]), ""]
    if found.events:
        about = ("trial", "given", "unwanted effects as told")
        things += ["Trials", show.plain_table(about, [_event(event) for event in found.events[:MOST_EVENTS]])]
        more = len(found.events) - MOST_EVENTS
        things += [f"  and {more} more (--json shows all)"] if more > 0 else []
    if found.silent:
        things += [
            f"{_trials(found.silent)} kept without a word on unwanted effects: that is not none.",
            "",
        ]
    elif found.events:
        things += [""]
    return [*things, NOT_ADVICE]


def _trials(number: int) -> str:
    return "1 more trial is" if number == 1 else f"{number} more trials are"


def _rule(rule: Rule) -> tuple[str, ...]:
    from gutbrain.evidence.safety_rules import GRADES, LEVELS

    sources = ", ".join(rule.references) or "nothing published"
    against = f"; against: {', '.join(rule.against)}" if rule.against else ""
    memory = f" [from memory: {rule.unread}]" if rule.unread else ""
    return (
        rule.title,
        LEVELS[rule.level],
        f"{rule.happened} {rule.say}",
        f"{GRADES[rule.grade]}; {sources}{against}{memory}",
    )


def _event(event: Event) -> tuple[str, ...]:
    worse = f"worse than the other arm: {', '.join(event.worse)}" if event.worse else ""
    memory = " [from memory]" if event.read == "memory" else ""
    return event.trial, event.given, "; ".join(part for part in (worse, event.said) if part) + memory
