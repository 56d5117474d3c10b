"""Loss by group and remedies, laid out for the page of a run: pictures, and one table over all choices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nyhavn.web.production.loss_picture import Picture, loss_picture
from nyhavn.web.production.models import Run
from nyhavn.web.production.remedy_schemas import GroupLossShown, LossShown, TriedShown
from nyhavn.web.production.remedy_showing import remedies_shown, run_loss
from nyhavn.web.production.risk_page import frontier

NO_TABLES = "no tables"


@dataclass(frozen=True)
class LossOnPage:
    """One choice of tables with its picture. disappearing: labels of groups about which nothing would be said.

    together: groups that would be seen only with others, each with the wider group.
    """

    loss: LossShown
    picture: Picture
    disappearing: tuple[str, ...]
    together: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TriedOnPage:
    """One remedy under its number; laid_out is None where no tables came out."""

    number: int
    tried: TriedShown
    laid_out: LossOnPage | None


def loss_on_page(run: Run, *, is_mirrored: bool) -> Mapping[str, object]:
    """The loss in the candidate of a run."""
    return {"planned": _laid_out(run_loss(run).loss, is_mirrored=is_mirrored)}


def remedies_on_page(run: Run, *, is_mirrored: bool) -> Mapping[str, object]:
    """The remedies of a run. Where no candidate came out, the loss as planned is that of the comparison."""
    shown = remedies_shown(run)
    tried = tuple(
        TriedOnPage(number, one, _laid_out(one.loss, is_mirrored=is_mirrored))
        for number, one in enumerate(shown.tried, 1)
    )
    found: dict[str, object] = {"remedies": shown, "tried": tried}
    if shown.planned is not None:
        found["heads"] = ("Group", "As planned", *(f"{one.number}" for one in tried))
        found["rows"] = _rows((shown.planned, *shown.tried))
        found["frontier"] = frontier(shown.planned, shown.tried, is_mirrored=is_mirrored)
        if not run.release:
            found["planned"] = _laid_out(shown.planned.loss, is_mirrored=is_mirrored)
    return found


def _laid_out(loss: LossShown | None, *, is_mirrored: bool) -> LossOnPage | None:
    if loss is None:
        return None
    disappearing = tuple(group.label for group in loss.groups if group.disappears)
    together = tuple((group.label, group.within) for group in loss.groups if group.within)
    return LossOnPage(loss, loss_picture(loss, is_mirrored=is_mirrored), disappearing, together)


def _rows(choices: Sequence[TriedShown]) -> tuple[tuple[str, ...], ...]:
    """One row per group: how many of its figures are shown under each choice, of those planned."""
    first = next((one.loss for one in choices if one.loss), None)
    named = {(group.breakdown, group.category): group for one in choices if one.loss for group in one.loss.groups}
    groups = tuple(named.values()) if first else ()
    return tuple((group.label, *(_cell(one.loss, group) for one in choices)) for group in groups)


def _cell(loss: LossShown | None, group: GroupLossShown) -> str:
    """The figures that are shown, of all that were asked for."""
    if loss is None:
        return NO_TABLES
    named = (group.breakdown, group.category)
    here = next((one for one in loss.groups if (one.breakdown, one.category) == named), None)
    if here is None:
        return "0"
    return f"{here.shown} of {here.shown + here.hidden + here.empty + here.left_out}"
