"""JSON Schemas for editors: valid, true of all that ships, and no stricter than who reads."""

import copy
import json
import random
import re
import subprocess
import sys
import tempfile
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from typer.testing import CliRunner

from gutbrain import worldfolder
from gutbrain.cli import app
from gutbrain.cli.schema import HELP
from gutbrain.diary.settings import EXAMPLE
from gutbrain.engine.simulation import read_protocol
from gutbrain.errors import InputError
from gutbrain.evidence.label.file import label_of
from gutbrain.examples import of_kind
from gutbrain.findings.reading import own_files, read_findings
from gutbrain.observations import COLUMNS
from gutbrain.people import Person
from gutbrain.reading import document, read_yaml
from gutbrain.report.schema_forms import OBSERVATIONS, WORLD
from gutbrain.report.schemas import SCHEMAS, schema
from gutbrain.trials.reading import read_design


def read_one(value):
    """Findings from what stands in a file of them."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "f.json"
        file.write_text(json.dumps(value), encoding="utf-8")
        read = read_findings([file])
    if read.problems:
        raise InputError(read.problems)


READERS = {
    "protocol": read_protocol,
    "trial": read_design,
    "label": lambda value: label_of(document(value)),
    "finding": read_one,
}
HOMES = {
    "references": "evidence", "claims": "evidence", "trials": "evidence", "meta_analyses": "evidence",
    "exposures": "atlas", "medicines": "exposures", "strains": "exposures",
    "presets": "people", "traits": "people", "scales": "people",
}  # fmt: skip


@pytest.fixture(scope="module", params=SCHEMAS)
def kind(request):
    return request.param


def checker(kind):
    return Draft202012Validator(schema(kind))


def wrong(validator, value):
    return [f"{error.json_path}: {error.message}"[:300] for error in validator.iter_errors(value)]


def test_each_schema_is_one(kind):
    made = schema(kind)
    Draft202012Validator.check_schema(made)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["title"].startswith("gutbrain ")
    referred = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(made, allow_nan=False)))
    assert referred <= made.get("$defs", {}).keys()


@pytest.mark.parametrize("kind", READERS)
def test_every_example_that_ships_is_right(kind):
    validator = checker(kind)
    shipped = [one for one in of_kind(kind).values() if one.path.suffix == ".yaml"]
    assert shipped
    for one in shipped:
        assert not wrong(validator, read_yaml(one.path).value), one.name


@pytest.mark.parametrize("kind", HOMES)
def test_every_file_of_facts_that_ships_is_right(kind):
    path = files(f"gutbrain.{HOMES[kind]}") / "data" / f"{kind}.yaml"
    assert not wrong(checker(kind), YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))[:3]


def test_every_finding_that_ships_is_right():
    validator = checker("finding")
    asked = {one.id for one in read_findings(own_files()).findings if one.unsupported}
    assert len(own_files()) > 20
    for path in own_files():
        every = [one for one in read_yaml(path).value["findings"] if one["id"] not in asked]
        assert not wrong(validator, {"findings": every})[:3], path.name


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("protocol", {"days": 3, "events": [{"exposure": "fiber", "amount": 1, "start": 0}]}, "fiber"),
        ("protocol", {"days": 3, "events": [{"exposure": "fibre", "amount": 1, "start": 0, "hours": 3}]}, "hours"),
        ("protocol", {"days": 3, "events": [{"exposure": "ssri", "amount": 1, "start": 0}]}, "name"),
        ("protocol", {"days": 3, "events": [{"exposure": "fibre", "amount": "30", "start": 0}]}, "30"),
        ("protocol", {"days": 3, "person": "healthy-adlt"}, "healthy-adlt"),
        ("protocol", {"days": 3, "person": {"traits": {"age": 300}}}, "300"),
        ("protocol", {"days": 3, "observe": ["depresion"]}, "depresion"),
        ("trial", {"arms": {"a": {}}, "per_arm": 1, "weeks": 4, "endpoints": ["bdi2"]}, "per_arm"),
        ("label", {"product": ["a"]}, "product"),
        ("finding", {"findings": [{"id": "a", "days": 1, "arms": {}, "compare": {}, "observed": {}}]}, "statistic"),
        ("references", [{"key": "a-1"}], "authors"),
        ("exposures", {"tea": {"unit": "g/day", "kind": "drink", "most": 5, "meaning": "a herb"}}, "drink"),
    ],
)
def test_what_is_wrong_is_refused(kind, value, said):
    assert said in "\n".join(wrong(checker(kind), value))


def test_an_event_without_its_exposure_lacks_that_alone():
    (said,) = wrong(checker("protocol"), {"days": 3, "events": [{"amount": 1}]})
    assert said == "$.events[0]: 'exposure' is a required property"


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("seed", range(3))
def test_what_a_schema_refuses_for_its_names_and_types_the_reader_refuses_too(kind, seed):
    rng, validator, refused = random.Random(f"{kind} {seed}"), checker(kind), 0
    shipped = [read_yaml(one.path).value for one in of_kind(kind).values() if one.path.suffix == ".yaml"]
    for _ in range(40):
        value = copy.deepcopy(rng.choice(shipped))
        spoil(rng, value)
        if not wrong(validator, value):
            continue
        refused += 1
        with pytest.raises(InputError):
            READERS[kind](value)
    assert refused > 5


ODD = (None, True, 3, -1.5, "x", "30 g/day", [], {}, [1], {"a": 1}, ["x"])


def spoil(rng, value):
    """One thing that is other than it was: a name more or less, or a value of another type."""
    places = [(value, key) for key in value]
    for inside, key in places:
        inner = inside[key]
        if isinstance(inner, dict | list):
            places += [(inner, one) for one in (inner if isinstance(inner, dict) else range(len(inner)))]
    inside, key = rng.choice(places)
    act = rng.randrange(4)
    if act == 0 and isinstance(inside, dict):
        inside["nonsense"] = rng.choice(ODD)
    elif act == 1:
        del inside[key]
    else:
        inside[key] = copy.deepcopy(rng.choice(ODD))


def test_a_person_that_a_schema_takes_can_be_read():
    validator = checker("person")
    for said in (
        "ibs",
        {"preset": "ibs", "traits": {"age": "40 years", "sex": "female", "fibre": 22}},
        {"traits": None},
    ):
        assert not wrong(validator, said)
        assert Person.of(said).preset


def test_the_command_prints_a_schema_and_names_the_kinds():
    run = CliRunner().invoke(app, ["schema", "person"])
    assert json.loads(run.output)["title"] == "gutbrain person: a preset, or a preset with traits"
    assert all(re.search(rf"\b{kind}\b", HELP) for kind in SCHEMAS)
    assert "presets" in CliRunner().invoke(app, ["schema"]).output
    unknown = CliRunner().invoke(app, ["schema", "protocl"])
    assert "did you mean 'protocol'?" in str(unknown.exception)


def test_the_check_of_a_label_brings_no_engine_along(tmp_path):
    pack = tmp_path / "pack.txt"
    pack.write_text("Lactobacillus rhamnosus GG, 10 billion CFU per capsule. Take one capsule a day.", encoding="utf-8")
    code = (
        "import sys; from gutbrain.evidence.label.check import check_label\n"
        f"check_label({str(pack)!r}); print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    loaded = set(run.stdout.split())
    assert "gutbrain.evidence.label.check" in loaded
    assert loaded.isdisjoint(
        {"llvmlite", "statsmodels", "xarray", "scipy", "pandas", "gutbrain.engine", "gutbrain.axis"}
    )


def test_the_page_shows_how_an_editor_takes_a_schema():
    page = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")
    assert "# yaml-language-server: $schema=protocol.schema.json" in page


HEADS = [
    ('name = "mine"\nwithout = ["vagus"]\n[parameters]\n"mind.omega3_mood" = 0.1\n', True),
    ("[parameters]\nmind.omega3_mood = {value = 0.1, low = 0.05, high = 0.2}\n", True),
    ('[parameters]\n"mind.omega3_mood" = {value = 0.1, low = 0.05, high = 0.2}\n', True),
    ("name = [3]\n", False),
    ('without = "vagus"\n', False),
    ('wihtout = ["vagus"]\n', False),
    ('[parameters]\n"mind.omega3_mood" = true\n', False),
    ('[parameters]\n"mind.omega3_mood" = "a lot"\n', False),
]


@pytest.mark.parametrize(("head", "is_right"), HEADS)
def test_the_schema_of_a_world_says_what_its_reader_says(head, is_right, tmp_path):
    (tmp_path / "gutbrain.toml").write_text(head, encoding="utf-8")
    if is_right:
        assert worldfolder.read(tmp_path, "named")
    else:
        with pytest.raises(InputError):
            worldfolder.read(tmp_path, "named")
    assert (not wrong(checker("world"), tomllib.loads(head))) is is_right


def test_the_schemas_of_a_world_and_of_observations_have_the_fields_that_are_read():
    assert tuple(WORLD.fields) == worldfolder.KEYS
    assert tuple(OBSERVATIONS.fields) == COLUMNS
    rows = [{"day": 3, "observable": "sleep", "value": 7.5, "unit": "h"}]
    rows += [{"day": "2025-02-01", "hour": "08:30", "observable": "mood", "value": 3}]
    assert [wrong(checker("observations"), row) for row in rows] == [[], []]
    assert wrong(checker("observations"), {"observable": "sleep", "value": 7.5})


def test_the_schema_of_a_diary_takes_its_own_example_and_refuses_what_is_misspelt():
    said = YAML(typ="safe", pure=True).load(EXAMPLE)
    assert not wrong(checker("diary"), said)
    assert wrong(checker("diary"), {**said, "zoen": "Europe/Berlin"})
