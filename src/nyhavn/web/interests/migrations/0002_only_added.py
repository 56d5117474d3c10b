"""What was declared and decided is only added to; the database refuses the rest. An account may go."""

from django.db import migrations

from nyhavn.web.pages.added_only import only_added


class Migration(migrations.Migration):
    dependencies = [("interests", "0001_initial")]
    operations = [
        only_added("interests_declaration", may_empty=("by_id",)),
        only_added("interests_owndeclaration", may_empty=("user_id",)),
        only_added("interests_decisionmade", may_empty=("by_id",)),
    ]
