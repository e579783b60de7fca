"""Runs that go to disk in parts: the same numbers however split, ended and started again, and whoever carries them."""

import errno
import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import gutbrain
from gutbrain.engine import lanes, store
from gutbrain.engine.grid import few
from gutbrain.engine.parts import Part, parts
from gutbrain.engine.result import Failure
from gutbrain.engine.streaming import stream
from gutbrain.engine.study import Carried, Study
from gutbrain.errors import InputError
from gutbrain.files import alone

DAYS = 6
STRESSOR = {"exposure": "stressor", "name": "tsst", "amount": 1, "start": 2, "hour": 15, "hours": 0.25}
PROBIOTIC = {"exposure": "probiotic", "strains": {"L. plantarum LP01": 1e9}, "start": 0}
PROTOCOL = {
    "title": "a week",
    "days": DAYS,
    "events": [STRESSOR, PROBIOTIC],
    "observe": ["cortisol"],
    "saw": [{"observable": "cortisol", "direction": 1, "day": 2, "hour": 15.5}],
}


def study(people, draws=1, **other):
    from gutbrain.engine.simulation import read_protocol

    given = {"seed": 3, "species": "human", "without": (), "moments": (), "observe": (), "few": True} | other
    return Study(protocol=read_protocol(PROTOCOL), people=people, draws=draws, **given)


def array(result):
    """(observable, draw, person, time)."""
    return np.stack([result.data[name].to_numpy() for name in result.data.data_vars])


def files(folder):
    """Everything in a result but the hour at which it was made."""
    found = {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}
    found["provenance.json"] = re.sub(rb'"created": ".*"', b"", found["provenance.json"])
    return found


@pytest.fixture(scope="module")
def whole():
    """Fifty people in three draws, kept in memory with all moments."""
    return gutbrain.simulate(PROTOCOL, people=50, draws=3, seed=3)


@pytest.mark.parametrize("size", [16, 40, 150, 256])
def test_numbers_do_not_depend_on_the_parts(tmp_path, whole, size):
    streamed = stream(study(50, 3), tmp_path / "out", "local", size=size)
    place = np.searchsorted(whole.data["time"].to_numpy(), streamed.data["time"].to_numpy())
    assert list(streamed.data.data_vars) == list(whole.data.data_vars)
    assert np.array_equal(array(streamed), array(whole)[..., place])
    assert streamed.summary().equals(whole.summary())
    # what the protocol's study saw is kept, beside 00:00 and 08:00
    assert streamed.at("cortisol", 2, 15.5) == pytest.approx(whole.at("cortisol", 2, 15.5), abs=0)
    assert len(streamed.data["time"]) == 2 * DAYS + 2


@pytest.mark.parametrize("threads", [1, 5])
def test_numbers_do_not_depend_on_the_threads(tmp_path, whole, monkeypatch, threads):
    monkeypatch.setattr(lanes, "_workers", lambda: threads)
    again = gutbrain.simulate(PROTOCOL, people=50, draws=3, seed=3)
    assert np.array_equal(array(again), array(whole))


def test_every_draw_and_person_is_in_one_part():
    for people, draws, size in [(1, 8, 256), (300, 2, 256), (7, 11, 16), (257, 1, 256), (5, 1000, 256)]:
        seen = np.zeros((draws, people), int)
        for part in parts(people, draws, size):
            assert part.draws * part.people <= size
            seen[part.places] += 1
        assert (seen == 1).all()


def test_a_run_of_a_few_days_keeps_everything():
    short = study(2)._outline.grid
    assert few(short, np.empty(0)).sum() == 2 * DAYS + 1
    shorter = replace(short, kept=short.kept[short.kept < 80])
    assert few(shorter, np.empty(0)).all()


