"""Colonic microbiota: eight guilds that share what reaches the colon, their load, and how many species they are.

Numbers stand in ``microbiota_parameters``, the equations that all guilds share in ``microbiota_guilds``.
"""

from __future__ import annotations

from gutbrain.axis.microbiota_guilds import (
    acting,
    bidding,
    catabolising,
    contested,
    counted,
    density,
    eating,
    feeling,
    growing,
    growing_at_rest,
    keeping,
    leaving,
    sharing,
    supplied,
    total,
    usually_sharing,
)
from gutbrain.axis.microbiota_parameters import CARBOHYDRATES, GUILDS, SUBSTRATES, MicrobiotaParameters
from gutbrain.model import Module, change, exposure, intermediate, named, output, over, reference, signal, state, trait
from gutbrain.model.maths import exp, hill, log, log10, maximum, positive, power, saturation, sqrt


class Microbiota(MicrobiotaParameters, Module):
    """Colonic microbiota: guilds (g dry mass), diversity, and what antibiotics, transplants and diet do to them.

    Published models: microPop (Kettle 2018, 2022: ten groups with Monod growth), Arnoldini 2025 (mass balance of the
    daily harvest), generalised Lotka-Volterra under antibiotics (Stein 2013), turnover of diversity (Shaw 2019, Burdet
    2019).

    What arrives is fermented as far as living, active cells suffice: supply x capacity / sqrt(supply^2 + capacity^2).
    A substrate is shared out by bids, resting share x competitiveness x (abundance / rest)^q with q = 0.5, which keeps
    all guilds alive; so ln abundance answers about twice as strongly as ln competitiveness, with a time constant of
    about two wash-outs. Resting shares are those of healthy adults; the other commensals live on what the seven named
    guilds leave, so the community of the reference adult is at rest exactly.

    After a deep fall of diversity species are lost for months, and newcomers keep their places for years: what a person
    has then is partly another flora (priority effects). Two ordinary days of one person differ by a fifth already.

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
    circadian_strain = signal("1", rest=0.0, claim="shifted-sleep-lowers-butyrate-producers")
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

    # people
    @over(GUILDS, "set_point_{}")
    def trait_of(guild):
        return trait("1", rest=0.0)

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
    @intermediate("1", "training against that of the reference adult, saturating, 0 = the same")
    def trained(v):
        return saturation(v.training, 1.0) - 0.5

    @intermediate("1", "harm to butyrate producers by the bile that surplus fat brings, 1 = rest")
    def bile(v):
        return 1 + v.bile_on_butyrate_producers * hill(
            positive(v.saturated_fat - v.usual_fat), v.bile_half, v.bile_steepness
        )

    @intermediate("1", "favour that butyrate producers have of acid in the first colon, 1 = rest")
    def acid_favour(v):
        # fermented carbohydrate makes it acid, which they bear better than others do (Walker 2005)
        fermented = v.carbohydrate_fermented / v.carbohydrate_fermented_at_rest
        return power(2 * saturation(fermented, 1.0) + 1e-9, v.acid_on_butyrate_producers)

    @intermediate("1", "effect of polyphenols, saturating")
    def polyphenol_effect(v):
        return hill(v.polyphenols, v.polyphenol_half, v.polyphenol_steepness)

    @intermediate("1", "the same in the reference adult")
    def usual_polyphenol_effect(v):
        return hill(v.usual_polyphenols, v.polyphenol_half, v.polyphenol_steepness)

    @intermediate("1", "competitiveness of bifidobacteria, 1 = rest")
    def bifidobacterium_competitiveness(v):
        fed = (1 + v.polyphenol_gain * v.polyphenol_effect) / (1 + v.polyphenol_gain * v.usual_polyphenol_effect)
        stressed = exp(-v.stress_on_bifidobacterium * v.unusual_stress)
        return v.bifidobacterium_affinity * v.bifidobacterium_set_point * fed * stressed

    @state("1", "acid that an acid blocker keeps out of the stomach, as a share", start=0.0, internal=True)
    def acid_blocked(v):
        return change(saturation(v.ppi, v.acid_half) / v.acid_return, 1 / v.acid_return)

    @intermediate("1", "competitiveness of lactobacilli, 1 = rest")
    def lactobacillus_competitiveness(v):
        stressed = exp(-v.stress_on_lactobacillus * v.unusual_stress)
        let_in = 1 + v.acid_gain * v.acid_blocked
        return v.lactobacillus_affinity * v.lactobacillus_set_point * stressed * let_in

    @intermediate("1", "competitiveness of Bacteroides and Prevotella, 1 = rest")
    def bacteroides_competitiveness(v):
        return v.bacteroides_affinity * v.bacteroides_set_point

    @intermediate("1", "competitiveness of butyrate producers, 1 = rest")
    def butyrate_producers_competitiveness(v):
        sweet = v.sugar_on_butyrate_producers * (v.free_sugar - v.usual_sugar) / v.sugar_step
        habits = exp(v.training_gain * v.trained - v.clock_on_butyrate_producers * v.circadian_strain - sweet)
        return v.butyrate_producers_affinity * v.butyrate_producers_set_point * habits * v.acid_favour / v.bile

    @intermediate("1", "competitiveness of Akkermansia, 1 = rest")
    def akkermansia_competitiveness(v):
        polyphenols = (1 + v.polyphenols_on_akkermansia * v.polyphenol_effect) / (
            1 + v.polyphenols_on_akkermansia * v.usual_polyphenol_effect
        )
        return v.akkermansia_affinity * v.akkermansia_set_point * polyphenols

    @intermediate("1", "butyrate that its producers make of what carbohydrate they get, 1 = rest")
    def butyrate_made(v):
        fed = sum(v.supplies[s] for s in CARBOHYDRATES) / sum(v.supplies_at_rest[s] for s in CARBOHYDRATES)
        return fed * v.butyrate_producers_ratio

    @intermediate("1", "oxygen that the wall leaves, 0 = rest, 1 = without butyrate")
    def lumen_oxygen(v):
        # cells that burn butyrate use up the oxygen: ordinary diets give plenty, meat alone does not
        used = hill(v.butyrate_made, v.butyrate_for_hypoxia, v.hypoxia_steepness)
        return positive(1 - used / hill(1.0, v.butyrate_for_hypoxia, v.hypoxia_steepness))

    @intermediate("1", "competitiveness of enterobacteria, 1 = rest: oxygen, nitrate, what stomach acid lets through")
    def enterobacteriaceae_competitiveness(v):
        breathing = 1 / (1 + v.enterobacteriaceae_mass / (v.oxygen_for_mass * v.mass_at_rest))
        respiring = 1 + v.oxygen * v.lumen_oxygen * breathing + v.nitrate * v.gut_inflammation
        let_in = 1 + v.acid_gain * v.acid_blocked
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
    dosed = over(GUILDS, "antibiotics_against_{}")(feeling)
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
        # less than what it is used to does not lift it above the person's own level
        return positive(v.stress_level - v.usual_load)

    # donor community
    @state("1", "share of the community that is a donor's", start=0.0, internal=True)
    def engrafted(v):
        rate = v.take_per_gram * v.fmt
        return change(rate, rate + 1 / v.engraftment_time)

    @state("1", "share of the community that is a dysbiotic donor's", start=0.0)
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

    @intermediate("1/day", "rate at which species are lost")
    def species_lost(v):
        # no threshold: after moderate courses as well the return is incomplete (Dethlefsen and Relman 2011)
        kept = v.diversity / (v.species_around + 1e-9)
        return v.species_loss * power(positive(1 - kept), v.loss_steepness)

    @state("1", "species still around, 1 = own usual", start=1.0, internal=True)
    def species_pool(v):
        refilled = v.species_return + v.take_per_gram * v.fmt
        return change(refilled, refilled + v.species_lost)

    @state("1", "share of the community whose places newcomers took when species were lost", start=0.0, internal=True)
    def newcomers(v):
        # whoever comes first stays (priority effects): places are let anew, and given back over years or to a donor
        given_back = v.own_return + v.take_per_gram * v.fmt
        return change(v.species_lost, v.species_lost + given_back)

    @state("1", "slow gain or loss of richness by diet, movement and transit, 1 = rest", start=1.0, internal=True)
    def fed_diversity(v):
        ferments = saturation(v.fermented_food, v.ferment_half) - saturation(v.usual_ferments, v.ferment_half)
        sugar = (v.free_sugar - v.usual_sugar) / v.sugar_step
        # what grows slowly stays where stool does (Vandeputte 2016)
        stay = power(v.transit_time / v.usual_transit, v.richness_by_transit)
        target = stay * exp(v.ferment_gain * ferments + v.training_richness * v.trained - v.sugar_loss * sugar)
        return change(target / v.food_diversity_time, 1 / v.food_diversity_time)

    @state("1", "diversity, 1 = rest", start=1.0, internal=True)
    def diversity(v):
        rate = v.diversity_return * v.recovery_speed
        dose = v.stool_antibiotic_breadth
        killed = v.diversity_kill * dose * (1 + v.kill_saturation) / (dose + v.kill_saturation)
        seed = v.diversity + v.hidden_diversity
        return change(rate * seed * v.species_around, rate * seed + killed)

    @intermediate("1", "species around, 1 = rest")
    def species_around(v):
        # three short nights were enough (Karl 2023): not with the slow time of a diet
        tired = exp(-v.sleep_loss_of_richness * (v.sleep_debt - v.usual_sleep_debt))
        return v.species_pool * v.fed_diversity * tired

    @intermediate("1", "species that are seen, 1 = rest: of those around, rare ones go out of sight")
    def species_seen(v):
        return v.species_around * power(v.diversity / v.species_around, v.richness_follows_diversity)

    @output("1", "species in stool")
    def richness(v):
        of_the_mouth = 1 + v.mouth_species * v.acid_blocked
        return v.typical_richness * v.species_seen * of_the_mouth * v.microbial_presence

    @output("nats", "Shannon index of genera")
    def shannon(v):
        between = sum(-s * log(s + 1e-12) for s in v.share.of(GUILDS))
        within = sum(v.share[g] * v.genera[g] for g in GUILDS)
        lost = v.shannon_per_ln_richness * log(maximum(v.diversity, v.least_diversity))
        return positive(v.shannon_offset * (between + within) + lost) * v.microbial_presence

    @reference("1", "the person's own diversity at day 0", until="day 0")
    def usual_diversity(v):
        return v.diversity

    @output("1", "Bray-Curtis distance of genera to the person's own day 0, the ordinary one between two days included")
    def community_distance(v):
        guilds = sum(positive(v.share[g] - v.usual_share[g]) for g in GUILDS)
        missing = v.missing_species * positive(1 - v.diversity / (v.usual_diversity + 1e-9))
        strangers = v.distance_to_others * (v.newcomers + v.engrafted - v.newcomers * v.engrafted)
        return 1 - (1 - v.ordinary_distance) * (1 - guilds) * (1 - missing) * (1 - strangers)

    # load and stool
    @state("1", "stool bulk by fibre, 1 = rest", start=1.0)
    def stool_bulk(v):
        # what is fermented leaves as bacteria and their water
        fermentable = v.inulin + v.fos + v.gos + v.resistant_starch + v.polydextrose
        added = v.stool_per_fibre * (v.fibre + v.psyllium) + v.stool_per_fermentable * fermentable
        return change((v.stool_base + added) / v.usual_stool / v.transit_time, 1 / v.transit_time)

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
            slow = v.nsp_late * (of["nsp"] + of["mucin"])
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
