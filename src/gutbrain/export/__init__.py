"""The model for other tools: SBML, COMBINE archives, PEtab problems."""
