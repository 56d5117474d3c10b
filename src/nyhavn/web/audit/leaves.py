"""A record and its leaf: made together, checked together."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from nyhavn.exchange.audit_log.leaves import SALT_BYTES, Fact, LeafContent, commitment, is_same, leaf_of
from nyhavn.web.audit.models import AuditRecord


def written(
    *,
    action: str,
    at: datetime,
    by: UUID | None,
    scope: UUID | None,
    kind: str,
    on: UUID | None,
    facts: Mapping[str, Fact],
) -> AuditRecord:
    """A record with fresh salts, its commitments and its leaf. It is not saved."""
    made = AuditRecord(action=action, at=at, by=by, scope=scope, kind=kind, on=on, facts=dict(facts))
    made.by_salt, made.on_salt = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(SALT_BYTES)
    made.by_commitment = commitment(made.by_salt, "by", _text(by))
    made.on_commitment = commitment(made.on_salt, "on", _text(on))
    made.leaf = leaf_of(content_of(made))
    return made


def content_of(entry: AuditRecord) -> LeafContent:
    """What the leaf of a record covers."""
    return LeafContent(
        entry.action, entry.at, entry.by_commitment, entry.facts, entry.kind, entry.on_commitment, _text(entry.scope)
    )


def is_unchanged(entry: AuditRecord) -> bool:
    """Whether a record is what its leaf says. An erased identifier is no change; one that came back is."""
    identifiers = (
        ("by", entry.by, entry.by_salt, entry.by_commitment),
        ("on", entry.on, entry.on_salt, entry.on_commitment),
    )
    return all(_fits(*one) for one in identifiers) and is_same(leaf_of(content_of(entry)), entry.leaf)


def _fits(name: str, value: UUID | None, salt: bytes | memoryview | None, committed: str) -> bool:
    if salt is None:
        return value is None
    if len(salt) != SALT_BYTES:
        return False
    return is_same(commitment(bytes(salt), name, _text(value)), committed)


def _text(value: UUID | None) -> str:
    return str(value) if value is not None else ""
