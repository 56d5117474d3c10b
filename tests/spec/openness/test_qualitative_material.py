"""Stories, photographs, sound and maps go out after a person looked, as long as whoever they are from agrees."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from nyhavn.exchange.embedded import noticed_in
from nyhavn.framework.community_body import Matter
from nyhavn.framework.community_standing import CommunityStep
from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.interests import OwnInterest
from nyhavn.framework.material import Agreed, Finding, PieceKind
from nyhavn.framework.openness import AccessLevel, Material
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.models import Contribution
from nyhavn.web.initiatives.looks_queries import who_looked
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.material import actions
from nyhavn.web.material.asks import ShowSaid
from nyhavn.web.material.contents import content_of
from nyhavn.web.material.models import Piece, PieceCheck, PieceState
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.safety.asks import FreezeSaid
from nyhavn.web.safety.freezing import freeze
from web import board, objects, opening_up, pieces, publishing, withdrawing
from web.cast import Cast
from web.site.in_public import publish

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
API, WORK = "/api/v1/initiatives/village-water/material/", "/work/initiatives/village-water/material/"


ASKED = (Purpose.OPEN_MICRODATA, Purpose.MEDIA, Purpose.ATTRIBUTION)


@pytest.fixture(autouse=True)
def asked_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """The notice asks for single answers, photographs and names too."""
    monkeypatch.setattr(objects, "PURPOSES", (*objects.PURPOSES, *ASKED))
    more = {one.value: f"May we, as to {one.value}?" for one in ASKED}
    monkeypatch.setattr(objects, "QUESTIONS", {code: {**said, **more} for code, said in objects.QUESTIONS.items()})
    monkeypatch.setattr(objects, "YES", dict.fromkeys(objects.PURPOSES, ConsentState.GIVEN))


@pytest.fixture
def release(village: Cast) -> PublicRelease:
    return publish(village)


@pytest.fixture
def contribution(village: Cast) -> Contribution:
    """From somebody who said yes to everything."""
    return objects.contribution(objects.collection(village))


def codes(act: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.codes


def showing(village: Cast, piece: Piece, release: PublicRelease) -> Callable[[], object]:
    said = ShowSaid(release=str(release.uuid))
    return lambda: actions.show(by=village[Role.COORDINATOR], on=piece, said=said)


def page(release: PublicRelease, client: Client | None = None) -> str:
    answer = (client or Client()).get(pieces.address(release))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.content.decode()


def without_token(content: bytes) -> bytes:
    """A page without what is different in each answer."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", content)


# --- What comes through --------------------------------------------------------------------


def test_a_story_that_somebody_looked_at_stands_beside_the_release(village: Cast, release: PublicRelease) -> None:
    home = f"/data/{release.name}/{release.version}/"
    assert "stories/" not in Client().get(home).content.decode()
    piece = pieces.shown(village, pieces.added(village), release)
    assert f"{home}stories/" in Client().get(home).content.decode()
    told = page(release)
    assert pieces.WORDS in told
    assert str(piece.uuid) in told
    assert "<script" not in told.partition("<main")[2]


def test_a_photograph_goes_out_byte_for_byte_with_the_same_in_words(village: Cast, release: PublicRelease) -> None:
    piece = pieces.shown(village, pieces.photograph(village), release)
    answer = Client().get(pieces.address(release, piece.uuid))
    assert answer.content == pieces.PLAIN_JPEG
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"] == "no-store"
    assert f'alt="{pieces.WORDS}"' in page(release)


def test_sound_waits_until_somebody_presses_play_and_is_there_in_words(village: Cast, release: PublicRelease) -> None:
    piece = pieces.added(village, PieceKind.SOUND, pieces.OGG)
    pieces.shown(village, piece, release)
    told = page(release)
    assert 'preload="none"' in told and "autoplay" not in told
    assert pieces.WORDS in told
    part = Client().get(pieces.address(release, piece.uuid), headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"OggS")


