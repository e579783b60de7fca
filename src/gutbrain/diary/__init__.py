"""A person's own records: one file of their own, read from what their apps export, asked, tried on oneself.

>>> from gutbrain import diary
>>> mine = diary.new("year.diary", {"zone": "Europe/Berlin"})
>>> kept = mine.add({"sleep": "7:30", "mood": 6})
>>> mine.table()["sleep"].tolist()
[7.5]
"""

from __future__ import annotations

from gutbrain.diary.diary import Diary, Imported, new, open
from gutbrain.diary.ending import delete, destroy, lock, unlock

__all__ = ["Diary", "Imported", "delete", "destroy", "lock", "new", "open", "unlock"]
