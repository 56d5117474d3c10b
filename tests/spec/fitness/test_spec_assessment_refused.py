"""What an office cannot do, by page and by interface alike, each with its sentence; and that it can do the rest."""

from collections.abc import Mapping
from itertools import product

import pytest

from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import Membership, Organisation, User
from nyhavn.web.fitness.models import AnswerGiven, Assessment, Assessor, Proposal
from nyhavn.web.initiatives.models import RoleAssignment
from nyhavn.web.releases.models import PublicRelease
from web import judging
from web.cast import Cast
from web.judging import Office
from web.two_doors import BOTH, PAGE, look, read, say

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("door", BOTH)]
OF_THE_PRODUCER = "An assessor belongs to an organisation that made the data."
TYPED_IN = "Points, totals and decisions follow from the answers and cannot be handed in."
NO_CAVEAT = "A proxy or complement is printed with a caveat, and there is none that says anything."


def at(on: Assessment, rest: str) -> str:
    return f"organisations/{on.office.slug}/assessments/{on.uuid}/{rest}"


@pytest.fixture
def asked(village: Cast, release: PublicRelease, office: Office) -> Assessment:
    return judging.begun(judging.requested(village, release, office), office)


def test_a_member_of_the_producing_organisation_is_no_assessor(
    village: Cast, asked: Assessment, office: Office, door: str
) -> None:
    Membership.objects.create(user=office.second, organisation=village.organisation)
    refused = say(office.second, door, at(asked, "do/take-on"), {})
    assert refused.status == 422
    assert OF_THE_PRODUCER in refused.text
    assert not Assessor.objects.filter(user=office.second).exists()
    assert say(office.admin, door, at(asked, "do/take-on"), {}).was_done


def test_a_name_with_other_hyphens_and_dots_is_the_same_organisation(
    village: Cast, asked: Assessment, office: Office, door: str
) -> None:
    council, party = "The Wells Trust", {"kind": "civil-society", "role": "producer", "note": ""}
    for slug, name, user in (
        ("trust", "The Wells-Trust.", office.second),
        ("other", "The Wells Society", office.admin),
    ):
        made = Organisation.objects.create(slug=slug, name=name, kind="civil-society")
        Membership.objects.create(user=user, organisation=made)
    village.initiative.about = {**village.initiative.about, "parties": [{**party, "name": council}]}
    village.initiative.save()
    assert OF_THE_PRODUCER in say(office.second, door, at(asked, "do/take-on"), {}).text
    assert say(office.admin, door, at(asked, "do/take-on"), {}).was_done


def test_whoever_works_on_the_data_is_no_assessor_wherever_they_belong(
    village: Cast, asked: Assessment, office: Office, door: str
) -> None:
    for user, role in ((office.second, Role.APPROVER), (office.admin, Role.OBSERVER)):
        RoleAssignment.objects.create(initiative=village.initiative, user=user, role=role.value)
    assert OF_THE_PRODUCER in say(office.second, door, at(asked, "do/take-on"), {}).text
    assert say(office.admin, door, at(asked, "do/take-on"), {}).was_done


def test_an_office_that_paid_for_the_data_does_not_judge_them(
    village: Cast, release: PublicRelease, office: Office, door: str
) -> None:
    party = {
        "name": f"  {office.organisation.name.upper()} ",
        "kind": "statistics-office",
        "role": "funder",
        "note": "",
    }
    said = {"release": str(release.uuid), "office": office.slug, "purposes": [{"words": "Water at home"}]}
    village.initiative.about = {**village.initiative.about, "parties": [party]}
    village.initiative.save()
    refused = say(village[Role.COORDINATOR], door, "initiatives/village-water/assessments/do/request-assessment", said)
    assert "This organisation made the data, or has a part in them." in refused.text
    assert not Assessment.objects.exists()
    village.initiative.about = {**village.initiative.about, "parties": [{**party, "name": "A foundation"}]}
    village.initiative.save()
    assert say(
        village[Role.COORDINATOR], door, "initiatives/village-water/assessments/do/request-assessment", said
    ).was_done


def test_whoever_joins_the_producer_later_assesses_no_further(
    village: Cast, asked: Assessment, office: Office, door: str
) -> None:
    said = {"says": "yes", "because": "There is none.", "documents": ["catalogue"]}
    assert say(office.first, door, at(asked, "criteria/need/do/answer"), said).was_done
    Membership.objects.create(user=office.first, organisation=village.organisation)
    refused = say(office.first, door, at(asked, "criteria/need/do/answer"), said)
    assert OF_THE_PRODUCER in refused.text
    assert AnswerGiven.objects.count() == 1


