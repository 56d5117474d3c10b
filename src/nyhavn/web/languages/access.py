"""Finding a language or a phrase: everybody with an account may translate, the operator publishes.

Publishing is the operator's because a translation speaks for the whole site, also on the pages where people agree.
"""

from dataclasses import dataclass

from nyhavn.framework.roles import AccountRight, SiteRight
from nyhavn.web.accounts.access import enter_site, not_found
from nyhavn.web.accounts.models import User
from nyhavn.web.languages.models import Language
from nyhavn.web.languages.queries import Edition, PhraseIn, next_edition, phrase_in


@dataclass(frozen=True)
class Languages:
    """All languages together."""


def enter_languages(user: User, right: AccountRight) -> Languages:
    """All languages, for everybody with an account."""
    return Languages()


def enter_language(user: User, right: AccountRight | SiteRight, *, language: str) -> Language:
    """A language that speakers added. Raises Refusal: not-found, and not-allowed for the operator's rights."""
    if isinstance(right, SiteRight):
        enter_site(user, right)
    found = Language.objects.filter(code=language).first()
    if found is None:
        raise not_found("language")
    return found


def enter_edition(user: User, right: SiteRight, *, language: str) -> Edition:
    """What would be published of a language. Raises Refusal."""
    return next_edition(enter_language(user, right, language=language))


def enter_phrase(user: User, right: AccountRight | SiteRight, *, language: str, phrase: str) -> PhraseIn:
    """A phrase in such a language. Raises Refusal."""
    found = phrase_in(enter_language(user, right, language=language), phrase)
    if found is None:
        raise not_found("phrase")
    return found
