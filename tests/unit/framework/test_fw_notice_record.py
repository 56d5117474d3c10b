"""The record of a notice: everything shown, as one text with one hash."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.framework.consent import Purpose
from nyhavn.framework.notice import (
    NoticeShown,
    NoticeWords,
    OurWords,
    is_as_agreed,
    record_of,
    sha256_of_notice,
    shown_parts,
)
from nyhavn.framework.notice_media import Medium, MediumKind
from nyhavn.framework.notice_record import (
    NoticeRecord,
    RecordedMedium,
    ShownPart,
    read,
    sha256_of_record,
    written,
)
from unit.framework.test_fw_notice import ENGLISH, NOTICE

OURS = OurWords(
    headings={"retention": "How long"},
    lost_code="Without a code you cannot take your answers back.",
    terms={Purpose.COLLECTION: "It is kept for 2 years.", Purpose.PUBLISHED_AGGREGATES: "Everybody."},
)
# Written down once: hashes of today must still match in years.
FIXED = "beb2afa701033b92b1728fbebda7124f43d4ac96231f3fbf28c28a00f2862857"
AUDIO = Medium(MediumKind.AUDIO, "en", "To listen to", "We ask who has water.", "a" * 64, "audio/mpeg")
FILM = Medium(MediumKind.SIGN_LANGUAGE, "en", "Signed", "We ask.", "b" * 64, "video/mp4", "c" * 64, "jos")


def in_use(shown: NoticeShown = NOTICE, words: NoticeWords = ENGLISH) -> NoticeWords:
    rendered = record_of(shown, words, OURS)
    return replace(words, rendered=rendered, sha256=sha256_of_record(rendered))


def test_anybody_can_work_out_the_hash_from_the_file() -> None:
    words = in_use()
    assert words.rendered.startswith(
        "notice 2\nversion 6\n2026-1\nlanguage 2\nen\npart:title 20\nWater in our village\n"
    )
    assert hashlib.sha256(words.rendered.encode()).hexdigest() == words.sha256


def test_the_format_is_written_down_so_that_records_of_years_ago_still_match() -> None:
    assert sha256_of_record(record_of(NOTICE, replace(ENGLISH, media=(AUDIO, FILM)), OURS)) == FIXED


def test_what_was_put_in_use_is_shown_from_its_record_whatever_we_would_say_today() -> None:
    words = in_use()
    later = OurWords({"retention": "Retention period"}, "Other words", {Purpose.COLLECTION: "Other terms"})
    assert shown_parts(NOTICE, words, later) == shown_parts(NOTICE, ENGLISH, OURS)
    asked = [part for part in shown_parts(NOTICE, words) if part.is_question]
    assert [part.terms for part in asked] == ["It is kept for 2 years.", "Everybody."]
    assert OURS.lost_code in [part.text for part in shown_parts(NOTICE, words)]


def test_a_text_with_its_record_is_the_one_people_agreed_to() -> None:
    assert is_as_agreed(NOTICE, in_use())
    assert is_as_agreed(NOTICE, in_use(words=replace(ENGLISH, media=(AUDIO, FILM))))


@pytest.mark.parametrize(
    "changed",
    [
        {"recipients": "Everybody sees them."},
        {"title": "Other"},
        {"by_purpose": {**ENGLISH.by_purpose, Purpose.COLLECTION: "Yes?"}},
        {"media": ()},
        {"media": (AUDIO, replace(FILM, sha256="d" * 64))},
        {"media": (AUDIO, replace(FILM, captions=""))},
        {"media": (FILM, AUDIO)},
        {"media": (replace(AUDIO, words="We take it all."), FILM)},
        {"rendered": in_use(words=replace(ENGLISH, body="Other", media=(AUDIO, FILM))).rendered},
        {"sha256": "0" * 64},
    ],
)
def test_whatever_is_changed_behind_the_program_is_seen(changed: dict[str, object]) -> None:
    words = in_use(words=replace(ENGLISH, media=(AUDIO, FILM)))
    assert not is_as_agreed(NOTICE, replace(words, **changed))  # type: ignore[arg-type]


def test_terms_and_contact_changed_behind_the_program_are_seen_too() -> None:
    words = in_use()
    longer = NOTICE.terms[0].model_copy(update={"months": 240})
    assert not is_as_agreed(replace(NOTICE, terms=(longer, NOTICE.terms[1])), words)
    assert not is_as_agreed(replace(NOTICE, contact="Nobody"), words)


def test_texts_of_the_first_format_keep_their_hash() -> None:
    old = replace(NOTICE, terms=(), witnessed_path=None)
    words = replace(ENGLISH, sha256=sha256_of_notice(old, ENGLISH))
    assert is_as_agreed(old, words)
    assert not is_as_agreed(old, replace(words, body="Other"))
    assert not [part for part in shown_parts(old, words) if part.heading or part.terms]


@pytest.mark.parametrize(
    "text", ["", "notice 1\n", "notice 2\nversion 9\nx\n", "notice 2\nversion 1\nxy", "notice 2\nx"]
)
def test_anything_else_is_no_record(text: str) -> None:
    with pytest.raises(ValueError):
        read(text)


texts = st.text(st.characters(codec="utf-8"), max_size=30)
parts = st.builds(
    ShownPart,
    code=st.sampled_from(["title", "body", "collection", "media"]),
    text=texts,
    is_question=st.booleans(),
    heading=texts,
    terms=texts,
)
media = st.builds(
    RecordedMedium,
    kind=st.sampled_from([kind.value for kind in MediumKind]),
    sha256=st.just("a" * 64),
    captions=st.sampled_from(["", "b" * 64]),
    sign_language=st.sampled_from(["", "jos"]),
    title=texts,
    words=texts,
)
records = st.builds(
    NoticeRecord,
    version=texts,
    language=texts,
    parts=st.lists(parts, max_size=5, unique_by=lambda part: part.code).map(tuple),
    media=st.lists(media, max_size=3).map(tuple),
)


@given(records)
def test_every_record_is_read_back_as_it_was_written(record: NoticeRecord) -> None:
    assert read(written(record)) == record


@given(records, records)
def test_two_notices_that_show_something_different_have_different_records(one: NoticeRecord, two: NoticeRecord) -> None:
    assert (written(one) == written(two)) == (one == two)
