"""Picture and table of a roadmap: as a file, and as parts of a page in the language of whoever reads it."""

from dataclasses import dataclass

from markupsafe import Markup

from nyhavn.exchange.report import roadmap_words as words
from nyhavn.exchange.report.days import day as day_words
from nyhavn.exchange.report.html import environment
from nyhavn.exchange.report.languages import PAGE_LANGUAGE, direction, language_attribute
from nyhavn.exchange.report.roadmap_picture import RoadmapPicture, roadmap_picture
from nyhavn.exchange.report.roadmap_table import roadmap_table
from nyhavn.exchange.report.speech import Say, as_written, say, speaking
from nyhavn.framework.roadmap_timeline import Timeline

MIDDLE = 50.0


@dataclass(frozen=True)
class RoadmapParts:
    """Picture, what its marks mean, and the table with the same facts. direction: of the language."""

    language: str
    direction: str
    picture: Markup
    notes: tuple[str, ...]
    table: Markup


class _RoadmapWords:
    """The words for templates, in the language that is spoken."""

    def __getattr__(self, name: str) -> str:
        found = getattr(words, name)
        if not isinstance(found, str):
            raise TypeError(f"{name} is no single sentence")
        return say(found)


def roadmap_parts(
    of: Timeline, *, id: str = "roadmap", language: str = PAGE_LANGUAGE, with_words: Say = as_written
) -> RoadmapParts:
    """The parts for a page. id: begins the ids inside, once on a page. with_words: puts our words into the language."""
    with speaking(with_words):
        runs = direction(language)
        picture = roadmap_picture(of, is_mirrored=runs == "rtl")
        table = environment().get_template("roadmap_table.html.jinja")
        today = say(words.ROADMAP_TODAY_IS).format(day=day_words(of.today))
        filled = table.render(strands=roadmap_table(of), w=_RoadmapWords(), today=today, id=id)
        # Every value that stands in a template was escaped.
        return RoadmapParts(language, runs, Markup(_drawn(picture, id, "")), picture.notes, Markup(filled))  # noqa: S704


def roadmap_svg(of: Timeline, *, language: str = PAGE_LANGUAGE, with_words: Say = as_written) -> bytes:
    """The picture as a file, UTF-8; the same bytes for the same timeline."""
    with speaking(with_words):
        picture = roadmap_picture(of, is_mirrored=direction(language) == "rtl")
        return _drawn(picture, "roadmap", language_attribute(language, page="")).encode("utf-8")


def _drawn(picture: RoadmapPicture, id: str, language: str) -> str:
    """The word "today" runs to the side where there is room for it."""
    is_in_first_half = (picture.today < MIDDLE) is not picture.is_mirrored
    return (
        environment()
        .get_template("roadmap.svg.jinja")
        .render(
            picture=picture,
            id=id,
            language=language,
            today_word=say(words.ROADMAP_TODAY),
            today_anchor="start" if is_in_first_half else "end",
        )
    )
