"""Mood, anxiety, thinking and felt stress, as population z-scores."""

from gutbrain.model import (
    Module,
    animal,
    assumed,
    change,
    constant,
    exposure,
    human_observation,
    human_trial,
    intermediate,
    output,
    parameter,
    reference,
    signal,
    state,
    trait,
)
from gutbrain.model.maths import exp, hill, log, maximum, positive, saturation


class Mind(Module):
    """Depression, anxiety and cognition (population mean 0, SD 1), felt stress, and the distress they send back.

    Depression and anxiety move over days towards the person's own trait plus whatever differs from the own usual life,
    so that everybody is at the own trait at rest; on top lie fast parts that come and go within hours (sickness, acute
    stress, a short night, tryptophan depletion). No published model goes from gut to measured mood: every weight below
    is set by the size of an effect in trials. Pitfalls: a depressed episode closes by itself; probiotics reach mood
    only through vagus, immune regulation, inflammation, kynurenine and cortisol, so nothing here hears of strains;
    differences of the community between people explain next to nothing of mood; tryptophan depletion lowers the mood
    of the vulnerable only; anti-inflammatory treatment helps only where there is inflammation.
    """

    title = "mind"

    stress_level = signal("1", rest=1.0, claim="lasting-stress-worsens-mood")
    acute_stress = signal("1", rest=0.0, claim="acute-stress-raises-anxiety")
    cortisol_daily_mean = signal("1", rest=1.0, claim="cortisol-worsens-mood")
    chronic_inflammation = signal("1", rest=0.0, claim="chronic-inflammation-worsens-mood")
    sickness = signal("point", rest=5.8, claim="sickness-worsens-mood-within-hours")
    immune_regulation = signal("1", rest=1.0, claim="immune-regulation-supports-mood")
    kynurenine_ratio = signal("1", rest=1.0, claim="kynurenine-worsens-mood")
    brain_serotonin = signal("1", rest=1.0, claim="serotonin-shortage-lowers-mood-of-the-vulnerable")
    brain_gaba = signal("1", rest=1.0, claim="gaba-calms")
    ssri_occupancy = signal("1", rest=0.0, claim="ssri-relieve-depression")
    vagal_afferent = signal("1", rest=1.0, claim="vagal-afferents-lift-mood")
    microglial_tone = signal("1", rest=1.0, claim="microglia-worsen-mood-in-inflammation")
    bdnf = signal("ng/mL", rest=32.7, claim="bdnf-supports-mood")
    plasma_4eps = signal("1", rest=1.0, claim="4eps-raises-anxiety")
    sleep_debt = signal("h", rest=1.0, claim="short-sleep-worsens-mood")
    sleep_loss = signal("h", rest=0.0, claim="a-short-night-worsens-mood")
    sleep_disturbance = signal("1", rest=0.0, claim="insomnia-worsens-mood")
    training = signal("1", rest=1.0, claim="training-lifts-mood")
    practice = signal("1", rest=0.0, claim="mind-body-practice-calms")

    omega3 = exposure("g/day", claim="omega3-relieve-depression")
    interferon_alpha = exposure("MIU/week", claim="interferon-alpha-causes-depression")

    depression_trait = trait("1", rest=0.0)
    anxiety_trait = trait("1", rest=0.0)
    cognition_trait = trait("1", rest=0.0)
    vulnerability = trait("1", rest=0.0)

    # time
    mood_time = parameter(10.0, "day", "time constant of mood", (5.0, 20.0), assumed)
    anxiety_time = parameter(7.0, "day", "time constant of anxiety", (3.0, 14.0), assumed)
    episode_edge = parameter(1.0, "1", "severity above which a trait is an episode that can close", (0.5, 1.5), assumed)
    episode_closing = parameter(
        0.0025,
        "1/day",
        "closing of an untreated depressive episode",
        (0.0021, 0.0029),
        human_observation("whiteford-2013"),
    )
    holding = parameter(1.0, "1/day", "how fast a held state settles", None, assumed)

    # how strongly mood follows biology
    vulnerability_gain = parameter(
        0.25, "1", "rise of ln sensitivity to biology per SD of vulnerability", (0.0, 0.5), assumed
    )
    severity_gain = parameter(
        0.6, "1", "rise of the gut's influence per SD of severity", (0.2, 1.2), human_trial("hofmeister-2021")
    )
    individual_response = parameter(
        1.0, "1", "how strongly this person's mood follows biology", (0.8, 1.25), assumed, spread=0.35
    )

    # lasting influences on depression and anxiety, in SD
    stress_mood = parameter(0.35, "1", "depression per unit of lasting stress", (0.2, 0.5), assumed)
    stress_anxiety = parameter(0.4, "1", "anxiety per unit of lasting stress", (0.2, 0.6), assumed)
    cortisol_mood = parameter(0.1, "1", "depression when daily cortisol doubles", (0.0, 0.3), assumed)
    inflammation_mood = parameter(
        0.1, "1", "depression per ln unit of chronic inflammation", (0.02, 0.2), human_observation("howren-2009")
    )
    inflammation_anxiety = parameter(0.05, "1", "anxiety per ln unit of chronic inflammation", (0.0, 0.1), assumed)
    least_kynurenine = constant(0.01, "1", "kynurenine ratio below which mood follows no further", assumed)
    kynurenine_mood = parameter(
        0.15, "1", "depression per ln unit of the kynurenine ratio", (0.0, 0.3), human_observation("almulla-2022")
    )
    vagal_mood = parameter(
        0.2, "1", "relief of depression at strongly raised vagal traffic", (0.0, 0.4), human_trial("liu-2019")
    )
    vagal_anxiety = parameter(
        0.13, "1", "relief of anxiety at strongly raised vagal traffic", (0.0, 0.3), animal("bravo-2011"), animal=0.9
    )
    vagal_half = parameter(0.5, "1", "rise of vagal traffic with half the relief", (0.2, 1.0), assumed)
    vagal_absence = parameter(
        0.08, "1", "depression when all vagal traffic is lost", (0.02, 0.16), human_observation("bunyoz-2022")
    )
    regulation_mood = parameter(
        0.12, "1", "relief of depression at strongly raised immune regulation", (0.0, 0.3), assumed
    )
    regulation_anxiety = parameter(
        0.08, "1", "relief of anxiety at strongly raised immune regulation", (0.0, 0.2), assumed
    )
    regulation_half = parameter(0.2, "1", "rise of immune regulation with half the relief", (0.1, 0.5), assumed)
    gaba_mood = parameter(0.2, "1", "relief of depression when brain GABA doubles", (0.0, 0.5), animal("bravo-2011"))
    gaba_anxiety = parameter(
        0.3, "1", "relief of anxiety when brain GABA doubles", (0.0, 0.8), animal("bravo-2011"), animal=1.0
    )
    microglia_mood = parameter(
        1.2,
        "1",
        "depression per unit of microglial tone where there is inflammation",
        (0.0, 3.0),
        human_trial("qiu-2023"),
    )
    inflammation_half = parameter(
        0.4, "1", "chronic inflammation at which microglia count half", (0.2, 1.0), human_trial("nettis-2021")
    )
    bdnf_mood = parameter(0.1, "1", "relief of depression per ln unit of BDNF", (0.0, 0.3), assumed)
    bdnf_norm = constant(32.7, "ng/mL", "serum BDNF of a healthy adult", human_observation("naegelin-2018"))
    debt_mood = parameter(0.04, "1/h", "depression per hour of sleep debt", (0.0, 0.1), human_trial("tomaso-2021"))
    debt_anxiety = parameter(0.04, "1/h", "anxiety per hour of sleep debt", (0.0, 0.1), human_trial("tomaso-2021"))
    disturbance_mood = parameter(0.2, "1", "depression per SD of insomnia", (0.1, 0.4), human_trial("scott-2021"))
    disturbance_anxiety = parameter(0.16, "1", "anxiety per SD of insomnia", (0.08, 0.32), human_trial("scott-2021"))
    training_mood = parameter(
        0.9, "1", "relief of depression by unlimited training", (0.45, 1.35), human_trial("bellon-2021")
    )
    training_anxiety = parameter(0.4, "1", "relief of anxiety by unlimited training", (0.0, 0.8), assumed)
    training_half = parameter(0.55, "1", "training with half the relief", (0.3, 1.0), human_observation("pearce-2022"))
    practice_mood = parameter(
        0.15, "1", "relief of depression after a course of practice", (0.0, 0.35), human_trial("goyal-2014")
    )
    practice_anxiety = parameter(
        0.3, "1", "relief of anxiety after a course of practice", (0.12, 0.64), human_trial("goyal-2014")
    )
    omega3_mood = parameter(
        0.2, "1", "relief per SD of severity by much omega-3", (0.08, 0.42), human_trial("liao-2019")
    )
    omega3_half = parameter(1.0, "g/day", "omega-3 intake with half the relief", (0.5, 2.0), human_trial("liao-2019"))
    omega3_time = parameter(21.0, "day", "time constant of omega-3 in tissue", (10.0, 40.0), assumed)
    ssri_mood = parameter(
        0.2, "1", "relief per SD of severity at full transporter occupancy", (0.1, 0.24), human_trial("munkholm-2019")
    )
    ssri_anxiety = parameter(0.2, "1", "relief per SD of anxiety at full transporter occupancy", (0.1, 0.3), assumed)
    interferon_mood = parameter(
        1.25, "1", "depression under much interferon alpha", (0.7, 2.0), human_trial("udina-2012"), spread=0.5
    )
    interferon_anxiety = parameter(
        0.7, "1", "anxiety under much interferon alpha", (0.3, 1.5), human_trial("capuron-2002"), spread=0.5
    )
    interferon_half = parameter(
        5.0, "MIU/week", "interferon dose with half the effect", (2.0, 15.0), human_trial("musselman-2001")
    )
    interferon_time = parameter(
        21.0, "day", "delay of what interferon does to the brain", (10.0, 40.0), human_trial("capuron-2002")
    )
    sulfate_anxiety = parameter(
        0.02, "1", "anxiety at a high level of 4-ethylphenyl sulfate", (0.0, 0.5), animal("needham-2022"), animal=1.0
    )
    sulfate_half = parameter(5.0, "1", "excess of 4-ethylphenyl sulfate with half the effect", (1.0, 20.0), assumed)

    # fast influences
    sickness_half = parameter(
        8.0, "point", "rise of sickness with half its effect on the mind", (4.0, 14.0), human_trial("reichenberg-2001")
    )
    sickness_steepness = constant(2.0, "1", "Hill exponent of that", assumed)
    sickness_mood = parameter(1.3, "1", "fall of mood when very sick", (0.7, 2.0), human_trial("reichenberg-2001"))
    sickness_anxiety = parameter(
        1.1, "1", "rise of anxiety when very sick", (0.5, 1.7), human_trial("reichenberg-2001")
    )
    sickness_cognition = parameter(
        1.2, "1", "fall of memory when very sick", (0.6, 1.8), human_trial("reichenberg-2001")
    )
    stressor_anxiety = parameter(0.8, "1", "rise of anxiety in a full social stress test", (0.4, 1.2), assumed)
    stressor_mood = parameter(0.3, "1", "fall of mood in a full social stress test", (0.1, 0.5), assumed)
    shortage_mood = parameter(
        0.6, "1", "fall of mood per SD of vulnerability without brain serotonin", (0.2, 1.2), human_trial("ruhe-2007")
    )
    night_half = parameter(4.0, "h", "sleep lost in a night with half its effect", (2.0, 6.0), assumed)
    night_mood = parameter(
        0.75, "1", "fall of mood after a night without sleep, at most", (0.3, 1.2), human_trial("tomaso-2021")
    )
    night_anxiety = parameter(
        0.5, "1", "rise of anxiety after a night without sleep, at most", (0.1, 0.9), human_trial("tomaso-2021")
    )
    night_cognition = parameter(0.9, "1", "fall of cognition after a night without sleep, at most", (0.3, 1.5), assumed)

    # cognition and felt stress
    gut_cognition = parameter(
        0.4, "1", "gain of cognition per relief that the gut gives to mood", (-0.2, 1.2), human_trial("marx-2020")
    )
    impairment_gain = parameter(
        1.5, "1", "rise of that gain per SD of impairment", (0.0, 4.0), human_trial("probiotics-mci-2025")
    )
    mood_cognition = parameter(0.1, "1", "fall of cognition per SD of depression", (0.0, 0.25), assumed)
    training_cognition = parameter(0.3, "1", "gain of cognition by unlimited training", (0.0, 0.6), assumed)
    load_stress = parameter(0.7, "1", "felt stress per unit of lasting stress", (0.4, 1.0), assumed)
    anxiety_stress = parameter(0.3, "1", "felt stress per SD of anxiety", (0.15, 0.5), assumed)
    mood_stress = parameter(0.3, "1", "felt stress per SD of depression", (0.15, 0.5), assumed)
    practice_stress = parameter(
        0.25, "1", "fall of felt stress after a course of practice", (0.0, 0.5), human_trial("goyal-2014")
    )

    patient_distress = constant(4.0, "1", "depression plus anxiety of a depressed patient, in SD", assumed)

    # what several equations share

    @intermediate("1", "how strongly mood follows biology in this person")
    def sensitivity(v):
        return v.individual_response * exp(v.vulnerability_gain * v.vulnerability)

    @intermediate("1", "relief that raised vagal traffic gives, 0 at rest, 1 at most")
    def vagal_relief(v):
        return saturation(positive(v.vagal_afferent - 1), v.vagal_half)

    @intermediate("1", "relief that raised immune regulation gives, 0 at rest, 1 at most")
    def regulation_relief(v):
        return saturation(positive(v.immune_regulation - 1), v.regulation_half)

    @state("1", "omega-3 in tissue as a share of what could relieve", start=0.0, internal=True)
    def omega3_tissue(v):
        return change(gain=saturation(v.omega3, v.omega3_half) / v.omega3_time, loss=1 / v.omega3_time)

    @state("1", "what interferon alpha has done to the brain, 1 = at most", start=0.0, internal=True)
    def interferon_burden(v):
        dose = saturation(v.interferon_alpha, v.interferon_half)
        return change(gain=dose / v.interferon_time, loss=1 / v.interferon_time)

    # depression

    @intermediate("1", "relief of depression that comes from the gut through vagus and immune regulation")
    def gut_relief(v):
        severity = 1 + v.severity_gain * positive(v.depression_level)
        channels = v.vagal_mood * v.vagal_relief + v.regulation_mood * v.regulation_relief
        return v.sensitivity * severity * channels

    @intermediate("1", "all lasting influences on depression")
    def mood_drive(v):
        stress = v.stress_mood * (v.stress_level - 1) + v.cortisol_mood * (v.cortisol_daily_mean - 1)
        inflamed = saturation(positive(v.chronic_inflammation), v.inflammation_half)
        body = (
            v.inflammation_mood * v.chronic_inflammation
            + v.microglia_mood * (v.microglial_tone - 1) * inflamed
            + v.kynurenine_mood * log(maximum(v.kynurenine_ratio, v.least_kynurenine))
            + v.vagal_absence * positive(1 - v.vagal_afferent)
            - v.gaba_mood * (v.brain_gaba - 1)
            - v.bdnf_mood * log(v.bdnf / v.bdnf_norm)
            + v.interferon_mood * v.interferon_burden
        )
        sleep = v.debt_mood * v.sleep_debt + v.disturbance_mood * v.sleep_disturbance
        habits = v.training_mood * saturation(v.training, v.training_half) + v.practice_mood * v.practice
        treatment = v.ssri_mood * v.ssri_occupancy + v.omega3_mood * v.omega3_tissue
        severity = positive(v.depression_level)
        return stress + v.sensitivity * body + sleep - habits - v.gut_relief - treatment * severity

    @reference("1", "the same influences in the person's own usual life", until="start")
    def usual_mood_drive(v):
        return v.mood_drive

    @intermediate("1", "part of the trait that is a depressive episode")
    def episode_at_start(v):
        return positive(v.depression_trait - v.episode_edge)

    @state("1", "what is left of the depressive episode; it closes slowly from the start on", start=0.0, internal=True)
    def episode(v):
        held = v.settling * v.holding
        return change(gain=held * v.episode_at_start, loss=held + (1 - v.settling) * v.episode_closing)

    @state("1", "lasting level of depression, population z", start=0.0)
    def depression_level(v):
        target = v.depression_trait - v.episode_at_start + v.episode + v.mood_drive - v.usual_mood_drive
        return change(gain=target / v.mood_time, loss=1 / v.mood_time)

    # anxiety

    @intermediate("1", "all lasting influences on anxiety")
    def anxiety_drive(v):
        severity = 1 + v.severity_gain * positive(v.anxiety_level)
        body = (
            v.inflammation_anxiety * v.chronic_inflammation
            - v.gaba_anxiety * (v.brain_gaba - 1)
            + v.sulfate_anxiety * saturation(positive(v.plasma_4eps - 1), v.sulfate_half)
            + v.interferon_anxiety * v.interferon_burden
            - severity * (v.vagal_anxiety * v.vagal_relief + v.regulation_anxiety * v.regulation_relief)
        )
        sleep = v.debt_anxiety * v.sleep_debt + v.disturbance_anxiety * v.sleep_disturbance
        habits = v.training_anxiety * saturation(v.training, v.training_half) + v.practice_anxiety * v.practice
        treatment = v.ssri_anxiety * v.ssri_occupancy * positive(v.anxiety_level)
        return v.stress_anxiety * (v.stress_level - 1) + v.sensitivity * body + sleep - habits - treatment

    @reference("1", "the same influences in the person's own usual life", until="start")
    def usual_anxiety_drive(v):
        return v.anxiety_drive

    @state("1", "lasting level of anxiety, population z", start=0.0)
    def anxiety_level(v):
        target = v.anxiety_trait + v.anxiety_drive - v.usual_anxiety_drive
        return change(gain=target / v.anxiety_time, loss=1 / v.anxiety_time)

    # fast parts

    @reference("point", "the person's own usual sickness score", until="start")
    def usual_sickness(v):
        return v.sickness

    @intermediate("1", "acute sickness above the own usual, 0 to 1")
    def acute_sickness(v):
        return hill(positive(v.sickness - v.usual_sickness), v.sickness_half, v.sickness_steepness)

    @intermediate("1", "effect of the last night's lost sleep, 0 to 1")
    def night_effect(v):
        return saturation(positive(v.sleep_loss), v.night_half)

    @intermediate("1", "momentary fall of mood")
    def mood_dip(v):
        shortage = positive(1 - v.brain_serotonin) * positive(v.vulnerability)
        return (
            v.sickness_mood * v.acute_sickness
            + v.stressor_mood * v.acute_stress
            + v.shortage_mood * shortage
            + v.night_mood * v.night_effect
        )

    @reference("1", "the momentary fall of mood of the person's own usual life", until="start")
    def usual_mood_dip(v):
        return v.mood_dip

    @intermediate("1", "momentary rise of anxiety")
    def anxiety_surge(v):
        return (
            v.sickness_anxiety * v.acute_sickness
            + v.stressor_anxiety * v.acute_stress
            + v.night_anxiety * v.night_effect
        )

    @reference("1", "the momentary anxiety of the person's own usual life", until="start")
    def usual_anxiety_surge(v):
        return v.anxiety_surge

    @output("z", "depression at this moment, population z")
    def depression(v):
        return v.depression_level + v.mood_dip - v.usual_mood_dip

    @output("z", "anxiety at this moment, population z")
    def anxiety(v):
        return v.anxiety_level + v.anxiety_surge - v.usual_anxiety_surge

    # cognition, felt stress, distress

    @intermediate("1", "everything that takes from cognition")
    def cognitive_strain(v):
        channels = v.vagal_mood * v.vagal_relief + v.regulation_mood * v.regulation_relief
        impaired = 1 + v.impairment_gain * positive(-v.cognition_trait)
        trained = v.training_cognition * saturation(v.training, v.training_half)
        fast = v.sickness_cognition * v.acute_sickness + v.night_cognition * v.night_effect
        return fast + v.mood_cognition * v.depression_level - v.gut_cognition * impaired * channels - trained

    @reference("1", "the same in the person's own usual life", until="start")
    def usual_cognitive_strain(v):
        return v.cognitive_strain

    @output("z", "cognition at this moment, population z")
    def cognition(v):
        return v.cognition_trait - v.cognitive_strain + v.usual_cognitive_strain

    @output("z", "felt stress, population z")
    def perceived_stress(v):
        felt = (
            v.load_stress * (v.stress_level - 1)
            + v.anxiety_stress * v.anxiety_level
            + v.mood_stress * v.depression_level
        )
        return felt - v.practice_stress * v.practice

    @output("1", "distress that the mind sends to the body, 0 = healthy adult, 1 = depressed patient")
    def distress(v):
        return positive(v.depression_level + v.anxiety_level) / v.patient_distress
