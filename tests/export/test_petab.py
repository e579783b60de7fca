"""The calibration problem as PEtab: valid, whole, and simulated by another tool as here."""

import math
from functools import partial
from types import SimpleNamespace

import libsbml
import numpy as np
import pandas as pd
import pytest

from gutbrain.axis import axis
from gutbrain.engine.ensemble import Ensemble, shipped
from gutbrain.export.petab.aims import error_of
from gutbrain.export.petab.arms import conditions, identifier
from gutbrain.export.petab.contrasts import Contrast, Reading
from gutbrain.export.petab.problem import write
from gutbrain.export.petab.stated import stated
from gutbrain.findings.batches import Size, simulate_findings
from gutbrain.findings.calibration import COHORT
from gutbrain.findings.reading import own_files, read_findings
from gutbrain.findings.targets import CLEAR, DIRECTION_ERROR
from gutbrain.model.units import canonical

HANDFUL = (
    "khine-2019-shirota-level",  # a strain
    "tsigos-1997-il6-3ug-acth",  # an injection
    "spath-schwalbe-1994-il6-day21-cortisol",  # 43 changes, a ratio
    "santos-2000-mast-cell-deficient",  # begins before day 0, in rats, no difference
    "reigstad-2015-germ-free-colon-serotonin",  # mice without microbes
    "vgontzas-2004-six-hours-il6",  # windows
    "leproult-2014-misaligned-bedtimes-crp",  # a direction, logarithms
    "kazemi-2019-bdi",  # changes in two arms, a questionnaire at entry
    "zamani-2019-ibs-depressive-symptoms-share",  # cannot be stated
)
RELATIVE, ABSOLUTE = 1e-7, 1e-9


@pytest.fixture(scope="module")
def findings():
    return read_findings(own_files()).findings


@pytest.fixture(scope="module")
def handful(findings):
    return [finding for finding in findings if finding.id in HANDFUL]


@pytest.fixture(scope="module")
def folder(handful, tmp_path_factory):
    made = tmp_path_factory.mktemp("petab")
    write(made, handful)
    return made


@pytest.fixture(scope="module")
def problem(folder):
    return pytest.importorskip("petab.v1").Problem.from_yaml(folder / "problem.yaml")


def table(folder, name):
    return pd.read_csv(folder / name, sep="\t")


def test_petab_finds_nothing_wrong(problem):
    from petab.v1.lint import lint_problem

    assert lint_problem(problem) is False


def test_libsbml_finds_nothing_wrong(folder):
    document = libsbml.readSBMLFromFile(str(folder / "model.xml"))
    document.checkConsistency()
    assert document.getNumErrors() == 0


def test_every_finding_is_there_or_named_with_the_reason(folder):
    left_out = table(folder, "not-exported.tsv")
    assert set(table(folder, "findings.tsv").findingId) | set(left_out.findingId) == set(HANDFUL)
    assert left_out.reason.str.len().min() > 20


def test_readme_says_what_is_in_the_folder(folder):
    said = (folder / "README.txt").read_text(encoding="utf-8")
    assert {file.name for file in folder.iterdir()} - set(said.split()) == {"README.txt"}


def test_parameters_are_those_that_calibration_moves(folder):
    rows = table(folder, "parameters.tsv").set_index("parameterId")
    free = rows[rows.objectivePriorParameters.notna()]
    assert set(free.parameterName) == set(shipped().deviates)
    assert ((rows.lowerBound <= rows.nominalValue) & (rows.nominalValue < rows.upperBound)).all()


def test_bounds_and_prior_come_from_the_published_range(folder):
    rows = table(folder, "parameters.tsv").set_index("parameterName")
    known = next(p for p in axis().parameters if p.low and p.low > 0 and p.unit == "1" and p.key in shipped().deviates)
    row, up = rows.loc[known.key], np.mean(shipped().deviates[known.key]) >= 0
    mean, sd = map(float, row.objectivePriorParameters.split(";"))
    assert (row.parameterScale, mean) == ("log", pytest.approx(math.log(known.value)))
    assert mean + (1.959964 if up else -1.959964) * sd == pytest.approx(math.log(known.high if up else known.low))
    assert row.lowerBound < known.low < known.high < row.upperBound


def test_best_baselines_leave_what_the_sum_misses():
    low, high = (Reading("a", "crp", hour) for hour in (0.0, 24.0))
    contrast = Contrast(SimpleNamespace(), {low: -1.0, high: 1.0}, target=3.0, error=0.5)
    assert contrast.missing({low: 1.0, high: 2.0}.__getitem__) == pytest.approx(4.0)


def test_a_direction_that_is_clear_misses_nothing():
    low, high = (Reading("a", "crp", hour) for hour in (0.0, 24.0))
    contrast = Contrast(SimpleNamespace(), {low: -1.0, high: 1.0}, target=0.2, error=0.05, limit=1)
    assert contrast.missing({low: 1.0, high: 2.0}.__getitem__) == 0.0
    assert contrast.missing({low: 1.0, high: 1.1}.__getitem__) == pytest.approx(2.0)


def missing(finding, predicted):
    """What a finding misses, in errors; a direction that is met misses nothing."""
    seen, error = finding.observed.value, error_of(finding)
    if finding.compare.statistic != "direction":
        return (seen - predicted) / error
    met = abs(predicted) < DIRECTION_ERROR if seen == 0 else predicted * seen >= CLEAR
    return 0.0 if met else (CLEAR * seen - predicted) / error


