"""Offers, requests and exchanges in sentences: who fits is told why, and others read what both agreed to."""

from dataclasses import replace
from datetime import date
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from exchange_cast import (
    AT_THE_MINISTRY,
    AT_THE_RIVER,
    AT_THE_SHELTER,
    AT_THE_WATER,
    DAY,
    EAST_AFRICA,
    HOUR,
    MINISTRY,
    NOW,
    RIVER,
    SHELTER,
    TODAY,
    WATER,
    listing,
    number,
    posting,
    unnamed,
    word,
)
from nyhavn.framework.definition import PartyKind
from nyhavn.framework.directory import Listing
from nyhavn.framework.exchange_sharing import (
    SharedPart,
    ShareWord,
    check_share,
    shared_with,
    shown_exchange,
    words_fingerprint,
)
from nyhavn.framework.organisation_consent import PASSER_BY, Circle
from nyhavn.framework.peer_exchange import (
    EXCHANGE_STEPS,
    ExchangeAct,
    ExchangeState,
    ExchangeStep,
    PeerExchange,
    check_step,
    follows,
    steps_for,
)
from nyhavn.framework.peer_matching import (
    Match,
    Posting,
    Side,
    apart,
    check_meets,
    check_posting,
    check_propose,
    is_found_by,
    matches_for,
)
from nyhavn.framework.refusal import Refusal

LISTED: dict[UUID, Listing] = {
    WATER: listing(WATER, "Water for all", is_at_risk=False),
    RIVER: listing(RIVER, "River people"),
    SHELTER: unnamed(SHELTER),
    MINISTRY: listing(MINISTRY, "Ministry"),
}
OFFER = posting(1, RIVER, Side.OFFER, topics=("mapping", "consent"), languages=("en", "pt-BR"))
REQUEST = posting(2, WATER, Side.REQUEST, topics=("consent", "mapping"), languages=("pt",))


def refused(code: str):  # type: ignore[no-untyped-def]
    return pytest.raises(Refusal, check=lambda error: error.codes == (code,))


def found(own: Posting, *others: Posting, reader: object = AT_THE_WATER) -> tuple[Match, ...]:
    return matches_for(own, others, LISTED, reader, NOW)  # type: ignore[arg-type]


# --- Matching is explained ---------------------------------------------------------------------


def test_a_match_says_everything_in_which_both_meet() -> None:
    (match,) = found(REQUEST, OFFER)
    assert (match.topics, match.help, match.languages, match.regions) == (
        ("consent", "mapping"),
        ("advice",),
        ("pt",),
        None,
    )
    assert (match.first_day, match.last_day, match.days) == (TODAY, date(2026, 8, 31), 92)
    assert match.because == (
        "Topics in both: consent and self-identification, participatory mapping.",
        "Kinds of help in both: advice.",
        "Languages in both: pt.",
        "Both can meet online, so no region has to be the same.",
        "Both could from 2026-06-01 until 2026-08-31: 92 days.",
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"side": Side.REQUEST}, "exchange-same-side"),
        ({"topics": ("climate",)}, "exchange-topics-apart"),
        ({"help": ("visit",)}, "exchange-help-apart"),
        ({"languages": ("sw",)}, "exchange-languages-apart"),
        ({"online": False, "regions": ("005",)}, "exchange-regions-apart"),
        ({"last_day": date(2026, 6, 9)}, "exchange-times-apart"),
    ],
)
def test_each_thing_that_does_not_meet_is_the_whole_reason(changes: dict[str, object], code: str) -> None:
    asks = posting(2, WATER, Side.REQUEST, first_day=date(2026, 6, 10), regions=(EAST_AFRICA,))
    other = posting(1, RIVER, **({"side": Side.OFFER} | changes))  # type: ignore[arg-type]
    with refused(code):
        check_meets(asks, other, TODAY)
    assert found(asks, other) == ()
    assert len(found(asks, posting(1, RIVER, Side.OFFER))) == 1


