"""Nothing that is typed is on disk: not while a job runs, and not after the server was killed in the middle of one."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from gutbrain import cache

MARKER = "marker7319zebra"
PROTOCOL = f"""\
title: {MARKER}
days: 60
events: [{{exposure: fibre, amount: 40, start: 5}}]
"""
DESIGN = f"""\
title: {MARKER}
population: stressed-adult
arms: {{active: {{events: [{{exposure: fibre, amount: 20, start: 0, days: 28}}]}}, placebo: {{events: []}}}}
blinded: true
per_arm: 20
weeks: 4
visits: [0, 4]
endpoints: [bdi2]
"""


def call(address, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"content-type": "application/json", "accept": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(address + path, data, headers), timeout=120) as answer:
        return json.loads(answer.read())


def holding(folders, since):
    """Files that hold the marker, among those that are new."""
    found = []
    for folder in folders:
        for path in folder.rglob("*"):
            try:
                if path.is_file() and path.stat().st_mtime >= since and MARKER.encode() in path.read_bytes():
                    found.append(path)
            except OSError:  # gone meanwhile
                continue
    return found


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
@pytest.mark.parametrize(
    ("kind", "body"),
    [("simulations", {"protocol": PROTOCOL, "people": 120, "draws": 2}), ("trials", {"design": DESIGN})],
)
def test_nothing_typed_is_on_disk_during_a_job_nor_after_the_server_is_killed(tmp_path, kind, body):
    temporary, home = tmp_path / "temporary", tmp_path / "home"
    for folder in (temporary, home):
        folder.mkdir()
    since = time.time() - 1
    folders = (temporary, home, cache.folder())
    command = [str(Path(sys.executable).with_name("gutbrain")), "serve", "--port", "0", "--workers", "1"]
    where = {"TMPDIR": str(temporary), "HOME": str(home), "GUTBRAIN_CACHE": str(cache.folder())}
    server = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", cwd=home, env={**os.environ, **where})
    try:
        address = re.fullmatch(r"(http://\S+)/", server.stdout.readline().strip())[1]
        job = call(address, f"/api/{kind}", body)["id"]
        while (state := call(address, f"/api/jobs/{job}"))["state"] in ("waiting", "working"):
            assert holding(folders, since) == []
            time.sleep(0.02)
        assert state["state"] == "done", state["problems"]
        assert MARKER in state["title"]
        # and once more, to be killed in the middle
        job = call(address, f"/api/{kind}", body)["id"]
        while (state := call(address, f"/api/jobs/{job}"))["share"] < 0.1:
            assert state["state"] in ("waiting", "working")
            time.sleep(0.02)
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait(20)
    time.sleep(1)
    assert holding(folders, since) == []
    assert list(temporary.rglob("*")) == []