def test_nobody_is_named_unless_the_person_wishes_it(village: Cast, release: PublicRelease) -> None:
    pieces.shown(village, pieces.added(village), release)
    assert "From:" not in page(release)
    pieces.shown(village, pieces.added(village, credit="Amina of the well"), release)
    assert "Amina of the well" in page(release)


# --- A person looks, and it is another one -------------------------------------------------


def test_whoever_added_or_changed_a_piece_does_not_check_it(village: Cast, signed_in: SignIn) -> None:
    piece = pieces.added(village)
    assert codes(lambda: pieces.looked(village, piece, Role.COORDINATOR)) == ("material-same-person",)
    body = pieces.seen().model_dump(mode="json")
    at = f"{API}{piece.uuid}/do/look"
    sent = signed_in(village[Role.COORDINATOR]).post(at, body, content_type="application/json")
    assert sent.json()["reasons"][0]["code"] == "material-same-person"
    actions.change(by=village[Role.STEWARD], on=piece, said=pieces.changed(words="Other words of hers."))
    for role in (Role.COORDINATOR, Role.STEWARD):
        assert codes(partial(pieces.looked, village, piece, role)) == ("material-same-person",)
    pieces.looked(village, piece, Role.APPROVER)
    assert PieceCheck.objects.get().by == village[Role.APPROVER]


def test_that_a_machine_noticed_nothing_shows_nothing(village: Cast, release: PublicRelease, signed_in: SignIn) -> None:
    piece = pieces.photograph(village)
    assert noticed_in(pieces.PLAIN_JPEG, "image/jpeg") == ()
    pieces.open_to_all(village)
    assert codes(showing(village, piece, release)) == ("material-not-checked",)
    told = signed_in(village[Role.BOARD_MEMBER]).get(f"{WORK}{piece.uuid}/").content.decode()
    assert "It noticed nothing. That answers no question." in told


@pytest.mark.parametrize("left_out", ["faces", "voices", "places", "names"])
def test_each_question_is_answered_for_itself(village: Cast, signed_in: SignIn, left_out: str) -> None:
    piece = pieces.photograph(village)
    body = pieces.seen().model_dump(mode="json")
    del body[left_out]
    looking = signed_in(village[Role.BOARD_MEMBER])
    sent = looking.post(f"{API}{piece.uuid}/do/look", body, content_type="application/json")
    assert sent.status_code == 422
    assert looking.post(f"{WORK}{piece.uuid}/do/look/", body).status_code == 422
    assert not PieceCheck.objects.exists()


def test_an_agreement_or_a_mending_that_says_nothing_is_none(village: Cast) -> None:
    piece = pieces.photograph(village)
    for finding in (Finding.AGREED, Finding.TAKEN_OUT):
        for words in ("", "n/a"):
            refused = codes(partial(pieces.looked, village, piece, faces=finding, faces_how=words))
            assert refused == ("material-look-says-nothing",)
    pieces.looked(village, piece, faces=Finding.AGREED, faces_how="Her paper lies in the office, number 12.")


def test_what_somebody_found_that_must_not_go_out_stays_in(village: Cast, release: PublicRelease) -> None:
    piece = pieces.photograph(village)
    pieces.open_to_all(village)
    pieces.looked(village, piece, places=Finding.MUST_NOT)
    assert codes(showing(village, piece, release)) == ("material-must-not",)
    file = pieces.upload(pieces.with_exif(pieces.tiff((0x0112, 3, 1))))
    actions.change(by=village[Role.COORDINATOR], on=piece, said=pieces.changed(file=file))
    assert codes(showing(village, piece, release)) == ("material-not-checked",)
    pieces.looked(village, piece, places=Finding.TAKEN_OUT, places_how="The sign is cut off.")
    showing(village, piece, release)()
    assert pieces.again(piece).state == PieceState.SHOWN


