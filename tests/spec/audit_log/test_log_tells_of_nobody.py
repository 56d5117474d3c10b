"""What stands in the record, and what a member of the board in a village of forty learns from it."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from nyhavn.framework.roles import LEAVES_A_TRACE, Role
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import erase_account, record
from nyhavn.web.audit.facts import OF_PEOPLE, size_of, told
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.actions import show_answers
from nyhavn.web.initiatives.log_queries import newest_log
from nyhavn.web.initiatives.looks_queries import FORM_ALONE, WORDS, who_looked
from nyhavn.web.production.exporting import export_plan
from web import objects
from web.cast import Cast
from web.examples.collection import a_collection
from web.examples.production import a_run

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
HOME = "/work/initiatives/village-water/"


@pytest.fixture
def boris(village: Cast) -> Client:
    """He sits on the board and knows everybody."""
    client = Client()
    client.force_login(village[Role.BOARD_MEMBER])
    return client


def seen_by(client: Client) -> str:
    """Everything that the pages of the record show, without what differs at each visit."""
    pages = [client.get(f"{HOME}{part}/") for part in ("log", "who-looked")]
    assert {page.status_code for page in pages} == {200}
    main = [page.content.decode().split("<main", 1)[1].split("</main", 1)[0] for page in pages]
    return "\n".join(main)


def test_no_page_of_the_record_moves_when_somebody_contributes(village: Cast, boris: Client) -> None:
    collection = a_collection(village)
    seen_by(boris)
    before, lines = seen_by(boris), AuditRecord.objects.exclude(action="looked").count()
    objects.contributions(collection, 5)
    objects.contribution(collection)
    assert AuditRecord.objects.exclude(action="looked").count() == lines  # no line that an exported chain would count
    assert seen_by(boris) == before


def test_the_moment_of_work_on_one_contribution_is_a_month(village: Cast, boris: Client) -> None:
    found = objects.contribution(a_collection(village))
    show_answers(by=village[Role.STEWARD], on=found)
    entry = next(entry for entry in newest_log(village.initiative).entries if entry.kind == "contribution")
    assert entry.at is None and entry.month.day == 1
    answer = boris.get("/api/v1/initiatives/village-water/log").json()
    assert [one["at"] for one in answer["entries"] if one["kind"] == "contribution"] == [None]
    # The twin: other acts keep their moment.
    assert all(one["at"] for one in answer["entries"] if one["kind"] != "contribution")


def test_every_kind_of_look_has_words() -> None:
    codes = {right.name.lower().replace("_", "-") for right in LEAVES_A_TRACE}
    assert codes - {FORM_ALONE} <= WORDS.keys()


def test_the_board_reads_who_looked_at_what_and_how_often(village: Cast, boris: Client) -> None:
    a_run(village)
    sipho = Client()
    sipho.force_login(village[Role.STEWARD])
    for _ in range(3):
        assert sipho.get(f"{HOME}contributions/").status_code == 200
    show_answers(by=village[Role.STEWARD], on=objects.contribution(a_collection(village)))
    export_plan(by=village[Role.STEWARD], on=village.initiative)
    page = boris.get(f"{HOME}who-looked/").content.decode()
    for code in ("see-contributions", "contribution-seen", "plan-exported"):
        assert WORDS[code] in page
    assert "Sipho" in page and "fewer than 10" in page
    lines = boris.get("/api/v1/initiatives/village-water/looks").json()["looks"]
    assert {(one["what"], one["role"], one["times"]) for one in lines} >= {
        ("see-contributions", "steward", "fewer than 10"),
        ("contribution-seen", "steward", "fewer than 10"),
        ("plan-exported", "steward", "fewer than 10"),
    }
    assert "Sipho" not in str(lines)
    alone = boris.get("/api/v1/initiatives/village-water/looks/plan-exported").json()["looks"]
    assert [one["what"] for one in alone] == ["plan-exported"]
    assert boris.get("/api/v1/initiatives/village-water/looks/nothing").status_code == 404
    filtered = boris.get(f"{HOME}who-looked/?what=plan-exported").content.decode()
    assert f'<th scope="row">{WORDS["plan-exported"]}' in filtered
    assert f'<th scope="row">{WORDS["see-contributions"]}' not in filtered


def test_an_observer_reads_roles_and_no_names_and_an_enumerator_nothing(village: Cast, signed_in: SignedIn) -> None:
    sipho = signed_in(village[Role.STEWARD])
    assert sipho.get(f"{HOME}findings/").status_code == 200
    omar = signed_in(village[Role.OBSERVER])
    page = omar.get(f"{HOME}who-looked/").content.decode()
    assert "steward" in page and "Sipho" not in page
    assert signed_in(village[Role.ENUMERATOR]).get(f"{HOME}who-looked/").status_code == 403


def test_who_was_erased_stands_there_as_erased(village: Cast, boris: Client, signed_in: SignedIn) -> None:
    sipho = village[Role.STEWARD]
    signed_in(sipho).get(f"{HOME}findings/")
    record("notice-published", by=sipho, kind="notice", on=None, scope=village.initiative.uuid)
    erase_account(sipho.uuid, by=None)
    page = boris.get(f"{HOME}who-looked/").content.decode()
    assert "an account that was erased" in page and "Sipho" not in page
    assert "Author erased" in boris.get(f"{HOME}log/").content.decode()


def test_a_board_member_takes_the_record_out_without_anybodys_code(village: Cast, boris: Client) -> None:
    answer = boris.post(f"{HOME}do/export-log/")
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    assert [str(one.uuid) for one in village.people.values() if str(one.uuid) in answer.content.decode()] == []
    assert AuditRecord.objects.get(action="log-exported").facts == {"as": ["board-member"]}
    assert who_looked(village.initiative).looks[0].what in WORDS


# --- What a record may hold -------------------------------------------------------------------


@pytest.mark.parametrize("value", [1.5, {"name": "Sipho"}, ["a", 1], b"x", ("a",)])
def test_a_fact_is_a_text_a_whole_number_yes_or_no_or_codes(value: object) -> None:
    with pytest.raises(TypeError):
        told({"fact": value})  # type: ignore[dict-item]
    assert told({"a": "x", "b": 1, "c": True, "d": None, "e": ["x"]}) == {
        "a": "x",
        "b": 1,
        "c": True,
        "d": None,
        "e": ["x"],
    }


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "none"), (1, "fewer than 10"), (9, "fewer than 10"), (10, "10 to 99"), (99, "10 to 99"), (100, "100 to 999"),
     (9_999, "1,000 to 9,999"), (10_000, "10,000 or more")],
)  # fmt: skip
def test_people_are_counted_as_a_size(number: int, words: str) -> None:
    assert size_of(number) == words
    assert all(told({name: number}) == {name: words} for name in OF_PEOPLE)
    assert told({"version": number}) == {"version": number}


def test_what_a_person_does_alone_is_never_recorded(village: Cast) -> None:
    with pytest.raises(ValueError, match="when they came"):
        record("contribution-corrected", by=None, kind="contribution", on=village.initiative.uuid)
    record("contribution-set-aside", by=village[Role.STEWARD], kind="contribution", on=village.initiative.uuid)


def test_every_act_in_the_program_is_a_code_and_every_fact_has_a_name_in_plain_words(repository: Path) -> None:
    """Walks all calls: an action is a constant code, and facts are no values of forms or of contributions."""
    forbidden = {"reason", "email", "name", "title", "words", "answers", "answer", "note", "code_of_receipt", "receipt"}
    actions, facts = set(), set()
    for path in (repository / "src/nyhavn/web").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in RECORDS:
                continue
            actions |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant)}
            for dictionary in (d for d in ast.walk(node) if isinstance(d, ast.Dict)):
                facts |= {key.value for key in dictionary.keys if isinstance(key, ast.Constant)}
    assert len(actions) > 40
    assert [action for action in actions if not action.replace("-", "").isalpha() or not action.islower()] == []
    assert facts & forbidden == set()


RECORDS = {"record", "_record", "record_once_a_day", "trace"}
