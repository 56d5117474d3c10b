"""Who signed, and whether the log was rewritten since somebody last looked."""

import shutil
from pathlib import Path

import pytest

from nyhavn.exchange.bundle.checkpoint import Checkpoint, read_checkpoint, sign_checkpoint
from nyhavn.exchange.bundle.layout import EVIDENCE
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.log_files import read_leaves, write_leaves
from nyhavn.exchange.bundle.merkle import leaf_hash, root_hash
from nyhavn.exchange.bundle.sealing import seal
from nyhavn.exchange.bundle.verdict import Verification
from nyhavn.exchange.bundle.verification import verify
from nyhavn.framework.refusal import Refusal
from spec.bundle.small_release import Published, publish_release, small_release

ORIGIN = "water.example/releases"


@pytest.fixture
def log(tmp_path: Path) -> ReleaseLog:
    return ReleaseLog.open(tmp_path / "log", origin=ORIGIN)


@pytest.fixture
def releases(log: ReleaseLog, tmp_path: Path) -> list[Published]:
    """Three releases of one log."""
    return [publish_release(log, tmp_path / f"release-{n}", id=f"agua-{n}") for n in (1, 2, 3)]


def codes(found: Verification) -> set[str]:
    return {problem.code for problem in found.problems}


def unseal(folder: Path) -> Path:
    """Take the evidence away, as somebody does who wants to sign the content anew."""
    for file in EVIDENCE:
        (folder / file).unlink()
    (folder / "log").rmdir()
    return folder


def rewritten(log: ReleaseLog, place: Path, release: Path) -> Path:
    """The log's owner takes out the entry before the last and signs the shorter history: all is whole in itself."""
    bundle = Path(shutil.copytree(release, place))
    leaves = read_leaves((bundle / "log/leaves.txt").read_bytes())
    changed = (*leaves[:-2], leaf_hash(b"something else"), leaves[-1])
    signed = sign_checkpoint(Checkpoint(ORIGIN, len(changed), root_hash(changed)), log.key, log.sign)
    (bundle / "log/leaves.txt").write_bytes(write_leaves(changed))
    (bundle / "log/checkpoint").write_bytes(signed.data)
    return bundle


def test_a_foreign_signer_fails_and_is_named_by_fingerprint(
    releases: list[Published], log: ReleaseLog, tmp_path: Path
) -> None:
    stranger = ReleaseLog.open(tmp_path / "stranger", origin=ORIGIN)
    found = verify(releases[0].folder, trusted=[stranger.verifier_key])
    assert (codes(found), found.signer_trusted) == ({"signer-unknown"}, False)
    assert log.key_fingerprint in found.problems[0].sentence


def test_one_of_several_trusted_keys_is_enough(releases: list[Published], log: ReleaseLog, tmp_path: Path) -> None:
    stranger = ReleaseLog.open(tmp_path / "stranger")
    found = verify(releases[0].folder, trusted=["# two keys", stranger.verifier_key, log.verifier_key])
    assert (found.ok, found.signer_trusted) == (True, True)


def test_the_same_key_under_another_name_is_not_trusted(releases: list[Published], log: ReleaseLog) -> None:
    """A key speaks for one log only."""
    other = type(log.key)("other.example", log.key.public)
    assert codes(verify(releases[0].folder, trusted=[other.line])) == {"signer-unknown"}


def test_content_changed_and_signed_anew_by_a_stranger_is_whole_but_not_trusted(
    releases: list[Published], log: ReleaseLog, tmp_path: Path
) -> None:
    """Why a key must come another way: without one, only "unchanged since somebody signed it" can be said."""
    forged = unseal(releases[0].folder)
    (forged / "report.html").write_bytes(b"<p>invented</p>")
    stranger = ReleaseLog.open(tmp_path / "stranger", origin=ORIGIN)
    seal(forged, small_release(), stranger)
    assert (verify(forged).ok, verify(forged).signer_trusted) == (True, None)
    found = verify(forged, trusted=[log.verifier_key])
    assert (codes(found), found.signer) == ({"signer-unknown"}, stranger.key_fingerprint)


def test_a_strangers_key_laid_into_a_release_does_not_fit_its_signature(
    releases: list[Published], tmp_path: Path
) -> None:
    stranger = ReleaseLog.open(tmp_path / "stranger", origin=ORIGIN)
    (releases[0].folder / "log/signer.pub").write_text(f"{stranger.verifier_key}\n")
    assert codes(verify(releases[0].folder)) == {"signature-wrong", "checkpoint-wrong"}


def test_every_older_checkpoint_fits_every_later_release(releases: list[Published], log: ReleaseLog) -> None:
    for later, release in enumerate(releases):
        for older in releases[: later + 1]:
            found = verify(
                release.folder, trusted=[log.verifier_key], older_checkpoint=older.sealed.checkpoint
            )  # fmt: skip
            assert found.problems == ()
            assert not any("older checkpoint" in note for note in found.notes)


def test_the_checkpoint_of_the_empty_log_fits_too(releases: list[Published], log: ReleaseLog) -> None:
    first = (log.folder / "checkpoints" / "0").read_bytes()
    assert verify(releases[2].folder, older_checkpoint=first).ok


