"""Files beside a notice: their type is what is in them."""

import pytest

from nyhavn.framework.consent_circumstances import Modality
from nyhavn.framework.notice_media import (
    MOST_BYTES,
    TYPES,
    Medium,
    MediumKind,
    are_captions,
    check_medium,
    media_type_of,
    medium_reasons,
    ways_of,
)
from nyhavn.framework.refusal import Refusal

REST = bytes(60)
FILES = {
    "image/png": b"\x89PNG\r\n\x1a\n" + REST,
    "image/jpeg": b"\xff\xd8\xff\xe0" + REST,
    "image/webp": b"RIFF\x00\x00\x00\x00WEBPVP8 " + REST,
    "audio/mpeg": b"ID3\x04" + REST,
    "audio/ogg": b"OggS" + bytes(24) + b"OpusHead" + REST,
    "audio/mp4": b"\x00\x00\x00\x20ftypM4A " + REST,
    "video/mp4": b"\x00\x00\x00\x20ftypisom" + REST,
    "video/webm": b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm" + REST,
}
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nWe ask who has water.\n"
# What somebody could call a picture: none of these may ever be sent as one.
OTHERS = (
    b"",
    b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    b"<html><script>alert(1)</script>",
    b"%PDF-1.7",
    b"GIF89a",
    b"MZ",
    b"PK\x03\x04",
    b"RIFF\x00\x00\x00\x00AVI ",
    b"OggS" + bytes(24) + b"\x80theora",
    b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska",
    b"\x00\x00\x00\x20ftypqt  ",
    b"\x89PNG",
)


@pytest.mark.parametrize("media_type", FILES)
def test_each_type_is_known_by_its_first_bytes(media_type: str) -> None:
    assert media_type_of(FILES[media_type]) == media_type


@pytest.mark.parametrize("content", OTHERS, ids=range(len(OTHERS)))
def test_anything_else_is_not_shown(content: bytes) -> None:
    assert media_type_of(content) is None


@pytest.mark.parametrize("kind", MediumKind)
def test_each_kind_takes_its_types_and_no_other(kind: MediumKind) -> None:
    sign = "jos" if kind is MediumKind.SIGN_LANGUAGE else ""
    for media_type, content in FILES.items():
        codes = [reason.code for reason in medium_reasons(kind, content, b"", sign)]
        assert codes == ([] if media_type in TYPES[kind] else ["notice-medium-type"]), media_type


@pytest.mark.parametrize("kind", MediumKind)
def test_the_limit_counts_the_last_byte(kind: MediumKind) -> None:
    sign = "jos" if kind is MediumKind.SIGN_LANGUAGE else ""
    content = FILES[TYPES[kind][0]].ljust(MOST_BYTES[kind], b"\0")
    assert medium_reasons(kind, content, b"", sign) == ()
    (reason,) = medium_reasons(kind, content + b"\0", b"", sign)
    assert reason.code == "notice-medium-too-large"


def test_captions_go_with_a_film_and_are_webvtt() -> None:
    film = FILES["video/mp4"]
    check_medium(MediumKind.SIGN_LANGUAGE, film, CAPTIONS, "jos")
    for kind, content, captions in (
        (MediumKind.SIGN_LANGUAGE, film, b"1\n00:00:00,000 --> 00:00:02,000\nSubRip"),
        (MediumKind.SIGN_LANGUAGE, film, b"WEBVTT\n\nnothing"),
        (MediumKind.SIGN_LANGUAGE, film, b"\xff\xfe"),
        (MediumKind.AUDIO, FILES["audio/mpeg"], CAPTIONS),
    ):
        with pytest.raises(Refusal) as refused:
            check_medium(kind, content, captions, "jos" if kind is MediumKind.SIGN_LANGUAGE else "")
        assert refused.value.codes == ("notice-medium-captions",)
    assert are_captions(b"\xef\xbb\xbf" + CAPTIONS)


@pytest.mark.parametrize(
    ("kind", "media_type", "sign"),
    [(MediumKind.SIGN_LANGUAGE, "video/mp4", ""), (MediumKind.PICTOGRAMS, "image/png", "jos")],
)
def test_a_sign_language_is_named_for_a_film_and_for_nothing_else(kind: MediumKind, media_type: str, sign: str) -> None:
    (reason,) = medium_reasons(kind, FILES[media_type], b"", sign)
    assert reason.code == "notice-medium-sign-language"


def test_the_text_is_always_one_way_and_comes_first() -> None:
    audio = Medium(MediumKind.AUDIO, "en", "Listen", "We ask.", "0" * 64, "audio/mpeg")
    sign = Medium(MediumKind.SIGN_LANGUAGE, "en", "Signed", "We ask.", "1" * 64, "video/mp4", "", "jos")
    assert ways_of(()) == (Modality.READ,)
    assert ways_of((sign, audio, audio)) == (Modality.READ, Modality.HEARD, Modality.SIGN_LANGUAGE)
