"""Sleep as it ships, shortened by caffeine: 400 mg six hours before bed (4 mg/L in bed) took about an hour."""

from gutbrain.axis import sleep as shipped
from gutbrain.model import change, human_trial, output, parameter, signal, state


class Sleep(shipped.Sleep):
    night_caffeine = signal("mg/L", rest=0.0, claim="caffeine-shortens-sleep")
    caffeine_loss = parameter(0.2, "h*L/mg", "sleep lost per mg/L in bed", (0.1, 0.3), human_trial("drake-2013"))

    @output("h", "sleep lost last night, against the person's usual")
    def sleep_loss(v):
        return shipped.Sleep.sleep_loss.formula(v) + v.caffeine_loss * v.night_caffeine

    @state("h", "sleep debt", start=1.0)
    def sleep_debt(v):
        gain, loss = shipped.Sleep.sleep_debt.formula(v)
        return change(gain + v.caffeine_loss * v.night_caffeine / v.night, loss)
