"""A workshop on paper and on one shared device: nothing is lost or counted twice, sheets that differ both stand."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyhavn.exchange.report.environment_sheet import environment_sheet_html
from nyhavn.framework.environment import ENVIRONMENT, LEVELS, Dimension
from nyhavn.framework.environment_answers import GroupAnswer, KeyedIn, Outcome
from nyhavn.framework.environment_assessment import Reader, Voice
from nyhavn.framework.environment_own import conflicts
from nyhavn.framework.environment_packs import CountryPack, in_country
from nyhavn.framework.environment_positions import positions, unreplaced
from nyhavn.framework.environment_sending import send
from nyhavn.framework.environment_sheet import keyed_line, workshop_sheet
from nyhavn.framework.refusal import Refusal
from spec.environment.env_world import (
    CITIZENS,
    CLERK,
    DAY,
    DISAGREEING,
    DURING,
    LAST_MOMENT,
    NEIGHBOUR,
    OFFICE,
    OMBUD,
    OPENS,
    VOICES,
    assessment,
    entry,
    keyed,
)
from spec.report.report_reading import Element, read

FIRST = entry(CITIZENS, "TR1", "none partial", key="device-a-answer-0001")
OTHER_SHEET = entry(CITIZENS, "TR1", "draft partial one-off", key="device-b-answer-0001", sheet="paper-2")


def sent(*entries: GroupAnswer, reader: Reader = NEIGHBOUR) -> tuple[GroupAnswer, ...]:
    found: tuple[GroupAnswer, ...] = ()
    for one in entries:
        found = send(assessment(), found, one, reader, DURING).entries
    return found


def said(entries: tuple[GroupAnswer, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(one.said for one in positions(unreplaced(entries)).values())


def refused_codes(
    one: GroupAnswer, reader: Reader = NEIGHBOUR, before: tuple[GroupAnswer, ...] = ()
) -> tuple[str, ...]:
    with pytest.raises(Refusal) as refused:
        send(assessment(), before, one, reader, DURING)
    return refused.value.codes


# One by one, however often ------------------------------------------------------------------------------------------


def test_an_answer_sent_twice_is_there_once_and_a_lost_connection_costs_nothing() -> None:
    once = sent(FIRST)
    again = send(assessment(), once, FIRST, NEIGHBOUR, DURING + timedelta(hours=3))
    assert (again.outcome, again.entries) == (Outcome.THERE_ALREADY, once)


def test_another_answer_under_the_same_key_changes_nothing_and_is_refused() -> None:
    other = entry(CITIZENS, "TR1", "draft partial", key=FIRST.key)
    assert refused_codes(other, before=sent(FIRST)) == ("environment-key-reused",)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_order_and_repetition_of_what_is_sent_make_no_difference(data: st.DataObject) -> None:
    made: list[GroupAnswer] = []
    for number in range(data.draw(st.integers(1, 6))):
        levels = {str(one): data.draw(st.sampled_from(LEVELS[one])) for one in Dimension}
        known = [one.key for one in made]
        replaces = data.draw(st.sets(st.sampled_from(known), max_size=3)) if known else set()
        key = f"device-answer-{number:04}"
        made.append(entry(CITIZENS, "TR1", key=key, replaces=frozenset(replaces), **levels))
    again = data.draw(st.lists(st.sampled_from(made), max_size=4))
    shuffled = data.draw(st.permutations([*made, *again]))
    assert said(sent(*shuffled)) == said(sent(*made))
    assert {one.key for one in sent(*shuffled)} == {one.key for one in made}


def test_a_correction_that_arrives_before_what_it_corrects_still_counts() -> None:
    right = entry(CITIZENS, "TR1", "draft", key="device-a-answer-0002", replaces=frozenset({FIRST.key}))
    assert said(sent(right, FIRST)) == said(sent(FIRST, right)) == (("draft",), ("not-answered",), ("not-answered",))


def test_answers_that_replace_each_other_both_stand_and_none_is_lost() -> None:
    one = FIRST.model_copy(update={"replaces": frozenset({OTHER_SHEET.key})})
    other = OTHER_SHEET.model_copy(update={"replaces": frozenset({FIRST.key})})
    third = entry(CITIZENS, "TR1", "in-force", key="device-c-answer-0001", sheet="paper-3")
    assert said((one, other, third))[0] == ("none", "draft", "in-force")


def test_what_arrives_is_dated_by_the_server_and_not_by_the_sender() -> None:
    dated_back = FIRST.model_copy(update={"received_at": OPENS})
    assert send(assessment(), (), dated_back, NEIGHBOUR, LAST_MOMENT).entries[0].received_at == LAST_MOMENT


# Sheets that differ -------------------------------------------------------------------------------------------------


def test_two_sheets_that_differ_are_shown_and_neither_is_chosen() -> None:
    both = sent(FIRST, OTHER_SHEET)
    (found,) = conflicts(assessment(), both, NEIGHBOUR, CITIZENS)
    assert (found.statement, found.dimension, found.position.said) == ("TR1", Dimension.LAW, ("none", "draft"))
    assert [(one.sheet, one.said) for one in found.sheets] == [("paper-1", "none"), ("paper-2", "draft")]


def test_twin_what_one_sheet_left_open_is_taken_from_the_other() -> None:
    assert said(sent(FIRST, OTHER_SHEET))[1:] == (("partial",), ("one-off",))


def test_dont_know_on_one_sheet_and_a_level_on_the_other_is_a_conflict_too() -> None:
    unsure = entry(CITIZENS, "TR1", "dont-know", key="device-b-answer-0001", sheet="paper-2")
    assert said(sent(FIRST, unsure))[0] == ("none", "dont-know")


def test_a_new_answer_that_replaces_both_settles_it() -> None:
    settled = entry(
        CITIZENS, "TR1", "draft", key="device-a-answer-0009", replaces=frozenset({FIRST.key, OTHER_SHEET.key})
    )
    assert conflicts(assessment(), sent(FIRST, OTHER_SHEET, settled), NEIGHBOUR, CITIZENS) == ()


def test_a_conflict_of_citizens_is_shown_to_citizens_only() -> None:
    for reader in (CLERK, OMBUD, Reader(convenes=True), Reader()):
        with pytest.raises(Refusal) as refused:
            conflicts(assessment(), sent(FIRST, OTHER_SHEET), reader, CITIZENS)
        assert refused.value.codes == ("environment-not-yours",)


# Keyed in -----------------------------------------------------------------------------------------------------------

GUEST = Reader(records_for=frozenset({CITIZENS}))
ENTRY_FAULTS = {
    "environment-statement-unknown": {"statement": "TR9"},
    "environment-day-in-future": {"answered_on": DURING.date() + timedelta(days=1)},
    "environment-organisation-unknown": {"organisations": frozenset({"wells", "another"})},
    "environment-people-too-few": {"people": 3},
    "environment-proof-empty": {"shown_by": ({"shows": "law"},)},
    "environment-replaces-itself": {"replaces": frozenset({"device-a-answer-0001"})},
}


@pytest.mark.parametrize(("code", "changes"), ENTRY_FAULTS.items())
def test_an_answer_is_refused_for_each_fault_alone(code: str, changes: dict[str, object]) -> None:
    wrong = entry(CITIZENS, **{"statement": "TR1", "key": "device-a-answer-0001", **changes})  # type: ignore[arg-type]
    assert refused_codes(wrong) == (code,)


def test_twin_the_answer_without_a_fault_is_kept() -> None:
    today = entry(CITIZENS, "TR1", people=4, answered_on=DURING.date(), key="device-a-answer-0001")
    assert send(assessment(), (), today, NEIGHBOUR, DURING).outcome is Outcome.KEPT


def test_an_answer_cannot_replace_one_to_another_statement() -> None:
    wrong = entry(CITIZENS, "TR2", key="device-a-answer-0002", replaces=frozenset({FIRST.key}))
    assert refused_codes(wrong, before=sent(FIRST)) == ("environment-replaces-other",)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "//example.org"])
def test_nothing_that_a_browser_would_run_is_taken_as_proof(link: str) -> None:
    with pytest.raises(ValueError):
        entry(CITIZENS, shown_by=({"shows": "law", "link": link},))


def test_a_guest_names_recorder_and_source_and_they_stay_with_the_answer() -> None:
    assert refused_codes(FIRST, GUEST) == ("environment-source-missing",)
    typed = FIRST.model_copy(update={"keyed_in": keyed()})
    assert sent(typed, reader=GUEST)[0].keyed_in == KeyedIn(recorder="guest", source="folder 3 of the meeting")


def test_nobody_answers_for_a_group_that_did_not_let_them() -> None:
    for reader in (CLERK, Reader(), Reader(records_for=frozenset({OFFICE}))):
        assert refused_codes(FIRST, reader) == ("environment-not-yours",)


@pytest.mark.parametrize("text", ["TR1 a b -", "tr1 ab-", " TR1: A, B, - ", "TR1  a  b  -"])
def test_a_line_of_the_paper_is_keyed_in_with_a_code_and_three_letters(text: str) -> None:
    found = keyed_line(text, ENVIRONMENT)
    assert (found.statement, found.law, found.practice, found.funding) == ("TR1", "none", "partial", "not-answered")


@pytest.mark.parametrize("text", ["", "TR1", "TR1 a b", "TR1 a b f", "TR1 a b - c", "TR9 a b c", "TR1 1 2 3", "TR1abc"])
def test_a_line_that_is_unclear_is_not_guessed(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        keyed_line(text, ENVIRONMENT)
    assert refused.value.codes == ("environment-line-unclear",)


def test_every_box_of_every_line_is_keyed_in_as_what_stands_beside_it() -> None:
    sheet = workshop_sheet(assessment(), CITIZENS, 1)
    for part in sheet.elements:
        for statement in part.statements:
            for letter in "abcde":
                found = keyed_line(f"{statement.code} {letter} {letter} {letter}", ENVIRONMENT)
                ticked = [next(box.said for box in row.boxes if box.letter == letter) for row in sheet.rows]
                assert [found.law, found.practice, found.funding] == ticked


# The paper ----------------------------------------------------------------------------------------------------------


def page_of(voice: str = CITIZENS, **changes: object) -> Element:
    page, faults = read(environment_sheet_html(workshop_sheet(assessment(**changes), voice, 4)))
    assert faults == []
    return page


def test_the_paper_has_every_statement_every_box_and_a_place_for_proof_and_words() -> None:
    page = page_of()
    for statement in ENVIRONMENT.statements:
        assert statement.says in page.text and statement.proof in page.text
    assert len(page.all("article")) == len(ENVIRONMENT.statements)
    assert {len(one.all(class_="box")) for one in page.all("article")} == {15}
    assert {len(one.all(class_="write")) for one in page.all("article")} == {2}
    assert [one.text.partition(". ")[2] for one in page.all("h2")] == [one.name for one in ENVIRONMENT.elements]
    assert f"ground-2026/{CITIZENS}/4" in page.text


def test_the_paper_says_that_it_is_no_test_and_whose_words_these_are() -> None:
    text = page_of().text
    assert ENVIRONMENT.words["no_score"] in text and ENVIRONMENT.words["own_words"] in text


def test_the_paper_holds_no_answer_and_nothing_that_runs() -> None:
    html = environment_sheet_html(workshop_sheet(assessment(), OFFICE, 1)).decode()
    assert "<script" not in html and "http" not in html.replace("http-equiv", "")
    assert "size:A4" in html
    assert html.encode() == environment_sheet_html(workshop_sheet(assessment(), OFFICE, 1))
    assert DISAGREEING and DAY.isoformat() not in html


def test_an_answer_names_its_paper_however_many_groups_are_named_on_it() -> None:
    together = Voice(groups=(CITIZENS, "human-rights-institution"), organisations=frozenset({"wells"}))
    asked = assessment(id="g" * 60, voices=(VOICES[0], together))
    sheet = workshop_sheet(asked, together.code, 1)
    assert entry(together.code, sheet=sheet.code).sheet == sheet.code


def test_a_group_that_was_not_asked_has_no_paper() -> None:
    with pytest.raises(Refusal) as refused:
        workshop_sheet(assessment(), "army", 1)
    assert refused.value.codes == ("environment-group-unknown",)


ARABIC = CountryPack.model_validate(
    {
        "id": "zz-ar", "version": "1", "follows": "1", "letters": "ZZ", "language": "ar", "by": "مكتب الإحصاء",
        "words": {"title": "ما حال أرض بيانات المواطنين؟", "key_how": "اكتب {example}."},
        "elements": [{"code": "trust", "called": "الثقة"}],
        "answers": {"law.none": "لا", "dont-know": "لا أعرف"},
        "asks": {"law": "هل هو في قانون؟"},
    }
)  # fmt: skip


def test_the_paper_speaks_the_language_of_the_pack_from_right_to_left_and_marks_what_is_left_in_english() -> None:
    page = page_of(edition=in_country(ENVIRONMENT, ARABIC))
    (html,) = page.all("html")
    assert (html.attributes["lang"], html.attributes["dir"]) == ("ar", "rtl")
    assert page.all("h1")[0].text == "ما حال أرض بيانات المواطنين؟"
    assert "3. الثقة" in page.text and "لا أعرف" in page.text
    english = {one.text for one in page.all("span", lang="en")}
    assert {ENVIRONMENT.words["no_score"], "in force", ENVIRONMENT.statements[0].says} <= english
    assert not {"لا", "الثقة"} & english
    assert [one.text for one in page.all("bdi", dir="ltr")] == ["WS1 a b -"]


def test_words_of_a_pack_cannot_bring_markup() -> None:
    bad = ARABIC.model_copy(update={"words": {"title": "<b>x</b>", "no_score": "a\u202eb"}})
    html = environment_sheet_html(workshop_sheet(assessment(edition=in_country(ENVIRONMENT, bad)), CITIZENS, 1))
    assert b"<b>x</b>" not in html and b"&lt;b&gt;x" in html
    assert "\u202e" not in html.decode()
