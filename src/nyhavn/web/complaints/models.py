"""Complaints, what was done about them, and the body outside. Who complained is kept nowhere."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nyhavn.framework.complaints import ComplaintStep, ComplaintTopic, Reach, RemedyKind
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.models import KeyEpoch
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified
from nyhavn.web.releases.models import ReleaseEvent

TOPICS = [(one.value, one.value) for one in ComplaintTopic]
STEPS = [(one.value, one.value) for one in ComplaintStep]
REACHES = [(one.value, one.value) for one in Reach]
REMEDIES = [(one.value, one.value) for one in RemedyKind]


class OutsideBody(models.Model):
    """The body outside to which people can complain. The newest one holds; none is ever changed.

    address: how it is reached without this site.
    """

    PRIVACY = classified(public="uuid initiative name address named_at", personal="named_by", technical="id")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="outside_bodies")
    name = models.CharField(max_length=300)
    address = models.TextField()
    named_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    named_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["initiative", "id"]


class Complaint(models.Model):
    """Something that somebody complained about. sealed: the words. about: roles that may not know of it.

    receipt: keyed hash of the code with which whoever complained comes back; None once the words are destroyed.
    may_be_told: that there is this complaint, as whoever complained decides. reminded_at: when those who have to act
    were reminded. The database changes neither words nor topic; they can only be emptied, long after the end.
    """

    PRIVACY = classified(
        special="sealed wrapped_key",
        personal="receipt",
        technical="id uuid initiative epoch topic about reach may_be_told received_at reminded_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="complaints")
    epoch = models.ForeignKey(KeyEpoch, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    wrapped_key = models.BinaryField()
    receipt = models.CharField(max_length=80, null=True, unique=True)
    topic = models.CharField(max_length=20, choices=TOPICS)
    about = models.JSONField(default=list)
    reach = models.CharField(max_length=10, choices=REACHES)
    may_be_told = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(topic__in=[code for code, _ in TOPICS]), name="complaint_topic_known"),
            models.CheckConstraint(condition=Q(reach__in=[code for code, _ in REACHES]), name="complaint_reach_known"),
        ]


class ComplaintAbout(models.Model):
    """Somebody who had a role that a complaint is about when it came in: another role changes nothing later."""

    PRIVACY = classified(personal="person", technical="id uuid complaint")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="concerned")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering: ClassVar = ["complaint", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "person"], name="complaint_about_once"),
        ]


class ComplaintDone(models.Model):
    """Something that was done about a complaint. sealed: the words with it, under the complaint's key.

    done_by: None where whoever complained did it, or the account is gone. as_outside: for the body outside.
    by_concerned: it is about them. remedy, remedy_by: what is promised, and until when. event: what was done to a
    release.
    """

    PRIVACY = classified(
        special="sealed",
        personal="done_by",
        technical="id uuid complaint step as_outside by_concerned remedy remedy_by event done_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="acts")
    step = models.CharField(max_length=20, choices=STEPS)
    sealed = models.BinaryField()
    done_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    as_outside = models.BooleanField(default=False)
    by_concerned = models.BooleanField(default=False)
    remedy = models.CharField(max_length=20, choices=REMEDIES, blank=True)
    remedy_by = models.DateField(null=True)
    event = models.ForeignKey(ReleaseEvent, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["complaint", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(step__in=[code for code, _ in STEPS]), name="complaint_step_known"),
            models.CheckConstraint(
                condition=~Q(step="promise") | (Q(remedy_by__isnull=False) & ~Q(remedy="")),
                name="complaint_promise_has_day",
            ),
        ]
