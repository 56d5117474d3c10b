"""Criteria that an office hands in: kept as the file says them, never changed."""

from django.db import transaction

from nyhavn.framework.fitness.rule_pack import SHIPPED, rule_pack
from nyhavn.framework.fitness.workflow import check_pack_new
from nyhavn.framework.refusal import refusal
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.audit.actions import record
from nyhavn.web.fitness.models import OfficePack
from nyhavn.web.pages.uploads import Upload


@transaction.atomic
def hand_in_criteria(*, by: User, on: Organisation, file: Upload) -> OfficePack:
    """Keep criteria. Raises Refusal: rule-pack-unreadable, rule-pack-wrong with every fault, rule-pack-known."""
    Organisation.objects.select_for_update().get(id=on.id)
    text = _text(file)
    pack = rule_pack(text, where=file.name)
    check_pack_new(is_known=pack.id in SHIPPED or on.rule_packs.filter(pack=pack.id).exists())
    made = OfficePack.objects.create(
        organisation=on,
        pack=pack.id,
        edition=pack.edition,
        title=pack.title,
        office=pack.office,
        text=text,
        fingerprint=pack.fingerprint,
        handed_in_by=by,
    )
    record("criteria-handed-in", by=by, kind="criteria", on=made.uuid, scope=on.uuid)
    return made


def _text(file: Upload) -> str:
    try:
        return file.content.decode("utf-8")
    except UnicodeDecodeError:
        do = "Save it as UTF-8 and hand it in again."
        raise refusal("rule-pack-unreadable", "This is no text in UTF-8.", where=file.name, do=do) from None
