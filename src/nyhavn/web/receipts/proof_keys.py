"""The code of a contribution that is taken back goes on to open the proof, whoever wrote the withdrawal down."""

from nyhavn.framework.consent import Purpose
from nyhavn.web.collection.models import Contribution
from nyhavn.web.lineage.kinds import Withdrawn, at_once
from nyhavn.web.receipts.models import LostCode, ProofKey

WRITTEN_AT_ONCE = 500


def keep_codes(withdrawn: Withdrawn) -> None:
    """Keep the hash of each code before its contribution goes; also when a restored backup is brought up to date."""
    if Purpose.COLLECTION not in withdrawn.purposes:
        return
    held = Contribution.objects.filter(uuid__in=withdrawn.contributions).exclude(receipt="").order_by("id")
    rows = (
        ProofKey(receipt=receipt, contribution=contribution, initiative=withdrawn.initiative)
        for contribution, receipt in held.values_list("uuid", "receipt")
    )
    ProofKey.objects.bulk_create(rows, batch_size=WRITTEN_AT_ONCE, ignore_conflicts=True)


def forget_help(withdrawn: Withdrawn) -> None:
    """Nobody needs help with the code of what is taken back. That there was help stands in the log, without whose."""
    if Purpose.COLLECTION in withdrawn.purposes:
        LostCode.objects.filter(contribution__in=withdrawn.contributions).delete()


at_once(keep_codes, first=True)
at_once(forget_help)
