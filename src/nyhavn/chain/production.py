"""From a plan to a signed release: the whole chain, in the order in which things may be refused."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nyhavn.chain.consent_record import ConsentFound, contribution_days, read_consent
from nyhavn.chain.counting import Counted, count
from nyhavn.chain.described import check_margins, with_contributions
from nyhavn.chain.dossier import gate_dossier, release_of
from nyhavn.chain.inputs import Inputs, read_inputs
from nyhavn.chain.places import places_of
from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_file import read_plan
from nyhavn.chain.previous import Previous, check_over_time, read_previous
from nyhavn.chain.restricted import write_restricted
from nyhavn.chain.verdict import verdict_on
from nyhavn.chain.workspace import check_free, deliver, outside_faults, workspace
from nyhavn.exchange.bundle.content import write_content
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.pack import pack
from nyhavn.exchange.bundle.seal import seal
from nyhavn.exchange.report.html import report_html
from nyhavn.framework.basis import BasisKind, check_basis
from nyhavn.framework.design import check_target
from nyhavn.framework.identity import check_not_inferred
from nyhavn.framework.release import Release
from nyhavn.framework.release_gate import check_release
from nyhavn.framework.threshold import check_threshold

Step = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Produced:
    """A finished run: the release, the folder it stands in, and the fingerprint of the key that signed it."""

    release: Release
    folder: Path
    fingerprint: str


def produce_release(
    plan_path: Path,
    *,
    out: Path,
    data: Path | None,
    log: Path,
    previous: Path | None,
    zipped: bool,
    step: Step,
) -> Produced:
    """Runs a plan and writes out/release and out/restricted. Nothing is written if anything is refused.

    data: folder of the files the plan names; log: the instance's key and log; previous: the release before this one.
    Raises Refusal for what the person can mend, OutsideFault where the system could not read or write.
    """
    with outside_faults():
        check_free(out)
        plan = read_plan(plan_path)
        release_log = ReleaseLog.open(log)
        before = read_previous(previous, trusted=(release_log.verifier_key,)) if previous else None
        counted = counted_plan(plan, plan_path, data, step)
        release = _judged(plan, counted, before)
        with workspace(out) as folder:
            _write(plan, counted, release, folder, release_log, zipped, step)
            deliver(folder, out)
        return Produced(release, out, release_log.key_fingerprint)


def counted_plan(plan: Plan, plan_path: Path, data: Path | None, step: Step) -> Counted:
    """Reads the files of a plan and turns them into protected tables."""
    check_declared_rules(plan)
    step("Reading the files", 0, 1)
    inputs = read_inputs(plan, places_of(plan_path, data))
    check_not_inferred(inputs.instrument, plan.identity)
    consent = read_consent(plan, inputs)
    step("Reading the files", 1, 1)
    return count(plan, inputs, consent, contribution_days(plan, inputs), step)


def check_declared_rules(plan: Plan) -> None:
    """What can be refused before a single answer is read."""
    check_basis(plan.basis)
    check_target(plan.design)
    check_threshold(plan.protection.threshold, concerns_persons=concerns_persons(plan))
    check_margins(plan.reference, plan.breakdown)


def concerns_persons(plan: Plan) -> bool:
    """Whether the contributions are about persons, living or dead."""
    return plan.basis.kind is not BasisKind.NO_PERSON_DATA
