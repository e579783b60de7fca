"""``gutbrain strain``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gutbrain.cli import show

if TYPE_CHECKING:
    from gutbrain.evidence.strain_facts import StrainFacts, Test

HELP = "What is known of a probiotic strain: who it is, what was tested at which doses and for whom, for and against."
EXAMPLE = 'Example: gutbrain strain "L. helveticus R0052"'


def strain(
    name: Annotated[str, typer.Argument(help="A strain by any of its names, old ones too.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    care: show.Care = None,
) -> None:
    """What is known of a probiotic strain."""
    from gutbrain.evidence.strain_facts import about_strain

    facts = about_strain(name)
    if as_json:
        show.as_json(facts.to_dict())
        return
    if facts.warning:
        show.warn([facts.warning])
    show.on_stdout(*_told(facts))


def _told(facts: StrainFacts) -> list[Any]:
    from gutbrain.evidence.topics import topics

    identity = [
        ("other names", ", ".join(facts.other_names)),
        ("deposit", facts.deposit),
        ("maker", facts.maker),
        ("same strain as", ", ".join(facts.same_strain)),
        ("identity from", {"read": "a page that was read", "memory": "memory, unchecked"}.get(facts.verified, "")),
    ]
    things: list[Any] = [facts.name, *(f"  {what}: {said}" for what, said in identity if said)]
    if facts.tests:
        headings = ("trial", "people", "weeks", "CFU a day", "given with", "found", "notes")
        rows = [_row(test) for test in facts.tests]
        things += ["", "Tested in people", show.plain_table(headings, rows, numbers=(2,))]
    if facts.results:
        weak = {test.trial for test in facts.tests if test.weak}
        found = [
            (topics()[key].title, *(_listed(by.get(side, ()), weak) for side in ("for", "both", "against")))
            for key, by in facts.results.items()
        ]
        sides = ("about", "better than the other arm", "some measures better", "no difference")
        things += ["", "What came out, each group of people once", show.plain_table(sides, found)]
        things += ["* too weak to carry a claim by itself"] if "*" in str(found) else []
    if facts.animals:
        things += ["", "From animals or a dish"]
        things += [f"  {seen.of}: {seen.what} ({seen.grade}, {seen.source})" for seen in facts.animals]
    things += ["", "Effect on mood in the model, 1 = a typical strain", f"  {_effect(facts)}"]
    things += ["", "Not known", *(f"  {line}" for line in facts.unknown)]
    return [*things, "", "Safety", *(f"  {line}" for line in facts.safety)]


def _listed(keys: Iterable[str], weak: set[str]) -> str:
    return ", ".join(f"{key}*" if key in weak else key for key in keys)


def _row(test: Test) -> tuple[str, ...]:
    number = f"{test.people} " if test.people and not test.population[:1].isdigit() else ""
    dose = (
        _cfu(test.cfu)
        if test.cfu is not None
        else f"all together {_cfu(test.product_cfu)}"
        if test.product_cfu
        else "?"
    )
    found = ", ".join(f"{topic}: {_SAID[result]}" for topic, result in test.findings.items())
    notes = [] if test.alive else ["dead cells"]
    notes += [*test.flags, *(["from memory"] if test.read == "memory" else [])]
    weeks = "" if test.weeks is None else f"{test.weeks:g}"
    return (test.trial, number + test.population, weeks, dose, ", ".join(test.together), found, ", ".join(notes))


_SAID = {"for": "better", "against": "no difference", "both": "in part"}


def _effect(facts: StrainFacts) -> str:
    return f"{facts.effect.mean:.2f} (SD {facts.effect.sd:.2f}): {facts.effect.rests_on}"


def _cfu(value: float) -> str:
    from gutbrain.evidence.label.counts import short

    return short(value)
