"""Each kind of export is told by what stands in it, and read as it is meant."""

import tracemalloc
import zipfile
from dataclasses import replace
from datetime import date

import diary_exports as exports
import pytest
from diary_exports import TODAY

from gutbrain.diary.importing import read_files
from gutbrain.diary.pieces import MOST_PACKED
from gutbrain.diary.readers import READERS, apple_health
from gutbrain.diary.settings import Scale, Settings
from gutbrain.errors import InputError


def values(reading, name):
    return [(one.day.isoformat(), one.time, one.value) for one in reading.named(name)]


@pytest.mark.parametrize("kind", exports.ALL)
def test_every_kind_is_told_by_its_content_whatever_its_name(read, kind):
    found = read(exports.ALL[kind], "anything.dat", person="p1" if kind == "redcap" else None)
    known = [reader.kind for reader in READERS]
    base = kind if kind in known else kind.rpartition("-")[0]
    assert found.kind == base
    assert found.entries or found.questions


def test_mood_words_of_the_app_have_numbers_and_a_person_s_own_are_asked_for(read):
    found = read(exports.DAYLIO)
    assert values(found, "mood") == [
        ("2025-02-02", "21:00", 4),
        ("2025-02-01", "21:30", 1),
        ("2025-02-01", "11:00", None),
    ]
    assert found.words == {"mood": {"gloomy": 1}}
    assert [one.name for one in found.entries if one.name.startswith("activity")] == [
        "activity.walk",
        "activity.cook",
        "activity.walk",
    ]
    told = read(exports.DAYLIO, settings=Settings(words={"gloomy": 2.0}))
    assert [value for _, _, value in values(told, "mood")] == [4, 1, 2]


def test_bearable_tells_durations_slots_and_what_it_cannot_place(read):
    found = read(exports.BEARABLE)
    assert values(found, "sleep") == [("2023-05-08", "", 2.75)]
    assert values(found, "symptom.back_upper_pain") == [("2023-05-08", "mid", 1), ("2023-05-08", "pm", 2)]
    assert [(one.value, one.unit) for one in found.named("medicine.ibuprofen")] == [(600, "mg")]
    assert any("not read: Weather" in note for note in found.notes)


def test_a_day_of_food_that_is_not_complete_is_marked_and_all_sugars_are_not_free_sugar(read):
    found = read(exports.CRONOMETER)
    assert [(one.value, bool(one.doubt)) for one in found.named("fibre")] == [(30.25, False), (10, True)]
    assert [one.value for one in found.named("total_sugar")] == [80]
    assert not found.named("free_sugar")
    assert any("Zinc (mg)" in note for note in found.notes)


@pytest.mark.parametrize(
    ("text", "night", "nap"),
    [(exports.WHOOP_SLEEPS, 6.5, 0.5), (exports.OURA, 7.0, 1 / 3), (exports.FITBIT_TAKEOUT, 6.5, 0.5)],
)
def test_a_night_belongs_to_the_day_of_waking_and_naps_stand_apart(read, text, night, nap):
    found = read(text)
    assert [(day, value) for day, _, value in values(found, "sleep")] == [("2025-02-02", night)]
    assert values(found, "nap")[0][2] == pytest.approx(nap, abs=1e-6)


def test_rmssd_and_sdnn_have_two_names(read):
    assert [one.value for one in read(exports.WHOOP_CYCLES).named("rmssd")] == [61]
    assert [one.value for one in read(exports.OURA).named("rmssd")] == [55.5]
    apple = read(exports.APPLE)
    assert [one.value for one in apple.named("hrv_sdnn")] == [44]
    assert not apple.named("rmssd")


def test_a_night_of_the_change_of_clocks_has_the_hours_that_passed(read):
    apple, omh = read(exports.APPLE), read(exports.OPEN_MHEALTH)
    assert values(apple, "sleep") == [("2025-03-30", "07:30", 7.0)]
    assert values(omh, "sleep") == [("2025-03-30", "07:35", 6.5)]


def test_of_several_sources_one_is_taken_not_their_sum(read):
    apple = read(exports.APPLE)
    assert [one.value for one in apple.named("steps")] == [8200]
    assert [one.value for one in apple.named("fibre")] == [26]
    assert apple.named("nap")[0].value == pytest.approx(2 / 3, abs=1e-6)
    assert apple.refused_count == 1


def test_two_people_in_a_file_are_a_question(read):
    found = read(exports.FITABASE)
    assert not found.entries
    assert "holds 2 people (11: 2, 22: 1)" in str(found.questions[0])
    one = read(exports.FITABASE, person="11")
    assert [(entry.value, bool(entry.doubt)) for entry in one.named("sleep")] == [(7, False), (59 / 60, True)] or [
        round(entry.value, 3) for entry in one.named("sleep")
    ] == [7, 0.983]
    assert one.named("sleep")[1].doubt
    assert "nobody is called '33'" in str(read(exports.FITABASE, person="33").questions[0])


