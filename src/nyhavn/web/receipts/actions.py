"""What a person does with a receipt: switch a use, correct, take everything back, end the receipt.

None of it is audited: the acts of a person alone are nobody's to read, and the moment of a record would tell who came
when (see consent.ledger). The ledger, the version of the answers and the withdrawal are their own records.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nyhavn.framework.attribution import Wish
from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_circumstances import ALONE, Circumstances, Helper, Present
from nyhavn.framework.consent_ledger import ConsentMode, ConsentSaid
from nyhavn.framework.refusal import refusal
from nyhavn.web.collection import actions as collection
from nyhavn.web.collection import credits
from nyhavn.web.collection.models import Contribution
from nyhavn.web.consent.actions import record_consent
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.lineage.actions import withdraw
from nyhavn.web.lineage.models import Withdrawal
from nyhavn.web.receipts.models import ProofKey
from nyhavn.web.receipts.queries import asked_today, taken_back

EVERYTHING = frozenset({Purpose.COLLECTION})
# Who types for somebody is there, and hears it. Nobody knows who: this door asks for no account.
HELPED = Circumstances(present=(Present(Helper.WITNESS),))


def circumstances_of(mode: ConsentMode) -> Circumstances:
    """Who was there, as far as the visit knows."""
    return HELPED if mode is ConsentMode.WITNESSED else ALONE


def allow(*, initiative: Initiative, contribution: UUID, purpose: Purpose, mode: ConsentMode) -> None:
    """Say yes to one use, under the notice of today. Raises Refusal "use-not-asked"."""
    check_guards(Act.CHANGE_OWN, initiative)
    notice, words = asked_today(initiative)
    if notice is None or words is None or purpose not in notice.purposes:
        do = "You can say yes when the people who ask write a new text that asks for it."
        raise refusal("use-not-asked", "Nobody asks for this use today.", where="use", do=do)
    record_consent(
        by=None,
        initiative=initiative,
        said=ConsentSaid(
            contribution=contribution,
            answers={purpose: ConsentState.GIVEN},
            notice=notice.uuid,
            language=words.language,
            at=timezone.now(),
            mode=mode,
            circumstances=circumstances_of(mode),
        ),
    )


def stop(*, initiative: Initiative, contribution: UUID, purpose: Purpose, mode: ConsentMode, language: str) -> None:
    """Take back one use; the answers stay for the others."""
    withdraw(
        by=None,
        initiative=initiative,
        contribution=contribution,
        purposes=frozenset({purpose}),
        mode=mode,
        language=language,
        circumstances=circumstances_of(mode),
    )


def say_name(*, contribution: UUID, wish: Wish, name: str) -> None:
    """Say how the person is named, or that they are not. Raises Refusal, as for a name without consent to it."""
    held = Contribution.objects.select_related("epoch", "collection__initiative").get(uuid=contribution)
    check_guards(Act.CHANGE_OWN, held.collection.initiative)
    credits.say_credit(by=None, contribution=held, wish=wish, name=name)


def correct(*, contribution: UUID, version: int, answers: Mapping[str, str]) -> None:
    """Put new answers in the place of the old ones. Raises Refusal "own-answers-changed"."""
    held = Contribution.objects.select_related("collection__initiative").filter(uuid=contribution).first()
    if held is not None:
        check_guards(Act.CHANGE_OWN, held.collection.initiative)
    collection.correct_answers(contribution=contribution, version=version, answers=answers)


def take_everything_back(*, initiative: Initiative, contribution: UUID, mode: ConsentMode, language: str) -> Withdrawal:
    """Take back the contribution. From then on the receipt opens the proof alone."""
    with transaction.atomic():
        # Locked before anything is read: the same thumb may press twice.
        Contribution.objects.select_for_update().filter(uuid=contribution).first()
        before = taken_back(contribution)
        if before is not None:
            return before
        return withdraw(
            by=None,
            initiative=initiative,
            contribution=contribution,
            purposes=EVERYTHING,
            mode=mode,
            language=language,
            circumstances=circumstances_of(mode),
        )


def end_receipt(*, contribution: UUID) -> None:
    """End the receipt of a withdrawal: from then on it is like one that never was."""
    with transaction.atomic():
        ProofKey.objects.filter(contribution=contribution).delete()
        Contribution.objects.filter(uuid=contribution).update(receipt="")
