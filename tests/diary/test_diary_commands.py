"""The commands, as somebody types them."""

import json
import os
from datetime import date, timedelta

import diary_exports as exports
import pytest
import typer

from gutbrain import diary
from gutbrain.cli import app
from gutbrain.cli import diary as commands


@pytest.fixture
def file(tmp_path, run):
    path = tmp_path / "me.diary"
    assert run("diary", "new", path, "--zone", "Europe/Berlin")[0] == 0
    return path


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(exports.PLAIN, encoding="utf-8")
    return path


def test_a_day_is_added_and_told(file, run):
    status, out, err = run("diary", "add", file, "mood=6", "sleep=6.5h", "sleeep_quality=3")
    assert status == 0
    assert "mood: 6 (new here)" in out
    assert "sleep: 6.5 h" in out
    assert "did you mean 'sleep_quality'?" in err
    status, out, _ = run("diary", "add", file, "mood=7", "--day", "yesterday", "--time", "21:30", "--json")
    assert json.loads(out)["kept"][0]["day"] == str(date.today() - timedelta(1))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["sleep=71h"], "sleep: 71 h is impossible; 0 to 24 (7.1?)"),
        (["mood"], "'mood' names no value; write it as in mood=6"),
        (["mood=1", "mood=2"], "mood stands twice"),
        (["mood=6", "--day", "01.02.2025"], "'01.02.2025' is not a day"),
        (["mood=6", "--day", "2052-02-01"], "2052-02-01 lies ahead"),
        (["mood=6", "--time", "25:00"], "no time of day"),
    ],
)
def test_what_is_typed_wrong_is_said_and_nothing_is_kept(file, run, typed, said):
    status, out, err = run("diary", "add", file, *typed)
    assert status == 2
    assert said in err
    assert not out
    assert not diary.open(file).entries


def test_an_import_tells_what_it_took_and_what_not(file, export, run):
    export.write_text(exports.PLAIN + "2025-02-14,71,,,,sad,\n", encoding="utf-8")
    status, out, _ = run("diary", "import", file, export)
    assert status == 0
    assert "plain, 3 rows, 12 values, 3 days" in out
    assert "NOT TAKEN export.csv:4: sleep [h]: 71 h is impossible" in out
    assert "mood: 'sad' (1) have no number: words: {sad: 2}" in out
    assert "Kept: 12 new, 0 were there already." in out
    status, out, _ = run("diary", "import", file, export, "--json")
    assert (json.loads(out)["new"], json.loads(out)["known"]) == (0, 12)


def test_an_open_question_ends_with_status_two_and_keeps_nothing(file, export, run):
    export.write_text("day,mood\n01.02.2025,6\n", encoding="utf-8")
    status, out, _ = run("diary", "import", file, export)
    assert (status, "say --dates day-first" in out, "Nothing was kept." in out) == (2, True, True)
    assert run("diary", "import", file, export, "--dates", "day-first")[0] == 0
    export.write_text("day,mood\n01.02.2025,7\n", encoding="utf-8")
    status, out, _ = run("diary", "import", file, export, "--dates", "day-first")
    assert (status, "--newer takes those of the file" in out) == (2, True)
    assert run("diary", "import", file, export, "--dates", "day-first", "--newer")[0] == 0


def test_show_leaves_empty_what_was_not_recorded(file, export, run):
    run("diary", "import", file, export)
    status, out, _ = run("diary", "show", file, "phq9", "alcohol", "--json")
    shown = json.loads(out)
    assert status == 0
    assert shown["days"][-1] == {"day": "2025-02-13", "phq9": 6, "alcohol": 20}
    assert shown["days"][-2] == {"day": "2025-02-12", "phq9": None, "alcohol": None}
    assert "2025-02-01 to 2025-02-13" in run("diary", "show", file)[1]
    assert "did you mean 'mood'?" in run("diary", "show", file, "mod")[2]


def test_look_says_so_where_nothing_can_be_told(file, export, run):
    run("diary", "import", file, export)
    status, out, _ = run("diary", "look", file, "--outcome", "mood")
    assert status == 0
    assert "cannot tell" in out
    assert "0 pairs were tried" in out


