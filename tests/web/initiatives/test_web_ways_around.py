"""The row of ways around an initiative: many parts are folded under titles, few stand side by side."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from nyhavn.framework.roles import RIGHTS, Role
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.around import GROUPS, parts
from web.cast import Cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
HOME = "/work/initiatives/village-water/"


def ways(client: Client, address: str) -> tuple[str, str]:
    """What stands in the row, and what is folded."""
    page = client.get(address).content.decode()
    nav = re.search(r'<nav class="sections".*?</nav>', page, re.DOTALL)
    assert nav is not None
    row, _, folded = nav[0].partition("<details>")
    return row, folded


def test_the_part_one_is_in_stands_in_the_row_and_all_parts_are_folded_under_titles(
    village: Cast, signed_in: SignedIn
) -> None:
    row, folded = ways(signed_in(village[Role.COORDINATOR]), f"{HOME}notices/")
    assert re.findall(r'href="([^"]+)"', row) == [HOME, f"{HOME}notices/"]
    assert row.count("aria-current") == folded.count("aria-current") == 1
    open_to = [part for part in parts() if part.right in RIGHTS[Role.COORDINATOR]]
    assert re.findall(r'href="([^"]+)"', folded) == [f"{HOME}{part.code}/" for part in open_to]
    assert re.findall(r"<dt>(.+?)</dt>", folded) == [title for _, title in GROUPS]


def test_on_the_way_itself_no_part_is_the_one_one_is_in(village: Cast, signed_in: SignedIn) -> None:
    row, folded = ways(signed_in(village[Role.COORDINATOR]), HOME)
    assert (row.count("<li>"), row.count("aria-current"), folded.count("aria-current")) == (1, 1, 0)


def test_whoever_has_few_parts_finds_all_of_them_in_the_row(village: Cast, signed_in: SignedIn) -> None:
    row, folded = ways(signed_in(village[Role.ENUMERATOR]), f"{HOME}safety/")
    open_to = [part for part in parts() if part.right in RIGHTS[Role.ENUMERATOR]]
    assert re.findall(r'href="([^"]+)"', row) == [f"{HOME}{part.code}/" for part in open_to]
    assert (row.count("aria-current"), folded) == (1, "")


def test_every_part_has_a_title_that_it_stands_under() -> None:
    assert all(0 <= part.order <= GROUPS[-1][0] for part in parts())
