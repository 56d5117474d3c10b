"""Does this describe us? What a community said of a release that was prepared before it was asked."""

import hashlib
from dataclasses import replace
from datetime import date

from nyhavn.exchange.bundle.figures import table_sheet
from nyhavn.exchange.bundle.sheet import sheet_bytes
from nyhavn.framework.principles import PrincipleEvidence, SafeguardEvidence
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release import Release
from nyhavn.framework.safeguards.validation import CODES, OF_PRINCIPLE, AtIssue
from nyhavn.framework.validation import Validation, validation_reasons


def tables_sha256(release: Release) -> str:
    """SHA-256 of the table files as they are published.

    Anybody gets it from the files of a release: LC_ALL=C sha256sum tables/*.csv | sha256sum
    """
    sheets = (table_sheet(release, table) for table in release.tables)
    files = {sheet.path: hashlib.sha256(sheet_bytes(sheet)).hexdigest() for sheet in sheets}
    lines = "".join(f"{files[path]}  {path}\n" for path in sorted(files))
    return hashlib.sha256(lines.encode()).hexdigest()


def with_validation(
    release: Release,
    validation: Validation | None,
    *,
    results_returned: date | None,
    release_date: date | None,
    last_contribution: date | None,
) -> Release:
    """The release with what the community said of it, and the evidence stated anew."""
    known = AtIssue(validation, tables_sha256(release), results_returned, release_date, last_contribution)
    found = {number: tuple(rule(known) for rule in rules) for number, rules in OF_PRINCIPLE.items()}
    principles = tuple(_with(each, found.get(each.number, ())) for each in release.principles)
    return replace(release, principles=principles, validation=validation)


def check_validated(release: Release) -> None:
    """Raises Refusal: validation-missing, validation-of-other-tables, validation-unanswered.

    A plan by hand that says nothing of the community is not refused: its release says that nothing is on record.
    """
    if release.validation is None:
        return
    reasons = validation_reasons(release.validation, tables_sha256(release))
    if reasons:
        raise Refusal(*reasons)


def without_validation(release: Release) -> Release:
    """The release as it was before anybody was asked: no word of it, and no safeguard that reads it."""
    return replace(release, principles=tuple(map(_without, release.principles)), validation=None)


def _without(principle: PrincipleEvidence) -> PrincipleEvidence:
    return replace(principle, safeguards=tuple(one for one in principle.safeguards if one.code not in CODES))


def _with(principle: PrincipleEvidence, found: tuple[SafeguardEvidence, ...]) -> PrincipleEvidence:
    """In the place of what stood there; at the end in a release of a version that did not know of it."""
    new = {one.code: one for one in found}
    kept = tuple(new.pop(one.code, one) for one in principle.safeguards)
    return replace(principle, safeguards=(*kept, *new.values()))