def test_somebody_who_looks_again_and_finds_something_takes_it_down(village: Cast, release: PublicRelease) -> None:
    piece = pieces.shown(village, pieces.photograph(village), release)
    pieces.looked(village, piece, Role.APPROVER, faces=Finding.MUST_NOT)
    assert Client().get(pieces.address(release, piece.uuid)).status_code == 410


def test_a_check_holds_for_these_bytes_and_words_even_at_a_console(village: Cast, release: PublicRelease) -> None:
    piece = pieces.added(village)
    pieces.looked(village, piece)
    Piece.objects.filter(id=piece.id).update(digest="0" * 64)
    pieces.open_to_all(village)
    assert codes(showing(village, piece, release)) == ("material-not-checked",)


def test_what_a_machine_points_at_is_answered_in_words_and_never_decided(village: Cast, release: PublicRelease) -> None:
    piece = pieces.added(village, words="Ask my sister, 0912 345 678, she saw it.")
    assert codes(lambda: pieces.looked(village, piece)) == ("material-look-says-nothing",)
    pieces.looked(village, piece, names_how="It is the number of the town hall, which is painted on it.")
    pieces.shown(village, piece, release)
    assert "she saw it" in page(release)


# --- At a checkpoint -----------------------------------------------------------------------


def test_a_place_inside_a_photograph_is_never_let_out_and_never_taken_out_in_silence(
    village: Cast, release: PublicRelease
) -> None:
    content = pieces.taken_at_a_checkpoint()
    piece = pieces.photograph(village, content)
    pieces.open_to_all(village)
    assert content_of(pieces.again(piece)).file == content
    assert codes(lambda: pieces.looked(village, piece)) == ("material-embedded", "material-look-says-nothing")
    assert "material-embedded" in codes(showing(village, piece, release))
    actions.clean(by=village[Role.STEWARD], on=piece)
    assert AuditRecord.objects.filter(action="material-cleaned", on=piece.uuid).exists()
    assert codes(showing(village, piece, release)) == ("material-not-checked",)
    pieces.looked(village, piece)
    pieces.shown(village, piece, release)
    sent = Client().get(pieces.address(release, piece.uuid)).content
    assert noticed_in(sent, "image/jpeg") == ()
    assert sent.endswith(pieces.PLAIN_JPEG[2:])  # what a screen shows is the same


def test_a_film_behind_the_end_of_a_photograph_is_noticed(village: Cast) -> None:
    piece = pieces.photograph(village, pieces.with_exif(pieces.tiff(), behind=b"\0\0\0\x18ftypmp42 a voice"))
    assert "material-embedded" in codes(lambda: pieces.looked(village, piece))
    actions.clean(by=village[Role.COORDINATOR], on=piece)
    assert b"a voice" not in content_of(pieces.again(piece)).file


def test_a_file_that_cannot_be_read_to_its_end_is_not_taken(village: Cast) -> None:
    assert codes(lambda: pieces.photograph(village, pieces.PLAIN_JPEG[:-2])) == ("material-file-damaged",)
    assert codes(lambda: pieces.photograph(village, b"<svg onload='alert(1)'/>")) == ("material-file-type",)
    assert codes(lambda: pieces.photograph(village, b"")) == ("material-file-type",)
    assert not Piece.objects.exists()


# --- Agreement -----------------------------------------------------------------------------


def test_no_agreement_is_assumed(village: Cast, contribution: Contribution) -> None:
    nothing = {"agreed_how": None, "agreed_on": None, "asked_by": "", "agreed_for": ""}
    for part in ({**nothing}, {"asked_by": ""}, {"agreed_for": " "}, {"agreed_on": None}):
        assert codes(partial(pieces.added, village, **part)) == ("material-no-basis",)
    both = {"contribution": str(contribution.uuid), "agreed_how": Agreed.PAPER}
    assert codes(lambda: pieces.added(village, **both)) == ("material-no-basis",)
    pieces.added(village)


