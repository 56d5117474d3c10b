"""What a steward keeps from one run to the next so that noise stays the same: a secret, or the ledger of a budget.

Both are begun on purpose, with --begin: a mistyped path must not make new keys, or a second budget, in silence.
"""

from dataclasses import dataclass
from pathlib import Path

from nyhavn.engine.confidentiality.noise import Ledger, is_begun, open_ledger
from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.framework.table_method import DifferentialPrivacy, Keyed, Method, Suppression


@dataclass(frozen=True)
class Kept:
    """Where it is kept. seed: of hiding, None: drawn. secret: a file. ledger: a folder. begin: whether it is new."""

    seed: int | None = None
    secret: Path | None = None
    ledger: Path | None = None
    begin: bool = False


def check_kept(method: Method, kept: Kept, out: Path) -> None:
    """Raises Refusal "noise-option-unfit" for what a method needs and was not named, or was named and not needed, and
    for what would be kept inside `out`, beside what is published.
    """
    is_keyed, is_private = isinstance(method, Keyed), isinstance(method, DifferentialPrivacy)
    _check_place(method, "--secret", kept.secret, out, is_wanted=is_keyed)
    _check_place(method, "--ledger", kept.ledger, out, is_wanted=is_private)
    if kept.seed is not None and not isinstance(method, Suppression):
        raise _unneeded(method, "--seed")
    if kept.begin and not (is_keyed or is_private):
        raise _unneeded(method, "--begin")


def _check_place(method: Method, option: str, place: Path | None, out: Path, *, is_wanted: bool) -> None:
    if place is None and is_wanted:
        what = f"Noise of this kind needs {option}: what is kept there keeps the noise from being averaged out."
        do = "Name a place outside what is published; with --begin it is made."
        raise refusal("noise-option-unfit", what, where=option, do=do)
    if place is not None and not is_wanted:
        raise _unneeded(method, option)
    if place is not None and place.resolve().is_relative_to(out.resolve()):
        what, do = "What is kept would stand beside what is published.", "Name a place outside --out."
        raise refusal("noise-option-unfit", what, where=option, do=do)


def _unneeded(method: Method, option: str) -> Refusal:
    what = f'"{method.kind}" has no use for {option}.'
    return refusal("noise-option-unfit", what, where=option, do="Leave it out, or choose another kind under [method].")


def ledger_of(folder: Path, method: DifferentialPrivacy, *, begin: bool) -> Ledger:
    """The ledger in that folder; begin: a new one. Raises Refusal: noise-not-begun, noise-begun, as `open_ledger`."""
    if is_begun(folder) == begin:
        raise begun(folder) if begin else not_begun(folder)
    return open_ledger(folder, method.dataset, method.budget)


def begun(path: Path) -> Refusal:
    """The refusal for a place where something is kept already."""
    what = "Something is kept here already, and a new beginning would undo what it protects."
    return refusal("noise-begun", what, where=str(path), do="Leave out --begin to go on with it.")


def not_begun(path: Path) -> Refusal:
    """The refusal for a place where nothing is kept."""
    what = (
        "Nothing is kept here yet. Noise that is drawn anew can be averaged out, and a second budget doubles the first."
    )
    do = "Correct the path. If nothing with noise was ever published from these data, add --begin."
    return refusal("noise-not-begun", what, where=str(path), do=do)
