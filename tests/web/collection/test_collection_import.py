"""A file on its way in: nothing before it was looked at, nothing dropped in silence, nothing twice."""

import pytest
from django.test import Client

from nyhavn.chain.inputs import inputs_of
from nyhavn.chain.received import received_of
from nyhavn.exchange.incoming.answers import canonical_answers
from nyhavn.framework.basis import BasisKind
from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.actions import close_collection, set_aside, take_back
from nyhavn.web.collection.asks import BasisSaid, TakingInSaid
from nyhavn.web.collection.import_actions import declare, give_up, hand_in, reopened, take_in
from nyhavn.web.collection.import_operations import _declared
from nyhavn.web.collection.models import BatchState, Collection, Contribution, ImportBatch
from nyhavn.web.collection.queries import material
from nyhavn.web.consent.models import ConsentEvent
from nyhavn.web.consent.queries import consent_records
from nyhavn.web.instruments.queries import questionnaire_form
from nyhavn.web.jobs.models import Job, JobState
from nyhavn.web.jobs.worker import work_once
from web import files, objects
from web.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def collection(village: Cast) -> Collection:
    return objects.collection(village)


def received(village: Cast, content: bytes, name: str = "village.csv", **changes: object) -> ImportBatch:
    said = files.handed_in(content, name, **changes)
    return hand_in(by=village[Role.COORDINATOR], on=village.initiative, said=said)


def checked(village: Cast, *rows: dict[str, str], **changes: object) -> ImportBatch:
    batch = received(village, files.table(rows))
    return declare(by=village[Role.COORDINATOR], on=batch, said=files.declaration(**changes))


def taken_in(village: Cast, batch: ImportBatch, *, leaves_out: bool = False) -> ImportBatch:
    take_in(by=village[Role.COORDINATOR], on=batch, said=TakingInSaid(leaves_out=leaves_out))
    assert work_once()
    batch.refresh_from_db()
    return batch


def test_three_rows_come_in_with_answers_consent_and_day(village: Cast, collection: Collection) -> None:
    batch = checked(
        village, files.row(), files.row(age="50", publish="no"), files.row(water="no", hours="", sources="")
    )
    assert (batch.state, batch.faulty_rows, batch.problems) == (BatchState.CHECKED, [], [])
    assert not Contribution.objects.exists()
    assert taken_in(village, batch).state == BatchState.IN
    found = material(village.initiative)
    assert found.table.select(["age", "water", "hours", "sources"]).to_pylist() == [
        {"age": "34", "water": "yes", "hours": "3", "sources": "tap well"},
        {"age": "50", "water": "yes", "hours": "3", "sources": "tap well"},
        {"age": "34", "water": "no", "hours": None, "sources": None},
    ]
    publish = found.consent.purposes[Purpose.PUBLISHED_AGGREGATES].column
    assert found.table.column(publish).to_pylist() == ["ConsentGiven", "ConsentRefused", "ConsentGiven"]
    assert set(found.table.column(found.collected_on).to_pylist()) == {files.day().isoformat()}


def test_when_the_rows_are_in_the_file_is_gone(village: Cast, collection: Collection) -> None:
    batch = received(village, files.table([files.row()]))
    assert bytes(batch.sealed_file)
    assert b"woman" not in bytes(batch.sealed_file)
    declare(by=village[Role.COORDINATOR], on=batch, said=files.declaration())
    batch = taken_in(village, batch)
    assert (bytes(batch.sealed_file), bytes(batch.wrapped_key)) == (b"", b"")
    with pytest.raises(Refusal, match="bytes of this file are gone"):
        reopened(batch)


def test_a_workbook_gives_what_the_text_file_gives(village: Cast, collection: Collection) -> None:
    rows = [files.row(), files.row(gender="own_words", age="7")]
    batch = received(village, files.workbook(rows), "village.xlsx")
    declare(by=village[Role.COORDINATOR], on=batch, said=files.declaration())
    taken_in(village, batch)
    one = material(village.initiative).table
    taken_in(village, checked(village, *rows))
    both = material(village.initiative).table
    assert both.slice(2).to_pylist() == one.to_pylist()


def test_columns_are_proposed_by_name_path_and_words(village: Cast, collection: Collection) -> None:
    head = {"group/gender": "woman", "How old are you?": "34", "water": "yes", "sources/tap": "1", "sources/well": "0"}
    batch = received(village, files.table([{**head, "start": "x", "_uuid": "1"}]))
    proposed = _declared(batch)["columns"]
    assert proposed["age"] == "How old are you?"
    assert proposed["water"] == "water"
    assert "sources" not in proposed


