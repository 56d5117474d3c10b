"""Tables to be made, runs, what the checks found, and what was decided. A run keeps ids and cells, never answers."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified


class TablesPlan(models.Model):
    """What is counted: the sections [[breakdown]], [[indicator]], [[identity]], [[rule]], [quality], [reference],
    [protection] and [release] of a plan, as validated by the chain, in one document.
    """

    PRIVACY = classified(public="initiative", technical="id content changed_at")

    initiative = models.OneToOneField(Initiative, on_delete=models.CASCADE, related_name="tables_plan")
    content = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)


class RunState(models.TextChoices):
    """How a run ended, or that it has not yet."""

    RUNNING = "running"
    JUDGED = "judged"  # a candidate release came out
    REFUSED = "refused"  # the chain refused, with reasons


class Run(models.Model):
    """One production run. plan: the whole plan as text; used: uuids and versions of the contributions that took part.

    release: the candidate as JSON, public once published; restricted: protection audit and remarks, for the steward.
    """

    PRIVACY = classified(
        personal="started_by used",
        derived="release restricted",
        technical="id uuid initiative number state plan reasons started_at finished_at job",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.RUNNING)
    plan = models.TextField(blank=True)
    used = models.JSONField(default=list)
    release = models.JSONField(null=True)
    restricted = models.JSONField(null=True)
    reasons = models.JSONField(default=list)
    job = models.UUIDField(null=True)
    started_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["initiative", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "number"], name="run_number"),
            models.UniqueConstraint(fields=["initiative"], condition=Q(state="running"), name="one_run_at_a_time"),
        ]


class FoundProblem(models.Model):
    """One finding of a run: a question to the people who made the data, never a proof.

    key: the same for the same finding in every run (check and columns). contributions: uuids it points to.
    """

    PRIVACY = classified(
        personal="contributions", derived="check_code severity columns rows out_of wording key", technical="id uuid run"
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="findings")
    key = models.CharField(max_length=64)
    check_code = models.CharField(max_length=60)
    severity = models.CharField(max_length=10)
    columns = models.JSONField()
    rows = models.PositiveIntegerField()
    out_of = models.PositiveIntegerField()
    wording = models.TextField()
    contributions = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["run", "id"]


class FindingDecision(models.Model):
    """What a steward decided about a finding. Undone by undone_at; the row stays."""

    PRIVACY = classified(
        personal="by contributions", derived="key decision reason", technical="id uuid initiative at undone_at"
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="finding_decisions")
    key = models.CharField(max_length=64)
    decision = models.CharField(max_length=20, choices=[(d, d) for d in ("keep", "set-aside")])
    reason = models.TextField()
    contributions = models.JSONField(default=list)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["initiative", "id"]
