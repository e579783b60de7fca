"""One event of a protocol: read, checked, and in the contract's units."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from difflib import get_close_matches

from gutbrain.atlas.exposures import Exposure, exposures
from gutbrain.errors import Problem, listed, suggest
from gutbrain.exposures.amounts import read_amount, read_hour
from gutbrain.exposures.fields import Field
from gutbrain.exposures.medicines import named, stressor
from gutbrain.exposures.strains import UnknownStrain, resolve
from gutbrain.model.maths import HOURS_A_DAY

LONGEST = 36525.0
"""Longest run, and furthest start before it (days)."""

BOLUS_HOURS = 0.1
"""How long a bolus takes to give (h)."""

LONGEST_NAME = 200
"""Characters of the longest name of a strain."""

LEAST_HOURS = 0.001
"""Shortest event (h): what is shorter falls between two steps of the clock."""

_KEYS = ("exposure", "amount", "start", "days", "hour", "hours", "name", "mix", "donor", "strains")


@dataclass(frozen=True)
class Event:
    """Something that acts for a while; ``amount`` in the exposure's unit, strains in CFU/day by short name."""

    exposure: str
    start: float
    amount: float = 0.0
    days: float | None = None
    hour: float | None = None
    hours: float | None = None
    name: str | None = None
    mix: tuple[float, float, float] = (0.6, 0.2, 0.2)
    donor: str = "healthy-adult"
    strains: Mapping[str, float] = default(default_factory=dict)

    @property
    def begins(self) -> float:
        """Hours from midnight of day 0."""
        if self.hour is None:
            return self.start * HOURS_A_DAY
        return math.floor(self.start) * HOURS_A_DAY + self.hour

    @property
    def ends(self) -> float:
        """Hours from midnight of day 0; infinite where the event lasts to the end."""
        kind = exposures()[self.exposure]
        hours = self.hours
        if hours is None and kind.bolus:
            hours = BOLUS_HOURS
        if hours is None and self.days is None:
            hours = stressor(self.name).hours if self.exposure == "stressor" and self.name else kind.default_hours
        if hours is not None:
            return self.begins + hours
        return math.inf if self.days is None else self.begins + self.days * HOURS_A_DAY


def read_event(field: Field, run_days: float | None, problems: list[Problem], warnings: list[str]) -> Event | None:
    """Read one event, or note what is wrong with it.

    Parameters
    ----------
    field
        The event, as it is written.
    run_days
        How long the run lasts (days); None where that is not known.
    problems
        What is wrong is added here.
    warnings
        What is right and may not be meant is added here.
    """
    if not field.is_mapping:
        problems.append(field.problem("is not an event", "write {exposure: fibre, amount: 30, start: 0, days: 28}"))
        return None
    before = len(problems)
    kind = _exposure(field, problems)
    if kind is None:
        return None
    allowed = _allowed(kind)
    check_keys(field, allowed, problems, of=f" of {kind.name}")
    values: dict[str, object] = {"exposure": kind.name}
    values["start"] = _required(field, "start", "day", problems, least=-LONGEST, most=LONGEST)
    if kind.name != "probiotic":
        values["amount"] = _amount(field, kind, problems)
    if "days" in field and "days" in allowed:
        values["days"] = read_amount(field["days"], "day", problems, above=0.0, least=LEAST_HOURS / HOURS_A_DAY)
    if "hour" in field:
        values["hour"] = read_hour(field["hour"], problems)
    if "hours" in field and "hours" in kind.takes:
        values["hours"] = read_amount(field["hours"], "h", problems, above=0.0, least=LEAST_HOURS, most=24 * 366.0)
    if "days" in field and kind.bolus:
        values.pop("days", None)
        warnings.append(f"{field.name}: {kind.name} is given once, its days are not used; write an event for each dose")
    elif "days" in field and "hours" in field:
        problems.append(
            field["days"].problem("days and hours are both given", "keep one; write an event for each bout")
        )
    if "name" in kind.takes:
        values["name"] = _name(field, kind, problems)
    if "mix" in kind.takes and "mix" in field:
        values["mix"] = _mix(field["mix"], problems)
    if "donor" in kind.takes and "donor" in field:
        values["donor"] = _choice(field["donor"], named("donor"), "a donor", problems)
    if "strains" in kind.takes:
        values["strains"] = _strains(field, kind, problems, warnings)
    if len(problems) > before:
        return None
    event = Event(**values)  # type: ignore[arg-type]
    if event.hour is not None and event.start % 1:
        said = f"with hour {event.hour:g} it begins on day {math.floor(event.start)}, the fraction of start is not used"
        warnings.append(f"{field.name}: start is {event.start:g}; {said}")
    if run_days is not None and event.begins >= run_days * HOURS_A_DAY:
        wrong = f"day {event.begins / HOURS_A_DAY:g} is not within the run"
        right = f"the run ends with day {run_days:g}: start earlier, or give more days"
        problems.append(field["start"].problem(wrong, right))
        return None
    if run_days is not None and ("days" in field or "hours" in field) and event.ends > run_days * HOURS_A_DAY + 1e-6:
        until = f"{kind.name} goes on until day {event.ends / HOURS_A_DAY:g}"
        warnings.append(f"{field.name}: {until}, but the run ends with day {run_days:g}")
    return event


