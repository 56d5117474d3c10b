"""The record of what was done in an initiative, in plain words, with the seals over it checked."""

from django.utils import timezone

from nyhavn.web.audit.actions import CONTRIBUTION, LOOKED
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.audit.seals import SealStanding, standings
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.schemas import LogEntry, LogShown

ON_ONE_PAGE = 50


def log_shown(on: Initiative, before: int | None = None) -> LogShown:
    """The newest records, or those before a number. Looks have a page of their own."""
    known = AuditRecord.objects.filter(scope=on.uuid).exclude(action=LOOKED).order_by("-id")
    found = list((known.filter(id__lt=before) if before is not None else known)[: ON_ONE_PAGE + 1])
    shown = found[:ON_ONE_PAGE]
    seals = standings(shown)
    return LogShown(
        entries=tuple(_entry(entry, seals[entry.id]) for entry in shown),
        older=shown[-1].id if len(found) > ON_ONE_PAGE else None,
    )


def newest_log(on: Initiative) -> LogShown:
    """The newest records."""
    return log_shown(on)


def _entry(entry: AuditRecord, seal: SealStanding) -> LogEntry:
    day = timezone.localdate(entry.at)
    return LogEntry(
        number=entry.id,
        # In a village of forty, the moment at which somebody worked on one contribution tells whose it is.
        at=None if entry.kind == CONTRIBUTION else entry.at,
        month=day.replace(day=1),
        what=_sentence(entry.action),
        kind=entry.kind.replace("-", " "),
        by=entry.by,
        is_erased=entry.by_salt is None,
        facts={str(name).replace("_", " "): _fact(value) for name, value in entry.facts.items()},
        seal=seal,
    )


def _sentence(action: str) -> str:
    """A code is its own sentence: "role-given" says that a role was given."""
    words = action.replace("-", " ")
    return words[:1].upper() + words[1:]


def _fact(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return "" if value is None else str(value).replace("-", " ")
