import functools
import json
import math
import random
import re

import numpy as np
import pytest
from scipy.integrate import quad

from gutbrain.cli.meta import _weeks
from gutbrain.errors import InputError
from gutbrain.evidence import references
from gutbrain.evidence.meta_analyses import meta_analyses
from gutbrain.evidence.pooling.meta import hoped, meta
from gutbrain.evidence.pooling.random_effects import difference, pool, slope
from gutbrain.evidence.pooling.selection import Result, Selection, log_likelihood
from gutbrain.evidence.trials import load_trials, trials
from gutbrain.report import forest, meta_page

# BCG vaccine against tuberculosis, 13 trials (Colditz 1994): cases and people without, vaccinated and not, latitude
BCG = [
    (4, 119, 11, 128, 44), (6, 300, 29, 274, 55), (3, 228, 11, 209, 42), (62, 13536, 248, 12619, 52),
    (33, 5036, 47, 5761, 13), (180, 1361, 372, 1079, 44), (8, 2537, 10, 619, 19), (505, 87886, 499, 87892, 13),
    (29, 7470, 45, 7232, 27), (17, 1699, 65, 1600, 42), (186, 50448, 141, 27197, 18), (5, 2493, 3, 2338, 33),
    (27, 16886, 29, 17825, 33),
]  # fmt: skip


@pytest.fixture(scope="module")
def bcg():
    """Log risk ratios, standard errors, latitude."""
    ratio = [math.log(a / (a + b) / (c / (c + d))) for a, b, c, d, _ in BCG]
    error = [math.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)) for a, b, c, d, _ in BCG]
    return ratio, error, [row[4] for row in BCG]


@pytest.fixture(scope="module")
def depression():
    return meta("depression")


@pytest.fixture(scope="module")
def anxiety():
    return meta("anxiety")


@pytest.fixture(scope="module")
def sleep():
    return meta("sleep")


@pytest.fixture
def run(run):
    """The command line from ``meta`` on."""
    return functools.partial(run, "meta")


def numbers(found):
    return [found.estimate, found.se, found.low, found.high, found.tau2, *found.predicted]


def test_pooling_gives_what_metafor_gives(bcg):
    found = pool(*bcg[:2])
    assert found.tau2 == pytest.approx(0.3132, abs=5e-5)
    assert found.estimate == pytest.approx(-0.7145, abs=5e-5)
    assert found.se == pytest.approx(0.1808, abs=5e-5)
    assert (found.low, found.high) == pytest.approx((-1.1084, -0.3206), abs=2e-4)
    assert found.p == pytest.approx(0.0019, abs=5e-5)
    assert found.i2 == pytest.approx(92.22, abs=0.01)


def test_regression_gives_what_metafor_gives(bcg):
    found = slope(*bcg)
    assert found.slope == pytest.approx(-0.0291, abs=5e-5)
    assert found.start == pytest.approx(0.2515, abs=5e-5)
    assert found.low < found.slope < found.high < 0
    assert slope(bcg[0], bcg[1], [1.0] * 13) is None
    groups = ["far" if latitude > 30 else "near" for latitude in bcg[2]]
    as_slope = slope(bcg[0], bcg[1], [float(group == "far") for group in groups])
    assert difference(bcg[0], bcg[1], groups) == pytest.approx(as_slope.p)
    assert difference(bcg[0], bcg[1], ["one"] * 13) is None


def test_pooling_by_hand():
    # equal errors: tau2 is the variance of the effects less the error, the mean their mean
    found = pool([0.0, 0.4, 0.8], [0.1, 0.1, 0.1])
    assert found.tau2 == pytest.approx(0.16 - 0.01, rel=1e-4)
    assert found.estimate == pytest.approx(0.4)
    assert found.se == pytest.approx(math.sqrt(0.16 / 3), rel=1e-4)
    assert found.high - found.estimate == pytest.approx(4.302653 * found.se, rel=1e-6)


def test_pooling_does_not_depend_on_order_sign_or_scale(bcg):
    ratio, error = bcg[:2]
    found = numbers(pool(ratio, error))
    order = random.Random(1).sample(range(13), 13)
    assert numbers(pool([ratio[i] for i in order], [error[i] for i in order])) == pytest.approx(found, rel=1e-5)
    flipped = pool([-y for y in ratio], error)
    assert [-flipped.high, -flipped.estimate, -flipped.low] == pytest.approx([found[2], found[0], found[3]], rel=1e-5)
    larger = pool([3 * y for y in ratio], [3 * s for s in error])
    assert [larger.estimate, larger.se, larger.tau2 / 3] == pytest.approx(
        [3 * x for x in (found[0], found[1], found[4])], rel=1e-5
    )


def test_agreement_beyond_chance_makes_nothing_surer():
    found = pool([-0.5] * 10, [0.25] * 10)
    assert found.se == pytest.approx(0.25 / math.sqrt(10))
    assert found.tau2 == pytest.approx(0, abs=1e-6)


