"""A form with every kind of control, and pages that show every shared part: what the tests of pages look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, Self

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from pydantic import Field, field_validator, model_validator

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Reason, refusal
from nyhavn.framework.roles import AccountRight
from nyhavn.web.accounts.models import User
from nyhavn.web.accounts.operations import ACCOUNT
from nyhavn.web.pages.access import public
from nyhavn.web.pages.forms import empty_form, posted
from nyhavn.web.pages.links import Link
from nyhavn.web.pages.operation_pages import operation_urls
from nyhavn.web.pages.operations import Done, Operation
from nyhavn.web.pages.uploads import Upload
from nyhavn.web.site import urls as site


class Boat(StrEnum):
    ROWING = "rowing-boat"
    SAILING = "sailing-boat"
    FERRY = "ferry"


class Month(StrEnum):
    JANUARY = "january"
    FEBRUARY = "february"
    MARCH = "march"
    APRIL = "april"
    MAY = "may"
    JUNE = "june"
    JULY = "july"
    AUGUST = "august"


class Walker(Declared):
    name: str = Field(title="Name", max_length=40, json_schema_extra={"personal": True})
    boat: Boat = Field(Boat.ROWING, title="Boat")
    days: int = Field(title="Days of training", ge=0, le=30)


class Place(Declared):
    town: str = Field(title="Town", max_length=60)
    people: int | None = Field(None, title="People who live there", ge=0)


class Survey(Declared):
    """Asks everything that a form can ask."""

    title: str = Field(title="Title", description="As people will read it.", min_length=3, max_length=60)
    code: str = Field("", title="Code", description="Small letters, digits and hyphens.", pattern="^[a-z0-9-]*$")
    about: str = Field("", title="What it is about", max_length=500, json_schema_extra={"lines": 5})
    households: int = Field(title="Households", ge=1, le=100_000)
    share: float | None = Field(None, title="Share that answered", gt=0, lt=1)
    price: Decimal | None = Field(None, title="Price of a day", ge=0)
    starts: date = Field(title="First day", description="For example 2026-11-22.")
    boat: Boat = Field(title="Boat", json_schema_extra={"labels": {"ferry": "The ferry"}})
    month: Month | None = Field(None, title="Month")
    weather: Literal["calm", "storm"] | None = Field(None, title="Weather")
    boats: tuple[Boat, ...] = Field(title="Boats that were asked", min_length=1)
    villages: tuple[str, ...] = Field((), title="Villages", description="One on each line.", max_length=3)
    words: Mapping[str, str] = Field({}, title="Codes and words", description="Code = word, one on each line.")
    is_paid: bool = Field(False, title="Interviewers are paid")
    has_guide: bool | None = Field(None, title="There is a guide")
    questionnaire: Upload | None = Field(None, title="Questionnaire")
    place: Place = Field(title="Where")
    walkers: tuple[Walker, ...] = Field((), title="Interviewer", max_length=4)
    harbour: str = Field(title="Harbour")
    is_agreed: Literal[True] = Field(title="The village council agreed")

    @field_validator("title")
    @classmethod
    def _is_no_shout(cls, title: str) -> str:
        if title.isupper():
            raise ValueError("A title in capitals is hard to read.")
        return title

    @model_validator(mode="after")
    def _ferries_are_not_rowed(self) -> Self:
        if self.boat is Boat.FERRY and self.weather == "storm":
            raise ValueError("The ferry does not go in a storm.")
        return self


HARBOURS = {"harbour": (("north", "North quay"), ("south", "South quay"))}
GOOD: Mapping[str, Any] = {
    "title": "Boats of the fjord",
    "code": "fjord-26",
    "about": "Who rows, who sails.",
    "households": "120",
    "share": "0.5",
    "price": "12.50",
    "starts": "2026-11-22",
    "boat": "sailing-boat",
    "month": "may",
    "weather": "calm",
    "boats": ["rowing-boat", "ferry"],
    "villages": "Upper\nLower",
    "words": "1 = yes\n2 = no",
    "is_paid": "yes",
    "has_guide": "False",
    "place-town": "Fjordby",
    "place-people": "900",
    "walkers-0-name": "Wren",
    "walkers-0-boat": "ferry",
    "walkers-0-days": "2",
    "harbour": "north",
    "is_agreed": "yes",
}


def _start(*, by: User, on: User, said: Survey) -> Done:
    """Keeps the name, so that a test can see what came through."""
    if said.title == "Taken already":
        raise refusal("entry-not-accepted", "This title is taken.", where="title", do="Choose another one.")
    if said.title == "Too late":
        raise refusal("survey-out-of-turn", "The survey has begun.", do="Wait until it is over.")
    by.name = f"{said.title}, {said.households}, {said.harbour}, {len(said.walkers)}"
    by.save()
    return Done("The survey was started.")


def _secret(*, by: User, on: User, said: Declared) -> Done:
    return Done("A key was made.", shown_once="nyh_5f2c-quay-key")


START: Operation[Survey] = Operation(
    "start-survey",
    "Start the survey",
    AccountRight.OWN,
    ACCOUNT,
    _start,
    Survey,
    lead="From the first day on people can answer. The questions cannot be changed after that.",
    choices=lambda on: HARBOURS,
)
CURRENT: Operation[Survey] = Operation(
    "change-survey",
    "Change the survey",
    AccountRight.OWN,
    ACCOUNT,
    _start,
    Survey,
    current=lambda on: {"title": on.name, "starts": date(2026, 1, 2), "boats": (Boat.FERRY,), "walkers": [WREN]},
    choices=lambda on: HARBOURS,
)
WREN = Walker(name="Wren", boat=Boat.SAILING, days=3)
SECRET: Operation[Any] = Operation("make-secret", "Make a key", AccountRight.OWN, ACCOUNT, _secret)


@dataclass(frozen=True)
class AStep:
    title: str
    standing: str
    href: str = "/refusals/"
    why: str = ""


@dataclass(frozen=True)
class AJob:
    state: str
    stage: str = ""
    step: int = 0
    steps: int = 0
    reasons: tuple[Reason, ...] = ()
    is_over: bool = False


STEPS = (
    AStep("Register the initiative", "done"),
    AStep("Say who takes part at each stage", "next", why="Two stages have no evidence yet."),
    AStep("Wait for the ethics committee of the province", "waits", why="They meet on 3 March."),
    AStep("Open the collection", "not possible yet", "", "A questionnaire is needed first."),
)


@public
def parts(request: HttpRequest) -> HttpResponse:
    """Every shared part on one page."""
    rows = [("Fjordby", "120", "44.2"), ("عمّان", "7", "—"), ("Villanueva de los Infantes", "19 000", "3.1")]
    here = {
        "crumbs": (Link("My work", "/work/"), Link("Boats of the fjord", "/work/x/"), Link("Steps")),
        "sections": (Link("Overview", "/x/", True), Link("People", "/x/people/"), Link("Questionnaires", "/x/q/")),
        "steps": STEPS,
        "facts": (("Community", "Fishers of the fjord"), ("Funder", ""), ("Place", "خليج العقبة")),
        "head": ("Place", "Households", "Share in per cent"),
        "rows": rows,
        "page": Paginator(range(95), 10).page(2),
        "job": AJob("running", "Drawing the tables", 3, 7),
        "reasons": (Reason("not-found", "There is no such sheet.", "survey.xlsx, sheet 3", "Name another one."),),
    }
    return render(request, "survey/parts.html", here)


@public
def form(request: HttpRequest) -> HttpResponse:
    """The form as a public page, in the language of the reader."""
    shown = posted(Survey, request, HARBOURS).form if request.method == "POST" else empty_form(Survey, None, HARBOURS)
    return render(request, "survey/form.html", {"form": shown, "button": "Send"})


@public
def broken(request: HttpRequest, code: str) -> HttpResponse:
    """A view with a defect, which quotes a person."""
    raise RuntimeError(f"row of {request.GET.get('who', 'Wren Fjord')} cannot be read")


urlpatterns = [
    path("parts/", parts),
    path("form/", form),
    path("broken/<str:code>/", broken),
    path("work/", include(operation_urls([START, CURRENT, SECRET]))),
    *site.urlpatterns,
]
handler400, handler403, handler404, handler500 = site.handler400, site.handler403, site.handler404, site.handler500
