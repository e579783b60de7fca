"""The loop over time around the equations, in the language of LLVM.

All vectors of a call go through a stage before any goes on to the next, since they may be coupled: the first carries
variant 0 in all its lanes and goes first; what others would hear from it is put down in ``free``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from llvmlite import ir

from gutbrain.engine.machine import vectors
from gutbrain.engine.machine.codegen import INDEX, NOTHING, POINTER, Generator, Loops, element, splatted, whole
from gutbrain.engine.machine.tracing import Level
from gutbrain.engine.machine.vectors import DOUBLE, SINGLE, WHOLE, Wide, wide

SLOWEST = 1e-9
"""Stands in for a loss of zero where slow states are hurried, 1/h."""

SERIES_BELOW = 0.1

RUN = {
    "vectors": INDEX,
    "steps": INDEX,
    "variants": INDEX,
    "parameters": POINTER,
    "traits": POINTER,
    "usual": POINTER,
    "held": POINTER,
    "variant": POINTER,
    "table": POINTER,
    "segment": POINTER,
    "fresh": POINTER,
    "clock_begin": POINTER,
    "clock_end": POINTER,
    "settling": POINTER,
    "before_day_zero": POINTER,
    "width": POINTER,
    "rush": POINTER,
    "row": POINTER,
    "states": POINTER,
    "kept": POINTER,
    "scratch": POINTER,
}
"""Arguments of ``run``; see :class:`~gutbrain.engine.machine.kernel.Kernel`."""

OBSERVE = {
    name: kind for name, kind in RUN.items() if name not in ("clock_begin", "width", "rush", "row", "states", "scratch")
} | {"observed": POINTER, "scratch": POINTER}
"""Arguments of ``observe``: a step is a moment here."""


class Stepping(Generator):
    """Writes the functions ``run`` and ``observe`` of one model."""

    def program(self) -> ir.Module:
        """The module with the functions ``run`` and ``observe``."""
        self._levels = {
            level: self.equations_of(level.name.lower(), level, [])
            for level in (Level.PERSON, Level.SPELL, Level.CLOCK)
        }
        slopes = self.equations_of("slopes", Level.STATE, [list(self.equations.gain), list(self.equations.loss)])
        read = self.equations_of("read", Level.STATE, [list(self.equations.observables)])
        self._gather = self._gathering()
        self._run(slopes)
        self._observe(read)
        return self.module

    @contextmanager
    def _flushed(self, b: ir.IRBuilder) -> Iterator[None]:
        """Take numbers too small to be normal for zero, which spares the processor its slow way with them.

        The thread's own setting is restored.
        """
        if self.module.triple.startswith("x86_64"):
            place = b.alloca(WHOLE)
            read, write = (self.declared(f"llvm.x86.sse.{name}", NOTHING, [POINTER]) for name in ("stmxcsr", "ldmxcsr"))
            b.call(read, [place])
            usual = b.load(place, typ=WHOLE)
            b.store(b.or_(usual, WHOLE(0x8040)), place)
            b.call(write, [place])
            yield
            b.store(usual, place)
            b.call(write, [place])
        elif self.module.triple.startswith(("aarch64", "arm64")):
            read = self.declared("llvm.aarch64.get.fpcr", INDEX, [])
            write = self.declared("llvm.aarch64.set.fpcr", NOTHING, [INDEX])
            usual = b.call(read, [])
            b.call(write, [b.or_(usual, INDEX(1 << 24))])
            yield
            b.call(write, [usual])
        else:
            yield

    def _gathering(self) -> ir.Function:
        """Exposures of one vector: what acts in each lane's variant, the usual level where that is NaN."""
        loops, given = self.internal(
            "gather",
            {
                "variants": INDEX,
                "variant": POINTER,
                "levels": POINTER,
                "usual": POINTER,
                "exposures": POINTER,
            },
        )
        b = loops.builder
        with loops.over(whole(self.sizes.exposures)) as name, loops.over(whole(self.width)) as lane:
            place = b.add(b.mul(name, whole(self.width)), lane)
            variant = b.sext(element(b, given["variant"], lane, WHOLE), INDEX)
            acting = element(b, given["levels"], b.add(b.mul(name, given["variants"]), variant), SINGLE)
            usual = element(b, given["usual"], place, SINGLE)
            level = b.select(b.fcmp_unordered("uno", acting, acting), usual, acting)
            b.store(level, b.gep(given["exposures"], [place], source_etype=SINGLE))
        b.ret_void()
        return b.function

    def _advance(self, name: str, *, last: bool) -> ir.Function:
        """The exponential step of all states of one vector.

        Exact for dy/dt = gain - loss * y with gain and loss held over the step: those at its beginning, or in the
        ``last`` stage the mean of both. What is added is worked out in single precision, as gain and loss are; states
        in double take it in the last stage, those in single (``at``) in both.
        """
        pointers = ("states", "at", "gain", "loss", *(("gain_2", "loss_2") if last else ()))
        loops, given = self.internal(name, {**dict.fromkeys(pointers, POINTER), "width": SINGLE})
        for argument in loops.builder.function.args[:-1]:
            argument.add_attribute("noalias")
        b, double = loops.builder, wide(DOUBLE, self.width)
        width = Wide(b, splatted(b, given["width"], self.wide))
        with loops.over(whole(self.sizes.states)) as i:
            gain, loss = self.load(b, given["gain"], i), self.load(b, given["loss"], i)
            place = b.gep(given["states"], [i], source_etype=double)
            if last:
                gain = (gain + self.load(b, given["gain_2"], i)) * 0.5
                loss = (loss + self.load(b, given["loss_2"], i)) * 0.5
                exact = Wide(b, b.load(place, typ=double, align=self.align))
                y = Wide(b, b.fptrunc(exact.value, self.wide))
            else:
                y = self.load(b, given["at"], i)
            z = loss * width
            # the series keeps the digits that 1 - exp(-z) loses
            series = 1.0 - z * (1 / 2 - z * (1 / 6 - z * (1 / 24 - z * (1 / 120))))
            weight = series.where(z.under(SERIES_BELOW), (1.0 - vectors.decay(z * -1.0)) / z)
            added = width * weight * (gain - loss * y)
            if last:
                exact = exact + Wide(b, b.fpext(added.value, double))
                b.store(exact.value, place, align=self.align)
                self.store(b, Wide(b, b.fptrunc(exact.value, self.wide)), given["at"], i)
            else:
                self.store(b, y + added, given["at"], i)
        b.ret_void()
        return b.function

    def _hurry(self, name: str, *, first: bool) -> ir.Function:
        """Hurry slow states of one vector to the rate ``rush``; how much is decided at the first stage of a step."""
        loops, given = self.internal(name, {**dict.fromkeys(("gain", "loss", "hurry"), POINTER), "rush": SINGLE})
        b = loops.builder
        rush = Wide(b, splatted(b, given["rush"], self.wide))
        with loops.over(whole(self.sizes.states)) as i:
            gain, loss = self.load(b, given["gain"], i), self.load(b, given["loss"], i)
            if first:
                hurry = (rush / loss.at_least(SLOWEST)).at_least(1.0)
                self.store(b, hurry, given["hurry"], i)
            else:
                hurry = self.load(b, given["hurry"], i)
            self.store(b, gain * hurry, given["gain"], i)
            self.store(b, loss * hurry, given["loss"], i)
        b.ret_void()
        return b.function

    def _run(self, slopes: ir.Function) -> None:
        loops, given = self.function("run", RUN)
        b, blocks = loops.builder, _Blocks(self, loops.builder, given)
        with self._flushed(b):
            self._all_steps(loops, blocks, slopes)
        b.ret_void()

    def _all_steps(self, loops: Loops, blocks: _Blocks, slopes: ir.Function) -> None:
        predict, correct = self._advance("predict", last=False), self._advance("correct", last=True)
        decide, again = self._hurry("decide", first=True), self._hurry("again", first=False)
        b, given = loops.builder, blocks.given
        count = given["vectors"]
        with loops.over(count) as k:
            self._call(blocks, Level.PERSON, k)
            with loops.over(whole(self.sizes.states)) as i:
                double = wide(DOUBLE, self.width)
                states = blocks.of("states", k, element=DOUBLE)
                y = b.load(b.gep(states, [i], source_etype=double), typ=double, align=self.align)
                self.store(b, Wide(b, b.fptrunc(y, self.wide)), blocks.own(k, "at"), i)
        with loops.over(given["steps"]) as step:
            flags = [element(b, given[name], step, SINGLE) for name in ("settling", "before_day_zero")]
            width, rush = element(b, given["width"], step, SINGLE), element(b, given["rush"], step, SINGLE)
            hurried = b.fcmp_ordered(">", rush, SINGLE(0.0))
            clock = element(b, given["clock_begin"], step, SINGLE)
            self._enter(loops, blocks, step, clock, flags)
            with loops.over(count) as k:
                gain, loss, hurry = (blocks.own(k, name) for name in ("gain", "loss", "hurry"))
                states, at = blocks.of("states", k, element=DOUBLE), blocks.own(k, "at")
                b.call(slopes, [*blocks.of_equations(k), clock, *flags, gain, loss])
                with b.if_then(hurried):
                    b.call(decide, [gain, loss, hurry, rush])
                b.call(predict, [states, at, gain, loss, width])
            clock = element(b, given["clock_end"], step, SINGLE)
            with loops.over(count) as k:
                gain, loss, hurry = (blocks.own(k, name) for name in ("gain", "loss", "hurry"))
                gain_2, loss_2 = blocks.common("gain_2"), blocks.common("loss_2")
                states, at = blocks.of("states", k, element=DOUBLE), blocks.own(k, "at")
                self._call(blocks, Level.CLOCK, k, clock, flags)
                b.call(slopes, [*blocks.of_equations(k), clock, *flags, gain_2, loss_2])
                with b.if_then(hurried):
                    b.call(again, [gain_2, loss_2, hurry, rush])
                b.call(correct, [states, at, gain_2, loss_2, gain, loss, width])
            row = b.sext(element(b, given["row"], step, WHOLE), INDEX)
            with b.if_then(b.icmp_signed(">=", row, whole(0))), loops.over(count) as k:
                place = b.mul(b.add(b.mul(row, count), k), whole(self.sizes.states))
                with loops.over(whole(self.sizes.states)) as i:
                    self.store(b, self.load(b, blocks.own(k, "at"), i), given["kept"], b.add(place, i))

    def _observe(self, read: ir.Function) -> None:
        loops, given = self.function("observe", OBSERVE)
        b, blocks = loops.builder, _Blocks(self, loops.builder, given)
        with self._flushed(b):
            self._all_moments(loops, blocks, read)
        b.ret_void()

    def _all_moments(self, loops: Loops, blocks: _Blocks, read: ir.Function) -> None:
        b, given = loops.builder, blocks.given
        count = given["vectors"]
        with loops.over(count) as k:
            self._call(blocks, Level.PERSON, k)
        with loops.over(given["steps"]) as step:
            flags = [element(b, given[name], step, SINGLE) for name in ("settling", "before_day_zero")]
            clock = element(b, given["clock_end"], step, SINGLE)
            self._enter(loops, blocks, step, clock, flags)
            with loops.over(count) as k:
                self._call(blocks, Level.CLOCK, k, clock, flags)
                place = b.add(b.mul(step, count), k)
                *others, _ = blocks.of_equations(k)
                kept = b.gep(given["kept"], [b.mul(place, whole(self.sizes.states))], source_etype=self.wide)
                out = b.gep(given["observed"], [b.mul(place, whole(self.sizes.observables))], source_etype=self.wide)
                b.call(read, [*others, kept, clock, *flags, out])

    def _enter(self, loops: Loops, blocks: _Blocks, step: ir.Value, clock: ir.Value, flags: list[ir.Value]) -> None:
        """What changes where other levels act, or time jumps."""
        b, given = loops.builder, blocks.given
        fresh = b.icmp_signed("!=", element(b, given["fresh"], step, WHOLE), WHOLE(0))
        with b.if_then(fresh):
            segment = b.sext(element(b, given["segment"], step, WHOLE), INDEX)
            size = b.mul(given["variants"], whole(self.sizes.exposures))
            levels = b.gep(given["table"], [b.mul(segment, size)], source_etype=SINGLE)
            with loops.over(given["vectors"]) as k:
                variant = b.gep(given["variant"], [b.mul(k, whole(self.width))], source_etype=WHOLE)
                usual = blocks.of("usual", k)
                b.call(self._gather, [given["variants"], variant, levels, usual, blocks.own(k, "exposures")])
                self._call(blocks, Level.SPELL, k, clock, flags)
                self._call(blocks, Level.CLOCK, k, clock, flags)

    def _call(
        self,
        blocks: _Blocks,
        level: Level,
        k: ir.Value,
        clock: ir.Value | None = None,
        flags: list[ir.Value] | None = None,
    ) -> None:
        zero = SINGLE(0.0)
        blocks.builder.call(self._levels[level], [*blocks.of_equations(k), clock or zero, *(flags or [zero, zero])])


