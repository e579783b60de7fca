"""What can be pooled, and kinds of people, in plain words."""

from __future__ import annotations

OUTCOMES = {
    "depression": "low mood (depression)",
    "anxiety": "worry (anxiety)",
    "stress": "felt stress",
    "mood": "mood of the moment",
    "distress": "distress (scales of several things)",
    "reactivity": "dwelling on sad thoughts (cognitive reactivity)",
    "sleep": "sleep",
    "cognition": "memory and thinking (cognition)",
    "gut": "bowel complaints",
}
"""What can be pooled, in plain words, by the keys of :data:`gutbrain.evidence.pooling.meta_question.OUTCOMES`."""

PEOPLE = {
    "healthy": "healthy",
    "stressed": "under stress",
    "subclinical": "with some symptoms (subclinical)",
    "clinical": "with a diagnosis (clinical)",
    "older": "older",
    "mci": "with mild memory problems (MCI)",
    "ibs": "with an irritable bowel (IBS)",
    "other": "others",
}
"""Kinds of people in plain words."""
