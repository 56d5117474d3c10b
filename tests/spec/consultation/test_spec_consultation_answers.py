"""Every comment gets an answer: whatever is done, in whatever order, no next version is out while one is missing."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import event, given, settings
from hypothesis import strategies as st

from consultation_cast import (
    AMINA,
    BASHIR,
    BEFORE,
    CHIPO,
    answer,
    arrival,
    comment,
    consultation,
    hiding,
    standings,
)
from nyhavn.framework.consultation import (
    Consultation,
    ConsultationAct,
    ConsultationState,
    ConsultationStep,
    check_takes_comments,
)
from nyhavn.framework.consultation_comments import Speaker
from nyhavn.framework.consultation_contests import check_contest_answer, check_may_contest
from nyhavn.framework.consultation_dispositions import Decider, check_dispose
from nyhavn.framework.consultation_moderation import check_moderate
from nyhavn.framework.consultation_publishing import publish, show_answers
from nyhavn.framework.consultation_records import CommentRecord, Contest, Disposition, Outcome
from nyhavn.framework.refusal import Refusal

PEOPLE = (AMINA, BASHIR, CHIPO)
Act = tuple[str, int, int, int]


@dataclass
class World:
    """A consultation as somebody works on it. Whatever is refused leaves it as it was."""

    about: Consultation = field(default_factory=consultation)
    records: dict[int, CommentRecord] = field(default_factory=dict)
    now: datetime = BEFORE
    refused: list[str] = field(default_factory=list)

    def do(self, act: Act) -> None:
        name, number, other, person = act
        try:
            getattr(self, name)(number, other, PEOPLE[person])
        except Refusal:
            self.refused.append(name)

    def wait(self, days: int, _: int, __: Decider) -> None:
        self.now += timedelta(days=days * 3)

    def send(self, author: int, _: int, __: Decider) -> None:
        check_takes_comments(self.about, self.now)
        number = len(self.records) + 1
        account = PEOPLE[author - 1].account if author <= len(PEOPLE) else ""  # those who decide comment as well
        said = comment(number, at=self.now, arrival=arrival(number, at=self.now, account=account), speaker=Speaker())
        self.records[number] = CommentRecord(number=number, reference=f"K-{number:05}", comment=said)

    def found_in_a_mailbox(self, days: int, _: int, __: Decider) -> None:
        check_takes_comments(self.about, self.now)
        number = len(self.records) + 1
        at = self.about.window.begins_at + timedelta(days=days)
        said = comment(number, at=at, arrival=arrival(number, at=at), speaker=Speaker())
        self.records[number] = CommentRecord(number=number, reference=f"K-{number:05}", comment=said)

    def answer(self, number: int, other: int, by: Decider) -> None:
        self._answer(number, answer(list(Outcome)[other % 4], by=by.account, at=self.now), by)

    def merge(self, number: int, other: int, by: Decider) -> None:
        self._answer(number, answer(Outcome.MERGED, merged_into=other, by=by.account, at=self.now), by)

    def _answer(self, number: int, given: Disposition, by: Decider) -> None:
        if number in self.records:
            one = self.records[number]
            check_dispose(self.about, one, given, by, self.records)
            self._keep(one, dispositions=(*one.dispositions, given))

    def hide(self, number: int, _: int, by: Decider) -> None:
        if number in self.records:
            one = self.records[number]
            act = hiding("machine-made", by=by.account, at=self.now)
            check_moderate(one, act, by)
            self._keep(one, moderation=(*one.moderation, act))

    def contest(self, number: int, _: int, __: Decider) -> None:
        if number in self.records:
            check_may_contest(self.about, self.records[number], holds_receipt=True, now=self.now)
            self._keep(self.records[number], contest=Contest(words="Read it again.", at=self.now))

    def decide(self, number: int, other: int, by: Decider) -> None:
        if number in self.records:
            given = answer(Outcome.MERGED, merged_into=other, by=by.account, at=self.now)
            if other == number:
                given = answer(Outcome.REJECTED, by=by.account, at=self.now)
            check_contest_answer(self.records[number], given, by, self.records)
            self._keep(self.records[number], contest_answer=given)

    def extend(self, days: int, _: int, by: Decider) -> None:
        until = self.about.ends + timedelta(days=days - 3)
        step = ConsultationStep.EXTEND
        self.about = self.about.with_act(
            ConsultationAct(step=step, at=self.now, by=by.account, reason="Rains.", until=until)
        )

    def call_off(self, _: int, __: int, by: Decider) -> None:
        step = ConsultationStep.CALL_OFF
        self.about = self.about.with_act(ConsultationAct(step=step, at=self.now, by=by.account, reason="No money."))

    def show(self, _: int, __: int, by: Decider) -> None:
        found = standings(self.about, self.records.values())
        self.about = show_answers(self.about, found, now=self.now, by=by.account)

    def force_show(self, _: int, __: int, by: Decider) -> None:
        """Somebody goes around the rule and writes that the answers are shown."""
        step = ConsultationStep.SHOW_ANSWERS
        self.about = self.about.with_act(ConsultationAct(step=step, at=self.now, by=by.account))

    def publish(self, _: int, __: int, by: Decider) -> None:
        found = standings(self.about, self.records.values())
        self.about = publish(self.about, found, now=self.now, by=by.account)

    def _keep(self, one: CommentRecord, **changed: object) -> None:
        said = {name: getattr(one, name) for name in CommentRecord.model_fields}
        self.records[one.number] = CommentRecord(**{**said, **changed})

    @property
    def is_published(self) -> bool:
        return self.about.state(self.now) is ConsultationState.PUBLISHED


def missing(world: World) -> list[int]:
    """The slow twin: comments that came in time, and at whose end no answer stands, followed one by one."""
    found = []
    for number, one in world.records.items():
        if one.comment.arrival.at >= world.about.ends_at:
            continue
        at, steps = number, 0
        while at in world.records and steps <= len(world.records):
            given = world.records[at].contest_answer or (world.records[at].dispositions or (None,))[-1]
            if given is None:
                break
            if given.outcome is not Outcome.MERGED:
                steps = -1
                break
            at, steps = given.merged_into or 0, steps + 1
        if steps != -1:
            found.append(number)
    return found


NAMES = [
    "send",
    "answer",
    "merge",
    "hide",
    "wait",
    "found_in_a_mailbox",
    "contest",
    "decide",
    "extend",
    "call_off",
    "show",
    "force_show",
    "publish",
]
ACTS = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(1, 6), st.integers(1, 6), st.integers(0, 2)), max_size=40)
OPENED: tuple[Act, ...] = (("wait", 4, 0, 0), ("send", 4, 0, 0), ("send", 5, 0, 0))
LATER: Act = ("wait", 20, 0, 0)


def worked_on(acts: list[Act]) -> World:
    world = World()
    for act in (*OPENED, *acts):
        world.do(act)
    return world


@settings(max_examples=400, deadline=None)
@given(ACTS, st.sampled_from(["show", "force_show"]), st.frozensets(st.integers(1, 12), max_size=2))
def test_no_sequence_of_acts_leads_to_a_next_version_with_a_missing_answer(
    acts: list[Act], showing: str, left_out: frozenset[int]
) -> None:
    world = worked_on(acts)
    # And then everybody tries hard to be done with it, with an answer left out here and there.
    answers = [("answer", n, 1, person) for n in range(1, 13) if n not in left_out for person in (0, 1)]
    for act in (LATER, *answers, (showing, 0, 0, 0), LATER, ("publish", 0, 0, 0)):
        world.do(act)
    event(f"published: {world.is_published}")
    if world.is_published:
        assert missing(world) == []
        in_time = [one for one in world.records.values() if not world.about.is_late(one.comment)]
        assert not any(one.has_open_contest for one in in_time)
        assert all(one.disposition and one.disposition.reason for one in in_time)


@settings(max_examples=200, deadline=None)
@given(ACTS)
def test_nobody_ever_decides_about_their_own_comment_or_twice_about_the_same(acts: list[Act]) -> None:
    for one in worked_on(acts).records.values():
        own = one.comment.arrival.account
        assert not own or own not in {given.by for given in one.dispositions}
        if one.contest_answer is not None:
            assert one.contest_answer.by not in {own, *(given.by for given in one.dispositions)}


@settings(max_examples=200, deadline=None)
@given(ACTS)
def test_no_comment_is_ever_dropped_and_no_window_ever_becomes_shorter(acts: list[Act]) -> None:
    world, kept, ends = World(), 0, consultation().ends_at
    for act in (*OPENED, *acts):
        world.do(act)
        assert len(world.records) >= kept and world.about.ends_at >= ends
        kept, ends = len(world.records), world.about.ends_at


def finished(*, without: int = 0) -> World:
    """Three comments, one of them merged, one contested; answered but for one, shown, decided, and tried to publish."""
    answers: list[Act] = [("answer", 1, 0, 0), ("merge", 2, 1, 0), ("answer", 3, 2, 0)]
    world = worked_on([("send", 6, 0, 0), LATER, *(act for act in answers if act[1] != without)])
    for act in (("show", 0, 0, 0), ("contest", 3, 0, 0), ("decide", 3, 3, 0), ("publish", 0, 0, 0)):
        world.do(act)
    assert not world.is_published  # too early, and whoever answered cannot decide the contest
    for act in (("decide", 3, 3, 1), LATER, ("publish", 0, 0, 0)):
        world.do(act)
    return world


def test_a_complete_one_is_published() -> None:
    world = finished()
    assert world.is_published and missing(world) == []


def test_with_any_one_of_its_answers_left_out_it_is_not() -> None:
    for number in (1, 2, 3):
        assert not finished(without=number).is_published
