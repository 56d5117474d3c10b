"""The signed receipt to take away. Its key is made from the installation's own, and signs nothing else."""

from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from nyhavn.exchange.consent_receipt import (
    NoticePartText,
    ReceiptContent,
    ReceiptEvent,
    receipt_body,
    signed_receipt,
    verifier_key,
)
from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.notice_terms import terms_of
from nyhavn.web.collection import vault
from nyhavn.web.consent.models import ConsentEvent
from nyhavn.web.consent.queries import notice_shown
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.access import public
from nyhavn.web.receipts.copying import saved
from nyhavn.web.receipts.held_pages import initiative_of
from nyhavn.web.receipts.lost_code_actions import witnessed_path_of
from nyhavn.web.receipts.own_page import DO, own_page
from nyhavn.web.receipts.queries import texts_shown
from nyhavn.web.receipts.sessions import OpenVisit

FULL = "-full"


def signing_key() -> Ed25519PrivateKey:
    """The key that signs receipts. The release log has another one, and never sees a receipt."""
    return Ed25519PrivateKey.from_private_bytes(vault.installation_key(b"receipt signing"))


def content_of(initiative: Initiative, contribution: UUID, *, is_full: bool) -> ReceiptContent:
    """What the receipt says. The short one names nobody."""
    texts = texts_shown(contribution) if is_full else ()
    contacts = {event.notice.contact: None for event in _events(contribution) if event.notice}
    return ReceiptContent(
        receipt=uuid4(),
        principal=contribution,
        made_at=timezone.now(),
        events=tuple(_said(event) for event in _events(contribution)),
        controllers=(initiative.organisation.name, initiative.title) if is_full else (),
        contact="; ".join(contacts) if is_full else "",
        texts=tuple(
            NoticePartText(text.version, text.language, part.code, part.text) for text in texts for part in text.parts
        ),
        witnessed_path=witnessed_path_of(contribution),
    )


def _events(contribution: UUID) -> list[ConsentEvent]:
    found = ConsentEvent.objects.filter(contribution=contribution).select_related("notice")
    return list(found.prefetch_related("notice__texts", "notice__media__file").order_by("id"))


def _said(event: ConsentEvent) -> ReceiptEvent:
    texts = event.notice.texts.all() if event.notice else ()
    shown = next((text for text in texts if text.language.casefold() == event.language.casefold()), None)
    return ReceiptEvent(
        purpose=Purpose(event.purpose),
        state=ConsentState(event.state),
        at=event.at,
        mode=event.mode,
        language=event.language,
        notice_version=event.notice.version if event.notice else "",
        notice_sha256=shown.sha256 if shown else "",
        terms=terms_of(notice_shown(event.notice), Purpose(event.purpose)) if event.notice else None,
    )


@own_page(*DO)
def receipt(request: HttpRequest, opened: OpenVisit) -> HttpResponse:
    """The signed receipt: the short one, which names no topic, or the full one if that was asked for."""
    content = content_of(initiative_of(opened), opened.visit.contribution, is_full=FULL in request.POST)
    text = signed_receipt(receipt_body(content), signing_key()).decode()
    return saved("receipt.json", "application/ld+json", text)


@public
@require_safe
def public_key(request: HttpRequest) -> HttpResponse:
    """The key with which anybody checks a receipt."""
    return HttpResponse(f"{verifier_key(signing_key()).line}\n", content_type="text/plain; charset=utf-8")
