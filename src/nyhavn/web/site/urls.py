"""Every address of the web side."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
]
