"""Questions in people's own words: what is asked, and one plain sentence before the records."""

from __future__ import annotations

from gutbrain.answers.ask.answer import Answer, Table
from gutbrain.answers.ask.asking import ask

__all__ = ["Answer", "Table", "ask"]
