"""Comparisons beside a release: by those who may, of what is published, and taken back with a reason."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import translation

from nyhavn.framework.comparison import ComparedRow, RowState
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.comparisons import actions, asks
from nyhavn.web.comparisons.models import ReleaseComparison
from nyhavn.web.comparisons.picturing import difference_said
from nyhavn.web.comparisons.queries import content
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.releases.models import PublicRelease
from web import comparing
from web.cast import Cast
from web.examples.production import a_run
from web.examples.public import a_public_release

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[User], Client]
WORK = "/work/initiatives/village-water/comparisons/"
NOT_REACHED = "People who were not reached can make a difference, too."


@pytest.fixture
def release(village: Cast) -> PublicRelease:
    return a_public_release(village)


def public_page(release: PublicRelease) -> str:
    answer = Client().get(f"/data/{release.name}/{release.version}/comparisons/")
    return answer.content.decode() if answer.status_code == 200 else ""


def code(do: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as error:
        do()
    return error.value.codes[0]


def test_a_comparison_is_public_beside_the_release_and_labelled(village: Cast, release: PublicRelease) -> None:
    assert public_page(release) == ""
    comparing.compared(village, release)
    page = public_page(release)
    assert "A plausibility check, not a proof" in page
    assert comparing.SOURCE in page
    assert page.split('class="comparison"')[1].count('class="ours"') == 1  # of everybody; the rest is not shown
    assert "Both sides say that they mean the same." in page
    assert "differs by definition" not in page
    assert "comparisons/" in Client().get(f"/data/{release.name}/{release.version}/").content.decode()
    assert len(page) < 100_000


def test_where_definitions_differ_no_difference_is_called_an_error(village: Cast, release: PublicRelease) -> None:
    other = {"ours": "Killed because she was a woman", "theirs": "Homicides with a woman as victim", "is_same": False}
    comparing.compared(village, release, definition=other)
    page = public_page(release)
    assert "differs by definition" in page
    assert "no error of either side" in page
    assert NOT_REACHED in page  # meaning something else does not show that everybody was reached


@pytest.mark.parametrize("synthetic", [True, False])
def test_a_comparison_of_invented_data_says_so(village: Cast, synthetic: bool) -> None:
    about = village.initiative.about | {"synthetic": synthetic}
    Initiative.objects.filter(id=village.initiative.id).update(about=about)
    village.initiative.refresh_from_db()
    made = a_public_release(village)
    comparing.compared(village, made)
    assert ("These data are invented for a demonstration." in public_page(made)) is synthetic


def test_a_difference_of_shares_is_in_percentage_points(village: Cast, release: PublicRelease) -> None:
    comparing.compared(village, release)
    figures = public_page(release).split('class="numbers"')[1].split("</table>")[0]
    assert "Difference, in percentage points</th>" in figures
    (cells,) = re.findall(r"</th>((?:<td>.*?</td>)+)</tr>", figures)
    *both, difference = (re.sub("<.*?>", "", one) for one in cells.split("</td><td>"))
    assert all(one.endswith("%") for one in both)
    assert re.fullmatch(r"[+\u2212]\d+\.\d|0\.0", difference)


@pytest.mark.parametrize(
    ("difference", "is_share", "language", "said"),
    [
        (0.042, True, "en", "+4.2"),
        (-0.088, True, "en", "\u22128.8"),
        (-0.0004, True, "en", "0.0"),
        (-1200.0, False, "en", "\u22121,200"),
        (12.0, False, "fr", "+12"),
        (-0.088, True, "ar", "\u22128.8"),
    ],
)
def test_a_difference_has_its_sign(difference: float, is_share: bool, language: str, said: str) -> None:
    row = ComparedRow(category="old", label="Old", ours=0.0, theirs=0.0, difference=difference, state=RowState.COMPARED)
    with translation.override(language):
        assert difference_said(row, 0, is_share=is_share) == said


def test_another_period_and_method_are_said_and_excuse_nothing(village: Cast, release: PublicRelease) -> None:
    other = {"ours": "Four weeks, face to face", "theirs": "One day, on paper", "is_same": False}
    comparing.compared(village, release, period=other, method=other)
    page = public_page(release)
    assert "Both were collected in another way, so a difference can come from that: period, method." in page
    assert NOT_REACHED in page
    assert "differs by definition" not in page
    assert "no error of either side" not in page


def test_what_both_sides_mean_has_to_be_said(village: Cast, release: PublicRelease) -> None:
    empty = {"ours": "n/a", "theirs": "unknown", "is_same": True}
    assert code(lambda: comparing.compared(village, release, method=empty)) == "comparison-definitions-missing"
    with pytest.raises(ValueError, match="population"):
        comparing.said(release, population=None)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"file": comparing.margin_file(("elsewhere", 0.5))}, "comparison-nothing-common"),
        ({"file": comparing.Upload(name="m.csv", content=b"group;number\na;1")}, "margins-wrong"),
        ({"reference_date": date(2999, 1, 1)}, "comparison-day-in-future"),
        ({"indicator": "no-such-thing"}, "comparison-nothing-published"),
        ({"kind": "shares"}, "comparison-unit"),
    ],
)
def test_each_fault_has_its_sentence(
    village: Cast, release: PublicRelease, changes: dict[str, object], expected: str
) -> None:
    assert code(lambda: comparing.compared(village, release, **changes)) == expected


def test_what_is_not_published_is_compared_with_nothing(village: Cast) -> None:
    a_run(village)
    candidate = village.initiative.releases.get()
    assert content(candidate).tables
    assert code(lambda: comparing.compared(village, candidate)) == "comparison-nothing-published"
    assert ReleaseComparison.objects.count() == 0


def test_it_is_taken_back_with_a_reason_and_stays(village: Cast, release: PublicRelease) -> None:
    made = comparing.compared(village, release)
    said = asks.ComparisonTakenBack(because="That was the table of another district.")
    actions.take_back(by=village[Role.COORDINATOR], on=made, said=said)
    assert "That was the table of another district." in public_page(release)
    assert code(lambda: actions.take_back(by=village[Role.COORDINATOR], on=made, said=said)) == "comparison-taken-back"
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        ReleaseComparison.objects.update(source="Another census")


def test_those_outside_cannot_put_anything_beside_a_release(
    village: Cast, harbour: Cast, release: PublicRelease, signed_in: SignIn
) -> None:
    do = f"/work/initiatives/village-water/releases/{release.uuid}/do/compare/"
    assert signed_in(harbour[Role.COORDINATOR]).get(do).status_code == 404
    assert signed_in(village[Role.ASSESSOR]).get(do).status_code == 403
    assert signed_in(village[Role.COORDINATOR]).get(do).status_code == 200
    assert signed_in(harbour[Role.COORDINATOR]).get(WORK).status_code == 404
    assert signed_in(village[Role.OBSERVER]).get(WORK).status_code == 200
