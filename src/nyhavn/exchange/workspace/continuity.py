"""Does a release of a community that moved continue what came before, and did the old site stop?

The file that came with the move holds both logs as they were: the old one, whose last entry gives the community away,
and the new one, whose entry names the head of the old. Whoever trusted the old key needs no other one: it says itself
who goes on. And a release of this community that the old key signed outside of that old log is no continuation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from nyhavn.exchange.bundle.canonical import Unreadable, read_model
from nyhavn.exchange.bundle.checkpoint import read_checkpoint
from nyhavn.exchange.bundle.keys import VerifierKey, read_trusted_keys
from nyhavn.exchange.bundle.layout import CHECKPOINT, LEAVES, SIGNER
from nyhavn.exchange.bundle.merkle import root_hash
from nyhavn.exchange.bundle.verdict import Problem, Verification
from nyhavn.exchange.bundle.verification import Beside, verify
from nyhavn.exchange.workspace.statements import (
    Arrived,
    Continuity,
    Left,
    Link,
    Signed,
    leaf_of,
    leaves_in,
    said_in,
    signer_of,
)
from nyhavn.framework.refusal import refusal


@dataclass(frozen=True)
class Step:
    """One move, checked. old, new: the keys; old_log, new_log: leaves up to the entry about the move."""

    left: Left
    old: VerifierKey
    new: VerifierKey
    old_log: tuple[bytes, ...]
    new_log: tuple[bytes, ...]

    def is_about(self, release: str) -> bool:
        """Whether a release is of the community that moved."""
        own = self.left.slug
        return release in self.left.releases or release == own or release.startswith(f"{own}-")


def verify_moved(path: Path, *, moved: bytes, trusted: Sequence[str], beside: Beside) -> Verification:
    """Check a bundle of a community that moved. moved: bytes of the file that came with the move.

    Raises Refusal "continuity-wrong", and those of `verify`.
    """
    steps = steps_in(moved)
    keys = list(read_trusted_keys(trusted)) if trusted else []
    for step in steps:
        if step.old in keys and step.new not in keys:
            keys.append(step.new)
    found = verify(
        path,
        trusted=[key.line for key in keys],
        older_checkpoint=beside.older,
        log_folder=beside.log_folder,
        credit=beside.credit,
    )
    given = {key.line for key in read_trusted_keys(trusted)} if trusted else set()
    problems = [*_problems(found, steps), *_foreign(found, steps, given)]
    notes = tuple(_note(step) for step in steps)
    is_known = found.signer_trusted and not any(one.code == "signer-unknown" for one in problems)
    return replace(
        found,
        problems=(*found.problems, *problems),
        notes=(*notes, *found.notes),
        signer_trusted=None if found.signer_trusted is None else bool(is_known),
    )


def steps_in(moved: bytes) -> tuple[Step, ...]:
    """Every move in such a file, each checked and tied to the one before. Raises Refusal "continuity-wrong"."""
    try:
        links = read_model(Continuity, moved).links
        steps = tuple(_step(link) for link in links)
        if not steps:
            raise Unreadable("It tells of no move.")
        for before, after in pairwise(steps):
            if before.new != after.old or before.left.initiative != after.left.initiative:
                raise Unreadable("A move does not begin where the one before ended.")
        _check_logs_go_on(steps)
    except Unreadable as fault:
        what = f"The file about the move does not hold. {fault}"
        do = "Ask the site that publishes the release for the file once more."
        raise refusal("continuity-wrong", what, do=do) from fault
    return steps


def _check_logs_go_on(steps: Sequence[Step]) -> None:
    """A site that was the home twice has one log. Raises Unreadable."""
    known: dict[str, tuple[bytes, ...]] = {}
    for step in steps:
        for key, log in ((step.old, step.old_log), (step.new, step.new_log)):
            before = known.get(key.line, ())
            if log[: len(before)] != before:
                raise Unreadable("A site rewrote its log between two moves.")
            known[key.line] = log


def _step(link: Link) -> Step:
    left, arrived = said_in(Left, link.left), said_in(Arrived, link.arrived)
    old_log = _log(link.left_leaves, link.left_checkpoint, left.by, link.left)
    new_log = _log(link.arrived_leaves, link.arrived_checkpoint, arrived.by, link.arrived)
    is_tied = (arrived.by, arrived.archive, arrived.initiative) == (left.to, left.archive, left.initiative)
    if not is_tied or arrived.left != leaf_of(link.left).hex() or arrived.checkpoint != link.left_checkpoint:
        raise Unreadable("The two sites did not sign the same.")
    return Step(left, signer_of(left.by), signer_of(arrived.by), old_log, new_log)


def _log(text: str, checkpoint: str, by: str, last: Signed) -> tuple[bytes, ...]:
    """The leaves, if the key signed exactly these, and the statement is the last. Raises Unreadable."""
    leaves, signed = leaves_in(text), read_checkpoint(checkpoint.encode())
    same = (signed.checkpoint.size, signed.checkpoint.root) == (len(leaves), root_hash(leaves))
    if not same or not signed.signed_by(signer_of(by)) or leaves[-1:] != (leaf_of(last),):
        raise Unreadable("A log does not end with what was signed.")
    return leaves


def _problems(found: Verification, steps: Sequence[Step]) -> list[Problem]:
    """Whether the signer of a release of the community was its home then: a log says when it came, and when it left."""
    about = [step for step in steps if step.is_about(found.release_id)]
    stays = [one for one in _stays(steps) if one.key.line == found.signer_key]
    if not about or not stays or any(one.holds(found.leaves) for one in stays):
        return []
    left = [step for step in steps if step.old.line == found.signer_key]
    if left:
        sentence = (
            f"The community left this site on {left[-1].left.at[:10]}, and its log ended for it then. This release is "
            "not in that log: it was made after the move, or the log was rewritten."
        )
        return [Problem("continued-after-move", LEAVES, sentence)]
    sentence = "The log of the new site does not hold the entry with which the community arrived."
    return [Problem("arrival-missing", CHECKPOINT, sentence)]


@dataclass(frozen=True)
class Stay:
    """While a site was the home of the community.

    begin: its log up to the arrival. end: up to the leaving, None where it did not leave.
    """

    key: VerifierKey
    begin: tuple[bytes, ...]
    end: tuple[bytes, ...] | None

    def holds(self, leaves: Sequence[bytes]) -> bool:
        """Whether a release was made then. leaves: of the log that it names."""
        has_begun = tuple(leaves[: len(self.begin)]) == self.begin
        return has_begun and (self.end is None or tuple(leaves) == self.end[: len(leaves)])


def _stays(steps: Sequence[Step]) -> Iterator[Stay]:
    yield Stay(steps[0].old, (), steps[0].old_log)
    for number, step in enumerate(steps, 1):
        yield Stay(step.new, step.new_log, steps[number].old_log if number < len(steps) else None)


def _foreign(found: Verification, steps: Sequence[Step], given: set[str]) -> list[Problem]:
    """The old key speaks for the new one about its own community, and about nothing else at that site."""
    is_lent = found.signer_trusted and found.signer_key not in given
    if not is_lent or any(step.is_about(found.release_id) for step in steps if step.new.line == found.signer_key):
        return []
    sentence = "The key that you trust speaks for this signer about another community only."
    return [Problem("signer-unknown", SIGNER, sentence)]


def _note(step: Step) -> str:
    return (
        f"The community moved on {step.left.at[:10]} from {step.old.name} to {step.new.name}. The new log names the "
        f"old one at {len(step.old_log)} entries; who signed there vouches for the new signer."
    )
