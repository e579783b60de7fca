"""Worlds: which one a process works in, what may stand in a folder, and what is said of what may not."""

import os
import pickle
import pkgutil
import subprocess
import sys
import textwrap

import pytest

import gutbrain as gb
from gutbrain import datafiles, world, worldfolder
from gutbrain.axis import axis
from gutbrain.engine.ensemble import shipped
from gutbrain.engine.identity import identity
from gutbrain.errors import InputError
from gutbrain.examples import worlds
from gutbrain.exposures import exposures
from gutbrain.people import presets
from gutbrain.report.lists import rows_of

HEAD = 'name = "mine"\n'

CHANNEL = """
from gutbrain.model import Module, assumed, change, parameter, signal, state


class Kidney(Module):
    crp = signal("mg/L", rest=1.0, claim="assumption")
    memory = parameter(2.0, "day", "time constant", (1.0, 4.0), assumed)

    @state("mg/L", "what the kidney remembers", start=1.0)
    def remembered(v):
        return change(gain=v.crp / v.memory, loss=1 / v.memory)
"""


@pytest.fixture
def made(tmp_path):
    """Writes files of a world, and gives its folder."""

    def write(head=HEAD, **files):
        folder = tmp_path / "world"
        (folder / "findings").mkdir(parents=True, exist_ok=True)
        (folder / "gutbrain.toml").write_text(head, encoding="utf-8")
        for name, text in files.items():
            stem, _, kind = name.rpartition("_")
            (folder / f"{stem}.{kind}").write_text(textwrap.dedent(text), encoding="utf-8")
        return folder

    return write


def wrong(folder, ask=lambda: world.model()):
    """What is said of a folder, without the path in front."""
    with pytest.raises(InputError) as said, gb.in_world(folder):
        ask()
    return str(said.value).replace(f"{folder}{os.sep}", "")


# ---- which world


def test_without_any_world_the_model_is_the_shipped_axis():
    with gb.in_world("none") as here:
        assert here.is_shipped
        assert world.model() == axis(axis.__wrapped__.__defaults__[0])


def test_after_a_world_all_is_as_before_it(made):
    before = world.model()
    folder = made('name = "mine"\nchannels = ["kidney.py"]\n', kidney_py=CHANNEL)
    with gb.in_world(folder):
        assert "remembered" in world.model().observables
        assert os.environ[worldfolder.VARIABLE] == str(folder.resolve())
    assert world.model() is before
    assert worldfolder.VARIABLE not in os.environ


def test_the_environment_comes_before_the_nearest_folder(made, tmp_path, monkeypatch):
    folder = made()
    inside = folder / "deep" / "er"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    (found,) = worldfolder.chosen()
    assert (found.path, found.how) == (folder, "found")
    monkeypatch.setenv(worldfolder.VARIABLE, str(worlds()["caffeine"]))
    assert [one.name for one in worldfolder.chosen()] == ["caffeine"]
    monkeypatch.setenv(worldfolder.VARIABLE, "none")
    assert worldfolder.chosen() == ()


def test_a_folder_that_was_only_found_gives_facts_and_never_code(made, monkeypatch):
    folder = made(
        'name = "mine"\nchannels = ["kidney.py"]\n',
        kidney_py="raise SystemExit('code ran')",
        exposures_yaml="tea: {unit: cup/day, kind: supplement, most: 20, meaning: tea}",
    )
    monkeypatch.chdir(folder)
    before = datafiles.enter(None)
    try:
        assert "tea" in exposures()
        assert not world.current().has_own_model
        assert any("not loaded" in line for line in world.current().told())
    finally:
        datafiles.enter(before)


def test_whom_to_ring_is_not_taken_from_a_folder_that_was_only_found(made, monkeypatch):
    from gutbrain.care import help

    line = '{name: "Another line", phone: "0123", hours: always, verified: read, checked: 2026-01-01}'
    folder = made(help_yaml=f"international: [{line}]\ncountries: {{}}\n")
    with gb.in_world(folder):
        assert "Another line" in [one.name for one in help.shipped().international]
    monkeypatch.chdir(folder)
    before = datafiles.enter(None)
    try:
        assert "Another line" not in [one.name for one in help.shipped().international]
        assert any("help.yaml is told to nobody" in line for line in world.current().told())
    finally:
        datafiles.enter(before)


