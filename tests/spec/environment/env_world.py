"""An invented country in which an office, groups of citizens and a human-rights body answer, each by itself."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from nyhavn.framework.environment import ENVIRONMENT, Edition, Silence
from nyhavn.framework.environment_answers import GroupAnswer, How, KeyedIn, ShownBy
from nyhavn.framework.environment_assessment import Assessment, Reader, Voice
from nyhavn.framework.environment_reading import Readable, public, readable

OFFICE, CITIZENS, RIGHTS = "statistics-office", "civil-society", "human-rights-institution"
OPENS, CLOSES = datetime(2026, 3, 2, 8, tzinfo=UTC), datetime(2026, 4, 2, 18, tzinfo=UTC)
DURING, AFTER = OPENS + timedelta(days=10), CLOSES + timedelta(seconds=1)
LAST_MOMENT = CLOSES - timedelta(microseconds=1)
DAY = date(2026, 3, 10)
CLERK, NEIGHBOUR, OMBUD = Reader(belongs_to=OFFICE), Reader(belongs_to=CITIZENS), Reader(belongs_to=RIGHTS)
CONVENOR, STRANGER = Reader(convenes=True), Reader()
MEMBERS = {
    OFFICE: frozenset({"office"}),
    CITIZENS: frozenset({"wells", "women", "village", "deaf-people"}),
    RIGHTS: frozenset({"commission"}),
}
# The ombuds-body says itself that it wants to be read by its name.
VOICES = (
    Voice(groups=(OFFICE,), organisations=MEMBERS[OFFICE]),
    Voice(groups=(CITIZENS,), organisations=MEMBERS[CITIZENS]),
    Voice(groups=(RIGHTS,), organisations=MEMBERS[RIGHTS], agreed_alone=date(2026, 3, 1)),
)


def assessment(**changes: object) -> Assessment:
    values: dict[str, object] = {
        "id": "ground-2026",
        "place": "ZZ",
        "edition": ENVIRONMENT,
        "voices": VOICES,
        "opens_at": OPENS,
        "first_closes_at": CLOSES,
    }
    return Assessment.model_validate(values | changes)


def entry(voice: str, statement: str = "TR1", said: str = "", **changes: object) -> GroupAnswer:
    """An answer. said: law, practice and funding, with a blank between; what is left out is not answered."""
    levels = dict(zip(("law", "practice", "funding"), said.split(), strict=False))
    values: dict[str, object] = {
        "key": f"{voice.replace('.', '-')}-{statement}-paper-1",
        "voice": voice,
        "sheet": "paper-1",
        "statement": statement,
        "answered_on": DAY,
        "people": 8,
        "how": How.WORKSHOP,
        "organisations": MEMBERS.get(voice, frozenset({"wells", "women", "village"})),
        "received_at": DURING,
    }
    return GroupAnswer.model_validate(values | levels | changes)


def proof(dimension: str = "law", **changes: object) -> ShownBy:
    return ShownBy.model_validate({"shows": dimension, "link": "https://example.org/law", **changes})


def keyed(recorder: str = "guest", source: str = "folder 3 of the meeting") -> KeyedIn:
    return KeyedIn(recorder=recorder, source=source)


# The office says that all is there, citizens say that nothing is, the human-rights body sees one thing in between.
DISAGREEING = (
    entry(OFFICE, "TR1", "in-force routine multi-year", shown_by=(proof(),)),
    entry(CITIZENS, "TR1", "none none none"),
    entry(RIGHTS, "TR1", "draft partial dont-know"),
    entry(OFFICE, "WS1", "draft partial one-off"),
    entry(CITIZENS, "WS1", "draft none one-off"),
    entry(RIGHTS, "WS1", "draft partial one-off"),
    entry(OFFICE, "LR2", "in-force routine multi-year", shown_by=(proof(), proof("practice"), proof("funding"))),
    entry(CITIZENS, "LR2", "in-force routine multi-year"),
    entry(RIGHTS, "LR2", "in-force routine multi-year"),
    entry(OFFICE, "FU1", "none partial none"),
    entry(CITIZENS, "FU1", "none partial none"),
    entry(RIGHTS, "FU1", "none partial none"),
    entry(OFFICE, "GI3", "in-force partial none"),
    entry(CITIZENS, "GI3", "dont-know declined"),
    entry(RIGHTS, "GI3", "in-force partial none"),
)


def opened(entries: Iterable[GroupAnswer] = DISAGREEING, **changes: object) -> Readable:
    """What everybody reads after the closing."""
    return public(assessment(**changes), tuple(entries), AFTER)


def own(reader: Reader, entries: Iterable[GroupAnswer] = DISAGREEING) -> Readable:
    """What somebody reads before it."""
    return readable(assessment(), tuple(entries), reader, DURING)


def with_edition(**changes: object) -> Edition:
    return Edition.model_validate({name: getattr(ENVIRONMENT, name) for name in Edition.model_fields} | changes)


SILENCES = tuple(map(str, Silence))
