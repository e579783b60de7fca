"""The page Trial: a form becomes a design, a design is tried at once and carried out many times."""

import io
import json
import zipfile
from contextlib import suppress

import odd_values
import pytest
from jobs_over import PATIENCE, finished

from gutbrain.answers import trial_form
from gutbrain.answers.trial_form import TrialForm
from gutbrain.answers.trial_written import written
from gutbrain.errors import InputError
from gutbrain.examples import of_kind
from gutbrain.people import presets
from gutbrain.web import packed, trial, yaml_text

SMALL = {"strain": "LGG", "per_arm": 20, "weeks": 4, "power": "false"}


# from the form to the design


def test_the_form_at_first_is_a_design():
    design = trial.read(written(TrialForm(strain=trial_form.STRAIN)))
    assert (design.primary, design.per_arm, design.weeks, design.visits) == ("bdi2", 60, 12, (0, 4, 8, 12))
    assert [event.strains for event in design.arms[0].events] == [{"B. longum 1714": 1e9}]
    assert design.arms[1].events == ()
    assert design.dropout == 0.1


def test_every_field_of_the_form_means_something():
    form = TrialForm(
        title='A "title": with # signs', population="ibs", only="crp", least=3, strain="LGG", cfu=1e10, strain2="BB-12",
        beside="fibre", amount=35, blinded=False, per_arm=44, weeks=9, every=2, primary="pss10", second="crp",
        third="gi_symptoms", dropout=25, leave="symptoms", adherence=80, analysis="mmrm",
    )  # fmt: skip
    design = trial.read(written(form))
    assert design.title == 'A "title": with # signs'
    assert [str(criterion) for criterion in design.include] == ["crp >= 3"]
    assert [event.exposure for event in design.arms[0].events] == ["probiotic", "fibre"]
    assert len(design.arms[0].events[0].strains) == 2
    assert (design.person.preset, design.blinded, design.per_arm, design.analysis) == ("ibs", False, 44, "mmrm")
    assert design.visits == (0, 2, 4, 6, 8, 9)
    assert design.endpoints == ("pss10", "crp", "gi_symptoms")
    assert (design.dropout, design.dropout_by, design.adherence) == (0.25, "symptoms", 0.8)


def test_everything_that_can_be_chosen_can_be_read():
    every = [name for group in trial_form.endpoints().values() for name in group]
    for first, second, third in zip(every, every[1:], every[2:], strict=False):
        trial.read(written(TrialForm(primary=first, second=second, third=third, every=0)))
    for name in trial_form.given():
        trial.read(written(TrialForm(beside=name, amount=1)))
    for name in presets():
        trial.read(written(TrialForm(population=name)))
    for most in (None, 20):
        trial.read(written(TrialForm(only="bdi2", least=12, most=most)))


@pytest.mark.parametrize("name", ["true", "x}, {a: b", "'\n- x", "*a", "&a", "!!float 1", '"', "\\", "{{7*7}}", "# x"])
def test_whatever_is_typed_stays_one_value(name):
    assert yaml_text.read(written(TrialForm(title=name))).value["title"] == name
    with pytest.raises(InputError) as caught:
        trial.read(written(TrialForm(strain=name)))
    assert "strains" in str(caught.value)


# from the design to the answer


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"per_arm": 5000, "visits": [0, 1, 2, 3, 4, 12]}, "readings"),
        ({"weeks": 200, "visits": [0, 200]}, "weeks in all"),
        ({"arms": {f"a{i}": {"events": []} for i in range(7)}}, "7 arms"),
        ({"population": {"preset": "ibs", "traits": {"microbiota": "../x"}}}, "names a file"),
        ({"arms": {"a": {"events": [{"exposure": "fibre", "amount": 40, "start": 0}] * 101}, "b": {}}}, "101 events"),
        ({"title": "a\u202eb"}, "cannot be seen"),
        ({"endpoints": ["bdi"]}, "did you mean"),
    ],
)
def test_too_much_or_wrong_is_refused(change, said):
    design = yaml_text.read(of_kind("trial")["low-mood"].text).value
    with pytest.raises(InputError) as caught:
        trial.read(json.dumps(design | change))
    assert said in str(caught.value)


@pytest.mark.slow
def test_a_design_in_which_any_one_value_is_odd_is_read_or_refused():
    document = yaml_text.read(of_kind("trial")["low-mood"].text).value
    for changed in odd_values.documents(document):
        # anything else than problems would fail here
        with suppress(InputError):
            trial.read(json.dumps(changed))


def test_one_trial_at_once(client):
    answer = client.get("/api/trials/preview", params=SMALL)
    assert answer.status_code == 200
    found = answer.json()
    assert "20 in each of two arms" in found["said"][0]
    assert "sections" not in found
    (effect,) = (e for e in found["effects"] if e["endpoint"] == "bdi2" and e["analysis"] == "ancova")
    assert effect["low"] < effect["value"] < effect["high"]
    again = client.post("/api/trials/preview", json={"design": found["design"]}).json()
    assert again["effects"] == found["effects"]