def test_an_empty_cell_is_not_recorded_and_places_are_not_read(read):
    found = read(exports.GOOGLE_FIT)
    assert values(found, "steps") == [("2025-02-01", "", 8000)]
    assert not any("itude" in one.name for one in found.entries)


def test_what_was_tracked_is_not_sleep(read):
    found = read(exports.SLEEP_AS_ANDROID)
    assert [one.value for one in found.named("sleep_tracked")] == [7.5, 7.0]
    assert [one.offset for one in found.named("sleep_tracked")] == [0, 0]
    assert not found.named("sleep")


def test_loop_counts_thousandths_and_minus_one_is_no_entry(read):
    found = read(exports.LOOP)
    assert values(found, "habit.depression") == [("2025-02-02", "", 2.5)]
    assert values(found, "habit.mouth_tape") == [("2025-02-02", "", 1), ("2025-02-01", "", 0)]


def test_beeps_are_on_the_person_s_clock_and_unanswered_ones_are_missing(read):
    found = read(exports.MPATH, person="7")
    assert values(found, "slider_happy") == [("2025-02-01", "16:30", 64)]
    assert "1 of 2 beeps were answered" in " ".join(found.notes)


@pytest.mark.parametrize(
    ("text", "person"), [(exports.GARMIN, None), (exports.REDCAP, "p1"), (exports.FITBIT_TAKEOUT, None)]
)
def test_readers_that_were_tried_on_no_real_file_say_so(read, text, person):
    assert any("tried on no real file" in note for note in read(text, person=person).notes)


def test_a_plain_table_has_units_and_scales_in_its_headings_and_zero_is_a_value(read):
    found = read(exports.PLAIN)
    assert values(found, "alcohol") == [("2025-02-01", "", 0), ("2025-02-13", "", 20)]
    assert values(found, "phq9") == [("2025-02-13", "", 6)]
    assert values(found, "sleep")[1][2] == 6.25


def test_a_long_table_with_commas_and_other_units_is_converted(read):
    found = read(exports.LONG)
    assert values(found, "mood") == [("2025-02-13", "21:30", 6.5)]
    assert [(one.value, one.unit) for one in found.named("sleep")] == [(7.5, "h")]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("day,sleep [h],mood\n2025-02-01,71,6\n", "sleep [h]: 71 h is impossible; 0 to 24 (7.1?)"),
        ("day,mood [0-10]\n2025-02-01,11\n", "11 is impossible; 0 to 10"),
        ("day,mood\n2052-02-01,6\n2025-02-01,5\n", "2052-02-01 lies ahead; not read"),
        ("day,mood\n1925-02-01,6\n2025-02-01,5\n", "1925-02-01 is before anybody kept a diary"),
        ("day,mood\n2025-02-01,inf\n", "'inf' is not a number"),
        ("day,mood\n2025-02-30,4\n2025-02-01,5\n", "'2025-02-30' is not a day"),
        ("day,sleep [h]\n2025-02-01,well\n", "'well' is not a number; write it in h"),
        ("day,sleep [kg]\n2025-02-01,7\n", "7 kg is not in h"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line_and_the_rest_of_the_row_is_kept(read, rows, said):
    found = read(rows)
    assert said in str(found.refused[0])
    assert found.refused[0].line == 2
    assert found.refused_count == 1


def test_other_values_of_a_refused_row_are_kept(read):
    assert values(read("day,sleep [h],mood\n2025-02-01,71,6\n"), "mood") == [("2025-02-01", "", 6)]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("day,mood\n01.02.2025,6\n", "01.02.2025 can be read as 1 February or 2 January"),
        ("day,mood\n13/02/2025,6\n02/14/2025,5\n", "some days can only be read day first and some only month first"),
        ("day,stress_load [0-10]\n2025-02-01,7\n", "stress_load is 0 to"),
    ],
)
def test_what_cannot_be_told_is_a_question_not_a_guess(read, rows, said):
    found = read(rows)
    assert said in str(found.questions[0])
    assert not found.entries


def test_a_table_without_days_is_of_no_kind(read):
    with pytest.raises(InputError, match="is of no kind that is known"):
        read("name,mood\nx,6\n")


def test_the_order_of_days_is_decided_for_the_file_or_said(read):
    assert read("day,mood\n01/02/2025,6\n13/02/2025,5\n").days == [date(2025, 2, 1), date(2025, 2, 13)]
    assert read("day,mood\n01/02/2025,6\n", dates="month-first").days == [date(2025, 1, 2)]


