"""Addresses of the form that people fill in, and of the working pages around it."""

from django.urls import path

from nyhavn.web.collection import form_pages, import_pages, keyed_pages, pages, withdrawal_pages

app_name = "collection"
WORK = "work/initiatives/<slug:initiative>/"

urlpatterns = [
    path("c/away/", form_pages.away, name="away"),
    path("c/slip/", form_pages.slip, name="slip"),
    path("c/<slug:code>/", form_pages.form, name="form"),
    path(f"{WORK}collection/", pages.collection, name="collection"),
    path(f"{WORK}collection/address.svg", pages.picture, name="picture"),
    path(f"{WORK}collection/poster/", pages.poster, name="poster"),
    path(f"{WORK}entry/", keyed_pages.entry, name="entry"),
    path(f"{WORK}entry/paper/", keyed_pages.paper, name="paper"),
    path(f"{WORK}entry/form/", keyed_pages.entry_form, name="entry-form"),
    path(f"{WORK}entry/print/", keyed_pages.printable, {"language": ""}, name="print"),
    path(f"{WORK}entry/print/<str:language>/", keyed_pages.printable, name="print-in"),
    path(f"{WORK}practice/", keyed_pages.practice, name="practice"),
    path(f"{WORK}practice/form/", keyed_pages.practice_form, name="practice-form"),
    path(f"{WORK}credit/", pages.credit, name="credit"),
    path(f"{WORK}contributions/", pages.contributions, name="contributions"),
    path(f"{WORK}contributions/<uuid:contribution>/", pages.contribution, name="contribution"),
    path(f"{WORK}contributions/<uuid:contribution>/answers/", pages.answers, name="answers"),
    path(f"{WORK}contributions/<uuid:contribution>/impact/", withdrawal_pages.impact, name="impact"),
    path(f"{WORK}withdrawals/<uuid:withdrawal>/", withdrawal_pages.proof, name="proof"),
    path(f"{WORK}imports/", import_pages.imports, name="imports"),
    path(f"{WORK}imports/<uuid:batch>/", import_pages.import_file, name="import"),
    path(f"{WORK}imports/<uuid:batch>/problems.csv", import_pages.problems, name="problems"),
]
