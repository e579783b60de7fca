"""The mind as it ships, and anxious while caffeine is there: 0.61 SD (0.42 to 0.79) after less than 400 mg."""

from gutbrain.axis import mind as shipped
from gutbrain.model import human_trial, output, parameter, signal


class Mind(shipped.Mind):
    plasma_caffeine = signal("mg/L", rest=0.0, claim="caffeine-raises-anxiety")
    jitters = parameter(0.1, "L/mg", "anxiety per mg/L", (0.07, 0.13), human_trial("liu-2024-caffeine"), spread=0.4)

    @output("z", "anxiety at this moment, population z")
    def anxiety(v):
        return shipped.Mind.anxiety.formula(v) + v.jitters * v.plasma_caffeine
