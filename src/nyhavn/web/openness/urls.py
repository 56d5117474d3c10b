"""Addresses of openness."""

from django.urls import path

from nyhavn.web.openness import pages

app_name = "openness"
urlpatterns = [
    path("work/initiatives/<slug:initiative>/openness/", pages.openness, name="openness"),
    path("work/initiatives/<slug:initiative>/openness/requests/", pages.requests, name="requests"),
]
