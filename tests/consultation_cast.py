"""A consultation on a draft, built of plain values, and the people around it, for tests only.

Amina chairs the body and answers, Bashir of the body decides contests, Chipo moderates. Dada comments.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from nyhavn.framework.consultation import Consultation, ConsultationAct, ConsultationStep
from nyhavn.framework.consultation_comments import Arrival, Comment, CommentType, Door, PublicationWish, Speaker
from nyhavn.framework.consultation_dispositions import Decider
from nyhavn.framework.consultation_publishing import CommentStanding, standing_of
from nyhavn.framework.consultation_records import CommentRecord, Contest, Disposition, ModerationAct, Outcome
from nyhavn.framework.consultation_window import Window

ZONE = "Africa/Nairobi"  # three hours ahead, all the year
AMINA, BASHIR, CHIPO = Decider("a-amina", "Amina"), Decider("a-bashir", "Bashir"), Decider("a-chipo", "Chipo")
BEFORE = datetime(2026, 2, 20, 9, tzinfo=UTC)
DURING = datetime(2026, 3, 10, 9, tzinfo=UTC)
AFTER = datetime(2026, 4, 2, 9, tzinfo=UTC)
SHOWN = datetime(2026, 4, 20, 9, tzinfo=UTC)
CONTESTED = SHOWN + timedelta(days=3)
OUT = datetime(2026, 5, 12, 9, tzinfo=UTC)  # after the last day for contests, which is 11 May
ANNOUNCED = ConsultationAct(step=ConsultationStep.ANNOUNCE, at=BEFORE, by=AMINA.account)
ANSWERS_SHOWN = ConsultationAct(step=ConsultationStep.SHOW_ANSWERS, at=SHOWN, by=AMINA.account)


def window(**changed: object) -> Window:
    said = {"zone": ZONE, "begins": datetime(2026, 3, 1, 8), "ends": datetime(2026, 3, 31, 18)}  # noqa: DTZ001
    return Window(**{**said, **changed})


def consultation(*acts: ConsultationAct, **changed: object) -> Consultation:
    said = {"code": "draft-1", "text": "framework", "version": "1", "convened_by": "Secretariat", "window": window()}
    return Consultation(**{**said, "acts": (ANNOUNCED, *acts), **changed})


def arrival(number: int = 1, **changed: object) -> Arrival:
    return Arrival(**{"door": Door.WEB, "at": DURING, "sending": f"s-{number}", **changed})


def comment(number: int = 1, *, at: datetime = DURING, **changed: object) -> Comment:
    said = {
        "clause": "C1",
        "type": CommentType.CHANGE,
        "rationale": f"Reason number {number}.",
        "wish": PublicationWish.ANONYMOUS,
        "language": "en",
        "speaker": Speaker(name="Dada", organisation="Fishers of the lake"),
        "arrival": arrival(number, at=at),
    }
    return Comment(**{**said, **changed})


def answer(outcome: Outcome = Outcome.ACCEPTED, **changed: object) -> Disposition:
    return Disposition(
        **{"outcome": outcome, "reason": "It is clearer so.", "by": AMINA.account, "at": AFTER, **changed}
    )


def merged(into: int, **changed: object) -> Disposition:
    return answer(Outcome.MERGED, merged_into=into, **changed)


def hiding(why: str = "names-others", **changed: object) -> ModerationAct:
    said = {"hides": True, "why": why, "words": "Send it again without the name.", "by": CHIPO.account, "at": AFTER}
    return ModerationAct(**{**said, **changed})


def contest(at: datetime = CONTESTED) -> Contest:
    return Contest(words="You did not read the second sentence.", at=at)


def record(number: int = 1, *answers: Disposition, said: Comment | None = None, **more: object) -> CommentRecord:
    kept = {"comment": said or comment(number), "dispositions": answers, **more}
    return CommentRecord(number=number, reference=f"K-{number * 7919 % 10007:05}", **kept)


def by_number(*records: CommentRecord) -> Mapping[int, CommentRecord]:
    return {one.number: one for one in records}


def standings(about: Consultation, records: Iterable[CommentRecord]) -> list[CommentStanding]:
    return [standing_of(about, one) for one in records]
