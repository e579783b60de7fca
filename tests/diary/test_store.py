"""One file of the person's own: for them alone, changed whole or not at all, and nothing of it anywhere else."""

import json
import os
import socket
import stat
import sys
import threading
from datetime import date

import diary_exports as exports
import pytest

from gutbrain import diary
from gutbrain.diary import file
from gutbrain.errors import InputError

PHRASE = "correct horse battery"


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def names(mine):
    return sorted(one.name for one in mine.path.parent.iterdir() if one.name.startswith((".", "me.diary")))


def put(tmp_path, text, name="export.csv"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / name


@pytest.mark.skipif(os.name == "nt", reason="there are no modes")
def test_it_is_for_its_owner_alone_and_so_is_its_backup(mine):
    before = os.umask(0)
    try:
        mine.add({"mood": 6})
    finally:
        os.umask(before)
    assert names(mine) == ["me.diary", "me.diary~"]
    assert [mode(mine.path.with_name(name)) for name in names(mine)] == [0o600, 0o600]


def test_the_same_export_twice_adds_nothing_and_a_longer_one_what_is_new(mine, tmp_path):
    path = put(tmp_path, exports.PLAIN)
    first = mine.import_files([path])
    again = mine.import_files([path])
    longer = mine.import_files([put(tmp_path, exports.PLAIN + "2025-02-14,8,,,,5,\n")])
    assert (first.merged.new, again.merged.new, longer.merged.new) == (11, 0, 2)
    assert again.merged.known == 11


def test_two_entries_of_one_moment_stay_two(mine, tmp_path):
    path = put(tmp_path, "day,mood\n2025-02-05,6\n2025-02-05,7\n")
    told = mine.import_files([path]).readings[0].notes
    assert mine.import_files([path]).merged.new == 0
    assert mine.table()["mood"].tolist() == [6.5]
    assert any("stands more than once with mood 6 and 7" in note for note in told)


def test_of_several_values_of_a_day_the_last_counts_where_that_is_said(mine, tmp_path):
    mine.import_files([put(tmp_path, "day,mood\n2025-02-05,6\n2025-02-05,7\n")], last=True)
    assert mine.table()["mood"].tolist() == [7]


def test_a_changed_value_is_a_question(mine, tmp_path):
    mine.import_files([put(tmp_path, "day,mood\n2025-02-05,6\n")])
    changed = put(tmp_path, "day,mood\n2025-02-05,7\n2025-02-06,5\n")
    asked = mine.import_files([changed])
    assert (len(asked.merged.changed), asked.kept, len(mine.entries)) == (1, False, 1)
    assert mine.import_files([changed], keep=True).kept
    assert mine.table()["mood"].tolist() == [6, 5]
    mine.import_files([changed], newer=True)
    assert mine.table()["mood"].tolist() == [7, 5]


def test_a_dry_run_keeps_nothing(mine, tmp_path):
    found = mine.import_files([put(tmp_path, exports.PLAIN)], dry_run=True)
    assert (found.merged.new, found.kept, mine.entries) == (11, False, [])


def test_nothing_is_kept_while_a_question_is_open(mine, tmp_path):
    found = mine.import_files([put(tmp_path, exports.PLAIN), put(tmp_path, exports.FITABASE, "sleep.csv")])
    assert found.questions
    assert not mine.entries


def test_words_get_their_number_when_they_are_given_one(mine, tmp_path):
    from gutbrain.diary.settings import read_settings

    mine.import_files([put(tmp_path, exports.DAYLIO)])
    assert mine.table()["mood"].tolist() == [1, 4]
    mine.keep_settings(read_settings({"words": {"gloomy": 2}}))
    assert mine.table()["mood"].tolist() == [1.5, 4]


def test_what_is_not_there_is_missing_and_none_only_where_that_is_said(mine):
    from gutbrain.diary.settings import read_settings

    mine.add({"migraine": 1, "mood": 5}, day=date(2025, 2, 1))
    mine.add({"mood": 7}, day=date(2025, 2, 3))
    assert mine.table()["migraine"].isna().tolist() == [False, True, True]
    mine.keep_settings(read_settings({"absent": {"migraine": "none"}}))
    assert mine.table()["migraine"].fillna(-1).tolist() == [1, -1, 0]


def test_one_source_is_believed_for_each_day(mine, tmp_path):
    from gutbrain.diary.settings import read_settings

    mine.import_files([put(tmp_path, exports.OURA), put(tmp_path, exports.WHOOP_SLEEPS, "sleeps.csv")])
    mine.keep_settings(read_settings({"first": ["whoop"]}))
    assert mine.table()["sleep"].tolist() == [6.5]
    mine.keep_settings(read_settings({"first": ["oura"]}))
    assert mine.table()["sleep"].tolist() == [7]


def test_an_export_reads_back_exactly(mine, tmp_path):
    for n, text in enumerate((exports.APPLE, exports.BEARABLE, exports.DAYLIO)):
        mine.import_files([put(tmp_path, text, f"{n}.dat")])
    mine.add({"mood": "tired, and so on", "coffee": 2}, time="21:30")
    text, notes = mine.export("csv")
    other = diary.new(tmp_path / "other.diary", mine.settings.to_yaml())
    other.import_files([put(tmp_path, text, "back.csv")])
    assert other.entries == mine.entries
    assert other.settings == mine.settings
    assert not notes


@pytest.mark.parametrize("to", ["fhir", "omh"])
def test_other_formats_read_back_what_they_can_hold(mine, tmp_path, to):
    mine.import_files([put(tmp_path, exports.WHOOP_SLEEPS), put(tmp_path, exports.PLAIN, "plain.csv")])
    text, notes = mine.export(to)
    other = diary.new(tmp_path / "other.diary")
    other.import_files([put(tmp_path, text, "back.json")])
    assert {(one.day, one.value) for one in other.entries if one.name == "sleep"} == {
        (one.day, one.value) for one in mine.entries if one.name == "sleep"
    }
    assert [one.value for one in other.entries if one.name == "phq9"] == ([6] if to == "fhir" else [])
    assert bool(notes) == (to == "omh")


def test_a_bundle_is_what_fhir_asks_for(mine):
    mine.add({"phq9": 6}, day=date(2025, 2, 1))
    (entry,) = json.loads(mine.export("fhir")[0])["entry"]
    one = entry["resource"]
    assert (one["resourceType"], one["status"], one["effectiveDateTime"]) == ("Observation", "final", "2025-02-01")
    assert one["code"]["coding"][0] == {"system": "http://loinc.org", "code": "44261-6"}


def test_what_is_deleted_is_nowhere_any_more(mine):
    mine.add({"zanzibarmood": "xyzzyplugh", "mood": 5})
    mine.add({"mood": 6})
    assert diary.delete(mine.path, names=["zanzibarmood"]) == 1
    for path in mine.path.parent.iterdir():
        content = path.read_bytes()
        assert b"zanzibarmood" not in content
        assert b"xyzzyplugh" not in content
    diary.destroy(mine.path)
    assert names(mine) == []


def test_days_can_be_deleted(mine):
    for day in (1, 2, 3):
        mine.add({"mood": day}, day=date(2025, 2, day))
    assert diary.delete(mine.path, first=date(2025, 2, 2), last=date(2025, 2, 2)) == 1
    mine.refresh()
    assert [one.value for one in mine.entries] == [1, 3]


def test_notes_are_in_no_file(mine, tmp_path):
    mine.import_files([put(tmp_path, exports.DAYLIO.replace("a plain day", "wombatwords"))])
    mine.add({"mood": 5, "note": "wombatwords too"})
    assert all(b"wombatwords" not in path.read_bytes() for path in mine.path.parent.glob("me.diary*"))


def test_nothing_of_it_goes_over_the_network(mine, tmp_path, monkeypatch):
    def refused(*_, **__):
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket, "socket", refused)
    mine.import_files([put(tmp_path, exports.PLAIN)])
    mine.export("fhir")
    assert mine.observations()["person"].unique().tolist() == ["me"]


