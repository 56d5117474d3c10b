"""Tools and training: links age, what nobody said is told as such, and filters take no silence for a yes."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from exchange_cast import DAY, NOW, TODAY, WATER, number
from nyhavn.framework.learning import (
    LEARNING_POLICY,
    Audience,
    CheckOutcome,
    Cost,
    LinkCheck,
    LinkState,
    Resource,
    ResourceKind,
    Said,
    Usable,
    Wanted,
    check_link_check,
    check_resource,
    find,
    link_standing,
)
from nyhavn.framework.refusal import Refusal

FRESH = timedelta(days=LEARNING_POLICY.check_days)
GONE = timedelta(days=LEARNING_POLICY.gone_days)


def check(days_ago: int, outcome: CheckOutcome = CheckOutcome.WORKS) -> LinkCheck:
    return LinkCheck(on=TODAY - days_ago * DAY, outcome=outcome)


def failed(days_ago: int) -> LinkCheck:
    return check(days_ago, CheckOutcome.FAILED)


def resource(of: int = 1, **more: object) -> Resource:
    values = {
        "uuid": number(of),
        "title": f"Course {of}",
        "kind": ResourceKind.COURSE,
        "what": "How to ask well.",
        "languages": ("en",),
        "address": "https://example.org/course",
        "by": WATER,
        "added_at": NOW - DAY,
        "checks": (check(1),),
    }
    return Resource.model_validate(values | more)


@pytest.mark.parametrize(
    ("checks", "state"),
    [
        ((), LinkState.NEVER_CHECKED),
        ((check(-1),), LinkState.NEVER_CHECKED),
        ((check(FRESH.days),), LinkState.WORKS),
        ((check(FRESH.days + 1),), LinkState.OLD),
        ((check(5), failed(1)), LinkState.DOUBTFUL),
        ((check(5), failed(1), failed(1)), LinkState.DOUBTFUL),
        ((check(5), failed(2), failed(1)), LinkState.BROKEN),
        ((failed(1), check(5), failed(2)), LinkState.BROKEN),
        ((failed(3), failed(2), check(1)), LinkState.WORKS),
        ((check(5, CheckOutcome.OTHER),), LinkState.BROKEN),
        ((failed(GONE.days), failed(1)), LinkState.BROKEN),
        ((failed(GONE.days + 1), failed(1)), LinkState.GONE),
        ((failed(GONE.days + 1),), LinkState.DOUBTFUL),
    ],
)
def test_a_link_ages_by_its_checks(checks: tuple[LinkCheck, ...], state: LinkState) -> None:
    assert link_standing(checks, TODAY).state is state


def test_a_broken_link_says_since_when() -> None:
    assert link_standing((check(9), failed(4), failed(2)), TODAY).since == TODAY - 4 * DAY
    assert link_standing((check(9), check(3)), TODAY).since == TODAY - 3 * DAY


def test_what_leads_nowhere_for_long_leaves_the_list_and_what_is_broken_lately_stays() -> None:
    gone = resource(1, checks=(failed(GONE.days + 1), failed(1)))
    broken, never = resource(2, checks=(failed(2), failed(1))), resource(3, checks=())
    assert find((never, gone, broken), Wanted(), TODAY).fits == (broken, never)


FULL = resource(
    topics=("consent",),
    audiences=frozenset({Audience.COLLECTOR}),
    languages=("pt-BR",),
    cost=Cost.FREE,
    offline=Said.YES,
    usable={Usable.CAPTIONS: Said.YES},
)
ASKED = (
    (Wanted(topic="consent"), {"topics": ("needs",)}, None),
    (Wanted(language="pt"), {"languages": ("es",)}, None),
    (Wanted(kind=ResourceKind.COURSE), {"kind": ResourceKind.GUIDE}, None),
    (Wanted(audience=Audience.COLLECTOR), {"audiences": frozenset({Audience.TRAINER})}, {"audiences": frozenset()}),
    (Wanted(is_free=True), {"cost": Cost.PAID}, {"cost": Cost.NOT_SAID}),
    (Wanted(offline=True), {"offline": Said.IN_PART}, {"offline": Said.NOT_KNOWN}),
    (Wanted(usable=frozenset({Usable.CAPTIONS})), {"usable": {Usable.CAPTIONS: Said.NO}}, {"usable": {}}),
)


@pytest.mark.parametrize(("wanted", "other", "silent"), ASKED)
def test_what_was_not_said_is_neither_yes_nor_no(
    wanted: Wanted, other: dict[str, object], silent: dict[str, object] | None
) -> None:
    no = FULL.model_copy(update=other)
    assert find((FULL, no), wanted, TODAY).fits == (FULL,)
    assert find((FULL, no), wanted, TODAY).unsaid == ()
    if silent is not None:
        unsaid = FULL.model_copy(update=silent)
        assert find((unsaid,), wanted, TODAY).unsaid == (unsaid,)
        assert find((unsaid,), wanted, TODAY).fits == ()


def test_a_no_outweighs_what_was_not_said() -> None:
    found = find((resource(cost=Cost.PAID),), Wanted(is_free=True, offline=True), TODAY)
    assert (found.fits, found.unsaid) == ((), ())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, "resource-says-nothing"),
        ({"what": ""}, "resource-says-nothing"),
        ({"title": "\u200b"}, "resource-says-nothing"),
        ({"title": "Call 0700 123 456"}, "words-name-somebody"),
        ({"address": "https://example.org/?me=1"}, "web-address-wrong"),
        ({"what": "Write to amina@example.org"}, "words-name-somebody"),
    ],
)
def test_each_fault_of_an_entry_is_told(changes: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_resource(resource(**changes))
    assert refused.value.codes == (code,)
    check_resource(resource())


def test_nobody_checked_a_link_tomorrow() -> None:
    with pytest.raises(Refusal) as refused:
        check_link_check(check(-1), TODAY)
    assert refused.value.codes == ("resource-checked-in-future",)
    check_link_check(check(0), TODAY)


def test_an_entry_has_a_language() -> None:
    with pytest.raises(ValidationError):
        resource(languages=())
