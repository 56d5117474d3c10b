"""The map as everybody sees it: what an office handed in, ranked, filtered, as picture, table, file and interface."""

import csv
import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.test import Client

from nyhavn.framework.refusal import Refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.gaps.models import NationalCodes, NationalList, Source
from nyhavn.web.jobs.models import Job
from web import gap_sources

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LIGHT = 100_000


def page(client: Client, address: str = "/gaps/?place=826") -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert len(answer.content) < LIGHT
    return unescape(answer.content.decode())


def code(do: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as error:
        do()
    return error.value.codes[0]


def test_before_any_office_handed_in_there_is_no_map_and_the_page_says_so(client: Client) -> None:
    assert "No office has handed in" in page(client, "/gaps/")
    assert client.get("/gaps/?place=826").status_code == 404
    assert client.get("/api/v1/gaps").json() == {"places": []}
    assert client.get("/api/v1/gaps/826").status_code == 404


def test_what_an_office_hands_in_is_read_to_a_summary_and_nothing_else_is_kept() -> None:
    found = gap_sources.a_map()
    assert (bytes(found.content), found.read_at is not None) == (b"", True)
    by_code = {one["indicator"]: one for one in found.published}
    assert by_code["6.1.1"]["groups"] == ["urbanisation"]
    assert (by_code["6.1.1"]["latest"], by_code["4.5.1"]["has_figures"]) == ("2024", False)
    assert not by_code["17.5.1"]["is_statistical"]
    assert found.unknown == [{"name": "Shoe size", "times": 1}]
    assert "91" not in str(found.published)
    actions = list(AuditRecord.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["gap-series-handed-in", "gap-series-read"]


def test_everybody_sees_gaps_ranked_with_their_sources_and_what_the_map_cannot_say(client: Client) -> None:
    gap_sources.a_map()
    said = page(client)
    for words in ("The kingdom", "SDG platform", "OGL-UK-3.0", "The statistics-office", "Shoe size"):
        assert words in said
    places = [said.index(words) for words in ("The indicator itself has no data", "the title names has no data")]
    assert places == sorted(places)
    assert "does not say that nobody has one" in said
    assert "no code for Indigenous identity" in said
    assert "not collected" not in said


def test_the_picture_has_a_name_a_pattern_beside_each_colour_and_the_same_as_a_table(client: Client) -> None:
    gap_sources.a_map()
    for address in ("/gaps/?place=826", "/gaps/?place=826&goal=6"):
        said = page(client, address)
        assert '<svg viewBox="' in said
        assert 'role="img" aria-labelledby="gap-title gap-says"' in said
        assert 'id="p-all"' in said
        assert "<caption" in said
    assert "no code in the official structure" in page(client, "/gaps/?place=826&goal=6")


def test_goal_group_and_rank_are_filters_of_the_address_and_nonsense_is_left_out(client: Client) -> None:
    gap_sources.a_map()
    only = page(client, "/gaps/?place=826&goal=4&group=disability")
    assert 'href="/gaps/826/4.5.1/disability/"' in only
    assert "/gaps/826/6.1.1/" not in only
    headline = page(client, "/gaps/?place=826&rank=headline")
    assert 'href="/gaps/826/4.5.1/everybody/"' in headline.partition('id="gaps"')[2]
    assert "/gaps/826/6.1.1/sex/" not in headline.partition('id="gaps"')[2]
    for nonsense in ("goal=x", "group=%00", "rank=1", "page=999999999999", "page=-1", "goal=4&page=77"):
        page(client, f"/gaps/?place=826&{nonsense}")
    for place in ("999", "x", "1%00"):
        assert client.get("/gaps/", {"place": place}).status_code == 404


def test_right_to_left_the_picture_begins_at_the_right(client: Client) -> None:
    gap_sources.a_map()
    left, right = (page(Client(headers={"accept-language": language})) for language in ("en", "ar"))
    assert 'dir="rtl"' in right
    squares = [re.findall(r'<rect class="m-[a-z-]+" x="(\d+)"', said)[:2] for said in (left, right)]
    assert int(squares[0][0]) < int(squares[0][1])
    assert int(squares[1][0]) > int(squares[1][1])


def test_a_field_has_a_page_of_its_own_and_what_is_no_field_has_none(client: Client) -> None:
    gap_sources.a_map()
    said = page(client, "/gaps/826/6.1.1/disability/")
    assert "no data in these sources" in said
    assert "No initiative on this map could" in said
    assert "SDG platform" in page(client, "/gaps/826/6.1.1/urbanisation/")
    for wrong in ("826/6.1.1/shoes", "826/5.3.2/sex", "827/6.1.1/sex"):
        assert client.get(f"/gaps/{wrong}/").status_code == 404


def test_file_and_interface_hold_the_same_fields(client: Client) -> None:
    by = gap_sources.office()
    gap_sources.a_map()
    gap_sources.national_list(by)
    told = client.get("/api/v1/gaps/826").json()
    rows = list(csv.DictReader(client.get("/gaps/gaps.csv?place=826").content.decode().splitlines()))
    keys = ("list", "indicator", "state")
    assert [[row[key] for key in keys] for row in rows] == [[one[key] for key in keys] for one in told["fields"]]
    assert [row["group"] or None for row in rows] == [one["group"] for one in told["fields"]]
    assert client.get("/api/v1/gaps").json() == {"places": [{"area": "826", "name": "The kingdom"}]}


def test_a_newer_snapshot_takes_the_place_and_the_older_one_stays_on_record(client: Client) -> None:
    by = gap_sources.office()
    old = gap_sources.a_map()
    files = {**gap_sources.FILES, "indicator_4-5-1.csv": "Year,Sex,Value\n2024,Female,1.1\n"}
    new = gap_sources.handed_in(by, gap_sources.zipped(files), snapshot_on=date(2026, 3, 1))
    old.refresh_from_db()
    assert old.replaced_by == new
    assert len(old.published) == 4
    counts = client.get("/api/v1/gaps/826").json()["counts"]
    assert (counts["with_figures"], counts["headline"]) == (3, 0)
    other = gap_sources.handed_in(gap_sources.office("world-body", "international"), name="Another platform")
    new.refresh_from_db()
    assert (new.replaced_by, other.replaced_by) == (None, None)
    assert len(client.get("/api/v1/gaps/826").json()["sources"]) == 2


def test_a_file_that_cannot_be_read_leaves_the_map_as_it_was_and_says_where_it_is_wrong(signed_in: SignIn) -> None:
    by = gap_sources.office()
    old = gap_sources.a_map()
    wrong = gap_sources.zipped({"indicator_1-1-1.csv": "Year,Value\n2020,1,2\n"})
    bad = gap_sources.handed_in(by, wrong)
    job = Job.objects.get(uuid=bad.job)
    assert (job.state, job.reasons[0]["code"]) == ("refused", "open-sdg-wrong")
    assert "indicator_1-1-1.csv, row 2" in job.reasons[0]["where"]
    assert (bad.read_at, bytes(bad.content)) == (None, b"")
    old.refresh_from_db()
    assert old.replaced_by is None
    said = signed_in(by.clerk).get("/work/organisations/statistics-office/gap-sources/").content.decode()
    assert "indicator_1-1-1.csv, row 2" in said


def test_only_an_office_hands_in_and_only_for_a_day_that_was() -> None:
    community = gap_sources.office("neighbours", "community")
    assert code(lambda: gap_sources.handed_in(community)) == "gap-source-not-office"
    assert code(lambda: gap_sources.national_list(community)) == "gap-source-not-office"
    assert code(lambda: gap_sources.national_codes(community)) == "gap-source-not-office"
    assert code(lambda: gap_sources.handed_in(gap_sources.office(), snapshot_on=date(2999, 1, 1))) == "gap-source-later"
    for number, kind in enumerate(("international", "human-rights-institution")):
        assert gap_sources.handed_in(gap_sources.office(f"office-{number}", kind)).read_at is not None


def test_members_without_the_right_see_what_was_handed_in_and_hand_in_nothing(
    signed_in: SignIn, stranger: User
) -> None:
    by = gap_sources.office()
    gap_sources.a_map()
    home = "/work/organisations/statistics-office/"
    clerk = signed_in(by.clerk)
    assert clerk.get(f"{home}gap-sources/").status_code == 200
    assert clerk.get(f"{home}do/hand-in-series/").status_code == 403
    assert signed_in(by.admin).get(f"{home}do/hand-in-series/").status_code == 200
    for address in ("gap-sources/", "do/hand-in-series/", "do/hand-in-indicator-list/", "do/hand-in-national-codes/"):
        assert signed_in(stranger).get(f"{home}{address}").status_code == 404
        assert Client().get(f"{home}{address}").status_code == 302


def test_an_office_puts_its_own_list_beside_the_global_ones_with_its_name_and_day(client: Client) -> None:
    by = gap_sources.office()
    gap_sources.a_map()
    before = client.get("/api/v1/gaps/826").json()["counts"]
    first = gap_sources.national_list(by)
    said = page(client)
    assert "Our own indicators" in said
    assert "Homes with a tap within reach" in said
    assert client.get("/api/v1/gaps/826").json()["counts"] == before
    assert "Homes with a tap within reach" in page(client, "/gaps/826/6.1.1/sex/")
    text = '[[indicator]]\ncode = "N.9"\ntitle = "Wells that are tested"\nglobal = "6.1.1"\nnamed = []\n'
    gap_sources.national_list(by, text, "own.toml")
    said = page(client)
    assert "Wells that are tested" in said
    assert "Homes with a tap" not in said
    first.refresh_from_db()
    assert NationalList.objects.count() == 2
    assert first.replaced_by is not None


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("a.csv", "code,title\nN.1,Homes\n", "row 1"),
        ("a.csv", "code,title,global,named,admitted\nN 1,Homes with,,,\n", "row 2"),
        ("a.csv", "code,title,global,named,admitted\nN.1,Homes with,,shoes,\n", "row 2"),
        ("a.csv", "code,title,global,named,admitted\nN.1,Homes with,99.9.9,,\n", "indicator 1"),
        ("a.csv", "code,title,global,named,admitted\nN.1,Homes,,,\nN.1,Houses,,,\n", "indicator 2"),
        ("a.csv", "code,title,global,named,admitted\n", "list"),
        ("a.toml", "[[indicator]]\ncode = 7", "indicator 1"),
        ("a.toml", "[[indicator", "a.toml"),
        ("a.toml", "title = 'x'", "a.toml"),
        ("a.toml", "indicator = 7", "a.toml"),
        ("a.csv", "\x00", "row 1"),
    ],
)
def test_each_mistake_of_a_list_is_named_with_its_place(name: str, text: str, where: str) -> None:
    with pytest.raises(Refusal) as error:
        gap_sources.national_list(gap_sources.office(), text, name)
    assert set(error.value.codes) == {"national-list-wrong"}
    assert where in error.value.reasons[0].where
    assert not NationalList.objects.exists()


