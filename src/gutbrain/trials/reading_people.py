"""How many people a design has, and how they are shared out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from gutbrain.trials.design import Arm
from gutbrain.trials.meaning import Meaning


def people(read: Meaning, arms: tuple[Arm, ...], groups: int, *, crossover: bool) -> dict[str, Any]:
    """How many are randomised, and how they are shared out.

    Parameters
    ----------
    read
        The design.
    arms
        Of the trial.
    groups
        How many groups are randomised to: arms, or orders of arms.
    crossover
        Whether everybody gets every arm.
    """
    counts: Any = read.said.get("per_arm")
    total: Any = read.said.get("people")
    ratio: Any = read.said.get("allocation")
    names = [arm.name for arm in arms]
    if (counts is None) == (total is None):
        if "per_arm" not in read.document and "people" not in read.document:
            right = "say how many people are randomised to each arm, as in per_arm: 60"
            read.problems.append(read.document.problem("per_arm is missing", right))
        elif counts is not None:
            read.wrong("people", "says again how many people there are", "give people or per_arm")
        elif not read.problems:
            key = "per_arm" if "per_arm" in read.document else "people"
            read.wrong(key, "says nothing", "write how many people, as in per_arm: 60")
        return {}
    by_arm = isinstance(counts, Mapping)
    for key, said in (("per_arm", counts if by_arm else {}), ("allocation", ratio or {})):
        read.known((key,), said, names, "arm")
        for name in names:
            if said and name not in said:
                read.wrong(key, f"says nothing of the arm '{name}'", f"write {name}: 1")
        if said and crossover:
            read.wrong(key, "in a crossover everybody gets every arm", f"leave {key} by name out")
    if by_arm and ratio:
        read.wrong("allocation", "per_arm says already how people are shared out", "leave one of them out")
    if read.problems:
        return {}
    shares = tuple(int((counts if by_arm else ratio)[name]) for name in names) if by_arm or ratio else ()
    divisor = math.gcd(*shares) if shares else 1
    shares = tuple(share // divisor for share in shares)
    if by_arm:
        total = sum(counts.values())
    elif total is None:
        total = counts * groups
    made: dict[str, Any] = {"per_arm": max(round(total / groups), 2)}
    if len(set(shares)) > 1:
        made["allocation"] = shares
    if total != made["per_arm"] * groups:
        made["total"] = int(total)
    return made
