import pytest

from gutbrain.trials import power


@pytest.fixture
def few_sets(monkeypatch):
    """Many trials with fewer parameter sets and people than usual: as many as the trials that tests ask for."""
    monkeypatch.setattr(power, "DRAWS", 40)
    monkeypatch.setattr(power, "PEOPLE", 6)
