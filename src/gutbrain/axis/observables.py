"""The observables of the vocabulary, by group.

Whatever a channel declares as an output or a state can be read off; what stands here comes first, in groups.
"""

from __future__ import annotations

GUILDS = (
    "bifidobacterium",
    "lactobacillus",
    "bacteroides",
    "butyrate_producers",
    "akkermansia",
    "enterobacteriaceae",
    "protein_fermenters",
    "other_commensals",
)
"""Functional groups of the microbiota."""

GROUPS: dict[str, tuple[str, ...]] = {
    "microbiota": (
        *GUILDS,
        *(f"{guild}_share" for guild in GUILDS),
        "total_bacteria",
        "shannon",
        "richness",
        "community_distance",
    ),
    "metabolites": (
        "faecal_acetate",
        "faecal_propionate",
        "faecal_butyrate",
        "faecal_scfa",
        "plasma_acetate",
        "plasma_propionate",
        "plasma_butyrate",
        "lumen_gaba",
        "plasma_4eps",
        "stool_ph",
    ),
    "gut": (
        "permeability",
        "mucus",
        "plasma_lps",
        "lbp",
        "calprotectin",
        "transit_time",
        "gi_symptoms",
    ),
    "immune": ("il6", "tnf", "il10", "crp", "sickness"),
    "neurotransmitters": (
        "colon_serotonin",
        "platelet_serotonin",
        "plasma_serotonin",
        "plasma_tryptophan",
        "plasma_kynurenine",
        "kyn_trp_ratio",
        "brain_serotonin",
        "brain_gaba",
    ),
    "stress hormones": (
        "acth",
        "cortisol",
        "salivary_cortisol",
        "urinary_free_cortisol",
        "hair_cortisol",
        "cortisol_awakening_response",
        "adrenal_mass",
    ),
    "vagus": ("vagal_tone", "rmssd"),
    "brain": ("bbb_leak", "microglia", "myelination", "bdnf"),
    "mind": (
        "depression",
        "anxiety",
        "cognition",
        "attention",
        "bdi2",
        "hamd17",
        "madrs",
        "phq9",
        "hads_d",
        "ces_d",
        "stai_s",
        "stai_t",
        "gad7",
        "hads_a",
        "ham_a",
        "dass21_depression",
        "dass21_anxiety",
        "dass21_stress",
        "pss10",
        "leids_r",
        "psqi",
        "poms_tmd",
    ),
    "carbon": ("carbon_in", "carbon_acids", "carbon_cells", "carbon_gas"),
}
"""Observables of the vocabulary, and the carbon balance; strains that are taken come on top, as ``strain.NAME``."""

OTHER = "other"
"""Group of what channels give besides the vocabulary: signals between them, and observables of one's own."""

OBSERVABLES: tuple[str, ...] = tuple(name for group in GROUPS.values() for name in group)


def group_of(observable: str) -> str:
    """The group that an observable belongs to: an ingested strain (``strain.NAME``) counts with the microbiota.

    What a channel gives that is not among the groups is of the group :data:`OTHER`.
    """
    if observable.startswith("strain."):
        return "microbiota"
    return next((group for group, names in GROUPS.items() if observable in names), OTHER)
