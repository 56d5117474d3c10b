"""What this installation knows of moves of workspaces, from here and to here."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from nyhavn.framework.moving import IS_STILL, MoveState
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import classified

STATES = [(state.value, state.value) for state in MoveState]


class Move(models.Model):
    """One move of a workspace. archive: number of the file in which it travels. other: key of the other installation.

    address: where people find it afterwards. digest: of the workspace as it left. offered, left: what this installation
    signed, as JSON. since: withdrawals after the archive was made, sealed for the new one. history: every move so far
    with both logs, as `nyhavn verify --moved` reads it. The newest row of an initiative counts.
    """

    PRIVACY = classified(
        public="state begun_at decided_at other address left history",
        personal="since",
        technical="id uuid initiative archive digest offered",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="moves")
    archive = models.UUIDField()
    state = models.CharField(max_length=10, choices=STATES)
    other = models.TextField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64)
    offered = models.TextField(blank=True)
    left = models.TextField(blank=True)
    since = models.TextField(blank=True)
    history = models.JSONField(default=list)
    begun_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=[code for code, _ in STATES]), name="move_state_known"),
            models.UniqueConstraint(
                fields=["initiative"], condition=Q(state=MoveState.LEAVING.value), name="one_move_under_way"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MoveState.DECIDED.value, MoveState.GONE.value])
                | Q(decided_at__isnull=False) & ~Q(left=""),
                name="move_decided_is_signed",
            ),
        ]

    @property
    def is_still(self) -> bool:
        """Whether nothing is carried out in the workspace here."""
        return MoveState(self.state) in IS_STILL
