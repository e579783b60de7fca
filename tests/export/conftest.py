"""What the tests of exports share."""

import locale

import pytest


@pytest.fixture(autouse=True)
def locale_as_it_was():
    """COPASI sets the whole process to the locale "C" as it is imported; what comes after reads text as before."""
    before = locale.setlocale(locale.LC_ALL)
    yield
    locale.setlocale(locale.LC_ALL, before)
