"""Those a complaint is about do not decide about it: asked where the decision is carried out."""

from collections.abc import Iterable

from nyhavn.framework.complaints import Reach, decider_reasons
from nyhavn.framework.refusal import Reason
from nyhavn.framework.roles import Right
from nyhavn.web.complaints.models import Complaint
from nyhavn.web.complaints.queries import about_of, decider_of, history_of, on_record, was_disputed
from nyhavn.web.initiatives.around import Part, add_part
from nyhavn.web.initiatives.guards import Act, Asked, add_guard
from nyhavn.web.production.complaints_on_record import tell_of_complaints


def decides_for_others(asked: Asked) -> Iterable[Reason]:
    """What stands against this person's deciding."""
    if asked.by is None or not isinstance(asked.about, Complaint):
        return ()
    on = asked.about
    return decider_reasons(
        decider_of(asked.by, on),
        about_of(on),
        Reach(on.reach),
        history_of(on).state,
        was_disputed=was_disputed(on),
    )


def add_to_initiative() -> None:
    """Fill the registries of earlier stages."""
    add_guard("complaints", {Act.DECIDE_COMPLAINT}, decides_for_others)
    add_part(Part("complaints", "Complaints", 150, Right.READ_COMPLAINTS))
    tell_of_complaints(on_record)
