"""The recipes of CONTRIBUTING.md, followed to the letter in a folder outside of the package: a world."""

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import gutbrain as gb
from gutbrain import world
from gutbrain.axis import axis
from gutbrain.engine.changes import changes
from gutbrain.errors import InputError
from gutbrain.evidence.label.check import check_label
from gutbrain.findings.batches import Size
from gutbrain.model import compose
from gutbrain.report.page import write

GUIDE = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")

FINDING = """
findings:
- id: mine
  reference: doi:10.1000/182
  days: 2
  arms: {all: {events: []}}
  compare: {observable: serum_amyloid, statistic: value, of: {arm: all, day: 1}}
  observed: {value: 4}
"""

PROTOCOL = """
days: 12
person: healthy-adult
events: [{exposure: milk_thistle, amount: 2000, start: 0}]
observe: [serum_amyloid]
"""

LABEL = """
product: Doe
strains: [{name: B. longum DOE-1, cfu: 1.0e+9}]
claims: [Lifts your mood]
"""

HTML = {"accept": "text/html"}
MINE = "from your folder 'recipes'"


def recipe(heading: str) -> list[str]:
    """The blocks of code below a heading."""
    section = GUIDE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"```[a-z]+\n(.*?)```", section, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder in which every recipe was followed."""
    place = tmp_path_factory.mktemp("recipes")
    (channel,), (entry,) = recipe("Add a channel"), recipe("Add an exposure")
    (parameter,), (observable,) = recipe("Add a parameter"), recipe("Add an observable")
    claim, reference = recipe("Add a claim, a reference")
    strain, preset, trial = recipe("Add a strain, a preset, a trial")
    within = textwrap.indent(f"{parameter.replace('half_life', 'half_life_of_a_recipe')}\n{observable}", "    ")
    shipped = (
        "from gutbrain.axis import immunity as shipped\nfrom gutbrain.model import human_observation, output, parameter"
    )
    files = {
        "gutbrain.toml": 'name = "recipes"\nchannels = ["liver.py", "immunity.py"]\n',
        "liver.py": channel.replace('claim="assumption"', 'claim="milk-thistle-lowers-amyloid"'),
        "immunity.py": f"{shipped}\n\n\nclass Immunity(shipped.Immunity):\n{within}",
        "exposures.yaml": entry,
        "claims.yaml": claim,
        "references.yaml": reference,
        "strains.yaml": strain,
        "presets.yaml": preset,
        "trials.yaml": trial,
        "findings/mine.yaml": FINDING,
        "protocol.yaml": PROTOCOL,
        "label.yaml": LABEL,
    }
    (place / "findings").mkdir()
    for name, text in files.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def here(folder):
    with gb.in_world(folder) as entered:
        yield entered


def amyloid(*events):
    protocol = {"days": 12, "person": "healthy-adult", "events": list(events)}
    return gb.simulate(protocol, draws=1, observe=["serum_amyloid", "il6_il10_ratio", "il6", "il10"])


def test_a_channel_an_exposure_and_an_observable_are_simulated(here):
    rest = amyloid()
    herb, grams = (
        amyloid({"exposure": "milk_thistle", "amount": a, "start": 0}).at("serum_amyloid", 11)
        for a in (2000, "2 g/day")
    )
    ratio = rest.at("il6", 11) / rest.at("il10", 11)
    assert rest.at("il6_il10_ratio", 11) == pytest.approx(ratio, rel=1e-3)
    # 2,000 mg are heard as 2 g: synthesis falls to 1 / (1 + 0.5 * 2); as 2,000 g nothing would be left
    assert herb == pytest.approx(rest.at("serum_amyloid", 11) / 2, rel=0.01)
    assert grams == pytest.approx(herb)
    assert rest.provenance["world"]["name"] == "recipes"
    assert "for the shipped axis" in rest.provenance["ensemble"]


def test_a_unit_that_is_none_of_the_exposure_is_refused(here):
    with pytest.raises(InputError, match="does not fit; the unit here is mg/day"):
        gb.load({"days": 1, "events": [{"exposure": "milk_thistle", "amount": "2 mol/day", "start": 0}]})


def test_it_is_explained_and_told_on_a_page(here, folder, tmp_path):
    found = gb.explain(folder / "protocol.yaml", "serum_amyloid", draws=1, orders=1)
    assert found.total[0] < 0
    assert found.rows == ()  # the herb acts on its own channel directly
    result = gb.simulate(folder / "protocol.yaml", draws=2)
    page = write(result, [found], tmp_path / "report.html", changes(result)).read_text(encoding="utf-8")
    assert "Milk thistle lowers amyloid" in page or "milk-thistle-lowers-amyloid" in page or "Doe J" in page
    assert "In the world recipes" in page


def test_a_finding_is_validated_beside_those_that_ship(here):
    from gutbrain.findings.reading import every_file, read_findings

    assert "mine" in {finding.id for finding in read_findings(every_file()).findings}
    found = gb.validate(here.folders[0].findings(), size=Size(draws=2, people=2))
    assert [(one.finding.id, one.verdict) for one in found.checked] == [("mine", "agrees")]


def test_a_trial_counts_where_trials_are_pooled_and_labels_checked(here, folder):
    from gutbrain.evidence import references
    from gutbrain.evidence.pooling.meta import meta
    from gutbrain.evidence.strain_facts import about_strain

    assert references()["doe-2020"].short == "Doe J 2020"
    assert "doe-2020" in {effect.trial.key for effect in meta("depression").effects}
    assert [test.trial for test in about_strain("B. longum DOE-1").tests] == ["doe-2020"]
    report = check_label(folder / "label.yaml")
    assert "tested: 1e9 CFU" in json.dumps(report.to_dict())
    assert report.claims[0].trials == ("doe-2020",)


def test_a_preset_is_simulated_and_asked_about(here):
    assert gb.simulate({"days": 1, "person": "night-nurse", "events": []}, draws=1).protocol.person.preset
    from gutbrain.answers.question import Question

    assert Question(person="night-nurse").person == "night-nurse"


def test_a_claim_is_found_and_leads_from_the_exposure(here):
    from gutbrain.evidence import paths_between
    from gutbrain.evidence.query import find

    assert find("milk thistle").claims[0].record.key == "milk-thistle-lowers-amyloid"
    (chain,) = paths_between("milk_thistle", "serum_amyloid")
    assert chain.weakest == "human-trial"


def test_the_model_goes_out_with_the_new_channel(here, folder):
    pytest.importorskip("libsbml")
    from gutbrain.engine.arms import Arm, plan
    from gutbrain.engine.setup import Setup
    from gutbrain.export.sbml import sbml
    from gutbrain.export.subject import settled

    protocol = gb.load(folder / "protocol.yaml")
    assert "serum_amyloid" in sbml(settled(protocol, plan([Arm.of(protocol)], Setup())))


def test_outside_of_the_folder_nothing_of_it_is_left(folder):
    from gutbrain.evidence import claims, references
    from gutbrain.exposures import exposures
    from gutbrain.people import presets

    with gb.in_world(folder):
        assert "doe-2020" in references()
    assert world.current().is_shipped
    assert "doe-2020" not in references()
    assert "milk-thistle-lowers-amyloid" not in claims()
    assert "milk_thistle" not in exposures()
    assert "night-nurse" not in presets()
    assert "serum_amyloid" not in world.model().observables


@pytest.fixture(scope="module")
def pages(folder):
    """The application in this world, without a network between."""
    from fastapi.testclient import TestClient

    from gutbrain.web.app import create

    with gb.in_world(folder), TestClient(create(workers=1), base_url="http://127.0.0.1") as made:
        yield made


@pytest.mark.parametrize(
    ("address", "shows"),
    [
        ("/", "Liver"),
        ("/api/axis", "liver"),
        ("/api/axis/channels/liver", "serum amyloid"),
        ("/api/axis/channels/liver", "from your folder 'recipes'"),
        ("/api/axis/channels/liver/equations", "synthesis"),
        ("/api/axis/arrows/immunity-liver", "il6"),
        ("/what-if", "Night nurse"),
        ("/api/what-if?person=night-nurse&fibre=40", "mood"),
        ("/trial", "Night nurse"),
        ("/evidence", "recipes"),
        ("/api/evidence?q=milk+thistle+amyloid", MINE),
        ("/api/strains/B. longum DOE-1", MINE),
        ("/api/meta?outcome=depression", "doe-2020"),
        ("/label", "recipes"),
        ("/validation", "recipes"),
        ("/api/validation", "mine"),
        ("/data", "recipes"),
        ("/care", "recipes"),
    ],
)
def test_every_page_shows_what_was_added(pages, address, shows):
    answer = pages.get(address, headers=HTML)
    assert answer.status_code == 200, answer.text[:300]
    assert shows in answer.text.replace("&#39;", "'")


def run(folder, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from gutbrain.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=folder.parent, env={**os.environ}, capture_output=True, encoding="utf-8")


def test_the_command_line_says_in_which_world_it_works(folder):
    told = run(folder, "list", "exposures", "--world", str(folder))
    assert told.returncode == 0, told.stderr
    assert "milk_thistle" in told.stdout
    assert "world 'recipes'" in told.stderr
    assert "channels: liver, immunity" in told.stderr


def test_the_second_process_of_an_explanation_is_in_the_same_world(folder, tmp_path):
    told = run(
        folder,
        "simulate",
        str(folder / "protocol.yaml"),
        "--world",
        str(folder),
        "--draws",
        "1",
        "--out",
        tmp_path / "o",
    )
    assert told.returncode == 0, told.stderr
    assert "serum_amyloid" in told.stdout
    assert json.loads((tmp_path / "o" / "provenance.json").read_text(encoding="utf-8"))["world"]["name"] == "recipes"


def test_a_channel_is_changed_as_the_guide_says():
    (block,), names = recipe("Change a channel"), {}
    exec(block, names)
    channels = [names["SlowSleep"] if channel.name == "sleep" else channel for channel in axis().modules]
    slow, shipped = (
        {number.key: number.value for number in model.parameters} for model in (compose(channels, check=False), axis())
    )
    assert {key: value for key, value in slow.items() if shipped[key] != value} == {"sleep.debt_memory": 6.0}


SPLEEN = '''
from gutbrain.model import Module, assumed, change, parameter, signal, state


class Spleen(Module):
    """Keeps red cells."""

    il6 = signal("pg/mL", rest=0.79, claim="il6-drives-hpa")
    turnover = parameter(0.03, "mL/pg/h", "cells that are kept for each IL-6", (0.01, 0.1), assumed)
    decay = parameter(0.03, "1/h", "share of the cells that is lost", (0.01, 0.1), assumed)

    @state("1", "red cells in the spleen, 1 = rest", start=1.0)
    def red_cells(v):
        return change(gain=v.turnover * v.il6, loss=v.decay)
'''


def test_a_channel_without_a_record_is_drawn_listed_and_explained(folder, tmp_path):
    from gutbrain.answers import axis_links, explore
    from gutbrain.answers.equations import Asked, equations
    from gutbrain.report import axis_drawing

    place = tmp_path / "bare"
    shutil.copytree(folder, place)
    (place / "spleen.py").write_text(SPLEEN, encoding="utf-8")
    named = 'name = "bare"\nchannels = ["liver.py", "immunity.py", "spleen.py"]\n'
    (place / "gutbrain.toml").write_text(named, encoding="utf-8")
    with gb.in_world(place):
        titles = {node.name: node.title for node in explore.whole().nodes}
        assert [titles[name] for name in ("liver", "spleen", "own")] == ["liver", "spleen", "your own"]
        liver, spleen, own, immunity = (explore.node(name) for name in ("liver", "spleen", "own", "immunity"))
        assert [(one.name, one.title) for one in liver.readings] == [("serum_amyloid", "Serum amyloid A")]
        assert [(one.title, one.plain) for one in spleen.readings] == [
            ("Red cells in the spleen", "red cells in the spleen, 1 = rest")
        ]
        assert spleen.plain.startswith("Keeps red cells")
        assert not spleen.curve
        assert [(one.name, one.unit) for one in own.exposures] == [("milk_thistle", "mg/day")]
        assert "il6_il10_ratio" in [one.name for one in immunity.readings]
        assert all(explore.node(name).readings for name in axis_links.channels())
        arrows = [explore.arrow(key) for key in ("immunity-spleen", "own-liver")]
        assert [arrow.influences[0].exposure for arrow in arrows] == ["", "milk_thistle"]
        drawn = str(axis_drawing.draw(axis_drawing.Chosen(node="spleen")))
        assert all(f'data-node="{node}"' in drawn for node in ("liver", "spleen", "own"))
        assert "red_cells" in [one.name for one in equations(Asked(channel="spleen")).equations]