def test_a_proxy_without_a_caveat_is_refused(village: Cast, asked: Assessment, office: Office, door: str) -> None:
    judging.answered(asked, office)
    said = {"purpose": "1", "outcome": "use-as-proxy-with-caveat", "because": "It is near.", "caveat": "With caution."}
    refused = say(office.first, door, at(asked, "do/propose-verdict"), said)
    assert refused.status == 422
    assert NO_CAVEAT in refused.text
    assert not Proposal.objects.exists()
    assert say(office.first, door, at(asked, "do/propose-verdict"), said | {"caveat": judging.CAVEAT}).was_done


def test_a_score_cannot_be_typed_in(asked: Assessment, office: Office, door: str) -> None:
    said: Mapping[str, object] = {"says": "good", "because": "It speaks to it.", "documents": ["report.html"]}
    doors = ("criteria/relevance/do/answer", "do/propose-verdict", "do/confirm", "do/take-on")
    for where, typed in product(doors, ("score", "total", "points", "verdict")):
        refused = say(office.first, door, at(asked, where), {**said, typed: "3"})
        assert refused.status == 422
        assert TYPED_IN in refused.text
    assert not AnswerGiven.objects.exists()
    assert say(office.first, door, at(asked, "criteria/relevance/do/answer"), said).was_done


def test_a_score_inside_something_else_is_refused_too(asked: Assessment, office: Office, door: str) -> None:
    fix = {"criterion": "need", "what": "There is a figure.", "remedy": "Ask about another one."}
    said = {"purpose": "1", "outcome": "refused-with-reason", "because": "No gap.", "fixes": [{**fix, "score": "0"}]}
    assert TYPED_IN in say(office.first, door, at(asked, "do/propose-verdict"), said).text
    assert say(office.first, door, at(asked, "do/propose-verdict"), {**said, "fixes": [fix]}).was_done


def test_nothing_is_refused_without_a_criterion_and_a_remedy(asked: Assessment, office: Office, door: str) -> None:
    said = {"purpose": "1", "outcome": "refused-with-reason", "because": "We do not want it."}
    refused = say(office.first, door, at(asked, "do/propose-verdict"), said)
    assert "It is not said which criterion stands against it, nor what would mend it." in refused.text
    declined = {"because": "We do not want it.", "criterion": "beauty", "what": "It is ugly.", "remedy": "Paint it."}
    assert not say(office.first, door, at(asked, "do/decline"), declined).was_done
    assert not Proposal.objects.exists()
    assert say(office.first, door, at(asked, "do/decline"), declined | {"criterion": "need"}).was_done


def test_answers_that_do_not_carry_a_verdict_do_not_become_one(asked: Assessment, office: Office, door: str) -> None:
    judging.answered(asked, office, 3, 3, 3, 3, 0)
    said = {"purpose": "1", "outcome": "use-as-headline", "because": "We like it."}
    refused = say(office.first, door, at(asked, "do/propose-verdict"), said)
    assert "Data quality: 0 points, which decides against it." in refused.text
    judging.answer(asked, office.first, "data-quality", "weak")
    assert say(office.first, door, at(asked, "do/propose-verdict"), said).was_done


def test_nobody_is_judged_unheard(village: Cast, asked: Assessment, office: Office, door: str) -> None:
    judging.answered(asked, office)
    shown = judging.proposed(asked, office)
    where = at(asked, f"proposals/{shown.uuid}/do/issue")
    refused = say(office.first, door, where, {})
    assert "Those who made the data were shown this verdict and have not said anything to it yet." in refused.text
    judging.time_for_reply_is_over(shown)
    assert say(office.first, door, where, {}).was_done


def test_strangers_and_other_offices_find_nothing(
    village: Cast, harbour: Cast, stranger: User, asked: Assessment, office: Office, door: str
) -> None:
    other = judging.office("other-office")
    judging.answered(asked, office)
    shown = judging.proposed(asked, office)
    producers = f"initiatives/village-water/assessments/{asked.uuid}"
    outside = (stranger, other.admin, harbour[Role.COORDINATOR], village[Role.STEWARD])
    for user in outside:
        for where in (
            at(asked, "do/take-on"),
            at(asked, f"proposals/{shown.uuid}/do/issue"),
            f"{producers}/do/take-back",
        ):
            assert say(user, door, where, {}).status in (403, 404)
        for where in (at(asked, "").rstrip("/"), producers, f"organisations/{office.slug}/criteria"):
            found = look(user, where).status if door == PAGE else read(user, where)[0]
            assert found in (403, 404)
    theirs = f"organisations/{other.slug}/assessments"
    assert str(asked.uuid) not in (look(other.admin, theirs).text if door == PAGE else str(read(other.admin, theirs)))
    ours = at(asked, "").rstrip("/")
    assert (look(office.second, ours).status if door == PAGE else read(office.second, ours)[0]) == 200
