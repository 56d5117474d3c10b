"""The whole way of the example, told as it goes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils import timezone

from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.site.example import (
    agreeing,
    collecting,
    comparing,
    complaining,
    deciding,
    judging,
    mapping,
    needs,
    outside,
    preparing,
    producing,
    releasing,
    safety,
)
from nyhavn.web.site.example.files import Example, example_in
from nyhavn.web.site.example.hands import let_mail_go
from nyhavn.web.site.example.outside import Outside
from nyhavn.web.site.example.people import People, come_in, declare_interests, take_roles

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Loaded:
    """What is there afterwards. page: the address of the published release."""

    people: People
    outside: Outside
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
    declare_interests(people, initiative, today)
    preparing.state_participation(example, people, initiative)
    tell("Questionnaire, method card, and the notice in three languages")
    preparing.write_method(example, people, initiative)
    preparing.put_notice_in_use(example, people, initiative, today)
    tell("Dangers are written down, with what is done against them")
    feared = safety.think_of_harm(people, initiative, today)
    safety.answer_what_is_asked(people, initiative, feared)
    complaining.let_outside_hear(people, initiative)
    tell("Needs are written down, with the questions that ask about them")
    needs.raise_needs(example, people, initiative)
    tell("The collection opens; the interviews come in as a file, dated today")
    collecting.open_up(people, initiative)
    taken = collecting.take_in(example, people, initiative, today)
    tell(f"{taken:,} contributions are in, sealed one by one. A run counts and protects them")
    producing.plan_tables(example, people, initiative)
    safety.answer_what_is_asked(people, initiative, feared)
    needs.link_tables(example, people, initiative)
    producing.produce(people, initiative)
    found = producing.decide(people, initiative)
    tell(f"The steward decided about {found} findings. Another run")
    run = producing.produce(people, initiative)
    tell("A second person approves, the community sees the results, the release is signed and published")
    page = releasing.publish(example, people, initiative, run)
    tell("Somebody complains, without an account, and is answered")
    complaining.complain_and_answer(people, initiative, today)
    others = _use(example, people, initiative, today, tell)
    let_mail_go()
    return Loaded(people, others, initiative, page)


def _use(example: Example, people: People, initiative: str, today: date, tell: Tell) -> Outside:
    """What is published goes on to those who decide; gives who stands for them."""
    tell("A statistics office, a human-rights institution and a municipality come in. The map of gaps is drawn")
    others = outside.come_in(people)
    mapping.stand_on_the_map(example, people, others, initiative, today)
    tell("Both sides sign an agreement, and the community says yes. The office judges, and one verdict is appealed")
    agreement = agreeing.agree(people, others, initiative, today)
    comparing.compare(example, people, initiative)
    judging.be_judged(people, others, initiative)
    agreeing.hand_over(people, initiative, agreement)
    tell("The results are brought to authorities. One commits itself to a day, another one is late")
    deciding.bring_to_authorities(people, others, initiative, today)
    return others
