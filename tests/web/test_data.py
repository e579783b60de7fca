"""The page Data: a protocol is looked through, carried out and given back as files; what could do harm is refused."""

import csv
import io
import json
import time
import zipfile
import zlib
from base64 import urlsafe_b64encode
from contextlib import suppress
from pathlib import Path

import numpy as np
import odd_values
import pytest
import xarray as xr
from jobs_over import PATIENCE, finished

import gutbrain
from gutbrain.errors import InputError
from gutbrain.web import data, packed, yaml_text

ROOT = Path(__file__).parents[2]
SHORT = """\
title: <script>alert(1)</script> ../../"quoted"
days: 3
events: [{exposure: fibre, amount: 40, start: 1, days: 1}]
observe: [faecal_butyrate]
"""


def problems(client, text, **more):
    """What is wrong with a protocol, from both addresses that take one; and nothing is begun."""
    looked = client.post("/api/protocols/check", json={"protocol": text})
    begun = client.post("/api/simulations", json={"protocol": text, **more})
    assert looked.status_code == 200
    assert begun.status_code == 400
    assert looked.json()["problems"] == begun.json()["problems"]
    return begun.json()["problems"]


@pytest.fixture(scope="module")
def run(client):
    """A small simulation: its state when it was begun, and at the end."""
    begun = client.post("/api/simulations", json={"protocol": SHORT, "draws": 2})
    assert begun.status_code == 202
    assert begun.headers["location"] == f"/api/jobs/{begun.json()['id']}"
    return finished(client, begun.json()["id"])


# reading


def test_every_problem_has_its_line(client):
    found = problems(client, "days: 3\nevents:\n  - {exposure: fibr, amount: 3, start: 0}\n  - {exposure: fibre}\n")
    assert [(p["line"], p["field"]) for p in found][:2] == [(3, "events[0].exposure"), (4, "events[1]")]
    assert "did you mean 'fibre'" in found[0]["right"]


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
DOUBLING = "a: &a [x,x]\nb0: &b0 [*a,*a]\n" + "".join(f"b{i}: &b{i} [*b{i - 1},*b{i - 1}]\n" for i in range(1, 24))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "aliases"),
        (DOUBLING, "values"),
        ("a: &a [*a]", "contains itself"),
        ("[" * 190_000, "nested"),
        ("{a: " * 40_000, "nested"),
        ("- " * 90_000, "nested"),
        ("? " * 90_000, "nested"),
        ("\n".join(" " * i + "a:" for i in range(600)), "nested"),
        ("days: 1\nevents: [" + "{}," * 60_000 + "]", "values"),
        ("days: 1\nevents:\n" + "- {exposure: fibre, amount: 1, start: 0}\n" * 100_000, "200 kB"),
        ("days: 1\nevents:\n" + "- {exposure: fibre, amount: 1, start: 0}\n" * 501, "501 events"),
        ("--- a\n" * 30_000, "values"),
        ("title: " + "a" * 190_000, "2000"),
        ("days: " + "9" * 1900, "not an amount"),
        ("days: 1e999", "not an amount"),
        ("days: .nan", "not an amount"),
        ("days: 0x" + "F" * 1900, "not an amount"),
        ('days: "' + "9" * 1900 + 'x"', "not a number"),
        ("days: 731", "731 days"),
        ("days: 3\nevents: [{exposure: fibre, amount: 1, start: -800}]", "too long before"),
        ("title: a\0b", "not YAML"),
        ('title: "a\\0b"', "U+0000"),
        ('title: "a\\u202eb"', "U+202E"),
        ('title: "a\\ud800b"', "U+D800"),
        ("days: !!python/object:os.system x", "means nothing here"),
        ("days: 3\nperson: {preset: ibs, traits: {microbiota: ../../etc/passwd}}", "names a file"),
        ("days: 3\nperson: {preset: ibs, traits: {microbiota: /etc/passwd}}", "names a file"),
        ("", "empty"),
        ("/etc/passwd", "not a protocol"),
    ],
)
def test_harmful_text_is_refused_at_once(text, said):
    begun = time.process_time()
    with pytest.raises(InputError) as caught:
        data.read(text)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 5_000
    assert time.process_time() - begun < 1.5


def test_harmful_text_is_refused_over_http_too(client):
    assert "aliases" in problems(client, BOMB)[0]["wrong"]
    assert "names a file" in problems(client, "days: 3\nperson: {traits: {microbiota: ../x}}")[0]["wrong"]
    for path in ("/api/protocols/check", "/api/simulations"):
        assert client.post(path, json={"protocol": "a" * 200_001}).status_code == 422
        assert client.post(path, content=b"a" * 600_000).status_code == 413
        assert client.post(path, content=b'{"protocol": "\\ud800"}').status_code in (200, 400, 422)
    for wrong in ({"people": 0}, {"people": 201}, {"draws": 33}, {"seed": -1}, {"people": "many"}):
        assert client.post("/api/simulations", json={"protocol": SHORT, **wrong}).status_code == 422


@pytest.mark.slow
def test_a_protocol_in_which_any_one_value_is_odd_is_read_or_refused():
    document = yaml_text.read(data.examples()["multi-strain-psychobiotic"]).value
    for changed in odd_values.documents(document):
        # anything else than problems would fail here
        with suppress(InputError):
            data.read(json.dumps(changed))


def test_too_much_for_a_page_is_refused_before_it_waits(client):
    text = "days: 700\nevents: [{exposure: fibre, amount: 40, start: 1}]"
    answer = client.post("/api/simulations", json={"protocol": text, "people": 200})
    assert answer.status_code == 400
    assert "the most is" in answer.json()["problems"][0]["right"]


