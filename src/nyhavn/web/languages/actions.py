"""Adding a language, translating, publishing."""

import re

from django.db import IntegrityError, transaction
from django.utils import timezone

from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import record
from nyhavn.web.languages.asks import LanguageWanted
from nyhavn.web.languages.editions import keep_up, newest_edition
from nyhavn.web.languages.messages import plural_forms
from nyhavn.web.languages.models import Language, LanguageState, Phrase
from nyhavn.web.languages.queries import PhraseIn, Standing, phrases_in
from nyhavn.web.pages.offered import BUILT_IN, known_direction
from nyhavn.web.pages.phrases import check_translation

CODE = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?", re.IGNORECASE | re.ASCII)


def add_language(*, by: User, said: LanguageWanted) -> Language:
    """A new language, a draft without a phrase. Raises Refusal."""
    code = standard_code(said.code)
    known = known_direction(code)
    if known is not None and known != said.direction:
        what = f"{said.own_name} is known to run the other way."
        raise refusal("language-direction-wrong", what, where="direction", do=f"Choose {known}.")
    there = refusal("language-already-there", "This language is there already.", do="Open it in the list.")
    if any(language.code.casefold() == code.casefold() for language in BUILT_IN):
        raise there
    try:
        with transaction.atomic():
            made = Language.objects.create(code=code, own_name=said.own_name, direction=said.direction)
            record("language-added", by=by, kind="language", on=made.uuid, facts={"code": code})
            return made
    except IntegrityError:
        raise there from None


def standard_code(said: str) -> str:
    """A code in its standard form: PT-br is pt-BR, AZ-arab is az-Arab. Raises Refusal "language-code-unknown"."""
    found = CODE.fullmatch(said)
    if found is None:
        do = "Write two or three letters, and if needed a script or a country: qu, pt-BR, az-Arab."
        raise refusal("language-code-unknown", "This is no language code.", where="code", do=do)
    language, script, region = found.groups()
    parts = (language.lower(), (script or "").title(), (region or "").upper())
    return "-".join(part for part in parts if part)


def propose(*, by: User, on: PhraseIn, forms: tuple[str, ...]) -> None:
    """Somebody's translation of a phrase; it waits until the operator publishes the language. Raises Refusal."""
    needed = len(plural_forms(on.language.code)) if on.english.is_counted else 1
    if len(forms) != needed:
        what = f"There are {len(forms)} lines. This phrase needs {needed} in this language."
        raise refusal("translation-forms", what, where="forms", do="Write one line for every form.")
    check_translation(on.english.texts, forms)
    if forms == on.proposed:
        return
    with transaction.atomic():
        Phrase.objects.create(language=on.language, key=on.english.key, forms=list(forms), proposed_by=by)
        record("phrase-proposed", by=by, kind="language", on=on.language.uuid, facts={"phrase": on.english.key})


def drop_proposal(*, by: User, on: PhraseIn) -> None:
    """Take what was proposed since the last publication out of a phrase."""
    with transaction.atomic():
        accepted = on.language.phrases.filter(key=on.english.key, accepted_at__isnull=False).last()
        later = on.language.phrases.filter(key=on.english.key, accepted_at=None)
        if accepted is not None:
            later = later.filter(id__gt=accepted.id)
        later.delete()
        record("phrase-dropped", by=by, kind="language", on=on.language.uuid, facts={"phrase": on.english.key})


def publish(*, by: User, on: Language) -> int:
    """Offer the language to everybody, with all that is proposed now; how many phrases are new. Raises Refusal."""
    with transaction.atomic():
        language = _locked(on)
        found = phrases_in(language)
        waiting = [phrase.english.key for phrase in found if phrase.standing is Standing.WAITING]
        if all(phrase.standing is Standing.MISSING for phrase in found):
            raise refusal("language-has-nothing", "No phrase is translated.", do="Translate some first.")
        Phrase.objects.filter(language=language, key__in=waiting, accepted_at=None).update(accepted_at=timezone.now())
        _new_edition(language, LanguageState.PUBLISHED)
        record("language-published", by=by, kind="language", on=language.uuid, facts={"new_phrases": len(waiting)})
    return len(waiting)


def take_back(*, by: User, on: Language) -> None:
    """Offer the language to nobody; what was translated stays. Raises Refusal "language-not-published-out-of-turn"."""
    with transaction.atomic():
        language = _locked(on)
        if language.state != LanguageState.PUBLISHED:
            raise refusal("language-not-published-out-of-turn", "This language is not published.")
        _new_edition(language, LanguageState.DRAFT)
        record("language-taken-back", by=by, kind="language", on=language.uuid)


def _locked(on: Language) -> Language:
    """The language, with all languages held until the transaction ends: two editions never get the same number."""
    return next(each for each in Language.objects.select_for_update().order_by("id") if each.id == on.id)


def _new_edition(language: Language, state: LanguageState) -> None:
    """Every process reads the languages again; this one as soon as the transaction has ended."""
    language.state, language.edition = state, newest_edition() + 1
    language.save(update_fields=["state", "edition"])
    transaction.on_commit(keep_up)
