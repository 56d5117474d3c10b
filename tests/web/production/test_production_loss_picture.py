"""Every bar is as long as its figures, and mirrored pages mirror it."""

import pytest

from nyhavn.web.production.loss_picture import loss_picture
from nyhavn.web.production.remedy_schemas import GroupLossShown, LossShown


def group(label: str, shown: int = 0, hidden: int = 0, empty: int = 0, left_out: int = 0) -> GroupLossShown:
    return GroupLossShown(
        breakdown="place", category=label[:9], label=label, shown=shown, hidden=hidden, empty=empty, left_out=left_out,
        disappears=shown == 0,
    )  # fmt: skip


def loss(*groups: GroupLossShown) -> LossShown:
    return LossShown(shown=0, hidden=0, empty=0, left_out=0, groups=groups)


@pytest.mark.parametrize("is_mirrored", [False, True])
def test_a_bar_is_cut_in_the_order_of_its_figures_on_one_scale(is_mirrored: bool) -> None:
    picture = loss_picture(loss(group("North", 4, 2, 1, 1), group("South", 1)), is_mirrored=is_mirrored)
    first, second = picture.rows
    assert [piece.kind for piece in first.pieces] == ["shown", "hidden", "left_out", "empty"]
    one = second.pieces[0].span.width
    assert [round(piece.span.width / one) for piece in first.pieces] == [4, 2, 1, 1]
    places = [piece.span.x for piece in first.pieces]
    assert places == sorted(places, reverse=is_mirrored)
    ends = [piece.span.x + piece.span.width * (not is_mirrored) for piece in first.pieces]
    assert max(abs(end - picture.start) for end in ends) < abs(picture.value_x - picture.start)
    assert (first.value, second.value) == ("4 of 8", "1 of 1")
    assert picture.direction == ("rtl" if is_mirrored else "ltr")


def test_only_marks_that_are_there_are_explained() -> None:
    assert len(loss_picture(loss(group("North", 4)), is_mirrored=False).key) == 1
    assert len(loss_picture(loss(group("North", 4), group("South", 0, 1)), is_mirrored=False).key) == 2


def test_a_long_name_takes_more_lines_and_never_runs_into_the_next_group() -> None:
    picture = loss_picture(loss(group("A village " * 12, 1), group("South", 1)), is_mirrored=False)
    first, second = picture.rows
    tops = [top for top, _ in first.label]
    assert len(tops) > 2 and tops == sorted(tops)
    assert tops[-1] < first.top < second.label[0][0] < second.top < picture.height


@pytest.mark.parametrize("groups", [(), (group("Nobody"),)])
def test_where_nothing_was_asked_there_is_a_picture_all_the_same(groups: tuple[GroupLossShown, ...]) -> None:
    assert len(loss_picture(loss(*groups), is_mirrored=False).rows) == len(groups)
