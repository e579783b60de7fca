"""Published reference values of a healthy adult, which the model at rest must show."""

from __future__ import annotations

from dataclasses import dataclass

from gutbrain.datafiles import per_world, read
from gutbrain.reading.records import CONFIG, facts


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
    covers
        Share of people between ``low`` and ``high``.
    carriers
        Share of people whom the row is about: those in whom the microbe was seen.
    detection
        What the method sees at least; below it all people count as equal.
    assumed
        Whether the range is assumed: only the middle was published then.
    """

    __pydantic_config__ = CONFIG

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
    covers: float = 0.9
    carriers: float = 1.0
    detection: float | None = None
    assumed: bool = False
    note: str = ""

    @property
    def quantiles(self) -> tuple[tuple[float, float], ...]:
        """Shares of all people with the value that they lie below; none where no source is behind it."""
        if self.source == "assumption":
            return ()
        outside = (1 - self.covers) / 2
        told = (
            ((0.5, self.median),)
            if self.assumed
            else ((outside, self.low), (0.5, self.median), (1 - outside, self.high))
        )
        # those in whom the microbe was not seen have less of it than any carrier
        return tuple((1 - self.carriers * (1 - q), value) for q, value in told)


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
    return facts(tuple[ReferenceRange, ...], read(__package__, "reference_ranges.yaml"), "reference_ranges.yaml")
