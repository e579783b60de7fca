"""Tables of messages that speak: each value in the language that is spoken when it is looked up."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import TypeVar

from gutbrain.language.catalogues import gettext

K = TypeVar("K", bound=Hashable)


class Said(Mapping[K, str]):
    """A mapping to messages that are marked with ``N_``, each given in the language that is spoken.

    Parameters
    ----------
    messages
        The English ones.
    """

    def __init__(self, messages: Mapping[K, str]) -> None:
        self._messages = dict(messages)

    def __getitem__(self, key: K) -> str:
        return gettext(self._messages[key]) if self._messages[key] else ""

    def only(self, *keys: K) -> Said[K]:
        """The same of some keys, in their order."""
        return Said({key: self._messages[key] for key in keys})

    def __iter__(self) -> Iterator[K]:
        return iter(self._messages)

    def __len__(self) -> int:
        return len(self._messages)

    def __repr__(self) -> str:
        return repr(self._messages)
