"""The ledger of consent in the database: written whole or not at all, and never changed."""

import ast
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, models, transaction
from django.utils import timezone

import nyhavn.web
from nyhavn.framework.consent import ConsentState, Purpose, decide
from nyhavn.framework.consent_ledger import ConsentMode, ConsentSaid
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.consent.actions import record_consent, record_consents
from nyhavn.web.consent.models import ConsentEvent, Notice
from nyhavn.web.consent.queries import consent_records, plan_notices
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.added_only import SAYS
from web import objects
from web.cast import Cast

pytestmark = pytest.mark.django_db
GIVEN, REFUSED, WITHDRAWN = ConsentState.GIVEN, ConsentState.REFUSED, ConsentState.WITHDRAWN


def says(
    notice: Notice | None, *, who: UUID | None = None, language: str = "en", days_ago: int = 0, **answers: ConsentState
) -> ConsentSaid:
    said = {Purpose(purpose.replace("_", "-")): state for purpose, state in answers.items()}
    at = timezone.now() - timedelta(days=days_ago)
    return ConsentSaid(who or uuid4(), said, notice.uuid if notice else None, language, at, ConsentMode.WEB_FORM)


def test_what_a_person_says_is_written_purpose_by_purpose(village: Cast) -> None:
    notice = objects.notice(village)
    said = says(notice, collection=GIVEN, published_aggregates=REFUSED)
    record_consent(by=None, initiative=village.initiative, said=said)
    found = consent_records(village.initiative)[said.contribution]
    assert (found.state(Purpose.COLLECTION), found.state(Purpose.PUBLISHED_AGGREGATES)) == (GIVEN, REFUSED)
    record = found.record(timezone.localdate())
    notices = plan_notices(village.initiative)
    assert decide(record, notices, Purpose.COLLECTION).is_covered
    assert not decide(record, notices, Purpose.PUBLISHED_AGGREGATES).is_covered


def test_a_withdrawal_is_a_new_line_and_stands(village: Cast) -> None:
    notice, who = objects.notice(village), uuid4()
    record_consent(by=None, initiative=village.initiative, said=says(notice, who=who, collection=GIVEN))
    record_consent(by=None, initiative=village.initiative, said=says(None, who=who, language="", collection=WITHDRAWN))
    assert consent_records(village.initiative)[who].state(Purpose.COLLECTION) is WITHDRAWN
    assert ConsentEvent.objects.count() == 2


def test_one_bad_line_keeps_a_whole_import_out(village: Cast) -> None:
    notice = objects.notice(village)
    good, bad = says(notice, collection=GIVEN), says(notice, language="sw", collection=GIVEN)
    with pytest.raises(Refusal) as refused:
        record_consents(by=village[Role.STEWARD], initiative=village.initiative, said=(good, bad))
    assert refused.value.codes == ("consent-language-unknown",)
    assert not ConsentEvent.objects.exists()
    record_consents(by=village[Role.STEWARD], initiative=village.initiative, said=(good,))
    assert ConsentEvent.objects.count() == 1


def test_a_yes_to_a_draft_or_to_a_notice_of_others_is_none(village: Cast, harbour: Cast) -> None:
    foreign = objects.notice(harbour)
    planned = objects.notice(village)
    Notice.objects.filter(id=planned.id).update(valid_from=None)
    for notice in (foreign, planned):
        with pytest.raises(Refusal) as refused:
            record_consent(by=None, initiative=village.initiative, said=says(notice, collection=GIVEN))
        assert refused.value.codes == ("consent-without-notice",)


def test_a_yes_before_the_first_day_of_the_notice_is_refused(village: Cast) -> None:
    said = says(objects.notice(village), days_ago=1, collection=GIVEN)
    with pytest.raises(Refusal) as refused:
        record_consent(by=None, initiative=village.initiative, said=said)
    assert refused.value.codes == ("consent-outside-notice",)


