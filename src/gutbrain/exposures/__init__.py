"""What acts on the axis: exposures, medicines and strains by name; a protocol, and the schedule that it becomes."""

from gutbrain.exposures.errors import ProtocolError
from gutbrain.exposures.events import Event
from gutbrain.exposures.protocol import Moment, Protocol, Saw, Who, load
from gutbrain.exposures.schedule import Schedule, Table, merge
from gutbrain.exposures.strains import (
    AS_TRIED,
    Strain,
    UnknownStrain,
    UnsafeStrain,
    present_name,
    published,
    resolve,
    strains,
)
from gutbrain.exposures.vocabulary import Exposure, exposures, usual_exposures

__all__ = [
    "AS_TRIED",
    "Event",
    "Exposure",
    "Moment",
    "Protocol",
    "ProtocolError",
    "Saw",
    "Schedule",
    "Strain",
    "Table",
    "UnknownStrain",
    "UnsafeStrain",
    "Who",
    "exposures",
    "load",
    "merge",
    "present_name",
    "published",
    "resolve",
    "strains",
    "usual_exposures",
]
