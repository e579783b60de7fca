"""Real tables of sequencing: readers, names, and what share each group of the model has in a sample."""

from gutbrain.microbiome.reading import read_table
from gutbrain.microbiome.table import Table

__all__ = ["Table", "read_table"]
