"""The page Table: a table is sent, read in memory, shown and taken home; and what is no table is told."""

import gzip
import io
import json
import zipfile

import numpy as np
import pytest

import gutbrain as gb
from gutbrain.errors import InputError
from gutbrain.examples import named
from gutbrain.microbiome.contents import Contents
from gutbrain.web import forms, limits, table
from gutbrain.web.table import File, TableQuestion

HTML = {"accept": "text/html"}
TABLE = b"genus\tS1\tS2\nFaecalibacterium\t6000\t1000\nBacteroides\t3000\t8000\nNonsuchium\t500\t500\n"
TAXONOMY = b"Feature ID\tTaxon\na1\tg__Faecalibacterium\na2\tg__Bacteroides\n"


def sent(client, path="/api/profile", headers=None, content=TABLE, name="table.tsv", **typed):
    files = {"table": (name, content)} if content is not None else {"sample": (None, "")}
    return client.post(path, files=files, data=typed, headers=headers or {})


def problem(answer):
    return answer.json()["problems"][0]


def test_what_is_sent_is_placed_as_by_the_command(client):
    answer = sent(client)
    assert answer.status_code == 200
    own = gb.profile(Contents("table.tsv", TABLE)).to_dict()
    assert answer.json() == json.loads(json.dumps(own))
    assert [one["sample"] for one in sent(client, sample="S2").json()["samples"]] == ["S2"]


def test_the_page_shows_what_the_report_shows(client):
    page = sent(client, headers=HTML, sample="S1").text
    assert "Who lives there" in page
    assert "What nobody can say from it" in page
    assert "Nonsuchium" in page
    # what follows from a form without a script is the same, in a whole page
    whole = sent(client, "/table", headers=HTML, sample="S1").text
    assert whole.startswith("<!doctype html>")
    assert "Who lives there" in whole


def test_the_leaves_are_taken_home_in_one_file(client):
    answer = sent(client, "/api/profile/leaves.zip", sample="S1")
    assert answer.headers["content-disposition"] == 'attachment; filename="the-gut-bacteria-of-s1.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert {"guilds.csv", "report.html", "start.yaml", "provenance.json"} <= set(archive.namelist())
        assert "file: table.tsv" in archive.read("start.yaml").decode()
        assert archive.read("report.html").startswith(b"<!doctype html>")


def test_a_taxonomy_and_metadata_come_along(client):
    counts = b"#OTU ID\tS1\tS2\na1\t6000\t1000\na2\t3000\t8000\n"
    files = {
        "table": ("t.tsv", counts),
        "taxonomy": ("names.tsv", TAXONOMY),
        "metadata": ("m.csv", b"sample,body-site,cells\nS1,gut,2e11\nS2,tongue,1e11\n"),
    }
    found = client.post("/api/profile", files=files, data={"load": "cells"}).json()
    assert [one["usable"] for one in found["samples"]] == [True, False]
    assert set(found["made_from"]["files"]) == {"table", "taxonomy", "metadata"}
    cells = [one["guilds"]["bacteroides"]["log10_cells"] for one in found["samples"]]
    assert cells == pytest.approx([10.82, 10.95], abs=0.02)


def test_the_example_is_one_button(client):
    answer = client.post("/api/profile", files={"example": (None, "1"), "table": ("", b"")})
    assert answer.json()["file"] == named(table.EXAMPLE, "table").path.name
    assert answer.json()["usable"]


@pytest.mark.parametrize(
    ("content", "typed", "wrong"),
    [
        (None, {}, "There is no table"),
        (b"", {}, "There is no table"),
        (b"one line", {}, "has no columns"),
        (b"\x89PNG....", {}, "picture"),
        (TABLE, {"sample": "S9"}, "no sample 'S9'"),
        (TABLE, {"unit": "litres"}, ""),
        (TABLE, {"load": "8"}, "no number of bacteria"),
        (TABLE, {"colour": "red"}, "not asked here"),
        (b"genus\tS1\nBlautia\t-1\n", {}, "negative"),
        (b"#OTU ID\tS1\n" + b"a" * 32 + b"\t12\n" + b"b" * 32 + b"\t3\n", {}, "none named"),
    ],
)
def test_bad_input_is_one_message(client, content, typed, wrong):
    answer = sent(client, content=content, **typed)
    assert answer.status_code == 400
    assert len(answer.json()["problems"]) == 1
    assert wrong in problem(answer)["wrong"]
    # the options of the command are fields here
    assert "--" not in problem(answer)["right"]


