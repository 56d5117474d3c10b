"""Addresses of the pages of assessments, criteria and appeals."""

from django.urls import path

from nyhavn.web.fitness import pages

app_name = "fitness"
INITIATIVE, ORGANISATION = "work/initiatives/<slug:initiative>", "work/organisations/<slug:organisation>"
urlpatterns = [
    path(f"{INITIATIVE}/assessments/", pages.assessments, name="assessments"),
    path(f"{INITIATIVE}/assessments/<uuid:assessment>/", pages.assessment, name="assessment"),
    path(f"{ORGANISATION}/assessments/", pages.office, name="office"),
    path(f"{ORGANISATION}/assessments/<uuid:assessment>/", pages.office_assessment, name="office-assessment"),
    path(f"{ORGANISATION}/criteria/", pages.criteria, name="criteria"),
    path(f"{ORGANISATION}/appeals/", pages.appeals, name="appeals"),
    path(f"{ORGANISATION}/appeals/<uuid:appeal>/", pages.appeal, name="appeal"),
]
