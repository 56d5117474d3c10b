"""Helping with a lost code: asked by one of the team, confirmed by another, finished in front of the person."""

import secrets
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nyhavn.framework import lost_code
from nyhavn.framework.consent import Purpose
from nyhavn.framework.consent_circumstances import Circumstances, Helper, Present
from nyhavn.framework.consent_ledger import ConsentMode
from nyhavn.framework.lost_code import Ground, LostCodeState, LostCodeStep, LostCodeWish
from nyhavn.framework.opening import Door
from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.collection.models import Contribution
from nyhavn.web.collection.receipts import ReceiptKind, paper_code_for, receipt_hash, words_for
from nyhavn.web.collection.withdrawal_operations import INTERMEDIARY
from nyhavn.web.consent.models import ConsentEvent
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.actions import withdraw
from nyhavn.web.receipts.models import LostCode

SECRET_BYTES = 32


@dataclass(frozen=True)
class Known:
    """What the person knows of the contribution, and what is on record anyway. hour: about when it came in, here.

    entered_by: the account that typed it in. row: in the file that it came in.
    """

    day: date
    door: Door
    hour: int | None = None
    entered_by: UUID | None = None
    row: int | None = None


def ask(*, by: User, initiative: Initiative, known: Known, wish: LostCodeWish, grounds: tuple[Ground, ...]) -> LostCode:
    """Write down that somebody lost the code of the one contribution that fits. Raises Refusal."""
    lost_code.check_grounds(grounds, wish)
    now = timezone.now()
    with transaction.atomic():
        forget()
        fitting = list(_fitting(initiative, known)[:2])
        lost_code.check_found(len(fitting))
        found = Contribution.objects.select_for_update().get(id=fitting[0].id)
        lost_code.check_notice_allows(witnessed_path_of(found.uuid))
        if LostCode.objects.filter(contribution=found.uuid, ended_at=None).exists():
            what = "Somebody of the team already asked for this contribution."
            raise refusal("lost-code-asked-already", what, do="Finish or refuse that request.")
        made = LostCode.objects.create(
            initiative=initiative,
            contribution=found.uuid,
            grounds=[ground.value for ground in Ground if ground in grounds],
            wish=wish.value,
            asked_by=by,
            asked_at=now,
        )
        _trace("lost-code-asked", by, made)
    return made


def confirm(*, by: User, on: LostCode) -> None:
    """A second person heard the same. Raises Refusal."""
    with transaction.atomic():
        held = _locked(on)
        lost_code.check_other_person(held.asked_by.uuid if held.asked_by else None, by.uuid)
        held.state = _after(held, LostCodeStep.CONFIRM).value
        held.confirmed_by, held.confirmed_at = by, timezone.now()
        held.save(update_fields=["state", "confirmed_by", "confirmed_at"])
        _trace("lost-code-confirmed", by, held)


def refuse(*, by: User, on: LostCode) -> None:
    """End a request without doing anything. Raises Refusal."""
    with transaction.atomic():
        held = _locked(on)
        _end(held, _after(held, LostCodeStep.REFUSE))
        _trace("lost-code-refused", by, held)


def finish(*, by: User, on: LostCode, kind: ReceiptKind) -> str:
    """Do what the person wants. The new code, which is kept nowhere; "" if the answers are taken back. Raises Refusal.

    kind: of the new code. With it the old one stops.
    """
    with transaction.atomic():
        held = _locked(on)
        lost_code.check_asker(held.asked_by.uuid if held.asked_by else None, by.uuid)
        _end(held, _after(held, LostCodeStep.FINISH))
        _trace("lost-code-done", by, held)
        if held.wish == LostCodeWish.TAKE_BACK:
            _take_back(by, held)
            return ""
        return _new_code(held, kind)


def forget() -> None:
    """Forget requests that nobody finished in time, and those that ended a while ago."""
    now = timezone.now()
    LostCode.objects.filter(ended_at=None, asked_at__lte=now - lost_code.OPEN_FOR).delete()
    LostCode.objects.filter(ended_at__lte=now - lost_code.KEPT_FOR).delete()


def witnessed_path_of(contribution: UUID) -> bool | None:
    """What the notice under which the answers were given said of a lost code; None if it said nothing."""
    events = ConsentEvent.objects.filter(contribution=contribution, purpose=Purpose.COLLECTION.value)
    first = events.exclude(notice=None).select_related("notice").order_by("id").first()
    return first.notice.witnessed_path if first and first.notice else None


def _fitting(initiative: Initiative, known: Known) -> QuerySet[Contribution]:
    found = Contribution.objects.filter(
        collection__initiative=initiative, contributed_on=known.day, door=known.door.value
    )
    if known.hour is not None:
        found = found.filter(received_at__hour__in=[(known.hour + by) % 24 for by in (-1, 0, 1)])
    if known.entered_by is not None:
        found = found.filter(entered_by__uuid=known.entered_by)
    if known.row is not None:
        found = found.filter(row=known.row)
    return found.order_by("id")


def _take_back(by: User, held: LostCode) -> None:
    """As the ledger of consent knows it: said in front of two people, of whom one is the witness."""
    there = tuple(
        Present(helper, account.uuid)
        for helper, account in ((Helper.SUPPORTER, held.asked_by), (Helper.WITNESS, held.confirmed_by))
        if account is not None
    )
    withdraw(
        by=by,
        initiative=held.initiative,
        contribution=held.contribution,
        purposes=frozenset({Purpose.COLLECTION}),
        mode=ConsentMode.WITNESSED,
        said_by=INTERMEDIARY,
        circumstances=Circumstances(present=there),
    )


def _new_code(held: LostCode, kind: ReceiptKind) -> str:
    secret = secrets.token_bytes(SECRET_BYTES)
    code = paper_code_for(secret) if kind is ReceiptKind.PAPER else " ".join(words_for(secret))
    Contribution.objects.filter(uuid=held.contribution).update(receipt=receipt_hash(code, held.initiative.uuid))
    return code


def _locked(on: LostCode) -> LostCode:
    found = LostCode.objects.select_for_update(of=("self",)).select_related("asked_by", "confirmed_by", "initiative")
    return found.get(id=on.id)


def _after(held: LostCode, step: LostCodeStep) -> LostCodeState:
    return lost_code.next_state(LostCodeState(held.state), step, asked_at=held.asked_at, now=timezone.now())


def _end(held: LostCode, state: LostCodeState) -> None:
    held.state, held.ended_at = state.value, timezone.now()
    held.save(update_fields=["state", "ended_at"])


def _trace(action: str, by: User, held: LostCode) -> None:
    """On the request, never on the contribution: readers of the log shall not learn whose it is."""
    facts: dict[str, Fact] = {"wish": held.wish, "grounds": list(held.grounds)}
    record(action, by=by, kind="lost-code", on=held.uuid, scope=held.initiative.uuid, facts=facts)
