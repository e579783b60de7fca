"""What a design is, in a table: every choice that is not as it would be unless said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from gutbrain.trials.design import Design

PLAIN = ("title", "person", "arms", "control", "per_arm", "weeks", "visits", "endpoints", "better", "warnings")
"""Fields that every design has, and that are shown elsewhere."""


def facts(design: Design) -> dict[str, Any]:
    """Choices of a design beside the plain ones, for programs: names as the design has them, values as they are."""
    made: dict[str, Any] = {}
    for one in fields(Design):
        if one.name in PLAIN:
            continue
        value = getattr(design, one.name)
        usual = one.default_factory() if callable(one.default_factory) else one.default
        if value != usual:
            made[one.name] = _told(value)
    kinds = {arm.name: arm.kind for arm in design.arms if arm.kind}
    return {**made, "kinds": kinds} if kinds else made


def _told(value: Any) -> Any:
    if is_dataclass(value):
        inside = {one.name: _told(getattr(value, one.name)) for one in fields(value)}
        return {name: part for name, part in inside.items() if part not in (None, (), {}, [], "")}
    if isinstance(value, Mapping):
        return {str(name): _told(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return [_told(part) for part in value]
    return value
