"""The categories of an initiative as bodies see them. What is declared of identity, a later stage knows."""

from collections.abc import Callable, Iterable

from nyhavn.framework.community_coding import Coding, codings_of
from nyhavn.framework.identity import IdentityQuestion
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.queries import current_questionnaire, questionnaire_form

Declares = Callable[[Initiative], Iterable[IdentityQuestion]]
_DECLARED: dict[str, Declares] = {}


def add_identity(code: str, declares: Declares) -> None:
    """Ask this one too what is declared of questions of identity. Call it in AppConfig.ready."""
    if _DECLARED.get(code, declares) is not declares:
        raise RuntimeError(f"two with the code {code} say what is declared")
    _DECLARED[code] = declares


def codings_in(initiative: Initiative) -> tuple[Coding, ...]:
    """The categories of every question of the questionnaire in use; empty without one."""
    asked = current_questionnaire(initiative)
    if asked is None:
        return ()
    declared = tuple(one for declares in _DECLARED.values() for one in declares(initiative))
    return codings_of(questionnaire_form(asked).instrument, declared)
