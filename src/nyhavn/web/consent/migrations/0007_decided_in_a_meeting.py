"""A decision says whether it was taken in a meeting, and in which item of it."""

from django.db import migrations, models

from nyhavn.web.pages.added_only import only_added


class Migration(migrations.Migration):
    dependencies = [("consent", "0006_described_people_go")]
    operations = [
        migrations.AddField("communitydecision", "decided_in", models.UUIDField(null=True)),
        only_added("consent_communitydecision", may_empty=("recorded_by_id",)),
    ]
