"""What is known of immune signals: every number of their equations."""

from gutbrain.model import (
    animal,
    assumed,
    assumed_after,
    constant,
    defined,
    human_observation,
    human_trial,
    in_vitro,
    parameter,
)


class ImmunityParameters:
    """Parameters and constants of immune signals, in the order of their equations."""

    usual_age = constant(40.0, "year", "age of the reference adult", defined)
    usual_bmi = constant(24.0, "kg/m**2", "body mass index of the reference adult", defined)
    usual_debt = constant(1.0, "h", "sleep debt of the reference adult", defined)
    usual_alcohol = constant(5.0, "g/day", "alcohol of the reference adult", defined)
    usual_polyphenols = constant(900.0, "mg/day", "polyphenols of the reference adult", defined)
    usual_fermented = constant(0.5, "serving/day", "live fermented food of the reference adult", defined)

    # answer to endotoxin

    endotoxin_clearance = parameter(
        3.4, "1/h", "clearance of injected endotoxin", (2.2, 5.5), human_trial("windoloski-2023")
    )
    endotoxin_half = parameter(
        9.0,
        "ng/kg",
        "endotoxin in blood at half of the receptors' greatest signal",
        (8.0, 28.0),
        human_trial("dillingh-2014"),
        animal=3600.0,
    )
    activation_rate = parameter(
        5.25,
        "1/h",
        "each of three stages of activation (receptor, transcription, secretion of TNF)",
        (4.0, 6.2),
        human_trial("janum-2016"),
    )
    amplification = parameter(
        0.38,
        "mL/pg",
        "relative rise of the answer of leucocytes per TNF in plasma",
        (0.25, 0.8),
        human_trial("windoloski-2023"),
    )
    amplification_half = parameter(
        500.0, "pg/mL", "TNF of half the greatest amplification", (250.0, 850.0), human_trial("windoloski-2023")
    )
    late_rate = parameter(
        3.4, "1/h", "each of four further stages before IL-6 is secreted", (2.2, 4.4), human_trial("janum-2016")
    )
    responsiveness = parameter(
        1.0, "1", "activation of a person against that of others", (0.95, 1.05), human_trial("janum-2016"), spread=0.1
    )
    female_response = parameter(
        0.4, "1", "ln activation of women minus that of men", (0.05, 0.6), human_trial("engler-2016")
    )
    male_il10 = parameter(
        0.5, "1", "ln IL-10 per activation of men minus that of women", (0.3, 0.9), human_trial("engler-2016")
    )
    tnf_secretion = parameter(
        2300.0, "pg/mL/h", "TNF from full activation", (1400.0, 3500.0), human_trial("janum-2016"), spread=0.27
    )
    tnf_clearance = parameter(0.9, "1/h", "clearance of TNF", (0.8, 2.8), human_trial("janum-2016"))
    receptor_binding = parameter(
        0.18, "1/h", "binding of TNF to soluble receptors", (0.1, 0.6), human_trial("janum-2016")
    )
    receptor_release = parameter(
        0.25,
        "1/h",
        "release from them: half-life of TNF in people with many of 2.5 to 6 h",
        (0.12, 0.4),
        human_observation("aderka-1998"),
    )
    il6_secretion = parameter(
        15500.0, "pg/mL/h", "IL-6 from full activation", (9000.0, 24000.0), human_trial("janum-2016"), spread=0.33
    )
    il6_clearance = parameter(1.45, "1/h", "clearance of IL-6", (0.66, 1.6), human_trial("janum-2016"))
    tnf_help = parameter(
        115.0,
        "pg/mL",
        "TNF with which cells secrete half of their IL-6",
        (30.0, 270.0),
        human_trial("windoloski-2023"),
    )
    il10_secretion = parameter(
        34.0, "pg/mL/h", "IL-10 from full activation", (16.0, 62.0), human_trial("janum-2016"), spread=0.35
    )
    il10_power = parameter(
        0.75, "1", "IL-10 grows with this power of its programme", (0.4, 1.0), human_trial("janum-2016")
    )
    il10_clearance = parameter(1.2, "1/h", "clearance of IL-10", (0.7, 2.0), human_trial("janum-2016"))
    resolution_rate = parameter(
        4.4, "1/h", "delay of IL-10 behind the later programme", (1.5, 6.0), human_trial("janum-2016")
    )
    il10_brake = parameter(
        44.0, "pg/mL", "IL-10 that halves the secretion of TNF and IL-6", (17.0, 150.0), human_trial("windoloski-2023")
    )
    brake_steepness = parameter(4.4, "1", "Hill exponent of that brake", (2.0, 6.0), human_trial("windoloski-2023"))
    tolerance_gain = parameter(
        13.0,
        "1/h",
        "growth of tolerance with the activation of the last hours",
        (6.0, 30.0),
        human_trial("draisma-2009"),
    )
    tolerance_memory = parameter(8.0, "h", "delay of tolerance", (4.0, 12.0), assumed)
    tolerance_loss = parameter(5.0, "day", "time in which tolerance fades", (1.0, 10.0), human_trial("draisma-2009"))

    # cortisol, vagus

    steroid_suppression = parameter(
        0.85,
        "1",
        "share of stimulated TNF that glucocorticoids suppress at most",
        (0.5, 1.0),
        in_vitro("waage-1988"),
    )
    steroid_half = parameter(
        3.3, "1", "glucocorticoid effect, against the daily mean, of half that suppression", (3.0, 12.0), assumed
    )
    steroid_il10 = parameter(
        14.5,
        "1",
        "relative rise of secreted IL-10 at full glucocorticoid effect",
        (8.0, 50.0),
        human_trial("vanderpoll-1996"),
    )
    steroid_il6 = parameter(
        0.16,
        "1",
        "exponent with which stimulated IL-6 follows the restraint of TNF by glucocorticoids",
        (0.1, 1.0),
        human_trial("dekruif-2007"),
    )
    steroid_steepness = constant(2.0, "1", "Hill exponent of what glucocorticoids do to TNF and IL-10", assumed)
    steroid_priming = parameter(
        0.3, "1", "exponent with which yesterday's cortisol raises today's IL-6", (0.0, 0.6), human_trial("barber-1993")
    )
    priming_delay = parameter(24.0, "h", "delay of priming by cortisol", (12.0, 72.0), human_trial("barber-1993"))
    least_priming = constant(0.05, "1", "priming that is left without any cortisol", assumed)
    vagal_reflex = parameter(
        0.05, "1", "fall of ln secreted TNF per unit of vagal tone", (0.0, 0.3), animal("borovikova-2000"), animal=1.0
    )

    # low-grade inflammation

    resting_il6 = parameter(
        0.79, "pg/mL", "IL-6 of a healthy adult", (0.6, 1.05), human_observation("thriene-2025"), spread=0.42
    )
    reference_il6 = constant(
        0.79, "pg/mL", "IL-6 of the reference adult, zero of chronic inflammation", human_observation("thriene-2025")
    )
    # 2.6 % an hour from 08:00 to 19:00 in 4252 men (sartini-2017); the time of the peak is disputed
    daily_il6 = parameter(
        0.18, "1", "swing of resting IL-6 over the day, relative", (0.05, 0.4), human_observation("nilsonne-2016")
    )
    daily_il6_peak = parameter(
        21.0, "h", "clock hour at which resting IL-6 peaks", (17.0, 26.0), assumed_after("nilsonne-2016")
    )
    read_at = constant(8.0, "h", "clock hour at which observables with a daily rhythm are read", defined)
    resting_tnf = parameter(
        1.1, "pg/mL", "TNF of a healthy adult", (0.86, 1.4), human_observation("janum-2016"), spread=0.2
    )
    resting_il10 = parameter(
        0.3, "pg/mL", "IL-10 of a healthy adult", (0.2, 0.4), human_observation("janum-2016"), spread=0.35
    )
    microbial_share = parameter(
        0.02,
        "1",
        "share of resting and acute activity of innate immunity that is lost without microbes",
        (0.0, 0.1),
        human_trial("lankelma-2017"),
        animal=0.5,
    )
    unalert_il10 = parameter(
        0.5,
        "1",
        "exponent with which stimulated IL-10 rises as that activity falls",
        (0.0, 2.0),
        animal("souza-2004"),
        animal=2.0,
    )
    least_alertness = constant(0.05, "1", "activity of innate immunity that nothing takes away", assumed)
    age_il6 = parameter(0.01, "1/year", "rise of ln IL-6 with age", (0.004, 0.017), human_observation("said-2021"))
    bmi_il6 = parameter(
        0.025, "m**2/kg", "rise of ln IL-6 with body mass index", (0.01, 0.045), human_observation("thriene-2025")
    )
    stress_il6 = parameter(
        0.06, "1", "rise of ln IL-6 per unit of lasting stress", (0.0, 0.15), human_observation("kiecolt-glaser-2003")
    )
    distress_il6 = parameter(
        0.08,
        "1",
        "rise of ln IL-6 at a depressed patient's distress",
        (0.0, 0.2),
        human_trial("kohler-2018"),
    )
    alcohol_il6 = parameter(
        0.4, "1", "rise of ln IL-6 at endless drinking", (0.1, 0.8), human_observation("moura-2022")
    )
    alcohol_half = parameter(
        80.0, "g/day", "alcohol above the usual of half that rise", (50.0, 120.0), human_observation("imhof-2001")
    )
    alcohol_steepness = constant(3.0, "1", "Hill exponent: one to three drinks do nothing", human_trial("brien-2011"))
    debt_delay = parameter(
        3.0, "day", "time over which owed sleep is averaged", (2.0, 5.0), assumed_after("vgontzas-2004")
    )
    debt_il6 = parameter(
        0.45, "pg/mL", "rise of IL-6 under endless sleep debt", (0.0, 1.0), human_trial("vgontzas-2004")
    )
    least_il6 = constant(0.2, "1", "share of resting IL-6 that no long sleep takes away", assumed)
    debt_half = parameter(10.0, "h", "sleep debt of half that rise", (4.0, 30.0), assumed)
    training_il6 = parameter(
        0.35, "1", "fall of ln IL-6 from no to endless training", (0.1, 0.7), human_trial("fedewa-2017")
    )
    lps_il6 = parameter(0.2, "1", "rise of ln IL-6 with ln endotoxin from the gut", (0.0, 0.4), assumed)
    lps_floor = constant(0.3, "1", "other microbial signals than endotoxin from the gut, as endotoxin", assumed)
    bowel_il6 = parameter(0.1, "1", "rise of ln IL-6 per unit of gut inflammation", (0.0, 0.3), assumed)
    regulation_il6 = parameter(0.5, "1", "fall of ln IL-6 with ln regulation", (0.1, 1.0), assumed)
    regulation_il10 = parameter(0.5, "1", "rise of ln resting IL-10 with ln regulation", (0.1, 1.0), assumed)
    regulation_acute = parameter(0.3, "1", "fall of ln activation by endotoxin with ln regulation", (0.0, 0.8), assumed)
    polyphenols_il6 = parameter(
        0.1,
        "1",
        "fall of ln IL-6 with ln polyphenols (above an offset)",
        (0.0, 0.25),
        human_trial("schwingshackl-2014"),
    )
    polyphenol_offset = constant(500.0, "mg/day", "softens the effect of the first polyphenols", assumed)
    fermented_damping = parameter(
        0.1,
        "1",
        "fall of ln IL-10 and ln IL-6 with ln fermented food (above a serving)",
        (-0.02, 0.22),
        human_trial("wastyk-2021"),
    )
    # before against after, without a control group: less than what was printed
    ssri_damping = parameter(
        0.17,
        "1",
        "fall of ln resting IL-6 and IL-10 at full occupancy by an SSRI",
        (0.0, 0.4),
        human_trial("kohler-2018"),
    )
    # cytokines fell over the weeks of a diet or a drug; how fast was not looked at
    damping_time = constant(10.0, "day", "time in which fermented food or SSRIs come to act on immune cells", assumed)
    fermented_offset = constant(1.0, "serving/day", "softens the effect of the first serving", assumed)
    omega3_il6 = parameter(
        0.2, "1", "fall of ln resting IL-6 at endless n-3 fatty acids", (0.0, 0.4), human_trial("kiecolt-glaser-2011")
    )
    omega3_acute = parameter(
        0.28,
        "1",
        "share of stimulated IL-6 lost at endless n-3 fatty acids",
        (0.05, 0.5),
        human_trial("kiecolt-glaser-2011"),
    )
    omega3_half = constant(2.5, "g/day", "n-3 fatty acids with half the greatest effect", assumed)
    acute_rate = constant(0.67, "1/h", "rate at which blood cells answer to acute stress and calm down", assumed)
    acute_il6 = parameter(
        4.2,
        "1",
        "relative rise of IL-6 release per unit of stressed blood cells",
        (1.5, 7.0),
        human_trial("marsland-2017"),
    )
    acute_il10 = parameter(
        1.5,
        "1",
        "relative rise of IL-10 release while acute stress lasts",
        (0.5, 4.0),
        human_trial("marsland-2017"),
    )
    acute_tnf = parameter(
        0.35,
        "1",
        "relative rise of TNF release while acute stress lasts",
        (0.1, 0.8),
        human_trial("marsland-2017"),
    )
    muscle_il6 = parameter(
        32.0,
        "pg/mL/h",
        "greatest IL-6 that muscles release in hard exercise, after long work",
        (15.0, 70.0),
        human_trial("ostrowski-1998"),
        spread=0.4,
    )
    long_work = parameter(
        2.0, "h", "hard exercise after which muscles release half of that", (1.2, 4.0), human_trial("wallberg-2011")
    )
    muscle_steepness = constant(2.0, "1", "Hill exponent of the hours", human_trial("fischer-2006"))
    muscle_recovery = parameter(12.0, "h", "time in which muscles recover", (6.0, 36.0), assumed)
    hard_effort = constant(0.7, "1", "intensity of hard exercise, as share of the greatest oxygen uptake", assumed)
    effort_steepness = parameter(3.0, "1", "exponent of intensity", (1.5, 6.0), assumed)
    tnf_follows = parameter(
        0.3, "1", "rise of ln TNF with ln IL-6 at rest", (0.1, 0.5), human_observation("osimo-2020")
    )
    training_tnf = parameter(
        0.25, "1", "further fall of ln TNF from no to endless training", (0.05, 0.45), human_trial("wang-2023")
    )

    # regulation

    regulation_time = parameter(
        17.0, "day", "time in which regulation comes and goes", (14.0, 60.0), human_trial("haghikia-2016")
    )
    propionate_regulation = parameter(
        0.7, "1", "share of regulation that hangs on propionate", (0.0, 1.0), human_trial("haghikia-2016"), animal=0.5
    )
    probiotic_regulation = parameter(
        0.12, "1", "rise of regulation per unit of probiotic drive", (0.0, 0.3), human_trial("milajerdi-2020")
    )

    least_regulation = constant(0.1, "1", "regulation that nothing gets below", assumed)

    # C-reactive protein

    resting_crp = parameter(
        0.55, "mg/L", "CRP of a healthy adult", (0.4, 0.9), human_observation("pieroni-2003"), spread=0.8
    )
    liver_lag = parameter(12.0, "h", "delay of the liver behind IL-6", (6.0, 16.0), human_trial("engler-2023"))
    crp_loss = constant(
        0.0365, "1/h", "clearance of CRP: half-life of 19 h, whatever the level", human_observation("vigushin-1993")
    )
    fat_crp_women = parameter(
        0.161,
        "m**2/kg",
        "rise of ln CRP with body mass index in women, besides IL-6",
        (0.11, 0.21),
        human_observation("pieroni-2003"),
    )
    fat_crp_men = parameter(
        0.067,
        "m**2/kg",
        "rise of ln CRP with body mass index in men, besides IL-6",
        (0.02, 0.12),
        human_observation("pieroni-2003"),
    )
    greatest_bmi = constant(45.0, "kg/m**2", "body mass index beyond which fat counts no more", assumed)
    female_crp = parameter(
        0.28, "1", "ln CRP of women minus that of men", (0.0, 0.5), human_observation("pieroni-2003")
    )
    training_crp = parameter(
        0.8, "1", "further fall of ln CRP from no to endless training", (0.3, 1.4), human_trial("fedewa-2017")
    )
    strain_crp = parameter(
        0.3, "1", "relative rise of CRP per unit of slow sleep strain", (0.05, 1.5), human_trial("vanleeuwen-2009")
    )
    misalignment_crp = parameter(
        0.25, "1", "relative rise of CRP per unit of circadian strain", (0.0, 0.4), human_trial("leproult-2014")
    )
    fibre_crp = parameter(
        0.4, "1", "fall of ln CRP from the reference to endless fibre", (0.0, 1.0), human_trial("jiao-2015")
    )

    # drugs and laboratory

    injected_il6 = parameter(
        200.0,
        "pg*kg/mL/ug",
        "IL-6 in plasma per amount absorbed from the skin",
        (80.0, 400.0),
        human_trial("tsigos-1997"),
    )
    skin_absorption = parameter(0.5, "1/h", "absorption of IL-6 from the skin", (0.3, 1.0), human_trial("tsigos-1997"))
    il6_il10 = parameter(
        3.0, "1", "greatest relative rise of IL-10 by IL-6 alone", (1.0, 6.0), human_trial("steensberg-2003")
    )
    il6_il10_half = constant(140.0, "pg/mL", "IL-6 of half that rise", human_trial("steensberg-2003"))
    antibody_loss = constant(0.0032, "1/h", "loss of the antibody: half-life of 9 days", assumed)
    antibody_half = parameter(0.5, "mg/kg", "antibody in the body that binds half of TNF", (0.1, 1.5), assumed)
    antibody_il6 = parameter(
        0.6, "1", "share of ln IL-6 off its reference that hangs on TNF", (0.3, 0.9), human_trial("raison-2013")
    )
    minocycline_il6 = parameter(
        0.3,
        "1",
        "share of ln IL-6 off its reference that minocycline takes away",
        (0.0, 0.6),
        human_trial("nettis-2021"),
    )
    cox_il6 = parameter(
        0.15, "1", "share of ln IL-6 off its reference that a full dose of an NSAID takes away", (0.0, 0.4), assumed
    )
    interferon_dose = constant(3.0, "MIU/week", "scale on which interferon-alpha is felt", assumed)
    interferon_il6 = parameter(
        0.12, "1", "rise of ln IL-6 with ln interferon-alpha", (0.03, 0.25), human_observation("capuron-2002")
    )
    interferon_ido = parameter(
        0.25, "1", "rise of IDO activity with ln interferon-alpha", (0.1, 0.5), human_observation("capuron-2002")
    )
    interferon_sickness = parameter(
        2.0, "1", "interferon-alpha felt as ln cytokines", (1.0, 3.5), human_trial("capuron-2002")
    )

    # what cytokines do

    resting_sickness = parameter(
        5.8, "point", "sickness score at rest", (4.0, 7.0), human_trial("sicknessq-2017"), spread=0.25
    )
    tnf_felt = parameter(
        0.85, "1", "share of TNF, against IL-6, in what the body feels", (0.4, 0.95), human_trial("karshikoff-2015")
    )
    sickness_half = parameter(
        7.2,
        "1",
        "ln cytokines (TNF plus IL-6) of half the greatest sickness",
        (6.0, 11.0),
        human_trial("sicknessq-2017"),
    )
    sickness_steepness = parameter(2.1, "1", "Hill exponent of sickness", (1.3, 3.0), human_trial("sicknessq-2017"))
    sickness_rate = parameter(
        6.4, "1/h", "rate at which sickness follows cytokines", (1.7, 8.0), human_trial("karshikoff-2015")
    )
    greatest_sickness = constant(30.0, "point", "upper end of the sickness score", human_observation("sicknessq-2017"))
    brain_time = parameter(
        21.0, "day", "time over which the brain averages inflammation", (10.0, 42.0), human_trial("capuron-2002")
    )
    ido_gain = parameter(
        0.095, "1", "rise of IDO activity per ln cytokines (TNF plus IL-6)", (0.04, 0.15), human_trial("padberg-2012")
    )
    ido_delay = parameter(
        4.0, "h", "delay of the message of IDO behind cytokines", (2.0, 7.0), human_trial("padberg-2012")
    )
    least_ido = constant(0.1, "1", "IDO activity that nothing gets below", assumed)
