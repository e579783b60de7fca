"""What was published above what is predicted: two intervals on one axis."""

from __future__ import annotations

from markupsafe import Markup

from gutbrain import words
from gutbrain.findings.validation import Checked
from gutbrain.findings.verdict import NORMAL_97_5, null
from gutbrain.report.curves import nice_ticks

WIDTH, LEFT, RIGHT = 420, 84, 406
ROWS = {"published": 26, "predicted": 58}
BOTTOM = 80


def draw(checked: Checked) -> Markup:
    """The picture; empty for a direction, which has no size, and for what could not be predicted.

    Where no interval was published, the line is the error that the verdict allows for.
    """
    compare, seen, found = checked.finding.compare, checked.finding.observed, checked.predicted
    if compare.statistic == "direction" or found.median != found.median:
        return Markup("")
    room = NORMAL_97_5 * checked.observed_error
    low = seen.low if seen.low is not None else seen.value - room
    high = seen.high if seen.high is not None else seen.value + room
    rows = {"published": (seen.value, low, high), "predicted": (found.median, found.low, found.high)}
    values = [value for row in rows.values() for value in row]
    # the value of no effect belongs into the picture, but for levels, which are far from it
    if compare.statistic not in ("value", "peak", "peak_time", "recovery_time"):
        values.append(null(compare))
    least, most = min(values), max(values)
    margin = 0.06 * (most - least) or 0.5
    least, most = least - margin, most + margin

    def x(value: float) -> float:
        return LEFT + (value - least) / (most - least) * (RIGHT - LEFT)

    parts = [f'<svg class="pair" viewBox="0 0 {WIDTH} 104" role="img" aria-label="Published and predicted intervals">']
    for tick in nice_ticks(least, most, about=5):
        parts.append(f'<path class="grid" d="M{x(tick):.1f} 8V{BOTTOM}"/>')
        text = f'x="{x(tick):.1f}" y="{BOTTOM + 18}" text-anchor="middle">{words.number(tick)}</text>'
        parts.append(f'<text class="tick" {text}')
    for name, (value, start, end) in rows.items():
        y = ROWS[name]
        parts.append(
            f'<g class="{name}"><text x="0" y="{y + 4}">{name}</text><path d="M{x(start):.1f} {y}H{x(end):.1f}"/>'
            f'<circle cx="{x(value):.1f}" cy="{y}" r="5"/></g>'
        )
    return Markup("".join([*parts, "</svg>"]))
