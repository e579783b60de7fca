"""Thousands of random protocols, findings, designs, labels and requests, most of them a little wrong.

``python tests/fuzz.py --count 20000`` reads each of them as a person's file is read (requests go to the pages),
carries out in small what is right, and counts what must not be: an error that is no refusal with its reason, a result
that is not finite without a word, and anything over five seconds. Each input has luck of its own: ``--only design:17``
does one again.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import json
import random
import re
import signal
import sys
import tempfile
import time
import traceback
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import fuzz_inputs as inputs

from gutbrain.errors import InputError

SLOW = 5.0
"""Longest that an input may take (s)."""

HANGS = 60
"""After so many seconds an input is given up (s)."""

KINDS = ("protocol", "finding", "design", "label", "request")
RUN_DAYS, RUN_WEEKS, RUN_PEOPLE = 4.0, 2.0, 10
"""Largest protocols and trials that are carried out; larger ones are read only."""

TYPED = (200, 204, 302, 303, 307, 400, 404, 405, 406, 408, 409, 411, 413, 414, 415, 422, 429)
"""Statuses that are an answer, or a refusal with its reason."""

WHY_LONG = "took too long"


class Silent(Exception):
    """A result that is none, without a word."""


class Stopped(BaseException):
    """Given up; no ``except Exception`` may catch it."""


@dataclass
class Tally:
    """What came of the inputs of one kind."""

    done: int = 0
    refused: int = 0
    carried: int = 0
    longest: float = 0.0
    faults: list[dict] = field(default_factory=list)
    warned: collections.Counter = field(default_factory=collections.Counter)


def do_protocol(folder, rng):
    """Read a protocol; carry out a short one. Gives the input, and what carries it out."""
    given = inputs.text(rng, "protocol")
    path = folder / "input.yaml"
    path.write_text(given, encoding="utf-8", errors="replace")

    def carry():
        import numpy as np

        import gutbrain
        from gutbrain.engine.simulation import read_protocol

        read = read_protocol(path)
        if read.days > RUN_DAYS or min([0.0, *(e.start for e in read.events)]) < -RUN_DAYS:
            return False
        result = gutbrain.simulate(read, people=1, draws=1)
        lost = [name for name, values in result.data.items() if not np.isfinite(values.to_numpy()).all()]
        if lost and not result.failures:
            raise Silent(f"not finite: {', '.join(map(str, lost[:5]))}")
        if not lost:
            result.summary()
        return True

    return given, carry


def do_finding(folder, rng):
    """Read a file of findings, and hold short ones against the model."""
    given = inputs.text(rng, "finding")
    path = folder / "input.yaml"
    path.write_text(given, encoding="utf-8", errors="replace")

    def carry():
        from gutbrain.findings.batches import Size
        from gutbrain.findings.reading import read_findings
        from gutbrain.findings.validation import validate

        read = read_findings([path])
        arms = [arm for one in read.findings for arm in one.arms.values()]
        starts = [event.start for arm in arms for event in arm.events]
        if not arms or max(arm.days for arm in arms) > RUN_DAYS + 1 or min([0.0, *starts]) < -RUN_DAYS:
            if read.problems:
                raise InputError(read.problems)
            return False
        json.dumps(validate([path], size=Size(2, 2)).as_json(), allow_nan=False)
        return True

    return given, carry


def do_design(folder, rng):
    """Read a design, and carry out one small trial of it."""
    given = inputs.text(rng, "design")
    path = folder / "input.yaml"
    path.write_text(given, encoding="utf-8", errors="replace")

    def carry():
        from gutbrain.trials.reading import read_design
        from gutbrain.trials.trial import run

        read = read_design(path)
        if read.days > 7 * RUN_WEEKS + 1 or read.per_arm > RUN_PEOPLE or len(read.visits) > 5:
            return False
        if any(event.start < -RUN_DAYS for arm in read.arms for event in arm.events):
            return False
        result = run(read, replicates=0)
        with tempfile.TemporaryDirectory() as place:
            result.save(Path(place) / "result")
        return True

    return given, carry


def do_label(folder, rng):
    """Check a label."""
    given = inputs.text(rng, "label")
    path = folder / ("input.yaml" if given.lstrip().startswith(("{", "product:")) else "input.txt")
    path.write_text(given, encoding="utf-8", errors="replace")

    def carry():
        from gutbrain.evidence.label.check import check_label

        json.dumps(check_label(path).to_dict(), allow_nan=False)
        return True

    return given, carry


class Asker:
    """Asks the pages and the API, as their own description says it is done, and otherwise."""

    lists = {
        "strain": "strains",
        "strain_2": "strains",
        "preset": "presets",
        "person": "presets",
        "outcome": "outcomes",
    }
    """By which list a field is filled."""

    def __init__(self):
        from fastapi.testclient import TestClient

        from gutbrain.web.app import create

        self.client = TestClient(create(workers=1), base_url="http://127.0.0.1", follow_redirects=False)

    def __enter__(self):
        self.client.__enter__()
        schema = self.client.get("/api/openapi.json").json()
        self.parts = schema["components"]["schemas"]
        # what begins a job goes on after its answer
        begin = {("post", "/api/simulations"), ("post", "/api/trials")}
        self.ways = [
            (method, path, way)
            for path, methods in schema["paths"].items()
            for method, way in methods.items()
            if (method, path) not in begin
        ]
        for page in ("/", "/what-if", "/trial", "/evidence", "/label", "/validation", "/data", "/care", "/api"):
            self.client.get(page)
        # the process that computes is there, and has loaded what it needs
        self.client.get("/api/what-if")
        self.client.get("/api/trials/preview")
        self.client.post("/api/protocols/check", json={"protocol": "days: 1"})
        return self

    def __exit__(self, *reason):
        self.client.__exit__(*reason)

    def do(self, folder, rng):
        """One request."""
        method, path, way = rng.choice(self.ways)
        asked = {}
        optional = [p["name"] for p in way.get("parameters", []) if not p.get("required")]
        chosen = rng.sample(optional, min(len(optional), rng.choice((0, 1, 2, 3, 6))))
        for parameter in way.get("parameters", []):
            if parameter["in"] == "path":
                given = self.plain(rng, parameter["schema"], parameter["name"])[:200] or "x"
                path = path.replace("{" + parameter["name"] + "}", given)
            elif parameter["in"] == "query" and (parameter.get("required") or parameter["name"] in chosen):
                asked[parameter["name"]] = self.plain(rng, parameter["schema"], parameter["name"])
        if rng.random() < 0.1:
            asked[rng.choice(("example", "care", "q", "x"))] = self.plain(rng, {}, "x")
        body = way.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        sent = None if body is None else self.value(rng, body, "body")
        accept = rng.choice(("application/json", "text/html"))
        path = "".join(c if c.isascii() and c.isprintable() and c not in " ?#\\" else "%20" for c in path)
        given = {"method": method, "path": path, "query": asked, "body": sent, "accept": accept}

        def carry():
            content = None if sent is None else json.dumps(sent, ensure_ascii=True, default=str)
            headers = {"accept": accept, "content-type": "application/json"}
            answer = self.client.request(method.upper(), path, params=asked, content=content, headers=headers)
            if answer.status_code not in TYPED:
                raise Silent(f"status {answer.status_code}: {answer.text[:300]}")
            if answer.status_code >= 400:
                raise InputError([])
            return True

        return given, carry

    def plain(self, rng, schema, name):
        """A value in an address."""
        value = self.value(rng, schema, name)
        value = ",".join(map(str, value)) if isinstance(value, list) else value
        return re.sub("[\ud800-\udfff]", "?", str(value))[:3000]

    def value(self, rng, schema, name):
        """A value as a schema wants it, or not; ``name`` is that of its field."""
        schema = self.parts[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        if rng.random() < 0.04:
            return rng.choice(inputs.ODD)
        for key in ("anyOf", "oneOf"):
            if key in schema:
                return self.value(rng, rng.choice((*schema[key][:1] * 9, *schema[key])), name)
        if "enum" in schema:
            return rng.choice(schema["enum"])
        if schema.get("examples") and rng.random() < 0.7:
            return rng.choice(schema["examples"])
        kind = schema.get("type", "string")
        if kind == "object":
            known = schema.get("properties", {})
            return {key: self.value(rng, part, key) for key, part in known.items() if rng.random() < 0.9}
        if kind == "array":
            return [self.value(rng, schema.get("items", {}), name) for _ in range(rng.randint(0, 3))]
        if kind in ("number", "integer"):
            low, high = schema.get("minimum", -5), schema.get("maximum", 100)
            inside = [low, high, *(rng.randint(int(low), int(high)) for _ in range(8) if high > low)]
            return rng.choice((*inside, rng.choice((low - 1, high + 1))))
        if kind == "boolean":
            return rng.random() < 0.5
        dice = rng.random()
        if dice < 0.1:
            return inputs.noise(rng)
        if name in DOORS and dice < 0.9:
            return inputs.text(rng, name)
        if name in ("text", "words") or dice > 0.95:
            return inputs.text(rng, rng.choice(KINDS[:4]))
        return rng.choice(inputs.names(self.lists.get(name) or rng.choice(tuple(inputs.LISTS))))


DOORS = {"protocol": do_protocol, "finding": do_finding, "design": do_design, "label": do_label}


def fuzz(count, *, seed=0, kinds=KINDS, first=0, slow=SLOW, told=lambda kind, number: True):
    """Put ``count`` inputs through their doors, the kinds in turn; gives what came of them, by kind.

    ``told`` is called before each, and ends it all by saying False.
    """
    tallies = {kind: Tally() for kind in kinds}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        doors = dict(DOORS)
        if "request" in kinds:
            doors["request"] = stack.enter_context(Asker()).do
        for kind in kinds:  # what is made once for all is not the first input's fault
            with contextlib.suppress(InputError):
                doors[kind](folder, random.Random(0))[1]()
        for index in range(first, first + count):
            kind, number = kinds[index % len(kinds)], index // len(kinds)
            if not told(kind, number):
                break
            one(tallies[kind], doors[kind], folder, f"{kind}:{number}", inputs.generator(seed, kind, number), slow)
    return tallies


def one(tally, door, folder, name, rng, slow=SLOW):
    """Put one input through its door, and note what came of it."""
    given, carry = door(folder, rng)
    wrong = None
    start, spent = time.perf_counter(), time.process_time()
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            with limited(HANGS):
                tally.carried += bool(carry())
        except InputError as refused:
            tally.refused += 1
            str(refused)
        except Stopped:
            wrong = f"{WHY_LONG}: given up after {HANGS} s"
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            wrong = f"{type(error).__name__}: {str(error)[:300]} ({Path(place.filename).name}:{place.lineno})"
    taken, worked = time.perf_counter() - start, time.process_time() - spent
    tally.done += 1
    tally.longest = max(tally.longest, taken)
    tally.warned.update(f"{w.category.__name__}: {str(w.message)[:100]}" for w in heard)
    # what is worked out in this process is not slow because others use the machine
    if wrong is None and taken > slow and (name.startswith("request") or worked > slow):
        wrong = f"{WHY_LONG}: {taken:.1f} s"
    if wrong:
        tally.faults.append({"input": name, "wrong": wrong, "given": given})


@contextlib.contextmanager
def limited(seconds):
    """Give up after a while; where there are no alarms (Windows, threads), never."""

    def stop(number, frame):
        raise Stopped

    try:
        before = signal.signal(signal.SIGALRM, stop)
    except (AttributeError, ValueError):
        yield
        return
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def main():
    """Fuzz from the command line; exit status 1 where something must not be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20_000, help="how many inputs, all kinds together")
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so long, with what was done by then")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kinds", default=",".join(KINDS), help="which kinds, with commas between")
    parser.add_argument("--only", help="one input again, as in design:17")
    parser.add_argument("--out", type=Path, default=Path("results/fuzz.json"), help="where failing inputs are written")
    asked = parser.parse_args()
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()

    def told(kind, number):
        # if the process itself falls, this tells by what
        asked.out.with_suffix(".now").write_text(f"--seed {asked.seed} --only {kind}:{number}\n", encoding="utf-8")
        if number % 50 == 0 and sys.stderr.isatty():
            sys.stderr.write(f"\r{kind}:{number} {time.monotonic() - start:.0f} s   ")
        return time.monotonic() - start < 60 * asked.minutes

    if asked.only:
        kind, _, number = asked.only.partition(":")
        tallies = fuzz(1, seed=asked.seed, kinds=(kind,), first=int(number), told=told)
    else:
        tallies = fuzz(asked.count, seed=asked.seed, kinds=tuple(asked.kinds.split(",")), told=told)
    for kind, tally in tallies.items():
        print(
            f"{kind:9} {tally.done:6} inputs: {tally.refused} refused, {tally.carried} carried out, "
            f"{len(tally.faults)} faults, longest {tally.longest:.1f} s"
        )
        by = collections.Counter(re.sub(r"\d+(\.\d+)?", "N", fault["wrong"])[:160] for fault in tally.faults)
        first = {re.sub(r"\d+(\.\d+)?", "N", f["wrong"])[:160]: f["input"] for f in reversed(tally.faults)}
        for wrong, times in by.most_common():
            print(f"  {times} x {wrong} (first: {first[wrong]})")
        for said, times in tally.warned.most_common(10):
            print(f"  {times} x warning, {said}")
    faults = [fault for tally in tallies.values() for fault in tally.faults]
    asked.out.write_text(json.dumps(faults, indent=1, default=str), encoding="utf-8")
    asked.out.with_suffix(".now").unlink(missing_ok=True)
    print(f"{time.monotonic() - start:.0f} s; failing inputs: {asked.out}")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
