"""Addresses of the pages of decisions and commitments."""

from django.urls import path

from nyhavn.web.commitments import pages

app_name = "commitments"
urlpatterns = [
    path("work/initiatives/<slug:initiative>/decisions/", pages.decisions, name="decisions"),
    path("work/organisations/<slug:organisation>/commitments/", pages.commitments, name="commitments"),
]
