"""What can be done with languages."""

from typing import Any

from nyhavn.framework.roles import AccountRight, SiteRight
from nyhavn.web.accounts.models import User
from nyhavn.web.languages import actions
from nyhavn.web.languages.access import Languages, enter_edition, enter_language, enter_languages, enter_phrase
from nyhavn.web.languages.asks import LanguageShown, LanguageWanted, Proposal
from nyhavn.web.languages.models import Language
from nyhavn.web.languages.queries import Edition, PhraseIn, language_shown, next_missing
from nyhavn.web.pages.operations import Confirmed, Done, Operation, Reading, Subject


def page_of(language: Language) -> str:
    """The address of the page of a language."""
    return f"/languages/{language.code}/"


LANGUAGES = Subject("languages", "languages", enter_languages, home=lambda on: "/languages/")
LANGUAGE = Subject("language", "languages/<slug:language>", enter_language, home=page_of)
EDITION = Subject("edition", "languages/<slug:language>/edition", enter_edition, home=lambda on: page_of(on.language))
PHRASE = Subject(
    "phrase", "languages/<slug:language>/phrases/<slug:phrase>", enter_phrase, home=lambda on: page_of(on.language)
)


def _add(*, by: User, on: Languages, said: LanguageWanted) -> Done:
    made = actions.add_language(by=by, said=said)
    return Done("The language is there. You can translate the first phrase.", at=page_of(made), made=made.uuid)


def _propose(*, by: User, on: PhraseIn, said: Proposal) -> Done:
    actions.propose(by=by, on=on, forms=said.forms)
    following = next_missing(on.language, after=on.english.key)
    if not following:
        return Done("Thank you. Every phrase has a translation now.")
    at = f"/work/languages/{on.language.code}/phrases/{following}/do/propose/"
    return Done("Thank you. Here is the next phrase.", at=at)


def _drop(*, by: User, on: PhraseIn, said: Confirmed) -> Done:
    actions.drop_proposal(by=by, on=on)
    return Done("The proposal is gone.")


def _publish(*, by: User, on: Edition, said: Confirmed) -> Done:
    new = actions.publish(by=by, on=on.language)
    return Done(f"Everybody can choose this language now. New phrases: {new}.")


def _take_back(*, by: User, on: Language, said: Confirmed) -> Done:
    actions.take_back(by=by, on=on)
    return Done("Nobody can choose this language any more. The translations are kept.")


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "add",
        "Add a language",
        AccountRight.OWN,
        LANGUAGES,
        _add,
        LanguageWanted,
        lead="You and others can then translate it phrase by phrase. The operator of this site publishes it.",
        button="Add it",
    ),
    Operation(
        "propose",
        "Translate a phrase",
        AccountRight.OWN,
        PHRASE,
        _propose,
        Proposal,
        lead="Your translation is shown on pages after the operator of this site has published it.",
        button="Save and go on",
        current=lambda on: {"forms": on.proposed},
        template="languages/propose.html",
    ),
    Operation(
        "drop",
        "Take a proposal out",
        SiteRight.OPERATE,
        PHRASE,
        _drop,
        lead="What was proposed for this phrase since the last publication is deleted. What pages say now stays.",
        button="Take it out",
        template="languages/propose.html",
    ),
    Operation(
        "publish",
        "Publish a language",
        SiteRight.OPERATE,
        EDITION,
        _publish,
        lead="Everybody can choose it, with the translations below. Other phrases are shown in English.",
        button="Publish it",
        template="languages/publish.html",
    ),
    Operation(
        "take-back",
        "Take a language back",
        SiteRight.OPERATE,
        LANGUAGE,
        _take_back,
        lead="Nobody can choose it any more. The translations are kept, and you can publish it again.",
        button="Take it back",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading("", "How far a language is", AccountRight.OWN, LANGUAGE, LanguageShown, language_shown),
)