def test_only_what_is_asked_for_is_kept(tmp_path, whole):
    asked = ["strain.Lactobacillus plantarum LP01", "cortisol"]
    for where in ({}, {"out": tmp_path / "out"}):
        some = gutbrain.simulate(PROTOCOL, people=50, draws=3, seed=3, observe=asked, **where)
        assert list(some.data.data_vars) == ["cortisol", "strain.L. plantarum LP01"]
        assert some.at("cortisol", 3).tolist() == whole.at("cortisol", 3).tolist()
    with pytest.raises(InputError, match=r"'cortisl' is not an observable; did you mean 'cortisol'\?"):
        gutbrain.simulate(PROTOCOL, observe=["cortisl"], out=tmp_path / "other")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


class Ended(Exception):
    pass


@contextmanager
def counted(monkeypatch, until=None):
    """Parts that are carried; ends the run at some of them."""
    carried = []
    carry = Study.carry

    def noted(self, part, progress=None):
        if until is not None and len(carried) == until:
            raise Ended
        carried.append(part)
        return carry(self, part, progress)

    with monkeypatch.context() as patched:
        patched.setattr(Study, "carry", noted)
        yield carried


def test_a_run_that_was_ended_goes_on_where_it_was(tmp_path, monkeypatch):
    target, asked = tmp_path / "out", study(64)
    with counted(monkeypatch, until=2) as first, pytest.raises(Ended):
        stream(asked, target, "local", size=16)
    assert not target.exists()
    with counted(monkeypatch) as second:
        stream(asked, target, "local", size=16)
    assert len(first) == 2
    assert sorted(first + second, key=lambda p: p.person) == parts(64, 1, 16)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    stream(asked, tmp_path / "undisturbed", "local", size=16)
    assert files(target) == files(tmp_path / "undisturbed")
    with counted(monkeypatch) as third:
        again = stream(asked, target, "local", size=16)
    assert third == []
    assert np.isfinite(array(again)).all()


def test_a_half_written_part_does_not_count(tmp_path, monkeypatch):
    target, asked = tmp_path / "out", study(32)

    def cut_short(folder, part, values):
        place = folder / store.ARRAY / "c" / "0" / "0" / "0" / "0"
        place.parent.mkdir(parents=True)
        place.write_bytes(b"half")
        raise Ended

    with monkeypatch.context() as patched:
        patched.setattr(store, "write", cut_short)
        with pytest.raises(Ended):
            stream(asked, target, "local", size=32)
    again = stream(asked, target, "local", size=32)
    assert np.isfinite(array(again)).all()


def test_a_result_that_is_only_to_be_moved_is_moved(tmp_path, monkeypatch):
    """Ended while a former result is being replaced."""
    target, asked = tmp_path / "out", study(16)
    stream(study(16, seed=8), target, "local")
    (target / "report.html").write_text("of the former result")
    (target / "notes.txt").write_text("mine")
    move = Path.rename

    def ended(self, place):
        if self.name == "summary.csv" and self.parent.name == "whole":
            raise Ended
        return move(self, place)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", ended)
        with pytest.raises(Ended):
            stream(asked, target, "local", replace=True)
    assert "run" not in json.loads((target / "provenance.json").read_text())
    again = stream(asked, target, "local")
    assert np.array_equal(
        array(again), array(gutbrain.simulate(PROTOCOL, people=16, draws=1, seed=3, out=tmp_path / "b"))
    )
    assert {path.name for path in target.iterdir()} == {"notes.txt", "provenance.json", "result.zarr", "summary.csv"}
    assert {path.name for path in tmp_path.iterdir()} == {"out", "b"}


@pytest.mark.parametrize(
    ("other", "said"), [({"seed": 4}, "seed 3 there, 4 here"), ({"observe": ("cortisol",)}, "observables")]
)
def test_parts_of_another_run_are_not_mixed(tmp_path, monkeypatch, other, said):
    with counted(monkeypatch, until=1), pytest.raises(Ended):
        stream(study(32), tmp_path / "out", "local", size=16)
    with pytest.raises(InputError, match=rf"parts of another run \({said}\)"):
        stream(study(32, **other), tmp_path / "out", "local", size=16)


