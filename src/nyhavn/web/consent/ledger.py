"""Writing what people said to the ledger of consent. Nothing in it is ever changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nyhavn.framework import consent
from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_circumstances import Circumstances
from nyhavn.framework.consent_ledger import (
    ConsentSaid,
    Stands,
    check_entry,
    is_said_before_no,
    next_stands,
)
from nyhavn.framework.consent_states import step_reasons
from nyhavn.framework.notice import NoticeShown
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.retention import earlier, last_day
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record_once_a_day
from nyhavn.web.consent.models import ConsentEvent, Notice
from nyhavn.web.consent.projection import Entries, Key, stands_before, write_standing
from nyhavn.web.consent.queries import notice_shown, notices, plan_notice
from nyhavn.web.initiatives.models import Initiative

WRITTEN_AT_ONCE = 1_000


@dataclass(frozen=True)
class _Known:
    """A version of the notice, as a plan states it, and the hash of its text in each language (in small letters).

    terms: the same version with how long each purpose is kept.
    """

    stored: Notice
    shown: consent.Notice | None
    terms: NoticeShown
    hashes: Mapping[str, str]


def record_consent(*, by: User | None, initiative: Initiative, said: ConsentSaid) -> None:
    """Write what one person said for one contribution. by: None for the person. Raises Refusal; see check_entry."""
    record_consents(by=by, initiative=initiative, said=(said,))


def record_consents(*, by: User | None, initiative: Initiative, said: Sequence[ConsentSaid]) -> None:
    """Write what several people said, all of it or nothing, and what stands by it now. Raises Refusal.

    The ledger is its own record. That an account writes in it is also audited, once a day; what a person says alone is
    not, because a reader of the audit would see when each of them came.
    """
    with transaction.atomic():
        known = {notice.uuid: _known(notice) for notice in notices(initiative)}
        entries = Entries(initiative)
        stands = stands_before(initiative, (one.contribution for one in said), entries)
        events = [event for one in said for event in _events(by, initiative, known, one)]
        _write(initiative, events, stands, entries)
        if by is not None:
            facts: dict[str, Fact] = {"modes": sorted({one.mode.value for one in said})}
            record_once_a_day(
                "consent-recorded",
                by=by,
                kind="initiative",
                on=initiative.uuid,
                scope=initiative.uuid,
                facts=facts,
            )


def over_now(initiative: Initiative, keys: Iterable[Key]) -> Mapping[Key, Stands]:
    """Those of these consents whose time is over, locked until the transaction ends, with what still stands.

    Somebody may have renewed, or said no, since the keys were chosen.
    """
    today, wanted = timezone.localdate(), set(keys)
    stands = stands_before(initiative, (contribution for contribution, _ in wanted), Entries(initiative))
    return {key: stands[key] for key in sorted(wanted) if key in stands and _is_over(stands[key], today)}


def _is_over(stands: Stands, today: date) -> bool:
    last = stands.last
    return last.state.allows_processing and last.state_on(today) is ConsentState.EXPIRED


def _against(before: Stands | None, event: ConsentEvent, day: date) -> Iterator[Reason]:
    """Why this line cannot follow what stands."""
    written, last = ConsentState(event.state), before.last if before else None
    # What the clock says is written once, when the time is over; until then the calendar alone says it.
    is_clock = written is ConsentState.EXPIRED
    state = ConsentState.UNKNOWN if last is None else last.state if is_clock else last.state_on(day)
    yield from step_reasons(state, written, event.purpose)
    if last is not None and written.allows_processing and is_said_before_no(last, event.at):
        what = "The person said no to this purpose after this yes was said."
        yield Reason("consent-before-no", what, event.purpose, "Leave it out, or write down the day of a new yes.")


def _write(initiative: Initiative, events: Sequence[ConsentEvent], stands: dict[Key, Stands], entries: Entries) -> None:
    """The lines, in order, and what stands after them. Raises Refusal for a line that cannot follow the one before."""
    changed: dict[Key, Stands] = {}
    reasons: list[Reason] = []
    for event in events:
        entry = entries.of_event(event)
        key = (entry.contribution, entry.purpose)
        before = stands.get(key)
        reasons += _against(before, event, entry.day)
        stands[key] = changed[key] = next_stands(before, entry)
    if reasons:
        raise Refusal(*dict.fromkeys(reasons))
    ConsentEvent.objects.bulk_create(events, batch_size=WRITTEN_AT_ONCE)
    write_standing(initiative, changed.values(), entries)


def _known(notice: Notice) -> _Known:
    hashes = {text.language.casefold(): text.sha256 for text in notice.texts.all()}
    return _Known(notice, plan_notice(notice), notice_shown(notice), hashes)


def _events(
    by: User | None, initiative: Initiative, known: Mapping[UUID, _Known], said: ConsentSaid
) -> Iterator[ConsentEvent]:
    """The lines for one contribution. Raises Refusal."""
    notice = known.get(said.notice) if said.notice else None
    day = timezone.localtime(said.at).date()
    check_entry(said, notice.shown if notice else None, day)
    for purpose, state in said.answers.items():
        yield ConsentEvent(
            initiative=initiative,
            contribution=said.contribution,
            purpose=purpose.value,
            state=state.value,
            notice=notice.stored if notice else None,
            language=said.language,
            at=said.at,
            mode=said.mode.value,
            recorded_by=by.uuid if by else None,
            valid_until=_valid_until(said, notice, purpose, day) if state.allows_processing else None,
            notice_sha256=notice.hashes.get(said.language.casefold(), "") if notice else "",
            **_circumstances(said.circumstances),
        )


def _valid_until(said: ConsentSaid, notice: _Known | None, purpose: Purpose, day: date) -> date | None:
    """The last day of a yes: what was promised in the notice, or sooner where the person said so."""
    promised = last_day(notice.terms, purpose, day) if notice else None
    return earlier(said.valid_until, promised)


def _circumstances(found: Circumstances) -> dict[str, object]:
    """How it was said, as columns."""
    minor = found.minor
    present = [
        {"helper": one.helper.value, "account": str(one.account) if one.account else ""} for one in found.present
    ]
    return {
        "modality": found.modality.value if found.modality else "",
        "present": present,
        "decided_by": found.decided_by.value,
        "assent": minor.assent if minor else None,
        "guardian_agrees": minor.guardian_agrees if minor else None,
        "guardian_waiver": minor.waiver.value if minor and minor.waiver else "",
    }