def test_an_agreement_ends_on_its_day(village: Cast, release: PublicRelease) -> None:
    today = timezone.localdate()
    piece = pieces.shown(village, pieces.photograph(village, agreed_until=today), release)
    assert Client().get(pieces.address(release, piece.uuid)).status_code == 200
    yesterday = today - timedelta(days=1)
    Piece.objects.filter(id=piece.id).update(agreed_on=yesterday, agreed_until=yesterday)
    assert Client().get(pieces.address(release, piece.uuid)).status_code == 410
    enqueue("material-ends")
    publishing.work()
    assert pieces.again(piece).state == PieceState.GONE


def test_an_agreement_for_later_shows_nothing_today(village: Cast, release: PublicRelease) -> None:
    piece = pieces.added(village, agreed_on=timezone.localdate() + timedelta(days=1))
    pieces.looked(village, piece)
    pieces.open_to_all(village)
    assert codes(showing(village, piece, release)) == ("material-agreement",)


@pytest.mark.parametrize(
    ("kind", "no_to", "is_shown"),
    [
        (PieceKind.PHOTOGRAPH, Purpose.MEDIA, False),
        (PieceKind.PHOTOGRAPH, Purpose.OPEN_MICRODATA, False),
        (PieceKind.STORY, Purpose.OPEN_MICRODATA, False),
        (PieceKind.STORY, Purpose.MEDIA, True),
    ],
)
def test_what_came_with_a_contribution_is_shown_as_far_as_the_person_said_yes(
    village: Cast, release: PublicRelease, kind: PieceKind, no_to: Purpose, is_shown: bool
) -> None:
    consent = {**objects.YES, no_to: ConsentState.REFUSED}
    one = objects.contribution(objects.collection(village), consent=consent)
    file = pieces.PLAIN_JPEG if kind is PieceKind.PHOTOGRAPH else b""
    piece = pieces.added(village, kind, file, contribution=str(one.uuid))
    pieces.looked(village, piece)
    pieces.open_to_all(village)
    if is_shown:
        showing(village, piece, release)()
        assert pieces.WORDS in page(release)
    else:
        assert codes(showing(village, piece, release)) == ("material-consent",)


def test_whoever_takes_their_contribution_back_takes_the_photograph_back_everywhere_at_once(
    village: Cast, release: PublicRelease, contribution: Contribution
) -> None:
    stays = pieces.shown(village, pieces.photograph(village), release)
    piece = pieces.photograph(village, contribution=str(contribution.uuid), title="Hers alone")
    pieces.shown(village, piece, release)
    before = bytes(pieces.again(piece).sealed)
    made = withdrawing.taken_back(village, contribution.uuid)  # nothing has walked yet
    assert Client().get(pieces.address(release, piece.uuid)).status_code == 410
    told = page(release)
    assert "Hers alone" not in told
    assert "Something that stood here was taken back." in told
    assert Client().get(pieces.address(release, stays.uuid)).status_code == 200
    publishing.work()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sealed, wrapped_key, contribution, added_by_id, kind FROM material_piece WHERE id = %s", [piece.id]
        )
        row = [bytes(one) if isinstance(one, memoryview) else one for one in cursor.fetchone()]
    assert row == [b"", b"", None, None, ""]
    assert before not in [bytes(one.sealed) for one in Piece.objects.all()]
    assert not PieceCheck.objects.filter(piece=piece).exists()
    found = withdrawing.proof(made)
    assert ("material", "erased", "material-destroyed") in withdrawing.said(found)


def test_a_photograph_ends_with_the_yes_to_photographs_and_a_name_with_the_yes_to_it(
    village: Cast, release: PublicRelease, contribution: Contribution
) -> None:
    of = {"contribution": str(contribution.uuid), "credit": "Amina of the well"}
    photograph = pieces.shown(village, pieces.photograph(village, **of), release)
    story = pieces.shown(village, pieces.added(village, **of), release)
    withdrawing.walked(village, contribution.uuid, frozenset({Purpose.MEDIA}))
    assert pieces.again(photograph).state == PieceState.GONE
    assert "Amina of the well" in page(release)
    withdrawing.walked(village, contribution.uuid, frozenset({Purpose.ATTRIBUTION}))
    told = page(release)
    assert pieces.WORDS in told and "Amina" not in told
    assert content_of(pieces.again(story)).credit == ""


