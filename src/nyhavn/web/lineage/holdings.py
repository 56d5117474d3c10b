"""What is held about single contributions, model by model: how it is erased, and how the person gets a copy.

Later stages fill this registry when they start. A test goes through all models: one that points at contributions and
stands in no holding fails it, and so does a private field that no copy shows and nothing explains.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model

from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.classified import copy_of

Rows = Callable[[Initiative, UUID], Iterable[Model]]
"""The rows of one model about one contribution."""


@dataclass(frozen=True)
class Holding:
    """One model. code: its name in a copy. erased_by: kind of thing whose settling erases it, "" if it stays.

    stays_because: why it may, in a sentence. rows: for the copy; None if it is not in it, and then not_copied_because.
    opened: what stands in its sealed fields, and what is said in other words than the row has.
    """

    model: type[Model]
    code: str
    erased_by: str = ""
    stays_because: str = ""
    rows: Rows | None = None
    not_copied_because: str = ""
    opened: Callable[[Model], Mapping[str, object]] = lambda _: {}

    def __post_init__(self) -> None:
        if bool(self.erased_by) is bool(self.stays_because):
            raise ValueError(f"{self.code} is either erased or stays for a reason")
        if (self.rows is None) is not bool(self.not_copied_because):
            raise ValueError(f"{self.code} is either in the copy or says why not")


_HOLDINGS: dict[str, Holding] = {}


def hold(holding: Holding) -> None:
    """Add one. Call it when the app starts."""
    _HOLDINGS[holding.code] = holding


def holdings() -> tuple[Holding, ...]:
    """All of them, in the order of the apps' start."""
    return tuple(_HOLDINGS.values())


def held_about(initiative: Initiative, contribution: UUID) -> Mapping[str, tuple[Mapping[str, object], ...]]:
    """Everything that is held about one contribution, for the person it is from; empty parts are left out.

    Read from the classification of the models: personal and special fields, opened where they are sealed, and nothing
    that is about somebody else. Raises Refusal and OutsideFault of the vault.
    """
    found = {one.code: _copies(one, initiative, contribution) for one in holdings()}
    return {code: rows for code, rows in found.items() if rows}


def _copies(one: Holding, initiative: Initiative, contribution: UUID) -> tuple[Mapping[str, object], ...]:
    if one.rows is None:
        return ()
    return tuple({**copy_of(row), **one.opened(row)} for row in one.rows(initiative, contribution))
