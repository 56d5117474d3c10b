"""What later stages have to do with a run: take its candidate over, know its version, supply the release before it.

The registries are filled when a later stage starts (AppConfig.ready).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from nyhavn.chain.previous import Previous
from nyhavn.chain.production import Prepared
from nyhavn.framework.interests import Decision
from nyhavn.framework.refusal import Reason
from nyhavn.framework.validation import Validation
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.production.models import Run


@dataclass(frozen=True)
class Version:
    """What stands against publishing under a name and version, and the version to propose instead."""

    against: tuple[Reason, ...]
    proposed: str


@dataclass(frozen=True)
class Since:
    """What is on record of a candidate since its run. validation: None if the community said nothing, and nothing was
    waived.
    """

    validation: Validation | None
    decisions: tuple[Decision, ...]


Taker = Callable[[Run, Prepared], None]
Supplier = Callable[[Initiative, str], Previous | None]
Behind = Callable[[Initiative, str], Run | None]
Register = Callable[[Initiative, str, str], Version]
Issued = Callable[[Sequence[UUID]], frozenset[UUID]]
Recorder = Callable[[Initiative, str, str], Since | None]

_TAKERS: list[Taker] = []
_SUPPLIERS: list[Supplier] = []
_BEHIND: list[Behind] = []
_REGISTERS: list[Register] = []
_ISSUED: list[Issued] = []
_RECORDERS: list[Recorder] = []


def take_candidates(taker: Taker) -> None:
    """Give every candidate to this function, inside the transaction that ends its run.

    It may raise Refusal: then the run ends refused, with those reasons, and nothing of it is kept.
    """
    if taker not in _TAKERS:
        _TAKERS.append(taker)


def hand_over(run: Run, prepared: Prepared) -> None:
    """Give a candidate to whoever takes it. Call it inside the transaction."""
    for taker in _TAKERS:
        taker(run, prepared)


def supply_previous(supplier: Supplier) -> None:
    """Ask this function for the newest published version of a release, by initiative and id of the release."""
    if supplier not in _SUPPLIERS:
        _SUPPLIERS.append(supplier)


def previous_of(initiative: Initiative, release_id: str) -> Previous | None:
    """The newest published version, to compare the new tables with; None if nothing was published."""
    found = (supplier(initiative, release_id) for supplier in _SUPPLIERS)
    return next((previous for previous in found if previous is not None), None)


def supply_run_behind(behind: Behind) -> None:
    """Ask this function for the run that the newest published version came out of."""
    if behind not in _BEHIND:
        _BEHIND.append(behind)


def run_behind(initiative: Initiative, release_id: str) -> Run | None:
    """The run that the newest published version came out of; None if nothing was published."""
    found = (behind(initiative, release_id) for behind in _BEHIND)
    return next((run for run in found if run is not None), None)


def keep_register(register: Register) -> None:
    """Ask this function whether a name and version are free, by initiative, id of the release, and version."""
    if register not in _REGISTERS:
        _REGISTERS.append(register)


def version_of(initiative: Initiative, release_id: str, version: str) -> Version:
    """What stands against this name and version; the same version is proposed if nothing does."""
    found = [register(initiative, release_id, version) for register in _REGISTERS]
    against = tuple(reason for one in found for reason in one.against)
    return Version(against, next((one.proposed for one in found if one.proposed != version), version))


def say_what_is_issued(issued: Issued) -> None:
    """Ask this function which of some runs, by uuid, stand behind a release that was published or is in print."""
    if issued not in _ISSUED:
        _ISSUED.append(issued)


def issued_among(runs: Sequence[UUID]) -> frozenset[UUID]:
    """Of these runs, those whose results are public, or are being made so and cannot be stopped."""
    return frozenset().union(*(issued(runs) for issued in _ISSUED))


def say_what_is_known_since(recorder: Recorder) -> None:
    """Ask this function what is on record of the newest candidate, by initiative, id of the release, and version."""
    if recorder not in _RECORDERS:
        _RECORDERS.append(recorder)


def known_since(initiative: Initiative, release_id: str, version: str) -> Since | None:
    """What is on record of the newest candidate of this version; None if there is none."""
    found = (recorder(initiative, release_id, version) for recorder in _RECORDERS)
    return next((one for one in found if one is not None), None)
