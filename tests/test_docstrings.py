"""What docstrings say: every argument of three or more; of what users call, what it gives, and an example that runs."""

import ast
import doctest
import importlib
import inspect
import re
from pathlib import Path

import pytest

from gutbrain.cli import app

SOURCE = Path(__file__).parents[1] / "src" / "gutbrain"
FILES = sorted(path for path in SOURCE.rglob("*.py") if "axis" not in path.relative_to(SOURCE).parts)
"""All but the axis: its formulas have one argument, and say what they mean in their declaration."""

FEW = 2
"""Up to so many arguments a sentence may say what they are."""

PUBLIC = ("", "diary", "evidence", "exposures", "model", "observations", "people")
"""Packages whose ``__all__`` is what users call."""

CALLED = {
    "engine.result": ("Result.at", "Result.days", "Result.summary", "Result.save", "Result.files"),
    "evidence.pooling.meta": ("meta",),
    "examples": ("examples", "of_kind", "named"),
    "findings.reading": ("own_files", "read_findings"),
    "people.person": ("Person.of", "Person.living"),
    "trials.conduct": ("conduct",),
    "trials.dataset": ("dataset",),
    "trials.like": ("published", "compare"),
    "trials.people": ("populate",),
    "trials.power": ("crowd", "expected", "power"),
    "trials.reading": ("read_design",),
    "trials.trial": ("run",),
}
"""What users call besides, by module."""


def dotted(path):
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def functions(node, prefix=""):
    """Public functions of a module and public methods of its public classes, with their dotted names."""
    for child in node.body:
        if isinstance(child, ast.ClassDef) and not child.name.startswith("_"):
            yield from functions(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) and not child.name.startswith("_"):
            yield f"{prefix}{child.name}", child


def of_app(one):
    """Commands of the command line, those of its groups among them."""
    yield from one.registered_commands
    for group in one.registered_groups:
        yield from of_app(group.typer_instance)


COMMANDS = {(one.callback.__module__, one.callback.__name__) for one in of_app(app)}
"""Commands, which ``--help`` explains option by option."""


def is_exempt(path, name, node):
    """Commands; handlers of the server, whose parameters its interface describes; and overloads, as the last has it."""
    named = [one.func if isinstance(one, ast.Call) else one for one in node.decorator_list]
    routed = path.parent.name == "routes" and any(getattr(one, "value", None) is not None for one in named)
    return routed or (dotted(path), name) in COMMANDS or any(getattr(one, "id", "") == "overload" for one in named)


def arguments(node, *, method):
    given = node.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    names = [one.arg for one in every if one is not None]
    return names[1:] if method and names[:1] in (["self"], ["cls"]) else names


def section(text, title):
    """Lines of a section of a docstring; None where it is not there."""
    found = re.search(rf"^{title}\n-{{{len(title)}}}\n(.*?)(?=^\w[\w ]*\n-{{4,}}$|\Z)", text or "", re.M | re.S)
    return found and found[1].splitlines()


def explained(text):
    """Arguments that have a line in the section of parameters; a line may name several, and their type."""
    lines = [line for line in section(text, "Parameters") or () if line and not line.startswith(" ")]
    return [name.strip(" *") for line in lines for name in line.partition(":")[0].split(",")]


def several():
    for path in FILES:
        for name, node in functions(ast.parse(path.read_text(encoding="utf-8"))):
            names = arguments(node, method="." in name)
            if len(names) > FEW and not is_exempt(path, name, node):
                yield f"{dotted(path)}.{name}", names, ast.get_docstring(node)


def test_every_argument_is_explained_where_there_are_three_or_more():
    found = list(several())
    wrong = {name: [one for one in names if one not in explained(text)] for name, names, text in found}
    assert len(found) > 150
    assert {name: missing for name, missing in wrong.items() if missing} == {}


def test_no_argument_is_explained_that_is_not_there():
    unknown = {name: [one for one in explained(text) if one not in names] for name, names, text in several()}
    assert {name: gone for name, gone in unknown.items() if gone} == {}


def raised(node):
    """Errors that a function raises itself; to end a command is none."""
    inside = [one.exc for one in ast.walk(node) if isinstance(one, ast.Raise) and one.exc is not None]
    return [ast.unparse(one) for one in inside if not ast.unparse(one).startswith("typer.Exit")]


def test_whoever_raises_says_so():
    silent = [
        f"{dotted(path)}.{name}"
        for path in FILES
        for name, node in functions(ast.parse(path.read_text(encoding="utf-8")))
        if raised(node) and not section(ast.get_docstring(node), "Raises") and not is_exempt(path, name, node)
    ]
    assert silent == []


def called():
    """What users call, by dotted name."""
    for package in PUBLIC:
        module = importlib.import_module(f"gutbrain.{package}".rstrip("."))
        for name in module.__all__:
            thing = getattr(module, name)
            if inspect.isroutine(thing) or hasattr(thing, "cache_info"):
                yield f"{module.__name__}.{name}", thing
    for place, names in CALLED.items():
        for name in names:
            thing = importlib.import_module(f"gutbrain.{place}")
            for part in name.split("."):
                thing = getattr(thing, part)
            yield f"gutbrain.{place}.{name}", thing


def test_whatever_users_call_says_what_it_takes_and_gives():
    silent = []
    for name, thing in called():
        function = getattr(inspect.unwrap(thing), "__func__", inspect.unwrap(thing))
        signature, text = inspect.signature(function), inspect.getdoc(thing)
        taken = set(signature.parameters) - {"self", "cls"}
        gives = signature.return_annotation not in (None, "None")
        if taken - set(explained(text)) or (gives and not section(text, "Returns")):
            silent.append(name)
    assert silent == []


def test_whatever_users_call_has_an_example():
    lines = {name: section(inspect.getdoc(thing), "Examples") or () for name, thing in called()}
    assert len(lines) > 70
    assert [name for name, example in lines.items() if not any(line.startswith(">>> ") for line in example)] == []


def test_no_example_is_left_out_of_the_run():
    assert [dotted(path) for path in FILES if re.search(r"#\s*doctest:\s*\+SKIP", path.read_text("utf-8"))] == []


def written(module):
    """How many examples a module's text holds, whatever doctest finds of them."""
    tree = ast.parse(inspect.getsource(module))
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    texts = [ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, kinds)]
    return sum(len(doctest.DocTestParser().get_examples(text)) for text in texts)


WITH_EXAMPLES = [dotted(path) for path in FILES if ">>> " in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_run(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    module = importlib.import_module(name)
    done = doctest.testmod(module)
    assert not done.failed
    assert done.attempted == written(module)
