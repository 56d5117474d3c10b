"""Addresses of independence."""

from django.urls import path

from nyhavn.web.interests import pages

app_name = "interests"
urlpatterns = [
    path("work/initiatives/<slug:initiative>/independence/", pages.independence, name="independence"),
]
