"""Stress and the hypothalamic-pituitary-adrenal (HPA) axis: CRH, ACTH, cortisol, and the glands that make them.

Everything is a departure from the clock: at rest ACTH and cortisol follow the daily profile of a healthy adult
exactly, and stress, feedback, medicines and glands multiply it. Feedback (mineralocorticoid and glucocorticoid
receptors), gland masses that grow over weeks, and their time scales follow Karin et al. 2020 and Milo et al. 2024;
the rise of cortisol with ACTH saturates at the secretion rate that cosyntropin reaches (Dorin et al. 2012), and tissue
limits it. Four departures from Karin's equations: the clock acts on the glands and not on CRH alone (a seven-fold swing
of cortisol would need a hundred-fold swing of CRH); glucocorticoids restrain the growth of corticotrophs more than
their secretion (Nolan & Levy 2001); some cells come from progenitors, so that no gland vanishes for good; and large
adrenals make little more than normal ones (Rubin et al. 1995). After months of a steroid both hormones are low at
first, then ACTH is above rest while the adrenal regrows (Graber et al. 1965).

Feedback nearly sets what is free; binding proteins set the total (Panton et al. 2019), which also rises when plasma
leaves the vessels in exercise (Hill et al. 2008).

Pitfalls: cortisol has no hourly pulses here, so single samples differ too little; the fast rise of the next morning is
larger than most responses to stress; salivary immunoassays read about twice as high as mass spectrometry; chronic
stress in people moves cortisol little and with either sign, so its gain is small; how strongly psychological stress
acts on the hormones is not told by how it is felt.
"""

from gutbrain.axis.stress_hormones_parameters import StressHormonesParameters
from gutbrain.model import Module, change, exposure, intermediate, output, signal, state, trait
from gutbrain.model.maths import exp, hill, maximum, minimum, positive, power, pulse, rhythm, saturation, sqrt


