"""Colonic microbiota: eight guilds that share what reaches the colon, their load, and how many species they are."""

from __future__ import annotations

from typing import Any, NamedTuple

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
    named,
    output,
    over,
    parameter,
    reference,
    signal,
    state,
    trait,
)
from gutbrain.model.maths import exp, hill, log, log10, maximum, minimum, positive, power, saturation, sqrt

SUBSTRATES = ("fructan", "starch", "nsp", "mucin", "protein")
"""Fructans and galactans, resistant starch, non-starch polysaccharide, mucin and other secretions, protein."""

CARBOHYDRATES = SUBSTRATES[:-1]


class Guild(NamedTuple):
    """What is assumed of a guild.

    share : of healthy adults' cells (16S)
    diet : share of its resting growth that comes from each substrate
    spread : between-person SD of ln competitiveness, half that of ln abundance because competition is sub-linear
    genera : genus-level Shannon index within the guild, nats
    """

    share: float
    diet: dict[str, float]
    spread: float
    genera: float


NAMED_GUILDS = {
    "bifidobacterium": Guild(0.018, {"fructan": 0.62, "starch": 0.18, "nsp": 0.05, "mucin": 0.15}, 0.95, 0.0),
    "lactobacillus": Guild(0.0007, {"fructan": 0.15, "starch": 0.45, "mucin": 0.40}, 0.85, 0.1),
    "bacteroides": Guild(
        0.15, {"fructan": 0.05, "starch": 0.30, "nsp": 0.30, "mucin": 0.25, "protein": 0.10}, 0.50, 0.6
    ),
    "butyrate_producers": Guild(
        0.27, {"fructan": 0.08, "starch": 0.44, "nsp": 0.30, "mucin": 0.12, "protein": 0.06}, 0.45, 1.6
    ),
    "akkermansia": Guild(0.005, {"mucin": 0.85, "protein": 0.15}, 1.1, 0.0),
    "enterobacteriaceae": Guild(0.003, {"starch": 0.30, "mucin": 0.40, "protein": 0.30}, 0.75, 0.2),
    "protein_fermenters": Guild(0.023, {"starch": 0.20, "nsp": 0.15, "mucin": 0.30, "protein": 0.35}, 0.60, 0.7),
}
GUILDS = (*NAMED_GUILDS, "other_commensals")

STARTING_MASS = {guild: 19.0 * (NAMED_GUILDS[guild].share if guild in NAMED_GUILDS else 0.53) for guild in GUILDS}
"""Where settling begins: dry bacteria of each guild in the colon, in g."""

DONOR_DYSBIOSIS = dict.fromkeys(GUILDS, 0.0) | {
    "bifidobacterium": -0.3,
    "butyrate_producers": -0.5,
    "enterobacteriaceae": 0.8,
    "protein_fermenters": 0.3,
}
"""By how much (ln) guilds of a depressed or irritable-bowel donor are shifted; an assumption."""

ANTIBIOTIC_CLASS = {
    "bifidobacterium": "gram_positive",
    "lactobacillus": "gram_positive",
    "butyrate_producers": "gram_positive",
    "other_commensals": "gram_positive",
    "bacteroides": "anaerobe",
    "akkermansia": "anaerobe",
    "protein_fermenters": "anaerobe",
    "enterobacteriaceae": "gram_negative",
}
"""The stool activity that each guild answers to."""


def total(values: list[Any]) -> Any:
    """Sum, of quantities with units too."""
    first, *others = values
    return sum(others, first)


def foods(guild: str) -> tuple[str, ...]:
    """What a guild lives on."""
    return tuple(NAMED_GUILDS[guild].diet) if guild in NAMED_GUILDS else SUBSTRATES


def resting_growth(v: Any, guild: str, substrate: str) -> Any:
    """Share of all resting growth that ``guild`` makes of ``substrate``."""
    if guild in NAMED_GUILDS:
        return v.at_rest[guild] * v.eats[guild, substrate]
    return v.left_over[substrate]


def bid(v: Any, guild: str, substrate: str) -> Any:
    """What a guild puts in for a substrate: resting share x competitiveness x (abundance / rest)^q."""
    return resting_growth(v, guild, substrate) * v.bid[guild]


def taken(v: Any, guild: str, substrate: str) -> Any:
    """What a guild takes of a fermented substrate."""
    return v.fermented[substrate] * bid(v, guild, substrate) / v.contest[substrate]


def supplied(substrate: str) -> Any:
    def formula(v: Any) -> Any:
        return v.supplies[substrate] * v.fermented_share

    return intermediate("g/day", f"{substrate} fermented in the colon")(formula)


def growing_at_rest(substrate: str) -> Any:
    def formula(v: Any) -> Any:
        cells = v.protein_yield if substrate == "protein" else v.carbohydrate_yield
        return v.supplies_at_rest[substrate] * v.fermented_share_at_rest * cells

    return intermediate("g/day", f"cells made of {substrate} in the reference adult, dry")(formula)


def contested(substrate: str) -> Any:
    def formula(v: Any) -> Any:
        return sum(bid(v, guild, substrate) for guild in GUILDS if substrate in foods(guild)) + 1e-12

    return intermediate("1", f"sum of the guilds' bids for {substrate}")(formula)


def leaving(substrate: str) -> Any:
    def formula(v: Any) -> Any:
        named = sum(resting_growth(v, guild, substrate) for guild in NAMED_GUILDS if substrate in foods(guild))
        return positive(v.growth_at_rest_on[substrate] / v.growth_at_rest - named)

    return intermediate("1", f"share of resting growth that other commensals make of {substrate}")(formula)


