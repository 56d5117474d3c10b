"""What waits for the bodies of a community, in plain words: later stages add what they know of when they start."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext

from nyhavn.framework.community_body import Matter
from nyhavn.framework.community_coding import Coding, coding_reasons
from nyhavn.web.community.codings import codings_in
from nyhavn.web.community.queries import matter_decisions
from nyhavn.web.initiatives.models import Initiative


@dataclass(frozen=True)
class ForBoard:
    """One thing that waits. title, words: to be read aloud, in the language of the moment.

    key: "opening", "release:NAME:VERSION" or "coding:QUESTION:VERSION" for a question that a meeting answers with yes
    or no, and both bind; "" for what is only to be known or done elsewhere. href: where to look at it. since: how long.
    """

    title: str
    words: str
    key: str = ""
    href: str = ""
    since: date | None = None


Provider = Callable[[Initiative], Iterable[ForBoard]]
_PROVIDERS: dict[str, Provider] = {}


def add_for_board(code: str, provider: Provider) -> None:
    """Ask this provider too. Call it in AppConfig.ready."""
    if _PROVIDERS.get(code, provider) is not provider:
        raise RuntimeError(f"two providers with the code {code}")
    _PROVIDERS[code] = provider


def for_board(initiative: Initiative) -> tuple[ForBoard, ...]:
    """Everything that waits, the oldest first; what has no day comes last."""
    found = [item for provider in _PROVIDERS.values() for item in provider(initiative)]
    return tuple(sorted(found, key=lambda item: (item.since is None, item.since or date.max)))


def categories_waiting(initiative: Initiative) -> Iterator[ForBoard]:
    """Categories to which an agreement is needed and not there, or that were rejected."""
    decisions = [one for one in matter_decisions(initiative) if one.matter is Matter.CODING]
    today = timezone.localdate()
    for coding in codings_in(initiative) if decisions else ():
        if coding_reasons(decisions, (coding,), today):
            yield _categories(coding)


def _categories(coding: Coding) -> ForBoard:
    listed = "; ".join(next(iter(labels.values())) for labels in coding.labels)
    title = gettext("Are these the right words for the question “{question}”?").format(question=coding.question)
    words = gettext("The answers to choose from are: {listed}.").format(listed=listed)
    if coding.mappings:
        mapped = gettext("They are also counted under the official list {lists}.")
        words = f"{words} {mapped.format(lists=', '.join(coding.mappings))}"
    return ForBoard(title, words, f"coding:{coding.question}:{coding.version}")


add_for_board("categories", categories_waiting)
