"""Addresses of the pages of people who work here."""

from django.urls import path

from nyhavn.web.initiatives import looks_pages, pages

app_name = "initiatives"
urlpatterns = [
    path("work/", pages.work, name="work"),
    path("work/organisations/<slug:organisation>/", pages.organisation, name="organisation"),
    path("work/initiatives/<slug:initiative>/", pages.initiative, name="initiative"),
    path("work/initiatives/<slug:initiative>/about/", pages.about, name="about"),
    path("work/initiatives/<slug:initiative>/participation/", pages.participation, name="participation"),
    path("work/initiatives/<slug:initiative>/people/", pages.people, name="people"),
    path("work/initiatives/<slug:initiative>/log/", pages.log, name="log"),
    path("work/initiatives/<slug:initiative>/who-looked/", looks_pages.who_looked, name="who-looked"),
]
