"""The records that go to an office: of those alone who said yes to it, made safe as all records are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from nyhavn.chain.microdata import records_beside_hidden
from nyhavn.chain.plan import Plan, RecordsSection
from nyhavn.chain.production import Step, prepare_release
from nyhavn.chain.submitting import HandedRecords
from nyhavn.framework.agreement import Agreed, may_go
from nyhavn.framework.agreement_standing import HANDED_PURPOSE, named_in
from nyhavn.framework.consent import Purpose
from nyhavn.framework.consent_decision import may_use_now
from nyhavn.framework.consent_ledger import StandingConsent
from nyhavn.framework.notice_terms import RecipientKind, terms_of
from nyhavn.framework.refusal import check_none, refusal
from nyhavn.framework.release_kind import ReleaseKind
from nyhavn.web.agreements.handing import Wanted
from nyhavn.web.collection.queries import material, taking_part
from nyhavn.web.consent.community_queries import community_decisions
from nyhavn.web.consent.queries import consent_records, notice_shown, notices, plan_notices
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.production.cleaning import cleanable
from nyhavn.web.production.planning import inputs_from
from nyhavn.web.releases.usable import plan_behind, questionnaire_behind, used_of

TOLD_IN = 10  # a number of people left out is told in tens, and from the threshold of the tables on


def records_for(wanted: Wanted, step: Step) -> tuple[HandedRecords, int]:
    """The records, and how many contributions were left out. Raises Refusal, those of every release of records too.

    Everybody who did not agree is taken out before anything is counted or measured, so no byte depends on them.
    """
    run = wanted.release.run
    used = used_of(run)
    agreed = agreed_by(wanted, frozenset(one.uuid for one in used))
    going = {UUID(one) for one in may_go(agreed, wanted.handing.recipient)}
    if not going:
        raise nobody_agreed()
    found = material(run.initiative, questionnaire=questionnaire_behind(run))
    plan = _plan_for(plan_behind(run), wanted.handing.variables, found.table.column_names)
    check_none(records_beside_hidden(plan, wanted.content.tables))
    rows = [place for place, one in enumerate(found.contributions) if one in used and one.uuid in going]
    same = replace(found, table=found.table.take(rows), contributions=tuple(found.contributions[row] for row in rows))
    log = None
    if plan.cleaning is not None:
        same, log = cleanable(run.initiative, same, key=plan.cleaning.key)
    made = prepare_release(plan, inputs_from(plan, same, log), before=None, today=timezone.localdate(), step=step)
    if made.microdata is None:
        raise nobody_agreed()
    kept = tuple(str(same.contributions[number - 1].uuid) for number in made.used_rows)
    mine = tuple(one for one in agreed if one.contribution in set(kept))
    return HandedRecords(made.microdata, kept, mine), len(used) - len(kept)


def nobody_agreed() -> Exception:
    """The refusal where nobody's record may go."""
    what = "Nobody agreed to this recipient, or the notice did not name it to them."
    do = "Hand over aggregates. Ask people again with a notice that names the office."
    return refusal("handing-nobody-agreed", what, where="release", do=do)


def told_left_out(left_out: int, threshold: int) -> str:
    """How many were left out, as it may be told: nothing where it is few, else rounded down."""
    if left_out < max(threshold, TOLD_IN):
        return ""
    return f"{left_out // TOLD_IN * TOLD_IN} or more"


def agreed_by(wanted: Wanted, contributions: frozenset[UUID]) -> tuple[Agreed, ...]:
    """What each contributor agreed to, as it stands today: the use by offices, and the names that they were told."""
    return tuple(_agreed(wanted, contributions))


def _agreed(wanted: Wanted, contributions: frozenset[UUID]) -> Iterator[Agreed]:
    initiative, today = wanted.agreement.initiative, timezone.localdate()
    known, community = plan_notices(initiative), community_decisions(initiative)
    names, standing = _names_told(initiative), consent_records(initiative)
    code = wanted.agreement.recipient.slug.casefold()
    days = (
        taking_part(initiative).filter(uuid__in=contributions) if len(contributions) < 500 else taking_part(initiative)
    )
    for uuid, day in days.values_list("uuid", "contributed_on"):
        said = standing.get(uuid)
        if uuid in contributions and said is not None:
            asked = (Purpose.COLLECTION, HANDED_PURPOSE)
            office = all(may_use_now(said, community, known, one, today, day, code).is_covered for one in asked)
            yield Agreed(str(uuid), office, names.get(_notice_of(said), frozenset()))


def _notice_of(said: StandingConsent) -> str:
    """The version of the notice under which the person said yes to offices."""
    ground = said.grounds.get(HANDED_PURPOSE)
    return ground.notice_version if ground is not None else ""


def _names_told(initiative: Initiative) -> Mapping[str, frozenset[str]]:
    """By version of the notice: which offices it named for this purpose. A kind of office alone names nobody."""
    found = {}
    for notice in notices(initiative):
        terms = terms_of(notice_shown(notice), HANDED_PURPOSE)
        is_named = terms is not None and RecipientKind.STATISTICS_OFFICE in terms.recipients
        found[notice.version] = named_in(terms.names) if terms is not None and is_named else frozenset()
    return found


def _plan_for(plan: Plan, variables: frozenset[str], asked: Sequence[str]) -> Plan:
    """The same plan, for an office and for the agreed columns alone, whatever of it is open to everybody."""
    columns = tuple(name for name in asked if name in variables)
    if not columns or plan.records is None:
        what = "The agreement names no question of the questionnaire."
        do = "Compare the names of columns in the agreement with those of the questionnaire."
        raise refusal("submission-of-nothing", what, where="variables", do=do)
    release = plan.release.model_copy(update={"kinds": (ReleaseKind.TRANSFER_TO_OFFICE,), "microdata_columns": columns})
    return plan.model_copy(update={"release": release, "records": _section_for(plan.records, columns)})


def _section_for(section: RecordsSection, columns: tuple[str, ...]) -> RecordsSection:
    """How they are protected, of the columns that go. Raises Refusal where nothing is left to measure the risk by."""
    keys = tuple(name for name in section.keys if name in columns)
    if not keys:
        what = "By the agreed columns nobody could measure whether people can be recognised."
        raise refusal("handing-records-unprotected", what, where="variables", do="Hand over aggregates.")
    return section.model_copy(
        update={
            "keys": keys,
            "sensitive": tuple(name for name in section.sensitive if name in columns),
            "dates": {name: grain for name, grain in section.dates.items() if name in columns},
            "wider": {name: codes for name, codes in section.wider.items() if name in columns},
            "importance": tuple(name for name in section.importance if name in columns),
        }
    )