def bidding(guild: str) -> Any:
    def formula(v: Any) -> Any:
        abundance = v.mass[guild] / (v.at_rest[guild] * v.mass_at_rest)
        return v.competitiveness[guild] * v.activity[guild] * power(abundance + 1e-9, v.feedback)

    return intermediate("1", f"weight of {guild} in the competition for substrates, 1 = rest")(formula)


def acting(guild: str) -> Any:
    def formula(v: Any) -> Any:
        return 1 / (1 + v.antibiotic_inhibition * v.stool_antibiotic[ANTIBIOTIC_CLASS[guild]])

    return intermediate("1", f"share of {guild} left at work by antibiotics in the stool")(formula)


def keeping(guild: str) -> Any:
    def formula(v: Any) -> Any:
        own = v.trait_of[guild] * (1 - v.engrafted)
        donor = v.dysbiosis_of[guild] * v.engrafted_dysbiosis
        return exp((1 - v.feedback) * (own + donor))

    return intermediate("1", f"what sets this person's {guild} apart, as competitiveness")(formula)


def eating(guild: str) -> Any:
    def formula(v: Any) -> Any:
        return sum(taken(v, guild, s) for s in foods(guild) if s != "protein")

    return intermediate("g/day", f"carbohydrate taken up by {guild}")(formula)


def growing(guild: str) -> Any:
    def formula(v: Any) -> Any:
        grown = v.carbohydrate_yield * v.carbohydrate[guild]
        if "protein" in foods(guild):
            grown = grown + v.protein_yield * taken(v, guild, "protein")
        inflow = v.at_rest[guild] * (v.immigration * v.mass_at_rest + v.live_share_of_transplant * v.fmt)
        dose = v.stool_antibiotic[ANTIBIOTIC_CLASS[guild]]
        killed = v.antibiotic_kill * dose * (1 + v.kill_saturation) / (dose + v.kill_saturation)
        return change(
            gain=(1 - minimum(1.0, v.germ_free)) * (grown + inflow),
            loss=v.washout + killed + v.lavage_log_fall * v.bowel_lavage + v.sterilisation * v.germ_free,
        )

    return state("g", f"{guild} in the colon, dry", start=STARTING_MASS[guild], internal=True)(formula)


def counted(guild: str) -> Any:
    def formula(v: Any) -> Any:
        own = v.mass[guild] * v.cells_per_gram / v.colon_content
        if guild == "lactobacillus":
            eaten = (1 - minimum(1.0, v.germ_free)) * v.fermented_food * v.food_cells_per_serving
            return own + v.ingested_lactobacillus + eaten
        if guild == "bifidobacterium":
            return own + v.ingested_bifidobacterium
        return own

    return intermediate("cell/g", f"{guild}, cells per gram of wet stool")(formula)


def density(guild: str) -> Any:
    return output("log10 cells/g", f"{guild} in stool")(lambda v: log10(1 + v.cells[guild] / v.one_cell_per_gram))


def sharing(guild: str) -> Any:
    return output("1", f"{guild}, share of all cells")(lambda v: v.cells[guild] / (v.all_cells + v.one_cell_per_gram))


def usually_sharing(guild: str) -> Any:
    return reference("1", f"the person's own {guild} share at day 0", until="day 0")(lambda v: v.share[guild])


def catabolising(guild: str) -> Any:
    def formula(v: Any) -> Any:
        cells = v.carbohydrate_yield * v.carbon_per_gram_cells
        return v.carbohydrate[guild] * (v.carbon_per_gram_carbohydrate - cells) / v.carbon_per_hexose

    return output("mmol/day", f"hexose fermented to acids and gas by {guild}, mmol hexose")(formula)


