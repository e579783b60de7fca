"""The gut wall: transit, mucus, tight junctions, what leaks through them, and what is felt."""

from __future__ import annotations

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
    in_vitro,
    intermediate,
    output,
    parameter,
    signal,
    state,
    trait,
)
from gutbrain.model.maths import exp, hill, log, minimum, positive, power, saturation


class Gut(Module):
    """Barrier of the gut: slow repair of mucus and epithelium, fast opening of tight junctions, leak of endotoxin.

    No calibrated model of the whole barrier has been published. This one multiplies a slow part (mucus, butyrate;
    renewed with the epithelium in days) by fast openings that each have a human experiment behind them: mast cells
    under acute stress (Vanuytsel 2014), NSAIDs (Bjarnason 1991), hard exercise (Pals 1997). Permeability is a ratio to
    the person's own baseline; laboratories differ threefold in the absolute sugar test, so only ratios may be compared.

    The bowel is a tube: what is eaten changes its contents with the turnover of transit, and the contents change
    transit (down to the fastest of healthy people, so those who are fast do not get faster). Gas is felt as far as it
    goes beyond what bowel and microbes have grown used to, and more in a sensitive gut.

    Endotoxin enters where the microbes are and with fat: the colon counts in full, the openings of the small bowel that
    sugar tests see count little. Alcohol lets it in at many drinks a day, of which small probes of permeability see
    less than large ones do.

    Pitfalls: a lost night, amoxicillin, or a few drinks in day workers do not open the human gut, and must not here.
    Serum zonulin is not a measure of permeability and is left out. Most endotoxin in plasma is bound and inert:
    ``plasma_lps`` is relative to healthy rest, and others hear only ``lps_influx`` (what came through the wall).
    """

    title = "gut wall"

    acute_stress = signal("1", rest=0.0, claim="acute-stress-opens-gut-barrier")
    crh_peripheral = signal("1", rest=1.0, claim="peripheral-crh-opens-gut-barrier")
    stress_level = signal("1", rest=1.0, claim="stress-disturbs-the-gut")
    distress = signal("1", rest=0.0, claim="distress-amplifies-gut-symptoms")
    training = signal("1", rest=1.0, claim="training-speeds-transit")
    circadian_strain = signal("1", rest=0.0, claim="misalignment-lets-alcohol-open-the-barrier")
    fibre_supply = signal("1", rest=1.0, claim="fibre-keeps-mucus-thick")
    bifidobacterium_ratio = signal("1", rest=1.0, claim="bifidobacteria-keep-mucus-thick")
    butyrate_supply = signal("1", rest=1.0, claim="butyrate-tightens-barrier")
    gram_negative_load = signal("1", rest=1.0, claim="gram-negatives-shed-endotoxin")
    bowel_gas = signal("1", rest=1.0, claim="fermentation-gas-gives-gut-symptoms")
    psychobiotic_exposure = signal("1", rest=0.0, claim="probiotics-may-give-gas-at-first")
    microbial_presence = signal("1", rest=1.0, claim="microbes-speed-transit")
    psychobiotic_drive = signal("1", rest=0.0, claim="probiotics-tighten-barrier")
    liver_il6 = signal("pg/mL", rest=0.79, claim="liver-makes-lbp")

    fibre = exposure("g/day", claim="assumption")
    psyllium = exposure("g/day", claim="assumption")
    inulin = exposure("g/day", claim="assumption")
    gos = exposure("g/day", claim="assumption")
    fos = exposure("g/day", claim="assumption")
    resistant_starch = exposure("g/day", claim="assumption")
    polydextrose = exposure("g/day", claim="assumption")
    lactulose = exposure("g/day", claim="assumption")
    saturated_fat = exposure("g/day", claim="assumption")
    free_sugar = exposure("g/day", claim="assumption")
    alcohol = exposure("g/day", claim="alcohol-lets-endotoxin-in")
    ppi = exposure("mg/day", claim="assumption")
    nsaid_injury = exposure("1", claim="nsaids-injure-the-gut-wall")
    exercise_bout = exposure("1", claim="assumption")
    mast_cell_blocker = exposure("1", claim="assumption")
    endotoxin = exposure("ng/kg/h", claim="assumption")
    bowel_fluctuation = exposure("1", claim="bowel-symptoms-have-ups-and-downs")
    visceral_sensitivity = trait("1", rest=0.0)
    age = trait("year", rest=40.0)
    male = trait("1", rest=0.5)
    set_point_transit = trait("1", rest=0.0)

    usual_fibre = constant(18.0, "g/day", "fibre of the reference adult", defined)
    usual_fat = constant(28.0, "g/day", "saturated fat of the reference adult", defined)
    usual_sugar = constant(60.0, "g/day", "free sugar of the reference adult", defined)
    usual_alcohol = constant(5.0, "g/day", "alcohol of the reference adult", defined)

    # transit

    resting_transit = parameter(
        30.0, "h", "whole-gut transit time", (23.0, 37.4), human_observation("nandhra-2023"), spread=0.35
    )
    female_transit = parameter(
        0.12, "1", "ln transit time of women minus that of men", (0.0, 0.25), human_observation("wang-2015-transit")
    )
    fastest_transit = parameter(
        14.0, "h", "transit time that no bulk makes shorter", (8.0, 20.0), human_observation("asnicar-2021")
    )
    stool_exponent = parameter(
        0.75,
        "1",
        "fall of ln transit time, beyond the fastest, with ln stool mass",
        (0.5, 1.0),
        human_observation("burkitt-1972"),
    )
    bulk_without_fibre = constant(15.0, "g/day", "fibre that gives the stool mass left on a fibre-free diet", assumed)
    psyllium_bulk = parameter(0.9, "1", "stool bulk of psyllium against fibre from food", (0.5, 1.5), assumed)
    prebiotic_bulk = parameter(0.35, "1", "stool bulk of fermentable carbohydrates against fibre", (0.1, 0.6), assumed)
    lactulose_bulk = parameter(1.5, "1", "stool mass from lactulose (water) against fibre", (0.7, 3.0), assumed)
    stress_motility = parameter(0.08, "1", "fall of ln transit time per unit of stress level", (0.0, 0.2), assumed)
    training_motility = parameter(0.05, "1", "fall of ln transit time per unit of training", (0.0, 0.15), assumed)
    sensitive_motility = parameter(
        0.08, "1", "fall of ln transit time per unit of visceral sensitivity", (-0.1, 0.25), assumed
    )

    microbial_motility = parameter(
        0.1,
        "1",
        "rise of ln transit time where all microbes are missing",
        (0.0, 0.4),
        animal("kashyap-2013"),
        animal=0.5,
    )

    # slow barrier

    mucus_renewal = parameter(5.0, "day", "time in which mucus follows its microbes", (3.0, 10.0), animal("desai-2016"))
    mucus_fibre = parameter(
        0.12, "1", "share of mucus that hangs on fibre", (0.0, 0.4), animal("desai-2016"), animal=0.6
    )
    mucus_bifidobacterium = parameter(
        0.04, "1", "share of mucus that hangs on bifidobacteria", (0.0, 0.15), animal("schroeder-2018"), animal=0.15
    )
    epithelial_renewal = parameter(
        3.5, "day", "turnover of the small-bowel epithelium", (2.0, 5.0), human_observation("darwich-2014")
    )
    mucus_barrier = parameter(
        0.25, "1", "rise of permeability when all mucus is gone", (0.0, 1.0), animal("desai-2016"), animal=0.8
    )
    butyrate_barrier = parameter(
        0.12, "1", "rise of permeability when all butyrate is gone", (0.0, 0.4), in_vitro("peng-2007"), animal=0.3
    )
    probiotic_barrier = parameter(
        0.05, "1", "fall of ln permeability per unit of probiotic drive", (0.0, 0.15), human_trial("zheng-2023")
    )
    sugar_barrier = parameter(
        0.02, "1", "rise of permeability per e-fold of free sugar", (-0.02, 0.1), animal("do-2018"), animal=0.5
    )

    # fast openings

    baseline = constant(
        0.03, "1", "lactulose:mannitol ratio of a healthy adult (0-2 h urine)", human_observation("vanuytsel-2014")
    )
    person_leak = parameter(
        1.0,
        "1",
        "permeability against that of the reference adult",
        (0.9, 1.1),
        human_trial("vanuytsel-2014"),
        spread=0.55,
    )
    mast_rate = parameter(
        4.0,
        "1/h",
        "activation of mast cells per unit of acute stress",
        (2.0, 8.0),
        human_trial("vanuytsel-2014"),
        spread=0.4,
    )
    mast_crh = parameter(
        1.2,
        "1/h",
        "activation of mast cells by a saturating injection of CRH",
        (0.3, 3.0),
        human_trial("vanuytsel-2014"),
    )
    mast_chronic = parameter(
        0.001,
        "1/h",
        "activation of mast cells per unit of lasting stress above average",
        (0.0, 0.005),
        assumed,
        animal=0.005,
    )
    mast_quiet = parameter(
        18.0, "h", "time in which activated mast cells come to rest", (8.0, 48.0), animal("santos-2000"), animal=30.0
    )
    mast_block = constant(
        1.0, "1", "share of mast-cell activation stopped by cromoglycate", human_trial("vanuytsel-2014")
    )
    mast_opening = parameter(
        2.0, "1", "greatest relative opening by mast cells", (1.0, 4.0), human_trial("vanuytsel-2014")
    )
    mast_half = constant(1.0, "1", "activation of half the greatest opening; sets the scale of activation", assumed)
    nsaid_onset = parameter(
        0.4, "day", "time in which an NSAID opens the small bowel", (0.2, 0.5), human_trial("bjarnason-1986")
    )
    nsaid_opening = parameter(
        0.9, "1", "relative opening on indomethacin 150 mg/day", (0.4, 1.7), human_trial("bjarnason-1991"), spread=0.4
    )
    exercise_opening = parameter(
        1.23, "1", "relative opening by a run at 80 % of VO2max", (0.5, 2.0), human_trial("pals-1997"), spread=0.3
    )
    exercise_steepness = parameter(4.5, "1", "exponent of intensity", (3.0, 6.0), human_trial("pals-1997"))
    hard_run = constant(0.8, "1", "intensity at which the opening is given", human_trial("pals-1997"))
    reperfusion = parameter(
        0.5, "h", "time in which the gut recovers its blood flow", (0.3, 1.0), human_trial("vanwijck-2011")
    )
    alcohol_half = parameter(
        60.0, "g/day", "alcohol that does half of its greatest harm to the wall", (40.0, 100.0), assumed
    )
    alcohol_steepness = constant(3.0, "1", "Hill exponent of that harm: little at one to three drinks", assumed)
    alcohol_time = parameter(
        1.0, "day", "time in which this harm comes and goes", (0.3, 4.0), human_trial("sturm-2022"), spread=0.3
    )
    alcohol_opening = parameter(
        0.15,
        "1",
        "greatest relative opening by alcohol for small probes",
        (-0.1, 0.6),
        human_observation("bjarnason-1984"),
    )
    alcohol_strain = parameter(
        2.4, "1", "further opening by alcohol per unit of circadian strain", (0.0, 6.0), human_trial("swanson-2016")
    )

    # endotoxin

    fat_exponent = parameter(
        1.1, "1", "rise of ln LPS with ln saturated fat (above an offset)", (0.4, 2.0), human_trial("pendyala-2012")
    )
    fat_offset = constant(10.0, "g/day", "absorption of LPS without saturated fat, as fat", assumed)
    small_bowel_share = parameter(
        0.1, "1", "rise of endotoxin with openings of the small bowel, as share of theirs", (0.0, 0.4), assumed
    )
    alcohol_endotoxin = parameter(
        2.0,
        "1",
        "greatest relative rise of endotoxin by alcohol while the liver is sound",
        (0.5, 4.0),
        human_observation("parlesak-2000"),
        spread=0.4,
    )
    gram_negative_half = constant(0.8, "1", "Gram-negative load at which shedding of LPS saturates by half", assumed)
    person_lps = parameter(
        1.0,
        "1",
        "plasma LPS against that of the reference adult",
        (0.9, 1.1),
        human_observation("erridge-2007"),
        spread=0.6,
    )
    lps_clearance = parameter(
        1.4, "1/h", "clearance of LPS from plasma", (1.0, 2.0), human_observation("windoloski-2023")
    )
    lps_per_dose = constant(
        5.0, "kg/ng", "rise of plasma LPS, relative to rest (5 pg/mL), by 1 ng/kg", human_observation("erridge-2007")
    )
    resting_lbp = parameter(6.0, "ug/mL", "LPS-binding protein", (2.0, 10.0), assumed, spread=0.5)
    lbp_exponent = parameter(0.06, "1", "rise of ln LBP with ln LPS", (0.0, 0.2), assumed)
    lbp_liver = parameter(0.04, "1", "rise of ln LBP with ln IL-6 at the liver", (0.0, 0.12), in_vitro("grube-1994"))
    lbp_il6 = constant(0.79, "pg/mL", "IL-6 of the reference adult", human_observation("thriene-2025"))
    lbp_floor = constant(0.3, "1", "keeps LBP finite without any LPS", assumed)
    lbp_turnover = parameter(24.0, "h", "time in which LBP follows LPS", (12.0, 48.0), assumed)

    # inflammation of the wall and symptoms

    healing = parameter(
        5.0, "day", "time in which inflammation of the bowel comes and goes", (3.0, 7.0), human_trial("rendek-2022")
    )
    resting_calprotectin = parameter(
        16.0, "ug/g", "faecal calprotectin at 40 years", (10.0, 25.0), human_observation("tibble-2001"), spread=0.70
    )
    # upper limits rise by 0.2 a decade (Joshi 2010), means of a small study by 0.5
    age_calprotectin = parameter(
        0.3, "1", "rise of ln calprotectin per decade of age", (0.05, 0.6), human_observation("park-2020-calprotectin")
    )
    usual_age = constant(40.0, "year", "age of the reference adult", defined)
    decade = constant(10.0, "year", "years in a decade", defined)
    inflammation_calprotectin = parameter(
        2.4,
        "1",
        "relative rise of calprotectin on indomethacin 150 mg/day",
        (1.2, 4.0),
        human_trial("rendek-2022"),
        spread=0.5,
    )
    ppi_calprotectin = parameter(
        6.0,
        "1",
        "greatest relative rise of calprotectin on an acid blocker",
        (1.5, 9.0),
        human_trial("rendek-2022"),
        spread=0.5,
    )
    ppi_half = constant(20.0, "mg/day", "dose of omeprazole with half the greatest effect", assumed)
    resting_symptoms = parameter(
        0.111, "1", "odds of the GSRS range (1 to 7) that give 1.6 points at rest", (0.07, 0.17), assumed, spread=0.5
    )
    sensitivity_symptoms = parameter(1.4, "1", "rise of ln odds per unit of visceral sensitivity", (1.0, 1.9), assumed)
    stress_symptoms = parameter(
        0.35, "1", "rise of ln odds per unit of stress level", (0.1, 0.6), human_trial("hughes-2011")
    )
    distress_symptoms = parameter(0.2, "1", "rise of ln odds per unit of distress", (0.0, 0.4), assumed)
    gas_symptoms = parameter(0.9, "1", "rise of ln odds per e-fold of gas not got used to", (0.3, 1.5), assumed)
    gas_sensitivity = parameter(
        0.5, "1", "rise of ln weight of gas per unit of visceral sensitivity", (0.0, 1.2), assumed
    )
    gas_adaptation = parameter(
        7.0, "day", "time in which bowel and microbes get used to gas", (3.0, 14.0), human_trial("mego-2017")
    )
    gas_reserve = parameter(
        0.5, "1", "greatest change of gas that one gets used to, 1 = rest", (0.2, 2.0), human_trial("mego-2017")
    )
    gas_limit = constant(3.0, "1", "how sharply that limit sets in", assumed)
    strain_gas = parameter(
        0.06, "1", "gas that ingested strains make at first, 1 = rest", (0.0, 0.2), assumed, spread=1.0
    )
    empty_bowel = constant(0.1, "1", "gas and osmotic load felt of an empty bowel, 1 = rest", assumed)
    inflammation_symptoms = parameter(0.35, "1", "rise of ln odds per unit of gut inflammation", (0.0, 0.8), assumed)
    daily_symptoms = parameter(
        0.5,
        "1",
        "SD of the odds from day to day that nothing else here brings, as a share",
        (0.25, 0.8),
        assumed_after("dancey-1998"),
        spread=0.3,
    )
    symptom_range = constant(6.0, "point", "from the lowest to the highest GSRS score, 1 to 7", defined)
    symptom_memory = constant(1.0, "day", "time over which symptoms are summed up", assumed)

    @state("1", "bulk of what is in the bowel, 1 = reference adult", start=1.0, internal=True)
    def bowel_bulk(v):
        fermentable = v.inulin + v.gos + v.fos + v.resistant_starch + v.polydextrose
        added = v.psyllium_bulk * v.psyllium + v.prebiotic_bulk * fermentable + v.lactulose_bulk * v.lactulose
        eaten = (v.bulk_without_fibre + v.fibre + added) / (v.bulk_without_fibre + v.usual_fibre)
        return change(gain=eaten / v.transit_time, loss=1 / v.transit_time)

    @output("h", "whole-gut transit time")
    def transit_time(v):
        motility = (
            v.stress_motility * (v.stress_level - 1)
            + v.training_motility * (v.training - 1)
            + v.sensitive_motility * v.visceral_sensitivity
            + v.microbial_motility * (v.microbial_presence - 1)
        )
        own = v.resting_transit * exp(v.female_transit * (0.5 - v.male) + v.set_point_transit)
        quick = minimum(own, v.fastest_transit)
        return (quick + (own - quick) * power(v.bowel_bulk, -v.stool_exponent)) * exp(-motility)

    @state("1", "mucus layer of the colon, 1 = healthy adult", start=1.0)
    def mucus(v):
        fed = v.mucus_fibre * (2 * saturation(v.fibre_supply, 1.0) - 1)
        tended = v.mucus_bifidobacterium * (2 * saturation(v.bifidobacterium_ratio, 1.0) - 1)
        return change(gain=(1 + fed + tended) / v.mucus_renewal, loss=1 / v.mucus_renewal)

    @state(
        "1",
        "slow part of permeability: what mucus, butyrate and strains do to the epithelium, 1 = healthy adult",
        start=1.0,
        internal=True,
    )
    def epithelial_leak(v):
        starved = v.butyrate_barrier * (1 - 2 * saturation(v.butyrate_supply, 1.0))
        sugar = v.sugar_barrier * positive(log((v.free_sugar + v.usual_sugar) / (2 * v.usual_sugar)))
        bare = v.mucus_barrier * (1 - v.mucus)
        target = (1 + bare + starved + sugar) * exp(-v.probiotic_barrier * v.psychobiotic_drive)
        return change(gain=target / v.epithelial_renewal, loss=1 / v.epithelial_renewal)

    @state("1", "activated mast cells of the gut wall, 0 = rest", start=0.0, internal=True)
    def mast_cell_activation(v):
        lasting = v.mast_chronic * positive(v.stress_level - 1)
        drive = v.mast_rate * v.acute_stress + v.mast_crh * positive(v.crh_peripheral - 1) + lasting
        return change(gain=drive * (1 - v.mast_block * v.mast_cell_blocker), loss=1 / v.mast_quiet)

    @state("1", "NSAID acting on the wall of the small bowel, 1 = indomethacin 150 mg/day", start=0.0, internal=True)
    def nsaid_effect(v):
        return change(gain=v.nsaid_injury / v.nsaid_onset, loss=1 / v.nsaid_onset)

    @state("1", "shortage of blood in the gut wall under hard exercise, as relative opening", start=0.0, internal=True)
    def gut_ischaemia(v):
        opening = v.exercise_opening * power(v.exercise_bout / v.hard_run, v.exercise_steepness)
        return change(gain=opening / v.reperfusion, loss=1 / v.reperfusion)

    @state("1", "harm that alcohol does to the wall, 0 = none, 1 = at most", start=0.0, internal=True)
    def alcohol_harm(v):
        usual = hill(v.usual_alcohol, v.alcohol_half, v.alcohol_steepness)
        harm = positive(hill(v.alcohol, v.alcohol_half, v.alcohol_steepness) - usual)
        return change(gain=harm / v.alcohol_time, loss=1 / v.alcohol_time)

    @intermediate("1", "permeability of the gut wall for sugars, 1 = the person's own rest")
    def barrier_leak(v):
        drunk = v.alcohol_harm * (v.alcohol_opening + v.alcohol_strain * v.circadian_strain)
        mast = v.mast_opening * saturation(v.mast_cell_activation, v.mast_half)
        return v.epithelial_leak * (1 + mast + v.nsaid_opening * v.nsaid_effect + v.gut_ischaemia + drunk)

    @output("1", "intestinal permeability, lactulose:mannitol ratio in urine")
    def permeability(v):
        return v.baseline * v.person_leak * v.barrier_leak

    @output("1", "endotoxin that passes the gut wall, 1 = healthy adult")
    def lps_influx(v):
        fat = power((v.saturated_fat + v.fat_offset) / (v.usual_fat + v.fat_offset), v.fat_exponent)
        shed = (1 + v.gram_negative_half) * saturation(v.gram_negative_load, v.gram_negative_half)
        colon = v.epithelial_leak * (1 + v.alcohol_endotoxin * v.alcohol_harm)
        return (colon + v.small_bowel_share * (v.barrier_leak - v.epithelial_leak)) * shed * fat

    @state("1", "endotoxin in plasma, mostly inert, 1 = healthy adult", start=1.0)
    def plasma_lps(v):
        injected = v.lps_per_dose * v.endotoxin
        return change(gain=v.lps_clearance * v.person_lps * v.lps_influx + injected, loss=v.lps_clearance)

    @state("ug/mL", "LPS-binding protein in plasma", start=6.0)
    def lbp(v):
        rise = power((v.plasma_lps + v.lbp_floor) / (v.person_lps + v.lbp_floor), v.lbp_exponent)
        made = v.resting_lbp * rise * power(v.liver_il6 / v.lbp_il6, v.lbp_liver)
        return change(gain=made / v.lbp_turnover, loss=1 / v.lbp_turnover)

    @state("1", "inflammation of the bowel wall, 0 = rest, 1 = indomethacin 150 mg/day for weeks", start=0.0)
    def gut_inflammation(v):
        return change(gain=v.nsaid_effect / v.healing, loss=1 / v.healing)

    @state("1", "neutrophils that an acid blocker lets into the bowel, 0 = none, 1 = at most", start=0.0, internal=True)
    def acid_block_shedding(v):
        return change(gain=saturation(v.ppi, v.ppi_half) / v.healing, loss=1 / v.healing)

    @output("ug/g", "faecal calprotectin")
    def calprotectin(v):
        rise = v.inflammation_calprotectin * v.gut_inflammation + v.ppi_calprotectin * v.acid_block_shedding
        aged = exp(v.age_calprotectin * (v.age - v.usual_age) / v.decade)
        return v.resting_calprotectin * aged * (1 + rise)

    @intermediate("1", "gas and osmotic load, with what ingested strains add, 1 = rest")
    def gas_load(v):
        return v.bowel_gas + v.strain_gas * v.psychobiotic_exposure

    @state("1", "load of gas that bowel and microbes are used to, 1 = rest", start=1.0, internal=True)
    def usual_gas(v):
        # all of a small change, of a large one no more than a limit: 3 g are forgotten in three weeks, 16 g are not
        further = v.gas_load - 1
        size = (further / v.gas_reserve) ** 2
        unmet = power(1 + power(size, v.gas_limit / 2), 1 / v.gas_limit)
        return change(gain=(1 + further / unmet) / v.gas_adaptation, loss=1 / v.gas_adaptation)

    @state("1", "gastrointestinal symptoms as odds of their range", start=0.111, internal=True)
    def symptom_odds(v):
        gas = v.gas_symptoms * exp(v.gas_sensitivity * v.visceral_sensitivity)
        felt = (
            v.sensitivity_symptoms * v.visceral_sensitivity
            + v.stress_symptoms * (v.stress_level - 1)
            + v.distress_symptoms * v.distress
            + gas * log(v.empty_bowel + (1 - v.empty_bowel) * v.gas_load / v.usual_gas)
            + v.inflammation_symptoms * v.gut_inflammation
        )
        today = v.resting_symptoms * exp(felt) * positive(1 + v.daily_symptoms * v.bowel_fluctuation)
        return change(gain=today / v.symptom_memory, loss=1 / v.symptom_memory)

    @output("point", "Gastrointestinal Symptom Rating Scale, 1 to 7")
    def gi_symptoms(v):
        return 1 + v.symptom_range * saturation(v.symptom_odds, 1.0)
