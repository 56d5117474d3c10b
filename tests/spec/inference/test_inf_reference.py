"""Equal to the reference: nonprobsvy's own expected values on its own pair of samples (job vacancies in Poland).

Expected values: inst/tinytest/test_mi.R, test_ipw.R and test_dr.R of nonprobsvy, and (to four digits) its paper
(Chrostowski, Chlebicki and Beresewicz 2026, Journal of Statistical Software 117(2)).

One published number is not ours: the standard error of the doubly robust estimate. nonprobsvy stores chances of taking
part as (participants, reference) and reads them with an index made for (reference, participants), so that most
participants get the chance of somebody else. What comes out changes with the order of rows, which no statistic may.
The last tests show both: the published number, to eight decimals, with that slip; and ours, by the same formula
without it.
"""

from collections.abc import Sequence
from math import sqrt

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pytest

from engines import on_every_engine
from nyhavn.engine.inference import (
    Pair,
    PopulationMargins,
    collapse_participants,
    collapse_reference,
    doubly_robust,
    inverse_propensity,
    mass_imputation,
    naive_mean,
    pair,
)
from nyhavn.engine.inference.models import fit_outcome, fit_propensity
from nyhavn.engine.inference.reference_variance import mean_variance
from nyhavn.framework.adjustment import OutcomeModel, PropensityMethod

pytestmark = [pytest.mark.data, pytest.mark.engines]
COVARIATES = ("region", "private", "nace", "size")
CALIBRATED, LIKELIHOOD = PropensityMethod.CALIBRATED, PropensityMethod.LIKELIHOOD
POINT, ERROR = 1e-7, 1e-6


def received(path) -> pa.Table:
    """Every column as text: ids, branches and regions have leading zeros."""
    with pa_csv.open_csv(path) as opened:
        names = opened.schema.names
    return pa_csv.read_csv(path, convert_options=pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())))


@pytest.fixture(scope="module")
def files(reference_data):
    folder = reference_data / "reference_nonprob_poland"
    return received(folder / "admin.csv"), received(folder / "jvs.csv")


@pytest.fixture(scope="module")
def participants(files):
    shift = (nw.col("single_shift") == "True").cast(nw.Int64).cast(nw.Float64)
    return on_every_engine(
        files[0],
        lambda frame: collapse_participants(frame.with_columns(shift.alias("answer")), COVARIATES, "answer"),
    )


@pytest.fixture(scope="module")
def sample(files):
    return on_every_engine(
        files[1],
        lambda frame: collapse_reference(
            frame.with_columns(nw.col("weight").cast(nw.Float64)), COVARIATES, "weight", stratum="size"
        ),
    )


@pytest.fixture(scope="module")
def both(participants, sample):
    return pair(participants, sample)


@pytest.fixture(scope="module")
def margins(participants, both):
    """Totals alone, as nonprobsvy's tests take them from the weights."""
    known = {
        name: {
            code: float(both.population[np.array(both.codes(name)) == code].sum())
            for code in sorted(set(both.codes(name)))
        }
        for name in COVARIATES
    }
    return pair(participants, PopulationMargins(known))


def test_both_samples_are_whole(both: Pair, participants, sample):
    assert both.participants == 9344
    assert int(sample.rows.sum()) == 6523
    assert both.size == 51870
    assert (len(participants.categories), len(sample.categories)) == (801, 816)


def test_the_naive_mean(both):
    assert naive_mean(both) == pytest.approx(0.6605308219, abs=1e-9)


def test_mass_imputation_to_totals(margins):
    found = mass_imputation(margins)

    assert found.value == pytest.approx(0.703858701257595, abs=POINT)
    assert found.standard_error == pytest.approx(0.00497911011639031, abs=ERROR)


def test_mass_imputation_to_the_sample_adds_the_samples_own_error(both):
    """0.0115 by nonprobsvy's page of method_glm."""
    found = mass_imputation(both)

    assert found.value == pytest.approx(0.703858701257595, abs=POINT)
    assert found.standard_error == pytest.approx(0.0115, abs=5e-5)


def test_mass_imputation_with_a_logistic_model(both):
    """0.7032 (0.0112) in the paper."""
    found = mass_imputation(both, model=OutcomeModel.LOGISTIC)

    assert found.value == pytest.approx(0.7032, abs=5e-5)
    assert found.standard_error == pytest.approx(0.0112, abs=5e-5)


def test_inverse_propensity_by_likelihood(both):
    found = inverse_propensity(both)

    assert found.value == pytest.approx(0.708322897640164, abs=POINT)
    assert found.standard_error == pytest.approx(0.00984765550279513, abs=ERROR)


