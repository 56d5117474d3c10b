"""Guards: what later stages have against an act in an initiative, asked before it is carried out.

An act asks here in its own transaction, so that page, interface, command and worker get the same answer. Whoever
guards (a risk that nobody signed, a freeze, a veto) adds itself when its application starts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from nyhavn.framework.refusal import Reason, check_none
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import Initiative


class Act(StrEnum):
    """What is guarded."""

    OPEN = "open-collection"
    TAKE_IN = "take-in-contributions"
    READ = "read-answers"  # of single people
    TAKE_OUT = "take-answers-out"  # a file that leaves the site
    PRODUCE = "produce"
    APPROVE = "approve-release"
    RECORD_VIEW = "record-community-view"
    ANNOUNCE = "announce-release"
    GIVE_UP = "give-up-release"
    LET_READ = "let-somebody-read-early"
    PUBLISH = "publish-release"
    SIGN_RISK = "sign-risk"
    WEIGH_HARM = "weigh-harm"  # of results, before they go out
    DECIDE_COMPLAINT = "decide-complaint"
    DECIDE_ACCESS = "decide-access"
    CHOOSE_OPENNESS = "choose-openness"
    CHECK_MATERIAL = "check-material"
    PUBLISH_MATERIAL = "publish-material"
    HAND_OVER = "hand-over"  # to an office; and promising to
    BE_JUDGED = "be-judged"  # a release, by an office
    CHANGE_OWN = "change-own-answers"  # by the person whom they are about
    SHOW_ON_MAP = "show-on-map-of-gaps"  # asked when somebody opts in, and at every look at the map
    SPEAK_UP = "speak-up"  # complain, report harm, ask to read: what comes in from people without an account, too
    TAKE_BACK = "take-back"  # refused for one reason only: it has to be said elsewhere by now


# Somebody decides these as a person. `by` says who: also where a worker carries out what was agreed beforehand.
DECISIONS = frozenset(
    {
        Act.APPROVE,
        Act.RECORD_VIEW,
        Act.ANNOUNCE,
        Act.GIVE_UP,
        Act.LET_READ,
        Act.SIGN_RISK,
        Act.WEIGH_HARM,
        Act.DECIDE_COMPLAINT,
        Act.DECIDE_ACCESS,
        Act.CHOOSE_OPENNESS,
        Act.CHECK_MATERIAL,
        Act.PUBLISH_MATERIAL,
    }
)


@dataclass(frozen=True)
class Asked:
    """What somebody is about to do. by: None for a worker. about: the release or run, None where there is none yet."""

    act: Act
    initiative: Initiative
    by: User | None = None
    about: object = None


Guard = Callable[[Asked], Iterable[Reason]]
_GUARDS: dict[str, tuple[frozenset[Act], Guard]] = {}


def add_guard(code: str, acts: Iterable[Act], guard: Guard) -> None:
    """Ask it before these acts. Call it in AppConfig.ready."""
    new = (frozenset(acts), guard)
    if _GUARDS.get(code, new) != new:
        raise RuntimeError(f"two guards with the code {code}")
    _GUARDS[code] = new


def guarding_reasons(asked: Asked) -> tuple[Reason, ...]:
    """Everything that stands in the way; empty if nothing does."""
    asking = [guard for acts, guard in _GUARDS.values() if asked.act in acts]
    return tuple(reason for guard in asking for reason in guard(asked))


def check_guards(act: Act, initiative: Initiative, *, by: User | None = None, about: object = None) -> None:
    """Refuses with everything that stands in the way."""
    check_none(guarding_reasons(Asked(act, initiative, by, about)))