def test_what_unpacks_to_much_is_refused(client):
    bomb = gzip.compress(b"genus\tS1\n" + b"Blautia\t1\n" * (table.MOST_UNPACKED // 10))
    answer = sent(client, content=bomb)
    assert (answer.status_code, problem(answer)["wrong"]) == (400, "table.tsv: unpacks to more than can be read here")
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x/metadata.yaml", b" " * (table.MOST_UNPACKED + 1))
    assert problem(sent(client, content=many.getvalue()))["wrong"] == "table.tsv: unpacks to more than can be read here"
    # what is small or damaged is read on
    assert table.unpacked(gzip.compress(TABLE)) == len(TABLE)
    assert table.unpacked(b"PK\x03\x04 damaged") == table.unpacked(b"\x1f\x8b damaged") == 0


def test_a_process_that_reads_a_table_may_take_only_so_much_memory(monkeypatch):
    pytest.importorskip("resource", reason="this system does not bound the memory of a process")
    monkeypatch.setattr(table, "MOST_MEMORY", 100_000_000)
    with pytest.raises(InputError, match="unpacks to more"), table._little_memory("t"):
        np.empty(200_000_000, np.int8)
    assert len(np.empty(200_000_000, np.int8))


def test_what_is_too_large_is_told(client):
    answer = sent(client, content=b"x" * (limits.TABLE_BYTES + 1))
    assert (answer.status_code, problem(answer)["wrong"]) == (413, "More than 8 MB were sent.")
    assert sent(client, "/api/label", content=b"x" * (limits.BYTES + 1)).status_code == 413


def test_only_so_many_tables_are_held_at_once(client):
    middleware = client.app.middleware_stack
    while not isinstance(middleware, limits.Limits):
        middleware = middleware.app
    middleware._tables = limits.TABLES_AT_ONCE
    try:
        assert sent(client).status_code == 429
        assert client.get("/table").status_code == 200
    finally:
        middleware._tables = 0
    assert sent(client).status_code == 200


def test_another_site_may_not_send_a_table(client):
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        assert sent(client, "/table", headers=headers).status_code == 403


def test_words_of_danger_stop_it(client):
    assert sent(client, sample="I want to die").status_code == 409
    assert sent(client, name="I want to die.tsv").status_code == 409
    assert sent(client, name="I want to die.tsv", headers={"x-care": "seen"}).status_code == 200


def test_nothing_that_was_sent_is_kept(client):
    marked = TABLE + b"Zebrium7319\t5\t5\n"
    assert sent(client, content=marked).status_code == 200
    kept = client.app.state.workers._kept._answers
    assert not any("table" in function for function, _ in kept)
    assert "Zebrium7319" not in repr(kept)


def test_files_in_memory_are_as_files():
    question = TableQuestion(table=File(name="table.tsv", content=TABLE), sample="S1")
    answer = table.placed(question)
    assert answer.title == "The gut bacteria of S1"
    assert answer.model_dump(mode="json").keys().isdisjoint({"html", "files", "start", "title", "names"})


# forms


def form(*parts, mark=b"xYz", end=b"--"):
    body = b"".join(b"--" + mark + b"\r\n" + head + b"\r\n\r\n" + content + b"\r\n" for head, content in parts)
    return "multipart/form-data; boundary=" + mark.decode(), body + b"--" + mark + end + b"\r\n"


HEAD = b'Content-Disposition: form-data; name="table"; filename="a.tsv"'


def test_bytes_of_a_file_are_as_they_were():
    content = bytes(range(256)) + b"\r\n--xY\r\n\n\n--\r\n"
    found = forms.fields(*form((HEAD, content), (b'Content-Disposition: form-data; name="sample"', b" S1 ")))
    assert found["table"].content == content
    assert (found["table"].file, found["sample"].text, found["sample"].file) == ("a.tsv", "S1", None)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        (b"../../etc/passwd", "passwd"),
        (b"C:\\me\\t.tsv", "t.tsv"),
        (b"a\x00b\x1b.tsv", "ab.tsv"),
        (b"x" * 500, "x" * 120),
    ],
)
def test_the_name_of_a_file_is_a_name(name, plain):
    head = b'Content-Disposition: form-data; name="table"; filename="' + name + b'"'
    assert forms.fields(*form((head, b"1")))["table"].file == plain


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"--x\r\n"),
        form((HEAD, b"1"), end=b""),
        form((b"no name", b"1")),
        form((HEAD, b"1"), (HEAD, b"2")),
        form(*[(b'x; name="a%d"' % at, b"1") for at in range(30)]),
        form((HEAD + b"x" * 3000, b"1")),
    ],
)
def test_what_is_no_form_is_refused(client, kind, body):
    answer = client.post("/api/profile", content=body, headers={"content-type": kind})
    assert answer.status_code == 400
    assert answer.json()["problems"][0]["wrong"]


# in a browser


def test_a_file_is_shown_and_saved_in_the_browser(tab, tmp_path):
    file = tmp_path / "mine.tsv"
    file.write_bytes(TABLE)
    tab.goto("/table")
    tab.set_input_files("#table", str(file))
    tab.click("#table-form button:has-text('Show')")
    tab.wait_for_selector("#answer .rows", timeout=60_000)
    assert tab.locator("#samples option").evaluate_all("all => all.map((one) => one.value)") == ["S1", "S2"]
    tab.fill("#sample", "S1")
    tab.click("#table-form button:has-text('Show')")
    tab.wait_for_selector("#answer .dish", timeout=60_000)
    with tab.expect_download() as saved:
        tab.click("#answer a:has-text('Save all')")
    with zipfile.ZipFile(saved.value.path()) as archive:
        assert "report.html" in archive.namelist()
    with tab.expect_download() as saved:
        tab.click("#answer a:has-text('start.yaml')")
    assert "file: mine.tsv" in saved.value.path().read_text(encoding="utf-8")
    assert "mine" not in tab.url


def test_a_file_that_is_too_large_is_told_before_it_is_sent(tab, tmp_path):
    file = tmp_path / "large.tsv"
    file.write_bytes(b"x" * (limits.TABLE_BYTES + 1))
    asked = []
    tab.on("request", lambda request: asked.append(request.method))
    tab.goto("/table")
    tab.set_input_files("#table", str(file))
    tab.click("#table-form button:has-text('Show')")
    assert "8 MB" in tab.eval_on_selector("#table", "field => field.validationMessage")
    assert "POST" not in asked


def test_without_a_script_the_form_itself_asks(chromium, server):
    context = chromium.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/table")
    page.click("button[name=example]")
    page.wait_for_selector("#answer .dish", timeout=60_000)
    assert page.locator("#answer .groups").count() == 1
    context.close()