def test_installed_packages_bring_worlds(tmp_path, monkeypatch):
    package = tmp_path / "tea_world"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('imported')", encoding="utf-8")
    (package / "gutbrain.toml").write_text('name = "tea"\n', encoding="utf-8")
    about = tmp_path / "tea_world-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: tea-world\nVersion: 1\n", encoding="utf-8")
    (about / "entry_points.txt").write_text("[gutbrain.worlds]\ntea = tea_world\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert [(one.name, one.how) for one in worldfolder.installed()] == [("tea", "installed")]


def test_nothing_is_worked_out_of_facts_as_files_are_imported():
    code = (
        "import importlib, pkgutil, gutbrain\n"
        "from gutbrain import datafiles\n"
        "def asked(): raise RuntimeError('asked which world it is')\n"
        "datafiles.active = asked\n"
        "for m in pkgutil.walk_packages(gutbrain.__path__, 'gutbrain.'):\n"
        "    if not m.name.endswith('__main__'): importlib.import_module(m.name)\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert told.returncode == 0, told.stderr[-800:]
    assert len(list(pkgutil.walk_packages(gb.__path__))) > 10


def test_a_model_of_a_world_goes_to_other_processes_in_the_same_world(made):
    head = 'name = "mine"\nchannels = ["kidney.py"]\nparameters = {"mind.mood_time" = 12}\n'
    with gb.in_world(made(head, kidney_py=CHANNEL)):
        assert pickle.loads(pickle.dumps(world.model())) == world.model()


# ---- what is changed


def test_a_value_of_a_parameter_holds_in_every_draw(made):
    with gb.in_world(made('parameters = {"mind.mood_time" = 12}\n')):
        (given,) = [p for p in world.model().parameters if p.key == "mind.mood_time"]
        assert (given.value, given.low, given.high) == (12, 12, 12)
        assert "mind.mood_time" not in shipped().deviates
        assert "mind.anxiety_time" in shipped().deviates
        assert "for the shipped axis" in shipped().provenance["name"]
        assert identity(world.model()) != identity(axis())
    assert "mind.mood_time" in shipped().deviates


def test_a_range_and_a_name_without_quotes_are_read(made):
    with gb.in_world(made("[parameters]\nmind.mood_time = {value = 12, low = 8, high = 16}\n")):
        (given,) = [p for p in world.model().parameters if p.key == "mind.mood_time"]
        assert (given.value, given.low, given.high) == (12, 8, 16)


def test_a_channel_is_left_out(made):
    with gb.in_world(made('without = ["vagus"]\n')):
        assert "vagal_tone" not in world.model().observables
        assert world.model().without == ("vagus",)


def test_a_record_takes_the_place_of_one_that_ships_and_the_run_says_so(made):
    record = "fibre: {unit: g/day, kind: usual, healthy_adult: 18, most: 40, meaning: fibre of my study}"
    with gb.in_world(made(exposures_yaml=record)) as here:
        assert exposures()["fibre"].meaning == "fibre of my study"
        assert "world 'mine' replaces fibre (exposures.yaml)" in here.told()
        assert world.model() == world.model(4)
    assert exposures()["fibre"].most == 150


def test_facts_alone_leave_the_model_and_its_fit_as_they_are(made):
    with gb.in_world(made(exposures_yaml="tea: {unit: mg, kind: supplement, most: 20, meaning: tea}")):
        assert identity(world.model()) == identity(axis())
        assert "for the shipped axis" not in shipped().provenance["name"]


# ---- what is wrong


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ('nam = "x"\n', "gutbrain.toml:1: nam: there is no such key; did you mean 'name'?"),
        ('name = "x"\nname = "y"\n', "gutbrain.toml:2: is not TOML: Cannot overwrite a value"),
        ("name = 7\n", "gutbrain.toml:1: name: is not a name"),
        (
            'name = "x"\nchannels = ["kidny.py"]\n',
            "toml:2: channels: there is no file 'kidny.py'; did you mean",
        ),
        ('channels = ["../kidney.py"]\n', "channels: '../kidney.py' lies outside the folder"),
        ('channels = ["/etc/passwd"]\n', "channels: '/etc/passwd' lies outside the folder"),
        ('channels = ["gutbrain.toml"]\n', "is not a Python file"),
        (
            'without = ["vagas"]\n',
            "toml:1: without: there is no channel 'vagas' to leave out; did you mean 'vagus'?",
        ),
        (
            'parameters = {"mind.mod_time" = 1}\n',
            "there is no parameter 'mind.mod_time'; did you mean 'mind.mood_",
        ),
        ('parameters = {"mind.mood_time" = "x"}\n', "mind.mood_time: is not a number"),
        ('parameters = {"mind.mood_time" = {value = 1, low = 2, high = 3}}\n', "1 lies outside 2 to 3"),
        ('parameters = {"mind.mood_time" = {value = 1, low = 0}}\n', "a range needs all three"),
        ('parameters = {"mind.mood_time" = -1}\n', "toml:1: mind.mood_time: -1 is less than 0"),
        ('parameters = {"mind.mood_time" = {value = 1, low = -1, high = 3}}\n', "mind.mood_time: -1 is less than 0"),
        ('[parameters]\nmind.mood_time = 1\n"mind.mood_time" = 2\n', "mind.mood_time: is given twice"),
    ],
)
def test_what_is_wrong_in_the_head_is_told_by_line(made, head, said):
    assert said in wrong(made(head, kidney_py=CHANNEL))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1\n", "kidney.py: holds no channel"),
        (f"{CHANNEL}\n\nclass Second(Module):\n    pass\n", "kidney.py: holds several channels: Kidney, Second"),
        ("def f(:\n", "kidney.py:1: SyntaxError: invalid syntax"),
        ("import no_such_thing\n", "kidney.py:1: ModuleNotFoundError: No module named 'no_such_thing'"),
        ("\nraise SystemExit('no')\n", "kidney.py:2: SystemExit: no"),
        (CHANNEL.replace('"day", "time', '"dya", "time'), "kidney.py:7: kidney.memory: has no unit that is known"),
        ("class Own(BaseException): pass\nraise Own('no')\n", "kidney.py:2: Own: no"),
        (
            CHANNEL.replace("v.crp / v.memory", "v.crp / v.crp"),
            "kidney.py:10: kidney.remembered (gain): has the unit 1,",
        ),
        (CHANNEL.replace("    crp = signal", "    crq = signal"), "no module gives 'crq'"),
        (
            CHANNEL.replace('claim="assumption"', 'claim="no-such-claim"'),
            "crp: there is no claim 'no-such-claim'",
        ),
        (CHANNEL.replace("v.crp / v.memory", "v.crp"), "has the unit"),
        (CHANNEL.replace("v.crp /", "v.crpp /"), "'crpp' is not declared; did you mean 'crp'?"),
        (CHANNEL.replace("1 / v.memory", "1 / 0"), "division by zero"),
        (CHANNEL.replace('"mg/L", rest', '"g/day", rest'), "has the same name in"),
    ],
)
def test_what_is_wrong_in_a_channel_is_told_by_file(made, text, said):
    told = wrong(made('channels = ["kidney.py"]\n', kidney_py=text))
    assert said in told
    assert told.startswith("kidney.py")


