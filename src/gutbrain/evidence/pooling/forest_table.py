"""The numbers of a forest plot as CSV, which can be read again, and as a script for R (metafor) that pools them."""

from __future__ import annotations

from collections.abc import Iterator

from gutbrain import csvfiles
from gutbrain.evidence.own.table import COLUMNS
from gutbrain.evidence.pooling.as_json import interval
from gutbrain.evidence.pooling.effects import Effect
from gutbrain.evidence.pooling.meta import Meta
from gutbrain.evidence.pooling.random_effects import Pool

FOREST = (
    "key", "authors", "year", "title", "journal", "doi", "pmid", "population", "severity", "preset", "groups", "design",
    "blinding", "funding", "registration", "comparator", "strains", "mixture", "prebiotic", "cfu", "weeks", "outcome",
    "scale", "week", "n_active", "n_control", "g", "se", "low", "high", "made_of", "flags", "read", "weight",
)  # fmt: skip
"""Columns: those that can be added (:data:`gutbrain.evidence.own.table.COLUMNS`) and the weight in per cent."""


def forest_csv(found: Meta) -> str:
    """The forest plot as a table, numbers in full; ``gutbrain meta --add`` reads it again."""
    assert {*FOREST} - {"weight"} <= {*COLUMNS}
    rows = []
    for effect, weight in zip(found.effects, _weights(found), strict=True):
        told = dict(_cells(effect, found)) | {"weight": f"{weight:.2f}"}
        rows.append(["" if told.get(name) is None else told[name] for name in FOREST])
    return csvfiles.rows(FOREST, rows)


def _cells(effect: Effect, found: Meta) -> Iterator[tuple[str, object]]:
    trial, source = effect.trial, found.sources[effect.trial.key]
    low, high = interval(effect)
    for name in ("authors", "year", "title", "journal", "doi", "pmid"):
        yield name, getattr(source, name)
    for name in ("key", "population", "severity", "preset", "design", "blinding", "funding", "registration"):
        yield name, getattr(trial, name)
    yield from (("comparator", trial.comparator), ("groups", "; ".join(trial.groups)))
    yield "strains", "; ".join(one.name for one in trial.product.strains)
    yield from (("mixture", trial.product.mixture), ("prebiotic", trial.product.prebiotic), ("cfu", effect.dose))
    yield from (("weeks", effect.weeks), ("week", effect.weeks), ("outcome", effect.outcome.measures))
    yield from (("scale", effect.outcome.scale), ("n_active", effect.n_active), ("n_control", effect.n_control))
    yield from (("g", repr(float(effect.g))), ("se", repr(float(effect.se))), ("low", repr(low)), ("high", repr(high)))
    yield "made_of", "p-bound" if effect.kind == "p-value" and effect.of_a_bound else effect.kind
    yield from (("flags", "; ".join(trial.flags)), ("read", effect.read))


def _weights(found: Meta) -> list[float]:
    """Per cent of the pooled effect with nulls as zeros."""
    pool = found.estimates.imputed
    raw = [1 / (effect.se**2 + (pool.tau2 or 0.0 if pool else 0.0)) for effect in found.effects]
    return [100 * one / sum(raw) for one in raw]


_POOLED = """\
pooled <- function(data, name, expected) {
  k <- nrow(data)
  if (k == 1) {
    b <- data$g
    ends <- b + c(-1, 1) * qnorm(0.975) * data$se
    tau2 <- 0
  } else {
    fit <- rma(yi = data$g, sei = data$se, method = 'REML', control = list(threshold = 1e-10, maxiter = 1000))
    b <- as.numeric(fit$beta)
    tau2 <- fit$tau2
    w <- 1 / (data$se^2 + tau2)
    se <- sqrt(max(1, sum(w * (data$g - b)^2) / (k - 1)) / sum(w))
    ends <- b + c(-1, 1) * qt(0.975, k - 1) * se
  }
  cat(sprintf('%s: k = %d, g = %.4f', name, k, b))
  if (k != 2) cat(sprintf(' (%.4f, %.4f)', ends[1], ends[2]))
  if (k > 2) {
    reach <- qt(0.975, k - 2) * sqrt(tau2 + se^2)
    cat(sprintf(', new trial %.4f to %.4f, tau2 = %.5f', b - reach, b + reach, tau2))
  }
  cat('\\n')
  got <- if (k == 2) b else c(b, ends)
  stopifnot(all(abs(got - expected) < 1e-4))
  invisible(c(b, if (k == 2) c(b, b) else ends))
}"""

_DRAWN = """\
forest(trials$g, sei = trials$se, slab = trials$trial, header = TRUE, xlab = outcome, ylim = c(-2, nrow(trials) + 3))
addpoly(fit[1], ci.lb = fit[2], ci.ub = fit[3], rows = -1, mlab = 'pooled, nulls as zeros')"""


def r_script(found: Meta) -> str:
    """A script for R that pools the same effects with metafor and stops where the numbers are not the same."""
    rows = [
        f"{effect.trial.key},{float(effect.g)!r},{float(effect.se)!r},{str(effect.kind == 'imputed-null').upper()}"
        for effect in found.effects
    ]
    lines = [
        "# Pooled effects of gutbrain meta, Hedges g (active minus control), worked out anew with metafor.",
        "# Random effects, REML; interval of Hartung and Knapp that is never narrower than without: 'knha', by hand;",
        "# the interval of a new trial by t with k - 2 degrees of freedom (Higgins, Thompson and Spiegelhalter 2009).",
        "# The selection model is not in it: it takes words ('p < 0.05', 'no difference') that are no numbers.",
        "library(metafor)",
        f"outcome <- '{found.question.outcome}'",
        'trials <- read.csv(text = "trial,g,se,null',
        *rows,
        '")',
        "",
        *_POOLED.splitlines(),
        "",
    ]
    for name, pool, data in (
        ("as printed", found.estimates.crude, "trials[!trials$null, ]"),
        ("nulls as zeros", found.estimates.imputed, "trials"),
    ):
        if pool is not None:
            lines.append(f"fit <- pooled({data}, '{name}', c({', '.join(map(repr, _expected(pool)))}))")
    lines += [_DRAWN, ""]
    return "\n".join(lines)


def _expected(pool: Pool) -> list[float]:
    return [float(end) for end in (pool.estimate, pool.low, pool.high) if end is not None]
