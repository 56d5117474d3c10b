"""Writing notices, putting them in use, ending their use; and, from `ledger`, recording what people said."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.consent import Purpose
from nyhavn.framework.notice import check_notice, check_period, sha256_of_notice
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.consent.asks import FirstDay, LastDay, NewTextSaid, NoticeChanged, NoticeDrafted, TextSaid
from nyhavn.web.consent.ledger import record_consent, record_consents
from nyhavn.web.consent.models import Notice, NoticeText
from nyhavn.web.consent.queries import notice_shown, periods
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
    "take_back_use",
]


def draft_notice(*, by: User, on: Initiative, said: NoticeDrafted) -> Notice:
    """Begin a new version, with the texts of another one if wanted. Raises Refusal."""
    check_purposes(said.purposes)
    with transaction.atomic():
        _lock(on)
        if on.notices.filter(version=said.version).exists():
            do = "Choose another name for the version."
            raise refusal("notice-version-already-there", "There is a version of this name.", do=do)
        purposes = [purpose.value for purpose in said.purposes]
        notice = Notice.objects.create(initiative=on, version=said.version, purposes=purposes, contact=said.contact)
        _copy_texts(on, said.starts_from, notice)
        _record("notice-drafted", by, notice, {"purposes": purposes})
    return notice


def _copy_texts(initiative: Initiative, version: str, to: Notice) -> None:
    if not version:
        return
    source = initiative.notices.filter(version=version).first()
    if source is None:
        do = "Choose one of the versions, or none."
        raise refusal("not-found", "There is no version of this name to start from.", do=do)
    for text in source.texts.all():
        text.pk, text.notice, text.sha256, text._state.adding = None, to, "", True
        text.by_purpose = {purpose: text.by_purpose[purpose] for purpose in text.by_purpose if purpose in to.purposes}
        text.save()


def change_notice(*, by: User, on: Notice, said: NoticeChanged) -> None:
    """Change what a draft asks for. Raises Refusal for a version that is in use."""
    check_purposes(said.purposes)
    with transaction.atomic():
        notice = _draft(on)
        notice.purposes, notice.contact = [purpose.value for purpose in said.purposes], said.contact
        notice.save(update_fields=["purposes", "contact"])
        _record("notice-changed", by, notice, {"purposes": notice.purposes})


def drop_notice(*, by: User, on: Notice) -> None:
    """Throw a draft away. Raises Refusal for a version that is in use."""
    with transaction.atomic():
        notice = _draft(on)
        _record("notice-dropped", by, notice)
        notice.delete()


def add_text(*, by: User, on: Notice, said: NewTextSaid) -> NoticeText:
    """Write the text in a further language. Raises Refusal."""
    with transaction.atomic():
        notice = _draft(on)
        if notice.texts.filter(language__iexact=said.language).exists():
            what = f"There is a text in the language {said.language}."
            raise refusal("notice-text-already-there", what, do="Change the text that is there.")
        text = NoticeText(notice=notice, language=said.language)
        _write(text, said)
        _record("notice-text-written", by, notice, {"language": said.language})
    return text


def change_text(*, by: User, on: NoticeText, said: TextSaid) -> None:
    """Change the text in one language. Raises Refusal for a version that is in use."""
    with transaction.atomic():
        notice = _draft(on.notice)
        _write(notice.texts.get(id=on.id), said)
        _record("notice-text-written", by, notice, {"language": on.language})


def drop_text(*, by: User, on: NoticeText) -> None:
    """Throw the text in one language away. Raises Refusal for a version that is in use."""
    with transaction.atomic():
        notice = _draft(on.notice)
        notice.texts.get(id=on.id).delete()
        _record("notice-text-dropped", by, notice, {"language": on.language})


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
        notice = _draft(on)
        shown = notice_shown(notice)
        check_notice(shown)
        check_period(periods(notice.initiative, without=notice), said.valid_from, timezone.localdate())
        day_before = said.valid_from - timedelta(days=1)
        running = notice.initiative.notices.exclude(id=notice.id).filter(valid_from__lte=day_before)
        running.filter(valid_until=None).update(valid_until=day_before)
        running.filter(valid_until__gt=day_before).update(valid_until=day_before)
        for words in shown.texts:
            notice.texts.filter(language=words.language).update(sha256=sha256_of_notice(shown, words))
        notice.valid_from = said.valid_from
        notice.save(update_fields=["valid_from"])
        _record("notice-put-in-use", by, notice, {"from": said.valid_from.isoformat()})


def take_back_use(*, by: User, on: Notice) -> None:
    """Make a version a draft again before its first day; the version before it goes on. Raises Refusal."""
    with transaction.atomic():
        notice = _locked(on)
        if notice.valid_from is None:
            raise _not_in_use()
        if notice.valid_from <= timezone.localdate():
            raise _frozen(notice)
        day_before = notice.valid_from - timedelta(days=1)
        notice.initiative.notices.filter(valid_until=day_before).update(valid_until=None)
        notice.texts.update(sha256="")
        notice.valid_from = notice.valid_until = None
        notice.save(update_fields=["valid_from", "valid_until"])
        _record("notice-use-taken-back", by, notice)


def end_use(*, by: User, on: Notice, said: LastDay) -> None:
    """Say until when a version is in use. Raises Refusal."""
    with transaction.atomic():
        notice = _locked(on)
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
        _record("notice-use-ended", by, notice, {"until": said.valid_until.isoformat()})


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


def _lock(initiative: Initiative) -> None:
    """Notices of one initiative are changed one after the other, so that their days never overlap."""
    Initiative.objects.select_for_update().get(id=initiative.id)


def _locked(notice: Notice) -> Notice:
    _lock(notice.initiative)
    return Notice.objects.select_for_update(of=("self",)).get(id=notice.id)


def _draft(notice: Notice) -> Notice:
    """The notice for a change. Raises Refusal for one that is in use."""
    found = _locked(notice)
    if found.valid_from is not None:
        raise _frozen(found)
    return found


def _frozen(notice: Notice) -> Refusal:
    what = f"Version {notice.version} is in use, so its words stay as they are."
    return refusal("notice-already-frozen", what, do="Draft a new version. It can start from the words of this one.")


def _not_in_use() -> Refusal:
    return refusal("notice-not-in-use", "This version is not in use.", do="Nothing needs to be done.")


def _record(action: str, by: User, notice: Notice, facts: Mapping[str, Fact] | None = None) -> None:
    record(action, by=by, kind="notice", on=notice.uuid, scope=notice.initiative.uuid, facts=facts)