def test_everything_that_does_not_meet_is_told_at_once() -> None:
    asks = posting(2, WATER, Side.REQUEST, regions=(EAST_AFRICA,))
    far = posting(1, RIVER, Side.OFFER, topics=("climate",), languages=("ja",), online=False, regions=("030",))
    codes = [reason.code for reason in apart(asks, far, TODAY)]
    assert codes == ["exchange-topics-apart", "exchange-languages-apart", "exchange-regions-apart"]


@pytest.mark.parametrize(
    ("there", "meets"), [("014", True), ("202", True), ("002", True), ("001", True), ("011", False), ("145", False)]
)
def test_regions_meet_where_one_lies_in_the_other(there: str, meets: bool) -> None:  # noqa: FBT001
    asks = posting(2, WATER, Side.REQUEST, regions=(EAST_AFRICA,))
    comes = posting(1, RIVER, Side.OFFER, online=False, regions=(there,))
    assert (found(asks, comes) != ()) is meets


@pytest.mark.parametrize(("here", "there"), [("001", EAST_AFRICA), (EAST_AFRICA, "001"), (EAST_AFRICA, EAST_AFRICA)])
def test_where_both_can_meet_is_the_narrower_of_two_regions(here: str, there: str) -> None:
    asks = posting(2, WATER, Side.REQUEST, regions=(here, here), online=False)
    (match,) = found(asks, posting(1, RIVER, Side.OFFER, regions=(there,)))
    assert match.regions == (EAST_AFRICA,)
    assert "Regions in both: Eastern Africa." in match.because


def test_variants_of_one_language_are_one_language_and_sign_languages_are_several() -> None:
    asks = posting(2, WATER, Side.REQUEST, languages=("pt", "pt-BR", "sgn-ase"))
    for there, shared in ((("pt",), ("pt",)), (("ase",), ("sgn-ase",)), (("pt-PT", "sgn-bfi"), ("pt",))):
        (match,) = found(asks, posting(1, RIVER, Side.OFFER, languages=there))
        assert match.languages == shared
    assert found(asks, posting(1, RIVER, Side.OFFER, languages=("sgn-bfi",))) == ()


def test_one_day_is_one_day() -> None:
    (match,) = found(posting(2, WATER, Side.REQUEST, last_day=TODAY), posting(1, RIVER, Side.OFFER))
    assert match.because[-1] == "Both could from 2026-06-01 until 2026-06-01: 1 day."


@given(st.permutations(range(5)))
def test_the_order_follows_what_is_told_whatever_order_they_came_in_and_ties_are_told(order: list[int]) -> None:
    every = [
        posting(10, RIVER, Side.OFFER, topics=("mapping", "consent")),
        posting(11, MINISTRY, Side.OFFER, topics=("mapping",)),
        posting(12, RIVER, Side.OFFER, topics=("mapping",)),
        posting(13, RIVER, Side.OFFER, topics=("mapping",), last_day=date(2026, 7, 1)),
        posting(14, RIVER, Side.OFFER, topics=("mapping",), languages=("en", "sw")),
    ]
    own = posting(2, WATER, Side.REQUEST, topics=("mapping", "consent"), languages=("en", "sw"))
    ranked = found(own, *(every[place] for place in order))
    assert [(match.posting.uuid.int, match.place, match.tied_with) for match in ranked] == [
        (10, 1, ()),
        (14, 2, ()),
        (11, 3, ("River people",)),
        (12, 3, ("Ministry",)),
        (13, 5, ()),
    ]
    assert ranked[2].because[-1].startswith("The same place as River people.")


def test_both_sides_are_told_the_same() -> None:
    (asker,), (giver,) = found(REQUEST, OFFER), found(OFFER, REQUEST, reader=AT_THE_RIVER)
    assert set(asker.topics) == set(giver.topics)
    assert (asker.help, asker.first_day, asker.last_day) == (giver.help, giver.first_day, giver.last_day)


