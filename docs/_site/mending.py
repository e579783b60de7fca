"""What is put right on the way from a page to the site: links, types, names for screen readers."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from typing import Any

from _site.project import HERE


def source(app: Any, docname: str, text: list[str]) -> None:
    """Links to files beside this folder lead to their pages; lists of a folder that holds nothing yet are left out."""
    written = text[0]
    for name, place in HERE.items():
        written = written.replace(f"](../{name}", f"](/reference/{place}").replace(
            f"](../../{name}", f"](/reference/{place}"
        )
    lines = [line for line in written.split("\n") if not _is_empty(line, app.env.found_docs)]
    text[0] = "\n".join(lines)


def _is_empty(line: str, docs: set[str]) -> bool:
    pattern = re.fullmatch(r"[\w-]+/?\*", line)
    # a star does not go into folders
    return bool(pattern) and not any(fnmatch(doc, line) and doc.count("/") == line.count("/") for doc in docs)


def docstring(_app: Any, what: str, _name: str, _thing: Any, _options: Any, lines: list[str]) -> None:
    """What stands before a colon in the first line about a value is no type."""
    if what in ("property", "attribute", "data"):
        lines.insert(0, "")


def types(_app: Any, doctree: Any) -> None:
    """A type that is named without its module leads nowhere: it might be another of the same name."""
    from sphinx.addnodes import pending_xref

    for link in list(doctree.findall(pending_xref)):
        if link.get("refdomain") == "py" and link.get("reftype") == "class" and "." not in link.get("reftarget", ""):
            link.replace_self(link.children)


def navigation(_app: Any, _page: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """What opens the pages below a page in the navigation says so to those who do not see its arrow."""
    made = context.get("generate_toctree_html")
    if made is None:
        return

    def named(*args: Any, **options: Any) -> Any:
        tree = made(*args, **options)
        if hasattr(tree, "select"):
            for summary in tree.select("summary"):
                link = summary.find_parent("li").find("a")
                if link is not None and not summary.get_text(strip=True):
                    summary["aria-label"] = f"Pages below {link.get_text(strip=True)}"
        return tree

    context["generate_toctree_html"] = named
