"""Notices are drafted, put in use and ended; words that people agreed to never change."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from nyhavn.framework.consent import Purpose
from nyhavn.framework.notice_record import sha256_of_record
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.consent import actions, asks
from nyhavn.web.consent.models import Notice, NoticeText
from nyhavn.web.consent.queries import languages_missing, notice_in_use, notice_shown, plan_notices
from nyhavn.web.consent.showing import use_of, version_shown
from nyhavn.web.consent.steps import notice_state
from nyhavn.web.initiatives.steps import Standing
from web import objects
from web.cast import Cast

pytestmark = pytest.mark.django_db


def day(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def draft(village: Cast, version: str = "2", starts_from: str = "") -> Notice:
    said = asks.NoticeDrafted(version=version, purposes=objects.PURPOSES, contact="The office", starts_from=starts_from)
    return actions.draft_notice(by=village[Role.COORDINATOR], on=village.initiative, said=said)


def put_in_use(village: Cast, notice: Notice, first: date) -> Notice:
    actions.put_in_use(by=village[Role.COORDINATOR], on=notice, said=asks.FirstDay(valid_from=first))
    notice.refresh_from_db()
    return notice


def english(title: str = "Other words", **questions: str) -> asks.TextSaid:
    asked = asks.questions_of(objects.QUESTIONS["en"] | {name.replace("_", "-"): q for name, q in questions.items()})
    return asks.TextSaid(**{**objects.ENGLISH, "title": title}, questions=asked)


def test_a_complete_notice_comes_in_use_with_the_hash_of_each_text(village: Cast) -> None:
    notice = objects.notice(village)
    shown = notice_in_use(village.initiative, day(0))
    assert shown == notice_shown(notice)
    assert shown is not None
    assert shown.languages == ("ar", "en")
    assert shown.purposes == objects.PURPOSES
    assert [words.sha256 for words in shown.texts] == [sha256_of_record(words.rendered) for words in shown.texts]


def test_an_incomplete_notice_does_not_come_in_use_and_all_that_is_missing_is_said(village: Cast) -> None:
    notice = draft(village)
    actions.add_text(by=village[Role.COORDINATOR], on=notice, said=asks.NewTextSaid(language="en", title="Water"))
    with pytest.raises(Refusal) as refused:
        put_in_use(village, notice, day(0))
    told = {"notice-part-missing", "notice-question-missing", "notice-terms-missing", "notice-lost-code-unsaid"}
    assert set(refused.value.codes) == told
    assert notice_in_use(village.initiative, day(0)) is None
    assert NoticeText.objects.get().sha256 == ""


def test_nothing_of_a_notice_in_use_can_be_changed(village: Cast) -> None:
    notice, by = objects.notice(village), village[Role.COORDINATOR]
    before = notice_shown(notice)
    text = notice.texts.get(language="en")
    changed = asks.NoticeChanged(purposes=(Purpose.COLLECTION,), contact="Nobody")
    for change in (
        lambda: actions.change_notice(by=by, on=notice, said=changed),
        lambda: actions.drop_notice(by=by, on=notice),
        lambda: actions.add_text(by=by, on=notice, said=asks.NewTextSaid(language="fr", title="Eau")),
        lambda: actions.change_text(by=by, on=text, said=english()),
        lambda: actions.drop_text(by=by, on=text),
        lambda: put_in_use(village, notice, day(1)),
        lambda: actions.take_back_use(by=by, on=notice),
    ):
        with pytest.raises(Refusal) as refused:
            change()
        assert refused.value.codes == ("notice-already-frozen",)
    assert notice_shown(Notice.objects.get()) == before


def test_everything_of_a_draft_can_be_changed(village: Cast) -> None:
    objects.notice(village)
    notice, by = draft(village, starts_from="1"), village[Role.COORDINATOR]
    actions.change_notice(by=by, on=notice, said=asks.NoticeChanged(purposes=tuple(Purpose), contact="The well"))
    actions.change_text(by=by, on=notice.texts.get(language="en"), said=english("Water", media="May we keep it?"))
    actions.drop_text(by=by, on=notice.texts.get(language="ar"))
    notice.refresh_from_db()
    shown = notice_shown(notice)
    assert (shown.languages, shown.contact, shown.purposes) == (("en",), "The well", tuple(Purpose))
    assert (shown.texts[0].title, shown.texts[0].by_purpose[Purpose.MEDIA]) == ("Water", "May we keep it?")
    actions.drop_notice(by=by, on=notice)
    assert Notice.objects.count() == 1


def test_a_new_version_starts_from_the_words_of_another_and_leaves_them_alone(village: Cast) -> None:
    objects.notice(village)
    second = draft(village, starts_from="1")
    assert {text.language: text.sha256 for text in second.texts.all()} == {"ar": "", "en": ""}
    actions.change_text(by=village[Role.COORDINATOR], on=second.texts.get(language="en"), said=english())
    titles = NoticeText.objects.filter(language="en").order_by("notice_id").values_list("title", flat=True)
    assert list(titles) == [objects.ENGLISH["title"], "Other words"]


def test_a_version_has_a_name_of_its_own_and_starts_from_one_that_is_there(village: Cast, harbour: Cast) -> None:
    draft(village)
    with pytest.raises(Refusal) as refused:
        draft(village)
    assert refused.value.codes == ("notice-version-already-there",)
    with pytest.raises(Refusal) as refused:
        draft(village, "3", starts_from="1")
    assert refused.value.codes == ("not-found",)
    assert Notice.objects.count() == 1
    assert draft(harbour).version == "2"


def test_questions_that_nobody_would_see_are_refused(village: Cast) -> None:
    notice = draft(village)
    asked = asks.questions_of({"media": "May we keep the photo?"})
    said = asks.NewTextSaid(language="en", title="Water", questions=asked)
    with pytest.raises(Refusal) as refused:
        actions.add_text(by=village[Role.COORDINATOR], on=notice, said=said)
    assert [(reason.code, reason.where) for reason in refused.value.reasons] == [("notice-question-unasked", "media")]
    assert not NoticeText.objects.exists()


def test_a_language_has_one_text_in_whatever_case_it_is_written(village: Cast) -> None:
    notice, by = draft(village), village[Role.COORDINATOR]
    actions.add_text(by=by, on=notice, said=asks.NewTextSaid(language="pt-BR", title="Água"))
    with pytest.raises(Refusal) as refused:
        actions.add_text(by=by, on=notice, said=asks.NewTextSaid(language="pt-br", title="Água"))
    assert refused.value.codes == ("notice-text-already-there",)


def test_a_purpose_is_named_once(village: Cast) -> None:
    twice = asks.NoticeDrafted(version="2", purposes=(Purpose.COLLECTION, Purpose.COLLECTION), contact="The office")
    with pytest.raises(Refusal) as refused:
        actions.draft_notice(by=village[Role.COORDINATOR], on=village.initiative, said=twice)
    assert refused.value.codes == ("notice-purpose-twice",)


def test_a_text_that_somebody_changed_behind_the_program_no_longer_is_the_one_people_agreed_to(village: Cast) -> None:
    notice = objects.notice(village)
    assert [text.is_as_agreed for text in version_shown(notice).texts] == [True, True]
    notice.texts.filter(language="en").update(recipients="Everybody sees them.")
    assert {text.language: text.is_as_agreed for text in version_shown(notice).texts} == {"ar": True, "en": False}


# --- Days --------------------------------------------------------------------------------


def test_each_day_has_one_notice(village: Cast) -> None:
    first = objects.notice(village)
    second = draft(village, starts_from="1")
    with pytest.raises(Refusal) as refused:
        put_in_use(village, second, day(0))
    assert refused.value.codes == ("notice-days-overlap",)
    put_in_use(village, second, day(3))
    first.refresh_from_db()
    assert first.valid_until == day(2)
    in_use = [notice_in_use(village.initiative, day(n)) for n in (-1, 0, 2, 3, 300)]
    assert [shown.version if shown else None for shown in in_use] == [None, "1", "1", "2", "2"]


def test_a_version_that_nobody_has_seen_becomes_a_draft_again_and_the_one_before_goes_on(village: Cast) -> None:
    first = objects.notice(village)
    second = put_in_use(village, draft(village, starts_from="1"), day(3))
    actions.take_back_use(by=village[Role.COORDINATOR], on=second)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.valid_until, second.valid_from) == (None, None)
    assert set(second.texts.values_list("sha256", flat=True)) == {""}
    with pytest.raises(Refusal) as refused:
        actions.take_back_use(by=village[Role.COORDINATOR], on=second)
    assert refused.value.codes == ("notice-not-in-use",)


def test_a_notice_ends_today_or_later_and_never_goes_on_again(village: Cast) -> None:
    notice, by = objects.notice(village), village[Role.COORDINATOR]

    def end(last: date) -> None:
        actions.end_use(by=by, on=notice, said=asks.LastDay(valid_until=last))

    with pytest.raises(Refusal) as refused:
        end(day(-1))
    assert refused.value.codes == ("notice-end-past",)
    end(day(5))
    with pytest.raises(Refusal) as refused:
        end(day(6))
    assert refused.value.codes == ("notice-days-overlap",)
    end(day(0))
    assert notice_in_use(village.initiative, day(0)) is not None
    assert notice_in_use(village.initiative, day(1)) is None


def test_a_draft_cannot_be_ended(village: Cast) -> None:
    said = asks.LastDay(valid_until=day(1))
    with pytest.raises(Refusal) as refused:
        actions.end_use(by=village[Role.COORDINATOR], on=draft(village), said=said)
    assert refused.value.codes == ("notice-not-in-use",)


def test_the_database_refuses_an_end_before_the_beginning_or_without_one(village: Cast) -> None:
    notice = objects.notice(village)
    for wrong in ({"valid_until": day(-1)}, {"valid_from": None, "valid_until": day(1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.filter(id=notice.id).update(**wrong)


def test_how_far_a_version_is_follows_from_its_days(village: Cast) -> None:
    shown = notice_shown(objects.notice(village))
    assert [use_of(shown, day(n)).value for n in (-1, 0, 9)] == ["planned", "in use", "in use"]
    assert version_shown(draft(village)).use.value == "draft"


# --- What later stages read --------------------------------------------------------------


def test_languages_of_a_form_without_a_text_are_named(village: Cast) -> None:
    objects.notice(village, languages=("en",))
    assert languages_missing(village.initiative, day(0), ("en", "ar")) == ("ar",)
    assert languages_missing(village.initiative, day(-1), ("en",)) == ("en",)


def test_a_plan_gets_every_version_that_was_in_use_with_hashes_and_no_draft(village: Cast) -> None:
    objects.notice(village)
    put_in_use(village, draft(village, starts_from="1"), day(1))
    draft(village, "3")
    first, second = plan_notices(village.initiative)
    assert (first.version, first.valid_until, second.valid_from) == ("1", day(0), day(1))
    assert first.languages == ("ar", "en")
    for text in NoticeText.objects.filter(notice__version="1"):
        assert text.sha256 in first.document


def test_the_step_is_done_while_a_notice_is_in_use_and_waits_for_a_planned_one(village: Cast) -> None:
    assert notice_state(village.initiative).standing is Standing.NEXT
    notice = objects.notice(village)
    assert notice_state(village.initiative).standing is Standing.DONE
    Notice.objects.filter(id=notice.id).update(valid_from=day(2))
    assert notice_state(village.initiative).standing is Standing.WAITS


def test_where_places_come_in_no_notice_is_waited_for(village: Cast) -> None:
    village.initiative.about["type"] = "observation"
    assert notice_state(village.initiative).standing is Standing.DONE


def test_what_was_done_is_on_record_without_the_words(village: Cast) -> None:
    objects.notice(village)
    actions_done = list(AuditRecord.objects.values_list("action", flat=True))
    assert actions_done == [
        "notice-drafted",
        "notice-terms-said",
        "notice-text-written",
        "notice-text-written",
        "notice-put-in-use",
    ]
    assert objects.ENGLISH["title"] not in str(list(AuditRecord.objects.values_list("facts", flat=True)))
