"""Addresses of the pages of tables, runs and findings."""

from django.urls import path

from nyhavn.web.production import pages

app_name = "production"
INITIATIVE = "work/initiatives/<slug:initiative>"
urlpatterns = [
    path(f"{INITIATIVE}/tables/", pages.tables, name="tables"),
    path(f"{INITIATIVE}/runs/", pages.runs, name="runs"),
    path(f"{INITIATIVE}/runs/<uuid:run>/", pages.run, name="run"),
    path(f"{INITIATIVE}/findings/", pages.findings, name="findings"),
]
