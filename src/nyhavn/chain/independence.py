"""Independence in a release that was prepared before its date was announced, and what is fixed with that date."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from nyhavn.chain.dossier import FUNDER
from nyhavn.chain.returning import with_return
from nyhavn.chain.validating import without_validation
from nyhavn.exchange.bundle.canonical import canonical_json
from nyhavn.exchange.bundle.content import release_json
from nyhavn.framework.interests import Independence
from nyhavn.framework.principles import PrincipleEvidence
from nyhavn.framework.release import Release
from nyhavn.framework.safeguards.independence import RULES, AtIssue

PRINCIPLE = 1
_NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)


def with_independence(
    release: Release, independence: Independence, *, results_returned: date | None, release_date: date | None
) -> Release:
    """The release with what is on record about independence when it is issued, and the evidence stated anew."""
    known = AtIssue(
        independence,
        results_returned,
        release_date,
        funders=tuple(party.name for party in release.parties if party.role == FUNDER) or None,
        interests=release.interests or None,
    )
    found = tuple(rule(known) for rule in RULES)
    principles = tuple(
        replace(each, safeguards=found) if each.number == PRINCIPLE else each for each in release.principles
    )
    return replace(release, principles=principles, independence=independence)


def locked_content(release: Release) -> bytes:
    """Everything of a release that is fixed when its date is announced, in the one way of writing it.

    Left out is what only happens afterwards: the moment of issue, days that are worked out from it, who is named
    beside the release, what the community says of it, and the records about independence. It is the same for the
    candidate and for what was signed.
    What is empty says nothing and is left out, too, so that a name that a newer version adds changes no content.
    """
    bare = with_return(
        replace(without_validation(release), issued_at=_NO_MOMENT, credit=None, independence=None),
        results_returned=None,
        release_date=None,
        last_contribution=None,
    )
    principles = tuple(_without_independence(each) for each in bare.principles)
    return canonical_json(_said(json.loads(release_json(replace(bare, principles=principles)))))


def _said(value: Any) -> Any:
    """Without names that have no value; places in a list stay."""
    if isinstance(value, dict):
        return {name: _said(part) for name, part in value.items() if not _is_empty(part)}
    return [_said(part) for part in value] if isinstance(value, list) else value


def _is_empty(value: Any) -> bool:
    """None, no text, no entry, or no; a nought is a figure."""
    return value is None or value is False or value in ("", [], {})


def _without_independence(principle: PrincipleEvidence) -> PrincipleEvidence:
    return replace(principle, safeguards=()) if principle.number == PRINCIPLE else principle


def commitment_to(content: bytes, salt: str) -> str:
    """SHA-256 of a salt and the locked content: it fixes the content and tells nobody what it is."""
    return hashlib.sha256(b"nyhavn announced 1\n" + salt.encode() + b"\n" + content).hexdigest()


def is_as_announced(release: Release) -> bool:
    """Whether a published release is what was fixed when its date was announced; False where nothing was fixed."""
    fixed = release.independence.announced if release.independence else None
    return fixed is not None and fixed.commitment == commitment_to(locked_content(release), fixed.salt)
