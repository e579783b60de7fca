"""Texts that are meant to hold the server: whoever else asks meanwhile does not wait.

Machines that run tests are busy, so no clock on the wall is looked at. The server does one thing at a time in the
thread of its event loop; the processor time of that thread between two looks of a watcher that is always due is what
any other visitor would wait, however busy the machine is.
"""

import asyncio
import gc
import itertools
import json
import random
import string
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import quote, urlencode

import pytest

from gutbrain.web import limits, packed, yaml_text

WAIT = 0.3
"""Seconds of processor time that nobody may wait."""

AT_ONCE = 20
SIZE = yaml_text.MOST_BYTES


def _texts():
    """Twenty texts of the largest size, each hard to read in another way."""
    chance = random.Random(7)
    letters = "".join(chance.choice("ab") for _ in range(SIZE))
    for piece in (
        *("2", "a1", "a b ", "i want to ", "ich kann ", "my my ", "taken too many ", "how many x y z ", "(", "ae", "a"),
        *("\ufdfa", "\u0e01", "a\u0301", "\U0001d11e", "\u60f3\u6b7b\u4f60", "\uc8fd\uace0 ", "- [", "a: &a [*a]\n"),
    ):
        yield (piece * (SIZE // len(piece) + 1))[:SIZE]
    yield letters


TEXTS = list(_texts())


@pytest.fixture(scope="module")
def addresses(client):
    """Addresses that take text, from the server's own list: GET with names in the query or path, POST with fields."""
    told = client.get("/api/openapi.json").json()
    asked, sent = [("/evidence", ["q", "strain"]), ("/what-if", ["strain_1"]), ("/", ["node", "arrow"])], []
    for path, methods in told["paths"].items():
        for method, about in methods.items():
            given = about.get("parameters", [])
            if method == "get":
                names = [p["name"] for p in given if p["in"] == "query" and p["schema"].get("type") == "string"]
                if names or "{" in path:
                    asked.append((path, names))
            elif method == "post" and "application/json" in about["requestBody"]["content"]:
                form = about["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
                fields = told["components"]["schemas"][form]["properties"]
                sent.append((path, [name for name, field in fields.items() if field.get("type") == "string"]))
    assert len(asked) > 10
    assert len(sent) >= 6
    return asked, sent


@contextmanager
def watched(client):
    """A list whose only number is the longest processor time for which the event loop kept others waiting.

    What lies in this process by then (all that other tests left and imported) is no part of a server: going through it
    for what is no longer needed would take whole tenths of a second.
    """
    worst = [0.0]
    gc.collect()
    gc.freeze()

    async def watch():
        last = time.thread_time()
        while True:
            await asyncio.sleep(0.002)
            now = time.thread_time()
            worst[0] = max(worst[0], now - last)
            last = now

    task = client.portal.start_task_soon(watch)
    try:
        yield worst
    finally:
        task.cancel()
        gc.unfreeze()


def all_at_once(client, requests):
    """Statuses of requests that come at the same time, and what others waited."""
    with watched(client) as worst, ThreadPoolExecutor(AT_ONCE) as together:
        statuses = list(together.map(lambda request: client.request(*request[:2], **request[2]).status_code, requests))
    assert all(status < 500 for status in statuses)
    return statuses, worst[0]


def test_the_watcher_sees_who_holds_the_server(client):
    async def hold():
        until = time.thread_time() + 2 * WAIT
        while time.thread_time() < until:
            pass

    with watched(client) as worst:
        client.portal.call(asyncio.sleep, 0.05)
        client.portal.call(hold)
        client.portal.call(asyncio.sleep, 0.05)
    assert worst[0] > WAIT


@pytest.mark.slow
def test_texts_in_addresses_keep_nobody_waiting(client, addresses):
    for path, names in addresses[0]:
        for room in (limits.ADDRESS_BYTES - 300, 900):
            requests = []
            for text in TEXTS:
                said = quote(text[:room])[:room].rpartition("%")[0] or text[:room]
                inside = path.replace("{", "").replace("}", "") if "{" not in path else path.split("{")[0] + said
                requests.append(("GET", f"{inside}?{'&'.join(f'{name}={said}' for name in names[:1])}", {}))
            _, waited = all_at_once(client, requests)
            assert waited < WAIT, path


@pytest.mark.slow
def test_texts_in_json_keep_nobody_waiting(client, addresses):
    for path, fields in addresses[1]:
        for size in (SIZE, 19_000, 1_900):
            requests = [("POST", path, {"json": dict.fromkeys(fields, text[:size])}) for text in TEXTS]
            _, waited = all_at_once(client, requests)
            assert waited < WAIT, path


NAMES = ["".join(three) for three in itertools.islice(itertools.product(string.ascii_letters, repeat=3), 60_000)]

MUCH = {
    "a name twice, the last of many": "{" + ",".join(f'"{name}":1' for name in [*NAMES, NAMES[-1]]) + "}",
    "many names": "{" + ",".join(f'"{name}":1' for name in NAMES) + "}",
    "many values": "[" + "1," * 200_000 + "1]",
    "many objects": "[" + "{}," * 160_000 + "{}]",
    "many lists": "[" * 30 + "[]," * 160_000 + "[]" + "]" * 30,
    "many digits": '{"text": ' + "9" * 400_000 + "}",
    "many signs": json.dumps({"text": "\x7f" * 80_000}),
}


@pytest.mark.parametrize("body", MUCH.values(), ids=MUCH)
def test_json_of_another_form_keeps_nobody_waiting(client, body):
    asked = {"content": body.encode(), "headers": {"content-type": "application/json"}}
    statuses, waited = all_at_once(client, [("POST", "/api/check-in", asked)] * AT_ONCE)
    assert set(statuses) == {422}
    assert waited < WAIT


def test_numbers_of_thousands_of_digits_are_told_of_in_our_words(client):
    answer = client.post(
        "/api/label", content=MUCH["many digits"].encode(), headers={"content-type": "application/json"}
    )
    assert answer.json()["problems"][0]["wrong"] == "A number has too many digits."


@pytest.mark.parametrize(("page", "field"), [("/data", "protocol"), ("/trial", "design")])
def test_a_link_that_unpacks_to_much_keeps_nobody_waiting(client, page, field):
    links = [packed.pack(text.encode()[:SIZE].decode(errors="ignore")) for text in TEXTS]
    links = [link for link in links if link]
    assert len(links) > 10
    statuses, waited = all_at_once(client, [("GET", f"{page}?{urlencode({field: link})}", {}) for link in links])
    assert set(statuses) <= {200, 303}
    assert waited < WAIT


def test_a_long_label_keeps_nobody_waiting(client):
    requests = [("POST", "/api/label", {"json": {"text": text[:20_000]}}) for text in TEXTS]
    _, waited = all_at_once(client, requests)
    assert waited < WAIT


@pytest.mark.slow
def test_tables_keep_nobody_waiting(client):
    hard = [b"--x" * 2_600_000, b"\r\n--" * 1_900_000, *(text.encode()[:2_000_000] for text in TEXTS[::5])]
    head = b'--x\r\nContent-Disposition: form-data; name="table"; filename="t"\r\n\r\n'
    for content in hard:
        asked = {
            "content": head + content + b"\r\n--x--\r\n",
            "headers": {"content-type": "multipart/form-data; boundary=x"},
        }
        _, waited = all_at_once(client, [("POST", "/api/profile", asked)] * 3)
        assert waited < WAIT
