"""Trials pooled: effects, models of them, what is selected, and the potency of strains."""
