"""A published study in pictures: its arms with what was seen on them, and each finding beside its prediction."""

from __future__ import annotations

import numpy as np
from markupsafe import Markup

from gutbrain.answers.study_run import ArmCurve, StudyRun
from gutbrain.findings.validation import Checked
from gutbrain.report import interval_pair, shape_picture
from gutbrain.report.overlay import Dot, Line, overlay


def draw(run: StudyRun) -> Markup:
    """The curves of the arms with their 90 % bands; dots are what was published."""
    dots = [Dot(seen.day, seen.value, seen.low, seen.high) for seen in run.seen]
    spans = run.arms[0].given
    return overlay(run.title, run.unit, [_line(arm) for arm in run.arms], dots=dots, spans=spans)


def _line(arm: ArmCurve) -> Line:
    days, median, low, high = (np.array(values) for values in (arm.days, arm.median, arm.low, arm.high))
    return Line(arm.name, days, median, low, high)


def beside(checked: Checked) -> Markup:
    """What was published beside what is predicted: a curve, quantiles or two intervals; empty of a direction.

    Parameters
    ----------
    checked
        A finding with its prediction.
    """
    return shape_picture.draw(checked) or interval_pair.draw(checked)
