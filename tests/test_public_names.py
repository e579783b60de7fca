"""What ``import gutbrain`` promises."""

import importlib
import inspect
import pkgutil
import subprocess
import sys

import pytest

import gutbrain

PROMISED = {
    "CareNeeded": ("gutbrain.care", "CareNeeded"),
    "ask": ("gutbrain.answers.ask.asking", "ask"),
    "compare": ("gutbrain.answers.compare", "compare"),
    "explain": ("gutbrain.engine.explanation", "explain"),
    "fit": ("gutbrain.fitting.fitting", "fit"),
    "fit_cohort": ("gutbrain.fitting.cohort", "fit_cohort"),
    "in_world": ("gutbrain.world", "in_world"),
    "load": ("gutbrain.engine.simulation", "read_protocol"),
    "open": ("gutbrain.engine.opening", "open_result"),
    "options": ("gutbrain.answers.options", "options"),
    "profile": ("gutbrain.answers.table.profile", "profile"),
    "reference_check": ("gutbrain.engine.reference", "reference_check"),
    "scan": ("gutbrain.answers.scan", "scan"),
    "sensitivity": ("gutbrain.answers.sensitivity", "sensitivity"),
    "side_by_side": ("gutbrain.answers.several", "side_by_side"),
    "simulate": ("gutbrain.engine.simulation", "simulate"),
    "studies": ("gutbrain.answers.studies", "studies"),
    "validate": ("gutbrain.findings.validation", "validate"),
    "what_if": ("gutbrain.answers.what_if", "what_if"),
    "write_profile": ("gutbrain.report.profile_folder", "write"),
    "with_parameters": ("gutbrain.world.parameters", "with_parameters"),
    "write_report": ("gutbrain.report.page", "write"),
}


def test_all_public_names_are_known_here():
    assert set(gutbrain.__all__) == set(PROMISED)
    assert set(gutbrain.__all__) <= set(dir(gutbrain))


def test_the_version_is_that_of_the_package():
    from importlib.metadata import version

    assert gutbrain.__version__ == version("gutbrain")


@pytest.mark.parametrize("name", gutbrain.__all__)
def test_a_public_name_is_what_it_promises_whatever_was_imported_before(name):
    for module in pkgutil.iter_modules(gutbrain.__path__, "gutbrain."):
        importlib.import_module(module.name)
    home, attribute = PROMISED[name]
    found = getattr(gutbrain, name)
    assert inspect.isclass(found) if name == "CareNeeded" else inspect.isfunction(found)
    assert found is getattr(importlib.import_module(home), attribute)


def test_no_public_name_is_that_of_a_module():
    """A module takes the place of a name like its own as soon as anybody imports it."""
    assert {module.name for module in pkgutil.iter_modules(gutbrain.__path__)}.isdisjoint(gutbrain.__all__)


def test_a_star_gives_every_public_name():
    code = (
        "from gutbrain import *\nimport gutbrain, gutbrain.report.page\n"
        "assert all(callable(globals()[n]) and callable(getattr(gutbrain, n)) for n in gutbrain.__all__)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
