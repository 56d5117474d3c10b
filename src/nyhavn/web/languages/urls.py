"""Addresses of languages."""

from django.urls import path

from nyhavn.web.languages import pages

app_name = "languages"
urlpatterns = [
    path("languages/", pages.languages, name="languages"),
    path("languages/<slug:language>/", pages.language, name="language"),
]
