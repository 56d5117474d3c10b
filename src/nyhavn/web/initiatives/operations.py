"""What can be done on an initiative as a whole."""

from typing import Any

from nyhavn.web.initiatives.access import enter_initiative
from nyhavn.web.pages.operations import Operation, Reading, Subject

INITIATIVE = Subject(
    "initiative",
    "initiatives/<slug:initiative>",
    enter_initiative,
    home=lambda on: f"/work/initiatives/{on.slug}/",
)

OPERATIONS: tuple[Operation[Any], ...] = ()
READINGS: tuple[Reading, ...] = ()
