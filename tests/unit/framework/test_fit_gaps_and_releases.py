"""Gaps and those who could fill them, in both directions."""

from dataclasses import replace

from nyhavn.framework.gaps import CellState, Published, Rank, gap_map
from nyhavn.framework.gaps_and_releases import Candidate, could_fill, published_by, who_could_fill
from nyhavn.framework.sdg import INDICATORS, Group
from spec.bundle.small_release import published, small_release, suppressed

WATER = INDICATORS["6.1.1"]
OFFICE = Published("6.1.1", "an office", "a land", frozenset({Group.URBANISATION}), has_figures=True)
NOTHING = Published("6.1.1", "an office", "a land", frozenset(), has_figures=False)
VALLEY = Candidate("valley-water", {"6.1.1": frozenset({Group.DISABILITY})})
HILLS = Candidate("hill-schools", {"4.1.1": frozenset({Group.SEX})})


def test_a_release_shows_the_groups_that_have_a_figure() -> None:
    (found,) = published_by(small_release())
    assert (found.indicator, found.has_figures, found.groups) == ("6.1.1", True, {Group.DISABILITY})


def test_a_group_of_which_every_figure_is_hidden_is_not_shown() -> None:
    release = small_release()
    total, crossed = release.tables
    hidden = replace(
        crossed, figures=(suppressed("with", "_T"), suppressed("without", "_T"), published(("_T", "_T"), 61, 40))
    )
    (found,) = published_by(replace(release, tables=(total, hidden)))
    assert (found.has_figures, found.groups) == (True, frozenset())


def test_a_release_fills_a_cell_of_the_map_and_names_itself() -> None:
    before = {cell.group: cell for cell in gap_map([WATER], [OFFICE])}
    after = {cell.group: cell for cell in gap_map([WATER], [OFFICE, *published_by(small_release())])}
    assert (before[Group.DISABILITY].state, before[Group.DISABILITY].rank) == (CellState.NONE_FOUND, Rank.OTHER)
    assert (after[Group.DISABILITY].state, after[Group.DISABILITY].rank) == (CellState.PUBLISHED, None)
    assert after[Group.DISABILITY].sources == ("agua-2026-1",)
    assert after[None].sources == ("an office", "agua-2026-1")


def test_an_initiative_sees_the_gaps_that_it_could_fill_and_no_others() -> None:
    with_headline = could_fill(gap_map([WATER], [NOTHING]), VALLEY)
    assert [(cell.group, cell.rank) for cell in with_headline] == [
        (None, Rank.HEADLINE),
        (Group.DISABILITY, Rank.OTHER),
    ]
    assert [cell.group for cell in could_fill(gap_map([WATER], [OFFICE]), VALLEY)] == [Group.DISABILITY]
    assert could_fill(gap_map([WATER], [OFFICE]), HILLS) == ()


def test_a_gap_names_the_initiatives_that_could_fill_it_and_what_is_no_gap_names_nobody() -> None:
    cells = {cell.group: cell for cell in gap_map([WATER], [OFFICE])}
    assert who_could_fill(cells[Group.DISABILITY], [VALLEY, HILLS]) == ("valley-water",)
    assert who_could_fill(cells[Group.URBANISATION], [VALLEY, HILLS]) == ()
    assert who_could_fill(cells[Group.INCOME], [VALLEY, HILLS]) == ()
    assert cells[Group.INDIGENOUS].state is CellState.NO_CODE
