"""The page of a prediction: the weeks ahead, what a change would make of them, and how past weeks were foretold."""

from __future__ import annotations

import importlib.metadata

from gutbrain.diary.predict import Prediction
from gutbrain.report import diary_pictures, templates


def page(found: Prediction) -> str:
    """The page as text.

    Parameters
    ----------
    found
        The prediction.
    """
    told = found.to_dict()
    past = told["past"]["weeks"]
    return templates.page(
        "predict.html.jinja",
        "diary.css",
        version=importlib.metadata.version("gutbrain"),
        title=f"{found.outcome}: the weeks ahead",
        told=told,
        bands=diary_pictures.bands(found.outcome, told["weeks"], past),
        calibration=diary_pictures.calibration(found.outcome, past) if past else "",
    )
