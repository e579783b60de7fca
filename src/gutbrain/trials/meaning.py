"""What the fields of a design mean together, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gutbrain.errors import Problems, listed, suggest
from gutbrain.exposures.protocol import read_events
from gutbrain.exposures.together import Placed
from gutbrain.reading import Field
from gutbrain.trials.design import DAYS_A_WEEK
from gutbrain.trials.form import DESIGN
from gutbrain.trials.form_criteria import LIMIT
from gutbrain.trials.questions import Criterion


class Meaning:
    """A design that is being read: its fields, and what is wrong with them so far."""

    def __init__(self, document: Field) -> None:
        self.document = document
        self.problems = Problems()
        self.warnings: list[str] = []
        self.said = DESIGN.read(document, self.problems) or {}

    def given(self, key: str, otherwise: Any) -> Any:
        """What a field says, where it is there and right."""
        found = self.said.get(key)
        return otherwise if found is None else found

    def at(self, *place: str) -> Field:
        """Where something stands."""
        part = self.document
        for step in place:
            part = part[step]
        return part

    def wrong(self, place: str | tuple[str, ...], wrong: str, right: str = "") -> None:
        """Note what is wrong at a place, and what would be right.

        Parameters
        ----------
        place
            Keys from the top.
        wrong
            What is wrong.
        right
            What would be right.
        """
        self.problems.append(self.at(*([place] if isinstance(place, str) else place)).problem(wrong, right))

    def known(self, place: tuple[str, ...], names: Iterable[str], among: Iterable[str], what: str) -> bool:
        """Whether names are all among the known ones; else it is noted which is not.

        Parameters
        ----------
        place
            Where the names stand, keys from the top.
        names
            What is written.
        among
            What is known.
        what
            What they are (``endpoint``).
        """
        among, fine = tuple(among), True
        for name in names:
            if name not in among:
                # of a list the whole stands at the place, of a mapping each name
                inside = self.at(*place)
                at = (*place, name) if inside.is_mapping else place
                self.wrong(at, f"'{name}' is no {what} of this trial", suggest(name, among, otherwise=listed(among)))
                fine = False
        return fine

    def events(self, place: tuple[str, ...], read: Any, weeks: float | None) -> list[Placed]:
        """Events as in a protocol that lasts as long as a period.

        Parameters
        ----------
        place
            Where they stand, keys from the top.
        read
            What was read of them by their shape.
        weeks
            How long a period lasts.
        """
        if not read:
            return []
        days = None if weeks is None else DAYS_A_WEEK * weeks
        found = read_events(self.at(*place), read, days, self.problems, self.warnings)
        for event, part in found:
            if event.start < 0:
                right = "treatment begins at day 0; what was so before goes into population or usual"
                self.problems.append(part["start"].problem("lies before randomisation", right))
        return found

    def criteria(self, *place: str) -> list[tuple[str, Any]]:
        """Criteria that could be read, by what is measured."""
        said: Any = self.said
        for step in place:
            said = said.get(step) or {}
        if not isinstance(said, Mapping):
            return []
        return [(name, one) for name, one in said.items() if one]

    def criterion(self, place: tuple[str, ...], said: Any) -> Criterion:
        """A criterion: two bounds, or one with a sign."""
        name = place[-1]
        if isinstance(said, list):
            low, high = said
            if low is not None and high is not None and low > high:
                self.wrong(place, f"nobody is between {low:g} and {high:g}", "write [low, high]")
            return Criterion(name, low, high)
        match = LIMIT.match(said)
        assert match  # so its shape says
        value, strict = float(match[2]), "=" not in match[1]
        return Criterion(name, value, None, strict) if ">" in match[1] else Criterion(name, None, value, strict)

    def one(self, *place: str) -> Criterion | None:
        """A criterion in a mapping of its own."""
        return next((self.criterion((*place, name), said) for name, said in self.criteria(*place)), None)
