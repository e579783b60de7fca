"""Habits that build up and fade: training of the body, practice of calm, and the glasses of the last hours.

Training is a first-order memory of the minutes of movement: its effects on the gut are gained and lost within weeks
(Allen et al. 2018). Practice is a skill that an eight-week course builds and that fades over months (Goyal et al.
2014). Alcohol is felt for some hours after the last glass. There is no published model of these in this field.
Pitfall: trials of both habits are unblinded; expectation belongs to the protocol, not here.
"""

from gutbrain.model import Module, assumed, change, constant, exposure, human_observation, human_trial, parameter, state


class Habits(Module):
    """Training, practice, and recent drinking."""

    exercise = exposure("min/day", claim="assumption")
    calm = exposure("min/day", claim="assumption")
    alcohol = exposure("g/day", claim="assumption")

    usual_exercise = constant(25.0, "min/day", "movement of the reference adult", human_observation("allen-2018"))
    training_memory = parameter(
        14.0, "day", "time constant of training", (7.0, 45.0), human_trial("allen-2018"), spread=0.2
    )
    course = constant(35.0, "min/day", "daily practice in an eight-week course", human_trial("khoury-2015"))
    learning = parameter(
        0.0313,
        "1/day",
        "practice gained a day in a course, so that eight weeks make 1",
        (0.02, 0.05),
        assumed,
        spread=0.3,
    )
    practice_limit = constant(2.0, "1", "practice that nobody exceeds", assumed)
    practice_memory = parameter(
        149.0, "day", "time constant with which practice fades", (90.0, 270.0), human_trial("goyal-2014"), spread=0.3
    )

    alcohol_memory = parameter(
        8.0, "h", "time constant with which the effects of drinking pass", (4.0, 16.0), assumed, spread=0.2
    )

    @state("1", "training, 1 = reference adult (25 min of movement a day)", start=1.0)
    def training(v):
        return change(gain=v.exercise / v.usual_exercise / v.training_memory, loss=1 / v.training_memory)

    @state("1", "practice of calm, 0 = none, 1 = after an eight-week course", start=0.0)
    def practice(v):
        learnt = v.learning * v.calm / v.course
        return change(gain=learnt, loss=1 / v.practice_memory + learnt / v.practice_limit)

    @state("g/day", "alcohol of the last hours", start=5.0)
    def recent_alcohol(v):
        return change(gain=v.alcohol / v.alcohol_memory, loss=1 / v.alcohol_memory)
