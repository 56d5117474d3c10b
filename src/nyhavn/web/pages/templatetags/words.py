"""Tags that every template has without loading them."""

from django import template

from nyhavn.web.pages import formats
from nyhavn.web.pages.fields import Field

register = template.Library()
register.filter("day", formats.day)
register.filter("moment", formats.moment)
register.filter("month", formats.month)
register.filter("count", formats.count)
register.filter("share", formats.share)

# Colour never carries meaning alone: every mark has a sign, a word and a colour.
SIGNS = {"holds": "✓", "open": "?", "against": "✕", "low": "·", "next": "›", "waits": "…"}
TONES = {
    "done": "holds",
    "next": "next",
    "waits": "waits",
    "not possible yet": "low",
    "waiting": "waits",
    "running": "waits",
    "refused": "against",
    "failed": "against",
    "counts": "holds",
    "does not count": "against",
    "cannot tell": "open",
    "sufficient": "holds",
    "unproven": "open",
    "contradicted": "against",
    "insufficient": "low",
    "not answered": "open",
    "sealed and unchanged": "holds",
    "not sealed yet": "low",
    "changed after it was sealed": "against",
}


@register.inclusion_tag("pages/parts/mark.html")
def mark(tone: str, word: str) -> dict[str, str]:
    """A state with its sign and its word. tone: holds, open, against, low, next or waits."""
    return {"tone": tone, "word": word, "sign": SIGNS[tone]}


@register.filter
def tone(state: str) -> str:
    """The tone in which a state of a step or a job is shown."""
    return TONES.get(state, "low")


@register.filter
def apart(text: str) -> str:
    """A text that keeps its own direction inside of a sentence, where no bdi can stand: in Unicode's isolates."""
    return f"\u2068{text}\u2069"


@register.filter
def words(code: str) -> str:
    """A stable code as words: board-member becomes "board member"."""
    return str(code).replace("-", " ").replace("_", " ")


@register.inclusion_tag("pages/parts/field.html")
def field(shown: Field) -> dict[str, object]:
    """One field of a form, with label, hint and what is wrong with it."""
    return {"field": shown}
