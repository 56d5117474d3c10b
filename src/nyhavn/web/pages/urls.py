"""Addresses of the pages about the site itself."""

from django.urls import path

from nyhavn.web.pages import pages

app_name = "pages"
urlpatterns = [
    path("refusals/", pages.all_explained, name="refusals"),
    path("refusals/<slug:code>/", pages.explained, name="refusal"),
]
