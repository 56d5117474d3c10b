"""One spelling for everything that is signed."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from nyhavn.exchange.bundle.canonical import (
    Strict,
    Unreadable,
    canonical_json,
    decode_base64,
    encode_base64,
    read_model,
    readable_json,
    write_model,
)


class Pair(Strict):
    """A JSON object for these tests."""

    a: int
    b: str = Field(alias="B")


def test_json_has_sorted_keys_no_spaces_and_keeps_every_script() -> None:
    assert canonical_json({"b": "ماء", "a": [1, 2.5, None]}) == '{"a":[1,2.5,null],"b":"ماء"}\n'.encode()


def test_readable_json_holds_the_same_value_on_many_lines() -> None:
    assert readable_json({"b": 1, "a": 2}) == b'{\n "a": 2,\n "b": 1\n}\n'


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_json_can_not_say_is_not_written(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(value)


def test_a_model_comes_back_from_its_own_bytes() -> None:
    pair = Pair(a=1, B="é")
    assert write_model(pair) == '{"B":"é","a":1}\n'.encode()
    assert read_model(Pair, write_model(pair)) == pair


@pytest.mark.parametrize(
    "data",
    [
        b'{"B":"x","a":1}',
        b'{"B":"x","a":1}\n\n',
        b' {"B":"x","a":1}\n',
        b'{"a":1,"B":"x"}\n',
        b'{"B":"x", "a":1}\n',
        b'{"B":"x","a":1,"a":1}\n',
        b'{"B":"x","a":1,"c":2}\n',
        b'{"B":"\\u0078","a":1}\n',
        b'{"B":"x","a":1.0}\n',
        b'{"B":"x","a":"1"}\n',
        b'{"B":"x","a":true}\n',
        b'{"B":"\\ud800","a":1}\n',
        b'{"B":"x"}\n',
        b'{"b":"x","a":1}\n',
        b'\xef\xbb\xbf{"B":"x","a":1}\n',
        b"[" * 100_000,
        b'{"B":"x","a":' + b"9" * 10_000 + b"}\n",
        b"\xff\xfe",
        b"",
        b"null\n",
    ],
)
def test_any_second_spelling_of_json_is_damage(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_model(Pair, data)


@given(st.binary(max_size=80))
def test_base64_comes_back(data: bytes) -> None:
    assert decode_base64(encode_base64(data)) == data
    assert encode_base64(data) == base64.standard_b64encode(data).decode()


@pytest.mark.parametrize("text", ["QQ", "QR==", "QQ=", "QQ==\n", " QQ==", "Q Q==", "-_==", "QQ==QQ==", "é", "QQ==="])
def test_any_second_spelling_of_base64_is_damage(text: str) -> None:
    with pytest.raises(Unreadable):
        decode_base64(text)
