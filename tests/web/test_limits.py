"""Requests that are too large, too slow, no text, or meant to do harm: refused in clear words, never a failure."""

import concurrent.futures
import json
import os
import socket
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
import uvicorn

from gutbrain import cache
from gutbrain.web import connections, limits, strict_json

PAGES = ("/", "/what-if", "/trial", "/evidence", "/label", "/table", "/validation", "/data", "/care", "/api")

FIELDS = [
    *("q", "strain", "outcome", "population", "node", "arrow", "show", "finding", "channel", "country", "from"),
    *("title", "design", "protocol", "example", "person", "age", "verdict", "care", "weeks", "arm", "name"),
]
"""What the pages read from their addresses."""

SCRIPT = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>"


def raw(server, sent, *, wait=20.0):
    """What the server says to bytes."""
    place = urlsplit(server)
    with socket.create_connection((place.hostname, place.port), timeout=wait) as connection:
        connection.sendall(sent)
        said = b""
        while part := connection.recv(65536):
            said += part
            if said.endswith(b"}"):
                break
        return said


def head(server, line, **headers):
    """The head of a request."""
    named = {"host": urlsplit(server).netloc, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return "\r\n".join([line, *(f"{n}: {v}" for n, v in named.items()), "", ""]).encode()


def clear(answer, status):
    """Whether a refusal says what is wrong."""
    assert answer.status_code == status, answer.text
    assert answer.json()["problems"][0]["wrong"]
    assert "Traceback" not in answer.text


# sizes and times


def test_a_large_body_is_refused_whatever_its_length_said(server):
    size = 100 * limits.BYTES
    said = raw(server, head(server, "POST /api/label HTTP/1.1", content_length=size, content_type="application/json"))
    assert said.startswith(b"HTTP/1.1 413")
    chunked = head(server, "POST /api/label HTTP/1.1", transfer_encoding="chunked", content_type="application/json")
    said = raw(server, chunked + b"80000\r\n" + b" " * 0x80000 + b"\r\n0\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 413")
    assert b"Send less" in said


def test_who_sends_too_much_hears_of_it(server):
    # a client that listens only when it has sent everything
    for size in (limits.BYTES + 1, 4 * limits.BYTES):
        asked = head(server, "POST /api/label HTTP/1.1", content_length=size, content_type="application/json")
        for _ in range(5):
            assert raw(server, asked + b" " * size).startswith(b"HTTP/1.1 413")


def test_a_length_that_is_no_number_is_refused(server):
    for length in ("-1", "1e9", "9" * 30):
        assert raw(server, head(server, "POST /api/label HTTP/1.1", content_length=length))[:12] in (
            b"HTTP/1.1 400",
            b"HTTP/1.1 413",
        )


def test_a_long_address_is_refused(client):
    clear(client.get("/api/evidence", params={"q": "a" * limits.ADDRESS_BYTES}), 414)


@pytest.mark.slow
def test_who_sends_slowly_is_let_go(server):
    # a body that does not come, and a head that does not end
    body = head(server, "POST /api/label HTTP/1.1", content_length=100, content_type="application/json") + b"{"
    unfinished = b"GET /care HTTP/1.1\r\nhost: 127.0.0.1\r\nx-a: "
    start = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor() as several:
        answers = list(several.map(lambda sent: raw(server, sent), (body, unfinished)))
    assert time.monotonic() - start < limits.SECONDS + 5
    assert all(answer.startswith(b"HTTP/1.1 408") for answer in answers)
    assert all(b"did not arrive" in answer for answer in answers)


@pytest.mark.slow
def test_who_never_reads_is_let_go(monkeypatch):
    monkeypatch.setattr(connections, "UNREAD", 1.0)
    closed = threading.Event()

    class Watched(connections.Connection):
        def connection_lost(self, exc):
            closed.set()
            super().connection_lost(exc)

    async def much(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"connection", b"close")]})
        for more in range(40, -1, -1):
            await send({"type": "http.response.body", "body": b"x" * 500_000, "more_body": more > 0})

    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(much, http=Watched, lifespan="off", log_level="critical"))
    serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    serving.start()
    try:
        with socket.create_connection(listening.getsockname()) as reader:
            reader.sendall(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
            assert closed.wait(20)
    finally:
        server.should_exit = True
        serving.join(20)


def test_too_many_connections_are_told_to_come_again(server):
    place = urlsplit(server)
    held = []
    try:
        for _ in range(connections.MOST + 20):
            held.append(socket.create_connection((place.hostname, place.port), timeout=10))
        assert held[-1].recv(1000).startswith(b"HTTP/1.1 429")
    finally:
        for connection in held:
            connection.close()
    time.sleep(0.5)
    assert raw(server, head(server, "GET /api/care HTTP/1.1", connection="close")).startswith(b"HTTP/1.1 200")


def test_what_is_no_http_is_refused(server):
    assert raw(server, b"\x16\x03\x01\x02\x00hello\r\n\r\n").startswith(b"HTTP/1.1 400")


# what JSON may be

WRONG_JSON = {
    "not JSON": b'{"text": ',
    "NaN": b'{"text": NaN}',
    "Infinity": b'{"text": -Infinity}',
    "too large": b'{"text": 1e999}',
    "twice": b'{"text": "a", "text": "b"}',
    "half a pair": rb'{"text": "\ud800"}',
    "half a pair in a name": rb'{"\ud800": 1}',
    "NUL": rb'{"text": "\u0000"}',
    "control character": rb'{"text": "\u0096"}',
    "deep": b'{"text": ' + b"[" * 40 + b"]" * 40 + b"}",
    "very deep": b"[" * 200_000,
    "no UTF-8": b'{"text": "\xff\xfe"}',
    "many digits": b'{"text": ' + b"9" * 10_000 + b"}",
}


@pytest.mark.parametrize("body", WRONG_JSON.values(), ids=WRONG_JSON)
def test_json_that_means_different_things_is_refused(client, body):
    clear(client.post("/api/label", content=body, headers={"content-type": "application/json"}), 422)


def test_json_that_is_right_passes():
    assert strict_json.problem(json.dumps({"a": [1, 2.5, None, {"b": "ü 🦠"}], "c": "[" * 100}).encode()) is None


@pytest.mark.parametrize("body", [b"null", b"[]", b'"text"', b"{}", b"1", b""])
def test_json_of_another_form_is_refused(client, body):
    clear(client.post("/api/label", content=body, headers={"content-type": "application/json"}), 422)


@pytest.mark.parametrize("query", ["q=%00", "q=a%00b", "q=%C2%96", "q=%1b[31m", "q=%EF%BF%BF"])
def test_hidden_characters_in_an_address_are_refused(client, query):
    clear(client.get(f"/api/evidence?{query}"), 400)
    clear(client.get("/static/app.css%00.js"), 400)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    "query", ["q=%ed%a0%80&node=%ff%fe&country=%c3%28", "a=1&a=2&&&=&%", "q[]=1&q[a]=2", "q=%F0%9F%A6%A0"]
)
def test_odd_queries_do_no_harm(client, path, query):
    assert client.get(f"{path}?{query}").status_code < 500


