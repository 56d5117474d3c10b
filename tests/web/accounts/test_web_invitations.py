"""An invitation: a link that works once, for one address, and whose secret stays nowhere."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts import invitations
from nyhavn.web.accounts.invitations import MOST_OPEN, accept, invite, invite_operator, withdraw_invitation
from nyhavn.web.accounts.models import Invitation, Membership, OutgoingMail, User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.jobs.actions import enqueue
from nyhavn.web.jobs.kinds import recurring
from nyhavn.web.jobs.models import Job
from nyhavn.web.jobs.worker import work_once
from web.cast import Cast, person

pytestmark = pytest.mark.django_db
NEW = "nadia@village.example"
CHOSEN = "nine nets on the quay"
SignedIn = Callable[[User], Client]


def invited(village: Cast, email: str = NEW, *, is_admin: bool = False) -> str:
    """The path of the link that was sent."""
    sent = invite(
        by=village.admin, email=email, organisation=village.organisation, is_admin=is_admin, to_what="become a member"
    )
    return sent.link.removeprefix("http://localhost:8000")


def opened(link: str, client: Client | None = None) -> Client:
    """A browser that has opened a link."""
    client = client or Client()
    assert client.get(link).headers["Location"] == "/accounts/invitation/"
    return client


def test_nadia_opens_the_link_makes_an_account_and_is_a_member(village: Cast) -> None:
    client = opened(invited(village))
    assert NEW in client.get("/accounts/invitation/").content.decode()
    answer = client.post("/accounts/invitation/", {"name": "Nadia", "password": CHOSEN})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/work/")
    nadia = User.objects.get(email=NEW)
    assert (nadia.name, nadia.check_password(CHOSEN), nadia.is_operator) == ("Nadia", True, False)
    assert Membership.objects.get(user=nadia).organisation == village.organisation
    assert client.get("/work/").status_code == 200


def test_the_address_counts_as_verified_because_the_link_arrived_there(village: Cast) -> None:
    client = opened(invited(village))
    client.post("/accounts/invitation/", {"name": "Nadia", "password": CHOSEN})
    address = EmailAddress.objects.get(email=NEW)
    assert (address.verified, address.primary) == (True, True)


def test_the_secret_is_kept_as_a_hash_and_leaves_the_address_bar_at_once(village: Cast) -> None:
    link = invited(village)
    secret = link.split("/")[-2]
    assert secret not in str(list(Invitation.objects.values()))
    assert secret not in str(list(AuditRecord.objects.values()))
    assert secret not in str(list(Job.objects.values()))
    client = Client()
    answer = client.get(link)
    assert secret not in answer.headers["Location"]
    assert secret not in str(dict(client.session))
    assert answer.headers["Cache-Control"].count("no-store") == 1


def test_opening_the_link_does_not_use_it_up_so_that_a_mail_scanner_takes_nothing_away(village: Cast) -> None:
    link = invited(village)
    opened(link)
    opened(link)
    assert Invitation.objects.get().used_at is None


def test_the_link_works_once(village: Cast) -> None:
    link = invited(village)
    first, second = opened(link), opened(link)
    first.post("/accounts/invitation/", {"name": "Nadia", "password": CHOSEN})
    answer = second.post("/accounts/invitation/", {"name": "Other", "password": CHOSEN})
    assert answer.status_code == 422
    assert "This link does not work" in answer.content.decode()
    assert User.objects.filter(email=NEW).count() == 1
    assert Client().get(link).status_code == 422


def test_a_link_that_is_too_old_was_taken_back_or_never_made_gets_the_same_answer(village: Cast) -> None:
    old, withdrawn = invited(village, "old@village.example"), invited(village, "withdrawn@village.example")
    Invitation.objects.filter(email="old@village.example").update(expires_at=timezone.now() - timedelta(seconds=1))
    withdraw_invitation(by=village.admin, on=Invitation.objects.get(email="withdrawn@village.example"))
    never = "/accounts/invitation/never-made/"
    answers = [Client().get(link) for link in (old, withdrawn, never)]
    assert [answer.status_code for answer in answers] == [422, 422, 422]
    bodies = {_without_paths(answer.content.decode()) for answer in answers}
    assert len(bodies) == 1


def _without_paths(page: str) -> str:
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    return re.sub(r"/accounts/invitation/[\w-]+/", "", page)


def test_a_link_works_until_the_moment_it_ends(village: Cast) -> None:
    link = invited(village)
    Invitation.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    opened(link)


def test_a_password_that_is_easy_to_guess_is_refused_with_a_sentence_and_changes_nothing(village: Cast) -> None:
    client = opened(invited(village))
    for easy in ("short", "password1234", NEW):
        answer = client.post("/accounts/invitation/", {"name": "Nadia", "password": easy})
        assert answer.status_code == 422
        assert 'class="mistake"' in answer.content.decode()
    assert not User.objects.filter(email=NEW).exists()


def test_without_a_name_no_account_is_made(village: Cast) -> None:
    client = opened(invited(village))
    assert client.post("/accounts/invitation/", {"name": "  ", "password": CHOSEN}).status_code == 422
    assert not User.objects.filter(email=NEW).exists()


def test_whoever_has_an_account_signs_in_and_takes_up_the_invitation(village: Cast, signed_in: SignedIn) -> None:
    nadia = person("Nadia")
    link = invited(village)
    assert "Sign in" in opened(link).get("/accounts/invitation/").content.decode()
    client = opened(link, signed_in(nadia))
    assert client.post("/accounts/invitation/").headers["Location"] == "/work/"
    assert Membership.objects.filter(user=nadia, organisation=village.organisation).exists()


def test_an_account_with_another_address_cannot_take_up_an_invitation(
    village: Cast, stranger: User, signed_in: SignedIn
) -> None:
    client = opened(invited(village), signed_in(stranger))
    answer = client.post("/accounts/invitation/")
    assert answer.status_code == 422
    assert "another address" in answer.content.decode()
    assert Invitation.objects.get().used_at is None
    assert not Membership.objects.filter(user=stranger).exists()


def test_without_a_link_the_page_of_an_invitation_shows_nothing(db: None) -> None:
    assert Client().get("/accounts/invitation/").status_code == 422
    assert Client().post("/accounts/invitation/", {"name": "X", "password": CHOSEN}).status_code == 422


def test_an_invited_administrator_is_one_and_a_member_can_be_raised(village: Cast, signed_in: SignedIn) -> None:
    sipho = village[Role.STEWARD]
    link = invited(village, sipho.email, is_admin=True)
    opened(link, signed_in(sipho)).post("/accounts/invitation/")
    assert Membership.objects.get(user=sipho).is_admin


def test_an_ordinary_invitation_takes_no_administrator_down(village: Cast) -> None:
    invited(village, village.admin.email)
    accept(by=village.admin, invitation=Invitation.objects.get())
    assert Membership.objects.get(user=village.admin).is_admin


def test_the_first_operator_comes_in_by_a_link(db: None) -> None:
    sent = invite_operator(email=" First@Site.example ")
    client = opened(sent.link.removeprefix("http://localhost:8000"))
    client.post("/accounts/invitation/", {"name": "First", "password": CHOSEN})
    operator = User.objects.get(email="first@site.example")
    assert operator.is_operator
    assert client.get("/work/site/").status_code == 200


def test_the_number_of_unanswered_invitations_is_limited_and_answered_ones_do_not_count(
    village: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_OPEN == 100
    monkeypatch.setattr(invitations, "MOST_OPEN", 2)
    invited(village, "one@village.example")
    invited(village, "two@village.example")
    with pytest.raises(Refusal, match="not answered yet"):
        invited(village, "three@village.example")
    Invitation.objects.filter(email="one@village.example").update(used_at=timezone.now())
    invited(village, "three@village.example")


def test_old_invitations_and_mails_nobody_could_send_are_forgotten(village: Cast) -> None:
    invited(village, "old@village.example")
    invited(village, "new@village.example")
    long_ago = timezone.now() - timedelta(days=45)
    Invitation.objects.filter(email="old@village.example").update(expires_at=long_ago)
    OutgoingMail.objects.filter(to="old@village.example").update(created_at=long_ago)
    invitations.forget_old_invitations()
    invitations.mail.forget_unsent()
    assert [kept.email for kept in Invitation.objects.all()] == ["new@village.example"]
    assert [kept.to for kept in OutgoingMail.objects.all()] == ["new@village.example"]


def test_the_mail_arrives_with_the_link_and_is_kept_nowhere(
    post_office: Callable[[], list[str]], village: Cast
) -> None:
    link = invited(village)
    (body,) = post_office()
    assert f"http://localhost:8000{link}" in body
    assert "works once" in body
    assert mail.outbox[0].to == [NEW]
    assert not OutgoingMail.objects.exists()


def test_every_hour_a_job_forgets_what_has_ended(village: Cast, transactional_db: None) -> None:
    invited(village, "old@village.example")
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=45))
    client = Client()
    client.force_login(village.admin)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    assert [entry.every for entry in recurring() if entry.kind == "tidy-accounts"] == [timedelta(hours=1)]
    enqueue("tidy-accounts", not_before=timezone.now() - timedelta(minutes=1))
    while work_once():
        pass
    assert (Invitation.objects.count(), Session.objects.count()) == (0, 0)


def test_a_mail_that_the_server_does_not_take_stays_and_is_tried_again(
    village: Cast, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_server(message: EmailMessage) -> None:
        raise ConnectionRefusedError("nadia@village.example")

    monkeypatch.setattr(EmailMessage, "send", no_server)
    invited(village)
    assert work_once()
    assert OutgoingMail.objects.get().to == NEW
    job = Job.objects.get(kind="send-mail")
    assert not job.is_over
    assert NEW not in str(job.reasons)
    monkeypatch.undo()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert work_once()
    assert [message.to for message in mail.outbox] == [[NEW]]
