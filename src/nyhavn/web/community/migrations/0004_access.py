"""A body decides, too, how open results and records are."""

from django.db import migrations, models

from nyhavn.web.pages.added_only import only_added

MATTERS = ["use", "opening", "release", "coding", "policy", "access", "other"]


class Migration(migrations.Migration):
    dependencies = [("community", "0003_only_added")]
    operations = [
        migrations.RemoveConstraint(model_name="matterdecision", name="matter_known"),
        migrations.AlterField(
            model_name="matterdecision",
            name="matter",
            field=models.CharField(choices=[(matter, matter) for matter in MATTERS], max_length=10),
        ),
        migrations.AddConstraint(
            model_name="matterdecision",
            constraint=models.CheckConstraint(condition=models.Q(("matter__in", MATTERS)), name="matter_known"),
        ),
        only_added("community_matterdecision", may_empty=("recorded_by_id",)),
    ]
