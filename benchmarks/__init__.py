"""How fast and how exact the engine is, beside the tools that people use: ``python -m benchmarks``."""
