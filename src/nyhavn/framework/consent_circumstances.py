"""The circumstances in which somebody said something: how the notice was taken in, who was there, who decided.

Fields of ISO/IEC TS 27560 for the event of a consent record. Nobody is named here: others are a kind and, where they
have one, an account. Minors have the consent of a guardian and their own assent, as two facts; adults decide for
themselves, with whatever support they want, and nobody decides in their place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from nyhavn.framework.refusal import Reason


class EventType(StrEnum):
    """How clearly it was said. DPV knows implied consent too; here only what was expressed for the purpose counts."""

    EXPLICIT = "explicit"


class Modality(StrEnum):
    """How the notice was taken in."""

    READ = "read"
    EASY_READ = "easy-read"
    HEARD = "heard"
    PICTOGRAMS = "pictograms"
    SIGN_LANGUAGE = "sign-language"


class Helper(StrEnum):
    """What somebody did who was there."""

    WITNESS = "witness"
    INTERPRETER = "interpreter"
    SUPPORTER = "supporter"  # helped the person to understand and to say what they want
    GUARDIAN = "guardian"


class DecidedBy(StrEnum):
    """Whose decision it was."""

    PERSON = "person"
    SOMEBODY_ELSE = "somebody-else"


class GuardianWaiver(StrEnum):
    """Why no guardian was asked. A code, because a sentence here could be read by the guardian."""

    GUARDIAN_IS_THE_RISK = "guardian-is-the-risk"
    UNACCOMPANIED = "unaccompanied"
    MATURE_MINOR_BY_LAW = "mature-minor-by-law"


class DescribedAs(StrEnum):
    """As what somebody appears in the answers of another person: the basis on which anything about them is held."""

    HOUSEHOLD_MEMBER = "described-by-household-member"
    NEIGHBOUR = "described-by-neighbour"
    VICTIM = "described-as-victim"
    ACCUSED = "described-as-accused"
    OTHER = "described-by-other"


@dataclass(frozen=True)
class Present:
    """Somebody who was there. account: of an enumerator who can be asked, None for anybody else; never a name."""

    helper: Helper
    account: UUID | None = None


@dataclass(frozen=True)
class Minor:
    """What is known where the person is not of age.

    assent: what the person says. guardian_agrees: what the guardian said, None if not asked. waiver: why not needed.
    """

    assent: bool
    guardian_agrees: bool | None = None
    waiver: GuardianWaiver | None = None


@dataclass(frozen=True)
class Circumstances:
    """How something was said. The default is an adult who decided alone, with nothing more on record."""

    modality: Modality | None = None
    present: tuple[Present, ...] = ()
    decided_by: DecidedBy = DecidedBy.PERSON
    minor: Minor | None = None


ALONE = Circumstances()


def circumstance_reasons(found: Circumstances) -> tuple[Reason, ...]:
    """Why a yes may not rest on these circumstances; empty if it may. A no needs none of this: it is always heard."""
    return (*_of_decision(found), *_of_minor(found), *_of_present(found))


def _of_decision(found: Circumstances) -> Iterator[Reason]:
    """Supported decisions, never substituted ones (Convention on the Rights of Persons with Disabilities, art. 12)."""
    if found.decided_by is DecidedBy.SOMEBODY_ELSE:
        what = "Somebody else decided in the place of this person."
        do = "Ask the person, with whatever support they want. Without an answer of their own there is no yes."
        yield Reason("consent-decided-by-other", what, "decided_by", do)


def _of_minor(found: Circumstances) -> Iterator[Reason]:
    minor = found.minor
    if minor is None:
        return
    if not minor.assent:
        what = "The young person did not agree. No guardian can agree in their place."
        yield Reason("consent-without-assent", what, "assent", "Leave the contribution out.")
    if minor.guardian_agrees is None and minor.waiver is None:
        what = "It is not known what the guardian says, nor why the guardian was not asked."
        do = "Ask the guardian, or give the reason as one of the codes, for instance that the guardian is the risk."
        yield Reason("consent-without-guardian", what, "guardian", do)
    if minor.guardian_agrees is False and minor.waiver in (None, GuardianWaiver.UNACCOMPANIED):
        what = "The guardian does not agree, and nothing says that the guardian is not needed."
        do = "Leave the contribution out, or give the reason why the guardian is not needed."
        yield Reason("consent-guardian-refuses", what, "guardian", do)


def _of_present(found: Circumstances) -> Iterator[Reason]:
    """A guardian in the room is a guardian who knows: that contradicts a waiver that keeps the person safe."""
    guardian = any(one.helper is Helper.GUARDIAN for one in found.present)
    if guardian and found.minor is None:
        what = "A guardian is named for somebody who is of age."
        do = "Adults decide for themselves. Name a supporter if somebody helped, or say that the person is a minor."
        yield Reason("consent-guardian-of-adult", what, "present", do)
    if guardian and found.minor is not None and found.minor.waiver is GuardianWaiver.GUARDIAN_IS_THE_RISK:
        what = "The guardian is named as the risk, and was there."
        do = "Ask again where the person is alone, or correct what does not hold."
        yield Reason("consent-guardian-in-the-room", what, "present", do)