def test_national_codes_stand_beside_the_deepest_gap_and_fill_it_where_a_figure_uses_them(client: Client) -> None:
    by = gap_sources.office()
    gap_sources.a_map()
    assert code(lambda: gap_sources.national_codes(by, group="sex")) == "national-codes-not-needed"
    gap_sources.national_codes(by)
    said = page(client, "/gaps/826/6.1.1/indigenous-identity/")
    assert "no code in the official structure" in said
    assert "Of the lakes" in said
    assert "The statistics-office" in said
    files = {"indicator_6-1-1.csv": "Year,People,Value\n2024,KL,60\n"}
    gap_sources.handed_in(by, gap_sources.zipped(files), snapshot_on=date(2026, 3, 1))
    fields = client.get("/api/v1/gaps/826").json()["fields"]
    assert [one["state"] for one in fields if one["group"] == "indigenous-identity"] == ["published"]
    gap_sources.national_codes(by, title="Newer names")
    assert NationalCodes.objects.filter(replaced_by=None).count() == 1
    assert NationalCodes.objects.count() == 2


def test_the_page_of_an_office_leads_there(signed_in: SignIn) -> None:
    by = gap_sources.office()
    said = signed_in(by.admin).get("/work/organisations/statistics-office/").content.decode()
    assert "/work/organisations/statistics-office/gap-sources/" in said
    assert Source.objects.count() == 0
