"""Addresses of an interface made from declarations that exist nowhere else: each fault alone, each kind of address."""

from typing import Any
from uuid import UUID

from django.urls import include, path

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import OutsideFault, Reason
from nyhavn.framework.roles import AccountRight
from nyhavn.web.accounts.access import not_found
from nyhavn.web.accounts.models import User
from nyhavn.web.pages.operations import Confirmed, Done, MadeFile, Operation, Subject
from nyhavn.web.site.api import endpoint_patterns, made_api
from nyhavn.web.site.public_readings import PublicReading

MADE = UUID(int=7)


class Boat(Declared):
    """What the public reading gives."""

    name: str
    number: int


def enter(user: User, right: AccountRight, **keys: Any) -> str:
    return " ".join(f"{name}={value!r}" for name, value in keys.items())


def home(on: str) -> str:
    return "/work/"


def sink(*, by: User, on: str, said: Confirmed) -> Done:
    raise OutsideFault(Reason("no-room", "There is no room left."))


def leak(*, by: User, on: str, said: Confirmed) -> Done:
    raise ZeroDivisionError("Rosa has no water")


def moor(*, by: User, on: str, said: Confirmed) -> Done:
    file = MadeFile("log.txt", "text/plain", b"moored")
    return Done(f"Moored {on}", made=MADE, shown_once="the code word", file=file)


def boat(*, name: str, number: int) -> Boat:
    if name == "ghost":
        raise not_found("boat")
    return Boat(name=name, number=number)


QUAY = Subject("quay", "quays/<slug:quay>/<uuid:berth>/<str:tide>", enter, home)
OPERATIONS: tuple[Operation[Any], ...] = tuple(
    Operation(do.__name__, f"To {do.__name__}", AccountRight.OWN, QUAY, do) for do in (sink, leak, moor)
)
BOATS = PublicReading("boats.read", "A boat", "boats/<slug:name>/<int:number>", Boat, boat)

API = made_api(OPERATIONS, (), (BOATS,))
urlpatterns = [path("api/v1/", include((endpoint_patterns(API), "api")))]
