"""The recipes of CONTRIBUTING.md, followed to the letter in a copy of the package."""

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import gutbrain
from gutbrain.axis import axis
from gutbrain.model import compose

GUIDE = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")

ASK = """
import json
import gutbrain as gb
from gutbrain.axis import axis
from gutbrain.findings.reading import read_findings

axis(check=True)  # every equation once with units

def amyloid(*events):
    protocol = {"days": 12, "person": "healthy-adult", "events": list(events)}
    result = gb.simulate(protocol, draws=1, observe=["serum_amyloid", "il6_il10_ratio", "il6", "il10"])
    return {name: float(result.at(name, 11).item()) for name in result.data.data_vars}

try:
    refused = gb.simulate({"days": 1, "events": [dict(exposure="milk_thistle", amount="2 mol/day", start=0)]})
except Exception as error:
    refused = str(error)
print(json.dumps({
    "rest": amyloid(),
    "herb": amyloid({"exposure": "milk_thistle", "amount": 2000, "start": 0}),
    "in grams": amyloid({"exposure": "milk_thistle", "amount": "2 g/day", "start": 0}),
    "refused": refused,
    "problems": [str(p) for p in read_findings(["finding.yaml"]).problems],
    "parts": [row.channel for row in gb.explain(
        {"days": 4, "events": [{"exposure": "milk_thistle", "amount": 2000, "start": 0}]},
        "serum_amyloid", draws=1, orders=1,
    ).rows],
}))
"""

COMMAND = ("-c", "from gutbrain.cli import main; main()")

FINDING = """
findings:
- id: mine
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


def recipe(heading: str) -> list[str]:
    """The blocks of code below a heading."""
    section = GUIDE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"```[a-z]+\n(.*?)```", section, re.DOTALL)


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """A copy of the package in which every recipe was followed; gives what can then be asked of it."""
    folder = tmp_path_factory.mktemp("copy")
    package = folder / "gutbrain"
    shutil.copytree(Path(gutbrain.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    (channel,), (entry,) = recipe("Add a channel"), recipe("Add an exposure")
    (parameter,), (observable,) = recipe("Add a parameter"), recipe("Add an observable")
    (package / "axis" / "liver.py").write_text(channel, encoding="utf-8")
    change(
        package / "axis" / "__init__.py",
        "from gutbrain.axis.brain",
        "from gutbrain.axis.liver import Liver\nfrom gutbrain.axis.brain",
    )
    change(package / "axis" / "__init__.py", "        Scales,\n", "        Scales,\n        Liver,\n")
    change(package / "exposures" / "data" / "exposures.yaml", "fibre:", f"{entry}fibre:")
    own = parameter.replace("half_life", "half_life_of_a_recipe")
    for name, declared in {"immunity_parameters.py": own, "immunity.py": observable}.items():
        file = package / "axis" / name
        file.write_text(file.read_text(encoding="utf-8") + textwrap.indent(f"\n{declared}", "    "), encoding="utf-8")
    (folder / "finding.yaml").write_text(FINDING, encoding="utf-8")
    (folder / "protocol.yaml").write_text(PROTOCOL, encoding="utf-8")

    def python(*arguments: str) -> str:
        told = subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder)},
            capture_output=True,
            encoding="utf-8",
        )
        assert told.returncode == 0, told.stderr
        return told.stdout

    return python


def change(file: Path, before: str, after: str) -> None:
    """Put one text in the place of another, once."""
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_the_recipes_of_the_guide_work_as_they_are_written(followed):
    asked = json.loads(followed("-c", ASK))
    rest, herb = asked["rest"], asked["herb"]
    assert set(rest) == {"serum_amyloid", "il6_il10_ratio", "il6", "il10"}
    assert rest["il6_il10_ratio"] == pytest.approx(rest["il6"] / rest["il10"], rel=1e-3)
    # 2,000 mg are heard as 2 g: synthesis falls to 1 / (1 + 0.5 * 2); as 2,000 g nothing would be left
    assert herb["serum_amyloid"] == pytest.approx(rest["serum_amyloid"] / 2, rel=0.01)
    assert asked["in grams"] == herb
    assert "does not fit; the unit here is mg/day" in asked["refused"]
    assert asked["problems"] == []
    assert asked["parts"] == []  # the herb acts on its own channel directly


def test_what_was_added_is_listed(followed):
    listed = json.loads(followed(*COMMAND, "model", "--observables", "--json"))
    assert {"serum_amyloid", "il6_il10_ratio"} <= {row["name"] for row in listed}
    parameters = json.loads(followed(*COMMAND, "model", "--parameters", "--json"))
    assert {"half_life_of_a_recipe", "synthesis"} <= {row["name"] for row in parameters}


def test_a_unit_that_does_not_fit_ends_the_run(followed):
    ask = ASK.split("try:")[0] + (
        "from gutbrain.axis.liver import Liver\n"
        "Liver.milk_thistle.unit = 'h'\n"
        "try:\n    amyloid({'exposure': 'milk_thistle', 'amount': 2000, 'start': 0})\n"
        "except Exception as error:\n    print(error)\n"
    )
    assert "milk_thistle: is given in mg/day, but the channels that hear it declare h" in followed("-c", ask)


def test_what_was_added_is_told_drawn_and_compared(followed):
    asked = ("simulate", "protocol.yaml", "--draws", "1", "--out", "out")
    assert "serum_amyloid" in followed(*COMMAND, *asked)
    assert "serum_amyloid" in followed("-c", "print(open('out/report.html', encoding='utf-8').read())")
    assert "1 of 1 agree" in followed(*COMMAND, "validate", "finding.yaml", "--draws", "2", "--people", "2")


def test_a_channel_is_changed_as_the_guide_says():
    (block,), names = recipe("Change a channel"), {}
    exec(block, names)
    channels = [names["SlowSleep"] if channel.name == "sleep" else channel for channel in axis().modules]
    slow, shipped = (
        {number.key: number.value for number in model.parameters} for model in (compose(channels, check=False), axis())
    )
    assert {key: value for key, value in slow.items() if shipped[key] != value} == {"sleep.debt_memory": 6.0}
