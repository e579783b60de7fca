"""The diary that ``gutbrain serve --diary`` shows: opened once, read anew where its file has changed."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from datetime import date
from pathlib import Path
from typing import Any

from gutbrain.diary import Diary
from gutbrain.diary import open as opened
from gutbrain.diary.watch import watch

KEPT = 32
"""Answers that are kept in memory until the diary changes."""


class Book:
    """One person's diary, for one server.

    It is read anew where another program has changed it. Nothing of it is written anywhere but in its own file; answers
    that take long to work out are kept in memory until the file changes.

    Attributes
    ----------
    path
        The file.
    """

    def __init__(self, path: Path, phrase: str | None = None) -> None:
        """Open it.

        Raises
        ------
        InputError
            Where it is not there, is no diary, or cannot be opened with this pass phrase.
        """
        self.path = path
        # whoever starts the server is not stopped: the page is, where help comes first
        self._diary = opened(path, passphrase=phrase, care="seen")
        self._lock = threading.Lock()
        self._read = self._state()
        self._answers: dict[Hashable, Any] = {}

    @property
    def lock(self) -> threading.Lock:
        """Who holds it has the diary to themselves within this server."""
        return self._lock

    def now(self) -> Diary:
        """The diary as it is now.

        Raises
        ------
        InputError
            Where its file is gone, or cannot be read any more.
        CareNeeded
            Where an answer of the last two weeks is that of somebody who needs help now.
        """
        mine, state = self._diary, self._state()
        day = date.today()
        if state != self._read or day != mine.today:
            mine.today = day
            self._answers.clear()
            self._read = state
            mine.refresh()
        else:
            mine.said = watch(mine.entries, mine.settings, day)
        return mine

    def known(self, key: Hashable) -> Any:
        """An answer that was worked out since the diary last changed; None where there is none."""
        return self._answers.get(key)

    def keep(self, key: Hashable, answer: Any) -> None:
        """Keep an answer until the diary changes."""
        if len(self._answers) >= KEPT:
            self._answers.pop(next(iter(self._answers)))
        self._answers[key] = answer

    def _state(self) -> tuple[int, int, int]:
        try:
            found = self.path.stat()
        except OSError:
            return (0, 0, 0)
        return found.st_ino, found.st_mtime_ns, found.st_size