class _Blocks:
    """Where everything of one vector stands."""

    OWN = ("exposures", "hoisted", "at", "gain", "loss", "hurry")
    COMMON = ("free", "told", "gain_2", "loss_2")

    def __init__(self, generator: Generator, builder: ir.IRBuilder, given: dict[str, ir.Value]) -> None:
        self.generator, self.builder, self.given = generator, builder, given

    def of(self, name: str, k: ir.Value, element: ir.Type = SINGLE) -> ir.Value:
        """Block ``k`` of an argument."""
        sizes = self.generator.sizes
        size = getattr(sizes, {"usual": "exposures", "held": "channels"}.get(name, name))
        b = self.builder
        return b.gep(self.given[name], [b.mul(k, whole(size))], source_etype=wide(element, self.generator.width))

    def common(self, name: str) -> ir.Value:
        """What all vectors have together; it stands at the beginning of the scratch memory."""
        sizes = self.generator.sizes
        lengths = {"free": sizes.heard, "told": sizes.heard, "gain_2": sizes.states, "loss_2": sizes.states}
        before = sum(lengths[other] for other in self.COMMON[: self.COMMON.index(name)])
        return self.builder.gep(self.given["scratch"], [whole(before)], source_etype=self.generator.wide)

    def own(self, k: ir.Value, name: str) -> ir.Value:
        """What a vector has of its own in the scratch memory."""
        sizes, b = self.generator.sizes, self.builder
        lengths = {"exposures": sizes.exposures, "hoisted": sizes.hoisted}
        before = sum(lengths.get(other, sizes.states) for other in self.OWN[: self.OWN.index(name)])
        place = b.add(b.mul(k, whole(sizes.own)), whole(sizes.common + before))
        return b.gep(self.given["scratch"], [place], source_etype=self.generator.wide)

    def of_equations(self, k: ir.Value) -> list[ir.Value]:
        """The :data:`BLOCKS` of one vector."""
        b, free = self.builder, self.common("free")
        told = b.select(b.icmp_signed("==", k, whole(0)), free, self.common("told"))
        return [
            self.of("parameters", k),
            self.of("traits", k),
            self.own(k, "exposures"),
            self.of("held", k),
            self.own(k, "hoisted"),
            free,
            told,
            self.own(k, "at"),
        ]