class StressHormones(StressHormonesParameters, Module):
    """Acute and chronic stress, and the hormones that carry them through the body."""

    title = "stress hormones"

    # ---- heard from other modules
    steady_il6 = signal("pg/mL", rest=0.8, claim="il6-drives-hpa")
    chronic_inflammation = signal("1", rest=0.0, claim="inflammation-blunts-glucocorticoid-receptor")
    scfa_rise = signal("1", rest=0.0, claim="scfa-lowers-stress-reactivity")
    microbial_presence = signal("1", rest=1.0, claim="microbes-calm-stress-response")
    bifidobacterium_ratio = signal("1", rest=1.0, claim="bifidobacteria-lower-awakening-response")
    psychobiotic_drive = signal("1", rest=0.0, claim="psychobiotics-ease-felt-stress")
    potent_exposure = signal("1", rest=0.0, claim="psychobiotics-lower-cortisol")
    resting_vagal_tone = signal("1", rest=1.0, claim="vagal-tone-dampens-stress")
    sleep_loss = signal("h", rest=0.0, claim="sleep-loss-raises-evening-cortisol")
    sleep_disturbance = signal("z", rest=0.0, claim="poor-sleep-raises-stress")
    circadian_strain = signal("1", rest=0.0, claim="misalignment-lowers-cortisol")
    training = signal("1", rest=1.0, claim="training-lowers-cortisol")
    practice = signal("1", rest=0.0, claim="practice-lowers-stress")
    recent_alcohol = signal("g/day", rest=5.0, claim="heavy-drinking-raises-cortisol")
    distress = signal("1", rest=0.0, claim="low-mood-drives-hpa")

    # ---- from the protocol
    stressor = exposure("1", claim="assumption")
    stress_load = exposure("1", claim="assumption")
    calm = exposure("min/day", claim="assumption")
    crh_injection = exposure("ug/kg/h", claim="assumption")
    dexamethasone = exposure("mg/h", claim="assumption")
    hydrocortisone = exposure("mg/h", claim="assumption")
    exercise_bout = exposure("1", claim="hard-exercise-raises-cortisol")
    age = trait("year", rest=40.0)
    male = trait("1", rest=0.5)

    # ================================================================= stress

    @intermediate("1", "how strongly a load is felt, 1 = average (mindfulness, calm and psychobiotics ease it)")
    def stress_appraisal(v):
        ease = v.practice_appraisal * v.practice + v.psychobiotic_appraisal * v.psychobiotic_drive
        return exp(-ease) * (1 - v.calm_ease * saturation(v.calm, v.calm_half))

    @intermediate("1", "reactivity of the body to acute stress, 1 = average")
    def stress_reactivity(v):
        by_scfa = 1 - v.scfa_dampening * saturation(positive(v.scfa_rise), v.scfa_half)
        by_microbes = 1 + v.germ_free_gain * positive(1 - v.microbial_presence)
        by_vagus = exp(-v.vagal_gain * (v.resting_vagal_tone - 1) - v.psychobiotic_gain * v.potent_exposure)
        return v.stress_appraisal * by_scfa * by_microbes * by_vagus

    @output("1", "acute psychosocial stress, 1 = Trier Social Stress Test in full")
    def acute_stress(v):
        return v.stressor * 2 * saturation(v.responsiveness, 1) * v.stress_reactivity

    @intermediate("1", "chronic stress towards which the stress level moves")
    def stress_target(v):
        inner = v.distress_stress * positive(v.distress) + v.disturbance_stress * positive(v.sleep_disturbance)
        return v.stress_load * v.stress_appraisal + inner

    @state("1", "chronic stress, 1 = average life", start=1.0)
    def stress_level(v):
        return change(gain=v.stress_target / v.stress_memory, loss=1 / v.stress_memory)

    # ================================================================= the clock

    @intermediate("1", "size of the awakening rise, relative to the average person's")
    def awakening_drive(v):
        bifidobacteria = maximum(v.bifidobacterium_ratio, v.least_bifidobacteria)
        # seen in women, the drive of the axis in men
        drinking = exp(v.alcohol_awakening * (1 - v.male) * v.alcohol_load)
        return v.stress_appraisal * power(bifidobacteria, -v.bifidobacterium_power) * drinking

    @state("g/day", "alcohol of the last weeks", start=5.0, internal=True)
    def habitual_alcohol(v):
        # what was drunk on the day made no difference (Badrick et al. 2008)
        return change(gain=v.recent_alcohol / v.alcohol_memory, loss=1 / v.alcohol_memory)

    @intermediate("1", "habit of drinking, 0 = the reference adult's, 1 nears the most there can be")
    def alcohol_load(v):
        return saturation(v.habitual_alcohol, v.alcohol_half) - saturation(v.alcohol_usual, v.alcohol_half)

    @intermediate("nmol/L", "cortisol of a healthy adult at this hour")
    def cortisol_profile(v):
        return v.one_nanomolar * exp(v.daily_logarithm + v.awakening_usual * v.awakening_bump)

    @intermediate("1", "logarithm of the daily profile without the awakening rise")
    def daily_logarithm(v):
        second = 2 * rhythm(v.clock, v.profile_peak_2) ** 2 - 1
        return v.profile_level + v.profile_swing * rhythm(v.clock, v.profile_peak) + v.profile_swing_2 * second

    @intermediate("1", "shape of the awakening rise over the day")
    def awakening_bump(v):
        return pulse(v.clock, v.awakening_peak, v.awakening_width)

    @intermediate("nmol/L", "cortisol that this person's clock gives at this hour after a usual night, without stress")
    def cortisol_usual(v):
        rise = v.awakening_size * v.awakening_drive * v.awakening_bump
        night = v.night_rise * (1 - rhythm(v.clock, v.profile_peak)) / 2
        return v.total_level * v.one_nanomolar * exp(v.daily_logarithm + night + rise)

    @intermediate("1", "the person's total cortisol relative to the healthy profile: feedback sets what is free")
    def total_level(v):
        return v.cortisol_level * v.cbg_person

    @intermediate("1", "rise of the logarithm of nightly cortisol with age (more in women), 0 up to 50 years")
    def night_rise(v):
        return v.age_night * positive(v.age - v.night_age) * exp(v.female_night * (0.5 - v.male))

    @intermediate(
        "nmol/L", "cortisol that this person's clock asks for at this hour (more in the evening after a short night)"
    )
    def cortisol_clock(v):
        in_the_evening = pulse(v.clock, v.evening, v.evening_width)
        return v.cortisol_usual * (1 + v.evening_gain * saturation(v.sleep_loss, v.evening_half) * in_the_evening)

    @intermediate("1/h", "relative speed of that profile")
    def clock_speed(v):
        first = -(v.profile_swing - v.night_rise / 2) * rhythm(v.clock, v.profile_peak + v.quarter_day)
        first_2 = rhythm(v.clock, v.profile_peak_2)
        second = -4 * v.profile_swing_2 * first_2 * rhythm(v.clock, v.profile_peak_2 + v.quarter_day)
        sharpness = 1 / (v.turn * v.awakening_width) ** 2
        side = rhythm(v.clock, v.awakening_peak + v.quarter_day)
        rise = -v.awakening_size * v.awakening_drive * sharpness * side * v.awakening_bump
        return v.turn * (first + second + rise)

    @intermediate("pg/mL", "ACTH that the clock would give at this hour without stress")
    def acth_clock(v):
        return v.acth_rest * exp(v.acth_swing * rhythm(v.clock, v.acth_peak))

    # ================================================================= feedback and drive

    @intermediate("1", "cortisol relative to what the person's clock asks for")
    def cortisol_ratio(v):
        return v.cortisol_pool / v.cortisol_clock

    @output("1", "effect at the glucocorticoid receptor of cortisol and dexamethasone, 1 = the day's mean at rest")
    def glucocorticoid_effect(v):
        mean = v.total_level * v.cortisol_mean
        return v.receptor_sensitivity * (v.cortisol_pool / mean + v.dexamethasone_potency * v.dexamethasone_level)

    @intermediate("1", "what feedback at glucocorticoid receptors leaves of a drive, 1 at rest")
    def glucocorticoid_brake(v):
        rest = 1 / power(v.glucocorticoid_constant, v.glucocorticoid_steepness)
        bound = v.receptor_sensitivity * (v.cortisol_ratio + v.dexamethasone_potency * v.dexamethasone_level)
        return (1 + rest) / (1 + power(bound / v.glucocorticoid_constant, v.glucocorticoid_steepness))

    @intermediate("1", "what training takes from the drive of the stress system, 0 at the reference adult's")
    def training_relief(v):
        eased = minimum(v.training, v.ample_training)
        strain = hill(v.training - eased, v.volume_half, v.volume_steepness)
        return v.training_gain * (saturation(eased, 1) - v.usual_training_relief) - v.volume_gain * strain

    @intermediate("1", "drive of the stress system by daily life, low mood, inflammation and acute stress, 1 at rest")
    def hpa_drive(v):
        chronic = (
            v.load_gain * (v.stress_level - 1)
            + v.distress_drive * positive(v.distress)
            - v.training_relief
            - v.practice_gain * v.practice
            - v.psychobiotic_gain * v.potent_exposure
            - v.misalignment_gain * v.circadian_strain
            + v.alcohol_gain * v.male * v.alcohol_load
        )
        social = v.acute_gain * exp(v.male_gain * (v.male - 0.5)) * v.acute_stress
        acute = 1 + social + v.bout_gain * hill(v.exercise_bout, v.bout_half, v.bout_steepness)
        inflamed = 1 + v.il6_gain * hill(v.steady_il6, v.il6_half, v.il6_steepness)
        return exp(chronic) * acute * inflamed

    @intermediate("1", "corticotropin-releasing hormone at the pituitary, 1 at rest")
    def crh(v):
        mineralocorticoid = (1 + v.mineralocorticoid_constant) / (v.cortisol_ratio + v.mineralocorticoid_constant)
        return v.hpa_drive * mineralocorticoid * v.glucocorticoid_brake

    @state("ug/kg", "injected CRH in the body", start=0.0, internal=True)
    def crh_injected(v):
        return change(gain=v.crh_injection, loss=v.ln2 / v.crh_half_life)

    @output("1", "CRH in the periphery, where mast cells meet it: 1 at rest, 2 after a saturating injection")
    def crh_peripheral(v):
        return 1 + saturation(v.crh_injected, v.crh_half_effect)

    # ================================================================= hormones

    @intermediate("1", "ACTH relative to the clock")
    def acth_ratio(v):
        return v.acth / v.acth_clock

    @state("pg/mL", "adrenocorticotropic hormone in plasma", start=13.3)
    def acth(v):
        loss = v.ln2 / v.acth_half_life
        speed = -v.turn * v.acth_swing * rhythm(v.clock, v.acth_peak + v.quarter_day)
        # receptors that a strong drive's own CRH has taken, or has made cells withdraw, answer no injection
        free = (1 + v.crh_receptors_half) / (v.hpa_drive + v.crh_receptors_half)
        # an injection adds the same in the morning and in the evening (Tsukada et al. 1983)
        injected = v.acth_rest * v.crh_effect * saturation(v.crh_injected, v.crh_half_effect) * free
        drive = v.acth_clock * (1 + speed / loss) * v.crh + injected
        return change(gain=loss * drive * v.pituitary_mass * v.glucocorticoid_brake, loss=loss)

    @state("mg", "hydrocortisone not yet absorbed", start=0.0, internal=True)
    def hydrocortisone_swallowed(v):
        return change(gain=v.hydrocortisone, loss=v.hydrocortisone_absorption)

    @state("1", "volume of plasma, 1 = at rest", start=1.0, internal=True)
    def plasma_volume(v):
        return change(gain=(1 - v.plasma_loss * v.exercise_bout) / v.plasma_time, loss=1 / v.plasma_time)

    @output("nmol/L", "total cortisol in serum")
    def cortisol(v):
        # the proteins that carry it stay in the vessels when water leaves them; what is free stays as it was
        return v.cortisol_pool / v.plasma_volume

    @state("nmol/L", "total cortisol, were the plasma as at rest", start=55.0, internal=True)
    def cortisol_pool(v):
        loss = v.ln2 / v.cortisol_half_life
        # what the gland must make at this hour to follow the clock, and the room it has below its ceiling
        demand = v.cortisol_clock * maximum(1 + v.clock_speed / loss, v.least_demand)
        filled = minimum(demand / (v.cortisol_ceiling * v.cbg_person), v.greatest_demand)
        push = power(v.acth_ratio, v.adrenal_steepness)
        answer = v.basal_secretion + (1 - v.basal_secretion) * push / (1 + filled * (push - 1))
        tissue = (1 + v.adrenal_reserve) * saturation(v.adrenal_mass, v.adrenal_reserve)
        secretion = tissue * demand * answer
        swallowed = v.hydrocortisone_absorption * v.hydrocortisone_swallowed * v.hydrocortisone_yield
        return change(gain=loss * secretion + swallowed, loss=loss)

    @state("mg", "dexamethasone in the body", start=0.0, internal=True)
    def dexamethasone_level(v):
        return change(gain=v.dexamethasone, loss=v.ln2 / v.dexamethasone_half_life)

    # ================================================================= glands and receptors

    # Cells grow from cells: what drives a gland makes it grow in proportion to what is left of it.

    @state("1", "growth signal of the corticotrophs over the last day, 1 at rest", start=1.0, internal=True)
    def corticotroph_growth(v):
        # CRH makes them divide, glucocorticoids forbid it and kill new cells
        signal = v.crh * power(v.glucocorticoid_brake, v.corticotroph_restraint)
        return change(gain=signal / v.day_mean, loss=1 / v.day_mean)

    @state("1", "ACTH relative to the clock over the last day, 1 at rest", start=1.0, internal=True)
    def acth_daily_mean(v):
        return change(gain=v.acth_ratio / v.day_mean, loss=1 / v.day_mean)

    @state("1", "mass of the pituitary's corticotrophs, 1 = reference", start=1.0, internal=True)
    def pituitary_mass(v):
        return _grown(v, v.pituitary_mass, v.corticotroph_growth, v.pituitary_turnover)

    @state("1", "mass of the adrenal glands, 1 = reference", start=1.0)
    def adrenal_mass(v):
        nerve = 1 + v.distress_growth * positive(v.distress)
        return _grown(v, v.adrenal_mass, v.acth_daily_mean * nerve, v.adrenal_turnover)

    @state("1", "sensitivity of glucocorticoid receptors, 1 = reference", start=1.0, internal=True)
    def receptor_sensitivity(v):
        inflamed = positive(v.chronic_inflammation)
        excess = positive(v.cortisol_daily_mean - 1)
        lost = v.inflammation_resistance * saturation(inflamed, 1) + v.cortisol_resistance * saturation(excess, 1)
        target = (1 - lost) * exp(-v.distress_resistance * positive(v.distress))
        return change(gain=target / v.receptor_memory, loss=1 / v.receptor_memory)

    # ================================================================= what is measured

    # Means over days weigh departures with the profile of the hour: rest is exactly 1, without a ripple.

    @state("1", "cortisol over the last day relative to the person's own clock, 1 at rest", start=1.0)
    def cortisol_daily_mean(v):
        scale = v.cortisol_mean * v.day_mean
        return change(gain=v.cortisol_pool / v.total_level / scale, loss=v.cortisol_usual / v.total_level / scale)

    @intermediate("nmol/L", "free cortisol in plasma")
    def free_cortisol(v):
        return _unbound(v, v.cortisol_pool, v.cbg_capacity * v.cbg_person)

    @intermediate("nmol/L", "free cortisol of a healthy adult at this hour")
    def free_profile(v):
        return _unbound(v, v.cortisol_profile, v.cbg_capacity)

    @output("nmol/L", "cortisol in saliva")
    def salivary_cortisol(v):
        return v.saliva_share * v.free_cortisol

    @state("nmol/day", "free cortisol in the urine of the last 24 h", start=67.0)
    def urinary_free_cortisol(v):
        scale = v.free_mean * v.day_mean
        return change(gain=v.urinary_rest * v.free_cortisol / scale, loss=v.free_profile / scale)

    @state("1", "cortisol in the hair grown over the last month, 1 = reference", start=1.0)
    def hair_cortisol(v):
        # of the day's mean, so that the daily swing leaves no trace in what is slow
        grown = v.hair_uptake * v.urinary_free_cortisol / v.urinary_rest
        return change(gain=grown / v.hair_memory, loss=1 / v.hair_memory)

    @state("nmol/L", "salivary cortisol of the sample at awakening", start=10.0, internal=True)
    def sample_at_waking(v):
        rate = v.sampling_rate * pulse(v.clock, v.waking, v.sampling_width)
        return change(gain=rate * v.salivary_cortisol, loss=rate)

    @state("nmol/L", "salivary cortisol of the sample half an hour later", start=15.0, internal=True)
    def sample_after_waking(v):
        rate = v.sampling_rate * pulse(v.clock, v.after_waking, v.sampling_width)
        return change(gain=rate * v.salivary_cortisol, loss=rate)

    @output("1", "rise of salivary cortisol in the half hour after waking, per cent")
    def cortisol_awakening_response(v):
        return 100 * (v.sample_after_waking / maximum(v.sample_at_waking, v.least_sample) - 1)


def _grown(v, mass, signal, turnover):
    """Mass of a gland: cells divide as they are told while there is room, some come from progenitors, all die."""
    dividing, room = (1 - v.progenitors) * signal * mass, v.gland_limit - 1
    return change(
        gain=(v.progenitors + dividing * v.gland_limit / room) / turnover, loss=(1 + dividing / room) / turnover
    )


def _unbound(v, total, capacity):
    """Free part of total cortisol, from total = free * (1 + albumin) + capacity * free / (constant + free)."""
    linear = (1 + v.albumin_binding) * v.cbg_constant + capacity - total
    root = sqrt(linear**2 + 4 * (1 + v.albumin_binding) * v.cbg_constant * total)
    return 2 * total * v.cbg_constant / (linear + root)
