"""Labels as packs are: every reading is held against one that was written down from the text alone."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from gutbrain.evidence.label.check import check_label
from gutbrain.evidence.label.form import as_yaml
from gutbrain.evidence.label.names import looked_up
from gutbrain.evidence.label.text import parse_text
from gutbrain.evidence.wording import fold
from gutbrain.exposures.strains import Strain

FOLDER = Path(__file__).parent / "labels"
WORST = ("fail", "warning", "unknown", "pass")
LEAST = 0.95
"""Share of verdicts that must be right; every strain, count, total and state must be."""


def _packs():
    found = {}
    for key, right in yaml.safe_load((FOLDER / "readings.yaml").read_text(encoding="utf-8")).items():
        found[key] = ((FOLDER / f"{key}.txt").read_text(encoding="utf-8"), right)
    for name in ("more.yaml", "later.yaml", "last.yaml", "fourth.yaml"):
        for key, right in yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")).items():
            found[key] = (right["text"], right)
    return found


PACKS = _packs()


@cache
def report(key):
    return check_label(parse_text(PACKS[key][0]))


def names(name):
    """What a name stands for, and its code as it is written: two codes of one strain are one strain."""
    found = looked_up(name)
    return re.sub(r"[\s-]", "", found.name if isinstance(found, Strain) else fold(name)).lower()


def span(most, least):
    return None if most is None else [most if least is None else least, most]


def wanted(value):
    return None if value is None else [float(v) for v in value] if isinstance(value, list) else [float(value)] * 2


def near(one, other):
    return (one is None) == (other is None) and (one is None or one == pytest.approx(other, rel=1e-3))


def faults(key):
    """Everything that was read otherwise than it is printed."""
    right = PACKS[key][1]
    label = report(key).label
    daily = label.per == "day"
    found = []

    def differ(what, read, expected):
        found.append(f"{what}: read {read}, right {expected}")

    read = {names(s.name): s for s in label.strains}
    for name, count, alive in right["strains"]:
        strain = read.pop(names(name), None)
        if strain is None:
            differ("strain", "nothing", name)
            continue
        alone = len(right["strains"]) == 1 and daily and count is None
        if not near(span(strain.cfu, strain.least) if daily else None, wanted(count)) and not alone:
            differ(f"count of {name}", (strain.cfu, strain.least), count)
        if strain.alive is not alive:
            differ(f"alive {name}", strain.alive, alive)
    for name in read:
        differ("strain", name, "nothing")
    if not near(span(label.dose, label.least_dose) if daily else None, wanted(right["total"])):
        differ("total", (label.dose, label.least_dose, label.per), right["total"])
    for per, value in (("portion", None if daily else label.dose), ("gram", label.gram_cfu)):
        if per in right and not near(span(value, None), wanted(right[per])):
            differ(per, (label.dose, label.per, label.gram_cfu), right[per])
    for field in ("unit", "count_at"):
        value = label.cfu_at if field == "count_at" else label.unit
        if value != right[field]:
            differ(field, value, right[field])
    if label.unread != right.get("unread", ""):
        differ("unread", label.unread, right.get("unread", ""))
    for field in ("storage", "serving"):
        if not label.unread and bool(getattr(label, field)) != (field in right["says"]):
            differ(field, getattr(label, field), field in right["says"])
    told = " | ".join(fold(other) for other in label.others)
    for other in right.get("others", ()):
        if fold(other) not in told:
            differ("others", told, other)
    if "others" in right and not right["others"] and label.others:
        differ("others", told, "nothing")
    return found


def verdicts(key):
    """Points with the worst verdict, and claims with what they are taken for: what was said, what is right."""
    right, found = PACKS[key][1], report(key)
    points = {}
    for check in found.checks:
        points[check.point] = min(points.get(check.point, "pass"), check.verdict, key=WORST.index)
    rows = []
    for point, one in right["verdicts"].items():
        rows.append((point, points.get(point), one if isinstance(one, list) else [one]))
    missing = list(found.claims)
    for part, one in right["claims"]:
        claim = next((c for c in missing if fold(part) in fold(c.claim)), None)
        kind = None
        if claim is not None:
            missing.remove(claim)
            kind = "drug" if claim.drug_claim else "not covered" if claim.standing == "not covered" else "open"
        rows.append((f"claim '{part}'", kind, one if isinstance(one, list) else [one]))
    rows += [(f"claim '{c.claim}'", c.standing, ["no claim"]) for c in missing if c.standing != "not a claim to test"]
    return rows


NOT_READ = {
    "us-spore-mix": "a dose that grows from week to week",
    "fr-poudre": "a second code of the same species, without its name",
}
"""What is known to be read wrongly, and why."""


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(key, marks=[pytest.mark.xfail(reason=NOT_READ[key], strict=True)] if key in NOT_READ else [])
        for key in PACKS
    ],
)
def test_what_is_printed_is_read(key):
    assert faults(key) == []


def test_verdicts_are_right():
    rows = [(key, *row) for key in PACKS for row in verdicts(key)]
    wrong = [row for row in rows if row[2] not in row[3]]
    assert len(wrong) <= (1 - LEAST) * len(rows), wrong


@pytest.mark.parametrize("key", PACKS)
def test_what_was_read_can_be_given_back(key, tmp_path):
    """As fields, in YAML or in JSON, it is judged like the text that it was read from."""
    found = report(key)
    as_json = json.dumps(found.to_dict()["read"])
    for name, content in (("form.yaml", as_yaml(found.label)), ("read.json", as_json)):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        again = check_label(path, care="seen")
        assert again.checks == found.checks
        assert again.claims == found.claims
        assert again.formulas == found.formulas
        assert again.grade == found.grade


def test_a_correction_holds(tmp_path):
    path = tmp_path / "form.yaml"
    form = as_yaml(parse_text("B. longum 1714 1 billion CFU\n1 capsule a day. Vitamin C. Improves sleep."))
    for wrong, right in (
        ("name: B. longum 1714", "name: B. longum 35624"),
        ("1.0e9", "2.0e9"),
        ("- Vitamin C", "- zinc"),
        ("alive: true", "alive: false"),
    ):
        assert wrong in form
        form = form.replace(wrong, right, 1)
    path.write_text(form, encoding="utf-8")
    label = check_label(path).label
    assert [(s.name, s.cfu, s.alive) for s in label.strains] == [("B. longum 35624", 2e9, False)]
    assert label.others == ("zinc",)


def test_no_label_breaks_the_check():
    """A fiftieth of what ``fuzz_labels.py`` does."""
    from evidence import fuzz_labels

    assert [said for number in range(200) if (said := fuzz_labels.fault(number))] == []


if __name__ == "__main__":
    good = whole = total = 0
    for key in PACKS:
        try:
            misread, rows = faults(key), verdicts(key)
        except Exception as error:
            misread, rows = [repr(error)], []
        wrong = [row for row in rows if row[1] not in row[2]]
        total += len(rows)
        good += len(rows) - len(wrong)
        whole += not misread and not wrong
        if misread or wrong:
            print(key, *misread, *wrong, sep="\n    ")
    print(f"{whole} of {len(PACKS)} labels wholly right, {good} of {total} verdicts right")
