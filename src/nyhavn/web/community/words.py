"""The words of codes on the board's pages, in the language of the moment."""

from django.utils.translation import gettext

from nyhavn.framework.community_body import DecidesBy, Outcome
from nyhavn.web.community.meeting_models import PlaceKind
from nyhavn.web.community.showing import RulesShown


def outcome_words(outcome: Outcome) -> str:
    """What came of an item."""
    return {
        Outcome.TAKEN: gettext("Yes. This is decided."),
        Outcome.NOT_TAKEN: gettext("No. This is not agreed to."),
        Outcome.NO_QUORUM: gettext("Not decided: too few members were there."),
        Outcome.PUT_OFF: gettext("Not decided today."),
    }[outcome]


def place_words(place: PlaceKind) -> str:
    """How people met."""
    return {
        PlaceKind.TOGETHER: gettext("Together in one place"),
        PlaceKind.PHONE: gettext("On the phone"),
        PlaceKind.ONLINE: gettext("Online"),
        PlaceKind.MIXED: gettext("Some together, some elsewhere"),
        PlaceKind.IN_WRITING: gettext("In writing"),
    }[place]


def rules_words(rules: RulesShown) -> tuple[str, ...]:
    """How a body decides, as sentences to be read aloud."""
    needed = gettext("A meeting today needs {count} members.").format(count=rules.needed)
    return needed, _decides(rules.decides_by)


def _decides(by: DecidesBy) -> str:
    return {
        DecidesBy.CONSENSUS: gettext("Something is decided when nobody is against it."),
        DecidesBy.MAJORITY: gettext("Something is decided when more people are for it than against it."),
        DecidesBy.TWO_THIRDS: gettext("Something is decided when at least two of three who say yes or no say yes."),
    }[by]
