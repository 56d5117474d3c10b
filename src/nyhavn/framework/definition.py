"""Does an initiative count as citizen data, and by which clause?

The UN Copenhagen Framework as reported: citizen data come from initiatives where citizens either initiate, or are
sufficiently engaged, at the minimum in the design and/or collection stages, irrespective of whether the data end up in
official statistics. The rule below is this project's reading of it. Neither official use, nor the type of initiative,
nor who used the data first, is asked by the rule.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import Field

from nyhavn.framework.chain import NEEDED_STAGES, Stage, stage_name
from nyhavn.framework.declared import Declared
from nyhavn.framework.evidence import Evidence, Weighed, weigh
from nyhavn.framework.participation import PARTICIPATION, is_sufficient, level_words
from nyhavn.framework.refusal import refusal


class Outcome(StrEnum):
    """The three answers. Silence is never a yes."""

    COUNTS = "counts"
    DOES_NOT_COUNT = "does not count"
    CANNOT_TELL = "cannot tell"


class StageStanding(StrEnum):
    """What the records show about one stage of the data value chain."""

    SUFFICIENT = "sufficient"  # level 4 or 5, with evidence attested by someone other than the claimant
    UNPROVEN = "unproven"  # level 4 or 5 claimed, but no such evidence
    CONTRADICTED = "contradicted"  # evidence shows the opposite of what is claimed
    INSUFFICIENT = "insufficient"  # level 1 to 3
    NOT_ANSWERED = "not answered"


@dataclass(frozen=True)
class StageVerdict:
    """One stage: the level claimed (1-5, None if nobody answered), its standing, and why in a sentence."""

    stage: str  # stable code of framework.chain
    level: int | None
    standing: StageStanding
    reason: str
    evidence: tuple[str, ...] = ()  # one line per piece: kind, date, who attests


@dataclass(frozen=True)
class Verdict:
    """The verdict on an initiative.

    clause: stable code of the clause that decided ("initiated", "design", "collection", "none", "open").
    sentence: the verdict in plain words, naming the clause. open_questions: what would settle a "cannot tell".
    reading: which reading of the definition was applied; strict_outcome: the outcome under the stricter local
    reading "design and collection", None if it was not asked for.
    """

    outcome: Outcome
    clause: str
    sentence: str
    stages: tuple[StageVerdict, ...]
    initiated: StageVerdict
    open_questions: tuple[str, ...]
    reading: str
    strict_outcome: Outcome | None = None


class PartyKind(StrEnum):
    """What kind of body somebody is."""

    CITIZENS = "citizens"
    COMMUNITY = "community"
    CIVIL_SOCIETY = "civil-society"
    STATISTICS_OFFICE = "statistics-office"
    GOVERNMENT = "government"
    HUMAN_RIGHTS_INSTITUTION = "human-rights-institution"
    ACADEMIA = "academia"
    INTERNATIONAL = "international"
    COMPANY = "company"
    UNKNOWN = "unknown"


class StageParticipation(Declared):
    """The level of participation claimed for one stage, by whom, and with which evidence."""

    stage: Stage
    level: int = Field(ge=1, le=5)
    claimed_by: str = ""
    evidence: tuple[Evidence, ...] = ()


class Initiation(Declared):
    """Who started the initiative, and who used its data first: two facts, of which only the first is judged.

    kind: what kind of body started it. claimed_by: who says so. evidence: documents that they started it.
    represents: the group that a civil-society organisation speaks for. mandate: evidence that it does.
    """

    started_by: str = ""
    kind: PartyKind = PartyKind.UNKNOWN
    claimed_by: str = ""
    evidence: tuple[Evidence, ...] = ()
    represents: str = ""
    mandate: tuple[Evidence, ...] = ()
    first_used_by: str = ""
    first_used_kind: PartyKind = PartyKind.UNKNOWN


READING = "design and/or collection (the definition as reported)"
STRICT_READING = "design and collection (a local reading, stricter than the definition as reported)"
INITIATION = "initiation"  # stands in StageVerdict.stage for the question who started it

MAY_INITIATE = (PartyKind.CITIZENS, PartyKind.COMMUNITY, PartyKind.CIVIL_SOCIETY)
_ANSWERED_NO = (StageStanding.INSUFFICIENT, StageStanding.CONTRADICTED)


def judge(
    initiation: Initiation, participation: tuple[StageParticipation, ...], *, on: date, print_strict: bool = False
) -> Verdict:
    """The verdict as of that day. Raises Refusal `participation-stage-twice` if a stage is stated twice."""
    initiated = _initiation_verdict(initiation, on)
    stages = _stage_verdicts(participation, on)
    needed = (initiated, *(stage for stage in stages if stage.stage in NEEDED_STAGES))
    outcome, clause = decided(needed)
    strict = decided_strictly(needed) if print_strict else None
    return Verdict(
        outcome=outcome,
        clause=clause,
        sentence=verdict_sentence(outcome, needed, strict),
        stages=stages,
        initiated=initiated,
        open_questions=_open_questions(needed) if outcome is Outcome.CANNOT_TELL else (),
        reading=READING,
        strict_outcome=strict,
    )


def decided(needed: tuple[StageVerdict, ...]) -> tuple[Outcome, str]:
    """Outcome and clause. needed: who started it, then the stages of NEEDED_STAGES."""
    for answer in needed:
        if answer.standing is StageStanding.SUFFICIENT:
            return Outcome.COUNTS, "initiated" if answer.stage == INITIATION else str(answer.stage)
    if all(answer.standing in _ANSWERED_NO for answer in needed):
        return Outcome.DOES_NOT_COUNT, "none"
    return Outcome.CANNOT_TELL, "open"


def decided_strictly(needed: tuple[StageVerdict, ...]) -> Outcome:
    """The outcome under STRICT_READING."""
    initiated, *stages = (answer.standing for answer in needed)
    if initiated is StageStanding.SUFFICIENT or all(stage is StageStanding.SUFFICIENT for stage in stages):
        return Outcome.COUNTS
    if initiated in _ANSWERED_NO and any(stage in _ANSWERED_NO for stage in stages):
        return Outcome.DOES_NOT_COUNT
    return Outcome.CANNOT_TELL


def _stage_verdicts(participation: tuple[StageParticipation, ...], on: date) -> tuple[StageVerdict, ...]:
    """One verdict per stage stated, in the order of the chain; the needed stages stand there in any case."""
    stated = {entry.stage: entry for entry in participation}
    if len(stated) < len(participation):
        raise refusal(
            "participation-stage-twice",
            "A stage of the data value chain is stated more than once.",
            where="participation",
            do="State each stage once, with all its evidence.",
        )
    return tuple(
        stage_verdict(stage, stated.get(stage), on) for stage in Stage if stage in stated or stage in NEEDED_STAGES
    )


def stage_verdict(
    stage: Stage, stated: StageParticipation | None, on: date, claimants: tuple[str, ...] = ()
) -> StageVerdict:
    """What the records show about one stage. stated: None where nobody answered. claimants: others who claim it too."""
    if stated is None:
        return StageVerdict(
            stage, None, StageStanding.NOT_ANSWERED, "Nobody said which level of participation there was."
        )
    weighed = weigh(stated.evidence, (stated.claimed_by, *claimants), on)
    claim = level_words(stated.level)
    if is_sufficient(stated.level):
        standing, reason = _high_claim(weighed, f"{claim.capitalize()} is claimed")
    else:
        low = f"{claim.capitalize()} is stated; level {PARTICIPATION.threshold} or above is sufficient."
        standing, reason = _low_claim(weighed, low)
    return StageVerdict(stage, stated.level, standing, reason, weighed.lines)


def _initiation_verdict(initiation: Initiation, on: date) -> StageVerdict:
    """Whether it is documented that citizens, a community, or an organisation that represents them started it."""
    weighed = weigh(initiation.evidence, (initiation.claimed_by,), on)
    if initiation.kind is PartyKind.UNKNOWN:
        unsaid = "what kind of body started" if initiation.started_by else "who started"
        standing, reason = StageStanding.NOT_ANSWERED, f"Nobody said {unsaid} the initiative."
    elif initiation.kind not in MAY_INITIATE:
        low = f"It was started by another body than citizens or a community (kind: {_words(initiation.kind)})."
        standing, reason = _low_claim(weighed, low)
    elif initiation.kind is PartyKind.CIVIL_SOCIETY:
        return _civil_society_verdict(initiation, weighed, on)
    else:
        standing, reason = _high_claim(weighed, f"A start by {_words(initiation.kind)} is claimed")
    return StageVerdict(INITIATION, None, standing, reason, weighed.lines)


def _civil_society_verdict(initiation: Initiation, started: Weighed, on: date) -> StageVerdict:
    """An organisation needs both: that it started the initiative, and that it represents the group."""
    # The organisation cannot vouch for its own mandate, whoever makes the claim.
    mandate = weigh(initiation.mandate, (initiation.claimed_by, initiation.started_by), on)
    represents = mandate.supports and bool(initiation.represents)
    both = Weighed(
        supports=started.supports and represents,
        contradicts=started.contradicts or mandate.contradicts,
        lines=started.lines + mandate.lines,
    )
    standing, reason = _high_claim(both, "A start by a civil-society organisation that represents the group is claimed")
    if standing is StageStanding.UNPROVEN and started.supports:
        reason = "A civil-society organisation started it, but nothing shows that it represents the group."
    return StageVerdict(INITIATION, None, standing, reason, both.lines)


def _high_claim(weighed: Weighed, claim: str) -> tuple[StageStanding, str]:
    """The standing of a claim that would suffice."""
    if weighed.contradicts:
        return StageStanding.CONTRADICTED, f"{claim}, and evidence shows the opposite."
    if weighed.supports:
        return StageStanding.SUFFICIENT, f"{claim}, and evidence supports it."
    return StageStanding.UNPROVEN, f"{claim}, and no dated evidence attested by somebody else supports it."


def _low_claim(weighed: Weighed, statement: str) -> tuple[StageStanding, str]:
    """The standing of a statement that does not suffice. If a record disputes it, there is no answer, not a no."""
    if weighed.contradicts:
        return StageStanding.NOT_ANSWERED, f"{statement} A record disputes this, so no answer stands."
    return StageStanding.INSUFFICIENT, statement


def verdict_sentence(outcome: Outcome, needed: tuple[StageVerdict, ...], strict: Outcome | None) -> str:
    """The verdict in plain words. needed: as in `decided`; strict: under STRICT_READING, None if nobody asked."""
    sufficient = [_clause_words(answer) for answer in needed if answer.standing is StageStanding.SUFFICIENT]
    sentence = {
        Outcome.COUNTS: f"It counts as citizen data: {' and '.join(sufficient)}.",
        Outcome.DOES_NOT_COUNT: "It does not count as citizen data: people neither started it, "
        "nor were they sufficiently engaged in its design or collection.",
        Outcome.CANNOT_TELL: "One cannot tell whether it counts as citizen data: answers or evidence are missing.",
    }[outcome]
    return sentence if strict is None else f"{sentence} Under {STRICT_READING}: {strict}."


def _clause_words(answer: StageVerdict) -> str:
    if answer.stage == INITIATION:
        return "citizens, or an organisation that represents them, started it"
    return f"people were sufficiently engaged in its {stage_name(answer.stage)} (level {answer.level})"


def _open_questions(needed: tuple[StageVerdict, ...]) -> tuple[str, ...]:
    return tuple(_question(answer) for answer in needed if answer.standing not in _ANSWERED_NO)


def _question(answer: StageVerdict) -> str:
    """What would settle an answer that is missing, disputed or unproven."""
    proof = "Which dated document, attested by somebody other than the one who claims it, shows"
    unproven = answer.standing is StageStanding.UNPROVEN
    if answer.stage == INITIATION:
        return f"{proof} who started it and for whom they speak?" if unproven else "Who started the initiative?"
    place = stage_name(answer.stage)
    if unproven:
        return f"{proof} level {answer.level} in the {place}?"
    return f"Which level of participation did people have in the {place}?"


def _words(kind: PartyKind) -> str:
    return kind.value.replace("-", " ")
