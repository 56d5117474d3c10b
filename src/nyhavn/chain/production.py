"""From a plan to a release: the whole chain, in the order in which things may be refused."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from nyhavn.chain.community import check_community, check_community_release
from nyhavn.chain.consent_record import contribution_days, read_consent
from nyhavn.chain.counting import Counted, count
from nyhavn.chain.dossier import gate_dossier
from nyhavn.chain.held_back import check_may_go_out, check_method
from nyhavn.chain.inputs import ROW, Inputs, read_inputs
from nyhavn.chain.microdata import records_for_release
from nyhavn.chain.needs import check_plan_needs
from nyhavn.chain.over_time import (
    Behind,
    OverTime,
    RegisterBook,
    check_book,
    next_book,
    over_time_order,
)
from nyhavn.chain.places import places_of
from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_file import read_plan
from nyhavn.chain.plan_rules import check_plan
from nyhavn.chain.previous import Previous, check_over_time, read_previous
from nyhavn.chain.register_file import announce, keep_book, read_book, register_of_run
from nyhavn.chain.release_plan import check_beside, read_beside
from nyhavn.chain.releasing import release_of
from nyhavn.chain.restricted import Restricted, restricted_of, write_restricted
from nyhavn.chain.signing import sign_release
from nyhavn.chain.small_changes import check_contributions
from nyhavn.chain.verdict import verdict_on
from nyhavn.chain.weighting import check_estimates
from nyhavn.chain.workspace import check_free, outside_faults, workspace
from nyhavn.engine.backends.opening import HERE
from nyhavn.exchange.bundle.content import check_content
from nyhavn.exchange.bundle.durable import publish
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.microdata import Microdata
from nyhavn.framework.release import Release
from nyhavn.framework.release_gate import check_release

Step = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Prepared:
    """A release that may be published as it is: judged and protected, not signed.

    release.issued_at is the moment of preparing; signing puts the moment of issue in its place.
    restricted: for the steward alone. microdata: records that go with it, None if there are none.
    used_rows: 1-based numbers of the rows that take part, in their order. book: the register as it is to be kept once
    this release is out; None where none is kept.
    """

    release: Release
    restricted: Restricted
    microdata: Microdata | None
    used_rows: tuple[int, ...]
    book: RegisterBook | None = None


@dataclass(frozen=True)
class Produced:
    """A finished run: the release, the folder it stands in, and the fingerprint of the key that signed it.

    behind: how far it is behind the contributions; None where no register is kept. For the steward alone.
    """

    release: Release
    folder: Path
    fingerprint: str
    behind: Behind | None = None


def produce_release(
    plan_path: Path,
    *,
    out: Path,
    data: Path | None = None,
    log: Path,
    previous: Path | None = None,
    register: Path | None = None,
    beside: Sequence[Path] = (),
    zipped: bool = False,
    engine: str = HERE,
    step: Step,
) -> Produced:
    """Runs a plan and writes out/release and out/restricted. Nothing is written if anything is refused.

    data: folder of the files the plan names; log: the instance's key and log; previous: the release before this one;
    register: file of the register over time, read if it is there and rewritten once the release is out;
    beside: other releases from the same data; zipped: write release.zip as well; engine: where it is computed,
    "duckdb" or the address of a Spark master; step: told how far the run is.
    Raises Refusal for what the person can mend, OutsideFault where the system could not read or write.
    """
    with outside_faults(), register_of_run(register) if register else nullcontext():
        check_free(out)
        plan = read_plan(plan_path)
        check_plan(plan)
        today = datetime.now(UTC).date()
        check_community_release(plan, today)
        check_may_go_out(plan, today)
        step("Reading the files", 0, 1)
        inputs = read_inputs(plan, places_of(plan_path, data))
        step("Reading the files", 1, 1)
        trusted = (ReleaseLog.open(log).verifier_key,) if previous or beside else ()
        before = read_previous(previous, trusted=trusted) if previous else None
        others = read_beside(beside, trusted=trusted)
        over_time = OverTime(read_book(register)) if register else None
        prepared = prepare_release(
            plan, inputs, before=before, over_time=over_time, engine=engine, today=today, step=step
        )
        family = prepared.book.vintages if prepared.book else ()
        check_beside(prepared.release, others, plan.protection.threshold, family=family)
        if register:
            announce(register, out)
        produced = _issued(prepared, out, ReleaseLog.open(log), step, zipped=zipped)
        if register and prepared.book:
            keep_book(prepared.book, register)
        return produced


def prepare_release(
    plan: Plan,
    inputs: Inputs,
    *,
    before: Previous | None,
    over_time: OverTime | None = None,
    engine: str = HERE,
    today: date | None = None,
    step: Step,
) -> Prepared:
    """Counts, protects, judges and describes. Reads and writes no file of a plan, log or release.

    before: the release before this one, verified. over_time: the register that is kept, None if none is. engine: as
    for `produce_release`. today: where it is made: what a community decided holds by it; else that of Greenwich.
    step: told how far the run is; whatever it raises ends the run and comes out unchanged.
    Raises Refusal for whatever stands against publishing, so that signing meets none of it.
    """
    check_plan(plan)
    check_method(plan)
    check_community(plan, inputs.instrument, today or datetime.now(UTC).date())
    check_plan_needs(plan, inputs.instrument)
    consent = read_consent(plan, inputs)
    if over_time is not None:
        check_book(plan, over_time, before)
    moving = over_time_order(plan, over_time) if over_time else None
    counted = count(plan, inputs, consent, contribution_days(plan, inputs), step, engine=engine, over_time=moving)
    book = next_book(plan, over_time, counted.held) if over_time and counted.held else None
    is_moving = over_time is not None and over_time.book is not None
    release = judged(plan, counted, before, book, is_moving=is_moving)
    records = records_for_release(plan, counted, before)
    microdata = records.microdata if records else None
    check_content(release, microdata)
    used = tuple(counted.used_answers.column(ROW).to_pylist())
    return Prepared(release, restricted_of(plan, counted, book, records), microdata, used, book)


def judged(
    plan: Plan, counted: Counted, before: Previous | None, book: RegisterBook | None, *, is_moving: bool
) -> Release:
    """The release, if the gate and the comparison with the release before let it pass. Raises Refusal.

    is_moving: a register decided what moves, so single numbers are not compared once more.
    """
    strict = plan.definition.print_strict
    verdict = verdict_on(plan.initiation, plan.participation, print_strict=strict)
    check_estimates(plan, counted.produced)
    check_release(gate_dossier(plan, counted, verdict))
    if not is_moving:
        check_over_time(before, counted.produced.tables, plan.protection.threshold)
        check_contributions(before, counted.used, plan.protection.threshold)
    return release_of(plan, counted, verdict, before, book)


def _issued(prepared: Prepared, out: Path, log: ReleaseLog, step: Step, *, zipped: bool) -> Produced:
    """Writes the restricted and the public part, signs the public one, and gives both their place in one step."""
    release, microdata = prepared.release, prepared.microdata
    step("Writing and signing", 0, 2)
    with workspace(out) as folder:
        write_restricted(prepared.restricted, folder / "restricted")
        step("Writing and signing", 1, 2)
        public = folder / "release"
        signed = sign_release(
            release, issued_at=release.issued_at, out=public, log=log, microdata=microdata, zipped=zipped
        )
        step("Writing and signing", 2, 2)
        publish(folder, out)
    return Produced(signed.release, out, signed.fingerprint, prepared.restricted.behind)
