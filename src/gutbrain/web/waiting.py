"""How long somebody waits, in words."""

from __future__ import annotations

import math

from gutbrain.language import ngettext


def about(seconds: float) -> str:
    """A time to wait, rounded up: seconds up to a minute and a half, then minutes."""
    if seconds <= 90:
        # nobody looks at a clock for single seconds
        whole = max(1, math.ceil(seconds)) if seconds <= 10 else 5 * math.ceil(seconds / 5)
        return ngettext("%(num)d second", "%(num)d seconds", whole) % {"num": whole}
    minutes = math.ceil(seconds / 60)
    return ngettext("%(num)d minute", "%(num)d minutes", minutes) % {"num": minutes}