def test_a_trial_is_planned_told_on_its_day_only_and_not_looked_at_early(file, run):
    run("diary", "add", file, "bloating=3")
    start = str(date.today() + timedelta(1))
    status, out, _ = run(
        "diary", "trial", "plan", file, "--compare", "kefir", "--outcome", "bloating", "--acts", "days"
    )
    assert status == 0
    assert f"kefir against usual, on bloating: {start}" in out
    assert "Chance that you will learn something:" in out
    assert "It cannot be blinded" in out
    assert "No day of the trial" in run("diary", "trial", "today", file)[1]
    assert "it is told on that day" in run("diary", "trial", "today", file, "--day", start)[2]
    assert (
        "70 days are left" in run("diary", "trial", "result", file)[2]
        or "71 days" in run("diary", "trial", "result", file)[2]
    )
    status, _, err = run("diary", "trial", "plan", file, "--compare", "sertraline=50", "--outcome", "mood")
    assert (status, "belongs with who prescribed it" in err) == (2, True)


def test_an_export_is_for_its_owner_alone_and_has_its_settings_beside_it(file, export, run, tmp_path):
    run("diary", "import", file, export)
    out = tmp_path / "out.csv"
    assert run("diary", "export", file, "--to", "csv", "--out", out)[0] == 0
    if os.name != "nt":
        assert [os.stat(path).st_mode & 0o777 for path in (out, tmp_path / "out.settings.yaml")] == [0o600, 0o600]
    other = tmp_path / "other.diary"
    assert run("diary", "new", other, "--settings", tmp_path / "out.settings.yaml")[0] == 0
    assert run("diary", "import", other, out)[0] == 0
    assert diary.open(other).entries == diary.open(file).entries
    assert diary.open(other).settings == diary.open(file).settings
    assert "'xml' is not known" in run("diary", "export", file, "--to", "xml")[2]


def test_nothing_is_deleted_unasked(file, run):
    run("diary", "add", file, "mood=6")
    assert "add --yes" in run("diary", "delete", file, "--all")[2]
    assert "does not say what" in run("diary", "delete", file, "--yes")[2]
    assert run("diary", "delete", file, "--name", "mood", "--yes")[0] == 0
    assert run("diary", "delete", file, "--all", "--yes")[0] == 0
    assert not file.exists()


def test_a_pass_phrase_comes_from_an_open_file(file, run, tmp_path):
    pytest.importorskip("sqlcipher3", reason="SQLCipher is not installed")
    run("diary", "add", file, "mood=6")
    (tmp_path / "phrase").write_text("correct horse battery\n", encoding="utf-8")

    def asked(*words):
        with open(tmp_path / "phrase", encoding="utf-8") as stream:
            return run("diary", *words, "--pass-fd", stream.fileno())

    assert "nobody can open it without" in asked("lock", file)[1]
    assert "nobody is there to ask" in run("diary", "show", file)[2]
    assert asked("show", file)[0] == 0
    assert "it is locked" in asked("check", file)[1]
    assert asked("unlock", file)[0] == 0


@pytest.mark.skipif(os.name == "nt", reason="there are no modes")
def test_a_check_finds_that_others_can_read_it(file, run):
    assert run("diary", "check", file)[0] == 0
    file.chmod(0o644)
    status, out, _ = run("diary", "check", file)
    assert (status, "chmod 600 me.diary" in out) == (1, True)


def test_settings_that_are_wrong_leave_no_diary(tmp_path, run):
    (tmp_path / "s.yaml").write_text("zone: Europe/Berlim\nscales: {mood: {from: 9, to: 1}}\n", encoding="utf-8")
    status, _, err = run("diary", "new", tmp_path / "x.diary", "--settings", tmp_path / "s.yaml")
    assert status == 2
    assert "'Europe/Berlim' is not a time zone" in err
    assert "goes from 9 to 1" in err
    assert not (tmp_path / "x.diary").exists()


def leaves(command, path):
    for name, inner in getattr(command, "commands", {}).items():
        yield from leaves(inner, f"{path} {name}")
    if not getattr(command, "commands", None):
        yield path, command


def test_every_command_and_option_is_explained_on_the_page():
    from pathlib import Path

    page = (Path(__file__).parents[2] / "docs" / "diary.md").read_text(encoding="utf-8")
    found = dict(leaves(typer.main.get_command(app).commands["diary"], "gutbrain diary"))
    assert len(found) == 15
    missing = [
        f"{path} {option.opts[0]}"
        for path, command in found.items()
        for option in command.params
        if option.opts[0].startswith("--") and option.opts[0] not in page
    ]
    assert missing == []
    assert [path for path in found if path not in page] == []
    assert commands.EXAMPLE.removeprefix("Example: ") in page
