"""Who stands on the map: nobody who did not say so, nobody in danger, in neither direction and in no number.

The attacker reads every public page, file and answer of the map, before and after, and compares them byte by byte.
"""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client

from nyhavn.framework.attribution import Wish
from nyhavn.framework.gap_showing import Coverage
from nyhavn.framework.openness import AccessLevel
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.community_credit import say_community_credit
from nyhavn.web.gaps.models import OptIn
from web import gap_sources, objects, opening_up, people_in_danger
from web.cast import ABOUT, Cast
from web.releases.conftest import own_places
from web.site import in_public

__all__ = ["own_places"]

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PLACES = (
    "/gaps/",
    "/gaps/?place=826",
    "/gaps/?place=826&goal=6",
    "/gaps/?place=826&group=sex",
    "/gaps/?place=826&rank=other",
    "/gaps/826/6.1.1/sex/",
    "/gaps/826/6.1.1/everybody/",
    "/gaps/826/6.1.1/indigenous-identity/",
    "/gaps/gaps.csv?place=826",
    "/api/v1/gaps",
    "/api/v1/gaps/826",
)
CHANGING = re.compile(rb"csrfmiddlewaretoken[^>]*|nonce-[\w-]+")


def everything() -> dict[str, bytes]:
    """Every byte that a stranger can read of the map."""
    found = {}
    for address in PLACES:
        answer = Client().get(address)
        assert answer.status_code == 200, address
        found[address] = CHANGING.sub(b"", answer.content)
    return found


