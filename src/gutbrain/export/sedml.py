"""What to do with the model, as SED-ML Level 1 Version 4: one time course, and a report of the main observables."""

from __future__ import annotations

import math
import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from gutbrain.atlas.observables import vocabulary
from gutbrain.export.subject import Subject

NAMESPACE = "http://sed-ml.org/sed-ml/level1/version4"
MATHML = "http://www.w3.org/1998/Math/MathML"
SBML_PREFIX = "http://www.sbml.org/sbml/level3/version2/core"
CVODE, RELATIVE, ABSOLUTE = "KISAO:0000019", "KISAO:0000209", "KISAO:0000211"

POINTS_A_DAY = 24
"""How often a time course is kept."""

TOLERANCES = {RELATIVE: 1e-7, ABSOLUTE: 1e-9}


def sedml(subject: Subject, model: str) -> str:
    """A SED-ML file.

    Parameters
    ----------
    subject
        Whose protocol says how long, and what to show.
    model
        Name of the SBML file beside it.
    """
    root = Element("sedML", {"xmlns": NAMESPACE, "xmlns:sbml": SBML_PREFIX, "level": "1", "version": "4"})
    hours = subject.end - subject.start
    models = SubElement(root, "listOfModels")
    language = "urn:sedml:language:sbml.level-3.version-2"
    SubElement(models, "model", {"id": "axis", "language": language, "source": model})
    _time_course(SubElement(root, "listOfSimulations"), hours)
    tasks = SubElement(root, "listOfTasks")
    SubElement(tasks, "task", {"id": "protocol", "modelReference": "axis", "simulationReference": "time_course"})
    names = shown(subject)
    _data(SubElement(root, "listOfDataGenerators"), names)
    report = SubElement(SubElement(root, "listOfOutputs"), "report", {"id": "observables", "name": "Observables"})
    sets = SubElement(report, "listOfDataSets")
    for name in ("time", *names):
        SubElement(sets, "dataSet", {"id": f"set_{name}", "label": name, "dataReference": f"data_{name}"})
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def shown(subject: Subject) -> tuple[str, ...]:
    """What is read: what the protocol observes first, then every observable of the vocabulary."""
    slots = {strain.short: f"strain_{slot}" for slot, strain in enumerate(subject.table.strains[0], 1)}
    observed = (re.sub(r"^strain\.(.*)$", lambda m: slots.get(m[1], m[0]), name) for name in subject.protocol.observe)
    known = subject.model.observables
    return tuple(name for name in dict.fromkeys([*observed, *vocabulary(), *slots.values()]) if name in known)


def _time_course(parent: Element, hours: float) -> None:
    steps = max(1, math.ceil(hours / 24.0 * POINTS_A_DAY))
    span = {"initialTime": "0", "outputStartTime": "0", "outputEndTime": f"{hours:g}", "numberOfSteps": str(steps)}
    made = SubElement(parent, "uniformTimeCourse", {"id": "time_course", **span})
    algorithm = SubElement(made, "algorithm", {"kisaoID": CVODE})
    settings = SubElement(algorithm, "listOfAlgorithmParameters")
    for kisao, value in TOLERANCES.items():
        SubElement(settings, "algorithmParameter", {"kisaoID": kisao, "value": f"{value:g}"})


def _data(parent: Element, names: tuple[str, ...]) -> None:
    for name in ("time", *names):
        made = SubElement(parent, "dataGenerator", {"id": f"data_{name}", "name": name})
        where = {"id": f"read_{name}", "name": name, "taskReference": "protocol"}
        if name == "time":
            where["symbol"] = "urn:sedml:symbol:time"
        else:
            where["target"] = f"/sbml:sbml/sbml:model/sbml:listOfParameters/sbml:parameter[@id='{name}']"
        SubElement(SubElement(made, "listOfVariables"), "variable", where)
        SubElement(SubElement(made, "math", {"xmlns": MATHML}), "ci").text = f"read_{name}"
