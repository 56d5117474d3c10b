"""What was said and decided is only added to; the database refuses the rest."""

from django.db import migrations

from nyhavn.web.pages.added_only import only_added


class Migration(migrations.Migration):
    dependencies = [("consent", "0003_standing_rows")]
    operations = [
        only_added("consent_consentevent"),
        only_added("consent_communitybody", may_change=("ended_on",)),
        only_added("consent_communitydecision", may_empty=("recorded_by_id",)),
        only_added("consent_thirdperson", may_change=("withdrawn_at",)),
    ]
