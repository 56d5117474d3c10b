"""Operations: whatever somebody can do, declared once; its page and its endpoint are made from the declaration.

An operation names the right it needs, what it is done on, what it asks, and the action that does it. So page and
interface cannot differ, none can be forgotten in the matrix of permissions, and none can skip the check of the right.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID

from nyhavn.framework.declared import Declared
from nyhavn.framework.roles import AnyRight
from nyhavn.web.accounts.models import User

Anything = Any  # a model instance; what it is, the subject of the operation knows
Said = TypeVar("Said", bound=Declared)
Choices = tuple[tuple[str, str], ...]  # value, label


class Confirmed(Declared):
    """Asks nothing but to press the button."""


@dataclass(frozen=True)
class MadeFile:
    """A file that an operation gives to whoever asked for it, in the answer itself; it is kept nowhere."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Done:
    """What came of it. message: one sentence. at: the page to show next, "" for that of the subject. made: its uuid.

    shown_once: a secret that the page shows in the answer itself, and that is kept nowhere (no redirect, no session).
    file: to be saved; the page answers with it instead of showing another page.
    """

    message: str
    at: str = ""
    made: UUID | None = None
    shown_once: str = field(default="", repr=False)
    file: MadeFile | None = None


@dataclass(frozen=True)
class Subject:
    """What operations are done on, and how it is found from an address.

    route: below work/ and api/v1/, e.g. "initiatives/<slug:initiative>/releases/<uuid:release>"; enter: finds the
    object for a user and a right, by the route's names. Raises Refusal "not-found" for strangers (they do not learn
    whether it exists) and "not-allowed" for people without the right. home: the address of its page.
    """

    name: str
    route: str
    enter: Callable[..., Anything]
    home: Callable[[Anything], str]


Check = Callable[[Anything, str], None]
_CHECKS: list[Check] = []


def check_before_operations(check: Check) -> None:
    """Ask it before every operation: with what it is done on, and its name. It raises Refusal. For AppConfig.ready."""
    if check not in _CHECKS:
        _CHECKS.append(check)


@dataclass(frozen=True)
class Operation(Generic[Said]):
    """Something that can be done.

    name: stable, part of both addresses. title: of its page, a short sentence in the imperative. lead: what happens
    next, and what cannot be undone. asks: what the person says. do: the action, with keywords `by`, `on`, `said`.
    current: what stands there now, to start from. choices: answers that depend on the object, by field.
    template: a page of its own where the general one does not serve people. through_interface: also for programs.
    leaves_nothing: for a device that several people use; no browser keeps the page. check_names: asked with the names
    of everything that was sent, also of what nobody asked for; it raises Refusal.
    """

    name: str
    title: str
    right: AnyRight
    on: Subject
    do: Callable[..., Done]
    asks: type[Said] = Confirmed  # type: ignore[assignment]  # the default asks for a confirmation only
    lead: str = ""
    button: str = ""
    current: Callable[[Anything], Mapping[str, Any]] = field(default=lambda on: {})
    choices: Callable[[Anything], Mapping[str, Choices]] = field(default=lambda on: {})
    template: str = "pages/operation.html"
    through_interface: bool = True
    leaves_nothing: bool = False
    check_names: Callable[[Collection[str]], None] = field(default=lambda names: None)

    @property
    def route(self) -> str:
        """Its address below work/ and api/v1/."""
        return f"{self.on.route}/do/{self.name}"

    @property
    def url_name(self) -> str:
        """Its name among the addresses."""
        return f"{self.on.name}.{self.name}"

    def carry_out(self, user: User, said: Said, keys: Mapping[str, Any]) -> tuple[Anything, Done]:
        """Find the object as this user, and do it. Raises Refusal."""
        on = self.on.enter(user, self.right, **keys)
        for check in _CHECKS:
            check(on, self.name)
        return on, self.do(by=user, on=on, said=said)


@dataclass(frozen=True)
class Reading:
    """Something that can be read through the interface: the same query that the page shows.

    gives: the shape of the answer. read: the query, with the object it is about.
    """

    name: str
    title: str
    right: AnyRight
    on: Subject
    gives: type[Any]
    read: Callable[[Anything], Any]

    @property
    def route(self) -> str:
        """Its address below api/v1/."""
        return f"{self.on.route}/{self.name}" if self.name else self.on.route
