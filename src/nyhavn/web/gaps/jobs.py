"""Reading a file of official series: the summary is kept, the file is not."""

from dataclasses import asdict
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils import timezone

from nyhavn.exchange.incoming.open_sdg import OpenSdgSource, read_open_sdg_zip
from nyhavn.exchange.incoming.sdmx_csv import csv_rows
from nyhavn.exchange.incoming.sdmx_ml import ml_rows
from nyhavn.exchange.incoming.sdmx_source import SdmxSource, summary_of, told_of
from nyhavn.framework.gaps import Published
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.sdg import Group
from nyhavn.web.audit.actions import record
from nyhavn.web.gaps.actions import READ
from nyhavn.web.gaps.models import NationalCodes, Source, SourceFormat
from nyhavn.web.jobs.kinds import handles
from nyhavn.web.jobs.lease import Lease


@handles(READ)
def read_source(lease: Lease) -> None:
    """Read it from its beginning to its end; only then is anything written, so a repetition finds nothing half done."""
    source = Source.objects.select_related("organisation").get(job=lease.job.uuid)
    if source.read_at is not None:
        return
    try:
        published, unknown = _read(source, lease)
    except Refusal as refused:
        with transaction.atomic():
            Source.objects.filter(id=source.id).update(content=b"")
            lease.refused(refused.reasons)
        return
    with transaction.atomic():
        _keep(source, published, unknown)
        lease.done()


def _keep(source: Source, published: tuple[Published, ...], unknown: list[dict[str, Any]]) -> None:
    source.published = [_as_json(one) for one in published]
    source.unknown, source.content, source.read_at = unknown, b"", timezone.now()
    source.save(update_fields=["published", "unknown", "content", "read_at"])
    same = Source.objects.filter(organisation=source.organisation, area=source.area, name__iexact=source.name)
    older = same.filter(replaced_by=None, id__lt=source.id).exclude(read_at=None)
    older.update(replaced_by=source)
    if newer := same.exclude(read_at=None).filter(id__gt=source.id).order_by("id").last():
        Source.objects.filter(id=source.id).update(replaced_by=newer)
    facts = {"indicators": len(published)}
    scope = source.organisation.uuid
    record("gap-series-read", by=None, kind="gap-source", on=source.uuid, scope=scope, facts=facts)


def _as_json(one: Published) -> dict[str, Any]:
    return asdict(one) | {"groups": sorted(group.value for group in one.groups)}


def _read(source: Source, lease: Lease) -> tuple[tuple[Published, ...], list[dict[str, Any]]]:
    content, where = bytes(source.content), {"source": source.name, "place": source.place}
    codes = NationalCodes.objects.filter(organisation=source.organisation, area=source.area, replaced_by=None)
    if source.format == SourceFormat.OPEN_SDG:
        also = {row.column: (Group(row.group),) for row in codes}
        found = read_open_sdg_zip(content, name=source.file_name, also=also, step=_step(lease), **where)
        return found.published, _unknown_columns(found)
    rows = csv_rows if source.format == SourceFormat.SDMX_CSV else ml_rows
    by_code = {row.column: {one["code"]: Group(row.group) for one in row.codes} for row in codes}
    read = told_of(rows(BytesIO(content), name=source.file_name), lambda number: lease.progress("Rows", number, 0))
    summary = summary_of(read, area=source.area, also=by_code, **where)
    return summary.published, _unknown_series(summary)


def _step(lease: Lease) -> Any:
    return lambda done, of: lease.progress("Files", done, of)


def _unknown_columns(found: OpenSdgSource) -> list[dict[str, Any]]:
    return [{"name": name, "times": len(indicators)} for name, indicators in found.unknown.items()]


def _unknown_series(found: SdmxSource) -> list[dict[str, Any]]:
    return [{"name": name, "times": times} for name, times in found.unknown.items()]