def test_words_for_nothing_are_missing_and_counted(read):
    found = read("day,mood\n2025-02-01,n/a\n2025-02-02,k. A.\n2025-02-03,-\n2025-02-04,\n2025-02-05,0\n")
    assert values(found, "mood") == [("2025-02-05", "", 0)]
    assert found.missing == 3


def test_little_fibre_is_kept_and_marked(read):
    (one,) = read("day,fibre [mg]\n2025-02-01,22\n").named("fibre")
    assert one.value == pytest.approx(0.022)
    assert "very little" in one.doubt


def test_a_moment_before_the_day_ends_belongs_to_the_evening_before(read):
    rows = "datetime,mood\n2025-02-02 01:30:00,6\n2025-02-02 09:00:00,7\n"
    assert values(read(rows), "mood") == [("2025-02-01", "01:30", 6), ("2025-02-02", "09:00", 7)]


def test_a_scale_stands_for_an_exposure_by_its_steps(mine, tmp_path):
    steps = Scale(0, 10, stands_for="stress_load", steps={"0": 0, "10": 3})
    mine.keep_settings(replace(mine.settings, scales={"stress": steps}))
    mine.add({"stress": 5})
    assert mine.table()["stress_load"].tolist() == [1.5]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"%PDF-1.4 x", "is a PDF, not a table"),
        (b"\x1f\x8b\x08\x00", "compressed file (gzip); unpack it first"),
        (b"\x89PNG\r\n", "picture"),
        (b"[1, 2", "no kind that is known"),
        (b"{" * 100_000, "no kind that is known"),
    ],
)
def test_what_is_no_table_is_named(read, content, said):
    with pytest.raises(InputError, match=said.replace("(", r"\(").replace(")", r"\)")):
        read(content)


def test_a_workbook_is_told_how_to_be_saved(tmp_path):
    with zipfile.ZipFile(tmp_path / "diary.xlsx", "w") as made:
        made.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(InputError, match="save it as CSV"):
        read_files([tmp_path / "diary.xlsx"], Settings(), today=TODAY)


def test_an_export_packed_as_zip_is_read_without_unpacking_it(tmp_path):
    with zipfile.ZipFile(tmp_path / "export.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("apple_health_export/export.xml", exports.APPLE)
    (found,) = read_files([tmp_path / "export.zip"], Settings(), today=TODAY)
    assert [one.value for one in found.named("sleep")] == [7]
    assert [one.name for one in tmp_path.iterdir()] == ["export.zip"]


def test_bombs_and_archives_in_archives_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.csv", b"0" * 30_000_000)
    with zipfile.ZipFile(tmp_path / "nested.zip", "w") as made:
        made.writestr("inner.zip", b"PK")
    with zipfile.ZipFile(tmp_path / "bomb.zip") as made:
        assert made.infolist()[0].file_size > MOST_PACKED * made.infolist()[0].compress_size
    for name, said in (("bomb", "packed as tightly"), ("nested", "an archive in an archive")):
        with pytest.raises(InputError, match=said):
            read_files([tmp_path / f"{name}.zip"], Settings(), today=TODAY)


def test_entities_are_refused_and_a_file_that_is_cut_off_says_so(read):
    laughs = exports.APPLE.replace("<!ELEMENT", '<!ENTITY lol "lol">\n<!ELEMENT', 1)
    with pytest.raises(InputError, match="declares entities"):
        read(laughs)
    cut = read(exports.APPLE[: exports.APPLE.index("HeartRateVariability")])
    assert any("the file is cut off" in note for note in cut.notes)
    assert cut.named("steps")


def test_a_large_export_of_apple_is_read_in_little_memory(tmp_path, monkeypatch):
    """A tenth of the size for the chunks, a tenth for the file: what is held must not grow with it."""
    monkeypatch.setattr(apple_health, "CHUNK", 1 << 15)
    head, _, tail = exports.APPLE.partition(" <Record")
    when = 'startDate="2025-03-30 08:00:00 +0200" endDate="2025-03-30 08:00:00 +0200"'
    heart = f' <Record type="HKQuantityTypeIdentifierHeartRate" sourceName="W" {when} value="60"/>\n'
    path = tmp_path / "export.xml"
    path.write_text(head + heart * 12_000 + " <Record" + tail, encoding="utf-8")
    assert path.stat().st_size > 1_500_000
    tracemalloc.start()
    (found,) = read_files([path], Settings(), today=TODAY)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.rows > 12_000
    assert peak < 600_000
    assert [one.value for one in found.named("sleep")] == [7]
