"""An initiative, and who has which role in it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import Invitation, Organisation, User
from nyhavn.web.pages.classified import classified


class Initiative(models.Model):
    """Who makes data, with whom, about what. The parts are sections of a plan, as docs/reference/plan.md has them.

    about: [initiative]; initiation: [initiation]; participation: list of [[participation]]; each as validated by the
    chain. title: copied from about, for lists. is_listed: its public page exists before a release does.
    """

    PRIVACY = classified(
        public="uuid slug title organisation about initiation participation prints_strict",
        technical="id is_listed created_at",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=61, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="initiatives")
    title = models.CharField(max_length=300)
    about = models.JSONField()
    initiation = models.JSONField(default=dict)
    participation = models.JSONField(default=list)
    prints_strict = models.BooleanField(default=False)
    is_listed = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.slug


class RoleAssignment(models.Model):
    """Somebody has a role in an initiative. Taking a role is a new row in the audit, and the row here is deleted."""

    PRIVACY = classified(personal="user", technical="id uuid initiative role given_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "user", "role"], name="role_once"),
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="role_known"),
        ]


class RoleInvitation(models.Model):
    """Somebody from outside was asked to take a role; the role is given when the invitation is taken up."""

    PRIVACY = classified(technical="id invitation initiative role")

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="role_offer")
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="role_offers")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
