"""The planned analysis of a virtual trial as an R script over its exported data.

The script was written for R 4 with base functions, and ``mmrm`` or ``nlme`` for repeated measures. It is not run here.
"""

from __future__ import annotations

import json
import math

from gutbrain.trials.endpoints import is_ratio
from gutbrain.trials.trial import TrialResult


def script(result: TrialResult) -> str:
    """The script; beside every comparison stands the estimate that is to come out.

    Parameters
    ----------
    result
        A trial.
    """
    design = result.design
    lines = [
        f"# Planned analysis of: {_comment(design.title)}",
        "# Written by gutbrain for the data in data.csv beside it; not run by those who wrote it.",
        'd <- read.csv("data.csv", na.strings = "")',
        f"d$arm <- relevel(factor(d$arm), ref = {_text(design.control)})",
        "d$participant <- factor(d$participant)",
        "",
    ]
    for name in design.endpoints:
        head = f"log_{name}" if is_ratio(name) else name
        lines += [f"## {name}" + (" (of the natural logarithm)" if is_ratio(name) else "")]
        lines += _expected(result, name)
        lines += _analysis(result, head, name)
    return "\n".join(lines) + "\n"


def _analysis(result: TrialResult, head: str, name: str) -> list[str]:
    design = result.design
    if design.crossover:
        value = f"log({name})" if is_ratio(name) else name
        last = len(design.visits)
        return [
            f"e <- d[d$visit %% {last} == {last - 1}, ]",
            f"whole <- ave(!is.na(e${name}), e$participant, FUN = all)",
            f"fit <- lm({value} ~ arm + factor(period) + participant, data = e[as.logical(whole), ])",
            'print(summary(fit)$coefficients[grep("^arm", names(coef(fit))), , drop = FALSE])',
            'print(confint(fit)[grep("^arm", names(coef(fit))), , drop = FALSE])',
            "",
        ]
    week = f"{design.visits[-1]:g}"
    change, baseline = f"{head}_change", f"{head}_baseline"
    if design.analysis == "mmrm":
        return [
            "later <- d[d$week > 0, ]",
            "later$visit <- factor(later$visit)",
            f"fit <- mmrm::mmrm({change} ~ visit * (arm + {baseline}) + us(visit | participant),",
            '                  data = later, method = "Kenward-Roger", reml = TRUE)',
            f"at <- list({baseline} = mean(later${baseline}, na.rm = TRUE))",
            "means <- emmeans::emmeans(fit, ~ arm | visit, at = at)",
            'print(summary(emmeans::contrast(means, "trt.vs.ctrl", adjust = "none"), infer = TRUE))',
            f"# the comparison is that of the last visit, week {week}",
            "",
        ]
    formula = f"{change} ~ arm" + (f" + {baseline}" if design.analysis == "ancova" else "")
    data = f"d[d$week == {week}, ]"
    if design.analysis == "t-test":
        return [
            f"for (one in setdiff(levels(d$arm), {_text(design.control)})) {{",
            f"  two <- {data}; two <- two[two$arm %in% c(one, {_text(design.control)}), ]",
            "  two$arm <- relevel(droplevels(two$arm), ref = " + _text(design.control) + ")",
            f"  fit <- lm({formula}, data = two); print(summary(fit)$coefficients[2, ]); print(confint(fit)[2, ])",
            "}",
            "",
        ]
    return [
        f"fit <- lm({formula}, data = {data})",
        'print(summary(fit)$coefficients[grep("^arm", names(coef(fit))), , drop = FALSE])',
        'print(confint(fit)[grep("^arm", names(coef(fit))), , drop = FALSE])',
        "",
    ]


def _expected(result: TrialResult, name: str) -> list[str]:
    """What is to come out, as comments."""
    made = []
    for one in result.estimates:
        if one.endpoint == name and one.planned and one.known:
            values = [one.value, one.low, one.high]
            if one.kind == "ratio":
                values = [math.log(value) for value in values]
            numbers = ", ".join(f"{value:.6g}" for value in values)
            made.append(f"# {_comment(one.contrast)}: estimate and 95 % interval {numbers}; p {one.p:.4g}; n {one.n}")
    return made


def _comment(text: str) -> str:
    return " ".join(text.split())


def _text(value: str) -> str:
    """Text as R reads it."""
    return json.dumps(value)
