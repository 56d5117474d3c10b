"""Visits with a receipt: a code is exchanged once for a cookie, so that it stands in no address and no history."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from pydantic import Field

from nyhavn.framework.consent_ledger import ConsentMode
from nyhavn.framework.declared import Declared
from nyhavn.web.collection import vault
from nyhavn.web.collection.vault import Place
from nyhavn.web.receipts.models import OwnSession

COOKIE = "visit"  # says nothing about what for
PATH = "/mine/"
SECRET_BYTES = 32
KEPT_FOR = timedelta(minutes=15)  # since the last page; a shared phone is soon handed on
FORM_TOKEN = "-once"  # noqa: S105 (the name of a field)
NOWHERE = UUID(int=0)


class Visit(Declared):
    """Whose receipt opened this visit. mode: how things are said in it, alone or in front of somebody who helps.

    receipt: keyed hash of the code, so that the visit ends when another code takes its place.
    """

    contribution: UUID
    receipt: str
    mode: ConsentMode = Field(default=ConsentMode.WEB_FORM)


@dataclass(frozen=True)
class OpenVisit:
    """A visit with the secret of its cookie."""

    visit: Visit = field(repr=False)
    secret: bytes = field(repr=False)

    @property
    def form_token(self) -> str:
        """Stands in every form of the visit, so that no other site can press a button for the person."""
        return hmac.new(self.secret, b"nyhavn form of a visit", hashlib.sha256).hexdigest()

    def has_posted(self, request: HttpRequest) -> bool:
        """Whether a posted form is one of this visit."""
        sent = str(request.POST.get(FORM_TOKEN, ""))
        return hmac.compare_digest(sent.encode(), self.form_token.encode())


def begin(visit: Visit, response: HttpResponse) -> None:
    """Begin a visit: its secret goes into a cookie that no script reads and no other site sends."""
    secret = secrets.token_bytes(SECRET_BYTES)
    uuid = uuid4()
    OwnSession.objects.create(
        uuid=uuid,
        secret_hash=_hash(secret),
        sealed=vault.seal_with(secret, Place(NOWHERE, 0, uuid), visit.model_dump_json().encode()),
        expires_at=timezone.now() + KEPT_FOR,
    )
    response.set_cookie(
        COOKIE, secret.hex(), path=PATH, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Strict"
    )


def find(request: HttpRequest) -> OpenVisit | None:
    """The visit of this browser; each page lengthens it. None if there is none, or its time is over."""
    secret = _secret_of(request)
    if secret is None:
        return None
    found = OwnSession.objects.filter(secret_hash=_hash(secret), expires_at__gt=timezone.now()).first()
    if found is None:
        return None
    OwnSession.objects.filter(id=found.id).update(expires_at=timezone.now() + KEPT_FOR)
    content = vault.open_with(secret, Place(NOWHERE, 0, found.uuid), bytes(found.sealed))
    return OpenVisit(Visit.model_validate_json(content), secret)


def end(request: HttpRequest, response: HttpResponse) -> None:
    """End the visit of this browser, if there is one."""
    secret = _secret_of(request)
    if secret is not None:
        OwnSession.objects.filter(secret_hash=_hash(secret)).delete()
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")


def expire() -> int:
    """Forget visits whose time is over. How many there were."""
    return OwnSession.objects.filter(expires_at__lte=timezone.now()).delete()[0]


def _secret_of(request: HttpRequest) -> bytes | None:
    try:
        secret = bytes.fromhex(request.COOKIES.get(COOKIE, ""))
    except ValueError:
        return None
    return secret if len(secret) == SECRET_BYTES else None


def _hash(secret: bytes) -> str:
    return hashlib.sha256(b"nyhavn visit" + secret).hexdigest()