def test_who_is_lost_is_listed_and_counts_nowhere(tmp_path, monkeypatch):
    carry = Study.carry

    def one_lost(self, part, progress=None):
        carried = carry(self, part, progress)
        if part == Part(0, 1, 16, 16):
            carried.values[0, 4, :, 5:] = np.nan
            return Carried(carried.values, [Failure(0, 20, "cortisol", 2.5)])
        return carried

    monkeypatch.setattr(Study, "carry", one_lost)
    result = stream(study(32), tmp_path / "out", "local", size=16)
    assert result.failures == [Failure(0, 20, "cortisol", 2.5)]
    assert np.isfinite(result.summary()["median"]).all()
    row = result.summary().query("observable == 'cortisol' and day == 0").iloc[0]
    others = np.delete(result.at("cortisol", 0).ravel(), 20)
    assert row["median"] == pytest.approx(np.median(others))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"scheduler": "spark"}, "'spark' is not a scheduler; write local"),
        ({"scheduler": "tcp://127.0.0.1:8786", "out": None}, "nowhere to write"),
        ({"out": __file__}, "is a file"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path, given, said):
    with pytest.raises(InputError, match=said):
        gutbrain.simulate(PROTOCOL, **{"out": tmp_path / "out"} | given)
    assert list(tmp_path.iterdir()) == []


