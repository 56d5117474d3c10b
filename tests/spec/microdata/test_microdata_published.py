"""The risk of published files is what others measured: sdcMicro's example and counts, pycanon's levels on Adult."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest

from nyhavn.engine.backends.duckdb import open_session
from nyhavn.engine.confidentiality.microdata import (
    Assessed,
    assess,
    collapse,
    collapse_households,
    special_uniques,
)
from nyhavn.engine.confidentiality.microdata.cells import KeyCells
from nyhavn.engine.confidentiality.microdata.individual import RiskMethod
from nyhavn.engine.confidentiality.microdata.special_uniques import lattice_weights
from spec.microdata.microdata_files import HOUSEHOLD_KEYS, adult, read

ADULT_KEYS = ("sex", "age", "race", "marital-status", "education", "native-country", "workclass", "occupation")
# What pycanon 1.3.6 prints; benchmarks/peers/levels_pycanon.py says how to print it again. Its entropy l is a whole
# number; its t takes the order of numbers into account. Its c sorts values from rare to frequent, where the paper
# (Machanavajjhala et al. 2007, definition 4.3) sorts from frequent to rare, so c is not compared.
PYCANON = (
    (ADULT_KEYS, "salary-class", 1, 1, 1, 0.7510775147536636),
    (("sex", "age", "race"), "salary-class", 1, 1, 1, 0.7510775147536636),
    (("sex", "race"), "salary-class", 87, 2, 1, 0.20294547375208355),
    (("sex", "marital-status"), "occupation", 9, 6, 4, 0.4368079039851469),
    (("sex", "race"), "age", 87, 33, 27, 0.09193571485872032),
    (("race", "workclass"), "age", 1, 1, 1, 0.40611262562444483),
)


def cells_of(table: pa.Table, keys: Sequence[str], weight: str = "", sensitive: Sequence[str] = ()) -> KeyCells:
    with open_session() as session:
        return collapse(session.frame(table), keys, weight=weight, sensitive=sensitive)


def assessed(table: pa.Table, keys: Sequence[str], weight: str = "") -> Assessed:
    return assess(cells_of(table, keys, weight), asked=(2, 3, 5))


@pytest.mark.data
def test_the_published_example_has_its_published_frequencies(reference_data) -> None:
    table = read(reference_data / "sdc_reference" / "francdat.csv")
    found = assessed(table, ("Key1", "Key2", "Key3", "Key4"), "w")
    at = found.cells.locate(table)
    assert found.frequencies.sample[at].tolist() == [2, 2, 2, 1, 1, 1, 1, 2]
    assert found.frequencies.population[at].tolist() == [110, 84.5, 84.5, 17, 541, 8, 5, 110]


@pytest.mark.data
def test_the_household_survey_has_the_counted_cells_uniques_and_small_cells(reference_data) -> None:
    found = assessed(read(reference_data / "sdc_reference" / "testdata.csv"), HOUSEHOLD_KEYS).assessment
    assert (found.rows, found.cells, found.uniques) == (4580, 412, 157)
    assert found.below == ((2, 157), (3, 281), (5, 458))


@pytest.mark.data
def test_everybody_in_the_small_extract_is_unique(reference_data) -> None:
    found = assessed(read(reference_data / "sdc_reference" / "testdata2.csv"), HOUSEHOLD_KEYS).assessment
    assert (found.rows, found.uniques, found.least) == (93, 93, 1)


@pytest.mark.data
def test_adult_has_the_counted_cells_uniques_and_small_cells(reference_data) -> None:
    found = assessed(adult(reference_data), ADULT_KEYS).assessment
    assert (found.rows, found.cells, found.uniques) == (30162, 18109, 14021)
    assert found.below == ((2, 14021), (3, 18073), (5, 21977))


@pytest.mark.data
@pytest.mark.parametrize(("keys", "sensitive", "k", "distinct", "entropy", "t"), PYCANON)
def test_k_l_and_t_of_adult_are_those_of_pycanon(reference_data, keys, sensitive, k, distinct, entropy, t) -> None:
    found = assess(cells_of(adult(reference_data), keys, sensitive=(sensitive,))).assessment
    (one,) = found.sensitive
    assert found.least == k
    assert (one.diversity.distinct, one.diversity.entropy_l) == (distinct, entropy)
    assert (one.closeness.equal if one.closeness.ordered is None else one.closeness.ordered) == pytest.approx(t)


@pytest.mark.data
def test_special_uniques_of_the_small_extract_have_the_scores_that_sdcmicro_tests_for(reference_data) -> None:
    """sdcMicro, tests/testthat/test_suda2.R: 180 with seven keys (2.73 with the scores of the IHSN), 2 with five."""
    table = read(reference_data / "sdc_reference" / "testdata2.csv")
    seven = cells_of(table, HOUSEHOLD_KEYS)
    found, first = special_uniques(seven), seven.locate(table)[0]
    assert found.score[first] == 180
    assert round(float(found.minimal[first] @ lattice_weights(7)), 2) == 2.73
    five = cells_of(table, ("urbrur", "roof", "walls", "water", "sex"))
    assert special_uniques(five).score[five.locate(table)[0]] == 2


def columns(**texts: str) -> pa.Table:
    """One row per word."""
    return pa.table({name: [None if word == "NA" else word for word in words.split()] for name, words in texts.items()})


def test_special_uniques_of_the_textbook_and_of_the_guideline() -> None:
    """Scores of sdcMicro, tests/testthat/test_suda2.R: "book example" and "sdc guideline"."""
    book = columns(
        age="20s 20s 20s 20s 20s 20s 20s 60s",
        gender="male male male male female female female male",
        income="50k+ 50k+ 50k- 50k- 50k- 50k- 50k- 50k-",
        education="high high high high uni high middle uni",
    )
    cells = cells_of(book, book.column_names)
    assert special_uniques(cells).score[cells.locate(book)][4:].tolist() == [4, 2, 6, 8]
    guideline = columns(
        residence="U U U U R U U U U U",
        gender="F F F M F M F M F F",
        education="SI SI PI SC SC SC PC PS SI SI",
        labour="E E N E U E N U N N",
    )
    cells = cells_of(guideline, guideline.column_names)
    assert special_uniques(cells).score[cells.locate(guideline)].tolist() == [0, 0, 6, 0, 12, 0, 6, 10, 0, 0]


WEIGHT = "18 45.5 39 17 92 8 123.5 51"
WHOLE = {"A": "2 3 2 2 3 3 1 2", "B": "3 3 3 3 3 3 4 3", "C": "1 3 1 2 1 1 1 1"}
HOLED = {"A": "2 3 2 2 3 3 1 NA", "B": "3 3 3 3 3 3 4 3", "C": "1 3 NA 2 1 1 NA 1"}


@pytest.mark.parametrize(
    ("texts", "method", "risks"),
    [
        (WHOLE, "approximate", "13.69863 85.79129 13.69863 177.07583 18.77883 18.77883 39.31625 13.69863"),
        (WHOLE, "exact", "13.55297 85.79129 13.55297 177.07583 18.77883 18.77883 39.31625 13.55297"),
        (HOLED, "approximate", "13.69863 85.791288 10.55409 32.466112 9.836066 9.836066 39.316254 5.973716"),
        (HOLED, "exact", "13.552968 85.791288 10.504889 32.466112 9.756889 9.756889 39.316254 5.962551"),
    ],
)
def test_individual_risks_are_those_that_sdcmicro_tests_for_with_and_without_missing_values(
    texts, method, risks
) -> None:
    """sdcMicro, tests/testthat/test_indivRisk.R, in thousandths; fk with missing values is 3, 1, 4, 2, 3, 3, 1, 5."""
    table = columns(**texts, w=WEIGHT)
    found = assess(cells_of(table, ("A", "B", "C"), "w"), method=RiskMethod(method))
    at = found.cells.locate(table)
    assert 1000 * found.risk[at] == pytest.approx(list(map(float, risks.split())), rel=1e-6)
    if texts is HOLED:
        assert found.frequencies.sample[at].tolist() == [3, 1, 4, 2, 3, 3, 1, 5]


def test_without_weights_the_file_is_its_own_population() -> None:
    table = columns(**HOLED)
    found = assess(cells_of(table, ("A", "B", "C")))
    assert found.risk[found.cells.locate(table)] == pytest.approx([1 / f for f in (3, 1, 4, 2, 3, 3, 1, 5)])


def test_a_row_that_says_nothing_agrees_with_all_but_hides_no_whole_row() -> None:
    """sdcMicro, tests/testthat/test_theory.R: beside (2, NA), two agree with (2, 2); beside (NA, NA) only itself."""
    for texts, expected in (({"a": "2 2", "b": "2 NA"}, [2, 2]), ({"a": "2 NA", "b": "2 NA"}, [1, 2])):
        table = columns(**texts)
        found = assess(cells_of(table, ("a", "b")))
        assert found.frequencies.sample[found.cells.locate(table)].tolist() == expected


def test_a_single_key_is_hidden_by_rows_that_lack_it() -> None:
    table = columns(a="1 1 2 NA")
    found = assess(cells_of(table, ("a",)))
    assert found.frequencies.sample[found.cells.locate(table)].tolist() == [3, 3, 2, 4]


def test_a_household_is_found_with_any_of_its_members() -> None:
    """Two who agree with nobody else, at ln(4)/3 each, live together; who finds one of them has found both."""
    table = columns(age="1 2 3", w="4 4 4", home="x x NA")
    with open_session() as session:
        frame = session.frame(table)
        cells = collapse(frame, ["age"], weight="w")
        homes = collapse_households(frame, cells, "home")
    alone = np.log(4) / 3
    together = 1 - (1 - alone) ** 2
    found = assess(cells, households=homes).assessment
    assert (found.household.households, found.household.highest) == (2, pytest.approx(together))
    assert found.household.expected == pytest.approx(2 * together + alone)
    assert found.expected == pytest.approx(3 * alone)
