"""What is raised where somebody's words or answers speak of danger: help comes before anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from gutbrain.language import N_

if TYPE_CHECKING:
    from gutbrain.care.help import Country, Line

Source = Literal["words", "answers"]

MESSAGES = {
    "suicide": N_("You matter. Please talk to someone now; you do not have to carry this alone."),
    "overdose": N_("Call the emergency number now, even if you feel well: some medicines do their harm a day later."),
    "voices": N_("You do not have to do what they say. Please do not stay alone with this; talk to someone now."),
    "harm": N_("Nobody has to be hurt: go where you cannot harm anybody, and talk to someone now."),
    "violence": N_("Nobody may do this to you, and it is not your fault. In danger, call the emergency number now."),
}
"""What is said first to each kind of danger."""

GO_ON = (
    "Nothing else was worked out. Who is looking for research goes on with --care seen on the command line, in Python "
    'with care="seen".'
)
"""Said last, where nobody sees a page."""


class CareNeeded(Exception):
    """Something that was typed speaks of danger: nothing was worked out.

    It holds nothing of what was typed.

    Attributes
    ----------
    source
        Whether ``words`` or ``answers`` to a questionnaire led here.
    about
        The kind of danger: a key of :data:`MESSAGES`.
    message
        What is said first.
    """

    def __init__(self, source: Source, about: str = "suicide") -> None:
        super().__init__(source, about)
        self.source: Source = source
        self.about = about
        self.message = MESSAGES[about]

    @property
    def country(self) -> Country | None:
        """The country whose lines are given: that of this machine's language, where its lines are known."""
        from gutbrain.care import help

        return help.here(self.needs)[0]

    @property
    def lines(self) -> list[Line]:
        """Lines of that country, those for what is needed first, then the international ones."""
        from gutbrain.care import help

        return help.here(self.needs)[1]

    @property
    def needs(self) -> str:
        """What lines are for that help with this."""
        return "poison" if self.about == "overdose" else self.about

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as ``--json`` prints them under ``care``."""
        country = self.country
        return {
            "message": self.message,
            "about": self.about,
            "source": self.source,
            "country": country.name if country else None,
            "emergency": list(country.emergency) if country else [],
            "lines": [line.model_dump(mode="json") for line in self.lines],
        }

    def __str__(self) -> str:
        country = self.country
        where = "Somebody who listens:"
        if country:
            danger = " or ".join(country.emergency)
            where = f"In {country.name} (by the language of this machine), in danger {danger}. Somebody who listens:"
        return "\n".join([self.message, "", where, *(f"  {line}" for line in self.lines), "", GO_ON])
