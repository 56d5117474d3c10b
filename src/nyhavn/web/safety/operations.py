"""What can be done about dangers: write, sign, answer, stop, and agree to an end of a stop."""

from collections.abc import Mapping
from typing import Any

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.instruments.queries import usable_versions
from nyhavn.web.pages.operations import Choices, Done, Operation, Reading
from nyhavn.web.safety import actions, asks, freezing, showing
from nyhavn.web.safety.models import Risk
from nyhavn.web.safety.queries import newest, risks_of
from nyhavn.web.safety.subjects import RISK, risk_home, safety_home


def _write(by: User, on: Initiative, said: asks.RiskSaid) -> Done:
    made = actions.write_risk(by=by, on=on, said=said)
    return Done("The risk is on record.", at=risk_home(made), made=made.uuid)


def _rewrite(by: User, on: Risk, said: asks.RiskSaid) -> Done:
    actions.rewrite_risk(by=by, on=on, said=said)
    return Done("The new version is on record. What was signed before does not count for it.")


def _end(by: User, on: Risk, said: asks.RiskEnded) -> Done:
    actions.end_risk(by=by, on=on, said=said)
    return Done("It is on record that this cannot happen any more. If it was high, that has to be signed.")


def _sign(by: User, on: Risk, said: asks.SignatureSaid) -> Done:
    made = actions.sign_risk(by=by, on=on, said=said)
    return Done("Signed." if made.agrees else "Your no is on record. It stops the collection.", made=made.uuid)


def _answer(by: User, on: Initiative, said: asks.PromptsAnswered) -> Done:
    actions.answer_prompts(by=by, on=on, said=said)
    return Done("Answered.", at=safety_home(on))


def _freeze(by: User, on: Initiative, said: asks.FreezeSaid) -> Done:
    made = freezing.freeze(by=by, on=on, said=said)
    return Done("Everything is stopped.", at=safety_home(on), made=made.uuid)


def _agree(by: User, on: Initiative, said: asks.FreezeEnds) -> Done:
    ended = freezing.agree_to_end(by=by, on=on)
    return Done("The stop has ended." if ended else "You agree. Others have to agree as well.", at=safety_home(on))


def _choices(on: Initiative) -> dict[str, Choices]:
    people: dict[str, str] = {}
    for given in on.roles.select_related("user").order_by("user__name", "id"):
        people.setdefault(str(given.user.uuid), given.user.name)
    versions = tuple((str(one.uuid), f"Version {one.number}") for one in usable_versions(on))
    return {"owner": tuple(people.items()), "questionnaire": versions}


def _now(on: Risk) -> Mapping[str, Any]:
    version = newest(on)
    names = ("harm", "at_risk", "likelihood", "severity", "mitigation", "review_date")
    return {
        **{name: getattr(version, name) for name in names},
        "owner": str(version.owner.uuid) if version.owner else "",
        "questionnaire": str(version.questionnaire.uuid) if version.questionnaire else "",
    }


def _open_prompts(on: Initiative) -> dict[str, Choices]:
    prompts = tuple((one.key, f"{one.about}: {one.asks}") for one in showing.prompts_shown(on))
    risks = ((str(risk.uuid), newest(risk)) for risk in risks_of(on))
    return {
        "prompts": prompts,
        "risk": tuple((uuid, version.harm[:80]) for uuid, version in risks if not version.ended_because),
    }


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "write-risk",
        "Write down what could go wrong",
        Right.EDIT_RISKS,
        INITIATIVE,
        _write,
        asks=asks.RiskSaid,
        lead="One danger, for one kind of people. How much it weighs is looked up in a table. A high one keeps the "
        "collection shut until somebody from outside has signed what is done against it.",
        button="Put it on record",
        choices=_choices,
    ),
    Operation(
        "write-anew",
        "Write this risk anew",
        Right.EDIT_RISKS,
        RISK,
        _rewrite,
        asks=asks.RiskSaid,
        lead="The version before stays to be read. A signature counts for its version and for no other.",
        button="Put the new version on record",
        current=_now,
        choices=lambda on: _choices(on.initiative),
    ),
    Operation(
        "end",
        "Say that this cannot happen any more",
        Right.EDIT_RISKS,
        RISK,
        _end,
        asks=asks.RiskEnded,
        lead="It stays on record. What once was high has to be signed even so.",
        button="Put it on record",
    ),
    Operation(
        "sign",
        "Sign what is done against this risk, or say no",
        Right.SIGN_RISKS,
        RISK,
        _sign,
        asks=asks.SignatureSaid,
        lead="Only somebody who belongs neither to the team nor to the organisation. Your no stops the collection "
        "until the entry is changed and signed. You can speak again later; your last word counts.",
        button="Put my word on record",
        current=lambda on: {"number": newest(on).number},
    ),
    Operation(
        "answer-prompts",
        "Answer what the data ask",
        Right.EDIT_RISKS,
        INITIATIVE,
        _answer,
        asks=asks.PromptsAnswered,
        lead="These come from the questionnaire and from what is said about the initiative. Each is answered by a "
        "risk, or by a reason why there is no danger. Everybody who works here reads the reasons.",
        button="Put it on record",
        choices=_open_prompts,
    ),
    Operation(
        "freeze",
        "Stop everything now",
        Right.FREEZE,
        INITIATIVE,
        _freeze,
        asks=asks.FreezeSaid,
        lead="From this moment nothing is opened, taken in, read, taken out, produced or published. People can still "
        "see, copy, correct and take back their own answers. Two people, one of them from outside, have to agree to "
        "its end.",
        button="Stop everything",
    ),
    Operation(
        "end-freeze",
        "Agree that the stop may end",
        Right.END_FREEZE,
        INITIATIVE,
        _agree,
        asks=asks.FreezeEnds,
        lead="It ends when two people have agreed, one of them from outside the team and the organisation.",
        button="I agree",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "safety", "Risks, prompts and stops", Right.SEE_WORKSPACE, INITIATIVE, showing.SafetyShown, showing.safety_shown
    ),
    Reading("", "A risk", Right.SEE_WORKSPACE, RISK, showing.RiskShown, showing.risk_shown),
)
