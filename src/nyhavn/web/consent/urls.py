"""Addresses of notices."""

from django.urls import path

from nyhavn.web.consent import pages

app_name = "consent"
BELOW = "work/initiatives/<slug:initiative>/notices"
urlpatterns = [
    path(f"{BELOW}/", pages.all_notices, name="notices"),
    path(f"{BELOW}/<uuid:notice>/", pages.notice, name="notice"),
    path(f"{BELOW}/<uuid:notice>/texts/<slug:language>/", pages.preview, name="preview"),
]
