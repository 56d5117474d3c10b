"""The privacy ledger of a data set: what was spent of its budget, for what, and the answers that were given.

A folder with one file, written in one step under a lock. What a question costs is written down, and has reached the
disk, before its noise is drawn: a crash spends and never refunds. An answer is kept, and given again to whoever asks
the same; drawn twice, the noise would average out. The folder is restricted, and never restored from a backup: an older
ledger has forgotten what was spent.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from nyhavn.engine.confidentiality.noise.accounting import LedgerState, paid
from nyhavn.engine.confidentiality.noise.question import Question
from nyhavn.framework.noise_policy import PrivacyBudget, check_privacy_budget
from nyhavn.framework.refusal import OutsideFault, Reason, Refusal, refusal

LEDGER_FILE, LOCK_FILE, ANSWERS = "ledger.json", "ledger.lock", "answers"
OWN_FILE, OWN_FOLDER = 0o600, 0o700

Answer = dict[str, list[int]]  # leaf cells with noise, by table
_ANSWER = TypeAdapter(Answer)


class Ledger:
    """The ledger in a folder. Made once by `open_ledger`; afterwards `Ledger(folder)` finds it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def state(self) -> LedgerState:
        """What is written there. Raises Refusal "privacy-ledger-damaged"; a missing ledger is one, not an empty one."""
        content = _content(self.folder / LEDGER_FILE)
        if content is None:
            raise self._damaged("It is missing")
        try:
            return LedgerState.model_validate_json(content)
        except ValidationError as fault:
            raise self._damaged("It does not hold what was written") from fault

    def stored(self, release: str, question: Question) -> Answer | None:
        """The answer that this release was given, None if it has none yet. Raises Refusal "private-release-asked"."""
        with _locked(self.folder):
            return self._known(self.state(), release, question.digest)

    def answer(self, release: str, question: Question, draw: Callable[[], Answer]) -> Answer:
        """The answer that is stored, or a new one: paid for, then drawn, then stored.

        Raises Refusal: private-release-asked (the release asked something else before), privacy-budget-measure,
        privacy-budget-spent, privacy-ledger-damaged; OutsideFault "privacy-ledger-unwritable".
        """
        with _locked(self.folder):
            state = self.state()
            known = self._known(state, release, question.digest)
            if known is not None:
                return known
            _replace(self.folder / LEDGER_FILE, _written(paid(state, release, question)))
            drawn = draw()
            _replace(self.folder / self._place(release), _ANSWER.dump_json(drawn))
            return drawn

    def _known(self, state: LedgerState, release: str, digest: str) -> Answer | None:
        asked = {entry.question for entry in state.entries if entry.release == release}
        if asked - {digest}:
            what = f'The release "{release}" asked something else before.'
            do = "Ask the same again, or give the new question a release of its own; it is paid for anew."
            raise refusal("private-release-asked", what, where="release", do=do)
        content = _content(self.folder / self._place(release))
        if content is None:
            return None
        if not asked:
            raise self._damaged("It has forgotten a release that was answered")
        try:
            return _ANSWER.validate_json(content)
        except ValidationError as fault:
            raise self._damaged("An answer does not hold what was written") from fault

    def _place(self, release: str) -> str:
        return f"{ANSWERS}/{sha256(release.encode()).hexdigest()}.json"

    def _damaged(self, how: str) -> Refusal:
        what = f"The privacy ledger cannot be relied on, so nobody knows what was spent. {how}."
        do = "Publish nothing more from this data set until the ledger is found again."
        return refusal("privacy-ledger-damaged", what, where=str(self.folder), do=do)


def open_ledger(folder: Path, dataset: str, budget: PrivacyBudget) -> Ledger:
    """The ledger of a data set; made if the folder is empty or not there.

    Raises Refusal: privacy-budget-too-large, privacy-ledger-other (another data set or budget stands there),
    privacy-ledger-damaged; OutsideFault "privacy-ledger-unwritable".
    """
    check_privacy_budget(budget)
    with _outside(folder):
        folder.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
        _sync(folder.parent)
    ledger = Ledger(folder)
    with _locked(folder):
        if not is_begun(folder):
            _replace(folder / LEDGER_FILE, _written(LedgerState(dataset=dataset, budget=budget)))
        state = ledger.state()
        # Only now: where this folder stands without a ledger, the ledger was lost, and is not begun anew.
        with _outside(folder):
            (folder / ANSWERS).mkdir(mode=OWN_FOLDER, exist_ok=True)
    if (state.dataset, state.budget) != (dataset, budget):
        what = f'The ledger is of "{state.dataset}", with {state.budget.measure} {state.budget.amount}.'
        do = "A budget is declared once; give another data set a folder of its own."
        raise refusal("privacy-ledger-other", what, where=str(folder), do=do)
    return ledger


def is_begun(folder: Path) -> bool:
    """Whether anything was ever kept there, be it damaged. Raises OutsideFault "privacy-ledger-unwritable"."""
    with _outside(folder):
        names = {path.name for path in folder.iterdir()} if folder.exists() else set()
    return not names <= {LOCK_FILE, f"{LEDGER_FILE}.partial"}


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Alone among all processes and threads; the lock ends with the process that holds it."""
    with _outside(folder):
        handle = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, OWN_FILE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _content(path: Path) -> bytes | None:
    with _outside(path):
        return path.read_bytes() if path.exists() else None


def _written(state: LedgerState) -> bytes:
    return state.model_dump_json(indent=1).encode()


def _replace(path: Path, content: bytes) -> None:
    """The old bytes or the new ones, whatever dies in between; on the disk when this returns."""
    partial = path.with_name(f"{path.name}.partial")
    with _outside(path):
        partial.unlink(missing_ok=True)
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN_FILE)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        partial.rename(path)
        _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _outside(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        what = f"The privacy ledger cannot be read or written: {fault.strerror or fault}."
        do = "Make room, or allow writing there; what was written down as spent stays spent."
        raise OutsideFault(Reason("privacy-ledger-unwritable", what, str(place), do)) from fault
