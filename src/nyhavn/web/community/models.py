"""Who is in a body and how it decides; from `meeting_models`, what its meetings came to."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nyhavn.framework.community_body import DecidesBy, QuorumKind
from nyhavn.web.community.meeting_models import Dissent as Dissent  # Django looks for models here
from nyhavn.web.community.meeting_models import MatterDecision as MatterDecision
from nyhavn.web.community.meeting_models import Meeting as Meeting
from nyhavn.web.community.meeting_models import MeetingItem as MeetingItem
from nyhavn.web.community.meeting_models import Presence as Presence
from nyhavn.web.consent.community_models import CommunityBody
from nyhavn.web.pages.classified import classified


class Charter(models.Model):
    """How a body decides, from a day on. The newest whose day has come holds; none is ever changed.

    speaks_for: whom. quorum, quorum_of, decides_by: as framework.community_body.BodyRules. is_named: the body may be
    named in public.
    """

    PRIVACY = classified(
        public="uuid speaks_for quorum quorum_of decides_by is_named starts_on",
        personal="recorded_by",
        technical="id body created_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(CommunityBody, on_delete=models.PROTECT, related_name="charters")
    speaks_for = models.TextField()
    quorum = models.CharField(max_length=10, choices=[(one.value, one.value) for one in QuorumKind])
    quorum_of = models.PositiveIntegerField()
    decides_by = models.CharField(max_length=12, choices=[(one.value, one.value) for one in DecidesBy])
    is_named = models.BooleanField(default=False)
    starts_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["body", "starts_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "starts_on"], name="charter_once_a_day"),
            models.CheckConstraint(condition=Q(quorum__in=[one.value for one in QuorumKind]), name="quorum_known"),
            models.CheckConstraint(condition=Q(decides_by__in=[one.value for one in DecidesBy]), name="decides_known"),
            models.CheckConstraint(
                condition=Q(quorum_of__gte=1) & (~Q(quorum="share") | Q(quorum_of__lte=100)), name="quorum_possible"
            ),
        ]


class Member(models.Model):
    """A seat in a body. name: only by the member's own wish; "" is "a member". account: if the member has one.

    first_day, last_day: of the term. Name and account can go at any time; the seat stays, because quorums count it.
    """

    PRIVACY = classified(personal="name account", technical="id uuid body first_day last_day created_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(CommunityBody, on_delete=models.PROTECT, related_name="members")
    name = models.CharField(max_length=200, blank=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["body", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="member_days_in_order"
            ),
            models.UniqueConstraint(
                fields=["body", "account"], condition=Q(last_day=None, account__isnull=False), name="account_sits_once"
            ),
        ]


class AgendaItem(models.Model):
    """What is put to the next meeting. proposal: framework.community_body.Proposal as JSON. settled_at: it is off it.

    title, words: as they are read aloud; they name no person.
    """

    PRIVACY = classified(personal="put_by", technical="id uuid body title words proposal created_at settled_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(CommunityBody, on_delete=models.PROTECT, related_name="agenda")
    title = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    proposal = models.JSONField()
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["body", "id"]
