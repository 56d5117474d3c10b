"""What the plan says of the safety of the answers is what the installation has on record."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nyhavn.framework.roles import Role
from nyhavn.web.audit.actions import record
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.audit.seals import seal
from nyhavn.web.collection.models import KeyEpoch
from nyhavn.web.production.security_on_record import security_record, settings_are_safe
from web import objects
from web.cast import Cast
from web.log_attacker import open_the_tables

pytestmark = pytest.mark.django_db


def test_a_key_that_had_to_go_and_is_there_speaks_against_it(village: Cast) -> None:
    objects.contribution(objects.collection(village), objects.SAID)
    found = security_record(village.initiative)
    assert (found.keys_since, found.old_keys_kept, found.taken_back_kept) == (timezone.localdate(), False, False)

    KeyEpoch.objects.update(shredded_at=timezone.now() - timedelta(days=60))
    assert security_record(village.initiative).old_keys_kept is True


def test_before_anything_is_collected_there_is_no_record_of_keys(village: Cast) -> None:
    found = security_record(village.initiative)
    assert (found.keys_since, found.old_keys_kept, found.restored_on, found.withdrawn_again) == (None, None, None, None)


def test_a_changed_record_of_looks_is_found(village: Cast) -> None:
    uuid = village.initiative.uuid
    record("contribution-seen", by=village[Role.STEWARD], kind="contribution", on=uuid, scope=uuid)
    seal()
    assert security_record(village.initiative).log_unchanged is True

    open_the_tables()
    AuditRecord.objects.filter(scope=uuid).update(action="collection-opened")
    assert security_record(village.initiative).log_unchanged is False


def test_settings_are_safe_only_with_encryption_and_a_second_copy_of_the_keys(settings, tmp_path) -> None:
    settings.HTTPS, settings.DEBUG, settings.ESCROW = True, False, tmp_path
    assert settings_are_safe()
    for weak in ({"HTTPS": False}, {"DEBUG": True}, {"ESCROW": None}):
        before = {name: getattr(settings, name) for name in weak}
        for name, value in weak.items():
            setattr(settings, name, value)
        assert not settings_are_safe()
        for name, value in before.items():
            setattr(settings, name, value)