def test_examples_are_those_of_the_repository():
    for folder, place in (("", ROOT / "examples"), ("trials", ROOT / "examples" / "trials")):
        assert data.examples(folder) == {p.stem: p.read_text(encoding="utf-8") for p in place.glob("*.yaml")}
    for text in data.examples().values():
        data.read(text)


# addresses


def test_text_in_an_address():
    text = data.examples()["ciprofloxacin-two-courses"]
    assert packed.unpack(packed.pack(text), "protocol") == text
    assert packed.pack("".join(chr(33 + i * i * 7 % 5000) for i in range(9000))) == ""
    deflate = zlib.compressobj(9, wbits=-15)
    bomb = urlsafe_b64encode(deflate.compress(b"a" * 4_000_000) + deflate.flush()).decode()
    for wrong in (bomb, "x", "====", "%%%", packed.pack(text)[:-9], "é"):
        with pytest.raises(InputError):
            packed.unpack(wrong, "protocol")


def test_an_address_restores_what_was_asked(client):
    page = client.get("/data", params={"protocol": packed.pack(SHORT), "people": 5, "seed": 9}).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page
    assert 'value="5"' in page
    assert " data-now" in page
    assert "Trier" in client.get("/data?example=trier-social-stress-test").text
    for wrong in ("example=../../etc/passwd", "protocol=x", "people=nan"):
        assert client.get(f"/data?{wrong}").status_code in (400, 422)


def test_words_of_danger_lead_to_help(client):
    text = "title: I want to kill myself\ndays: 1"
    assert client.post("/api/simulations", json={"protocol": text}).status_code == 409
    assert client.post("/api/protocols/check", json={"protocol": text}).status_code == 409


# results


@pytest.mark.slow
def test_a_run_gives_its_answer_in_words_and_numbers(run):
    assert (run["state"], run["problems"]) == ("done", [])
    (change,) = run["answer"]["changes"]
    assert change["observable"] == "faecal_butyrate"
    assert change["largest"]["median"] > 0
    assert run["answer"]["draws"] == 2
    assert "Butyrate" in run["answer"]["said"][0]


@pytest.mark.slow
def test_a_run_gives_files_with_plain_names(run, client, tmp_path):
    found = {}
    for file in run["files"]:
        answer = client.get(f"/api/simulations/{run['id']}/{file}")
        name = f"script-alert-1-script-quoted-{file}"
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["x-content-type-options"] == "nosniff"
        found[file] = answer.content
    assert found["protocol.yaml"].decode() == SHORT
    report = found["report.html"].decode()
    assert "<script>alert(1)" not in report
    assert "http://" not in report.replace("http://www.w3.org", "")
    rows = list(csv.DictReader(io.StringIO(found["summary.csv"].decode())))
    assert {"observable", "unit", "day", "median", "low", "high"} == set(rows[0])
    names = zipfile.ZipFile(io.BytesIO(found["result.zip"])).namelist()
    assert {"report.html", "summary.csv", "protocol.yaml", "provenance.json"} < set(names)
    assert any(name.startswith("result.zarr/") for name in names)
    # made in memory, it reads as if it had been written
    zipfile.ZipFile(io.BytesIO(found["result.zip"])).extractall(tmp_path)
    kept = xr.open_dataset(tmp_path / "result.zarr", engine="zarr", consolidated=False)["value"]
    told = gutbrain.simulate(yaml_text.read(SHORT).value, draws=2)
    for name in map(str, told.data.data_vars):
        assert np.array_equal(kept.sel(observable=name).values, told.data[name].values.astype(np.float32))
    assert client.get(f"/api/trials/{run['id']}/report.html").status_code == 404


@pytest.mark.slow
def test_a_run_as_a_piece_of_a_page(run, client):
    piece = client.get(f"/api/jobs/{run['id']}", headers={"accept": "text/html"}).text
    assert "<script" not in piece
    assert "style=" not in piece
    assert f"/api/simulations/{run['id']}/report.html" in piece


# in the browser


def test_the_page_says_what_is_wrong_while_one_writes(tab):
    tab.goto("/data")
    tab.wait_for_selector("#checked .fine")
    tab.fill("#protocol", "days: 3\nevents: [{exposure: fibr, amount: 1, start: 0}]")
    tab.wait_for_selector("#checked .problems")
    assert "line 2" in tab.inner_text("#checked")


@pytest.mark.slow
def test_a_protocol_is_carried_out_on_the_page_and_shared(tab):
    tab.goto("/data")
    tab.fill("#protocol", SHORT)
    tab.fill("#draws", "2")
    tab.click("text=Simulate")
    tab.wait_for_selector(".job progress")
    tab.wait_for_selector(".downloads", timeout=PATIENCE * 1000)
    assert "alert(1)" in tab.inner_text("#answer h2")
    with tab.expect_download() as saved:
        tab.click(".downloads >> text=Report")
    assert saved.value.suggested_filename.endswith("-report.html")
    address = tab.url
    assert "protocol=" in address
    assert "draws=2" in address
    tab.goto("/care")
    tab.goto(address)
    assert tab.input_value("#protocol").strip() == SHORT.strip()


@pytest.mark.slow
def test_a_run_can_be_stopped(tab):
    tab.goto("/data?example=ciprofloxacin-two-courses&people=150")
    tab.click(".job >> text=Stop", timeout=60_000)
    tab.wait_for_selector("text=Stopped.")
    assert tab.evaluate("document.activeElement.id") == "answer"
