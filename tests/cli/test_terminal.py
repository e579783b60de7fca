"""Terminals that cannot show every sign, readers that go away, and Ctrl-C."""

import io
import os
import signal
import subprocess
import sys
import time

import pytest

from gutbrain import cli
from gutbrain.cli import terminal

PROTOCOL = (
    "title: Más\ndays: 2\nperson: healthy-adult\nevents:\n- {exposure: endotoxin, amount: 0.4, start: 0, hour: 9}\n"
)
LABEL = "Café probiotic\nLactobacillus rhamnosus GG 1 \N{MULTIPLICATION SIGN} 10^9 CFU\n“Reduces anxiety”\n"
FINDINGS = """findings:
- id: caf\N{LATIN SMALL LETTER E WITH ACUTE}
  reference: pmid:12689474
  species: human
  design: cohort
  person: healthy-adult
  arms: {all: {events: []}}
  days: 1
  compare: {observable: cortisol_awakening_response, statistic: value, of: {arm: all, day: 0.5}}
  observed: {value: -50, low: -60, high: -40}
  verified: read
"""
DESIGN = (
    "title: caf\N{LATIN SMALL LETTER E WITH ACUTE}\npopulation: healthy-adult\nper_arm: 4\n"
    "weeks: 1\nendpoints: [pss10]\n"
    "arms: {active: {events: [{exposure: fibre, amount: 30, start: 0}]}, placebo: {events: []}}\n"
)
COMMANDS = (
    "simulate p.yaml --draws 2 --no-report --force",
    "explain p.yaml --observable il6",
    "meta --outcome depression",
    "reference",
    "label l.txt",
    "evidence cortisol",
    "strain LGG",
    "validate f.yaml --force",
    "trial d.yaml --replicates 0 --force",
    "model",
    "model --equations",
)


@pytest.fixture
def place(tmp_path, monkeypatch):
    for name, text in {"p.yaml": PROTOCOL, "l.txt": LABEL, "f.yaml": FINDINGS, "d.yaml": DESIGN}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def printed(monkeypatch, command, encoding):
    """What a command writes to a terminal of an encoding, as bytes, and how it ends."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict") for _ in range(2))
    monkeypatch.setattr(sys, "argv", ["gutbrain", *command.split()])
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    err.flush()
    return ended.value.code or 0, out.buffer.getvalue(), err.buffer.getvalue()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_terminal_gets_the_same_table(place, monkeypatch, command):
    status, whole, _ = printed(monkeypatch, command, "utf-8")
    lines = whole.decode("utf-8").splitlines()
    assert lines
    for encoding in ("ascii", "cp1252", "cp437"):
        same, out, err = printed(monkeypatch, command, encoding)
        assert same == status
        assert b"Traceback" not in err
        shown = out.decode(encoding).splitlines()
        assert [len(line) for line in shown] == [len(line) for line in lines]
        for plain, line in zip(shown, lines, strict=True):
            assert all(a == b or not b.isascii() for a, b in zip(plain, line, strict=True))


def test_signs_become_what_looks_alike():
    terminal.prepare()
    text = (
        "\N{MINUS SIGN}3 \N{MULTIPLICATION SIGN} 4 caf\N{LATIN SMALL LETTER E WITH ACUTE} \N{MICRO SIGN}g \N{SNOWMAN}"
    )
    assert text.encode("ascii", terminal.NEAREST) == b"-3 x 4 cafe ug ?"
    assert text.encode("cp1252", terminal.NEAREST).decode("cp1252")[:5] == "-3 \N{MULTIPLICATION SIGN} "


def started(*words, **given):
    line = [sys.executable, "-c", "from gutbrain.cli import main; main()", *words]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **given)


@pytest.mark.parametrize("words", [("model", "--equations"), ("version",)])
def test_a_reader_that_goes_away_is_no_error(words):
    """More than a pipe holds, and less: the second is written when the program ends."""
    process = started(*words)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == terminal.PIPE_CLOSED


def test_what_is_written_does_not_depend_on_who_reads(place):
    process = started("meta", "--outcome", "depression", "--out", "m", cwd=place)
    process.stdout.close()
    process.wait()
    assert (place / "m" / "report.html").exists()


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent otherwise there")
def test_ctrl_c_is_a_word_and_leaves_nothing(place):
    (place / "p.yaml").write_text(PROTOCOL.replace("days: 2", "days: 300"), encoding="utf-8")
    before = sorted(path.name for path in place.iterdir())
    process = started("simulate", "p.yaml", "--people", "400", "--out", "deep/r", cwd=place)
    end = time.monotonic() + 60
    while not (place / "deep" / ".r.lock").exists():  # it has begun
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.02)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err.decode().strip()) == (terminal.INTERRUPTED, "interrupted")
    assert sorted(path.name for path in place.iterdir()) == before


def test_what_cannot_be_read_or_written_is_never_a_traceback(run, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device", "/tmp/somewhere")

    monkeypatch.setattr("gutbrain.evidence.strain_facts.about_strain", full)
    assert run("strain", "LGG") == (2, "", "/tmp/somewhere: No space left on device\n")


IN_GERMAN = """
import locale, sys
try:
    locale.setlocale(locale.LC_ALL, "de_DE.UTF-8")
except locale.Error:
    sys.exit(77)
assert locale.str(1.5) == "1,5"
from gutbrain.cli import main
main()
"""


@pytest.mark.parametrize("command", ["export sbml p.yaml --out made", "simulate p.yaml --draws 1 --out made"])
def test_a_locale_with_commas_changes_no_number(place, command):
    words = [*command.split(), *(["--no-report"] if "simulate" in command else [])]
    german = subprocess.run([sys.executable, "-c", IN_GERMAN, *words], cwd=place, capture_output=True, encoding="utf-8")
    if german.returncode == 77:
        pytest.skip("this machine knows no locale with commas (de_DE.UTF-8)")
    written = {p.name: p.read_bytes() for p in place.rglob("*") if p.name in ("made", "summary.csv") and p.is_file()}
    other = started(*words, *(["--force"] if "simulate" in command else []), cwd=place)
    assert other.communicate()[0].decode() == german.stdout
    assert written
    assert {p.name: p.read_bytes() for p in place.rglob("*") if p.name in written and p.is_file()} == written
