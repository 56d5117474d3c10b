"""Requests, answers, commitments, actions and what the community saw: each said once, by whoever may say it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from nyhavn.framework.commitments import CommitmentState, RequestState
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import OutgoingMail, User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.commitments import actions, asks, saying
from nyhavn.web.commitments.models import ActionRequest, RequestDraft, TrailEntry
from nyhavn.web.commitments.queries import requests, trail_of
from nyhavn.web.commitments.showing import decisions_shown
from web import asking_authorities as asking
from web import needed, publishing
from web.cast import Cast, cast
from web.examples.production import a_run

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def code(do: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as error:
        do()
    return error.value.codes[0]


def now(on: ActionRequest) -> ActionRequest:
    return requests().get(id=on.id)


@pytest.fixture
def ministry() -> asking.Authority:
    return asking.authority()


def test_the_whole_trail_from_a_need_to_what_the_community_saw(village: Cast, ministry: asking.Authority) -> None:
    made = asking.brought(village, ministry)
    asking.answers(ministry, made, "accept-in-part", "A well yes, two no.")
    promised = asking.commits(ministry, made)
    asking.acts(ministry, made, promised)
    asking.sees(village, made, promised)
    trail = trail_of(now(made))
    (commitment,) = trail.commitments(asking.today())
    assert trail.state is RequestState.ACTED
    assert (commitment.state, commitment.is_disputed) == (CommitmentState.KEPT, True)
    assert [one.step.value for one in trail.entries] == ["accept-in-part", "commit", "act", "see"]
    assert RequestDraft.objects.count() == 0


def test_nothing_said_is_changed_or_removed_by_any_hand(village: Cast, ministry: asking.Authority) -> None:
    made = asking.brought(village, ministry)
    said = asking.answers(ministry, made)
    for row, field in ((made, "asked_for"), (said, "words")):
        with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
            type(row).objects.filter(id=row.id).update(**{field: "Something else."})
        with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
            type(row).objects.filter(id=row.id)._raw_delete("default")


def test_a_correction_stands_beside_what_it_corrects(village: Cast, ministry: asking.Authority) -> None:
    made = asking.brought(village, ministry)
    asking.answers(ministry, made)
    promised = asking.commits(ministry, made)
    said = asks.CorrectionSaid(about=str(promised.number), words="Another ministry promised this.", takes_back=True)
    saying.correct(by=ministry.admin, on=made, said=said, as_authority=True)
    trail = trail_of(now(made))
    assert len(trail.entries) == 3
    assert [one.state for one in trail.commitments(asking.today())] == [CommitmentState.TAKEN_BACK]
    assert trail.dues(asking.today()) == ()


def test_nobody_corrects_what_the_other_side_said(village: Cast, ministry: asking.Authority) -> None:
    made = asking.brought(village, ministry)
    answer = asking.answers(ministry, made, "decline", "There is no money.")
    seen = asking.sees(village, made)
    takes = asks.CorrectionSaid(about=str(answer.number), words="They meant yes.", takes_back=True)
    by = village[Role.COORDINATOR]
    assert code(lambda: saying.correct(by=by, on=made, said=takes, as_authority=False)) == "trail-about-unknown"
    hides = asks.CorrectionSaid(about=str(seen.number), words="They saw nothing.", takes_back=True)
    hide = code(lambda: saying.correct(by=ministry.admin, on=made, said=hides, as_authority=True))
    assert hide == "trail-about-unknown"
    assert trail_of(now(made)).state is RequestState.DECLINED


def test_nobody_puts_words_into_the_mouth_of_an_authority_on_this_site(
    village: Cast, ministry: asking.Authority
) -> None:
    made = asking.brought(village, ministry)
    assert code(lambda: asking.recorded_answer(village, made)) == "trail-authority-speaks-itself"
    assert code(lambda: asking.recorded_commitment(village, made)) == "trail-authority-speaks-itself"


def test_what_an_authority_outside_said_is_recorded_with_its_source(village: Cast) -> None:
    made = asking.brought(village)
    said = asking.recorded_answer(village, made)
    asking.recorded_commitment(village, made)
    assert (said.by_authority, said.source) == (False, asking.SOURCE)
    assert trail_of(now(made)).state is RequestState.COMMITTED
    with pytest.raises(IntegrityError), transaction.atomic():
        TrailEntry.objects.create(
            request=made, number=9, step="decline", said_on=asking.today(), recorded_on=asking.today(),
            words="No.", by_authority=False,
        )  # fmt: skip


def test_an_answer_comes_first(village: Cast, ministry: asking.Authority) -> None:
    made = asking.brought(village, ministry)
    assert code(lambda: asking.commits(ministry, made)) == "trail-out-of-turn"
    assert code(lambda: asking.acts(ministry, made)) == "trail-out-of-turn"
    asking.answers(ministry, made, "decline", "Not this year.")
    assert code(lambda: asking.commits(ministry, made)) == "trail-out-of-turn"
    asking.answers(ministry, made)
    asking.commits(ministry, made)
    assert code(lambda: asking.answers(ministry, made, "decline")) == "trail-out-of-turn"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"office": "mina@water-ministry.example"}, "office-not-person"),
        ({"office": "Ms mina  okoro, planning"}, "office-not-person"),
        ({"days": -1}, "commitment-due-past"),
    ],
)
def test_a_commitment_has_a_day_and_an_office_and_names_nobody(
    village: Cast, ministry: asking.Authority, changes: dict[str, Any], expected: str
) -> None:
    made = asking.brought(village, ministry)
    asking.answers(ministry, made)
    assert code(lambda: asking.commits(ministry, made, **changes)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"need": ""}, "request-about-nothing"),
        ({"authority_name": ""}, "request-authority-unclear"),
        ({"how": ""}, "request-how-missing"),
        ({"authority_name": "council OF village-water"}, "request-to-oneself"),
        ({"answer_by": asking.date(2025, 1, 1)}, "request-days-out-of-order"),
        ({"need": "", "release": "0"}, "request-about-unknown"),
    ],
)
def test_a_request_says_whom_about_what_and_how(village: Cast, changes: dict[str, Any], expected: str) -> None:
    assert code(lambda: asking.brought(village, **changes)) == expected


def test_the_organisation_behind_the_initiative_is_no_authority_for_it(village: Cast) -> None:
    type(village.organisation).objects.filter(id=village.organisation.id).update(kind="government")
    own = asking.Authority(village.organisation, village.admin, village.admin)
    assert code(lambda: asking.drafted(village, own)) == "request-authority-unclear"


def test_what_was_taken_back_or_is_of_another_village_is_no_ground(village: Cast) -> None:
    need = needed.raised(village, questions=())
    needed.taken_back(village, need)
    assert code(lambda: asking.drafted(village, need=str(need.uuid))) == "request-about-unknown"
    other = cast("hill-water", "hill.example")
    theirs = needed.raised(other, questions=())
    assert code(lambda: asking.drafted(village, need=str(theirs.uuid))) == "request-about-unknown"


def test_results_are_a_ground_once_they_are_published(village: Cast) -> None:
    a_run(village)
    release = village.initiative.releases.get()
    said = {"need": "", "release": str(release.uuid)}
    assert code(lambda: asking.drafted(village, **said)) == "request-about-unknown"
    publishing.published(village, release)
    made = asking.brought(village, **said)
    assert trail_of(now(made)).release == release.name


def test_nobody_of_the_authority_says_for_the_community_that_it_happened(
    village: Cast, ministry: asking.Authority
) -> None:
    made = asking.brought(village, ministry)
    ministry.organisation.memberships.create(user=village[Role.BOARD_MEMBER])
    assert code(lambda: asking.sees(village, made, seen="happened")) == "seen-by-authority"


def test_a_community_that_stays_unnamed_is_named_in_no_request(village: Cast) -> None:
    asking.from_now_unnamed(village)
    assert code(lambda: asking.drafted(village, asked_for="A well for THE VILLAGE.")) == "request-names-unnamed"
    made = asking.brought(village, asked_for="A well for us.")
    seen = {"seen_by": "Assembly of the village"}
    assert code(lambda: asking.sees(village, made, **seen)) == "request-names-unnamed"
    assert asking.sees(village, made, seen_by="Our assembly").seen_by == "Our assembly"


def test_a_draft_that_names_it_cannot_be_brought_once_it_wishes_to_stay_unnamed(village: Cast) -> None:
    draft = asking.drafted(village, asked_for="A well for the village.")
    asking.from_now_unnamed(village)
    said = asks.BroughtSaid(asked_on=asking.today())
    bring = code(lambda: actions.bring(by=village[Role.COORDINATOR], on=draft, said=said))
    assert bring == "request-names-unnamed"


def test_a_draft_changes_and_goes_and_leaves_no_words(village: Cast) -> None:
    draft = asking.drafted(village)
    actions.change_draft(
        by=village[Role.BOARD_MEMBER], on=draft, said=asking.request_said(village, asked_for="A pump instead.")
    )
    assert RequestDraft.objects.get().asked_for == "A pump instead."
    actions.drop_draft(by=village[Role.COORDINATOR], on=draft)
    assert RequestDraft.objects.count() == ActionRequest.objects.count() == 0
    assert "pump" not in str(list(AuditRecord.objects.values_list("facts", flat=True)))


def test_mails_and_the_log_hold_no_word_of_it(village: Cast, ministry: asking.Authority) -> None:
    made = asking.brought(village, ministry)
    asking.answers(ministry, made, words="The river path is closed.")
    told = "".join(f"{mail.subject} {mail.body}" for mail in OutgoingMail.objects.all())
    logged = str(list(AuditRecord.objects.values_list("action", "facts")))
    assert OutgoingMail.objects.filter(to=ministry.admin.email).count() == 1
    assert not OutgoingMail.objects.filter(to=ministry.member.email).exists()
    for word in ("well", "river", "Ministry", "upper end"):
        assert word not in told
        assert word not in logged


def test_numbers_follow_each_other_in_each_initiative(village: Cast, ministry: asking.Authority) -> None:
    other = cast("hill-water", "hill.example")
    assert [asking.brought(one, ministry).number for one in (village, village, other)] == [1, 2, 1]
    assert [one.number for one in decisions_shown(village.initiative).requests] == [1, 2]