def test_a_rewritten_log_is_whole_in_itself_and_caught_by_an_older_checkpoint(
    releases: list[Published], log: ReleaseLog, tmp_path: Path
) -> None:
    forged = rewritten(log, tmp_path / "forged", releases[2].folder)
    assert verify(forged, trusted=[log.verifier_key]).ok
    caught = verify(forged, trusted=[log.verifier_key], older_checkpoint=releases[1].sealed.checkpoint)
    assert codes(caught) == {"log-rewritten"}
    assert "rewritten" in caught.problems[0].sentence


def test_a_checkpoint_from_before_the_change_still_fits(
    releases: list[Published], log: ReleaseLog, tmp_path: Path
) -> None:
    """The twin: entries before the rewritten one are the same, and nothing else is claimed."""
    forged = rewritten(log, tmp_path / "forged", releases[2].folder)
    assert verify(forged, older_checkpoint=releases[0].sealed.checkpoint).ok


def test_two_checkpoints_of_one_size_are_caught(releases: list[Published], log: ReleaseLog, tmp_path: Path) -> None:
    forged = rewritten(log, tmp_path / "forged", releases[2].folder)
    assert codes(verify(forged, older_checkpoint=releases[2].sealed.checkpoint)) == {"log-rewritten"}


def test_a_checkpoint_of_another_log_is_not_compared(releases: list[Published], tmp_path: Path) -> None:
    for name in (ORIGIN, "other.example"):
        stranger = ReleaseLog.open(tmp_path / f"stranger-{len(name)}", origin=name)
        foreign = publish_release(stranger, tmp_path / f"foreign-{len(name)}")
        found = verify(releases[0].folder, older_checkpoint=foreign.sealed.checkpoint)
        assert codes(found) == {"older-checkpoint-foreign"}


def test_a_newer_checkpoint_needs_a_copy_of_the_log(releases: list[Published], log: ReleaseLog) -> None:
    newest = releases[2].sealed.checkpoint
    alone = verify(releases[0].folder, older_checkpoint=newest)
    assert codes(alone) == {"log-copy-needed"}
    assert "3 entries" in alone.problems[0].sentence
    assert verify(releases[0].folder, older_checkpoint=newest, log_folder=log.folder).ok


def test_a_copy_of_the_log_needs_no_private_key(releases: list[Published], log: ReleaseLog, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in ("leaves.txt", "checkpoint"):
        shutil.copy(log.folder / file, copy / file)
    assert verify(releases[0].folder, log_folder=copy).ok


def test_a_copy_of_the_log_that_is_too_short_is_said_to_be_so(
    releases: list[Published], log: ReleaseLog, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(log.folder, tmp_path / "copy"))
    newer = publish_release(log, tmp_path / "release-4")
    found = verify(releases[0].folder, older_checkpoint=newer.sealed.checkpoint, log_folder=copy)
    assert codes(found) == {"log-copy-needed"}
    assert codes(verify(newer.folder, log_folder=copy)) == {"log-rewritten"}


def test_a_release_that_the_log_no_longer_holds_is_caught(
    releases: list[Published], log: ReleaseLog, tmp_path: Path
) -> None:
    changed = (leaf_hash(b"another first entry"), *log.state().leaves[1:])
    signed = sign_checkpoint(Checkpoint(ORIGIN, 3, root_hash(changed)), log.key, log.sign)
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "leaves.txt").write_bytes(write_leaves(changed))
    (copy / "checkpoint").write_bytes(signed.data)
    assert codes(verify(releases[0].folder, log_folder=copy)) == {"log-rewritten"}


def test_a_strangers_copy_of_the_log_is_not_compared(releases: list[Published], tmp_path: Path) -> None:
    stranger = ReleaseLog.open(tmp_path / "stranger", origin=ORIGIN)
    assert "log-copy-foreign" in codes(verify(releases[0].folder, log_folder=stranger.folder))


@pytest.mark.parametrize("data", [b"", b"garbage", b"\xff", b"water.example/releases\n1\n"])
def test_an_unreadable_older_checkpoint_is_refused_and_not_passed_over(releases: list[Published], data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        verify(releases[0].folder, older_checkpoint=data)
    assert refused.value.codes == ("older-checkpoint-unreadable",)


@pytest.mark.parametrize("damage", ["missing", "short", "garbage", "changed"])
def test_a_damaged_copy_of_the_log_is_refused(releases: list[Published], log: ReleaseLog, damage: str) -> None:
    leaves = log.folder / "leaves.txt"
    data = leaves.read_bytes()
    leaves.unlink()
    changed = {"short": data[:-65], "garbage": b"x" * len(data), "changed": data[65:130] + data[:65] + data[130:]}
    if damage in changed:
        leaves.write_bytes(changed[damage])
    with pytest.raises(Refusal) as refused:
        verify(releases[0].folder, log_folder=log.folder)
    assert refused.value.codes == ("log-copy-unreadable",)


def test_an_unreadable_key_or_an_empty_trust_file_is_refused(releases: list[Published]) -> None:
    for lines in (["garbage"], [""], ["# no key here"]):
        with pytest.raises(Refusal) as refused:
            verify(releases[0].folder, trusted=lines)
        assert refused.value.codes == ("trusted-key-unreadable",)


def test_nothing_at_the_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        verify(tmp_path / "nowhere")
    assert refused.value.codes == ("bundle-not-found",)


def test_the_checkpoint_handed_out_is_the_one_in_the_release(releases: list[Published]) -> None:
    for size, release in enumerate(releases, start=1):
        data = (release.folder / "log/checkpoint").read_bytes()
        assert data == release.sealed.checkpoint
        assert (read_checkpoint(data).checkpoint.size, release.sealed.log_size) == (size, size)
