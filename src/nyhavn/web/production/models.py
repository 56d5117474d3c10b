"""Tables to be made, runs, what the checks found, and what was decided. A run keeps ids and cells, never answers."""

import uuid
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from nyhavn.framework.findings import Severity
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.models import Contribution, KeyEpoch
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified


class TablesPlan(models.Model):
    """What is counted: a chain.tables_plan.TablesPlan as JSON, validated when it is written and when it is read."""

    PRIVACY = classified(public="initiative", technical="id content changed_at")

    initiative = models.OneToOneField(Initiative, on_delete=models.CASCADE, related_name="tables_plan")
    content = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)


class RunState(models.TextChoices):
    """How a run ended, or that it has not yet."""

    RUNNING = "running"
    JUDGED = "judged"  # a candidate release came out
    REFUSED = "refused"  # the chain refused, with reasons
    STOPPED = "stopped"  # somebody stopped it
    FAILED = "failed"  # its job ended without a result: a fault of ours, or of the world
    EMPTIED = "emptied"  # what came out was destroyed, because somebody who is in it took their contribution back


class Run(models.Model):
    """One production run. plan: the whole plan as text. Which contributions took part stands in RunUse.

    release: the candidate as release_json wrote it, public once published; it is text, because the order of its labels
    counts and a JSON column of PostgreSQL keeps none. restricted: what the run found out beside, for the steward alone.
    register: what the next release needs to know of this one, as chain.over_time.RegisterBook; "" where none is kept.
    reasons: why it was refused, as people may read them. decisions: uuids of those that stood and change something.
    """

    PRIVACY = classified(
        personal="started_by",
        derived="release restricted register",
        technical="id uuid initiative number state plan reasons decisions started_at finished_at job",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.RUNNING)
    plan = models.TextField(blank=True)
    release = models.TextField(blank=True)
    restricted = models.JSONField(null=True)
    register = models.TextField(blank=True)
    reasons = models.JSONField(default=list)
    decisions = models.JSONField(default=list)
    job = models.UUIDField(null=True)
    started_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["initiative", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "number"], name="run_number"),
            models.UniqueConstraint(fields=["initiative"], condition=Q(state="running"), name="one_run_at_a_time"),
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="run_state_known"),
            models.CheckConstraint(
                condition=~Q(state="judged") | (~Q(release="") & Q(finished_at__isnull=False)),
                name="judged_run_has_release",
            ),
        ]


class RunUse(models.Model):
    """A contribution that a run works on, or worked on, with the version of its answers.

    Written before the run comes to its end, so that a withdrawal finds it.
    """

    PRIVACY = classified(personal="contribution", technical="id run version")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="uses")
    contribution = models.UUIDField(db_index=True)
    version = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "contribution"], name="run_uses_once"),
        ]


class RemedyComparison(models.Model):
    """What other choices of tables would show and hide, compared once for a run.

    found: production.remedies.Compared as JSON, null until it is there. It is restricted: several protections side by
    side say more about small groups than any one of them. reasons: why nothing came out, as people may read it.
    """

    PRIVACY = classified(personal="started_by", derived="found", technical="id run job reasons started_at finished_at")

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="comparison")
    job = models.UUIDField()
    found = models.JSONField(null=True)
    reasons = models.JSONField(default=list)
    started_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["run"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(found__isnull=True) | Q(finished_at__isnull=False), name="comparison_found_is_finished"
            ),
        ]


class FoundProblem(models.Model):
    """One finding of a run: a question to the people who made the data, never a proof.

    key: the same for the same finding in every run (check, columns and wording). named: to how many contributions it
    pointed when it was found; a long finding points to the first ones only. Which ones stands in FindingContribution.
    """

    PRIVACY = classified(derived="check_code severity columns rows out_of wording key named", technical="id uuid run")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="findings")
    key = models.CharField(max_length=64)
    check_code = models.CharField(max_length=60)
    severity = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Severity])
    columns = models.JSONField()
    rows = models.PositiveIntegerField()
    out_of = models.PositiveIntegerField()
    wording = models.TextField()
    named = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["run", "id"]
        indexes: ClassVar = [models.Index(fields=["key"], name="finding_key")]

    @property
    def contributions(self) -> tuple[UUID, ...]:
        """Those it points to and that were not taken back, in the order of the rows."""
        return tuple(one.contribution for one in self.pointers.all())


