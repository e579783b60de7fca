"""Every number of an equation that says something about life has a name, a unit, a meaning and a basis."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import gutbrain.axis
from gutbrain.axis import axis
from gutbrain.model import Evaluation
from gutbrain.model.dimensions import starting_numbers
from gutbrain.model.module import Output

FILES = sorted(Path(gutbrain.axis.__file__).parent.glob("*.py"))
DECLARING = {"signal", "exposure", "trait", "parameter", "constant", "state", "output", "intermediate", "reference"}

HARMLESS = {0, 1, 2}
"""Nothing; the whole, or rest; and what brings two halves to one (a mean of two, a saturation that is half at rest)."""

TINY = 1e-6
"""What is smaller keeps a divisor or a logarithm from zero, and moves no result."""

EXEMPT = {
    ("metabolites.py", "*"): ({1.5, 3, 4}, "stoichiometry, as written above the pathways; a mean of three acids"),
    ("scales.py", "score"): ({20, 21, 27, 32, 40, 56, 60, 63, 80, 136, 200}, "lowest and highest score of a scale"),
    ("stress_hormones.py", "clock_speed"): ({4}, "derivative of the second harmonic"),
    ("stress_hormones.py", "_unbound"): ({4}, "solution of a quadratic equation"),
    ("stress_hormones.py", "cortisol_awakening_response"): ({100}, "per cent"),
}
"""By file, and formula or function that is called: which numbers may stand there, and why."""


def _number(node: ast.AST) -> float | None:
    is_number = isinstance(node, ast.Constant) and type(node.value) in (int, float)
    return node.value if is_number else None


def _is_of_numbers(node: ast.expr) -> bool:
    """Whether it is a number, worked out of numbers, or holds nothing but such."""
    if isinstance(node, ast.UnaryOp):
        return _is_of_numbers(node.operand)
    if isinstance(node, ast.BinOp):
        return _is_of_numbers(node.left) and _is_of_numbers(node.right)
    if isinstance(node, ast.Tuple | ast.List):
        return all(_is_of_numbers(part) for part in node.elts)
    if isinstance(node, ast.Dict):
        return all(_is_of_numbers(part) for part in node.values)
    return _number(node) is not None


def at_the_top(source: str) -> set[str]:
    """Names of a file that hold plain numbers."""
    return {
        target.id
        for statement in ast.parse(source).body
        if isinstance(statement, ast.Assign) and _is_of_numbers(statement.value)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }


IN_ANY_FILE = {name for file in FILES for name in at_the_top(file.read_text("utf-8"))}


def bare(source: str) -> Iterator[tuple[int, tuple[str, ...], float]]:
    """Every number that an equation leaves bare: line, formulas and calls around it from the outside in, value.

    A number that stands at the top of a file is no better named than one in the equation: its value is ``nan``.
    """
    numbers = at_the_top(source) | IN_ANY_FILE

    def look(node: ast.AST, inside: tuple[str, ...], around: ast.AST | None) -> Iterator:
        if isinstance(node, ast.FunctionDef):
            for statement in node.body:
                yield from look(statement, (*inside, node.name), node)
        elif isinstance(node, ast.Lambda):
            yield from look(node.body, (*inside, "lambda"), node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in DECLARING:
            return  # a declaration, with all that is told of a number
        elif inside and isinstance(node, ast.Name) and node.id in numbers:
            yield node.lineno, inside, float("nan")
        elif inside and _number(node) is not None:
            if not _is_harmless(node, around):
                yield node.lineno, inside, node.value
        else:
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None
            for part in ast.iter_child_nodes(node):
                yield from look(part, (*inside, called) if inside and called else inside, node)

    yield from look(ast.parse(source), (), None)


def _is_harmless(node: ast.Constant, around: ast.AST | None) -> bool:
    """Whether a number may stand where it stands: no exponent of a law, a half only as the middle between two."""
    if isinstance(around, ast.Call) and isinstance(around.func, ast.Name):
        law = {"hill": 2, "power": 1}.get(around.func.id)
        if law is not None and node in around.args[law:]:
            return False
    if isinstance(around, ast.BinOp) and isinstance(around.op, ast.Pow):
        return node.value == 2
    if node.value == 0.5:
        return isinstance(around, ast.BinOp) and isinstance(around.op, ast.Add | ast.Sub)
    return node.value in HARMLESS or 0 < node.value <= TINY


def _exemption(file: str, inside: tuple[str, ...], value: float) -> tuple[str, str] | None:
    places = [(file, "*"), *((file, place) for place in inside)]
    return next((place for place in places if place in EXEMPT and value in EXEMPT[place][0]), None)


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_no_equation_holds_a_number_without_a_name(file):
    left = [
        f"{file.name}:{line}: {value:g} in {inside[0]}: give it a name with constant(value, unit, meaning, basis)"
        for line, inside, value in bare(file.read_text("utf-8"))
        if _exemption(file.name, inside, value) is None
    ]
    assert not left, "\n".join(left)


def test_every_exemption_is_used():
    used = {
        (_exemption(file.name, inside, value), value)
        for file in FILES
        for line, inside, value in bare(file.read_text("utf-8"))
    }
    given = {(place, value) for place, (values, why) in EXEMPT.items() for value in values}
    assert given <= used


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("return v.a * 1.5", [1.5]),
        ("return 0.5 * v.a", [0.5]),
        ("return v.a ** (-0.5)", [0.5]),
        ("return v.a ** 3", [3]),
        ("return hill(v.a, v.b, 2)", [2]),
        ("return power(v.a, 2.0)", [2.0]),
        ("return maximum(v.a, 0.05)", [0.05]),
        ("return sum(x * 0.3 for x in v.all)", [0.3]),
        ("return (lambda x: 7 * x)(v.a)", [7]),
        ("return THREE * v.a", ["nan"]),
        ("return WEIGHTS[0] * v.a", ["nan"]),
        ("return 2 * saturation(v.a, 1.0) - 1", []),
        ("return v.a * (0.5 - v.male) ** 2 + 1e-9", []),
        ("return parameter(0.3, '1', 'given with all that is told of it', None, assumed)", []),
        ("return TEXTS['a']", []),
    ],
)
def test_a_bare_number_is_seen_wherever_it_stands(line, found):
    module = f"THREE = 3\nWEIGHTS = (0.1, 0.2)\nTEXTS = {{'a': 'b'}}\ndef formula(v):\n    {line}\n"
    assert [str(value) if value != value else value for _, _, value in bare(module)] == found


def test_every_number_that_is_declared_is_read_by_an_equation():
    """What no equation reads would be counted among what is known, or guessed."""
    model = axis()
    evaluation = Evaluation(model, starting_numbers(model, units=False))
    for name, declaration in model.givers.items():
        evaluation.value(name) if isinstance(declaration, Output) else evaluation.change(name)
    read = {declaration.key for _, declaration in evaluation.reads}
    assert [number.key for number in model.parameters if number.key not in read] == []
