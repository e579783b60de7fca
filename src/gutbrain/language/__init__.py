"""The languages of pages and their words: what is spoken now, and the catalogues (GNU gettext) behind it.

The English text is the message itself; ``data/XX.po`` holds the others. What is not translated stays English.
Names of the vocabulary (exposures, observables, strains, parameters) and titles of references are never translated.
"""

from __future__ import annotations

from gutbrain.language.catalogues import N_, gettext, ngettext
from gutbrain.language.spoken import LANGUAGES, negotiated, speaking, spoken

__all__ = ["LANGUAGES", "N_", "gettext", "negotiated", "ngettext", "speaking", "spoken"]
