"""Comparisons of a village's release with a reference, for tests of any folder."""

from datetime import date
from typing import Any

from nyhavn.framework.comparison import Aspect, AspectSaid
from nyhavn.framework.roles import Role
from nyhavn.framework.statistics import DECLINED, NOT_STATED
from nyhavn.web.comparisons import actions, asks
from nyhavn.web.comparisons.models import ReleaseComparison
from nyhavn.web.comparisons.queries import breakdowns_in, content
from nyhavn.web.pages.uploads import Upload
from nyhavn.web.releases.models import PublicRelease
from web.cast import Cast

SOURCE = "National census 2021, table 4"
MEANS = {"ours": "Everybody who lives in the village", "theirs": "Everybody registered there", "is_same": True}


def aspects(*other: Aspect) -> tuple[AspectSaid, ...]:
    """What both sides mean: the same but in these respects."""
    return tuple(
        AspectSaid(aspect=one, ours=f"Our {one}", theirs=f"Their {one}", is_same=one not in other) for one in Aspect
    )


def margin_file(*rows: tuple[str, float]) -> Upload:
    text = "\n".join(("category,value", *(f"{code},{value}" for code, value in rows)))
    return Upload(name="margin.csv", content=text.encode())


def said(release: PublicRelease, **changes: Any) -> asks.ComparisonSaid:
    """One of the release's indicators beside the figures of a census; a margin that has each of its groups."""
    found = content(release)
    breakdown = next(iter(breakdowns_in(found)))[0]
    table = next(one for one in found.tables if one.breakdowns == (breakdown,))
    codes = [one.categories[0] for one in table.figures if one.categories[0] not in (NOT_STATED, DECLINED)]
    values = {
        "breakdown": breakdown,
        "indicator": table.indicator,
        "file": margin_file(*((code, 0.5) for code in codes)),
        "kind": "figures",
        "source": SOURCE,
        "reference_date": date(2021, 6, 30),
        "population": MEANS,
        "definition": MEANS,
        "period": MEANS,
        "method": MEANS,
    } | changes
    return asks.ComparisonSaid.model_validate(values)


def compared(village: Cast, release: PublicRelease, **changes: Any) -> ReleaseComparison:
    return actions.compare_with(by=village[Role.COORDINATOR], on=release, said=said(release, **changes))
