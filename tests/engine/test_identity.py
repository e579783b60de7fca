"""What is kept between runs is known by what is computed."""

import os
import re
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

import gutbrain as gb
from gutbrain import model
from gutbrain.axis import axis
from gutbrain.engine import grid, identity
from gutbrain.engine.arms import Arm, plan
from gutbrain.engine.ensemble import shipped
from gutbrain.engine.machine import kernel, stepping
from gutbrain.engine.machine.program import Program
from gutbrain.engine.setup import Setup
from gutbrain.engine.simulation import read_protocol
from gutbrain.engine.study import Study
from gutbrain.findings.kept import basis, kept
from gutbrain.model import compose

WRITTEN = '''
class Liver(Module):
    """Text."""

    half_life = parameter(19.0, "h", "half-life", (17.0, 21.0), animal("a-2000"), spread=0.2)
    gain = parameter(2.0, "1/h", "gain", (1.0, 3.0), animal("a-2000"))
    thousand = constant(1000.0, "1", "a thousand", defined)
    herb = exposure("g/day", claim="assumption")

    @state("mg/L", "a protein", start=0.6)
    def protein(v):
        return change(gain=v.gain + v.herb / v.thousand, loss=1.0 / v.half_life)

    @output("1", "what is shown")
    def crp(v):
        return v.protein * v.half_life + v.gain
'''
HALF_LIFE = '    half_life = parameter(19.0, "h", "half-life", (17.0, 21.0), animal("a-2000"), spread=0.2)\n'
LANGUAGE = {name: getattr(model, name) for name in model.__all__}


def of(*changes: tuple[str, str]) -> str:
    """The identity of the channel above with other text in it; it has no file, as in a notebook."""
    text = WRITTEN
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    names = dict(LANGUAGE, __name__="notebook")
    exec(text, names)
    return identity.identity(compose([names["Liver"]], check=False))


@pytest.mark.parametrize(
    "changes",
    [
        [('"""Text."""', "# a comment")],
        [('animal("a-2000")', "assumed")],
        [("v.half_life", "v.time"), ("half_life =", "time =")],
        [("v.herb", "v.another"), ("herb =", "another =")],
        [("v.thousand", "1000.0")],
        # declared in another order
        [(HALF_LIFE, ""), ("    thousand =", HALF_LIFE + "    thousand =")],
        [("v.protein * v.half_life + v.gain", "v.gain + v.half_life * v.protein")],
        [('(17.0, 21.0), animal("a-2000")', '(17.0, 21.0), human_trial("b-2001")')],
    ],
)
def test_what_computes_the_same_is_the_same_model(changes) -> None:
    assert of(*changes) == of()


@pytest.mark.parametrize(
    "changes",
    [
        [("19.0", "19.1")],
        [("(17.0, 21.0)", "(17.0, 22.0)")],
        [("spread=0.2", "spread=0.3")],
        [("start=0.6", "start=0.7")],
        [("1000.0", "100.0")],
        [("v.gain + v.herb", "v.gain - v.herb")],
        [('exposure("g/day"', 'exposure("mg/day"')],
        [('@output("1"', '@output("mg/L"')],
        # two numbers that are alike are still two
        [("v.protein * v.half_life + v.gain", "v.protein * v.half_life + v.half_life")],
    ],
)
def test_what_computes_something_else_is_another_model(changes) -> None:
    assert of(*changes) != of()


def test_a_guess_without_a_range_counts_by_how_far_it_is_drawn() -> None:
    without = ('(1.0, 3.0), animal("a-2000")', 'None, animal("a-2000")')
    assert of(without) != of(without, ('None, animal("a-2000")', 'None, human_trial("a-2000")'))


@pytest.mark.parametrize(("room", "name"), [(stepping, "SERIES_BELOW"), (grid, "STEP"), (grid, "AFTERWARDS")])
def test_another_integrator_changes_every_key(room, name, monkeypatch) -> None:
    before = _keys()
    monkeypatch.setattr(room, name, getattr(room, name) * 0.5)
    _forget()
    try:
        after = _keys()
    finally:
        monkeypatch.undo()
        _forget()
    assert not set(before) & set(after)
    assert _keys() == before


def _forget() -> None:
    identity.integrator.cache_clear()
    identity.identity.cache_clear()


