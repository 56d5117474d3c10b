"""Independence: who pays, who asked, who may gain; what those who decide say of themselves; dates and early readers.

Everything here is dated and only added to. A correction is a new entry that names the one it corrects.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Reason, refusal
from nyhavn.framework.roles import Role


class InterestKind(StrEnum):
    """What is declared of an initiative."""

    FUNDER = "funder"
    COMMISSIONER = "commissioner"
    INTEREST = "interest"  # somebody gains or loses if the figures are high or low


class Share(StrEnum):
    """How much of the costs somebody bears. Bands and no sums: they say who could press, in every currency."""

    SMALL = "small-part"  # less than a tenth
    UP_TO_HALF = "up-to-half"
    MOST = "most"
    ALL = "all"


class DeclaredInterest(Declared):
    """One declaration. who: "" says that there is none of this kind.

    since, until: first and last day; no last day while it goes on. by_role: of whoever declared it. corrects: number
    of the declaration in whose place this one stands; taken_back: that one should not have been made at all.
    because: why it was corrected.
    """

    number: int = Field(ge=1)
    kind: InterestKind
    who: str = ""
    what: str = ""
    since: date | None = None
    until: date | None = None
    share: Share | None = None
    declared_on: date
    by_role: Role
    corrects: int | None = None
    taken_back: bool = False
    because: str = ""

    @property
    def says_none(self) -> bool:
        """Whether it says that there is none of this kind."""
        return not self.who


def standing_declarations(entries: Iterable[DeclaredInterest]) -> tuple[DeclaredInterest, ...]:
    """Those that no later one corrects or takes back. "There is none" ends where somebody is named."""
    found = tuple(entries)
    corrected = {entry.corrects for entry in found}
    left = tuple(entry for entry in found if entry.number not in corrected and not entry.taken_back)
    named = {entry.kind for entry in left if not entry.says_none}
    return tuple(entry for entry in left if not (entry.says_none and entry.kind in named))


class OwnInterest(StrEnum):
    """What somebody who decides says of themselves. Codes only: words would name other people."""

    NONE = "none"
    PAID = "works-for-funder"  # for whoever pays for it or asked for it
    RELATED = "related"  # to somebody who pays or gains
    GAINS = "gains"
    OTHER = "other"


class OwnStatement(Declared):
    """What one person said of themselves, as everybody may read it: the role, and never who it is."""

    role: Role
    kind: OwnInterest
    since: date
    until: date | None = None
    declared_on: date


# Whoever holds one of these decides about what is published, or about how it is judged.
DECIDING_ROLES = frozenset({Role.APPROVER, Role.ASSESSOR, Role.BOARD_MEMBER, Role.COORDINATOR, Role.STEWARD})


def has_interest(said: Collection[OwnStatement], on: date) -> bool:
    """Whether one person had an interest on a day, by all that this person has said until now.

    Of each kind it runs from the first day that was ever named to the end that was said last: nobody shortens an
    interest backwards, or lets it begin later, to be free to decide.
    """
    kinds = {each.kind for each in said} - {OwnInterest.NONE}
    return any(_covers([each for each in said if each.kind is kind], on) for kind in kinds)


def _covers(said: list[OwnStatement], on: date) -> bool:
    last = said[-1].until
    return min(each.since for each in said) <= on and (last is None or on <= last)


_WITH_INTEREST = Reason(
    "decision-with-interest",
    "Whoever declared an interest of their own does not decide this.",
    "interests",
    "Ask somebody who declared none.",
)


def conflict_reasons(
    said: Collection[OwnStatement], on: date, *, must_have_declared: bool = False
) -> tuple[Reason, ...]:
    """Why somebody may not decide on a day. said: by this person, in the order in which it was said.

    must_have_declared: silence is no answer either, as for approving a release.
    """
    if has_interest(said, on):
        return (_WITH_INTEREST,)
    if must_have_declared and not any(each.declared_on <= on for each in said):
        what = "You have not said whether you have an interest of your own in these results. Declare first."
        return (
            Reason("interest-not-declared", what, "your interests", "Say that there is one, or that there is none."),
        )
    return ()


def check_own_statement(kind: OwnInterest, since: date, until: date | None, today: date, *, is_known: bool) -> None:
    """Raises Refusal: own-interest-in-future, own-interest-ended-backwards, interest-days-order.

    is_known: this person declared the same interest before; then its end lies today or later.
    """
    if since > today:
        what = "This day is still to come."
        raise refusal("own-interest-in-future", what, where="since", do="Declare it when it begins.")
    check_days(since, until)
    if until is not None and is_known and until < today:
        what = "An interest that was declared does not end before today."
        do = "Write today or a later day. Until then, somebody else decides."
        raise refusal("own-interest-ended-backwards", what, where="until", do=do)
    if until is not None and kind is OwnInterest.NONE:
        what = "To say that there is none needs no last day."
        raise refusal("interest-days-order", what, where="until", do="Leave it empty.")


def check_days(since: date | None, until: date | None) -> None:
    """Raises Refusal "interest-days-order"."""
    if since is not None and until is not None and until < since:
        what = "The last day is before the first day."
        raise refusal("interest-days-order", what, where="until", do="Please check both.")


def check_still_stands(entries: Collection[DeclaredInterest], number: int) -> None:
    """Only what stands is corrected, so that each declaration has one history. Raises Refusal."""
    corrected = any(entry.corrects == number for entry in entries)
    if corrected or any(entry.number == number and entry.taken_back for entry in entries):
        what = "This declaration was corrected or taken back already."
        raise refusal("declaration-already-corrected", what, do="Correct the newest one.")


class DecidedAct(StrEnum):
    """A decision about a release."""

    APPROVED = "approved"
    COMMUNITY_VIEW = "community-view"
    ANNOUNCED = "announced"
    RESCHEDULED = "rescheduled"
    LET_READ = "let-read-early"


class InterestStanding(StrEnum):
    """How somebody stood when they decided."""

    NO_INTEREST = "no-interest"
    INTEREST = "interest"
    UNDECLARED = "undeclared"


class Decision(Declared):
    """One decision about a release: by which role, and how that person stood on that day, by all that is known."""

    act: DecidedAct
    on: date
    standing: InterestStanding
    role: Role | None = None


# A release rests on these. Who could read it early is told to everybody, and holds nothing back.
LETS_IT_OUT = frozenset(DecidedAct) - {DecidedAct.LET_READ}


def decided_reasons(decisions: Iterable[Decision]) -> tuple[Reason, ...]:
    """Why a release may not go out by what was decided: somebody decided who had an interest on that day."""
    is_swayed = any(one.standing is InterestStanding.INTEREST and one.act in LETS_IT_OUT for one in decisions)
    return (_WITH_INTEREST,) if is_swayed else ()


def standing_on(said: Collection[OwnStatement], on: date) -> InterestStanding:
    """How somebody stood on a day, by all that this person has said until now."""
    if has_interest(said, on):
        return InterestStanding.INTEREST
    return InterestStanding.NO_INTEREST if any(each.declared_on <= on for each in said) else InterestStanding.UNDECLARED


class AnnouncedDate(Declared):
    """A date as it was announced. because: "" for the first one, else why it was moved."""

    announced_on: date
    day: date
    because: str = ""


class EarlyReader(Declared):
    """Somebody outside the team who could read before publication. who: a role or a body, no private person.

    is_party: pays for it, asked for it, or may gain. first_read_at: None if they never looked.
    """

    who: str
    why: str
    is_party: bool
    recorded_at: datetime
    first_read_at: datetime | None = None


class AnnouncedContent(Declared):
    """What was fixed when the date was announced: SHA-256 of a salt and the content, and the salt, told later.

    The salt is "" before publication: until then nobody can try figures against the hash.
    """

    commitment: str
    salt: str = ""
    kept: bool | None = None


class Independence(Declared):
    """What is on record about independence, as of the release. None: nothing is on record."""

    declared: tuple[DeclaredInterest, ...] | None = None
    own: tuple[OwnStatement, ...] | None = None
    decisions: tuple[Decision, ...] | None = None
    dates: tuple[AnnouncedDate, ...] | None = None
    early_readers: tuple[EarlyReader, ...] | None = None
    announced: AnnouncedContent | None = None
    log_unchanged: bool | None = None


def locked_reasons(*, announced: date | None, planned: date | None, today: date, is_same: bool) -> tuple[Reason, ...]:
    """Why a release may not go out: it is not what was announced, or not on its day.

    announced: the day that was announced last; planned: the day that the release holds.
    """
    found = []
    if announced is None or announced != planned or today < announced:
        what = "This is not the day that was announced."
        do = "Change the date with a public reason, or call the release off."
        found.append(Reason("release-not-on-its-day", what, "release", do))
    if not is_same:
        what = "This is not what was announced: the content changed since."
        do = "Call the release off with a public reason, and start a new production run."
        found.append(Reason("release-not-as-announced", what, "release", do))
    return tuple(found)


def check_let_read(*, is_announceable: bool, is_in_print: bool) -> None:
    """The community sees results before any outsider, and after publication everybody can. Raises Refusal."""
    if not is_announceable or is_in_print:
        what = "Only results that the community has seen, and that are not out yet, can be shown early."
        raise refusal("early-reading-out-of-turn", what, where="release", do="Look at what the release waits for.")
