"""Pages of files on their way in."""

import csv
from io import StringIO
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nyhavn.framework.opening import Door
from nyhavn.framework.roles import Right
from nyhavn.web.collection.queries import imports_of, open_collection_of
from nyhavn.web.collection.showing import import_shown
from nyhavn.web.collection.subjects import home_of, import_in
from nyhavn.web.initiatives.access import work_page
from nyhavn.web.initiatives.around import around
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.models import Job
from nyhavn.web.pages.links import Link

ON_A_PAGE = 100


@work_page(Right.IMPORT_CONTRIBUTIONS)
@require_GET
def imports(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """All files."""
    here = around(request, initiative, Link("Files"))
    now = open_collection_of(initiative)
    is_open = now is not None and now.has_door(Door.IMPORT)
    shown = {**here.context, "imports": imports_of(initiative), "is_open": is_open}
    return render(request, "collection/imports.html", shown)


@work_page(Right.IMPORT_CONTRIBUTIONS)
@require_GET
def import_file(request: HttpRequest, initiative: Initiative, batch: UUID) -> HttpResponse:
    """One file: what was found in it, and what can be done now."""
    found = import_in(initiative, batch)
    here = around(request, initiative, Link("Files", home_of(initiative, "imports")), Link("One file"))
    job = Job.objects.filter(uuid=found.job).first() if found.job else None
    problems = Paginator(import_shown(found).problems, ON_A_PAGE).get_page(request.GET.get("page"))
    shown = {**here.context, "batch": found, "shown": import_shown(found), "job": job, "page": problems}
    return render(request, "collection/import.html", shown)


@work_page(Right.IMPORT_CONTRIBUTIONS)
@require_GET
def problems(request: HttpRequest, initiative: Initiative, batch: UUID) -> HttpResponse:
    """The report of a file as a table: row, column, question, what is wrong, what to do; no cell's text."""
    found = import_in(initiative, batch)
    kept = StringIO()
    writer = csv.writer(kept)
    writer.writerow(["row", "column", "question", "code", "what", "do"])
    for problem in import_shown(found).problems:
        cells = (problem.row, problem.column, problem.question, problem.code, problem.what, problem.do)
        writer.writerow([_harmless(str(cell)) for cell in cells])
    response = HttpResponse(kept.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rows-{found.uuid}.csv"'
    return response


def _harmless(cell: str) -> str:
    """A header may begin with a sign that a spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
