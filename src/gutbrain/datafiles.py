"""Reads the facts that ship with the package: YAML 1.2 files in the ``data`` folder of a room."""

from __future__ import annotations

import hashlib
import json
import os
from importlib.resources import files
from typing import Any

from gutbrain import cache

OURS = os.path.dirname(os.path.abspath(__file__)) + os.sep


def ships(file: str | os.PathLike[str] | None) -> bool:
    """Whether a file is one of the package: an example, a finding."""
    return file is not None and os.path.abspath(file).startswith(OURS)


def read(package: str, name: str) -> Any:
    """Plain values of ``data/name`` of a package.

    Always by the pure parser: the optional C parser is stricter, and a file must not be readable on one machine only.
    It is slow, so what was parsed is kept, under the hash of the text.
    """
    content = files(package).joinpath("data", name).read_bytes()
    place = f"data-{hashlib.sha256(content).hexdigest()[:32]}.json"
    parsed = cache.kept(place)
    if parsed is not None:
        try:
            return json.loads(parsed)
        except ValueError:  # a damaged file is written anew
            pass
    from ruamel.yaml import YAML

    values = YAML(typ="safe", pure=True).load(content.decode("utf-8"))
    text = json.dumps(values, default=str)
    if json.loads(text) == values:
        cache.keep(place, text.encode())
    return values
