"""Addresses of what is kept and deleted."""

from django.urls import path

from nyhavn.web.lineage import pages

app_name = "lineage"
urlpatterns = [path("work/initiatives/<slug:initiative>/retention/", pages.certificates, name="retention")]
