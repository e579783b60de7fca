"""A population against published quantiles, through the command line's function."""

from __future__ import annotations

import pytest

from gutbrain.errors import InputError
from gutbrain.findings import population
from gutbrain.findings.population import population_check
from gutbrain.people.reference import ReferenceRange, reference_ranges


def test_quantiles_of_carriers_are_told_of_everybody() -> None:
    half = ReferenceRange("akkermansia", "log10 cells/g", 8.7, 7.7, 9.6, "someone-2024", carriers=0.5)
    # half have none: of all people 52.5 % have less than the fifth percentile of carriers, 75 % than their median
    assert [q for q, _ in half.quantiles] == pytest.approx([0.525, 0.75, 0.975])
    wide = ReferenceRange("cortisol", "nmol/L", 428, 323, 568, "someone-2024", covers=0.95)
    assert [q for q, _ in wide.quantiles] == pytest.approx([0.025, 0.5, 0.975])


def test_what_is_assumed_is_no_published_quantile() -> None:
    assert ReferenceRange("lbp", "ug/mL", 6, 2, 10, "assumption").quantiles == ()
    assert ReferenceRange("stool_ph", "pH", 6.6, 5.5, 7.8, "rose-2015", assumed=True).quantiles == ((0.5, 6.6),)


def test_a_population_is_held_against_every_published_quantile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(population, "own_files", lambda: ())
    rows = population_check(60)
    told = {(published.observable, q) for published in reference_ranges() for q, _ in published.quantiles}
    assert len(rows) == sum(len(published.quantiles) for published in reference_ranges())
    assert {row.observable.split(" / ")[0] for row in rows} == {name for name, _ in told}
    phq9 = {row.what: row for row in rows if row.observable == "phq9"}
    # the mean that it is made with is met, and with the floor of the scale its lowest people
    assert phq9["50 %"].ok
    assert phq9["5 %"].model == 0.0
    assert all(row.share_below is not None and 0 <= row.share_below <= 1 for row in rows)
    # of 60 people: 1.96 sqrt(0.05 x 0.95 / 60) + 0.1; or the values lie within a factor of 1.3
    fifths = [row for row in rows if row.what == "5 %"]
    near = [abs((row.share_below or 0.0) - 0.05) <= 0.15515 for row in fifths]
    assert all(row.ok for row, one in zip(fifths, near, strict=True) if one)
    like = [row for row, one in zip(fifths, near, strict=True) if row.ok and not one]
    assert all(1 / 1.3 <= row.model / row.published <= 1.3 for row in like)


def test_counts_are_told_in_logarithms() -> None:
    # a factor of 1.3 is 0.114 on log10 cells, not 8.0 against 10.4
    assert not population._is_like("lactobacillus", 6.5, 7.6)
    assert population._is_like("lactobacillus", 6.5, 6.6)
    assert population._is_like("crp", 0.7, 0.9)
    assert not population._is_like("crp", 0.7, 1.0)
    assert not population._is_like("enterobacteriaceae_share", 0.0, 0.001)


def test_a_few_people_have_no_quantiles() -> None:
    with pytest.raises(InputError, match="people"):
        population_check(5)
