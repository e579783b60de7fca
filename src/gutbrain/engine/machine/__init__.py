"""Makes machine code of a composed model, and steps it through time."""