def test_nothing_of_a_piece_is_in_the_signed_files(village: Cast, release: PublicRelease) -> None:
    pieces.shown(village, pieces.photograph(village, title="Hers alone"), release)
    for path in (one for one in settings.RELEASES.rglob("*") if one.is_file()):
        content = path.read_bytes()
        assert pieces.PLAIN_JPEG not in content and b"Hers alone" not in content


def test_it_lies_sealed_and_no_record_has_a_word_of_it(village: Cast) -> None:
    piece = pieces.photograph(village, title="Hers alone", credit="Amina")
    pieces.looked(village, piece, faces=Finding.AGREED, faces_how="Amina said so before Elena.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM material_piece")
        stored = repr(cursor.fetchall())
        cursor.execute("SELECT * FROM material_piececheck")
        stored += repr(cursor.fetchall())
    stored += str(list(AuditRecord.objects.values()))
    for word in ("Hers alone", "Amina", "Elena", "Carmen", pieces.WORDS):
        assert word not in stored
    assert content_of(pieces.again(piece)).credit == "Amina"


def test_whoever_took_it_back_by_word_of_mouth_is_gone_too(village: Cast, release: PublicRelease) -> None:
    piece = pieces.shown(village, pieces.photograph(village), release)
    actions.destroy(by=village[Role.STEWARD], on=piece)
    assert Client().get(pieces.address(release, piece.uuid)).status_code == 410
    told = Client().get(pieces.address(release, piece.uuid)).content.decode()
    assert "taken back" in told and "photograph" not in told.casefold().partition("<main")[2]
    assert codes(lambda: actions.destroy(by=village[Role.STEWARD], on=piece)) == ("material-taken-back",)


def test_taking_down_needs_nobody_else_and_is_undone_by_showing_again(village: Cast, release: PublicRelease) -> None:
    piece = pieces.shown(village, pieces.photograph(village), release)
    assert codes(lambda: actions.change(by=village[Role.STEWARD], on=piece, said=pieces.changed())) == (
        "material-is-shown",
    )
    actions.take_down(by=village[Role.BOARD_MEMBER], on=piece)
    assert Client().get(pieces.address(release, piece.uuid)).status_code == 410
    pieces.shown(village, piece, release)
    assert Client().get(pieces.address(release, piece.uuid)).status_code == 200


# --- The community -------------------------------------------------------------------------


def test_what_single_people_told_is_not_open_where_nobody_chose(village: Cast, release: PublicRelease) -> None:
    piece = pieces.added(village)
    pieces.looked(village, piece)
    assert codes(showing(village, piece, release)) == ("material-nobody-chose",)
    pieces.open_to_all(village)
    showing(village, piece, release)()


def test_a_level_for_the_community_hides_it_from_strangers_whether_or_not_anything_is_there(
    village: Cast, release: PublicRelease, stranger: User, signed_in: SignIn
) -> None:
    pieces.open_to_all(village, AccessLevel.COMMUNITY)
    nothing = without_token(Client().get(pieces.address(release)).content)
    piece = pieces.shown(village, pieces.photograph(village), release)
    for client in (Client(), signed_in(stranger)):
        for at in (pieces.address(release), pieces.address(release, piece.uuid)):
            assert client.get(at).status_code == 403
    assert without_token(Client().get(pieces.address(release)).content) == nothing
    assert pieces.WORDS in page(release, signed_in(village[Role.ENUMERATOR]))


