"""How single contributors wish to be named: said, changed and forgotten; sealed with what they contributed.

Later stages hear of a change in the same transaction, so that a name that was taken back is gone everywhere at once.
"""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID, uuid4

from django.db import transaction

from nyhavn.framework.attribution import Credit, Wish, check_credit, clean_name
from nyhavn.framework.consent import Purpose
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import record
from nyhavn.web.collection import vault
from nyhavn.web.collection.models import Contribution, ContributorCredit
from nyhavn.web.collection.vault import Answers, Place, Sealed
from nyhavn.web.consent.covering import covered_for
from nyhavn.web.initiatives.models import Initiative

WISH, NAME, TOLD = "wish", "name", "told"
NOT_NAMED = Credit()
Listener = Callable[[Contribution], None]
_LISTENERS: list[Listener] = []


def when_credit_changes(listener: Listener) -> None:
    """Call this function in the transaction in which somebody's wish or name changes."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def say_credit(*, by: User | None, contribution: Contribution, wish: Wish, name: str = "") -> None:
    """Keep how a contributor wishes to be named. by: None for the person. Raises Refusal.

    Whoever calls this has told the person that the name may be the only one: see `Credit.was_told`.
    """
    said = Credit(wish, clean_name(name) if wish.shows_a_name else "", was_told=True)
    check_credit(said)
    with transaction.atomic():
        held = _held(contribution)
        if wish is not Wish.ANONYMOUS and held.uuid not in consenting([held]):
            what = "This person did not agree to be named, or took it back, or the community is against names."
            raise refusal("credit-without-consent", what, where="wish", do="Ask the person first.")
        if credit_of(held) == said:
            return
        _forget(held)
        if wish is not Wish.ANONYMOUS:
            row = ContributorCredit(uuid=uuid4(), contribution=held)
            told = {WISH: wish.value, NAME: said.name, TOLD: "yes"}
            row.sealed = sealed_beside(held, row.uuid, told)
            row.save(force_insert=True)
        _trace(by, held, "credit-said")


def forget_credit(*, by: User | None, contribution: Contribution) -> None:
    """Keep no wish and no name of this contributor any more; nothing happens where none is kept."""
    with transaction.atomic():
        held = _held(contribution)
        if _forget(held):
            _trace(by, held, "credit-forgotten")


def credit_of(contribution: Contribution) -> Credit:
    """What the contributor wished; not to be named, where nothing is kept or its key is gone."""
    row = ContributorCredit.objects.filter(contribution=contribution).first()
    return _credit_in(contribution, row) if row else NOT_NAMED


def _credit_in(contribution: Contribution, row: ContributorCredit) -> Credit:
    found = opened_beside(contribution, row.uuid, bytes(row.sealed))
    if found is None:
        return NOT_NAMED
    return Credit(Wish(found[WISH]), found.get(NAME, ""), was_told=found.get(TOLD) == "yes")


def credits_said(initiative: Initiative, used: Iterable[UUID]) -> Mapping[UUID, tuple[Contribution, Credit]]:
    """The wishes of those contributors among `used` who said one, whether or not their consent stands."""
    wanted = frozenset(used)
    rows = ContributorCredit.objects.filter(contribution__collection__initiative=initiative)
    found = rows.select_related("contribution__epoch", "contribution__collection__initiative")
    return {
        row.contribution.uuid: (row.contribution, _credit_in(row.contribution, row))
        for row in found
        if row.contribution.uuid in wanted
    }


def consenting(contributions: Iterable[Contribution]) -> frozenset[UUID]:
    """Those of the contributions, all of one initiative, whose consent to be named stands now."""
    days = {one.uuid: one.contributed_on for one in contributions}
    first = next(iter(days), None)
    if first is None:
        return frozenset()
    initiative = Initiative.objects.get(collections__contributions__uuid=first)
    return covered_for(initiative, days, Purpose.ATTRIBUTION)


def sealed_beside(contribution: Contribution, on: UUID, said: Answers) -> bytes:
    """Something more about a contributor, sealed under the contribution's own key. on: the row it stands in."""
    return vault.seal_beside(_place(contribution), _sealed(contribution), on, said)


def opened_beside(contribution: Contribution, on: UUID, blob: bytes) -> Answers | None:
    """What was sealed beside a contribution; None if its key is gone."""
    try:
        return vault.open_beside(_place(contribution), _sealed(contribution), on, blob)
    except Refusal:
        return None


def _forget(contribution: Contribution) -> bool:
    """Delete what is kept, and tell everybody; whether there was anything."""
    was_there = ContributorCredit.objects.filter(contribution=contribution).delete()[0] > 0
    for listener in _LISTENERS:
        listener(contribution)
    return was_there


def _held(contribution: Contribution) -> Contribution:
    found = Contribution.objects.select_for_update(of=("self",)).select_related("epoch", "collection__initiative")
    return found.get(id=contribution.id)


def _place(contribution: Contribution) -> Place:
    """Without the version: a wish stays when an answer is corrected."""
    return Place(contribution.collection.initiative.uuid, contribution.epoch.number, contribution.uuid)


def _sealed(contribution: Contribution) -> Sealed:
    return Sealed(bytes(contribution.sealed), bytes(contribution.wrapped_key))


def _trace(by: User | None, contribution: Contribution, action: str) -> None:
    """What an account does is audited; what a person does alone is not, because the log would tell when they came."""
    if by is not None:
        scope = contribution.collection.initiative.uuid
        record(action, by=by, kind="contribution", on=contribution.uuid, scope=scope)
