"""What is known of mood, anxiety, thinking and felt stress: every number of their equations."""

from gutbrain.model import animal, assumed, assumed_after, constant, defined, human_observation, human_trial, parameter


class MindParameters:
    """Parameters and constants of the mind, in the order of their equations."""

    # time
    mood_time = parameter(10.0, "day", "time constant of mood", (5.0, 20.0), assumed)
    anxiety_time = parameter(7.0, "day", "time constant of anxiety", (3.0, 14.0), assumed)
    # those who are well again after several episodes lie half an SD above the population
    episode_edge = parameter(0.5, "1", "severity above which a trait is an episode that can close", (0.3, 1.5), assumed)
    # people differ greatly: of the untreated 23 % are well at three months, 32 % at six and 53 % at twelve, and of
    # all in the population half at three to six months, while one in five is ill for more than two years (Spijker et
    # al. 2002)
    episode_closing = parameter(
        0.004,
        "1/day",
        "one over the time that an untreated depressive episode still lasts in the middle person",
        (0.002, 0.008),
        human_observation("whiteford-2013"),
        spread=1.6,
    )
    # mood has two stable states with a tipping point between them, so episodes end within weeks (van-de-leemput-2014)
    closing_time = parameter(
        14.0, "day", "time constant with which an episode ends", (7.0, 30.0), assumed_after("van-de-leemput-2014")
    )
    long_over = constant(50.0, "1", "such times after its end an episode is over, beyond all doubt", defined)
    anxiety_closing = parameter(
        0.4,
        "1",
        "that of an anxiety disorder, as a share of that of depression",
        (0.2, 0.8),
        human_observation("penninx-2011"),
    )
    # of the variance of depressive symptoms (latent) 46 % is a stable trait over three years, half comes and goes
    turn_size = parameter(
        0.5,
        "1",
        "how far mood has moved after months, in SD of life's turns",
        (0.2, 0.6),
        human_observation("prenoveau-2011"),
    )
    turn_time = parameter(30.0, "day", "time constant of life's turns", (10.0, 90.0), assumed)
    fortune = parameter(1.0, "1", "how this person's life turns in the coming months", None, assumed, spread=1.0)
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
    # people sleeping short for years are little more depressed (zhai-2015): the debt saturates in mood
    debt_mood = parameter(0.3, "1", "depression by unlimited sleep debt", (0.0, 0.8), human_observation("zhai-2015"))
    debt_anxiety = parameter(0.3, "1", "anxiety by unlimited sleep debt", (0.0, 0.8), human_trial("tomaso-2021"))
    debt_half = constant(6.0, "h", "sleep debt with half of these effects", assumed)
    disturbance_mood = parameter(0.2, "1", "depression per SD of insomnia", (0.1, 0.4), human_trial("scott-2021"))
    disturbance_anxiety = parameter(0.16, "1", "anxiety per SD of insomnia", (0.08, 0.32), human_trial("scott-2021"))
    training_mood = parameter(
        0.9, "1", "relief of depression by unlimited training", (0.45, 1.35), human_trial("bellon-2021")
    )
    # trials in depression find up to three times the effect in others (0.34 SD, bellon-2021), belief included
    training_severity = parameter(
        0.25,
        "1",
        "rise of the relief by further training per SD of severity",
        (0.0, 0.6),
        human_trial("heissel-2023"),
    )
    training_anxiety = parameter(0.4, "1", "relief of anxiety by unlimited training", (0.0, 0.8), assumed)
    training_half = parameter(0.55, "1", "training with half the relief", (0.3, 1.0), human_observation("pearce-2022"))
    practice_mood = parameter(
        0.15, "1", "relief of depression after a course of practice", (0.0, 0.35), human_trial("goyal-2014")
    )
    practice_anxiety = parameter(
        0.3, "1", "relief of anxiety after a course of practice", (0.12, 0.64), human_trial("goyal-2014")
    )
    # the diagnosed have the effect, low spirits without a diagnosis do not (okereke-2021)
    disorder_half = constant(1.0, "1", "episode half of which counts as a disorder for omega-3", assumed)
    disorder_steepness = constant(3.0, "1", "Hill exponent of that", assumed)
    omega3_mood = parameter(0.2, "1", "relief per SD of episode by much omega-3", (0.1, 0.5), human_trial("liao-2019"))
    epa_share = constant(0.6, "1", "EPA in preparations of EPA and DHA that were tried", human_trial("liao-2019"))
    epa_half = parameter(0.6, "g/day", "EPA intake with half the relief", (0.3, 1.0), human_trial("liao-2019"))
    epa_steepness = constant(2.0, "1", "Hill exponent of that: little EPA does nothing", assumed)
    omega3_time = parameter(21.0, "day", "time constant of omega-3 in tissue", (10.0, 40.0), assumed)
    ssri_mood = parameter(
        0.2, "1", "relief per SD of severity at full transporter occupancy", (0.1, 0.24), human_trial("munkholm-2019")
    )
    ssri_anxiety = parameter(
        0.3, "1", "relief per SD of anxiety at full transporter occupancy", (0.15, 0.5), human_trial("slee-2019")
    )
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
    alcohol_mood = parameter(0.15, "1", "depression by unlimited alcohol", (0.0, 0.5), human_observation("boden-2011"))
    alcohol_half = constant(60.0, "g/day", "alcohol with half of that", assumed)
    alcohol_steepness = constant(2.0, "1", "Hill exponent of that: one or two glasses do next to nothing", assumed)
    sugar_mood = parameter(
        0.1, "1", "depression per ln unit of free sugar", (0.0, 0.25), human_observation("knuppel-2017")
    )
    sugar_usual = constant(60.0, "g/day", "free sugar of the reference adult", defined)
    female_anxiety = parameter(
        0.2, "1", "lasting anxiety of women minus that of men, SD", (0.05, 0.35), human_observation("lowe-2008")
    )
    germ_free_calm = parameter(
        0.02, "1", "anxiety missing without microbes", (0.0, 0.2), animal("diaz-heijtz-2011"), animal=1.0
    )
    donor_anxiety = parameter(
        0.03,
        "1",
        "anxiety with the microbes of a depressed donor",
        (0.0, 0.2),
        animal("kelly-2016-transfer"),
        animal=1.0,
    )
    donor_mood = parameter(
        0.03, "1", "depression with the microbes of a depressed donor", (0.0, 0.2), animal("zheng-2016"), animal=1.0
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
    recovery_time = parameter(
        0.5, "h", "time constant with which a stressor fades from the mind", (0.2, 1.5), human_trial("kirschbaum-1993")
    )
    onset_time = constant(5.0, "min", "time constant with which a stressor takes hold", assumed)
    least_stress = constant(0.01, "1", "acute stress that is told from none", defined)
    # on the second day of a series of bad days one is used to them, and on the day after mood is better (bolger-1989)
    hassle_mood = parameter(
        0.15, "1", "fall of mood on a day with one unit of stress more", (0.05, 0.4), human_observation("bolger-1989")
    )
    hassle_anxiety = parameter(
        0.15,
        "1",
        "rise of anxiety on a day with one unit of stress more",
        (0.05, 0.4),
        human_observation("bolger-1989"),
    )
    hassle_time = parameter(4.0, "h", "time constant with which a day's stress is felt", (1.0, 8.0), assumed)
    habituation_time = parameter(
        1.0, "day", "time constant of getting used to daily stress", (0.5, 2.0), human_observation("bolger-1989")
    )
    hangover_mood = parameter(0.3, "1", "fall of mood in a bad hangover", (0.1, 0.6), assumed)
    hangover_half = constant(25.0, "g/day", "alcohol left from the day before with half a hangover", assumed)
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
    # the sleepiness of many short nights levels off within days, what one can do does not (van-dongen-2003)
    accustoming_time = parameter(
        10.0, "day", "time constant of getting used to short nights", (4.0, 21.0), human_trial("van-dongen-2003")
    )
    night_cognition = parameter(
        0.6, "1", "fall of cognition after a night without sleep, at most", (0.2, 1.2), human_trial("lim-2010")
    )
    debt_cognition = parameter(
        0.04, "1/h", "fall of cognition per hour of sleep debt", (0.0, 0.1), human_trial("van-dongen-2003")
    )
    night_attention = parameter(
        0.45, "1", "fall of attention after a night without sleep, at most", (0.1, 0.9), human_trial("lim-2010")
    )
    debt_attention = parameter(
        0.13,
        "1/h",
        "fall of attention per hour of sleep debt",
        (0.07, 0.2),
        human_trial("belenky-2003"),
        spread=0.4,
    )

    # ups and downs from day to day, where days differ (mood of the moment is as far from its mean as people are apart)
    mood_variation = parameter(
        0.45, "1", "SD of mood from day to day that nothing else here brings", (0.25, 0.7), assumed, spread=0.3
    )
    anxiety_variation = parameter(
        0.55,
        "1",
        "SD of anxiety from day to day that nothing else here brings",
        (0.3, 0.8),
        assumed_after("spielberger-1983"),
        spread=0.3,
    )
    swing_time = constant(4.0, "h", "time constant with which mood of a new day comes", assumed)

    # cognition and felt stress
    gut_cognition = parameter(
        0.4, "1", "gain of cognition per relief that the gut gives to mood", (-0.2, 1.2), human_trial("marx-2020")
    )
    impairment_gain = parameter(
        1.5, "1", "rise of that gain per SD of impairment", (0.0, 4.0), human_trial("probiotics-mci-2025")
    )
    germ_free_memory = parameter(
        0.02, "1", "cognition missing without microbes", (0.0, 0.2), animal("gareau-2011"), animal=0.6
    )
    mood_cognition = parameter(0.1, "1", "fall of cognition per SD of depression", (0.0, 0.25), assumed)
    training_cognition = parameter(0.3, "1", "gain of cognition by unlimited training", (0.0, 0.6), assumed)
    load_stress = parameter(0.7, "1", "felt stress per unit of lasting stress", (0.4, 1.0), assumed)
    # felt stress goes with anxiety at 0.68 and with depression at 0.57, and these two with one another
    anxiety_stress = parameter(0.4, "1", "felt stress per SD of anxiety", (0.2, 0.6), human_observation("nordin-2013"))
    mood_stress = parameter(0.2, "1", "felt stress per SD of depression", (0.05, 0.4), human_observation("nordin-2013"))
    # beside what it does by easing loads and anxiety
    practice_stress = parameter(
        0.3, "1", "fall of felt stress after a course of practice", (0.05, 0.6), human_trial("khoury-2015")
    )

    patient_distress = constant(4.0, "1", "depression plus anxiety of a depressed patient, in SD", assumed)
