"""One release, two ways: prepared from memory and signed later, or produced from the exported files in one go."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from nyhavn.chain.forms import read_form
from nyhavn.chain.inputs import inputs_of, read_inputs
from nyhavn.chain.places import Places
from nyhavn.chain.plan_file import read_plan
from nyhavn.chain.production import Prepared, prepare_release, produce_release
from nyhavn.chain.received import received_of
from nyhavn.chain.signing import sign_release
from nyhavn.exchange.bundle.content import release_from_json, release_json
from nyhavn.exchange.bundle.durable import is_same
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.verification import verify
from nyhavn.framework.refusal import OutsideFault, Refusal
from spec.bad_input.village import DICTIONARY, PLAN
from spec.release.village_in_memory import exported, from_memory, nothing, table_of, village_plan, village_table

EXAMPLE = Path(__file__).parents[3] / "examples" / "services-for-all"


def assert_same(prepared: Prepared, plan_path: Path, place: Path) -> None:
    """Both ways give the same release, the same restricted part, and in one log the very same bytes."""
    produced = produce_release(plan_path, out=place / "produced", log=place / "log", zipped=True, step=nothing)
    assert replace(prepared.release, issued_at=produced.release.issued_at) == produced.release
    stored = release_from_json(release_json(prepared.release))
    log = ReleaseLog.open(place / "log")
    signed = sign_release(
        stored, issued_at=produced.release.issued_at, out=place / "signed", log=log, microdata=prepared.microdata,
        zipped=True,
    )  # fmt: skip
    assert is_same(signed.folder, produced.folder / "release")
    assert is_same(place / "signed.zip", produced.folder / "release.zip")
    assert len(log.state().leaves) == 1
    assert verify(signed.folder, trusted=[log.verifier_key]).ok
    again = prepare_release(
        read_plan(plan_path), read_inputs(read_plan(plan_path), Places((plan_path.parent,))), before=None, step=nothing
    )
    assert again.restricted == prepared.restricted


def test_the_village_is_released_the_same_from_memory_and_from_its_exported_files(tmp_path: Path) -> None:
    plan, form, table = village_plan(), DICTIONARY.encode(), village_table()
    prepared = prepare_release(plan, from_memory(plan, form, table), before=None, step=nothing)
    assert prepared.release.participants == "200"
    assert_same(prepared, exported(plan, form, table, tmp_path / "files"), tmp_path)


def test_records_are_released_the_same_as_well(tmp_path: Path) -> None:
    """Of places, since records of persons are not released."""
    text = PLAN.replace("survey-of-households", "participatory-mapping").replace("threshold = 5", "threshold = 1")
    text = text.replace('["open-aggregates"]', '["open-microdata"]\nmicrodata_columns = ["place", "water"]')
    basis = 'kind = "no-person-data"\nby = "Village council"\n'
    start, end = text.index('kind = "producer-attestation"'), text.index("[design]")
    plan = village_plan(text[:start] + basis + text[end:])
    form, table = DICTIONARY.encode(), village_table()
    prepared = prepare_release(plan, from_memory(plan, form, table), before=None, step=nothing)
    assert prepared.microdata is not None
    assert prepared.microdata.table.num_rows == 200
    assert_same(prepared, exported(plan, form, table, tmp_path / "files"), tmp_path)


@pytest.mark.slow
def test_the_example_is_released_the_same_from_memory_and_from_its_files(tmp_path: Path) -> None:
    plan = read_plan(EXAMPLE / "plan.toml")
    with (EXAMPLE / plan.contributions.file).open(encoding="utf-8", newline="") as stream:
        headers, *rows = csv.reader(stream)
    table, form = table_of(headers, rows), EXAMPLE / plan.instrument.form
    read = read_form(form.name, form.read_bytes())
    weights = None
    if plan.weights:
        with (EXAMPLE / plan.weights.table.file).open(encoding="utf-8", newline="") as stream:
            names, *clusters = csv.reader(stream)
        weights = received_of(table_of(names, clusters), name="clusters").table
    received = received_of(table, name=plan.contributions.file)
    inputs = inputs_of(plan, read.instrument, read.readings, received, weights=weights)
    prepared = prepare_release(plan, inputs, before=None, step=nothing)
    files = exported(plan, form.read_bytes(), table, tmp_path / "files")
    if plan.weights:
        (files.parent / plan.weights.table.file).write_bytes((EXAMPLE / plan.weights.table.file).read_bytes())
    assert_same(prepared, files, tmp_path)
    assert release_from_json(release_json(prepared.release)) == prepared.release


# --- What preparing refuses and what it leaves alone ----------------------------------------


def test_preparing_writes_nothing_beside_the_plan_and_opens_no_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plan = village_plan()
    prepare_release(plan, from_memory(plan, DICTIONARY.encode(), village_table()), before=None, step=nothing)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("threshold = 5", "threshold = 2"), "threshold-too-low"),
        (('licence = "CC-BY-4.0"', 'licence = "free for all"'), "licence-unknown"),
    ],
)
def test_what_a_plan_may_not_say_is_refused_without_a_file_too(change: tuple[str, str], code: str) -> None:
    plan = village_plan(PLAN.replace(*change))
    with pytest.raises(Refusal) as refused:
        prepare_release(plan, from_memory(plan, DICTIONARY.encode(), village_table()), before=None, step=nothing)
    assert code in refused.value.codes


def test_a_text_that_is_empty_is_no_answer() -> None:
    received = received_of(table_of(["a", "b"], [("", "x"), ("y", ""), ("", " ")]), name="memory")
    assert received.table.to_pydict() == {"a": [None, "y", None], "b": ["x", None, " "]}


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (pa.table({"a": pa.array([], pa.string())}), "table-without-rows"),
        (pa.table({" ": pa.array(["x"])}), "header-empty"),
        (pa.table([pa.array(["x"]), pa.array(["y"])], names=["a", "a"]), "header-duplicate"),
    ],
)
def test_a_table_that_could_not_stand_in_a_file_is_refused(table: pa.Table, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        received_of(table, name="memory")
    assert refused.value.codes == (code,)


def test_numbers_are_not_taken_for_text() -> None:
    """1.0 and 1 are two texts and one number: whoever holds numbers must say how they were written."""
    with pytest.raises(ValueError, match="text"):
        received_of(pa.table({"age": [34]}), name="memory")


def test_a_table_of_weights_is_given_exactly_where_the_plan_names_one() -> None:
    plan = village_plan()
    read = read_form("dictionary.toml", DICTIONARY.encode())
    received = received_of(village_table(), name="memory")
    with pytest.raises(ValueError, match="weights"):
        inputs_of(plan, read.instrument, read.readings, received, weights=received.table)


# --- A run that is told to stop -------------------------------------------------------------


class LeaseLostError(Exception):
    """The run belongs to somebody else now."""


class StoppedError(BaseException):
    """Like an interruption from the keyboard."""


def stopping_at(call: int, fault: BaseException) -> tuple[Callable[[str, int, int], None], list[str]]:
    """A step that raises at one of its calls, and what it was told."""
    told: list[str] = []

    def step(stage: str, _done: int, _of: int) -> None:
        told.append(stage)
        if len(told) == call:
            raise fault

    return step, told


@pytest.mark.parametrize("kind", [LeaseLostError, StoppedError, ConnectionError])
def test_whatever_a_step_raises_ends_the_run_there_and_comes_out_unchanged(kind: type[BaseException]) -> None:
    plan = village_plan(PLAN.replace("threshold = 5", "threshold = 45"))  # so that figures must be hidden
    inputs = from_memory(plan, DICTIONARY.encode(), village_table())
    step, told = stopping_at(0, kind())
    prepare_release(plan, inputs, before=None, step=step)
    assert {"Checking the answers", "Counting", "Attacking the tables"} <= set(told)
    for call in range(1, len(told) + 1):
        fault = kind("the database is gone")
        step, so_far = stopping_at(call, fault)
        with pytest.raises(kind) as raised:
            prepare_release(plan, inputs, before=None, step=step)
        assert raised.value is fault
        assert so_far == told[:call]


def test_a_run_that_is_stopped_by_its_step_leaves_nothing(tmp_path: Path) -> None:
    """At every step of the whole chain, writing and signing included; the log then holds nothing that can be seen."""
    path = exported(village_plan(), DICTIONARY.encode(), village_table(), tmp_path / "files")
    step, told = stopping_at(0, LeaseLostError())
    produce_release(path, out=tmp_path / "whole", log=tmp_path / "log", step=step)
    for call in range(1, len(told) + 1):
        step, _ = stopping_at(call, LeaseLostError())
        with pytest.raises(LeaseLostError):
            produce_release(path, out=tmp_path / "out", log=tmp_path / "log", step=step)
        assert sorted(entry.name for entry in tmp_path.iterdir()) == ["files", "log", "whole"]


def test_a_fault_of_the_system_that_a_step_raises_is_told_as_one(tmp_path: Path) -> None:
    path = exported(village_plan(), DICTIONARY.encode(), village_table(), tmp_path / "files")
    step, _ = stopping_at(3, ConnectionError("gone"))
    with pytest.raises(OutsideFault):
        produce_release(path, out=tmp_path / "out", log=tmp_path / "log", step=step)
