"""Where help is: what ships, and what whoever serves puts over it."""

import datetime
import subprocess
import sys

import pytest

from gutbrain.errors import InputError
from gutbrain.web.care_help import load


def test_help_is_there_for_many_countries_and_every_line_says_when_it_answers():
    known = load()
    assert len(known.countries) >= 40
    for country in known.countries.values():
        for line in country.lines:
            assert line.hours
            assert line.checked <= datetime.date.today()


def test_a_file_is_put_over_what_ships(tmp_path):
    file = tmp_path / "help.yaml"
    file.write_text(
        "countries:\n"
        "  DE:\n"
        "    name: Germany\n"
        "    emergency: ['112']\n"
        "    lines:\n"
        "      - {name: University, phone: 0551 39 0, hours: by day, verified: called, checked: 2026-01-02}\n",
        encoding="utf-8",
    )
    known = load(file)
    assert [line.name for line in known.countries["DE"].lines] == ["University"]
    assert known.countries["FR"] == load().countries["FR"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{name: A, phone: call me, hours: by day, verified: read, checked: 2026-01-02}", r"lines\[0\].phone"),
        ("{name: A, phone: '116', verified: read, checked: 2026-01-02}", r"lines\[0\].hours: is missing"),
        ("{name: A, hours: by day, verified: read, checked: 2026-01-02}", "needs a phone"),
        ("{name: A, web: 'javascript:alert(1)', hours: x, verified: read, checked: 2026-01-02}", r"lines\[0\].web"),
        ("{name: A, phone: '116', hours: by day, verified: read, checked: soon}", r"lines\[0\].checked"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path, line, said):
    file = tmp_path / "help.yaml"
    file.write_text(
        f"countries:\n  DE:\n    name: Germany\n    emergency: ['112']\n    lines:\n      - {line}\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match=said) as caught:
        load(file)
    assert "help.yaml:6" in str(caught.value)


def test_a_wrong_file_stops_the_start(tmp_path):
    file = tmp_path / "help.yaml"
    file.write_text("countries: {Germany: 112}\n", encoding="utf-8")
    start = "from gutbrain.cli import main; main()"
    command = [sys.executable, "-c", start, "serve", "--port", "0", "--help-file", str(file)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 2
    assert "Germany" in done.stderr
    assert "Traceback" not in done.stderr
