"""Whether a product label tells the truth."""