def test_a_fault_is_told_at_the_name_that_has_it_though_the_channel_is_named_as_one_before(made):
    text = CHANNEL.replace("class Kidney", "class Memory").replace("v.crp / v.memory", "v.crp")
    assert wrong(made('channels = ["memory.py"]\n', memory_py=text)).startswith(
        "memory.py:10: memory.remembered (gain)"
    )


@pytest.mark.parametrize(
    ("left_out", "gone", "kept"),
    [("vagus", "rmssd", "anxiety"), ("scales", "pss10", "anxiety"), ("mind", "anxiety", "pss10")],
)
def test_what_may_be_asked_is_what_the_model_of_the_world_has(made, left_out, gone, kept):
    from gutbrain.answers.choices import as_shipped, choices

    shipped_here = as_shipped()
    assert gone in (*shipped_here.outcomes, *shipped_here.ways)
    with gb.in_world(made(f'without = ["{left_out}"]\n')):
        there = world.model().observables
        found = choices()
        scales = {one.scale for one in found.outcomes.values() if one.scale}
        assert {*found.outcomes, *found.ways, *scales} <= set(there)
        assert kept in found.outcomes


def test_what_if_and_options_are_answered_where_a_channel_is_left_out(made):
    with gb.in_world(made('without = ["vagus", "strains", "scales"]\n')):
        found = gb.what_if("stressed-adult", {"calm": 20}, weeks=3)
        best = gb.options("stressed-adult", "anxiety", weeks=3)
        with pytest.raises(InputError, match="'pss10' is not known"):
            gb.options("stressed-adult", "pss10", weeks=3)
    assert "anxiety" in [outcome.name for outcome in found.outcomes]
    assert all(outcome.points is None for outcome in found.outcomes)  # the questionnaires are left out
    assert "Probiotic" in best.not_in_model  # nothing hears it
    assert "Calm" in [option.title for option in best.options]


RUNAWAY = """
from gutbrain.model import Module, assumed, change, constant, state


class Kidney(Module):
    rate = constant(1.0, "L**2/mg**2/h", "growth", assumed)

    @state("mg/L", "what runs away", start=1.0)
    def running(v):
        return change(gain=v.rate * v.running * v.running * v.running, loss=0)
"""