def test_what_a_run_sees_is_what_the_same_file_gives_to_the_chain(village: Cast, collection: Collection) -> None:
    """Columns of single choices, don't know and stray blanks among them."""
    rows = [
        {
            "gender": " woman ",
            "age": "34.0",
            "water": "yes",
            "sources/tap": "1",
            "sources/well": "1",
            "sources/truck": "0",
        },
        {"gender": "man", "age": "8", "water": "no", "sources/tap": "", "sources/well": "", "sources/truck": ""},
    ]
    days = {"agreed": "yes", "publish": "yes", "notice": "1", "language": "en"} | dict.fromkeys(
        ("agreed_on", "day"), files.day().isoformat()
    )
    batch = received(village, files.table([{**one, **days} for one in rows]))
    said = files.declaration(columns=_declared(batch)["columns"])
    expected = canonical_answers(reopened(batch), questionnaire_form(collection.questionnaire).instrument).table
    declare(by=village[Role.COORDINATOR], on=batch, said=said)
    taken_in(village, batch)
    found = material(village.initiative)
    form = questionnaire_form(found.questionnaire)
    again = canonical_answers(received_of(found.table, name="contributions"), form.instrument, ()).table
    assert again.to_pylist() == expected.to_pylist()
    assert again.column("sources").to_pylist() == ["tap well", None]


def test_columns_that_are_no_questions_are_not_stored_and_the_page_says_so(
    village: Cast, collection: Collection
) -> None:
    batch = checked(village, files.row(phone="555 1234", weight="2.5"), kept=("weight",))
    assert any("These columns are not stored:" in remark and "phone" in remark for remark in batch.remarks)
    taken_in(village, batch)
    names = material(village.initiative).table.column_names
    assert "weight" in names
    assert "phone" not in names


def test_rows_with_errors_come_in_only_when_somebody_leaves_them_out(village: Cast, collection: Collection) -> None:
    batch = checked(village, files.row(), files.row(age="old"), files.row(gender="womann"), files.row())
    assert batch.faulty_rows == [2, 3]
    with pytest.raises(Refusal) as refused:
        taken_in(village, batch)
    assert refused.value.codes == ("import-rows-faulty",)
    batch = taken_in(village, batch, leaves_out=True)
    assert sorted(Contribution.objects.values_list("row", flat=True)) == [1, 4]
    assert (batch.faulty_rows, batch.leaves_out, len(batch.problems)) == ([2, 3], True, 2)


def test_a_file_of_errors_alone_brings_nothing_in(village: Cast, collection: Collection) -> None:
    batch = checked(village, files.row(age="old"))
    with pytest.raises(Refusal, match="Every row has an error"):
        taken_in(village, batch, leaves_out=True)


def test_the_report_names_row_column_and_question_and_never_the_cell(village: Cast, collection: Collection) -> None:
    batch = checked(village, files.row(), files.row(age="ninety-nine-and-a-half"))
    client = Client()
    client.force_login(village[Role.COORDINATOR])
    page = client.get(f"/work/initiatives/village-water/imports/{batch.uuid}/").content.decode()
    listed = client.get(f"/work/initiatives/village-water/imports/{batch.uuid}/problems.csv").content.decode()
    for shown in (page, listed):
        assert "This is not a number" in shown
        assert "ninety" not in shown
    assert listed.splitlines()[1].startswith("2,age,age,not-a-number,")
    assert "ninety" not in str(AuditRecord.objects.values_list("facts", flat=True))


def test_the_same_file_is_asked_about_and_may_come_again_if_somebody_means_it(
    village: Cast, collection: Collection
) -> None:
    content = files.table([files.row()])
    received(village, content)
    with pytest.raises(Refusal) as refused:
        received(village, content, "other-name.csv")
    assert refused.value.codes == ("import-already-handed-in",)
    assert received(village, content, is_again=True).rows == 1


def test_a_file_that_was_given_up_is_destroyed_and_may_be_handed_in_again(
    village: Cast, collection: Collection
) -> None:
    batch = received(village, files.table([files.row()]))
    give_up(by=village[Role.COORDINATOR], on=batch)
    batch.refresh_from_db()
    assert (batch.state, bytes(batch.sealed_file)) == (BatchState.GIVEN_UP, b"")
    received(village, files.table([files.row()]))
    with pytest.raises(Refusal) as refused:
        declare(by=village[Role.COORDINATOR], on=batch, said=files.declaration())
    assert refused.value.codes == ("import-out-of-turn",)


def test_a_file_may_say_how_the_notice_was_taken_in_and_who_was_there(village: Cast, collection: Collection) -> None:
    rows = (files.row(how="heard", there="witness interpreter"), files.row(age="35", how="", there=""))
    batch = checked(village, *rows, modality_column="how", present_column="there", skipped=())
    taken_in(village, batch)
    said = {event.modality: event.present for event in ConsentEvent.objects.filter(purpose="collection")}
    assert set(said) == {"heard", ""}
    assert [one["helper"] for one in said["heard"]] == ["witness", "interpreter"]
    assert said[""] == []


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"how": "her cousin read it to her"}, "import-circumstance-unknown"),
        ({"there": "Amina"}, "import-circumstance-unknown"),
        ({"there": "guardian"}, "consent-guardian-of-adult"),
    ],
)
def test_words_and_names_in_these_columns_keep_a_row_out(
    village: Cast, collection: Collection, cells: dict[str, str], code: str
) -> None:
    one = files.row(**{"how": "read", "there": "", **cells})
    batch = checked(village, one, files.row(how="read", there=""), modality_column="how", present_column="there")
    problems = batch.problems
    assert [problem["code"] for problem in problems] == [code]
    assert "Amina" not in str(problems) and "cousin" not in str(problems)


