"""Bad entries, sent by a form and by a program: a sentence with the place, and nothing kept or logged."""

import io

import pytest

from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from spec.refusals.bad_entries import ADMIN, ENTRIES, Bad
from spec.refusals.bad_files import FILES
from spec.refusals.conftest import client_of
from spec.refusals.saying import check, kept, say_as_program, say_on_page
from web.cast import Cast
from web.examples.collection import a_collection
from web.examples.production import the_tables
from web.examples.registry import Examples, filled

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def somebody(village: Cast, stranger: User, who: str) -> User:
    found = {ADMIN: village.admin, "stranger": stranger}
    return found[who] if who in found else village[Role(who)]


@pytest.mark.parametrize("way", ["page", "program"])
@pytest.mark.parametrize("bad", (*ENTRIES, *FILES), ids=str)
def test_it_is_refused_with_a_sentence_and_nothing_is_kept(
    village: Cast, stranger: User, examples: Examples, lines: io.StringIO, bad: Bad, way: str
) -> None:
    if bad.only not in ("", way):
        pytest.skip("it cannot be said this way")
    a_collection(village)
    the_tables(village)
    route = filled(bad.route, examples.keys_of(bad.route))
    client = client_of(somebody(village, stranger, bad.who))
    before, say = kept(), say_on_page if way == "page" else say_as_program
    lines.truncate(0)
    answer = say(client, route, bad.said)
    check(answer, before, lines)
    assert (answer.status, answer.reasons) == (bad.status, answer.reasons)
    if way == "program":
        assert set(bad.code.split("|")) & set(answer.codes), answer.codes
        assert bool(bad.place) == any(answer.places), answer.places
    else:
        assert any(bad.place in reason for reason in answer.reasons), answer.reasons
