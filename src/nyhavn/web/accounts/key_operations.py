"""What can be done with keys for the programming interface."""

from typing import Any

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.roles import AccountRight
from nyhavn.web.accounts.access_keys import KeysShown, enter_key, keys_shown, make_key, revoke_key
from nyhavn.web.accounts.models import AccessKey, User
from nyhavn.web.accounts.operations import ACCOUNT
from nyhavn.web.pages.operations import Confirmed, Done, Operation, Reading, Subject

KEYS_PAGE = "/work/me/keys/"
LONGEST = 365  # days; who needs a key for longer makes a new one once a year and looks at the old ones
KEY = Subject("access-key", "me/keys/<uuid:key>", enter_key, home=lambda on: KEYS_PAGE)


class KeyWanted(Declared):
    """What is asked before a key is made."""

    label: str = Field(
        title="What is it for?",
        description="For example: nightly export on our server. You will see these words in the list of your keys.",
        min_length=1,
        max_length=80,
    )
    days: int = Field(
        90, title="For how many days?", description=f"At most {LONGEST}. Then it stops working.", ge=1, le=LONGEST
    )


def _make(*, by: User, on: User, said: KeyWanted) -> Done:
    made = make_key(by=by, label=said.label, days=said.days)
    message = "Your access key is made. Copy it now: it is shown this one time and not kept here."
    return Done(message, at=KEYS_PAGE, made=made.key.uuid, shown_once=made.secret)


def _revoke(*, by: User, on: AccessKey, said: Confirmed) -> Done:
    revoke_key(by=by, on=on)
    return Done("The access key is revoked. Nobody can use it any more.", at=KEYS_PAGE)


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        name="make-key",
        title="Make an access key",
        right=AccountRight.OWN,
        on=ACCOUNT,
        do=_make,
        asks=KeyWanted,
        lead="A program with this key may do all that you may do here, except make keys. Keep it like a password.",
        button="Make the key",
        through_interface=False,  # a stolen key must not be able to make itself immortal
    ),
    Operation(
        name="revoke",
        title="Revoke an access key",
        right=AccountRight.OWN,
        on=KEY,
        do=_revoke,
        lead="Programs that use this key stop working at once. This cannot be undone; you can make a new key.",
        button="Revoke it",
    ),
)
READINGS: tuple[Reading, ...] = (Reading("keys", "Your access keys", AccountRight.OWN, ACCOUNT, KeysShown, keys_shown),)
