"""Drafts: kept on the server, sealed under a secret that only the open page holds, gone after an hour without a word.

The secret stands in a hidden field. So no cookie and no address on a shared phone leads back to the answers, whoever
seizes the server cannot read them, and when the draft is deleted an old page in the browser is worth nothing.
"""

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils import timezone

from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.collection import vault
from nyhavn.web.collection.form.visit import Visit
from nyhavn.web.collection.models import Collection, Draft
from nyhavn.web.collection.vault import Place
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.models import Questionnaire

SECRET_BYTES = 32
KEPT_FOR = timedelta(hours=1)  # since the last page; long enough to ask a neighbour, short enough for a stolen phone
STARTS = 300  # per collection and minute: a whole school on one address may start, a flood may not
LARGEST = 1_000_000  # bytes of one draft; the longest real form with all texts filled takes a tenth


@dataclass(frozen=True)
class OpenDraft:
    """A draft with the secret that opens it."""

    draft: Draft
    secret: bytes = field(repr=False)
    visit: Visit

    @property
    def token(self) -> str:
        """The secret as it stands in the hidden field."""
        return base64.urlsafe_b64encode(self.secret).decode().rstrip("=")


def begin(
    *, initiative: Initiative, questionnaire: Questionnaire, to: Collection | None, by: User | None, visit: Visit
) -> OpenDraft:
    """A new draft. to: None for practice. Raises Refusal "too-many-tries" where a flood comes in."""
    _check_flood(to)
    secret = secrets.token_bytes(SECRET_BYTES)
    draft = Draft(
        uuid=uuid4(),
        initiative=initiative,
        collection=to,
        questionnaire=questionnaire,
        secret_hash=_hash(secret),
        by=by,
    )
    opened = OpenDraft(draft, secret, visit)
    draft.sealed, draft.expires_at = _sealed(opened), timezone.now() + KEPT_FOR
    draft.save(force_insert=True)
    return opened


def keep(opened: OpenDraft) -> bool:
    """Seal and store what is said so far; the hour begins anew. False if the draft was sent or left meanwhile."""
    fresh = {"sealed": _sealed(opened), "expires_at": timezone.now() + KEPT_FOR}
    return Draft.objects.filter(id=opened.draft.id).update(**fresh) == 1


def _sealed(opened: OpenDraft) -> bytes:
    content = opened.visit.model_dump_json().encode()
    if len(content) > LARGEST:
        raise refusal("draft-too-long", "These answers are too long to be kept.", do="Please write less.")
    padded = content + b" " * (-len(content) % vault.PADDED_TO)
    return vault.seal_with(opened.secret, _place(opened.draft), padded)


def find(token: str, *, by: User | None, lock: bool = False) -> OpenDraft | None:
    """The draft that this secret opens, for the account that began it; None if there is none or its hour is over."""
    secret = secret_of(token)
    if secret is None:
        return None
    drafts = Draft.objects.select_related("initiative", "collection", "questionnaire", "by").filter(
        secret_hash=_hash(secret), by=by, expires_at__gt=timezone.now()
    )
    draft = (drafts.select_for_update(of=("self",)) if lock else drafts).first()
    if draft is None:
        return None
    visit = Visit.model_validate_json(vault.open_with(secret, _place(draft), bytes(draft.sealed)))
    return OpenDraft(draft, secret, visit)


def drop(opened: OpenDraft) -> None:
    """Forget it."""
    opened.draft.delete()


def expire() -> int:
    """Forget every draft whose hour is over. How many there were."""
    return Draft.objects.filter(expires_at__lte=timezone.now()).delete()[0]


def secret_of(token: str) -> bytes | None:
    """The secret in a hidden field, None if it is none."""
    try:
        secret = base64.urlsafe_b64decode(f"{token}=".encode("ascii"))
    except (binascii.Error, ValueError):
        return None
    return secret if len(secret) == SECRET_BYTES else None


def contribution_uuid(secret: bytes) -> UUID:
    """The contribution that a draft becomes. It follows from the secret, so that sending twice makes one."""
    return UUID(bytes=HKDF(SHA256(), 16, salt=None, info=b"nyhavn contribution").derive(secret), version=4)


def _hash(secret: bytes) -> str:
    return hashlib.sha256(b"nyhavn draft" + secret).hexdigest()


def _place(draft: Draft) -> Place:
    return Place(draft.initiative.uuid, 0, draft.uuid)


def _check_flood(to: Collection | None) -> None:
    if to is None:
        return
    lately = timezone.now() - timedelta(minutes=1)
    if to.drafts.filter(begun_at__gt=lately).count() >= STARTS:
        what = "Very many people are starting this form just now."
        raise refusal("too-many-tries", what, do="Please wait a minute and try again.")
