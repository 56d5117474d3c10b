"""An account's own copy and its end. What there is of a person with an account is read from the classification."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import DateField, EmailField, ForeignKey, Model
from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import refusal
from nyhavn.framework.roles import check_still_operated
from nyhavn.web.accounts.actions import remove_member
from nyhavn.web.accounts.asks import Email
from nyhavn.web.accounts.membership import watchers
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import erase_account, record
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.pages.classified import Privacy, classified_models, copied_fields, copy_of, erasable_fields, privacy_of
from nyhavn.web.pages.operations import MadeFile


class LeavingSaid(Declared):
    """What is asked before an account ends."""

    email: Email = Field(
        title="Your e-mail address", description="Type it, so that nobody ends an account by mistake.", max_length=254
    )


def delete_account(*, by: User, said: LeavingSaid) -> None:
    """End one's own account for good. Raises Refusal, and then nothing has changed.

    Refused while somebody else depends on it: an initiative keeps a coordinator, an organisation an administrator, the
    site an operator. What was done stays recorded without saying by whom, and the chain of the record holds.
    """
    if said.email != by.email:
        do = "Type the address with which you sign in."
        raise refusal("account-not-named", "This is not the address of your account.", where="email", do=do)
    with transaction.atomic():
        if by.is_operator:
            operators = User.objects.select_for_update().filter(is_operator=True, is_active=True).exclude(id=by.id)
            check_still_operated(len(operators))
        for membership in by.memberships.select_related("organisation", "user").order_by("id"):
            remove_member(by=by, on=membership)
        for watcher in watchers():
            watcher.erasing(by)
        _forget_address(by)
        _end_sessions(by)
        erase_account(by.uuid, by=None)  # not by the person: the line would say again what was just erased
        by.delete()


def take_copy(*, by: User) -> MadeFile:
    """Everything that is kept about one's own account, as a file; that it was taken is recorded."""
    with transaction.atomic():
        record("account-copied", by=by, kind="account", on=by.uuid)
        found = {"format": 1, "account": dict(copy_of(by)), "kept": dict(_kept(by)), "done": list(_done(by))}
    text = json.dumps(found, ensure_ascii=False, indent=1, default=str)
    return MadeFile("account.json", "application/json", text.encode())


def _forget_address(user: User) -> None:
    """Rows that hold the address of somebody: mails that wait, invitations, what they follow."""
    for model, field in _with_address():
        model._default_manager.filter(**{f"{field}__iexact": user.email}).delete()


def _with_address() -> Iterator[tuple[type[Model], str]]:
    for model in classified_models():
        for field in erasable_fields(model):
            if model is not User and isinstance(model._meta.get_field(field), EmailField):
                yield model, field


def _end_sessions(user: User) -> None:
    """Other browsers of the same person are signed out; what their sessions held is gone."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def _kept(user: User) -> Iterator[tuple[str, list[Mapping[str, object]]]]:
    """Rows that name the account, model by model; not those about somebody else, such as what the person keyed in."""
    for model in classified_models():
        of_user = {field: user for field in copied_fields(model) if _is_account(model, field)}
        by_address = {field: user.email for owner, field in _with_address() if owner is model}
        rows = [
            _row(row)
            for field, value in {**of_user, **by_address}.items()
            for row in model._default_manager.filter(**{field: value}).order_by("pk")
        ]
        if rows:
            yield model._meta.label_lower, rows


def _is_account(model: type[Model], field: str) -> bool:
    found = model._meta.get_field(field)
    return isinstance(found, ForeignKey) and found.related_model is User


def _row(row: Model) -> Mapping[str, object]:
    """The personal fields of a row, its public number, and its moments. No secret, no hash, no sealed bytes."""
    model: Any = row._meta.model
    moments = [field.name for field in model._meta.concrete_fields if isinstance(field, DateField)]
    named = [name for name in ("uuid", "role", "is_admin", *moments) if name in privacy_of(model)]
    plain = {name: getattr(row, name) for name in named if privacy_of(model)[name] is not Privacy.SPECIAL}
    return {**plain, **copy_of(row)}


def _done(user: User) -> Iterator[Mapping[str, object]]:
    """What the record says that this account did."""
    for entry in AuditRecord.objects.filter(by=user.uuid).order_by("id").iterator():
        yield {"at": entry.at, "action": entry.action, "scope": entry.scope, "on": entry.kind}
