"""Every address of the web side: the pages of each app, the page of each operation, the programming interface."""

from importlib.util import find_spec

from django.apps import apps
from django.urls import include, path

from nyhavn.web.pages.operation_pages import operation_urls
from nyhavn.web.site.table import OURS, operations

# In the order of the stages. An app says its addresses in its own module "urls", from the root.
PAGES = [
    include(f"{app.name}.urls")
    for app in apps.get_app_configs()
    if app.name.startswith(OURS) and app.name != "nyhavn.web.site" and find_spec(f"{app.name}.urls")
]

urlpatterns = [
    path("", include("nyhavn.web.site.page_urls")),
    path("", include("nyhavn.web.site.api_urls")),
    path("accounts/", include("allauth.urls")),
    path("work/", include((operation_urls(operations()), "do"))),
    *(path("", pages) for pages in PAGES),
]

handler400 = "nyhavn.web.pages.refusals.unreadable"
handler403 = "nyhavn.web.pages.refusals.not_allowed"
handler404 = "nyhavn.web.pages.refusals.not_found"
handler500 = "nyhavn.web.pages.refusals.defect"
