"""The equations that all guilds of the colonic microbiota share: competing, growing, being counted.

Each function makes the declaration of one guild, or of one substrate that they share.
"""

from __future__ import annotations

from typing import Any

from gutbrain.axis.microbiota_parameters import GUILDS, NAMED_GUILDS, STARTING_MASS, SUBSTRATES, SUSCEPTIBILITY
from gutbrain.model import change, intermediate, output, reference, state
from gutbrain.model.maths import exp, log10, minimum, positive, power


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


def uptake(v: Any, guild: str, substrate: str) -> Any:
    """What a guild takes up of a fermented substrate."""
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


def feeling(guild: str) -> Any:
    def formula(v: Any) -> Any:
        return total([v.susceptible[guild, group] * v.stool_antibiotic[group] for group in SUSCEPTIBILITY[guild]])

    return intermediate("1", f"activity of antibiotics in the stool against {guild}")(formula)


def acting(guild: str) -> Any:
    def formula(v: Any) -> Any:
        return 1 / (1 + v.antibiotic_inhibition * v.dosed[guild])

    return intermediate("1", f"share of {guild} left at work by antibiotics in the stool")(formula)


def keeping(guild: str) -> Any:
    def formula(v: Any) -> Any:
        own = v.trait_of[guild] * (1 - v.engrafted)
        donor = v.dysbiosis_of[guild] * v.engrafted_dysbiosis
        kept = exp((1 - v.feedback) * (own + donor))
        if guild not in NAMED_GUILDS:
            return kept
        return kept * power(v.newcomer[guild] / v.affinity[guild], v.newcomers)

    return intermediate("1", f"what sets this person's {guild} apart, as competitiveness")(formula)


def eating(guild: str) -> Any:
    def formula(v: Any) -> Any:
        return sum(uptake(v, guild, s) for s in foods(guild) if s != "protein")

    return intermediate("g/day", f"carbohydrate taken up by {guild}")(formula)


def growing(guild: str) -> Any:
    def formula(v: Any) -> Any:
        grown = v.carbohydrate_yield * v.carbohydrate[guild]
        if "protein" in foods(guild):
            grown = grown + v.protein_yield * uptake(v, guild, "protein")
        inflow = v.at_rest[guild] * (v.immigration * v.mass_at_rest + v.live_share_of_transplant * v.fmt)
        dose = v.dosed[guild]
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
