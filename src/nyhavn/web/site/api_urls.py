"""The addresses of the interface."""

from django.urls import include, path

from nyhavn.web.site.api import endpoint_patterns, interface
from nyhavn.web.site.api_pages import about_interface, openapi

urlpatterns = [
    path("api/", about_interface, name="interface"),
    path("api/openapi.json", openapi, name="openapi"),
    path("api/v1/", include((endpoint_patterns(interface()), "api"))),
]
