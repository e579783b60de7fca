"""Carries a composed model through time: integrator, batches, results on disk, explanations."""
