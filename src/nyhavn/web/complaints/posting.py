"""The form of somebody without an account who complains: what was posted, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from pydantic import ValidationError

from nyhavn.framework.complaints import ComplaintTopic, Reach
from nyhavn.web.complaints.asks import ABOUT, LONGEST_NAME, LONGEST_TEXT, ComplaintSaid
from nyhavn.web.pages.typed import as_typed

TEXTS = ("topic", "words", "wish", "for_body")
LONGEST = {"words": LONGEST_TEXT, "wish": LONGEST_TEXT, "for_body": LONGEST_NAME}


@dataclass(frozen=True)
class ComplaintForm:
    """What stands in the form. said: None where something is missing."""

    texts: Mapping[str, str]
    about: tuple[str, ...]
    reach: str
    may_be_told: bool
    said: ComplaintSaid | None
    is_sent: bool = True

    @property
    def is_topic_missing(self) -> bool:
        """Whether it is not said what it is about."""
        return self.is_sent and self.texts["topic"] not in set(ComplaintTopic)

    @property
    def context(self) -> Mapping[str, object]:
        """For the template."""
        is_wrong = self.is_sent and self.said is None
        too_long = [name for name, most in LONGEST.items() if len(self.texts[name]) > most]
        return {
            "form": self,
            **self.texts,
            "is_wrong": is_wrong,
            "too_long": too_long,
            "are_words_missing": is_wrong and not too_long and not self.is_topic_missing,
        }


EMPTY = ComplaintForm(dict.fromkeys(TEXTS, ""), (), Reach.PRODUCER, may_be_told=False, said=None, is_sent=False)


def complaint_posted(request: HttpRequest) -> ComplaintForm:
    """The form as it was sent. Nothing that was typed is lost."""
    texts = {name: as_typed(str(request.POST.get(name, ""))) for name in TEXTS}
    about = tuple(role for role in request.POST.getlist("about") if role in ABOUT)
    reach = str(request.POST.get("reach", "")) or Reach.PRODUCER
    may_be_told = "may_be_told" in request.POST
    try:
        said = ComplaintSaid.model_validate({**texts, "about": about, "reach": reach, "may_be_told": may_be_told})
    except ValidationError:
        said = None
    return ComplaintForm(texts, about, reach, may_be_told, said)