def test_the_ledger_of_one_initiative_is_not_that_of_another(village: Cast, harbour: Cast) -> None:
    for cast in (village, harbour):
        said = says(objects.notice(cast), collection=GIVEN)
        record_consent(by=None, initiative=cast.initiative, said=said)
    assert len(consent_records(village.initiative)) == len(consent_records(harbour.initiative)) == 1


def test_what_an_account_writes_is_audited_and_when_a_person_came_is_not(village: Cast) -> None:
    notice = objects.notice(village)
    before = AuditRecord.objects.count()
    record_consent(by=None, initiative=village.initiative, said=says(notice, collection=GIVEN))
    assert AuditRecord.objects.count() == before
    said = says(notice, collection=GIVEN)
    record_consents(by=village[Role.STEWARD], initiative=village.initiative, said=(said,))
    entry = AuditRecord.objects.latest("id")
    assert (entry.action, entry.facts) == ("consent-recorded", {"modes": ["web-form"]})
    assert str(said.contribution) not in f"{entry.on} {entry.facts}"
    record_consents(by=village[Role.STEWARD], initiative=village.initiative, said=(says(notice, collection=GIVEN),))
    assert AuditRecord.objects.filter(action="consent-recorded").count() == 1  # two lines would count two people


def test_a_thousand_contributions_are_read_in_three_questions_to_the_database(
    village: Cast, django_assert_max_num_queries: object
) -> None:
    notice = objects.notice(village)
    said = tuple(says(notice, collection=GIVEN, published_aggregates=GIVEN) for _ in range(1_000))
    record_consents(by=village[Role.STEWARD], initiative=village.initiative, said=said)
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert len(consent_records(village.initiative)) == 1_000


# --- Only added --------------------------------------------------------------------------


@pytest.fixture
def event(village: Cast) -> ConsentEvent:
    record_consent(by=None, initiative=village.initiative, said=says(objects.notice(village), collection=GIVEN))
    return ConsentEvent.objects.get()


def test_no_line_is_ever_changed_or_deleted(event: ConsentEvent) -> None:
    event.state = REFUSED.value
    for change in (
        event.save,
        event.delete,
        lambda: ConsentEvent.objects.update(state=REFUSED.value),
        lambda: ConsentEvent.objects.filter(id=event.id).delete(),
        lambda: ConsentEvent.objects.bulk_update([event], ["state"]),
        lambda: Initiative.objects.get().consent_events.all().delete(),
    ):
        with pytest.raises(DatabaseError, match=SAYS), transaction.atomic():
            change()
    assert ConsentEvent.objects.get().state == GIVEN.value


def test_a_line_keeps_its_notice_and_its_initiative_from_being_deleted(event: ConsentEvent) -> None:
    for row in (event.notice, event.initiative):
        assert row is not None
        with pytest.raises(models.ProtectedError):
            row.delete()


def test_the_database_knows_purposes_states_and_modes(event: ConsentEvent) -> None:
    values = {
        "initiative": event.initiative,
        "contribution": uuid4(),
        "purpose": Purpose.MEDIA.value,
        "state": GIVEN.value,
        "at": timezone.now(),
        "mode": ConsentMode.ON_PAPER.value,
    }
    for wrong in ("purpose", "state", "mode"):
        with pytest.raises(IntegrityError), transaction.atomic():
            ConsentEvent.objects.create(**{**values, wrong: "anything"})
    ConsentEvent.objects.create(**values)


def test_the_program_writes_the_ledger_in_one_place_only() -> None:
    writing = {"create", "bulk_create", "get_or_create", "update_or_create", "_raw_delete", "save_base"}
    found = set()
    for path in Path(nyhavn.web.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_call and node.func.attr in writing and "ConsentEvent" in ast.unparse(node.func):
                found.add(path.name)
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "ConsentEvent":
                found.add(path.name)
    assert found == {"ledger.py"}
