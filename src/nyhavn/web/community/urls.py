"""Addresses of the board's pages."""

from django.urls import path

from nyhavn.web.community import pages

app_name = "community"
BELOW = "work/initiatives/<slug:initiative>/board"
urlpatterns = [
    path(f"{BELOW}/", pages.board, name="board"),
    path(f"{BELOW}/meetings/", pages.meetings, name="meetings"),
    path(f"{BELOW}/bodies/<uuid:body>/", pages.body, name="body"),
]
