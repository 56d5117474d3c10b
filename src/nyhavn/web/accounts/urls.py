"""Addresses of invitations, of one's own account, and of the operator."""

from django.urls import path

from nyhavn.web.accounts import key_pages, pages

app_name = "accounts"
urlpatterns = [
    path("accounts/invitation/", pages.invitation, name="invitation"),
    path("accounts/invitation/<str:secret>/", pages.invitation_link, name="invitation-link"),
    path("work/me/", pages.me, name="me"),
    path("work/me/keys/", key_pages.keys, name="keys"),
    path("work/site/", pages.site, name="site"),
]
