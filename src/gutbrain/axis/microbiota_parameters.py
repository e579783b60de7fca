"""What is known of the colonic microbiota: its guilds, what they eat, and every number of its equations."""

from __future__ import annotations

from typing import NamedTuple

from gutbrain.model import (
    animal,
    assumed,
    assumed_after,
    constant,
    defined,
    human_observation,
    human_trial,
    in_vitro,
    over,
    parameter,
)

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
    "bifidobacterium": Guild(0.018, {"fructan": 0.53, "starch": 0.20, "nsp": 0.06, "mucin": 0.21}, 0.95, 0.0),
    "lactobacillus": Guild(0.0007, {"fructan": 0.20, "starch": 0.60, "mucin": 0.20}, 0.85, 0.1),
    "bacteroides": Guild(
        0.15, {"fructan": 0.05, "starch": 0.30, "nsp": 0.36, "mucin": 0.22, "protein": 0.07}, 0.50, 0.6
    ),
    "butyrate_producers": Guild(
        0.29, {"fructan": 0.08, "starch": 0.44, "nsp": 0.30, "mucin": 0.12, "protein": 0.06}, 0.30, 1.6
    ),
    # Akkermansia rises on diets rich in fibre and on Western ones alike (O'Keefe 2015): not on mucin alone
    "akkermansia": Guild(0.005, {"fructan": 0.08, "nsp": 0.24, "mucin": 0.64, "protein": 0.04}, 1.1, 0.0),
    # sugars that anaerobes set free from fibre and mucus (Conway and Cohen 2015)
    "enterobacteriaceae": Guild(0.001, {"starch": 0.29, "nsp": 0.25, "mucin": 0.30, "protein": 0.16}, 1.0, 0.2),
    "protein_fermenters": Guild(0.023, {"starch": 0.20, "nsp": 0.25, "mucin": 0.28, "protein": 0.27}, 0.60, 0.7),
}
GUILDS = (*NAMED_GUILDS, "other_commensals")

STARTING_MASS = {guild: 19.0 * (NAMED_GUILDS[guild].share if guild in NAMED_GUILDS else 0.51) for guild in GUILDS}
"""Where settling begins: dry bacteria of each guild in the colon, in g."""

DONOR_DYSBIOSIS = dict.fromkeys(GUILDS, 0.0) | {
    "bifidobacterium": -0.3,
    "butyrate_producers": -0.5,
    "enterobacteriaceae": 0.8,
    "protein_fermenters": 0.3,
}
"""By how much (ln) guilds of a depressed or irritable-bowel donor are shifted; an assumption."""

SUSCEPTIBILITY: dict[str, dict[str, float]] = {
    "bifidobacterium": {"gram_positive": 1.0},
    "lactobacillus": {"gram_positive": 1.0},
    "butyrate_producers": {"gram_positive": 1.5},
    "other_commensals": {"gram_positive": 0.6},
    "bacteroides": {"anaerobe": 1.0},
    "akkermansia": {"anaerobe": 1.0},
    "protein_fermenters": {"anaerobe": 1.0, "gram_negative": 0.3},
    "enterobacteriaceae": {"gram_negative": 1.0},
}
"""How much of each class of stool activity a guild feels; 1 defines the class.

Strict anaerobes among the Gram-positives fall most; the other commensals hold what resists (enterococci, streptococci,
spores); Bilophila is a proteobacterium, which quinolones kill.
"""