class Microbiota(Module):
    """Colonic microbiota: guilds (g dry mass), diversity, and what antibiotics, transplants and diet do to them.

    Published models: microPop (Kettle 2018, 2022: ten groups with Monod growth), Arnoldini 2025 (mass balance of the
    daily harvest), generalised Lotka-Volterra under antibiotics (Stein 2013), turnover of diversity (Shaw 2019, Burdet
    2019).

    What arrives is fermented as far as living, active cells suffice: supply x capacity / sqrt(supply^2 + capacity^2).
    A substrate is shared out by bids, resting share x competitiveness x (abundance / rest)^q with q = 0.5, which keeps
    all guilds alive; so ln abundance answers about twice as strongly as ln competitiveness, with a time constant of
    about two wash-outs. Resting shares are those of healthy adults; the other commensals live on what the seven named
    guilds leave, so the community of the reference adult is at rest exactly.

    Pitfalls: diversity, acids and load are three axes, an antibiotic may move one and not the others; shares hide load;
    Shannon depends on the method, so read its change; counts of ingested strains come on top of the resident guild.
    What a guild eats, the slow dynamics of diversity, and how bile, stress and oxygen shift competition are guesswork.
    """

    title = "gut microbiota"

    # heard
    transit_time = signal("h", rest=30.0, claim="transit-washes-out-microbes")
    gut_inflammation = signal("1", rest=0.0, claim="inflammation-feeds-enterobacteriaceae")
    stress_level = signal("1", rest=1.0, claim="stress-lowers-lactic-acid-bacteria")
    sleep_debt = signal("h", rest=1.0, claim="short-sleep-lowers-richness")
    training = signal("1", rest=1.0, claim="training-raises-butyrate-producers")
    psychobiotic_exposure = signal("1", rest=0.0, claim="probiotics-delay-recovery-after-antibiotics")
    ingested_lactobacillus = signal("cell/g", rest=0.0, claim="ingested-strains-pass-through-stool")
    ingested_bifidobacterium = signal("cell/g", rest=0.0, claim="ingested-strains-pass-through-stool")

    # food
    fibre = exposure("g/day", claim="fibre-feeds-microbes")
    starch = exposure("g/day", claim="starch-escapes-digestion")
    free_sugar = exposure("g/day", claim="sugar-lowers-diversity")
    protein = exposure("g/day", claim="protein-feeds-protein-fermenters")
    saturated_fat = exposure("g/day", claim="fat-brings-bile-to-the-colon")
    polyphenols = exposure("mg/day", claim="polyphenols-raise-bifidobacteria")
    fermented_food = exposure("serving/day", claim="fermented-food-raises-diversity")
    inulin = exposure("g/day", claim="fructans-feed-bifidobacteria")
    fos = exposure("g/day", claim="fructans-feed-bifidobacteria")
    gos = exposure("g/day", claim="fructans-feed-bifidobacteria")
    lactulose = exposure("g/day", claim="fructans-feed-bifidobacteria")
    polydextrose = exposure("g/day", claim="fibre-feeds-microbes")
    psyllium = exposure("g/day", claim="psyllium-bulks-stool")
    resistant_starch = exposure("g/day", claim="starch-escapes-digestion")
    # medicines and laboratory
    antibiotic_gram_positive = exposure("1", claim="antibiotics-kill-gut-bacteria")
    antibiotic_gram_negative = exposure("1", claim="antibiotics-kill-gut-bacteria")
    antibiotic_anaerobe = exposure("1", claim="antibiotics-kill-gut-bacteria")
    antibiotic_breadth = exposure("1", claim="antibiotics-lower-diversity")
    ppi = exposure("mg/day", claim="acid-suppression-lets-enterobacteria-in")
    bowel_lavage = exposure("1/h", claim="lavage-empties-the-bowel")
    germ_free = exposure("1", claim="germ-free-has-no-microbes")
    fmt = exposure("g/h", claim="transplant-brings-donor-microbes")
    donor_dysbiosis = exposure("1", claim="transplant-brings-donor-microbes")

    # the reference adult's diet, and what of it reaches the colon
    usual_fibre = constant(18.0, "g/day", "fibre eaten by the reference adult", defined)
    usual_starch = constant(150.0, "g/day", "starch eaten by the reference adult", defined)
    usual_sugar = constant(60.0, "g/day", "free sugar eaten by the reference adult", defined)
    usual_protein = constant(85.0, "g/day", "protein eaten by the reference adult", defined)
    usual_fat = constant(28.0, "g/day", "saturated fat eaten by the reference adult", defined)
    usual_polyphenols = constant(900.0, "mg/day", "polyphenols eaten by the reference adult", defined)
    usual_ferments = constant(0.5, "serving/day", "fermented food of the reference adult", defined)
    fructan_share = parameter(
        0.20, "1", "fructans and galactans in food, per g of counted fibre", (0.10, 0.30), assumed
    )
    nsp_share = parameter(
        0.85,
        "1",
        "fermentable non-starch polysaccharide per g of fibre",
        (0.70, 0.95),
        human_observation("arnoldini-2025"),
        spread=0.1,
    )
    starch_passage = parameter(
        0.15,
        "1",
        "share of starch that escapes the small bowel",
        (0.05, 0.18),
        human_observation("arnoldini-2025"),
        spread=0.3,
    )
    secretions = parameter(
        12.0, "g/day", "mucin and other secretions as carbohydrate", (5.0, 15.0), assumed, spread=0.2
    )
    body_protein = parameter(
        5.0, "g/day", "protein of the host reaching the colon", (3.0, 8.0), human_observation("kettle-2022")
    )
    protein_passage = parameter(
        0.082,
        "1",
        "share of dietary protein that escapes digestion",
        (0.04, 0.12),
        human_observation("kettle-2022"),
        spread=0.2,
    )
    passage_time = parameter(
        0.7, "day", "time from mouth to fermentation", (0.4, 1.5), human_observation("pomare-1985")
    )
    psyllium_fermented = parameter(0.1, "1", "fermentable share of psyllium", (0.0, 0.3), assumed)
    polydextrose_fermented = parameter(0.4, "1", "fermentable share of polydextrose", (0.2, 0.6), assumed)
    polydextrose_fructan = constant(0.5, "1", "share of that which is fermented like fructans", assumed)

    # growth
    reserve = parameter(1.7, "1", "fermenting capacity over supply at rest", (1.2, 2.5), assumed, spread=0.1)
    carbohydrate_yield = parameter(0.30, "1", "dry cells per g of carbohydrate", (0.25, 0.35), in_vitro("kettle-2018"))
    protein_yield = parameter(0.20, "1", "dry cells per g of protein", (0.15, 0.25), in_vitro("kettle-2018"))
    feedback = parameter(0.5, "1", "exponent of abundance in the competition for food", (0.3, 0.6), assumed)
    usual_transit = constant(30.0, "h", "transit time at rest", human_observation("asnicar-2021"))
    immigration = parameter(1e-6, "1/day", "inflow of living cells with food, per resting mass", (1e-8, 1e-5), assumed)
    carbon_per_gram_carbohydrate = constant(37.04, "mmol/g", "carbon in anhydrohexose", defined)
    carbon_per_gram_protein = constant(44.0, "mmol/g", "carbon in protein, 53 % by mass", defined)
    carbon_per_gram_cells = constant(40.0, "mmol/g", "carbon in dry bacteria, 48 % by mass", defined)
    carbon_per_hexose = constant(6.0, "1", "carbon atoms of a hexose", defined)

    @over(NAMED_GUILDS, "{}_at_rest")
    def at_rest(guild):
        return constant(
            NAMED_GUILDS[guild].share, "1", f"share of {guild} in healthy adults", human_observation("tito-2024")
        )

    @over([(guild, food) for guild, facts in NAMED_GUILDS.items() for food in facts.diet], "{}_on_{}")
    def eats(guild, food):
        part = NAMED_GUILDS[guild].diet[food]
        return constant(part, "1", f"share of the growth of {guild} that {food} feeds at rest", assumed)

    @over(NAMED_GUILDS, "{}_affinity")
    def affinity(guild):
        meaning, spread = f"competitiveness of {guild} in this person", NAMED_GUILDS[guild].spread
        return parameter(1.0, "1", meaning, (0.8, 1.25), human_observation("tito-2024"), spread=spread)

    @over(NAMED_GUILDS, "{}_genera")
    def genera(guild):
        return constant(NAMED_GUILDS[guild].genera, "nats", f"genus-level Shannon index within {guild}", assumed)

    other_commensals_genera = constant(2.4, "nats", "genus-level Shannon index within other commensals", assumed)

    # people
    @over(GUILDS, "set_point_{}")
    def trait_of(guild):
        return trait("1", rest=0.0)

    # what shifts the competition
    polyphenol_gain = parameter(
        6.0,
        "1",
        "greatest rise of bifidobacterial competitiveness by polyphenols",
        (0.5, 12.0),
        human_trial("tzounis-2011"),
    )
    polyphenol_half = parameter(1500.0, "mg/day", "polyphenols at half of it", (700.0, 3000.0), assumed)
    polyphenol_steepness = constant(1.5, "1", "Hill exponent of that", assumed)
    stress_on_bifidobacterium = parameter(
        0.15, "1", "ln loss of competitiveness per unit of stress", (0.0, 0.4), assumed, spread=0.3, animal=0.3
    )
    stress_on_lactobacillus = parameter(
        0.6,
        "1",
        "ln loss of competitiveness per unit of stress",
        (0.05, 1.2),
        human_observation("knowles-2008"),
        spread=0.3,
        animal=1.0,
    )
    stress_adaptation = parameter(
        40.0, "day", "time in which the flora gets used to a load of stress", (10.0, 120.0), assumed
    )
    bile_on_butyrate_producers = parameter(
        2.0, "1", "inhibition of butyrate producers by much bile", (0.5, 4.0), human_trial("david-2014")
    )
    bile_half = parameter(25.0, "g/day", "surplus of saturated fat at half of it", (12.0, 50.0), assumed)
    bile_steepness = constant(2.0, "1", "Hill exponent of that", assumed)
    bile_on_protein_fermenters = parameter(
        0.2, "1", "exponent of saturated fat on bile-tolerant guilds", (0.05, 0.5), human_trial("okeefe-2015")
    )
    fatless_bile = constant(0.2, "1", "bile of a diet without saturated fat, as a share of usual fat", assumed)
    oxygen = parameter(
        4.0,
        "1",
        "gain of enterobacteria when all butyrate producers are gone",
        (1.0, 20.0),
        human_trial("palleja-2018"),
    )
    nitrate = parameter(
        2.0, "1", "gain of enterobacteria per unit of gut inflammation", (0.0, 6.0), animal("winter-2013"), animal=6.0
    )
    acid_gain = parameter(
        1.0, "1", "greatest gain of enterobacteria by acid suppression", (0.2, 3.0), human_observation("imhann-2016")
    )
    acid_half = parameter(20.0, "mg/day", "omeprazole at half of it", (10.0, 40.0), assumed)
    training_gain = parameter(
        0.05, "1", "ln gain of butyrate producers per unit of training", (0.0, 0.15), human_trial("allen-2018")
    )

    # antibiotics
    stool_drug_turnover = parameter(0.67, "1/day", "turnover of drug in the stool", (0.35, 1.2), assumed)
    antibiotic_kill = parameter(
        1.0,
        "1/day",
        "kill at the activity of clindamycin 600 mg/day",
        (0.6, 1.6),
        human_trial("hoverstad-1986"),
        spread=0.2,
    )
    kill_saturation = parameter(5.0, "1", "activity at which kill grows half as fast", (2.0, 10.0), assumed)
    antibiotic_inhibition = parameter(
        1.0, "1", "inhibition of surviving cells per unit of activity", (0.3, 2.0), assumed
    )
    diversity_kill = parameter(
        0.75, "1/day", "loss of diversity at breadth 1", (0.4, 1.1), human_trial("burdet-2019"), spread=0.2
    )
    diversity_return = parameter(
        0.20, "1/day", "return of diversity", (0.12, 0.30), human_trial("burdet-2019"), spread=0.2
    )
    hidden_diversity = constant(1e-3, "1", "diversity out of sight from which it returns when nothing is seen", assumed)
    fibre_for_return = parameter(
        0.5, "1", "share of that return that needs fibre", (0.0, 0.8), animal("ng-2019"), animal=0.7
    )
    least_return = constant(0.05, "1", "share of that return which is left without fibre", assumed)
    probiotic_delay = parameter(
        0.3, "1", "slowing of that return by ingested strains", (0.0, 3.0), human_trial("suez-2018")
    )
    loss_steepness = parameter(
        4.0, "1", "how much more a deep fall of diversity loses species than a shallow one", (2.0, 8.0), assumed
    )
    species_loss = parameter(
        0.02,
        "1/day",
        "rate at which species are lost where no diversity is left",
        (0.005, 0.06),
        human_trial("palleja-2018"),
    )
    species_return = parameter(1 / 365, "1/day", "return of lost species", (1 / 1000, 1 / 150), assumed)
    # diversity and food
    ferment_gain = parameter(
        0.35, "1", "greatest ln gain of richness by fermented food", (0.0, 0.8), human_trial("wastyk-2021"), spread=0.3
    )
    ferment_half = parameter(4.0, "serving/day", "fermented food at half of it", (1.0, 8.0), assumed)
    sugar_loss = parameter(
        0.02, "1", "ln loss of richness per 100 g of free sugar", (0.0, 0.1), animal("do-2018"), animal=0.15
    )
    sugar_step = constant(100.0, "g/day", "step of sugar that the loss is given for", defined)
    sleep_loss_of_richness = parameter(
        0.01, "1/h", "ln loss of richness per hour of sleep debt", (0.0, 0.03), human_observation("karl-2023")
    )
    usual_sleep_debt = constant(1.0, "h", "sleep debt at rest", defined)
    food_diversity_time = parameter(
        35.0, "day", "time constant of diversity under a diet", (20.0, 60.0), human_trial("wastyk-2021")
    )
    typical_richness = parameter(
        90.0, "1", "species in stool", (80.0, 100.0), human_observation("tito-2024"), spread=0.27
    )
    shannon_per_ln_richness = parameter(
        0.7, "nats", "Shannon index per ln of richness", (0.4, 1.0), human_trial("wastyk-2021")
    )
    least_diversity = constant(0.02, "1", "diversity below which the Shannon index falls no further", assumed)
    shannon_offset = parameter(
        1.0, "1", "between-person factor of evenness", (0.97, 1.03), human_observation("tito-2024"), spread=0.10
    )
    missing_species = constant(0.5, "1", "weight of lost species in the distance to the own community", assumed)

    # stool
    cells_per_gram = parameter(
        6.5e11, "cell/g", "cells per g of dry bacteria", (5e11, 8e11), human_observation("arnoldini-2025"), spread=0.35
    )
    one_cell_per_gram = constant(1.0, "cell/g", "floor of counts", defined)
    food_cells_per_serving = parameter(
        6e6, "cell/g*day/serving", "lactobacilli in stool per daily serving", (1e6, 3e7), assumed
    )
    stool_base = parameter(34.0, "g/day", "stool without fibre", (25.0, 45.0), human_observation("burkitt-1972"))
    stool_per_fibre = parameter(4.8, "1", "stool per g of fibre", (3.0, 6.0), human_observation("burkitt-1972"))
    # other
    lavage_log_fall = parameter(3.43, "1", "ln fall of load by one lavage", (3.2, 4.2), human_trial("jalanka-2015"))
    sterilisation = constant(10.0, "1/day", "rate at which a germ-free bowel loses its microbes", defined)
    live_share_of_transplant = parameter(0.04, "1", "living dry cells per g of transplant", (0.01, 0.1), assumed)
    take_per_gram = parameter(0.02, "1/g", "engraftment per g of transplant", (0.005, 0.05), assumed)
    engraftment_time = parameter(
        150.0, "day", "time constant of losing a donor's community", (60.0, 365.0), assumed_after("li-2016-transplant")
    )
    transplant_boost = parameter(
        5.0, "1", "speeding of recovery by a transplant", (1.0, 10.0), human_trial("suez-2018")
    )

    # what other channels hear
    presence_half = constant(0.02, "1", "mass of microbes, 1 = rest, at which their presence is half felt", assumed)
    enterobacterial_weight = constant(3.0, "1", "endotoxin of enterobacteria against other Gram-negatives", assumed)
    fructan_gas = constant(2.5, "1", "gas and osmotic load of fructans against starch", assumed)
    nsp_gas = constant(0.6, "1", "gas and osmotic load of other polysaccharides against starch", assumed)
    fructan_late = constant(0.3, "1", "how late fructans are fermented", assumed)
    starch_late = constant(0.5, "1", "how late starch is fermented", assumed)
    slow_late = constant(1.5, "1", "how late other polysaccharides and mucin are fermented", assumed)

    @over(GUILDS, "dysbiosis_of_{}")
    def dysbiosis_of(guild):
        shift, meaning = DONOR_DYSBIOSIS[guild], f"ln shift of {guild} in a depressed or irritable-bowel donor"
        return parameter(shift, "1", meaning, (shift - 0.5, shift + 0.5), assumed)

    # what reaches the colon
    supplies, supplies_at_rest = named("{}_supply"), named("{}_supply_at_rest")

    @state("g/day", "fructans and galactans reaching the colon", start=3.6, internal=True)
    def fructan_supply(v):
        mixed = v.polydextrose_fructan * v.polydextrose_fermented * v.polydextrose
        eaten = v.fructan_share * v.fibre + v.inulin + v.fos + v.gos + v.lactulose + mixed
        return change(eaten / v.passage_time, 1 / v.passage_time)

    @state("g/day", "resistant starch reaching the colon", start=22.5, internal=True)
    def starch_supply(v):
        return change((v.starch_passage * v.starch + v.resistant_starch) / v.passage_time, 1 / v.passage_time)

    @state("g/day", "fermentable non-starch polysaccharide reaching the colon", start=15.3, internal=True)
    def nsp_supply(v):
        slow = (1 - v.polydextrose_fructan) * v.polydextrose_fermented * v.polydextrose
        supplement = v.psyllium_fermented * v.psyllium + slow
        return change((v.nsp_share * v.fibre + supplement) / v.passage_time, 1 / v.passage_time)

    @state("g/day", "protein reaching the colon", start=12.0, internal=True)
    def protein_supply(v):
        return change((v.body_protein + v.protein_passage * v.protein) / v.passage_time, 1 / v.passage_time)

    @intermediate("g/day", "mucin and other secretions reaching the colon")
    def mucin_supply(v):
        return v.secretions

    @intermediate("g/day", "fructans and galactans reaching the colon of the reference adult")
    def fructan_supply_at_rest(v):
        return v.fructan_share * v.usual_fibre

    @intermediate("g/day", "resistant starch reaching the colon of the reference adult")
    def starch_supply_at_rest(v):
        return v.starch_passage * v.usual_starch

    @intermediate("g/day", "fermentable polysaccharide reaching the colon of the reference adult")
    def nsp_supply_at_rest(v):
        return v.nsp_share * v.usual_fibre

    @intermediate("g/day", "mucin and secretions reaching the colon of the reference adult")
    def mucin_supply_at_rest(v):
        return v.secretions

    @intermediate("g/day", "protein reaching the colon of the reference adult")
    def protein_supply_at_rest(v):
        return v.body_protein + v.protein_passage * v.usual_protein

    # how much of it is fermented
    @intermediate("g/day", "what could be fermented")
    def supply(v):
        return total(v.supplies.of(SUBSTRATES))

    @intermediate("g/day", "what could be fermented in the reference adult")
    def supply_at_rest(v):
        return total(v.supplies_at_rest.of(SUBSTRATES))

    @intermediate("1", "share of it that is fermented in the reference adult")
    def fermented_share_at_rest(v):
        return v.reserve / sqrt(1 + v.reserve**2)

    @intermediate("1", "share that is fermented: as far as living, active cells suffice")
    def fermented_share(v):
        active = sum(v.mass[g] * v.activity[g] for g in GUILDS) / v.mass_at_rest
        capacity = v.reserve * active * v.supply_at_rest
        return capacity / sqrt(v.supply**2 + capacity**2)

    @intermediate("g/day", "cells made in the reference adult, dry")
    def growth_at_rest(v):
        return total(v.growth_at_rest_on.of(SUBSTRATES))

    @intermediate("g", "bacteria in the colon of the reference adult, dry")
    def mass_at_rest(v):
        return v.growth_at_rest / v.washout_at_rest

    @intermediate("1/day", "wash-out in the reference adult")
    def washout_at_rest(v):
        return 1 / v.usual_transit

    @intermediate("1/day", "wash-out with the stool; less than in proportion to speed, for what clings to mucus stays")
    def washout(v):
        return 2 / (v.usual_transit + v.transit_time)

    growth_at_rest_on = over(SUBSTRATES, "{}_growth_at_rest")(growing_at_rest)
    fermented = over(SUBSTRATES, "{}_fermented")(supplied)
    contest = over(SUBSTRATES, "{}_contest")(contested)
    left_over = over(SUBSTRATES, "{}_left_over")(leaving)

    @intermediate("1", "share of the other commensals in healthy adults: what the named guilds leave")
    def other_commensals_at_rest(v):
        return total(v.left_over.of(SUBSTRATES))

    # who is favoured
    @intermediate("1", "harm to butyrate producers by the bile that surplus fat brings, 1 = rest")
    def bile(v):
        return 1 + v.bile_on_butyrate_producers * hill(
            positive(v.saturated_fat - v.usual_fat), v.bile_half, v.bile_steepness
        )

    @intermediate("1", "competitiveness of bifidobacteria, 1 = rest")
    def bifidobacterium_competitiveness(v):
        fed = (1 + v.polyphenol_gain * hill(v.polyphenols, v.polyphenol_half, v.polyphenol_steepness)) / (
            1 + v.polyphenol_gain * hill(v.usual_polyphenols, v.polyphenol_half, v.polyphenol_steepness)
        )
        stressed = exp(-v.stress_on_bifidobacterium * v.unusual_stress)
        return v.bifidobacterium_affinity * v.bifidobacterium_set_point * fed * stressed

    @intermediate("1", "competitiveness of lactobacilli, 1 = rest")
    def lactobacillus_competitiveness(v):
        stressed = exp(-v.stress_on_lactobacillus * v.unusual_stress)
        return v.lactobacillus_affinity * v.lactobacillus_set_point * stressed

    @intermediate("1", "competitiveness of Bacteroides and Prevotella, 1 = rest")
    def bacteroides_competitiveness(v):
        return v.bacteroides_affinity * v.bacteroides_set_point

    @intermediate("1", "competitiveness of butyrate producers, 1 = rest")
    def butyrate_producers_competitiveness(v):
        trained = exp(v.training_gain * (v.training - 1))
        return v.butyrate_producers_affinity * v.butyrate_producers_set_point * trained / v.bile

    @intermediate("1", "competitiveness of Akkermansia, 1 = rest")
    def akkermansia_competitiveness(v):
        return v.akkermansia_affinity * v.akkermansia_set_point

    @intermediate("1", "competitiveness of enterobacteria, 1 = rest: oxygen, nitrate, what stomach acid lets through")
    def enterobacteriaceae_competitiveness(v):
        respiring = 1 + v.oxygen * positive(1 - v.butyrate_producers_ratio) + v.nitrate * v.gut_inflammation
        let_in = 1 + v.acid_gain * saturation(v.ppi, v.acid_half)
        return v.enterobacteriaceae_affinity * v.enterobacteriaceae_set_point * respiring * let_in

    @intermediate("1", "competitiveness of bile-tolerant and proteolytic bacteria, 1 = rest")
    def protein_fermenters_competitiveness(v):
        share = (v.saturated_fat + v.fatless_bile * v.usual_fat) / ((1 + v.fatless_bile) * v.usual_fat)
        bile_tolerance = power(share, v.bile_on_protein_fermenters)
        return v.protein_fermenters_affinity * v.protein_fermenters_set_point * bile_tolerance

    @intermediate("1", "competitiveness of the other commensals, 1 = rest")
    def other_commensals_competitiveness(v):
        return v.other_commensals_set_point

    # the guilds
    set_point = over(GUILDS, "{}_set_point")(keeping)
    activity = over(GUILDS, "{}_activity")(acting)
    bid = over(GUILDS, "{}_bid")(bidding)
    carbohydrate = over(GUILDS, "{}_carbohydrate")(eating)
    mass = over(GUILDS, "{}_mass")(growing)
    cells = over(GUILDS, "{}_cells")(counted)
    counts = over(GUILDS, "{}")(density)
    share = over(GUILDS, "{}_share")(sharing)
    usual_share = over(GUILDS, "usual_{}_share")(usually_sharing)
    hexose = over(GUILDS, "hexose_to_{}")(catabolising)
    competitiveness = named("{}_competitiveness")

    # drug in the stool
    stool_antibiotic = named("stool_antibiotic_{}")

    @state("1", "activity against Gram-positive bacteria in the stool", start=0.0)
    def stool_antibiotic_gram_positive(v):
        return change(v.stool_drug_turnover * v.antibiotic_gram_positive, v.stool_drug_turnover)

    @state("1", "activity against facultative Gram-negative bacteria in the stool", start=0.0, internal=True)
    def stool_antibiotic_gram_negative(v):
        return change(v.stool_drug_turnover * v.antibiotic_gram_negative, v.stool_drug_turnover)

    @state("1", "activity against Gram-negative anaerobes in the stool", start=0.0, internal=True)
    def stool_antibiotic_anaerobe(v):
        return change(v.stool_drug_turnover * v.antibiotic_anaerobe, v.stool_drug_turnover)

    @state("1", "breadth of the antibiotics in the stool", start=0.0, internal=True)
    def stool_antibiotic_breadth(v):
        return change(v.stool_drug_turnover * v.antibiotic_breadth, v.stool_drug_turnover)

    # stress: what is lasting is got used to, so that stressed people do not differ for good (monkeys: back in days)
    @state("1", "load of stress that the flora is used to, 1 = an average life", start=1.0, internal=True)
    def usual_load(v):
        return change(v.stress_level / v.stress_adaptation, 1 / v.stress_adaptation)

    @intermediate("1", "stress above what the flora is used to")
    def unusual_stress(v):
        return v.stress_level - v.usual_load

    # donor community
    @state("1", "share of the community that is a donor's", start=0.0, internal=True)
    def engrafted(v):
        rate = v.take_per_gram * v.fmt
        return change(rate, rate + 1 / v.engraftment_time)

    @state("1", "share of the community that is a dysbiotic donor's", start=0.0, internal=True)
    def engrafted_dysbiosis(v):
        rate = v.take_per_gram * v.fmt
        return change(rate * v.donor_dysbiosis, rate + 1 / v.engraftment_time)

    # diversity
    @intermediate("1", "speed of recovery of diversity, 1 = usual diet")
    def recovery_speed(v):
        fed = 1 - v.fibre_for_return + v.fibre_for_return * 2 * saturation(v.fibre, v.usual_fibre)
        return (
            maximum(fed, v.least_return)
            * (1 + v.transplant_boost * v.engrafted)
            / (1 + v.probiotic_delay * v.psychobiotic_exposure)
        )

    @state("1", "species still around, 1 = own usual", start=1.0, internal=True)
    def species_pool(v):
        # no threshold: after moderate courses as well the return is incomplete (Dethlefsen and Relman 2011)
        lost = v.species_loss * power(positive(1 - v.diversity), v.loss_steepness)
        refilled = v.species_return + v.take_per_gram * v.fmt
        return change(refilled, refilled + lost)

    @state("1", "slow gain or loss of richness by diet and sleep, 1 = rest", start=1.0, internal=True)
    def fed_diversity(v):
        ferments = saturation(v.fermented_food, v.ferment_half) - saturation(v.usual_ferments, v.ferment_half)
        sugar = (v.free_sugar - v.usual_sugar) / v.sugar_step
        tired = v.sleep_loss_of_richness * (v.sleep_debt - v.usual_sleep_debt)
        target = exp(v.ferment_gain * ferments - v.sugar_loss * sugar - tired)
        return change(target / v.food_diversity_time, 1 / v.food_diversity_time)

    @state("1", "diversity, 1 = rest", start=1.0, internal=True)
    def diversity(v):
        rate = v.diversity_return * v.recovery_speed
        dose = v.stool_antibiotic_breadth
        killed = v.diversity_kill * dose * (1 + v.kill_saturation) / (dose + v.kill_saturation)
        seed = v.diversity + v.hidden_diversity
        return change(rate * seed * v.species_pool * v.fed_diversity, rate * seed + killed)

    @output("1", "species in stool")
    def richness(v):
        return v.typical_richness * v.diversity * v.microbial_presence

    @output("nats", "Shannon index of genera")
    def shannon(v):
        between = sum(-s * log(s + 1e-12) for s in v.share.of(GUILDS))
        within = sum(v.share[g] * v.genera[g] for g in GUILDS)
        lost = v.shannon_per_ln_richness * log(maximum(v.diversity, v.least_diversity))
        return positive(v.shannon_offset * (between + within) + lost) * v.microbial_presence

    @reference("1", "the person's own diversity at day 0", until="day 0")
    def usual_diversity(v):
        return v.diversity

    @output("1", "Bray-Curtis distance to the person's own day 0")
    def community_distance(v):
        guilds = sum(positive(v.share[g] - v.usual_share[g]) for g in GUILDS)
        missing = positive(1 - v.diversity / (v.usual_diversity + 1e-9))
        return 1 - (1 - guilds) * (1 - v.missing_species * missing)

    # load and stool
    @output("1", "stool bulk by fibre, 1 = rest")
    def stool_bulk(v):
        return (v.stool_base + v.stool_per_fibre * (v.fibre + v.psyllium)) / v.usual_stool

    @intermediate("g/day", "stool of the reference adult, wet")
    def usual_stool(v):
        return v.stool_base + v.stool_per_fibre * v.usual_fibre

    @output("g", "contents of the colon, wet")
    def colon_content(v):
        return v.usual_stool * v.usual_transit * v.stool_bulk

    @output("g/day", "stool, wet")
    def stool_mass(v):
        return v.colon_content * v.washout

    @intermediate("cell/g", "all bacteria in wet stool")
    def all_cells(v):
        return total(v.cells.of(GUILDS))

    @output("log10 cells/g", "all bacteria in stool")
    def total_bacteria(v):
        return log10(1 + v.all_cells / v.one_cell_per_gram)

    @intermediate("1", "mass of microbes, 1 = rest")
    def load_ratio(v):
        return total(v.mass.of(GUILDS)) / v.mass_at_rest

    # what other channels hear
    @output("1", "whether there are microbes: 0 germ-free, 1 rest, saturating")
    def microbial_presence(v):
        return (1 + v.presence_half) * saturation(v.load_ratio, v.presence_half)

    @output("1", "endotoxin-bearing bacteria, 1 = rest; enterobacteria weigh most")
    def gram_negative_load(v):
        gram_negative = ("bacteroides", "akkermansia", "protein_fermenters")
        mild = sum(v.mass.of(gram_negative)) / v.mass_at_rest
        rest = sum(v.at_rest.of(gram_negative)) + v.enterobacterial_weight * v.enterobacteriaceae_at_rest
        return (mild + v.enterobacterial_weight * v.enterobacteriaceae_mass / v.mass_at_rest) / rest

    @output("1", "bifidobacteria, 1 = rest")
    def bifidobacterium_ratio(v):
        return v.bifidobacterium_mass / (v.bifidobacterium_at_rest * v.mass_at_rest)

    @intermediate("1", "butyrate producers, 1 = rest")
    def butyrate_producers_ratio(v):
        return v.butyrate_producers_mass / (v.butyrate_producers_at_rest * v.mass_at_rest)

    @output("1", "Bacteroides and Prevotella, 1 = rest")
    def bacteroides_ratio(v):
        return v.bacteroides_mass / (v.bacteroides_at_rest * v.mass_at_rest)

    @output("1", "fermentable fibre reaching the colon, 1 = rest")
    def fibre_supply(v):
        return (v.fructan_supply + v.nsp_supply) / (v.fructan_supply_at_rest + v.nsp_supply_at_rest)

    @intermediate("g/day", "carbohydrate fermented")
    def carbohydrate_fermented(v):
        return total(v.fermented.of(CARBOHYDRATES))

    @intermediate("g/day", "carbohydrate fermented in the reference adult")
    def carbohydrate_fermented_at_rest(v):
        return total(v.supplies_at_rest.of(CARBOHYDRATES)) * v.fermented_share_at_rest

    @output("1", "protein broken down for energy, 1 = rest: less where carbohydrate lets cells build it in")
    def protein_fermentation(v):
        relative = v.protein_fermented / (v.protein_supply_at_rest * v.fermented_share_at_rest)
        carbohydrate = v.carbohydrate_fermented / v.carbohydrate_fermented_at_rest
        return relative * 2 / (1 + carbohydrate)

    @output("1", "gas and osmotic load, 1 = rest; quick substrates weigh most")
    def bowel_gas(v):
        def load(supplies):
            return v.fructan_gas * supplies["fructan"] + supplies["starch"] + v.nsp_gas * supplies["nsp"]

        return (load(v.supplies) * v.microbial_presence + v.lactulose) / load(v.supplies_at_rest)

    @output("1", "share of fermentation that happens late in the colon, 1 = rest")
    def late_fermentation(v):
        def late(of):
            slow = v.slow_late * (of["nsp"] + of["mucin"])
            return v.fructan_late * of["fructan"] + v.starch_late * of["starch"] + slow

        relative = v.carbohydrate_fermented / v.carbohydrate_fermented_at_rest + 1e-9
        return late(v.fermented) / (late(v.supplies_at_rest) * v.fermented_share_at_rest) / relative

    # carbon
    @output("mmol/day", "carbon of what is fermented")
    def substrate_carbon(v):
        protein = v.carbon_per_gram_protein * v.protein_fermented
        return v.carbon_per_gram_carbohydrate * v.carbohydrate_fermented + protein

    @output("mmol/day", "carbon built into cells")
    def cell_carbon(v):
        cells = v.carbohydrate_yield * v.carbohydrate_fermented + v.protein_yield * v.protein_fermented
        return v.carbon_per_gram_cells * cells

    @output("mmol/day", "carbon of protein that is fermented to acids and gas")
    def protein_carbon(v):
        return v.protein_fermented * (v.carbon_per_gram_protein - v.protein_yield * v.carbon_per_gram_cells)
