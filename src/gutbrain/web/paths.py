"""Where in the application a request goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def inside(scope: Mapping[str, Any]) -> str:
    """The path of a request without the prefix that a reverse proxy puts before it (``root_path``)."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    within = root and (path == root or path.startswith(f"{root}/"))
    return path[len(root) :] if within else path
