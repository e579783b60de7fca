"""Pictures of curves and quantiles: published points over what is predicted."""

from __future__ import annotations

import math
import re

import pytest

from gutbrain.findings.finding import Compare, Finding, Observed, When
from gutbrain.findings.shape_verdict import CurveCheck, QuantilesCheck
from gutbrain.findings.validation import NOTHING, Checked, Validation
from gutbrain.findings.verdict import Predicted
from gutbrain.report.shape_picture import Axis, draw
from gutbrain.report.validation_page import write


def curve(name: str = "curve", days: tuple[float, ...] = (0.0, 7.0, 28.0), median: float = 1.5) -> Checked:
    moments = tuple((When("a", day), When("b", day)) for day in days)
    compare = Compare("il6", "curve", When("a", 0.0), When("b", 0.0), told_as="ratio", moments=moments)
    seen = Observed.of_many(points=(Observed(1.0), *(Observed(2.0, 1.5, 2.5) for _ in days[1:])))
    shape = CurveCheck(tuple(Predicted(median, median - 0.2, median + 0.2, 0.1) for _ in days), 0.9, 0.5)
    return Checked(Finding(name, "pmid:1", "human", "rct", compare, seen), NOTHING, shape.verdict, shape.why, shape)


def quantiles(detection: float | None = None) -> Checked:
    seen = Observed.of_many(quantiles=((0.25, 0.0), (0.5, 0.001), (0.75, 0.1)), detection=detection)
    compare = Compare("akkermansia_share", "quantiles", When("a", 0.0))
    shape = QuantilesCheck(
        tuple(Predicted(x, x / 2, 2 * x, x) for x in (0.001, 0.01, 0.2)), (0.2, 0.4, 0.7), (True,) * 3
    )
    return Checked(Finding("people", "pmid:1", "human", "cohort", compare, seen), NOTHING, "agrees", shape.why, shape)


def places(picture: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r'class="seen" cx="([\d.]+)" cy="([\d.]+)"', picture)]


def test_every_published_point_is_drawn_at_its_time_over_the_predicted_band() -> None:
    picture = str(draw(curve()))
    points = places(picture)
    assert len(points) == 3
    assert picture.count('class="bar"') == 2
    assert picture.count('class="band"') == picture.count('class="median"') == 1
    # 7 of 28 days: a quarter of the way
    assert (points[1][0] - points[0][0]) / (points[2][0] - points[0][0]) == pytest.approx(0.25, abs=0.01)
    assert points[1][1] < points[0][1]
    assert ">day<" in picture


def test_a_short_curve_has_hours_across() -> None:
    assert "midnight" in str(draw(curve(days=(0.0, 1.0, 2.0))))


def test_quantiles_stand_from_few_people_to_many_and_nothing_is_drawn_below_detection() -> None:
    points = places(str(draw(quantiles(detection=0.001))))
    assert [y for _, y in points] == sorted((y for _, y in points), reverse=True)
    # what was not seen and what was just seen lie at the limit
    assert points[0][0] == points[1][0] < points[2][0]


def test_what_has_no_curve_has_no_picture() -> None:
    assert not draw(curve(median=math.nan))
    assert not draw(Checked(curve().finding, NOTHING, "misses", ""))


def test_an_axis_over_factors_is_a_logarithm() -> None:
    axis = Axis.over([0.01, 1.0, 100.0], 0.0, 100.0, log=True)
    assert axis(1.0) == pytest.approx(50.0)
    assert axis.ticks() == [0.01, 0.1, 1.0, 10.0, 100.0]


def test_the_page_draws_them_by_channel(tmp_path) -> None:
    page = write(Validation((curve("<b>"), quantiles(0.001))), {}, "made up", tmp_path / "p.html")
    text = page.read_text(encoding="utf-8")
    assert text.count('<svg class="shape"') == 2
    assert "<b>, " not in text
    assert "1.00, 2.00, 2.00" in text
    assert "25 %: 0" in text
