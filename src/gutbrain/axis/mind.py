"""Mood, anxiety, thinking and felt stress, as population z-scores."""

from gutbrain.axis.mind_parameters import MindParameters
from gutbrain.model import Module, change, exposure, intermediate, output, reference, signal, state, trait
from gutbrain.model.maths import exp, hill, log, maximum, minimum, positive, saturation


class Mind(MindParameters, Module):
    """Depression, anxiety and cognition (population mean 0, SD 1), felt stress, and the distress they send back.

    Depression and anxiety move over days towards the person's own trait plus whatever differs from the own usual
    life, so that at rest everybody is at the own trait, but for what usual sugar adds. From the start on people go
    apart: an episode stays as it is until its time is over and then closes within weeks, soon in some and after
    years in others, and the coming months turn out better or worse than the last. On top lie fast parts that come
    and go within hours: sickness, acute stress and what it leaves for a while, a bad day (got used to by the next),
    a short night (within weeks), a hangover, tryptophan depletion, and, where days differ, ups and downs that
    nobody can name. Attention follows the debt of sleep, whether or not one still feels it. No published model goes
    from gut to measured mood: every weight below is set by the size of an effect in trials.

    Pitfalls: a depressed episode closes by itself, so that a mean course is one of shares of people and that of
    nobody; omega-3 acts on episodes and next to nothing else; probiotics reach mood only through vagus, immune
    regulation, inflammation, kynurenine, cortisol and sleep, so nothing here hears of strains; differences of the
    community between people explain next to nothing of mood, and that microbes set anxiety and memory or pass
    anxiety on is known from rodents alone; sugar is the only habit whose usual amount tells people apart here;
    tryptophan depletion lowers the mood of the vulnerable only; anti-inflammatory treatment helps only where there
    is inflammation.
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
    resting_bdnf = signal("ng/mL", rest=32.7, claim="bdnf-supports-mood")
    plasma_4eps = signal("1", rest=1.0, claim="4eps-raises-anxiety")
    sleep_debt = signal("h", rest=1.0, claim="short-sleep-worsens-mood")
    sleep_loss = signal("h", rest=0.0, claim="a-short-night-worsens-mood")
    sleep_disturbance = signal("1", rest=0.0, claim="insomnia-worsens-mood")
    training = signal("1", rest=1.0, claim="training-lifts-mood")
    practice = signal("1", rest=0.0, claim="mind-body-practice-calms")
    recent_alcohol = signal("g/day", rest=5.0, claim="a-hangover-lowers-mood")
    microbial_presence = signal("1", rest=1.0, claim="microbes-set-anxiety-in-mice")
    engrafted_dysbiosis = signal("1", rest=0.0, claim="microbes-pass-on-anxious-behaviour")

    stress_load = exposure("1", claim="hassles-lower-mood-of-the-day")
    alcohol = exposure("g/day", claim="heavy-drinking-lowers-mood")
    free_sugar = exposure("g/day", claim="sugar-goes-with-low-mood")
    omega3 = exposure("g/day", claim="omega3-relieve-depression")
    interferon_alpha = exposure("MIU/week", claim="interferon-alpha-causes-depression")
    mood_fluctuation = exposure("1", claim="mood-has-ups-and-downs")
    anxiety_fluctuation = exposure("1", claim="mood-has-ups-and-downs")

    depression_trait = trait("1", rest=0.0)
    anxiety_trait = trait("1", rest=0.0)
    cognition_trait = trait("1", rest=0.0)
    vulnerability = trait("1", rest=0.0)
    male = trait("1", rest=0.5)

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

    @intermediate("1", "benefit of training, 1 at most")
    def training_lift(v):
        return saturation(v.training, v.training_half)

    @reference("1", "the same in the person's own usual life", until="start")
    def usual_training_lift(v):
        return v.training_lift

    @state("1", "omega-3 in tissue as a share of what could relieve", start=0.0, internal=True)
    def omega3_tissue(v):
        eaten = hill(v.epa_share * v.omega3, v.epa_half, v.epa_steepness)
        return change(gain=eaten / v.omega3_time, loss=1 / v.omega3_time)

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

    @intermediate("1", "free sugar, ln over half-saturated usual, 0 = reference adult")
    def sugar_rise(v):
        return log((v.free_sugar + v.sugar_usual) / (2 * v.sugar_usual))

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
            - v.bdnf_mood * log(v.resting_bdnf / v.bdnf_norm)
            + v.interferon_mood * v.interferon_burden
            + v.donor_mood * v.engrafted_dysbiosis
        )
        sleep = v.debt_mood * saturation(v.sleep_debt, v.debt_half) + v.disturbance_mood * v.sleep_disturbance
        drinking = v.alcohol_mood * hill(v.alcohol, v.alcohol_half, v.alcohol_steepness)
        # what one does beyond the own usual relieves more where there is more to relieve
        further = v.training_severity * positive(v.depression_level) * (v.training_lift - v.usual_training_lift)
        habits = v.training_mood * (v.training_lift + further) + v.practice_mood * v.practice
        drug = v.ssri_mood * v.ssri_occupancy * positive(v.depression_level)
        disorder = v.episode * hill(v.episode, v.disorder_half, v.disorder_steepness)
        treatment = drug + v.omega3_mood * v.omega3_tissue * disorder
        return stress + v.sensitivity * body + sleep + drinking - habits - v.gut_relief - treatment

    @reference("1", "the same influences in the person's own usual life", until="start")
    def usual_mood_drive(v):
        return v.mood_drive

    # a course of one's own: episodes end sooner in some than in others, and life turns for the better or the worse

    @state("1", "life's turn since the start, in SD between people", start=0.0, internal=True)
    def turn(v):
        return change(gain=(1 - v.settling) * log(v.fortune) / v.turn_time, loss=1 / v.turn_time)

    @intermediate("1", "part of the trait that is a depressive episode")
    def episode_at_start(v):
        return positive(v.depression_trait - v.episode_edge)

    @state("1", "how much of the time of an episode is over since the start, 1 = all", start=0.0, internal=True)
    def elapsed(v):
        return change(gain=(1 - v.settling) * v.episode_closing, loss=v.settling * v.holding)

    @state("1", "what is left of the depressive episode; it closes when its time is over", start=0.0, internal=True)
    def episode(v):
        held = v.settling * v.holding
        closing = (1 - v.settling) * over(v, v.elapsed) / v.closing_time
        return change(gain=held * v.episode_at_start, loss=held + closing)

    @state("1", "lasting level of depression, population z", start=0.0)
    def depression_level(v):
        course = v.episode - v.episode_at_start + v.turn_size * v.turn
        # sugar goes with mood between people over years, so its usual amount counts too
        target = v.depression_trait + v.sugar_mood * v.sugar_rise + course + v.mood_drive - v.usual_mood_drive
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
            + v.donor_anxiety * v.engrafted_dysbiosis
            - severity * (v.vagal_anxiety * v.vagal_relief + v.regulation_anxiety * v.regulation_relief)
        )
        sleep = v.debt_anxiety * saturation(v.sleep_debt, v.debt_half) + v.disturbance_anxiety * v.sleep_disturbance
        habits = v.training_anxiety * v.training_lift + v.practice_anxiety * v.practice
        treatment = v.ssri_anxiety * v.ssri_occupancy * positive(v.anxiety_level)
        return v.stress_anxiety * (v.stress_level - 1) + v.sensitivity * body + sleep - habits - treatment

    @reference("1", "the same influences in the person's own usual life", until="start")
    def usual_anxiety_drive(v):
        return v.anxiety_drive

    @intermediate("1", "part of the trait that is an anxiety disorder")
    def worry_at_start(v):
        return positive(v.anxiety_trait - v.episode_edge)

    @state("1", "what is left of the anxiety disorder; its time is longer", start=0.0, internal=True)
    def worry(v):
        held = v.settling * v.holding
        closing = (1 - v.settling) * over(v, v.anxiety_closing * v.elapsed) / v.closing_time
        return change(gain=held * v.worry_at_start, loss=held + closing)

    @state("1", "lasting level of anxiety, population z", start=0.0)
    def anxiety_level(v):
        # without microbes from birth anxiety is lower for good: no part of what is usual
        innate = v.anxiety_trait + v.female_anxiety * (0.5 - v.male) - v.germ_free_calm * (1 - v.microbial_presence)
        course = v.worry - v.worry_at_start + v.turn_size * v.turn
        target = innate + course + v.anxiety_drive - v.usual_anxiety_drive
        return change(gain=target / v.anxiety_time, loss=1 / v.anxiety_time)

    # fast parts

    @reference("point", "the person's own usual sickness score", until="start")
    def usual_sickness(v):
        return v.sickness

    @intermediate("1", "acute sickness above the own usual, 0 to 1")
    def acute_sickness(v):
        return hill(positive(v.sickness - v.usual_sickness), v.sickness_half, v.sickness_steepness)

    @state("1", "acute stress as the mind remembers it: there within minutes, gone later", start=0.0, internal=True)
    def tension(v):
        speed = saturation(v.acute_stress, v.least_stress) / v.onset_time + 1 / v.recovery_time
        return change(gain=v.acute_stress * speed, loss=speed)

    @intermediate("1", "acute stress in the mind: at once when it comes, fading when it is over")
    def felt_stressor(v):
        return maximum(v.acute_stress, v.tension)

    @state("1", "stress of the day as it is felt, 1 = average life", start=1.0)
    def hassles(v):
        return change(gain=v.stress_load / v.hassle_time, loss=1 / v.hassle_time)

    @state("1", "daily stress that one is used to", start=1.0, internal=True)
    def accustomed_hassles(v):
        return change(gain=v.hassles / v.habituation_time, loss=1 / v.habituation_time)

    @intermediate("1", "hangover: alcohol of the day before, where one has stopped, 0 to 1")
    def hangover(v):
        return hill(positive(v.recent_alcohol - v.alcohol), v.hangover_half, v.alcohol_steepness)

    @state("h", "lost sleep of a night that one is used to", start=0.0, internal=True)
    def accustomed_loss(v):
        return change(gain=positive(v.sleep_loss) / v.accustoming_time, loss=1 / v.accustoming_time)

    @intermediate("1", "effect of the last night's lost sleep on what one feels, 0 to 1")
    def felt_night(v):
        return saturation(positive(v.sleep_loss - v.accustomed_loss), v.night_half)

    @intermediate("1", "effect of the last night's lost sleep on what one can do, 0 to 1")
    def night_effect(v):
        return saturation(positive(v.sleep_loss), v.night_half)

    @intermediate("1", "momentary fall of mood")
    def mood_dip(v):
        shortage = positive(1 - v.brain_serotonin) * positive(v.vulnerability)
        return (
            v.sickness_mood * v.acute_sickness
            + v.stressor_mood * v.felt_stressor
            + v.hassle_mood * (v.hassles - v.accustomed_hassles)
            + v.shortage_mood * shortage
            + v.night_mood * v.felt_night
            + v.hangover_mood * v.hangover
        )

    @reference("1", "the momentary fall of mood of the person's own usual life", until="start")
    def usual_mood_dip(v):
        return v.mood_dip

    @intermediate("1", "momentary rise of anxiety")
    def anxiety_surge(v):
        return (
            v.sickness_anxiety * v.acute_sickness
            + v.stressor_anxiety * v.felt_stressor
            + v.hassle_anxiety * (v.hassles - v.accustomed_hassles)
            + v.night_anxiety * v.felt_night
        )

    @reference("1", "the momentary anxiety of the person's own usual life", until="start")
    def usual_anxiety_surge(v):
        return v.anxiety_surge

    @state("1", "ups and downs of mood that nothing else here brings, + is worse", start=0.0, internal=True)
    def mood_swing(v):
        return change(gain=v.mood_variation * v.mood_fluctuation / v.swing_time, loss=1 / v.swing_time)

    @state("1", "ups and downs of anxiety that nothing else here brings", start=0.0, internal=True)
    def anxiety_swing(v):
        return change(gain=v.anxiety_variation * v.anxiety_fluctuation / v.swing_time, loss=1 / v.swing_time)

    @output("z", "depression at this moment, population z")
    def depression(v):
        return v.depression_level + v.mood_dip - v.usual_mood_dip + v.mood_swing

    @output("z", "anxiety at this moment, population z")
    def anxiety(v):
        return v.anxiety_level + v.anxiety_surge - v.usual_anxiety_surge + v.anxiety_swing

    # cognition, felt stress, distress

    @intermediate("1", "everything that takes from cognition")
    def cognitive_strain(v):
        channels = v.vagal_mood * v.vagal_relief + v.regulation_mood * v.regulation_relief
        impaired = 1 + v.impairment_gain * positive(-v.cognition_trait)
        trained = v.training_cognition * v.training_lift
        sleepy = v.night_cognition * v.night_effect + v.debt_cognition * v.sleep_debt
        fast = v.sickness_cognition * v.acute_sickness + sleepy
        return fast + v.mood_cognition * v.depression_level - v.gut_cognition * impaired * channels - trained

    @reference("1", "the same in the person's own usual life", until="start")
    def usual_cognitive_strain(v):
        return v.cognitive_strain

    @output("z", "cognition at this moment, population z")
    def cognition(v):
        innate = v.cognition_trait - v.germ_free_memory * (1 - v.microbial_presence)
        return innate - v.cognitive_strain + v.usual_cognitive_strain

    @intermediate("1", "what sleep takes from attention")
    def attention_strain(v):
        return v.debt_attention * v.sleep_debt + v.night_attention * v.night_effect

    @reference("1", "the same in the person's own usual life", until="start")
    def usual_attention_strain(v):
        return v.attention_strain

    @output("z", "attention: speed of simple reactions at this moment, population z")
    def attention(v):
        # how fast somebody is at rest is taken to go with how well somebody thinks
        return v.cognition_trait - v.attention_strain + v.usual_attention_strain

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


def over(v, elapsed):
    """Whether the time of an episode (1 of ``elapsed``) is over, 0 to 1: half at its end, all within weeks."""
    late = (elapsed - 1) / (v.episode_closing * v.closing_time)
    return saturation(exp(minimum(late, v.long_over)), 1.0)
