"""Whom a contributor described is forgotten with the contribution: these rows may go, and still never change."""

from django.db import migrations

from nyhavn.web.pages.added_only import only_added


class Migration(migrations.Migration):
    dependencies = [("consent", "0005_notice_terms_and_media")]
    operations = [only_added("consent_thirdperson", may_change=("withdrawn_at",), may_delete=True)]
