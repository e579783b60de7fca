import math

import pytest

from gutbrain import words
from gutbrain.engine.changes import Change, Interval, change
from gutbrain.exposures import load


def plain(text: str) -> str:
    """Typographic signs as a keyboard has them."""
    for sign, key in ((words.MINUS, "-"), (words.THIN, "'"), ("\xa0", " "), ("\xd7", "x")):
        text = text.replace(sign, key)
    return text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (14.234, "14.2"),
        (0.0312, "0.0312"),
        (-0.118, "-0.118"),
        (611.4, "611"),
        (12345.6, "12'300"),
        (1.0e9, "1.00 x 10⁹"),
        (1e-5, "<'0.001"),
        (-1e-5, ">'-0.001"),
        (-1e-9, ">'-0.001"),
        (math.nan, "not known"),
    ],
)
def test_numbers_have_three_digits_and_no_noise(value, text):
    assert plain(words.number(value)) == text


def test_what_rounds_to_zero_has_no_sign():
    assert words.number(-0.0004, places=2, sign=True) == "0.00"


def test_given_numbers_keep_the_digits_that_were_written():
    assert [plain(words.given(v)) for v in (1.0e9, 2.5e10, 1000, 0.25)] == ["1 x 10⁹", "2.5 x 10¹⁰", "1000", "0.25"]


def test_an_interval_has_equal_decimals():
    assert plain(words.span(Interval(-0.11, -0.2, 0.004), sign=True)) == "-0.11 (-0.20 to 0.00)"


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Interval(10.95, 10.93, 10.97), "10.95 (10.93 to 10.97)"),  # not "11 (11 to 11)"
        (Interval(11.02, 10.8, 11.3), "11.0 (10.8 to 11.3)"),
        (Interval(10.951234, 10.951230, 10.951238), "10.95 (10.95 to 10.95)"),
        (Interval(208, 4, 409), "208 (4 to 409)"),
        (Interval(7, 7, 7), "7.0 (7.0 to 7.0)"),
        (Interval(0, 0, 0), "0 (0 to 0)"),
    ],
)
def test_the_ends_of_a_narrow_interval_differ_in_print(interval, text):
    assert plain(words.span(interval)) == text


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        ("umol/L", "µmol/L"),
        ("kg/m**2", "kg/m²"),
        ("log10 cells/g", "log₁₀ cells/g"),
        ("1", ""),
        ("z", "SD"),
        ("ug/g", "µg/g"),
    ],
)
def test_units_are_printed_as_people_write_them(raw, printed):
    assert words.unit(raw) == printed


def test_events_are_said_in_words():
    protocol = load(
        {
            "title": "t",
            "days": 90,
            "events": [
                {"exposure": "probiotic", "strains": {"B. longum 1714": 1.0e9}, "start": 0, "days": 28},
                {"exposure": "antibiotic", "name": "ciprofloxacin", "amount": 1000, "start": 60, "days": 5},
                {"exposure": "endotoxin", "amount": 0.8, "start": 1, "hour": 9},
                {"exposure": "fibre", "amount": 40, "start": 70},
                {"exposure": "stress_load", "amount": 3, "start": 10, "days": 28},
                {"exposure": "stress_load", "amount": 1.5, "start": 50, "days": 7},
            ],
        }
    )
    assert [plain(words.event_sentence(e, 90)) for e in protocol.events] == [
        "B. longum 1714, 1 x 10⁹ CFU a day, from day 0 for 28 days",
        "ciprofloxacin, 1000 mg/day, from day 60 for 5 days",
        "endotoxin, 0.8 ng/kg, day 1, 09:00",
        "fibre, 40 g/day, from day 70 to the end",
        "stress load, severe, from day 10 for 28 days",
        "stress load, level 1.5, from day 50 for 7 days",
    ]


def test_a_sentence_has_its_interval(result):
    sentence = words.change_sentence(change(result, "faecal_butyrate"))
    assert sentence.startswith("Butyrate in stool rose by 34")
    assert "(18 to 45) by day 28" in sentence
    assert sentence.endswith("and ended near the start.")


def test_what_kind_of_interval_is_said(result):
    assert "gaps in knowledge, not differences between people" in words.kind(result)
    assert "not yet a calibrated ensemble" in words.ensemble(result)


def test_a_great_rise_is_told_as_times_the_start():
    made_up = {"observable": "il6", "unit": "pg/mL", "meaning": "", "module": "immunity"}
    level = Interval(0.8, 0.8, 0.8)
    rise = Interval(211.0, 112.0, 393.0)
    peak = Change(
        **made_up,
        start=level,
        end=level,
        difference=Interval(0.0, 0.0, 0.0),
        furthest=Interval(211.8, 112.8, 393.8),
        furthest_change=rise,
        furthest_day=1.44,
        by_the_hour=True,
        size=5.6,
        share=Interval(26400.0, 14000.0, 49100.0),
    )
    assert plain(words.headline(peak)) == "x'265"
    assert plain(words.change_sentence(peak)) == (
        "Interleukin 6 rose to 265 times its start (141 to 492) by day 1, 10:34, and ended near the start."
    )
    assert words.columns(peak).start == "0.80"


def test_what_does_not_last_is_told_by_its_peak_and_its_end():
    level, gone = Interval(10.0, 9.0, 11.0), Interval(0.1, -0.2, 0.3)
    told = {"observable": "crp", "unit": "mg/L", "meaning": "", "module": "immunity", "start": level, "end": level}
    told |= {"furthest": level, "furthest_change": Interval(6.0, 4.0, 8.0), "furthest_day": 38.0, "by_the_hour": False}
    sentences = [
        plain(words.change_sentence(Change(**told, difference=left, size=0.5)))
        for left in (gone, Interval(2.0, 1.0, 3.0), Interval(-1.0, -1.5, -0.7), Interval(5.0, 4.0, 6.0))
    ]
    assert [sentence.partition(" by day 38")[2] for sentence in sentences] == [
        ", and ended near the start.",
        ", and ended 2.0 mg/L above the start.",
        ", and ended 1.0 mg/L below the start.",
        ".",
    ]


@pytest.mark.parametrize(
    ("observable", "rise", "said"), [("madrs", 3.0, "worst"), ("cognition", 3.0, "best"), ("crp", 3.0, "")]
)
def test_the_largest_change_is_the_worst_or_the_best_where_there_is_a_better_side(observable, rise, said):
    level = Interval(10.0, 9.0, 11.0)
    moved = Change(
        observable=observable,
        unit="point",
        meaning="",
        module="mind",
        start=level,
        end=level,
        difference=Interval(0.0, 0.0, 0.0),
        furthest=level,
        furthest_change=Interval(rise, 1.0, 5.0),
        furthest_day=38.0,
        by_the_hour=False,
        size=0.5,
    )
    assert words.turn(moved) == said
