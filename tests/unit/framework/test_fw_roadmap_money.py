"""Money and pay on a roadmap: no sum across currencies, nothing estimated, both sides heard."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roadmap_bodies import RoadmapBody
from nyhavn.framework.roadmap_money import Balance, FundingEntry, balances
from nyhavn.framework.roadmap_payment import payments_standing, unpaid_hours
from nyhavn.framework.roadmap_vocabulary import FundingKind, Paid
from spec.roadmap.a_roadmap import FORUM, FUND, SECRETARIAT, STARTS, action, money, paid, proof

K, DAY, LATER = FundingKind, timedelta(days=1), date(2027, 1, 1)


def codes(make) -> tuple[str, ...]:
    with pytest.raises(Refusal) as refused:
        make()
    return refused.value.codes


def funded(*entries: FundingEntry) -> tuple[Balance, ...]:
    one = action(funding=entries)
    return balances(one.funding, one.owner.name, LATER)


def test_currencies_stand_beside_each_other_and_are_never_added_up() -> None:
    found = funded(
        money(1, K.PLEDGED, "100"),
        money(2, K.PLEDGED, "50", "EUR"),
        money(3, K.PLEDGED, "0.10"),
        money(4, K.RECEIVED, "7"),
    )
    assert [(one.currency, one.pledged.said, one.received.said, one.spent.said) for one in found] == [
        ("EUR", Decimal(50), 0, 0),
        ("KES", Decimal("100.10"), 7, 0),
    ]


def test_what_evidence_shows_is_told_from_what_is_said() -> None:
    entries = (
        money(1, K.RECEIVED, "100", proof=proof()),
        money(2, K.RECEIVED, "10"),
        money(3, K.RECEIVED, "1", proof=proof(by=SECRETARIAT.name)),
        money(4, K.RECEIVED, "1", proof=proof(day=None)),
    )
    (found,) = funded(*entries)
    assert (found.received.said, found.received.shown) == (112, 100)


def test_whoever_spent_money_does_not_vouch_for_it_and_whoever_gave_it_does() -> None:
    entries = (
        money(1, K.PLEDGED, "9", proof=proof(by=FUND.name)),
        money(2, K.RECEIVED, "8", proof=proof(by=FUND.name)),
        money(3, K.SPENT, "4", by=FORUM, proof=proof(by="forum of alta")),
        money(4, K.SPENT, "2", by=FORUM, proof=proof(by=FUND.name)),
    )
    (found,) = funded(*entries)
    assert (found.pledged.shown, found.received.shown, found.spent.said, found.spent.shown) == (9, 8, 6, 2)


def test_more_is_spent_than_received_only_for_a_stated_reason() -> None:
    received = money(1, K.RECEIVED, "100")
    assert not funded(received, money(2, K.SPENT, "100"))[0].is_spent_beyond
    assert codes(lambda: funded(received, money(2, K.SPENT, "100.01"))) == ("funding-spent-beyond",)
    assert codes(lambda: funded(received, money(2, K.SPENT, "101", because="-"))) == ("funding-spent-beyond",)
    assert codes(lambda: funded(received, money(2, K.SPENT, "1", "EUR"))) == ("funding-spent-beyond",)
    (found,) = funded(received, money(2, K.SPENT, "101", because="The network advanced it."))
    assert found.is_spent_beyond


def test_a_reason_given_once_does_not_cover_what_is_spent_after_it() -> None:
    advanced = money(1, K.SPENT, "10", because="The network advanced it.")
    assert codes(lambda: funded(advanced, money(2, K.SPENT, "1"))) == ("funding-spent-beyond",)
    assert funded(advanced, money(2, K.RECEIVED, "11"), money(3, K.SPENT, "1"))


def test_money_that_arrives_later_needs_no_reason_though_more_is_still_spent() -> None:
    advanced = money(1, K.SPENT, "10", because="The network advanced it.")
    (found,) = funded(advanced, money(2, K.RECEIVED, "4"))
    assert found.is_spent_beyond


def test_a_correction_takes_the_place_of_one_entry_and_says_why() -> None:
    wrong = money(1, K.RECEIVED, "1000")
    right = money(2, K.RECEIVED, "100", corrects=1, because="A zero too many.")
    assert funded(wrong, right)[0].received.said == 100
    assert funded(wrong, money(2, K.RECEIVED, "0", corrects=1, because="It never came.")) == ()
    assert codes(lambda: funded(wrong, money(2, K.RECEIVED, "100", corrects=1))) == ("funding-reason-missing",)


@pytest.mark.parametrize(
    "second",
    [
        {"corrects": 7},
        {"corrects": 2},
        {"corrects": 1, "kind": K.PLEDGED},
        {"corrects": 1, "currency": "EUR"},
    ],
)
def test_a_correction_is_of_an_entry_that_stands_of_the_same_kind_and_currency(second: dict) -> None:
    values = {"number": 2, "kind": K.RECEIVED, "amount": "1", "because": "Wrong."} | second
    assert codes(lambda: funded(money(1, K.RECEIVED, "5"), money(**values))) == ("funding-corrects-unknown",)


def test_an_entry_is_corrected_once() -> None:
    first = (money(1, K.RECEIVED, "5"), money(2, K.RECEIVED, "6", corrects=1, because="Six."))
    again = money(3, K.RECEIVED, "7", corrects=1, because="Seven.")
    assert codes(lambda: funded(*first, again)) == ("funding-corrects-unknown",)
    assert funded(*first, money(3, K.RECEIVED, "7", corrects=2, because="Seven."))[0].received.said == 7


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"amount": "0"}, "funding-amount"),
        ({"currency": "XXX"}, "funding-currency"),
        ({"on": STARTS + DAY}, "funding-day"),
        ({"by": RoadmapBody(name="ana@example.org")}, "roadmap-holds-address"),
    ],
)
def test_each_fault_of_an_entry_alone_is_refused(more: dict, code: str) -> None:
    assert codes(lambda: money(**({"number": 1, "kind": K.PLEDGED, "amount": "1"} | more))) == (code,)


@pytest.mark.parametrize(
    "more", [{"amount": "-1"}, {"amount": "NaN"}, {"amount": "Infinity"}, {"currency": "kes"}, {"currency": "€"}]
)
def test_what_is_no_amount_of_money_cannot_be_built(more: dict) -> None:
    with pytest.raises(ValidationError):
        money(**({"number": 1, "kind": K.PLEDGED, "amount": "1"} | more))


def test_entries_are_only_added() -> None:
    assert codes(lambda: funded(money(2, K.PLEDGED, "1"), money(1, K.PLEDGED, "1"))) == ("funding-out-of-order",)
    early = money(2, K.PLEDGED, "1", on=STARTS - DAY, recorded_on=STARTS - DAY)
    assert codes(lambda: funded(money(1, K.PLEDGED, "1"), early)) == ("funding-out-of-order",)


amounts = st.decimals("0.01", "1000000", places=2)


@given(st.lists(st.tuples(st.sampled_from([K.PLEDGED, K.RECEIVED]), st.sampled_from(["KES", "EUR", "COP"]), amounts)))
def test_each_balance_is_the_sum_of_its_own_entries(drawn) -> None:
    made = [money(at, kind, str(amount), currency) for at, (kind, currency, amount) in enumerate(drawn, start=1)]
    for one in funded(*made):
        for kind in K:
            own = [amount for which, currency, amount in drawn if (which, currency) == (kind, one.currency)]
            assert getattr(one, kind.value).said == sum(own, Decimal(0))


# Pay -----------------------------------------------------------------------------------------------------------


def test_both_sides_stand_and_where_they_differ_it_is_said() -> None:
    said = (
        paid(1, Paid.PAID, by_community=False, payer=FUND, people_paid=12),
        paid(2, Paid.NOT_YET, by_community=True, unpaid_hours=Decimal(340)),
    )
    (found,) = payments_standing(action(payments=said).payments)
    assert (found.by_payer, found.by_community, found.differs) == (*said, True)
    assert not payments_standing((said[0], paid(2, Paid.PAID, by_community=True)))[0].differs


@pytest.mark.parametrize("answer", [Paid.DO_NOT_KNOW, Paid.DECLINED, Paid.NOT_ANSWERED])
def test_silence_is_no_contradiction_and_no_no(answer: Paid) -> None:
    (found,) = payments_standing((paid(1, Paid.PAID, by_community=False), paid(2, answer, by_community=True)))
    assert not found.differs and found.by_community is not None and found.by_community.paid is answer


def test_what_a_side_said_last_counts_for_that_side_alone_and_communities_are_told_apart() -> None:
    other = RoadmapBody(name="Forum of Baja")
    said = (
        paid(1, Paid.NOT_YET, by_community=True),
        paid(2, Paid.PAID, by_community=False, community=RoadmapBody(name="forum of alta")),
        paid(3, Paid.PAID, by_community=True),
        paid(4, Paid.UNPAID, by_community=True, community=other),
    )
    alta, baja = payments_standing(said)
    assert (alta.community, alta.by_community, alta.differs) == (FORUM, said[2], False)
    assert (baja.community, baja.by_payer) == (other, None)


def test_hours_that_nobody_said_are_counted_as_not_said_and_never_filled_in() -> None:
    silent = payments_standing((paid(1, Paid.UNPAID, by_community=True),))
    assert (unpaid_hours(silent).hours, unpaid_hours(silent).not_said) == (None, 1)
    said = (
        paid(1, Paid.UNPAID, by_community=True, unpaid_hours=Decimal("10.5")),
        paid(2, Paid.UNPAID, by_community=False, unpaid_hours=Decimal(3)),
        paid(3, Paid.UNPAID, by_community=True, community=RoadmapBody(name="Forum of Baja")),
    )
    found = unpaid_hours(payments_standing(said))
    assert (found.hours, found.not_said) == (Decimal("10.5"), 1)  # of one community once, as those say who worked


@pytest.mark.parametrize(
    ("answer", "more", "code"),
    [
        (Paid.UNPAID, {"payer": FUND}, "payment-contradicts-itself"),
        (Paid.UNPAID, {"people_paid": 1}, "payment-contradicts-itself"),
        (Paid.NOT_YET, {"people_paid": 1}, "payment-contradicts-itself"),
        (Paid.PAID, {"people_paid": 0}, "payment-contradicts-itself"),
        (Paid.IN_PART, {"people_paid": 0}, "payment-contradicts-itself"),
        (Paid.PAID, {"source": " "}, "payment-source-missing"),
        (Paid.PAID, {"on": STARTS + DAY}, "payment-day"),
        (Paid.PAID, {"source": "Mail of ana@example.org"}, "roadmap-holds-address"),
    ],
)
def test_each_fault_of_what_is_said_about_pay_alone_is_refused(answer: Paid, more: dict, code: str) -> None:
    assert codes(lambda: paid(1, answer, by_community=True, **more)) == (code,)


def test_what_fits_is_taken_and_only_added() -> None:
    assert paid(1, Paid.NOT_YET, by_community=True, payer=FUND, people_paid=0)
    assert paid(1, Paid.DECLINED, by_community=True, payer=FUND).people_paid is None
    twice = (paid(1, Paid.PAID, by_community=True), paid(1, Paid.PAID, by_community=True))
    assert codes(lambda: action(payments=twice)) == ("payment-out-of-order",)
