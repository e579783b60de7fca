"""Published reference values of a healthy adult, which the model at rest must show."""

from __future__ import annotations

from dataclasses import dataclass

from gutbrain.datafiles import per_world, read


@dataclass(frozen=True)
class ReferenceRange:
    """A reference value.

    Attributes
    ----------
    observable
        Name of the observable.
    unit
        Its unit.
    median, low, high
        Middle and 90 % range between healthy people (``note`` says where a source gives another range).
    source
        Key of the reference.
    hour
        Clock hour, where it matters.
    statistic
        ``value``, or ``share``: the observable over the observable ``over``.
    sd
        Standard deviation between people, where known.
    """

    observable: str
    unit: str
    median: float
    low: float
    high: float
    source: str
    hour: float | None = None
    statistic: str = "value"
    over: str | None = None
    sd: float | None = None
    note: str = ""


@per_world
def reference_ranges() -> tuple[ReferenceRange, ...]:
    """Every reference value, in the order of the vocabulary.

    Returns
    -------
    tuple of ReferenceRange
        Middle and range of each, with its source.

    Examples
    --------
    >>> from gutbrain.people import reference_ranges
    >>> crp = next(published for published in reference_ranges() if published.observable == "crp")
    >>> crp.low < crp.median < crp.high, crp.unit
    (True, 'mg/L')
    """
    return tuple(ReferenceRange(**row) for row in read(__package__, "reference_ranges.yaml"))
