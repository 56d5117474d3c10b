"""What is a licence, and what is none: nothing that somebody types there is a fault of ours."""

import pytest

from nyhavn.exchange.licences import is_known_licence


@pytest.mark.parametrize("words", ["", " ", "÷", "(", "MIT AND", "nope", "¿¿ OR MIT", "MIT\0", "a" * 5000])
def test_what_cannot_be_read_is_no_licence(words: str) -> None:
    assert not is_known_licence(words)


@pytest.mark.parametrize("words", ["CC-BY-4.0", "MIT OR Apache-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"])
def test_an_expression_of_known_licences_is_one(words: str) -> None:
    assert is_known_licence(words)
