"""Families: one declaration for each of several members, such as the guilds of the microbiota.

In a class, ``mass = over(GUILDS, "{}_mass")(grown)`` declares ``bifidobacterium_mass`` and so on, each made by
``grown("bifidobacterium")``. In an equation, ``v.mass["bifidobacterium"]`` is that name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Member = str | int | tuple[str, ...]


@dataclass(frozen=True)
class Family:
    """Declarations of one kind.

    ``names`` is their name with ``{}`` where the member stands (twice for pairs), ``make`` gives the declaration of a
    member.
    """

    members: tuple[Member, ...]
    names: str
    make: Callable[..., Any] | None

    def name(self, member: Member) -> str:
        """The name of a member's declaration."""
        return self.names.format(*_parts(member))

    def declarations(self) -> Iterator[tuple[str, Any]]:
        """Every name with its declaration."""
        return ((self.name(member), self.make(*_parts(member))) for member in self.members if self.make)


class Members:
    """A family as an equation sees it: values by member."""

    __slots__ = ("_family", "_read")

    def __init__(self, family: Family, read: Callable[[str], Any]) -> None:
        self._family, self._read = family, read

    def __getitem__(self, member: Member) -> Any:
        return self._read(self._family.name(member))

    @property
    def members(self) -> tuple[Member, ...]:
        """All members, in the order of the declaration."""
        return self._family.members

    def of(self, members: Iterable[Member]) -> list[Any]:
        """The values of some members."""
        return [self[member] for member in members]


def over(members: Iterable[Member], names: str) -> Callable[[Callable[..., Any] | None], Any]:
    """Declare a family; what is decorated makes the declaration of a member (see :class:`Family`).

    Parameters
    ----------
    members
        Names, numbers, or pairs of names.
    names
        The declarations' names, with ``{}`` where the member stands.

    Returns
    -------
    callable
        Decorates what makes the declaration of a member.

    Examples
    --------
    >>> from gutbrain.model import constant, defined, over
    >>> cost = over(("starch", "fibre"), "{}_cost")(lambda food: constant(1.0, "1", f"cost of {food}", defined))
    >>> [name for name, declared in cost.declarations()]
    ['starch_cost', 'fibre_cost']
    """
    return lambda make: Family(tuple(members), names, make)


def named(names: str) -> Any:
    """A family whose members are declared one by one: in an equation ``v.supplies["starch"]`` is ``starch_supply``.

    Parameters
    ----------
    names
        Their names, with ``{}`` where the member stands.

    Returns
    -------
    Family
        In an equation, read by member.

    Examples
    --------
    >>> from gutbrain.model import named
    >>> named("{}_supply").name("starch")
    'starch_supply'
    """
    return over((), names)(None)


def _parts(member: Member) -> tuple[str | int, ...]:
    return member if isinstance(member, tuple) else (member,)
