"""Every adjusted estimate has a slow twin over single people; all engines agree with it, on drawn tables."""

import random
from collections.abc import Callable
from math import isclose

import pyarrow as pa
import pytest

from engines import each_engine, same
from nyhavn.engine.inference import (
    AdjustedEstimate,
    Pair,
    bootstrap,
    collapse_participants,
    collapse_reference,
    doubly_robust,
    inverse_propensity,
    mass_imputation,
    pair,
)
from nyhavn.framework.adjustment import OutcomeModel, PropensityMethod
from unit.engine.inference_twin import Drawn, Person, Twin, Twins

pytestmark = pytest.mark.engines
COVARIATES = ("place", "sex", "age")
LEVELS = (("hill", "river", "town"), ("f", "m"), ("old", "young"))
CALIBRATED, LOGISTIC = PropensityMethod.CALIBRATED, OutcomeModel.LOGISTIC
ESTIMATES: dict[str, tuple[Callable[[Pair], AdjustedEstimate], Callable[[Twins], Twin]]] = {
    "inverse": (inverse_propensity, Twins.inverse_propensity),
    "inverse, known number": (
        lambda both: inverse_propensity(both, known_size=True),
        lambda twins: twins.inverse_propensity(known_size=True),
    ),
    "inverse, calibrated": (
        lambda both: inverse_propensity(both, propensity=CALIBRATED),
        lambda twins: twins.inverse_propensity(calibrated=True),
    ),
    "imputed": (mass_imputation, Twins.mass_imputation),
    "robust": (doubly_robust, Twins.doubly_robust),
    "robust, without a known number": (
        lambda both: doubly_robust(both, known_size=False),
        lambda twins: twins.doubly_robust(known_size=False),
    ),
    "robust, calibrated": (
        lambda both: doubly_robust(both, propensity=CALIBRATED),
        lambda twins: twins.doubly_robust(calibrated=True),
    ),
}
YES_NO: dict[str, tuple[Callable[[Pair], AdjustedEstimate], Callable[[Twins], Twin]]] = {
    "imputed, logistic": (
        lambda both: mass_imputation(both, model=LOGISTIC),
        lambda twins: twins.mass_imputation(logistic=True),
    ),
    "robust, logistic": (
        lambda both: doubly_robust(both, model=LOGISTIC),
        lambda twins: twins.doubly_robust(logistic=True),
    ),
}


def codes(chance: random.Random, lean: float) -> tuple[str, ...]:
    """Categories; lean: how much more often the first of each."""
    return tuple(level[0] if chance.random() < lean else chance.choice(level) for level in LEVELS)


def people(seed: int, *, yes_no: bool) -> list[Person]:
    chance = random.Random(seed)
    found: list[Person] = []
    for _ in range(150):
        who = codes(chance, 0.3)
        pull = 0.3 * (who[0] == "hill") + 0.2 * (who[1] == "f")
        answer = float(chance.random() < 0.3 + pull) if yes_no else round(1000 + 50 * pull + chance.gauss(0, 20), 3)
        found.append((who, answer))
    return found


def reference(seed: int, *, clusters: bool) -> list[Drawn]:
    chance = random.Random(seed + 1)
    return [
        (
            codes(chance, 0.1),
            chance.choice((8.0, 12.5, 20.0)),
            chance.choice(("north", "south")),
            f"c{chance.randrange(12)}" if clusters else "",
        )
        for _ in range(120)
    ]


def tables(persons: list[Person], drawn: list[Drawn]) -> tuple[pa.Table, pa.Table]:
    here = {name: [who[place] for who, _ in persons] for place, name in enumerate(COVARIATES)}
    there = {name: [each[0][place] for each in drawn] for place, name in enumerate(COVARIATES)}
    rest = {
        "w": [each[1] for each in drawn],
        "stratum": [each[2] for each in drawn],
        "psu": [each[3] for each in drawn],
    }
    return pa.table(here | {"answer": [answer for _, answer in persons]}), pa.table(there | rest)


