"""Serotonin of gut, platelets and brain, the tryptophan-kynurenine pathway, and GABA of the brain."""

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
from gutbrain.model.maths import exp, hill, log, maximum, positive, saturation


class Neurotransmitters(Module):
    """Tryptophan on its three ways (protein, kynurenine, serotonin), serotonin in three places, and brain GABA.

    Published models: the serotonin terminal (Best, Nijhout and Reed 2010), of which only the steady state matters here;
    platelet serotonin from gut production and uptake (Janusonis 2008); tryptophan and kynurenine under cortisol
    (Dalvi-Garcia 2021). Pitfalls: blood serotonin does not enter the brain, so the gut acts on brain serotonin through
    tryptophan alone; platelets are a read-out; the kynurenine/tryptophan ratio is contested in depression; all that
    microbes do to brain serotonin and GABA is known from animals only.
    """

    title = "neurotransmitters"

    scfa_supply = signal("1", rest=1.0, claim="scfa-raise-colon-serotonin")
    microbial_presence = signal("1", rest=1.0, claim="microbes-raise-colon-serotonin")
    psychobiotic_drive = signal("1", rest=0.0, claim="psychobiotics-raise-blood-serotonin")
    ido_activity = signal("1", rest=1.0, claim="inflammation-turns-tryptophan-into-kynurenine")
    inflammatory_il6 = signal("pg/mL", rest=0.8, claim="acute-inflammation-draws-on-amino-acids")
    cortisol_daily_mean = signal("1", rest=1.0, claim="cortisol-breaks-down-tryptophan")
    acute_stress = signal("1", rest=0.0, claim="acute-stress-lowers-tryptophan")
    distress = signal("1", rest=0.0, claim="distress-lowers-tryptophan-and-gaba")
    stress_level = signal("1", rest=1.0, claim="stress-lowers-brain-gaba")
    vagal_afferent = signal("1", rest=1.0, claim="vagus-raises-brain-gaba")

    protein = exposure("g/day", claim="protein-supplies-tryptophan")
    tryptophan = exposure("g/h", claim="tryptophan-load-raises-plasma-tryptophan")
    tryptophan_depletion = exposure("g/h", claim="depletion-drink-lowers-plasma-tryptophan")
    ssri = exposure("1", claim="ssri-blocks-serotonin-uptake")
    male = trait("1", rest=0.5)

    # gut wall and platelets
    microbial_gain = parameter(
        0.3,
        "1",
        "how much more serotonin a colon with microbes makes than one without",
        (0.0, 1.06),
        animal("reigstad-2015"),
        animal=1.06,
    )
    scfa_share = parameter(
        0.5, "1", "share of the microbial drive that short-chain fatty acids carry", (0.1, 0.9), assumed
    )
    psychobiotic_gain = parameter(
        0.15, "1", "rise of colonic serotonin at full psychobiotic drive", (0.0, 0.4), human_trial("walden-2023")
    )
    colon_renewal = parameter(
        0.25, "1/day", "renewal of serotonin-storing cells of the gut wall", (0.04, 0.3), animal("cheng-1974")
    )
    platelet_level = parameter(
        4.04,
        "amol/platelet",
        "platelet serotonin of a healthy adult",
        (3.77, 4.3),
        human_observation("ortiz-1988"),
        spread=0.43,
    )
    platelet_loss = parameter(
        0.148, "1/day", "loss of platelet serotonin", (0.13, 0.17), human_trial("paroxetine-2004")
    )
    platelet_block = parameter(
        0.015, "1", "SSRI dose, in usual doses, that halves platelet uptake", (0.005, 0.05), assumed
    )
    free_level = parameter(
        5.3,
        "nmol/L",
        "free plasma serotonin of a healthy adult",
        (3.0, 8.0),
        human_observation("ortiz-1988"),
        spread=0.6,
    )
    # uptake blocked at once: +36 % in plasma and +89 % in urine after a day (paroxetine-2004)
    platelet_share = parameter(
        0.27,
        "1",
        "share of free serotonin that platelets take up, and, at rest, give back",
        (0.1, 0.47),
        human_trial("paroxetine-2004"),
    )
    transporter_block = parameter(
        0.25,
        "1",
        "SSRI dose, in usual doses, that occupies half of the brain transporters",
        (0.1, 0.43),
        human_observation("meyer-2004"),
    )

    # tryptophan and kynurenine
    tryptophan_level = parameter(
        67.4,
        "umol/L",
        "fasting tryptophan of a healthy adult",
        (65.4, 69.4),
        human_observation("geisler-2015"),
        spread=0.15,
    )
    male_tryptophan = parameter(
        0.12,
        "1",
        "how much more tryptophan men have in plasma than women, ln",
        (0.07, 0.17),
        human_observation("deac-2015"),
    )
    tryptophan_loss = parameter(
        0.33, "1/h", "loss of plasma tryptophan (half-life about 2 h)", (0.23, 0.46), human_observation("green-1980")
    )
    usual_protein = constant(85.0, "g/day", "protein intake of the reference adult", defined)
    protein_half = parameter(
        20.0,
        "g/day",
        "protein intake at the middle of the window in which fasting tryptophan follows intake",
        (15.0, 30.0),
        human_trial("young-1971"),
    )
    protein_steepness = constant(3.0, "1", "Hill exponent of that window", assumed_after("young-1971"))
    body_protein = parameter(
        0.6, "1", "share of the supply that body protein gives when nothing is eaten", (0.4, 0.8), assumed
    )
    drink_clearance = parameter(2.5, "h", "time constant of a small drink of amino acids", (1.5, 5.0), assumed)
    # a fall in proportion to doses of up to 37 g, of which the body never holds all at once
    drink_half = parameter(
        10.0,
        "g",
        "amino acids in the body at which protein synthesis is half driven",
        (3.0, 25.0),
        human_trial("moja-1988"),
    )
    protein_synthesis = parameter(
        0.8, "1/h", "pull of driven protein synthesis on plasma tryptophan", (0.4, 1.2), human_trial("dougherty-2008")
    )
    # 70 g of whey protein in a drink take 58 min to half emptying, a drink without food 12 min
    slow_emptying = parameter(
        50.0,
        "g",
        "amino acids in the body at which the stomach passes them on half as fast",
        (25.0, 100.0),
        human_trial("giezenaar-2018"),
    )
    # 4 ng/kg of endotoxin take a fifth of the amino acids from plasma by the third hour
    acute_synthesis = parameter(
        0.015,
        "1/h",
        "pull of inflammation on plasma tryptophan per ln IL-6 above the own usual",
        (0.007, 0.03),
        human_trial("vesali-2005"),
    )
    absorption = parameter(1.0, "1/h", "absorption of a tryptophan load", (0.5, 2.0), assumed)
    load_volume = parameter(
        20.0,
        "L",
        "volume that lets 14.5 % of a load appear in the blood at its peak",
        (15.0, 30.0),
        human_trial("green-1980"),
    )
    molar_mass = constant(2.0423e-4, "g/umol", "molar mass of tryptophan", defined)
    cortisol_gain = parameter(0.15, "1", "rise of tryptophan breakdown when cortisol doubles", (0.0, 0.4), assumed)
    stress_gain = parameter(
        0.3, "1", "rise of tryptophan breakdown that acute stress induces", (0.0, 3.0), animal("kiank-2010"), animal=1.5
    )
    induction = parameter(
        6.0, "h", "time constant of the induction of tryptophan-degrading enzymes", (3.0, 10.0), animal("kiank-2010")
    )
    least_induction = constant(0.2, "1", "activity of these enzymes that nothing gets below", assumed)
    ido_share = parameter(0.1, "1", "share of tryptophan breakdown that runs through IDO at rest", (0.03, 0.3), assumed)
    distress_appetite = parameter(
        0.06,
        "1",
        "fall of tryptophan supply at the distress of a depressed patient",
        (0.0, 0.12),
        human_observation("almulla-2022"),
    )
    microbial_tryptophan = parameter(
        0.03,
        "1",
        "rise of tryptophan supply where no microbes eat of it",
        (0.0, 0.2),
        animal("wikoff-2009"),
        animal=0.67,
    )
    kynurenine_level = parameter(
        1.79, "umol/L", "kynurenine of a healthy adult", (1.70, 1.86), human_observation("geisler-2015"), spread=0.21
    )
    # in mice IDO message is highest 6 h after a stressor, kynurenine 6 h later
    ido_making = parameter(
        3.0, "h", "time constant with which IDO enzyme follows its message", (1.5, 6.0), animal("kiank-2010")
    )
    kynurenine_loss = parameter(0.46, "1/h", "loss of plasma kynurenine", (0.2, 0.9), assumed)
    liver_kynurenine = parameter(
        0.5,
        "1",
        "rise of kynurenine formation with the enzymes that stress hormones induce, as share of theirs",
        (0.0, 1.0),
        human_trial("altman-1966"),
    )
    psychobiotic_kynurenine = parameter(
        0.03, "1", "fall of kynurenine formation at full psychobiotic drive", (-0.03, 0.1), human_trial("rudzki-2019")
    )
    ratio_unit = constant(1000.0, "mmol/mol", "one, in the unit of the ratio", defined)

    # brain
    carrier_half = parameter(
        2.0,
        "1",
        "tryptophan supply, relative to rest, that half-saturates carrier and synthesis",
        (0.6, 10.0),
        animal("pardridge-1979"),
    )
    serotonin_turnover = parameter(0.15, "1/h", "turnover of brain serotonin", (0.05, 0.5), assumed)
    germ_free_serotonin = parameter(
        0.02,
        "1",
        "rise of the serotonin set point of a brain that grew up without microbes",
        (-0.1, 0.3),
        animal("clarke-2013"),
        animal=0.3,
    )
    ssri_serotonin = parameter(0.25, "1", "rise of brain serotonin at full transporter occupancy", (0.0, 1.0), assumed)
    gaba_time = parameter(14.0, "day", "time constant of brain GABA", (7.0, 28.0), animal("janik-2016"))
    vagal_gaba = parameter(
        0.1, "1", "rise of brain GABA when vagal afferent traffic doubles", (0.0, 1.0), animal("janik-2016"), animal=0.9
    )
    distress_gaba = parameter(
        0.065,
        "1",
        "fall of brain GABA at the distress of a depressed patient",
        (0.02, 0.13),
        human_observation("schur-2016"),
    )
    stress_gaba = parameter(0.02, "1", "fall of brain GABA per unit of lasting stress", (0.0, 0.1), assumed)
    gaba_level = parameter(
        1.0, "1", "brain GABA of a healthy adult", (0.95, 1.05), human_observation("schur-2016"), spread=0.14
    )

    least_gaba = constant(0.05, "1", "share of brain GABA that nothing takes away", assumed)

    # serotonin of gut and platelets

    @state("1", "serotonin of the colon wall, 1 = healthy adult", start=1.0)
    def colon_serotonin(v):
        microbes = (1 - v.scfa_share) * v.microbial_presence + v.scfa_share * 2 * saturation(v.scfa_supply, 1.0)
        induced = (1 + v.microbial_gain * microbes) / (1 + v.microbial_gain)
        synthesis = induced + v.psychobiotic_gain * v.psychobiotic_drive
        return change(gain=v.colon_renewal * synthesis, loss=v.colon_renewal)

    @output("1", "occupancy of serotonin transporters of the brain by an SSRI")
    def ssri_occupancy(v):
        return saturation(v.ssri, v.transporter_block)

    @state("amol/platelet", "serotonin of platelets; 1 amol/platelet is 1 nmol per 1e9 platelets", start=4.04)
    def platelet_serotonin(v):
        # platelet uptake is blocked at far lower concentrations than those needed in the brain
        uptake = 1 - saturation(v.ssri, v.platelet_block)
        around = v.plasma_serotonin / v.free_level
        return change(gain=v.platelet_loss * v.platelet_level * around * uptake, loss=v.platelet_loss)

    @output("nmol/L", "free serotonin of plasma, which lives for a minute")
    def plasma_serotonin(v):
        # platelets give back what they took up days ago, so a blocked uptake lifts it until they are empty
        supply = (1 - v.platelet_share) * v.colon_serotonin + v.platelet_share * v.platelet_serotonin / v.platelet_level
        return v.free_level * supply / (1 - v.platelet_share * saturation(v.ssri, v.platelet_block))

    # tryptophan

    @intermediate("1", "how many times longer the stomach takes over amino acids and what is swallowed with them")
    def full_stomach(v):
        return 1 + v.depletion_drink / v.slow_emptying

    @state("g", "amino acids of a depletion drink still in the body", start=0.0, internal=True)
    def depletion_drink(v):
        return change(gain=v.tryptophan_depletion, loss=1 / (v.drink_clearance * v.full_stomach))

    @state("g", "tryptophan load not yet absorbed", start=0.0, internal=True)
    def tryptophan_load(v):
        return change(gain=v.tryptophan, loss=v.absorption / v.full_stomach)

    @state("1", "induction of tryptophan-degrading enzymes by stress hormones, 1 = rest", start=1.0, internal=True)
    def enzyme_induction(v):
        stressed = 1 + v.cortisol_gain * (v.cortisol_daily_mean - 1) + v.stress_gain * v.acute_stress
        target = maximum(stressed, v.least_induction)
        return change(gain=target / v.induction, loss=1 / v.induction)

    @state("1", "IDO enzyme, 1 = healthy adult", start=1.0, internal=True)
    def ido_enzyme(v):
        return change(gain=v.ido_activity / v.ido_making, loss=1 / v.ido_making)

    @reference("pg/mL", "the person's own usual IL-6", until="start")
    def usual_il6_level(v):
        return v.inflammatory_il6

    @intermediate("umol/L", "fasting tryptophan that is usual for this person's sex; the brain is used to it")
    def usual_tryptophan(v):
        return v.tryptophan_level * exp(v.male_tryptophan * (v.male - 0.5))

    @intermediate("1", "tryptophan from food and body protein, 1 = reference adult")
    def dietary_tryptophan(v):
        eaten = hill(v.protein, v.protein_half, v.protein_steepness)
        eaten = eaten / hill(v.usual_protein, v.protein_half, v.protein_steepness)
        appetite = 1 / (1 + v.distress_appetite * v.distress)
        left = 1 + v.microbial_tryptophan * (1 - v.microbial_presence)
        return (v.body_protein + (1 - v.body_protein) * eaten) * appetite * positive(left)

    @state("umol/L", "plasma tryptophan, fasting", start=67.4)
    def plasma_tryptophan(v):
        driven = saturation(v.depletion_drink, v.drink_half)
        breakdown = v.tryptophan_loss * (v.enzyme_induction + v.ido_share * (v.ido_enzyme - 1))
        protein = v.protein_synthesis * driven
        protein = protein + v.acute_synthesis * positive(log(v.inflammatory_il6 / v.usual_il6_level))
        food = v.tryptophan_loss * v.usual_tryptophan * v.dietary_tryptophan * (1 - driven)
        absorbed = v.absorption / v.full_stomach * v.tryptophan_load / (v.load_volume * v.molar_mass)
        return change(gain=food + absorbed, loss=positive(breakdown) + protein)

    @state("umol/L", "plasma kynurenine", start=1.79)
    def plasma_kynurenine(v):
        # of what the liver's TDO breaks down a part goes on there, so it shows in plasma less than IDO does
        enzymes = positive(v.ido_enzyme + v.liver_kynurenine * (v.enzyme_induction - 1))
        formation = v.kynurenine_level * (v.plasma_tryptophan / v.tryptophan_level) * enzymes
        damped = 1 - v.psychobiotic_kynurenine * v.psychobiotic_drive
        return change(gain=v.kynurenine_loss * formation * damped, loss=v.kynurenine_loss)

    @output("mmol/mol", "kynurenine/tryptophan ratio of plasma")
    def kyn_trp_ratio(v):
        return v.ratio_unit * v.plasma_kynurenine / v.plasma_tryptophan

    @output("1", "kynurenine/tryptophan ratio, 1 = the person's own healthy level")
    def kynurenine_ratio(v):
        return (v.plasma_kynurenine / v.kynurenine_level) / (v.plasma_tryptophan / v.tryptophan_level)

    # brain

    @intermediate("1", "tryptophan supply of the brain, 1 = the person's own healthy level")
    def tryptophan_supply(v):
        level = v.plasma_tryptophan / v.usual_tryptophan
        return saturation(level, v.carrier_half) * (1 + v.carrier_half)

    @state("1", "serotonin of the brain, 1 = healthy adult", start=1.0)
    def brain_serotonin(v):
        # in animals the set point is fixed higher where microbes were missing early in life
        set_point = 1 + v.germ_free_serotonin * (1 - v.microbial_presence)
        target = set_point * v.tryptophan_supply * (1 + v.ssri_serotonin * v.ssri_occupancy)
        return change(gain=v.serotonin_turnover * target, loss=v.serotonin_turnover)

    @state("1", "GABA of the brain, 1 = healthy adult", start=1.0)
    def brain_gaba(v):
        lowered = v.distress_gaba * v.distress + v.stress_gaba * (v.stress_level - 1)
        target = maximum(1 + v.vagal_gaba * (v.vagal_afferent - 1) - lowered, v.least_gaba)
        return change(gain=v.gaba_level * target / v.gaba_time, loss=1 / v.gaba_time)
