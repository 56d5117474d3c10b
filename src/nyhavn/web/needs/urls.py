"""Addresses of needs."""

from django.urls import path

from nyhavn.web.needs import pages

app_name = "needs"
urlpatterns = [path("work/initiatives/<slug:initiative>/needs/", pages.needs, name="needs")]
