"""What refers to each other, what may not be, and tables whose rows are only added."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from nyhavn.web.pages.added_only import only_added


class Migration(migrations.Migration):
    dependencies = [
        ("fitness", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="issuedverdict",
            name="proposal",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="issued", to="fitness.proposal"
            ),
        ),
        migrations.CreateModel(
            name="QuestionBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("words", models.TextField()),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="fitness.assessor"
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="fitness.assessment"
                    ),
                ),
            ],
            options={
                "ordering": ["assessment", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["requested", "assessing", "issued", "taken-back"])),
                name="assessment_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["requested", "taken-back"]),
                    models.Q(("pack_text", ""), _negated=True),
                    _connector="OR",
                ),
                name="assessment_has_criteria",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessor",
            constraint=models.UniqueConstraint(fields=("assessment", "user"), name="assessor_once"),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("end", "")), fields=("verdict",), name="one_open_appeal"
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("end", ""), ("reasons", "")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("end__in", ["upheld", "sent-back"]),
                        models.Q(("reasons", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="appeal_decided_with_reasons",
            ),
        ),
        migrations.AddConstraint(
            model_name="officepack",
            constraint=models.UniqueConstraint(fields=("organisation", "pack"), name="office_pack_once"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "outcome__in",
                        [
                            "use-as-headline",
                            "use-for-a-breakdown",
                            "use-as-proxy-with-caveat",
                            "use-as-context",
                            "keep-as-community-evidence",
                            "return-with-fixes",
                            "refused-with-reason",
                        ],
                    )
                ),
                name="proposal_outcome_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reply", ""), ("replied_at__isnull", False), _connector="OR"),
                name="proposal_replied_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None)),
                    models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="question_answered_at",
            ),
        ),
        only_added("fitness_officepack", may_empty=("handed_in_by_id",)),
        only_added("fitness_answergiven"),
        only_added("fitness_disputeraised"),
        only_added("fitness_confirmation"),
        only_added("fitness_issuedverdict"),
    ]
