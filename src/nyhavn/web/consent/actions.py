"""Writing notices, putting them in use, ending their use; and, from `ledger`, recording what people said."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.consent import Purpose
from nyhavn.framework.notice import check_notice, check_period, record_of
from nyhavn.framework.notice_record import sha256_of_record
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.consent.asks import FirstDay, LastDay, NewTextSaid, NoticeChanged, NoticeDrafted, TextSaid
from nyhavn.web.consent.drafts import draft_of, frozen, lock, locked, note
from nyhavn.web.consent.ledger import record_consent, record_consents
from nyhavn.web.consent.media_actions import copy_media, forget_files
from nyhavn.web.consent.models import Notice, NoticeText
from nyhavn.web.consent.our_words import our_words
from nyhavn.web.consent.queries import notice_shown, periods
from nyhavn.web.consent.term_asks import TermsSaid
from nyhavn.web.initiatives.models import Initiative

__all__ = [
    "add_text",
    "change_notice",
    "change_text",
    "draft_notice",
    "drop_notice",
    "drop_text",
    "end_use",
    "put_in_use",
    "record_consent",
    "record_consents",
    "say_terms",
    "take_back_use",
]


def draft_notice(*, by: User, on: Initiative, said: NoticeDrafted) -> Notice:
    """Begin a new version, with the texts of another one if wanted. Raises Refusal."""
    check_purposes(said.purposes)
    with transaction.atomic():
        lock(on)
        if on.notices.filter(version=said.version).exists():
            do = "Choose another name for the version."
            raise refusal("notice-version-already-there", "There is a version of this name.", do=do)
        purposes = [purpose.value for purpose in said.purposes]
        notice = Notice.objects.create(initiative=on, version=said.version, purposes=purposes, contact=said.contact)
        _copy_texts(on, said.starts_from, notice)
        note("notice-drafted", by, notice, {"purposes": purposes})
    return notice


def _copy_texts(initiative: Initiative, version: str, to: Notice) -> None:
    if not version:
        return
    source = initiative.notices.filter(version=version).first()
    if source is None:
        do = "Choose one of the versions, or none."
        raise refusal("not-found", "There is no version of this name to start from.", do=do)
    for text in source.texts.all():
        text.pk, text.notice, text.sha256, text.rendered, text._state.adding = None, to, "", "", True
        text.by_purpose = {purpose: text.by_purpose[purpose] for purpose in text.by_purpose if purpose in to.purposes}
        text.save()
    copy_media(source, to)
    to.terms = [terms for terms in source.terms if terms["purpose"] in to.purposes]
    to.witnessed_path = source.witnessed_path
    to.save(update_fields=["terms", "witnessed_path"])


def change_notice(*, by: User, on: Notice, said: NoticeChanged) -> None:
    """Change what a draft asks for. Raises Refusal for a version that is in use."""
    check_purposes(said.purposes)
    with transaction.atomic():
        notice = draft_of(on)
        notice.purposes, notice.contact = [purpose.value for purpose in said.purposes], said.contact
        notice.terms = [terms for terms in notice.terms if terms["purpose"] in notice.purposes]
        notice.save(update_fields=["purposes", "contact", "terms"])
        note("notice-changed", by, notice, {"purposes": notice.purposes})


def say_terms(*, by: User, on: Notice, said: TermsSaid) -> None:
    """Say how long and for whom, purpose by purpose, and what a lost code means. Raises Refusal."""
    check_purposes(tuple(terms.purpose for terms in said.terms))
    with transaction.atomic():
        notice = draft_of(on)
        unasked = [terms.purpose for terms in said.terms if terms.purpose.value not in notice.purposes]
        if unasked:
            what = f"The notice does not ask for: {', '.join(unasked)}."
            do = "Add the purpose to the notice, or leave these terms out."
            raise refusal("notice-terms-unasked", what, where="terms", do=do)
        notice.terms = [terms.model_dump(mode="json") for terms in said.terms]
        notice.witnessed_path = said.witnessed_path
        notice.save(update_fields=["terms", "witnessed_path"])
        note("notice-terms-said", by, notice, {"witnessed_path": said.witnessed_path})


def drop_notice(*, by: User, on: Notice) -> None:
    """Throw a draft away. Raises Refusal for a version that is in use."""
    with transaction.atomic():
        notice = draft_of(on)
        note("notice-dropped", by, notice)
        notice.delete()
        forget_files()


def add_text(*, by: User, on: Notice, said: NewTextSaid) -> NoticeText:
    """Write the text in a further language. Raises Refusal."""
    with transaction.atomic():
        notice = draft_of(on)
        if notice.texts.filter(language__iexact=said.language).exists():
            what = f"There is a text in the language {said.language}."
            raise refusal("notice-text-already-there", what, do="Change the text that is there.")
        text = NoticeText(notice=notice, language=said.language)
        _write(text, said)
        note("notice-text-written", by, notice, {"language": said.language})
    return text


def change_text(*, by: User, on: NoticeText, said: TextSaid) -> None:
    """Change the text in one language. Raises Refusal for a version that is in use."""
    with transaction.atomic():
        notice = draft_of(on.notice)
        _write(notice.texts.get(id=on.id), said)
        note("notice-text-written", by, notice, {"language": on.language})


def drop_text(*, by: User, on: NoticeText) -> None:
    """Throw the text in one language away. Raises Refusal for a version that is in use."""
    with transaction.atomic():
        notice = draft_of(on.notice)
        notice.texts.get(id=on.id).delete()
        notice.media.filter(language=on.language).delete()
        forget_files()
        note("notice-text-dropped", by, notice, {"language": on.language})


def _write(text: NoticeText, said: TextSaid) -> None:
    asked = said.questions.by_purpose()
    check_asked(text.notice, asked)
    for part in ("title", "body", "retention", "recipients", "can_take_back", "stays", "lost_code"):
        setattr(text, part, getattr(said, part))
    text.by_purpose = {purpose.value: question for purpose, question in asked.items()}
    text.save()


def put_in_use(*, by: User, on: Notice, said: FirstDay) -> None:
    """Freeze a version and use it from that day; the version before ends the day before. Raises Refusal."""
    with transaction.atomic():
        notice = draft_of(on)
        shown = notice_shown(notice)
        check_notice(shown)
        check_period(periods(notice.initiative, without=notice), said.valid_from, timezone.localdate())
        day_before = said.valid_from - timedelta(days=1)
        running = notice.initiative.notices.exclude(id=notice.id).filter(valid_from__lte=day_before)
        running.filter(valid_until=None).update(valid_until=day_before)
        running.filter(valid_until__gt=day_before).update(valid_until=day_before)
        for words in shown.texts:
            rendered = record_of(shown, words, our_words(shown, words.language))
            fixed = {"rendered": rendered, "sha256": sha256_of_record(rendered)}
            notice.texts.filter(language=words.language).update(**fixed)
        notice.valid_from = said.valid_from
        notice.save(update_fields=["valid_from"])
        note("notice-put-in-use", by, notice, {"from": said.valid_from.isoformat()})


def take_back_use(*, by: User, on: Notice) -> None:
    """Make a version a draft again before its first day; the version before it goes on. Raises Refusal."""
    with transaction.atomic():
        notice = locked(on)
        if notice.valid_from is None:
            raise _not_in_use()
        if notice.valid_from <= timezone.localdate():
            raise frozen(notice)
        day_before = notice.valid_from - timedelta(days=1)
        notice.initiative.notices.filter(valid_until=day_before).update(valid_until=None)
        notice.texts.update(sha256="", rendered="")
        notice.valid_from = notice.valid_until = None
        notice.save(update_fields=["valid_from", "valid_until"])
        note("notice-use-taken-back", by, notice)


def end_use(*, by: User, on: Notice, said: LastDay) -> None:
    """Say until when a version is in use. Raises Refusal."""
    with transaction.atomic():
        notice = locked(on)
        if notice.valid_from is None or (notice.valid_until and notice.valid_until < timezone.localdate()):
            raise _not_in_use()
        if said.valid_until < max(timezone.localdate(), notice.valid_from):
            what = "The last day comes before today, or before the first day."
            raise refusal("notice-end-past", what, where="valid_until", do="Choose today or a later day.")
        if notice.valid_until is not None and said.valid_until > notice.valid_until:
            what = f"This version ends on {notice.valid_until.isoformat()}."
            do = "Choose an earlier day, or draft a new version."
            raise refusal("notice-days-overlap", what, where="valid_until", do=do)
        notice.valid_until = said.valid_until
        notice.save(update_fields=["valid_until"])
        note("notice-use-ended", by, notice, {"until": said.valid_until.isoformat()})


def check_purposes(purposes: tuple[Purpose, ...]) -> None:
    """Raises Refusal "notice-purpose-twice"."""
    twice = sorted({purpose.value for purpose in purposes if purposes.count(purpose) > 1})
    if twice:
        what = f"Named twice: {', '.join(twice)}."
        raise refusal("notice-purpose-twice", what, where="purposes", do="Name each purpose once.")


def check_asked(notice: Notice, questions: Mapping[Purpose, str]) -> None:
    """Raises Refusal "notice-question-unasked" for questions that would be shown to nobody."""
    do = "Add the purpose to the notice, or leave the question empty."
    unasked = [purpose for purpose in questions if purpose.value not in notice.purposes]
    if unasked:
        what = "The notice does not ask for this purpose."
        raise Refusal(*(Reason("notice-question-unasked", what, purpose.value, do) for purpose in unasked))


def _not_in_use() -> Refusal:
    return refusal("notice-not-in-use", "This version is not in use.", do="Nothing needs to be done.")