def started(code, *arguments, **environment):
    """A Python of its own."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, env={**os.environ, **environment}, encoding="utf-8", stdout=subprocess.PIPE)


RUN = """
import json, sys, gutbrain
protocol, people, out = json.loads(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
gutbrain.simulate(protocol, people=people, draws=1, seed=3, out=out, scheduler=sys.argv[4])
"""

MEMORY = (
    RUN
    + """
from pathlib import Path
status = Path("/proc/self/status").read_text()
print(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
"""
)


def waited_for(there, seconds=60.0):
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end, "in vain"
        time.sleep(0.02)


def done(folder):
    return list((folder / "done").glob("*.json"))


def chunk(folder, number):
    """The file of a part with all its draws in one."""
    return folder / "result.zarr" / "value" / "c" / "0" / str(number) / "0" / "0"


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path):
    people = 2000
    target, unfinished = tmp_path / "out", tmp_path / ".out.part"
    process = started(RUN, json.dumps(PROTOCOL), people, target, "local")
    waited_for(lambda: len(done(unfinished)) >= 2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not target.exists()
    notes = done(unfinished)
    assert len(notes) < len(parts(people, 1, 256))
    numbers = [int(note.stem.split("-")[1]) // 256 for note in notes]
    made = {number: chunk(unfinished / "whole", number).stat().st_mtime_ns for number in numbers}
    assert started(RUN, json.dumps(PROTOCOL), people, target, "local").wait() == 0
    assert {number: chunk(target, number).stat().st_mtime_ns for number in numbers} == made
    assert started(RUN, json.dumps(PROTOCOL), people, tmp_path / "undisturbed", "local").wait() == 0
    assert files(target) == files(tmp_path / "undisturbed")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads memory from /proc")
def test_memory_does_not_grow_with_people(tmp_path):
    most = {}
    for people in (300, 1000, 3000):  # the first compiles, if need be
        process = started(MEMORY, json.dumps(PROTOCOL), people, tmp_path / str(people), "local")
        most[people] = int(process.communicate()[0])
    assert most[3000] < 1.15 * most[1000]


@contextmanager
def cluster(tmp_path, workers):
    """A Dask scheduler and its workers, each a process of its own; gives the address and all, the scheduler first."""
    pytest.importorskip("distributed")
    place = tmp_path / "scheduler.json"
    begin = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(place)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    processes = [subprocess.Popen([*begin, *options], **quiet)]
    try:
        waited_for(lambda: place.exists() and place.read_text(encoding="utf-8").strip().endswith("}"))
        address = json.loads(place.read_text(encoding="utf-8"))["address"]
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-dashboard", "--no-nanny"]
        local = ["--nthreads", "1", "--local-directory", str(tmp_path / "workers")]
        processes += [subprocess.Popen([*worker, *local], **quiet) for _ in range(workers)]
        yield address, processes
    finally:
        for process in processes:
            process.kill()
            process.wait()


@pytest.mark.slow
def test_a_worker_that_dies_takes_nothing_along(tmp_path):
    people = 1500
    with cluster(tmp_path, 2) as (address, processes):
        run = started(RUN, json.dumps(PROTOCOL), people, tmp_path / "out", address)
        waited_for(lambda: len(done(tmp_path / ".out.part")) >= 2)
        processes[1].send_signal(signal.SIGKILL)
        assert run.wait(60) == 0
    gutbrain.simulate(PROTOCOL, people=people, draws=1, seed=3, out=tmp_path / "here")
    assert files(tmp_path / "out") == files(tmp_path / "here")


@pytest.mark.slow
def test_a_scheduler_that_dies_is_one_line_and_the_run_goes_on(tmp_path):
    (tmp_path / "p.yaml").write_text(json.dumps(PROTOCOL), encoding="utf-8")
    main = [sys.executable, "-c", "from gutbrain.cli import main; main()", "simulate", tmp_path / "p.yaml"]
    asked = [*main, "--people", "1500", "--draws", "1", "--no-report", "--out", tmp_path / "out"]
    with cluster(tmp_path, 1) as (address, processes):
        run = subprocess.Popen([*asked, "--scheduler", address], stderr=subprocess.PIPE, encoding="utf-8")
        waited_for(lambda: len(done(tmp_path / ".out.part")) >= 1)
        processes[0].send_signal(signal.SIGKILL)
        _, err = run.communicate(timeout=120)
    right = "start it and the same command again to go on"
    assert (run.returncode, err) == (2, f"--scheduler: the scheduler at {address} is gone; {right}\n")
    made = len(done(tmp_path / ".out.part"))
    assert 1 <= made < len(parts(1500, 1, 256))
    assert subprocess.run(asked, capture_output=True).returncode == 0
    assert not (tmp_path / ".out.part").exists()


@pytest.mark.slow
def test_a_cluster_that_is_not_there_is_said(tmp_path):
    pytest.importorskip("distributed")
    with pytest.raises(InputError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        gutbrain.simulate(PROTOCOL, people=20, out=tmp_path / "out", scheduler="tcp://127.0.0.1:9")
    assert list(tmp_path.iterdir()) == []
    with cluster(tmp_path, 0) as (address, _), pytest.raises(InputError, match="has no workers"):
        gutbrain.simulate(PROTOCOL, people=20, out=tmp_path / "out", scheduler=address)


@pytest.mark.slow
def test_the_command_goes_to_disk_where_people_are_many(tmp_path, run, monkeypatch):
    from gutbrain.cli import simulate as command

    monkeypatch.setattr(command, "IN_MEMORY", 20)
    protocol = tmp_path / "protocol.yaml"
    protocol.write_text(json.dumps(PROTOCOL), encoding="utf-8")
    few_people, many = tmp_path / "few", tmp_path / "many"
    assert run("simulate", protocol, "--people", 10, "--out", few_people)[0] == 0
    status, out, err = run("simulate", protocol, "--people", 30, "--out", many)
    assert status == 0, err
    assert "cortisol" in out
    contract = {"summary.csv", "result.zarr", "report.html", "provenance.json"}
    assert {path.name for path in few_people.iterdir()} == {path.name for path in many.iterdir()} == contract
    assert "run" in json.loads((many / "provenance.json").read_text(encoding="utf-8"))
    assert run("simulate", protocol, "--people", 30, "--scheduler", "spark")[0] == 2


def test_two_do_not_make_the_same_result_at_once(tmp_path):
    target = tmp_path / "result"
    with alone(target), pytest.raises(InputError, match="another process is making"), alone(target):
        pass
    with alone(target):
        assert not (tmp_path / "result").exists()
    assert list(tmp_path.iterdir()) == []


def contents(folder):
    """Every file below a folder."""
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


@pytest.mark.parametrize("replace", [False, True])
def test_what_somebody_else_put_into_the_folder_is_never_deleted(tmp_path, replace):
    mine = {"result.zarr/precious.txt": b"mine", "summary.csv": b"mine too", "notes.txt": b"notes"}
    for name, text in mine.items():
        (tmp_path / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / name).write_bytes(text)
    asked = {"people": 16, "draws": 1, "seed": 3, "out": tmp_path / "out"}
    if not replace:
        with pytest.raises(InputError, match="not a result of gutbrain"):
            gutbrain.simulate(PROTOCOL, **asked)
        assert contents(tmp_path) == {f"out/{name}": text for name, text in mine.items()}
        return
    result = gutbrain.simulate(PROTOCOL, replace=True, **asked)
    assert np.isfinite(array(result)).all()
    kept = {name.replace("zarr/", "zarr~/").replace("csv", "csv~"): text for name, text in mine.items()}
    assert kept.items() <= contents(tmp_path / "out").items()


def test_a_folder_that_is_called_like_ours_by_chance_is_not_touched(tmp_path):
    (tmp_path / ".out.part").mkdir()
    (tmp_path / ".out.part" / "precious.txt").write_text("mine")
    with pytest.raises(InputError, match="holds other things"):
        stream(study(16), tmp_path / "out", "local")
    assert contents(tmp_path) == {".out.part/precious.txt": b"mine"}


def test_a_result_of_another_run_is_replaced_only_if_that_is_said(tmp_path):
    stream(study(16, seed=8), tmp_path / "out", "local")
    before = contents(tmp_path)
    with pytest.raises(InputError, match=r"holds the result of another run.*replace=True"):
        stream(study(16), tmp_path / "out", "local")
    assert contents(tmp_path) == before
    stream(study(16), tmp_path / "out", "local", replace=True)
    assert json.loads((tmp_path / "out" / "provenance.json").read_text())["seed"] == 3


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize("gone", ["result.zarr/value/c/0/1/0/0", "summary.csv", "result.zarr/value/zarr.json"])
def test_what_is_gone_from_a_finished_result_is_made_again(tmp_path, monkeypatch, gone, cut):
    target, asked = tmp_path / "out", study(64)
    stream(asked, target, "local", size=16)
    before = files(target)
    if cut and gone != "summary.csv":
        (target / gone).write_bytes((target / gone).read_bytes()[:100])
    else:
        (target / gone).unlink()
    with counted(monkeypatch) as carried:
        again = stream(asked, target, "local", size=16)
    assert len(carried) == {"summary.csv": 0, "result.zarr/value/zarr.json": 4}.get(gone, 1)
    assert np.isfinite(array(again)).all()
    assert files(target) == before


def test_a_saved_result_that_lacks_parts_is_not_read_as_missing_numbers(tmp_path):
    stream(study(64), tmp_path / "out", "local", size=16)
    (tmp_path / "out" / "result.zarr" / "value" / "c" / "0" / "2" / "0" / "0").write_bytes(b"")
    with pytest.raises(InputError, match="lacks 1 of its 4 parts"):
        store.opened(tmp_path / "out" / "result.zarr")


def test_a_full_disk_is_one_line_and_the_run_goes_on_later(tmp_path, monkeypatch):
    target, asked = tmp_path / "out", study(64)
    put, written = store.write, []

    def full(place, part, values):
        if len(written) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(part)
        put(place, part, values)

    with monkeypatch.context() as patched:
        patched.setattr(store, "write", full)
        with pytest.raises(InputError, match=r"out cannot be written \(No space left on device\); make room"):
            stream(asked, target, "local", size=16)
    assert not target.exists()
    with counted(monkeypatch) as carried:
        stream(asked, target, "local", size=16)
    assert len(carried) == 2
