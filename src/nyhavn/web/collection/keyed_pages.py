"""Keying in what stands on paper, and practising: the same form, for people with an account."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_ledger import ConsentMode, ConsentSaid, check_entry
from nyhavn.framework.interview import begin as begin_interview
from nyhavn.framework.notice import NoticeShown, shown_parts
from nyhavn.framework.opening import Door
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.framework.roles import Right
from nyhavn.web.collection.asks import PaperSaid
from nyhavn.web.collection.form import drafts, sending
from nyhavn.web.collection.form.drafts import OpenDraft
from nyhavn.web.collection.form.flow import Desk, Stage, Turn, first_turn, languages, turn
from nyhavn.web.collection.form.paper import on_paper
from nyhavn.web.collection.form.posting import (
    BEGIN,
    SECRET,
    choices_of_language,
    context_of,
    posted_by,
    spoken_by_pages,
)
from nyhavn.web.collection.form.visit import Paper, Visit
from nyhavn.web.collection.form_pages import keeps_nothing
from nyhavn.web.collection.models import Collection
from nyhavn.web.collection.queries import entered_by, open_collection_of, practice_of
from nyhavn.web.collection.subjects import home_of
from nyhavn.web.consent.models import Notice
from nyhavn.web.consent.queries import notice_in_use, notice_shown, notices, plan_notice
from nyhavn.web.initiatives.access import not_found, work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.models import Questionnaire
from nyhavn.web.instruments.queries import current_questionnaire, questionnaire_form
from nyhavn.web.pages.access import account_of
from nyhavn.web.pages.forms import empty_form, posted
from nyhavn.web.pages.links import Link
from nyhavn.web.pages.offered import known_direction
from nyhavn.web.pages.operations import Choices

NEWEST = 50  # of somebody's own entries, enough for a day in the field
ENTRY, PRACTICE = "Enter paper forms", "Practise"


@work_page(Right.CONTRIBUTE)
@require_GET
def entry(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Where an enumerator begins: key in a paper form, print empty ones, see what one has entered."""
    collection, asked = _with_entry(initiative), _asked(initiative)
    mine = entered_by(account_of(request), initiative)
    shown = {
        **around(request, initiative, Link(ENTRY)).context,
        "collection": collection,
        "printable": _languages_of(asked, initiative) if asked else (),
        "mine": mine[:NEWEST],
        "entered": mine.count(),
    }
    return render(request, "collection/entry.html", shown)


@work_page(Right.CONTRIBUTE)
@keeps_nothing
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """The head of a paper form: which notice, in which language, which days. Then the form itself."""
    collection = _with_entry(initiative)
    if collection is None:
        what = "No collection is open in which paper forms are entered."
        raise refusal("collection-closed", what, do="Ask the coordinator to open one.")
    choices = _paper_choices(initiative, collection)
    crumbs = (Link(ENTRY, home_of(initiative, "entry")), Link("A paper form"))
    shown = around(request, initiative, *crumbs).context
    if request.method == "GET":
        return render(request, "collection/paper.html", {**shown, "form": empty_form(PaperSaid, {}, choices)})
    sent = posted(PaperSaid, request, choices)
    if sent.said is None:
        return render(request, "collection/paper.html", {**shown, "form": sent.form}, status=422)
    try:
        return _begin_entry(request, collection, sent.said)
    except Refusal as refused:
        form = sent.form.with_refusal(refused)
        return render(request, "collection/paper.html", {**shown, "form": form}, status=422)


def _begin_entry(request: HttpRequest, to: Collection, said: PaperSaid) -> HttpResponse:
    """The first page of a paper form. Raises Refusal if nobody can have agreed under that notice on that day."""
    stored = _notice_of(to.initiative, said.notice)
    notice, declared = notice_shown(stored), plan_notice(stored)
    at = sending.noon(said.consented_on)
    agreed = {Purpose.COLLECTION: ConsentState.GIVEN}
    days = _paper(said)
    check_entry(
        ConsentSaid(
            UUID(int=0),
            agreed,
            notice.uuid,
            said.language,
            at,
            ConsentMode.ON_PAPER,
            circumstances=days.circumstances(),
        ),
        declared,
        said.consented_on,
    )
    if said.contributed_on > timezone.localdate():
        what = "The day of the interview has not come yet."
        raise refusal("contribution-day-ahead", what, where="contributed_on", do="Please check the date.")
    desk, by = _desk(to.questionnaire, notice, days), account_of(request)
    visit = Visit(language=said.language, notice=notice.uuid, answers=_defaults(desk, said.language), paper=days)
    opened = drafts.begin(initiative=to.initiative, questionnaire=to.questionnaire, to=to, by=by, visit=visit)
    return _stands(request, opened, desk, first_turn(desk, visit))


