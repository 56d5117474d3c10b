"""Results that go home, on pages and in the interface: written by whoever may, read first by the team, then by all."""

from collections.abc import Callable

import pytest
from django.test import Client

from nyhavn.chain.validating import tables_sha256
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.framework.validation import Describes
from nyhavn.web.accounts.models import User
from nyhavn.web.releases import home_actions
from nyhavn.web.releases.home_asks import CommunityAnswered
from nyhavn.web.releases.models import HomeText, PublicRelease
from nyhavn.web.releases.queries import content_of
from web import publishing
from web.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in_as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def home(release: PublicRelease) -> str:
    return f"/work/initiatives/village-water/releases/{release.uuid}/home/"


def writes(village: Cast, release: PublicRelease, role: Role, **changes: object) -> str:
    """What the page says after its button was pressed."""
    said = publishing.page_said(**changes).model_dump(mode="json")
    said["sentences"] = "\n".join(said["sentences"])
    at = f"/work/initiatives/village-water/releases/{release.uuid}/do/write-home-page/"
    answer = signed_in_as(village[role]).post(at, {**said, "names": "Woman = امرأة"}, follow=True)
    return answer.content.decode()


def test_a_page_is_written_with_marks_and_read_with_numbers_in_the_language_of_the_community(ready: Cast) -> None:
    release = publishing.candidate(ready)
    shown = signed_in_as(ready[Role.STEWARD]).get(home(release)).content.decode()
    assert publishing.TOTAL in shown
    assert "do/write-home-page/" in shown and "do/record-validation/" not in shown
    assert "The page is written." in writes(ready, release, Role.STEWARD)
    for form in ("page", "aloud", "slides"):
        answer = signed_in_as(ready[Role.BOARD_MEMBER]).get(f"{home(release)}ar/{form}/")
        seen = answer.content.decode()
        assert '<html lang="ar" dir="rtl"' in seen
        assert "67.5" in seen and publishing.TOTAL not in seen
        assert "<script" not in seen
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert ("امرأة" in seen) is (form != "aloud")  # the label of the questionnaire, or the one that was written


def test_a_number_that_somebody_types_is_refused_with_its_sentence_and_nothing_is_kept(ready: Cast) -> None:
    release = publishing.candidate(ready)
    assert "There is a number here that somebody typed." in writes(ready, release, Role.STEWARD, title="من ٤٠ بيتا")
    assert not HomeText.objects.exists()


def test_whoever_may_not_write_it_does_not_and_strangers_learn_nothing(ready: Cast, stranger: User) -> None:
    release = publishing.candidate(ready)
    publishing.home_page(ready, release)
    assert "you may not write the one-page result" in writes(ready, release, Role.APPROVER)
    assert signed_in_as(stranger).get(f"{home(release)}ar/page/").status_code == 404
    assert signed_in_as(ready[Role.ENUMERATOR]).get(home(release)).status_code == 403
    public = f"/data/{release.name}/{release.version}/"
    assert Client().get(f"{public}home/ar/page/").status_code == 404


def test_published_everybody_reads_the_page_and_nobody_changes_it(ready: Cast) -> None:
    release = publishing.candidate(ready)
    publishing.home_page(ready, release)
    out = publishing.published(ready, release)
    at = f"/data/{out.name}/{out.version}/"
    assert f"{at}home/ar/page/" in Client().get(at).content.decode()
    seen = Client().get(f"{at}home/ar/page/").content.decode()
    assert "67.5" in seen and "لم تُنشر بعد" not in seen
    assert Client().get(f"{at}home/fr/page/").status_code == 404
    assert Client().get(f"{at}home/ar/film/").status_code == 404
    with pytest.raises(Refusal) as refused:
        publishing.home_page(ready, out)
    assert refused.value.codes == ("home-page-published",)


def test_the_page_of_the_release_says_what_is_missing_and_the_interface_says_the_same(ready: Cast) -> None:
    release = publishing.only_returned(ready)
    api = f"/api/v1/initiatives/village-water/releases/{release.uuid}/home"
    board = signed_in_as(ready[Role.BOARD_MEMBER])
    assert [one["code"] for one in board.get(api).json()["reasons"]] == ["validation-missing"]
    assert "Nobody has asked the community yet" in board.get(home(release).removesuffix("home/")).content.decode()
    assert "do/record-validation/" in board.get(home(release)).content.decode()
    publishing.described(ready, release, outcome=Describes.IN_PART, reasons="The upper houses are missing.")
    told = board.get(api).json()
    assert told["reasons"] == []
    assert told["said"]["said"][0]["tables"] == told["tables"] == tables_sha256(content_of(release))
    assert "The upper houses are missing." in board.get(home(release)).content.decode()


def test_each_refusal_about_what_people_said_and_its_twin(ready: Cast) -> None:
    release = publishing.candidate_weighed(ready)
    assert codes(lambda: publishing.described(ready, release)) == ("validation-out-of-turn",)
    found = publishing.only_returned(ready, release)
    day = publishing.in_days(1)
    assert codes(lambda: publishing.described(ready, found, said_on=day)) == ("validation-day",)
    early = publishing.in_days(-1)
    assert codes(lambda: publishing.described(ready, found, said_on=early)) == ("validation-day",)
    no = Describes.NOT
    assert codes(lambda: publishing.described(ready, found, outcome=no)) == ("validation-reason-missing",)
    unknown = "00000000-0000-4000-8000-000000000000"
    assert codes(lambda: publishing.described(ready, found, meeting=unknown)) == ("validation-other-than-meeting",)
    answer = CommunityAnswered(words="We will come back.")
    by = ready[Role.COORDINATOR]
    nothing = codes(lambda: home_actions.answer_community(by=by, on=found, said=answer))
    assert nothing == ("validation-nothing-to-answer",)
    publishing.described(ready, found)


def codes(act: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.codes
