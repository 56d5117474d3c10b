"""A verdict: for which purpose a source is fit, by which edition of whose criteria, and with which caveat.

Fitness is per purpose, so one source may have several verdicts. A verdict is applied by whoever gives it; it is never
printed as a decision of the office that published the criteria. Whether the community finds itself described stands
beside the criteria as a dimension of its own, and a dissent stands in every verdict.
"""

from collections.abc import Iterable, Iterator
from datetime import date as Day
from enum import StrEnum

from nyhavn.framework.declared import Declared
from nyhavn.framework.fitness.judging import Judgement
from nyhavn.framework.fitness.rule_pack import RulePack
from nyhavn.framework.refusal import Reason, check_none
from nyhavn.framework.validation import CommunityView

SHORTEST_CAVEAT_WORDS = 5  # this project's decision: "with caution" warns nobody of anything


class VerdictOutcome(StrEnum):
    """What can come out, finer than pass and fail."""

    HEADLINE = "use-as-headline"
    BREAKDOWN = "use-for-a-breakdown"
    PROXY = "use-as-proxy-with-caveat"
    CONTEXT = "use-as-context"
    COMMUNITY = "keep-as-community-evidence"
    RETURNED = "return-with-fixes"
    REFUSED = "refused-with-reason"


TITLES = {
    VerdictOutcome.HEADLINE: "Use as headline",
    VerdictOutcome.BREAKDOWN: "Use for a breakdown",
    VerdictOutcome.PROXY: "Use as proxy or complement, with a caveat",
    VerdictOutcome.CONTEXT: "Use as context",
    VerdictOutcome.COMMUNITY: "Keep as community evidence; no official use is sought",
    VerdictOutcome.RETURNED: "Return with specific fixes",
    VerdictOutcome.REFUSED: "Refused, with the reason",
}
AS_FIGURES = frozenset({VerdictOutcome.HEADLINE, VerdictOutcome.BREAKDOWN, VerdictOutcome.PROXY})
WITH_FIXES = frozenset({VerdictOutcome.RETURNED, VerdictOutcome.REFUSED})


class OfficialPurpose(Declared):
    """What a source would be used for.

    indicator: code of an SDG or national indicator; "" where it is context. breakdown: dimensions of the structure,
    such as DISABILITY_STATUS; empty for the headline. place: whom and where it speaks of.
    """

    indicator: str = ""
    breakdown: tuple[str, ...] = ()
    place: str = ""
    words: str


class Fix(Declared):
    """What would have to change. criterion: code of a gate, dimension or criterion."""

    criterion: str
    what: str
    remedy: str


class Verdict(Declared):
    """The verdict about one purpose.

    community: as the records of the release say. by: who applied the criteria. producers_wish: whether the producer
    wishes that no official use be made.
    """

    purpose: OfficialPurpose
    outcome: VerdictOutcome
    pack: str
    fingerprint: str
    community: CommunityView
    by: tuple[str, ...]
    on: Day
    because: str
    caveat: str = ""
    fixes: tuple[Fix, ...] = ()
    producers_wish: bool = False


def check_verdict(verdict: Verdict, pack: RulePack, judgement: Judgement) -> None:
    """Raises Refusal with every reason why the answers do not carry the verdict."""
    check_none((*_carried(verdict, judgement), *_said(verdict), *_fixable(verdict, pack)))


def _carried(verdict: Verdict, judgement: Judgement) -> Iterator[Reason]:
    if (verdict.pack, verdict.fingerprint) != (judgement.pack, judgement.fingerprint):
        what = "The verdict names other criteria than those that the answers were given to."
        yield Reason("verdict-of-other-rules", what, verdict.pack, "Name the edition that was applied.")
    if verdict.outcome is VerdictOutcome.COMMUNITY:
        if not verdict.producers_wish:
            what = "Only the producer can wish that no official use be made."
            yield Reason("verdict-not-wished", what, do="Return it with fixes, or refuse it with a reason.")
        return
    closed = [gate.title for gate in judgement.gates if gate.passed is not True]
    if verdict.outcome is VerdictOutcome.CONTEXT and closed:
        what = f"As context it still has to pass the gateway, which it does not: {', '.join(closed)}."
        yield Reason("verdict-not-carried", what, do="Answer them, or choose another outcome.")
    if verdict.outcome in AS_FIGURES and judgement.passes is not True:
        what = f"The answers do not carry use as figures. {' '.join(judgement.why)}"
        yield Reason(
            "verdict-not-carried", what, do="Choose context, return it with fixes, or refuse it with a reason."
        )


