"""The calibration problem as PEtab: the findings, the arms in which they were seen, and the free parameters."""
