"""The pages of a diary: for its owner on this machine alone, help first, one writer, and the answers of the command."""

import os
from datetime import date, timedelta

import pytest
from diary_days import filled
from fastapi.testclient import TestClient

import gutbrain as gb
from gutbrain import diary
from gutbrain.care import start_anew
from gutbrain.diary import file as files_of
from gutbrain.errors import InputError
from gutbrain.report import diary_pictures
from gutbrain.web import diary_work, same_user, server
from gutbrain.web.app import create
from gutbrain.web.diary import Book

OWN = {"sec-fetch-site": "same-origin"}
TODAY = date.today()


class Here:
    """What is asked of the processes that compute, answered at once."""

    async def ask(self, function, question, *_, **__):
        return function(type(question).model_validate_json(question.model_dump_json()))


@pytest.fixture(autouse=True)
def _anew():
    start_anew()
    yield
    start_anew()


@pytest.fixture
def path(tmp_path):
    return filled(tmp_path / "me.diary", 70, by_sleep=0.5, gap=(30, 31))


def opened(path, phrase=None):
    app = create(book=Book(path, phrase))
    app.state.workers = Here()
    return TestClient(app, base_url="http://127.0.0.1")


@pytest.fixture
def page(path):
    return opened(path)


def keep(page, **values):
    sent = {"day": "today", **{f"v:{name}": str(value) for name, value in values.items()}}
    return page.post("/diary", data=sent, headers=OWN, follow_redirects=False)


def typed(path):
    return {one.name: one.value for one in diary.open(path, care="seen").entries if one.source == "typed"}


# for its owner on this machine alone


def test_there_is_no_page_and_no_entry_of_the_menu_without_a_diary(client):
    assert client.get("/diary").status_code == 404
    assert client.get("/api/diary/goes").status_code == 404
    assert "/diary" not in client.get("/label").text


def test_the_menu_has_it_where_it_is_served(page):
    assert 'href="/diary"' in page.get("/label").text
    assert 'href="/de/diary"' in page.get("/de/diary").text


def test_it_is_served_to_this_machine_only(path):
    for more in ({"host": "0.0.0.0"}, {"host": "192.168.0.7"}, {"hosts": ["lab.example"]}):
        with pytest.raises(InputError, match="a diary is shown on this machine only"):
            server.serve(port=0, diary=path, **more)


def test_the_command_refuses_other_machines_before_it_asks_for_a_pass_phrase(path, run):
    status, _, err = run("serve", "--diary", path, "--host", "0.0.0.0")
    assert status == 2
    assert "on this machine only" in err


def test_another_site_or_program_cannot_write(page, path):
    for headers in (
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:9999"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
    ):
        for address in ("/diary", "/diary/try"):
            answer = page.post(address, data={"v:mood": "1", "compare": "tea", "outcome": "mood"}, headers=headers)
            assert answer.status_code == 403, headers
    assert typed(path) == {}
    assert page.post("/diary", data={"v:mood": "6"}, headers={"origin": "http://127.0.0.1"}).status_code == 200
    assert typed(path) == {"mood": 6}
    # as browsers send the form of a page that gives no referrer
    assert page.post("/diary", data={"v:mood": "7"}, headers={**OWN, "origin": "null"}).status_code == 200
    assert typed(path) == {"mood": 7}