def test_access_to_results_or_records_opens_no_story(village: Cast, release: PublicRelease) -> None:
    pieces.open_to_all(village, AccessLevel.COMMUNITY)
    pieces.shown(village, pieces.added(village), release)
    opening_up.chosen(village, AccessLevel.COMMUNITY, material=Material.RECORDS)
    for material, status in ((Material.RECORDS, 403), (Material.STORIES, 200)):
        request, link = opening_up.asked(village, material=material)
        opening_up.granted(village, request)
        client = Client()
        client.get(link[link.index("/access/") :])
        assert client.get(pieces.address(release)).status_code == status


@pytest.mark.parametrize("matter", [Matter.ACCESS, Matter.RELEASE])
def test_a_veto_of_the_community_holds_on_page_and_interface_alike(
    village: Cast, release: PublicRelease, signed_in: SignIn, matter: Matter
) -> None:
    piece = pieces.added(village)
    pieces.looked(village, piece)
    pieces.open_to_all(village)
    assembly = board.assembly(village)
    about = {"about": "open", "version": "stories"} if matter is Matter.ACCESS else {}
    code = "openness-against-community" if matter is Matter.ACCESS else "community-release-vetoed"
    board.decided(village, assembly, matter, CommunityStep.VETOES, **about)
    client, said = signed_in(village[Role.COORDINATOR]), {"release": str(release.uuid)}
    assert code in client.post(f"{WORK}{piece.uuid}/do/show/", said).content.decode()
    sent = client.post(f"{API}{piece.uuid}/do/show", said, content_type="application/json")
    assert sent.json()["reasons"][0]["code"] == code
    board.decided(village, assembly, matter, CommunityStep.LIFTS_VETO)
    sent = client.post(f"{API}{piece.uuid}/do/show", said, content_type="application/json")
    assert sent.status_code == 200, sent.content


def test_a_later_limit_of_the_community_hides_it_at_once(village: Cast, release: PublicRelease) -> None:
    pieces.shown(village, pieces.added(village), release)
    assert pieces.WORDS in page(release)
    assembly = board.assembly(village)
    board.decided(village, assembly, Matter.ACCESS, CommunityStep.VETOES, about="registered", version="stories")
    assert Client().get(pieces.address(release)).status_code == 403
    assert Client().get(f"/data/{release.name}/").status_code == 200


def test_neither_somebody_with_an_interest_nor_anybody_in_a_stop_shows_anything(
    village: Cast, release: PublicRelease
) -> None:
    piece = pieces.added(village)
    pieces.looked(village, piece)
    pieces.open_to_all(village)
    publishing.declares(village, village[Role.COORDINATOR], OwnInterest.PAID)
    assert codes(showing(village, piece, release)) == ("decision-with-interest",)
    publishing.declares(village, village[Role.COORDINATOR])
    freeze(by=village[Role.ENUMERATOR], on=village.initiative, said=FreezeSaid(reason="Somebody was threatened."))
    assert "initiative-frozen" in codes(showing(village, piece, release))


def test_a_release_that_is_withdrawn_takes_its_stories_along(village: Cast, release: PublicRelease) -> None:
    piece = pieces.shown(village, pieces.photograph(village), release)
    PublicRelease.objects.update(state="withdrawn")
    for at in (pieces.address(release), pieces.address(release, piece.uuid)):
        assert Client().get(at).status_code == 404


def test_whoever_looks_at_what_is_not_shown_leaves_a_trace(village: Cast, signed_in: SignIn, stranger: User) -> None:
    piece = pieces.photograph(village)
    for client in (Client(), signed_in(stranger), signed_in(village[Role.ENUMERATOR])):
        assert client.get(f"{WORK}{piece.uuid}/file/").status_code in (302, 403, 404)
    assert not who_looked(village.initiative).looks
    assert signed_in(village[Role.APPROVER]).get(f"{WORK}{piece.uuid}/file/").content == pieces.PLAIN_JPEG
    assert [one.what for one in who_looked(village.initiative).looks] == ["see-material"]
