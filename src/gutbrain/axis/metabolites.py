"""What microbes make: short-chain fatty acids, gas, luminal GABA and 4-ethylphenyl sulfate."""

from __future__ import annotations

from typing import Any

from gutbrain.model import (
    Module,
    animal,
    assumed,
    change,
    constant,
    defined,
    exposure,
    human_observation,
    human_trial,
    in_vitro,
    intermediate,
    named,
    output,
    over,
    parameter,
    signal,
    state,
)
from gutbrain.model.maths import positive, power, saturation

# How each guild ferments a hexose, as shares of balanced pathways:
#   acetate   C6H12O6 + 2 H2O -> 2 acetate + 2 CO2 + 4 H2
#   propionate      C6H12O6   -> 4/3 propionate + 2/3 acetate + 2/3 CO2
#   butyrate        C6H12O6   -> 1 butyrate + 2 CO2 + 2 H2
#   lactate         C6H12O6   -> 2 lactate
#   bifid           C6H12O6   -> 1 lactate + 3/2 acetate
PATHWAYS: dict[str, dict[str, float]] = {
    "bifidobacterium": {"bifid": 0.67, "acetate": 0.33},
    "lactobacillus": {"lactate": 0.5, "bifid": 0.5},
    "bacteroides": {"propionate": 0.40, "acetate": 0.60},
    "butyrate_producers": {"butyrate": 0.64, "acetate": 0.21, "lactate": 0.15},
    "akkermansia": {"propionate": 0.5, "acetate": 0.5},
    "enterobacteriaceae": {"acetate": 0.6, "lactate": 0.4},
    "protein_fermenters": {"acetate": 0.6, "propionate": 0.3, "butyrate": 0.1},
    # half of what Bacteroides release is succinate, of which others (Phascolarctobacterium) make the propionate
    "other_commensals": {"acetate": 0.46, "propionate": 0.30, "lactate": 0.10, "butyrate": 0.14},
}

ACIDS = ("acetate", "propionate", "butyrate")
"""Short-chain fatty acids."""

TYPICAL_FAECAL = {"acetate": 50.0, "propionate": 14.0, "butyrate": 12.8}
"""Acids in stool of the reference adult, mmol/kg."""

USUAL_HEXOSE = {
    "bifidobacterium": 3.974,
    "lactobacillus": 0.155,
    "bacteroides": 30.801,
    "butyrate_producers": 60.188,
    "akkermansia": 0.994,
    "enterobacteriaceae": 0.177,
    "protein_fermenters": 3.555,
    "other_commensals": 92.245,
}
"""Hexose that each guild ferments in the reference adult, mmol/day."""


def through(v: Any, pathway: str) -> Any:
    """Hexose that goes through a pathway, all guilds together."""
    return sum(v.by[guild, pathway] * v.hexose[guild] for guild, shares in PATHWAYS.items() if pathway in shares)


def in_stool(acid: str) -> Any:
    def formula(v: Any) -> Any:
        production = v.production[acid] / v.usual_production[acid]
        slow = power(v.transit_time / v.usual_transit, -v.retention_exponent)
        dilution = power(v.stool_bulk, -v.dilution_exponent)
        left = v.typical_faecal[acid] * v.escape * production * v.late_fermentation * slow * dilution
        return change(gain=left / v.transit_time, loss=1 / v.transit_time)

    return state("mmol/kg", f"{acid} in wet stool", start=TYPICAL_FAECAL[acid])(formula)


def absorbed(acid: str) -> Any:
    def formula(v: Any) -> Any:
        lost = v.faecal[acid] * v.stool_mass * v.kilogram_per_gram
        usually_lost = v.typical_faecal[acid] * v.usual_stool * v.kilogram_per_gram
        absorbed = positive(v.production[acid] - lost) + v.scfa_capsule[acid]
        return absorbed / (v.usual_production[acid] - usually_lost)

    # acetate goes everywhere in the body: no channel listens to how much of it the colon gives
    declare = intermediate if acid == "acetate" else output
    return declare("1", f"{acid} absorbed from the colon, 1 = rest")(formula)


