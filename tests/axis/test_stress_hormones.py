import pytest
from alone import Alone

from gutbrain.axis.stress_hormones import StressHormones
from gutbrain.model.units import canonical

STEP = 0.1
LIFE = {"stress_load": 1.0}


def rested(*, animal=False):
    """A healthy adult at midnight (settling with the clock stopped would leave rhythmic states off their rest)."""
    person = Alone(StressHormones, usual=LIFE, animal=animal)
    person.states = {s.name: s.start * canonical(s.unit)[0] for s in person.model.states}
    return person


def day(person=None, *, hours=24.0, start=0.0, watch=("cortisol",), signals=None, exposures=None):
    """Carry a person on; give the person and the course of some observables by hour."""
    person = person or rested()
    course = {name: {} for name in watch}
    for i in range(round(hours / STEP)):
        hour = start + i * STEP
        for name in watch:
            course[name][round(hour, 3)] = person.value(name, hour, signals=signals, exposures=exposures)
        person.run(STEP, signals=signals, exposures=exposures, step=STEP, start=hour)
    return person, course


def between(start, end, amount):
    """An exposure from one hour to another."""
    return lambda hour: amount if start - 1e-9 <= hour < end - 1e-9 else 0.0


def awake_at(hour, **kwargs):
    """A rested person carried from midnight to an hour of the day."""
    return day(hours=hour, watch=(), **kwargs)[0]


def rise(name, exposures, start=15.0, hours=3.0, signals=None, **kwargs):
    """Highest value after a challenge relative to the value before, and the hours until then."""
    person = awake_at(start, signals=signals, **kwargs)
    _, course = day(person, start=start, hours=hours, watch=(name,), signals=signals, exposures=exposures)
    values = course[name]
    peak = max(values, key=values.get)
    return values[peak] / values[start], peak - start


def test_day_of_a_healthy_adult():
    _, course = day(watch=("cortisol", "acth", "salivary_cortisol", "glucocorticoid_effect"))
    cortisol = course["cortisol"]
    assert cortisol[8.5] == pytest.approx(428, rel=0.05)
    assert cortisol[0.3] == pytest.approx(55, rel=0.05)
    assert sum(cortisol.values()) / len(cortisol) == pytest.approx(193, rel=0.03)
    assert course["acth"][8.0] == pytest.approx(22, rel=0.1)
    assert course["acth"][20.0] == pytest.approx(10, rel=0.15)
    assert 8 < course["salivary_cortisol"][7.0] < 11
    assert 0.7 < course["salivary_cortisol"][23.0] < 1.3
    effect = course["glucocorticoid_effect"].values()
    assert sum(effect) / len(effect) == pytest.approx(1, abs=0.03)
    assert min(effect) < 0.4
    assert max(effect) > 2


def test_rest_does_not_drift():
    person, _ = day(hours=96, watch=())
    for name in ("adrenal_mass", "pituitary_mass", "cortisol_daily_mean", "hair_cortisol", "stress_level"):
        assert person.value(name) == pytest.approx(1, abs=0.01)
    assert person.value("urinary_free_cortisol") == pytest.approx(67, rel=0.02)


def test_awakening_response_and_who_lowers_it():
    usual = awake_at(8.0).value("cortisol_awakening_response")
    assert usual == pytest.approx(50, abs=8)
    calm = awake_at(8.0, signals={"practice": 1.0}).value("cortisol_awakening_response")
    fed = awake_at(8.0, signals={"bifidobacterium_ratio": 2.0}).value("cortisol_awakening_response")
    assert calm < usual - 3
    assert fed < usual - 2


def test_social_stress_raises_saliva_within_half_an_hour():
    ratio, peak = rise("salivary_cortisol", {"stressor": between(15, 15.25, 1.0)})
    assert 1.7 < ratio < 3
    assert 0.3 <= peak <= 0.7


