"""Fixtures shared by the rooms."""

from __future__ import annotations

import fake_result as made
import pytest


@pytest.fixture(scope="session")
def result():
    """Four weeks of a strain, then a stress test; see fake_result."""
    return made.fake_result()


@pytest.fixture(scope="session")
def page(result) -> str:
    """The page of it."""
    from gutbrain.report.page import render

    return render(result, [made.fake_explanation()], made.fake_claims(), made.fake_references())
