"""What is known of stress and its hormones: every number of their equations."""

from gutbrain.model import animal, assumed, assumed_after, constant, defined, human_observation, human_trial, parameter


class StressHormonesParameters:
    """Parameters and constants of stress and its hormones."""

    # ---- the daily profile
    # Peak, trough and mean are the source's; how the hours from 08:00 to 10:00 share out between the rise after waking
    # and the plateau behind it is a choice (some 450 and 390 nmol/L at 08:00 and 09:00), for the source has a mean of
    # people who wake at different times.
    profile_level = constant(
        5.0609, "1", "logarithm of the middle of the daily cortisol profile (nmol/L)", human_observation("debono-2009")
    )
    profile_swing = constant(
        0.8459, "1", "first harmonic of the logarithm of cortisol", human_observation("debono-2009")
    )
    profile_peak = constant(
        10.5976, "h", "clock hour at which the first harmonic peaks", human_observation("debono-2009")
    )
    profile_swing_2 = constant(
        0.3128, "1", "second harmonic of the logarithm of cortisol", human_observation("debono-2009")
    )
    profile_peak_2 = constant(
        7.0318, "h", "clock hour at which the second harmonic peaks", human_observation("debono-2009")
    )
    awakening_size = parameter(
        0.23,
        "1",
        "height of the awakening rise of the logarithm of cortisol",
        (0.17, 0.29),
        human_observation("wust-2000"),
        spread=0.4,
    )
    awakening_usual = constant(0.23, "1", "the same in the average person", human_observation("wust-2000"))
    awakening_peak = constant(
        7.6, "h", "clock hour of the awakening rise, after waking at 07:00", human_observation("wust-2000")
    )
    awakening_width = constant(0.4, "h", "width of the awakening rise", human_observation("wust-2000"))
    waking = constant(6.87, "h", "start of the saliva sample at awakening", human_observation("wust-2000"))
    after_waking = constant(7.37, "h", "start of the saliva sample half an hour later", human_observation("wust-2000"))
    sampling_width = constant(0.1, "h", "length of a saliva sample", defined)
    sampling_rate = constant(40.0, "1/h", "rate at which a sample takes up what is there", defined)
    least_sample = constant(0.1, "nmol/L", "detection limit of salivary cortisol", assumed)
    one_nanomolar = constant(1.0, "nmol/L", "unit of the logarithm of cortisol", defined)
    quarter_day = constant(6.0, "h", "a quarter of the daily rhythm", defined)
    turn = constant(0.2617994, "1/h", "angular speed of the day", defined)
    cortisol_mean = constant(194.5, "nmol/L", "mean of the profile over the day", human_observation("debono-2009"))
    cortisol_level = parameter(
        1.0,
        "1",
        "the person's own level of cortisol, relative to the healthy profile",
        (0.95, 1.05),
        human_observation("debono-2009"),
        # of what is free; with the spread of the proteins that bind it the total differs by 0.28 (panton-2019: 0.32)
        spread=0.21,
    )
    night_age = constant(50.0, "year", "age from which nightly cortisol rises", human_observation("van-cauter-2000"))
    # 19.3 nmol/L a decade in the evening of men
    age_night = parameter(
        0.022,
        "1/year",
        "rise of the logarithm of nightly cortisol with age beyond that",
        (0.008, 0.036),
        human_observation("van-cauter-2000"),
    )
    female_night = parameter(
        0.4,
        "1",
        "logarithm of that rise in women over that in men",
        (0.0, 1.0),
        human_observation("van-cauter-1996"),
    )
    acth_rest = parameter(
        15.0,
        "pg/mL",
        "ACTH in the middle of its daily rhythm",
        (11.0, 20.0),
        human_observation("orth-1983"),
        spread=0.35,
    )
    acth_swing = constant(
        0.40, "1", "daily rhythm of the logarithm of ACTH: night to day 2.1-2.3", human_observation("keenan-2004")
    )
    acth_peak = constant(7.5, "h", "clock hour of the highest ACTH", human_observation("keenan-2004"))

    # ---- hormones
    ln2 = constant(0.6931472, "1", "logarithm of two", defined)
    acth_half_life = parameter(
        8.0, "min", "half-life of ACTH that fits stress responses", (6.0, 16.0), human_observation("alon-2025")
    )
    cortisol_half_life = parameter(
        43.0, "min", "half-life of total cortisol", (40.0, 66.0), human_observation("keenan-2004"), spread=0.1
    )
    cortisol_ceiling = parameter(
        1700.0,
        "nmol/L",
        "cortisol that the largest secretion rate (0.44 nmol/L/s) would keep up",
        (1000.0, 2500.0),
        human_trial("dorin-2012"),
    )
    adrenal_steepness = parameter(2.0, "1", "steepness of cortisol secretion in ACTH", (1.5, 3.0), assumed)
    least_demand = constant(
        0.1, "1", "share of its profile that the clock always asks for, however fast it falls", assumed
    )
    greatest_demand = constant(0.8, "1", "share of the ceiling that the clock asks for at most", assumed)
    basal_secretion = parameter(
        0.04,
        "1",
        "share of resting cortisol secretion that needs no ACTH",
        (0.025, 0.06),
        human_observation("keenan-2004"),
        spread=0.2,
    )
    mineralocorticoid_constant = parameter(
        0.3,
        "1",
        "cortisol, relative to the clock's, at which feedback by mineralocorticoid receptors is half",
        (0.05, 1.0),
        assumed,
    )
    # the next two as in the model of karin-2020
    glucocorticoid_constant = parameter(
        2.2,
        "1",
        "cortisol, relative to the clock's, at which feedback by glucocorticoid receptors is half",
        (1.7, 4.0),
        assumed_after("karin-2020"),
    )
    glucocorticoid_steepness = constant(
        3.0, "1", "steepness of feedback by glucocorticoid receptors", assumed_after("karin-2020")
    )
    # turnover of the glands as in models (karin-2020, milo-2024)
    pituitary_turnover = parameter(
        20.0, "day", "time constant of corticotroph mass", (7.0, 30.0), assumed_after("milo-2024")
    )
    adrenal_turnover = parameter(30.0, "day", "time constant of adrenal mass", (7.0, 45.0), assumed_after("karin-2020"))
    corticotroph_restraint = parameter(
        4.0,
        "1",
        "growth of corticotrophs under glucocorticoids: steepness in what feedback leaves of a drive (secretion has 1)",
        (1.0, 8.0),
        assumed_after("nolan-2001"),
    )
    # read off the size of glands and the little more of cortisol in depression (rubin-1995)
    adrenal_reserve = parameter(
        0.9,
        "1",
        "adrenal mass, relative to rest, that makes half of what an endless gland would: little tissue makes little,"
        " glands 70 % larger make hardly more",
        (0.2, 2.0),
        assumed_after("rubin-1995"),
    )
    gland_limit = parameter(
        5.0, "1", "mass that a gland can reach, relative to rest", (3.0, 8.0), assumed_after("karin-2020")
    )
    progenitors = parameter(
        0.03, "1", "share of a gland's cells that come from progenitors, whatever it is told", (0.01, 0.15), assumed
    )
    day_mean = constant(24.0, "h", "memory of the running means of a day", assumed)

    # 9.9, 15.6 and 17.2 % less after half an hour at 40, 60 and 80 % of VO2max
    plasma_loss = parameter(
        0.23,
        "1",
        "share of plasma that leaves the vessels in exercise at VO2max",
        (0.18, 0.28),
        human_trial("hill-2008"),
    )
    plasma_time = constant(10.0, "min", "time constant with which plasma leaves and returns", assumed)

    # ---- stress
    responsiveness = parameter(
        1.0,
        "1",
        "how readily a social stressor reaches the stress system (odds); about a quarter of people hardly respond",
        (0.8, 1.25),
        human_observation("kirschbaum-1993"),
        spread=2.0,
    )
    acute_gain = parameter(
        4.3, "1", "rise of CRH drive in a Trier Social Stress Test", (1.5, 5.0), human_trial("gu-2022")
    )
    stress_memory = parameter(7.0, "day", "time constant of chronic stress", (3.0, 21.0), assumed)
    load_gain = parameter(
        0.07,
        "1",
        "rise of the logarithm of CRH drive per unit of chronic stress",
        (0.0, 0.16),
        human_observation("khoury-2019"),
    )
    distress_drive = parameter(
        0.035,
        "1",
        "rise of the logarithm of CRH drive in a depressed patient",
        (0.0, 0.1),
        human_observation("stetler-2011"),
    )
    distress_stress = parameter(0.15, "1", "chronic stress that distress itself adds", (0.0, 0.4), assumed)
    disturbance_stress = parameter(
        0.08, "1", "chronic stress added per SD of sleep disturbance", (0.0, 0.3), human_trial("scott-2021")
    )
    distress_growth = parameter(
        0.035,
        "1",
        "growth of the adrenal with distress beyond that by ACTH, through its nerve",
        (0.0, 0.25),
        assumed_after("rubin-1995"),
    )
    # size after the pooled effect of courses on felt stress (goyal-2014); that it acts here is a guess
    practice_appraisal = parameter(
        0.15,
        "1",
        "fall of the logarithm of felt stress after a course of mindfulness",
        (0.05, 0.3),
        assumed_after("goyal-2014"),
    )
    practice_gain = parameter(
        0.03,
        "1",
        "fall of the logarithm of CRH drive after a course of mindfulness",
        (0.0, 0.08),
        human_trial("rogerson-2024"),
    )
    calm_ease = parameter(
        0.1, "1", "felt stress taken away on days with half an hour of calm", (0.0, 0.2), human_trial("hunter-2019")
    )
    calm_half = constant(25.0, "min/day", "calm for half of its daily effect", human_trial("hunter-2019"))
    training_gain = parameter(
        0.4,
        "1",
        "fall of the logarithm of CRH drive from no to endless training, were it not to level off",
        (0.15, 0.65),
        human_trial("denys-2022"),
    )
    usual_training_relief = constant(0.5, "1", "share of that which the reference adult's training gives", defined)
    ample_training = constant(1.8, "1", "training (45 min a day) beyond which cortisol falls no further", assumed)
    # direction and rise with volume as in endurance athletes' hair (skoluda-2012)
    volume_gain = parameter(
        0.5,
        "1",
        "rise of the logarithm of CRH drive from ample to endless training",
        (0.0, 1.0),
        assumed_after("skoluda-2012"),
    )
    volume_half = parameter(
        4.0, "1", "training beyond ample for half of that rise (two and a half hours a day in all)", (2.0, 8.0), assumed
    )
    volume_steepness = constant(2.0, "1", "steepness of that rise: little of it near the ample", assumed)
    male_gain = parameter(
        0.7,
        "1",
        "logarithm of the drive of a social stressor in men over that in women",
        (0.1, 1.0),
        human_observation("kudielka-2005"),
    )
    # the three sessions less what plasma lost and what the hour took: 2, 26 and 62 % more cortisol
    bout_gain = parameter(
        3.3, "1", "rise of CRH drive in exercise at the limit, were it reached", (1.5, 7.0), human_trial("hill-2008")
    )
    bout_half = parameter(
        0.65, "1", "exercise, as share of VO2max, for half of that", (0.55, 0.8), human_trial("hill-2008")
    )
    bout_steepness = parameter(
        8.0,
        "1",
        "steepness of the rise with exercise: little below half",
        (4.0, 12.0),
        human_trial("hill-2008"),
    )
    vagal_gain = parameter(
        0.1, "1", "fall of the logarithm of stress reactivity per unit of resting vagal tone", (0.0, 0.3), assumed
    )
    psychobiotic_appraisal = parameter(
        0.03, "1", "fall of the logarithm of felt stress at full psychobiotic drive", (0.0, 0.1), assumed
    )
    psychobiotic_gain = parameter(
        0.075,
        "1",
        "fall of the logarithm of CRH drive with effective strains in the gut (no delay of weeks as in mood)",
        (0.0, 0.15),
        human_trial("jain-2024"),
        animal=0.3,
    )
    scfa_dampening = parameter(
        0.45,
        "1",
        "largest fall of stress reactivity with colonic short-chain fatty acids",
        (0.0, 0.8),
        human_trial("dalile-2020"),
    )
    scfa_half = parameter(
        0.1, "1", "rise of systemic short-chain fatty acids, relative to rest, for half of that", (0.03, 0.5), assumed
    )
    germ_free_gain = parameter(
        0.1, "1", "rise of stress reactivity without any microbes", (0.0, 1.0), animal("sudo-2004"), animal=1.0
    )
    bifidobacterium_power = parameter(
        0.08,
        "1",
        "fall of the logarithm of the awakening rise per unit of the logarithm of bifidobacteria",
        (0.0, 0.3),
        human_trial("schmidt-2015"),
    )
    least_bifidobacteria = constant(0.2, "1", "bifidobacteria, 1 = rest, below which the rise grows no more", assumed)
    il6_gain = parameter(
        58.0, "1", "largest rise of CRH drive by interleukin-6", (40.0, 200.0), human_trial("mastorakos-1994")
    )
    il6_half = parameter(245.0, "pg/mL", "interleukin-6 for half of that", (120.0, 600.0), human_trial("tsigos-1997"))
    il6_steepness = parameter(
        2.1, "1", "steepness of the rise with interleukin-6: graded, no step", (1.5, 4.0), assumed
    )
    # in men, by the gene that makes drinking unpleasant: 5 nmol/L for each drink a day
    alcohol_gain = parameter(
        0.1,
        "1",
        "rise of the logarithm of CRH drive of men with unlimited drink",
        (0.0, 0.3),
        human_observation("yang-2021-alcohol"),
    )
    alcohol_awakening = parameter(
        0.35,
        "1",
        "rise of the logarithm of the awakening rise of women with unlimited drink",
        (0.0, 1.2),
        human_observation("badrick-2008"),
    )
    alcohol_memory = constant(14.0, "day", "time over which a habit of drinking counts", assumed)
    alcohol_half = constant(100.0, "g/day", "alcohol with half of that", assumed)
    alcohol_usual = constant(5.0, "g/day", "alcohol of the reference adult", defined)
    misalignment_gain = parameter(
        0.05,
        "1",
        "fall of the logarithm of CRH drive per unit of circadian strain",
        (0.0, 0.15),
        human_trial("wright-2015"),
    )
    evening_gain = parameter(
        0.57, "1", "largest rise of evening cortisol after a short night", (0.2, 0.9), human_trial("leproult-1997")
    )
    evening_half = constant(2.2, "h", "sleep lost for half of that", human_trial("leproult-1997"))
    evening = constant(20.5, "h", "middle of the evening window", human_trial("leproult-1997"))
    # +30 % in the evening, +21 % over the whole day after two short nights
    evening_width = parameter(3.5, "h", "width of the evening window", (2.5, 4.5), human_trial("guyon-2014"))

    # ---- the glucocorticoid receptor
    receptor_memory = parameter(14.0, "day", "time constant of receptor sensitivity", (5.0, 40.0), assumed)
    inflammation_resistance = parameter(
        0.15, "1", "largest loss of receptor sensitivity under chronic inflammation", (0.0, 0.5), assumed
    )
    cortisol_resistance = parameter(
        0.1,
        "1",
        "loss of receptor sensitivity per unit of chronic cortisol above rest (saturating)",
        (0.0, 0.5),
        assumed,
    )

    distress_resistance = parameter(
        0.05,
        "1",
        "fall of the logarithm of receptor sensitivity in a depressed patient",
        (0.0, 0.15),
        human_observation("jarcho-2013"),
    )

    # ---- binding in plasma, and what is measured elsewhere
    cbg_capacity = parameter(
        600.0,
        "nmol/L",
        "binding sites on corticosteroid-binding globulin in the average person",
        (400.0, 800.0),
        assumed,
    )
    # what is 1, or the norm, in the average person by definition has next to no range. Feedback keeps what is free:
    # an oestrogen raises binding and total cortisol alike, not that of saliva (panton-2019)
    cbg_person = parameter(
        1.0,
        "1",
        "a person's binding sites relative to the average's",
        (0.99, 1.01),
        human_observation("panton-2019"),
        spread=0.18,
    )
    cbg_constant = constant(30.0, "nmol/L", "free cortisol at which half of these sites are taken", assumed)
    albumin_binding = constant(1.74, "1", "cortisol on albumin per free cortisol", assumed)
    saliva_share = parameter(
        0.33,
        "1",
        "salivary per free plasma cortisol (part is inactivated in the gland)",
        (0.25, 0.5),
        assumed,
        # that of a single sample, which varies from hour to hour
        spread=0.3,
    )
    free_mean = constant(
        12.94, "nmol/L", "mean of free cortisol over the day of the healthy profile", human_observation("debono-2009")
    )
    urinary_rest = parameter(
        67.0,
        "nmol/day",
        "free cortisol in the urine of a day",
        (65.0, 69.0),
        human_observation("mayo-ufc"),
        spread=0.25,
    )
    hair_uptake = parameter(
        1.0,
        "1",
        "uptake of cortisol into hair, relative to the average",
        (0.99, 1.01),
        human_observation("khoury-2019"),
        spread=0.65,
    )
    hair_memory = constant(30.0, "day", "time that a segment of hair stands for", human_observation("khoury-2019"))

    # ---- medicines
    crh_half_life = constant(40.0, "min", "half-life of injected CRH", human_observation("schurmeyer-1984"))
    crh_half_effect = parameter(
        0.55, "ug/kg", "injected CRH for half of the response", (0.3, 1.0), human_trial("orth-1983")
    )
    crh_effect = parameter(
        7.0,
        "1",
        "drive of the pituitary by a saturating dose of CRH, relative to the middle of its daily rhythm",
        (4.5, 12.0),
        human_trial("orth-1983"),
        spread=0.3,
    )
    crh_receptors_half = parameter(
        2.0,
        "1",
        "drive of the stress system, relative to rest, whose CRH takes half of the pituitary's receptors for it",
        (0.5, 6.0),
        assumed_after("karin-2020"),
    )
    dexamethasone_half_life = constant(4.0, "h", "half-life of dexamethasone", assumed)
    dexamethasone_potency = parameter(
        50.0,
        "1/mg",
        "effect of dexamethasone at the receptor, in units of the clock's cortisol",
        (35.0, 80.0),
        human_trial("dst-1989"),
        spread=0.5,
    )
    hydrocortisone_absorption = constant(2.0, "1/h", "absorption rate of hydrocortisone", assumed)
    hydrocortisone_yield = constant(
        60.0,
        "nmol/L/mg",
        "cortisol per mg of hydrocortisone: 2759 nmol/mg over an apparent volume",
        human_observation("thomson-2007"),
    )
