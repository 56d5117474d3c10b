"""Pages of releases, for those who work on them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nyhavn.exchange.report.html import report_html
from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.access import account_of
from nyhavn.web.pages.links import Link
from nyhavn.web.releases import early, showing
from nyhavn.web.releases.credit import credit_shown, labels_shown
from nyhavn.web.releases.early_showing import early_readers_shown
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.offers import blocked_because, steps_open_to
from nyhavn.web.releases.publishing import as_issued
from nyhavn.web.releases.queries import content_of, is_readable
from nyhavn.web.releases.recall_showing import recalls_shown
from nyhavn.web.releases.subjects import public_home, release_home, release_in, releases_home
from nyhavn.web.releases.validation import reasons_without_validation
from nyhavn.web.releases.vintage_offers import may_plan, plans_offered

WAITS_FOR_HOME = (ReleaseState.RETURNED, ReleaseState.SCHEDULED)
# The report brings its own style; nothing in it may run, ask elsewhere, or act as the site.
ALONE = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"


@work_page(Right.SEE_CANDIDATE)
@require_GET
def releases(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """All releases of an initiative."""
    here = around(request, initiative, Link("Releases"))
    plans = plans_offered(initiative, here.rights, account_of(request))
    shown: dict[str, object] = {"shown": showing.releases_shown(initiative), "vintages": plans}
    if Right.CORRECT_RELEASE in here.rights:
        shown["recalls"] = recalls_shown(initiative)
    return render(request, "releases/releases.html", {**here.context, **shown})


@work_page(Right.SEE_CANDIDATE)
@require_GET
def release(request: HttpRequest, initiative: Initiative, release: UUID) -> HttpResponse:
    """One release: what it waits for, and who may do it."""
    found = release_in(initiative, release)
    here = around(request, initiative, Link("Releases", releases_home(initiative)), Link(_name(found)))
    shown = {
        "release": showing.release_shown(found),
        "release_home": release_home(found),
        "public_home": public_home(found),
        "run": found.run.uuid,
        "credit": credit_shown(found),
        "labels": labels_shown(found),
        "steps": steps_open_to(found, here.rights, account_of(request)),
        "early": early_readers_shown(found).readers,
        "may_let_read": Right.LET_READ_EARLY in here.rights
        and found.state in early.SEEN_AT_HOME
        and not found.issued_at,
        "may_plan": may_plan(found, here.rights),
        "waits_for_home": reasons_without_validation(found) if found.state in WAITS_FOR_HOME else (),
        "blocked": blocked_because(found, here.rights, account_of(request)),
    }
    return render(request, "releases/release.html", {**here.context, **shown})


@work_page(Right.SEE_CANDIDATE)
@require_GET
@never_cache
def community(request: HttpRequest, initiative: Initiative, release: UUID) -> HttpResponse:
    """The results in plain words, to be read out or printed for the community."""
    found = release_in(initiative, release)
    way = (Link("Releases", releases_home(initiative)), Link(_name(found), release_home(found)))
    here = around(request, initiative, *way, Link("In plain words"))
    shown = {"view": showing.community_view(found), "release_home": release_home(found)}
    return render(request, "releases/community.html", {**here.context, **shown})


@work_page(Right.SEE_CANDIDATE)
@require_GET
@never_cache
def report(request: HttpRequest, initiative: Initiative, release: UUID) -> HttpResponse:
    """The whole report as it would be signed, alone in its window."""
    found = release_in(initiative, release)
    content = content_of(found) if is_readable(found) else as_issued(found)
    return HttpResponse(report_html(content), headers={"Content-Security-Policy": ALONE})


def _name(release: PublicRelease) -> str:
    return f"{release.name} {release.version}"
