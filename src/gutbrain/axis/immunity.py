"""Immune signals: the acute answer to endotoxin, low-grade inflammation, and what both make a person feel."""

from __future__ import annotations

from gutbrain.axis.immunity_parameters import ImmunityParameters
from gutbrain.model import Module, change, exposure, intermediate, output, signal, state, trait
from gutbrain.model.maths import exp, hill, log, maximum, minimum, positive, power, rhythm, saturation


class Immunity(ImmunityParameters, Module):
    """Cytokines in two regimes that share their clearance but not their sources.

    Acute: endotoxin in blood activates leucocytes through three stages, and the TNF that they secrete makes each dose
    act more strongly (a graded loop, Hill exponent 1: it never starts without endotoxin, and doses of 0.3 to 0.8 ng/kg
    are answered in proportion). IL-6 comes four stages later and with the help of TNF, IL-10 beside it; IL-10 brakes.
    TNF falls fast at first and slowly at the end, since soluble receptors hold a part of it and let it go within hours.
    Repeated doses build up tolerance. The numbers of this part were fitted together by least squares, within their
    ranges, to mean curves of TNF, IL-6 and IL-10 after 2 ng/kg at once, of TNF and IL-6 over four hours, to what is
    known of 0.3, 0.5 and 0.6 ng/kg, and to five daily doses, with cortisol as it then runs. That fit is what tells a
    loop from cells that hold endotoxin for hours: holding, with or without a refractory time, leaves the infusion twice
    too weak, and without the loop only a switch at one dose fits both. The published line of models (Brady 2018,
    Windoloski 2023) has a steeper loop and answers little below 2 ng/kg. Laboratories differ twofold (the IL-10 of the
    infusion stems from a kit that reads higher than that of the bolus, and no set of numbers fits both), and clearances
    are not identified by such curves.

    Low-grade: resting IL-6 is a product of relative influences (age, weight, stress, low mood, endotoxin that leaks
    from the gut, microbes that keep the immune system alert, regulation by propionate, habits, drink, drugs) plus what
    sleep owed over days adds. It moves CRP through the liver within a day, and mood only through its slow logarithm
    ``chronic_inflammation``. Free sugar has no arrow here: trials find no difference between sugars, and hardly any
    compare much with little at the same weight (Della Corte 2018); it acts through the gut wall.

    Pitfalls: cortisol restrains what a stimulus releases (TNF most, IL-6 less, while it primes the IL-6 of the next
    day), hardly what rests, and it is heard against its daily mean, so the same stimulus gives more at night. Drugs
    against cytokines act on the part above (or below) the reference level, so they cannot help where nothing is
    raised. CRP has its own link to body fat, since IL-6 alone does not explain the CRP of obesity.
    """

    title = "immune signals"

    acute_stress = signal("1", rest=0.0, claim="acute-stress-raises-cytokines")
    stress_level = signal("1", rest=1.0, claim="lasting-stress-raises-il6")
    glucocorticoid_effect = signal("1", rest=1.0, claim="cortisol-suppresses-tnf-and-primes-il6")
    sleep_debt = signal("h", rest=1.0, claim="sleep-debt-raises-il6")
    sleep_strain = signal("1", rest=0.0, claim="short-and-shifted-sleep-raises-crp")
    circadian_strain = signal("1", rest=0.0, claim="misalignment-raises-crp")
    training = signal("1", rest=1.0, claim="training-lowers-inflammation")
    fibre_supply = signal("1", rest=1.0, claim="fibre-lowers-crp")
    lps_influx = signal("1", rest=1.0, claim="gut-endotoxin-raises-inflammation")
    gut_inflammation = signal("1", rest=0.0, claim="inflamed-gut-raises-il6")
    propionate_supply = signal("1", rest=1.0, claim="propionate-raises-regulatory-t-cells")
    psychobiotic_drive = signal("1", rest=0.0, claim="probiotics-lower-inflammation")
    vagal_tone = signal("1", rest=1.0, claim="vagus-restrains-tnf")
    microbial_presence = signal("1", rest=1.0, claim="microbes-keep-innate-immunity-alert")
    distress = signal("1", rest=0.0, claim="low-mood-raises-inflammation")
    ssri_occupancy = signal("1", rest=0.0, claim="ssri-lower-cytokines")

    endotoxin = exposure("ng/kg/h", claim="assumption")
    il6_injection = exposure("ug/kg/h", claim="assumption")
    anti_tnf = exposure("mg/kg/h", claim="assumption")
    interferon_alpha = exposure("MIU/week", claim="assumption")
    minocycline = exposure("1", claim="assumption")
    cox_inhibition = exposure("1", claim="assumption")
    omega3 = exposure("g/day", claim="assumption")
    polyphenols = exposure("mg/day", claim="assumption")
    fermented_food = exposure("serving/day", claim="assumption")
    alcohol = exposure("g/day", claim="heavy-drinking-raises-il6")
    exercise_bout = exposure("1", claim="long-exercise-releases-il6")
    age = trait("year", rest=40.0)
    male = trait("1", rest=0.5)
    bmi = trait("kg/m**2", rest=24.0)
    inflammatory_load = trait("1", rest=0.0)

    # answer to endotoxin

    @state("ng/kg", "injected endotoxin in blood", start=0.0, internal=True)
    def circulating_endotoxin(v):
        return change(gain=v.endotoxin, loss=v.endotoxin_clearance)

    @intermediate("1", "TNF makes leucocytes answer more strongly to what they meet, 1 = without TNF")
    def tnf_amplification(v):
        return 1 + v.amplification * v.amplification_half * saturation(v.tnf, v.amplification_half)

    @state("1", "leucocytes with endotoxin at their receptors, amplified", start=0.0, internal=True)
    def leucocyte_binding(v):
        bound = saturation(v.circulating_endotoxin, v.endotoxin_half)
        return change(gain=v.activation_rate * bound * v.tnf_amplification, loss=v.activation_rate)

    @state("1", "transcription in leucocytes", start=0.0, internal=True)
    def leucocyte_transcription(v):
        return change(gain=v.activation_rate * v.leucocyte_binding, loss=v.activation_rate)

    @intermediate("1", "how alert microbes keep the innate immune system, 1 = usual flora")
    def microbial_alertness(v):
        return maximum(1 - v.microbial_share * (1 - v.microbial_presence), v.least_alertness)

    @state("1", "leucocytes that secrete TNF", start=0.0, internal=True)
    def leucocyte_activation(v):
        sex = exp(v.female_response * (0.5 - v.male)) * v.microbial_alertness
        ability = v.responsiveness * sex * power(v.immune_regulation, -v.regulation_acute) / (1 + v.endotoxin_tolerance)
        return change(gain=v.activation_rate * v.leucocyte_transcription * ability, loss=v.activation_rate)

    @state("1", "later transcription in leucocytes, towards IL-6 and IL-10", start=0.0, internal=True)
    def late_transcription(v):
        return change(gain=v.late_rate * v.leucocyte_activation, loss=v.late_rate)

    @state("1", "leucocytes in their later programme", start=0.0, internal=True)
    def late_activation(v):
        return change(gain=v.late_rate * v.late_transcription, loss=v.late_rate)

    @state("1", "transcription of IL-6", start=0.0, internal=True)
    def il6_transcription(v):
        return change(gain=v.late_rate * v.late_activation, loss=v.late_rate)

    @state("1", "leucocytes that secrete IL-6", start=0.0, internal=True)
    def il6_activation(v):
        return change(gain=v.late_rate * v.il6_transcription, loss=v.late_rate)

    @state("1", "anti-inflammatory programme of leucocytes", start=0.0, internal=True)
    def resolution(v):
        return change(gain=v.resolution_rate * v.late_activation, loss=v.resolution_rate)

    @state("1", "activation of the last hours", start=0.0, internal=True)
    def activation_memory(v):
        return change(gain=v.resolution / v.tolerance_memory, loss=1 / v.tolerance_memory)

    @state("1", "tolerance to endotoxin, 0 = none", start=0.0, internal=True)
    def endotoxin_tolerance(v):
        return change(gain=v.tolerance_gain * v.activation_memory, loss=1 / v.tolerance_loss)

    # cortisol

    @state("1", "priming of leucocytes by the cortisol of the day before, 1 = rest", start=1.0, internal=True)
    def steroid_memory(v):
        return change(gain=v.glucocorticoid_effect / v.priming_delay, loss=1 / v.priming_delay)

    @intermediate("1", "release of TNF after a stimulus left by glucocorticoids, 1 = at the daily mean")
    def steroid_restraint(v):
        now = 1 - v.steroid_suppression * hill(v.glucocorticoid_effect, v.steroid_half, v.steroid_steepness)
        return now / (1 - v.steroid_suppression * hill(1.0, v.steroid_half, v.steroid_steepness))

    @intermediate("1", "the same of IL-6, less")
    def steroid_restraint_il6(v):
        return power(v.steroid_restraint, v.steroid_il6)

    # drugs

    @state("mg/kg", "TNF antibody in the body", start=0.0, internal=True)
    def antibody(v):
        return change(gain=v.anti_tnf, loss=v.antibody_loss)

    @intermediate("1", "share of TNF that the antibody leaves free")
    def free_tnf_share(v):
        return 1 - saturation(v.antibody, v.antibody_half)

    @state("ug/kg", "IL-6 under the skin", start=0.0, internal=True)
    def skin_il6(v):
        return change(gain=v.il6_injection, loss=v.skin_absorption)

    @intermediate("1", "n-3 fatty acids, share of their greatest effect")
    def omega3_effect(v):
        return saturation(v.omega3, v.omega3_half)

    @intermediate("1", "ln interferon-alpha above its scale, 0 = none")
    def interferon_effect(v):
        return log(1 + v.interferon_alpha / v.interferon_dose)

    # low-grade inflammation

    @state("1", "regulation (regulatory T cells and IL-10 tone), 1 = healthy adult", start=1.0)
    def immune_regulation(v):
        fed = v.propionate_regulation * (2 * saturation(v.propionate_supply, 1.0) - 1)
        target = maximum(1 + fed + v.probiotic_regulation * v.psychobiotic_drive, v.least_regulation)
        return change(gain=target / v.regulation_time, loss=1 / v.regulation_time)

    @state("h", "sleep owed, mean of the last days", start=1.0, internal=True)
    def owed_sleep(v):
        return change(gain=v.sleep_debt / v.debt_delay, loss=1 / v.debt_delay)

    @intermediate("1", "training against that of the reference adult, saturating, 0 = the same")
    def training_effect(v):
        return saturation(v.training, 1.0) - 0.5

    @state("1", "fall of ln IL-6 and ln IL-10 by fermented food and SSRIs of the last weeks", start=0.0, internal=True)
    def damping(v):
        eaten = log((v.fermented_food + v.fermented_offset) / (v.usual_fermented + v.fermented_offset))
        target = v.fermented_damping * eaten + v.ssri_damping * v.ssri_occupancy
        return change(gain=target / v.damping_time, loss=1 / v.damping_time)

    @intermediate("1", "resting IL-6 against the reference, ln, before drugs against inflammation")
    def inflammatory_tone(v):
        body = v.age_il6 * (v.age - v.usual_age) + v.bmi_il6 * (v.bmi - v.usual_bmi) + v.inflammatory_load
        gut = v.lps_il6 * log((v.lps_influx + v.lps_floor) / (1 + v.lps_floor)) + v.bowel_il6 * v.gut_inflammation
        polyphenols = log((v.polyphenols + v.polyphenol_offset) / (v.usual_polyphenols + v.polyphenol_offset))
        food = v.polyphenols_il6 * polyphenols + v.damping + v.omega3_il6 * v.omega3_effect
        habits = v.stress_il6 * (v.stress_level - 1) - v.training_il6 * v.training_effect
        drink = v.alcohol_il6 * hill(positive(v.alcohol - v.usual_alcohol), v.alcohol_half, v.alcohol_steepness)
        mood = v.distress_il6 * v.distress
        regulation = v.regulation_il6 * log(v.immune_regulation) - log(v.microbial_alertness)
        return body + gut + habits + drink + mood + v.interferon_il6 * v.interferon_effect - food - regulation

    @intermediate("1", "resting IL-6 against the reference")
    def il6_level(v):
        left = 1 - v.antibody_il6 * (1 - v.free_tnf_share)
        left = left * (1 - v.minocycline_il6 * saturation(v.minocycline, 1.0) * 2)
        left = left * (1 - v.cox_il6 * saturation(v.cox_inhibition, 1.0) * 2)
        return exp(v.inflammatory_tone * left)

    @state("1", "blood cells under acute stress, 0 = rest", start=0.0, internal=True)
    def stressed_leucocytes(v):
        return change(gain=v.acute_rate * v.acute_stress, loss=v.acute_rate)

    @intermediate("1", "secretion that IL-10 leaves")
    def il10_restraint(v):
        return 1 / (1 + power(v.il10 / v.il10_brake, v.brake_steepness))

    @state("pg/mL", "tumour necrosis factor in plasma, free", start=1.1)
    def tnf(v):
        reflex = exp(v.vagal_reflex * (1 - v.vagal_tone))
        acute = v.tnf_secretion * v.leucocyte_activation * v.il10_restraint * reflex
        calm = v.tnf_clearance * v.resting_tnf * power(v.il6_level, v.tnf_follows)
        calm = calm * exp(-v.training_tnf * v.training_effect)
        # nerves release TNF within minutes of a stressor, before cortisol restrains
        stressed = calm * v.acute_tnf * v.acute_stress
        made = (acute + stressed) * v.steroid_restraint + calm
        released = v.receptor_release * v.bound_tnf
        return change(gain=(made + released) * v.free_tnf_share, loss=v.tnf_clearance + v.receptor_binding)

    @state("pg/mL", "tumour necrosis factor on soluble receptors, which let it go again", start=1.0, internal=True)
    def bound_tnf(v):
        return change(gain=v.receptor_binding * v.tnf, loss=v.receptor_release)

    @intermediate("1", "intensity of a bout of exercise, 1 = hard")
    def effort(v):
        return power(v.exercise_bout / v.hard_effort, v.effort_steepness)

    @state("h", "work of the muscles from which they have not recovered, as hard exercise", start=0.0, internal=True)
    def muscle_work(v):
        return change(gain=v.exercise_bout / v.hard_effort, loss=1 / v.muscle_recovery)

    @intermediate("pg/mL/h", "interleukin-6 that working muscles release, most once their glycogen is used up")
    def muscle_secretion(v):
        return v.muscle_il6 * v.effort * hill(v.muscle_work, v.long_work, v.muscle_steepness)

    @state("pg/mL", "interleukin-6 in plasma that working muscles released", start=0.0, internal=True)
    def il6_of_muscles(v):
        return change(gain=v.muscle_secretion, loss=v.il6_clearance)

    @output("pg/mL", "interleukin-6 in plasma without that of muscles, which comes without TNF and does not inflame")
    def inflammatory_il6(v):
        return v.steady_il6 - v.il6_of_muscles

    @state(
        "pg/mL",
        "interleukin-6 in plasma without its daily rhythm; what the axis feels",
        start=0.79,
    )
    def steady_il6(v):
        priming = power(maximum(v.steroid_memory, v.least_priming), v.steroid_priming)
        helped = v.il10_restraint * v.steroid_restraint_il6 * priming * saturation(v.tnf, v.tnf_help)
        acute = v.il6_secretion * v.il6_activation * helped * (1 - v.omega3_acute * v.omega3_effect)
        # a debt counts when it lasts: neither one lost night nor what was paid back
        lasting = minimum(v.owed_sleep, v.sleep_debt)
        tired = v.debt_il6 * (saturation(lasting, v.debt_half) - saturation(v.usual_debt, v.debt_half))
        calm = v.resting_il6 * v.il6_level * (1 + v.acute_il6 * v.stressed_leucocytes * v.steroid_restraint_il6)
        injected = v.injected_il6 * v.skin_absorption * v.skin_il6
        secretion = acute + v.muscle_secretion + v.il6_clearance * maximum(calm + tired, v.least_il6 * calm)
        return change(gain=secretion + injected, loss=v.il6_clearance)

    @output("pg/mL", "interleukin-6 in plasma")
    def il6(v):
        swing = rhythm(v.clock, v.daily_il6_peak) - rhythm(v.read_at, v.daily_il6_peak)
        return v.steady_il6 + v.daily_il6 * v.resting_il6 * v.il6_level * swing

    @state("pg/mL", "interleukin-10 in plasma", start=0.3)
    def il10(v):
        helped = (1 + v.steroid_il10 * hill(v.glucocorticoid_effect, v.steroid_half, v.steroid_steepness)) / (
            1 + v.steroid_il10 * hill(1.0, v.steroid_half, v.steroid_steepness)
        )
        acute = v.il10_secretion * power(v.resolution, v.il10_power) * exp(v.male_il10 * (v.male - 0.5)) * helped
        # cells that microbes do not keep alert turn to IL-10 instead of TNF
        acute = acute * power(v.microbial_alertness, -v.unalert_il10)
        calm = v.resting_il10 * power(v.immune_regulation, v.regulation_il10) * exp(-v.damping)
        answer = 1 + v.il6_il10 * saturation(positive(v.steady_il6 - v.resting_il6), v.il6_il10_half)
        answer = answer + v.acute_il10 * v.acute_stress
        return change(gain=acute + v.il10_clearance * calm * answer, loss=v.il10_clearance)

    @state("pg/mL", "IL-6 as the liver sees it", start=0.79)
    def liver_il6(v):
        return change(gain=v.steady_il6 / v.liver_lag, loss=1 / v.liver_lag)

    @state("mg/L", "C-reactive protein in serum", start=0.55)
    def crp(v):
        slope = v.fat_crp_women + (v.fat_crp_men - v.fat_crp_women) * v.male
        fat = exp(slope * (minimum(v.bmi, v.greatest_bmi) - v.usual_bmi))
        sex = exp(v.female_crp * (0.5 - v.male))
        fibre = 2 * saturation(v.fibre_supply, 1.0) - 1
        strain = 1 + v.strain_crp * v.sleep_strain + v.misalignment_crp * v.circadian_strain
        habits = exp(-v.training_crp * v.training_effect - v.fibre_crp * fibre) * strain
        level = v.resting_crp * fat * sex * habits * v.liver_il6 / v.resting_il6
        return change(gain=v.crp_loss * level, loss=v.crp_loss)

    # what cytokines do

    @intermediate("1", "ln rise of TNF over healthy rest, softened below")
    def tnf_rise(v):
        return log((v.tnf + v.resting_tnf) / (2 * v.resting_tnf))

    @intermediate("1", "ln rise of IL-6 over healthy rest, softened below")
    def il6_rise(v):
        return log((v.inflammatory_il6 + v.resting_il6) / (2 * v.resting_il6))

    @intermediate("1", "ln rise of TNF and IL-6 over healthy rest, softened below")
    def cytokine_rise(v):
        return v.tnf_rise + v.il6_rise

    @state("1", "cytokines as the body feels them, with interferon, 0 = rest", start=0.0, internal=True)
    def felt_cytokines(v):
        # people feel well again with TNF, while IL-6 is still high
        cytokines = 2 * (v.tnf_felt * v.tnf_rise + (1 - v.tnf_felt) * v.il6_rise)
        felt = positive(cytokines + v.interferon_sickness * v.interferon_effect)
        return change(gain=v.sickness_rate * felt, loss=v.sickness_rate)

    @output("point", "Sickness Questionnaire, 0 to 30")
    def sickness(v):
        room = v.greatest_sickness - v.resting_sickness
        return v.resting_sickness + room * hill(v.felt_cytokines, v.sickness_half, v.sickness_steepness)

    @state("1", "lasting inflammation as the brain averages it: ln IL-6 over the healthy adult's, 0 = rest", start=0.0)
    def chronic_inflammation(v):
        return change(gain=log(v.inflammatory_il6 / v.reference_il6) / v.brain_time, loss=1 / v.brain_time)

    @state("1", "activity of indoleamine 2,3-dioxygenase, 1 = healthy adult", start=1.0)
    def ido_activity(v):
        target = maximum(1 + v.ido_gain * v.cytokine_rise + v.interferon_ido * v.interferon_effect, v.least_ido)
        return change(gain=target / v.ido_delay, loss=1 / v.ido_delay)
