"""What every record of facts is."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

OWN = "own"
"""Group of what somebody added without saying more of it."""


class Record(BaseModel):
    """A fact: cannot be changed, and holds nothing that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")
