"""What two people of the team do for somebody who lost the code."""

from datetime import date, datetime
from datetime import date as Day
from typing import Any, Literal
from uuid import UUID

from pydantic import Field
from pydantic.config import JsonDict

from nyhavn.framework.declared import Declared
from nyhavn.framework.lost_code import OPEN_FOR, Ground, LostCodeState, LostCodeWish
from nyhavn.framework.opening import Door
from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.asks import DOOR_WORDS
from nyhavn.web.collection.models import Contribution
from nyhavn.web.collection.receipts import ReceiptKind
from nyhavn.web.collection.subjects import home_of
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.pages.operations import Choices, Confirmed, Done, Operation, Reading, Subject
from nyhavn.web.receipts import lost_code_actions as actions
from nyhavn.web.receipts.lost_code_actions import Known
from nyhavn.web.receipts.models import LostCode

UUID_WRITTEN = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
GROUNDS: JsonDict = {
    Ground.KNOWS_DAY_AND_PLACE: "Knows the day, the place and the way it was given",
    Ground.KNOWN_TO_TEAM: "Is known to somebody of the team",
    Ground.REMEMBERED_BY_INTERVIEWER: "Whoever asked the questions remembers this person",
    Ground.DOCUMENT_SHOWN: "Showed a document (do not copy it)",
    Ground.VOUCHED_FOR: "Somebody whom the community trusts vouches for this person",
}
WISHES: JsonDict = {
    LostCodeWish.NEW_CODE: "A new code; two grounds are needed, because it opens the answers",
    LostCodeWish.TAKE_BACK: "To take everything back",
}
CODES: JsonDict = {
    ReceiptKind.WORDS.value: "Seven words to keep in the head",
    ReceiptKind.PAPER.value: "A code for paper",
}


class LostCodeSaid(Declared):
    """What is on record of the contribution, what the person wants, and why it is believed to be this person."""

    day: Day = Field(title="On which day were the answers given?")
    door: Door = Field(title="How did they come in?", json_schema_extra={"labels": DOOR_WORDS})
    hour: int | None = Field(
        default=None, title="About which hour of the day did they come in?", description="From 0 to 23.", ge=0, le=23
    )
    entered_by: str = Field(
        default="", title="Who typed them in?", description="Only for paper.", pattern=rf"^$|^{UUID_WRITTEN}$"
    )
    row: int | None = Field(default=None, title="In which row of the file?", description="Only for files.", ge=1)
    wish: LostCodeWish = Field(title="What does the person want?", json_schema_extra={"labels": WISHES})
    grounds: tuple[Ground, ...] = Field(
        title="Why do you believe that it is this person?",
        description="Only what is ticked here is kept. Write down nothing else.",
        min_length=1,
        json_schema_extra={"labels": GROUNDS},
    )


class WitnessSaid(Declared):
    """What a witness says."""

    is_heard: Literal[True] = Field(
        title="I have heard this person myself, without the other one speaking for them",
        description="You find the same grounds right, and the person wants this freely.",
    )


class NewCodeSaid(Declared):
    """How the new code is written."""

    kind: Literal["words", "paper"] = Field(
        title="Which kind of code?",
        description="Nothing is shown if everything is taken back.",
        json_schema_extra={"labels": CODES},
    )


class LostCodeShown(Declared):
    """A request, without the contribution. asked_by_you: then another person has to be the witness.

    grounds, wish, state: codes. until: when it ends by itself.
    """

    uuid: UUID
    state: LostCodeState
    wish: LostCodeWish
    grounds: tuple[Ground, ...]
    day: date | None
    door: Door | None
    asked_at: datetime
    until: datetime


class LostCodesShown(Declared):
    """All requests, the newest first."""

    lost_codes: tuple[LostCodeShown, ...]


def lost_code_shown(on: LostCode) -> LostCodeShown:
    """One request. The witness needs no number of the contribution, so there is none."""
    found = Contribution.objects.filter(uuid=on.contribution).first()
    return LostCodeShown(
        uuid=on.uuid,
        state=LostCodeState(on.state),
        wish=LostCodeWish(on.wish),
        grounds=tuple(Ground(ground) for ground in on.grounds),
        day=found.contributed_on if found else None,
        door=Door(found.door) if found else None,
        asked_at=on.asked_at,
        until=on.asked_at + OPEN_FOR,
    )


