"""Files that are not in order: each fault alone gives a sentence with its place, never a cell. Nothing is kept."""

from collections.abc import Callable
from typing import Any

import pytest

from nyhavn.framework.basis import BasisKind
from nyhavn.framework.consent import Purpose
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.collection.asks import BasisSaid, ConsentColumn, TakingInSaid
from nyhavn.web.collection.import_actions import declare, hand_in, take_in
from nyhavn.web.collection.models import Contribution, ImportBatch
from nyhavn.web.collection.queries import material
from nyhavn.web.jobs.worker import work_once
from web import files, objects
from web.cast import Cast
from web.files import row, table

pytestmark = pytest.mark.django_db(transaction=True)
GOOD = table([row()])
SECRET = "husband"  # stands in cells, and must stand in no sentence


def as_csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


# Name, content, how it is read; the code of the refusal.
UNREADABLE: list[tuple[str, bytes, dict[str, Any], str]] = [
    ("empty.csv", b" ", {}, "file-empty"),
    ("headers-only.csv", as_csv("gender,age"), {}, "table-without-rows"),
    ("no-header.csv", as_csv("gender,,age", f"{SECRET},b,c"), {}, "header-empty"),
    ("twice.csv", as_csv("age,age", f"{SECRET},2"), {}, "header-duplicate"),
    ("ragged.csv", as_csv("age,water", f"{SECRET},yes,more"), {}, "row-ragged"),
    ("quote.csv", as_csv("age,water", f'"{SECRET},yes'), {}, "quote-unclosed"),
    ("nul.csv", b"age,water\n1,\x00\n", {}, "text-has-nul"),
    ("latin.csv", "age,water\n1,née\n".encode("cp1252"), {}, "encoding-wrong"),
    ("strange.csv", GOOD, {"encoding": "klingon"}, "encoding-unknown"),
    ("semicolon.csv", as_csv("age;water", "1;yes", "2;no"), {}, "delimiter-wrong"),
    ("table.pdf", b"%PDF-1.7", {}, "file-type-unknown"),
    ("not-a-workbook.xlsx", GOOD, {}, "file-not-as-named"),
    ("broken.xlsx", b"PK\x03\x04broken", {}, "archive-broken"),
    ("sheet.xlsx", files.workbook([row()]), {"sheet": "Elsewhere"}, "sheet-missing"),
]


@pytest.mark.parametrize(("name", "content", "changes", "code"), UNREADABLE, ids=[case[0] for case in UNREADABLE])
def test_a_file_that_cannot_be_read_is_named_and_not_kept(
    village: Cast, name: str, content: bytes, changes: dict[str, Any], code: str
) -> None:
    objects.collection(village)
    with pytest.raises(Refusal) as refused:
        said = files.handed_in(content, name, **changes)
        hand_in(by=village[Role.COORDINATOR], on=village.initiative, said=said)
    assert refused.value.codes == (code,)
    assert refused.value.reasons[0].where.startswith(name)
    assert refused.value.reasons[0].do
    assert SECRET not in str(refused.value)
    assert not ImportBatch.objects.exists()


CONSENT = files.declaration().consent
ATTESTED = BasisSaid(kind=BasisKind.PRODUCER_ATTESTATION, document="Letter 7", date=files.day(), by="The council")
# What is declared otherwise; the code and a word of the sentence.
MISDECLARED: list[tuple[dict[str, Any], str, str]] = [
    ({"columns": {"aeg": "age"}}, "question-unknown", "aeg"),
    ({"columns": {"age": "aeg"}}, "column-unknown", "Did you mean"),
    ({"columns": {}, "skipped": ("gender", "age", "water", "hours", "sources", "gender_own")}, "nothing-matches", ""),
    ({"skipped": ("gendr",)}, "question-unknown", "gendr"),
    ({"kept": ("weigth",)}, "column-unknown", "weigth"),
    ({"kept": ("age",)}, "column-is-question", "age"),
    ({"consent": ()}, "import-fact-missing", "collection"),
    ({"consent": CONSENT[1:]}, "import-fact-missing", "collection"),
    (
        {"consent": (ConsentColumn(purpose=Purpose.COLLECTION, column="agred", given=("yes",)),)},
        "column-unknown",
        "agred",
    ),
    ({"notice_version_column": ""}, "import-fact-missing", "version of the notice"),
    ({"language_column": ""}, "import-fact-missing", "language"),
    ({"consented_on_column": ""}, "import-fact-missing", "day of the consent"),
    ({"contributed_on_column": ""}, "import-fact-missing", "day of the interview"),
    ({"contributed_on_column": "dya"}, "column-unknown", "dya"),
    ({"basis": BasisSaid(kind=BasisKind.PRODUCER_ATTESTATION)}, "basis-incomplete", "document"),
    ({"basis": BasisSaid(kind=BasisKind.OPEN_LICENCE)}, "basis-incomplete", "licence"),
]


