from gutbrain.people import reference_ranges


def test_every_range_holds_its_middle():
    for row in reference_ranges():
        assert row.low <= row.median <= row.high, row
        assert row.unit
        assert row.source
        assert (row.statistic == "share") == (row.over is not None), row


def test_no_value_stands_twice():
    named = [(row.observable, row.hour, row.statistic) for row in reference_ranges()]
    assert len(named) == len(set(named))


def test_the_values_that_are_asked_for_are_there():
    rows = {(row.observable, row.hour, row.statistic): row for row in reference_ranges()}
    morning, midnight = rows["cortisol", 8.5, "value"], rows["cortisol", 0.3, "value"]
    assert (morning.low, morning.median, morning.high) == (323, 428, 568)
    assert (midnight.low, midnight.high) == (41, 69)
    names = {row.observable for row in rows.values()}
    assert names >= {
        "cortisol_awakening_response", "crp", "il6", "faecal_acetate", "faecal_propionate", "faecal_butyrate",
        "total_bacteria", "shannon", "platelet_serotonin", "plasma_tryptophan", "plasma_kynurenine", "kyn_trp_ratio",
        "rmssd", "bdnf", "bdi2", "phq9", "gad7", "hads_d", "hads_a", "pss10", "psqi",
    }  # fmt: skip
    shares = [row.median for row in rows.values() if row.statistic == "share"]
    assert abs(sum(shares) - 1) < 0.01
