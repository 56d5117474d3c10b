"""What a community said, and why it was not asked, is only added to. An account may go."""

from django.db import migrations

from nyhavn.web.pages.added_only import only_added


class Migration(migrations.Migration):
    dependencies = [("releases", "0006_home")]
    operations = [only_added("releases_validationentry", may_empty=("recorded_by_id",))]