class FindingContribution(models.Model):
    """A contribution that a finding points to."""

    PRIVACY = classified(personal="contribution", technical="id finding")

    finding = models.ForeignKey(FoundProblem, on_delete=models.CASCADE, related_name="pointers")
    contribution = models.UUIDField(db_index=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["finding", "contribution"], name="finding_points_once"),
        ]


class DecisionKind(models.TextChoices):
    """What can be decided about a finding."""

    KEEP = "keep"  # the contributions stay as they are
    CORRECT = "correct"  # another answer takes the place of what was said
    BLANK = "blank"  # an answer is left out
    REMOVE = "remove"  # these contributions are taken out in every run
    SET_ASIDE = "set-aside"  # these contributions were set aside; not decided so any more, but it can be undone


CHANGING = (DecisionKind.CORRECT, DecisionKind.BLANK, DecisionKind.REMOVE)  # what a run carries out


class FindingDecision(models.Model):
    """What a steward decided about a finding, and for which of its contributions. Undone by undone_at; the row stays.

    It stands for the same finding of every later run, and for the contributions named here, not for later ones. sealed:
    why, under a key of its own (why_decided.py); empty when somebody it is about took theirs back. earlier_reason: why,
    from before it was sealed, "" since.
    """

    PRIVACY = classified(
        special="sealed wrapped_key",
        personal="by",
        derived="finding decision earlier_reason",
        technical="id uuid initiative epoch at undone_at",
        others="by",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="finding_decisions")
    finding = models.ForeignKey(FoundProblem, on_delete=models.CASCADE, related_name="decisions")
    decision = models.CharField(max_length=20, choices=DecisionKind.choices)
    epoch = models.ForeignKey(KeyEpoch, null=True, on_delete=models.PROTECT)
    sealed = models.BinaryField(default=b"")
    wrapped_key = models.BinaryField(default=b"")
    earlier_reason = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["initiative", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(decision__in=DecisionKind.values), name="decision_known"),
            models.CheckConstraint(
                condition=Q(sealed=b"", wrapped_key=b"")
                | Q(epoch__isnull=False, earlier_reason="") & ~Q(sealed=b"") & ~Q(wrapped_key=b""),
                name="decision_reason_sealed",
            ),
        ]

    @property
    def contributions(self) -> tuple[UUID, ...]:
        """Those it was decided about and that were not taken back, in the order of the finding."""
        return tuple(one.contribution for one in self.about.all())


class DecisionContribution(models.Model):
    """A contribution that a decision is about."""

    PRIVACY = classified(personal="contribution", technical="id decision")

    decision = models.ForeignKey(FindingDecision, on_delete=models.CASCADE, related_name="about")
    contribution = models.UUIDField(db_index=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "contribution"], name="decision_about_once"),
        ]


class CorrectedAnswer(models.Model):
    """The one answer that a decision corrects or leaves out. It is deleted with the decision's undoing.

    sealed: what was expected there and what takes its place, under the key of the contribution, so that it is gone with
    it. version: of the answers that were looked at. column: of the question.
    """

    PRIVACY = classified(special="sealed", derived="column", technical="id decision contribution version")

    decision = models.OneToOneField(FindingDecision, on_delete=models.CASCADE, related_name="corrected")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    column = models.TextField()
    sealed = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contribution", "column"], name="answer_corrected_once"),
        ]


class Handover(models.Model):
    """A file with answers that somebody took out. recalled_at: they were asked to delete it; deleted_on: they did.

    Which contributions were in it stands in HandoverContribution.
    """

    PRIVACY = classified(personal="taken_by", technical="id uuid initiative at recalled_at deleted_on")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="handovers")
    taken_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    recalled_at = models.DateTimeField(null=True)
    deleted_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["initiative", "id"]


class HandoverContribution(models.Model):
    """A contribution that was in a file that somebody took out."""

    PRIVACY = classified(personal="contribution", technical="id handover")

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="holds")
    contribution = models.UUIDField(db_index=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["handover", "contribution"], name="handover_holds_once"),
        ]
