"""Numbers, axes and languages of the report, piece by piece."""

import pytest

from nyhavn.exchange.report import words
from nyhavn.exchange.report.languages import direction, language_attribute
from nyhavn.exchange.report.scale import PLOT_WIDTH, Scale, plain_scale, share_scale
from nyhavn.exchange.report.values import SHARE, NumberStyle, count, number_style, share
from nyhavn.exchange.report.visible import visible
from nyhavn.framework.statistics import CellStatus, Figure, Indicator, Statistic

MEAN = Indicator(id="minutes", title="Minutes", statistic=Statistic.MEAN)
PROPORTION = Indicator(id="water", title="Water", statistic=Statistic.PROPORTION)


def figures(*values: float | None) -> list[Figure]:
    return [Figure(("_T",), CellStatus.PUBLISHED, 10, value=value) for value in values]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, "0.0\u00a0%"),
        (0.0004, "under 0.1\u00a0%"),
        (0.001, "0.1\u00a0%"),
        (0.6137, "61.4\u00a0%"),
        (0.999, "99.9\u00a0%"),
        (0.9996, "over 99.9\u00a0%"),
        (1.0, "100.0\u00a0%"),
        (None, "not given"),
    ],
)
def test_a_share_is_written_as_per_cent_and_never_rounded_to_none_or_all(value: float | None, written: str) -> None:
    assert share(value) == written


@pytest.mark.parametrize(
    ("values", "decimals"),
    [((3.0, 1200.0), 0), ((0.0421, 0.5), 3), ((2.25, 9.9), 2), ((2.25, 17.4), 1), ((250.5,), 0), ((), 0), ((None,), 0)],
)
def test_a_table_of_means_has_as_many_decimals_as_its_largest_value_needs(
    values: tuple[float | None, ...], decimals: int
) -> None:
    assert number_style(MEAN, figures(*values)) == NumberStyle(is_share=False, decimals=decimals)


def test_a_proportion_is_always_a_share() -> None:
    assert number_style(PROPORTION, figures(1.0)) is SHARE


def test_thousands_are_parted() -> None:
    assert (count(12345), NumberStyle(False, 1).value(12345.67)) == ("12,345", "12,345.7")


@pytest.mark.parametrize(("low", "high"), [(None, 0.5), (0.5, None), (None, None)])
def test_half_an_interval_is_no_interval(low: float | None, high: float | None) -> None:
    assert SHARE.interval(low, high) == words.NOT_GIVEN


def test_an_interval_names_both_ends() -> None:
    assert SHARE.interval(0.55, 0.646) == "55.0 to 64.6\u00a0%"
    assert NumberStyle(False, 1).interval(-1.5, 2.0) == "-1.5 to 2.0"


@pytest.mark.parametrize(
    ("most", "end"), [(0.0, 0.05), (0.05, 0.05), (0.051, 0.1), (0.26, 0.5), (0.51, 1.0), (1.0, 1.0)]
)
def test_an_axis_of_shares_ends_at_a_round_share_on_both_sides_of_each_boundary(most: float, end: float) -> None:
    scale = share_scale([0.0, most], is_mirrored=False)
    assert (scale.low, scale.high) == (0.0, end)


def test_an_axis_of_shares_without_any_value_shows_the_whole() -> None:
    assert share_scale([], is_mirrored=False).high == 1.0


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ((), (0.0, 1.0)),
        ((0.0,), (0.0, 1.0)),
        ((10.0,), (0.0, 10.0)),
        ((10.1,), (0.0, 20.0)),
        ((0.03, 0.021), (0.0, 0.05)),
        ((-3.0, 4.0), (-5.0, 5.0)),
        ((-3.0,), (-5.0, 0.0)),
    ],
)
def test_a_plain_axis_always_holds_zero_and_every_value(values: tuple[float, ...], ends: tuple[float, float]) -> None:
    scale = plain_scale(values, is_mirrored=False)
    assert (scale.low, scale.high) == pytest.approx(ends)


def test_zero_stands_where_the_axis_starts_and_the_end_where_the_drawing_ends() -> None:
    scale = Scale(0.0, 0.5)
    assert (scale.at(0.0), scale.at(0.25), scale.at(0.5)) == (0.0, PLOT_WIDTH / 2, PLOT_WIDTH)


def test_a_value_beyond_the_axis_is_drawn_at_its_end() -> None:
    assert Scale(0.0, 1.0).at(1.7) == PLOT_WIDTH
    assert Scale(0.0, 1.0).at(-0.2) == 0.0


def test_a_mirrored_axis_is_the_same_seen_from_the_other_side() -> None:
    plain, mirrored = Scale(0.0, 1.0), Scale(0.0, 1.0, is_mirrored=True)
    assert mirrored.at(0.3) == pytest.approx(100 - plain.at(0.3))
    assert mirrored.span(0.0, 0.3).width == pytest.approx(plain.span(0.0, 0.3).width)


def test_three_values_are_marked_and_zero_is_one_of_them() -> None:
    assert Scale(0.0, 0.5).ticks == (0.0, 0.25, 0.5)
    assert Scale(-5.0, 20.0).ticks == (-5.0, 0.0, 20.0)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "ltr"),
        ("es-419", "ltr"),
        ("", "ltr"),
        ("ar", "rtl"),
        ("AR-eg", "rtl"),
        ("he", "rtl"),
        ("fa", "rtl"),
        ("ur-PK", "rtl"),
        ("uz-Arab", "rtl"),
        ("az_Arab", "rtl"),
        ("ar-Latn", "ltr"),
    ],
)
def test_direction_follows_script_then_language(language: str, expected: str) -> None:
    assert direction(language) == expected


@pytest.mark.parametrize(
    ("language", "attribute"),
    [
        ("es", ' lang="es"'),
        ("zh-Hant-TW", ' lang="zh-Hant-TW"'),
        ("en", ""),
        ("", ""),
        ("Spanish (es)", ""),
        ('"x', ""),
    ],
)
def test_only_a_well_formed_language_other_than_the_pages_own_is_marked(language: str, attribute: str) -> None:
    assert language_attribute(language) == attribute


def test_acting_characters_are_named_and_others_kept() -> None:
    assert visible("a\u202eb\u2069\x00\ud800\ufffe") == "a[U+202E]b[U+2069][U+0000][U+D800][U+FFFE]"
    kept = "¿Qué? می\u200cخواهم \u200f x\n\t\u00a0👩\u200d🌾"
    assert visible(kept) == kept
