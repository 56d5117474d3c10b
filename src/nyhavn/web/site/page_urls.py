"""Addresses of the public pages."""

from django.urls import path

from nyhavn.web.site import data_pages, feeds, file_pages, front_pages, health, initiative_pages, quality_pages

app_name = "site"
urlpatterns = [
    path("", front_pages.front, name="front"),
    path("i-contributed/", front_pages.i_contributed, name="i-contributed"),
    path("words/", front_pages.words, name="words"),
    path("why-not-shown/", front_pages.why_not_shown, name="why-not-shown"),
    path("calendar/", front_pages.calendar, name="calendar"),
    path("verify/", front_pages.verify, name="verify"),
    path("verify/trust.pub", front_pages.trust, name="trust"),
    path("verify/checkpoint", front_pages.checkpoint, name="checkpoint"),
    path("data/", data_pages.catalogue, name="catalogue"),
    path("data/<str:name>/", data_pages.dataset, name="newest"),
    path("data/<str:name>/<str:version>/", data_pages.dataset, name="dataset"),
    path("data/<str:name>/<str:version>/quality/", quality_pages.quality, name="quality"),
    path("data/<str:name>/<str:version>/files/", file_pages.files, name="files"),
    path("data/<str:name>/<str:version>/files/<path:path>", file_pages.file, name="file"),
    path("data/<str:name>/<str:version>/release.zip", file_pages.whole, name="zip"),
    path("data/<str:name>/<str:version>/credit.json", file_pages.credit, name="credit"),
    path("data/<str:name>/<str:version>/cite/<str:format>", file_pages.citation, name="citation"),
    path("initiatives/", initiative_pages.initiatives, name="initiatives"),
    path("initiatives/<slug:initiative>/", initiative_pages.initiative, name="initiative"),
    path("organisations/<slug:organisation>/", initiative_pages.organisation, name="organisation"),
    path("feeds/catalogue.<slug:extension>", feeds.catalogue, name="feed"),
    path("feeds/releases.atom", feeds.atom, name="atom"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
]
