"""What a body and its meetings said is only added to; the database refuses the rest."""

from django.db import migrations

from nyhavn.web.pages.added_only import only_added


class Migration(migrations.Migration):
    dependencies = [("community", "0002_meetings")]
    operations = [
        only_added("community_charter", may_empty=("recorded_by_id",)),
        only_added("community_meeting", may_empty=("recorded_by_id",)),
        only_added("community_presence"),
        only_added("community_meetingitem"),
        only_added("community_dissent"),
        only_added("community_matterdecision", may_empty=("recorded_by_id",)),
    ]
