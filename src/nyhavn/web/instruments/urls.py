"""Addresses of questionnaires and the method card."""

from django.urls import path

from nyhavn.web.instruments import pages

app_name = "instruments"
BELOW = "work/initiatives/<slug:initiative>"
urlpatterns = [
    path(f"{BELOW}/questionnaires/", pages.questionnaires, name="questionnaires"),
    path(f"{BELOW}/questionnaires/<uuid:questionnaire>/", pages.questionnaire, name="questionnaire"),
    path(f"{BELOW}/questionnaires/<uuid:questionnaire>/file", pages.questionnaire_file, name="questionnaire-file"),
    path(f"{BELOW}/method/", pages.method, name="method"),
    path(f"{BELOW}/method/trainings/", pages.training_records, name="trainings"),
]
