"""What can be done on organisations, on the site, and on one's own account."""

from typing import Any

from nyhavn.web.accounts.access import enter_account, enter_organisation, enter_site
from nyhavn.web.pages.operations import Operation, Reading, Subject

ORGANISATION = Subject(
    "organisation",
    "organisations/<slug:organisation>",
    enter_organisation,
    home=lambda on: f"/work/organisations/{on.slug}/",
)
SITE = Subject("site", "site", enter_site, home=lambda on: "/work/site/")
ACCOUNT = Subject("account", "me", enter_account, home=lambda on: "/work/me/")

OPERATIONS: tuple[Operation[Any], ...] = ()
READINGS: tuple[Reading, ...] = ()
