"""Addresses of notices and of the decisions of communities."""

from django.urls import path

from nyhavn.web.consent import community_pages, pages

app_name = "consent"
BELOW = "work/initiatives/<slug:initiative>/notices"
urlpatterns = [
    path("work/initiatives/<slug:initiative>/community-decisions/", community_pages.community, name="community"),
    path(f"{BELOW}/", pages.all_notices, name="notices"),
    path(f"{BELOW}/<uuid:notice>/", pages.notice, name="notice"),
    path(f"{BELOW}/<uuid:notice>/texts/<slug:language>/", pages.preview, name="preview"),
]
