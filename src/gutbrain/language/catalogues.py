"""Messages of each language, read from ``data/XX.po`` once they are first asked for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.support import NullTranslations, Translations

from gutbrain.language.spoken import spoken


@cache
def _catalogue(language: str) -> NullTranslations:
    source = files("gutbrain.language") / "data" / f"{language}.po"
    if not source.is_file():
        return NullTranslations()
    # English needs no reader of catalogues
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def gettext(message: str) -> str:
    """A message in the language that is spoken; as it is where that has no word for it."""
    return str(_catalogue(spoken()).gettext(message))


def ngettext(one: str, many: str, count: int) -> str:
    """A message of the number that suits a count, in the language that is spoken.

    Parameters
    ----------
    one, many
        The English message for one and for more, as in ``%(num)d person`` and ``%(num)d people``.
    count
        How many there are.
    """
    return str(_catalogue(spoken()).ngettext(one, many, count))


def told(message: str) -> str:
    """The same of what stands in a table and may be empty; what is in no catalogue stays as it is."""
    return gettext(message) if message else ""


def N_(message: str) -> str:
    """Mark a message of a table, which is translated where it is shown."""
    return message
