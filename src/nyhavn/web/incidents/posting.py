"""The form of somebody without an account who reports harm: what was posted, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from pydantic import ValidationError

from nyhavn.framework.incidents import IncidentKind
from nyhavn.web.incidents.asks import ABOUT, LONGEST_TEXT, IncidentSaid
from nyhavn.web.pages.typed import as_typed


@dataclass(frozen=True)
class HarmForm:
    """What stands in the form. said: None where something is missing."""

    kind: str
    words: str
    about: tuple[str, ...]
    said: IncidentSaid | None
    is_sent: bool = True

    @property
    def is_kind_missing(self) -> bool:
        """Whether it is not said what it is."""
        return self.is_sent and self.kind not in set(IncidentKind)

    @property
    def context(self) -> Mapping[str, object]:
        """For the template."""
        is_wrong, is_too_long = self.is_sent and self.said is None, len(self.words) > LONGEST_TEXT
        are_missing = is_wrong and not is_too_long and not self.is_kind_missing
        return {"form": self, "is_wrong": is_wrong, "are_words_missing": are_missing, "are_words_too_long": is_too_long}


EMPTY = HarmForm("", "", (), None, is_sent=False)


def harm_posted(request: HttpRequest) -> HarmForm:
    """The form as it was sent. Nothing that was typed is lost."""
    kind, words = str(request.POST.get("kind", "")), as_typed(str(request.POST.get("words", "")))
    about = tuple(role for role in request.POST.getlist("about") if role in ABOUT)
    try:
        said = IncidentSaid.model_validate({"kind": kind, "words": words, "about": about})
    except ValidationError:
        said = None
    return HarmForm(kind, words, about, said)