def test_other_sites_cannot_read(page):
    assert page.get("/diary", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert page.get("/diary", headers={"host": "evil.example"}).status_code == 400
    answer = page.get("/diary")
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


def test_another_user_of_this_machine_is_refused(tmp_path, monkeypatch):
    table = tmp_path / "tcp"
    row = "   0: 0100007F:{port:04X} 0100007F:2222 01 00000000:00000000 00:00000000 00000000 {user} 0 1\n"
    mine, another = 40001, 40002
    lines = [row.format(port=mine, user=os.getuid()), row.format(port=another, user=os.getuid() + 1)]
    table.write_text("head\n" + "".join(lines), encoding="ascii")
    monkeypatch.setattr(same_user, "TABLES", {4: table, 6: table})
    assert same_user.is_another(("127.0.0.1", another))
    assert not same_user.is_another(("127.0.0.1", mine))
    assert not same_user.is_another(("127.0.0.1", 40003))  # the system does not tell
    assert not same_user.is_another(None)


@pytest.mark.skipif(not same_user.can_tell(), reason="this system does not tell whose a connection is")
def test_the_system_tells_whose_a_connection_is():
    import socket

    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        socket.create_connection(listening.getsockname()) as other,
    ):
        accepted, client = listening.accept()
        with accepted:
            assert other.getsockname() == client
            assert not same_user.is_another(client)


def test_nothing_else_is_written(page, path):
    keep(page, mood=7)
    for address in ("/diary", "/diary/timeline", "/diary/goes", "/diary/next", "/diary/try"):
        assert page.get(address).status_code == 200
    assert {one.name for one in path.parent.iterdir()} <= {"me.diary", "me.diary~", ".me.diary.lock"}
    assert path.stat().st_mode & 0o077 == 0


def test_a_locked_diary_opens_with_its_phrase_alone(path):
    pytest.importorskip("sqlcipher3")
    diary.lock(path, "correct horse")
    with pytest.raises(InputError):
        Book(path)
    with pytest.raises(InputError, match="wrong pass phrase"):
        Book(path, "wrong horse")
    page = opened(path, "correct horse")
    assert keep(page, mood=6).status_code == 303
    assert "correct horse" not in page.get("/diary").text
    assert files_of.is_locked(path)


# a day


def test_what_is_empty_is_not_recorded_and_zero_is_zero(page, path):
    assert keep(page, mood="", bloating="0").status_code == 303
    assert typed(path) == {"bloating": 0}


def test_a_day_said_again_takes_the_place_of_what_was_said(page, path):
    keep(page, coffee="2", mood="5")
    keep(page, coffee="3", mood="")
    assert typed(path) == {"coffee": 3}


def test_what_cannot_be_is_said_and_the_form_keeps_what_was_typed(page, path):
    answer = page.post("/diary", data={"day": "today", "v:sleep": "71", "v:mood": "4"}, headers=OWN)
    assert answer.status_code == 400
    assert "71 h is impossible" in answer.text
    assert 'value="71"' in answer.text
    assert typed(path) == {}
    ahead = page.post("/diary", data={"day": str(TODAY + timedelta(1)), "v:mood": "4"}, headers=OWN)
    assert ahead.status_code == 400


def test_another_program_that_writes_is_waited_for_and_then_said(page, path, monkeypatch):
    monkeypatch.setattr(files_of, "WAITS", 0.1)
    with files_of.alone(path):
        answer = page.post("/diary", data={"v:mood": "4"}, headers=OWN)
    assert answer.status_code == 400
    assert "another program is writing" in answer.text
    assert keep(page, mood=4).status_code == 303


def test_what_another_program_wrote_is_there(page, path):
    assert 'value="9"' not in page.get("/diary").text
    diary.open(path).add({"mood": 9})
    assert 'value="9"' in page.get("/diary").text


def test_at_most_eight_things_are_asked_and_no_app_is_asked_again(tmp_path):
    path = filled(tmp_path / "many.diary", 30)
    mine = diary.open(path)
    mine.add({f"thing{k}": k for k in range(12)})
    assert opened(path).get("/diary").text.count('class="field"') == 8


def test_markup_in_names_is_text(page, path):
    diary.open(path).add({"x.<script>alert(1)</script>": 3})
    for address in ("/diary", "/diary/timeline"):
        assert "<script>alert" not in page.get(address).text


# help first


