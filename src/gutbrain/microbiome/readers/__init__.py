"""Readers of tables, one file a kind. What a file is, is told by what stands in it, never by its name."""