class MicrobiotaParameters:
    """Parameters and constants of the microbiota, in the order of its equations."""

    # the reference adult's diet, and what of it reaches the colon
    usual_fibre = constant(18.0, "g/day", "fibre eaten by the reference adult", defined)
    usual_starch = constant(150.0, "g/day", "starch eaten by the reference adult", defined)
    usual_sugar = constant(60.0, "g/day", "free sugar eaten by the reference adult", defined)
    usual_protein = constant(85.0, "g/day", "protein eaten by the reference adult", defined)
    usual_fat = constant(28.0, "g/day", "saturated fat eaten by the reference adult", defined)
    usual_polyphenols = constant(900.0, "mg/day", "polyphenols eaten by the reference adult", defined)
    usual_ferments = constant(0.5, "serving/day", "fermented food of the reference adult", defined)
    fructan_share = parameter(
        0.20,
        "1",
        "fructans and galactans in food, per g of counted fibre",
        (0.10, 0.36),
        human_observation("moshfegh-1999"),
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

    @over(NAMED_GUILDS, "{}_newcomers")
    def newcomer(guild):
        meaning = f"competitiveness of the {guild} that would come in place of lost ones"
        spread = NAMED_GUILDS[guild].spread
        return parameter(1.0, "1", meaning, (0.8, 1.25), assumed_after("debray-2022"), spread=spread)

    @over(NAMED_GUILDS, "{}_genera")
    def genera(guild):
        return constant(NAMED_GUILDS[guild].genera, "nats", f"genus-level Shannon index within {guild}", assumed)

    other_commensals_genera = constant(2.4, "nats", "genus-level Shannon index within other commensals", assumed)

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
        1.1, "1", "inhibition of butyrate producers by much bile", (0.3, 3.0), human_trial("david-2014")
    )
    # much in a fermenter, little in people: a Western diet left them within a fifth (O'Keefe 2015)
    acid_on_butyrate_producers = parameter(
        0.06, "1", "exponent of acid in the first colon on butyrate producers", (0.0, 0.5), in_vitro("walker-2005")
    )
    # an ordinary surplus does little: a Western diet left Faecalibacterium and its kin within a fifth (O'Keefe 2015)
    bile_half = parameter(
        40.0, "g/day", "surplus of saturated fat at half of it", (20.0, 80.0), assumed_after("okeefe-2015")
    )
    bile_steepness = constant(2.0, "1", "Hill exponent of that", assumed)
    bile_on_protein_fermenters = parameter(
        0.12, "1", "exponent of saturated fat on bile-tolerant guilds", (0.05, 0.5), human_trial("okeefe-2015")
    )
    fatless_bile = constant(0.2, "1", "bile of a diet without saturated fat, as a share of usual fat", assumed)
    oxygen = parameter(
        8.0,
        "1",
        "gain of enterobacteria by the oxygen that is left when all butyrate producers are gone",
        (2.0, 20.0),
        human_trial("palleja-2018"),
    )
    oxygen_for_mass = parameter(
        0.1, "1", "enterobacteria, per resting mass of all, that use up half of that oxygen", (0.03, 0.3), assumed
    )
    butyrate_for_hypoxia = parameter(
        0.12,
        "1",
        "butyrate made, 1 = rest, with which the wall uses up half of the oxygen",
        (0.08, 0.30),
        assumed_after("rivera-chavez-2016"),
    )
    hypoxia_steepness = constant(2.0, "1", "Hill exponent of that", assumed)
    nitrate = parameter(
        2.0, "1", "gain of enterobacteria per unit of gut inflammation", (0.0, 6.0), animal("winter-2013"), animal=6.0
    )
    acid_gain = parameter(
        0.8,
        "1",
        "greatest gain of enterobacteria and lactobacilli by acid suppression",
        (0.15, 2.4),
        human_observation("imhann-2016"),
    )
    # 5 mg/day take away three quarters of the acid, 20 mg/day nine tenths; some hardly answer to 10 mg/day
    acid_half = parameter(
        2.0, "mg/day", "omeprazole that blocks half of the acid", (1.0, 5.0), human_trial("mclauchlan-1988")
    )
    acid_return = parameter(
        1.7, "day", "time constant with which acid goes and comes back", (1.2, 2.8), human_trial("shin-2002")
    )
    mouth_species = parameter(
        0.06,
        "1",
        "species of the mouth that come through without stomach acid, against all species",
        (0.0, 0.15),
        human_trial("koo-2019"),
    )
    training_gain = parameter(
        0.2, "1", "ln gain of butyrate producers from no to endless training", (0.0, 0.6), human_trial("allen-2018")
    )
    clock_on_butyrate_producers = parameter(
        0.15,
        "1",
        "ln loss of butyrate producers per unit of strain of the body clock",
        (0.0, 0.4),
        human_observation("mortas-2020"),
    )
    sugar_on_butyrate_producers = parameter(
        0.06, "1", "ln loss of butyrate producers per 100 g of free sugar", (0.0, 0.15), human_trial("beisner-2020")
    )
    polyphenols_on_akkermansia = parameter(
        1.5, "1", "greatest rise of Akkermansia by polyphenols", (0.0, 4.0), human_trial("yang-2021-grape")
    )

    # antibiotics
    @over([(guild, group) for guild, groups in SUSCEPTIBILITY.items() for group in groups], "{}_to_{}")
    def susceptible(guild, group):
        meaning = f"how much {guild} feel of the {group} activity of antibiotics"
        centre = SUSCEPTIBILITY[guild][group]
        if centre == 1:
            return constant(centre, "1", meaning, defined)
        return parameter(centre, "1", meaning, (centre / 2, 2 * centre), assumed_after("palleja-2018"))

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
        3.0, "1", "how much more a deep fall of diversity loses species than a shallow one", (2.0, 6.0), assumed
    )
    species_loss = parameter(
        0.10,
        "1/day",
        "rate at which species are lost where no diversity is left",
        (0.04, 0.20),
        human_trial("palleja-2018"),
    )
    species_return = parameter(
        1 / 200, "1/day", "return of lost species", (1 / 400, 1 / 100), human_trial("palleja-2018")
    )
    own_return = parameter(
        1 / 730,
        "1/day",
        "rate at which what was lost takes its places back from newcomers",
        (1 / 3000, 1 / 200),
        assumed_after("palleja-2018"),
    )
    richness_follows_diversity = parameter(
        0.4,
        "1",
        "exponent of diversity in the species that are seen: rare ones go out of sight",
        (0.2, 0.8),
        human_trial("palleja-2018"),
    )
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
    # rank correlation of about 0.4 with firm stool, and the spread of both between people
    richness_by_transit = parameter(
        0.25, "1", "exponent of transit time in richness", (0.0, 0.5), human_observation("vandeputte-2016")
    )
    usual_sleep_debt = constant(1.0, "h", "sleep debt at rest", defined)
    # pooled trials: Shannon index + 0.05 nats (0 to 0.09)
    training_richness = parameter(
        0.16, "1", "ln gain of richness from no to endless training", (0.0, 0.30), human_trial("min-2024")
    )
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
    # people whose guilds are shared out otherwise have less than the reference adult: the median is 3.1 nats
    shannon_offset = parameter(
        1.0, "1", "between-person factor of evenness", (0.96, 1.12), human_observation("tito-2024"), spread=0.08
    )
    missing_species = constant(0.5, "1", "weight of lost species in the distance to the own community", assumed)
    ordinary_distance = parameter(
        0.20,
        "1",
        "Bray-Curtis distance of genera between two ordinary days of one person",
        (0.17, 0.24),
        human_trial("david-2014"),
        spread=0.17,
    )
    distance_to_others = constant(
        0.5, "1", "Bray-Curtis distance of genera between two people", human_trial("palleja-2018")
    )

    # stool
    cells_per_gram = parameter(
        6.5e11, "cell/g", "cells per g of dry bacteria", (5e11, 8e11), human_observation("arnoldini-2025"), spread=0.55
    )
    one_cell_per_gram = constant(1.0, "cell/g", "floor of counts", defined)
    food_cells_per_serving = parameter(
        6e6, "cell/g*day/serving", "lactobacilli in stool per daily serving", (1e6, 3e7), assumed
    )
    stool_base = parameter(34.0, "g/day", "stool without fibre", (25.0, 45.0), human_observation("burkitt-1972"))
    stool_per_fibre = parameter(4.8, "1", "stool per g of fibre", (3.0, 6.0), human_observation("burkitt-1972"))
    stool_per_fermentable = parameter(
        1.7, "1", "stool per g of resistant starch or prebiotic", (1.0, 2.7), human_trial("cummings-1996")
    )
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
    fructan_late = parameter(0.3, "1", "how late fructans are fermented", (0.1, 0.8), assumed)
    starch_late = parameter(0.5, "1", "how late starch is fermented", (0.2, 0.9), assumed_after("walker-2011"))
    nsp_late = constant(1.5, "1", "how late other polysaccharides and mucin are fermented", assumed)

    @over(GUILDS, "dysbiosis_of_{}")
    def dysbiosis_of(guild):
        shift, meaning = DONOR_DYSBIOSIS[guild], f"ln shift of {guild} in a depressed or irritable-bowel donor"
        return parameter(shift, "1", meaning, (shift - 0.5, shift + 0.5), assumed)
