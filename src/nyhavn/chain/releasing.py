"""The release as one value: what was counted, what may be said about it, and what the records show."""

from dataclasses import replace
from datetime import UTC, datetime

from nyhavn import __version__
from nyhavn.chain.cleaning import cleaning_statement
from nyhavn.chain.counting import Counted
from nyhavn.chain.described import coverage_rows, headline, public_findings, response_rows
from nyhavn.chain.dossier import FUNDER, method_card, release_records
from nyhavn.chain.microdata import RULES_OF_RECORDS
from nyhavn.chain.over_time import RegisterBook, as_said_before, over_time_words
from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_rules import protects_persons
from nyhavn.chain.previous import Previous, over_time
from nyhavn.chain.quality_report import with_quality
from nyhavn.chain.small_changes import quiet_cleaning, quiet_count, quiet_findings, quiet_response
from nyhavn.chain.validating import with_validation
from nyhavn.chain.weighting import limits_of, weighting_statement
from nyhavn.framework.basis import basis_words
from nyhavn.framework.definition import Initiation, Verdict
from nyhavn.framework.gate_numbers import shown_count
from nyhavn.framework.initiative_types import initiative_type
from nyhavn.framework.modules import module_limits, published
from nyhavn.framework.release import Party, ProtectionStatement, Release, ResponseRow
from nyhavn.framework.safeguards import evidence_for

RULES_OF_PERSONS = (
    "Figures resting on too few contributions are not shown.",
    "Where everybody in a group gave the same sensitive answer, or nobody did, the figure is not shown.",
    "Further figures are not shown, so that the hidden ones cannot be worked out from the rest.",
    "Counts about the data (findings, response, consent) pass the same rules.",
)
TOOL = f"Nyhavn {__version__}"
NO_RULES = ("The contributions are not about persons, so no figure is hidden.",)


def release_of(
    plan: Plan, counted: Counted, verdict: Verdict, before: Previous | None, book: RegisterBook | None = None
) -> Release:
    """Everything that is published, as one value. book: the register as it is to be kept after it; None: none is."""
    initiative, release, tables = plan.initiative, plan.release, counted.produced.tables
    kind, threshold = initiative_type(initiative.type), plan.protection.threshold
    instrument = counted.inputs.instrument
    was = before.release if before else None
    made = Release(
        id=release.id,
        version=release.version,
        headline=headline(counted.indicators, tables, plan.design, kind.unit),
        issued_at=datetime.now(UTC).replace(microsecond=0),
        initiative_type=kind.name,
        unit=kind.unit,
        participants=shown_count(counted.shown, threshold),
        excluded=_left_out(counted, was, threshold),
        parties=_parties(plan),
        interests=_interests(plan),
        verdict=verdict,
        basis=plan.basis.kind,
        basis_words=basis_words(plan.basis),
        method=method_card(plan),
        instrument=instrument,
        indicators=counted.indicators,
        breakdowns=published(plan.breakdown, plan.module, instrument),
        tables=tables,
        response=_response(plan, counted, was),
        findings=quiet_findings(public_findings(counted.findings, threshold), was, threshold),
        coverage=coverage_rows(plan.reference, plan.breakdowns, tables),
        coverage_source=plan.reference.source if plan.reference else "",
        protection=_protection(plan, counted, before, over_time_words(book) if book else over_time(before)),
        limits=_limits(plan, counted),
        principles=evidence_for(release_records(plan, counted, verdict)),
        previous=before.release_id if before else "",
        weighting=weighting_statement(plan, counted.produced),
        cleaning=quiet_cleaning(cleaning_statement(counted.inputs.applied, threshold), was, threshold),
        **initiative.model_dump(include={"title", "summary", "language", "synthetic", "community", "place"}),
        **release.model_dump(include={"licence", "attribution", "citation", "changes"}),
    )
    return _on_record(_said(made, plan, counted, before), plan, counted)


