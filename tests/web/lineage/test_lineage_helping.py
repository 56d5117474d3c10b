"""A steward takes back for a person who says so in front of them, and reads what became of it."""

from django.test import Client

from nyhavn.framework.roles import Role
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.models import Contribution
from nyhavn.web.lineage.models import Withdrawal
from web import publishing
from web.cast import Cast

IN = "initiatives/village-water"
SAID = {"purposes": ["collection"], "mode": "witnessed", "is_their_wish": True}


def test_the_steward_sees_what_it_reaches_takes_it_back_and_reads_the_proof(ready: Cast, client: Client) -> None:
    publishing.published(ready)
    one = Contribution.objects.earliest("id").uuid
    client.force_login(ready[Role.STEWARD])
    reached = client.get(f"/api/v1/{IN}/contributions/{one}/impact").json()["reached"]
    assert [(found["kind"], bool(found["title"])) for found in reached] == [("contribution", False), ("release", True)]
    form = client.get(f"/work/{IN}/contributions/{one}/do/withdraw-contribution/")
    assert "cannot be undone" in form.content.decode()
    answer = client.post(
        f"/work/{IN}/contributions/{one}/do/withdraw-contribution/",
        {"purposes": ["collection"], "mode": "witnessed", "is_their_wish": "on"},
    )
    assert answer.status_code in (302, 303), answer.content.decode()
    publishing.work()
    made = Withdrawal.objects.get()
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
