"""Records from before there were salts: checked one last time, salted, and chained anew."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from nyhavn.exchange.audit_log.verification import verify_log
from nyhavn.web.audit.exporting import Reader, log_lines
from nyhavn.web.audit.models import AuditRecord, Seal
from nyhavn.web.audit.seals import broken_seals, seal
from nyhavn.web.pages.added_only import triggers_of
from web.log_attacker import TABLES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
BEFORE, AFTER = [("audit", "0001_initial")], [("audit", "0004_only_added")]
SIPHO = UUID(int=7)


def migrate(to: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    return executor.migrate(to).apps


@pytest.fixture
def before() -> Iterator[Any]:
    """The tables as they were."""
    yield migrate(BEFORE)
    migrate(AFTER)


def old_records(apps: Any, *, is_touched: bool) -> None:
    """Three acts under a seal of the old kind, of which one tells when somebody came."""
    records, seals = apps.get_model("audit", "AuditRecord"), apps.get_model("audit", "Seal")
    for action in ("notice-published", "contribution-received", "plan-exported"):
        records.objects.create(
            action=action, by=SIPHO, scope=uuid4(), kind="notice", on=uuid4(), facts={"contributions": 41}
        )
    digest = hashlib.sha256(b"")
    for entry in records.objects.order_by("id"):
        content = {
            "id": entry.id, "at": entry.at.isoformat(), "action": entry.action, "by": str(entry.by),
            "scope": str(entry.scope), "kind": entry.kind, "on": str(entry.on), "facts": entry.facts,
        }  # fmt: skip
        digest.update(json.dumps(content, sort_keys=True, ensure_ascii=False).encode() + b"\n")
    made = seals.objects.create(count=3, previous="", digest=digest.hexdigest())
    records.objects.update(seal=made)
    if is_touched:
        records.objects.filter(action="plan-exported").update(facts={"contributions": 3})


@pytest.mark.parametrize("is_touched", [False, True])
def test_old_records_are_kept_in_a_new_chain_that_says_whether_the_old_one_held(before: Any, is_touched: bool) -> None:
    old_records(before, is_touched=is_touched)
    migrate(AFTER)
    found = list(AuditRecord.objects.values_list("action", "by"))
    assert found == [("notice-published", SIPHO), ("plan-exported", SIPHO), ("chain-begun", None)]
    assert AuditRecord.objects.get(action="chain-begun").facts == {"older seals held": not is_touched}
    size = "fewer than 10" if is_touched else "10 to 99"
    assert AuditRecord.objects.get(action="plan-exported").facts == {"contributions": size}
    assert not Seal.objects.exists()
    seal()
    assert broken_seals() == ()
    assert verify_log(log_lines(Reader(None, sees_people=True))).problems == ()


def test_both_tables_are_closed_after_it(before: Any) -> None:
    migrate(AFTER)
    assert [table for table in TABLES if len(triggers_of(connection, table)) < 2] == []


def test_an_installation_without_records_begins_without_any(before: Any) -> None:
    migrate(AFTER)
    assert not AuditRecord.objects.exists()
