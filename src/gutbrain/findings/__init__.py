"""Published results as executable checks; validation and calibration against them."""
