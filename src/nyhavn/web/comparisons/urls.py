"""Addresses of the pages of comparisons."""

from django.urls import path

from nyhavn.web.comparisons import pages

app_name = "comparisons"
urlpatterns = [
    path("work/initiatives/<slug:initiative>/comparisons/", pages.comparisons, name="comparisons"),
]
