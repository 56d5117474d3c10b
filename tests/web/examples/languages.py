"""A language that speakers added, and one of its phrases."""

from collections.abc import Mapping

from nyhavn.framework.roles import Role
from nyhavn.web.languages import actions
from nyhavn.web.languages.asks import LanguageWanted
from nyhavn.web.languages.models import Language
from nyhavn.web.languages.queries import next_missing
from web.cast import Cast
from web.examples.registry import example

CODE = "sw"


def a_language(cast: Cast) -> Language:
    """Swahili, with a translation of one phrase that the operator has not published."""
    found = Language.objects.filter(code=CODE).first()
    if found is None:
        wanted = LanguageWanted(code=CODE, own_name="Kiswahili", direction="ltr")
        found = actions.add_language(by=cast[Role.COORDINATOR], said=wanted)
    return found


@example("languages/<slug:language>")
def language(cast: Cast) -> Mapping[str, object]:
    return {"language": a_language(cast).code}


@example("languages/<slug:language>/phrases/<slug:phrase>")
def phrase(cast: Cast) -> Mapping[str, object]:
    return {"language": CODE, "phrase": next_missing(a_language(cast), after="")}