def _said(verdict: Verdict) -> Iterator[Reason]:
    if not verdict.because.strip():
        yield Reason("verdict-without-reason", "It is not said why.", do="Say in a sentence why.")
    if not any(name.strip() for name in verdict.by):
        yield Reason("verdict-by-nobody", "It is not said who applied the criteria.", do="Name them.")
    if verdict.outcome is VerdictOutcome.PROXY and len(verdict.caveat.split()) < SHORTEST_CAVEAT_WORDS:
        what = "A proxy or complement is printed with a caveat, and there is none that says anything."
        yield Reason("caveat-missing", what, do="Write what the figures do not show, and how they differ.")
    if verdict.outcome is VerdictOutcome.BREAKDOWN and not verdict.purpose.breakdown:
        yield Reason("breakdown-not-named", "It is not said for which breakdown.", do="Name the breakdown.")
    if verdict.outcome in AS_FIGURES and not verdict.purpose.indicator:
        yield Reason("indicator-not-named", "It is not said for which indicator.", do="Name the indicator.")


def _fixable(verdict: Verdict, pack: RulePack) -> Iterator[Reason]:
    """No refusal without the criterion and what would mend it."""
    if verdict.outcome in WITH_FIXES and not verdict.fixes:
        what = "It is not said which criterion stands against it, nor what would mend it."
        yield Reason("refused-without-fix", what, do="Name a criterion, what is lacking, and what would mend it.")
    known = {*pack.asked, *(one.code for one in pack.dimensions)}
    for fix in verdict.fixes:
        if fix.criterion not in known:
            what = f"{pack.title} ({pack.edition}) has no such criterion."
            yield Reason("fix-of-no-criterion", what, fix.criterion, "Name one of its criteria.")
        if not fix.what.strip() or not fix.remedy.strip():
            what = "It is not said what is lacking, or what would mend it."
            yield Reason("refused-without-fix", what, fix.criterion, "Say both, in a sentence each.")


def printed(verdict: Verdict, pack: RulePack) -> tuple[str, ...]:
    """The lines that stand wherever the verdict is shown."""
    lines = [TITLES[verdict.outcome] + ".", verdict.because]
    if verdict.caveat:
        lines.append(f"Caveat: {verdict.caveat}")
    lines += [f"{fix.criterion}: {fix.what} What would mend it: {fix.remedy}" for fix in verdict.fixes]
    lines.append(COMMUNITY_SAYS[verdict.community])
    lines.append(pack.applied(", ".join(verdict.by)))
    return tuple(lines)


COMMUNITY_SAYS = {
    CommunityView.AGREES: "The community was asked whether the data describe it, and agrees.",
    CommunityView.AGREES_IN_PART: "The community was asked whether the data describe it, and agrees in part.",
    CommunityView.DISSENTS: "The community was asked whether the data describe it, and dissents.",
    CommunityView.AGREED_BEFORE: "The community agreed to an edition before this one, and was not asked again.",
    CommunityView.WAIVED: "Asking the community whether the data describe it was waived, with a public reason.",
    CommunityView.NOT_ASKED: "Nobody asked the community whether the data describe it.",
}


def check_assessors(
    assessors: Iterable[tuple[str, frozenset[str]]], *, producers: frozenset[str], needs_two: bool
) -> None:
    """Raises Refusal where an assessor belongs to an organisation that made the data, or where two are needed.

    assessors: name, and the organisations that they belong to. needs_two: the data are high-risk.
    """
    who = tuple(assessors)
    check_none(_duties(who, producers, needs_two))


def _duties(
    who: tuple[tuple[str, frozenset[str]], ...], producers: frozenset[str], needs_two: bool
) -> Iterator[Reason]:
    for name, organisations in who:
        if organisations & producers:
            what = "An assessor belongs to an organisation that made the data."
            yield Reason("assessor-of-the-producer", what, name, "Let somebody assess who does not.")
    if needs_two and len({name for name, _ in who}) < 2:
        what = "These data are high-risk, and one person assessed them."
        yield Reason("one-assessor-for-high-risk", what, do="A second assessor has to agree.")