def lost_codes_shown(on: Initiative) -> LostCodesShown:
    """All requests of an initiative."""
    return LostCodesShown(lost_codes=tuple(lost_code_shown(one) for one in on.lost_codes.all()))


def enter_lost_code(user: User, right: Right, *, initiative: str, lost_code: UUID) -> LostCode:
    """A request, for somebody with that right in its initiative. Raises Refusal."""
    within = enter_initiative(user, right, initiative=initiative)
    found = LostCode.objects.select_related("initiative").filter(initiative=within, uuid=lost_code).first()
    if found is None:
        raise not_found("request")
    return found


LOST_CODE = Subject(
    "lost-code",
    "initiatives/<slug:initiative>/lost-codes/<uuid:lost_code>",
    enter_lost_code,
    home=lambda on: home_of(on.initiative, "lost-codes"),
)


def _ask(by: User, on: Initiative, said: LostCodeSaid) -> Done:
    entered_by = UUID(said.entered_by) if said.entered_by else None
    known = Known(said.day, said.door, said.hour, entered_by, said.row)
    made = actions.ask(by=by, initiative=on, known=known, wish=said.wish, grounds=said.grounds)
    return Done(
        "It is written down. Now another person of the team hears this person.", LOST_CODE.home(made), made.uuid
    )


def _typists(on: Initiative) -> dict[str, Choices]:
    people = User.objects.filter(roles__initiative=on).distinct().order_by("name", "id")
    return {"entered_by": tuple((str(user.uuid), user.name or user.email) for user in people)}


def _confirm(by: User, on: LostCode, said: WitnessSaid) -> Done:
    actions.confirm(by=by, on=on)
    return Done("You are the witness. Whoever asked can finish it now.")


def _refuse(by: User, on: LostCode, said: Confirmed) -> Done:
    actions.refuse(by=by, on=on)
    return Done("It is refused. Nothing was done.")


def _finish(by: User, on: LostCode, said: NewCodeSaid) -> Done:
    code = actions.finish(by=by, on=on, kind=ReceiptKind(said.kind))
    if not code:
        return Done("Everything is taken back. What was made from it follows now.")
    return Done("This is the new code, for the person alone. The old one opens nothing any more.", shown_once=code)


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "help-lost-code",
        "Help somebody who lost the code",
        Right.HELP_CONTRIBUTORS,
        INITIATIVE,
        _ask,
        LostCodeSaid,
        lead="Only while the person is with you. The answers are not searched and not shown. Another person of the "
        "team has to hear the same before anything is done.",
        button="Write it down",
        choices=_typists,
    ),
    Operation(
        "confirm",
        "Be the witness",
        Right.WITNESS_LOST_CODES,
        LOST_CODE,
        _confirm,
        WitnessSaid,
        lead="Not if you wrote it down yourself. Think of somebody at home who pretends to be this person.",
        button="I am the witness",
    ),
    Operation(
        "refuse",
        "Refuse this",
        Right.WITNESS_LOST_CODES,
        LOST_CODE,
        _refuse,
        lead="If you doubt who it is, or whether it is wanted. You need to give no reason.",
        button="Refuse it",
    ),
    Operation(
        "finish",
        "Do what the person wants",
        Right.HELP_CONTRIBUTORS,
        LOST_CODE,
        _finish,
        NewCodeSaid,
        lead="With the person in front of you. A new code is shown once, and the old one stops. What is taken back "
        "cannot be brought back.",
        button="Do it",
        through_interface=False,
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "lost-codes",
        "Requests of people who lost their code",
        Right.WITNESS_LOST_CODES,
        INITIATIVE,
        LostCodesShown,
        lost_codes_shown,
    ),
    Reading(
        "",
        "A request of somebody who lost the code",
        Right.WITNESS_LOST_CODES,
        LOST_CODE,
        LostCodeShown,
        lost_code_shown,
    ),
)
