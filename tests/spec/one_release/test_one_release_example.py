"""The whole example initiative, taken in as a file: one release by page, by interface and by command."""

import csv
import io
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from openpyxl import load_workbook

from nyhavn.chain.plan_file import read_plan
from nyhavn.framework.opening import Door
from nyhavn.framework.roles import Role
from nyhavn.web.collection.actions import open_collection
from nyhavn.web.collection.asks import BasisSaid, ConsentColumn, DeclarationSaid, FileSaid, TakingInSaid
from nyhavn.web.collection.import_actions import declare, hand_in, take_in
from nyhavn.web.collection.models import Collection, Contribution
from nyhavn.web.consent.models import Notice, NoticeText
from nyhavn.web.instruments.models import MethodCard, Questionnaire
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.pages.uploads import Upload
from spec.one_release.doors import ByInterface, ByPage
from spec.one_release.releasing import content, exported, produced, produced_by_command, signed_like
from web import objects
from web.cast import Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
EXAMPLE = Path(__file__).parents[3] / "examples" / "services-for-all"
PLAN = read_plan(EXAMPLE / "plan.toml")
FIRST_DAY = date(2025, 2, 20)
SECTIONS = ("identity", "breakdown", "module", "indicator", "rule", "reference", "protection", "release")
HOME = "initiatives/village-water"


def rows_of(name: str) -> list[dict[str, str]]:
    """A table of the example."""
    return list(csv.DictReader(io.StringIO((EXAMPLE / name).read_text(encoding="utf-8"), newline="")))


def with_weights() -> bytes:
    """The contributions with the weight of each in a column of its own, as a file from the field has it."""
    adults = {row["cluster"]: float(row["adults"]) for row in rows_of("clusters.csv")}
    rows = rows_of("contributions.csv")
    sizes: dict[str, int] = {}
    for row in rows:
        sizes[row["interview/cluster"]] = sizes.get(row["interview/cluster"], 0) + 1
    kept = io.StringIO(newline="")
    lines = csv.DictWriter(kept, [*rows[0], "weight"])
    lines.writeheader()
    for row in rows:
        cluster = row["interview/cluster"]
        lines.writerow(row | {"weight": f"{adults[cluster] / sizes[cluster]:.6f}"})
    return kept.getvalue().encode()


def form() -> bytes:
    """The example's form with one more question, which the office fills in."""
    book, kept = load_workbook(EXAMPLE / "form.xlsx"), io.BytesIO()
    sheet = book["survey"]
    asked = {"type": "decimal", "name": "weight"}
    heads = [str(cell.value) for cell in sheet[1]]
    sheet.append([asked.get(head, "Weight" if head.startswith("label") else None) for head in heads])
    book.save(kept)
    return kept.getvalue()


def tables_file() -> bytes:
    """The sections of the example's plan that say what is counted."""
    plan: dict[str, Any] = tomllib.loads((EXAMPLE / "plan.toml").read_text(encoding="utf-8"))
    return tomli_w.dumps({name: plan[name] for name in SECTIONS}).encode()


def collected(village: Cast) -> None:
    """Questionnaire, method, notice and contributions of the example, as they would have come in at the time."""
    objects.method_card(village, objects.questionnaire(village, form(), "form.xlsx"))
    design = PLAN.design.model_copy(update={"weights": "weight"}).model_dump(mode="json")
    MethodCard.objects.update(design=design, method=PLAN.method.model_dump(mode="json", exclude={"training"}))
    notice = objects.notice(village, version="1.0", languages=("en", "ar"))
    assert PLAN.consent is not None
    asked = [purpose.value for purpose in PLAN.consent.notice[0].purposes]
    Notice.objects.filter(id=notice.id).update(valid_from=FIRST_DAY, purposes=asked)
    spanish = NoticeText.objects.get(language="en")
    spanish.pk, spanish.language = None, "es"
    spanish.save()
    open_collection(by=village[Role.COORDINATOR], on=village.initiative, doors=frozenset({Door.IMPORT}))
    Questionnaire.objects.update(frozen_on=FIRST_DAY)
    Collection.objects.update(opened_at="2025-02-20T00:00Z")
    take_everything_in(village)


def take_everything_in(village: Cast) -> None:
    """The file of contributions, with what its columns mean."""
    by, on = village[Role.STEWARD], village.initiative
    batch = hand_in(by=by, on=on, said=FileSaid(file=Upload(name="contributions.csv", content=with_weights())))
    assert PLAN.consent is not None
    consent = tuple(
        ConsentColumn(
            purpose=purpose,
            column=f"consent/{said.column}",
            given=said.given,
            refused=said.refused,
            withdrawn=said.withdrawn,
        )
        for purpose, said in PLAN.consent.purposes.items()
    )
    said = DeclarationSaid(
        columns=columns() | {"weight": "weight"},
        basis=BasisSaid(by="The federation"),
        consent=consent,
        notice_version_column="consent/notice_version",
        language_column="consent/notice_language",
        consented_on_column="consent/consent_time",
        contributed_on_column="interview/interview_date",
    )
    checked = declare(by=by, on=batch, said=said)
    assert len(checked.faulty_rows) < 40, checked.problems[:5]
    take_in(by=by, on=checked, said=TakingInSaid(leaves_out=True))
    while work_once():
        pass
    assert Contribution.objects.count() > 1100


def columns() -> dict[str, str]:
    """Question -> header: everything but what a plan sets aside and what is said about consent."""
    headers = tuple(rows_of("contributions.csv")[0])
    left = (*PLAN.contributions.set_aside, "_id", "_submission_time", "_notes")
    plain = [h for h in headers if h not in left and not h.startswith("consent/") and h.count("/") == 1]
    return {header.split("/")[1]: header for header in plain}


def test_the_example_is_one_release_by_page_by_interface_and_by_command(village: Cast, tmp_path: Path) -> None:
    collected(village)
    said = {"file": Upload(name="tables.toml", content=tables_file())}
    ByPage().do(village[Role.COORDINATOR], HOME, "upload-tables", said)
    by_page, export = produced(ByPage(), village), exported(ByPage(), village)
    ByInterface().do(village[Role.COORDINATOR], HOME, "upload-tables", said)
    by_interface = produced(ByInterface(), village)

    by_command = produced_by_command(export, tmp_path)
    expected = content(by_command)
    assert len([name for name in expected if name.startswith("tables/")]) > 30
    assert by_page.protection.suppressed > 0
    for name, release in (("page", by_page), ("interface", by_interface)):
        found = content(signed_like(release, by_command, tmp_path / name))
        assert found == expected, [path for path in expected if expected[path] != found.get(path)]
