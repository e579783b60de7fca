"""Caffeine in the body. Pitfalls: people clear it at very different rates; habit, which blunts it, is not here."""

from gutbrain.model import Module, assumed, change, constant, exposure, human_observation, human_trial, parameter, state
from gutbrain.model.maths import log, pulse


class Caffeine(Module):
    caffeine = exposure("mg/h", claim="caffeine-is-absorbed")

    absorption = parameter(0.15, "h", "time constant of absorption", (0.1, 0.3), human_trial("blanchard-1983"))
    half_life = parameter(5.0, "h", "half-life in plasma", (4.0, 6.0), human_observation("nap-2001"), spread=0.4)
    volume = parameter(39.0, "L", "volume that it fills, at 70 kg", (35.0, 45.0), human_observation("nap-2001"))
    bedtime = constant(23.0, "h", "clock hour of bed", assumed)
    dozing = constant(1.0, "h", "how long the level counts that keeps people awake", assumed)

    @state("mg", "caffeine that is not absorbed yet", start=0.0, internal=True)
    def eaten(v):
        return change(gain=v.caffeine, loss=1 / v.absorption)

    @state("mg/L", "caffeine in plasma", start=0.0)
    def plasma_caffeine(v):
        return change(gain=v.eaten / v.absorption / v.volume, loss=log(2.0) / v.half_life)

    @state("mg/L", "caffeine in plasma when the last night began", start=0.0)
    def night_caffeine(v):
        falling_asleep = pulse(v.clock, v.bedtime, v.dozing) / v.dozing
        return change(gain=falling_asleep * v.plasma_caffeine, loss=falling_asleep)
