"""The numbers under a picture's pointer: what ``static/app.js`` reads from ``data-readout``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from gutbrain.report.curves import LEFT, RIGHT, WIDTH


def readout(days: Sequence[int | str], lines: Mapping[str, Sequence[str]]) -> str:
    """JSON for a picture of :mod:`gutbrain.report.curves`.

    Parameters
    ----------
    days
        Evenly spaced over the picture, as they are told.
    lines
        What is read off at each, with its unit, by the name of the line (the main one has none).
    """
    shown = [{"name": name, "values": values} for name, values in lines.items()]
    return json.dumps({"days": days, "lines": shown, "left": LEFT, "right": WIDTH - RIGHT})
