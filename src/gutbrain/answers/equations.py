"""Equations of a channel as they are read: MathML, with the parameters in them and where their values come from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import BaseModel, Field

from gutbrain.datafiles import some_per_world
from gutbrain.model.module import Constant, Reference, State


class Equation(BaseModel):
    """One equation: ``dy/dt`` of a state (per hour), or the value of an output."""

    name: str
    kind: str = Field(description="rate (dy/dt, per hour), value, or reference (held from day 0 on)")
    meaning: str
    unit: str
    formula: str = Field(description="as plain text")
    mathml: str = Field(description="presentation MathML")
    main: bool = Field(description="whether it gives a main observable, or a signal that others hear")


class ParameterRow(BaseModel):
    """A number in the equations."""

    name: str
    meaning: str
    value: float
    unit: str
    low: float | None
    high: float | None
    constant: bool = Field(description="true of a number without uncertainty")
    grade: str
    source: str = Field(description="key of a reference, or assumption, or definition")
    after: str = Field(description="key of a reference that an assumption follows, or empty")
    cited: str
    url: str


class ChannelEquations(BaseModel):
    """Everything that a channel computes."""

    channel: str
    equations: list[Equation]
    parameters: list[ParameterRow]


class Asked(BaseModel):
    """Whose equations: all of a channel, or those in which it hears one signal."""

    channel: str
    signal: str = ""


def equations(asked: Asked) -> ChannelEquations:
    """Equations of a channel, those that give what others see first, and the parameters that stand in them."""
    from gutbrain import world
    from gutbrain.atlas.observables import main_of

    model = world.model()
    heard = {s.name for s in model.signals}
    main = {*main_of(asked.channel, model), *heard}
    found, used = [], set()
    for name, expression in _symbolic(asked.channel).items():
        declaration = model.givers[name]
        symbols = {s.name for s in getattr(expression, "free_symbols", ())}
        if asked.signal and asked.signal not in symbols:
            continue
        used |= symbols
        rate = isinstance(declaration, State | Reference)
        found.append(
            Equation(
                name=name,
                kind="reference" if isinstance(declaration, Reference) else "rate" if rate else "value",
                meaning=declaration.meaning,
                unit=declaration.unit,
                formula=f"d({name})/dt = {expression}" if rate else f"{name} = {expression}",
                mathml=_mathml(name, expression, rate=rate, heard={asked.signal}),
                main=name in main,
            )
        )
    found.sort(key=lambda e: (not e.main, e.kind == "reference"))
    parameters = [_row(p) for p in model.parameters if p.module == asked.channel and p.name in used]
    return ChannelEquations(channel=asked.channel, equations=found, parameters=parameters)


@some_per_world(32)
def _symbolic(channel: str) -> Mapping[str, Any]:
    from gutbrain import world
    from gutbrain.model.wiring import symbolic

    return symbolic(world.model(), channel)


def _row(parameter: Any) -> ParameterRow:
    from gutbrain.evidence.records import cite, references

    reference = references().get(parameter.after or parameter.source)
    return ParameterRow(
        name=parameter.name,
        meaning=parameter.meaning,
        value=parameter.value,
        unit=parameter.unit,
        low=parameter.low,
        high=parameter.high,
        constant=isinstance(parameter, Constant),
        grade=parameter.grade,
        source=parameter.source,
        after=parameter.after,
        cited=cite(reference) if reference else "",
        url=reference.url if reference else "",
    )


def _mathml(name: str, expression: Any, *, rate: bool, heard: Collection[str]) -> str:
    import sympy
    from sympy.printing.mathml import MathMLPresentationPrinter

    from gutbrain import words

    class Printer(MathMLPresentationPrinter):  # type: ignore[misc]
        """Names as words, numbers with the digits that somebody wrote."""

        def _print_Symbol(self, symbol: Any, style: str = "plain") -> Any:
            node = self._token("mi", symbol.name.replace("_", " "))
            if symbol.name in heard:
                node.setAttribute("class", "heard")
            return node

        def _print_Float(self, number: Any) -> Any:
            return self._token("mn", words.given(float(f"{float(number):.6g}")))

        def _token(self, kind: str, text: str) -> Any:
            node = self.dom.createElement(kind)
            node.appendChild(self.dom.createTextNode(text))
            return node

    printer = Printer({"mul_symbol": "dot"})
    own = printer.doprint(sympy.Symbol(name))
    left = f"<mfrac><mrow><mi>d</mi><mspace width='.25em'/>{own}</mrow><mrow><mi>d</mi><mi>t</mi></mrow></mfrac>"
    right = printer.doprint(sympy.sympify(expression))
    return f'<math display="block"><mrow>{left if rate else own}<mo>=</mo>{right}</mrow></math>'