def test_an_attestation_brings_rows_in_without_a_consent_that_nobody_recorded(
    village: Cast, collection: Collection
) -> None:
    attested = BasisSaid(kind=BasisKind.PRODUCER_ATTESTATION, document="Letter 7", date=files.day(), by="The council")
    batch = checked(village, files.row(agreed="", notice=""), basis=attested, consent=())
    assert batch.faulty_rows == []
    taken_in(village, batch)
    found = material(village.initiative)
    assert [basis.kind for basis in found.bases] == [BasisKind.PRODUCER_ATTESTATION]
    assert consent_records(village.initiative) == {}


def test_an_incomplete_basis_is_refused(village: Cast, collection: Collection) -> None:
    with pytest.raises(Refusal, match="lacks"):
        checked(village, files.row(), basis=BasisSaid(kind=BasisKind.PRODUCER_ATTESTATION), consent=())


def test_without_an_open_collection_that_takes_files_nothing_is_handed_in(village: Cast) -> None:
    with pytest.raises(Refusal, match="No collection is open"):
        received(village, files.table([files.row()]))


def test_an_import_that_was_started_goes_on_when_the_collection_closes(village: Cast, collection: Collection) -> None:
    batch = checked(village, files.row())
    take_in(by=village[Role.COORDINATOR], on=batch, said=TakingInSaid())
    close_collection(by=village[Role.COORDINATOR], on=village.initiative, reason="Everybody was asked")
    assert work_once()
    assert Contribution.objects.count() == 1


def test_a_file_takes_part_in_runs_whole_or_not_at_all(village: Cast, collection: Collection) -> None:
    objects.contribution(collection)
    taken_in(village, checked(village, files.row(), files.row()))
    assert material(village.initiative).table.num_rows == 3
    ImportBatch.objects.update(state=BatchState.RUNNING)
    assert material(village.initiative).table.num_rows == 1


def test_material_feeds_the_chain_and_names_never_clash(village: Cast) -> None:
    survey = (*objects.SURVEY, ("text", "notice_version", "Which version of the pump?", "أي نسخة؟", "", "", ""))
    collection = objects.collection(village, content=objects.form_file(survey))
    made = objects.contribution(collection, {**objects.SAID, "notice_version": "hand pump"})
    found = material(village.initiative)
    assert found.table.column("notice_version").to_pylist() == ["hand pump"]
    assert found.consent.notice_version == "notice_version_"
    assert found.table.column("notice_version_").to_pylist() == ["1"]
    assert [used.uuid for used in found.contributions] == [made.uuid]
    assert [basis.kind for basis in found.bases] == [BasisKind.CONSENT_RECORD_PER_PERSON]
    assert callable(inputs_of)


def test_what_is_set_aside_takes_no_part_until_it_is_taken_back(village: Cast, collection: Collection) -> None:
    kept, odd = objects.contribution(collection), objects.contribution(collection)
    steward = village[Role.STEWARD]
    set_aside(by=steward, on=odd, reason="Entered twice")
    assert [used.uuid for used in material(village.initiative).contributions] == [kept.uuid]
    with pytest.raises(Refusal) as refused:
        set_aside(by=steward, on=odd, reason="Once more")
    assert refused.value.codes == ("contribution-already-so",)
    take_back(by=steward, on=odd)
    assert len(material(village.initiative).contributions) == 2
    assert "Entered twice" not in str(list(AuditRecord.objects.values_list("facts", flat=True)))


def test_withdrawn_and_refused_stand_in_the_material_as_they_are(village: Cast, collection: Collection) -> None:
    no = {Purpose.COLLECTION: ConsentState.GIVEN, Purpose.PUBLISHED_AGGREGATES: ConsentState.REFUSED}
    objects.contribution(collection, consent=no)
    found = material(village.initiative)
    assert found.table.column(found.consent.purposes[Purpose.PUBLISHED_AGGREGATES].column).to_pylist() == [
        "ConsentRefused"
    ]


def test_a_job_that_ended_badly_can_go_on_from_its_page(village: Cast, collection: Collection) -> None:
    batch = checked(village, files.row(), files.row())
    take_in(by=village[Role.COORDINATOR], on=batch, said=TakingInSaid())
    with pytest.raises(Refusal) as refused:
        take_in(by=village[Role.COORDINATOR], on=batch, said=TakingInSaid())
    assert refused.value.codes == ("import-out-of-turn",)
    Job.objects.update(state=JobState.FAILED)
    batch = taken_in(village, batch)
    assert (batch.state, Contribution.objects.count()) == (BatchState.IN, 2)