def test_a_change_that_fails_leaves_the_diary_as_it_was(mine, monkeypatch):
    mine.add({"mood": 5})
    before = mine.path.read_bytes()
    monkeypatch.setattr(file, "replace", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        mine.add({"mood": 6})
    assert mine.path.read_bytes() == before
    assert all(not name.startswith(".part") for name in names(mine))


def test_another_that_writes_is_waited_for_and_then_told(mine, monkeypatch):
    monkeypatch.setattr(file, "WAITS", 0.2)
    with file.alone(mine.path):
        failed = []

        def other():
            try:
                mine.add({"mood": 5})
            except InputError as error:
                failed.append(str(error))

        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert "another program is writing" in failed[0]
    mine.add({"mood": 5})


def test_what_is_no_diary_is_told_so(tmp_path, mine):
    import sqlite3

    with pytest.raises(InputError, match="is not there; make one"):
        diary.open(tmp_path / "none.diary")
    with pytest.raises(InputError, match="is there already"):
        diary.new(mine.path)
    (tmp_path / "empty.diary").touch()
    with pytest.raises(InputError, match="is empty, and no diary"):
        diary.open(tmp_path / "empty.diary")
    (tmp_path / "text.diary").write_text("hello", encoding="utf-8")
    with pytest.raises(InputError, match="is locked, or no diary"):
        diary.open(tmp_path / "text.diary")
    other = sqlite3.connect(tmp_path / "other.diary")
    other.execute("CREATE TABLE x (y)")
    other.commit()
    other.close()
    with pytest.raises(InputError, match="is not a diary"):
        diary.open(tmp_path / "other.diary")
    newer = sqlite3.connect(mine.path)
    newer.execute("PRAGMA user_version = 9")
    newer.close()
    with pytest.raises(InputError, match="was written by a newer gutbrain"):
        diary.open(mine.path)


def test_a_locked_diary_opens_with_its_phrase_only(mine):
    pytest.importorskip("sqlcipher3", reason="SQLCipher is not installed")
    mine.add({"mood": 5, "xylophone": 1})
    diary.lock(mine.path, PHRASE)
    assert names(mine) == ["me.diary"]
    assert b"xylophone" not in mine.path.read_bytes()
    for wrong in (None, "another phrase"):
        with pytest.raises(InputError, match=r"is locked, or no diary|wrong pass phrase, or not a diary"):
            diary.open(mine.path, passphrase=wrong)
    locked = diary.open(mine.path, passphrase=PHRASE)
    locked.add({"mood": 6})
    assert b"xylophone" not in file.backup_of(mine.path).read_bytes()
    with pytest.raises(InputError, match="is locked already"):
        diary.lock(mine.path, PHRASE)
    diary.unlock(mine.path, PHRASE)
    assert [one.value for one in diary.open(mine.path).entries if one.name == "mood"] == [5, 6]


def test_a_short_phrase_locks_nothing(mine):
    with pytest.raises(InputError, match="is too short"):
        diary.lock(mine.path, "short")


def test_without_sqlcipher_it_is_said_how_to_get_it(mine, monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    monkeypatch.setattr("gutbrain.extras.libraries", lambda _: ["sqlcipher3>=0.5"])
    with pytest.raises(InputError, match="SQLCipher is not there; install it: pip install"):
        diary.lock(mine.path, PHRASE)


def test_its_observations_are_a_tidy_table_in_units_of_the_vocabulary(mine, tmp_path):
    mine.import_files([put(tmp_path, exports.PLAIN)])
    seen = mine.observations(person="p1")
    assert list(seen) == ["person", "day", "hour", "observable", "value", "unit", "sd", "source"]
    one = seen[(seen["observable"] == "fibre") & (seen["day"] == "2025-02-01")].iloc[0]
    assert (one["value"], one["unit"], one["source"]) == (22, "g", "plain")
    assert seen[seen["observable"] == "mood"]["unit"].unique().tolist() == ["0-10"]


def test_what_a_fit_needs_comes_from_the_settings(tmp_path):
    scales = {"mood": {"from": 0, "to": 10, "better": "high", "measures": "depression"}}
    scales["bloating"] = {"from": 0, "to": 10, "better": "low", "measures": "gi_symptoms"}
    made = diary.new(tmp_path / "fit.diary", {"person": {"preset": "stressed-adult"}, "scales": scales})
    made.add({"mood": 6}, day=date(2025, 2, 1))
    made.add({"mood": 5}, day=date(2025, 2, 10))
    assert made.measures() == {"mood": "-depression", "bloating": "gi_symptoms"}
    assert made.protocol() == {"person": {"preset": "stressed-adult"}, "days": 10, "start_date": "2025-02-01"}