@pytest.mark.parametrize(("changes", "code", "word"), MISDECLARED)
def test_a_declaration_that_does_not_fit_the_file_is_refused_with_the_name_in_it(
    village: Cast, changes: dict[str, Any], code: str, word: str
) -> None:
    objects.collection(village)
    by = village[Role.COORDINATOR]
    batch = hand_in(by=by, on=village.initiative, said=files.handed_in(GOOD))
    with pytest.raises(Refusal) as refused:
        declare(by=by, on=batch, said=files.declaration(**changes))
    assert code in refused.value.codes
    assert word in str(refused.value)
    batch.refresh_from_db()
    assert batch.declared is None


def ahead() -> str:
    return files.day(-2).isoformat()


def long_ago() -> str:
    return files.day(900).isoformat()


# One cell that is otherwise; the code, and the column that is named.
FAULTY: list[tuple[dict[str, str | Callable[[], str]], str, str]] = [
    ({"age": SECRET}, "not-a-number", "age"),
    ({"age": "3,5"}, "decimal-comma", "age"),
    ({"age": "3.5"}, "not-whole", "age"),
    ({"age": "1" * 40}, "number-too-long", "age"),
    ({"gender": SECRET}, "not-in-list", "gender"),
    ({"gender": "Woman"}, "not-in-list", "gender"),
    ({"sources": f"tap {SECRET}"}, "not-in-list", "sources"),
    ({"water": "yes no"}, "several-for-one", "water"),
    ({"day": ""}, "import-day-unreadable", "day"),
    ({"day": "22/11/2026"}, "import-day-unreadable", "day"),
    ({"day": "2026-02-30"}, "import-day-unreadable", "day"),
    ({"day": ahead}, "import-day-ahead", "day"),
    ({"agreed": ""}, "import-no-consent", "agreed"),
    ({"agreed": "no"}, "import-no-consent", "agreed"),
    ({"agreed": SECRET}, "import-no-consent", "agreed"),
    ({"agreed_on": ""}, "import-consent-undated", "agreed_on"),
    ({"agreed_on": long_ago}, "consent-outside-notice", "notice"),
    ({"notice": "99"}, "import-notice-unknown", "notice"),
    ({"notice": ""}, "import-notice-unknown", "notice"),
    ({"language": "fr"}, "consent-language-unknown", "language"),
    ({"gender": "", "age": "", "water": "", "hours": "", "sources": ""}, "row-without-answers", ""),
]


@pytest.mark.parametrize(("cells", "code", "column"), FAULTY)
def test_a_row_with_one_fault_is_named_by_row_and_column_and_the_rows_beside_it_come_in(
    village: Cast, cells: dict[str, Any], code: str, column: str
) -> None:
    objects.collection(village)
    by = village[Role.COORDINATOR]
    wrong = row(**{name: cell if isinstance(cell, str) else cell() for name, cell in cells.items()})
    batch = hand_in(by=by, on=village.initiative, said=files.handed_in(table([row(), wrong, row()])))
    batch = declare(by=by, on=batch, said=files.declaration())
    assert [(found["row"], found["column"], found["code"]) for found in batch.problems] == [(2, column, code)]
    assert batch.problems[0]["what"]
    assert batch.problems[0]["do"]
    assert SECRET not in str(batch.problems) + str(batch.remarks)
    assert not Contribution.objects.exists()
    take_in(by=by, on=batch, said=TakingInSaid(leaves_out=True))
    assert work_once()
    assert material(village.initiative).table.num_rows == 2


@pytest.mark.parametrize(
    "cells",
    [
        {"age": "34.0"},
        {"age": ""},
        {"sources": ""},
        {"publish": ""},
        {"publish": "no"},
        {"publish": "perhaps"},
        {"language": "AR"},
        {"gender": "own_words", "gender_own": "hijra; two-spirit"},
    ],
)
def test_what_is_unusual_and_no_fault_comes_in(village: Cast, cells: dict[str, str]) -> None:
    objects.collection(village)
    by = village[Role.COORDINATOR]
    batch = hand_in(by=by, on=village.initiative, said=files.handed_in(table([row(**cells)])))
    batch = declare(by=by, on=batch, said=files.declaration())
    assert batch.problems == []


def test_an_answer_about_consent_that_nobody_explained_is_counted_and_is_never_a_yes(village: Cast) -> None:
    objects.collection(village)
    by = village[Role.COORDINATOR]
    batch = hand_in(by=by, on=village.initiative, said=files.handed_in(table([row(publish="perhaps"), row()])))
    batch = declare(by=by, on=batch, said=files.declaration())
    assert any("1 rows hold an answer that is neither yes" in remark for remark in batch.remarks)
    take_in(by=by, on=batch, said=TakingInSaid())
    assert work_once()
    found = material(village.initiative)
    publish = found.consent.purposes[Purpose.PUBLISHED_AGGREGATES].column
    assert found.table.column(publish).to_pylist() == [None, "ConsentGiven"]
