"""Stories have a level of their own."""

from django.db import migrations, models
from django.db.models import Q

from nyhavn.web.pages.added_only import only_added

KNOWN = ["results", "records", "stories"]
FIELD = models.CharField(choices=[(one, one) for one in KNOWN], max_length=10)


class Migration(migrations.Migration):
    dependencies = [("openness", "0003_granted_level")]

    operations = [
        migrations.AlterField(model_name="accessrequest", name="material", field=FIELD),
        migrations.AlterField(model_name="choice", name="material", field=FIELD),
        migrations.RemoveConstraint(model_name="choice", name="material_known"),
        migrations.AddConstraint(
            model_name="choice",
            constraint=models.CheckConstraint(condition=Q(material__in=KNOWN), name="material_known"),
        ),
        only_added("openness_choice", may_empty=("by_id",)),
    ]
