"""The documentation as a site that needs no network: ``python -m sphinx -W --keep-going -n docs build/site``.

The reference is written at the start of a build from what the package itself knows (:mod:`_site`); nothing of it is
kept in the repository.
"""

import sys
from importlib.metadata import version as installed
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "gutbrain"
author = "The gutbrain authors"
copyright = "The gutbrain authors, Apache-2.0"
version = release = installed("gutbrain")
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "_site"]
exclude_patterns = ["_site"]
# types in signatures lead to the sites of other packages, and to rooms of ours that are not shown
nitpick_ignore_regex = [("py:.*", ".*")]
source_suffix = {".md": "myst-nb", ".rst": "restructuredtext"}

# Markdown: as GitHub shows it
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 4

# pages that begin with a kernelspec are run while the site is built; a cell that fails fails the build
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120

# docstrings have numpy's sections
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
add_module_names = False
toc_object_entries = False

html_theme = "pydata_sphinx_theme"
html_title = "gutbrain"
html_context = {"default_mode": "auto"}
html_static_path = ["_site/static"]
html_css_files = ["site.css"]
html_copy_source = False
# a page that is opened from a disk cannot ask for others to sum them up
html_show_search_summary = False
html_show_sourcelink = False
html_theme_options = {
    "navbar_align": "left",
    "navbar_end": ["theme-switcher"],
    "secondary_sidebar_items": ["page-toc"],
    "show_nav_level": 1,
    "navigation_depth": 3,
    "collapse_navigation": True,
    "show_prev_next": False,
    "footer_start": ["copyright"],
    "footer_end": [],
    "search_bar_text": "Search these pages",
}
