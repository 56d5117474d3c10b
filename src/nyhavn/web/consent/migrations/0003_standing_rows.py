"""What stands by the ledger that is there already."""

from itertools import groupby
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_ledger import LedgerEntry, next_stands

AT_ONCE = 1_000


def fold(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """One row for each purpose of each contribution; the notices are kept by number here, as the rows keep them."""
    events, rows = apps.get_model("consent", "ConsentEvent"), apps.get_model("consent", "StandingRow")
    columns = ("initiative_id", "contribution", "purpose", "state", "notice_id", "language", "at")
    lines = events.objects.order_by("initiative_id", "contribution", "purpose", "id").values_list(*columns)
    waiting = []
    for (initiative, *_rest), group in groupby(lines.iterator(chunk_size=AT_ONCE), key=lambda line: line[:3]):
        stands = None
        for line in group:
            stands = next_stands(stands, _entry(line))
        if stands is not None:
            last, ground = _columns(stands.last), _columns(stands.ground)
            waiting.append(
                rows(
                    initiative_id=initiative,
                    contribution=stands.last.contribution,
                    purpose=stands.last.purpose.value,
                    **last,
                    **{f"ground_{name}": value for name, value in ground.items()},
                )
            )
        if len(waiting) == AT_ONCE:
            rows.objects.bulk_create(waiting)
            waiting = []
    rows.objects.bulk_create(waiting)


def _entry(line: tuple[Any, ...]) -> LedgerEntry:
    _, contribution, purpose, state, notice, language, at = line
    day = timezone.localtime(at).date()
    return LedgerEntry(contribution, Purpose(purpose), ConsentState(state), str(notice or ""), language, day, at)


def _columns(entry: LedgerEntry) -> dict[str, Any]:
    notice = int(entry.notice_version) if entry.notice_version else None
    return {"state": entry.state.value, "notice_id": notice, "language": entry.language, "at": entry.moment}


class Migration(migrations.Migration):
    dependencies = [("consent", "0002_ledger_and_community")]
    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
