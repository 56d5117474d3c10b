"""What can be done for somebody who is described in a contribution of another person."""

from typing import Any

from django.db import transaction
from pydantic import Field
from pydantic.config import JsonDict

from nyhavn.framework.consent_circumstances import DescribedAs
from nyhavn.framework.declared import Declared
from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.models import Contribution
from nyhavn.web.collection.subjects import CONTRIBUTION
from nyhavn.web.consent.third_persons import describe, withdraw_third_person
from nyhavn.web.instruments.queries import questionnaire_form
from nyhavn.web.pages.operations import Choices, Done, Operation

KINDS: JsonDict = {
    DescribedAs.HOUSEHOLD_MEMBER: "Lives in the household of the person who answered",
    DescribedAs.NEIGHBOUR: "Lives nearby",
    DescribedAs.VICTIM: "Something was done to this person",
    DescribedAs.ACCUSED: "Is said to have done something",
    DescribedAs.OTHER: "Somebody else",
}


class DescribedSaid(Declared):
    """Which answers of a contribution are about somebody else, who does not want them used."""

    described_as: DescribedAs = Field(title="As what is this person described?", json_schema_extra={"labels": KINDS})
    columns: tuple[str, ...] = Field(
        title="Which answers are about this person?", description="These take no part any more.", min_length=1
    )


def _leave_out(by: User, on: Contribution, said: DescribedSaid) -> Done:
    initiative = on.collection.initiative
    with transaction.atomic():
        made = describe(
            by=by,
            initiative=initiative,
            contribution=on.uuid,
            described_as=said.described_as,
            columns=said.columns,
        )
        withdraw_third_person(by=by, on=made)
    return Done("What was said about this person takes no part any more.", made=made.uuid)


def _questions(on: Contribution) -> dict[str, Choices]:
    questions = questionnaire_form(on.collection.questionnaire).instrument.questions
    return {"columns": tuple((question.column, question.column) for question in questions)}


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "leave-out-described",
        "Leave out what was said about somebody else",
        Right.DECIDE_FINDINGS,
        CONTRIBUTION,
        _leave_out,
        asks=DescribedSaid,
        lead="For somebody whom this person described, and who does not want that. No name is kept. The other answers "
        "go on; they are those of the person who gave them.",
        button="Leave them out",
        choices=_questions,
    ),
)
