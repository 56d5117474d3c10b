"""Organisations of an invented exchange, and their words: a shelter that hides, two that do not, a ministry."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from nyhavn.framework.case_study import Authors, CaseText, Lesson
from nyhavn.framework.case_versions import CaseStudy, CaseVersion, VersionAct, VersionStep
from nyhavn.framework.definition import PartyKind
from nyhavn.framework.directory import Listing, ListingField
from nyhavn.framework.organisation_consent import Circle, OrganisationWord, Reader
from nyhavn.framework.peer_matching import Posting, Side

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TODAY = NOW.date()
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
EAST_AFRICA, AFRICA, WEST_AFRICA = "014", "002", "011"


def number(of: int) -> UUID:
    """A uuid that one can read."""
    return UUID(int=of)


SHELTER, WATER, RIVER, MINISTRY = (number(of) for of in range(1, 5))
AT_THE_SHELTER = Reader(frozenset({SHELTER}), frozenset({PartyKind.CIVIL_SOCIETY}))
AT_THE_WATER = Reader(frozenset({WATER}), frozenset({PartyKind.COMMUNITY}))
AT_THE_RIVER = Reader(frozenset({RIVER}), frozenset({PartyKind.CIVIL_SOCIETY}))
AT_THE_MINISTRY = Reader(frozenset({MINISTRY}), frozenset({PartyKind.GOVERNMENT}))


def word(about: str, circle: Circle, owner: UUID, at: datetime = NOW - 9 * DAY, **more: object) -> OrganisationWord:
    values = {"about": about, "circle": circle, "said_for": owner, "at": at}
    return OrganisationWord.model_validate(values | more)


def says(
    owner: UUID, circle: Circle, *fields: ListingField, at: datetime = NOW - 9 * DAY
) -> tuple[OrganisationWord, ...]:
    return tuple(word(field, circle, owner, at) for field in fields or tuple(ListingField))


def listing(owner: UUID, name: str, circle: Circle = Circle.EVERYBODY, **more: object) -> Listing:
    values = {
        "organisation": owner,
        "name": name,
        "regions": (EAST_AFRICA,),
        "topics": ("services",),
        "languages": ("en",),
        "is_at_risk": False,
        "words": says(owner, circle),
    }
    return Listing.model_validate(values | more)


def unnamed(owner: UUID, name: str = "A shelter", **more: object) -> Listing:
    """One that stands there by region and topic only."""
    open_fields = says(owner, Circle.EVERYBODY, ListingField.REGIONS, ListingField.TOPICS)
    values = {"topics": ("migration",), "is_at_risk": True, "words": open_fields}
    return listing(owner, name, **(values | more))


def posting(of: int, owner: UUID, side: Side, circle: Circle | None = Circle.MEMBERS, **more: object) -> Posting:
    uuid = number(of)
    said = (word(f"posting:{uuid}", circle, owner),) if circle is not None else ()
    values = {
        "uuid": uuid,
        "organisation": owner,
        "side": side,
        "topics": ("migration",),
        "help": ("advice",),
        "languages": ("en",),
        "first_day": date(2026, 6, 1),
        "last_day": date(2026, 8, 31),
        "posted_at": NOW - 8 * DAY,
        "said": said,
    }
    return Posting.model_validate(values | more)


def case_text(**more: object) -> CaseText:
    values = {
        "initiative": "Clean wells",
        "language": "en",
        "summary": "People counted wells that give no water.",
        "topics": ("services",),
        "worked": (Lesson(what="Radio reached everybody."),),
        "failed": (Lesson(what="The form was too long.", why="We asked what nobody needed."),),
        "names_nobody": True,
    }
    return CaseText.model_validate(values | more)


def version(of: int = 1, text: CaseText | None = None, *steps: VersionStep, **more: object) -> CaseVersion:
    acts = tuple(
        VersionAct(step=step, at=NOW - 5 * DAY + place * HOUR, because="It teaches something.")
        for place, step in enumerate(steps)
    )
    values = {"number": of, "text": text or case_text(), "written_at": NOW - 6 * DAY, "acts": acts}
    return CaseVersion.model_validate(values | more)


PUBLISHED = (VersionStep.SUBMIT, VersionStep.ACCEPT)


def case(*versions: CaseVersion, circle: Circle = Circle.EVERYBODY, of: int = 50, **more: object) -> CaseStudy:
    said = (word(f"case:{number(of)}", circle, WATER),)
    values = {
        "uuid": number(of),
        "authors": Authors(organisations=(WATER,), names=("Water for all",), words=said),
        "versions": versions or (version(1, None, *PUBLISHED),),
    }
    return CaseStudy.model_validate(values | more)
