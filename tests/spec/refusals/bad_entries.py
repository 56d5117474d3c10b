"""What somebody could send by mistake or on purpose: each fault alone, at one operation. MARK stands in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nyhavn.framework.roles import Role
from spec.refusals.saying import MARK
from web import objects

IN = "initiatives/<slug:initiative>"
AT_HOME = "organisations/<slug:organisation>"
ADMIN = "administrator"
PUT_IN_USE = f"{IN}/notices/<uuid:notice>/do/put-in-use"
SAY_SELECTION = f"{IN}/do/say-selection"
REGISTER = f"{AT_HOME}/do/register"
UPLOAD = f"{IN}/do/upload-questionnaire"
HAND_IN = f"{IN}/do/hand-in-file"
ADD_INDICATOR = f"{IN}/do/add-indicator"
UPLOAD_TABLES = f"{IN}/do/upload-tables"
LONG = f"{MARK} " + "a" * 100_000
SURVEY = objects.SURVEY


@dataclass(frozen=True)
class Bad:
    """code, status: of the answer. place: words of where, on a page. only: "page" or "program", if one alone can."""

    fault: str
    route: str
    said: Mapping[str, Any]
    code: str
    place: str
    status: int = 422
    who: str = Role.COORDINATOR
    only: str = ""

    def __str__(self) -> str:
        return self.fault


SELECTION = {
    "population": f"Everybody {MARK}",
    "target": "participants",
    "selection": "volunteer",
    "words": "Anybody.",
}
REGISTERED = {
    "id": "another-village",
    "about": {
        "title": MARK,
        "type": "survey-of-households",
        "community": "The village",
        "place": "The valley",
    },
}
INDICATOR = {"id": "dry", "title": MARK, "statistic": "proportion", "numerator": "${water} = 'no'"}
BREAKDOWN = {
    "id": "water_at_home",
    "title": MARK,
    "question": "water",
    "categories": ({"code": "yes", "label": "Yes"},),
}
NUL = {**SELECTION, "words": f"{MARK}\0"}
TRAINING = {"held_on": "2026-01-07", "topics": MARK}

ENTRIES: tuple[Bad, ...] = (
    # Dates.
    Bad("a day that no month has", PUT_IN_USE, {"valid_from": "2026-02-30"}, "entry-not-a-date", "First day"),
    Bad("a day written otherwise", PUT_IN_USE, {"valid_from": f"22/11/2026 {MARK}"}, "entry-not-a-date", "First day"),
    Bad(
        "a training of nobody",
        f"{IN}/do/record-training",
        {**TRAINING, "held_on": "9999-12-31"},
        "entry-missing",
        "Who was trained",
    ),
    # Codes and names.
    Bad(
        "a code that does not exist",
        SAY_SELECTION,
        {**SELECTION, "target": f"everything {MARK}"},
        "entry-not-in-list",
        "Of whom",
    ),
    Bad(
        "a code that looks like SQL",
        SAY_SELECTION,
        {**SELECTION, "selection": f"volunteer'; DROP TABLE accounts_user; -- {MARK}"},
        "entry-not-in-list",
        "How they are chosen",
    ),
    Bad(
        "a role that nobody has",
        f"{IN}/do/give-role",
        {"person": "0", "role": f"king {MARK}"},
        "entry-not-in-list",
        "role",
    ),
    Bad(
        "a person from nowhere",
        f"{IN}/do/give-role",
        {"person": f"00000000-0000-4000-8000-{MARK}", "role": "observer"},
        "entry-not-in-list",
        "Who",
    ),
    Bad(
        "a questionnaire of somebody else",
        f"{IN}/do/choose-questionnaire",
        {"questionnaire": MARK},
        "entry-not-in-list",
        "Questionnaire",
    ),
    Bad(
        "a short name with a script",
        REGISTER,
        {**REGISTERED, "id": f"<script>{MARK}</script>"},
        "entry-wrong-pattern",
        "Short name",
        who=ADMIN,
    ),
    Bad(
        "a short name that climbs",
        REGISTER,
        {**REGISTERED, "id": "../../etc/passwd"},
        "entry-wrong-pattern",
        "Short name",
        who=ADMIN,
    ),
    Bad(
        "digits of another script in a short name",
        REGISTER,
        {**REGISTERED, "id": "village-٣"},
        "entry-wrong-pattern",
        "Short name",
        who=ADMIN,
    ),
    Bad(
        "a short name that is taken",
        REGISTER,
        {**REGISTERED, "id": "village-water"},
        "short-name-already-taken",
        "Short name",
        409,
        who=ADMIN,
    ),
    Bad(
        "a name of an indicator that looks like SQL",
        ADD_INDICATOR,
        {**INDICATOR, "id": f"water; DELETE FROM runs {MARK}"},
        "entry-wrong-pattern",
        "Short name",
    ),
    Bad(
        "an indicator that is there already",
        ADD_INDICATOR,
        {**INDICATOR, "id": "water"},
        "table-part-already-there",
        "indicator water",
        409,
    ),
    # Parts that are missing or too many.
    Bad("a missing text", SAY_SELECTION, {**SELECTION, "population": ""}, "entry-missing", "Who or what"),
    Bad("a missing choice", SAY_SELECTION, {**SELECTION, "target": None}, "entry-missing", "Of whom"),
    Bad("a missing file", UPLOAD, {"break_words": MARK}, "entry-missing", "The questionnaire"),
    Bad(
        "no purpose at all",
        f"{IN}/do/draft-notice",
        {"version": "7", "purposes": (), "contact": MARK},
        "entry-missing",
        "What you ask for",
    ),
    Bad(
        "an entry that nobody asked for",
        f"{IN}/do/say-asking",
        {"mode": "At the door", "is_admin": True},
        "entry-unknown",
        "is_admin",
        only="program",
    ),
    # Numbers.
    Bad(
        "a number in words",
        SAY_SELECTION,
        {**SELECTION, "population_size": f"many {MARK}"},
        "entry-not-a-number",
        "How many",
    ),
    Bad(
        "a number with a comma",
        SAY_SELECTION,
        {**SELECTION, "population_size": "1,500"},
        "entry-not-a-number",
        "How many",
    ),
    Bad(
        "a number below the least",
        SAY_SELECTION,
        {**SELECTION, "population_size": 0},
        "entry-out-of-bounds",
        "How many",
    ),
    Bad(
        "a number that no database keeps",
        SAY_SELECTION,
        {**SELECTION, "population_size": 10**40},
        "entry-out-of-bounds",
        "How many",
    ),
    Bad("half a person", SAY_SELECTION, {**SELECTION, "population_size": 1.5}, "entry-not-a-number", "How many"),
    Bad("a threshold of nobody", f"{IN}/do/set-protection", {"threshold": 0}, "entry-out-of-bounds", "smallest number"),
    # Texts.
    Bad(
        "a text of a hundred thousand letters",
        SAY_SELECTION,
        {**SELECTION, "population": LONG},
        "entry-too-long",
        "Who or what",
    ),
    Bad("a sign that no database keeps", SAY_SELECTION, NUL, "entry-wrong-kind", "in your words", only="page"),
    Bad("the character NUL", SAY_SELECTION, NUL, "request-unreadable", "/words", 400, only="program"),
    Bad(
        "an address that is a script",
        f"{AT_HOME}/do/edit",
        {"name": "Council", "kind": "community", "address": f"javascript:alert('{MARK}')"},
        "entry-not-accepted",
        "page on the web",
        who=ADMIN,
    ),
    Bad(
        "a mail address with a second line",
        f"{AT_HOME}/do/invite",
        {"email": f"a@b.example\nBcc: {MARK}@c.example"},
        "entry-not-accepted",
        "E-mail",
        who=ADMIN,
    ),
    Bad(
        "a mail address that is none",
        f"{IN}/do/offer-role",
        {"email": MARK, "role": "observer"},
        "entry-not-accepted",
        "E-mail",
    ),
    Bad(
        "a language that is no code",
        f"{IN}/notices/<uuid:notice>/do/add-text",
        {"language": f"<b>{MARK}</b>", "title": "Water"},
        "entry-wrong-pattern",
        "Language",
    ),
)
