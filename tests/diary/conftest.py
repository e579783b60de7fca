"""What the tests of a diary share."""

import pytest
from diary_exports import TODAY

from gutbrain import diary
from gutbrain.diary.importing import read_files
from gutbrain.diary.settings import Settings


@pytest.fixture
def read(tmp_path):
    """Read a text as a file; gives the reading."""

    def reading(text, name="export.csv", settings=None, **asked):
        path = tmp_path / name
        content = text if isinstance(text, bytes) else text.encode("utf-8")
        path.write_bytes(content)
        (found,) = read_files([path], settings or Settings(zone="Europe/Berlin"), today=TODAY, **asked)
        return found

    return reading


@pytest.fixture
def mine(tmp_path):
    """An empty diary, looked at on a fixed day."""
    made = diary.new(tmp_path / "me.diary", {"zone": "Europe/Berlin", "scales": {"mood": {"from": 0, "to": 10}}})
    made.today = TODAY
    return made
