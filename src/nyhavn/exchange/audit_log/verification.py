"""Checking a file of records: every leaf, the chain over them, its seals, its signature, and an older checkpoint.

The file is read line by line and never held as a whole: what is kept is a few numbers and hashes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from nyhavn.exchange.audit_log.checkpoints import Kept, audit_key, read_kept, read_note
from nyhavn.exchange.audit_log.leaves import FIRST_HEAD, LeafContent, commitment, is_same, leaf_of, next_head
from nyhavn.exchange.audit_log.lines import (
    EndLine,
    Header,
    Identifier,
    LeafLine,
    RecordLine,
    SealLine,
    Told,
    read_header,
    read_line,
)
from nyhavn.exchange.audit_log.verdict import (
    HOLDER,
    NO_KEY,
    NO_OLDER,
    NOT_SIGNED,
    NOT_TRUTH,
    LogProblem,
    LogVerification,
)
from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.bundle.keys import VerifierKey

MOST_PROBLEMS = 20  # of those that are named; a file of another kind has one on every line


@dataclass
class _Walk:
    """Where the check stands."""

    kept: Kept | None
    size: int = 0
    head: str = FIRST_HEAD
    sealed: int = 0
    shown: int = 0
    erased: int = 0
    withheld: int = 0
    header: Header | None = None
    end: EndLine | None = None
    head_at_kept: str = ""
    problems: list[LogProblem] = field(default_factory=list)

    def wrong(self, code: str, line: int, sentence: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(LogProblem(code, line, sentence))


def verify_log(
    lines: Iterable[bytes], *, older: bytes | Kept | None = None, trusted: Sequence[VerifierKey] = ()
) -> LogVerification:
    """Check a log file, given as its lines with their line feeds. older: a checkpoint that somebody kept.

    trusted: keys whose signature counts, as they stand in the trust file of releases; none: the signer stays unknown.
    """
    walk = _Walk(None)
    walk.kept = _kept(walk, older)
    if walk.kept and walk.kept.size == 0:
        walk.head_at_kept = FIRST_HEAD
    for number, line in enumerate(lines, start=1):
        try:
            _take(walk, number, line)
        except Unreadable as fault:
            walk.wrong("log-line-unreadable", number, f"This line cannot be read. {fault}")
    _check_end(walk)
    _check_kept(walk, trusted)
    is_trusted = _check_signature(walk, trusted)
    return LogVerification(
        problems=tuple(walk.problems),
        size=walk.size,
        head=walk.head,
        shown=walk.shown,
        erased=walk.erased,
        withheld=walk.withheld,
        unsealed=walk.header.unsealed if walk.header else 0,
        kept_size=walk.kept.size if walk.kept else None,
        is_signer_trusted=is_trusted,
        notes=tuple(_notes(walk, trusted)),
    )


def kept_in(lines: Iterable[bytes]) -> Kept:
    """The state that an older file of records ends in, worked out from its leaves and not taken from its last line.

    Raises Unreadable if that file does not hold itself.
    """
    found = verify_log(lines)
    if found.problems:
        raise Unreadable("The older file does not hold itself.")
    return Kept(found.size, found.head)


def _kept(walk: _Walk, older: bytes | Kept | None) -> Kept | None:
    if older is None or isinstance(older, Kept):
        return older
    try:
        return read_kept(older)
    except Unreadable as fault:
        walk.wrong("older-checkpoint-unreadable", 0, f"The older checkpoint cannot be read. {fault}")
        return None


def _take(walk: _Walk, number: int, data: bytes) -> None:
    if number == 1:
        walk.header = read_header(data)
        return
    if walk.end is not None:
        raise Unreadable("It stands behind the end.")
    line = read_line(data)
    if isinstance(line, EndLine):
        walk.end = line
    elif isinstance(line, SealLine):
        _check_seal(walk, number, line)
    else:
        if isinstance(line, RecordLine):
            _check_record(walk, number, line)
        _add(walk, line)


def _add(walk: _Walk, line: RecordLine | LeafLine) -> None:
    walk.size += 1
    walk.head = next_head(walk.head, line.leaf)
    if walk.kept and walk.size == walk.kept.size:
        walk.head_at_kept = walk.head


def _check_seal(walk: _Walk, number: int, line: SealLine) -> None:
    walk.sealed = walk.size
    if line.size != walk.size:
        walk.wrong("log-seal-broken", number, "Records before this seal are missing, or too many.")
    elif not is_same(line.head, walk.head):
        walk.wrong("log-seal-broken", number, "The records before this seal are not those that were sealed.")


def _check_record(walk: _Walk, number: int, line: RecordLine) -> None:
    walk.shown += 1
    walk.erased += line.by.is_ is Told.ERASED
    walk.withheld += line.by.is_ is Told.WITHHELD
    for name, said in (("by", line.by), ("on", line.on)):
        if not _fits(name, said):
            walk.wrong("log-identifier-changed", number, f"“{name}” is not what was recorded.")
    scope = walk.header.scope if walk.header else ""
    if scope and line.scope != scope:
        walk.wrong("log-record-changed", number, "This record belongs to another initiative than the file.")
    if not is_same(leaf_of(_content(line)), line.leaf):
        walk.wrong("log-record-changed", number, "This record was changed after it was written.")


def _fits(name: str, said: Identifier) -> bool:
    if said.is_ is not Told.SHOWN:
        return not said.value and not said.salt
    return bool(said.salt) and is_same(commitment(bytes.fromhex(said.salt), name, said.value), said.commitment)


def _content(line: RecordLine) -> LeafContent:
    try:
        at = datetime.strptime(line.at, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError as fault:
        raise Unreadable("Its moment is none.") from fault
    return LeafContent(line.action, at, line.by.commitment, line.facts, line.kind, line.on.commitment, line.scope)


def _check_end(walk: _Walk) -> None:
    if walk.header is None:
        walk.wrong("log-cut-off", 0, "The file has no first line that says what it is.")
    if walk.end is None:
        walk.wrong("log-cut-off", 0, "The file has no last line: it was cut off.")
    elif walk.end.size != walk.size or not is_same(walk.end.head, walk.head):
        walk.wrong("log-seal-broken", 0, "The records in the file are not those that its last line counts.")
    elif walk.sealed != walk.size:
        walk.wrong("log-seal-broken", 0, "The last records in the file are under no seal.")


def _check_kept(walk: _Walk, trusted: Sequence[VerifierKey]) -> None:
    if walk.kept is None:
        return
    if walk.kept.size > walk.size:
        walk.wrong("log-shortened", 0, f"Your checkpoint counts {walk.kept.size} records; the file has {walk.size}.")
    elif not is_same(walk.head_at_kept, walk.kept.head):
        sentence = f"The first {walk.kept.size} records are not those of your checkpoint: the record was written anew."
        walk.wrong("log-written-anew", 0, sentence)
    if walk.kept.signed and trusted and not any(walk.kept.signed.signed_by(audit_key(key)) for key in trusted):
        walk.wrong("older-checkpoint-unsigned", 0, "Your older checkpoint is not signed by a key you trust.")


def _check_signature(walk: _Walk, trusted: Sequence[VerifierKey]) -> bool | None:
    if walk.end is None or not walk.end.checkpoint:
        if trusted and walk.end is not None:
            walk.wrong("log-signature-wrong", 0, "You gave a key, and the file carries no signature.")
        return None
    try:
        note = read_note(walk.end.checkpoint.encode())
    except Unreadable as fault:
        walk.wrong("log-signature-wrong", 0, f"The signed checkpoint cannot be read. {fault}")
        return False
    if (note.size, note.head) != (walk.size, walk.head):
        walk.wrong("log-signature-wrong", 0, "The signed checkpoint is about other records than those in the file.")
    if not trusted:
        return None
    is_trusted = note.signed is not None and any(note.signed.signed_by(audit_key(key)) for key in trusted)
    if not is_trusted:
        walk.wrong("log-signature-wrong", 0, "The record is not signed by a key you trust.")
    return is_trusted


def _notes(walk: _Walk, trusted: Sequence[VerifierKey]) -> Iterable[str]:
    if walk.header and walk.header.unsealed:
        yield f"{walk.header.unsealed} newest records were not sealed yet and are not in the file."
    if walk.size > walk.shown:
        yield f"{walk.size - walk.shown} records stand there as a hash alone: they are not for the reader of this file."
    if walk.erased:
        yield f"{walk.erased} records: author erased. Everything else about them was checked."
    if walk.withheld:
        yield f"{walk.withheld} records: who acted is not shown in this file. Everything else about them was checked."
    if walk.end and not walk.end.checkpoint:
        yield NOT_SIGNED
    elif not trusted:
        yield NO_KEY
    if walk.kept is None:
        yield HOLDER if trusted else NO_OLDER
    yield NOT_TRUTH
