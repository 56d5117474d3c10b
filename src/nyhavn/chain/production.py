"""From a plan to a signed release: the whole chain, in the order in which things may be refused."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nyhavn.chain.consent_record import contribution_days, read_consent
from nyhavn.chain.counting import Counted, count
from nyhavn.chain.dossier import gate_dossier
from nyhavn.chain.inputs import read_inputs
from nyhavn.chain.microdata import microdata_of
from nyhavn.chain.places import places_of
from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_file import read_plan
from nyhavn.chain.plan_rules import check_plan
from nyhavn.chain.previous import Previous, check_over_time, read_previous
from nyhavn.chain.releasing import release_of
from nyhavn.chain.restricted import write_restricted
from nyhavn.chain.verdict import verdict_on
from nyhavn.chain.workspace import check_free, outside_faults, workspace
from nyhavn.exchange.bundle.container import pack
from nyhavn.exchange.bundle.content import write_content
from nyhavn.exchange.bundle.durable import publish
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.sealing import seal
from nyhavn.exchange.report.html import report_html
from nyhavn.framework.release import Release
from nyhavn.framework.release_gate import check_release

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
    data: Path | None = None,
    log: Path,
    previous: Path | None = None,
    zipped: bool = False,
    step: Step,
) -> Produced:
    """Runs a plan and writes out/release and out/restricted. Nothing is written if anything is refused.

    data: folder of the files the plan names; log: the instance's key and log; previous: the release before this one;
    zipped: write release.zip as well; step: told how far the run is.
    Raises Refusal for what the person can mend, OutsideFault where the system could not read or write.
    """
    with outside_faults():
        check_free(out)
        plan = read_plan(plan_path)
        check_plan(plan)
        counted = count_plan(plan, plan_path, data, step)
        release_log = ReleaseLog.open(log)
        before = read_previous(previous, trusted=(release_log.verifier_key,)) if previous else None
        release = judged(plan, counted, before)
        with workspace(out) as folder:
            _write(plan, counted, release, folder, release_log, step)
            if zipped:
                pack(folder / "release", folder / "release.zip")
            publish(folder, out)
        return Produced(release, out, release_log.key_fingerprint)


def count_plan(plan: Plan, plan_path: Path, data: Path | None, step: Step) -> Counted:
    """Reads the files of a plan and turns them into protected tables."""
    step("Reading the files", 0, 1)
    inputs = read_inputs(plan, places_of(plan_path, data))
    consent = read_consent(plan, inputs)
    step("Reading the files", 1, 1)
    return count(plan, inputs, consent, contribution_days(plan, inputs), step)


def judged(plan: Plan, counted: Counted, before: Previous | None) -> Release:
    """The release, if the gate and the comparison with the release before let it pass. Raises Refusal."""
    strict = plan.definition.print_strict
    verdict = verdict_on(plan.initiation, plan.participation, print_strict=strict)
    check_release(gate_dossier(plan, counted, verdict))
    check_over_time(before, counted.produced.tables, plan.protection.threshold)
    return release_of(plan, counted, verdict, before)


def _write(plan: Plan, counted: Counted, release: Release, folder: Path, release_log: ReleaseLog, step: Step) -> None:
    """Writes the restricted and the public part, and signs the public one. The log entry is the very last."""
    step("Writing and signing", 0, 2)
    write_restricted(plan, counted, folder / "restricted")
    public = folder / "release"
    public.mkdir()
    page = report_html(release, signer_key=release_log.verifier_key, signer_fingerprint=release_log.key_fingerprint)
    write_content(release, public, report_html=page, microdata=microdata_of(plan, counted))
    step("Writing and signing", 1, 2)
    seal(public, release, release_log)
    step("Writing and signing", 2, 2)
