"""The rule: a name appears only by wish and consent, and tells nothing about anybody else."""

import pytest

from nyhavn.framework.attribution import (
    CommunityCredit,
    Credit,
    CreditLine,
    Wish,
    Wished,
    check_credit,
    clean_name,
    credits_of,
    still_standing,
)
from nyhavn.framework.labels import all_labels, check_label, check_open, labels_from
from nyhavn.framework.refusal import Refusal

SILENT = CommunityCredit()


def wished(name: str, wish: Wish = Wish.NAMED, *, stands: bool = True, told: bool = True) -> Wished:
    return Wished(Credit(wish, name, told), stands)


def test_nobody_is_named_without_a_wish() -> None:
    assert credits_of([Wished(Credit(), consent_stands=True)], SILENT) == CreditLine()


@pytest.mark.parametrize("wish", [Wish.ANONYMOUS, Wish.COLLECTIVE])
def test_a_name_that_was_given_for_another_wish_does_not_appear(wish: Wish) -> None:
    assert credits_of([wished("Ana", wish)], SILENT).names == ()


def test_a_name_appears_only_while_the_consent_stands() -> None:
    assert credits_of([wished("Ana", stands=False), wished("Bo")], SILENT).names == ("Bo",)


def test_names_stand_in_the_order_of_the_alphabet_each_once() -> None:
    assert credits_of([wished("bo"), wished("Ana"), wished("Ana"), wished("Cy")], SILENT).names == ("Ana", "bo", "Cy")


def test_a_single_name_appears_only_if_the_person_was_told_so() -> None:
    assert credits_of([wished("Ana", told=False)], SILENT).names == ()
    assert credits_of([wished("Ana", told=True)], SILENT).names == ("Ana",)
    assert credits_of([wished("Ana", told=False), wished("Bo")], SILENT).names == ("Ana", "Bo")


def test_others_are_said_only_when_the_community_says_so_and_never_counted() -> None:
    many = [wished("Ana"), *[Wished(Credit(), consent_stands=True)] * 50]
    assert credits_of(many, SILENT) == CreditLine("", ("Ana",), others=False)
    says = CommunityCredit(Wish.NAMED, "The valley", says_others=True)
    assert credits_of(many, says) == CreditLine("The valley", ("Ana",), others=True)
    assert credits_of(many[:1], says) == CreditLine("The valley", ("Ana",), others=True)


def test_a_community_is_named_only_by_its_wish() -> None:
    assert credits_of([], CommunityCredit(Wish.ANONYMOUS, "The valley")).community == ""
    assert credits_of([], CommunityCredit(Wish.COLLECTIVE, "The valley")).community == "The valley"


def test_a_published_credit_only_ever_gets_smaller() -> None:
    frozen = CreditLine("The valley", ("Ana", "Bo"), others=True)
    assert still_standing(frozen, CreditLine("The valley", ("Bo", "Cy"), True)) == CreditLine(
        "The valley", ("Bo",), True
    )
    assert still_standing(frozen, CreditLine("Another", ("Ana", "Bo"))) == CreditLine("", ("Ana", "Bo"))


def test_a_name_is_one_line_without_signs_that_turn_or_hide_it() -> None:
    assert clean_name("  Ana\n\u202eEvil\u0000  ") == "Ana Evil"
    assert clean_name("علی\u200cرضا") == "علی\u200cرضا"


@pytest.mark.parametrize(
    ("credit", "code"),
    [
        (Credit(Wish.NAMED, " \u202e "), "credit-name-missing"),
        (Credit(Wish.PSEUDONYM, ""), "credit-name-missing"),
        (Credit(Wish.NAMED, "a" * 121), "credit-name-too-long"),
    ],
)
def test_a_faulty_name_is_refused(credit: Credit, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_credit(credit)
    assert [reason.code for reason in refused.value.reasons] == [code]


def test_a_name_at_the_limit_is_taken_and_one_over_it_is_not() -> None:
    check_credit(Credit(Wish.NAMED, "a" * 120))
    with pytest.raises(Refusal):
        check_credit(Credit(Wish.NAMED, "a" * 121))


def test_labels_are_those_of_local_contexts_and_carry_the_communitys_words() -> None:
    assert {"TK A", "TK NC", "TK CV", "TK SS", "BC P"} <= set(all_labels())
    (label,) = labels_from({"TK NC": {"en": "Not for sale.", "ar": "ليس للبيع"}})
    assert label.title == "TK Non-Commercial (TK NC)"
    assert label.text("ar").text == "ليس للبيع" and label.text("fr").language == "ar"


@pytest.mark.parametrize(
    ("code", "text", "refused_as"),
    [
        ("TK XX", "Words", "label-unknown"),
        ("TK A", " ", "label-without-text"),
        ("TK A", "Ask the Valley", "label-names-community"),
    ],
)
def test_a_faulty_label_is_refused(code: str, text: str, refused_as: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_label(code, text, unnamed="the valley")
    assert [reason.code for reason in refused.value.reasons] == [refused_as]


def test_a_label_that_keeps_data_from_everybody_stops_their_publication() -> None:
    check_open(labels_from({"TK A": {"en": "Name us."}}))
    with pytest.raises(Refusal):
        check_open(labels_from({"TK SS": {"en": "Not for everybody."}}))
