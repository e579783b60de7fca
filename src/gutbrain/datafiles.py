"""Reads the facts that ship with the package: YAML 1.2 files in the ``data`` folder of a room."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML


def read(package: str, name: str) -> Any:
    """Plain values of ``data/name`` of a package.

    Always by the pure parser: the optional C parser is stricter, and a file must not be readable on one machine only.
    Callers keep what they have read.
    """
    text = files(package).joinpath("data", name).read_text("utf-8")
    return YAML(typ="safe", pure=True).load(text)
