"""What was declared, by whom, and who decided what. Rows are only ever added; a correction is a new row."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nyhavn.framework.interests import DECIDING_ROLES, DecidedAct, InterestKind, InterestStanding, OwnInterest, Share
from nyhavn.framework.roles import Role
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified

ROLES = [(role.value, role.value) for role in Role]
_IN_ORDER = Q(since=None) | Q(until=None) | Q(until__gte=F("since"))


class Declaration(models.Model):
    """A funder, a commissioner or an interest of an initiative; the fields are those of `DeclaredInterest`."""

    PRIVACY = classified(
        public="uuid initiative number kind who what since until share declared_on by_role corrects taken_back because",
        personal="by",
        technical="id created_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="declarations")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in InterestKind])
    who = models.CharField(max_length=300, blank=True)
    what = models.TextField(blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    share = models.CharField(max_length=20, blank=True, choices=[(share.value, share.value) for share in Share])
    declared_on = models.DateField()
    by_role = models.CharField(max_length=20, choices=ROLES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    taken_back = models.BooleanField(default=False)
    because = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["initiative", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "number"], name="declaration_number_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in InterestKind]), name="declaration_kind_known"
            ),
            models.CheckConstraint(condition=_IN_ORDER, name="declaration_days_in_order"),
            models.CheckConstraint(
                condition=Q(corrects=None, taken_back=False, because="") | (~Q(corrects=None) & ~Q(because="")),
                name="declaration_correction_has_reason",
            ),
        ]


class OwnDeclaration(models.Model):
    """What somebody who decides says of themselves. Everybody reads the role; nobody outside reads who it is."""

    PRIVACY = classified(public="role kind since until declared_on", personal="user", technical="id uuid initiative")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="own_declarations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=20, choices=ROLES)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in OwnInterest])
    since = models.DateField()
    until = models.DateField(null=True)
    declared_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["initiative", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in OwnInterest]), name="own_interest_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted(role.value for role in DECIDING_ROLES)), name="own_interest_role_decides"
            ),
            models.CheckConstraint(condition=_IN_ORDER, name="own_interest_days_in_order"),
        ]


class DecisionMade(models.Model):
    """A decision about something in an initiative. about: uuid of the release. standing: as it was known then."""

    PRIVACY = classified(public="act role decided_on standing", personal="by", technical="id uuid initiative about")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="decisions_made")
    about = models.UUIDField(db_index=True)
    act = models.CharField(max_length=20, choices=[(act.value, act.value) for act in DecidedAct])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=20, blank=True, choices=ROLES)
    standing = models.CharField(max_length=20, choices=[(one.value, one.value) for one in InterestStanding])
    decided_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(act__in=[act.value for act in DecidedAct]), name="decided_act_known"),
            models.CheckConstraint(
                condition=Q(standing__in=[one.value for one in InterestStanding]), name="decided_standing_known"
            ),
        ]
