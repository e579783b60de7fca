"""What was read on a label, in the form in which a label may be written: to be looked at, corrected and given back."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

from gutbrain.evidence.label.record import Label, LabelStrain

MOST_TEXT_BYTES = 9_000
"""Of what is printed so much is kept with the fields, which must stay smaller than the largest label."""


def form_of(label: Label) -> dict[str, Any]:
    """A label as named fields: read again they give the same label."""
    form: dict[str, Any] = {
        "product": label.product,
        "strains": [_strain(strain) for strain in label.strains],
        "total_cfu": label.total_cfu,
        "least_cfu": label.least_cfu,
        "gram_cfu": label.gram_cfu,
        "per": label.per,
        "unit": label.unit,
        "cfu_at": label.cfu_at,
        "storage": label.storage,
        "serving": label.serving,
        "claims": list(label.claims),
        "others": list(label.others),
        "strains_said": label.strains_said,
        "killed": label.killed,
        "unread": label.unread,
        "water_activity": label.water_activity,
        "shelf_life_months": label.shelf_life,
        "dose": label.dose,
        "least_dose": label.least_dose,
        "text": label.text.encode("utf-8", "replace")[:MOST_TEXT_BYTES].decode("utf-8", "ignore"),
    }
    return form


def _strain(strain: LabelStrain) -> dict[str, Any]:
    return {"name": strain.name, "cfu": strain.cfu, "least": strain.least, "alive": strain.alive}


def as_yaml(label: Label) -> str:
    """The form as a file to be corrected; what is not given is left out."""
    from ruamel.yaml import YAML
    from ruamel.yaml.scalarstring import LiteralScalarString

    empty: tuple[Any, ...] = (None, "", [], 0, False)
    form = {name: value for name, value in form_of(label).items() if value not in empty and "dose" not in name}
    form["strains"] = [
        {name: value for name, value in row.items() if value is not None} for row in form.get("strains", [])
    ]
    lines = "\n".join(line.rstrip() for line in form.pop("text", "").splitlines())
    if lines.strip():
        form["text"] = LiteralScalarString(lines.strip("\n") + "\n")
    yaml = YAML()
    yaml.width = 1000
    yaml.allow_unicode = True
    out = StringIO()
    yaml.dump(form, out)
    # counts as people write them: 2.5e9
    counted = re.sub(r"^([ -]{0,4}\w{3,9}: )(\d{5,16}(?:\.\d{1,3})?)$", _short, out.getvalue(), flags=re.MULTILINE)
    return f"# What was read. Correct it, save it as .yaml and check it again.\n{counted}"


def _short(match: re.Match[str]) -> str:
    written = f"{float(match[2]):.12e}"
    digits, power = written.split("e")
    return f"{match[1]}{digits.rstrip('0')}{'0' if digits.rstrip('0').endswith('.') else ''}e{int(power)}"
