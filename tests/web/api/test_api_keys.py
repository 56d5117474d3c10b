"""Keys for programs: they do what their owner may, until they end, and no more than that."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.access_keys import MOST_KEYS, make_key, revoke_key
from nyhavn.web.accounts.models import AccessKey, User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.site.api import description
from nyhavn.web.site.table import operations
from web.api.conftest import Program, program_of
from web.cast import Cast

pytestmark = pytest.mark.django_db


def codes(answer: object) -> list[str]:
    return [reason["code"] for reason in answer.json()["reasons"]]  # type: ignore[attr-defined]


def test_a_key_reads_what_its_owner_may_read(carmens: Program) -> None:
    keys = carmens.get("me/keys").json()["keys"]
    assert [key["label"] for key in keys] == ["a program"]
    assert carmens.secret not in carmens.get("me/keys").content.decode()


def test_a_key_is_kept_only_as_a_hash(village: Cast) -> None:
    made = make_key(by=village[Role.COORDINATOR], label="x", days=1)
    kept = AccessKey.objects.filter(id=made.key.id).values().get()
    assert made.secret not in str(kept)
    assert len(made.secret) >= len("nyhavn_") + 43  # 256 random bits
    assert kept["expires_at"] - kept["created_at"] < timedelta(days=1, minutes=1)


@pytest.mark.parametrize("fault", ["revoked", "ended", "account closed", "other key", "empty"])
def test_a_key_that_is_not_valid_opens_nothing(carmens: Program, village: Cast, fault: str) -> None:
    key = AccessKey.objects.get()
    if fault == "revoked":
        revoke_key(by=village[Role.COORDINATOR], on=key)
    elif fault == "ended":
        AccessKey.objects.update(expires_at=timezone.now())
    elif fault == "account closed":
        User.objects.filter(id=key.user_id).update(is_active=False)
    secret = {"other key": "nyhavn_0", "empty": ""}.get(fault, carmens.secret)
    answer = Program(secret, Client()).get("me/keys")
    assert answer.status_code == 401
    assert codes(answer) == ["access-key-not-valid"]
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_wrong_key_is_not_made_good_by_a_session(village: Cast) -> None:
    client = Client()
    client.force_login(village[Role.COORDINATOR])
    assert Program("nyhavn_0", client).get("me/keys").status_code == 401
    assert client.get("/api/v1/me/keys").status_code == 200


def test_a_program_revokes_its_own_key_and_not_that_of_others(carmens: Program, strangers: Program) -> None:
    carmens_key, strangers_key = AccessKey.objects.order_by("id")
    assert carmens.post(f"me/keys/{strangers_key.uuid}/do/revoke").status_code == 404
    assert strangers.get("me/keys").status_code == 200
    done = carmens.post(f"me/keys/{carmens_key.uuid}/do/revoke")
    assert (done.status_code, done.json()["at"]) == (200, "/work/me/keys/")
    assert carmens.get("me/keys").status_code == 401
    assert AuditRecord.objects.filter(action="access-key-revoked", on=carmens_key.uuid).count() == 1


def test_a_key_never_makes_a_key(carmens: Program) -> None:
    assert carmens.post("me/do/make-key", '{"label": "again", "days": 1}').status_code == 404
    assert "account.make-key" in {operation.url_name for operation in operations()}
    assert "make-key" not in str(description()["paths"])


def test_a_person_has_no_more_keys_than_they_can_look_after(stranger: User) -> None:
    for number in range(MOST_KEYS):
        make_key(by=stranger, label=f"{number}", days=1)
    with pytest.raises(Refusal) as refused:
        make_key(by=stranger, label="one more", days=1)
    assert refused.value.codes == ("too-many-keys",)
    revoke_key(by=stranger, on=AccessKey.objects.first())
    assert make_key(by=stranger, label="one more", days=1).key.user == stranger


def test_when_a_key_was_used_is_noted_now_and_then(carmens: Program) -> None:
    carmens.get("me/keys")
    first = AccessKey.objects.get().last_used_at
    assert first is not None
    carmens.get("me/keys")
    assert AccessKey.objects.get().last_used_at == first  # not every reading writes
    AccessKey.objects.update(last_used_at=first - timedelta(hours=1))
    carmens.get("me/keys")
    assert AccessKey.objects.get().last_used_at > first - timedelta(hours=1)


def test_somebody_signed_in_with_a_browser_needs_the_forgery_token_to_write(village: Cast) -> None:
    user = village[Role.COORDINATOR]
    key = make_key(by=user, label="x", days=1).key
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    address = f"/api/v1/me/keys/{key.uuid}/do/revoke"
    refused = client.post(address, content_type="application/json")
    assert (refused.status_code, codes(refused)) == (403, ["form-expired"])
    client.get(f"/work/me/keys/{key.uuid}/do/revoke/")
    token = client.cookies["csrftoken"].value
    assert client.post(address, content_type="application/json", headers={"X-CSRFToken": token}).status_code == 200


def test_a_new_key_is_shown_once_on_the_page_that_makes_it(village: Cast) -> None:
    client = Client()
    client.force_login(village[Role.COORDINATOR])
    answer = client.post("/work/me/do/make-key/", {"label": "nightly export", "days": "7"})
    secret = next(
        word for word in answer.content.decode().replace("<", " ").replace(">", " ").split() if "nyhavn_" in word
    )
    assert "no-store" in answer["Cache-Control"]
    assert Program(secret, Client()).get("me/keys").status_code == 200
    page = client.get("/work/me/keys/").content.decode()
    assert "nightly export" in page
    assert secret not in page
    assert secret not in str(dict(client.session)) + str(client.cookies)


def test_the_page_of_keys_asks_strangers_to_sign_in(client: Client) -> None:
    assert client.get("/work/me/keys/")["Location"].startswith("/accounts/login/")


def test_two_programs_of_one_person_have_limits_of_their_own(settings: object, stranger: User) -> None:
    settings.API_SIGNED_IN_PER_MINUTE = 2  # type: ignore[attr-defined]
    one, other = program_of(stranger), program_of(stranger)
    assert [one.get("me/keys").status_code for _ in range(3)] == [200, 200, 429]
    assert other.get("me/keys").status_code == 200
