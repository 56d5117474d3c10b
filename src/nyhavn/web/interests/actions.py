"""Declaring interests, correcting what was declared, and keeping who decided. Nothing of it is ever changed."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from nyhavn.framework.interests import (
    DecidedAct,
    check_days,
    check_own_statement,
    check_still_stands,
    standing_on,
)
from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.interests.asks import InterestCorrected, InterestSaid, InterestTakenBack, NoneSaid, OwnSaid
from nyhavn.web.interests.models import DecisionMade, Declaration, OwnDeclaration
from nyhavn.web.interests.queries import deciding_role, declared_in, own_of


def declare(*, by: User, on: Initiative, said: InterestSaid) -> Declaration:
    """Somebody pays, asked, or may gain; public from now on. Raises Refusal."""
    check_days(said.since, said.until)
    with transaction.atomic():
        return _added(by, on, said)


def declare_none(*, by: User, on: Initiative, said: NoneSaid) -> Declaration:
    """There is nobody of that kind. Raises Refusal."""
    with transaction.atomic():
        return _added(by, on, said)


def correct(*, by: User, on: Declaration, said: InterestCorrected) -> Declaration:
    """Say it rightly; what was said before stays beside it. Raises Refusal."""
    check_days(said.since, said.until)
    with transaction.atomic():
        return _added(by, on.initiative, said, corrects=on)


def take_back(*, by: User, on: Declaration, said: InterestTakenBack) -> Declaration:
    """Say that it should not have been declared; it stays, with the reason. Raises Refusal."""
    before = {name: getattr(on, name) for name in ("kind", "who", "what", "since", "until", "share")}
    with transaction.atomic():
        return _added(by, on.initiative, said, corrects=on, taken_back=True, **before)


def _added(
    by: User,
    on: Initiative,
    said: InterestSaid | NoneSaid | InterestTakenBack,
    corrects: Declaration | None = None,
    **more: object,
) -> Declaration:
    Initiative.objects.select_for_update().get(id=on.id)  # two at once take turns, each with its number
    if corrects is not None:
        check_still_stands(declared_in(on), corrects.number)
    last = Declaration.objects.filter(initiative=on).aggregate(last=Max("number"))["last"] or 0
    values = {**said.model_dump(mode="json"), **more}
    values["share"] = values.get("share") or ""
    made = Declaration.objects.create(
        initiative=on,
        number=last + 1,
        declared_on=timezone.localdate(),
        by=by,
        by_role=_role_of(by, on),
        corrects=corrects,
        **values,
    )
    facts: dict[str, Fact] = {
        "number": made.number,
        "interest": str(made.kind),
        "corrects": corrects.number if corrects else 0,
    }
    record("interest-declared", by=by, kind="initiative", on=on.uuid, scope=on.uuid, facts=facts)
    return made


def declare_own(*, by: User, on: Initiative, said: OwnSaid) -> OwnDeclaration:
    """Say whether there is an interest of one's own; everybody reads it with the role. Raises Refusal."""
    with transaction.atomic():
        Initiative.objects.select_for_update().get(id=on.id)
        is_known = any(each.kind is said.kind for each in own_of(by, on))
        check_own_statement(said.kind, said.since, said.until, timezone.localdate(), is_known=is_known)
        made = OwnDeclaration.objects.create(
            initiative=on,
            user=by,
            role=_role_of(by, on),
            declared_on=timezone.localdate(),
            **said.model_dump(),
        )
        # Not which: whoever reads the record knows who it was.
        record("own-interest-declared", by=by, kind="initiative", on=on.uuid, scope=on.uuid)
    return made


def note_decision(*, by: User | None, on: Initiative, about: UUID, act: DecidedAct) -> None:
    """Keep who decided, for the records of a release. Call it in the transaction of the decision.

    by: None where nobody decided now: a vintage goes the way that somebody agreed to beforehand.
    """
    if by is None:
        return
    today, role = timezone.localdate(), deciding_role(by, on)
    DecisionMade.objects.create(
        initiative=on,
        about=about,
        act=act.value,
        by=by,
        role=role.value if role else "",
        standing=standing_on(own_of(by, on), today).value,
        decided_on=today,
    )


def _role_of(by: User, on: Initiative) -> str:
    role = deciding_role(by, on)
    if role is None:
        what = "You have no role here in which anything is decided."
        raise refusal("interest-without-role", what, do="Ask the coordinator.")
    return role.value
