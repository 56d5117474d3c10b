"""Addresses of the pages of complaints."""

from django.urls import path

from nyhavn.web.complaints import pages

app_name = "complaints"
urlpatterns = [
    path("work/initiatives/<slug:initiative>/complaints/", pages.complaints, name="complaints"),
]
