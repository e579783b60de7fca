"""What acts on the axis: exposures, medicines and strains by name; a protocol, and the schedule that it becomes."""

from gutbrain.exposures.errors import ProtocolError
from gutbrain.exposures.events import Event
from gutbrain.exposures.fields import Field, document, parse_yaml, read_yaml
from gutbrain.exposures.protocol import Moment, Person, Protocol, Saw, load
from gutbrain.exposures.schedule import Schedule, Table, merge
from gutbrain.exposures.strains import Strain, UnknownStrain, present_name, resolve, strains
from gutbrain.exposures.vocabulary import Exposure, exposures, usual_exposures

__all__ = [
    "Event",
    "Exposure",
    "Field",
    "Moment",
    "Person",
    "Protocol",
    "ProtocolError",
    "Saw",
    "Schedule",
    "Strain",
    "Table",
    "UnknownStrain",
    "document",
    "exposures",
    "load",
    "merge",
    "parse_yaml",
    "present_name",
    "read_yaml",
    "resolve",
    "strains",
    "usual_exposures",
]
