"""Replay: what the mirror remembers and the database does not is withdrawn again.

So it is after a crash between the two, and after an older database was put back. It goes the way of every withdrawal;
only the mirror is not written again. Repeated, it finds nothing to do.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.consent import Purpose
from nyhavn.framework.consent_ledger import ConsentMode
from nyhavn.framework.refusal import OutsideFault, Reason
from nyhavn.web.audit.actions import record
from nyhavn.web.consent.ledger import over_now
from nyhavn.web.consent.models import ConsentEvent
from nyhavn.web.consent.projection import Key
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.actions import set_free
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.jobs.models import Job, JobState
from nyhavn.web.jobs.worker import work_on
from nyhavn.web.lineage import kinds, mirror
from nyhavn.web.lineage.actions import WALK, Manner, TakenBack, line_of, take_back
from nyhavn.web.lineage.certificates import begin_certificates
from nyhavn.web.lineage.mirror import MirrorKind, MirrorLine
from nyhavn.web.lineage.models import Withdrawal

LINES_AT_ONCE = 500
UNDER_WAY = timedelta(hours=1)  # a withdrawal whose line is younger may still be about to commit


@dataclass(frozen=True)
class Replayed:
    """What a replay found. lines: of the mirror; withdrawn: again; unknown: nothing of it is in this database;
    overtaken: the person said something later; added: to the mirror, which did not have them."""

    lines: int = 0
    withdrawn: int = 0
    unknown: int = 0
    overtaken: int = 0
    added: int = 0


def replay(*, before: datetime | None = None) -> Replayed:
    """Withdraw again whatever the database forgot. before: younger lines are left. Raises OutsideFault."""
    mirror.mend()
    mirror.check()
    counted: Counter[str] = Counter()
    for some in _chunks(mirror.read_all()):
        counted["lines"] += len(some)
        missing = [line for line in _missing(some) if before is None or line.at < before]
        for initiative, lines in _by_initiative(missing):
            counted.update(_replay(initiative, lines))
    done = Replayed(**counted)
    if done.withdrawn:
        record("mirror-replayed", by=None, kind="installation", on=None, facts={"contributions": done.withdrawn})
    return done


def replay_and_walk() -> Replayed:
    """Before anybody reads the database: replay, tell the mirror what it lacks, and walk to the end. Raises Refusal."""
    done = replay()
    added = _complete_the_mirror()
    walk_to_the_end()
    return replace(done, added=added)


def walk_to_the_end() -> None:
    """Walk every withdrawal as far as it comes, here and now. Raises OutsideFault "withdrawal-not-finished".

    One that had failed before is left: whoever runs the site was told, and it would fail again. So is what waits for
    another job, as a file that is being taken in: it is hidden already, and the walk comes back to it.
    """
    open_acts = Withdrawal.objects.filter(finished_at=None).values_list("act", flat=True).distinct()
    for job in list(Job.objects.filter(kind=WALK, on__in=list(open_acts), finished_at=None)):
        set_free(job)
        work_on(job)
        if not Job.objects.filter(id=job.id, state=JobState.DONE).exists():
            what = "A withdrawal that was replayed did not come to its end."
            do = "See what was printed before, mend it, and run the command again."
            raise OutsideFault(Reason("withdrawal-not-finished", what, f"act {job.on}", do))


@handles("mirror-replay", every=timedelta(hours=6))
def replay_what_is_old(lease: Lease) -> None:
    """A process that died between the mirror and the commit: its withdrawal is made good without a new start."""
    replay(before=timezone.now() - UNDER_WAY)


def _missing(lines: Sequence[MirrorLine]) -> list[MirrorLine]:
    known = Withdrawal.objects.filter(uuid__in=[line.withdrawal for line in lines]).values_list("uuid", flat=True)
    there = set(known)
    return [line for line in lines if line.withdrawal not in there]


def _by_initiative(lines: Sequence[MirrorLine]) -> Iterator[tuple[Initiative | None, list[MirrorLine]]]:
    found = {one.uuid: one for one in Initiative.objects.filter(uuid__in={line.initiative for line in lines})}
    for uuid in dict.fromkeys(line.initiative for line in lines):
        yield found.get(uuid), [line for line in lines if line.initiative == uuid]


def _replay(initiative: Initiative | None, lines: Sequence[MirrorLine]) -> Counter[str]:
    """Those of one initiative; None for one that this database does not know."""
    if initiative is None:
        return Counter(unknown=len(lines))
    there = _there(initiative, lines)
    later = _said_later(initiative, lines)
    counted: Counter[str] = Counter(unknown=sum(line.contribution not in there for line in lines))
    alike: dict[tuple[frozenset[Purpose], str, str, MirrorKind], list[MirrorLine]] = {}
    for line in lines:
        if line.contribution in there:
            left = _left(line, later)
            counted["withdrawn" if left else "overtaken"] += 1
            if left:
                alike.setdefault((left, line.mode, line.said_by, line.kind), []).append(line)
    for (purposes, mode, said_by, kind), some in alike.items():
        said = [TakenBack(line.contribution, purposes, line.at, line.withdrawal) for line in some]
        manner = Manner(ConsentMode(mode), said_by=said_by, kind=kind)
        with transaction.atomic():
            if kind is MirrorKind.EXPIRED:
                _begin_certificates_again(initiative, purposes, some)
            take_back(by=None, initiative=initiative, said=said, manner=manner)
    return counted


def _begin_certificates_again(
    initiative: Initiative, purposes: frozenset[Purpose], lines: Sequence[MirrorLine]
) -> None:
    """Those of the months in which the time of these was over were written with what the database forgot."""
    ended: dict[date, list[Key]] = defaultdict(list)
    for line in lines:
        ended[timezone.localdate(line.at)] += [(line.contribution, purpose) for purpose in purposes]
    for day, keys in ended.items():
        begin_certificates(initiative, over_now(initiative, keys).values(), day)


def _there(initiative: Initiative, lines: Sequence[MirrorLine]) -> set[UUID]:
    """Contributions of which this database holds anything: itself, an answer in the ledger, what was made from it."""
    asked = frozenset(line.contribution for line in lines)
    told = ConsentEvent.objects.filter(initiative=initiative, contribution__in=asked)
    there = kinds.held(initiative, asked) | set(told.values_list("contribution", flat=True))
    every = frozenset(Purpose)
    for kind in kinds.kinds_for(every):
        if kind.stage > kinds.Stage.CONTRIBUTION:
            found = kind.find(kinds.Withdrawn(initiative, asked - there, every, timezone.now()))
            there = there.union(*(link.contributions for link in found))
    return set(there)


def _said_later(initiative: Initiative, lines: Sequence[MirrorLine]) -> dict[tuple[UUID, Purpose], datetime]:
    """The moment of the last thing said about each purpose."""
    asked = {line.contribution for line in lines}
    events = ConsentEvent.objects.filter(initiative=initiative, contribution__in=asked).order_by("at")
    return {(one, Purpose(purpose)): at for one, purpose, at in events.values_list("contribution", "purpose", "at")}


def _left(line: MirrorLine, later: dict[tuple[UUID, Purpose], datetime]) -> frozenset[Purpose]:
    """The purposes about which the person said nothing since.

    Whoever said something later was heard by this database then, so that it is no older one: the line is of a
    withdrawal that died before its commit, and what the person said afterwards stands.
    """
    said = ((purpose, later.get((line.contribution, purpose))) for purpose in line.ended)
    return frozenset(purpose for purpose, at in said if at is None or at <= line.at)


def _complete_the_mirror() -> int:
    """Write withdrawals into it that only the database has, as after the mirror was begun anew. Gives how many."""
    remembered = {line.withdrawal for line in mirror.read_all()}
    lacking = (one for one in Withdrawal.objects.select_related("initiative").iterator() if one.uuid not in remembered)
    added = 0
    for some in _chunks(line_of(one) for one in lacking):
        mirror.remember(some)
        added += len(some)
    return added


def _chunks(lines: Iterator[MirrorLine]) -> Iterator[list[MirrorLine]]:
    while some := list(islice(lines, LINES_AT_ONCE)):
        yield some
