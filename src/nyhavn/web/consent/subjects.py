"""Finding a notice or one of its texts from an address: the right first, then the object within the initiative."""

from uuid import UUID

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.consent.models import Notice, NoticeMedium, NoticeText
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.operations import Subject


def notice_in(initiative: Initiative, uuid: UUID) -> Notice:
    """The notice of that initiative. Raises Refusal "not-found"."""
    found = initiative.notices.select_related("initiative").filter(uuid=uuid).first()
    if found is None:
        raise not_found("notice")
    return found


def text_in(notice: Notice, language: str) -> NoticeText:
    """The text of that notice in a language. Raises Refusal "not-found"."""
    found = notice.texts.select_related("notice__initiative").filter(language__iexact=language).first()
    if found is None:
        raise not_found("text")
    return found


def enter_notice(user: User, right: Right, *, initiative: str, notice: UUID) -> Notice:
    """The notice, for somebody with that right in its initiative. Raises Refusal."""
    return notice_in(enter_initiative(user, right, initiative=initiative), notice)


def enter_text(user: User, right: Right, *, initiative: str, notice: UUID, language: str) -> NoticeText:
    """The text, for somebody with that right in its initiative. Raises Refusal."""
    return text_in(enter_notice(user, right, initiative=initiative, notice=notice), language)


def medium_in(notice: Notice, uuid: UUID) -> NoticeMedium:
    """The file that is shown with that notice. Raises Refusal "not-found"."""
    found = notice.media.select_related("notice__initiative").filter(uuid=uuid).first()
    if found is None:
        raise not_found("file")
    return found


def enter_medium(user: User, right: Right, *, initiative: str, notice: UUID, medium: UUID) -> NoticeMedium:
    """The file, for somebody with that right in its initiative. Raises Refusal."""
    return medium_in(enter_notice(user, right, initiative=initiative, notice=notice), medium)


def notices_home(initiative: Initiative) -> str:
    """The address of the page of notices."""
    return f"/work/initiatives/{initiative.slug}/notices/"


def notice_home(notice: Notice) -> str:
    """The address of one version."""
    return f"{notices_home(notice.initiative)}{notice.uuid}/"


NOTICE = Subject("notice", "initiatives/<slug:initiative>/notices/<uuid:notice>", enter_notice, home=notice_home)
TEXT = Subject(
    "notice-text",
    "initiatives/<slug:initiative>/notices/<uuid:notice>/texts/<slug:language>",
    enter_text,
    home=lambda on: notice_home(on.notice),
)
MEDIUM = Subject(
    "notice-medium",
    "initiatives/<slug:initiative>/notices/<uuid:notice>/media/<uuid:medium>",
    enter_medium,
    home=lambda on: notice_home(on.notice),
)
