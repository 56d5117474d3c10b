"""The records of a run, as the gate and the safeguards read them, and the verdict of the gate."""

from collections.abc import Iterable, Iterator, Mapping

from nyhavn.chain.counting import Counted
from nyhavn.chain.decided import has_open_serious
from nyhavn.chain.needs import consent_questions, producers, tables_on_record
from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_rules import concerns_persons
from nyhavn.chain.weighting import is_adjusted
from nyhavn.exchange.licences import is_known_licence, is_open_licence
from nyhavn.framework.attribution import Wish
from nyhavn.framework.definition import Verdict
from nyhavn.framework.identifiers import Identifier
from nyhavn.framework.identity import identity_reasons
from nyhavn.framework.protection import Protection
from nyhavn.framework.records import AttributionWish, ProtectionAudit, PublicText, ReleaseRecords, RiskOnRecord
from nyhavn.framework.release import MethodCard
from nyhavn.framework.release_gate import GateDossier, IdentifierColumns, IdentifierKind, distinct_names
from nyhavn.framework.safeguards.confidentiality_and_attribution import named_against_wish

FUNDER = "funder"
PUBLISHED_FORMATS = ("csv", "json", "html")


def gate_dossier(plan: Plan, counted: Counted, verdict: Verdict) -> GateDossier:
    """What the gate looks at."""
    return GateDossier(
        kinds=plan.release.kinds,
        basis=plan.basis,
        design=plan.design,
        outcome=verdict.outcome,
        concerns_persons=concerns_persons(plan),
        licence_is_known=is_known_licence(plan.release.licence),
        identifiers=tuple(_columns(identifier) for identifier in counted.identifiers),
        consent=counted.consent.coverage_used if counted.consent else (),
        microdata=bool(plan.release.microdata_columns),
        records_risk_measured=plan.records is not None,
        protection=protection_audit(plan, counted.produced.protection),
        identity=identity_reasons(counted.inputs.instrument, plan.identity),
        named_against_wish=named_against_wish(_wishes(plan), _public_texts(plan)),
        adjusted=is_adjusted(plan),
        high_risk=plan.risk is not None and plan.risk.high,
        risk_signed_by=plan.risk.signed_by if plan.risk else (),
    )


def _columns(identifier: Identifier) -> IdentifierColumns:
    """An identifier as the gate names it."""
    kind = IdentifierKind.PLACE if identifier.is_place else IdentifierKind.PERSON
    return IdentifierColumns(identifier.columns, kind)


def protection_audit(plan: Plan, protection: Protection) -> ProtectionAudit:
    """What the disclosure audit found. A requirement that is not met counts like a cell that was recovered."""
    narrowed = sum(cell.recovered or not cell.met for cell in protection.audit.cells)
    return ProtectionAudit(
        of_persons=concerns_persons(plan),
        applied=plan.protection.threshold > 1,
        cells=protection.cells,
        suppressed=protection.hidden,
        recovered=narrowed,
    )


def method_card(plan: Plan) -> MethodCard:
    """The method card: the producer's words, and the codes of the design."""
    said = plan.method
    return MethodCard(
        population=said.population,
        selection=plan.design.selection,
        selection_words=plan.design.words,
        mode=said.mode,
        collected_from=said.collected_from,
        collected_to=said.collected_to,
        target=plan.design.target,
        weights=said.weights,
        error_sources=said.error_sources,
        training=said.training,
        pretest=said.pretest,
    )


AS_WRITTEN = (
    "community",
    "complaints",
    "decisions",
    "independence",
    "needs",
    "validation",
    "openness",
    "security",
)  # sections of the plan


