"""What we say ourselves around a notice, in the language of the text or the nearest one that pages speak."""

from django.utils import translation
from django.utils.translation import gettext, ngettext

from nyhavn.framework.consent import Purpose
from nyhavn.framework.notice import NoticePart, NoticeShown, OurWords
from nyhavn.framework.notice_terms import Kept, PurposeTerms, RecipientKind
from nyhavn.web.pages.offered import best_of, fallback

YEAR = 12  # months


def our_words(shown: NoticeShown, language: str) -> OurWords:
    """Headings, the sentence about a lost code, and how long and for whom each purpose holds."""
    spoken = best_of((language,)) or fallback()
    with translation.override(spoken.code):
        return OurWords(
            headings=_headings(),
            lost_code=_lost_code(shown.witnessed_path),
            terms={terms.purpose: terms_words(terms) for terms in shown.terms if terms.purpose in shown.purposes},
        )


def _headings() -> dict[str, str]:
    return {
        NoticePart.RETENTION: gettext("How long your answers are kept"),
        NoticePart.RECIPIENTS: gettext("Who sees your answers"),
        NoticePart.CAN_TAKE_BACK: gettext("What you can take back"),
        NoticePart.STAYS: gettext("What cannot be taken back"),
        NoticePart.LOST_CODE: gettext("If you lose your code"),
        NoticePart.CONTACT: gettext("Whom you can ask"),
    }


def _lost_code(is_witnessed: bool | None) -> str:
    if is_witnessed is None:
        return ""
    if is_witnessed:
        return gettext(
            "If you have no code, or lose it, you can still take your answers back. "
            "Ask the people named under “Whom you can ask”. You will need a witness."
        )
    return gettext(
        "If you have no code, or lose it, you cannot take your answers back. "
        "Nobody can find them without it, and nobody can help."
    )


def terms_words(terms: PurposeTerms) -> str:
    """How long and for whom, in the language of the moment. A line each."""
    who = ", ".join(_recipients()[kind] for kind in terms.recipients)
    named = f"{who} ({terms.names})" if terms.names else who
    return "\n".join(filter(None, (_kept(terms), gettext("Who gets it: {who}.").format(who=named), terms.note)))


def _kept(terms: PurposeTerms) -> str:
    if terms.kept is Kept.NOT_KEPT:
        return gettext("It is not kept.")
    if terms.kept is Kept.UNTIL_WITHDRAWN or terms.months is None:
        return gettext("It is kept until you take it back.")
    years, months = divmod(terms.months, YEAR)
    if years and not months:
        return ngettext("It is kept for {count} year.", "It is kept for {count} years.", years).format(count=years)
    words = ngettext("It is kept for {count} month.", "It is kept for {count} months.", terms.months)
    return words.format(count=terms.months)


def _recipients() -> dict[RecipientKind, str]:
    return {
        RecipientKind.TEAM: gettext("the people who run this"),
        RecipientKind.COMMUNITY: gettext("your community"),
        RecipientKind.PARTNERS: gettext("partner organisations"),
        RecipientKind.STATISTICS_OFFICE: gettext("the statistics office"),
        RecipientKind.RESEARCHERS: gettext("researchers"),
        RecipientKind.FUNDERS: gettext("those who pay for this"),
        RecipientKind.AUTHORITIES: gettext("other public offices"),
        RecipientKind.EVERYBODY: gettext("everybody"),
    }


def short_terms(terms: tuple[PurposeTerms, ...]) -> dict[Purpose, str]:
    """The same by purpose, for a page of those who write the notice."""
    return {one.purpose: terms_words(one) for one in terms}
