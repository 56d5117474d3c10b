"""What can be done on a collection, a contribution, a practice record."""

from typing import Any

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.collection import actions, schemas, showing
from nyhavn.web.collection.asks import ClosingSaid, OpeningSaid, ReceiptSaid, SetAsideSaid
from nyhavn.web.collection.credit_operations import CREDIT_OPERATIONS, CREDIT_READINGS
from nyhavn.web.collection.models import Contribution, PracticeRecord
from nyhavn.web.collection.queries import with_receipt
from nyhavn.web.collection.subjects import CONTRIBUTION, PRACTICE, home_of
from nyhavn.web.initiatives.access import not_found
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.pages.operations import Confirmed, Done, Operation, Reading


def _open(by: User, on: Initiative, said: OpeningSaid) -> Done:
    made = actions.open_collection(by=by, on=on, doors=frozenset(said.doors))
    return Done("The collection is open.", at=home_of(on, "collection"), made=made.uuid)


def _close(by: User, on: Initiative, said: ClosingSaid) -> Done:
    actions.close_collection(by=by, on=on, reason=said.reason)
    return Done("The collection is closed.", at=home_of(on, "collection"))


def _set_aside(by: User, on: Contribution, said: SetAsideSaid) -> Done:
    actions.set_aside(by=by, on=on, reason=said.reason)
    return Done("It takes no part in runs any more. You can undo this.")


def _take_back(by: User, on: Contribution, said: Confirmed) -> Done:
    actions.take_back(by=by, on=on)
    return Done("It takes part again.")


def _find(by: User, on: Initiative, said: ReceiptSaid) -> Done:
    found = with_receipt(on, said.words)
    if found is None:
        raise not_found("contribution with these words")
    return Done("Found.", at=CONTRIBUTION.home(found), made=found.uuid)


def _delete(by: User, on: PracticeRecord, said: Confirmed) -> Done:
    home = PRACTICE.home(on)
    actions.delete_practice(by=by, on=on)
    return Done("The practice record is deleted.", at=home)


def _delete_all(by: User, on: Initiative, said: Confirmed) -> Done:
    count = actions.delete_all_practice(by=by, on=on)
    return Done(f"{count} practice records are deleted.", at=home_of(on, "practice"))


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        name="open-collection",
        title="Open the collection",
        right=Right.OPEN_COLLECTION,
        on=INITIATIVE,
        do=_open,
        asks=OpeningSaid,
        lead="From then on the questionnaire is frozen. Another question needs a new version and a new collection.",
        button="Open it",
    ),
    Operation(
        name="close-collection",
        title="Close the collection",
        right=Right.OPEN_COLLECTION,
        on=INITIATIVE,
        do=_close,
        asks=ClosingSaid,
        lead="Nobody can contribute any more. Forms that people have begun and not sent are lost.",
        button="Close it",
    ),
    Operation(
        name="set-aside",
        title="Set this contribution aside",
        right=Right.DECIDE_FINDINGS,
        on=CONTRIBUTION,
        do=_set_aside,
        asks=SetAsideSaid,
        lead="It stays where it is and takes no part in runs. You can undo this.",
        button="Set it aside",
    ),
    Operation(
        name="take-back",
        title="Let this contribution take part again",
        right=Right.DECIDE_FINDINGS,
        on=CONTRIBUTION,
        do=_take_back,
        button="Let it take part",
    ),
    Operation(
        name="find-by-words",
        title="Find a contribution by the words of its receipt",
        right=Right.SEE_CONTRIBUTIONS,
        on=INITIATIVE,
        do=_find,
        asks=ReceiptSaid,
        lead="Only when the person tells you the words and wants something done.",
        button="Find it",
    ),
    Operation(
        name="delete",
        title="Delete this practice record",
        right=Right.PRACTISE,
        on=PRACTICE,
        do=_delete,
        lead="It is gone for good.",
        button="Delete it",
    ),
    Operation(
        name="delete-practice",
        title="Delete all your practice records",
        right=Right.PRACTISE,
        on=INITIATIVE,
        do=_delete_all,
        lead="Those of other people stay. They are gone for good.",
        button="Delete all",
    ),
    *CREDIT_OPERATIONS,
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "collections",
        "The collections",
        Right.SEE_WORKSPACE,
        INITIATIVE,
        schemas.CollectionsShown,
        showing.collections_shown,
    ),
    Reading(
        "contributions",
        "The newest contributions, without answers",
        Right.SEE_CONTRIBUTIONS,
        INITIATIVE,
        schemas.ContributionsShown,
        showing.contributions_shown,
    ),
    Reading(
        "",
        "A contribution, without answers",
        Right.SEE_CONTRIBUTIONS,
        CONTRIBUTION,
        schemas.ContributionShown,
        showing.contribution_shown,
    ),
    *CREDIT_READINGS,
)
