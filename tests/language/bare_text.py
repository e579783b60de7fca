"""Text of a template that stands outside any message, so that it is English in every language."""

import re
from pathlib import Path

from jinja2 import Environment, nodes

UNREAD = re.compile(r"<(script|style|pre|code|svg)\b.*?</\1>", re.S)
SPOKEN = re.compile(r"\b(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"")
WORD = re.compile(r"[A-Za-z]{2,}")
LONE_PERCENT = re.compile(r"(?<!%)(?:%%)*%(?![(%])")
FORMATTED = ("_", "gettext", "ngettext")

SAME_EVERYWHERE = {
    *("gutbrain", "CFU", "YAML", "CSV", "HTML", "ZIP", "JSON", "API", "DOI", "PMID", "doi", "Escape"),
    *("SD", "PHQ", "GAD", "mg", "al", "et", "start", "yaml", "txt", "nbsp", "ndash", "kB", "active"),
}
"""Names of formats, units, scales, and of the first arm of a trial, which are the same in all languages."""


def bare_text(template: Path) -> list[str]:
    """Pieces of text, and of attributes that are read out, which hold words."""
    shown = UNREAD.sub(" ", _outside_messages(template.read_text(encoding="utf-8")))
    pieces = [*SPOKEN.findall(shown), *re.split(r"<[^>]*>", shown)]
    found = [re.sub(r"&#?\w+;|\0", " ", piece) for piece in pieces]
    return [" ".join(piece.split()) for piece in found if set(WORD.findall(piece)) - SAME_EVERYWHERE]


def not_constant(template: Path) -> list[str]:
    """Messages that do not stand in the template: ``_()`` escapes nothing, so they never come from elsewhere."""
    return re.findall(r"\b_\((?!\s*\")[^)]*\)", template.read_text(encoding="utf-8"))


def looked_up(template: Path) -> list[str]:
    """Messages as the pages look them up in a catalogue, each in its form for one."""
    return [texts[0] for texts in _formatted(template) if texts]


def lone_percent(template: Path) -> list[str]:
    """Messages in which a ``%`` stands for itself: a template takes it for the start of a hole, and fails."""
    return [text for texts in _formatted(template) for text in texts if LONE_PERCENT.search(text)]


def _formatted(template: Path) -> list[list[str]]:
    read = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    read.newstyle_gettext = True  # as the pages: what stands in {% trans %} is written with two signs by itself
    calls = read.parse(template.read_text(encoding="utf-8")).find_all(nodes.Call)
    made = [one for one in calls if isinstance(one.node, nodes.Name) and one.node.name in FORMATTED]
    return [
        [one.value for one in call.args if isinstance(one, nodes.Const) and isinstance(one.value, str)] for call in made
    ]


def _outside_messages(source: str) -> str:
    kept, inside, block = [], 0, None
    for _, kind, value in Environment(extensions=["jinja2.ext.i18n"]).lex(source):
        if kind == "block_begin":
            block = []
        elif kind == "block_end":
            inside += {"trans": 1, "endtrans": -1}.get(block[0] if block else "", 0)
            block = None
        elif block is not None:
            if kind == "name":
                block.append(value)
        elif kind == "data" and not inside:
            kept.append(value)
        elif kind == "variable_begin" and not inside:
            kept.append("\0")
    return "".join(kept)
