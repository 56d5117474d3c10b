"""The registry of examples: a route, and the function that makes one thing of it for a cast.

A module of this package that registers an example need not be named anywhere. A route without an example fails the
tests of insiders. The function gives the parts of the route; it makes its thing through the actions or the models.
"""

import importlib
import pkgutil
import re
from collections.abc import Callable, Mapping
from functools import cache

import web.examples
from web.cast import Cast

Keys = Mapping[str, str]
PART = re.compile(r"<(?:\w+:)?(?P<name>\w+)>")
_EXAMPLES: dict[str, Callable[[Cast], Mapping[str, object]]] = {}


def example(route: str) -> Callable[[Callable[[Cast], Mapping[str, object]]], Callable[[Cast], Mapping[str, object]]]:
    """Registers a function that makes one thing with that route, as its subject or its page writes it."""

    def register(make: Callable[[Cast], Mapping[str, object]]) -> Callable[[Cast], Mapping[str, object]]:
        assert _EXAMPLES.setdefault(_plain(route), make) is make, f"two examples for {route}"
        return make

    return register


def parts_of(route: str) -> tuple[str, ...]:
    """The names in a route, in order."""
    return tuple(PART.findall(route))


def _plain(route: str) -> str:
    """A route up to its last variable part, without the kinds of its parts."""
    found = list(PART.finditer(route))
    return PART.sub(r"<\g<name>>", route[: found[-1].end()] if found else "")


@cache
def _loaded() -> Mapping[str, Callable[[Cast], Mapping[str, object]]]:
    for module in pkgutil.iter_modules(web.examples.__path__, "web.examples."):
        importlib.import_module(module.name)
    return _EXAMPLES


class Examples:
    """The examples for one cast, each made once, when it is first needed."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.made: dict[str, Keys] = {}

    def keys_of(self, route: str) -> Keys:
        """What stands in the parts of a route. Raises LookupError if there is no example for it."""
        plain = _plain(route)
        if not plain:
            return {}
        if plain not in _loaded():
            raise LookupError(f"no example for {plain}: register one in tests/web/examples")
        if plain not in self.made:
            self.made[plain] = {name: str(value) for name, value in _loaded()[plain](self.cast).items()}
        return self.made[plain]


def filled(route: str, keys: Keys) -> str:
    """The address that a route and its parts make."""
    return PART.sub(lambda part: keys[part["name"]], route)
