"""What a browser posts, as a value. Names of our own fields begin with "-", which no question can."""

from collections.abc import Mapping
from typing import Any

from babel import Locale, UnknownLocaleError
from django.http import HttpRequest

from nyhavn.framework.attribution import LONGEST_NAME, Credit, Wish, clean_name
from nyhavn.framework.consent_circumstances import Modality
from nyhavn.framework.notice import shown_parts
from nyhavn.framework.notice_record import ShownPart
from nyhavn.web.collection.form.fields import shown_fields, spoken
from nyhavn.web.collection.form.flow import Desk, Posted, Press, Turn, all_shown, languages, questions_shown, ways
from nyhavn.web.pages.offered import best_of, fallback, known_direction, language_named

SECRET, BEGIN = "-secret", "-begin"


def posted_by(request: HttpRequest) -> Posted:
    """The press of a button, and everything beside it. Enter in a field is the same as the button to go on."""
    texts = {name: tuple(str(text) for text in request.POST.getlist(name)) for name in request.POST}
    press, _, value = texts.get("-do", (Press.ON.value,))[0].partition(":")
    known = Press(press) if press in {one.value for one in Press} else Press.ON
    asked = tuple(texts.get("-asked", ("",))[0].split())
    return Posted(known, value, texts.get("-at", ("",))[0], asked, texts)


def choices_of_language(desk: Desk, chosen: str) -> tuple[Mapping[str, Any], ...]:
    """The languages to choose from, each in its own name and direction."""
    return tuple(
        {
            "code": code,
            "own_name": _own_name(code),
            "direction": known_direction(code) or "ltr",
            "is_chosen": code == chosen,
        }
        for code in languages(desk)
    )


def spoken_by_pages(language: str) -> str:
    """The language in which our own words stand beside the questions: the same where we have it."""
    return (best_of((language,)) or fallback()).code


def context_of(desk: Desk, found: Turn) -> dict[str, Any]:
    """What the templates of every door need."""
    visit = found.visit
    fields = tuple(shown_fields(questions_shown(desk, found), found.problems, found.fresh))
    return {
        "turn": found,
        "parts": _parts(desk, visit.language),
        **_notice_of(desk, found),
        "consent": _consent_fields(desk, found),
        "fields": fields,
        "asked": " ".join(field.name for field in fields),
        "pages": _reviewed(desk, found),
        "form_languages": choices_of_language(desk, visit.language),
        "language": visit.language or fallback().code,
        "direction": known_direction(visit.language) or "ltr",
        "may_be_silent": desk.may_be_silent,
    }


def _parts(desk: Desk, language: str) -> tuple[ShownPart, ...]:
    """The notice, part by part, exactly as its hash covers it."""
    words = desk.notice.text(language) if desk.notice else None
    return shown_parts(desk.notice, words) if desk.notice and words else ()


def _consent_fields(desk: Desk, found: Turn) -> tuple[Mapping[str, Any], ...]:
    """One question for each purpose, in the words of the notice."""
    said = {purpose.value: is_yes for purpose, is_yes in found.visit.consent.items()}
    return tuple(
        {
            "name": f"-consent-{part.code}",
            "id": f"consent-{part.code}",
            "question": part.text,
            "terms": part.terms,
            "said": {True: "yes", False: "no", None: ""}[said.get(part.code)],
            "is_unsaid": part.code in found.unsaid,
        }
        for part in _parts(desk, found.visit.language)
        if part.is_question and part.code == (found.purpose or part.code)
    )


def _notice_of(desk: Desk, found: Turn) -> dict[str, Any]:
    """How the notice can be taken in, and the files for the way that was chosen."""
    words = desk.notice.text(found.visit.language) if desk.notice else None
    offered = ways(desk, found.visit.language)
    way = found.visit.way if found.visit.way in offered else Modality.READ
    asked = desk.notice.purposes if desk.notice else ()
    return {
        "ways": offered,
        "way": way,
        "media": tuple(medium for medium in words.media if medium.way is way) if words else (),
        "media_home": f"/notices/{desk.notice.uuid}/media/" if desk.notice else "",
        "step": asked.index(found.purpose) + 1 if found.purpose in asked else 0,
        "steps": len(asked),
    }


def _reviewed(desk: Desk, found: Turn) -> tuple[Mapping[str, Any], ...]:
    """Questions and answers page by page, for checking."""
    if found.stage != "review":
        return ()
    return tuple(
        {
            "number": page.number,
            "items": tuple(
                {"label": field.label, "answer": spoken(item)}
                for field, item in zip(shown_fields(items), items, strict=True)
                if field.control != "note"
            ),
        }
        for page, items in all_shown(desk, found.visit)
    )


def _own_name(code: str) -> str:
    """How speakers write the name of their language; its code where nobody says."""
    offered = language_named(code)
    if offered is not None:
        return offered.own_name
    try:
        return str(Locale.parse(code, sep="-").get_display_name() or code)
    except (ValueError, UnknownLocaleError):
        return code


def credit_posted(request: HttpRequest) -> Credit:
    """How the person wishes to be named; not at all, where nothing known was chosen."""
    said = str(request.POST.get("-credit", ""))
    wish = Wish(said) if said in {one.value for one in Wish} else Wish.ANONYMOUS
    name = clean_name(str(request.POST.get("-credit-name", ""))) if wish.shows_a_name else ""
    return Credit(wish, name[:LONGEST_NAME], was_told=True)