def _on_record(made: Release, plan: Plan, counted: Counted) -> Release:
    """The release with what is on record about independence, and of the community about exactly these tables."""
    days = plan.release.model_dump(include={"results_returned", "release_date"})
    told = replace(made, independence=plan.independence)
    return with_validation(told, plan.validation, **days, last_contribution=counted.last_day)


def _left_out(counted: Counted, was: Release | None, threshold: int) -> str:
    """How many contributions were left out for want of consent, as it may be shown beside the release before."""
    left_out = shown_count(counted.rows - counted.used, threshold)
    return quiet_count(left_out, was.excluded if was else "", threshold)


def _response(plan: Plan, counted: Counted, was: Release | None) -> tuple[ResponseRow, ...]:
    """The response to each question, as it may be shown beside the release before."""
    instrument, threshold = counted.inputs.instrument, plan.protection.threshold
    rows = response_rows(counted.response, instrument, threshold, plan.initiative.language)
    return quiet_response(rows, counted.response, instrument, was, threshold)


def _said(made: Release, plan: Plan, counted: Counted, before: Previous | None) -> Release:
    """The release with what is said about the data: anew, or where that has to wait as the release before said it."""
    waits = counted.held is not None and not counted.held.moved.family.about_is_fresh
    if waits and before is not None and before.release is not None:
        return as_said_before(made, before.release)
    return with_quality(made, plan, counted, before)


def _parties(plan: Plan) -> tuple[Party, ...]:
    """Everybody with a part in the initiative: who started it, who used it first, and the parties named."""
    stated = plan.initiative.parties
    none = (Party("none", "", FUNDER),) if stated == () else ()  # an empty list says so; nothing said is no party
    named = tuple(Party(p.name, p.kind, p.role, p.note) for p in stated or ()) or none
    began = plan.initiation
    started = (Party(began.started_by, began.kind, "started it", _speaks_for(began)),) if began.started_by else ()
    used = (Party(began.first_used_by, began.first_used_kind, "first used it"),) if began.first_used_by else ()
    return (*started, *used, *named)


def _speaks_for(began: Initiation) -> str:
    """Whom the one who started it says to represent."""
    return f"says that it represents: {began.represents}" if began.represents else ""


def _interests(plan: Plan) -> tuple[str, ...]:
    """The interests stated; "none" where the plan says that there are none, and nothing where it says nothing."""
    stated = plan.initiative.interests
    return () if stated is None else stated or ("none",)


def _limits(plan: Plan, counted: Counted) -> tuple[str, ...]:
    """What the figures do not allow one to claim: by design, by their errors, by what breakdowns and indicators say."""
    said = [(part.title, part.note) for part in plan.breakdowns] + [(part.title, part.note) for part in plan.indicator]
    notes = (f"{title}: {note}" for title, note in said if note)
    instrument, threshold = counted.inputs.instrument, plan.protection.threshold
    of_modules = module_limits(plan.module, instrument, counted.module_facts, threshold)
    return (*limits_of(plan, counted.produced), *counted.produced.remarks, *notes, *of_modules)


def _protection(plan: Plan, counted: Counted, before: Previous | None, over_time: str) -> ProtectionStatement:
    """What was done so that no cell gives a person away: kinds of rule, no parameter."""
    found = counted.produced.protection
    if not protects_persons(plan):
        return ProtectionStatement(False, NO_RULES, found.cells, 0, "Not needed.", over_time)
    depth = "" if found.audit.joint_bounds else " Links between tables beyond shared totals were not modelled."
    has_records = bool(plan.records and plan.release.microdata_columns)
    return ProtectionStatement(
        applies=True,
        rules=(*RULES_OF_PERSONS, *(RULES_OF_RECORDS if has_records else ())),
        cells=found.cells,
        suppressed=found.hidden,
        audit=f"All tables were attacked together as one system; no hidden figure could be worked out.{depth}",
        over_time=over_time,
        policy=plan.protection.version,
        tool=TOOL,
        records=has_records or (before is not None and before.may_hold_records),
    )
