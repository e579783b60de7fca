"""Sleep: the loss of one night, the debt of many, the strain that outlasts it, and how disturbed sleep is.

The two-process model of sleep regulation cannot reproduce chronic restriction; later models add a slow state to a
fast one. Here a debt of days (interleukin-6 and sleepiness recover within two or three long nights, Pejovic et al.
2013; full sleep need takes four days an hour, Kitamura et al. 2016) feeds a strain of a week (C-reactive protein and
heart rate go on rising after recovery nights, van Leeuwen et al. 2009 and 2018). The last night's loss and the debt
are separate inputs to others, because one short night changes the next evening when the debt has hardly moved.

Sleep is the time asleep in the night that ends on the day; need falls with age. Pitfalls: self-reported sleep, time in
bed and recorded sleep differ by up to an hour; one glass helps to fall asleep and many disturb the second half of the
night, of which only the latter is here; strains help poor sleepers a little, in trials not corrected for missing ones.
"""

from gutbrain.model import (
    Module,
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
from gutbrain.model.maths import hill, log, maximum, positive, saturation


class Sleep(Module):
    """Sleep lost, owed and disturbed."""

    stress_level = signal("1", rest=1.0, claim="stress-disturbs-sleep")
    chronic_inflammation = signal("1", rest=0.0, claim="inflammation-disturbs-sleep")
    distress = signal("1", rest=0.0, claim="low-mood-disturbs-sleep")
    training = signal("1", rest=1.0, claim="training-improves-sleep")
    psychobiotic_drive = signal("1", rest=0.0, claim="psychobiotics-ease-poor-sleep")
    recent_alcohol = signal("g/day", rest=5.0, claim="alcohol-disturbs-sleep")

    sleep = exposure("h", claim="assumption")
    sleep_irregularity = exposure("h", claim="assumption")
    circadian_misalignment = exposure("h", claim="assumption")
    age = trait("year", rest=40.0)
    male = trait("1", rest=0.5)

    # kitamura-2016 saw a debt of one hour in young men; that the reference adult has it too is a guess
    need_at_40 = parameter(
        7.633,
        "h",
        "sleep that leaves no debt, at 40 years: the usual 7.3 h then leave a debt of one hour",
        (7.4, 8.9),
        assumed_after("kitamura-2016"),
        spread=0.03,
    )
    need_slope = parameter(
        0.02, "h/year", "fall of sleep need with age", (0.0, 0.035), human_observation("kitamura-2016")
    )
    age_40 = constant(40.0, "year", "age of the reference adult", defined)
    shortest_need = constant(5.0, "h", "least sleep need", assumed)
    night = constant(1.0, "day", "one night comes a day", defined)
    # young men who slept as long as they could were rid of most of it within some days (kitamura-2016)
    debt_memory = parameter(
        3.0, "day", "time constant of sleep debt", (1.0, 4.0), assumed_after("kitamura-2016"), spread=0.2
    )
    repayment = constant(1.0, "h", "debt at which sleep beyond need pays back half of its hours", assumed)
    debt_usual = constant(1.0, "h", "sleep debt of the reference adult", defined)
    strain_half = constant(7.6, "h", "debt above the usual for half of the strain", human_trial("vanleeuwen-2009"))
    # chosen for what was left after two nights of recovery (vanleeuwen-2009)
    strain_memory = parameter(8.0, "day", "time constant of slow strain", (4.0, 15.0), assumed_after("vanleeuwen-2009"))
    misalignment_strain = parameter(
        0.3, "1", "slow strain per unit of circadian strain", (0.0, 0.6), human_trial("leproult-2014")
    )
    irregularity_usual = constant(
        0.8, "h", "standard deviation of the midpoint of sleep in the reference adult", assumed
    )
    irregularity_unit = constant(
        4.0, "h", "irregularity above that for a circadian strain of one", human_trial("leproult-2014")
    )
    misalignment_unit = constant(
        8.0, "h", "shift against the body clock for a circadian strain of one", human_trial("wright-2015")
    )
    strain_limit = constant(3.0, "1", "circadian strain that cannot be exceeded", assumed)
    disturbance_memory = parameter(5.0, "day", "time constant of sleep disturbance", (2.0, 14.0), assumed)
    female_disturbance = parameter(
        0.35, "1", "disturbance of sleep of women minus that of men", (0.1, 0.6), human_observation("hinz-2017")
    )
    # what stress, mood and habits leave of the spread of the PSQI between people (SD 3.4 and 36 % above 5)
    light_sleep = parameter(
        1.0,
        "1",
        "how lightly this person sleeps by nature",
        None,
        assumed_after("hinz-2017"),
        spread=0.75,
    )
    stress_disturbance = parameter(
        0.4, "1", "sleep disturbance per unit of chronic stress", (0.1, 0.8), assumed, spread=0.4
    )
    distress_disturbance = parameter(
        0.4, "1", "sleep disturbance per unit of distress", (0.1, 0.8), assumed, spread=0.3
    )
    inflammation_disturbance = parameter(
        0.15, "1", "sleep disturbance per unit of chronic inflammation", (0.0, 0.3), human_observation("irwin-2016")
    )
    # nurses on rotating shifts against day shifts: 0.38 SD of the PSQI
    irregular_disturbance = parameter(
        0.9, "1", "sleep disturbance per unit of circadian strain", (0.4, 1.6), human_observation("chang-2021-shifts")
    )
    short_disturbance = parameter(
        0.3,
        "1/h",
        "sleep disturbance per hour of sleep missing, relative to the need of the reference adult",
        (0.1, 0.6),
        assumed,
    )
    strain_relief = parameter(
        0.12,
        "1",
        "relief at full psychobiotic drive per SD of sleep disturbance",
        (0.0, 0.25),
        human_trial("irwin-2020"),
    )
    alcohol_disturbance = parameter(
        0.6, "1", "sleep disturbance by unlimited alcohol", (0.2, 1.0), human_trial("ebrahim-2013"), spread=0.3
    )
    alcohol_half = constant(60.0, "g/day", "alcohol with half of that", assumed)
    alcohol_steepness = constant(2.0, "1", "Hill exponent of that: one or two glasses do next to nothing", assumed)
    alcohol_usual = constant(5.0, "g/day", "alcohol of the reference adult", defined)
    training_disturbance = parameter(0.1, "1", "fall of sleep disturbance per unit of training", (0.0, 0.3), assumed)

    @intermediate("h", "sleep that would leave no debt")
    def sleep_need(v):
        return maximum(v.need_at_40 - v.need_slope * (v.age - v.age_40), v.shortest_need)

    @reference("h", "the person's usual sleep", until="start")
    def usual_sleep(v):
        return v.sleep

    @output("h", "sleep lost last night, against the person's usual")
    def sleep_loss(v):
        return positive(v.usual_sleep - v.sleep)

    @state("h", "sleep debt", start=1.0)
    def sleep_debt(v):
        short = positive(v.sleep_need - v.sleep) / v.night
        long = positive(v.sleep - v.sleep_need) / v.night
        return change(gain=short, loss=1 / v.debt_memory + long / (v.sleep_debt + v.repayment))

    @output("1", "strain of the body clock by shifted or irregular sleep, 0 = none")
    def circadian_strain(v):
        irregular = positive(v.sleep_irregularity - v.irregularity_usual) / v.irregularity_unit
        strain = v.circadian_misalignment / v.misalignment_unit + irregular
        return strain / (1 + strain / v.strain_limit)

    @state("1", "slow strain of short and shifted sleep, 0 = usual debt", start=0.0)
    def sleep_strain(v):
        short = saturation(positive(v.sleep_debt - v.debt_usual), v.strain_half)
        return change(
            gain=(short + v.misalignment_strain * v.circadian_strain) / v.strain_memory, loss=1 / v.strain_memory
        )

    @state("z", "how disturbed sleep is, 0 = average, in SD", start=0.0)
    def sleep_disturbance(v):
        drunk = hill(v.recent_alcohol, v.alcohol_half, v.alcohol_steepness)
        as_usual = hill(v.alcohol_usual, v.alcohol_half, v.alcohol_steepness)
        target = (
            log(v.light_sleep)
            + v.female_disturbance * (0.5 - v.male)
            + v.stress_disturbance * (v.stress_level - 1)
            + v.distress_disturbance * v.distress
            + v.inflammation_disturbance * v.chronic_inflammation
            + v.irregular_disturbance * v.circadian_strain
            + v.short_disturbance * (v.sleep_debt - v.debt_usual) * v.night / v.debt_memory
            + v.alcohol_disturbance * (drunk - as_usual)
            - v.training_disturbance * (v.training - 1)
            - v.strain_relief * v.psychobiotic_drive * positive(v.sleep_disturbance)
        )
        return change(gain=target / v.disturbance_memory, loss=1 / v.disturbance_memory)
