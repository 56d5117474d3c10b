"""Addresses of pieces."""

from django.urls import path

from nyhavn.web.material import pages

app_name = "material"
WORK = "work/initiatives/<slug:initiative>/material/"
urlpatterns = [
    path(WORK, pages.pieces, name="pieces"),
    path(f"{WORK}<uuid:piece>/", pages.piece, name="piece"),
    path(f"{WORK}<uuid:piece>/file/", pages.piece_file, name="piece-file"),
]
