"""Terms as the abstract syntax trees of libSBML."""

from __future__ import annotations

import libsbml

from gutbrain.export.terms import Term

_OPERATIONS = {
    "plus": libsbml.AST_PLUS,
    "minus": libsbml.AST_MINUS,
    "times": libsbml.AST_TIMES,
    "divide": libsbml.AST_DIVIDE,
    "power": libsbml.AST_FUNCTION_POWER,
    "exp": libsbml.AST_FUNCTION_EXP,
    "ln": libsbml.AST_FUNCTION_LN,
    "cos": libsbml.AST_FUNCTION_COS,
    "max": libsbml.AST_FUNCTION_MAX,
    "min": libsbml.AST_FUNCTION_MIN,
    "geq": libsbml.AST_RELATIONAL_GEQ,
    "piecewise": libsbml.AST_FUNCTION_PIECEWISE,
}


def tree(term: Term) -> libsbml.ASTNode:
    """A term as a tree; every number has a unit."""
    if term.operation == "number":
        node = libsbml.ASTNode(libsbml.AST_REAL)
        node.setValue(float(term.value))
        node.setUnits(term.unit.id)
    elif term.operation == "name":
        node = libsbml.ASTNode(libsbml.AST_NAME)
        node.setName(str(term.value))
    elif term.operation == "time":
        node = libsbml.ASTNode(libsbml.AST_NAME_TIME)
        node.setName("time")
    else:
        node = libsbml.ASTNode(_OPERATIONS[term.operation])
        for argument in term.arguments:
            node.addChild(tree(argument))
    return node


def units_used(term: Term) -> set[str]:
    """Identifiers of the units that numbers in a term carry."""
    found = {term.unit.id} if term.operation == "number" else set()
    return found.union(*map(units_used, term.arguments))
