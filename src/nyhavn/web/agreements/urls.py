"""Addresses of the pages of agreements."""

from django.urls import path

from nyhavn.web.agreements import pages

app_name = "agreements"
INITIATIVE, ORGANISATION = "work/initiatives/<slug:initiative>", "work/organisations/<slug:organisation>"
urlpatterns = [
    path(f"{INITIATIVE}/agreements/", pages.agreements, name="agreements"),
    path(f"{INITIATIVE}/agreements/<uuid:agreement>/", pages.agreement, name="agreement"),
    path(f"{ORGANISATION}/agreements/", pages.offers, name="offers"),
    path(f"{ORGANISATION}/agreements/<uuid:agreement>/", pages.offer, name="offer"),
    path(f"{ORGANISATION}/received/", pages.received, name="received"),
    path(f"{ORGANISATION}/received/<uuid:package>/", pages.package, name="package"),
    path(f"{ORGANISATION}/received/<uuid:package>/file/", pages.fetch_package, name="fetch-package"),
]
