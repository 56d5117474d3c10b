"""A consultation at real size, drawn by a seed: a draft of 60 clauses, its second version, and 1,500 comments on it.

Invented through and through: no organisation of these names is meant, and no sentence is from a real consultation. The
names of principles and elements are known; everything said of them here is not theirs.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from nyhavn.framework.clauses import ClauseKind, DraftText, FoundText, Passage, first_version
from nyhavn.framework.consultation_comments import (
    WHOLE_TEXT,
    Arrival,
    Comment,
    CommentType,
    Door,
    PublicationWish,
    Speaker,
    SpeaksAs,
)
from nyhavn.framework.consultation_words import STAKEHOLDERS, WORLD_REGIONS

BEGINS = datetime(2026, 9, 1, 8, tzinfo=UTC)
DAYS = 42
CLAUSES, COMMENTS, ORGANISATIONS = 60, 1_500, 400

CHAPTERS = (
    "Independence", "Relevance", "Participation and informed consent", "Professional standards", "Data security",
    "Self-definition and self-identification", "Transparency", "Ethical and safe production and use",
    "Confidentiality, privacy and data attribution", "Openness and accessibility", "Adequate funding", "Trust",
)  # fmt: skip
WHO = (
    "Whoever starts an initiative", "A statistics office that takes data in", "The community that data are about",
    "Every enumerator", "A funder", "The human-rights institution", "Whoever keeps the data", "An assessor",
    "The organisation that publishes a result", "A partner who lends devices", "The body that speaks for a group",
)  # fmt: skip
DOES = (
    "says in plain words what the data are for", "asks before anything is passed on",
    "writes down who decided, and when", "returns the results before anybody else sees them",
    "names those who pay and what they expect", "leaves out every question that nobody needs",
    "offers to decline each question without a reason", "keeps names apart from answers",
    "publishes the method together with the numbers", "answers objections within four weeks",
    "trains people from the place, and pays them for their time", "tells which groups were not reached",
    "deletes recordings when the agreed day has come", "accepts what people call themselves",
)  # fmt: skip
WHEN = (
    "before the first interview", "in every language that is spoken there", "at least once a year",
    "whenever the purpose changes", "also where the law does not ask for it", "with a deadline that is public",
    "in a meeting that minors and elders can attend", "without any cost for those who ask",
    "even if the initiative has ended", "on paper where there is no network",
)  # fmt: skip
UNLESS = (
    "An exception is recorded with its reason.", "Where this is not possible, the gap is said in the report.",
    "What was agreed earlier stays in force until then.", "Nobody is asked twice for the same consent.",
    "The community may put this off, and says until when.", "This holds for data from earlier rounds as well.",
)  # fmt: skip
REASONS = {
    "en": (
        ("We support the aim, but", "In our district", "From ten years of scorecards we know that", "As it stands,",
         "Our members asked us to say that", "With respect to the drafting group,"),
        ("small groups will not have the staff for it", "the deadline is too short for villages without a road",
         "the word “community” hides who decides", "women were not in the meetings where this was settled",
         "the office can read this as permission to pass records on", "nobody says who pays for the translation",
         "people with disabilities cannot take part in this form", "the same rule already stands in our national law"),
        ("Please name a minimum.", "A worked example would help.", "We can share our form.", "", "See our annex.",
         "This was the first thing people raised."),
    ),
    "es": (
        ("Apoyamos la intención, pero", "En nuestra región", "Tal como está,", "Nuestras socias piden decir que"),
        ("el plazo es demasiado corto para las comunidades rurales", "no queda claro quién toma la decisión",
         "las organizaciones pequeñas no tienen personal para ello", "falta decir quién paga la traducción",
         "la oficina podría entenderlo como un permiso"),
        ("Proponemos un mínimo.", "Hace falta un ejemplo.", "", "Podemos compartir nuestro formulario."),
    ),
    "fr": (
        ("Nous soutenons l’objectif, mais", "Dans notre district", "En l’état,", "Nos membres demandent de dire que"),
        ("le délai est trop court pour les villages isolés", "on ne sait pas qui décide au nom de la communauté",
         "les petites associations n’ont pas le personnel nécessaire", "rien n’est dit du coût de la traduction",
         "l’office pourrait y lire une autorisation"),
        ("Merci de fixer un minimum.", "Un exemple aiderait.", "", "Nous pouvons partager notre formulaire."),
    ),
    "ar": (
        ("نؤيد الهدف، لكن", "في منطقتنا", "بصيغته الحالية،", "طلب منا أعضاؤنا أن نقول إن"),
        ("المهلة قصيرة جداً للقرى البعيدة", "النص لا يوضح من يتخذ القرار", "المنظمات الصغيرة لا تملك الموظفين اللازمين",
         "لا أحد يقول من يدفع تكاليف الترجمة", "قد يفهمه المكتب على أنه إذن بنقل السجلات"),
        ("نقترح حداً أدنى.", "مثال عملي سيكون مفيداً.", "", "يمكننا مشاركة استمارتنا."),
    ),
}  # fmt: skip
CAMPAIGN = (
    "Data about us must never be handed to the police or to border control. Write it into the text, in these words."
)
PLACES = (
    "Adaru", "Belmora", "Chikwenda", "Dalvik Bay", "Esperanza Alta", "Farrukabad", "Gombela", "Hallinge", "Ishtara",
    "Jumbani", "Kaltan", "Lomwe Lake", "Mirador", "Nandipur", "Ostrava Minor", "Paluma", "Qasrine", "Rivatu", "Sankoro",
    "Tamarisk Valley", "Umbeya", "Vaitele", "Wadi Noor", "Xochimal", "Yarrabin", "Zamfira",
)  # fmt: skip
BODIES = (
    "Water Users’ Association", "Women’s Savings Groups", "Council of Elders", "Disabled People’s Union",
    "Youth Assembly", "Health Committee", "Fisherfolk Cooperative", "Observatory of Civil Society",
    "Statistics Department", "University Centre for Social Research", "Ombuds Office", "Federation of Migrants",
    "Legal Aid Network", "Teachers’ Union", "Mapping Collective", "Farmers’ League",
)  # fmt: skip
SECTOR_OF = {
    "Statistics Department": "statistics-office", "University Centre for Social Research": "academia",
    "Ombuds Office": "human-rights-institution", "Teachers’ Union": "trade-union", "Council of Elders": "community",
    "Health Committee": "community",
}  # fmt: skip
DOORS = {Door.WEB: 50, Door.SPREADSHEET: 25, Door.EMAIL: 10, Door.WORKSHOP: 12, Door.VOICE: 3}
TYPES = {CommentType.CHANGE: 45, CommentType.SUPPORT: 25, CommentType.QUESTION: 18, CommentType.OBJECTION: 12}
WISHES = {
    PublicationWish.ORGANISATION: 60, PublicationWish.ANONYMOUS: 20, PublicationWish.NOT_PUBLISHED: 12,
    PublicationWish.NAMED: 8,
}  # fmt: skip


@dataclass(frozen=True)
class Body:
    """An invented organisation, and where its comments come from."""

    name: str
    region: str
    sector: str
    groups: frozenset[str]
    language: str
    door: Door


@dataclass(frozen=True)
class DrawnConsultation:
    """Everything of one drawing. second: what version 2 is read from."""

    first: DraftText
    second: FoundText
    comments: tuple[Comment, ...]
    bodies: tuple[Body, ...]

    def by(self, door: Door) -> tuple[Comment, ...]:
        """The comments that came by one door."""
        return tuple(comment for comment in self.comments if comment.arrival.door is door)


def drawn_consultation(
    seed: int = 1, *, clauses: int = CLAUSES, comments: int = COMMENTS, organisations: int = ORGANISATIONS
) -> DrawnConsultation:
    """A consultation of that size; the same for the same seed."""
    draw = random.Random(seed)
    found = drawn_text(draw, clauses)
    first = first_version(found, version="1")
    bodies = tuple(_bodies(draw, organisations))
    made = tuple(_comment(draw, number, bodies, first) for number in range(comments))
    return DrawnConsultation(first, second_version(draw, found), made, bodies)


def drawn_text(draw: random.Random, clauses: int = CLAUSES) -> FoundText:
    """A draft with a heading before every four clauses or so, and no sentence twice."""
    chapters = max(1, clauses // 6)
    sentences = [f"{who} {does} {when}." for who in WHO for does in DOES for when in WHEN]
    chosen = iter(draw.sample(sentences, 2 * clauses))
    passages: list[Passage] = []
    for place in range(clauses):
        chapter = place * chapters // clauses
        heading = f"{CHAPTERS[chapter % len(CHAPTERS)]}{' ' * bool(chapter // len(CHAPTERS))}"
        if not passages or chapter != (place - 1) * chapters // clauses:
            title = heading.strip() if chapter < len(CHAPTERS) else f"{heading.strip()} ({chapter + 1})"
            passages.append(Passage(kind=ClauseKind.HEADING, number=f"{chapter + 1}", text=title))
            continue
        above = next(one.text for one in reversed(passages) if one.kind is ClauseKind.HEADING)
        text = " ".join((next(chosen), draw.choice(UNLESS), *((next(chosen),) if draw.random() < 0.4 else ())))
        passages.append(Passage(number=f"{chapter + 1}.{place}", heading=(above,), text=text))
    return FoundText(title="Draft framework on data of citizens", language="en", passages=tuple(passages))


def second_version(draw: random.Random, found: FoundText) -> FoundText:
    """The draft after the consultation: words changed, some clauses moved, some gone, some new."""
    passages = list(found.passages)
    running = [place for place, one in enumerate(passages) if one.kind is ClauseKind.PARAGRAPH]
    chosen = draw.sample(running, min(len(running), max(6, len(running) // 2)))
    for place in chosen[4:]:
        passages[place] = passages[place].model_copy(update={"text": _amended(draw, passages[place].text)})
    moved, gone = passages[chosen[0]], {chosen[1], chosen[2]}
    kept = [one for place, one in enumerate(passages) if place not in {chosen[0], *gone}]
    kept.insert(draw.randrange(1, len(kept)), moved)
    for sentence in ("Data about a group are never handed to police or border control.",
                     "Whoever gives time for a consultation is paid for it."):  # fmt: skip
        kept.insert(draw.randrange(1, len(kept)), Passage(heading=(CHAPTERS[0],), text=sentence))
    return found.model_copy(update={"passages": tuple(kept)})


def markdown_of(found: FoundText | DraftText) -> str:
    """The text as somebody would write it in Markdown."""
    passages: Sequence[Passage] = found.clauses if isinstance(found, DraftText) else found.passages
    lines = [f"# {found.title}"]
    for one in passages:
        lines.append(f"## {one.number} {one.text}" if one.kind is ClauseKind.HEADING else one.text)
    return "\n\n".join(lines) + "\n"


def _amended(draw: random.Random, text: str) -> str:
    changes: tuple[Callable[[str], str], ...] = (
        lambda one: one.replace("says", "says and writes").replace("asks", "asks in person"),
        lambda one: f"{one} {draw.choice(UNLESS)}",
        lambda one: one.replace("whenever", "each time").replace("before the first", "well before the first"),
        lambda one: one.replace(" every ", " each ").replace("at least once a year", "twice a year"),
    )
    changed = draw.choice(changes)(text)
    return changed if changed != text else f"{text} {draw.choice(UNLESS)}"


def _bodies(draw: random.Random, many: int) -> Iterator[Body]:
    regions = [entry.code for entry in WORLD_REGIONS.regions]
    groups = [entry.code for entry in STAKEHOLDERS.groups]
    names = [(place, body) for place in PLACES for body in BODIES]
    for number, (place, body) in enumerate(draw.sample(names, min(many, len(names))) * (1 + many // len(names))):
        if number >= many:
            return
        again = f" {number // len(names) + 1}" if number >= len(names) else ""
        yield Body(
            name=f"{place} {body}{again}",
            region=draw.choice(regions) if draw.random() < 0.9 else "",
            sector=SECTOR_OF.get(body, "civil-society"),
            groups=frozenset(draw.sample(groups, draw.choice((0, 1, 1, 2)))),
            language=draw.choices(tuple(REASONS), weights=(60, 15, 15, 10))[0],
            door=draw.choices(tuple(DOORS), weights=tuple(DOORS.values()))[0],
        )


def _comment(draw: random.Random, number: int, bodies: Sequence[Body], draft: DraftText) -> Comment:
    """Each body comments once before any does so twice; every twenty-fifth comment is one of a campaign."""
    body = bodies[number % len(bodies)] if number < len(bodies) else draw.choice(bodies)
    kind = draw.choices(tuple(TYPES), weights=tuple(TYPES.values()))[0]
    is_campaign = number % 25 == 24
    wish = draw.choices(tuple(WISHES), weights=tuple(WISHES.values()))[0]
    return Comment(
        clause=draw.choice(draft.codes) if draw.random() < 0.94 else WHOLE_TEXT,
        type=CommentType.CHANGE if is_campaign else kind,
        proposed=CAMPAIGN if is_campaign else _proposed(draw, kind),
        rationale="" if kind is CommentType.SUPPORT and draw.random() < 0.5 else _reason(draw, body.language),
        speaker=_speaker(draw, body, wish),
        wish=wish,
        language=body.language,
        arrival=_arrival(draw, body),
    )


def _proposed(draw: random.Random, kind: CommentType) -> str:
    if kind is not CommentType.CHANGE or draw.random() < 0.3:
        return ""
    return f"{draw.choice(WHO)} {draw.choice(DOES)} {draw.choice(WHEN)}."


def _reason(draw: random.Random, language: str) -> str:
    opening, reason, ending = (draw.choice(one) for one in REASONS[language])
    return f"{opening} {reason}. {ending}".strip()


def _speaker(draw: random.Random, body: Body, wish: PublicationWish) -> Speaker:
    return Speaker(
        speaks_as=SpeaksAs.ORGANISATION,
        name=f"Speaker {draw.randrange(1, 900)}" if wish is PublicationWish.NAMED else "",
        organisation=body.name,
        for_whom=draw.choice(("", "our members", "people of the district", "the families that we visit")),
        for_how_many=draw.choice((None, None, 12, 40, 180, 900, 4_000)),
        region=body.region,
        sector=body.sector,
        groups=body.groups,
    )


def _arrival(draw: random.Random, body: Body) -> Arrival:
    at = BEGINS + timedelta(minutes=draw.randrange(DAYS * 24 * 60))
    source = {
        Door.SPREADSHEET: "comments.xlsx", Door.EMAIL: "comments.mbox", Door.VOICE: "recording 7",
        Door.WORKSHOP: "Minutes of the meeting in the hall, 12 September",
    }.get(body.door, "")  # fmt: skip
    recorder = "R. Keyes" if body.door is Door.WORKSHOP else ""
    return Arrival(door=body.door, at=at, sending=f"sent by {body.name}", recorder=recorder, source=source)
