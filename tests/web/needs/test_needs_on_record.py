"""Needs on record: raised by one body, minuted, linked, kept for a reason, answered, and never changed."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nyhavn.framework.needs import RaisedBy
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.needs.models import ItemKept, NeedLink, NeedOutcome, NeedRaised
from nyhavn.web.needs.offering import question_choices, tables_suggested
from nyhavn.web.needs.queries import needs_of, needs_on_record
from nyhavn.web.needs.showing import needs_shown
from nyhavn.web.needs.tables import tables_in
from web import board, needed, objects
from web.cast import Cast

pytestmark = pytest.mark.django_db
PAGE = "/work/initiatives/village-water/needs/"
SignIn = Callable[[User], Client]


@pytest.fixture
def asking(village: Cast) -> Cast:
    """A village with a questionnaire on its method card, and no need of its own yet but the shared one, taken back."""
    objects.method_card(village, objects.questionnaire(village))
    needed.taken_back(village, needed.the_need(village))
    return village


def code(do: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as error:
        do()
    return error.value.codes[0]


def questions(need: NeedRaised) -> set[str]:
    return {link.name for link in need.links.all() if link.ended_on is None}


def test_a_body_of_the_community_raises_a_need_in_its_meeting(asking: Cast) -> None:
    body = board.assembly(asking)
    met = board.met(asking, body)
    made = needed.raised(
        asking, raised_by="", body=str(body.uuid), meeting=str(met.uuid), minutes="", raised_on=met.held_on
    )
    assert (made.kind, made.body, made.meeting, made.raised_by) == ("community-body", body, met, "")
    found = needs_of(asking.initiative).need[-1]
    assert found.raised_by == "The assembly"
    assert found.minutes == f"Minutes of the meeting on {met.held_on.isoformat()}"


def test_what_leaves_the_site_asks_no_more_for_many_needs_than_for_one(asking: Cast) -> None:
    body = board.assembly(asking)

    def asked() -> int:
        needed.raised(asking, raised_by="", body=str(body.uuid), raised_on=board.today())
        with CaptureQueriesContext(connection) as queries:
            assert needs_on_record(asking.initiative)
        return len(queries)

    assert asked() == asked() == asked()


def test_a_body_that_is_not_named_stays_unnamed_in_what_leaves_the_site_and_one_that_is_does_not(asking: Cast) -> None:
    for name, is_named in (("The hidden council", False), ("The open assembly", True)):
        body = board.assembly(asking, name, is_named=is_named)
        needed.raised(asking, raised_by="", body=str(body.uuid), minutes=f"Minutes of {name}")
    found = needs_on_record(asking.initiative)
    assert found is not None
    said = found.model_dump_json()
    assert "hidden council" not in said
    assert "The open assembly" in said
    assert [need.whose for need in found.need][0] == "a body of the community that stays unnamed"
    assert "The hidden council" in needs_of(asking.initiative).model_dump_json()


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"raised_by": ""}, "need-raised-by-nobody"),
        ({"kind": RaisedBy.COMMUNITY_BODY}, "need-raised-by-nobody"),
        ({"body": "00000000-0000-0000-0000-000000000000"}, "need-raised-by-nobody"),
        ({"minutes": ""}, "need-not-minuted"),
        ({"meeting": "00000000-0000-0000-0000-000000000000"}, "need-meeting-of-others"),
        ({"raised_by": "council of VILLAGE-water"}, "need-raised-by-producer"),
        ({"raised_on": date(2999, 1, 1)}, "need-in-future"),
        ({"questions": ("gone",)}, "need-question-unknown"),
    ],
)
def test_a_need_without_a_body_minutes_or_a_day_that_came_is_refused(
    asking: Cast, changes: dict[str, object], refused: str
) -> None:
    assert code(lambda: needed.raised(asking, **changes)) == refused
    assert NeedRaised.objects.count() == 1


def test_the_meeting_is_one_of_the_body_that_raised_it_and_not_before_it(asking: Cast) -> None:
    body, other = board.assembly(asking), board.assembly(asking, "The youth council")
    met = board.met(asking, other)
    said = {"raised_by": "", "minutes": "", "meeting": str(met.uuid)}
    assert code(lambda: needed.raised(asking, body=str(body.uuid), **said)) == "need-meeting-of-others"
    needed.raised(asking, body=str(other.uuid), **said)


def test_whole_groups_and_everything_are_ticked_in_one_click(village: Cast) -> None:
    survey = (
        ("begin_group", "home", "Home", "البيت", "", "", ""),
        *objects.SURVEY[2:],
        ("end_group", "home", "", "", "", "", ""),
    )
    objects.method_card(village, objects.questionnaire(village, objects.form_file((*objects.SURVEY[:2], *survey))))
    need = needed.the_need(village)
    needed.ticked(village, need, "group:home")
    assert questions(need) == {"age", "water", "hours", "sources"}
    needed.ticked(village, need, "everything")
    assert questions(need) == {"gender", "gender_own", "age", "water", "hours", "sources"}
    assert "group:home" in dict(question_choices(village.initiative))


def test_what_is_not_ticked_any_more_ends_and_what_stays_keeps_its_day(asking: Cast) -> None:
    need = needed.raised(asking, questions=("hours", "water"))
    needed.ticked(asking, need, "water", "age")
    rows = {(link.name, link.ended_on is None) for link in NeedLink.objects.filter(need=need)}
    assert rows == {("hours", False), ("water", True), ("age", True)}


def test_what_is_kept_has_a_reason_and_can_be_given_back(asking: Cast) -> None:
    needed.raised(asking, questions=("hours",))
    needed.kept(asking, "everything")
    assert needs_of(asking.initiative).kept_questions == {"gender", "gender_own", "age", "water", "sources"}
    assert code(lambda: needed.kept(asking, "hours")) == "need-question-unknown"
    needed.stopped_keeping(asking, "age")
    assert [one.name for one in needs_shown(asking.initiative).without_need] == ["age"]


def test_results_and_uses_are_dated_between_the_need_and_today(asking: Cast) -> None:
    need, today = needed.raised(asking), timezone.localdate()
    for wrong in (needed.RAISED - timedelta(days=1), today + timedelta(days=1)):
        assert code(lambda day=wrong: needed.returned(asking, need, day)) == "need-day-out-of-order"  # type: ignore[misc]
        assert code(lambda day=wrong: needed.used(asking, need, day)) == "need-day-out-of-order"  # type: ignore[misc]
    needed.returned(asking, need, today)
    needed.used(asking, need, today)
    found = needs_of(asking.initiative).need[-1]
    assert (found.returned[0].how, found.used[0].who) == ("Read aloud in the assembly.", "The water office")


def test_tables_that_count_its_questions_are_suggested_and_any_table_of_the_plan_can_be_ticked(asking: Cast) -> None:
    objects.tables(asking)
    water, hours = needed.raised(asking, questions=("water",)), needed.raised(asking, questions=("hours",))
    assert [table.id for table in tables_in(asking.initiative)] == ["water"]
    assert (tables_suggested(water), tables_suggested(hours)) == (("water",), ())
    assert code(lambda: needed.answered(asking, water, "gone")) == "need-question-unknown"
    needed.answered(asking, hours, "water")
    assert needs_of(asking.initiative).answered_by == {"water"}
    needed.answered(asking, water, "water", "water")  # a program may say it twice
    assert water.links.filter(name="water", kind="table").count() == 1


def test_what_was_taken_back_stays_to_be_read_and_nothing_is_added_to_it(asking: Cast) -> None:
    need = needed.raised(asking)
    needed.taken_back(asking, need)
    assert needs_of(asking.initiative).need == ()
    assert [one.taken_back_because for one in needs_shown(asking.initiative).needs] == ["It was meant otherwise."] * 2
    assert code(lambda: needed.ticked(asking, need, "water")) == "need-taken-back"
    assert code(lambda: needed.returned(asking, need, timezone.localdate())) == "need-taken-back"


@pytest.mark.parametrize("model", [NeedRaised, NeedLink, ItemKept, NeedOutcome])
def test_the_database_changes_and_removes_nothing_that_was_said(asking: Cast, model: type) -> None:
    need = needed.raised(asking)
    needed.kept(asking, "water")
    needed.used(asking, need, timezone.localdate())
    changed = {NeedRaised: "words", NeedLink: "name", ItemKept: "because", NeedOutcome: "words"}[model]
    for change in (lambda: model.objects.update(**{changed: "x"}), lambda: model.objects.all().delete()):  # type: ignore[attr-defined]
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_record_of_what_was_done_holds_no_words_of_a_need(asking: Cast) -> None:
    needed.raised(asking)
    made = AuditRecord.objects.filter(action="need-raised").latest("id")
    assert "hours" not in str(made.facts)
    assert made.facts["number"] == 2


def test_the_page_shows_first_what_is_missing_and_then_the_chain(asking: Cast, signed_in: SignIn) -> None:
    need = needed.raised(asking, questions=("hours",))
    needed.raised(asking, words="Where is the well?", questions=())
    needed.returned(asking, need, timezone.localdate())
    page = signed_in(asking[Role.COORDINATOR]).get(PAGE).content.decode()
    for said in ("Questions without a need", "Needs without a question", "Read aloud in the assembly.", "Need 3"):
        assert said in page
    needed.kept(asking, "everything")
    needed.kept_need(asking, NeedRaised.objects.get(number=3))
    after = signed_in(asking[Role.OBSERVER]).get(PAGE).content.decode()
    assert "Before anybody is asked" not in after
    assert "do/raise-need" not in after


def test_a_coordinator_ticks_questions_on_one_page(asking: Cast, signed_in: SignIn) -> None:
    need, client = needed.raised(asking, questions=("hours",)), signed_in(asking[Role.COORDINATOR])
    address = f"{PAGE}{need.uuid}/do/link-questions/"
    assert "All of these questions" in client.get(address).content.decode()
    assert client.post(address, {"questions": ["everything"]}).status_code == 302
    assert len(questions(need)) == 6
    assert client.post(address, {"questions": []}).status_code == 302
    assert questions(need) == set()


def test_a_stranger_does_not_learn_that_there_are_needs(asking: Cast, stranger: User, signed_in: SignIn) -> None:
    assert signed_in(stranger).get(PAGE).status_code == 404