def test_few_effects():
    assert pool([], []) is None
    one = pool([-0.5], [0.2])
    assert (one.low, one.high) == pytest.approx((-0.892, -0.108), abs=1e-3)
    assert one.tau2 is None
    assert one.predicted is None
    two = pool([-0.5, -0.1], [0.2, 0.2])
    assert two.estimate == pytest.approx(-0.3)
    assert (two.se, two.low, two.high, two.p, two.tau2, two.i2, two.predicted) == (None,) * 7
    assert two.too_few == "too few to pool: 2 trials"
    assert not one.too_few
    three = pool([-0.5, -0.1, -0.3], [0.2, 0.2, 0.2])
    assert three.low < three.estimate < three.high
    assert not three.too_few
    assert slope([-0.5, -0.1, -0.3], [0.2, 0.2, 0.2], [1.0, 2.0, 4.0]) is None


@pytest.mark.parametrize(("mu", "tau", "reported"), [(0.0, 0.05, 0.2), (0.3, 0.3, 0.5), (-0.4, 0.1, 0.9)])
def test_what_can_be_reported_adds_up_to_one(mu, tau, reported):
    error, cut = 0.25, 1.96 * 0.25

    def chance(low, high):
        return quad(lambda g: math.exp(log_likelihood(Result(g, error, error), mu, tau, reported)), low, high)[0]

    harm, null, beyond = chance(-5, -cut), chance(-cut, cut), chance(cut, 5)
    assert harm + null + beyond == pytest.approx(1)
    assert math.exp(log_likelihood(Result(0, error, error, "null"), mu, tau, reported)) == pytest.approx(null)
    assert math.exp(log_likelihood(Result(cut, error, error, "beyond"), mu, tau, reported)) == pytest.approx(beyond)


def test_without_selection_it_is_the_ordinary_likelihood():
    found = log_likelihood(Result(0.1, 0.3, 0.3), 0.2, 0.4, 1.0)
    assert found == pytest.approx(-0.5 * (0.1**2 / 0.25) - 0.5 * math.log(2 * math.pi * 0.25))


def truncated(mu, tau, share, k, seed):
    """Trials of which those without significance are reported with a probability."""
    draw = np.random.default_rng(seed)
    found = []
    while len(found) < k:
        error = draw.uniform(0.12, 0.35)
        g = draw.normal(mu, math.hypot(tau, error))
        if g < -1.96 * error or draw.random() < share:
            found.append(Result(g, error, error))
    return found


def test_a_truncation_is_found_and_undone():
    results = truncated(-0.2, 0.1, 0.1, 150, 3)
    crude = pool([r.g for r in results], [r.se for r in results])
    found = Selection(results).pool()
    assert crude.estimate < -0.33
    assert found.estimate == pytest.approx(-0.2, abs=0.06)
    assert found.low < -0.2 < found.high
    assert found.reported.low < 0.1 < found.reported.high
    whole = truncated(-0.2, 0.1, 1.0, 150, 4)
    assert Selection(whole).pool().estimate == pytest.approx(-0.2, abs=0.05)


def test_selection_knows_no_order_and_no_sign():
    results = truncated(-0.3, 0.1, 0.3, 20, 5)
    results[:2] = [Result(0, 0.3, 0.3, "null"), Result(-0.6, 0.3, 0.3, "beyond")]
    found = Selection(results).pool()
    assert Selection(results[::-1]).pool().estimate == pytest.approx(found.estimate)
    other = Selection([Result(-r.g, r.se, r.null_se, r.known) for r in results], hoped=1).pool()
    assert (-other.estimate, -other.high, -other.low) == pytest.approx((found.estimate, found.low, found.high))
    assert other.predicted == pytest.approx((-found.predicted[1], -found.predicted[0]))
    assert Selection(results).pool(range(5)).k == 5
    assert Selection(results).pool([0]) is None


def test_what_is_known_of_a_null_pulls_towards_zero():
    results = truncated(-0.4, 0.1, 1.0, 12, 6)
    with_nulls = [*results, *[Result(0, 0.2, 0.2, "null")] * 12]
    assert Selection(with_nulls).pool().estimate > Selection(results).pool().estimate


def test_three_estimates_stand_side_by_side(depression, anxiety):
    for found in (depression, anxiety):
        crude, imputed, corrected = found.estimates.crude, found.estimates.imputed, found.estimates.corrected
        assert crude.k < imputed.k == corrected.k == len(found.effects)
        assert crude.estimate < imputed.estimate < 0
        assert crude.estimate < corrected.estimate
        assert corrected.predicted[0] < corrected.low
    # 46 arms, seven more than before: what selection leaves just differs from nothing
    assert depression.estimates.corrected.high == pytest.approx(-0.008, abs=0.02)
    assert depression.small_studies.crude.p < 0.01


