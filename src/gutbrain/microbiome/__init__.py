"""Real tables of sequencing: readers, names, and what share each group of the model has in a sample."""

from gutbrain.microbiome.profile import Profile, profile
from gutbrain.microbiome.reading import read_table
from gutbrain.microbiome.table import Table

__all__ = ["Profile", "Table", "profile", "read_table"]
