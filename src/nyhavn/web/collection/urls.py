"""Addresses of the form that people fill in, and of the working pages around it."""

from django.urls import path

from nyhavn.web.collection import form_pages

app_name = "collection"

urlpatterns = [
    path("c/away/", form_pages.away, name="away"),
    path("c/<slug:code>/", form_pages.form, name="form"),
]
