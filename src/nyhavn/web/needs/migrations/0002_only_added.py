from django.db import migrations

from nyhavn.web.pages.added_only import only_added


class Migration(migrations.Migration):
    dependencies = [("needs", "0001_initial")]

    operations = [
        only_added(
            "needs_needraised", may_change=("taken_back_on", "taken_back_because"), may_empty=("recorded_by_id",)
        ),
        only_added("needs_needlink", may_change=("ended_on",), may_empty=("linked_by_id",)),
        only_added("needs_itemkept", may_change=("ended_on",), may_empty=("kept_by_id",)),
        only_added("needs_needoutcome", may_empty=("recorded_by_id",)),
    ]
