"""The lists that became rows go, and a run can be emptied."""

from django.db import migrations, models

STATES = ["running", "judged", "refused", "stopped", "failed", "emptied"]


class Migration(migrations.Migration):
    dependencies = [
        ("production", "0004_who_is_in_it"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="run", name="run_state_known"),
        migrations.RemoveField(model_name="findingdecision", name="contributions"),
        migrations.RemoveField(model_name="foundproblem", name="contributions"),
        migrations.RemoveField(model_name="run", name="used"),
        migrations.AlterField(
            model_name="run",
            name="state",
            field=models.CharField(
                choices=[(state, state.capitalize()) for state in STATES], default="running", max_length=10
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(condition=models.Q(("state__in", STATES)), name="run_state_known"),
        ),
    ]
