"""How a community wishes to be named, and the Labels of Local Contexts that it puts."""

from collections.abc import Callable, Mapping

from django.db import transaction

from nyhavn.framework.attribution import CommunityCredit, Credit, Wish, check_credit, clean_name
from nyhavn.framework.labels import CommunityLabel, check_label, labels_from
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.collection.models import CommunityWish
from nyhavn.web.initiatives.models import Initiative

Listener = Callable[[Initiative], None]
_LISTENERS: list[Listener] = []


def when_community_changes(listener: Listener) -> None:
    """Call this function in the transaction in which a community changes how it is named."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def community_credit(initiative: Initiative) -> CommunityCredit:
    """How the community wishes to be named; not at all, where it said nothing."""
    row = CommunityWish.objects.filter(initiative=initiative).first()
    return CommunityCredit(Wish(row.wish), row.name, row.says_others) if row else CommunityCredit()


def community_labels(initiative: Initiative) -> tuple[CommunityLabel, ...]:
    """The Labels it puts."""
    row = CommunityWish.objects.filter(initiative=initiative).first()
    return labels_from(row.labels) if row else ()


def unnamed_community(initiative: Initiative) -> str:
    """The name that may stand in no public output; "" where the community may be named or said nothing."""
    row = CommunityWish.objects.filter(initiative=initiative, wish=Wish.ANONYMOUS.value).first()
    return row.name if row else ""


def say_community_credit(*, by: User, on: Initiative, wish: Wish, name: str, says_others: bool) -> None:
    """Keep how the community wishes to be named. Raises Refusal.

    With the wish to stay unnamed the name is kept, so that it can be kept out of everything that is published.
    """
    cleaned = clean_name(name)
    check_credit(Credit(Wish.NAMED, cleaned))
    with transaction.atomic():
        row = _held(on)
        if wish is Wish.ANONYMOUS:
            for code, texts in row.labels.items():
                for text in texts.values():
                    check_label(code, text, unnamed=cleaned)
        row.wish, row.name, row.says_others = wish.value, cleaned, says_others
        _kept(row, by, "community-credit-said", wish=wish.value)


def put_label(*, by: User, on: Initiative, code: str, language: str, text: str) -> None:
    """Put a Label, or its text in one more language. Raises Refusal."""
    with transaction.atomic():
        row = _held(on)
        check_label(code, text, unnamed=row.name if row.wish == Wish.ANONYMOUS.value and row.name else "")
        texts: Mapping[str, str] = row.labels.get(code, {})
        row.labels = {**row.labels, code: {**texts, language: text.strip()}}
        _kept(row, by, "label-put", code=code)


def take_label(*, by: User, on: Initiative, code: str) -> None:
    """Take a Label back, with all its texts. Raises Refusal "label-unknown"."""
    with transaction.atomic():
        row = _held(on)
        check_label(code if code in row.labels else "", "taken back")
        row.labels = {put: texts for put, texts in row.labels.items() if put != code}
        _kept(row, by, "label-taken-back", code=code)


def _held(on: Initiative) -> CommunityWish:
    Initiative.objects.select_for_update().get(id=on.id)
    found = CommunityWish.objects.filter(initiative=on).first()
    return found or CommunityWish(initiative=on)


def _kept(row: CommunityWish, by: User, action: str, **facts: Fact) -> None:
    row.save()
    record(action, by=by, kind="initiative", on=row.initiative.uuid, scope=row.initiative.uuid, facts=facts)
    for listener in _LISTENERS:
        listener(row.initiative)
