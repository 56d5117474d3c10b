"""How long and for whom, as data: what fits together, and what timers read of it."""

from dataclasses import dataclass

import pytest
from pydantic import ValidationError

from nyhavn.framework.consent import Purpose
from nyhavn.framework.notice_terms import (
    MOST_MONTHS,
    NAMED,
    Kept,
    PurposeTerms,
    RecipientKind,
    purposes_without_terms,
    retention_months,
    terms_of,
)


@dataclass(frozen=True)
class Noticed:
    terms: tuple[PurposeTerms, ...] = ()


def terms(**said: object) -> PurposeTerms:
    whole = {"purpose": "collection", "kept": "months", "months": 24, "recipients": ("team",)}
    return PurposeTerms.model_validate({**whole, **said})


def test_whole_terms_are_taken() -> None:
    assert (terms().months, terms().recipients) == (24, (RecipientKind.TEAM,))


@pytest.mark.parametrize(
    "wrong",
    [
        {"months": None},
        {"months": 0},
        {"months": -1},
        {"months": MOST_MONTHS + 1},
        {"kept": "until-withdrawn"},
        {"kept": "not-kept"},
        {"kept": "for ever", "months": None},
        {"recipients": ()},
        {"recipients": ("somebody",)},
        {"purpose": "marketing"},
        {"recipient": ("team",)},
        *({"recipients": (kind.value,)} for kind in sorted(NAMED)),
    ],
)
def test_each_fault_alone_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        terms(**wrong)


@pytest.mark.parametrize("kind", sorted(NAMED))
def test_whoever_says_nothing_by_their_kind_is_taken_with_a_name(kind: RecipientKind) -> None:
    assert terms(recipients=(kind,), names="Water Aid").names == "Water Aid"


@pytest.mark.parametrize(
    ("said", "months"),
    [
        ({"months": 24}, 24),
        ({"months": 1}, 1),
        ({"kept": Kept.NOT_KEPT, "months": None}, 0),
        ({"kept": Kept.UNTIL_WITHDRAWN, "months": None}, None),
    ],
)
def test_a_timer_reads_the_months_and_nothing_where_nothing_ends_it(
    said: dict[str, object], months: int | None
) -> None:
    notice = Noticed((terms(**said),))
    assert retention_months(notice, Purpose.COLLECTION) == months


def test_a_notice_whose_text_alone_says_it_sets_no_timer() -> None:
    assert retention_months(Noticed(), Purpose.COLLECTION) is None
    assert retention_months(Noticed((terms(),)), Purpose.MEDIA) is None
    assert terms_of(Noticed((terms(),)), Purpose.COLLECTION) == terms()


def test_purposes_that_nobody_spoke_of_are_named_in_the_order_in_which_they_are_asked() -> None:
    asked = (Purpose.MEDIA, Purpose.COLLECTION, Purpose.RE_CONTACT)
    assert purposes_without_terms(Noticed((terms(),)), asked) == (Purpose.MEDIA, Purpose.RE_CONTACT)