@pytest.mark.parametrize(
    ("name", "value", "source"),
    [("phq9_item9", "1", "answers"), ("phq9", "21", "answers"), ("thought", "I want to die", "words")],
)
def test_help_comes_first_and_nothing_is_kept(page, path, name, value, source):
    answer = page.post("/diary", data={"other": name, "other_value": value}, headers=OWN, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/care?from={source}")
    assert typed(path) == {}


def test_a_severe_answer_of_late_comes_before_every_page_and_one_can_go_on(path):
    diary.open(path).add({"phq9": 22}, day=TODAY - timedelta(2), care="seen")
    page = opened(path)
    for address in ("/diary", "/diary/timeline", "/diary/goes", "/diary/try", "/diary/next"):
        text = page.get(address).text
        assert "Help comes first" in text
        assert f"{address}?care=seen" in text
        assert "mood" not in text
    assert page.get("/api/diary/goes").status_code == 409
    assert "A day in a minute" in page.get("/diary?care=seen").text
    assert "/diary/timeline?care=seen" in page.get("/diary?care=seen").text


def test_worse_by_more_than_chance_twice_running_is_told(path):
    mine = diary.open(path)
    for days, total in ((60, 4), (30, 9), (2, 10)):
        mine.add({"phq9": total}, day=TODAY - timedelta(days))
    assert "Worse than before, and by more than chance" in opened(path).get("/diary").text


# one question, one answer


def test_pages_give_the_answers_of_the_command(tmp_path):
    path = filled(tmp_path / "me.diary", 42, by_sleep=0.5)
    page, mine = opened(path), diary.open(path)
    recent, whose = mine.lately()
    told = gb.fit(recent, whose, outcomes=["mood"], measures=mine.measures()).factors()
    text = page.get("/api/diary/goes?outcome=mood").text
    for row in told.to_dict("records"):
        assert f"<b>{row['factor'].replace('_', ' ')}</b>: {row['verdict']}" in text
    said = mine.predict("mood", changes={"sleep": "+1"}).said()
    ahead = page.get("/api/diary/next?outcome=mood&name=sleep&amount=%2B1").text
    assert all(line.replace("+", "&#43;") in ahead or line in ahead for line in said)


def test_a_change_that_cannot_be_is_said(page):
    assert "40 h/night is impossible" in page.get("/api/diary/next?name=sleep&amount=40").text


# a trial on oneself


def test_a_trial_is_planned_looked_at_kept_and_told_day_by_day(page, path):
    sent = {"compare": "tea", "outcome": "mood", "days": "70", "acts": "days"}
    answer = page.post("/diary/try", data=sent, headers=OWN)
    assert "Chance that you will learn something" in answer.text
    assert not diary.open(path).trials
    seed = answer.text.partition('name="seed" value="')[2].partition('"')[0]
    kept = page.post("/diary/try", data={**sent, "seed": seed, "keep": "1"}, headers=OWN, follow_redirects=False)
    assert kept.status_code == 303
    design = diary.open(path).trial()
    assert str(design.seed) == seed
    shown = page.get("/diary/try").text
    assert "is told when it is over" in shown
    assert 'class="  with"' not in shown  # of days to come nothing is told


def test_what_would_harm_is_refused(page, path):
    for compare, wanted in (("sleep=4", "worse on purpose"), ("sertraline", "belongs with who prescribed it")):
        answer = page.post("/diary/try", data={"compare": compare, "outcome": "mood"}, headers=OWN)
        assert answer.status_code == 400
        assert wanted in answer.text
    assert not diary.open(path).trials


def test_a_gap_is_drawn_as_a_gap():
    first = date(2025, 1, 1)
    values = {first + timedelta(k): float(k) for k in (0, 1, 4, 5)}
    drawn = diary_pictures.timeline("mood", values, first, first + timedelta(5), {first: "oura"}, (0.0, 10.0))
    path = drawn.partition('class="line" d="')[2].partition('"')[0]
    assert path.count("M") == 2
    assert path.count("L") == 2
    assert ">oura</text>" in drawn
    assert "4 of 6 days recorded" in drawn


def test_work_gets_a_table_and_no_file():
    assert "path" not in diary_work.Record.model_fields
