"""Questionnaires and interviews: the scores to expect from the state of mind, without the noise of measuring."""

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
    named,
    output,
    parameter,
    signal,
    state,
    trait,
)
from gutbrain.model.maths import exp, log, maximum, minimum, positive, saturation


class Scales(Module):
    """Each scale: the curve of its items at the state of mind, less what belief and contact take off.

    A sum of items is no straight line of severity: hardly an item applies to the well (a floor, and a skewed
    population), all apply to the worst; between them it is steepest, where patients are. With the score of the middle
    and one slope a scale holds mean, spread and tail of the general population and the scores of patients at once.

    Three things lower scores without any treatment, and each has its place. The natural course is the mind's own (an
    episode closes). Belief in being treated takes as much off what people say of themselves as off what a clinician
    sees (placebo against nothing: a third of an SD of patients). Being seen and rated again and again in a trial takes
    off more, most on a clinician's scale (the rest of the fall of placebo arms); both arms have that alike, and a
    waiting list hardly. Belief and contact come within weeks, first order (Posternak and Zimmerman 2005), never enter
    biology, and do nothing where there are no symptoms.

    How much belief and visits do differs widely between people, most of whom move little and some from ill to well.
    How people answer differs as well: the neurotic say more of the same state on every questionnaire of mood and
    stress, whatever an interviewer sees. So questionnaires go together more than states do, and with interviews less.

    Pitfalls: scores of the healthy are skewed, so their mean is above the score of the middle; HAM-D17 and MADRS
    have no healthy spread of their own and go through the QIDS; regression to the mean belongs to screening, not
    here, and what trials print holds some of it; a scale's points are worth more SD at its ends than where it is
    steep. Scales that ask about now read the momentary state; those that ask about weeks read the lasting one, but
    part of their items (mood, interest, tension) are coloured by the moment, and others (sleep, weight) not.
    """

    title = "scales"

    depression_level = signal("1", rest=0.0, claim="scales-measure-depression")
    anxiety_level = signal("1", rest=0.0, claim="scales-measure-anxiety")
    depression = signal("z", rest=0.0, claim="scales-measure-depression")
    anxiety = signal("z", rest=0.0, claim="scales-measure-anxiety")
    perceived_stress = signal("z", rest=0.0, claim="scales-measure-stress")
    sleep_disturbance = signal("1", rest=0.0, claim="scales-measure-sleep")
    vulnerability = trait("1", rest=0.0)
    expectation = exposure("1", claim="expectation-lowers-scores")
    contact = exposure("1", claim="contact-lowers-scores")

    expectation_time = parameter(
        16.0, "day", "time constant of the response to placebo", (15.0, 17.0), human_trial("posternak-2005")
    )
    # some on placebo fall by 18 points of the HAM-D in eight weeks and some by 3 (class means): from hardly any to all
    # symptoms, so that scores lie further apart at the end than at the start (SD 5 to 6 and 8 to 10)
    openness = parameter(
        1.0,
        "1",
        "how much belief and visits do to this person",
        None,
        human_trial("zilcha-mano-2021"),
        spread=1.25,
    )
    # ratings of oneself and of a clinician are often discordant, by neuroticism above all; the size is that which the
    # correlation of the two HADS subscales needs beyond that of the traits (crawford-2001)
    reporting = parameter(
        1.0,
        "1",
        "how much this person makes of the own state on questionnaires (the middle is so by definition)",
        (0.99, 1.01),
        assumed_after("enns-2000"),
        spread=0.4,
    )
    # pills against nothing 0.1 to 0.4 SD, all placebos 0.36 (hrobjartsson-2004, faltinsen-2022, fernandez-lopez-2022)
    belief_relief = parameter(
        0.2,
        "1",
        "fall of symptoms by belief in a blinded trial in the middle person, in SD",
        (0.06, 0.4),
        human_trial("hrobjartsson-2004"),
    )
    # what is left of the fall of placebo arms (0.67 and 1.85 SD) after belief and a waiting list's course
    contact_self_rated = parameter(
        0.1, "1", "fall of self-rated symptoms by the visits of a trial, in SD", (0.0, 0.4), human_trial("rief-2009")
    )
    contact_clinician_rated = parameter(
        0.45,
        "1",
        "fall of clinician-rated symptoms by the visits of a trial, in SD",
        (0.2, 0.9),
        human_trial("posternak-2007"),
    )
    contact_stress_rated = parameter(
        0.4, "1", "fall of felt stress by the visits of a trial, in SD", (0.0, 0.9), human_trial("onning-2023")
    )
    momentary_share = parameter(
        0.5, "1", "share of items about weeks that the moment colours", (0.2, 0.8), assumed_after("reichenberg-2001")
    )
    recall = parameter(
        15.0,
        "day",
        "mean age of what a question about the last month covers",
        (10.0, 20.0),
        human_observation("cohen-2012"),
    )

    belief_scale = constant(3.0, "1", "makes belief in a blinded arm (expectation 0.5), which saturates, 1", defined)

    # score of the middle of the general population, and how steeply it rises: mean, spread and shares above cut-offs of
    # the general population and the mean of patients follow from the two (the sources have the former); where norms
    # of countries differ, between them: HADS 3.7/6.1 in Britain and 4.75/4.7 in Germany, PSS-10 12.6 to 15.8
    bdi2_middle = constant(6.2, "point", "BDI-II", human_observation("whisman-2015"))
    bdi2_rise = constant(0.85, "1", "BDI-II", human_observation("whisman-2015"))
    qids_middle = constant(2.6, "point", "QIDS, on the way to HAM-D17 and MADRS", assumed)
    qids_rise = constant(1.0, "1", "QIDS, on the way to HAM-D17 and MADRS", assumed)
    phq9_middle = constant(1.75, "point", "PHQ-9", human_observation("kocalevent-2013"))
    phq9_rise = constant(1.18, "1", "PHQ-9", human_observation("kocalevent-2013"))
    hads_d_middle = constant(3.3, "point", "HADS depression", human_observation("hinz-2011"))
    hads_d_rise = constant(0.87, "1", "HADS depression", human_observation("hinz-2011"))
    ces_d_middle = constant(7.3, "point", "CES-D", human_observation("radloff-1977"))
    ces_d_rise = constant(0.7, "1", "CES-D", human_observation("radloff-1977"))
    stai_middle = constant(34.0, "point", "STAI, state and trait", human_observation("spielberger-1983"))
    stai_rise = constant(0.75, "1", "STAI, state and trait", human_observation("spielberger-1983"))
    gad7_middle = constant(1.85, "point", "GAD-7", human_observation("lowe-2008"))
    gad7_rise = constant(1.2, "1", "GAD-7", human_observation("lowe-2008"))
    hads_a_middle = constant(4.1, "point", "HADS anxiety", human_observation("hinz-2011"))
    hads_a_rise = constant(0.93, "1", "HADS anxiety", human_observation("hinz-2011"))
    ham_a_middle = constant(4.7, "point", "HAM-A", assumed)
    ham_a_rise = constant(0.78, "1", "HAM-A", assumed)
    dass21_depression_middle = constant(1.8, "point", "DASS-21 depression", human_observation("henry-2005"))
    dass21_depression_rise = constant(1.15, "1", "DASS-21 depression", human_observation("henry-2005"))
    dass21_anxiety_middle = constant(1.1, "point", "DASS-21 anxiety", human_observation("henry-2005"))
    dass21_anxiety_rise = constant(1.15, "1", "DASS-21 anxiety", human_observation("henry-2005"))
    dass21_stress_middle = constant(3.5, "point", "DASS-21 stress", human_observation("henry-2005"))
    dass21_stress_rise = constant(1.05, "1", "DASS-21 stress", human_observation("henry-2005"))
    pss10_middle = constant(13.0, "point", "PSS-10", human_observation("cohen-2012"))
    pss10_rise = constant(0.7, "1", "PSS-10", human_observation("cohen-2012"))
    leids_r_middle = constant(33.0, "point", "LEIDS-R", assumed)
    leids_r_rise = constant(0.65, "1", "LEIDS-R", assumed)
    psqi_middle = constant(3.9, "point", "PSQI", human_observation("hinz-2017"))
    psqi_rise = constant(0.9, "1", "PSQI", human_observation("hinz-2017"))
    poms_tmd_middle = constant(12.0, "point", "POMS total mood disturbance", human_observation("nyenhuis-1999"))
    poms_tmd_rise = constant(0.75, "1", "POMS total mood disturbance", human_observation("nyenhuis-1999"))

    # from the QIDS to the Hamilton scale in straight pieces through 0:0, 5:7, 10:13, 15:18.5, 20:25, 27:44 (36 to 52)
    hamd17_slope = constant(1.4, "1", "points of HAM-D17 for each of the QIDS", human_observation("ids-qids"))
    qids_mild = constant(5.0, "point", "QIDS of the first bend", human_observation("ids-qids"))
    mild_bend = constant(0.2, "1", "fall of that slope there", human_observation("ids-qids"))
    qids_moderate = constant(10.0, "point", "QIDS of the second bend", human_observation("ids-qids"))
    moderate_bend = constant(0.1, "1", "fall of the slope there", human_observation("ids-qids"))
    qids_severe = constant(15.0, "point", "QIDS of the third bend", human_observation("ids-qids"))
    severe_bend = constant(0.2, "1", "rise of the slope there", human_observation("ids-qids"))
    qids_worst = constant(20.0, "point", "QIDS of the last bend", human_observation("ids-qids"))
    worst_bend = constant(19 / 7 - 1.3, "1", "rise of the slope there", human_observation("ids-qids"))
    madrs_per_hamd17 = constant(1.25, "1", "points of MADRS for each of HAM-D17", assumed)
    greatest_madrs = constant(60.0, "point", "upper end of the MADRS", defined)
    mood_per_vulnerability = constant(4.0, "1", "SD of mood that count as one of vulnerability in the LEIDS-R", assumed)
    mood_share = constant(0.55, "1", "weight of depression, and of anxiety, in total mood disturbance", assumed)

    middle, rise = named("{}_middle"), named("{}_rise")

    # expectation, and what a month leaves in memory

    @state("1", "belief in being treated at work, 1 = plateau of a blinded arm", start=0.0, internal=True)
    def placebo_response(v):
        # an open arm (1) gives half as much again as a blinded one: 0.2 SD more on a self-rated scale
        belief = (1 - v.settling) * v.belief_scale * saturation(v.expectation, 1.0)
        return change(gain=belief / v.expectation_time, loss=1 / v.expectation_time)

    @state("1", "effect of being seen and rated, 1 = plateau of weekly visits", start=0.0, internal=True)
    def contact_response(v):
        seen = (1 - v.settling) * v.contact
        return change(gain=seen / v.expectation_time, loss=1 / v.expectation_time)

    @intermediate("1", "what belief and visits take off self-rated symptoms, in SD, where there are many")
    def self_rated(v):
        return v.openness * (v.belief_relief * v.placebo_response + v.contact_self_rated * v.contact_response)

    @intermediate("1", "the same of clinician-rated symptoms")
    def clinician_rated(v):
        return v.openness * (v.belief_relief * v.placebo_response + v.contact_clinician_rated * v.contact_response)

    @intermediate("1", "the same of felt stress")
    def stress_rated(v):
        return v.openness * (v.belief_relief * v.placebo_response + v.contact_stress_rated * v.contact_response)

    @intermediate("1", "depression as questions about the last weeks find it, coloured by the moment")
    def asked_depression(v):
        return v.depression_level + v.momentary_share * (v.depression - v.depression_level)

    @intermediate("1", "anxiety as questions about the last weeks find it, coloured by the moment")
    def asked_anxiety(v):
        return v.anxiety_level + v.momentary_share * (v.anxiety - v.anxiety_level)

    @state("z", "felt stress over the last month", start=0.0, internal=True)
    def recalled_stress(v):
        return change(gain=v.perceived_stress / v.recall, loss=1 / v.recall)

    @state("1", "disturbance of sleep over the last month", start=0.0, internal=True)
    def recalled_sleep(v):
        return change(gain=v.sleep_disturbance / v.recall, loss=1 / v.recall)

    @intermediate("1", "what the person's way of answering adds to the state of mind, in SD")
    def style(v):
        return log(v.reporting)

    # depression

    @output("point", "Beck Depression Inventory II")
    def bdi2(v):
        return score(v, "bdi2", told(v, v.asked_depression, v.self_rated), 0, 63)

    @intermediate("point", "severity that an interviewer sees, in points of the QIDS")
    def interview_severity(v):
        return score(v, "qids", relieved(v.asked_depression, v.clinician_rated), 0, 27)

    @output("point", "Hamilton Depression Rating Scale, 17 items")
    def hamd17(v):
        qids = v.interview_severity
        mild = v.hamd17_slope * qids - v.mild_bend * positive(qids - v.qids_mild)
        moderate = mild - v.moderate_bend * positive(qids - v.qids_moderate)
        severe = moderate + v.severe_bend * positive(qids - v.qids_severe)
        return severe + v.worst_bend * positive(qids - v.qids_worst)

    @output("point", "Montgomery-Asberg Depression Rating Scale")
    def madrs(v):
        return minimum(v.madrs_per_hamd17 * v.hamd17, v.greatest_madrs)

    @output("point", "Patient Health Questionnaire 9")
    def phq9(v):
        return score(v, "phq9", told(v, v.asked_depression, v.self_rated), 0, 27)

    @output("point", "Hospital Anxiety and Depression Scale, depression")
    def hads_d(v):
        return score(v, "hads_d", told(v, v.asked_depression, v.self_rated), 0, 21)

    @output("point", "Center for Epidemiologic Studies Depression Scale")
    def ces_d(v):
        return score(v, "ces_d", told(v, v.asked_depression, v.self_rated), 0, 60)

    @output("point", "Depression Anxiety Stress Scales 21, depression (raw sum)")
    def dass21_depression(v):
        severity = told(v, v.asked_depression, v.self_rated)
        return score(v, "dass21_depression", severity, 0, 21)

    # anxiety

    @output("point", "State-Trait Anxiety Inventory, state")
    def stai_s(v):
        return score(v, "stai", told(v, v.anxiety, v.self_rated), 20, 80)

    @output("point", "State-Trait Anxiety Inventory, trait")
    def stai_t(v):
        return score(v, "stai", told(v, v.anxiety_level, v.self_rated), 20, 80)

    @output("point", "Generalised Anxiety Disorder 7")
    def gad7(v):
        return score(v, "gad7", told(v, v.asked_anxiety, v.self_rated), 0, 21)

    @output("point", "Hospital Anxiety and Depression Scale, anxiety")
    def hads_a(v):
        return score(v, "hads_a", told(v, v.asked_anxiety, v.self_rated), 0, 21)

    @output("point", "Hamilton Anxiety Rating Scale")
    def ham_a(v):
        return score(v, "ham_a", relieved(v.asked_anxiety, v.clinician_rated), 0, 56)

    @output("point", "Depression Anxiety Stress Scales 21, anxiety (raw sum)")
    def dass21_anxiety(v):
        return score(v, "dass21_anxiety", told(v, v.asked_anxiety, v.self_rated), 0, 21)

    # stress, reactivity, sleep, mood as a whole

    @output("point", "Depression Anxiety Stress Scales 21, stress (raw sum)")
    def dass21_stress(v):
        return score(v, "dass21_stress", told(v, v.perceived_stress, v.stress_rated), 0, 21)

    @output("point", "Perceived Stress Scale, 10 items, over the last month")
    def pss10(v):
        return score(v, "pss10", told(v, v.recalled_stress, v.stress_rated), 0, 40)

    @output("point", "Leiden Index of Depression Sensitivity, revised: a trait, hardly moved by mood")
    def leids_r(v):
        reactivity = v.vulnerability + (v.depression_level + v.anxiety_level) / v.mood_per_vulnerability
        return score(v, "leids_r", told(v, reactivity, v.self_rated), 0, 136)

    @output("point", "Pittsburgh Sleep Quality Index, over the last month")
    def psqi(v):
        return score(v, "psqi", relieved(v.recalled_sleep, v.self_rated), 0, 21)

    @output("point", "Profile of Mood States, total mood disturbance")
    def poms_tmd(v):
        disturbance = v.mood_share * (v.depression + v.anxiety)
        return score(v, "poms_tmd", told(v, disturbance, v.self_rated), -32, 200)


def relieved(severity, effect):
    """Severity less what belief and visits take off: nearly all of ``effect`` from clear symptoms, nothing from none.

    Never more than the symptoms, and always less left of a milder state than of a worse one.
    """
    symptoms = positive(severity)
    most = maximum(effect, 1e-6)
    return severity - most * (1 - exp(-symptoms / most))


def told(v, severity, effect):
    """What people say of their own state: what is :func:`relieved`, in their own way of answering."""
    return relieved(severity, effect) + v.style


def score(v, scale, severity, low, high):
    """Score to expect on a scale from ``low`` to ``high``: few items apply to the well, all of them to the worst.

    The characteristic curve of a test in item-response theory, so a step of severity is worth more points in patients.
    """
    odds = (high - v.middle[scale]) / (v.middle[scale] - low)
    return low + (high - low) / (1 + odds * exp(-v.rise[scale] * severity))
