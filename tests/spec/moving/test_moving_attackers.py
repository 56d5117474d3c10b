"""A file with a workspace that is stolen opens nothing; one that was changed, or is from somebody else, is refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from spec.moving.conftest import again
from spec.moving.moving_places import Between, Site, new_site

pytestmark = pytest.mark.slow
PASSPHRASE = "boat harbour rope tide gull net"


def test_nothing_in_the_file_can_be_read_without_the_key(packed: Between) -> None:
    told = packed.old.village("canary", "look")
    box = packed.file("village.box").read_bytes()
    texts = [*told["opened"], *told["withdrawn"], *told["answers"].values(), "Carmen", "carmen@village.example"]
    found = [text for text in texts if len(text) > 5 and text.encode() in box]
    assert not found and b"village-water" not in box and b"canary" not in box
    for name in ("hash key", "installation key"):
        assert bytes.fromhex(told[name]) not in box


def test_another_site_opens_nothing_and_nor_does_a_wrong_passphrase(packed: Between, tmp_path: Path) -> None:
    thief = new_site(tmp_path / "thief")
    words = ("move-in", packed.file("village.box"), "--key", packed.old.trust, "--out", tmp_path / "x.json")
    assert "move-other-key" in thief.refused(*words)
    assert "move-other-key" in thief.secretly(PASSPHRASE, *words).stderr
    packed.old.done("move-out", "village-water", "--call-off")
    secret = packed.file("secret.box")
    out = ("move-out", "village-water", "--out", secret)
    assert "move-passphrase-short" in packed.old.secretly("short", *out).stderr
    assert packed.old.secretly(PASSPHRASE, *out).returncode == 0
    entering = ("move-in", secret, "--key", packed.old.trust, "--out", packed.file("y.json"))
    assert "move-passphrase-needed" in thief.refused(*entering)
    assert "move-other-key" in thief.secretly(PASSPHRASE.upper(), *entering).stderr
    assert packed.new.secretly(PASSPHRASE, *entering).returncode == 0, "the twin: whoever knows it gets in"


def cut(content: bytes) -> bytes:
    return content[:-100]


def changed_in_the_middle(content: bytes) -> bytes:
    place = len(content) // 2
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def a_piece_left_out(content: bytes) -> bytes:
    head, _, rest = content.partition(b"\n")
    return head + b"\n" + rest[(1 << 16) + 16 :]


def something_behind_it(content: bytes) -> bytes:
    return content + b"more"


def another_head(content: bytes) -> bytes:
    return content.replace(b'"kind":"key"', b'"kind":"key" ', 1)


def test_a_file_that_was_changed_is_refused_and_changes_nothing(packed: Between) -> None:
    box = packed.file("village.box")
    whole = box.read_bytes()
    faults: tuple[Callable[[bytes], bytes], ...] = (
        cut,
        changed_in_the_middle,
        a_piece_left_out,
        something_behind_it,
        another_head,
    )
    words = ("move-in", box, "--key", packed.old.trust, "--out", packed.file("x.json"))
    for fault in faults:
        box.write_bytes(fault(whole))
        assert "move-file-damaged" in packed.new.refused(*words), fault.__name__
    box.write_bytes(whole)
    assert packed.new.done(*words), "the twin: the file as it was is taken"


def test_a_file_of_a_site_that_nobody_vouched_for_is_refused(packed: Between) -> None:
    out = packed.file("x.json")
    said = packed.new.refused("move-in", packed.file("village.box"), "--key", packed.new.trust, "--out", out)
    assert "move-site-unknown" in said


def test_a_second_site_that_confirmed_gets_nothing(packed: Between, tmp_path: Path) -> None:
    """With a passphrase two sites can try it; the handover names one."""
    packed.old.done("move-out", "village-water", "--call-off")
    secret, twin = packed.file("secret.box"), new_site(tmp_path / "twin")
    assert packed.old.secretly(PASSPHRASE, "move-out", "village-water", "--out", secret).returncode == 0
    confirmations = [secretly_confirmed(site, secret, packed) for site in (packed.new, twin)]
    handover = packed.file("handover.json")
    finish = ("move-out", "village-water", "--finish", confirmations[0], "--out", handover)
    assert "move-site-unknown" in packed.old.refused(*finish), "nobody vouched for it"
    packed.old.done(*finish, "--key", packed.new.trust)
    again_ = ("move-out", "village-water", "--finish", confirmations[1], "--out", packed.file("second.json"))
    assert "move-not-ours" in packed.old.refused(*again_, "--key", twin.trust)
    entering = ("move-in", secret, "--key", packed.old.trust, "--finish", handover, "--out", packed.file("c.json"))
    assert "move-not-ours" in twin.secretly(PASSPHRASE, *entering).stderr
    assert packed.new.secretly(PASSPHRASE, *entering).returncode == 0


def secretly_confirmed(site: Site, secret: Path, move: Between) -> Path:
    out = move.file(f"{site.folder.name}.json")
    done = site.secretly(PASSPHRASE, "move-in", secret, "--key", move.old.trust, "--out", out)
    assert done.returncode == 0, done.stderr
    return out


def test_a_handover_that_was_changed_is_refused(packed_once: Between, tmp_path: Path) -> None:
    move = again(packed_once, tmp_path / "there")
    move.old.village("take-back=9")
    move.hand_over()
    handover = move.file("handover.json")
    given = handover.read_bytes()
    whole = json.loads(given)
    for name in ("since", "leaves", "checkpoint"):
        handover.write_text(json.dumps({**whole, name: ""}, sort_keys=True, separators=(",", ":")) + "\n")
        words = ("move-in", move.file("village.box"), "--key", move.old.trust, "--finish", handover)
        assert "move-file-damaged" in move.new.refused(*words, "--out", move.file("x.json")), name
    handover.write_bytes(given)
    move.take_in()


def test_a_file_about_the_move_that_was_changed_is_refused(moved: Between) -> None:
    continuity = moved.file("continuity.json")
    told = continuity.read_text()
    other = continuity.with_name("other.json")
    other.write_text(told.replace("workspace-left", "workspace-lost", 1))
    release = moved.new.home / "releases/village-water-2026/1"
    words = ("verify", release, "--key", moved.old.trust, "--moved")
    assert "continuity-wrong" in moved.new.refused(*words, other)
    assert moved.new.done(*words, continuity)


@pytest.mark.parametrize(
    ("lie", "said"),
    [
        ("row", "not of this workspace"),
        ("file", "not of this workspace"),
        ("work", "that is not of this workspace"),
        ("name", "a name that is not on its list"),
    ],
)
def test_a_site_that_is_trusted_brings_nothing_into_somebody_else_s_house(packed: Between, lie: str, said: str) -> None:
    """A record in another log, a file in the folder of a release, a version under its name, work on what is theirs."""
    packed.old.done("move-out", "village-water", "--call-off")
    box = packed.file("lie.box")
    packed.old.village(f"forge={lie},{packed.file('new.key')},{box}")
    assert said in packed.new.refused("move-in", box, "--key", packed.old.trust, "--out", packed.file("x.json"))
