"""The door of the axis: the unit of a table against the unit that a channel declares."""

import math

import pytest

from gutbrain.axis import axis
from gutbrain.engine.arms import Arm, plan
from gutbrain.engine.door import factor
from gutbrain.engine.setup import Setup
from gutbrain.errors import InputError
from gutbrain.exposures import Schedule, exposures, load
from gutbrain.exposures.medicines import named
from gutbrain.people.presets import habits, trait_units


@pytest.mark.parametrize(
    ("given", "heard", "expected"),
    [
        ("g/day", "g/day", 1 / 24),
        ("mg/day", "g/day", 0.001 / 24),
        ("g/day", "mg/day", 1000 / 24),
        ("g/week", "g/day", 1 / 24 / 7),
        ("mg", "mg", 1.0),
        ("h/night", "h", 1.0),
        ("min/night", "h", 1 / 60),
        ("h/night", "h/night", 1 / 24),
        ("z", "1", 1.0),
        ("1", "1", 1.0),
        ("year", "year", 8766.0),
    ],
)
def test_units_are_converted_to_those_of_the_channel_in_hours(given, heard, expected):
    assert factor("x", given, heard) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("given", "heard"), [("mg/day", "h"), ("mg/day", "1"), ("1", "g/day"), ("mg", "mg/day")])
def test_units_of_two_kinds_are_refused(given, heard):
    with pytest.raises(InputError, match=f"milk_thistle: is given in {given}, but the channels that hear it declare"):
        factor("milk_thistle", given, heard)


def test_every_exposure_and_trait_of_the_tables_is_heard_by_the_axis_in_a_unit_that_fits():
    model = axis()
    events = []
    for exposure in exposures().values():
        event = {"exposure": exposure.name, "amount": min(1.0, exposure.most), "start": 0}
        if exposure.name == "probiotic":
            event = {"exposure": "probiotic", "strains": {"LGG": 1e9}, "start": 0}
        elif "name" in exposure.takes:
            event["name"] = next(iter(named(exposure.name)))
        events.append(event)
    table = Schedule(load({"days": 3, "events": events})).table
    assert set(table.inputs) <= set(model.exposures)
    for name, unit in [*zip(table.inputs, table.units, strict=True), *((h.name, h.unit) for h in habits().values())]:
        assert factor(name, unit, model.exposures[name].unit) > 0
    heard = {name: unit for name, unit in trait_units().items() if name in model.traits}
    assert all(factor(name, unit, model.traits[name].unit) > 0 for name, unit in heard.items())


def test_seven_hours_of_sleep_are_heard_as_seven_hours():
    protocol = load({"days": 3, "events": [{"exposure": "sleep", "amount": 5, "start": 1, "days": 1}]})
    made = plan([Arm.of(protocol)], Setup(people=1, draws=1, seed=0))
    row = made.compiled.layout.exposures.index("sleep")
    assert made.fixed.usual[row, 0, 0] == pytest.approx(7.3)
    assert [level for level in made.drive.table[:, row, 0] if not math.isnan(level)] == [5.0]
