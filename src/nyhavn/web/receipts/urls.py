"""Addresses of a person's own pages. They name nothing, and no code stands in any of them."""

from django.urls import path

from nyhavn.web.receipts import (
    complaint_pages,
    copying,
    correction_pages,
    harm_pages,
    held_pages,
    lost_code_pages,
    name_pages,
    pages,
    signing,
    withdrawal_pages,
)

app_name = "receipts"
urlpatterns = [
    path("mine/", pages.door, name="door"),
    path("mine/menu/", pages.menu, name="menu"),
    path("mine/language/", pages.language, name="language"),
    path("mine/leave/", pages.leave, name="leave"),
    path("mine/end/", pages.end, name="end"),
    path("mine/held/", held_pages.answers, name="answers"),
    path("mine/uses/", held_pages.uses_page, name="uses"),
    path("mine/name/", name_pages.name, name="name"),
    path("mine/texts/", held_pages.texts, name="texts"),
    path("mine/results/", held_pages.results_page, name="results"),
    path("mine/correct/", correction_pages.correct, name="correct"),
    path("mine/copy.json", copying.copy_as_data, name="copy-data"),
    path("mine/copy.html", copying.copy_to_read, name="copy"),
    path("mine/receipt.json", signing.receipt, name="receipt"),
    path("mine/take-back/", withdrawal_pages.take_back, name="take-back"),
    path("mine/harm/", harm_pages.harm, name="harm"),
    path("mine/complain/", complaint_pages.own, name="complain"),
    path("complaints/", complaint_pages.door, name="complaint"),
    path("mine/proof/", withdrawal_pages.proof, name="proof"),
    path("mine/proof/end/", withdrawal_pages.end_receipt, name="end-receipt"),
    path("work/initiatives/<slug:initiative>/lost-codes/", lost_code_pages.lost_codes, name="lost-codes"),
    path("verify/receipts.pub", signing.public_key, name="public-key"),
]
