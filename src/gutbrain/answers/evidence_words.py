"""What can be pooled, and kinds of people, in plain words."""

from __future__ import annotations

from gutbrain.language import N_, Said

OUTCOMES = Said(
    {
        "depression": N_("low mood (depression)"),
        "anxiety": N_("worry (anxiety)"),
        "stress": N_("felt stress"),
        "mood": N_("mood of the moment"),
        "distress": N_("distress (scales of several things)"),
        "reactivity": N_("dwelling on sad thoughts (cognitive reactivity)"),
        "sleep": N_("sleep"),
        "cognition": N_("memory and thinking (cognition)"),
        "gut": N_("bowel complaints"),
    }
)
"""What can be pooled, in plain words, by the keys of :data:`gutbrain.evidence.pooling.meta_question.OUTCOMES`."""

PEOPLE = Said(
    {
        "healthy": N_("healthy"),
        "stressed": N_("under stress"),
        "subclinical": N_("with some symptoms (subclinical)"),
        "clinical": N_("with a diagnosis (clinical)"),
        "older": N_("older"),
        "mci": N_("with mild memory problems (MCI)"),
        "ibs": N_("with an irritable bowel (IBS)"),
        "other": N_("others"),
    }
)
"""Kinds of people in plain words."""
