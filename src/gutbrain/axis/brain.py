"""The brain as tissue: its barrier, microglia, growth factor and myelin."""

from gutbrain.model import (
    Module,
    animal,
    assumed,
    change,
    constant,
    defined,
    exposure,
    human_observation,
    human_trial,
    output,
    parameter,
    reference,
    signal,
    state,
)
from gutbrain.model.maths import exp, log, maximum, positive, saturation


class Brain(Module):
    """Blood-brain barrier, microglia, BDNF and myelin.

    No published dynamic model links them to the gut: this is a proposal of first-order responses. Pitfalls: what
    microbes do to barrier, microglia and myelin is known from germ-free or colonised mice only; imaging of activated
    microglia (TSPO) is not specific; serum BDNF is mostly what platelets release, so it is a marker, hardly a cause.
    """

    title = "brain"

    microbial_presence = signal("1", rest=1.0, claim="microbes-mature-barrier-and-microglia")
    scfa_supply = signal("1", rest=1.0, claim="scfa-tighten-blood-brain-barrier")
    chronic_inflammation = signal("1", rest=0.0, claim="inflammation-activates-microglia")
    inflammatory_il6 = signal("pg/mL", rest=0.8, claim="cytokines-activate-microglia-within-hours")
    training = signal("1", rest=1.0, claim="training-raises-bdnf")
    cortisol_daily_mean = signal("1", rest=1.0, claim="cortisol-lowers-bdnf")
    distress = signal("1", rest=0.0, claim="depression-lowers-bdnf")
    ssri_occupancy = signal("1", rest=0.0, claim="ssri-raise-bdnf")
    psychobiotic_drive = signal("1", rest=0.0, claim="psychobiotics-raise-bdnf")
    plasma_4eps = signal("1", rest=1.0, claim="4eps-impairs-myelination")

    minocycline = exposure("1", claim="minocycline-calms-microglia")
    exercise_bout = exposure("1", claim="a-bout-of-exercise-raises-bdnf")

    barrier_time = parameter(10.0, "day", "time constant of the blood-brain barrier", (5.0, 20.0), assumed)
    germ_free_leak = parameter(
        0.02, "1", "rise of the leak without microbes", (0.0, 0.5), animal("braniste-2014"), animal=0.5
    )
    scfa_tightening = parameter(
        0.02, "1", "rise of the leak without short-chain fatty acids", (0.0, 0.3), animal("braniste-2014"), animal=0.3
    )
    least_leak = constant(0.1, "1", "leak that no supply of acids gets below", assumed)
    inflammatory_leak = parameter(0.1, "1", "rise of ln leak per unit of chronic inflammation", (0.0, 0.3), assumed)
    microglia_time = parameter(14.0, "day", "time constant of lasting microglial activity", (7.0, 30.0), assumed)
    inflammatory_activation = parameter(
        0.2, "1", "rise of ln lasting activity per unit of chronic inflammation", (0.0, 0.4), assumed
    )
    germ_free_microglia = parameter(
        0.02, "1", "fall of microglial activity without microbes", (0.0, 0.4), animal("erny-2015"), animal=0.35
    )
    minocycline_calming = parameter(
        0.25,
        "1",
        "fall of microglial activity at the usual dose of minocycline",
        (0.0, 0.5),
        animal("reis-2019"),
        animal=0.4,
    )
    least_activity = constant(0.05, "1", "lasting activity that nothing gets below", assumed)
    surge_gain = parameter(
        0.1,
        "1",
        "fast rise of activity per ln unit of IL-6 above the own level",
        (0.06, 0.2),
        human_trial("sandiego-2015"),
    )
    surge_time = parameter(2.0, "h", "time constant of the fast rise", (1.0, 4.0), assumed)
    bdnf_level = parameter(
        32.7, "ng/mL", "serum BDNF of a healthy adult", (31.7, 33.7), human_observation("naegelin-2018"), spread=0.25
    )
    bdnf_time = parameter(35.0, "day", "time constant of serum BDNF", (20.0, 56.0), assumed)
    training_bdnf = parameter(
        0.08, "1", "rise of BDNF at five times the usual training", (0.0, 0.16), human_trial("szuhany-2015")
    )
    training_scale = constant(
        3.0, "1", "makes the effect of five times the usual training, which saturates, 1", defined
    )
    # 0.59 SD (0.46 to 0.72) in blood after one session, less in serum than in plasma
    bout_bdnf = parameter(
        0.2,
        "1",
        "rise of BDNF that a bout at the limit of what one can do sets free, of which platelets carry most",
        (0.1, 0.35),
        human_trial("dinoff-2017"),
    )
    bout_time = parameter(20.0, "min", "time constant with which a bout's BDNF comes and goes", (10.0, 60.0), assumed)
    cortisol_bdnf = parameter(0.1, "1", "fall of BDNF when cortisol doubles", (0.0, 0.3), animal("smith-1995"))
    distress_bdnf = parameter(
        0.09,
        "1",
        "fall of BDNF at the distress of a depressed patient",
        (0.05, 0.15),
        human_observation("molendijk-2014"),
    )
    ssri_bdnf = parameter(
        0.2, "1", "rise of BDNF per transporter occupancy and distress", (0.0, 0.35), human_trial("brunoni-2008")
    )
    psychobiotic_bdnf = parameter(
        0.005, "1", "rise of BDNF at full psychobiotic drive", (0.0, 0.015), human_trial("hashemi-2025")
    )
    least_bdnf = constant(0.2, "1", "share of BDNF that nothing takes away", assumed)
    myelin_time = parameter(30.0, "day", "time constant of myelination", (14.0, 90.0), assumed)
    myelin_loss = parameter(
        0.01,
        "1",
        "largest fall of myelination under 4-ethylphenyl sulfate",
        (0.0, 0.3),
        animal("needham-2022"),
        animal=0.3,
    )
    sulfate_half = parameter(5.0, "1", "excess of 4-ethylphenyl sulfate with half the effect", (1.0, 20.0), assumed)

    @state("1", "leak of the blood-brain barrier, 1 = healthy adult", start=1.0)
    def bbb_leak(v):
        # from none to the usual supply the barrier tightens; more than usual does little more
        slack = 1 - 2 * saturation(v.scfa_supply, 1.0)
        microbial = v.germ_free_leak * (1 - v.microbial_presence) + v.scfa_tightening * slack
        target = maximum(1 + microbial, v.least_leak) * exp(v.inflammatory_leak * v.chronic_inflammation)
        return change(gain=target / v.barrier_time, loss=1 / v.barrier_time)

    @state("1", "lasting activity of microglia, 1 = healthy adult", start=1.0)
    def microglial_tone(v):
        microbes = 1 - v.germ_free_microglia * (1 - v.microbial_presence)
        calmed = 1 - v.minocycline_calming * 2 * saturation(v.minocycline, 1.0)
        target = exp(v.inflammatory_activation * v.chronic_inflammation) * maximum(microbes * calmed, v.least_activity)
        return change(gain=target / v.microglia_time, loss=1 / v.microglia_time)

    @reference("pg/mL", "the person's own usual IL-6", until="start")
    def usual_il6(v):
        return v.inflammatory_il6

    @state("1", "fast activation of microglia by an acute rise of cytokines", start=0.0, internal=True)
    def microglial_surge(v):
        rise = positive(log(v.inflammatory_il6 / v.usual_il6))
        return change(gain=v.surge_gain * rise / v.surge_time, loss=1 / v.surge_time)

    @output("1", "activation of microglia, 1 = healthy adult")
    def microglia(v):
        return v.microglial_tone * (1 + v.microglial_surge)

    @state("ng/mL", "BDNF of serum at rest", start=32.7)
    def resting_bdnf(v):
        trained = v.training_bdnf * v.training_scale * (saturation(v.training, 1.0) - 0.5)
        lowered = v.cortisol_bdnf * (v.cortisol_daily_mean - 1) + v.distress_bdnf * v.distress
        treated = v.ssri_bdnf * v.ssri_occupancy * v.distress + v.psychobiotic_bdnf * v.psychobiotic_drive
        target = v.bdnf_level * maximum(1 + trained - lowered + treated, v.least_bdnf)
        return change(gain=target / v.bdnf_time, loss=1 / v.bdnf_time)

    @state("1", "BDNF set free by a bout of exercise, share of that at rest", start=0.0, internal=True)
    def bout_release(v):
        return change(gain=v.bout_bdnf * v.exercise_bout / v.bout_time, loss=1 / v.bout_time)

    @output("ng/mL", "BDNF of serum")
    def bdnf(v):
        return v.resting_bdnf * (1 + v.bout_release)

    @state("1", "myelination, 1 = healthy adult", start=1.0)
    def myelination(v):
        excess = positive(v.plasma_4eps - 1)
        target = 1 - v.myelin_loss * saturation(excess, v.sulfate_half)
        return change(gain=target / v.myelin_time, loss=1 / v.myelin_time)