def check_keys(field: Field, allowed: Collection[str], problems: list[Problem], *, of: str = "") -> None:
    """Note every name in a mapping that means nothing there.

    Parameters
    ----------
    field
        The mapping.
    allowed
        Names that mean something there.
    problems
        What is wrong is added here.
    of
        What the names are fields of, as in `` of a person``.
    """
    for key, inner in field.items():
        if key not in allowed and key.isascii() and key.isdigit() and inner.value is None:
            right = "a comma parts two fields: write numbers with a decimal point, as in 30.5"
            problems.append(inner.problem(f"'{key}' is not a field{of}", right))
        elif key not in allowed:
            right = suggest(key, allowed, otherwise=f"known here: {listed(allowed)}")
            problems.append(inner.problem(f"'{key}' is not a field{of}", right))


def _allowed(kind: Exposure) -> tuple[str, ...]:
    timing = ("start", "hour") if kind.name == "exercise_bout" else ("start", "days", "hour")
    amount = () if kind.name == "probiotic" else ("amount",)
    return ("exposure", *amount, *timing, *kind.takes)


def _exposure(field: Field, problems: list[Problem]) -> Exposure | None:
    if "exposure" not in field:
        check_keys(field, _KEYS, problems, of=" of an event")
        problems.append(field.problem("exposure is missing", "name what acts, as in exposure: fibre"))
        return None
    name = field["exposure"]
    known = exposures()
    if isinstance(name.value, str) and name.value in known:
        return known[name.value]
    problems.append(name.problem(f"'{name.value}' is not an exposure", _instead(str(name.value))))
    return None


def _instead(name: str) -> str:
    """What to write in place of an exposure that is not known; never another medicine that is only spelt alike."""
    plain, known = name.strip().lower(), exposures()
    for kind in ("antibiotic", "nsaid", "ssri", "stressor"):
        if plain in named(kind):
            return f"write exposure: {kind}, name: {plain}"
    every = f"known are {', '.join(known)}"
    nearest = next(iter(get_close_matches(plain, known, n=1)), "")
    if nearest and known[nearest].kind == "medicine" and plain.rstrip("s") != nearest:
        return every
    alike = [e.name for e in known.values() if e.kind in ("usual", "supplement") or plain.rstrip("s") == e.name]
    laboratory = [e.name for e in known.values() if e.kind == "laboratory"]
    return suggest(name, alike) or suggest(name, laboratory, cutoff=0.9) or every


def _required(field: Field, key: str, unit: str, problems: list[Problem], *, least: float, most: float) -> float | None:
    if key in field:
        return read_amount(field[key], unit, problems, least=least, most=most)
    problems.append(field.problem(f"{key} is missing", f"give {key} ({unit})"))
    return None