@pytest.mark.parametrize(
    ("outcome", "reviews"),
    [
        ("depression", ("hofmeister-2021-without-depression", "huang-2016-all")),
        ("anxiety", ("yang-2024-lacto-anxiety",)),
    ],
)
def test_pooled_effects_lie_inside_published_ones(outcome, reviews, request):
    found = request.getfixturevalue(outcome)
    mine = found.estimates.imputed
    for key in reviews:
        record = meta_analyses()[key]
        assert record.severity == "mixed"
        assert record.effect.low <= mine.low < mine.high <= record.effect.high
    assert set(reviews) <= {one.record.key for one in found.published if "imputed" in one.inside}


def test_every_part_adds_up(depression):
    for by in {group.by for group in depression.groups}:
        assert sum(group.k for group in depression.groups if group.by == by) == len(depression.effects)
    assert [group.name for group in depression.without_one] == [effect.trial.key for effect in depression.effects]
    assert {group.k for group in depression.without_one} == {len(depression.effects) - 1}
    assert {trend.of for trend in depression.trends} == {"dose", "duration"}


def test_each_trial_has_its_reference_and_each_omission_its_reason(depression):
    told = json.loads(json.dumps(depression.to_dict(), allow_nan=False))
    assert all(row["reference"]["key"] in references() and row["read"] in ("read", "memory") for row in told["trials"])
    assert all(row["reason"] and row["reference"]["key"] in references() for row in told["left_out"])
    assert {row["trial"] for row in told["left_out"]} >= {"walden-2023", "moludi-2022-synbiotic"}
    people = [effect.trial.people for effect in depression.effects]
    assert not any(trials()[key].same_people in people for key in (e.trial.key for e in depression.effects))


def test_two_trials_get_no_interval(depression):
    pools = [pool for group in depression.groups for pool in (group.estimates.crude, group.estimates.imputed) if pool]
    two = [pool for pool in pools if pool.k == 2]
    assert two
    assert all(pool.low is None for pool in two)
    assert max(pool.high - pool.low for pool in pools if pool.low is not None) < 2
    assert "too few to pool" in depression.too_few
    assert depression.to_dict()["cautions"] == [depression.too_few]


def test_people_of_a_crossover_count_once():
    found = {effect.trial.key: effect for effect in meta("stress").effects}
    assert {key: found[key].people for key in ("moloney-2021", "kelly-2017")} == {"moloney-2021": 20, "kelly-2017": 29}
    assert found["noorwali-2025"].people == 37 + 29


def test_effects_made_of_bounds_are_marked(depression, sleep):
    assert not depression.of_bounds
    assert "I2 and tau2 mean nothing" in sleep.of_bounds
    assert sleep.of_bounds in sleep.cautions
    assert sleep.of_bounds in sleep.to_dict()["cautions"]
    told = str(meta_page.piece(sleep))
    assert "mean nothing here" in told
    assert re.search(r"\d+ % \*", told)
    marked = [effect.trial.key for effect in sleep.effects if effect.of_a_bound]
    assert f"{len(marked)} of the {sleep.estimates.crude.k} effects" in sleep.of_bounds


def test_the_trials_of_one_family_are_a_line_of_their_own(depression):
    family = {group.name: group for group in depression.groups if group.by == "family"}
    without, kashan = family["all without them"], family["Kashan trials"]
    assert kashan.k == sum("family-kashan" in effect.flags for effect in depression.effects)
    assert without.k + kashan.k == len(depression.effects)
    assert without.estimates.imputed.estimate > depression.estimates.imputed.estimate


def test_it_does_not_depend_on_the_order_of_trials(depression):
    keys = list(trials())
    random.Random(2).shuffle(keys)
    again = meta("depression", records={key: trials()[key] for key in keys})
    assert again.estimates.imputed.estimate == pytest.approx(depression.estimates.imputed.estimate, rel=1e-5)
    assert again.estimates.corrected == depression.estimates.corrected


def test_a_question_narrows_the_trials(depression):
    clinical = meta("depression", population="clinical")
    assert {effect.severity for effect in clinical.effects} == {"clinical"}
    assert {one.record.severity for one in clinical.published} == {"clinical"}
    assert meta("depression", population="major-depression").effects
    short = meta("depression", weeks=(0, 6))
    assert {effect.weeks <= 6 for effect in short.effects} == {True}
    assert not short.published
    strain = meta("depression", strain="L. helveticus R0052")
    assert {effect.trial.key for effect in strain.effects} >= {"romijn-2017", "kazemi-2019"}
    assert {any("R0052" in name for name in effect.strains) for effect in strain.effects} == {True}
    species = meta("depression", strain="Bifidobacterium bifidum")
    assert "names no strain" in species.warning
    assert 1 < len(species.effects) < len(depression.effects)


