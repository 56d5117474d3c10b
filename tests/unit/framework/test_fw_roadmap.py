"""A roadmap's rules alone: what may follow what, when evidence counts, where an action stands, what waits for what."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roadmap import Action, Roadmap, circle_in
from nyhavn.framework.roadmap_bodies import UNNAMED_BODY, WITHHELD_ADDRESS, WITHHELD_NAME, Naming, RoadmapBody
from nyhavn.framework.roadmap_evidence import ProofKind, RoadmapProof
from nyhavn.framework.roadmap_history import NEEDS_REASON, NEXT, ActionStep, SaidState, check_step
from nyhavn.framework.roadmap_standing import (
    BEFORE_IT_BEGAN,
    OF_EARLIER_CLAIM,
    PROGRESS_ONLY,
    Conflict,
    ConflictKind,
    conflicts,
    standing,
)
from nyhavn.framework.roadmap_vocabulary import ROADMAP, ActionStatus, FundingKind, Paid, Strand
from spec.roadmap.a_roadmap import (
    ENDS,
    NETWORK,
    SECRETARIAT,
    STARTS,
    UNNAMED,
    WRITTEN,
    action,
    days,
    roadmap,
    said,
    shown,
)

DAY = timedelta(days=1)
S, T = ActionStep, ActionStatus
LEADS = {
    SaidState.PLANNED: (),
    SaidState.BEGUN: (S.START,),
    SaidState.SAID_DONE: (S.FINISH,),
    SaidState.DROPPED: (S.DROP,),
}


def entry(number: int, step: ActionStep, on: date = STARTS, **more: object):
    return said(number, step, on, **({"days": days(ends=ENDS + DAY)} if step is S.MOVE else {}) | more)


def codes(make) -> tuple[str, ...]:
    with pytest.raises(Refusal) as refused:
        make()
    return refused.value.codes


# Words ---------------------------------------------------------------------------------------------------------


def test_every_code_has_its_words_once_and_in_order() -> None:
    assert [one.code for one in ROADMAP.strands] == list(Strand)
    assert [one.code for one in ROADMAP.statuses] == list(ActionStatus)
    assert [one.code for one in ROADMAP.funding] == list(FundingKind)
    assert [one.code for one in ROADMAP.payment] == list(Paid)
    assert not any(one.own_wording for one in ROADMAP.strands) and ROADMAP.source and ROADMAP.note


# What may follow -----------------------------------------------------------------------------------------------


def test_the_table_of_steps_is_total() -> None:
    assert set(NEXT) == set(SaidState) == set(LEADS)
    assert {state for steps in NEXT.values() for state in steps.values()} == set(SaidState)
    assert set().union(*NEXT.values()) == set(ActionStep)


@pytest.mark.parametrize(("state", "step"), list(product(SaidState, ActionStep)))
def test_each_step_follows_where_the_table_says_so_and_nowhere_else(state: SaidState, step: ActionStep) -> None:
    led = [entry(number, one) for number, one in enumerate(LEADS[state], start=1)]
    assert action("M1", *led).said is state
    if step in NEXT[state]:
        check_step(state, step)
        assert action("M1", *led, entry(9, step)).said is NEXT[state][step]
    else:
        assert codes(lambda: action("M1", *led, entry(9, step))) == ("action-out-of-turn",)


@pytest.mark.parametrize("step", sorted(NEEDS_REASON))
def test_days_move_and_actions_end_or_go_on_for_a_stated_reason_only(step: ActionStep) -> None:
    before = [entry(1, S.DROP)] if step is S.TAKE_UP else []
    for empty in ("", " - ", "n/a"):
        assert codes(lambda empty=empty: action("M1", *before, entry(2, step, because=empty))) == (
            "action-reason-missing",
        )


FAULTS = {
    "a move without days": (lambda: said(1, S.MOVE, STARTS), "action-move-nothing"),
    "a move to where it is": (lambda: said(1, S.MOVE, STARTS, days=days()), "action-move-nothing"),
    "days with another step": (lambda: said(1, S.START, STARTS, days=days(ends=ENDS + DAY)), "action-move-nothing"),
    "a move to an end before the start": (
        lambda: said(1, S.MOVE, STARTS, days=days(ends=STARTS - DAY)),
        "action-days-out-of-order",
    ),
    "said by nobody": (lambda: said(1, S.START, STARTS, by=" "), "action-said-by-nobody"),
    "a day still to come": (lambda: said(1, S.START, STARTS, recorded_on=STARTS - DAY), "action-days-out-of-order"),
    "recorded before the action": (lambda: said(1, S.START, WRITTEN - DAY), "action-days-out-of-order"),
    "somebody's address": (lambda: said(1, S.DROP, STARTS, because="Ask ana@example.org."), "roadmap-holds-address"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_of_an_entry_alone_is_refused(name: str) -> None:
    make, code = FAULTS[name]
    assert codes(lambda: action("M1", make())) == (code,)


def test_entries_come_in_order_and_nothing_ends_before_it_began() -> None:
    begun = entry(2, S.START, STARTS)
    assert codes(lambda: action("M1", begun, entry(2, S.FINISH))) == ("action-days-out-of-order",)
    assert codes(lambda: action("M1", begun, entry(3, S.FINISH, STARTS - DAY))) == ("action-days-out-of-order",)
    early = entry(3, S.FINISH, STARTS - DAY, recorded_on=STARTS)
    assert codes(lambda: action("M1", begun, early)) == ("action-days-out-of-order",)
    assert action("M1", begun, entry(3, S.FINISH)).claim is not None


@pytest.mark.parametrize("year", [26, 1989, 2200, 9999])
def test_a_mistyped_year_is_found(year: int) -> None:
    wrong = date(year, 12, 31)
    wide = days(min(STARTS, wrong), max(ENDS, wrong))
    assert codes(lambda: action(planned=wide)) == ("action-days-out-of-order",)
    if year < 2026:
        early = entry(1, S.START, wrong, recorded_on=STARTS)
        assert codes(lambda: action("M1", early)) == ("action-days-out-of-order",)


def test_an_action_that_ends_before_it_starts_is_refused_and_one_of_a_day_is_not() -> None:
    assert codes(lambda: action(planned=days(STARTS, STARTS - DAY))) == ("action-days-out-of-order",)
    assert action(planned=days(STARTS, STARTS)).days.ends == STARTS


@pytest.mark.parametrize("field", ["what", "owner", "partners"])
@pytest.mark.parametrize("text", ["ana@example.org", "write to Ana <ana@localhost>", "mailto:a@b", "ana＠example.org"])
def test_no_mail_address_gets_onto_the_roadmap(field: str, text: str) -> None:
    value = {"what": text, "owner": RoadmapBody(name=text), "partners": (RoadmapBody(name=text),)}[field]
    assert codes(lambda: action(**{field: value})) == ("roadmap-holds-address",)


@pytest.mark.parametrize("field", ["by", "reference"])
def test_no_mail_address_gets_in_with_what_shows_something(field: str) -> None:
    values = {"kind": ProofKind.DOCUMENT, "reference": "Letter 12", "by": "Fund", field: "Ana, ana@example.org"}
    assert codes(lambda: RoadmapProof(**values)) == ("roadmap-holds-address",)
    assert codes(lambda: Roadmap(code="r", title="Ask ana@example.org")) == ("roadmap-holds-address",)


def test_what_only_looks_like_an_address_stays() -> None:
    assert action(what="Meet @ the harbour, see https://example.org/@nyhavn").what.endswith("@nyhavn")


def test_more_is_added_and_checked_against_all_there_is() -> None:
    one = action().with_more(entries=(entry(1, S.START),))
    assert one.said is SaidState.BEGUN and one.with_more(entries=(entry(2, S.FINISH),)).said is SaidState.SAID_DONE
    assert codes(lambda: one.with_more(entries=(entry(2, S.START),))) == ("action-out-of-turn",)


# Where it stands -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "today", "status", "late"),
    [
        ((), STARTS, T.PLANNED, 0),
        ((), STARTS + DAY, T.LATE_TO_START, 1),
        ((), ENDS, T.LATE_TO_START, (ENDS - STARTS).days),
        ((), ENDS + DAY, T.OVERDUE, 1),
        ((S.START,), ENDS, T.UNDER_WAY, 0),
        ((S.START,), ENDS + DAY, T.OVERDUE, 1),
        ((S.START, S.FINISH), ENDS, T.CLAIMED, 0),
        ((S.START, S.FINISH), ENDS + 9 * DAY, T.CLAIMED, 9),
        ((S.DROP,), ENDS + 9 * DAY, T.DROPPED, 0),
    ],
)
def test_late_is_worked_out_from_the_day_after_the_last_one(steps, today: date, status: T, late: int) -> None:
    found = standing(action("M1", *(entry(number, step) for number, step in enumerate(steps, start=1))), today)
    assert (found.status, found.days_late) == (status, late)


@pytest.mark.parametrize(("on", "status", "late"), [(ENDS, T.DONE, 0), (ENDS + DAY, T.DONE_LATE, 1)])
def test_done_in_time_and_done_late_lie_on_both_sides_of_the_last_day(on: date, status: T, late: int) -> None:
    one = action("M1", entry(1, S.FINISH, on), evidence=(shown(day=on),))
    found = standing(one, date(2027, 1, 1))
    assert (found.status, found.days_late, found.finished_on) == (status, late, on)


EVIDENCE = {
    "counts": (shown(), ""),
    "of progress only": (shown(about=None), PROGRESS_ONLY),
    "not dated": (shown(day=None), "not dated"),
    "of tomorrow": (shown(day=date(2027, 1, 2)), "dated in the future"),
    "attested by nobody": (shown(by="  "), "attested by nobody"),
    "attested by whoever answers for it": (shown(by="SECRETARIAT."), "attested by the one"),
    "dated before it began": (shown(day=STARTS - DAY), BEFORE_IT_BEGAN),
}


@pytest.mark.parametrize("name", EVIDENCE)
def test_evidence_counts_or_says_why_it_does_not(name: str) -> None:
    piece, fault = EVIDENCE[name]
    found = standing(action("M1", entry(1, S.FINISH, ENDS), evidence=(piece,)), date(2027, 1, 1))
    assert found.evidence[0].fault.startswith(fault) and bool(found.evidence[0].fault) is bool(fault)
    assert found.status is (T.CLAIMED if fault else T.DONE)


def test_whoever_says_that_it_is_done_does_not_attest_it_either() -> None:
    one = action("M1", entry(1, S.FINISH, ENDS, by=NETWORK.name), evidence=(shown(),))
    assert standing(one, date(2027, 1, 1)).status is T.CLAIMED


def test_whoever_answers_for_it_does_not_attest_what_a_partner_claims() -> None:
    claim = entry(1, S.FINISH, ENDS, by=NETWORK.name)
    by_owner = action("M1", claim, evidence=(shown(by=SECRETARIAT.name),))
    assert standing(by_owner, date(2027, 1, 1)).status is T.CLAIMED
    by_others = action("M1", claim, evidence=(shown(by="Forum of Alta"),))
    assert standing(by_others, date(2027, 1, 1)).status is T.DONE


def test_evidence_that_says_otherwise_is_not_outvoted() -> None:
    pieces = (shown(1), shown(2), shown(3, shows="contradicts", by="Forum of Alta"))
    assert standing(action("M1", entry(1, S.FINISH, ENDS), evidence=pieces), date(2027, 1, 1)).status is T.DISPUTED


def test_evidence_of_an_earlier_claim_does_not_show_a_later_one() -> None:
    entries = (entry(1, S.FINISH, ENDS), entry(2, S.TAKE_UP, ENDS), entry(3, S.FINISH, ENDS))
    found = standing(action("M1", *entries, evidence=(shown(about=1),)), date(2027, 1, 1))
    assert (found.status, found.evidence[0].fault) == (T.CLAIMED, OF_EARLIER_CLAIM)
    assert standing(action("M1", *entries, evidence=(shown(about=3),)), date(2027, 1, 1)).status is T.DONE


@pytest.mark.parametrize("about", [1, 7])
def test_evidence_for_what_nobody_said_is_refused(about: int) -> None:
    assert codes(lambda: action("M1", entry(1, S.START), evidence=(shown(about=about),))) == (
        "action-evidence-about-unknown",
    )


def test_evidence_does_not_come_before_the_claim_it_is_about() -> None:
    early = shown(recorded_on=STARTS)
    assert codes(lambda: action("M1", entry(1, S.FINISH, ENDS), evidence=(early,))) == (
        "action-evidence-about-unknown",
    )


@pytest.mark.parametrize(
    "reference",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/x",
        "//example.org",
        "https://",
        "https://ana:secret@example.org/",
        "https://example.org/a b",
        "https://example.org/\u202egpj",
        "http://[broken/",
    ],
)
def test_a_link_leads_to_a_page_or_is_refused(reference: str) -> None:
    assert codes(lambda: RoadmapProof(kind=ProofKind.LINK, reference=reference)) == ("roadmap-link-unsafe",)


def test_a_page_and_a_title_can_be_looked_up_and_nothing_cannot() -> None:
    assert RoadmapProof(kind=ProofKind.LINK, reference="https://example.org/é?x=1#2")
    assert RoadmapProof(kind=ProofKind.DOCUMENT, reference="Minutes of March")
    assert codes(lambda: RoadmapProof(kind=ProofKind.RECORD, reference="-")) == ("roadmap-proof-nowhere",)


# What waits for what -------------------------------------------------------------------------------------------


def test_a_circle_is_named_and_refused() -> None:
    around = [action("A", depends_on=("B",)), action("B", depends_on=("C",)), action("C", depends_on=("A",))]
    with pytest.raises(Refusal) as refused:
        roadmap(*around, action("D", depends_on=("A",)))
    assert refused.value.codes == ("roadmap-circle",)
    named = refused.value.reasons[0].what
    assert all(code in named for code in "ABC") and " → " in named and "D" not in named.split(":")[1]
    assert codes(lambda: roadmap(action("A", depends_on=("A",)))) == ("roadmap-circle",)


@given(st.dictionaries(st.integers(0, 12), st.lists(st.integers(0, 12), max_size=4), max_size=13))
def test_a_circle_is_found_exactly_where_there_is_one(drawn: dict[int, list[int]]) -> None:
    needs = {str(code): [str(one) for one in before if one in drawn] for code, before in drawn.items()}
    left = dict(needs)
    while free := [code for code, before in left.items() if not set(before) & left.keys()]:
        left = {code: before for code, before in left.items() if code not in free}
    found = circle_in(needs)
    assert bool(found) is bool(left)
    if found:
        assert found[0] == found[-1]
        assert all(one in needs[other] for one, other in zip(found, found[1:], strict=False))


def test_a_chain_of_thousands_is_no_circle() -> None:
    assert circle_in({str(n): [str(n + 1)] if n < 5000 else [] for n in range(5001)}) == ()


def test_codes_are_unique_and_known() -> None:
    assert codes(lambda: roadmap(action("a"), action("A"))) == ("roadmap-code-twice",)
    assert codes(lambda: roadmap(action("A", depends_on=("Z",)))) == ("roadmap-depends-on-unknown",)


def after(starts: date, *entries, **more: object) -> Action:
    return action("B", *entries, planned=days(starts, starts + 30 * DAY), depends_on=("A",), **more)


def kinds(first: Action, second: Action, today: date = STARTS) -> list[ConflictKind]:
    return [one.kind for one in conflicts(roadmap(first, second), today)]


def test_an_action_that_starts_before_what_it_waits_for_ends_is_shown_and_not_refused() -> None:
    assert conflicts(roadmap(action("A"), after(ENDS)), STARTS) == (
        Conflict(code="B", on="A", kind=ConflictKind.STARTS_BEFORE_END),
    )
    assert kinds(action("A"), after(ENDS + DAY)) == []


def test_a_delay_reaches_what_waits_for_it() -> None:
    assert kinds(action("A"), after(ENDS + DAY), ENDS + DAY) == [ConflictKind.STARTS_BEFORE_END]
    done = action("A", entry(1, S.FINISH, ENDS), evidence=(shown(recorded_on=ENDS),))
    assert kinds(done, after(ENDS + DAY), ENDS + DAY) == []


def test_what_began_before_the_other_is_shown_to_be_done_and_what_waits_for_something_dropped_is_shown() -> None:
    begun = after(ENDS + DAY, entry(1, S.START, ENDS))
    assert kinds(action("A"), begun, ENDS) == [ConflictKind.BEGUN_BEFORE_DONE]
    assert kinds(action("A", entry(1, S.DROP)), begun, ENDS) == [ConflictKind.NEEDS_DROPPED]
    assert kinds(action("A"), after(STARTS, entry(1, S.DROP)), ENDS) == []


# Who is named --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Shelter of the Lamp agreed.",
        "SHELTER  OF THE\nLAMP agreed.",
        "shelter-of-the-lamp agreed.",
        "Shel\u200bter of the Lamp agreed.",
        "Ｓhelter of the Lamp agreed.",
    ],
)
def test_an_unnamed_body_stands_in_no_text_however_it_is_written(text: str) -> None:
    assert Naming([UNNAMED, NETWORK]).text(text) == f"{WITHHELD_NAME} agreed."


@pytest.mark.parametrize("name", ["Haus Straße", "Haus Strasse", "HAUS STRASSE"])
@pytest.mark.parametrize("text", ["Haus Straße", "HAUS STRASSE", "haus-strasse", "HAUS STRAẞE"])
def test_an_unnamed_body_is_found_in_capitals_that_are_two_letters(name: str, text: str) -> None:
    assert Naming([RoadmapBody(name=name, is_named=False)]).text(text) == WITHHELD_NAME


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Refugio Lámpara", "El refugio lampara abre.", "El {} abre."),
        ("Refugio Lampara", "El Refugio Lámpará abre.", "El {} abre."),
        ("مأوى المصباح", "قال مَأْوى المِصباحِ نعم", "قال {} نعم"),
        ("İzmir Evi", "izmir evi, İZMİR EVİ", "{}, {}"),
        ("水の声", "昨日水の声です", "昨日{}です"),
        ("บ้าน", "ที่บ้านนี้", "ที่{}นี้"),
        ("हिन्दी मंच", "आज हिन्दी मंच आया", "आज {} आया"),
        ("***", "a *** b", "a {} b"),
        ("Lamp House", "LampHouse, Lamp-house; lamp house", "{}, {}; {}"),
        ("Name", "No name here", "No {} here"),
    ],
)
def test_an_unnamed_body_is_found_in_every_script_with_its_accents_and_without(name: str, text: str, left: str) -> None:
    naming = Naming([RoadmapBody(name=name, is_named=False), RoadmapBody(name="withheld", is_named=False)])
    assert naming.text(text) == left.replace("{}", WITHHELD_NAME)


@pytest.mark.parametrize(
    ("name", "text"), [("हिन्दी मंच", "हान्दा मंच"), ("UN", "fund, uns, sun"), ("كم", "كمال"), ("बस", "बसें")]
)
def test_what_is_another_word_stays(name: str, text: str) -> None:
    assert Naming([RoadmapBody(name=name, is_named=False)]).text(text) == text


def test_names_that_stand_in_each_other_leave_nothing_of_either() -> None:
    two = (
        RoadmapBody(name="Shelter of the Lamp", is_named=False),
        RoadmapBody(name="the Lamp of Alta", is_named=False),
    )
    assert Naming(two).text("The shelter of the lamp of Alta agreed.") == f"The {WITHHELD_NAME} agreed."


def test_an_address_in_wide_letters_is_withheld_too() -> None:
    assert Naming([NETWORK]).text("Ask ana＠example.org") == f"Ask {WITHHELD_ADDRESS}"


def test_everybody_else_is_named_and_short_names_take_no_other_words_with_them() -> None:
    naming = Naming([RoadmapBody(name="UN", is_named=False), NETWORK])
    assert naming.text("Funds of the UN.") == f"Funds of the {WITHHELD_NAME}."
    assert naming.name(NETWORK) == "Harbour Network" and naming.name(RoadmapBody(name="un")) == UNNAMED_BODY
    assert Naming([NETWORK]).text("Ｆunds of ana@example.org") == f"Ｆunds of {WITHHELD_ADDRESS}"
    assert Naming([SECRETARIAT]).text("Secretariat") == "Secretariat"
