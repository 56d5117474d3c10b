"""Reading who looked through the interface, and taking the record out."""

from dataclasses import dataclass

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.log_export import export_log
from nyhavn.web.initiatives.looks_queries import WORDS, looks_by_month, who_looked
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.initiatives.schemas import WhoLooked
from nyhavn.web.pages.operations import Confirmed, Done, Operation, Reading, Subject


@dataclass(frozen=True)
class KindOfLook:
    """One kind of looks at one initiative."""

    initiative: Initiative
    what: str


def _enter(user: User, right: Right, *, initiative: str, what: str) -> KindOfLook:
    found = enter_initiative(user, right, initiative=initiative)
    if what not in WORDS:
        raise not_found("kind of look")
    return KindOfLook(found, what)


def _home(on: KindOfLook) -> str:
    return f"/work/initiatives/{on.initiative.slug}/who-looked/?what={on.what}"


def _of_one_kind(on: KindOfLook) -> WhoLooked:
    return WhoLooked(looks=tuple(line.shown for line in looks_by_month(on.initiative, on.what)))


def _export(*, by: User, on: Initiative, said: Confirmed) -> Done:
    return Done("Keep the file, and check it with: nyhavn verify-log FILE", file=export_log(by=by, on=on))


LOOKS = Subject("looks", "initiatives/<slug:initiative>/looks/<slug:what>", enter=_enter, home=_home)
OPERATIONS: tuple[Operation[Confirmed], ...] = (
    Operation(
        name="export-log",
        title="Take the record of what was done out",
        right=Right.READ_LOG,
        on=INITIATIVE,
        do=_export,
        lead="You get a file with every record of this initiative, without codes of people, and a hash for each record "
        "of others, so that the chain is whole. The command nyhavn verify-log checks it on any computer. A file that "
        "you keep shows later whether somebody wrote the record anew. That you took it out is recorded.",
        button="Save the file",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading("looks", "Who looked, by month and role", Right.READ_LOG, INITIATIVE, WhoLooked, who_looked),
    Reading("", "Who looked, one kind of looks", Right.READ_LOG, LOOKS, WhoLooked, _of_one_kind),
)
