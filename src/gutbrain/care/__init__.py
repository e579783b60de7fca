"""Help first: what people in danger write is heard at every door, and where they find somebody to talk to.

Nothing heavy is imported with this room, and no phrase is read before the first text is looked at.
"""

from gutbrain.care.hearing import SEEN, go_on, going_on, listen, listens, low, note, start_anew
from gutbrain.care.needed import MESSAGES, CareNeeded, Source

__all__ = [
    "MESSAGES",
    "SEEN",
    "CareNeeded",
    "Source",
    "go_on",
    "going_on",
    "listen",
    "listens",
    "low",
    "note",
    "start_anew",
]
