"""Who may be named: nobody, unless the person wished it and agreed to it; and never in a way that tells on the others.

A name appears only where three things hold at the same moment: a wish to be named, a consent to the purpose
"attribution" that stands, and a name that the person gave for this. Nothing is assumed from silence.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from nyhavn.framework.refusal import refusal

LONGEST_NAME = 120  # letters; DataCite and catalogues cut longer ones


class Wish(StrEnum):
    """How somebody wants to be credited."""

    NAMED = "named"
    PSEUDONYM = "pseudonym"
    COLLECTIVE = "collective"
    ANONYMOUS = "anonymous"

    @property
    def shows_a_name(self) -> bool:
        """Whether a name of the person's own choice may appear."""
        return self in (Wish.NAMED, Wish.PSEUDONYM)


@dataclass(frozen=True)
class Credit:
    """What one contributor wished. name: exactly as it is to appear; "" for a wish that shows none.

    was_told: the person was told, before choosing, that it may be the only name that appears.
    """

    wish: Wish = Wish.ANONYMOUS
    name: str = field(default="", repr=False)
    was_told: bool = False


@dataclass(frozen=True)
class Wished:
    """A credit with whether a consent to "attribution" stands at the moment that is asked about."""

    credit: Credit
    consent_stands: bool


@dataclass(frozen=True)
class CommunityCredit:
    """How a community wants to be credited. says_others: it wants "and others" behind the names.

    Without a word of the community its name does not appear.
    """

    wish: Wish = Wish.ANONYMOUS
    name: str = ""
    says_others: bool = False


@dataclass(frozen=True)
class CreditLine:
    """What may appear. names: in the order of the alphabet, each once, so that they tell no date and no count."""

    community: str = ""
    names: tuple[str, ...] = field(default=(), repr=False)
    others: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nobody is named."""
        return not (self.community or self.names)


NOBODY = CreditLine()


def credits_of(wishes: Iterable[Wished], community: CommunityCredit) -> CreditLine:
    """The names that may appear. How many people stay anonymous cannot be read from it."""
    shown = [each.credit for each in wishes if _may_appear(each)]
    names = in_order(credit.name for credit in shown)
    if len(names) == 1 and not all(credit.was_told for credit in shown):
        names = ()
    collective = community.name.strip() if community.wish is not Wish.ANONYMOUS else ""
    return CreditLine(collective, names, community.says_others and bool(names))


def _may_appear(each: Wished) -> bool:
    return each.consent_stands and each.credit.wish.shows_a_name and bool(each.credit.name.strip())


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Names as they are listed: cleaned, each once, by the alphabet and by nothing else."""
    return tuple(sorted({clean_name(name) for name in names} - {""}, key=lambda name: (name.casefold(), name)))


def still_standing(frozen: CreditLine, now: CreditLine) -> CreditLine:
    """What of a published credit may still appear: who left drops out at once, who came waits for the next release."""
    kept = tuple(name for name in frozen.names if name in now.names)
    community = frozen.community if frozen.community == now.community else ""
    return CreditLine(community, kept, frozen.others and now.others and bool(kept))


def clean_name(name: str) -> str:
    """A name on one line, in composed letters, without invisible signs that could turn or hide a text."""
    words = " ".join(unicodedata.normalize("NFC", name).split())
    return "".join(sign for sign in words if sign in JOINERS or unicodedata.category(sign) not in HIDDEN).strip()


# Control and format signs, private use, half characters; but not the joiners that Persian and Hindi names are written
# with.
HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
JOINERS = "\u200c\u200d"


def check_credit(credit: Credit) -> None:
    """Raises Refusal "credit-name-missing", "credit-name-too-long". The name is never repeated."""
    name = clean_name(credit.name)
    if credit.wish.shows_a_name and not name:
        what = "A name is wished, and none is given."
        raise refusal("credit-name-missing", what, where="name", do="Write the name, or choose not to be named.")
    if len(name) > LONGEST_NAME:
        what = f"A name has at most {LONGEST_NAME} letters."
        raise refusal("credit-name-too-long", what, where="name", do="Write a shorter one.")


def spoken_names(line: CreditLine, *, others: str = "and others") -> str:
    """The names in one text, for lines such as "Source: …". others: the words for it, in the reader's language."""
    names = ", ".join(line.names)
    return f"{names} {others}" if line.others and names else names
