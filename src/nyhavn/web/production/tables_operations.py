"""What can be done with the tables: say what is counted, protected and released."""

from collections.abc import Callable, Mapping
from typing import Any

from nyhavn.chain.plan import ReferenceSection
from nyhavn.chain.tables_plan import tables_plan_in
from nyhavn.exchange.licences import OPEN_LICENCES
from nyhavn.framework.declared import Declared
from nyhavn.framework.over_time import OverTimePolicy
from nyhavn.framework.refusal import refusal
from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.pages.operations import Choices, Confirmed, Done, Operation, Reading, Subject
from nyhavn.web.production import asks, protection_asks, schemas, sections, showing
from nyhavn.web.production.actions import change_tables
from nyhavn.web.production.candidates import version_of
from nyhavn.web.production.grouping_operations import change_breakdown
from nyhavn.web.production.queries import instrument_of, questionnaire_of, tables_of
from nyhavn.web.production.subjects import BREAKDOWN, IDENTITY, INDICATOR, RULE, TableEntry, tables_home
from nyhavn.web.production.tables import (
    Change,
    Part,
    added,
    changed,
    compared,
    no_records,
    not_compared,
    not_weighted,
    removed,
    replaced,
    stated,
)

CHANGED, REMOVED = "The tables have changed.", "It was taken out of the tables."


def _adds(part: Part, read: Callable[[Any], Any]) -> Callable[..., Done]:
    """The operation that adds an entry."""

    def do(by: User, on: Initiative, said: Declared) -> Done:
        change_tables(by=by, on=on, change=added(part, read(said)))
        return Done(CHANGED, at=tables_home(on))

    return do


def _changes(part: Part, read: Callable[[Any], Any]) -> Callable[..., Done]:
    """The operation that puts another entry in the place of one."""

    def do(by: User, on: TableEntry, said: Declared) -> Done:
        change_tables(by=by, on=on.initiative, change=changed(part, on.name, read(said)))
        return Done(CHANGED, at=tables_home(on.initiative))

    return do


def _removes(by: User, on: TableEntry, said: Confirmed) -> Done:
    change_tables(by=by, on=on.initiative, change=removed(on.part, on.name))
    return Done(REMOVED, at=tables_home(on.initiative))


def _states(change: Callable[[Initiative, Any], Change]) -> Callable[..., Done]:
    """The operation that states a section anew."""

    def do(by: User, on: Initiative, said: Declared) -> Done:
        change_tables(by=by, on=on, change=change(on, said))
        return Done(CHANGED, at=tables_home(on))

    return do


def _release_change(on: Initiative, release: asks.AskedRelease) -> Change:
    return stated("release", sections.release_said(release))


def _keys_change(on: Initiative, keys: asks.AskedKeys) -> Change:
    return stated("quality", sections.keys_said(keys))


def _file_change(on: Initiative, sent: asks.AskedTablesFile) -> Change:
    """Everything from a file. Raises Refusal for a file that cannot be read, or that decides what it may not."""
    tables = tables_plan_in(sent.file.content, name=sent.file.name)
    if tables.quality.decided:
        do = "Leave it out of the file. Findings are decided on their own page."
        raise refusal("decisions-not-from-file", "The file decides findings.", where="[[quality.decided]]", do=do)
    return replaced(tables)


def _compares(by: User, on: TableEntry, said: asks.AskedMargin) -> Done:
    about = ReferenceSection(source=said.source, counts=said.counts, reference_date=said.reference_date, margins=())
    change_tables(by=by, on=on.initiative, change=compared(on.name, sections.totals_said(said.totals), about))
    return Done(CHANGED, at=tables_home(on.initiative))


def _stops_comparing(by: User, on: TableEntry, said: Confirmed) -> Done:
    change_tables(by=by, on=on.initiative, change=not_compared(on.name))
    return Done(REMOVED, at=tables_home(on.initiative))


def _questions(on: Initiative) -> Choices:
    """The questions of the main sheet, by name and text."""
    asked = instrument_of(on).questions if questionnaire_of(on) else ()
    return tuple((q.name, f"{q.name}: {q.label()}") for q in asked if not q.repeat)


def _breakdown_choices(on: Initiative) -> Mapping[str, Choices]:
    return {"question": _questions(on)}


def _indicator_choices(on: Initiative) -> Mapping[str, Choices]:
    return {"value": _questions(on)}


def _identity_choices(on: Initiative) -> Mapping[str, Choices]:
    questions = _questions(on)
    return {"question": questions, "own_words_question": questions}


def _of_entry(choices: Callable[[Initiative], Mapping[str, Choices]]) -> Callable[[TableEntry], Mapping[str, Choices]]:
    return lambda on: choices(on.initiative)