def test_an_open_trial_says_that_the_effect_holds_belief(client):
    said = client.get("/api/trials/preview", params=SMALL | {"blinded": "false"}).json()["said"]
    assert "the effect holds belief too; if all believed alike:" in said[-1]
    assert not any("belief" in line for line in client.get("/api/trials/preview", params=SMALL).json()["said"])


def test_a_trial_that_cannot_be_analysed_is_told_on_the_page(client):
    design = written(TrialForm(strain="LGG", per_arm=10)).replace("per_arm: 10", "per_arm: 2")
    body = {"design": design.replace("dropout: 0.1", "dropout: 0.94")}
    answer = client.post("/api/trials/preview", json=body)
    assert answer.status_code == 200
    effect = answer.json()["effects"][0]
    assert effect["value"] is None
    assert "can be analysed" in effect["why"]
    page = client.post("/api/trials/preview", json=body, headers={"accept": "text/html"}).text
    assert "cannot be estimated" in page


@pytest.mark.parametrize("wrong", ["per_arm=1", "weeks=nan", "cfu=inf", "every=-1", "leave=x", "dropout=91", "seed=-1"])
def test_a_wrong_field_is_named(client, wrong):
    answer = client.get(f"/api/trials/preview?{wrong}")
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == wrong.partition("=")[0]


def test_nobody_who_can_be_let_in_is_said(client):
    answer = client.get("/api/trials/preview", params=SMALL | {"only": "bdi2", "least": 60, "most": 63})
    assert answer.status_code == 400
    assert "can be let in" in answer.json()["problems"][0]["wrong"]


def test_words_of_danger_lead_to_help(client):
    for field in ("title", "strain"):
        assert client.get("/api/trials/preview", params={field: "I want to kill myself"}).status_code == 409
    design = of_kind("trial")["low-mood"].text.replace("title: One", "title: I want to kill myself, one")
    assert client.post("/api/trials", json={"design": design}).status_code == 409


def test_the_design_as_a_file(client):
    answer = client.get("/api/trials/design.yaml", params=SMALL | {"title": "../Größe"})
    assert answer.headers["content-disposition"] == 'attachment; filename="groe-design.yaml"'
    assert trial.read(answer.text).per_arm == 20


def test_an_address_restores_what_was_asked(client):
    page = client.get("/trial", params={"strain": '"><script>x', "weeks": 20, "primary": "pss10"}).text
    assert "<script>x" not in page
    assert 'value="20"' in page
    assert '<option value="pss10" selected>' in page
    assert " data-now" in page
    design = "title: My trial\nweeks: 4\n"
    assert "title: My trial" in client.get("/trial", params={"design": packed.pack(design)}).text
    assert "BGN4" in client.get("/trial?example=older-adults").text
    assert client.get("/trial?example=../x").status_code == 400
    assert client.get("/trial?design=x").status_code == 400


@pytest.mark.slow
@pytest.mark.parametrize("power", [False, True])
def test_many_trials(client, power):
    form = TrialForm(strain="LGG", per_arm=20, weeks=4, every=0)
    begun = client.post("/api/trials", json={"design": written(form), "replicates": 100, "power": power})
    assert begun.status_code == 202
    state = finished(client, begun.json()["id"])
    assert (state["state"], state["problems"]) == ("done", [])
    answer = state["answer"]
    assert 0 <= answer["assurance"] <= 1
    assert f"About {100 * answer['assurance']:.0f} of 100" in answer["said"][0]
    assert ("power" in answer["summary"]) is power
    files = {name: client.get(f"/api/trials/{state['id']}/{name}") for name in state["files"]}
    assert trial.read(files["design.yaml"].text).per_arm == 20
    assert len(files["data.csv"].text.splitlines()) == 1 + 40 * 2
    assert "<title>LGG for 4 weeks" in files["report.html"].text
    names = zipfile.ZipFile(io.BytesIO(files["result.zip"].content)).namelist()
    assert {"data.csv", "summary.csv", "summary.json", "provenance.json", "report.html", "design.yaml"} <= set(names)
    piece = client.get(f"/api/jobs/{state['id']}", headers={"accept": "text/html"}).text
    assert "style=" not in piece
    assert ("Chance of success by size" in piece) is power


@pytest.mark.slow
def test_a_trial_on_the_page(tab):
    tab.goto("/trial?strain=LGG&power=false")
    tab.wait_for_selector("#answer .job, #answer .downloads", timeout=60_000)
    assert tab.input_value("#strain") == "LGG"
    tab.wait_for_selector(".downloads", timeout=PATIENCE * 1000)
    assert "of 100 such trials" in tab.inner_text("#answer .lead")
    assert "strain=LGG" in tab.url


@pytest.mark.slow
def test_a_design_is_written_and_shared(tab):
    tab.goto("/trial?text=true")
    tab.fill("#design", "title: Mine\nweeks: 4\n")
    tab.click("text=Carry it out")
    tab.wait_for_selector("#answer .problems", timeout=60_000)
    assert "per_arm" in tab.inner_text("#answer")
    tab.wait_for_function("() => location.search.includes('design=')")
    address = tab.url
    tab.goto("/care")
    tab.goto(address)
    assert tab.input_value("#design") == "title: Mine\nweeks: 4\n"
