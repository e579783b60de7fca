"""Vagus nerve: what it reports from the gut, and its tone on the heart.

Afferent traffic answers serotonin of the gut wall (5-HT3 receptors; more than four fifths of the duodenal fibres in
the rat have them), short-chain fatty acids, some strains and, weakly, GABA that strains make; nothing of it passes a
cut nerve. Firing in milliseconds is in steady state here. Cardiac tone (heart-rate variability) has a slow part of
weeks and a fast one: withdrawn in acute stress and for some time after it, after a short night, by cytokines within
hours, and in the hours after drinking. No published model exists; weights are small, because loss of the whole
abdominal vagus moves the risk of mental disorder by a fifth only (truncal vagotomy, hazard ratio 1.22).

Pitfalls: the strain effect (L. rhamnosus JB-1) is known from mice alone; heart-rate variability in depression is an
association in which medicines and inactivity are mixed; a day's alcohol is spread over the day, so that the hours
before the first glass suffer as well.
"""

from gutbrain.model import (
    Module,
    animal,
    assumed,
    assumed_after,
    change,
    constant,
    defined,
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
from gutbrain.model.maths import exp, maximum, positive, saturation


class Vagus(Module):
    """Vagus nerve: afferent traffic from the gut, tone on the heart."""

    acute_stress = signal("1", rest=0.0, claim="stress-withdraws-vagal-tone")
    stress_level = signal("1", rest=1.0, claim="chronic-stress-lowers-vagal-tone")
    distress = signal("1", rest=0.0, claim="low-mood-lowers-vagal-tone")
    training = signal("1", rest=1.0, claim="training-raises-vagal-tone")
    practice = signal("1", rest=0.0, claim="practice-raises-vagal-tone")
    sleep_strain = signal("1", rest=0.0, claim="short-sleep-lowers-vagal-tone")
    sleep_loss = signal("h", rest=0.0, claim="a-short-night-lowers-vagal-tone")
    sickness = signal("point", rest=5.8, claim="acute-inflammation-lowers-vagal-tone")
    recent_alcohol = signal("g/day", rest=5.0, claim="alcohol-lowers-vagal-tone")
    colon_serotonin = signal("1", rest=1.0, claim="gut-serotonin-excites-vagus")
    scfa_supply = signal("1", rest=1.0, claim="scfa-excite-vagus")
    psychobiotic_drive = signal("1", rest=0.0, claim="strains-excite-vagus")
    strain_gaba = signal("1", rest=0.0, claim="gut-gaba-excites-vagus")

    calm = exposure("min/day", claim="assumption")
    vagus_stimulation = exposure("1", claim="assumption")
    vagotomy = exposure("1", claim="assumption")
    vagal_fluctuation = exposure("1", claim="vagal-tone-has-ups-and-downs")
    age = trait("year", rest=40.0)

    # ---- tone on the heart
    withdrawal = parameter(
        0.35,
        "1",
        "vagal tone withdrawn in a Trier Social Stress Test (logarithm)",
        (0.15, 0.6),
        human_trial("kim-2018"),
        spread=0.3,
    )
    # variability after a Trier test is still low 20 min later, when felt stress is not (tsst-hrv-2019)
    recovery_time = parameter(
        25.0,
        "min",
        "time constant with which tone comes back after a stressor",
        (10.0, 60.0),
        assumed_after("tsst-hrv-2019"),
    )
    onset_time = constant(5.0, "min", "time constant with which a stressor takes hold", assumed)
    least_stress = constant(0.01, "1", "acute stress that is told from none", defined)
    tone_memory = parameter(14.0, "day", "time constant of slow vagal tone", (5.0, 30.0), assumed)
    stress_effect = parameter(
        0.06, "1", "fall of the logarithm of tone per unit of chronic stress", (0.0, 0.2), human_observation("kim-2018")
    )
    distress_effect = parameter(
        0.07, "1", "fall of the logarithm of tone per unit of distress", (0.0, 0.2), human_observation("wu-2023")
    )
    training_effect = parameter(0.1, "1", "rise of the logarithm of tone per unit of training", (0.0, 0.2), assumed)
    practice_effect = parameter(
        0.04, "1", "rise of the logarithm of tone after a course of practice", (0.0, 0.15), human_trial("laborde-2022")
    )
    breathing_effect = parameter(
        0.2,
        "1",
        "largest rise of the logarithm of tone on days with slow breathing or other calm",
        (0.08, 0.4),
        human_trial("shao-2024"),
    )
    breathing_half = constant(20.0, "min/day", "calm for half of that", assumed)
    sleep_effect = parameter(
        0.2,
        "1",
        "fall of the logarithm of tone per unit of slow sleep strain",
        (0.0, 0.6),
        human_trial("vanleeuwen-2018"),
    )
    night_effect = parameter(
        0.15,
        "1",
        "fall of the logarithm of tone after a night without sleep, at most",
        (0.0, 0.35),
        human_trial("zhang-2025-sleep"),
    )
    night_half = constant(4.0, "h", "sleep lost in a night with half that effect", assumed)
    # the heart goes by a half faster at the height of 2 ng/kg of endotoxin, when people feel 15 points worse
    sickness_effect = parameter(
        0.05,
        "1",
        "fall of the logarithm of tone per point of sickness above the own usual",
        (0.02, 0.09),
        human_trial("kox-2011"),
    )
    # 2, 6 and 13 ms less after 12, 38 and 75 g in the first hours of sleep (pietila-2018)
    alcohol_effect = parameter(
        0.8,
        "1",
        "fall of the logarithm of tone by unlimited alcohol",
        (0.4, 1.4),
        human_observation("pietila-2018"),
        spread=0.3,
    )
    alcohol_half = constant(120.0, "g/day", "alcohol with half of that", human_observation("pietila-2018"))
    alcohol_usual = constant(5.0, "g/day", "alcohol of the reference adult", defined)
    daily_variation = parameter(
        0.2,
        "1",
        "SD of the logarithm of tone from day to day that nothing else here brings",
        (0.1, 0.3),
        human_observation("mesquita-2017"),
        spread=0.3,
    )
    # to 47 % from the second to the sixth decade: 0.019 a year; medians of tegegne-2019, 67 ms at 13 years and 15 or 16
    # beyond 75, fall by 0.023 a year
    age_effect = parameter(
        0.02,
        "1/year",
        "fall of the logarithm of tone per year of age",
        (0.012, 0.026),
        human_observation("umetani-1998"),
    )
    age_40 = constant(40.0, "year", "age of the reference adult", defined)
    stimulation_tone = parameter(
        0.01,
        "1",
        "rise of the logarithm of tone under full electrical stimulation",
        (-0.02, 0.05),
        human_trial("wolf-2021"),
    )
    norm = parameter(
        42.0, "ms", "RMSSD of a healthy adult at rest", (37.0, 47.0), human_observation("nunan-2010"), spread=0.34
    )

    # ---- traffic from the gut
    serotonin_weight = parameter(
        0.15,
        "1",
        "share of afferent traffic that follows serotonin of the gut wall",
        (0.0, 0.4),
        animal("zhu-2001"),
        animal=0.5,
    )
    scfa_weight = parameter(
        0.08, "1", "share of afferent traffic that follows short-chain fatty acids", (0.0, 0.3), assumed, animal=0.2
    )
    scfa_half = constant(
        2.0, "1", "supply of short-chain fatty acids, relative to rest, for half of the largest effect", assumed
    )
    strain_weight = parameter(
        0.15,
        "1",
        "afferent traffic added at full psychobiotic drive",
        (0.0, 0.4),
        animal("perez-burgos-2013"),
        animal=0.6,
    )
    gaba_weight = parameter(
        0.03, "1", "largest traffic added by GABA that strains make", (0.0, 0.15), assumed, animal=0.1
    )
    # stimulation is tried in depression (lv-2019); how much traffic it makes is not known
    stimulation_weight = parameter(
        1.0,
        "1",
        "afferent traffic added by full electrical stimulation, relative to rest",
        (0.3, 2.0),
        assumed_after("lv-2019"),
    )

    @state("1", "vagal tone of the last weeks, 1 = healthy adult of 40 years", start=1.0)
    def resting_vagal_tone(v):
        target = exp(
            -v.stress_effect * (v.stress_level - 1)
            - v.distress_effect * v.distress
            + v.training_effect * (v.training - 1)
            + v.practice_effect * v.practice
            - v.age_effect * (v.age - v.age_40)
        )
        return change(gain=target / v.tone_memory, loss=1 / v.tone_memory)

    @state("1", "acute stress as the heart remembers it: there within minutes, gone later", start=0.0, internal=True)
    def stress_remnant(v):
        speed = saturation(v.acute_stress, v.least_stress) / v.onset_time + 1 / v.recovery_time
        return change(gain=v.acute_stress * speed, loss=speed)

    @reference("point", "the person's own usual sickness score", until="start")
    def own_sickness(v):
        return v.sickness

    @intermediate("1", "what the last hours, the last nights and the last glasses take from the logarithm of tone")
    def momentary_withdrawal(v):
        drunk = saturation(v.recent_alcohol, v.alcohol_half) - saturation(v.alcohol_usual, v.alcohol_half)
        return (
            v.withdrawal * maximum(v.acute_stress, v.stress_remnant)
            + v.sleep_effect * v.sleep_strain
            + v.night_effect * saturation(positive(v.sleep_loss), v.night_half)
            + v.sickness_effect * positive(v.sickness - v.own_sickness)
            + v.alcohol_effect * drunk
        )

    @output("1", "vagal tone on the heart, 1 = healthy adult at rest")
    def vagal_tone(v):
        eased = v.breathing_effect * saturation(v.calm, v.breathing_half) + v.stimulation_tone * v.vagus_stimulation
        return v.resting_vagal_tone * exp(eased - v.momentary_withdrawal + v.daily_variation * v.vagal_fluctuation)

    @output("ms", "root mean square of successive differences between heart beats")
    def rmssd(v):
        return v.norm * v.vagal_tone

    @output("1", "traffic of the abdominal vagus to the brain, 1 = rest")
    def vagal_afferent(v):
        acids = (1 + v.scfa_half) * saturation(v.scfa_supply, v.scfa_half) - 1
        gut = (
            1
            + v.serotonin_weight * (v.colon_serotonin - 1)
            + v.scfa_weight * acids
            + v.strain_weight * v.psychobiotic_drive
            + v.gaba_weight * saturation(v.strain_gaba, 1)
        )
        return positive(1 - v.vagotomy) * positive(gut) + v.stimulation_weight * v.vagus_stimulation
