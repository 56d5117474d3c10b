"""The whole way of the example, told as it goes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.site.example import collecting, preparing, producing, releasing
from nyhavn.web.site.example.files import example_in
from nyhavn.web.site.example.people import People, come_in, take_roles

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Loaded:
    """What is there afterwards. page: the address of the published release."""

    people: People
    initiative: str
    page: str


def check_empty() -> None:
    """Raises Refusal "example-not-into-used": invented people among real ones would be found by nobody."""
    if User.objects.exists() or Organisation.objects.exists():
        what = "This installation is in use: it has accounts or organisations."
        raise refusal("example-not-into-used", what, do="Give an empty folder in NYHAVN_HOME.")


def load(folder: Path, tell: Tell) -> Loaded:
    """Put the example into an empty installation. Raises Refusal."""
    check_empty()
    example, today = example_in(folder), timezone.localdate()
    tell("People come in, each by the link of an invitation")
    people = come_in()
    tell("The initiative is registered, with evidence of who decides")
    initiative = preparing.register(example, people)
    take_roles(people, initiative)
    preparing.state_participation(example, people, initiative)
    tell("Questionnaire, method card, and the notice in three languages")
    preparing.write_method(example, people, initiative)
    preparing.put_notice_in_use(example, people, initiative, today)
    tell("The collection opens; the interviews come in as a file, dated today")
    collecting.open_up(people, initiative)
    taken = collecting.take_in(example, people, initiative, today)
    tell(f"{taken:,} contributions are in, sealed one by one. A run counts and protects them")
    producing.plan_tables(example, people, initiative)
    producing.produce(people, initiative)
    found = producing.decide(people, initiative)
    tell(f"The steward decided about {found} findings. Another run")
    run = producing.produce(people, initiative)
    tell("A second person approves, the community sees the results, the release is signed and published")
    return Loaded(people, initiative, releasing.publish(people, initiative, run))