def code(do: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(Refusal) as error:
        do()
    return error.value.codes


@pytest.fixture
def asking(village: Cast) -> Cast:
    """A map of the place, and a village whose questions could fill a gap of it; it did not opt in."""
    cache.clear()  # the limits of the interface: everything is read many times here
    gap_sources.a_map()
    gap_sources.speaks_to_water(village)
    gap_sources.may_stand_there(village)
    return village


def test_who_did_not_opt_in_is_in_no_byte_of_the_map_and_who_did_is_in_both_directions(asking: Cast) -> None:
    slug, title = asking.initiative.slug.encode(), ABOUT["title"].encode()
    before = everything()
    assert not any(slug in said or title in said for said in before.values())
    gap_sources.opted_in(asking)
    after = everything()
    assert title in after["/gaps/?place=826"]
    assert title in after["/gaps/826/6.1.1/sex/"]
    assert slug in after["/api/v1/gaps/826"]
    assert slug in after["/gaps/gaps.csv?place=826"]
    assert b"1 initiative could fill it" in after["/gaps/?place=826&group=sex"]
    assert title not in after["/gaps/826/6.1.1/indigenous-identity/"], "its questions do not tell these people apart"
    gap_sources.taken_off(asking)
    assert everything() == before, "whoever takes it back leaves no trace"


def unnamed(village: Cast) -> None:
    by = village[Role.COORDINATOR]
    say_community_credit(by=by, on=village.initiative, wish=Wish.ANONYMOUS, name="The Hidden Ones", says_others=False)


def closed(village: Cast) -> None:
    opening_up.chosen(village, AccessLevel.CLOSED)


def registered(village: Cast) -> None:
    opening_up.chosen(village, AccessLevel.REGISTERED)


def in_danger(village: Cast) -> None:
    people_in_danger.risk(village)


def signed_for(village: Cast) -> None:
    """A high risk that somebody from outside signed: it may go on, and never onto the map."""
    outsider = people_in_danger.outsider(village)
    people_in_danger.signed(people_in_danger.risk(village), outsider)


def stopped(village: Cast) -> None:
    people_in_danger.frozen(village)


def unlisted(village: Cast) -> None:
    village.initiative.is_listed = False
    village.initiative.save(update_fields=["is_listed"])


def asking_more(village: Cast) -> None:
    """A new questionnaire asks about a danger that nobody looked at."""
    asked = objects.questionnaire(village, objects.form_file(MORE), "more.xlsx")
    objects.instruments.choose_questionnaire(
        by=village[Role.COORDINATOR],
        on=village.initiative,
        said=objects.asks.QuestionnaireChosen(questionnaire=str(asked.uuid)),
    )


MORE = (*objects.SURVEY, ("text", "religion", "What is your religion?", "ما هو دينك؟", "", "", ""))
SENSITIVE = {
    "gap-map-unnamed": unnamed,
    "gap-map-not-open": closed,
    "gap-map-high-risk": in_danger,
    "initiative-frozen": stopped,
    "gap-map-not-public": unlisted,
    "risk-prompt-unanswered": asking_more,
}


@pytest.mark.parametrize("refused", SENSITIVE)
def test_what_is_sensitive_is_refused_with_its_sentence_by_page_and_interface(
    asking: Cast, refused: str, signed_in: SignIn
) -> None:
    before = everything()
    SENSITIVE[refused](asking)
    found = code(lambda: gap_sources.opted_in(asking))
    assert refused in found
    carmen = signed_in(asking[Role.COORDINATOR])
    told = {"area": "826", "coverage": "part"}
    page = carmen.post("/work/initiatives/village-water/do/show-on-gap-map/", told)
    assert page.status_code in (409, 422)
    address = "/api/v1/initiatives/village-water/do/show-on-gap-map"
    answer = carmen.post(address, told, content_type="application/json")
    assert answer.status_code in (403, 409, 422), answer.content
    assert not OptIn.objects.exists()
    assert everything() == before


@pytest.mark.parametrize("becomes", [*SENSITIVE.values(), registered, signed_for])
def test_what_becomes_sensitive_is_gone_at_once_and_its_own_team_sees_why(
    asking: Cast, becomes: Callable[[Cast], None], signed_in: SignIn
) -> None:
    before = everything()
    gap_sources.opted_in(asking)
    assert everything() != before
    becomes(asking)
    assert everything() == before
    said = signed_in(asking[Role.COORDINATOR]).get("/work/initiatives/village-water/gaps/").content.decode()
    assert "not shown today" in said


def test_its_own_team_sees_which_gaps_it_could_fill_whether_or_not_it_opted_in(
    asking: Cast, signed_in: SignIn, stranger: User
) -> None:
    home = "/work/initiatives/village-water/gaps/"
    observer = signed_in(asking[Role.OBSERVER])
    said = observer.get(home).content.decode()
    assert "/gaps/826/6.1.1/sex/" in said
    assert "/gaps/826/6.1.1/disability/" not in said
    assert "Nobody sees there that it exists" in said
    told = observer.get("/api/v1/initiatives/village-water/gaps").json()
    assert (told["is_shown"], told["indicators"], told["groups"]) == (False, ["6.1.1"], ["sex"])
    assert [(one["indicator"], one["group"]) for one in told["places"][0]["gaps"]] == [("6.1.1", "sex")]
    assert signed_in(stranger).get(home).status_code == 404
    assert Client().get(home).status_code == 302


def test_only_the_coordinator_shows_it_and_takes_it_off(asking: Cast, signed_in: SignIn, stranger: User) -> None:
    home = "/work/initiatives/village-water/do/"
    for role in (Role.STEWARD, Role.BOARD_MEMBER, Role.OBSERVER):
        for name in ("show-on-gap-map", "take-off-gap-map"):
            assert signed_in(asking[role]).post(f"{home}{name}/", {"area": "826"}).status_code == 403
    assert signed_in(stranger).post(f"{home}show-on-gap-map/", {"area": "826"}).status_code == 404
    assert not OptIn.objects.exists()
    carmen = signed_in(asking[Role.COORDINATOR])
    assert carmen.post(f"{home}show-on-gap-map/", {"area": "826", "coverage": "part"}).status_code == 302
    assert carmen.post(f"{home}take-off-gap-map/").status_code == 302
    assert [one.is_shown for one in OptIn.objects.order_by("id")] == [True, False]


def test_a_place_without_a_map_takes_nobody(village: Cast) -> None:
    gap_sources.may_stand_there(village)
    assert code(lambda: gap_sources.opted_in(village)) == ("gap-map-no-place",)


def test_what_was_said_is_never_changed(asking: Cast) -> None:
    made = gap_sources.opted_in(asking, Coverage.WHOLE)
    with pytest.raises(DatabaseError), transaction.atomic():
        OptIn.objects.filter(id=made.id).update(is_shown=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()


@pytest.mark.parametrize("coverage", Coverage)
def test_releases_of_those_who_opted_in_fill_the_map_of_a_whole_place_and_stand_beside_that_of_a_part(
    asking: Cast, coverage: Coverage, own_places: None
) -> None:
    release = in_public.publish(asking)
    before = everything()
    assert release.name.encode() not in b"".join(before.values())
    gap_sources.opted_in(asking, coverage)
    fields = Client().get("/api/v1/gaps/826").json()["fields"]
    found = [one for one in fields if one["indicator"] == "16.6.2" and one["group"] is None]
    if coverage is Coverage.WHOLE:
        assert (found[0]["state"], found[0]["sources"]) == ("published", [ABOUT["title"]])
    else:
        assert found == [], "figures of a village do not put an indicator onto the map of a country"
    opening_up.chosen(asking, AccessLevel.COMMUNITY)
    assert everything() == before


def test_figures_of_a_part_stand_beside_the_gap_and_never_close_it(asking: Cast, own_places: None) -> None:
    files = {**gap_sources.FILES, "indicator_16-6-2.csv": "Year,Value\n"}
    gap_sources.handed_in(gap_sources.office(), gap_sources.zipped(files), snapshot_on=date(2026, 1, 1))
    release = in_public.publish(asking)
    before = everything()
    gap_sources.opted_in(asking)
    fields = Client().get("/api/v1/gaps/826").json()["fields"]
    found = next(one for one in fields if one["indicator"] == "16.6.2" and one["group"] is None)
    assert (found["rank"], found["in_part"]) == ("headline without data", [release.name])
    page = Client().get("/gaps/826/16.6.2/everybody/").content.decode()
    assert f'<a href="/data/{release.name}/"><bdi>{release.title}</bdi></a>' in page
    people_in_danger.frozen(asking)
    assert everything() == before
