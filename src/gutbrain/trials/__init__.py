"""Virtual randomised trials: a design, the people in it, how it goes, how it is analysed, and what to expect of it."""
