"""The public pages of the map: the map of a place, one field of it, and the map as a file."""

import csv
from collections.abc import Iterator
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_safe

from nyhavn.framework.gaps import Cell, Rank
from nyhavn.framework.sdg import GROUPS, INDICATORS, Group
from nyhavn.web.accounts.access import not_found
from nyhavn.web.gaps.looking import ON_A_PAGE, Looking, group_in, looking_in, name_of, ranked
from nyhavn.web.gaps.national import own_lists
from nyhavn.web.gaps.picture import cell_address, picture_of
from nyhavn.web.gaps.queries import GapMap, places
from nyhavn.web.gaps.showing import FieldShown, fields_shown, standing_map
from nyhavn.web.gaps.words import RANK_WORDS, group_words, rank_words, state_words
from nyhavn.web.pages.access import public

COLUMNS = tuple(FieldShown.model_fields)


@public
@require_safe
def gap_map(request: HttpRequest) -> HttpResponse:
    """The map of the place that is asked for; of the only one there is; else the list of places."""
    looking, known = looking_in(request.GET), places()
    if not looking.place and len(known) == 1:
        looking = looking_in({**request.GET.dict(), "place": known[0].area})
    if not looking.place:
        return render(request, "gaps/places.html", {"places": known})
    found = standing_map(looking.place)
    gaps = ranked(found, looking)
    page, last = min(looking.page, max(1, -(-len(gaps) // ON_A_PAGE))), -(-len(gaps) // ON_A_PAGE)
    listed = gaps[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    shown = {
        "map": found,
        "places": known,
        "looking": looking,
        "lists": own_lists(found),
        "goals": {one.goal: one.goal_title for one in INDICATORS.values()},
        "groups": [(group.value, group_words(group)) for group in Group],
        "ranks": [(name_of(rank), rank_words(rank)) for rank in Rank],
        "picture": picture_of(found, looking, is_mirrored=get_language_bidi()),
        "gaps": len(gaps),
        "listed": tuple(_grouped(found, listed)),
        "page": page,
        "before": looking.address(page=page - 1) if page > 1 else "",
        "after": looking.address(page=page + 1) if page < last else "",
        "chosen": _chosen(looking),
        "without_code": tuple(group_words(group) for group in Group if not GROUPS.entry(group).codes),
    }
    return render(request, "gaps/map.html", shown)


def _chosen(looking: Looking) -> dict[str, str]:
    goal = next((one.goal_title for one in INDICATORS.values() if one.goal == looking.goal), "")
    return {
        "goal": goal,
        "group": group_words(looking.group) if looking.group else "",
        "rank": name_of(looking.rank),
        "whole": looking.address(goal=None, group=None, rank=None),
    }


def _grouped(found: GapMap, cells: tuple[Cell, ...]) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """By rank, in order, each with its lines."""
    for rank in RANK_WORDS:
        if lines := [_line(found, cell) for cell in cells if cell.rank is rank]:
            yield rank_words(rank), lines


def _line(found: GapMap, cell: Cell) -> dict[str, object]:
    return {
        "about": INDICATORS[cell.indicator],
        "group": group_words(cell.group) if cell.group else "",
        "href": cell_address(found, cell.indicator, cell.group),
        "in_part": bool(found.in_part.get((cell.indicator, cell.group))),
        "could_fill": len(found.could_fill(cell)),
    }


@public
@require_safe
def cell(request: HttpRequest, place: str, indicator: str, group: str) -> HttpResponse:
    """One field: how it stands, in which sources, and which initiatives could fill it."""
    found = standing_map(place)
    try:
        known = found.cell(indicator, group_in(group))
    except ValueError:
        known = None
    if known is None:
        raise not_found("field of the map")
    about = INDICATORS[indicator]
    shown = {
        "map": found,
        "cell": known,
        "about": about,
        "group": group_words(known.group),
        "state": state_words(known.state),
        "rank": rank_words(known.rank) if known.rank else "",
        "could_fill": found.could_fill(known),
        "in_part": [(name, found.titles[name]) for name in found.in_part.get((indicator, known.group), ())],
        "codes": [one for one in found.codes if one.group is known.group],
        "back": Looking(place=place, goal=about.goal).address(),
        "beside": [
            (group_words(one.group), state_words(one.state), cell_address(found, indicator, one.group))
            for one in found.cells
            if one.indicator == indicator
        ],
        "national": [(own, one) for own in found.lists for one in own.indicators if one.of == indicator],
    }
    return render(request, "gaps/cell.html", shown)


@public
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The whole map of a place, a row for each field; of all places where none is asked for."""
    asked = request.GET.get("place", "")[:3]
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="gaps-{quote(asked) or "all"}.csv"'
    rows = csv.writer(answer)
    rows.writerow(("area", *COLUMNS))
    for area in [asked] if asked else [place.area for place in places()]:
        for field in fields_shown(standing_map(area)):
            said = field.model_dump(mode="json")
            rows.writerow([area, *(_cell(said[name]) for name in COLUMNS)])
    return answer


def _cell(value: object) -> str:
    """As a spreadsheet takes it: a text that begins like a formula is none."""
    text = " ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
