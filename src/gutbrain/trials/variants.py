"""The courses that people of a trial may take, as arms of the simulator.

Everybody is simulated in every course, with the same luck, so that a trial only has to pick: what was allocated,
taken in full or not at all, with rescue from some visit on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from gutbrain.engine.arms import Arm
from gutbrain.exposures import Event, Protocol
from gutbrain.trials.blinding import alike, rated_blind, visited
from gutbrain.trials.design import BEFORE, DAYS_A_WEEK, Design

READING_DAY = 1.0
"""The run goes on for so many days after the last visit, whose reading is at 08:00."""


@dataclass(frozen=True)
class Variants:
    """Courses of a design: ``arms`` as the simulator runs them, and the places of each kind.

    ``full`` has a course for each sequence. ``untaken`` is the same where nothing was taken (the same expectation), or
    empty where everybody takes everything. ``rescued`` (sequence, visit) has rescue from that visit on. ``apart`` has
    the same courses for who has no background treatment; nothing where everybody has it. ``alike`` has the courses of
    ``full`` with everybody believing alike, where raters do not know what people know; else it is empty.
    """

    arms: tuple[Arm, ...]
    full: tuple[int, ...]
    untaken: tuple[int, ...]
    rescued: tuple[tuple[int, ...], ...]
    apart: Variants | None = None
    alike: tuple[int, ...] = ()


def variants(design: Design) -> Variants:
    """Lay out all courses of a design."""
    made: list[Arm] = []
    laid = _laid(design, made)
    if design.background_share < 1:
        apart = _laid(replace(design, background=()), made)
        laid = replace(laid, apart=apart)
    return replace(laid, arms=tuple(made))


def _laid(design: Design, made: list[Arm]) -> Variants:
    """Courses of a design, added to those that there are."""

    def add(events: Iterable[Event]) -> int:
        """Place of a course; courses that are the same stand once."""
        arm = Arm(design.person, _protocol(design, events))
        for place, other in enumerate(made):
            if other.protocol.events == arm.protocol.events:
                return place
        made.append(arm)
        return len(made) - 1

    full = tuple(add(_course(design, sequence)) for sequence in design.sequences)
    untaken: tuple[int, ...] = ()
    if design.adherence < 1:
        untaken = tuple(add(_course(design, sequence, taken=False)) for sequence in design.sequences)
    rescued: tuple[tuple[int, ...], ...] = ()
    if design.rescue:
        rescue = design.rescue
        # nobody is rescued at the first visit, and what begins at the last one is never seen
        inner = design.visit_days[1:-1]
        rescued = tuple(
            tuple(add([*_course(design, sequence), *shifted(rescue.events, day, design)]) for day in inner)
            for sequence in design.sequences
        )
    believing = alike(design) if rated_blind(design) else None
    even = tuple(add(_course(believing, sequence)) for sequence in design.sequences) if believing else ()
    return Variants((), full, untaken, rescued, alike=even)


def screening(design: Design) -> Arm:
    """A day of the usual life, to see who may come in."""
    return Arm(design.person, Protocol("screening", READING_DAY))


def _course(design: Design, sequence: Sequence[int], *, taken: bool = True) -> list[Event]:
    """What somebody gets who goes through arms in an order; days count from randomisation."""
    events: list[Event] = []
    step = DAYS_A_WEEK * (design.weeks + design.washout)
    begin = -DAYS_A_WEEK * design.run_in
    end = design.days + begin
    period = 0
    for place, same in groupby(sequence):
        arm, lasts = design.arms[place], len(list(same))
        first = period * step
        last = first + (lasts - 1) * step + DAYS_A_WEEK * design.weeks
        # a blinded run-in, and a blinded washout, are believed in as much as the arm, and so is a blinded follow-up
        from_day = begin if period == 0 and design.blinded else first
        period += lasts
        until = period * step if design.blinded else last
        seen = until
        if period == design.periods and design.follow_up:
            seen = end
            until = end if design.blinded else last
        # visits and ratings come with the trial, but not to a waiting list
        if contact := visited(arm):
            events.append(Event("contact", from_day, contact, days=seen - from_day + READING_DAY))
        if arm.expectation > 0:
            events.append(Event("expectation", from_day, arm.expectation, days=until - from_day + READING_DAY))
        if taken:
            events += [_within(event, first, last) for event in arm.events]
    return events


def _within(event: Event, first: float, last: float) -> Event:
    """An event of a period at its place in the trial, ending with the period at the latest."""
    moved = replace(event, start=event.start + first)
    if event.hours is None and event.days is None:
        return replace(moved, days=last - moved.start)
    if event.days is not None:
        return replace(moved, days=min(event.days, last - moved.start))
    return moved


def shifted(events: Iterable[Event], day: float, design: Design) -> list[Event]:
    """Events that begin at a visit and go on to the end.

    Parameters
    ----------
    events
        As the design writes them, from day 0 on.
    day
        Of the visit (days from randomisation).
    design
        The design.
    """
    end = design.days - DAYS_A_WEEK * design.run_in
    return [_within(event, day, end) for event in events]


def _protocol(design: Design, events: Iterable[Event]) -> Protocol:
    """A course in days from the day before the run-in, with what goes on in everybody's life beside it."""
    every = [*events, *design.background]
    if design.challenge:
        every += [replace(design.challenge.event, start=design.read_on(day)) for day in design.challenge.days]
    moved = tuple(replace(event, start=event.start + design.lead) for event in every)
    return Protocol(design.title, design.days + BEFORE + READING_DAY, events=moved)