def test_a_channel_that_runs_away_in_every_run_is_told_and_gives_no_result(made):
    folder = made('channels = ["kidney.py"]\n', kidney_py=RUNAWAY)
    told = wrong(folder, lambda: gb.simulate({"days": 3}, draws=1))
    assert "every run left the finite numbers (first: running on day" in told


TEA = "tea: {unit: mg, kind: supplement, most: 1, meaning: tea}"
NURSE = "nurse: {title: Nurse, meaning: n, female: {value: 1, source: x}, traits: {age: {value: 40, source: x}}}"


@pytest.mark.parametrize(
    ("name", "text", "said", "ask"),
    [
        ("exposures_yaml", "\n" + TEA.replace("supplement", "drink"), "exposures.yaml:2: tea.kind:", exposures),
        ("exposures_yaml", TEA.replace("most: 1", "most: 1, mst: 1"), "tea.mst: there is no such field", exposures),
        ("exposures_yaml", TEA.replace("mg,", "mugs,"), "exposures.yaml:1: tea: 'mugs' is not a unit", exposures),
        ("exposures_yaml", TEA.replace("unit: mg, ", ""), "tea.unit: is missing", exposures),
        ("exposures_yaml", f"{TEA}\n{TEA}", "exposures.yaml:2: tea: stands twice (first in line 1)", exposures),
        ("exposures_yaml", "- tea", "is a list; a mapping", exposures),
        ("presets_yaml", NURSE.replace("meaning: n, ", ""), "presets.yaml:1: nurse.meaning: is missing", presets),
        ("presets_yaml", NURSE.replace("age:", "aeg:"), "did you mean 'age'?", presets),
    ],
)
def test_what_is_wrong_in_facts_is_told_by_file_and_line(made, name, text, said, ask):
    assert said in wrong(made(**{name: text}), ask)


def test_a_claim_of_a_world_needs_a_reference_that_is_there(made):
    from gutbrain.evidence import claims

    row = '\n- {key: a-b, from: gut, to: mind, sign: 1, grade: human-trial, statement: "X.", references: [nobody-1900]}'
    assert "claims.yaml:2: a-b: there is no reference 'nobody-1900'" in wrong(made(claims_yaml=row), claims)


def test_a_strain_that_makes_people_ill_is_refused_from_a_world_too(made):
    from gutbrain.exposures.strains import strains

    text = """
    species: [Salmonella enterica]
    strains:
    - {name: Salmonella enterica X, short: S. enterica X, species: Salmonella enterica, designation: X}
    """
    assert "is refused" in wrong(made(strains_yaml=text), strains)


def test_words_of_danger_are_none_of_a_world(made):
    ours = datafiles.read("gutbrain.care", "danger.yaml")
    with gb.in_world(made(danger_yaml="danger: {}")):
        assert datafiles.read("gutbrain.care", "danger.yaml") == ours


def test_help_is_there_where_a_world_cannot_be_read(made):
    from gutbrain.care import help

    with gb.in_world(made(help_yaml="countries: 7")):
        assert help.shipped().countries


@pytest.mark.parametrize("given", ["nowhere", "."])
def test_a_command_ends_with_one_line_where_the_world_is_none(given, tmp_path):
    command = [sys.executable, "-c", "from gutbrain.cli import main; main()", "list", "exposures", "--world", given]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert told.returncode == 2
    assert "Traceback" not in told.stderr
    assert told.stderr.startswith("--world: ")


def test_lists_mark_what_a_world_gives():
    assert not any("from" in row for row in rows_of("exposures"))
    with gb.in_world(worlds()["caffeine"]):
        given = {
            kind: {row["name"]: row["from"] for row in rows_of(kind)} for kind in ("exposures", "channels", "strains")
        }
    assert {name for name, said in given["exposures"].items() if said == "your folder 'caffeine'"} == {"caffeine"}
    assert given["channels"]["caffeine"] == "your folder 'caffeine'"
    assert not any(given["strains"].values())


def test_a_name_that_speaks_of_danger_brings_help_first(tmp_path):
    (tmp_path / "gutbrain.toml").write_text('name = "I want to kill myself"\n', encoding="utf-8")
    with pytest.raises(gb.CareNeeded), gb.in_world(tmp_path):
        pass
    assert datafiles.active() == datafiles.Facts()
    command = [sys.executable, "-c", "from gutbrain.cli import main; main()", "list", "presets", "--world", "."]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert told.returncode == 1
    assert "healthy-adult" not in told.stdout