def _keys() -> list[str]:
    """Keys of the model, of its machine code, of a piece of a trial, of a large run, of a validation."""
    protocol = read_protocol({"title": "t", "days": 3, "events": []})
    program = Program(axis())
    piece = plan([Arm.of(protocol)], Setup(people=2, draws=1, seed=0))
    piece = type(piece)(**(vars(piece) | {"compiled": program}))
    study = Study(protocol, 2, 1, 0, "human", (), (), ("crp",), True)
    return [
        identity.identity(axis()),
        kernel._key(program.operations, program.layout),
        piece.identity,
        study.identity()["model"],
        basis(shipped())["model"],
    ]


COMMENT = ("axis/mind.py", r"^class Mind", "# a comment\nclass Mind")
HILL = ("model/maths.py", r"(def hill\(.*?\n    return )", r"\g<1>1.0001 * ")
GRADE = ("axis/mind_parameters.py", r"(\(\d[\d., ]*\), )human_trial\(.*?\)", r"\g<1>assumed")


@pytest.fixture(scope="module")
def copies(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("copies")
    shutil.copytree(Path(str(files("gutbrain"))), folder / "gutbrain", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def _identity_in(folder: Path) -> str:
    told = "from gutbrain.axis import axis; from gutbrain.engine.identity import identity; print(identity(axis()))"
    environment = dict(os.environ, PYTHONPATH=str(folder), PYTHONDONTWRITEBYTECODE="1")
    done = subprocess.run(
        [sys.executable, "-c", told], env=environment, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize(("change_", "same"), [(COMMENT, True), (HILL, False), (GRADE, True)])
def test_the_text_of_the_axis_does_not_count_but_what_it_computes_does(change_, same, copies) -> None:
    name, pattern, new = change_
    file = copies / "gutbrain" / name
    text = file.read_text(encoding="utf-8")
    changed, count = re.subn(pattern, new, text, count=1, flags=re.MULTILINE | re.DOTALL)
    assert count == 1
    file.write_text(changed, encoding="utf-8")
    try:
        assert (_identity_in(copies) == identity.identity(axis())) is same
    finally:
        file.write_text(text, encoding="utf-8")


def test_what_ships_is_of_this_model() -> None:
    here = identity.identity(axis())
    assert shipped().provenance["model"] == here
    assert kept().basis["model"] == here


def test_an_arm_is_known_by_who_and_what_and_not_by_its_words() -> None:
    def arm(**said) -> str:
        events = [{"exposure": "fibre", "amount": 30, "start": 0}]
        return Arm.of(read_protocol({"title": "t", "days": 3, "events": events, **said})).identity

    assert arm(title="other") == arm()
    assert arm(days=4) != arm()
    assert arm(person="stressed-adult") != arm()
    assert arm(events=[]) != arm()


def test_what_is_taken_later_changes_nothing_that_was_before() -> None:
    taken = [{"exposure": "probiotic", "strains": {"B. longum 1714": 1e9}, "start": 0}]
    later = [{"exposure": "probiotic", "strains": {"L. rhamnosus GG": 1}, "start": 6.99}]
    runs = [gb.simulate({"title": "t", "days": 7, "events": events}, draws=4) for events in (taken, taken + later)]
    for name in ("depression", "cortisol", "strain.B. longum 1714"):
        first, second = (run.data[name].sel(time=slice(0, 6)) for run in runs)
        time = np.intersect1d(first.time, second.time)
        assert len(time) > 10
        assert np.array_equal(first.sel(time=time), second.sel(time=time)), name


def test_a_mixture_is_known_as_badly_as_its_strains() -> None:
    """More strains are no bonus, and what is not known of them does not average out."""
    strains = ["B. longum 1714", "L. rhamnosus GG", "L. casei Shirota", "L. plantarum 299v"]

    def spread(taken: list[str]) -> float:
        event = {"exposure": "probiotic", "strains": dict.fromkeys(taken, 1e9 / len(taken)), "start": 0}
        run = gb.simulate({"title": "t", "days": 60, "events": [event]}, draws=64)
        return float(run.data["psychobiotic_drive"].isel(time=-1).std())

    alone = [spread([name]) for name in strains]
    assert min(alone) < spread(strains) < max(alone) * 1.25
