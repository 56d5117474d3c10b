"""Addresses of the pages of incidents."""

from django.urls import path

from nyhavn.web.incidents import pages

app_name = "incidents"
urlpatterns = [
    path("work/initiatives/<slug:initiative>/incidents/", pages.incidents, name="incidents"),
]
