"""Meetings of bodies, and what they decided."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("held_on", models.DateField()),
                (
                    "place_kind",
                    models.CharField(
                        choices=[
                            ("together", "Together"),
                            ("phone", "Phone"),
                            ("online", "Online"),
                            ("mixed", "Mixed"),
                            ("in-writing", "In Writing"),
                        ],
                        max_length=12,
                    ),
                ),
                ("present", models.PositiveIntegerField()),
                ("members", models.PositiveIntegerField()),
                ("needed", models.PositiveIntegerField()),
                ("has_quorum", models.BooleanField()),
                ("minutes", models.TextField(blank=True)),
                ("sent", models.UUIDField(unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="consent.communitybody"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-held_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="MeetingItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("words", models.TextField(blank=True)),
                ("said", models.TextField(blank=True)),
                ("proposal", models.JSONField()),
                (
                    "result",
                    models.CharField(
                        choices=[("counted", "counted"), ("nobody-against", "nobody-against"), ("put-off", "put-off")],
                        max_length=15,
                    ),
                ),
                ("votes_for", models.PositiveIntegerField(default=0)),
                ("against", models.PositiveIntegerField(default=0)),
                ("abstained", models.PositiveIntegerField(default=0)),
                ("gave_no_reason", models.BooleanField(default=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("taken", "taken"),
                            ("not-taken", "not-taken"),
                            ("no-quorum", "no-quorum"),
                            ("put-off", "put-off"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="community.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["meeting", "number"],
            },
        ),
        migrations.CreateModel(
            name="MatterDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "matter",
                    models.CharField(
                        choices=[
                            ("use", "use"),
                            ("opening", "opening"),
                            ("release", "release"),
                            ("coding", "coding"),
                            ("policy", "policy"),
                            ("other", "other"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("vetoes", "vetoes"),
                            ("lifts-veto", "lifts-veto"),
                            ("needs-agreement", "needs-agreement"),
                            ("needs-no-agreement", "needs-no-agreement"),
                            ("agrees", "agrees"),
                        ],
                        max_length=30,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=200)),
                ("version", models.CharField(blank=True, max_length=40)),
                ("threshold", models.PositiveIntegerField(null=True)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("decided_on", models.DateField()),
                ("minutes", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matter_decisions",
                        to="consent.communitybody",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="community.meetingitem",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Dissent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField()),
                ("is_public", models.BooleanField(default=False)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dissents", to="community.meetingitem"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="presences", to="community.meeting"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="presences", to="community.member"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("place_kind__in", ["together", "phone", "online", "mixed", "in-writing"])),
                name="meeting_place_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("has_quorum", True), ("present__gte", models.F("needed"))),
                    models.Q(("has_quorum", False), ("present__lt", models.F("needed"))),
                    _connector="OR",
                ),
                name="meeting_quorum_counted",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingitem",
            constraint=models.UniqueConstraint(fields=("meeting", "number"), name="meeting_item_number"),
        ),
        migrations.AddConstraint(
            model_name="meetingitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["taken", "not-taken", "no-quorum", "put-off"])),
                name="outcome_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("result__in", ["counted", "nobody-against", "put-off"])), name="result_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="matterdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("matter__in", ["use", "opening", "release", "coding", "policy", "other"])),
                name="matter_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="matterdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("step__in", ["vetoes", "lifts-veto", "needs-agreement", "needs-no-agreement", "agrees"])
                ),
                name="matter_step_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="matterdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="matter_days_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(fields=("meeting", "member"), name="present_once"),
        ),
    ]
