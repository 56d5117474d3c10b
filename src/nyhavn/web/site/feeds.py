"""The catalogue for machines: DCAT-AP, Atom, the list of addresses for search engines, and what robots leave alone."""

from datetime import timedelta
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from nyhavn.exchange.described.dcat import FORMATS, CatalogueRoom, written_catalogue
from nyhavn.exchange.described.source import Described
from nyhavn.framework.release_states import ReleaseState
from nyhavn.web.accounts.access import not_found
from nyhavn.web.pages.access import public
from nyhavn.web.releases.models import EventKind, PublicRelease
from nyhavn.web.releases.queries import published
from nyhavn.web.site.data_asks import page_in
from nyhavn.web.site.initiative_queries import public_initiatives
from nyhavn.web.site.shown_release import SITE_NAME, described

IN_CATALOGUE, IN_ATOM, IN_SITEMAP = 100, 20, 50_000  # a sitemap holds no more (sitemaps.org)
TITLE, ABOUT = "Nyhavn", "Data that people made, each release signed, with its limits."
STATES_WITHDRAWAL = timedelta(days=30)  # how long harvesters are told before an entry goes
FEED_SECONDS = 60
# What no robot has to look at: forms of contributors, working pages, signing in, the interface.
CLOSED = ("/c/", "/work/", "/accounts/", "/api/v1/", "/languages/")


@public
@require_safe
def catalogue(request: HttpRequest, extension: str) -> HttpResponse:
    """One page of the catalogue in DCAT-AP 3.0.1; the first one also names what was withdrawn lately."""
    if extension not in FORMATS:
        raise not_found("feed")
    number = page_in(request.GET, 1_000_000)
    start = (number - 1) * IN_CATALOGUE
    rows = list(published().select_related("run")[start : start + IN_CATALOGUE + 1])
    gone = list(_withdrawn_lately()) if number == 1 else []
    here = f"{settings.SITE_ADDRESS}/feeds/catalogue.{extension}"
    room = CatalogueRoom(
        address=f"{settings.SITE_ADDRESS}/data/",
        title=TITLE,
        description=ABOUT,
        publisher=settings.OPERATOR_CONTACT or SITE_NAME,
        page=f"{here}?page={number}",
        first=here,
        following=f"{here}?page={number + 1}" if len(rows) > IN_CATALOGUE else "",
    )
    entries = [described(stored) for stored in (*rows[:IN_CATALOGUE], *gone)]
    return _feed(written_catalogue(room, entries, extension), FORMATS[extension][1])


def _withdrawn_lately() -> list[PublicRelease]:
    since = timezone.now() - STATES_WITHDRAWAL
    found = PublicRelease.objects.filter(
        state=ReleaseState.WITHDRAWN, events__kind=EventKind.WITHDRAWN, events__at__gte=since
    )
    standing = PublicRelease.objects.filter(state=ReleaseState.PUBLISHED).values("name")
    return list(found.exclude(name__in=standing).select_related("initiative__organisation", "run").distinct()[:100])


@public
@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The newest releases for readers of news."""
    entries = [described(stored) for stored in published().select_related("run")[:IN_ATOM]]
    updated = max((entry.issued_at for entry in entries), default=timezone.now().replace(hour=0, minute=0, second=0))
    home = settings.SITE_ADDRESS
    lines = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{escape(TITLE)}</title><id>{escape(home)}/feeds/releases.atom</id>",
        f"<link rel={quoteattr('self')} href={quoteattr(f'{home}/feeds/releases.atom')}/>",
        f"<link href={quoteattr(f'{home}/data/')}/><updated>{updated.isoformat(timespec='seconds')}</updated>",
        *(_entry(entry) for entry in entries),
        "</feed>\n",
    )
    return _feed("\n".join(lines).encode(), "application/atom+xml")


def _entry(entry: Described) -> str:
    return (
        f"<entry xml:lang={quoteattr(entry.language)}><title>{escape(entry.title)}</title>"
        f"<id>{escape(entry.address)}</id><link href={quoteattr(entry.address)}/>"
        f"<updated>{entry.issued_at.isoformat(timespec='seconds')}</updated>"
        f"<author><name>{escape(entry.author)}</name></author><summary>{escape(entry.headline)}</summary></entry>"
    )


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page that search engines should know."""
    fixed = ("/", "/data/", "/initiatives/", "/calendar/", "/i-contributed/", "/verify/", "/words/", "/why-not-shown/")
    names = published().values_list("name", flat=True)[: IN_SITEMAP - len(fixed)]
    slugs = public_initiatives().values_list("slug", flat=True)[: IN_SITEMAP - len(fixed) - len(names)]
    places = (*fixed, *(f"/data/{name}/" for name in names), *(f"/initiatives/{slug}/" for slug in slugs))
    lines = "".join(f"<url><loc>{escape(settings.SITE_ADDRESS + place)}</loc></url>\n" for place in places)
    start = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return _feed(f"{start}{lines}</urlset>\n".encode(), "application/xml")


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots leave alone."""
    closed = "".join(f"Disallow: {place}\n" for place in CLOSED)
    text = f"User-agent: *\n{closed}Sitemap: {settings.SITE_ADDRESS}/sitemap.xml\n"
    return _feed(text.encode(), "text/plain")


def _feed(content: bytes, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{media_type}; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={FEED_SECONDS}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