def test_the_fitted_chances_and_their_weights(both):
    """The paper: weights from 1.1693 to 49.9504, 5.6612 on average, 52898.13 in all."""
    weights = fit_propensity(both, COVARIATES, LIKELIHOOD).weights
    here = weights[both.rows > 0]

    assert (here.min(), here.max()) == pytest.approx((1.1693, 49.9504), abs=5e-4)
    assert float(weights @ both.rows) == pytest.approx(52898.13, abs=0.01)
    assert float(weights @ both.rows) / both.participants == pytest.approx(5.6612, abs=5e-5)


def test_inverse_propensity_calibrated(both, margins):
    """0.7042 (0.0364) in the paper: divided by the known number, which the sample itself only estimates."""
    found = inverse_propensity(both, propensity=CALIBRATED, known_size=True)

    assert found.value == pytest.approx(0.704179604031582, abs=POINT)
    assert found.standard_error == pytest.approx(0.0364, abs=5e-5)
    assert inverse_propensity(margins, propensity=CALIBRATED).value == pytest.approx(found.value, abs=1e-9)


@pytest.mark.parametrize(
    ("selection", "outcome", "expected"),
    [
        (COVARIATES, COVARIATES, 0.703337799202312),
        (("region", "size"), ("nace", "private"), 0.710766429083922),
        (("nace",), ("nace",), 0.680890499943395),
        (("nace", "private", "size"), ("nace", "private", "size"), 0.704237744834517),
    ],
    ids=["all", "different covariates", "one covariate", "three covariates"],
)
def test_doubly_robust(both, selection, outcome, expected):
    found = doubly_robust(both, covariates=selection, outcome_covariates=outcome)

    assert found.value == pytest.approx(expected, abs=POINT)


def test_doubly_robust_to_totals(margins):
    """nonprobsvy's default takes the formula of the likelihood for calibrated chances: 0.0046436; ours is theirs for
    est_method = "gee", of which no value is published."""
    found = doubly_robust(margins, propensity=CALIBRATED)

    assert found.value == pytest.approx(0.704179604031582, abs=POINT)
    assert found.standard_error == pytest.approx(0.00464362593778821, rel=0.005)


def test_doubly_robust_with_a_logistic_model(both):
    """0.7035 in the paper."""
    found = doubly_robust(both, model=OutcomeModel.LOGISTIC, known_size=False)

    assert found.value == pytest.approx(0.7035, abs=5e-5)


def rowwise_error(
    both: Pair, files: tuple[pa.Table, pa.Table], models: Sequence[Sequence[str]], *, slipped: bool
) -> float:
    """nonprobsvy's standard error of the doubly robust estimate, row by row in the order of the files.

    slipped: chances are read as nonprobsvy reads them: of (participants, reference), those numbered by (reference,
    participants).
    """
    fitted, outcome = fit_propensity(both, models[0], LIKELIHOOD), fit_outcome(both, models[1], OutcomeModel.LINEAR)
    number = {codes: place for place, codes in enumerate(both.categories)}
    here, there = (
        np.array([number[codes] for codes in zip(*(table[name].to_pylist() for name in COVARIATES), strict=True)])
        for table in files
    )
    p = fitted.chance[here]
    if slipped:
        is_participant = np.repeat([False, True], [len(there), len(here)])
        p = np.concatenate((fitted.chance[here], fitted.chance[there]))[is_participant]
    answer = np.array([float(said == "True") for said in files[0]["single_shift"].to_pylist()])
    missed = answer - outcome.predicted[here]
    x = fitted.matrix[here]
    b = np.linalg.solve(fitted.information, x.T @ ((1 - p) / p * missed))
    first = float(((1 - p) * (missed / p - x @ b) ** 2).sum()) / both.size**2
    assert both.sample is not None
    return sqrt(first + mean_variance(both.sample, fitted.chance * (fitted.matrix @ b) + outcome.predicted))


@pytest.mark.parametrize(
    ("models", "published"),
    [((COVARIATES, COVARIATES), 0.0119326877806591), ((("region", "size"), ("nace", "private")), 0.0106414704034084)],
    ids=["all", "different covariates"],
)
def test_the_published_error_of_the_doubly_robust_estimate_is_that_of_slipped_chances(both, files, models, published):
    selection, outcome = models
    ours = doubly_robust(both, covariates=selection, outcome_covariates=outcome).standard_error

    assert rowwise_error(both, files, models, slipped=True) == pytest.approx(published, abs=1e-8)
    assert rowwise_error(both, files, models, slipped=False) == pytest.approx(ours, abs=1e-9)
    assert abs(ours - published) > ERROR


def test_the_published_error_would_change_with_the_order_of_rows_and_ours_does_not(both, files):
    """The slip reads another participant's chance, so sorting the file changes what it gives."""
    models = (COVARIATES, COVARIATES)
    ordered = files[0].sort_by([(name, "ascending") for name in COVARIATES])
    slipped, kept = (rowwise_error(both, (ordered, files[1]), models, slipped=way) for way in (True, False))

    assert abs(slipped - 0.0119326877806591) > ERROR
    assert kept == pytest.approx(doubly_robust(both).standard_error, abs=1e-9)
