"""The whole workspace of a community leaves one installation and enters another one, unchanged."""

import json
from pathlib import Path
from typing import Any

import pytest

from missing import missing
from postgresql import postgresql, programs
from spec.moving.moving_places import Between, Site, new_site
from web import people_in_danger

GOVERNING = (
    "safety.Risk", "safety.RiskVersion", "safety.RiskSignature", "safety.PromptAnswer", "safety.HarmReview",
    "incidents.Incident", "community.Charter", "community.Member", "community.Meeting", "community.MeetingItem",
    "community.Dissent", "interests.OwnDeclaration",
)  # fmt: skip
slow = pytest.mark.slow  # each takes half a minute


def check_the_same(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Line by line; only what was done since stands in the record behind what stood there before."""
    record = "audit.AuditRecord"
    ours, theirs = dict(before["dump"]), dict(after["dump"])
    assert theirs[record][: len(ours[record])] == ours[record]
    assert {**theirs, record: []} == {**ours, record: []}
    assert after["opened"] == before["opened"] and after["published"] == before["published"]
    assert not after["problems"] and not after["broken seals"]


def check_came_home(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Line by line; tables that only grow hold also what was written at home when it left."""
    came, here = dict(before["dump"]), dict(after["dump"])
    for table in ("audit.AuditRecord", "consent.ConsentEvent"):
        assert set(came.pop(table)) <= set(here.pop(table))
    assert here == came
    assert after["opened"] == before["opened"] and after["withdrawn"] == before["withdrawn"]
    assert not after["problems"] and not after["broken seals"]


def test_what_enters_is_line_by_line_what_left_and_everybody_s_answers_open(packed: Between) -> None:
    before = packed.old.village("dump", "look")
    packed.hand_over()
    packed.take_in()
    after = packed.new.village("dump", "look")
    check_the_same(before, after)
    assert sum(map(len, before["dump"].values())) > 150
    assert not [table for table in GOVERNING if not after["dump"][table]]
    assert after["incidents"] == before["incidents"] == [people_in_danger.WORDS]
    assert len(after["opened"]) == 23


@slow
def test_receipts_and_withdrawals_work_at_the_new_site(moved: Between) -> None:
    before = moved.new.village("look")
    assert len(before["opened"]) == 22, "who took back while it was under way is not there either"
    told = moved.new.village("take-back=5", "look")
    assert told["proof"] in told["withdrawn"] and told["proof"] not in told["opened"]
    assert len(told["withdrawn"]) == 3 and not told["unfinished"]
    assert moved.new.village("contribute")["contributed"] is True


@slow
def test_the_old_site_opens_nothing_takes_nothing_and_says_where_to_go(moved: Between) -> None:
    told = moved.old.village("look", "contribute", "try-to-take-back=6", "staff-takes-back")
    assert told["incidents"] == [""], "what was reported opens nowhere but at the new site"
    assert told["opened"] == {} and told["keys"] == ["moved.json"] and told["states"] == ["gone"]
    assert told["contributed"] == ["workspace-moved"]
    assert "open nothing" in told["refused"]
    assert told["staff"] == ["workspace-moved", "Go to https://new.example."]
    assert told["published"] == ["village-water-2026 1"], "what was public stays public"


@slow
def test_while_it_is_under_way_nothing_changes_but_everybody_can_take_back(packed: Between) -> None:
    told = packed.old.village("contribute", "take-back=8")
    assert told["contributed"] == ["workspace-leaving"] and told["proof"]
    packed.old.done("move-out", "village-water", "--call-off")
    assert packed.old.village("contribute")["contributed"] is True
    late = packed.old.refused(
        "move-out", "village-water", "--finish", packed.file("confirmation.json"), "--out", packed.file("late.json")
    )
    assert "move-not-ours" in late


@slow
def test_people_are_invited_anew_and_nobody_s_password_moves(moved: Between) -> None:
    told = moved.new.village("look")
    assert told["can sign in"] == 0
    assert "carmen@village.example" in told["invited"]


@slow
def test_a_release_from_before_and_one_from_after_verify_with_the_key_that_people_have(moved: Between) -> None:
    moved.new.village("publish-again")
    continuity = moved.file("continuity.json")
    releases = moved.new.home / "releases/village-water-2026"
    for version in ("1", "2"):
        said = moved.new.done("verify", releases / version, "--key", moved.old.trust, "--moved", continuity)
        assert "The community moved on" in said
    assert moved.new.done("verify", releases / "1", "--key", moved.old.trust)
    unknown = moved.new.command("verify", releases / "2", "--key", moved.old.trust)
    assert unknown.returncode == 1 and "key you do not trust" in unknown.stdout
    records = next((moved.new.home / "moved-in").iterdir())
    assert "sealed and unchanged" in moved.new.done(
        "verify-log", records / "records.jsonl", "--key", records / "trust.pub"
    )


@slow
def test_the_old_site_cannot_go_on_unseen_after_an_old_backup(begun: Site, moved: Between, tmp_path: Path) -> None:
    """Whoever goes on with a copy of everything, keys and log too: what comes out is known as no continuation."""
    copy = begun.copied_site(tmp_path / "copy")
    copy.village("publish-again")
    release = copy.home / "releases/village-water-2026/2"
    assert copy.done("verify", release, "--key", copy.trust), "by itself it looks sound"
    found = copy.command("verify", release, "--key", copy.trust, "--moved", moved.file("continuity.json"))
    assert found.returncode == 1 and "made after the move" in found.stdout


@slow
def test_a_backup_from_before_the_move_comes_back_as_moved(begun: Site, tmp_path: Path) -> None:
    old = begun.copied_site(tmp_path / "old")
    old.done("backup", "--to", old.backup)
    move = Between(old, new_site(tmp_path / "new"), tmp_path / "files")
    move.all()
    old.done("restore", old.backup, "--replace")
    told = old.village("look", "contribute")
    assert told["states"] == ["gone"] and told["opened"] == {} and told["contributed"] == ["workspace-moved"]
    assert move.hand_over().exists()
    assert "belongs to this site" in move.new.done(
        "move-in", move.file("village.box"), "--key", old.trust,
        "--finish", move.file("handover.json"), "--out", move.file("again.json"),
    )  # fmt: skip


@slow
def test_from_sqlite_to_postgresql_and_back(begun: Site, tmp_path: Path) -> None:
    if programs() is None:
        missing("postgresql", "there is no PostgreSQL server on this machine")
    with postgresql() as address:
        old = begun.copied_site(tmp_path / "old")
        middle = new_site(tmp_path / "middle", address)
        middle.village("neighbours")
        there = Between(old, middle, tmp_path / "there")
        before = old.village("dump", "look")
        there.all()
        between = middle.village("dump", "look")
        check_the_same(before, between)
        middle.village("contribute", "take-back=5")
        left = middle.village("dump", "look")
        home = Between(middle, old, tmp_path / "home", "https://old.example")
        home.all()
        home.take_in()
        check_came_home(left, old.village("dump", "look"))
        told = old.village("contribute", "take-back=6", "look", "publish-again")
        assert told["contributed"] is True and told["proof"] in told["withdrawn"]
        assert told["states"] == ["arrived", "gone"] and len(told["opened"]) == 23
        release = old.home / "releases/village-water-2026/2"
        said = old.done("verify", release, "--key", old.trust, "--moved", home.file("continuity.json"))
        assert said.count("The community moved on") == 2
        assert len(json.loads(home.file("continuity.json").read_text())["links"]) == 2


@slow
def test_it_comes_home_and_leaves_again(moved: Between, tmp_path: Path) -> None:
    home = Between(moved.new, moved.old, tmp_path / "home", "https://old.example")
    home.all()
    left = moved.old.village("dump", "look")
    assert not moved.old.keys.joinpath("moved.json").exists() and left["states"] == ["arrived", "gone"]
    again_ = Between(moved.old, moved.new, tmp_path / "again")
    again_.all()
    check_came_home(left, moved.new.village("dump", "look"))
    assert moved.new.village("contribute")["contributed"] is True
    assert moved.old.village("contribute")["contributed"] == ["workspace-moved"]


@slow
def test_a_backup_from_before_it_left_opens_after_it_came_home(begun: Site, tmp_path: Path) -> None:
    old, new = begun.copied_site(tmp_path / "old"), new_site(tmp_path / "new")
    old.done("backup", "--to", old.backup)
    Between(old, new, tmp_path / "there").all()
    new.village("take-back=5")
    Between(new, old, tmp_path / "home").all()
    old.village("turn")
    old.done("restore", old.backup, "--replace")
    told = old.village("look", "contribute")
    assert len(told["opened"]) == 22, "all but those who took their answers back, here or there"
    assert told["contributed"] is True


@slow
def test_only_what_left_comes_home(begun: Site, moved: Between, tmp_path: Path) -> None:
    """A copy from before the move, at another site, does not pass for the workspace."""
    other = begun.copied_site(tmp_path / "other")
    forged = Between(other, moved.old, tmp_path / "forged")
    forged.pack()
    out = forged.file("confirmation.json")
    said = moved.old.refused("move-in", forged.file("village.box"), "--key", other.trust, "--out", out)
    assert "move-here-already" in said
