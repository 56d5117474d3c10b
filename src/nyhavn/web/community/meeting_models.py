"""Meetings of a body: who was there, what was put to them, how it came out, and what follows. Only ever added."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nyhavn.framework.community_body import Matter, Outcome, Result
from nyhavn.framework.community_standing import CommunityStep
from nyhavn.web.consent.community_models import CommunityBody
from nyhavn.web.pages.classified import classified


class PlaceKind(models.TextChoices):
    """Where people met. Never the place itself: it would say where they can be found."""

    TOGETHER = "together"
    PHONE = "phone"
    ONLINE = "online"
    MIXED = "mixed"
    IN_WRITING = "in-writing"


class Meeting(models.Model):
    """One meeting. present: how many members were there; members, needed: on record and needed for a quorum that day.

    sent: number of the page on which it was written, so that sending it twice records it once. minutes: name nobody.
    """

    PRIVACY = classified(
        personal="recorded_by",
        technical="id uuid body held_on place_kind present members needed has_quorum minutes sent created_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(CommunityBody, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    place_kind = models.CharField(max_length=12, choices=PlaceKind.choices)
    present = models.PositiveIntegerField()
    members = models.PositiveIntegerField()
    needed = models.PositiveIntegerField()
    has_quorum = models.BooleanField()
    minutes = models.TextField(blank=True)
    sent = models.UUIDField(unique=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-held_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(place_kind__in=PlaceKind.values), name="meeting_place_known"),
            models.CheckConstraint(
                condition=Q(has_quorum=True, present__gte=F("needed")) | Q(has_quorum=False, present__lt=F("needed")),
                name="meeting_quorum_counted",
            ),
        ]


class Presence(models.Model):
    """A member was at a meeting."""

    PRIVACY = classified(personal="member", technical="id meeting")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="presences")
    member = models.ForeignKey("community.Member", on_delete=models.PROTECT, related_name="presences")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["meeting", "member"], name="present_once")]


class MeetingItem(models.Model):
    """One item of a meeting. words: what was put to the people. proposal: framework.community_body.Proposal as JSON.

    said: what the minutes say about it. gave_no_reason: whoever was against gave no reason.
    """

    PRIVACY = classified(
        technical="id uuid meeting number title words said proposal result votes_for against abstained gave_no_reason"
        " outcome"
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    said = models.TextField(blank=True)
    proposal = models.JSONField()
    result = models.CharField(max_length=15, choices=[(one.value, one.value) for one in Result])
    votes_for = models.PositiveIntegerField(default=0)
    against = models.PositiveIntegerField(default=0)
    abstained = models.PositiveIntegerField(default=0)
    gave_no_reason = models.BooleanField(default=False)
    outcome = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Outcome])

    class Meta:
        ordering: ClassVar = ["meeting", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "number"], name="meeting_item_number"),
            models.CheckConstraint(condition=Q(outcome__in=[one.value for one in Outcome]), name="outcome_known"),
            models.CheckConstraint(condition=Q(result__in=[one.value for one in Result]), name="result_known"),
        ]


class Dissent(models.Model):
    """Why somebody was against, in words. is_public: whoever said it wants everybody to read it."""

    PRIVACY = classified(technical="id item words is_public")

    item = models.ForeignKey(MeetingItem, on_delete=models.PROTECT, related_name="dissents")
    words = models.TextField()
    is_public = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["id"]


class MatterDecision(models.Model):
    """A decision about something else than a use: framework.community_matters.MatterDecision. Only ever added.

    item: of the meeting with a quorum in which it was taken; None without a meeting. threshold: restricted.
    """

    PRIVACY = classified(
        public="uuid matter step about version starts_on ends_on decided_on minutes",
        personal="recorded_by",
        technical="id body item threshold created_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(CommunityBody, on_delete=models.PROTECT, related_name="matter_decisions")
    item = models.ForeignKey(MeetingItem, null=True, on_delete=models.PROTECT, related_name="decisions")
    matter = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Matter])
    step = models.CharField(max_length=30, choices=[(one.value, one.value) for one in CommunityStep])
    about = models.CharField(max_length=200, blank=True)
    version = models.CharField(max_length=40, blank=True)
    threshold = models.PositiveIntegerField(null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    decided_on = models.DateField()
    minutes = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(matter__in=[one.value for one in Matter]), name="matter_known"),
            models.CheckConstraint(
                condition=Q(step__in=[one.value for one in CommunityStep]), name="matter_step_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="matter_days_in_order"
            ),
        ]