def in_plasma(acid: str) -> Any:
    def formula(v: Any) -> Any:
        colonic = v.colonic_share_of[acid] * (v.supply[acid] - 1)
        return v.typical_plasma[acid] * (1 + colonic)

    return output("umol/L", f"{acid} in venous plasma")(formula)


class Metabolites(Module):
    """Fermentation by stoichiometry, absorption, what is left in stool, and other microbial products.

    Published models: microPopGut (Kettle 2022: pathways per hexose, acids against pH), Arnoldini 2025 (daily harvest,
    of which 2 % leaves with stool), isotope studies of systemic availability (Boets 2015, 2017).

    Carbon closes because every pathway is balanced by itself: the six carbons of a hexose (after what is built into
    cells) are two acetate and two CO2, and so on. Butyrate producers take up acetate (hexose + 2 acetate -> 2 butyrate
    + 2 CO2); lactate becomes butyrate (2 lactate -> butyrate + 2 CO2 + 2 H2), propionate (3 lactate -> 2 propionate +
    acetate + CO2) or stays lactate; hydrogen turns CO2 into acetate (4 H2 + 2 CO2) or methane (4 H2 + CO2). The carbon
    of protein is split by fixed shares that add up to one. Gas is counted from these reactions, never as what is left.

    Pitfalls: stool holds the 2 % that were not absorbed, so faecal acids say where and how fast fermentation went on,
    not how much was made; they fall with slow transit, and starch, fermented early, hardly shows. Most acetate and
    butyrate in plasma is the body's own. Luminal GABA (0 to 3 mmol/L) and 4-ethylphenyl sulfate are guesswork in size.
    """

    title = "microbial metabolites"

    transit_time = signal("h", rest=30.0, claim="slow-transit-lowers-faecal-acids")
    stool_bulk = signal("1", rest=1.0, claim="fibre-dilutes-stool")
    stool_mass = signal("g/day", rest=120.4, claim="fibre-dilutes-stool")
    late_fermentation = signal("1", rest=1.0, claim="late-fermentation-reaches-stool")
    protein_carbon = signal("mmol/day", rest=371.4, claim="microbes-ferment-protein")
    substrate_carbon = signal("mmol/day", rest=2158.8, claim="microbes-ferment-fibre")
    cell_carbon = signal("mmol/day", rest=634.9, claim="microbes-ferment-fibre")
    protein_fermentation = signal("1", rest=1.0, claim="microbes-make-ethylphenol")
    microbial_presence = signal("1", rest=1.0, claim="microbes-make-ethylphenol")
    bifidobacterium_ratio = signal("1", rest=1.0, claim="microbes-make-gaba")
    bacteroides_ratio = signal("1", rest=1.0, claim="microbes-make-gaba")
    strain_gaba = signal("1", rest=0.0, claim="ingested-strains-make-gaba")

    scfa_capsule_acetate = exposure("mmol/day", claim="capsules-deliver-acids-to-the-colon")
    scfa_capsule_propionate = exposure("mmol/day", claim="capsules-deliver-acids-to-the-colon")
    scfa_capsule_butyrate = exposure("mmol/day", claim="capsules-deliver-acids-to-the-colon")
    ethylphenol_producer = exposure("1", claim="microbes-make-ethylphenol")
    sorbent = exposure("g/day", claim="sorbent-binds-ethylphenol")

    # fermentation
    @over(PATHWAYS, "hexose_to_{}")
    def hexose(guild):
        return signal("mmol/day", rest=USUAL_HEXOSE[guild], claim="microbes-ferment-fibre")

    @over([(guild, pathway) for guild, shares in PATHWAYS.items() for pathway in shares], "{}_by_{}")
    def by(guild, pathway):
        meaning = f"share of hexose that {guild} send through the {pathway} pathway"
        return constant(PATHWAYS[guild][pathway], "1", meaning, in_vitro("kettle-2018"))

    acetate_uptake = parameter(
        0.35,
        "1",
        "greatest share of hexose that butyrate producers ferment with acetate",
        (0.1, 0.45),
        in_vitro("kettle-2018"),
    )
    lactate_to_butyrate = parameter(
        0.70, "1", "share of lactate that becomes butyrate at rest", (0.4, 0.85), in_vitro("kettle-2018")
    )
    lactate_to_propionate = parameter(
        0.25, "1", "share of lactate that becomes propionate", (0.1, 0.4), in_vitro("kettle-2018")
    )
    lactate_users_half = parameter(
        15.0, "mmol/day", "hexose to butyrate producers at which half the users are there", (5.0, 30.0), assumed
    )
    hydrogen_to_acetate = parameter(
        0.40, "1", "share of hydrogen used for acetate", (0.1, 0.6), in_vitro("kettle-2018"), spread=0.3
    )
    hydrogen_to_methane = parameter(
        0.15, "1", "share of hydrogen used for methane, all people", (0.0, 0.4), human_observation("kettle-2022")
    )
    protein_to_acetate = constant(0.32, "1", "share of protein carbon", in_vitro("kettle-2018"))
    protein_to_propionate = constant(0.16, "1", "share of protein carbon", in_vitro("kettle-2018"))
    protein_to_butyrate = constant(0.14, "1", "share of protein carbon", in_vitro("kettle-2018"))
    protein_to_branched = constant(0.12, "1", "share of protein carbon, branched acids", in_vitro("kettle-2018"))
    protein_to_gas = constant(0.26, "1", "share of protein carbon, CO2", in_vitro("kettle-2018"))

    # fate
    usual_acetate_production = constant(267.70, "mmol/day", "acetate made in the reference adult", defined)
    usual_propionate_production = constant(81.81, "mmol/day", "propionate made in the reference adult", defined)
    usual_butyrate_production = constant(87.53, "mmol/day", "butyrate made in the reference adult", defined)
    usual_stool = constant(120.4, "g/day", "stool of the reference adult", human_observation("burkitt-1972"))
    usual_transit = constant(30.0, "h", "transit time at rest", human_observation("asnicar-2021"))
    kilogram_per_gram = constant(0.001, "kg/g", "kilograms in a gram", defined)
    # two tables of healthy people: medians of 50 and 43, of 12.8 and 9.8 (Wastyk 2021, Sze 2019)
    typical_faecal_acetate = parameter(
        50.0, "mmol/kg", "acetate in stool", (42.0, 56.0), human_observation("wastyk-2021"), spread=0.05
    )
    typical_faecal_propionate = parameter(
        14.0, "mmol/kg", "propionate in stool", (13.0, 15.0), human_observation("wastyk-2021"), spread=0.10
    )
    typical_faecal_butyrate = parameter(
        12.8, "mmol/kg", "butyrate in stool", (9.8, 14.5), human_observation("wastyk-2021"), spread=0.15
    )
    escape = parameter(
        1.0,
        "1",
        "between-person factor of what escapes absorption",
        (0.9, 1.1),
        human_observation("sze-2019"),
        spread=0.42,
    )
    retention_exponent = parameter(
        0.7, "1", "fall of acids in stool with slower transit", (0.2, 1.2), human_observation("lewis-1997")
    )
    # 17 to 45 g of cereal fibre: more acids leave the body, at the same concentration
    dilution_exponent = parameter(
        0.5, "1", "fall of acids in stool with its bulk", (0.1, 1.0), human_trial("cummings-1976")
    )
    typical_plasma_acetate = parameter(
        67.0, "umol/L", "acetate in venous plasma", (44.0, 90.0), human_observation("peters-1992"), spread=0.3
    )
    typical_plasma_propionate = parameter(
        3.7, "umol/L", "propionate in venous plasma", (2.5, 4.9), human_observation("peters-1992"), spread=0.3
    )
    typical_plasma_butyrate = parameter(
        2.0, "umol/L", "butyrate in venous plasma", (0.5, 4.3), human_observation("peters-1992"), spread=0.4
    )
    colonic_share_of_acetate = parameter(
        0.3, "1", "share of plasma acetate that is colonic", (0.07, 0.6), human_trial("pomare-1985")
    )
    colonic_share_of_propionate = parameter(
        0.30, "1", "share of plasma propionate that is colonic", (0.15, 0.5), human_trial("boets-2017")
    )
    colonic_share_of_butyrate = parameter(
        0.06, "1", "share of plasma butyrate that is colonic", (0.02, 0.3), human_trial("boets-2017")
    )
    typical_ph = parameter(6.64, "1", "pH of stool", (6.5, 6.8), human_observation("rose-2015"), spread=0.04)
    ph_per_acid = parameter(0.0174, "kg/mmol", "fall of pH per acid", (0.010, 0.025), human_observation("kettle-2022"))
    usual_faecal_scfa = constant(
        76.8, "mmol/kg", "acids in stool of the reference adult", human_observation("wastyk-2021")
    )

    # other products
    typical_gaba = parameter(0.3, "mmol/L", "GABA in the lumen", (0.05, 1.5), assumed, spread=0.6)
    gaba_of_bacteroides = parameter(
        0.7, "1", "share of luminal GABA made by Bacteroides", (0.3, 0.9), in_vitro("strandwitz-2019")
    )
    gaba_of_strain = parameter(
        1.0, "1", "luminal GABA by one good producer, as share of the usual", (0.0, 5.0), in_vitro("barrett-2012")
    )
    producer_gain = parameter(
        6.0,
        "1",
        "rise of 4-ethylphenyl sulfate with a producing community",
        (0.0, 20.0),
        animal("needham-2022"),
        animal=20.0,
    )
    sorbent_half = parameter(
        15.0, "g/day", "sorbent that halves 4-ethylphenyl sulfate", (4.0, 60.0), human_trial("campbell-2022")
    )

    # lactate and acetate in transit between microbes
    @intermediate("mmol/day", "acetate released before cross-feeding")
    def released_acetate(v):
        pathways = 2 * through(v, "acetate") + (2 / 3) * through(v, "propionate") + 1.5 * through(v, "bifid")
        return pathways + v.protein_to_acetate * v.protein_carbon / 2

    @intermediate("mmol/day", "lactate released before cross-feeding")
    def released_lactate(v):
        return 2 * through(v, "lactate") + through(v, "bifid")

    @intermediate("mmol/day", "hexose that butyrate producers ferment together with acetate")
    def hexose_with_acetate(v):
        butyrogenic = v.butyrate_producers_by_butyrate * v.hexose_to_butyrate_producers
        tiny = 1e-9 * v.usual_acetate_production
        return v.acetate_uptake * butyrogenic * v.released_acetate / (v.released_acetate + butyrogenic + tiny)

    @intermediate("mmol/day", "lactate that becomes butyrate")
    def lactate_into_butyrate(v):
        users = saturation(v.hexose_to_butyrate_producers, v.lactate_users_half)
        return v.lactate_to_butyrate * users * v.released_lactate

    @intermediate("mmol/day", "lactate that becomes propionate")
    def lactate_into_propionate(v):
        return v.lactate_to_propionate * v.released_lactate

    @intermediate("mmol/day", "hydrogen released")
    def hydrogen(v):
        from_butyrate = 2 * (through(v, "butyrate") - v.hexose_with_acetate)
        return 4 * through(v, "acetate") + from_butyrate + v.lactate_into_butyrate

    # acids
    @intermediate("mmol/day", "acetate made in the colon")
    def acetate_production(v):
        used = 2 * v.hexose_with_acetate
        gained = v.lactate_into_propionate / 3 + v.hydrogen_to_acetate * v.hydrogen / 4
        return v.released_acetate - used + gained

    @intermediate("mmol/day", "propionate made in the colon")
    def propionate_production(v):
        of_protein = v.protein_to_propionate * v.protein_carbon / 3
        return (4 / 3) * through(v, "propionate") + (2 / 3) * v.lactate_into_propionate + of_protein

    @intermediate("mmol/day", "butyrate made in the colon")
    def butyrate_production(v):
        of_protein = v.protein_to_butyrate * v.protein_carbon / 4
        return through(v, "butyrate") + v.hexose_with_acetate + v.lactate_into_butyrate / 2 + of_protein

    @intermediate("mmol/day", "lactate that nobody used")
    def lactate_production(v):
        return v.released_lactate - v.lactate_into_butyrate - v.lactate_into_propionate

    @intermediate("mmol/day", "acetate, propionate and butyrate made in the colon")
    def scfa_production(v):
        return v.acetate_production + v.propionate_production + v.butyrate_production

    # carbon
    @output("mmol/day", "carbon of what is fermented")
    def carbon_in(v):
        return v.substrate_carbon

    @output("mmol/day", "carbon of all acids")
    def carbon_acids(v):
        named = 2 * v.acetate_production + 3 * v.propionate_production + 4 * v.butyrate_production
        return named + 3 * v.lactate_production + v.protein_to_branched * v.protein_carbon

    @output("mmol/day", "carbon of cells")
    def carbon_cells(v):
        return v.cell_carbon

    @output("mmol/day", "carbon of CO2 and methane")
    def carbon_gas(v):
        pathways = 2 * through(v, "acetate") + (2 / 3) * through(v, "propionate") + 2 * through(v, "butyrate")
        lactate = v.lactate_into_butyrate + v.lactate_into_propionate / 3
        fixed = v.hydrogen_to_acetate * v.hydrogen / 2
        return pathways + lactate + v.protein_to_gas * v.protein_carbon - fixed

    @intermediate("mmol/day", "gas: CO2, methane and hydrogen")
    def gas(v):
        return v.carbon_gas + (1 - v.hydrogen_to_acetate - v.hydrogen_to_methane) * v.hydrogen

    # stool, absorption and blood
    faecal = over(ACIDS, "faecal_{}")(in_stool)
    supply = over(ACIDS, "{}_supply")(absorbed)
    plasma = over(ACIDS, "plasma_{}")(in_plasma)
    production, usual_production = named("{}_production"), named("usual_{}_production")
    typical_faecal, typical_plasma = named("typical_faecal_{}"), named("typical_plasma_{}")
    colonic_share_of, scfa_capsule = named("colonic_share_of_{}"), named("scfa_capsule_{}")

    @output("mmol/kg", "acetate, propionate and butyrate in wet stool")
    def faecal_scfa(v):
        return v.faecal_acetate + v.faecal_propionate + v.faecal_butyrate

    @output("1", "pH of stool")
    def stool_ph(v):
        return v.typical_ph - v.ph_per_acid * (v.faecal_scfa - v.usual_faecal_scfa)

    @output("1", "short-chain fatty acids absorbed from the colon, 1 = rest")
    def scfa_supply(v):
        acetate, propionate, butyrate = (
            v.usual_acetate_production,
            v.usual_propionate_production,
            v.usual_butyrate_production,
        )
        absorbed = v.acetate_supply * acetate + v.propionate_supply * propionate + v.butyrate_supply * butyrate
        return absorbed / (acetate + propionate + butyrate)

    @output("1", "relative rise of short-chain fatty acids in plasma, mean of the three, 0 = rest")
    def scfa_rise(v):
        acetate = v.plasma_acetate / v.typical_plasma_acetate
        propionate = v.plasma_propionate / v.typical_plasma_propionate
        butyrate = v.plasma_butyrate / v.typical_plasma_butyrate
        return (acetate + propionate + butyrate) / 3 - 1

    # other products
    @output("mmol/L", "GABA in the lumen of the colon")
    def lumen_gaba(v):
        residents = v.gaba_of_bacteroides * v.bacteroides_ratio + (1 - v.gaba_of_bacteroides) * v.bifidobacterium_ratio
        return v.typical_gaba * (residents + v.gaba_of_strain * v.strain_gaba)

    @output("1", "4-ethylphenyl sulfate in plasma, 1 = reference")
    def plasma_4eps(v):
        formation = v.microbial_presence * (v.protein_fermentation + v.producer_gain * v.ethylphenol_producer)
        return formation / (1 + v.sorbent / v.sorbent_half)
