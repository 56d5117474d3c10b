"""Addresses of releases for those who work on them, and of people who want to hear of corrections."""

from django.urls import path

from nyhavn.web.releases import early_pages, home_pages, impact_pages, pages, recall_pages, recipient_pages

app_name = "releases"
RELEASES = "work/initiatives/<slug:initiative>/releases"
urlpatterns = [
    path(f"{RELEASES}/", pages.releases, name="releases"),
    path(f"{RELEASES}/<uuid:release>/", pages.release, name="release"),
    path(f"{RELEASES}/<uuid:release>/community/", pages.community, name="community"),
    path(f"{RELEASES}/<uuid:release>/report/", pages.report, name="report"),
    path(f"{RELEASES}/<uuid:release>/home/", home_pages.home, name="home"),
    path(f"{RELEASES}/<uuid:release>/home/<str:language>/<str:form>/", home_pages.sheet, name="home-sheet"),
    path(
        "work/initiatives/<slug:initiative>/contributions/<uuid:contribution>/figures/",
        impact_pages.impact,
        name="impact",
    ),
    path("early/", early_pages.read, name="early"),
    path("early/<str:token>/", early_pages.link, name="early-link"),
    path("hear/confirm/", recipient_pages.confirm, name="confirm"),
    path("hear/confirm/<str:token>/", recipient_pages.confirm_link, name="confirm-link"),
    path("hear/stop/", recipient_pages.stop, name="stop"),
    path("hear/stop/<str:token>/", recipient_pages.stop_link, name="stop-link"),
    path("hear/deleted/", recall_pages.deleted, name="deleted"),
    path("hear/deleted/<str:token>/", recall_pages.deleted_link, name="deleted-link"),
    path("hear/of/<str:name>/", recipient_pages.hear, name="hear"),
]
