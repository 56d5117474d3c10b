"""Pages are whole HTML: parsed without an error, every reference leads somewhere, landmarks and headings in order."""

import re
from collections import Counter
from pathlib import Path
from xml.etree.ElementTree import Element

import html5rdf
import pytest
from django.test import Client

from nyhavn.web.accounts.models import User
from web.pages.survey import GOOD

pytestmark = pytest.mark.django_db
STYLE = Path(__file__).parents[3] / "src/nyhavn/web/pages/static/pages/nyhavn.css"
# What a browser may be given where HTML says nothing else; no-JavaScript pages need none of the handlers.
HANDLER = re.compile(r"<[^>]+\son[a-z]+=", re.IGNORECASE)
PHYSICAL = re.compile(r"(?<![-\w])(margin|padding|border)?-?(left|right)\s*:", re.IGNORECASE)


@pytest.fixture(
    params=["parts", "empty form", "form with mistakes", "secret", "refusal", "explanations", "deed", "defect"]
)
def page(request: pytest.FixtureRequest, walker: Client) -> str:
    form = "/work/me/do/start-survey/"
    if request.param == "form with mistakes":
        return walker.post(form, {**GOOD, "title": "", "households": "x", "walkers-1-name": "Tern", "boat": ""}).text
    if request.param == "secret":
        return walker.post("/work/me/do/make-secret/").text
    if request.param == "deed":
        walker.post(form, GOOD)
    places = {"empty form": form, "refusal": "/nowhere/", "explanations": "/refusals/", "defect": "/broken/x/"}
    return walker.get(places.get(request.param, "/parts/")).text


def parsed(page: str) -> Element:
    parser = html5rdf.HTMLParser(namespaceHTMLElements=False)
    tree: Element = parser.parse(page)
    assert parser.errors == []
    return tree


def test_the_page_is_html_without_an_error(page: str) -> None:
    assert parsed(page).tag == "html"


def test_the_parser_does_find_errors() -> None:
    with pytest.raises(AssertionError):
        parsed("<!doctype html><title>x</title><p><div></div></p>")


def test_every_id_is_there_once_and_every_reference_leads_to_one(page: str) -> None:
    tree = parsed(page)
    ids = Counter(each.attrib["id"] for each in tree.iter() if "id" in each.attrib)
    assert [name for name, times in ids.items() if times > 1] == []
    wanted = {
        name
        for each in tree.iter()
        for attribute in ("for", "aria-describedby", "aria-labelledby")
        for name in each.attrib.get(attribute, "").split()
    }
    wanted |= {each.attrib["href"][1:] for each in tree.iter("a") if each.attrib.get("href", "").startswith("#")}
    assert wanted
    assert wanted - set(ids) == set()


def test_there_is_one_heading_of_the_first_level_and_none_is_skipped(page: str) -> None:
    main = next(parsed(page).iter("main"))
    levels = [int(each.tag[1]) for each in main.iter() if re.fullmatch("h[1-6]", str(each.tag))]
    assert levels.count(1) == 1
    after = levels[levels.index(1) :]
    assert all(below - above <= 1 for above, below in zip(after, after[1:], strict=False))


def test_the_page_has_its_landmarks_its_language_and_a_title(page: str) -> None:
    tree = parsed(page)
    for tag in ("header", "main", "footer", "nav"):
        assert next(tree.iter(tag), None) is not None
    assert (tree.attrib["lang"], tree.attrib["dir"]) == ("en", "ltr")
    title = next(tree.iter("title")).text or ""
    assert title.endswith(" · Nyhavn") and len(title) > len(" · Nyhavn")
    skip = next(tree.iter("a"))
    assert (skip.attrib["class"], skip.attrib["href"]) == ("skip", "#content")


def test_the_page_works_without_a_script_and_carries_no_style_of_its_own(page: str) -> None:
    tree = parsed(page)
    assert [each.tag for each in tree.iter() if each.tag in ("script", "style") or "style" in each.attrib] == []
    assert HANDLER.search(page) is None
    assert "javascript:" not in page


def test_every_form_that_changes_something_carries_its_secret(page: str) -> None:
    forms = [form for form in parsed(page).iter("form") if form.attrib.get("method") == "post"]
    for form in forms:
        assert [each for each in form.iter("input") if each.attrib.get("name") == "csrfmiddlewaretoken"]


def test_the_title_says_first_that_something_is_to_be_checked(walker: Client) -> None:
    answer = walker.post("/work/me/do/start-survey/", {})
    assert "<title>Please check: Start the survey · Nyhavn</title>" in answer.text


def test_the_style_is_small_and_mirrors_by_itself() -> None:
    style = STYLE.read_text(encoding="utf-8")
    assert len(style.encode()) < 20_000
    assert PHYSICAL.findall(style) == []
    assert "prefers-color-scheme:dark" in style and "@media print" in style and "forced-colors" in style


def test_static_files_have_names_that_change_with_their_content(walker: Client) -> None:
    address = re.search(r'href="(/static/pages/nyhavn\.[0-9a-f]{12}\.css)"', walker.get("/parts/").text)
    assert address is not None
    served = walker.get(address[1])
    assert (served.status_code, "immutable" in served["Cache-Control"]) == (200, True)
    assert b"".join(served.streaming_content) == STYLE.read_bytes()


def test_the_pages_of_those_who_work_are_called_english_whatever_the_browser_asks(walker: Client) -> None:
    arabic = {"Accept-Language": "ar"}
    work = walker.get("/work/me/do/start-survey/", headers=arabic).text
    public = walker.get("/parts/", headers=arabic).text
    assert '<html lang="en" dir="ltr">' in work
    assert '<html lang="ar" dir="rtl">' in public


def test_a_job_looks_again_by_itself_only_if_the_reader_wants_it(walker: Client) -> None:
    assert 'http-equiv="refresh"' not in walker.get("/parts/").text
    watched = walker.get("/parts/?watch").text
    assert '<meta http-equiv="refresh" content="5">' in watched
    assert "Stop that" in watched


def test_somebody_signed_in_is_shown_the_way_to_their_work(walker: Client, stranger: User) -> None:
    assert "My work" in walker.get("/parts/").text
    walker.logout()
    text = walker.get("/parts/").text
    assert "Sign in" in text
    assert "My work</a></li>\n" not in text.split("</header>")[0]
