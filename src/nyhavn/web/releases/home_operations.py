"""What can be done about results that go home: the page, what people say of it, an answer, a waiver."""

from collections.abc import Mapping
from typing import Any

from nyhavn.chain.validating import tables_sha256
from nyhavn.framework.home_page import MOST_ROWS
from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.pages.operations import Choices, Done, Operation, Reading
from nyhavn.web.releases import home_actions as actions
from nyhavn.web.releases import home_asks as asks
from nyhavn.web.releases.home_showing import HomeShown, home_shown
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import content_of
from nyhavn.web.releases.subjects import RELEASE, home_home
from nyhavn.web.releases.validation import items_about


def _write(by: User, on: PublicRelease, said: asks.HomePageSaid) -> Done:
    made = actions.write_home_page(by=by, on=on, said=said)
    return Done("The page is written. Look at it, and print it.", at=home_home(on), made=made.uuid)


def _record(by: User, on: PublicRelease, said: asks.ValidationSaid) -> Done:
    made = actions.record_said(by=by, on=on, said=said)
    return Done("It is on record, and will stand beside the figures.", at=home_home(on), made=made.uuid)


def _waive(by: User, on: PublicRelease, said: asks.ValidationWaived) -> Done:
    actions.waive_validation(by=by, on=on, reason=said.reason)
    return Done("It is on record, with your reason.", at=home_home(on))


def _answer(by: User, on: PublicRelease, said: asks.CommunityAnswered) -> Done:
    actions.answer_community(by=by, on=on, said=said)
    return Done("Your answer is on record, and will stand beside the figures.", at=home_home(on))


def _pictures(on: PublicRelease) -> Mapping[str, Choices]:
    release = content_of(on)
    titles = {one.id: one.title for one in release.indicators}
    fitting = [one for one in release.tables if len(one.breakdowns) < 2 and len(one.figures) <= MOST_ROWS]
    return {"picture": tuple((one.id, f"{titles[one.indicator]} ({one.id})") for one in fitting)}


def _meetings(on: PublicRelease) -> Mapping[str, Choices]:
    items = items_about(on, tables_sha256(content_of(on)))
    met = tuple((str(one.uuid), f"{one.meeting.body.name}, {one.meeting.held_on.isoformat()}") for one in items)
    return {"meeting": met}


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "write-home-page",
        "Write the one-page result",
        Right.WRITE_HOME_PAGE,
        RELEASE,
        _write,
        asks=asks.HomePageSaid,
        choices=_pictures,
        lead="For those whom the figures are about, in their language. Numbers come from the tables by themselves.",
        button="Write this page",
    ),
    Operation(
        "record-validation",
        "Record whether the results describe the community",
        Right.RECORD_COMMUNITY_VIEW,
        RELEASE,
        _record,
        asks=asks.ValidationSaid,
        choices=_meetings,
        lead="What people said of exactly these tables. It is published beside the figures, dissent included.",
        button="Put it on record",
    ),
    Operation(
        "waive-validation",
        "Go on without asking whether the results describe people",
        Right.RECORD_COMMUNITY_VIEW,
        RELEASE,
        _waive,
        asks=asks.ValidationWaived,
        lead="Only where it cannot be done, or would put people in danger. Everybody reads your reason.",
        button="Go on without",
    ),
    Operation(
        "answer-community",
        "Answer the community",
        Right.SET_RELEASE_DATE,
        RELEASE,
        _answer,
        asks=asks.CommunityAnswered,
        lead="People said that the results do not describe them. Your answer is published beside what they said.",
        button="Answer",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading("home", "Results that go home", Right.SEE_CANDIDATE, RELEASE, HomeShown, home_shown),
)
