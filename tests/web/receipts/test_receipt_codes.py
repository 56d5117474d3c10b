"""Codes: read kindly, drawn evenly, and a slip is known as one."""

import random
from collections import Counter

import pytest
from django.test import Client

from nyhavn.web.collection.models import Collection, Contribution
from nyhavn.web.collection.receipts import (
    DRAWN,
    LENGTH,
    PAPER_BITS,
    SIGNS,
    WORDS_BITS,
    all_words,
    grouped,
    paper_code_for,
    read_typed_code,
    words_for,
)
from web.visitors import Visitor

CODE = paper_code_for(b"secret")
PLAIN = CODE.replace("-", "")
ALL_YES = {"-consent-collection": "yes", "-consent-published-aggregates": "yes"}


def test_the_entropy_that_is_stated_is_that_of_the_code() -> None:
    assert len(all_words()) ** LENGTH == 2**WORDS_BITS
    assert len(SIGNS) ** DRAWN == 2**PAPER_BITS


def test_words_and_signs_are_drawn_evenly() -> None:
    secrets = [number.to_bytes(32, "big") for number in range(3_000)]
    signs = Counter(sign for secret in secrets for sign in paper_code_for(secret).replace("-", "")[:DRAWN])
    words = Counter(word for secret in secrets for word in words_for(secret))
    for found, kinds in ((signs, 32), (words, 512)):
        expected = found.total() / kinds
        squares = sum((count - expected) ** 2 / expected for count in found.values())
        assert len(found) == kinds
        assert squares < kinds + 4 * (2 * kinds) ** 0.5  # chi-squared, four standard deviations


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        PLAIN,
        f"  {CODE.replace('-', ' ')}\n",
        CODE.replace("-", "–"),
        PLAIN.replace("0", "O").replace("1", "l"),
        PLAIN.replace("1", "I").replace("0", "o"),
        PLAIN.translate({ord("0") + value: ord("٠") + value for value in range(10)}),
        PLAIN.translate({ord("0") + value: ord("۰") + value for value in range(10)}),
        PLAIN.translate({ord("0") + value: ord("０") + value for value in range(10)}),
    ],
)
def test_a_paper_code_is_read_however_it_is_written(typed: str) -> None:
    assert read_typed_code(typed).plain == PLAIN


@pytest.mark.parametrize("between", [" ", "  ", ", ", "-", "\n", ". ", "، "])
def test_words_are_read_however_they_are_written(between: str) -> None:
    words = words_for(b"secret")
    assert read_typed_code(between.join(words).upper()).plain == " ".join(words)
    assert read_typed_code(between.join(words)).is_code


def test_every_single_wrong_sign_and_every_swap_of_neighbours_is_seen() -> None:
    wrong = [PLAIN[:at] + sign + PLAIN[at + 1 :] for at in range(15) for sign in SIGNS if sign != PLAIN[at]]
    swapped = [
        PLAIN[:at] + PLAIN[at + 1] + PLAIN[at] + PLAIN[at + 2 :] for at in range(14) if PLAIN[at] != PLAIN[at + 1]
    ]
    assert not [code for code in (*wrong, *swapped) if read_typed_code(code).is_code]


def test_of_codes_typed_at_random_almost_all_are_seen() -> None:
    draw = random.Random(7)
    typed = ["".join(draw.choices(SIGNS, k=15)) for _ in range(5_000)]
    assert sum(read_typed_code(code).is_code for code in typed) < 20


def test_what_is_no_code_is_no_code() -> None:
    for typed in ("", "able " * 6, "able " * 8, "ablee " * 7, PLAIN[:-1], PLAIN + "0", "ٱ" * 400, "\x00"):
        assert not read_typed_code(typed).is_code


@pytest.mark.django_db
def test_a_neutral_paper_is_chosen_shown_once_printed_and_names_nothing(collection: Collection) -> None:
    visitor = Visitor(Client(enforce_csrf_checks=True), f"/c/{collection.code}/").open()
    visitor.press("en", "-begin").say(ALL_YES, "on").press("on", gender="man", age="20", water="no")
    assert "If you lose it, nobody can look it up for you." in visitor.text
    visitor.say({"-receipt": "paper"}, "send")
    code = visitor.response.context["sent"].paper  # type: ignore[union-attr]
    assert code in visitor.text and grouped(code.replace("-", "")) == code
    printed = visitor.client.post("/c/slip/", {"code": code})
    text = printed.content.decode()
    assert code in text and "<title>One moment</title>" in text
    assert not [name for name in ("nyhavn ", "water", "village", collection.code) if name in text.casefold()]
    assert Contribution.objects.get().receipt not in ("", code)
    opened = Client().post("/mine/", {"code": code.lower()})
    assert (opened.status_code, opened["Location"]) == (303, "/mine/menu/")


@pytest.mark.django_db
def test_a_page_to_print_shows_nothing_that_is_no_code() -> None:
    answer = Client().post("/c/slip/", {"code": "<b>water</b>"})
    assert answer.status_code == 404
    assert "water" not in answer.content.decode()