def release_records(plan: Plan, counted: Counted, verdict: Verdict) -> ReleaseRecords:
    """Everything that the safeguards of the ten principles look at."""
    initiative, release, produced = plan.initiative, plan.release, counted.produced
    parties = initiative.parties
    return ReleaseRecords(
        instrument=counted.inputs.instrument,
        basis=plan.basis,
        verdict=verdict,
        method=method_card(plan),
        threshold=plan.protection.threshold,
        identity=plan.identity,
        notices=plan.consent.notice if plan.consent else (),
        consent=counted.consent.coverage if counted.consent else (),
        consent_columns=counted.consent.columns if counted.consent else (),
        first_contribution=counted.first_day,
        last_contribution=counted.last_day,
        instrument_frozen=plan.instrument.frozen_on,
        standard_error_refusals=produced.remarks,
        intervals_published=any(f.low is not None for table in produced.tables for f in table.figures),
        adjusted_to=plan.reference.source if plan.reference and produced.adjusted else "",
        unresolved_serious_findings=has_open_serious(counted.findings, plan.quality.decided),
        funders=None if parties is None else tuple(p.name for p in parties if p.role == FUNDER),
        interests=initiative.interests,
        protection=protection_audit(plan, counted.produced.protection),
        attribution=_wishes(plan),
        public_texts=_public_texts(plan),
        licence=release.licence,
        licence_is_open=is_open_licence(release.licence),
        formats=PUBLISHED_FORMATS,
        summary=initiative.summary,
        results_returned=release.results_returned,
        release_date=release.release_date,
        tables=tables_on_record(plan),
        producers=producers(plan),
        consent_questions=consent_questions(plan, counted.inputs.instrument),
        has_records=bool(release.microdata_columns),
        risk=risk_on_record(plan),
        harm_reviewed=plan.risk.reviewed if plan.risk else None,
        **{name: getattr(plan, name) for name in AS_WRITTEN},
    )


def risk_on_record(plan: Plan) -> RiskOnRecord | None:
    """What the plan says of the register of risks; None where it says nothing."""
    if plan.risk is None:
        return None
    return RiskOnRecord(
        high=plan.risk.high,
        signatures=distinct_names(plan.risk.signed_by),
        risks=plan.risk.risks,
        unsigned=plan.risk.unsigned,
        overdue=plan.risk.overdue,
        prompts=plan.risk.prompts,
        unanswered=plan.risk.unanswered,
    )


def _wishes(plan: Plan) -> tuple[AttributionWish, ...]:
    """How the producers wish to be named."""
    return tuple(AttributionWish(credit.name, Wish(credit.wish)) for credit in plan.release.credits)


def _public_texts(plan: Plan) -> tuple[PublicText, ...]:
    """Every text of the plan that everybody will read."""
    released = plan.release
    parts: dict[str, object] = {
        "[initiative]": plan.initiative.model_dump(),
        "[initiation]": plan.initiation.model_dump(),
        "[[participation]]": [stage.model_dump() for stage in plan.participation],
        "[validation]": plan.validation.model_dump(mode="json") if plan.validation else "",
        "[independence]": plan.independence.model_dump(mode="json") if plan.independence else "",
        "[needs]": plan.needs.model_dump(mode="json") if plan.needs else "",
        "[method]": plan.method.model_dump(),
        "[design]": plan.design.words,
        "[basis]": plan.basis.model_dump(),
        "[reference]": plan.reference.source if plan.reference else "",
        "[adjustment]": plan.adjustment.model_dump() if plan.adjustment else "",
        "[[identity]]": [question.agreed_by for question in plan.identity],
        "[[breakdown]]": [breakdown.model_dump() for breakdown in plan.breakdowns],
        "[[indicator]]": [indicator.model_dump() for indicator in plan.indicator],
        "[[rule]]": [rule.says for rule in plan.rule],
        "[community]": _said_by_bodies(plan),
        "[[openness]]": [choice.model_dump(mode="json") for choice in plan.openness or ()],
        "[release]": [released.attribution, released.citation, released.changes, released.licence],
    }
    return tuple(PublicText(place, " ".join(_texts(part))) for place, part in parts.items())


def _said_by_bodies(plan: Plan) -> list[str]:
    """What the safeguards may quote of bodies: their names, and reasons that are for everybody."""
    if plan.community is None:
        return []
    reasons = [words for one in plan.community.item for words in one.dissent]
    return [*(body.name for body in plan.community.body), *reasons]


def _texts(part: object) -> Iterator[str]:
    """All texts inside a part of the plan, at any depth."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for inner in part.values():
            yield from _texts(inner)
    elif isinstance(part, Iterable):
        for inner in part:
            yield from _texts(inner)
