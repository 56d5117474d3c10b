"""A steward takes back for a person who says so in front of them, and reads what became of it."""

from django.test import Client

from nyhavn.framework.consent import Purpose
from nyhavn.framework.consent_ledger import ConsentMode
from nyhavn.framework.roles import Role
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.models import Contribution
from nyhavn.web.lineage.actions import withdraw
from nyhavn.web.lineage.models import Withdrawal
from web import publishing
from web.cast import Cast

IN = "initiatives/village-water"
SAID = {"purposes": ["collection"], "mode": "witnessed", "is_their_wish": True}


def page(client: Client, place: str) -> str:
    answer = client.get(f"/work/{IN}/{place}")
    assert answer.status_code == 200, place
    return answer.content.decode()


def test_the_steward_sees_what_it_reaches_takes_it_back_and_reads_the_proof(ready: Cast, client: Client) -> None:
    publishing.published(ready)
    one = Contribution.objects.earliest("id").uuid
    client.force_login(ready[Role.STEWARD])
    reached = client.get(f"/api/v1/{IN}/contributions/{one}/impact").json()["reached"]
    assert [(found["kind"], bool(found["title"])) for found in reached] == [("contribution", False), ("release", True)]
    shown = page(client, f"contributions/{one}/impact/")
    assert "Published figures: <bdi>" in shown and "Nothing happens by looking" in shown
    assert f"/contributions/{one}/do/withdraw-contribution/" in shown
    form = client.get(f"/work/{IN}/contributions/{one}/do/withdraw-contribution/")
    assert "cannot be undone" in form.content.decode()
    answer = client.post(
        f"/work/{IN}/contributions/{one}/do/withdraw-contribution/",
        {"purposes": ["collection"], "mode": "witnessed", "is_their_wish": "on"},
    )
    assert answer.status_code in (302, 303), answer.content.decode()
    made = Withdrawal.objects.get()
    assert answer["Location"] == f"/work/{IN}/withdrawals/{made.uuid}/"
    assert "The answers are gone already" in page(client, f"withdrawals/{made.uuid}/")
    publishing.work()
    shown = page(client, f"withdrawals/{made.uuid}/")
    assert "What you said was destroyed" in shown and "cannot be called back" in shown
    assert "The answers are gone already" not in shown and str(one) not in shown
    assert (made.by, made.said_by, made.contribution) == (ready[Role.STEWARD], "intermediary", one)
    told = client.get(f"/api/v1/{IN}/withdrawals/{made.uuid}").json()
    assert [trace["outcome"] for trace in told["traces"]] == ["erased", "stays"]
    assert told["finished_at"]
    entry = AuditRecord.objects.get(action="contributions-withdrawn")
    assert str(one) not in str(entry.facts)


def test_a_coordinator_takes_nothing_back_for_others(ready: Cast, client: Client) -> None:
    one = Contribution.objects.earliest("id").uuid
    client.force_login(ready[Role.COORDINATOR])
    assert client.post(f"/work/{IN}/contributions/{one}/do/withdraw-contribution/", SAID).status_code in (403, 404)
    assert not Withdrawal.objects.exists()


def test_nobody_else_reads_what_a_steward_wrote_down(ready: Cast, client: Client) -> None:
    """Not even somebody who may do the same: whom one helped is not a list for others."""
    one = Contribution.objects.earliest("id").uuid
    made = withdraw(
        by=None,
        initiative=ready.initiative,
        contribution=one,
        purposes=frozenset({Purpose.COLLECTION}),
        mode=ConsentMode.WITNESSED,
    )
    for role in Role:
        client.force_login(ready[role])
        assert client.get(f"/work/{IN}/withdrawals/{made.uuid}/").status_code in (403, 404)
    client.force_login(ready[Role.COORDINATOR])
    other = Contribution.objects.earliest("id").uuid
    assert client.get(f"/work/{IN}/contributions/{other}/impact/").status_code in (403, 404)


def test_the_page_of_a_contribution_leads_there_for_whoever_may_help(ready: Cast, client: Client) -> None:
    one = Contribution.objects.earliest("id").uuid
    client.force_login(ready[Role.STEWARD])
    assert f"contributions/{one}/impact/" in page(client, f"contributions/{one}/")
