"""What can be done about needs."""

from collections.abc import Mapping
from typing import Any

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.community.queries import meetings_in, speaking
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.needs import actions, asks, showing
from nyhavn.web.needs.models import NeedRaised
from nyhavn.web.needs.offering import question_choices, settled_questions, table_choices, tables_suggested
from nyhavn.web.needs.queries import need_in, needs_of
from nyhavn.web.needs.subjects import NEED, needs_home
from nyhavn.web.pages.operations import Choices, Done, Operation, Reading


def _raise(by: User, on: Initiative, said: asks.NeedSaid) -> Done:
    made = actions.raise_need(by=by, on=on, said=said)
    return Done(f"Need {made.number} is on record.", at=needs_home(on), made=made.uuid)


def _keep_questions(by: User, on: Initiative, said: asks.QuestionsKept) -> Done:
    actions.keep_questions(by=by, on=on, said=said)
    return Done("They are kept, with your reason.", at=needs_home(on))


def _stop_keeping(by: User, on: Initiative, said: asks.KeepingEnded) -> Done:
    actions.stop_keeping(by=by, on=on, said=said)
    return Done("They need a need from now on.", at=needs_home(on))


def _link_questions(by: User, on: NeedRaised, said: asks.QuestionsTicked) -> Done:
    actions.link_questions(by=by, on=on, said=said)
    return Done("It is on record which questions ask about it.")


def _link_tables(by: User, on: NeedRaised, said: asks.TablesTicked) -> Done:
    actions.link_tables(by=by, on=on, said=said)
    return Done("It is on record which tables answer it.")


def _keep_need(by: User, on: NeedRaised, said: asks.WhySaid) -> Done:
    actions.keep_need(by=by, on=on, said=said)
    return Done("The reason is on record.")


def _take_back(by: User, on: NeedRaised, said: asks.WhySaid) -> Done:
    actions.take_back(by=by, on=on, said=said)
    return Done("It is taken back, with your reason.")


def _returned(by: User, on: NeedRaised, said: asks.ReturnSaid) -> Done:
    made = actions.results_returned(by=by, on=on, said=said)
    return Done("It is on record that they got the result.", made=made.uuid)


def _used(by: User, on: NeedRaised, said: asks.UseSaid) -> Done:
    made = actions.result_used(by=by, on=on, said=said)
    return Done("It is on record what came of it.", made=made.uuid)


def _to_raise(on: Initiative) -> Mapping[str, Choices]:
    met = meetings_in(on)
    return {
        "body": tuple((str(body.uuid), body.name) for body in speaking(on)),
        "meeting": tuple((str(one.uuid), f"{one.body.name}, {one.held_on.isoformat()}") for one in met),
        "questions": question_choices(on),
    }


def _to_link(on: NeedRaised) -> Mapping[str, Choices]:
    offered = question_choices(on.initiative)
    known = {value for value, _ in offered}
    gone = (link.name for link in need_in(on).questions if link.name not in known)
    return {"questions": (*offered, *((name, f"{name} (not asked any more)") for name in gone))}


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "raise-need",
        "Write down what has to be known",
        Right.EDIT_NEEDS,
        INITIATIVE,
        _raise,
        asks=asks.NeedSaid,
        lead="Who needs to know what, and where that is written down. It is not changed later; what was wrong is taken "
        "back, with a reason. Everybody reads it beside the results.",
        button="Put it on record",
        choices=_to_raise,
    ),
    Operation(
        "keep-questions",
        "Ask questions that no need asks for",
        Right.EDIT_NEEDS,
        INITIATIVE,
        _keep_questions,
        asks=asks.QuestionsKept,
        lead="Only where there is a good reason. If their answers are published, the release says that no need asked.",
        button="Keep them for this reason",
        choices=lambda on: {"questions": question_choices(on, but=settled_questions(on))},
    ),
    Operation(
        "stop-keeping-questions",
        "Say that a reason does not hold any more",
        Right.EDIT_NEEDS,
        INITIATIVE,
        _stop_keeping,
        asks=asks.KeepingEnded,
        lead="These questions need a need from now on, or another reason.",
        button="Say so",
        choices=lambda on: {"questions": tuple((one.question, one.question) for one in needs_of(on).kept)},
    ),
    Operation(
        "link-questions",
        "Tick the questions that ask about this need",
        Right.EDIT_NEEDS,
        NEED,
        _link_questions,
        asks=asks.QuestionsTicked,
        lead="A question can belong to several needs. Do it before anybody is asked: the day is kept.",
        button="These questions ask about it",
        current=lambda on: {"questions": [link.name for link in need_in(on).questions]},
        choices=_to_link,
    ),
    Operation(
        "link-tables",
        "Tick the tables that answer this need",
        Right.EDIT_NEEDS,
        NEED,
        _link_tables,
        asks=asks.TablesTicked,
        lead="Those that count its questions are ticked already. Take off what does not answer it.",
        button="These tables answer it",
        current=lambda on: {"tables": list(tables_suggested(on))},
        choices=lambda on: {"tables": table_choices(on)},
    ),
    Operation(
        "keep",
        "Say why no question asks about this need",
        Right.EDIT_NEEDS,
        NEED,
        _keep_need,
        asks=asks.WhySaid,
        lead="For example: it was answered elsewhere, or asking would put people in danger.",
        button="Put the reason on record",
    ),
    Operation(
        "return-result",
        "Say that those who raised it got the result",
        Right.EDIT_NEEDS,
        NEED,
        _returned,
        asks=asks.ReturnSaid,
        lead="What is told before it is published stays among those who raised it.",
        button="Put it on record",
    ),
    Operation(
        "use-result",
        "Say what came of it",
        Right.EDIT_NEEDS,
        NEED,
        _used,
        asks=asks.UseSaid,
        lead="Who used the result, for what, and when.",
        button="Put it on record",
    ),
    Operation(
        "take-back",
        "Take this need back",
        Right.EDIT_NEEDS,
        NEED,
        _take_back,
        asks=asks.WhySaid,
        lead="Only for what should never have been recorded, or is not needed any more. It stays to be read. A "
        "question that no other need asks for is then a question without a need.",
        button="Take it back",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "needs", "Needs, and what is missing", Right.SEE_WORKSPACE, INITIATIVE, showing.NeedsShown, showing.needs_shown
    ),
)
