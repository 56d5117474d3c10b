"""What taking one contribution back would reach, for the steward, before anybody does it. Looking changes nothing.

Which single figures would change is not computed: it would take counting everything anew without the person. What is
said instead follows from the rule over time and from what the last run found out about it.
"""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from nyhavn.framework.consent import Purpose
from nyhavn.framework.declared import Declared
from nyhavn.framework.over_time import OverTimePolicy
from nyhavn.web.collection.models import Contribution
from nyhavn.web.lineage.queries import Impact, impact
from nyhavn.web.releases.editions import RELEASE, next_edition
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import content_of
from nyhavn.web.releases.usable import plan_behind

HELD = (
    "The figures move in groups of contributions, and only when enough of a group have changed. One person who leaves "
    "moves nothing alone, and so is not seen."
)
COMPARED = (
    "No register is kept for these tables. The next version is compared with this one, and refused if they differ by a "
    "few people; then it has to wait until more has changed."
)
NOT_COMPUTED = (
    "It is not computed which single figures would change, and how many changes wait in the group of this person. A "
    "group to which somebody else knows nearly all changes can still give the last one away."
)
KIND_WORDS = {
    "contribution": "The answers and their only key: destroyed at once",
    "import-file": "A file that is being taken in: its row is left out, and the file destroyed",
    "material": "A story, photograph, sound or map: destroyed at once",
    "finding": "A question that a check raised: it points there no more",
    "decision": "A decision about the answers: deleted",
    "run": "A run whose results are not public: destroyed, to be made again",
    "candidate": "A release that is not published: given up, to be made again",
    "records": "Single records of a published release: recalled, and asked back",
    "release": "Published figures: they stay until the next edition",
    "export": "A file that somebody of the team took out: asked back",
    "office-records": "A file of single records that an office received: asked back, as far as the agreement reaches",
    "office-figures": "Figures that an office received: replaced with the next edition",
}


class KindReached(Declared):
    """One kind of things that would be reached: what becomes of them, and how many there are."""

    what: str
    count: int


class FiguresReached(Declared):
    """A published release that counts the person.

    tables: its tables. next_edition: when a newer one comes, null if none is planned. rule: whether the change itself
    would show. waiting, most_in_one_group, needed: changes that waited when it was made, and how many move a group;
    null where no register is kept.
    """

    name: str
    version: str
    title: str
    tables: tuple[str, ...]
    next_edition: date | None
    rule: str
    waiting: int | None
    most_in_one_group: int | None
    needed: int | None


class FigureImpactShown(Declared):
    """What taking it back would reach."""

    uuid: UUID
    reached: tuple[KindReached, ...]
    figures: tuple[FiguresReached, ...]
    not_computed: str


def impact_shown(on: Contribution) -> FigureImpactShown:
    """What the walk would come to if the person took everything back now."""
    found = impact(on.collection.initiative, on.uuid, frozenset({Purpose.COLLECTION}))
    numbers = [one.node.on for one in found.of(RELEASE)]
    releases = PublicRelease.objects.filter(uuid__in=numbers).select_related("initiative", "run").order_by("-id")
    figures = tuple(_figures(release) for release in releases)
    return FigureImpactShown(uuid=on.uuid, reached=tuple(_kinds(found)), figures=figures, not_computed=NOT_COMPUTED)


def _kinds(found: Impact) -> Iterator[KindReached]:
    for code in dict.fromkeys(one.node.kind for one in found.reached):
        yield KindReached(what=KIND_WORDS.get(code, code), count=len(found.of(code)))


def _figures(release: PublicRelease) -> FiguresReached:
    plan, behind = plan_behind(release.run), (release.run.restricted or {}).get("behind") or {}
    staleness = behind.get("staleness") if release.run.register else None
    policy: OverTimePolicy = plan.over_time
    crossed = (" × ".join(names) for one in plan.indicator for names in (one.by or ((),)))
    titles = [f"{one.title}" for one in plan.indicator for _ in (one.by or ((),))]
    return FiguresReached(
        name=release.name,
        version=release.version,
        title=content_of(release).title,
        tables=tuple(f"{title}: {by}" if by else title for title, by in zip(titles, crossed, strict=True)),
        next_edition=next_edition(release.initiative, release.name),
        rule=HELD if staleness else COMPARED,
        waiting=staleness["people"] if staleness else None,
        most_in_one_group=staleness["most_people"] if staleness else None,
        needed=policy.changes if staleness else None,
    )