@pytest.mark.parametrize(
    ("signals", "sign"),
    [
        ({"scfa_rise": 1.0}, -1),
        ({"practice": 1.0}, -1),
        ({"psychobiotic_drive": 1.0, "potent_exposure": 1.0}, -1),
        ({"microbial_presence": 0.0}, 1),
    ],
)
def test_reactivity(signals, sign):
    person = rested()
    assert sign * (person.value("stress_reactivity", signals=signals) - 1) > 0.03


def test_without_microbes_animals_react_far_more():
    bare = {"microbial_presence": 0.0}
    human = rested().value("stress_reactivity", signals=bare)
    mouse = rested(animal=True).value("stress_reactivity", signals=bare)
    assert human == pytest.approx(1.1)
    assert mouse == pytest.approx(2)


def test_injected_crh():
    crh = {"crh_injection": between(17, 17.1, 300.0)}
    ratio, peak = rise("acth", crh, start=17.0)
    assert 4.5 < ratio < 7.5
    assert peak <= 0.45  # the coarse steps of this test add a little
    assert 0.5 <= rise("cortisol", crh, start=17.0)[1] <= 1.1
    assert rise("crh_peripheral", crh, start=17.0)[0] == pytest.approx(2, abs=0.1)


def test_interleukin_6_is_graded():
    low, middle, high = (rise("acth", {}, start=9.0, signals={"il6": il6})[0] for il6 in (3.0, 30.0, 150.0))
    assert low < 1.02
    assert middle < high


def test_dexamethasone_acts_at_the_receptor_and_silences_the_morning():
    person = day(hours=23, watch=())[0]
    pill = {"dexamethasone": between(23, 23.1, 10.0)}
    _, course = day(person, start=23.0, hours=10, watch=("cortisol", "glucocorticoid_effect"), exposures=pill)
    assert 15 < course["cortisol"][32.5] < 50
    assert course["glucocorticoid_effect"][24.0] > 5


def test_hydrocortisone_adds_cortisol_and_lowers_acth():
    pill = {"hydrocortisone": between(8, 8.1, 200.0)}
    assert 1.5 < rise("cortisol", pill, start=8.0)[0] < 2.5
    person, _ = day(awake_at(8.0), start=8.0, hours=2, watch=(), exposures=pill)
    assert person.value("acth", 10.0) < 0.8 * awake_at(10.0).value("acth", 10.0)


def test_a_short_night_raises_the_evening_only():
    rested, short = awake_at(20.5), awake_at(20.5, signals={"sleep_loss": 4.0})
    assert 1.25 < short.value("cortisol", 20.5) / rested.value("cortisol", 20.5) < 1.5
    morning = awake_at(8.0, signals={"sleep_loss": 4.0}).value("cortisol", 8.0)
    assert morning == pytest.approx(awake_at(8.0).value("cortisol", 8.0), rel=0.03)


def test_lasting_load_moves_cortisol_little():
    person = rested()
    person.states["stress_level"] = 2.0
    day(person, hours=72, watch=(), exposures={"stress_load": 2.0})
    assert 1.0 < person.value("cortisol_daily_mean") < 1.1
    assert person.value("adrenal_mass") > 1


def test_stress_level_follows_load_within_weeks():
    assert Alone(StressHormones, usual={"stress_load": 2.0}).value("stress_level") == pytest.approx(2, abs=0.02)


def test_glands_stay_bounded_under_the_worst():
    worst = Alone(StressHormones, usual={"stress_load": 5.0, "stressor": 1.0}, before={"distress": 3.0, "il6": 1000.0})
    for name in ("adrenal_mass", "pituitary_mass"):
        assert 0 < worst.value(name) <= 3


def test_distress_grows_the_adrenal_more_than_cortisol():
    person, _ = day(hours=120, watch=(), signals={"distress": 1.0})
    assert person.value("adrenal_mass") > 1.04
    assert 1.0 < person.value("cortisol_daily_mean") < person.value("adrenal_mass")


def test_training_lowers_cortisol():
    person, _ = day(hours=72, watch=(), signals={"training": 2.0})
    assert 0.9 < person.value("cortisol_daily_mean") < 0.99