def test_one_trial_stands_alone():
    row = {
        "key": "some-2020", "reference": "walden-2023", "design": "rct", "population": "people", "severity": "healthy",
        "preset": "healthy-adult", "weeks": 8, "n": {"active": 20, "control": 20}, "comparator": "placebo",
        "read": "read", "product": {"strains": [{"name": "B. longum 1714", "cfu": 1e9}]},
        "outcomes": [{
            "scale": "BDI", "measures": "depression", "week": 8, "comparison": "between-arm", "result": "improved",
            "active": {"end": {"mean": 10, "sd": 4}}, "control": {"end": {"mean": 14, "sd": 4}},
        }],
    }  # fmt: skip
    found = meta("depression", records=load_trials([row], references()))
    assert found.estimates.crude.k == 1
    assert found.estimates.crude.estimate == pytest.approx(-0.98, abs=0.01)
    assert found.estimates.corrected is None
    assert not found.without_one
    assert "some-2020" in forest.draw(found)
    assert hoped("cognition") == 1


def test_the_picture_and_the_page(depression, tmp_path):
    svg = meta_page.write(depression, tmp_path / "page.html", tmp_path / "forest.svg")
    assert "var(--" not in svg
    assert svg.count('class="mark"') == len(depression.effects)
    assert svg.count('class="diamond"') == 3
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert all(effect.trial.key in page for effect in depression.effects)
    assert all(out.reason in page for out in depression.left_out)
    picture = forest.png(svg)
    assert picture is None or picture.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("text", "span"), [("4-12", (4, 12)), ("8-", (8, math.inf)), ("-6", (0, 6)), ("8", (8, 8)), ("2.5-4", (2.5, 4))]
)
def test_weeks_are_read(text, span):
    assert _weeks(text) == span


@pytest.mark.parametrize("text", ["", "-", "soon", "4-x", "nan-4"])
def test_weeks_that_are_none(text):
    with pytest.raises(InputError, match="is no span of weeks"):
        _weeks(text)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--outcome", "depresion"), "did you mean 'depression'?"),
        (("--outcome", "biomarker"), "one of: depression"),
        (("--outcome", "depression", "--strain", "B. longum 1741"), "is not a strain that is known here"),
        (("--outcome", "depression", "--strain", "B. animalis XYZ1"), "B. lactis BB-12"),
        (("--outcome", "depression", "--strain", "Magic bacterium"), "is not a strain"),
        (("--outcome", "depression", "--population", "clinica"), "did you mean 'clinical'?"),
        (("--outcome", "depression", "--weeks", "12-4"), "is no span"),
        (("--outcome", "depression", "--weeks", "soon"), "write it as 4-12"),
        ((), "--outcome"),
    ],
)
def test_bad_input_says_what_would_be_right(run, arguments, said):
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert said in err


def test_the_command(run, tmp_path):
    status, out, _ = run("--outcome", "depression", "--population", "healthy", "--out", tmp_path / "folder")
    assert status == 0
    assert "(too few)" in out
    assert "two trials are too few to pool" in out
    assert "too few" in (tmp_path / "folder" / "report.html").read_text(encoding="utf-8")
    for said in (
        "as printed",
        "nulls as zeros",
        "selection model",
        "slykerman-2017",
        "https://doi.org/10.1016/j.ebiom",
    ):
        assert said in out
    assert {path.name for path in (tmp_path / "folder").iterdir()} >= {"report.html", "forest.svg", "meta.json"}
    status, out, _ = run("--outcome", "anxiety", "--weeks", "4-", "--json")
    assert status == 0
    assert json.loads(out)["weeks"] == [4, None]
    assert run("--outcome", "gut", "--population", "mci")[0] == 1


def test_published_pools_on_their_own_trials():
    def of(*keys):
        return meta("depression", records={key: trials()[key] for key in keys}).estimates

    depressed, published = of("akkasheh-2016").crude, meta_analyses()["huang-2016-mdd"].effect
    assert (depressed.estimate, depressed.low, depressed.high) == pytest.approx(
        (published.value, published.low, published.high), abs=0.01
    )
    added = of("akkasheh-2016", "ghorbani-2018", "miyaoka-2018", "kazemi-2019", "rudzki-2019")
    published = meta_analyses()["nikolova-2021-adjunctive"].effect
    assert published.low < added.crude.estimate < published.high
    assert published.low < added.imputed.estimate < published.high
    two = meta("depression", records={key: trials()[key] for key in ("romijn-2017", "chahwan-2019")})
    assert "(too few)" in forest.draw(two)
    assert "(too few)" in meta_page.piece(two)
    alone = two.estimates.imputed
    assert alone.estimate == pytest.approx(meta_analyses()["nikolova-2021-stand-alone"].effect.value, abs=0.01)
