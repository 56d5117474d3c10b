"""What can be done with agreements, by those who make the data and by the recipient."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from nyhavn.framework.definition import PartyKind
from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.roles import AnyRight, OrganisationRight, Right
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.accounts.operations import ORGANISATION
from nyhavn.web.agreements import actions, asks, handing, showing, withdrawn
from nyhavn.web.agreements.models import Agreement, Package
from nyhavn.web.agreements.queries import decisions_about, newest
from nyhavn.web.agreements.subjects import AGREEMENT, OFFER, RECEIVED, agreement_home
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.pages.operations import Choices, Done, Operation, Reading, Subject

ANEW = "Each change is kept. Both sides and the community say yes anew; until then nothing is handed over."
CHANGES: tuple[tuple[str, str, type[BaseModel]], ...] = (
    ("change-agreement", "Change what is handed over, and when", asks.DataSaid),
    ("change-agreement-law", "Change on which ground, and who answers", asks.LawSaid),
    ("change-agreement-people", "Change what holds for the people", asks.PeopleSaid),
)


def _draft(by: User, on: Initiative, said: asks.AgreementDrafted) -> Done:
    made = actions.draft_agreement(by=by, on=on, said=said)
    return Done("It is begun. The page says what is missing.", at=agreement_home(made), made=made.uuid)


def _link(by: User, on: Agreement, said: asks.DecisionLinked) -> Done:
    made = actions.link_decision(by=by, on=on, said=said)
    return Done("The community's yes stands with the agreement.", made=made.uuid)


def _hand_over(by: User, on: Agreement, said: asks.HandedOver) -> Done:
    made = handing.hand_over(by=by, on=on, said=said)
    return Done("The package is being built. The page shows when the office can fetch it.", made=made.uuid)


def _deleted(by: User, on: Package, said: asks.PackageDeleted) -> Done:
    withdrawn.say_deleted(by=by, on=on, day=said.deleted_on)
    return Done("It is on record that your copies are deleted.")


def _recipients(on: Initiative) -> dict[str, Choices]:
    """Statistics offices first; nobody is handed to oneself."""
    others = Organisation.objects.exclude(id=on.organisation.id).order_by("name", "id")
    offices = sorted(others, key=lambda one: one.kind != PartyKind.STATISTICS_OFFICE)
    return {"recipient": tuple((one.slug, one.name) for one in offices)}


def _terms(of: type[BaseModel]) -> Any:
    return lambda on: {name: newest(on).terms.get(name) for name in of.model_fields}


def _words(on: Agreement) -> dict[str, Choices]:
    version = newest(on)
    return {"fingerprint": ((version.fingerprint, f"Version {version.number}, {version.fingerprint[:16]}…"),)}


def _newest_words(on: Agreement) -> Mapping[str, object]:
    return {"fingerprint": newest(on).fingerprint}


def _decisions(on: Agreement) -> dict[str, Choices]:
    found = decisions_about(on)
    return {"decision": tuple((str(one.uuid), f"{one.body.name}, {one.decided_on.isoformat()}") for one in found)}


def _releases(on: Agreement) -> dict[str, Choices]:
    found = on.initiative.releases.exclude(issued_at=None).defer("content").order_by("-id")
    notes = {ReleaseState.PUBLISHED.value: ""}
    titles = ((one, notes.get(one.state, f" ({one.state})")) for one in found)
    return {"release": tuple((str(one.uuid), f"{one.title}, {one.version}{note}") for one, note in titles)}


def _first_purpose(on: Agreement) -> Mapping[str, object]:
    terms = newest(on).terms
    return {"purpose": next(iter(terms["purposes"]), ""), "handed": terms["handed"]}


def _change(code: str, title: str, of: type[BaseModel], on: Subject, right: AnyRight) -> Operation[Any]:
    by_recipient = on is OFFER

    def change(by: User, on: Agreement, said: Any) -> Done:
        made = actions.change_agreement(by=by, on=on, said=said, by_recipient=by_recipient)
        return Done(f"Version {made.number} is there.", made=made.uuid)

    button = "Propose it" if by_recipient else "Save"
    return Operation(code, title, right, on, change, asks=of, lead=ANEW, button=button, current=_terms(of))


def _of_side(on: Subject, right: AnyRight) -> tuple[Operation[Any], ...]:
    """What both sides can do."""
    by_recipient = on is OFFER

    def sign(by: User, on: Agreement, said: asks.AgreementSigned) -> Done:
        made = actions.sign(by=by, on=on, said=said, by_recipient=by_recipient)
        return Done("Your side has signed.", made=made.uuid)

    def end(by: User, on: Agreement, said: asks.AgreementEnded) -> Done:
        actions.end_agreement(by=by, on=on, said=said, by_recipient=by_recipient)
        return Done("It is ended from today on. The promises about what was handed over go on.")

    return (
        *(_change(code, title, of, on, right) for code, title, of in CHANGES),
        Operation(
            "sign",
            "Sign the agreement",
            right,
            on,
            sign,
            asks=asks.AgreementSigned,
            lead="You sign exactly the words that stand on its page now. If they change, your signature is about "
            "nothing any more.",
            button="Sign",
            choices=_words,
            current=_newest_words,
        ),
        Operation(
            "end-agreement",
            "End the agreement",
            right,
            on,
            end,
            asks=asks.AgreementEnded,
            lead="Nothing more is handed over from today on. This cannot be undone. The promises about what was "
            "handed over go on.",
            button="End it",
        ),
    )


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "draft-agreement",
        "Draft an agreement",
        Right.MAKE_AGREEMENTS,
        INITIATIVE,
        _draft,
        asks=asks.AgreementDrafted,
        lead="Nothing is promised yet. The other side sees the draft and can propose changes. What is in every "
        "agreement cannot be struck out: its page shows it.",
        button="Begin it",
        choices=_recipients,
    ),
    *_of_side(AGREEMENT, Right.MAKE_AGREEMENTS),
    *_of_side(OFFER, OrganisationRight.TAKE_IN),
    Operation(
        "link-decision",
        "Say by which decision the community agreed",
        Right.MAKE_AGREEMENTS,
        AGREEMENT,
        _link,
        asks=asks.DecisionLinked,
        lead="Decisions stand here that a body took about the purpose “statistics office” and this recipient, since "
        "the newest words are there. The body decides on its own page.",
        button="Link it",
        choices=_decisions,
    ),
    Operation(
        "hand-over",
        "Hand over under this agreement",
        Right.HAND_OVER,
        AGREEMENT,
        _hand_over,
        asks=asks.HandedOver,
        lead="Only what the agreement names goes into the package. It is public that it went, and to whom.",
        button="Hand it over",
        choices=_releases,
        current=_first_purpose,
    ),
    Operation(
        "say-deleted",
        "Say that every copy is deleted",
        OrganisationRight.TAKE_IN,
        RECEIVED,
        _deleted,
        asks=asks.PackageDeleted,
        lead="People who withdrew read this. Say it only when no copy is left, backups included.",
        button="It is deleted",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "agreements",
        "Agreements with those who take data in",
        Right.SEE_WORKSPACE,
        INITIATIVE,
        showing.AgreementsShown,
        showing.agreements_shown,
    ),
    Reading("", "One agreement", Right.SEE_WORKSPACE, AGREEMENT, showing.AgreementShown, showing.agreement_shown),
    Reading(
        "agreements",
        "Agreements of a recipient",
        OrganisationRight.SEE,
        ORGANISATION,
        showing.AgreementsShown,
        showing.offers_shown,
    ),
    Reading("", "One agreement", OrganisationRight.SEE, OFFER, showing.AgreementShown, showing.agreement_shown),
    Reading(
        "received",
        "What a recipient was handed",
        OrganisationRight.SEE,
        ORGANISATION,
        showing.ReceivedShown,
        showing.received_shown,
    ),
    Reading("", "One package", OrganisationRight.SEE, RECEIVED, showing.PackageShown, showing.package_shown),
)
