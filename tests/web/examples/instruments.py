"""Questionnaires, trainings, notices and their texts: none of them in use, so that everything can be done with them."""

from collections.abc import Mapping
from datetime import date

from nyhavn.framework.notice_media import MediumKind
from nyhavn.framework.roles import Role
from nyhavn.web.consent import actions as notices
from nyhavn.web.consent.asks import NewTextSaid, NoticeDrafted
from nyhavn.web.consent.media_actions import add_medium
from nyhavn.web.consent.models import Notice
from nyhavn.web.consent.term_asks import MediumSaid
from nyhavn.web.instruments.actions import record_training
from nyhavn.web.instruments.asks import TrainingHeld
from nyhavn.web.pages.uploads import Upload
from web import objects
from web.cast import Cast
from web.examples.registry import example

PICTURE = Upload(name="well.png", content=b"\x89PNG\r\n\x1a\n" + bytes(40))
DICTIONARY = b'id = "wells"\nversion = "1"\ntitle = "Wells"\n[[question]]\nname = "depth"\ntype = "integer"\n'


@example("initiatives/<slug:initiative>/questionnaires/<uuid:questionnaire>")
def a_questionnaire(cast: Cast) -> Mapping[str, object]:
    stored = objects.questionnaire(cast, DICTIONARY, "wells.toml")
    return {"initiative": cast.initiative.slug, "questionnaire": stored.uuid}


@example("initiatives/<slug:initiative>/trainings/<uuid:training>")
def a_training(cast: Cast) -> Mapping[str, object]:
    said = TrainingHeld(enumerator=str(cast[Role.ENUMERATOR].uuid), held_on=date(2026, 1, 7), topics="Consent")
    held = record_training(by=cast[Role.COORDINATOR], on=cast.initiative, said=said)
    return {"initiative": cast.initiative.slug, "training": held.uuid}


@example("initiatives/<slug:initiative>/notices/<uuid:notice>")
def a_notice(cast: Cast) -> Mapping[str, object]:
    return _draft(cast, "draft-1")


@example("initiatives/<slug:initiative>/notices/<uuid:notice>/texts/<slug:language>")
def a_text_of_a_notice(cast: Cast) -> Mapping[str, object]:
    return _draft(cast, "draft-2") | {"language": "en"}


@example("initiatives/<slug:initiative>/notices/<uuid:notice>/media/<uuid:medium>")
def a_file_of_a_notice(cast: Cast) -> Mapping[str, object]:
    keys = _draft(cast, "draft-3")
    said = MediumSaid(
        kind=MediumKind.PICTOGRAMS,
        language="en",
        title="A well",
        words="A well, and a hand that says stop.",
        file=PICTURE,
    )
    made = add_medium(by=cast[Role.COORDINATOR], on=Notice.objects.get(uuid=keys["notice"]), said=said)
    return keys | {"medium": made.uuid}


def _draft(cast: Cast, version: str) -> dict[str, object]:
    by = cast[Role.COORDINATOR]
    draft = NoticeDrafted(version=version, purposes=objects.PURPOSES, contact="The office")
    made = notices.draft_notice(by=by, on=cast.initiative, said=draft)
    notices.add_text(by=by, on=made, said=NewTextSaid(language="en", title="Water"))
    return {"initiative": cast.initiative.slug, "notice": made.uuid}
