"""Plan, questionnaire and contributions as files, so that the command line gives the same release."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping

import pyarrow as pa
from django.db import transaction
from django.utils import timezone

from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_text import plan_text
from nyhavn.exchange.incoming.cleaning_log import cleaning_log_bytes
from nyhavn.framework.cleaning import CleaningLog
from nyhavn.framework.interests import Independence
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.collection.material import Material
from nyhavn.web.collection.queries import material
from nyhavn.web.initiatives.access import roles_in
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.operations import MadeFile
from nyhavn.web.production.candidates import known_since
from nyhavn.web.production.cleaning import cleanable
from nyhavn.web.production.handovers import note_handover
from nyhavn.web.production.planning import CLEANING_LOG, CONTRIBUTIONS, plan_of

PLAN, README = "plan.toml", "README.txt"
# The moment that stands in the zip for every file; 1980 is the earliest a zip can say. The same input, the same bytes.
NO_MOMENT = (1980, 1, 1, 0, 0, 0)
INSIDE = """{title}

Inside: what people answered, one row each, and what they agreed to. It can identify people. Keep it on an encrypted
disk, give it to nobody who may not see single contributions, and delete it when you are done.

plan.toml            everything that was said about the initiative, its tables, and how small groups are protected
{form:<20} the questionnaire
contributions.csv    the answers as codes, one column per question, and the consent of each person
cleaning-log.csv     what was decided about single answers, with old and new ones; only if anything was

To produce the same release on this computer:

    nyhavn produce plan.toml --out release --log log

The key in the folder named by --log signs it. Only the key of the site signs for the site.
"""


def export_plan(*, by: User, on: Initiative) -> MadeFile:
    """Everything that a run works on. That it was taken out is recorded before it leaves. Raises Refusal, OutsideFault.

    Nobody waits for the file to be made: what changed meanwhile is looked for at its end.
    """
    began = timezone.now()
    found, log = cleanable(on, material(on))
    plan = _as_known(on, plan_of(on, found, log))
    content = _zipped({**_files(on, plan, found), **_log_files(log)})
    with transaction.atomic():
        check_guards(Act.TAKE_OUT, on, by=by)
        note_handover(by=by, initiative=on, used=found.contributions, since=began)
        facts: dict[str, Fact] = {"contributions": len(found.contributions), "as": sorted(roles_in(by, on))}
        record("plan-exported", by=by, kind="initiative", on=on.uuid, scope=on.uuid, facts=facts)
    return MadeFile(f"{on.slug}.zip", "application/zip", content)


def _as_known(initiative: Initiative, plan: Plan) -> Plan:
    """With what is on record of the candidate: who was asked and who decided counts wherever the release is made."""
    known = known_since(initiative, plan.release.id, plan.release.version)
    if known is None:
        return plan
    independence = plan.independence
    if known.decisions:
        independence = (independence or Independence()).model_copy(update={"decisions": known.decisions})
    return plan.model_copy(update={"validation": known.validation, "independence": independence})


def _files(initiative: Initiative, plan: Plan, found: Material) -> Mapping[str, bytes]:
    """The files by name."""
    form = found.questionnaire.file_name
    return {
        README: INSIDE.format(title=initiative.title, form=form).encode(),
        PLAN: plan_text(plan).encode(),
        form: bytes(found.questionnaire.content),
        CONTRIBUTIONS: _as_csv(found.table).encode(),
    }


def _log_files(log: CleaningLog | None) -> Mapping[str, bytes]:
    """The decisions about what people answered, where any change something."""
    return {} if log is None else {CLEANING_LOG: cleaning_log_bytes(log)}


def _as_csv(table: pa.Table) -> str:
    """A table of texts; nothing stands where nothing was said."""
    stream = io.StringIO(newline="")
    lines = csv.writer(stream)
    lines.writerow(table.column_names)
    lines.writerows(_rows(table))
    return stream.getvalue()


def _rows(table: pa.Table) -> Iterator[tuple[str | None, ...]]:
    """Row by row, a part at a time."""
    for batch in table.to_batches():
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, NO_MOMENT), content, compress_type=zipfile.ZIP_DEFLATED)
    return packed.getvalue()
