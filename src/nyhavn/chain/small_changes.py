"""Numbers about the data beside those of the release before: two of them must not count a few people by subtraction.

`previous.check_over_time` watches the tables. This is the same for what is said around them: contributions, findings,
and response. Where a number would give a small change away, it is not shown, and the release goes out without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nyhavn.chain.previous import Previous
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.quality_dimensions import QUALITY
from nyhavn.framework.quality_rules.shown_counts import number_of
from nyhavn.framework.refusal import refusal
from nyhavn.framework.release import CleaningStatement, PublicFinding, Release, ResponseRow
from nyhavn.framework.response import ResponseCounts

CHANGED_BY_FEW = QUALITY.texts["changed-by-few"]
WHOLE_PERCENTS = 100
PARTS = ("answered", "dont_know", "refused", "missing")


def check_contributions(before: Previous | None, used: int, threshold: int) -> None:
    """Raises Refusal "changed-by-too-few" where the number of contributions changed by so few that they stand out."""
    if before is None or before.release is None:
        return
    older = number_of(before.release.participants)
    if older is not None and used >= threshold and _is_few(used - older, threshold):
        what = "The number of contributions differs from the last release by fewer than the threshold."
        raise refusal("changed-by-too-few", what, where="contributions", do="Wait for more contributions.")


def quiet_count(shown: str, before: str, threshold: int) -> str:
    """A count as it is shown; words instead of a number that differs by a few from that of the release before."""
    now, older = number_of(shown), number_of(before)
    is_small = now is not None and older is not None and _is_few(now - older, threshold)
    return CHANGED_BY_FEW if is_small else shown


def quiet_findings(
    findings: tuple[PublicFinding, ...], before: Release | None, threshold: int
) -> tuple[PublicFinding, ...]:
    """The findings, each count beside that of the same finding in the release before."""
    if before is None:
        return findings
    older = {(f.check, f.columns, f.wording): f.count for f in before.findings}
    return tuple(
        replace(f, count=quiet_count(f.count, older.get((f.check, f.columns, f.wording), ""), threshold))
        for f in findings
    )


def quiet_cleaning(
    stated: CleaningStatement | None, before: Release | None, threshold: int
) -> CleaningStatement | None:
    """What is said of a cleaning log, each count beside that of the log of the release before."""
    if stated is None or before is None or before.cleaning is None:
        return stated
    was = before.cleaning
    return replace(
        stated,
        recoded=quiet_count(stated.recoded, was.recoded, threshold),
        corrected=quiet_count(stated.corrected, was.corrected, threshold),
        blanked=quiet_count(stated.blanked, was.blanked, threshold),
        removed=quiet_count(stated.removed, was.removed, threshold),
    )


def quiet_response(
    rows: tuple[ResponseRow, ...],
    counts: Sequence[ResponseCounts],
    instrument: Instrument,
    before: Release | None,
    threshold: int,
) -> tuple[ResponseRow, ...]:
    """The response, without the shares of questions for which a few more or fewer people could be counted.

    Shares are whole per cents, so each stands for a range of counts. A row is hidden if, whatever the counts were, one
    of them changed by one to threshold - 1. How many were asked a question with a condition is not known of the
    release before; an attacker may know it, so such a row is shown only if nothing seems to have changed, or if a whole
    per cent is more than a few people.
    """
    if before is None or threshold == 1:
        return rows
    older = {row.question: row for row in before.response}
    by_name = {count.question: count for count in counts}
    return tuple(
        _hidden(row) if _gives_away(older.get(row.question), row, by_name[row.question], asked, threshold) else row
        for row, asked in ((row, _Before.of(row.question, instrument, before)) for row in rows)
    )


@dataclass(frozen=True)
class _Before:
    """The release before: how many contributions it had, and how many were asked a question; None: not known."""

    contributions: int | None
    asked: int | None

    @classmethod
    def of(cls, name: str, instrument: Instrument, before: Release) -> "_Before":
        """Everybody was asked a question that has no condition now and had none before."""
        contributions = number_of(before.participants)
        questions = [one.question(name) for one in (instrument, before.instrument)]
        of_all = all(question is not None and not question.relevant for question in questions)
        return cls(contributions, contributions if of_all else None)


def _gives_away(
    was: ResponseRow | None, now: ResponseRow, count: ResponseCounts, before: _Before, threshold: int
) -> bool:
    """Whether a change by a few can be told from two rows."""
    if was is None or count.asked >= WHOLE_PERCENTS * threshold:
        return False
    pairs = [(getattr(was, part), getattr(now, part)) for part in PARTS]
    shown = [(older, newer) for older, newer in pairs if older is not None and newer is not None]
    if before.asked is None:
        is_alike = before.contributions == count.rows and all(older == newer for older, newer in shown)
        return bool(shown) and not is_alike
    return any(
        _only_few(_counts(older, before.asked), _counts(newer, count.asked), threshold) for older, newer in shown
    )


def _counts(share: float, asked: int) -> range:
    """Every count that rounds to that share of those asked."""
    fitting = [count for count in range(asked + 1) if round(count / asked, 2) == share]
    return range(fitting[0], fitting[-1] + 1) if fitting else range(0)


def _only_few(before: range, now: range, threshold: int) -> bool:
    """Whether the change is by a few, whichever counts they were."""
    if not before or not now:
        return False
    least, most = now[0] - before[-1], now[-1] - before[0]
    return (least > 0 and most < threshold) or (most < 0 and -least < threshold)


def _is_few(change: int, threshold: int) -> bool:
    return 0 < abs(change) < threshold


def _hidden(row: ResponseRow) -> ResponseRow:
    """The row without its shares."""
    return ResponseRow(row.question, row.label, None, None, None, None)
