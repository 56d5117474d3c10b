"""The whole plan of an initiative, put together from what was said about its parts on the way."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from nyhavn.chain.community import with_community
from nyhavn.chain.groupings import with_groupings
from nyhavn.chain.inputs import Inputs, inputs_of
from nyhavn.chain.plan import (
    CleaningSection,
    ContributionsSection,
    Credit,
    DefinitionSection,
    InitiativeSection,
    InstrumentSection,
    Plan,
    PlanHeader,
    QualitySection,
    ReleaseSection,
)
from nyhavn.chain.received import received_of
from nyhavn.chain.tables_plan import TablesPlan
from nyhavn.framework.attribution import Wish
from nyhavn.framework.basis import BasisKind, weakest
from nyhavn.framework.cleaning import CleaningLog
from nyhavn.framework.design import Design, Target, is_adjustable
from nyhavn.framework.method_card import unsaid_in_method
from nyhavn.framework.over_time import OverTimePolicy
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.release_kind import purposes_of
from nyhavn.web.collection.community_credit import unnamed_community
from nyhavn.web.collection.material import Material
from nyhavn.web.collection.queries import taking_part
from nyhavn.web.community.recording import community_record
from nyhavn.web.consent.community_queries import community_against
from nyhavn.web.initiatives.guards import Act, Asked, guarding_reasons
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.plan_parts import about_of, initiation_of, participation_of
from nyhavn.web.instruments.queries import design_of, method_section, questionnaire_form
from nyhavn.web.interests.queries import declared_in, independence_so_far, with_declared
from nyhavn.web.needs.queries import needs_on_record
from nyhavn.web.openness.queries import choices_in, with_licence
from nyhavn.web.production.candidates import version_of
from nyhavn.web.production.complaints_on_record import complaints_section
from nyhavn.web.production.decision_queries import decided_findings
from nyhavn.web.production.decisions_on_record import decisions_section
from nyhavn.web.production.queries import questionnaire_of, reasons_against, tables_of
from nyhavn.web.production.risk_on_record import risk_section
from nyhavn.web.production.security_on_record import security_record

CONTRIBUTIONS = "contributions.csv"  # the name of the file that an export writes; refusals name it
CLEANING_LOG = "cleaning-log.csv"
DICTIONARY = ".toml"
MISSING = "plan-part-missing"


def missing_parts(initiative: Initiative) -> tuple[Reason, ...]:
    """What has to be said or done before a run, in the order of what to do next; empty if nothing has."""
    guards = guarding_reasons(Asked(Act.PRODUCE, initiative))
    if questionnaire_of(initiative) is None:
        missing = Reason(MISSING, "There is no questionnaire.", "questionnaire", "Upload it.")
        return (*guards, missing, *_unsaid(initiative))
    return (*guards, *_unsaid(initiative), *reasons_against(initiative, tables_of(initiative)))


def _unsaid(initiative: Initiative) -> Iterator[Reason]:
    """Parts that nobody said anything about."""
    tables = tables_of(initiative)
    if design_of(initiative) is None:
        do = "Say on the method card who is asked, and how they are chosen."
        yield Reason(MISSING, "It is not said of whom the figures speak.", "method card", do)
    else:
        card = method_section(initiative)
        yield from unsaid_in_method(population=card.population, mode=card.mode)
    if not taking_part(initiative).exists():
        do = "Let people contribute, enter paper forms, or take in a file."
        yield Reason(MISSING, "No contribution takes part yet.", "contributions", do)
    if not tables.indicator:
        do = "Choose a question and count the share of an answer, or write an indicator."
        yield Reason(MISSING, "Nothing is counted yet.", "tables", do)
    if tables.protection is None:
        yield Reason(MISSING, "It is not said how small groups are protected.", "tables", "Say how.")
    if tables.release is None:
        do = "Give the release a name, its kinds and a licence."
        yield Reason(MISSING, "It is not said what is released.", "tables", do)
    else:
        yield from version_of(initiative, tables.release.id, tables.release.version).against
        yield from community_against(initiative, purposes_of(tables.release.kinds), timezone.localdate())


def plan_of(initiative: Initiative, found: Material, log: CleaningLog | None = None) -> Plan:
    """The plan for this material and its cleaning log. Raises Refusal for every part that is missing, "basis-mixed"."""
    tables, design = tables_of(initiative), design_of(initiative)
    reasons = missing_parts(initiative)
    if reasons or design is None or tables.protection is None or tables.release is None:
        raise Refusal(*reasons)
    basis = weakest(found.bases)
    days = {"collected_from": found.collected_from, "collected_to": found.collected_to}
    whole = Plan(
        plan=PlanHeader(version=1),
        initiative=_about(initiative),
        initiation=initiation_of(initiative),
        participation=participation_of(initiative),
        **_on_record(initiative),
        definition=DefinitionSection(print_strict=initiative.prints_strict),
        instrument=_instrument(found),
        contributions=ContributionsSection(file=CONTRIBUTIONS, coded=True, collected_on=found.collected_on),
        cleaning=CleaningSection(log=CLEANING_LOG, key=log.key) if log else None,
        basis=basis,
        consent=found.consent if BasisKind.CONSENT_RECORD_PER_PERSON in (basis.kind, *basis.also) else None,
        community=community_record(initiative),
        design=_speaking(design, tables),
        method=method_section(initiative).model_copy(update=days),
        reference=tables.reference,
        weighting=tables.weighting,
        adjustment=tables.adjustment,
        identity=tables.identity,
        breakdown=tables.breakdown,
        module=tables.module,
        indicator=tables.indicator,
        rule=tables.rule,
        check=tables.check,
        quality=QualitySection(keys=tables.quality.keys, decided=decided_findings(initiative, found.contributions)),
        protection=tables.protection,
        over_time=tables.over_time or OverTimePolicy(),
        records=tables.records,
        release=_keeping_unnamed(initiative, with_licence(tables.release, initiative)),
    )
    return with_community(with_groupings(whole), timezone.localdate())


def _on_record(initiative: Initiative) -> dict[str, Any]:
    """Sections that are written as they stand on record, by name."""
    return {
        "complaints": complaints_section(initiative),
        "decisions": decisions_section(initiative),
        "independence": independence_so_far(initiative),
        "needs": needs_on_record(initiative),
        "openness": choices_in(initiative) or None,
        "risk": risk_section(initiative),
        "security": security_record(initiative),
    }


def _about(initiative: Initiative) -> InitiativeSection:
    """[initiative], without the community where it wishes to stay unnamed."""
    about = with_declared(about_of(initiative), declared_in(initiative))
    return about.model_copy(update={"community": ""}) if unnamed_community(initiative) else about


def _keeping_unnamed(initiative: Initiative, release: ReleaseSection) -> ReleaseSection:
    """[release], with the wish of a community to stay unnamed: its name is then looked for in all that is published."""
    name = unnamed_community(initiative)
    if not name:
        return release
    credits = (*release.credits, Credit(name=name, wish=Wish.ANONYMOUS.value))
    return release.model_copy(update={"credits": credits})


def _speaking(design: Design, tables: TablesPlan) -> Design:
    """The design, which speaks of the population where its participants are adjusted to it; the run judges that."""
    if tables.adjustment is None or not is_adjustable(design.selection) or design.target is not Target.PARTICIPANTS:
        return design
    return design.model_copy(update={"target": Target.POPULATION})


def _instrument(found: Material) -> InstrumentSection:
    """[instrument], with the name under which the questionnaire was uploaded."""
    name = found.questionnaire.file_name
    is_dictionary = name.lower().endswith(DICTIONARY)
    return InstrumentSection(
        form="" if is_dictionary else name, dictionary=name if is_dictionary else "", frozen_on=found.opened_on
    )


def inputs_from(plan: Plan, found: Material, log: CleaningLog | None = None) -> Inputs:
    """The material as the chain takes it in. Answers are codes already, whatever a dictionary says about files.

    log: where the plan names one. Raises the refusals of `inputs_of`.
    """
    instrument = questionnaire_form(found.questionnaire).instrument
    return inputs_of(plan, instrument, (), received_of(found.table, name=CONTRIBUTIONS), log=log)
