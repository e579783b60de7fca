"""A hundred dots, so many of them filled: a chance that can be counted."""

from __future__ import annotations

from markupsafe import Markup, escape

STEP, RADIUS = 20, 7.4


def hundred(share: float, said: str) -> Markup:
    """Ten rows of ten dots; ``said`` is what the picture says, for who cannot see it."""
    filled = round(100 * share)
    dots = "".join(
        f'<circle class="{"won" if n < filled else "lost"}" cx="{STEP * (n % 10) + 10}" cy="{STEP * (n // 10) + 10}" '
        f'r="{RADIUS}"/>'
        for n in range(100)
    )
    return Markup(f'<svg class="hundred" viewBox="0 0 200 200" role="img" aria-label="{escape(said)}">{dots}</svg>')
