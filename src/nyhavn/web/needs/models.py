"""Needs, what belongs to them, what is kept without one, and what came of them. Nothing said is changed or removed."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nyhavn.framework.needs import RaisedBy
from nyhavn.web.accounts.models import User
from nyhavn.web.community.models import Meeting
from nyhavn.web.consent.community_models import CommunityBody
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified


class LinkKind(models.TextChoices):
    """What is linked to a need."""

    QUESTION = "question"
    TABLE = "table"


class OutcomeKind(models.TextChoices):
    """What came of a need."""

    RETURNED = "returned"  # those who raised it got the result
    USED = "used"  # somebody acted on it


class NeedRaised(models.Model):
    """A need. body: of the community; or raised_by: the name of another one. minutes: where it stands besides meeting.

    taken_back_on, taken_back_because: it should not have been recorded, or is not there any more; it stays to be read.
    """

    PRIVACY = classified(
        public="uuid number words body kind raised_by raised_on meeting minutes recorded_on taken_back_on"
        " taken_back_because",
        personal="recorded_by",
        technical="id initiative created_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="needs_raised")
    number = models.PositiveIntegerField()
    words = models.TextField()
    body = models.ForeignKey(CommunityBody, null=True, on_delete=models.PROTECT, related_name="needs_raised")
    kind = models.CharField(max_length=30, choices=[(one.value, one.value) for one in RaisedBy])
    raised_by = models.CharField(max_length=300, blank=True)
    raised_on = models.DateField()
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="needs_raised")
    minutes = models.TextField(blank=True)
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_back_on = models.DateField(null=True)
    taken_back_because = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["initiative", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "number"], name="need_number_once"),
            models.CheckConstraint(condition=Q(kind__in=[one.value for one in RaisedBy]), name="need_kind_known"),
            models.CheckConstraint(
                condition=Q(body__isnull=False, kind=RaisedBy.COMMUNITY_BODY.value, raised_by="")
                | (Q(body=None, meeting=None) & ~Q(kind=RaisedBy.COMMUNITY_BODY.value) & ~Q(raised_by="")),
                name="need_raised_by_one",
            ),
            models.CheckConstraint(condition=Q(meeting__isnull=False) | ~Q(minutes=""), name="need_is_minuted"),
            models.CheckConstraint(
                condition=Q(taken_back_on=None, taken_back_because="")
                | (Q(taken_back_on__isnull=False) & ~Q(taken_back_because="")),
                name="need_taken_back_with_reason",
            ),
        ]


class NeedLink(models.Model):
    """A question or a table of the plan that answers a need, by its name. ended_on: it was taken off again."""

    PRIVACY = classified(public="kind name linked_on ended_on", personal="linked_by", technical="id need")

    need = models.ForeignKey(NeedRaised, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=10, choices=LinkKind.choices)
    name = models.CharField(max_length=300)
    linked_on = models.DateField()
    linked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["need", "kind", "name"], condition=Q(ended_on=None), name="need_linked_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=LinkKind.values), name="need_link_kind_known"),
        ]


class ItemKept(models.Model):
    """A question that is asked without a need, or a need that no question asks about, each with the reason."""

    PRIVACY = classified(public="question need because kept_on ended_on", personal="kept_by", technical="id initiative")

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="items_kept")
    question = models.CharField(max_length=300, blank=True)
    need = models.ForeignKey(NeedRaised, null=True, on_delete=models.PROTECT, related_name="kept")
    because = models.TextField()
    kept_on = models.DateField()
    kept_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(need__isnull=False, question="") | (Q(need=None) & ~Q(question="")), name="kept_is_one_item"
            ),
            models.CheckConstraint(condition=~Q(because=""), name="kept_has_reason"),
            models.UniqueConstraint(
                fields=["initiative", "question"],
                condition=Q(ended_on=None, need=None),
                name="question_kept_once",
            ),
            models.UniqueConstraint(
                fields=["need"], condition=Q(ended_on=None, need__isnull=False), name="need_kept_once"
            ),
        ]


class NeedOutcome(models.Model):
    """What came of a need. who: used it, a body or a role; "" for a return, which goes to whoever raised the need."""

    PRIVACY = classified(
        public="uuid kind happened_on who words recorded_on", personal="recorded_by", technical="id need"
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    need = models.ForeignKey(NeedRaised, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=10, choices=OutcomeKind.choices)
    happened_on = models.DateField()
    who = models.CharField(max_length=300, blank=True)
    words = models.TextField()
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar = ["happened_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=OutcomeKind.values), name="need_outcome_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=OutcomeKind.RETURNED, who="") | (Q(kind=OutcomeKind.USED) & ~Q(who="")),
                name="need_use_names_who",
            ),
        ]
