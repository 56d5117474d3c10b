"""A collection opens when people can know what they agree to, and closes with a reason."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from nyhavn.framework.opening import Door
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.actions import CODE_LETTERS, close_collection, open_collection
from nyhavn.web.collection.models import Collection
from nyhavn.web.consent.models import Notice
from web import objects
from web.cast import Cast

pytestmark = pytest.mark.django_db


def opened(village: Cast, *doors: Door) -> Collection:
    chosen = frozenset(doors or Door)
    return open_collection(by=village[Role.COORDINATOR], on=village.initiative, doors=chosen)


def test_opening_freezes_the_questionnaire_and_gives_the_form_an_address_that_says_nothing(village: Cast) -> None:
    asked = objects.prepared(village)
    collection = opened(village)
    asked.refresh_from_db()
    assert asked.frozen_on == timezone.localdate()
    assert re.fullmatch(f"[{CODE_LETTERS}]{{12}}", collection.code)
    assert collection.languages == ["en", "ar"]
    assert AuditRecord.objects.get(action="collection-opened").facts["doors"] == ["entry", "form", "import"]


def test_nothing_prepared_is_said_all_at_once_each_with_what_to_do(village: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        open_collection(by=village[Role.COORDINATOR], on=village.initiative, doors=frozenset())
    assert {"method-part-missing", "opening-no-notice", "opening-no-door"} <= set(refused.value.codes)
    assert all(reason.do for reason in refused.value.reasons)


def test_a_notice_that_is_not_in_use_any_more_opens_nothing(village: Cast) -> None:
    objects.prepared(village)
    Notice.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Refusal, match="No notice is in use today"):
        opened(village)


def test_a_language_without_a_notice_opens_no_form_but_paper_may_still_be_entered(village: Cast) -> None:
    objects.prepared(village)
    Notice.objects.get().texts.filter(language="ar").delete()
    with pytest.raises(Refusal, match="can be answered in ar, but the notice has no text"):
        opened(village, Door.FORM)
    assert opened(village, Door.ENTRY).doors == ["entry"]


def test_a_form_that_a_page_cannot_ask_closes_the_web_form_only(village: Cast) -> None:
    survey = (*objects.SURVEY, ("image", "photo", "Take a picture", "", "", "", ""))
    objects.prepared(village, objects.form_file(survey))
    with pytest.raises(Refusal, match="photo"):
        opened(village, Door.FORM, Door.IMPORT)
    assert opened(village, Door.IMPORT).doors == ["import"]


def test_one_collection_is_open_at_a_time_and_another_may_follow(village: Cast) -> None:
    objects.prepared(village)
    first = opened(village)
    with pytest.raises(Refusal) as refused:
        opened(village)
    assert refused.value.codes == ("collection-already-open",)
    close_collection(by=village[Role.COORDINATOR], on=village.initiative, reason="Everybody was asked")
    second = opened(village)
    assert second.code != first.code


def test_closing_keeps_the_reason_and_a_second_time_there_is_nothing_to_close(village: Cast) -> None:
    objects.collection(village)
    close_collection(by=village[Role.COORDINATOR], on=village.initiative, reason="Everybody was asked")
    assert Collection.objects.get().closed_because == "Everybody was asked"
    with pytest.raises(Refusal, match="No collection is open"):
        close_collection(by=village[Role.COORDINATOR], on=village.initiative, reason="Again")


def test_two_initiatives_collect_at_the_same_time(village: Cast, harbour: Cast) -> None:
    assert objects.collection(village).code != objects.collection(harbour).code