def agrees_with_our_own_statistics(some):
    """What is missing in the sums is what the statistics of the typical person miss."""
    problem = stated(some)
    fitted = [contrast.finding for contrast in problem.contrasts]
    middle = {key: np.repeat(z.mean(), COHORT.draws) for key, z in shipped().deviates.items()}
    people = simulate_findings(fitted, COHORT, ensemble=Ensemble(middle, luck=False))
    spreads = {key: outcome.spread for key, outcome in people.items() if np.isfinite(outcome.spread)}
    typical = simulate_findings(fitted, Size(1, 1), spreads=spreads)
    ours = np.array([missing(f, typical[f.id].effect.smooth[0]) for f in fitted])
    stating = np.array([c.missing(partial(problem.central, c.finding)) for c in problem.contrasts])
    # where no difference was seen, ours asks nothing within one error
    within = np.abs(stating) < 1
    nothing_seen = np.array([f.compare.statistic == "direction" and f.observed.value == 0 for f in fitted])
    return np.abs(np.where(nothing_seen & within, 0.0, stating) - ours)


def test_sums_are_our_own_statistics(handful):
    assert agrees_with_our_own_statistics(handful).max() < 0.05


@pytest.mark.slow
def test_sums_are_our_own_statistics_in_all_findings(findings):
    off = agrees_with_our_own_statistics(findings)
    assert len(off) > 150
    assert off.max() < 0.12


def test_findings_with_the_same_arm_share_a_condition(findings):
    lps = [f for f in findings if f.id.startswith("janum-2016-lps2")]
    assert len({condition.id for condition in conditions(lps).values()}) == 1


@pytest.mark.slow
def test_petab_finds_nothing_wrong_in_the_whole_problem(findings, tmp_path):
    petab = pytest.importorskip("petab.v1")
    write(tmp_path, findings)
    assert petab.lint.lint_problem(petab.Problem.from_yaml(tmp_path / "problem.yaml")) is False
    told = [set(table(tmp_path, name).findingId) for name in ("findings.tsv", "not-exported.tsv")]
    assert told[0] | told[1] == {finding.id for finding in findings}
    assert not told[0] & told[1]


@pytest.fixture(scope="module")
def simulated(problem):
    """Every reading by libRoadRunner, from the files alone: observables, and what the model itself gives."""
    roadrunner = pytest.importorskip("roadrunner")
    from petab.v1 import get_optimization_to_simulation_parameter_mapping
    from petab.v1.math import sympify_petab

    engine = roadrunner.RoadRunner(libsbml.writeSBMLToString(problem.model.sbml_document))
    known = set(engine.model.getGlobalParameterIds())
    engine.integrator.relative_tolerance = RELATIVE
    engine.integrator.absolute_tolerance = [ABSOLUTE] * len(engine.integrator.getAbsoluteToleranceVector())
    engine.integrator.maximum_num_steps = 200_000
    mapping = get_optimization_to_simulation_parameter_mapping(
        problem.condition_df,
        problem.measurement_df,
        parameter_df=problem.parameter_df,
        observable_df=problem.observable_df,
        model=problem.model,
        scaled_parameters=False,
    )
    nominal = problem.parameter_df.nominalValue.to_dict()
    ids = problem.get_simulation_conditions_from_measurement_df().simulationConditionId
    rows = []
    for condition, (_, values, *_) in zip(ids, mapping, strict=True):
        asked = problem.measurement_df[problem.measurement_df.simulationConditionId == condition]
        formulas = {o: sympify_petab(problem.observable_df.observableFormula[o]) for o in asked.observableId}
        names = sorted({str(s) for f in formulas.values() for s in f.free_symbols} & known)
        engine.setValues({k: nominal.get(v, v) for k, v in values.items() if k in known})
        engine.reset()
        found = np.array(engine.simulate(times=[0.0, *sorted(set(asked.time))], selections=["time", *names]))
        for row in asked.itertuples():
            at = dict(zip(names, found[np.argmin(np.abs(found[:, 0] - row.time)), 1:], strict=True))
            formula, every = formulas[row.observableId], nominal | at
            seen = float(formula.subs({symbol: every[str(symbol)] for symbol in formula.free_symbols}))
            missing = (row.measurement - seen) / float(problem.observable_df.noiseFormula[row.observableId])
            rows.append(
                (
                    row.datasetId,
                    row.observableId,
                    missing,
                    {n: at[n] for n in map(str, formula.free_symbols) if n in at},
                )
            )
    return pd.DataFrame(rows, columns=["finding", "observable", "missing", "model"])


@pytest.mark.slow
def test_libroadrunner_reads_what_we_read(simulated, handful):
    """Each reading within 1 %."""
    problem = stated(handful)
    asked = {}
    for contrast in problem.contrasts:
        name, many = f"seen__{identifier(contrast.finding.id)}", len(contrast.weights) > 1
        for number, reading in enumerate(contrast.weights, 1):
            asked[f"{name}_{number}" if many else name] = contrast.finding, reading
    units = {name: declared.unit for name, declared in axis().observables.items()}
    for row in simulated.itertuples():
        finding, reading = asked[row.observable]
        ((name, value),) = row.model.items()
        theirs = reading.scaled(value / canonical(units[name])[0])
        ours = problem.central(finding, reading)
        assert theirs == pytest.approx(ours, rel=0.0 if reading.log else 0.01, abs=0.01 if reading.log else 0.0)


@pytest.mark.slow
def test_what_libroadrunner_misses_is_what_we_miss(simulated, folder):
    """The squares of the readings of a finding add up to that of the finding."""
    ours = table(folder, "findings.tsv").set_index("findingId").missing
    found = np.sqrt((simulated.missing**2).groupby(simulated.finding).sum())
    assert np.abs(found - ours.abs()).max() < 0.1