def test_nobody_looks_with_the_offer_of_somebody_else() -> None:
    with refused("listing-not-own"):
        found(OFFER, REQUEST, reader=AT_THE_WATER)


# --- Nobody is matched who did not agree -------------------------------------------------------


@pytest.mark.parametrize(
    "hidden",
    [
        posting(1, RIVER, Side.OFFER, None),
        posting(1, RIVER, Side.OFFER, Circle.NOBODY),
        posting(1, RIVER, Side.OFFER, said=(word(f"posting:{number(1)}", Circle.EVERYBODY, MINISTRY),)),
        posting(1, RIVER, Side.OFFER, said=(word(f"posting:{number(2)}", Circle.EVERYBODY, RIVER),)),
        posting(
            1,
            RIVER,
            Side.OFFER,
            said=(
                word(f"posting:{number(1)}", Circle.MEMBERS, RIVER, NOW - DAY),
                word(f"posting:{number(1)}", Circle.NOBODY, RIVER, NOW),
            ),
        ),
        posting(1, RIVER, Side.OFFER, first_day=date(2026, 5, 1), last_day=date(2026, 5, 31)),
        posting(1, number(77), Side.OFFER),
    ],
    ids=["silent", "no", "said by others", "said of another one", "taken back now", "over", "not in the directory"],
)
def test_nobody_is_matched_who_did_not_agree_to_be_found(hidden: Posting) -> None:
    own = posting(2, WATER, Side.REQUEST)
    assert found(own, hidden) == ()
    with refused("posting-not-there"):
        check_propose(own, hidden, LISTED, AT_THE_WATER, NOW, knows_it_is_named=True)


def test_what_is_hidden_and_what_does_not_exist_are_refused_in_the_same_words() -> None:
    own, hidden = posting(2, WATER, Side.REQUEST), posting(1, SHELTER, Side.OFFER)
    told = []
    for other in (hidden, None):
        with pytest.raises(Refusal) as error:
            check_propose(own, other, LISTED, AT_THE_WATER, NOW, knows_it_is_named=True)
        told.append(error.value.reasons)
    assert told[0] == told[1]


def test_who_stays_unnamed_finds_others_and_chooses_whether_they_learn_of_it() -> None:
    own = posting(3, SHELTER, Side.REQUEST, Circle.NOBODY)
    other = posting(1, RIVER, Side.OFFER)
    (match,) = found(own, other, reader=AT_THE_SHELTER)
    assert match.name == "River people"
    with refused("exchange-reveals-you"):
        check_propose(own, other, LISTED, AT_THE_SHELTER, NOW, knows_it_is_named=False)
    check_propose(own, other, LISTED, AT_THE_SHELTER, NOW, knows_it_is_named=True)


def test_an_offer_is_found_by_no_more_people_than_the_name_is_read_by() -> None:
    own = posting(3, SHELTER, Side.REQUEST, Circle.MEMBERS)
    with refused("posting-wider-than-name"):
        check_posting(own, LISTED[SHELTER], speaks_for={SHELTER}, people=(), now=NOW)
    assert not is_found_by(own, LISTED[SHELTER], AT_THE_WATER, NOW)
    quiet = posting(3, SHELTER, Side.REQUEST, Circle.NOBODY)
    check_posting(quiet, LISTED[SHELTER], speaks_for={SHELTER}, people=(), now=NOW)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"last_day": TODAY - DAY, "first_day": TODAY - DAY}, "posting-over"),
        ({"words": "Ask Amina Odhiambo"}, "words-name-somebody"),
        ({"organisation": MINISTRY}, "listing-not-own"),
    ],
)
def test_an_offer_has_days_to_come_and_names_nobody(changes: dict[str, object], code: str) -> None:
    with refused(code):
        check_posting(
            posting(1, RIVER, Side.OFFER).model_copy(update=changes),
            LISTED[RIVER],
            speaks_for={RIVER},
            people=("Amina Odhiambo",),
            now=NOW,
        )
    check_posting(OFFER, LISTED[RIVER], speaks_for={RIVER}, people=("Amina Odhiambo",), now=NOW)


