"""A microbiome table and what is known beside it: differences between groups, signatures, a score, metabolites."""
