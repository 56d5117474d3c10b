"""A choice is never changed; the database refuses it. An account may go."""

from django.db import migrations

from nyhavn.web.pages.added_only import only_added


class Migration(migrations.Migration):
    dependencies = [("openness", "0001_initial")]
    operations = [only_added("openness_choice", may_empty=("by_id",))]
