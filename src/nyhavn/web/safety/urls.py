"""Addresses of the pages of safety."""

from django.urls import path

from nyhavn.web.safety import pages

app_name = "safety"
urlpatterns = [
    path("work/initiatives/<slug:initiative>/safety/", pages.safety, name="safety"),
    path("work/initiatives/<slug:initiative>/risks/<uuid:risk>/", pages.risk, name="risk"),
]