def test_a_dangerous_topic_is_for_members_at_most_while_nobody_said_that_it_is_safe() -> None:
    unsure = listing(RIVER, "River people", is_at_risk=None)
    offers = posting(1, RIVER, Side.OFFER, Circle.EVERYBODY)
    with refused("listing-danger-not-answered"):
        check_posting(offers, unsure, speaks_for={RIVER}, people=(), now=NOW)
    assert not is_found_by(offers, unsure, PASSER_BY, NOW)
    assert is_found_by(offers, unsure, AT_THE_WATER, NOW)
    assert is_found_by(offers, LISTED[RIVER], PASSER_BY, NOW)


@pytest.mark.parametrize(
    "fault",
    [
        {"last_day": date(2026, 5, 1)},
        {"online": False, "regions": ()},
        {"topics": ()},
        {"help": ()},
        {"languages": ()},
        {"topics": ("witchcraft",)},
        {"help": ("money",)},
        {"languages": ("English",)},
        {"regions": ("XX",)},
    ],
)
def test_an_offer_cannot_be_built_wrong(fault: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        posting(1, RIVER, Side.OFFER, **fault)


# --- From a proposal to what came of it --------------------------------------------------------

WAY: dict[ExchangeState, tuple[ExchangeStep, ...]] = {
    ExchangeState.PROPOSED: (),
    ExchangeState.DECLINED: (ExchangeStep.DECLINE,),
    ExchangeState.TAKEN_BACK: (ExchangeStep.TAKE_BACK,),
    ExchangeState.AGREED: (ExchangeStep.AGREE,),
    ExchangeState.PLANNED: (ExchangeStep.AGREE, ExchangeStep.PLAN),
    ExchangeState.CALLED_OFF: (ExchangeStep.AGREE, ExchangeStep.CALL_OFF),
    ExchangeState.HELD: (ExchangeStep.AGREE, ExchangeStep.PLAN, ExchangeStep.HOLD),
    ExchangeState.NOTED: (ExchangeStep.AGREE, ExchangeStep.PLAN, ExchangeStep.HOLD, ExchangeStep.NOTE),
    ExchangeState.CONCLUDED: (
        ExchangeStep.AGREE,
        ExchangeStep.PLAN,
        ExchangeStep.HOLD,
        ExchangeStep.NOTE,
        ExchangeStep.CONCLUDE,
    ),
}


def act(step: ExchangeStep, by: UUID = RIVER, **more: object) -> ExchangeAct:
    values = {"step": step, "by": by, "at": NOW - DAY, "words": f"Words of {step}.", "on": TODAY - 2 * DAY}
    return ExchangeAct.model_validate(values | more)


def exchange(*steps: ExchangeStep, proposer: UUID = WATER, asked: UUID = RIVER) -> PeerExchange:
    acts = tuple(act(step, proposer if step is ExchangeStep.TAKE_BACK else asked) for step in steps)
    return PeerExchange(
        uuid=number(70), proposer=proposer, asked=asked, topics=("mapping",), proposed_at=NOW - 9 * DAY, acts=acts
    )


def test_the_table_of_steps_is_total_and_every_state_is_reached() -> None:
    assert set(EXCHANGE_STEPS) == set(ExchangeState) == set(WAY)
    assert all(exchange(*way).state is state for state, way in WAY.items())
    assert {step for steps in EXCHANGE_STEPS.values() for step in steps} == set(ExchangeStep)


@pytest.mark.parametrize(("state", "step", "by"), list(product(ExchangeState, ExchangeStep, (WATER, RIVER, MINISTRY))))
def test_each_step_is_done_where_the_table_says_so_and_by_whoever_may(
    state: ExchangeState, step: ExchangeStep, by: UUID
) -> None:
    one, wants = exchange(*WAY[state]), act(step, by)
    code = ""
    if by is MINISTRY:
        code = "exchange-not-there"
    elif step not in EXCHANGE_STEPS[state]:
        code = "exchange-out-of-turn"
    elif (step in (ExchangeStep.AGREE, ExchangeStep.DECLINE) and by is WATER) or (
        step is ExchangeStep.TAKE_BACK and by is RIVER
    ):
        code = "exchange-not-your-step"
    assert (step in steps_for(one, by)) is not bool(code)
    if not code:
        assert follows(one, wants).state is EXCHANGE_STEPS[state][step]
        return
    with refused(code):
        check_step(one, wants)
    with pytest.raises(ValidationError):
        PeerExchange.model_validate(one.model_dump() | {"acts": (*one.acts, wants)})


def test_nothing_is_added_before_what_was_done_last_or_nobody_could_read_it_again() -> None:
    for way, last in (((), NOW - 9 * DAY), (WAY[ExchangeState.AGREED], NOW - DAY)):
        one = exchange(*way)
        step = steps_for(one, RIVER)[0]
        with refused("exchange-out-of-turn"):
            follows(one, act(step, at=last - HOUR))
        added = follows(one, act(step, at=last))
        assert PeerExchange.model_validate(added.model_dump()) == added


@pytest.mark.parametrize("step", [ExchangeStep.PLAN, ExchangeStep.NOTE, ExchangeStep.CONCLUDE])
@pytest.mark.parametrize("words", ["", "  ", "-", "n/a"])
def test_agenda_notes_and_outcomes_say_something(step: ExchangeStep, words: str) -> None:
    state = next(state for state, steps in EXCHANGE_STEPS.items() if step in steps)
    with refused("exchange-says-nothing"):
        check_step(exchange(*WAY[state]), act(step, words=words))


@pytest.mark.parametrize("on", [None, TODAY + 3 * DAY])
def test_it_was_held_on_a_day_that_came(on: date | None) -> None:
    with refused("exchange-not-held-yet"):
        check_step(exchange(*WAY[ExchangeState.PLANNED]), act(ExchangeStep.HOLD, on=on))


def test_nobody_exchanges_with_themselves() -> None:
    with pytest.raises(ValidationError):
        exchange(proposer=WATER, asked=WATER)


# --- Notes are shared as both agreed -----------------------------------------------------------

DONE = exchange(*WAY[ExchangeState.CONCLUDED])


def share(by: UUID, circle: Circle, part: SharedPart = SharedPart.NOTES, **more: object) -> ShareWord:
    texts = {SharedPart.NAMES: "agree", SharedPart.AGENDA: "plan", SharedPart.NOTES: "note"}
    read = f"Words of {texts.get(part, 'conclude')}."
    values = {"part": part, "circle": circle, "by": by, "at": NOW - HOUR, "fingerprint": words_fingerprint(read)}
    return ShareWord.model_validate(values | more)


@given(st.sampled_from(Circle), st.sampled_from(Circle))
def test_notes_are_read_by_the_narrower_of_what_both_said(one: Circle, other: Circle) -> None:
    order = list(Circle)
    said = (share(WATER, one), share(RIVER, other))
    assert shared_with(DONE, SharedPart.NOTES, said, NOW) is order[min(order.index(one), order.index(other))]


def test_silence_of_one_side_is_no() -> None:
    for said in ((), (share(WATER, Circle.EVERYBODY),), (share(MINISTRY, Circle.EVERYBODY),) * 2):
        assert shared_with(DONE, SharedPart.NOTES, said, NOW) is Circle.NOBODY
        assert shown_exchange(DONE, said, LISTED, AT_THE_MINISTRY, NOW) is None


BOTH = (share(WATER, Circle.EVERYBODY), share(RIVER, Circle.EVERYBODY))
NAMED = (
    share(WATER, Circle.EVERYBODY, SharedPart.NAMES),
    share(RIVER, Circle.EVERYBODY, SharedPart.NAMES),
)


def test_only_the_part_that_both_shared_is_read() -> None:
    shown = shown_exchange(DONE, (*BOTH, *NAMED), LISTED, PASSER_BY, NOW)
    assert shown is not None
    assert dict(shown.parts) == {SharedPart.NOTES: "Words of note."}
    assert (shown.sides, shown.held_on) == (("Water for all", "River people"), TODAY - 2 * DAY)


def test_new_words_need_both_anew() -> None:
    changed = follows(DONE, act(ExchangeStep.NOTE, words="Other words.", at=NOW - 2 * HOUR))
    assert shown_exchange(changed, BOTH, LISTED, PASSER_BY, NOW) is None
    with refused("exchange-words-changed"):
        check_share(changed, BOTH[0])
    read = {"fingerprint": words_fingerprint("Other words."), "at": NOW - HOUR / 2}
    anew = tuple(share(by, Circle.MEMBERS, **read) for by in (WATER, RIVER))
    assert shown_exchange(changed, (*BOTH, *anew), LISTED, AT_THE_MINISTRY, NOW) is not None


def test_either_side_ends_it_for_both_in_that_moment() -> None:
    for by in (WATER, RIVER):
        ended = share(by, Circle.NOBODY, at=NOW, fingerprint="")
        check_share(DONE, ended)
        assert shown_exchange(DONE, (*BOTH, ended), LISTED, PASSER_BY, NOW - HOUR / 2) is not None
        assert shown_exchange(DONE, (*BOTH, ended), LISTED, PASSER_BY, NOW) is None


def test_nothing_is_shared_that_is_not_written_and_outsiders_share_nothing() -> None:
    with refused("exchange-part-missing"):
        check_share(exchange(ExchangeStep.AGREE), share(WATER, Circle.MEMBERS))
    with refused("exchange-not-there"):
        check_share(DONE, share(MINISTRY, Circle.MEMBERS))
    check_share(DONE, share(WATER, Circle.MEMBERS))


def test_beside_a_side_that_stays_unnamed_the_other_one_is_not_named_either() -> None:
    with_shelter = exchange(*WAY[ExchangeState.CONCLUDED], asked=SHELTER)
    said = tuple(
        share(by, Circle.EVERYBODY, part) for by in (WATER, SHELTER) for part in (SharedPart.NAMES, SharedPart.NOTES)
    )
    shown = shown_exchange(with_shelter, said, LISTED, PASSER_BY, NOW)
    assert shown is not None
    assert (shown.sides, shown.held_on) == ((), None)
    assert "Water" not in repr(shown)
    own = shown_exchange(with_shelter, (), LISTED, AT_THE_WATER, NOW)
    assert own is not None
    assert own.sides == ("Water for all", "A shelter")
    assert set(own.parts) == {SharedPart.AGENDA, SharedPart.NOTES, SharedPart.OUTCOMES}


def test_without_a_word_on_the_names_the_notes_are_read_without_them() -> None:
    shown = shown_exchange(DONE, (*BOTH, NAMED[0]), LISTED, PASSER_BY, NOW)
    assert shown is not None
    assert shown.sides == ()
    assert replace(shown, sides=("x",)) != shown


def test_whom_one_side_keeps_out_reads_nothing_of_what_both_did() -> None:
    listed = LISTED | {RIVER: listing(RIVER, "River", Circle.MEMBERS, not_for=frozenset({PartyKind.GOVERNMENT}))}
    said = (share(WATER, Circle.MEMBERS), share(RIVER, Circle.MEMBERS))
    assert shown_exchange(DONE, said, listed, AT_THE_MINISTRY, NOW) is None
    assert shown_exchange(DONE, said, listed, AT_THE_SHELTER, NOW) is not None
