"""The reference that is written from the data: everything that may be written is in it, and links lead somewhere."""

import json
import re

import _site
import pytest
import typer
from _site import exposures, markdown, pictures, python

import gutbrain
from gutbrain.axis import axis
from gutbrain.cli import app
from gutbrain.evidence import claims
from gutbrain.report.lists import rows_of
from gutbrain.report.schemas import SCHEMAS, schema


@pytest.fixture(scope="module")
def pages():
    """All pages by place; without simulated pictures, which take most of the time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pictures, "of_exposure", lambda one, outcomes: (b"<svg/>", outcomes[:1], f"{one.name}: drawn"))
        patched.setattr(pictures, "of_channel", lambda name: (b"<svg/>", "done", "crp"))
        return dict(_site.pages())


@pytest.fixture(scope="module")
def text(pages):
    return "\n".join(page for place, page in pages.items() if place.endswith((".md", ".rst")))


@pytest.fixture(scope="module")
def targets(text):
    return re.findall(r"^\(([a-z0-9-]+)\)=$", text, re.MULTILINE)


KINDS = {
    "exposures": "exposure",
    "templates": "template",
    "presets": "preset",
    "traits": "trait",
    "observables": "observable",
    "channels": "channel",
    "strains": "strain",
    "scales": "scale",
}
"""Lists whose things have a place of their own, and what their targets begin with."""


@pytest.mark.parametrize("kind", KINDS)
def test_everything_that_is_listed_has_a_place_of_its_own(kind, targets):
    names = [row["name"] for row in rows_of(kind) if row.get("meaning") != "usual exposure: gutbrain list exposures"]
    names = [name for name in names if name != "strain.NAME"]  # of which there are many
    assert len(names) > 4
    assert [name for name in names if markdown.label(KINDS[kind], name) not in targets] == []


@pytest.mark.parametrize("kind", ["medicines", "stressors", "donors", "statistics", "outcomes", "trials"])
def test_all_other_lists_stand_on_a_page(kind, pages):
    names = [row["name"] or row["exposure"] for row in rows_of(kind)]
    page = pages[f"{kind}.md"]
    linked = {name: markdown.label("exposure", name) for name in names}
    assert [name for name in names if f"`{name}`" not in page and linked[name] not in page and name not in page] == []


def test_every_target_is_there_once_and_every_link_leads_to_one(text, targets):
    led = set(re.findall(r"\{ref\}`[^`]* <([^>]*)>`", text))
    assert len(led) > 400
    assert led - set(targets) == set()
    assert sorted(targets) == sorted(set(targets))


def test_every_claim_is_told_with_its_grade_and_what_speaks_for_it(pages, targets):
    told = "\n".join(page for place, page in pages.items() if place.startswith("claims/"))
    assert [key for key in claims() if markdown.label("claim", key) not in targets] == []
    one = claims()["butyrate-tightens-barrier"]
    assert f"**{markdown.text(one.statement)}**" in told
    assert all(markdown.cited(key) in told for key in [*one.references, *one.against])


def test_every_number_and_equation_of_a_channel_is_on_its_page(pages):
    for number in axis().parameters:
        assert f"`{number.name}`" in pages[f"channels/{number.module}.md"]
    for name, declared in axis().givers.items():
        assert f"**`{name}`**" in pages[f"channels/{declared.module}.md"]
    one = next(number for number in axis().parameters if number.key == "gut.mast_quiet")
    row = f"| `mast_quiet` | {markdown.text(one.meaning)} | {markdown.amount(18, 'h')} | 8 to 48 |"
    assert row in pages["channels/gut.md"]
    assert all("<math" in pages[f"channels/{module.name}.md"] for module in axis().modules)


def test_what_an_exposure_does_not_act_on_is_never_called_no_effect(pages):
    fibre = pages["exposures/fibre.md"]
    assert "is **not in the model**, which is not the same as no effect" in fibre
    assert "are not in the model: PSQI" in fibre
    assert "{ref}`C-reactive protein <observable-crp>`" in fibre
    assert "fibre: drawn" in fibre


def test_every_format_has_its_schema_and_its_fields(pages):
    for kind in SCHEMAS:
        assert json.loads(pages[f"formats/{kind}.json"]) == schema(kind)
        assert f"`gutbrain schema {kind}`" in pages[f"formats/{kind}.md"]
    for field in ("days", "person", "events", "usual", "observe"):
        assert f"| `{field}`" in pages["formats/protocol.md"]


def test_every_command_and_option_is_told(pages):
    for name, command in typer.main.get_command(app).commands.items():
        page = pages[f"commands/{name}.md"]
        assert [
            o for p in command.params for o in p.opts if o.startswith("--") and not p.hidden and o not in page
        ] == []


def test_every_public_name_of_python_is_told(pages):
    for name in gutbrain.__all__:
        assert f":: gutbrain.{name}\n" in pages["python/gutbrain.rst"]
    told = "\n".join(page for place, page in pages.items() if place.startswith("python/"))
    assert ":: gutbrain.engine.result.Result\n" in told  # what functions give
    assert [room for room in python.ROOMS if f".. py:module:: {room}\n" not in told] == []


def test_every_address_of_the_server_is_told(pages):
    described = json.loads(pages["openapi.json"])
    assert len(described["paths"]) > 20
    plain = pages["http.md"].replace("\\", "")
    assert [path for path in described["paths"] if path not in plain] == []


def test_an_ordinary_course_is_simulated_and_drawn():
    found = {one.name: one for one in exposures.exposures().values()}
    picture, drawn, protocol = pictures.of_exposure(found["endotoxin"], ["il6", "cortisol", "depression"])
    assert drawn[0] == "il6"  # what moves most comes first
    assert picture.startswith(b"<?xml")
    assert b"<text" not in picture  # letters are curves: no font is asked for
    assert protocol == "days: 3\nevents:\n  - {exposure: endotoxin, amount: 0.4, start: 1, hour: 10}"


def test_a_page_is_written_where_it_changed_and_taken_away_where_it_is_gone(tmp_path, monkeypatch):
    made = {"a.md": "one\n", "b/c.md": "two\n"}
    monkeypatch.setattr(_site, "pages", lambda: iter(made.items()))
    _site.write(tmp_path)
    before = (tmp_path / "a.md").stat().st_mtime_ns
    del made["b/c.md"]
    _site.write(tmp_path)
    assert (tmp_path / "a.md").stat().st_mtime_ns == before
    assert not (tmp_path / "b" / "c.md").exists()


@pytest.mark.parametrize(
    ("plain", "written"),
    [("a_b*c", r"a\_b\*c"), ("the `x_y` in", "the `x_y` in"), ("1 < 2 | 3", r"1 \< 2 \| 3"), ("a ` b", r"a \` b")],
)
def test_text_keeps_its_letters(plain, written):
    assert markdown.text(plain) == written
