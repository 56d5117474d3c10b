"""Records get salted leaves, and the database refuses to change them.

The seals so far covered uuids without salts: whoever knows an account could try it against them. They are checked one
last time and dropped; the new chain begins with a record that says whether they held. What told when single people
came (a line per contribution, exact numbers of contributions) is left out of the new chain.
"""

import hashlib
import json
import secrets
from typing import Any

import django.utils.timezone
from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from nyhavn.exchange.audit_log.leaves import SALT_BYTES, LeafContent, commitment, leaf_of
from nyhavn.web.audit.facts import told

# One line per contribution, whoever wrote it.
COUNTED_PEOPLE = ("contribution-received", "consent-recorded")
AT_ONCE = 2_000


def begin_chain(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Check the old seals, drop them, and give every record its leaf."""
    records, seals = apps.get_model("audit", "AuditRecord"), apps.get_model("audit", "Seal")
    if not records.objects.exists():
        return
    held = _old_seals_hold(seals)
    records.objects.filter(action__in=COUNTED_PEOPLE).delete()
    records.objects.update(seal=None)
    seals.objects.all().delete()
    changed = []
    for entry in records.objects.order_by("id").iterator():
        entry.facts = told(entry.facts)
        changed.append(_with_leaf(entry))
        if len(changed) == AT_ONCE:
            _save(records, changed)
            changed = []
    _save(records, changed)
    begun = records(action="chain-begun", at=django.utils.timezone.now(), kind="log", facts={"older seals held": held})
    _with_leaf(begun).save(force_insert=True)


def _save(records: Any, changed: list[Any]) -> None:
    written = ["facts", "by_salt", "by_commitment", "on_salt", "on_commitment", "leaf"]
    records.objects.bulk_update(changed, written, batch_size=100)


def _with_leaf(entry: Any) -> Any:
    entry.by_salt, entry.on_salt = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(SALT_BYTES)
    entry.by_commitment = commitment(entry.by_salt, "by", str(entry.by or ""))
    entry.on_commitment = commitment(entry.on_salt, "on", str(entry.on or ""))
    by, on, scope = entry.by_commitment, entry.on_commitment, str(entry.scope or "")
    entry.leaf = leaf_of(LeafContent(entry.action, entry.at, by, entry.facts, entry.kind, on, scope))
    return entry


def _old_seals_hold(seals: Any) -> bool:
    previous = ""
    for sealed in seals.objects.order_by("id"):
        entries = list(sealed.records.order_by("id"))
        digest = hashlib.sha256(previous.encode())
        for entry in entries:
            digest.update(_old_line(entry))
        if (sealed.previous, sealed.count, sealed.digest) != (previous, len(entries), digest.hexdigest()):
            return False
        previous = sealed.digest
    return True


def _old_line(entry: Any) -> bytes:
    content = {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "action": entry.action,
        "by": str(entry.by or ""),
        "scope": str(entry.scope or ""),
        "kind": entry.kind,
        "on": str(entry.on or ""),
        "facts": entry.facts,
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False).encode() + b"\n"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_salted_leaves")]

    operations = [migrations.RunPython(begin_chain, migrations.RunPython.noop)]
