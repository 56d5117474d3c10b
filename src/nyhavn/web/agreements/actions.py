"""Making an agreement: drafting and changing its words, signing them, linking the community's yes, ending it."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from pydantic import BaseModel

from nyhavn.framework import agreement as rules
from nyhavn.framework.agreement_standing import NOT_TERMS, check_purposes, check_signing, fingerprint
from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.agreements.asks import AgreementDrafted, AgreementEnded, AgreementSigned, DecisionLinked
from nyhavn.web.agreements.handing import held
from nyhavn.web.agreements.models import Agreement, AgreementDecision, AgreementSignature, AgreementVersion
from nyhavn.web.agreements.queries import as_signed, decisions_about, is_vetoed, newest
from nyhavn.web.agreements.telling import tell_other_side
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.initiatives.models import Initiative

KIND = "agreement"


@transaction.atomic
def draft_agreement(*, by: User, on: Initiative, said: AgreementDrafted) -> Agreement:
    """Begin one with an organisation on this site. Raises Refusal: agreement-with-oneself, agreement-purpose-banned."""
    recipient = _recipient(on, said.recipient)
    made = Agreement.objects.create(initiative=on, recipient=recipient)
    parties = {"id": str(made.uuid), "producer": on.organisation.name, "recipient": recipient.name}
    terms = rules.Agreement.model_validate({**parties, **said.model_dump(exclude={"recipient"})})
    _write(made, terms, by=by, by_recipient=False)
    _record("agreement-drafted", by, made)
    tell_other_side(made, by_recipient=False)
    return made


def _recipient(initiative: Initiative, slug: str) -> Organisation:
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        do = "Ask whoever runs this site to add it."
        raise refusal("not-found", "There is no such organisation on this site.", where="recipient", do=do)
    if found.id == initiative.organisation.id:
        what = "Both parties are the same."
        raise refusal("agreement-with-oneself", what, where="recipient", do="Choose the office.")
    return found


@transaction.atomic
def change_agreement(*, by: User, on: Agreement, said: BaseModel, by_recipient: bool = False) -> AgreementVersion:
    """Write new words as a version of their own; signatures and the community's yes were about the old ones.

    said: fields of framework.agreement.Agreement that change. Raises Refusal: agreement-ended, agreement-unchanged,
    agreement-purpose-banned.
    """
    agreement = held(on)
    before = newest(agreement)
    parties = {"producer": agreement.initiative.organisation.name, "recipient": agreement.recipient.name}
    terms = rules.Agreement.model_validate({**before.terms, **parties, **said.model_dump()})
    if fingerprint(terms) == before.fingerprint:
        raise refusal("agreement-unchanged", "Nothing would change.", where="agreement", do="Change something.")
    made = _write(agreement, terms, by=by, by_recipient=by_recipient)
    _record("agreement-changed", by, agreement, {"version": made.number, "recipient": by_recipient})
    tell_other_side(agreement, by_recipient=by_recipient)
    return made


def _write(agreement: Agreement, terms: rules.Agreement, *, by: User, by_recipient: bool) -> AgreementVersion:
    check_purposes(terms.purposes)
    written = terms.model_dump(mode="json", exclude=set(NOT_TERMS))
    return AgreementVersion.objects.create(
        agreement=agreement,
        number=agreement.versions.count() + 1,
        terms={**written, "bans": sorted(written["bans"])},
        fingerprint=fingerprint(terms),
        by_recipient=by_recipient,
        written_by=by,
    )


@transaction.atomic
def sign(*, by: User, on: Agreement, said: AgreementSigned, by_recipient: bool = False) -> AgreementSignature:
    """Say yes to exactly these words, for one side.

    Raises Refusal: everything that is missing, agreement-changed, agreement-signed-already, agreement-same-signatory.
    """
    agreement = held(on)
    check_guards(Act.HAND_OVER, agreement.initiative, by=by, about=agreement)
    version = newest(agreement)
    signatures = tuple(version.signatures.all())
    check_signing(
        said.fingerprint,
        version.fingerprint,
        signed_other_side=any(one.signed_by_id == by.id and one.by_recipient is not by_recipient for one in signatures),
        is_signed=any(one.by_recipient is by_recipient for one in signatures),
    )
    rules.check_agreement(as_signed(version))
    made = AgreementSignature.objects.create(
        version=version,
        by_recipient=by_recipient,
        as_role=said.as_role,
        signed_on=timezone.localdate(),
        signed_by=by,
    )
    _record("agreement-signed", by, agreement, {"version": version.number, "recipient": by_recipient})
    tell_other_side(agreement, by_recipient=by_recipient)
    return made


@transaction.atomic
def link_decision(*, by: User, on: Agreement, said: DecisionLinked) -> AgreementDecision:
    """Say by which decision the community agreed to the newest words.

    Raises Refusal: agreement-community-vetoed, agreement-decision-not-about-it.
    """
    agreement = held(on)
    if is_vetoed(agreement, timezone.localdate()):
        do = "Talk with the body that decided. Only that body can lift its veto."
        raise refusal("agreement-community-vetoed", "A body of the community vetoes it.", where="decision", do=do)
    found = next((one for one in decisions_about(agreement) if str(one.uuid) == said.decision), None)
    if found is None:
        what = "This is no yes of a body to these words and this recipient, taken since the words stand there."
        do = f"Put the agreement before the body, with the recipient {agreement.recipient.slug}, and record its yes."
        raise refusal("agreement-decision-not-about-it", what, where="decision", do=do)
    version = newest(agreement)
    made, is_new = AgreementDecision.objects.get_or_create(version=version, decision=found, defaults={"linked_by": by})
    if is_new:
        _record("agreement-decision-linked", by, agreement, {"version": version.number})
    return made


@transaction.atomic
def end_agreement(*, by: User, on: Agreement, said: AgreementEnded, by_recipient: bool = False) -> None:
    """One side ends it from today on; promises about what was handed over go on. Raises Refusal "agreement-ended"."""
    agreement = held(on)
    agreement.ended_on, agreement.ended_because = timezone.localdate(), said.because
    agreement.ended_by_recipient = by_recipient
    agreement.save(update_fields=["ended_on", "ended_because", "ended_by_recipient"])
    _record("agreement-ended", by, agreement, {"recipient": by_recipient})
    tell_other_side(agreement, by_recipient=by_recipient)


def _record(action: str, by: User, on: Agreement, facts: Mapping[str, Fact] | None = None) -> None:
    scope: UUID = on.initiative.uuid
    record(action, by=by, kind=KIND, on=on.uuid, scope=scope, facts=facts)
