"""Takes all messages out of the sources, brings the catalogues up to date, and lists what each does not say yet.

Messages are the arguments of ``gettext``, ``ngettext`` and ``N_`` in Python, ``_`` and ``trans`` in templates, and the
texts of files of facts (:mod:`gutbrain.language.facts`). A translation stays with its message; that of a message which
is no longer there goes. ``python -m gutbrain.language --missing`` writes nothing.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from gutbrain.files import write_whole
from gutbrain.language.facts import SHOWN, TEXTS, texts
from gutbrain.language.spoken import LANGUAGES

ROOT = Path(str(files("gutbrain")))
METHODS = [("**.py", "python"), ("**.jinja", "jinja2")]
OPTIONS = {
    "**.jinja": {
        **dict.fromkeys(("trimmed", "trim_blocks", "lstrip_blocks", "newstyle_gettext"), "true"),
        "silent": "false",
    }
}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}
PLURAL_FORMS = {
    "de": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "es": "nplurals=2; plural=(n != 1);",
}
"""Forms of the plural; that of whole millions (CLDR) is left out, as nothing here counts so many."""

MAY_BE_ENGLISH = ("evidence/data/claims.yaml",)
"""Files whose texts need not all be translated: a page that shows them says that they are in English."""

HEADER = "# Messages of gutbrain, made by `python -m gutbrain.language`."


def messages() -> Catalog:
    """All messages of the sources, without translations, in the order of the alphabet."""
    found = Catalog(charset="utf-8")
    taken = extract_from_dir(ROOT, METHODS, OPTIONS, keywords=KEYWORDS, strip_comment_tags=True)
    for place, _, message, _, context in taken:
        found.add(message, locations=[(place, 0)], context=context)
    for place, text in _facts():
        found.add(text, locations=[(place, 0)])
    return found


def _facts() -> Iterator[tuple[str, str]]:
    read = import_module("gutbrain.datafiles").read
    for name in (*TEXTS, *SHOWN):
        for path in sorted(ROOT.rglob(f"data/{name}")):
            package = ".".join(("gutbrain", *path.parent.parent.relative_to(ROOT).parts))
            for text in texts(name, read(package, name, alone=True)):
                yield path.relative_to(ROOT).as_posix(), text


def catalogue(language: str) -> Catalog:
    """The catalogue of a language as it stands, empty where there is none.

    Parameters
    ----------
    language
        Its code.
    """
    path = ROOT / "language" / "data" / f"{language}.po"
    if not path.is_file():
        return Catalog(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def brought_up(language: str, found: Catalog) -> Catalog:
    """A catalogue with all messages of the sources, each with its translation where it has one.

    Parameters
    ----------
    language
        Its code.
    found
        The messages.
    """
    before = catalogue(language)
    made = Catalog(
        language,
        project="gutbrain",
        charset="utf-8",
        header_comment=HEADER,
        fuzzy=False,
        creation_date=before.creation_date,
        revision_date=before.creation_date,
    )
    made.mime_headers = [("Plural-Forms", PLURAL_FORMS[language])]
    for message in found:
        if not message.id:
            continue
        known = before.get(message.id, message.context)
        said = known.string if known and not known.fuzzy and _alike(known, message) else ""
        flags = message.flags - {"fuzzy"}
        made.add(message.id, said, locations=message.locations, flags=flags, context=message.context)
    return made


def _alike(known: Message, message: Message) -> bool:
    return known.id == message.id


def missing(made: Catalog) -> list[str]:
    """Messages that a catalogue does not say, in the order of the alphabet.

    Parameters
    ----------
    made
        The catalogue.
    """
    return sorted(_first(one) for one in made if one.id and not all(_said(one)) and not _may_be_english(one))


def _may_be_english(message: Message) -> bool:
    return {place for place, _ in message.locations} <= set(MAY_BE_ENGLISH)


def _said(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string or "",)


def _first(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, tuple | list) else message.id)


def main() -> None:
    """Bring the catalogues up to date, and list what is missing."""
    parser = argparse.ArgumentParser(prog="python -m gutbrain.language", description=__doc__)
    parser.add_argument("--missing", action="store_true", help="only list what is missing, and write nothing")
    only_listed = parser.parse_args().missing
    found = messages()
    for language in LANGUAGES:
        if language == "en":
            continue
        made = brought_up(language, found)
        if not only_listed:
            written = io.BytesIO()
            write_po(written, made, width=0, sort_output=True, include_lineno=False, omit_header=False)
            write_whole(ROOT / "language" / "data" / f"{language}.po", written.getvalue())
        lacking = missing(made)
        print(f"{language}: {len(lacking)} of {len(made)} messages are missing")
        for text in lacking:
            print(f"  {text}")


if __name__ == "__main__":
    main()
