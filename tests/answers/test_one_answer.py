"""One answer, wherever it is asked: the page's API, the command, Python."""

import json

import pytest
from typer.testing import CliRunner

import gutbrain
from gutbrain.cli import app


@pytest.fixture(scope="module")
def client():
    from fastapi.testclient import TestClient

    from gutbrain.web.app import create

    with TestClient(create(), base_url="http://127.0.0.1") as made:
        yield made


def run(*words):
    done = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_what_if_is_the_same_on_the_page_by_command_and_in_python(client, tmp_path):
    asked = {"person": "stressed-adult", "sleep": 8, "fibre": 26.5, "strain_1": "B. longum 1714", "dose_1": 1e9}
    page = client.get("/api/what-if", params=asked).json()
    changes = {"fibre": "+10", "sleep": 8, "B. longum 1714": 1e9}
    assert gutbrain.what_if("stressed-adult", changes).model_dump(mode="json") == page
    given = [part for name, value in changes.items() for part in ("--change", f"{name}={value}")]
    assert json.loads(run("what-if", "stressed-adult", *given, "--json")) == page
    # so is the protocol that the page gives to download
    protocol = tmp_path / "asked.yaml"
    protocol.write_bytes(client.get("/api/what-if/protocol.yaml", params=asked).content)
    assert json.loads(run("what-if", protocol, "--json")) == page
    assert page["outcomes"][0]["side"] == 1


def test_options_are_the_same_on_the_page_by_command_and_in_python(client):
    asked = {"person": "stressed-adult", "outcome": "anxiety", "weeks": 4}
    page = client.get("/api/what-if/options", params=asked).json()
    assert gutbrain.options("stressed-adult", "anxiety", weeks=4).model_dump(mode="json") == page
    told = run("options", "stressed-adult", "--outcome", "anxiety", "--weeks", 4, "--json")
    assert json.loads(told) == page
    assert page["options"][0]["better"]


def test_the_tables_tell_what_the_answers_tell():
    told = " ".join(run("what-if", "stressed-adult", "--change", "sleep=8").split())
    assert "12 weeks: sleep, 8 h/night" in told
    assert "Mood" in told
    assert "of 100 better/worse/chance" in told
    assert "Nothing is otherwise" in run("what-if", "stressed-adult")
    ranked = run("options", "stressed-adult", "--weeks", 4)
    best = gutbrain.options("stressed-adult", weeks=4).options[0].title
    assert next(line for line in ranked.splitlines() if line.startswith(best))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--change", "sleep"], "'sleep' has no name or no value"),
        (["--change", "sleep=8", "--change", "sleep=7"], "sleep is given twice"),
        (["--change", "slep=8"], "did you mean 'sleep'"),
        (["--change", "fibre=1000"], "fibre: 1000"),
    ],
)
def test_what_is_wrong_with_a_change_is_told(words, said):
    from gutbrain.errors import InputError

    with pytest.raises(InputError) as told:
        CliRunner().invoke(app, ["what-if", "healthy-adult", *words], catch_exceptions=False)
    assert said in str(told.value)


def test_a_strain_of_which_nothing_is_known_is_not_called_harmless():
    found = gutbrain.what_if("stressed-adult", {"L. rhamnosus": 1.0e9})
    (mood,) = (outcome for outcome in found.outcomes if outcome.name == "depression")
    assert mood.open
    assert (mood.verdict, mood.glance) == ("Not known: may be better or worse", "not known")


def test_options_say_how_many_trials_of_a_strain_found_it_better():
    options = {option.title: option for option in gutbrain.options("stressed-adult", "depression", weeks=4).options}
    tried = options["B. longum 1714"]
    assert (tried.tried, tried.helped) == (1, 0)
