"""What can be done with notices."""

from typing import Any

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.consent import actions, asks, media_actions, schemas, showing, term_asks
from nyhavn.web.consent.models import Notice, NoticeMedium, NoticeText
from nyhavn.web.consent.queries import notices
from nyhavn.web.consent.subjects import MEDIUM, NOTICE, TEXT, notice_home, notices_home
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.pages.operations import Choices, Confirmed, Done, Operation, Reading


def _draft(by: User, on: Initiative, said: asks.NoticeDrafted) -> Done:
    made = actions.draft_notice(by=by, on=on, said=said)
    return Done("The draft is there. Write its texts next.", at=notice_home(made), made=made.uuid)


def _change(by: User, on: Notice, said: asks.NoticeChanged) -> Done:
    actions.change_notice(by=by, on=on, said=said)
    return Done("The draft has changed.")


def _drop(by: User, on: Notice, said: Confirmed) -> Done:
    home = notices_home(on.initiative)
    actions.drop_notice(by=by, on=on)
    return Done("The draft is gone.", at=home)


def _add_text(by: User, on: Notice, said: asks.NewTextSaid) -> Done:
    actions.add_text(by=by, on=on, said=said)
    return Done("The text is stored. Look at it as people will see it.")


def _change_text(by: User, on: NoticeText, said: asks.TextSaid) -> Done:
    actions.change_text(by=by, on=on, said=said)
    return Done("The text has changed. Look at it as people will see it.")


def _drop_text(by: User, on: NoticeText, said: Confirmed) -> Done:
    home = notice_home(on.notice)
    actions.drop_text(by=by, on=on)
    return Done("The text is gone.", at=home)


def _say_terms(by: User, on: Notice, said: term_asks.TermsSaid) -> Done:
    actions.say_terms(by=by, on=on, said=said)
    return Done("It stands beside each question now.")


def _add_medium(by: User, on: Notice, said: term_asks.MediumSaid) -> Done:
    made = media_actions.add_medium(by=by, on=on, said=said)
    return Done("The file is there. Look at it as people will see it.", made=made.uuid)


def _drop_medium(by: User, on: NoticeMedium, said: Confirmed) -> Done:
    home = notice_home(on.notice)
    media_actions.drop_medium(by=by, on=on)
    return Done("The file is gone.", at=home)


def _put_in_use(by: User, on: Notice, said: asks.FirstDay) -> Done:
    actions.put_in_use(by=by, on=on, said=said)
    return Done("The words are fixed now, and their hash is on record.")


def _take_back_use(by: User, on: Notice, said: Confirmed) -> Done:
    actions.take_back_use(by=by, on=on)
    return Done("The version is a draft again.")


def _end_use(by: User, on: Notice, said: asks.LastDay) -> Done:
    actions.end_use(by=by, on=on, said=said)
    return Done("The last day is set.")


def _versions(on: Initiative) -> dict[str, Choices]:
    return {"starts_from": tuple((notice.version, f"Version {notice.version}") for notice in notices(on))}


def _terms_now(on: Notice) -> dict[str, Any]:
    return {"witnessed_path": on.witnessed_path, "terms": term_asks.terms_now(on.purposes, on.terms)}


def _languages(on: Notice) -> dict[str, Choices]:
    return {"language": tuple((text.language, f"{text.title} ({text.language})") for text in on.texts.all())}


def _text_now(on: NoticeText) -> dict[str, Any]:
    parts = ("title", "body", "retention", "recipients", "can_take_back", "stays", "lost_code")
    return {part: getattr(on, part) for part in parts} | {"questions": asks.questions_of(on.by_purpose).model_dump()}


def _operation(name: str, title: str, on: Any, do: Any, lead: str, **more: Any) -> Operation[Any]:
    return Operation(name, title, Right.EDIT_NOTICE, on, do, lead=lead, **more)


OPERATIONS: tuple[Operation[Any], ...] = (
    _operation(
        "draft-notice",
        "Draft a notice",
        INITIATIVE,
        _draft,
        "A notice says what people agree to. Nobody sees a draft. You put it in use when every text is ready.",
        asks=asks.NoticeDrafted,
        button="Begin the draft",
        choices=_versions,
    ),
    _operation(
        "change",
        "Change what this draft asks for",
        NOTICE,
        _change,
        "Each purpose needs a question in every language.",
        asks=asks.NoticeChanged,
        button="Save",
        current=lambda on: {"purposes": on.purposes, "contact": on.contact},
    ),
    _operation(
        "say-terms",
        "Say how long, and for whom",
        NOTICE,
        _say_terms,
        "People see it beside each question, in their language. Timers delete by it. It is fixed with the words.",
        asks=term_asks.TermsSaid,
        button="Save",
        current=_terms_now,
    ),
    _operation(
        "add-medium",
        "Add a picture, sound or film",
        NOTICE,
        _add_medium,
        "For people who do not read the text. The same is said in words, so that everybody can check it. "
        "Show nobody's face who has not agreed to be shown.",
        asks=term_asks.MediumSaid,
        button="Save",
        choices=_languages,
    ),
    _operation("drop", "Throw this draft away", NOTICE, _drop, "Its texts are deleted. This cannot be undone."),
    _operation(
        "add-text",
        "Write the text in one more language",
        NOTICE,
        _add_text,
        "You can save it unfinished. Short sentences and everyday words help people decide freely.",
        asks=asks.NewTextSaid,
        template="consent/write_text.html",
        button="Save",
    ),
    _operation(
        "put-in-use",
        "Put this notice in use",
        NOTICE,
        _put_in_use,
        "From the first day on the words stay as they are, because people agree to exactly these words. "
        "A change then needs a new version.",
        asks=asks.FirstDay,
    ),
    _operation(
        "take-back-use",
        "Make this version a draft again",
        NOTICE,
        _take_back_use,
        "Possible until its first day, while nobody has seen it. The version before it goes on.",
    ),
    _operation(
        "end-use",
        "Say until when this notice is in use",
        NOTICE,
        _end_use,
        "After the last day nobody can agree under this version. What people said before stands.",
        asks=asks.LastDay,
    ),
    _operation(
        "change",
        "Change the text in this language",
        TEXT,
        _change_text,
        "You can save it unfinished. Short sentences and everyday words help people decide freely.",
        asks=asks.TextSaid,
        template="consent/change_text.html",
        button="Save",
        current=_text_now,
    ),
    _operation("drop", "Throw the text in this language away", TEXT, _drop_text, "This cannot be undone."),
    _operation("drop", "Throw this file away", MEDIUM, _drop_medium, "It is shown no longer in this draft."),
)
READINGS: tuple[Reading, ...] = (
    Reading("notices", "The notices", Right.SEE_WORKSPACE, INITIATIVE, schemas.NoticesShown, showing.notices_shown),
    Reading("", "A notice", Right.SEE_WORKSPACE, NOTICE, schemas.NoticeVersionShown, showing.version_shown),
)
