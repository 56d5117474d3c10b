"""Addresses of the map of gaps."""

from django.urls import path

from nyhavn.web.gaps import pages, work_pages

app_name = "gaps"
urlpatterns = [
    path("gaps/", pages.gap_map, name="map"),
    path("gaps/gaps.csv", pages.as_csv, name="csv"),
    path("gaps/<slug:place>/<str:indicator>/<slug:group>/", pages.cell, name="cell"),
    path("work/organisations/<slug:organisation>/gap-sources/", work_pages.sources, name="sources"),
    path("work/initiatives/<slug:initiative>/gaps/", work_pages.own_gaps, name="own"),
]
