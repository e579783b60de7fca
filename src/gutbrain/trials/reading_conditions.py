"""What a design says of how it runs, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gutbrain.errors import listed
from gutbrain.exposures import Event
from gutbrain.exposures.protocol import EVENTS, read_events
from gutbrain.reading import document
from gutbrain.trials.conditions import CLUSTER_ICC, SITE_ICC, Challenge, Feasibility, Groups, Momentary
from gutbrain.trials.design import DAYS_A_WEEK, Arm
from gutbrain.trials.meaning import Meaning

AFTERNOON, TRIER = 15.0, 0.25
"""When a challenge begins, and how long it lasts (hours), unless that is said: as the Trier test is mostly done."""

COMPLIANCE = 0.8


def groups(read: Meaning, people: int | None) -> tuple[Groups | None, int]:
    """Sites or clusters, and the steps of a stepped wedge."""
    found = [key for key in ("sites", "clusters", "stepped_wedge") if read.said.get(key) is not None]
    if len(found) > 1:
        read.wrong(found[1], f"{found[0]} and {found[1]} are not carried out together", "leave one of them out")
        return None, 0
    if not found:
        return None, 0
    key = found[0]
    said = read.said[key]
    inside = said if isinstance(said, Mapping) else {}
    number = inside.get("number") or inside.get("clusters") if inside else said
    if number is None:
        return None, 0
    steps = int(inside.get("steps") or min(4, number)) if key == "stepped_wedge" else 0
    if steps > number:
        read.wrong(key, f"{number:g} clusters cannot cross at {steps} times", "plan fewer steps or more clusters")
    if people is not None and number * 2 > people:
        read.wrong(key, f"{people} people do not fill {number:g} of them", "plan more people, or fewer of them")
    icc = inside.get("icc")
    kind: Any = "sites" if key == "sites" else "clusters"
    usual = SITE_ICC if kind == "sites" else CLUSTER_ICC
    return Groups(kind, int(number), usual if icc is None else icc), steps


def challenge(read: Meaning, names: tuple[str, ...], visits: tuple[float, ...]) -> Challenge | None:
    """A challenge at visits.

    Parameters
    ----------
    read
        The design.
    names
        Endpoints, the primary first.
    visits
        Weeks of the visits.
    """
    said = read.said.get("challenge")
    if said is None or not names or len(visits) < 2:
        return None
    measures = tuple(name for name in said.get("measures") or () if name) or names[:1]
    read.known(("challenge", "measures"), measures, names, "endpoint")
    when = said.get("visit") or "last"
    weeks = (
        {"last": visits[-1:], "first-and-last": (visits[0], visits[-1]), "all": visits}.get(when)
        if isinstance(when, str)
        else when
    )
    for week in weeks or ():
        if week not in visits:
            read.wrong(
                ("challenge", "visit"),
                f"there is no visit in week {week:g}",
                f"one of {listed([f'{v:g}' for v in visits])}",
            )
    hour, hours = said.get("hour"), said.get("hours") or TRIER
    hour = AFTERNOON if hour is None else hour
    after = said.get("read")
    event = _event(read, said, hour, hours)
    if event is None:
        return None
    days = tuple(DAYS_A_WEEK * week for week in weeks or ())
    return Challenge(event, days, measures, hour, hours if after is None else after)


def _event(read: Meaning, said: Mapping[str, Any], hour: float, hours: float) -> Event | None:
    """The challenge as an event of the first day."""
    written = {key: said[key] for key in ("exposure", "name") if said.get(key) is not None}
    one = {"events": [{**written, "amount": said.get("amount") or 1, "start": 0, "hour": hour, "hours": hours}]}
    part, wrong = document(one)["events"], type(read.problems)()
    shaped = EVENTS.read(part, wrong)
    found = [] if wrong or not shaped else read_events(part, shaped, 1.0, wrong, [])
    for problem in wrong:
        read.wrong("challenge", problem.wrong, problem.right)
    return None if wrong or not found else found[0][0]


def momentary(read: Meaning, names: tuple[str, ...]) -> Momentary | None:
    """What is asked many times a day."""
    said = read.said.get("ema")
    if said is None or said.get("prompts") is None or said.get("days") is None:
        return None
    measures = tuple(name for name in said.get("endpoints") or () if name) or names[:1]
    read.known(("ema", "endpoints"), measures, names, "endpoint")
    return Momentary(measures, int(said["prompts"]), int(said["days"]), said.get("compliance") or COMPLIANCE)


def follow_up(read: Meaning, weeks: float | None) -> tuple[float, ...]:
    """Visits after the end of treatment."""
    known = [week for week in read.given("follow_up", ()) if week is not None]
    for place, week in enumerate(read.given("follow_up", ())):
        if week is not None and weeks is not None and week <= weeks:
            right = f"weeks count from randomisation: later than {weeks:g}"
            read.problems.append(read.at("follow_up")[place].problem(f"week {week:g} is not after the end", right))
    if len(set(known)) < len(known):
        read.wrong("follow_up", "a week stands twice", "keep one")
    return tuple(sorted(known))


def shares(read: Meaning, arms: tuple[Arm, ...]) -> dict[str, Any]:
    """Drop-out and doses taken, of all or of each arm."""
    names = [arm.name for arm in arms]
    dropout = read.given("dropout", 0.0)
    rate = dropout.get("rate") if isinstance(dropout, Mapping) else dropout
    made: dict[str, Any] = {"dropout_by": (dropout.get("by") or "chance") if isinstance(dropout, Mapping) else "chance"}
    for key, place, said, usual in (
        ("dropout", ("dropout", "rate"), rate, 0.0),
        ("adherence", ("adherence",), read.given("adherence", 1.0), 1.0),
    ):
        if not isinstance(said, Mapping):
            made[key] = usual if said is None else said
            continue
        read.known(place, said, names, "arm")
        each = tuple(usual if said.get(name) is None else said[name] for name in names)
        made[key] = sum(each) / max(len(each), 1)
        made[f"{'dropouts' if key == 'dropout' else 'adherences'}"] = each
    return made


def feasibility(read: Meaning) -> Feasibility | None:
    """What a pilot must reach."""
    said = read.said.get("feasibility")
    return None if said is None else Feasibility(said.get("recruited"), said.get("kept"), said.get("taken"))
