"""Addresses of notices and of the decisions of communities."""

from django.urls import path

from nyhavn.web.consent import community_pages, pages, public_pages

app_name = "consent"
BELOW = "work/initiatives/<slug:initiative>/notices"
urlpatterns = [
    path("work/initiatives/<slug:initiative>/community-decisions/", community_pages.community, name="community"),
    path(f"{BELOW}/", pages.all_notices, name="notices"),
    path(f"{BELOW}/<uuid:notice>/", pages.notice, name="notice"),
    path(f"{BELOW}/<uuid:notice>/texts/<slug:language>/", pages.preview, name="preview"),
    path(f"{BELOW}/<uuid:notice>/media/<str:sha256>/", pages.file, name="file"),
    path("notices/<uuid:notice>/media/<str:sha256>/", public_pages.file, name="public-file"),
    path("notices/<uuid:notice>/<slug:language>/", public_pages.text, name="public-text"),
    path("notices/<uuid:notice>/<slug:language>/record.txt", public_pages.record, name="public-record"),
]
