"""Long work: done, wrong, broken, stopped, too much, forgotten; and no process is left behind."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
import web_work

from gutbrain.web import jobs
from gutbrain.web.jobs import Jobs
from gutbrain.web.routes.jobs import slug
from gutbrain.web.workers import TooBusy

PATIENCE = 90.0


@pytest.fixture
def queue():
    made = Jobs(1)
    made.start()
    yield made
    made.stop()


def until(true, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def over(queue, work, **asked):
    job = queue.submit("trials", "A title", work, web_work.Question(**asked))
    until(lambda: job.over)
    return job


def begun(queue, tmp_path, name="process"):
    """An endless job that works, and its process."""
    note = tmp_path / name
    job = queue.submit("trials", "Endless", web_work.endless, web_work.Question(note=str(note)))
    until(lambda: note.exists() and note.read_text())
    return job, int(note.read_text())


def alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # ended, but not yet looked after by whoever started it
    return "Z" not in (
        Path(f"/proc/{process}/stat").read_text(encoding="utf-8").split()[2:3] if Path("/proc").is_dir() else []
    )


def test_work_is_done_in_another_process_and_kept(queue):
    job = over(queue, web_work.quick, size=7)
    assert (job.state, job.share, job.outcome.answer.size, job.outcome.files) == (
        "done",
        1.0,
        7,
        {"data.csv": b"x" * 7},
    )
    assert queue.find(job.id) is job
    assert len(job.id) > 20
    assert queue.find("another") is None


def test_what_is_wrong_is_told_and_what_is_broken_is_not(queue, caplog):
    assert [str(p) for p in over(queue, web_work.wrong).problems] == ["line 3: days: is wrong; write it right"]
    broken = over(queue, web_work.broken)
    assert broken.state == "failed"
    assert "secret" not in str(broken.problems[0])
    assert "secret" in caplog.text


def test_one_at_a_time_and_not_too_many(queue, tmp_path):
    job, _ = begun(queue, tmp_path)
    sizes = iter(range(1000))

    def another():
        return queue.submit("trials", "", web_work.quick, web_work.Question(size=next(sizes)))

    waiting = [another() for _ in range(jobs.WAITING)]
    assert [queue.ahead(one) for one in (job, *waiting[:2])] == [0, 1, 2]
    assert 0 < queue.wait(waiting[0]) < queue.wait(waiting[1])
    with pytest.raises(TooBusy) as busy:
        another()
    # minutes, not "a few seconds"
    assert busy.value.seconds > jobs.SUPPOSED * (jobs.WAITING - 2)
    queue.cancel(waiting[0])
    another()
    assert waiting[0].state == "cancelled"
    assert waiting[1].state == "waiting"


def test_who_has_asked_for_less_goes_first_and_a_page_holds_few_places(queue, tmp_path):
    begun(queue, tmp_path)

    def ask(size, client):
        return queue.submit("trials", "", web_work.quick, web_work.Question(size=size), client)

    greedy = [ask(size, "1.2.3.4 aaaaaaaa") for size in range(jobs.PLACES)]
    with pytest.raises(TooBusy):
        ask(90, "1.2.3.4 aaaaaaaa")
    modest = ask(91, "1.2.3.4 bbbbbbbb")
    assert [queue.ahead(one) for one in (greedy[0], modest, *greedy[1:])] == [1, 2, 3, 4]


def test_what_several_ask_for_is_done_once_and_nobody_stops_it_for_others(queue, tmp_path):
    note = tmp_path / "process"
    mine, yours = (
        queue.submit("trials", title, web_work.endless, web_work.Question(note=str(note)))
        for title in ("mine", "yours")
    )
    until(lambda: note.exists() and note.read_text())
    process = int(note.read_text())
    assert (mine.state, yours.state, yours.title) == ("working", "working", "yours")
    queue.cancel(mine)
    assert (mine.state, yours.state) == ("cancelled", "working")
    assert alive(process)
    queue.cancel(yours)
    until(lambda: not alive(process), 10)
    done = [over(queue, web_work.quick, size=5) for _ in range(2)]
    assert done[0].outcome is done[1].outcome


def test_as_much_is_done_at_once_as_there_are_places(tmp_path):
    made = Jobs(2)
    made.start()
    try:
        first, second = (begun(made, tmp_path, name) for name in ("one", "two"))
        assert [job.state for job, _ in (first, second)] == ["working", "working"]
    finally:
        made.stop()


def test_a_first_outcome_is_there_before_the_last(queue, tmp_path):
    go = tmp_path / "go"
    job = queue.submit("trials", "", web_work.in_two_parts, web_work.Question(size=3, note=str(go)))
    until(lambda: job.first)
    assert (job.state, job.first.answer.size, job.outcome) == ("working", 0, None)
    go.touch()
    until(lambda: job.over)
    assert (job.first, job.outcome.answer.size) == (None, 3)


def test_stopped_work_ends_at_once(queue, tmp_path):
    job, process = begun(queue, tmp_path)
    queue.cancel(job)
    until(lambda: not alive(process), 10)
    assert job.state == "cancelled"
    assert over(queue, web_work.quick).state == "done"


def test_work_can_make_no_temporary_file(queue):
    # where its process is killed, nobody would delete it
    job = over(queue, web_work.leaves_a_file)
    assert job.state == "failed"
    assert job.problems == [jobs.BROKEN]


def test_work_that_takes_too_long_is_given_up(queue, tmp_path, monkeypatch):
    monkeypatch.setattr(jobs, "SECONDS", 4.0)
    job, process = begun(queue, tmp_path)
    until(lambda: job.over)
    assert job.problems == [jobs.TOO_LONG]
    until(lambda: not alive(process), 10)


def test_a_process_that_is_killed_from_outside_is_said_so(queue, tmp_path):
    job, process = begun(queue, tmp_path)
    os.kill(process, signal.SIGKILL)
    until(lambda: job.over)
    assert job.problems == [jobs.ENDED]
    assert over(queue, web_work.quick).state == "done"


def test_results_are_forgotten_when_old_many_or_large(queue, monkeypatch):
    first, second = (over(queue, web_work.quick, size=1000 + place) for place in range(2))
    monkeypatch.setattr(jobs, "KEPT_BYTES", 1500)
    assert (queue.find(first.id), queue.find(second.id)) == (None, second)
    monkeypatch.setattr(jobs, "KEPT", 1)
    third = over(queue, web_work.quick)
    assert (queue.find(second.id), queue.find(third.id)) == (None, third)
    monkeypatch.setattr(jobs, "KEPT_SECONDS", 0.0)
    assert queue.find(third.id) is None


def test_the_end_of_all_ends_the_process(queue, tmp_path):
    job, process = begun(queue, tmp_path)
    queue.stop()
    assert job.state == "cancelled"
    until(lambda: not alive(process), 10)


def test_unknown_work_is_not_found(client):
    for method, path in (("GET", "/api/jobs/x"), ("DELETE", "/api/jobs/x"), ("GET", "/api/trials/x/data.csv")):
        answer = client.request(method, path)
        assert answer.status_code == 404
        assert "30 minutes" in answer.json()["problems"][0]["wrong"]
    assert client.get("/api/trials/x/..%2f..%2fetc%2fpasswd").status_code in (404, 422)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ('a"; filename="b\r\nX: y', "a-filename-b-x-y"),
        ("Größe & Mut", "groe-mut"),
        ("日本", "gutbrain"),
        ("x" * 200, "x" * 60),
    ],
)
def test_file_names_are_plain(title, name):
    assert slug(title) == name


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads /proc")
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_server(end):
    command = [str(Path(sys.executable).with_name("gutbrain")), "serve", "--port", "0", "--workers", "1"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
    try:
        address = server.stdout.readline().strip()
        protocol = Path(__file__).parents[2].joinpath("examples", "fibre.yaml").read_text(encoding="utf-8")
        body = json.dumps({"protocol": protocol, "people": 200}).encode()
        asked = urllib.request.Request(f"{address}api/simulations", body, {"content-type": "application/json"})
        job = json.load(urllib.request.urlopen(asked, timeout=PATIENCE))["id"]

        def share():
            return json.load(urllib.request.urlopen(f"{address}api/jobs/{job}", timeout=PATIENCE))["share"]

        until(lambda: 0 < share() < 1)
        worker = [p for p in children(server.pid) if b"spawn_main" in command_line(p)]
        assert worker
    finally:
        server.send_signal(end)
        server.wait(30)
    until(lambda: not any(map(alive, worker)), 20)


def children(process):
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rpartition(")")[2].split()[1]) == process:
                yield int(stat.parent.name)
        except OSError:
            continue


def command_line(process):
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""
