"""What observations teach: of one person, or of many; a likelihood, a posterior, what was learnt and what was not."""
