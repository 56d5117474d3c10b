"""What can be done about how a community is named, and the Labels it puts."""

from typing import Any

from nyhavn.framework.labels import CommunityLabel
from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.asks import CommunityCreditSaid, LabelPut, LabelTaken
from nyhavn.web.collection.community_credit import (
    community_credit,
    community_labels,
    put_label,
    say_community_credit,
    take_label,
)
from nyhavn.web.collection.schemas import CommunityCreditShown, LabelShown
from nyhavn.web.collection.subjects import home_of
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.pages.operations import Done, Operation, Reading


def _say(by: User, on: Initiative, said: CommunityCreditSaid) -> Done:
    say_community_credit(by=by, on=on, wish=said.wish, name=said.name, says_others=said.says_others)
    return Done("It is kept. Pages of releases follow at once.", at=home_of(on, "credit"))


def _now(on: Initiative) -> dict[str, Any]:
    said = community_credit(on)
    return {"wish": said.wish.value, "name": said.name, "says_others": said.says_others}


def _put(by: User, on: Initiative, said: LabelPut) -> Done:
    put_label(by=by, on=on, code=said.code, language=said.language, text=said.text)
    return Done("The Label is put. It goes out with the next release.", at=home_of(on, "credit"))


def _take(by: User, on: Initiative, said: LabelTaken) -> Done:
    take_label(by=by, on=on, code=said.code)
    return Done("The Label is taken back. Pages of releases follow at once.", at=home_of(on, "credit"))


def community_credit_shown(initiative: Initiative) -> CommunityCreditShown:
    """How the community is named, for those who work here."""
    said = community_credit(initiative)
    labels = tuple(label_shown(label) for label in community_labels(initiative))
    return CommunityCreditShown(wish=said.wish, name=said.name, says_others=said.says_others, labels=labels)


def label_shown(label: CommunityLabel) -> LabelShown:
    """A Label with all its texts."""
    texts = {each.language: each.text for each in label.texts}
    return LabelShown(code=label.code, title=label.title, texts=texts)


CREDIT_OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        name="say-community-credit",
        title="Say how the community is named",
        right=Right.SAY_COMMUNITY_CREDIT,
        on=INITIATIVE,
        do=_say,
        asks=CommunityCreditSaid,
        current=_now,
        lead="Ask the community first. A name that is taken back goes from the pages of this site at once; "
        "files that were signed before keep what they say, and copies that others made stay.",
        button="Keep it",
    ),
    Operation(
        name="put-label",
        title="Put a Label",
        right=Right.SAY_COMMUNITY_CREDIT,
        on=INITIATIVE,
        do=_put,
        asks=LabelPut,
        lead="Labels of Local Contexts are put by communities. The words are the community's own; "
        "put the same Label again for another language.",
        button="Put it",
    ),
    Operation(
        name="take-label",
        title="Take a Label back",
        right=Right.SAY_COMMUNITY_CREDIT,
        on=INITIATIVE,
        do=_take,
        asks=LabelTaken,
        button="Take it back",
    ),
)
CREDIT_READINGS: tuple[Reading, ...] = (
    Reading(
        "community-credit",
        "How the community is named, and its Labels",
        Right.SEE_WORKSPACE,
        INITIATIVE,
        CommunityCreditShown,
        community_credit_shown,
    ),
)