# who asks, and how


def test_another_name_is_refused(client):
    for host in ("evil.example", "testserver", "127.0.0.1.evil.example", "localhost@evil.example", ""):
        assert client.get("/care", headers={"host": host}).status_code == 400


def from_elsewhere(mode, dest, site="cross-site"):
    """What a browser says of a request that another site, or a program on this machine, made it ask."""
    return {"sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest}


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(
    ("method", "path", "mode", "dest"),
    [
        ("POST", "/api/label", "cors", "empty"),
        ("POST", "/trial", "navigate", "document"),
        ("GET", "/data", "no-cors", "image"),
        ("GET", "/data", "navigate", "iframe"),
        ("GET", "/static/app.js", "no-cors", "script"),
        ("GET", "/api/what-if", "cors", "empty"),
        ("GET", "/api/what-if", "navigate", "document"),
        ("HEAD", "/what-if", "no-cors", "empty"),
        ("DELETE", "/api/jobs/x", "cors", "empty"),
    ],
)
def test_another_site_may_not_ask(client, site, method, path, mode, dest):
    answer = client.request(method, path, headers=from_elsewhere(mode, dest, site))
    assert answer.status_code == 403


def test_a_link_of_another_site_may_be_followed(client):
    for path in PAGES:
        assert client.get(path, headers=from_elsewhere("navigate", "document")).status_code == 200


def test_browsers_store_no_answer_but_what_is_nobodys(client):
    for path in (*PAGES, "/api/care", "/api/evidence?q=stress", "/nowhere", "/evidence?q=%00"):
        assert client.get(path).headers["cache-control"] == "no-store", path
    assert "no-store" not in client.get("/static/app.js").headers.get("cache-control", "")


def test_a_form_of_another_site_is_no_json(client):
    # what a form can send without asking the browser for leave
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = client.post("/api/label", content=b'{"text": "x"}', headers={"content-type": kind})
        assert answer.status_code == 422


@pytest.mark.parametrize("path", PAGES)
def test_head_is_get_without_a_body(client, path):
    answer = client.head(path)
    assert answer.status_code == client.get(path).status_code == 200
    assert answer.content == b""


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "PATCH", "CONNECT", "BREW"])
@pytest.mark.parametrize("path", ["/care", "/api/care", "/api/label", "/static/app.css"])
def test_other_methods_are_refused(client, method, path):
    clear(client.request(method, path), 405)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/..%5c..%5capp.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/....//....//etc/passwd",
    ],
)
def test_no_file_outside_is_served(server, path):
    said = raw(server, head(server, f"GET {path} HTTP/1.1", connection="close"))
    assert said[9:12] in (b"400", b"404")
    assert b"root:" not in said
    assert b"import" not in said


