"""Fixtures shared by the rooms."""

from __future__ import annotations

import sys

import fake_result as made
import pytest

from gutbrain import cli


@pytest.fixture(scope="session")
def result():
    """Four weeks of a strain, then a stress test; see fake_result."""
    return made.fake_result()


@pytest.fixture(scope="session")
def page(result) -> str:
    """The page of it."""
    from gutbrain.report.page import render

    return render(result, [made.fake_explanation()], made.fake_claims(), made.fake_references())


@pytest.fixture
def run(monkeypatch, capfd):
    """Run the command line; gives exit status, stdout and stderr."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["gutbrain", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        written = capfd.readouterr()
        return ended.value.code or 0, written.out, written.err

    return call