def _licences(on: Initiative) -> Mapping[str, Choices]:
    """Open licences, and the one that stands there."""
    release = tables_of(on).release
    known = dict.fromkeys((*sorted(OPEN_LICENCES), *filter(None, [release.licence if release else ""])))
    return {"licence": tuple((name, name) for name in known)}


def _release_now(on: Initiative) -> Mapping[str, Any]:
    release = tables_of(on).release
    if release is None:
        return {"id": on.slug}
    now = release.model_dump(include=set(asks.AskedRelease.model_fields))
    return now | {"version": version_of(on, release.id, release.version).proposed}


def _protection_now(on: Initiative) -> Mapping[str, Any]:
    policy = tables_of(on).protection
    return policy.model_dump() if policy else {}


def _margin_now(on: TableEntry) -> Mapping[str, Any]:
    """The numbers there are, or a line for each group to be filled in."""
    reference = tables_of(on.initiative).reference
    margin = next((m for m in reference.margins if m.breakdown == on.name), None) if reference else None
    blank = {category.code: "" for category in on.entry.categories}
    about = reference.model_dump(mode="json", exclude={"margins"}) if reference else {"source": ""}
    return {
        **about,
        "totals": sections.totals_asked(margin.totals) if margin else blank,
    }


def _weighting_now(on: Initiative) -> Mapping[str, Any]:
    weighting = tables_of(on).weighting
    return sections.weighting_asked(weighting) if weighting else {}


def _adjustment_now(on: Initiative) -> Mapping[str, Any]:
    adjustment = tables_of(on).adjustment
    return adjustment.model_dump(mode="json", include={"covariate"}) if adjustment else {}


def _records_now(on: Initiative) -> Mapping[str, Any]:
    records = tables_of(on).records
    return sections.records_asked(records) if records else {}


def _keeps_records(by: User, on: Initiative, said: Confirmed) -> Done:
    change_tables(by=by, on=on, change=no_records())
    return Done(REMOVED, at=tables_home(on))


def _stops_weighting(by: User, on: Initiative, said: Confirmed) -> Done:
    change_tables(by=by, on=on, change=not_weighted())
    return Done(REMOVED, at=tables_home(on))


def _on_tables(name: str, title: str, asked: type[Declared], do: Callable[..., Done], **more: Any) -> Operation[Any]:
    return Operation(name, title, Right.EDIT_INSTRUMENT, INITIATIVE, do, asked, **({"button": "Save"} | more))


def _on_entry(
    part: Part, subject: Subject, title: str, asked: type[Declared], read: Callable[[Any], Any], **more: Any
) -> tuple[Operation[Any], ...]:
    """Change and remove an entry."""
    edit, do = Right.EDIT_INSTRUMENT, _changes(part, read)
    change: Operation[Any] = Operation("change", f"Change {title}", edit, subject, do, asked, button="Save", **more)
    return change, _removal(subject, title)


def _removal(subject: Subject, title: str) -> Operation[Any]:
    lead = "Nothing that was released changes."
    return Operation("remove", f"Remove {title}", Right.EDIT_INSTRUMENT, subject, _removes, lead=lead, button="Remove")


