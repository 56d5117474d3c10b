"""One adjusted figure with everything that must be printed beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from nyhavn.engine.inference.bootstrap import Bootstrap, bootstrap
from nyhavn.engine.inference.estimators import (
    AdjustedEstimate,
    doubly_robust,
    inverse_propensity,
    mass_imputation,
    naive_mean,
)
from nyhavn.engine.inference.models import (
    corrected_mean,
    fit_outcome,
    fit_propensity,
    imputed_mean,
    weighted_mean,
)
from nyhavn.engine.inference.pairs import Pair
from nyhavn.engine.inference.representativity import Representativity, representativity
from nyhavn.engine.inference.sensitivity import Sensitivity, sensitivity
from nyhavn.framework.adjustment import Adjustment, AdjustmentFound, AdjustmentMethod


@dataclass(frozen=True)
class AdjustedFigure:
    """An estimate, never without its sensitivity. naive: the mean of participants as they are.

    found: what the policy needs to know before the figure may be called an estimate. bootstrap: None unless asked for.
    """

    estimate: AdjustedEstimate
    naive: float
    representativity: Representativity
    sensitivity: Sensitivity
    found: AdjustmentFound
    bootstrap: Bootstrap | None = None


def adjust(pair: Pair, adjustment: Adjustment) -> AdjustedFigure:
    """Estimate as declared. Raises Refusal where participants and population do not allow it."""
    estimate = _estimate(pair, adjustment)
    fitted = None
    if adjustment.method is not AdjustmentMethod.MASS_IMPUTATION:
        fitted = fit_propensity(pair, pair.covariates, adjustment.propensity)
    compared = representativity(pair, fitted)
    moved = sensitivity(
        pair,
        lambda other, covariates: _point(other, covariates, adjustment),
        estimate.value,
        effective_n=estimate.effective_n,
    )
    found = AdjustmentFound(
        compared.population_covered,
        estimate.effective_n,
        compared.smallest_category,
        compared.difference_before,
        compared.difference_after,
    )
    repeated = None
    if adjustment.replicates:
        repeated = bootstrap(
            pair,
            lambda other: _point(other, other.covariates, adjustment),
            replicates=adjustment.replicates,
            seed=adjustment.seed,
        )
    return AdjustedFigure(estimate, naive_mean(pair), compared, moved, found, repeated)


def _estimate(pair: Pair, adjustment: Adjustment) -> AdjustedEstimate:
    if adjustment.method is AdjustmentMethod.INVERSE_PROPENSITY:
        known = adjustment.population_size is not None
        return inverse_propensity(pair, propensity=adjustment.propensity, known_size=known)
    if adjustment.method is AdjustmentMethod.MASS_IMPUTATION:
        return mass_imputation(pair, model=adjustment.outcome_model)
    return doubly_robust(pair, propensity=adjustment.propensity, model=adjustment.outcome_model)


def _point(pair: Pair, covariates: Sequence[str], adjustment: Adjustment) -> float:
    """The point estimate alone."""
    if adjustment.method is AdjustmentMethod.MASS_IMPUTATION:
        return imputed_mean(pair, fit_outcome(pair, covariates, adjustment.outcome_model))
    propensity = fit_propensity(pair, covariates, adjustment.propensity)
    if adjustment.method is AdjustmentMethod.INVERSE_PROPENSITY:
        return weighted_mean(pair, propensity, known_size=adjustment.population_size is not None)
    outcome = fit_outcome(pair, covariates, adjustment.outcome_model)
    return corrected_mean(pair, propensity, outcome, known_size=True)
