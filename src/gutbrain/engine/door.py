"""The door of the axis: what comes in has the unit of its own table, and is heard in that which a channel declares.

Tables of exposures and of traits give a unit to each name, and so does every channel that listens. The two are
compared here: they are one unit, or are converted, or the run is refused. Nothing passes that is milligrams on one side
and grams on the other.
"""

from __future__ import annotations

from functools import cache

from gutbrain.errors import InputError, Problem
from gutbrain.model.units import canonical, is_label, registry

EACH_NIGHT = "/night"
"""End of a unit of what happens each night: it is heard as it is, not as a rate."""


@cache
def factor(name: str, given: str, heard: str) -> float:
    """What a number in the unit of its table is multiplied by, so that it is in the hours-based unit of the model.

    Parameters
    ----------
    name
        Of the exposure or trait, for the message.
    given
        Unit in its table.
    heard
        Unit that the channels declare.

    Raises
    ------
    InputError
        Where the two cannot be converted into one another.
    """
    inside = canonical(heard)[0]
    # seven hours each night are seven hours, for a channel that listens to the night itself
    own, theirs = given.removesuffix(EACH_NIGHT), heard.removesuffix(EACH_NIGHT)
    if own == theirs:
        return inside
    if is_label(own) and is_label(theirs):
        return inside
    return _converted(name, given, heard, "" if is_label(own) else own, "" if is_label(theirs) else theirs) * inside


def _converted(name: str, given: str, heard: str, own: str, theirs: str) -> float:
    from pint.errors import PintError

    try:
        return float(registry().Quantity(1.0, own).to(theirs).magnitude)
    except (PintError, ValueError, TypeError, AttributeError):
        wrong = f"is given in {given}, but the channels that hear it declare {heard}"
        raise InputError([Problem(wrong, "one cannot be converted into the other", field=name)]) from None
