"""The one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from web_peer.models import Dataset


def dataset(request: HttpRequest, name: str) -> HttpResponse:
    """The page of a data set."""
    return render(request, "web_peer/dataset.html", {"dataset": get_object_or_404(Dataset, name=name)})


urlpatterns = [path("data/<slug:name>/", dataset)]
