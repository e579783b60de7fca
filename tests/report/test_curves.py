import re

import numpy as np
import pytest

from gutbrain.report import curves


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(0, 1, [0, 0.25, 0.5, 0.75, 1.0]), (9.0, 10.1, [9.0, 9.5, 10.0]), (0, 84, [0, 25, 50, 75])],
)
def test_ticks_are_round(low, high, ticks):
    assert curves.nice_ticks(low, high) == ticks


def test_a_curve_lies_inside_its_picture(result):
    svg = str(curves.curve(result, "rmssd"))
    numbers = [
        float(v)
        for path in re.findall(r'class="(?:median|outer|inner)" d="([^"]+)"', svg)
        for v in re.findall(r"[-\d.]+", path)
    ]
    assert min(numbers) >= 0
    assert max(numbers[::2]) <= curves.WIDTH
    assert max(numbers[1::2]) <= curves.HEIGHT


def test_a_rhythm_is_drawn_by_its_mornings(result):
    assert curves.by_mornings(result, "cortisol")
    assert not curves.by_mornings(result, "rmssd")


def test_only_what_moves_within_hours_is_drawn_by_the_hour(result):
    (window,) = curves.acute_windows(result)
    assert curves.close_up(result, "cortisol", window) is not None
    assert curves.close_up(result, "bifidobacterium", window) is None


def test_a_flat_line_is_drawn_flat():
    frame = curves._frame(np.array([0.0, 1.0]), np.full((5, 2), 3.0) + 1e-6 * np.arange(2))
    assert frame.high - frame.low > 0.1


def test_the_timeline_holds_every_event(result):
    svg = curves.timeline(result)
    assert "B. longum 1714" in svg
    assert "Trier Social Stress Test" in svg
