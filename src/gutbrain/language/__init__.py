"""The languages of pages and their words: what is spoken now, and the catalogues (GNU gettext) behind it.

The English text is the message itself; ``data/XX.po`` holds the others. What is not translated stays English.
Names of the vocabulary (exposures, observables, strains, parameters) and titles of references are never translated.
"""

from __future__ import annotations

from gutbrain.language.catalogues import N_, gettext, ngettext, told
from gutbrain.language.numbers import decimal, typed
from gutbrain.language.sentences import country, date, lower
from gutbrain.language.spoken import LANGUAGES, in_language, negotiated, speaking, spoken
from gutbrain.language.tables import Said

__all__ = [
    "LANGUAGES",
    "N_",
    "Said",
    "country",
    "date",
    "decimal",
    "gettext",
    "in_language",
    "lower",
    "negotiated",
    "ngettext",
    "speaking",
    "spoken",
    "told",
    "typed",
]