def _amount(field: Field, kind: Exposure, problems: list[Problem]) -> float | None:
    if "amount" not in field:
        said = "0 or 1" if kind.flag else kind.unit if kind.unit != "1" else f"0 to {kind.most:g}"
        problems.append(field.problem("amount is missing", f"give amount ({said})"))
        return None
    amount = read_amount(field["amount"], kind.unit, problems, most=kind.most)
    if amount is not None and kind.flag and amount not in (0.0, 1.0):
        problems.append(field["amount"].problem(f"{amount:g} is neither 0 nor 1", "write 1 (yes) or 0 (no)"))
        return None
    return amount


def _name(field: Field, kind: Exposure, problems: list[Problem]) -> str | None:
    known = named(kind.name)
    if "name" in field:
        # a medicine that is spelt alike is another medicine
        return _choice(field["name"], known, f"a known {kind.name}", problems, nearest=kind.kind != "medicine")
    if kind.name == "stressor":
        return "tsst"
    problems.append(field.problem("name is missing", f"known are {', '.join(known)}"))
    return None


def _choice(
    field: Field, known: Collection[str], what: str, problems: list[Problem], *, nearest: bool = True
) -> str | None:
    name = str(field.value).strip().lower() if isinstance(field.value, str) else ""
    if name in known:
        return name
    every = f"known are {', '.join(known)}"
    if nearest:
        right = suggest(str(field.value), known, otherwise=every)
    else:
        # the same name with another ending
        longer = [one for one in known if name and name.startswith(one)]
        right = f"did you mean '{longer[0]}'?" if longer else every
    problems.append(field.problem(f"'{field.value}' is not {what}", right))
    return None


def _mix(field: Field, problems: list[Problem]) -> tuple[float, float, float] | None:
    """Shares of acetate, propionate and butyrate: a list, a mapping, or 60:20:20."""
    acids = ("acetate", "propionate", "butyrate")
    if field.is_mapping:
        check_keys(field, acids, problems, of=" of a mix")
        parts = [read_amount(field[acid], "1", problems) if acid in field else 0.0 for acid in acids]
    elif field.is_list and len(field.value) == 3:
        parts = [read_amount(part, "1", problems) for part in field]
    else:
        texts = str(field.value).split(":")
        texts = texts if len(texts) == 3 and all(_is_number(text) for text in texts) else []
        parts = [float(text) for text in texts]
    shares = [part for part in parts if part is not None]
    if len(shares) != 3 or min(shares) < 0 or not 0 < sum(shares) < math.inf:
        problems.append(field.problem("is not a mix of acetate, propionate and butyrate", "write [60, 20, 20]"))
        return None
    total = sum(shares)
    return shares[0] / total, shares[1] / total, shares[2] / total


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\s*[0-9]{1,20}(\.[0-9]{0,20})?\s*", text) is not None


def _strains(field: Field, kind: Exposure, problems: list[Problem], warnings: list[str]) -> Mapping[str, float]:
    right = 'write strains: {"B. longum 1714": 1.0e9}'
    if "strains" not in field:
        problems.append(field.problem("strains are missing", right))
        return {}
    given = field["strains"]
    if not given.is_mapping or not given.value:
        problems.append(given.problem("names no strain with its dose", right))
        return {}
    doses: dict[str, float] = {}
    for name, dose in given.items():
        amount = read_amount(dose, kind.unit, problems, most=kind.most)
        try:
            found = resolve(name[:LONGEST_NAME])
        except UnknownStrain as error:
            problems.append(dose.problem(str(error)))
            continue
        if found.strain.short in doses:
            problems.append(dose.problem(f"'{name}' is given twice, under two names", "add up its doses"))
        if found.warning and found.warning not in warnings:
            warnings.append(found.warning)
        doses[found.strain.short] = amount or 0.0
    return doses