def pairs(persons: list[Person], drawn: list[Drawn], *, clusters: bool) -> list[Pair]:
    """The pair, as every engine collapses it."""
    here, there = tables(persons, drawn)
    cluster = "psu" if clusters else ""
    return [
        pair(
            collapse_participants(engine.frame(here), COVARIATES, "answer"),
            collapse_reference(engine.frame(there), COVARIATES, "w", stratum="stratum", cluster=cluster),
        )
        for engine in each_engine()
    ]


def check(estimate: AdjustedEstimate, twin: Twin) -> None:
    for name in ("value", "participants_variance", "reference_variance", "effective_n"):
        ours, its = getattr(estimate, name), getattr(twin, name)
        assert isclose(ours, its, rel_tol=1e-7), f"{name}: {ours} and {its}"
    assert isclose(estimate.standard_error**2, twin.participants_variance + twin.reference_variance, rel_tol=1e-7)


@pytest.mark.parametrize("clusters", [False, True], ids=["rows drawn", "clusters drawn"])
@pytest.mark.parametrize("yes_no", [False, True], ids=["numbers", "yes and no"])
def test_every_estimate_and_both_parts_of_its_variance_equal_their_twins(yes_no, clusters):
    persons, drawn = people(11, yes_no=yes_no), reference(11, clusters=clusters)
    twins = Twins(persons, drawn)
    wanted = ESTIMATES | (YES_NO if yes_no else {})
    expected = {name: twin(twins) for name, (_, twin) in wanted.items()}

    for both in pairs(persons, drawn, clusters=clusters):
        for name, (estimate, _) in wanted.items():
            check(estimate(both), expected[name])


def test_the_same_seed_gives_the_same_repetitions_on_every_engine():
    persons, drawn = people(5, yes_no=True), reference(5, clusters=False)
    found = [
        bootstrap(both, lambda other: doubly_robust(other).value, replicates=20, seed=3)
        for both in pairs(persons, drawn, clusters=False)
    ]

    assert all(same(found[0], other) for other in found)
    assert found[0].replicates == 20


@pytest.mark.parametrize("yes_no", [False, True], ids=["numbers", "yes and no"])
@pytest.mark.parametrize("clusters", [False, True], ids=["rows drawn", "clusters drawn"])
def test_repetitions_spread_as_the_formula_says(yes_no, clusters):
    """400 repetitions know a standard error to 4 %, and the formula is one for large samples."""
    both = pairs(people(8, yes_no=yes_no), reference(8, clusters=clusters), clusters=clusters)[0]
    repeated = bootstrap(both, lambda other: doubly_robust(other).value, replicates=400, seed=1)

    assert repeated.standard_error == pytest.approx(doubly_robust(both).standard_error, rel=0.2)
    assert repeated.low < doubly_robust(both).value < repeated.high


def test_the_order_of_rows_and_splitting_them_change_nothing():
    persons, drawn = people(2, yes_no=False), reference(2, clusters=True)
    mixed = random.Random(0).sample(persons, len(persons)), random.Random(0).sample(drawn, len(drawn))
    one, other = (pairs(*sides, clusters=True)[0] for sides in ((persons, drawn), mixed))

    assert same(doubly_robust(one), doubly_robust(other))


def test_doubling_everybody_leaves_the_estimate_and_halves_the_participants_variance():
    persons, drawn = people(4, yes_no=False), reference(4, clusters=False)
    one = pairs(persons, drawn, clusters=False)[0]
    twice = pairs([*persons, *persons], drawn, clusters=False)[0]

    assert mass_imputation(twice).value == pytest.approx(mass_imputation(one).value, rel=1e-9)
    assert mass_imputation(twice).participants_variance == pytest.approx(
        mass_imputation(one).participants_variance / 2, rel=1e-9
    )


def test_calibrated_weights_reproduce_the_population():
    both = pairs(people(6, yes_no=True), reference(6, clusters=False), clusters=False)[0]
    found = inverse_propensity(both, propensity=CALIBRATED, known_size=True)

    assert found.value == pytest.approx(inverse_propensity(both, propensity=CALIBRATED).value, rel=1e-9)
