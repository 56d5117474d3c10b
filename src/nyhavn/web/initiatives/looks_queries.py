"""Who looked at what is not for everybody, by month and role: what the community may ask those who work for it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from nyhavn.web.audit.actions import LOOKED
from nyhavn.web.audit.facts import size_of
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.schemas import LooksShown, WhoLooked

OUTSIDE = "outside-reader"  # no right of a role: a level that was chosen, or access that was given
# By the code of the right that opened a door, or of the act that gave something away.
WORDS: Mapping[str, str] = {
    "contribution-seen": "Opened the answers of a contribution",
    "plan-exported": "Took plan and contributions out as a file",
    "log-exported": "Took the record of what was done out as a file",
    "see-contributions": "Looked at contributions, without answers",
    "help-contributors": "Looked at a contribution, or what became of it, in order to help the person",
    "witness-lost-codes": "Looked at requests of people who lost their code",
    "import-contributions": "Looked at files of contributions, or at how many came in",
    "see-findings": "Looked at what the checks found",
    "decide-findings": "Looked at findings together with what people answered",
    "produce": "Looked at production runs and other choices of tables",
    "see-candidate": "Looked at results before they were published",
    "approve-release": "Looked at a release in order to approve it",
    "record-community-view": "Looked at results in order to bring them to the community",
    "decide-access": "Looked at who asked to read what is not open",
    "see-material": "Looked at stories, photographs, sound or maps that were not shown",
    "add-material": "Looked at stories, photographs, sound or maps in order to change them",
    "check-material": "Looked at stories, photographs, sound or maps in order to check them",
    "show-material": "Looked at stories, photographs, sound or maps in order to show them",
    OUTSIDE: "Somebody from outside read what is not open to everybody",
    "read-log": "Read the record of what was done",
    "read-incidents": "Opened the page of reports about harm, whether or not there was one",
    "read-complaints": "Opened the page of complaints, whether or not there was one",
    "write-home-page": "Looked at the one-page result before it was published",
    "let-read-early": "Looked at who may read results before they are published",
    "hand-over": "Looked at what may be handed over to an office",
}
GIVEN_AWAY = ("contribution-seen", "plan-exported", "log-exported")
FORM_ALONE = "export-plan"  # the page that offers the export; that something was taken out is a line of its own
NOT_RECORDED = "role not recorded"


@dataclass(frozen=True)
class Looks:
    """A line of the page. by: the accounts behind it, None for one that was erased."""

    shown: LooksShown
    by: frozenset[UUID | None]


def who_looked(on: Initiative) -> WhoLooked:
    """All looks, without accounts."""
    return WhoLooked(looks=tuple(line.shown for line in looks_by_month(on)))


def looks_by_month(on: Initiative, what: str = "") -> tuple[Looks, ...]:
    """Looks by month, kind and role, the newest month first. what: one kind only, "" for all."""
    found: dict[tuple[date, str, str], list[UUID | None]] = defaultdict(list)
    for at, action, by, facts in _records(on):
        kind = str(facts.get("what", "")) if action == LOOKED else action
        if kind != FORM_ALONE and what in ("", kind):
            found[_month(at), kind, _roles(facts)].append(by)
    lines = sorted(found.items(), key=lambda line: (-line[0][0].toordinal(), line[0][1:]))
    return tuple(Looks(_shown(*key, len(by)), frozenset(by)) for key, by in lines)


def _records(on: Initiative) -> Iterable[tuple[datetime, str, UUID | None, Mapping[str, object]]]:
    looks = AuditRecord.objects.filter(scope=on.uuid, action__in=(LOOKED, *GIVEN_AWAY)).order_by()
    return looks.values_list("at", "action", "by", "facts").iterator()


def _month(at: datetime) -> date:
    return timezone.localdate(at).replace(day=1)


def _roles(facts: Mapping[str, object]) -> str:
    roles = facts.get("as")
    return ", ".join(str(role).replace("-", " ") for role in roles) if isinstance(roles, list) else NOT_RECORDED


def _shown(month: date, what: str, role: str, times: int) -> LooksShown:
    words = WORDS.get(what, what.replace("-", " ").capitalize())
    return LooksShown(month=month, what=what, words=words, role=role, times=size_of(times))
