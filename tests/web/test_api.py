"""The HTTP API as a whole: its description, its schema, and what it does when it is asked anything at all."""

import concurrent.futures
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from serving import serving

from gutbrain.web import api_reference


@pytest.fixture(scope="module")
def schema(client):
    return client.get("/api/openapi.json").json()


def status(address, **headers):
    """The status with which an address answers."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=120) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_every_operation_is_described_and_says_how_it_refuses(schema):
    for path, methods in schema["paths"].items():
        assert path.startswith("/api/")
        for method, operation in methods.items():
            assert operation.get("summary"), f"{method} {path}"
            assert {"400", "409", "413", "422", "429"} <= set(operation["responses"]), f"{method} {path}"


def test_every_part_of_an_address_is_described(schema):
    parts = [
        (path, one["name"], one.get("description"))
        for path, methods in schema["paths"].items()
        for operation in methods.values()
        for one in operation.get("parameters", ())
        if one["in"] == "path"
    ]
    assert len(parts) > 10
    assert [(path, name) for path, name, said in parts if not said] == []


def test_the_page_shows_every_operation_and_model(client, schema):
    page = client.get("/api").text
    for path in schema["paths"]:
        assert f"<code>{path}</code>" in page
    for model in api_reference.models(schema):
        assert f'id="model-{model.name}"' in page
    # nothing points nowhere
    for target in set(re.findall(r'href="#([^"]+)"', page)):
        assert f'id="{target}"' in page, target


def test_the_page_needs_nobody(tab):
    tab.goto("/api")
    tab.get_by_role("heading", name="The HTTP API").wait_for()
    assert tab.get_by_text("curl").count() > 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 200}, ("whole number", "1 to 200")),
        ({"type": "array", "items": {"type": "string"}, "maxItems": 3}, ("list of text", "at most 3 entries")),
        ({"anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "null"}]}, ("number or nothing", "above 0")),
        ({"enum": ["a", "b"]}, ('"a" or "b"', "")),
        ({"$ref": "#/components/schemas/Line"}, ("Line", "")),
    ],
)
def test_schemas_in_words(given, said):
    assert (api_reference.kind(given), api_reference.limits(given)) == said


def test_examples_on_the_page_are_answered(client, schema):
    for operations in api_reference.groups(schema).values():
        for operation in operations:
            if operation.method != "GET" or "{" in operation.path:
                continue
            address = re.search(r"'\{server\}([^']+)'", operation.example)[1]
            # where the schema has no example, "..." stands in its place
            assert client.get(address).status_code == 200 or "..." in address, operation.example


def test_unknown_addresses_are_told_in_the_form_that_is_wanted(client):
    assert client.get("/api/nowhere").json()["problems"][0]["wrong"] == "There is no such page."
    page = client.get("/nowhere", headers={"accept": "text/html"})
    assert page.status_code == 404
    assert "There is no such page." in page.text


def test_behind_a_proxy_addresses_carry_its_prefix(tmp_path):
    from fastapi.testclient import TestClient

    from gutbrain.web.app import create

    with TestClient(
        create(workers=1), base_url="http://127.0.0.1", root_path="/lab", follow_redirects=False
    ) as proxied:
        page = proxied.get("/lab/care").text
        assert 'href="/lab/static/app.css"' in page
        assert 'data-root="/lab"' in page
        sent = proxied.get("/lab/api/evidence", params={"q": "suicidal"}, headers={"accept": "text/html"})
        assert (sent.status_code, sent.headers["x-care"]) == (409, "/care?from=words")
        problem = proxied.get("/lab/api/nowhere", headers={"accept": "text/html"})
        assert "<html" not in problem.text


@pytest.fixture
def own_server():
    """A server of a test's own, as a process."""
    with serving("--workers", "1") as made:
        yield made


def children(pid):
    """Processes below a process, that compute."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    return [int(one) for one in found if "spawn_main" in Path(f"/proc/{one}/cmdline").read_text(encoding="utf-8")]


def is_alive(pid):
    """Whether a process runs; one that ended may still be listed until somebody asks for its status."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").exists(), reason="reads /proc")
def test_killed_processes_do_not_break_the_server(own_server):
    process, address = own_server
    assert status(f"{address}/api/what-if?weeks=4&age=40") == 200
    for child in children(process.pid):
        os.kill(child, signal.SIGKILL)
    assert status(f"{address}/api/what-if?weeks=4&age=41") == 200
    # at work
    with concurrent.futures.ThreadPoolExecutor() as several:
        asked = several.submit(status, f"{address}/api/what-if?weeks=26&age=42")
        time.sleep(0.3)
        for child in children(process.pid):
            os.kill(child, signal.SIGKILL)
        assert asked.result() == 200


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").exists(), reason="reads /proc")
def test_no_process_outlives_the_server(own_server):
    process, address = own_server
    assert status(f"{address}/api/what-if?weeks=4") == 200
    below = children(process.pid)
    assert below
    process.terminate()
    assert process.wait(30) == 0
    time.sleep(1)
    assert [one for one in below if is_alive(one)] == []


@pytest.mark.slow
def test_sixty_four_questions_at_once_are_answered_or_turned_away(server):
    addresses = [f"{server}/api/what-if?weeks=4&age={age}" for age in range(20, 84)]
    with concurrent.futures.ThreadPoolExecutor(64) as several:
        said = list(several.map(status, addresses))
    assert set(said) <= {200, 429}
    assert said.count(200) > 10
    assert status(f"{server}/care") == 200


@pytest.mark.slow
def test_anything_at_all_is_answered_as_the_schema_says(server, tmp_path):
    """Some hundred cases of Schemathesis; docs/web.md has the command for thousands."""
    st = shutil.which("st", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if st is None:
        pytest.skip("schemathesis is not installed")
    command = [st, "run", f"{server}/api/openapi.json", "--phases=fuzzing", "--max-examples=10", "--workers=2"]
    options = ["--seed=1", "--no-shrink", "--request-timeout=60", f"--checks={','.join(CHECKS)}"]
    done = subprocess.run(
        [*command, *options],
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        cwd=tmp_path,
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stdout[-6000:]


CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
)