def test_every_answer_keeps_browsers_from_harm(client):
    for path in (*PAGES, "/api/care", "/static/app.js", "/nowhere"):
        answer = client.get(path)
        for name, value in limits.HEADERS.items():
            assert answer.headers[name] == value, path


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES)
def test_script_in_a_query_is_text(chromium, server, path):
    context = chromium.new_context(base_url=server)
    page = context.new_page()
    opened = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    for value in (SCRIPT, "javascript:alert(3)", "{{7*7}}${7*7}"):
        for asked in (dict.fromkeys(FIELDS, value), *({name: value} for name in FIELDS[:4])):
            page.goto(f"{path}?{urlencode(asked)}#t={SCRIPT}")
            assert page.locator("img[src=x]").count() == 0
            assert "49" not in page.title()
    page.wait_for_timeout(300)
    assert opened == []
    context.close()


def test_nothing_that_is_typed_is_written(client):
    marker = "marker7319zebra"
    start = time.time() - 1
    for method, path, asked in (
        ("GET", "/api/evidence", {"params": {"q": marker}}),
        ("GET", "/evidence", {"params": {"q": marker, "strain": marker}}),
        ("POST", "/api/label", {"json": {"text": f"Lactobacillus rhamnosus GG {marker}"}}),
        ("POST", "/api/protocols/check", {"json": {"text": f"title: {marker}\n"}}),
        ("POST", "/api/check-in", {"json": {"words": marker, "phq9": 4}}),
        ("GET", "/care", {"params": {"country": marker}}),
    ):
        client.request(method, path, **asked)
    folders = {Path.cwd(), Path(tempfile.gettempdir()), cache.folder()}
    new = [
        file
        for folder in folders
        for file in folder.iterdir()
        if file.is_file()
        and os.access(file, os.R_OK)
        and file.stat().st_mtime >= start
        and file.stat().st_size < 10_000_000
    ]
    assert [file for file in new if marker.encode() in file.read_bytes()] == []


@pytest.mark.parametrize("origin", ["http://evil.example", "http://testserver:1", "null"])
def test_a_page_of_another_address_may_not_ask_whatever_its_browser_leaves_out(client, origin):
    asked = {"headers": {"origin": origin}, "json": {"text": "LGG"}}
    assert client.post("/api/label", **asked).status_code == 403
    own = str(client.base_url).rstrip("/")
    assert client.post("/api/label", headers={"origin": own}, json={"text": "LGG 1e9 CFU"}).status_code != 403