def _paper(said: PaperSaid) -> Paper:
    """What stands on the paper. A tick that is not set says nothing about a guardian: nobody may have asked."""
    return Paper(
        consented_on=said.consented_on,
        contributed_on=said.contributed_on,
        modality=said.modality,
        present=tuple(dict.fromkeys(said.present)),
        assent=True if said.is_minor else None,
        guardian_agrees=True if said.guardian_agrees else None,
        guardian_waiver=said.guardian_waiver,
    )


@work_page(Right.CONTRIBUTE)
@keeps_nothing
@require_POST
def entry_form(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """One page of a paper form after the other."""
    opened = _mine(request, initiative)
    if opened is None or opened.draft.collection is None or opened.visit.paper is None:
        return _gone(request, initiative, "entry/paper")
    notice = notice_shown(_notice_of(initiative, str(opened.visit.notice)))
    desk = _desk(opened.draft.questionnaire, notice, opened.visit.paper)
    return _go_on(request, opened, desk, sending.enter, "The form is kept. Here is the next one.", "entry/paper")


@work_page(Right.PRACTISE)
@keeps_nothing
@require_http_methods(["GET", "POST"])
def practice(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """What somebody made up to practise, and the way into a new one."""
    asked = _asked(initiative)
    if request.method == "POST" and asked is not None:
        return _begin_practice(request, initiative, asked)
    shown = {
        **around(request, initiative, Link(PRACTICE)).context,
        "form_languages": _languages_of(asked, initiative) if asked else (),
        "records": practice_of(account_of(request), initiative),
        "asked": asked,
    }
    return render(request, "collection/practice.html", shown)


@work_page(Right.PRACTISE)
@keeps_nothing
@require_POST
def practice_form(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """One page of a practice form after the other."""
    opened = _mine(request, initiative)
    if opened is None or opened.draft.collection is not None:
        return _gone(request, initiative, "practice")
    desk = _practice_desk(initiative, opened.draft.questionnaire)
    return _go_on(request, opened, desk, sending.keep_practice, "The practice record is kept.", "practice")


@work_page(Right.CONTRIBUTE)
@require_GET
def printable(request: HttpRequest, initiative: Initiative, language: str) -> HttpResponse:
    """The empty form for paper, in one language; the head names no topic, because paper lies around."""
    asked = _asked(initiative)
    if asked is None:
        raise not_found("questionnaire")
    form, notice = questionnaire_form(asked), notice_in_use(initiative, timezone.localdate())
    words = notice.text(language) if notice else None
    with translation.override(spoken_by_pages(language)):
        shown = {
            "items": on_paper(form, language),
            "notice": notice,
            "parts": shown_parts(notice, words) if notice and words else (),
            "language": language or "en",
            "direction": known_direction(language) or "ltr",
            "back": home_of(initiative, "entry"),
        }
        return render(request, "collection/printable.html", shown)


def _begin_practice(request: HttpRequest, initiative: Initiative, asked: Questionnaire) -> HttpResponse:
    desk = _practice_desk(initiative, asked)
    known, wanted = languages(desk), str(request.POST.get(BEGIN, ""))
    language = wanted if wanted in known else known[0]
    notice = desk.notice.uuid if desk.notice else None
    visit = Visit(language=language, notice=notice, answers=_defaults(desk, language))
    by = account_of(request)
    opened = drafts.begin(initiative=initiative, questionnaire=asked, to=None, by=by, visit=visit)
    return _stands(request, opened, desk, first_turn(desk, visit))


def _mine(request: HttpRequest, initiative: Initiative) -> OpenDraft | None:
    """The draft of this very person in this initiative."""
    opened = drafts.find(str(request.POST.get(SECRET, "")), by=account_of(request))
    return opened if opened is not None and opened.draft.initiative == initiative else None


def _go_on(
    request: HttpRequest,
    opened: OpenDraft,
    desk: Desk,
    keep: Callable[[OpenDraft, Desk], None],
    message: str,
    after: str,
) -> HttpResponse:
    found = turn(desk, opened.visit, posted_by(request))
    home = home_of(opened.draft.initiative, after)
    if found.stage in (Stage.LEFT, Stage.DECLINED):
        drafts.drop(opened)
        messages.info(request, "This person said no, so nothing is kept.")
        return HttpResponseRedirect(home)
    opened = OpenDraft(opened.draft, opened.secret, found.visit)
    if found.stage is Stage.SEND:
        keep(opened, desk)
        messages.success(request, message)
        return HttpResponseRedirect(home)
    if not drafts.keep(opened):
        return _gone(request, opened.draft.initiative, after)
    return _stands(request, opened, desk, found)


def _stands(request: HttpRequest, opened: OpenDraft, desk: Desk, found: Turn) -> HttpResponse:
    """A page of the form inside the working pages."""
    initiative, is_practice = opened.draft.initiative, opened.draft.collection is None
    part, label = ("practice", PRACTICE) if is_practice else ("entry", ENTRY)
    here = around(request, initiative, Link(label, home_of(initiative, part)), Link("Form")).context
    with translation.override(spoken_by_pages(found.visit.language)):
        context: Mapping[str, Any] = {
            **here,
            **context_of(desk, found),
            "token": opened.token,
            "shell": "collection/keyed.html",
            "is_signed_in": True,
            "is_practice": is_practice,
            "action": f"{home_of(initiative, part)}form/",
        }
        status = 422 if found.problems or found.unsaid else 200
        return render(request, f"collection/form/{found.stage}.html", context, status=status)


def _gone(request: HttpRequest, initiative: Initiative, after: str) -> HttpResponse:
    messages.info(request, "This form was kept already, or nobody touched it for an hour.")
    return HttpResponseRedirect(home_of(initiative, after), status=303)


def _desk(asked: Questionnaire, notice: NoticeShown, days: Paper) -> Desk:
    """The form on the day of the interview: what it says about today was true that day."""
    return Desk(questionnaire_form(asked), notice, days.contributed_on, timezone.now(), may_be_silent=True)


def _practice_desk(initiative: Initiative, asked: Questionnaire) -> Desk:
    """The form under the notice of today if there is one, so that asking for consent is practised too."""
    today = timezone.localdate()
    return Desk(questionnaire_form(asked), notice_in_use(initiative, today), today, timezone.now())


def _defaults(desk: Desk, language: str) -> dict[str, str]:
    return dict(begin_interview(desk.form.instrument, desk.form.layout, language).answers)


def _asked(initiative: Initiative) -> Questionnaire | None:
    """The questionnaire of the open collection, else the one that the method card names."""
    collection = open_collection_of(initiative)
    return collection.questionnaire if collection else current_questionnaire(initiative)


def _with_entry(initiative: Initiative) -> Collection | None:
    collection = open_collection_of(initiative)
    return collection if collection is not None and collection.has_door(Door.ENTRY) else None


def _languages_of(asked: Questionnaire, initiative: Initiative) -> tuple[Mapping[str, Any], ...]:
    return choices_of_language(_practice_desk(initiative, asked), "")


def _paper_choices(initiative: Initiative, collection: Collection) -> Mapping[str, Choices]:
    """Every notice that was ever in use, and every language of one of them."""
    used = [notice_shown(notice) for notice in notices(initiative).exclude(valid_from=None)]
    codes = dict.fromkeys(code for notice in used for code in notice.languages)
    asked = [code for code in questionnaire_form(collection.questionnaire).layout.languages if code]
    spoken = [code for code in asked if code in codes] or [*codes]
    return {
        "notice": tuple((str(notice.uuid), notice.version) for notice in used),
        "language": tuple((code, code) for code in spoken),
    }


def _notice_of(initiative: Initiative, uuid: str) -> Notice:
    found = Notice.objects.filter(initiative=initiative, uuid=UUID(uuid)).prefetch_related("texts").first()
    if found is None:
        raise not_found("notice")
    return found