OPERATIONS: tuple[Operation[Any], ...] = (
    _on_tables(
        "add-breakdown",
        "Add a breakdown",
        asks.AskedBreakdown,
        _adds(Part.BREAKDOWN, sections.breakdown_said),
        lead="The groups by which figures are shown. Whoever fits none is shown as “not stated”; nobody is dropped.",
        choices=_breakdown_choices,
    ),
    _on_tables(
        "add-indicator",
        "Add something that is counted",
        asks.AskedIndicator,
        _adds(Part.INDICATOR, sections.indicator_said),
        lead="Don't know and declined are never counted as a no.",
        choices=_indicator_choices,
    ),
    _on_tables(
        "add-identity",
        "Declare a question about who people are",
        asks.AskedIdentity,
        _adds(Part.IDENTITY, sections.identity_said),
        lead="Identity is what a person says. It is never computed from other answers.",
        choices=_identity_choices,
    ),
    _on_tables(
        "add-rule",
        "Add a rule",
        asks.AskedRule,
        _adds(Part.RULE, sections.rule_said),
        lead="What cannot be true together. A rule changes nothing: it asks people to look.",
    ),
    Operation(
        "change",
        "Change this breakdown",
        Right.EDIT_INSTRUMENT,
        BREAKDOWN,
        change_breakdown,
        asks.AskedBreakdown,
        button="Save",
        current=lambda on: on.entry.model_dump(),
        choices=_of_entry(_breakdown_choices),
    ),
    _removal(BREAKDOWN, "this breakdown"),
    *_on_entry(
        Part.INDICATOR,
        INDICATOR,
        "what is counted",
        asks.AskedIndicator,
        sections.indicator_said,
        current=lambda on: sections.indicator_asked(on.entry),
        choices=_of_entry(_indicator_choices),
    ),
    *_on_entry(
        Part.IDENTITY,
        IDENTITY,
        "the declaration of this question",
        asks.AskedIdentity,
        sections.identity_said,
        current=lambda on: sections.identity_asked(on.entry),
        choices=_of_entry(_identity_choices),
    ),
    *_on_entry(
        Part.RULE, RULE, "this rule", asks.AskedRule, sections.rule_said, current=lambda on: on.entry.model_dump()
    ),
    Operation(
        "compare",
        "Compare the groups with a reference",
        Right.EDIT_INSTRUMENT,
        BREAKDOWN,
        _compares,
        asks.AskedMargin,
        lead="A check of plausibility, printed with the figures. Contributions can be weighted to it as well.",
        button="Save",
        current=_margin_now,
    ),
    Operation(
        "stop-comparing",
        "Take the reference of this breakdown out",
        Right.EDIT_INSTRUMENT,
        BREAKDOWN,
        _stops_comparing,
        button="Take it out",
    ),
    _on_tables(
        "say-weighting",
        "Weight the contributions to the population",
        asks.AskedWeighting,
        _states(lambda on, said: stated("weighting", sections.weighting_said(said))),
        lead="For people whom chance chose. Weights that miss the numbers of the population are not given out.",
        current=_weighting_now,
    ),
    _on_tables(
        "say-adjustment",
        "Adjust people whom chance did not choose",
        asks.AskedAdjustment,
        _states(lambda on, said: stated("adjustment", sections.adjustment_said(said))),
        lead="Figures are called estimates only if the data are good enough; otherwise the run says why not.",
        current=_adjustment_now,
    ),
    _on_tables(
        "stop-weighting",
        "Count every contribution once",
        Confirmed,
        _stops_weighting,
        lead="Weights and adjustment are taken out. Numbers of the population stay as a comparison.",
        button="Take them out",
    ),
    _on_tables(
        "say-checks",
        "Say what else is checked",
        asks.AskedChecks,
        _states(lambda on, said: stated("check", sections.checks_said(said))),
        lead="Many checks run by themselves. Ages, places and interviewers are not guessed: name them here.",
        current=lambda on: sections.checks_asked(tables_of(on).check),
    ),
    _on_tables(
        "say-keys",
        "Say what no two contributions should share",
        asks.AskedKeys,
        _states(_keys_change),
        lead="Where two agree, people are asked to look. Nothing is dropped.",
        current=lambda on: sections.keys_asked(tables_of(on).quality),
    ),
    _on_tables(
        "set-protection",
        "Say how small groups are protected",
        protection_asks.AskedProtection,
        _states(lambda on, policy: stated("protection", sections.protection_said(policy))),
        lead="These numbers stay inside your team. Published, they would help to work out what is hidden.",
        current=_protection_now,
    ),
    _on_tables(
        "say-over-time",
        "Say when numbers may move",
        protection_asks.AskedOverTime,
        _states(lambda on, said: stated("over_time", OverTimePolicy.model_validate(said.model_dump()))),
        lead="Two releases that differ by a few people tell about these few. So numbers move in groups, once enough "
        "contributions in a group have changed. Nothing is lost: what waits is shown later.",
        current=lambda on: (tables_of(on).over_time or OverTimePolicy()).model_dump(mode="json"),
    ),
    _on_tables(
        "say-records",
        "Say how records are made safe",
        protection_asks.AskedRecords,
        _states(lambda on, said: stated("records", sections.records_said(said))),
        lead="Records are single answers, one row a person, without names. Which questions go out is said with the "
        "release. The run measures how easily somebody could be found, and refuses what the policy does not allow.",
        current=_records_now,
    ),
    _on_tables(
        "no-records",
        "Let no records go out",
        Confirmed,
        _keeps_records,
        lead="Tables go out, and no single answers.",
        button="Keep them here",
    ),
    _on_tables(
        "set-release",
        "Say what is released",
        asks.AskedRelease,
        _states(_release_change),
        lead="The days are set later, on the way to publication.",
        current=_release_now,
        choices=_licences,
    ),
    _on_tables(
        "upload-tables",
        "Upload the tables as a file",
        asks.AskedTablesFile,
        _states(_file_change),
        lead="For people who know the format of a plan. What stands there now is replaced as a whole.",
        button="Check and store it",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading("tables", "What is counted", Right.SEE_WORKSPACE, INITIATIVE, schemas.TablesShown, showing.tables_shown),
    Reading(
        "protection",
        "How small groups are protected",
        Right.SEE_FINDINGS,
        INITIATIVE,
        schemas.ProtectionShown,
        showing.protection_shown,
    ),
)
