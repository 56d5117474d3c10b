"""Agreements between those who made data and an office that takes them in, and what may be handed over under one.

The default is protected aggregates; records are the exception. Some terms are in every agreement and cannot be struck
out: no linkage with other records about people, and no use but statistics, for immigration and police least of all. A
record leaves only if its contributor agreed to that office; everybody else is left out, and how many is not told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Day
from enum import StrEnum

from nyhavn.framework.basis import Basis, basis_entry
from nyhavn.framework.declared import Declared
from nyhavn.framework.evidence import same_name
from nyhavn.framework.refusal import Reason, check_none

LONGEST_YEARS = 5  # this project's decision: what was agreed once has to be looked at again


class Handed(StrEnum):
    """What leaves."""

    AGGREGATES = "protected-aggregates"
    RECORDS = "records"


class ResultStatus(StrEnum):
    """What results that the office publishes are called."""

    OFFICIAL = "official-statistics"
    VALIDATED = "citizen-data-validated-by-the-office"
    CITIZEN_DATA = "citizen-data"


class Ban(StrEnum):
    """What the recipient promises not to do. Every agreement holds all of them."""

    LINKAGE = "no linkage with other records about people"
    IDENTIFICATION = "no attempt to find out who somebody is"
    NON_STATISTICAL = "no use but statistics"
    IMMIGRATION = "nothing for immigration or border control"
    POLICE = "nothing for police or prosecution"
    PASSING_ON = "no passing on"


class Signature(Declared):
    """Who signed for a party, and when."""

    party: str
    by: str
    on: Day


class Agreement(Declared):
    """The terms. Texts are the parties' own words; "" is not stated, and then the agreement is not complete.

    legal_basis: of the transfer. controller: who answers for the data after it. cut_off: until which day a withdrawal
    still reaches the data; after_cut_off: what happens with one that comes later. credit: who is named, and how.
    corrections: who answers for mistakes. edits: what happens if the office edits or aggregates. community_first:
    whether the community may publish first and by itself. variables: of the tables or records, by name. community:
    reference of the decision by which the community agreed, "" if there is none.
    """

    id: str
    producer: str
    recipient: str
    handed: Handed = Handed.AGGREGATES
    variables: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    legal_basis: str = ""
    controller: str = ""
    status: ResultStatus | None = None
    licence: str = ""
    cut_off: Day | None = None
    after_cut_off: str = ""
    credit: str = ""
    corrections: str = ""
    edits: str = ""
    community_first: bool | None = None
    starts: Day
    ends: Day
    bans: frozenset[Ban] = frozenset(Ban)
    community: str = ""
    signatures: tuple[Signature, ...] = ()

    def days_left(self, on: Day) -> int:
        """Days until it ends; negative when it has ended."""
        return (self.ends - on).days


TERMS = {
    "legal_basis": "the legal basis of the transfer",
    "controller": "who answers for the data after the transfer",
    "status": "what the results are called",
    "licence": "the licence",
    "cut_off": "until when a withdrawal still reaches the data",
    "after_cut_off": "what happens with a withdrawal after that day",
    "credit": "who is named, and how",
    "corrections": "who answers for corrections",
    "edits": "what happens if the office edits or aggregates",
    "community_first": "whether the community may publish first",
    "variables": "which variables are handed over",
    "purposes": "for which statistics",
}


def check_agreement(agreement: Agreement) -> None:
    """Raises Refusal with everything that is missing or contradicts itself; signatures are not looked at."""
    check_none(agreement_faults(agreement))


def agreement_faults(agreement: Agreement) -> Iterator[Reason]:
    """What is missing or contradicts itself, a reason each."""
    for name, words in TERMS.items():
        if getattr(agreement, name) in ("", None, ()):
            do = "State it. Where there is nothing, say that there is nothing."
            yield Reason("agreement-incomplete", f"It is not stated {_as_said(words)}.", name, do)
    for ban in Ban:
        if ban not in agreement.bans:
            do = "This term is in every agreement."
            yield Reason("agreement-without-ban", f'The promise "{ban}" is missing.', "bans", do)
    if agreement.ends < agreement.starts:
        yield Reason("agreement-days", "It ends before it starts.", "ends", "Correct one of the days.")
    if agreement.ends > _years_after(agreement.starts, LONGEST_YEARS):
        do = "Let it end earlier; it can be made anew."
        yield Reason("agreement-days", f"It runs for more than {LONGEST_YEARS} years.", "ends", do)
    if agreement.cut_off is not None and agreement.cut_off < agreement.starts:
        what = "Withdrawals would not count from the first day on."
        yield Reason("agreement-days", what, "cut_off", "Choose a day on which data have been handed over.")
    if same_name(agreement.producer, agreement.recipient):
        yield Reason("agreement-with-oneself", "Both parties are the same.", "recipient", "Name the office.")


def _as_said(words: str) -> str:
    return words if words.startswith(("who", "what", "until", "whether", "which", "for which")) else f"what is {words}"


def _years_after(day: Day, years: int) -> Day:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return Day(day.year + years, 3, 1)


@dataclass(frozen=True)
class Handing:
    """What somebody wants to hand over. vetoed: whether a body of the community vetoes it that day."""

    recipient: str
    handed: Handed
    variables: frozenset[str]
    purpose: str
    on: Day
    vetoed: bool = False


def check_handing(agreement: Agreement, handing: Handing, basis: Basis) -> None:
    """Raises Refusal with every reason why it is outside the agreement."""
    said_no = not_agreed(agreement, handing.on, vetoed=handing.vetoed)
    faults = (*agreement_faults(agreement), *_outside(agreement, handing), *said_no)
    check_none((*faults, *_against_people(handing, basis)))


def _outside(agreement: Agreement, handing: Handing) -> Iterator[Reason]:
    where = f"agreement {agreement.id}"
    if not same_name(agreement.recipient, handing.recipient):
        what = "It is with another recipient."
        yield Reason("handing-to-others", what, where, "Make an agreement with this recipient.")
    if not agreement.starts <= handing.on <= agreement.ends:
        what = f"It holds from {agreement.starts} to {agreement.ends}."
        yield Reason("handing-outside-days", what, where, "Make the agreement anew.")
    if handing.handed is Handed.RECORDS and agreement.handed is not Handed.RECORDS:
        what = "It is about protected aggregates and not about records."
        yield Reason("handing-of-records", what, where, "Hand over aggregates.")
    beyond = sorted(handing.variables - {*agreement.variables})
    if beyond:
        what = f"It says nothing of: {', '.join(beyond)}."
        yield Reason("handing-of-more", what, where, "Leave them out, or agree on them.")
    if handing.purpose not in agreement.purposes:
        what = "It is for other statistics."
        yield Reason("handing-for-others", what, where, f"It is for: {'; '.join(agreement.purposes)}.")


def not_agreed(agreement: Agreement, on: Day, *, vetoed: bool) -> Iterator[Reason]:
    """What a party or the community did not say yes to, as it stands on a day."""
    where = f"agreement {agreement.id}"
    for party in (agreement.producer, agreement.recipient):
        if not any(same_name(one.party, party) and one.on <= on for one in agreement.signatures):
            yield Reason("agreement-not-signed", f"{party} has not signed it.", where, "Both parties sign it.")
    if vetoed or not agreement.community:
        what = "The community vetoes it." if vetoed else "The community has not agreed to it."
        yield Reason("handing-against-community", what, where, "Put it on the agenda of the body.")


def _against_people(handing: Handing, basis: Basis) -> Iterator[Reason]:
    entry = basis_entry(basis.kind)
    if handing.handed is Handed.RECORDS and not entry.records_may_leave:
        what = f'On the basis "{entry.name}" no records are handed over.'
        yield Reason("handing-without-consent", what, "basis", "Hand over aggregates.")


@dataclass(frozen=True)
class Agreed:
    """What a contributor agreed to. office: whether to the use by statistics offices; named: which of them."""

    contribution: str
    office: bool
    named: frozenset[str] = frozenset()


def may_go(contributors: Iterable[Agreed], recipient: str) -> frozenset[str]:
    """The contributions whose contributors agreed to exactly this recipient; all others are left out."""
    return frozenset(
        one.contribution for one in contributors if one.office and any(same_name(name, recipient) for name in one.named)
    )
