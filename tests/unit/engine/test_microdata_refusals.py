"""What cannot be assessed is refused, each fault alone, and what just can be is not."""

from datetime import date

import pyarrow as pa
import pytest

from engines import Engine
from nyhavn.engine.confidentiality.microdata import assess, collapse, collapse_households, special_uniques
from nyhavn.engine.confidentiality.microdata.cells import KeyCells
from nyhavn.engine.confidentiality.microdata.special_uniques import MOST_KEYS
from nyhavn.framework.refusal import Refusal


def codes(run) -> tuple[str, ...]:
    with pytest.raises(Refusal) as refused:
        run()
    return refused.value.codes


PEOPLE = pa.table({"age": ["1", "2"], "w": [1.5, 2.0], "met": [date(2026, 1, 1), date(2026, 1, 2)], "s": ["a", "b"]})


def many_keys(engine: Engine, keys: int) -> KeyCells:
    table = pa.table({f"k{key}": ["a", "b"] for key in range(keys)})
    return collapse(engine.frame(table), table.column_names)


def test_columns_of_days_are_no_keys(engine: Engine) -> None:
    frame = engine.frame(PEOPLE)
    assert codes(lambda: collapse(frame, ["age", "met"])) == ("microdata-column-unfit",)
    assert collapse(frame, ["age"]).n == 2


def test_every_reason_is_given_at_once(engine: Engine) -> None:
    found = codes(lambda: collapse(engine.frame(PEOPLE), ["aeg", "met"], weight="wt", sensitive=["s"]))
    assert found == ("microdata-column-unknown", "microdata-column-unfit", "microdata-column-unknown")


def test_a_household_that_is_a_key_is_named_twice(engine: Engine) -> None:
    frame = engine.frame(PEOPLE)
    cells = collapse(frame, ["age"])
    assert codes(lambda: collapse_households(frame, cells, "age")) == ("microdata-column-unfit",)
    assert collapse_households(frame, cells, "s").count == 2


def test_an_empty_file_is_refused_and_a_single_row_is_assessed(engine: Engine) -> None:
    assert codes(lambda: collapse(engine.frame(PEOPLE.slice(0, 0)), ["age"])) == ("microdata-no-rows",)
    found = assess(collapse(engine.frame(PEOPLE.slice(0, 1)), ["age"])).assessment
    assert (found.rows, found.uniques, found.highest) == (1, 1, 1.0)


def test_weights_of_numbers_and_of_their_texts_are_the_same(engine: Engine) -> None:
    texts = PEOPLE.set_column(1, "w", pa.array(["1.5", "2"]))
    for table in (PEOPLE, texts):
        assert collapse(engine.frame(table), ["age"], weight="w").weight.tolist() == [1.5, 2.0]


@pytest.mark.parametrize("weight", [None, 0.0, -1.0, float("nan"), float("inf")])
def test_a_weight_that_is_not_above_zero_is_refused(engine: Engine, weight) -> None:
    table = PEOPLE.set_column(1, "w", pa.array([weight, 2.0], pa.float64()))
    assert codes(lambda: collapse(engine.frame(table), ["age"], weight="w")) == ("weight-unusable",)


def test_as_many_keys_as_can_be_searched_are_searched_and_one_more_is_refused(engine: Engine) -> None:
    found = special_uniques(many_keys(engine, MOST_KEYS))
    assert found.minimal[:, 0].tolist() == [MOST_KEYS, MOST_KEYS] and not found.minimal[:, 1:].any()
    assert codes(lambda: special_uniques(many_keys(engine, MOST_KEYS + 1))) == ("microdata-too-many-keys",)


@pytest.mark.parametrize("fraction", [0.0, 1.0, -0.1, 1.5])
def test_a_sampling_fraction_lies_between_none_and_all(engine: Engine, fraction: float) -> None:
    cells = many_keys(engine, 3)
    assert codes(lambda: special_uniques(cells, sampling_fraction=fraction)) == ("sampling-fraction-wrong",)
    assert special_uniques(cells, sampling_fraction=0.5).dis is not None
    assert special_uniques(cells).dis is None


def test_only_sets_up_to_a_size_are_looked_for_if_so_asked(engine: Engine) -> None:
    table = pa.table({"a": ["1", "1", "2", "2"], "b": ["1", "2", "1", "2"]})
    cells = collapse(engine.frame(table), ["a", "b"])
    assert special_uniques(cells).minimal.tolist() == [[0, 1]] * 4
    assert special_uniques(cells, most=1).minimal.tolist() == [[0, 0]] * 4
