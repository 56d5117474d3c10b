"""The decisions that stand as a cleaning log of the material: a run carries it out, and an export takes it along."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from uuid import UUID

import pyarrow as pa

from nyhavn.framework.cleaning import CleaningAction, CleaningEntry, CleaningLog, Decided
from nyhavn.web.collection.material import Material
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.production.corrections import values_of
from nyhavn.web.production.decision_queries import decisions_by_key
from nyhavn.web.production.models import CHANGING, CorrectedAnswer, DecisionKind, FindingDecision
from nyhavn.web.production.showing import reference
from nyhavn.web.production.why_decided import OPENED_WITH, reason_of

KEY = "contribution"  # the column by which the log names rows, unless a question has that name
GONE = "somebody who has left"
UNREADABLE = "cannot be read any more"  # a log has a reason in every row
KEY_LENGTH = 8  # of a finding's key: enough to tell two findings of one check apart


def cleanable(initiative: Initiative, found: Material, *, key: str = "") -> tuple[Material, CleaningLog | None]:
    """The material with references beside the answers, and the log of what was decided about it.

    Nothing is added, and the log is None, where no decision changes anything; with `key` both are always made, the
    column under that name. Raises Refusal "decision-outdated", and those of the vault.
    """
    standing = [one for decisions in decisions_by_key(initiative).values() for one in decisions]
    if not key and not any(one.decision in CHANGING for one in standing):
        return found, None
    rows = {used.uuid: number for number, used in enumerate(found.contributions, start=1)}
    references = [reference(used.uuid) for used in found.contributions]
    entries = sorted(_entries(standing, rows, references), key=lambda entry: (entry.row, entry.column, entry.action))
    if not key and all(entry.action is CleaningAction.KEEP for entry in entries):
        return found, None
    log = CleaningLog(key or _free(KEY, found.table), tuple(entries))
    return replace(found, table=_with_columns(found.table, log, references)), log


def _entries(
    standing: list[FindingDecision], rows: Mapping[UUID, int], references: list[str]
) -> Iterator[CleaningEntry]:
    """What was decided about contributions that are there; about the others nothing is left to decide."""
    whole = {DecisionKind.KEEP: CleaningAction.KEEP, DecisionKind.REMOVE: CleaningAction.REMOVE}
    for decision in standing:
        action = whole.get(DecisionKind(decision.decision))
        about = [rows[one] for one in decision.contributions if one in rows]
        if action is not None and about:
            decided = _decided(decision)
            yield from (CleaningEntry(action, row, references[row - 1], decided) for row in about)
    corrected = CorrectedAnswer.objects.filter(decision__in=standing).order_by("id")
    for one in corrected.select_related("decision__finding", "decision__by", *_OPENED):
        number = rows.get(one.contribution.uuid)
        if number is not None:
            values = values_of(one)
            action = CleaningAction.BLANK if values.new is None else CleaningAction.CORRECT
            decided = _decided(one.decision)
            yield CleaningEntry(action, number, references[number - 1], decided, one.column, values.old, values.new)


_OPENED = (
    "contribution__epoch",
    "contribution__collection__initiative",
    *(f"decision__{name}" for name in OPENED_WITH),
)


def _decided(decision: FindingDecision) -> Decided:
    finding = f"{decision.finding.check_code} {decision.finding.key[:KEY_LENGTH]}"
    return Decided(reason_of(decision) or UNREADABLE, decision.by.name if decision.by else GONE, decision.at, finding)


def _free(name: str, table: pa.Table) -> str:
    while name in table.column_names:
        name += "_"
    return name


def _with_columns(table: pa.Table, log: CleaningLog, references: list[str]) -> pa.Table:
    """The table with the key, and with the columns of answers that nobody gave and somebody has filled in."""
    for name in log.columns:
        if name != log.key and name not in table.column_names:
            table = table.append_column(name, pa.nulls(table.num_rows, pa.string()))
    return table.append_column(log.key, pa.array(references, pa.string()))
