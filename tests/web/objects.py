"""Things that web tests need: a questionnaire, a method card, a notice in use, an open collection, and answers."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone
from openpyxl import Workbook

from nyhavn.chain.tables_plan import tables_plan_in
from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_ledger import ConsentMode, ConsentSaid
from nyhavn.framework.design import Selection, Target
from nyhavn.framework.notice_terms import Kept, PurposeTerms, RecipientKind
from nyhavn.framework.opening import Door
from nyhavn.framework.roles import Role
from nyhavn.web.collection.actions import NewContribution, contribute, open_collection, practise
from nyhavn.web.collection.models import Collection, Contribution, PracticeRecord
from nyhavn.web.consent import actions as notices
from nyhavn.web.consent.asks import FirstDay, NewTextSaid, NoticeDrafted, questions_of
from nyhavn.web.consent.models import Notice
from nyhavn.web.consent.term_asks import TermsSaid
from nyhavn.web.instruments import actions as instruments
from nyhavn.web.instruments import asks
from nyhavn.web.instruments.models import Questionnaire
from nyhavn.web.instruments.uploading import upload
from nyhavn.web.jobs.worker import work_once
from nyhavn.web.needs.actions import link_questions, raise_need
from nyhavn.web.needs.asks import NeedSaid, QuestionsTicked
from nyhavn.web.pages.uploads import Upload
from nyhavn.web.production.actions import change_tables
from nyhavn.web.production.models import Run
from nyhavn.web.production.run_actions import start_run
from nyhavn.web.production.tables import replaced
from nyhavn.web.safety.actions import answer_prompts
from nyhavn.web.safety.asks import PromptsAnswered
from nyhavn.web.safety.queries import prompts_for
from web.cast import Cast

SURVEY_HEAD = ("type", "name", "label::English (en)", "label::العربية (ar)", "relevant", "constraint", "required")
SURVEY = (
    ("select_one gender", "gender", "How do you describe your gender?", "كيف تصفين جنسك؟", "", "", "yes"),
    ("text", "gender_own", "In your own words", "بكلماتك", "${gender} = 'own_words'", "", ""),
    ("integer", "age", "How old are you?", "كم عمرك؟", "", ". >= 0 and . <= 120", "yes"),
    ("select_one yes_no", "water", "Do you have water at home?", "هل لديك ماء في البيت؟", "", "", "yes"),
    ("integer", "hours", "How many hours a day?", "كم ساعة في اليوم؟", "${water} = 'yes'", ". <= 24", ""),
    ("select_multiple source", "sources", "Where does it come from?", "من أين يأتي؟", "${water} = 'yes'", "", ""),
)
CHOICES_HEAD = ("list_name", "name", "label::English (en)", "label::العربية (ar)")
CHOICES = (
    ("gender", "woman", "Woman", "امرأة"),
    ("gender", "man", "Man", "رجل"),
    ("gender", "own_words", "In my own words", "بكلماتي"),
    ("gender", "no_answer", "I do not want to say", "لا أريد أن أقول"),
    ("yes_no", "yes", "Yes", "نعم"),
    ("yes_no", "no", "No", "لا"),
    ("source", "tap", "Tap", "حنفية"),
    ("source", "well", "Well", "بئر"),
    ("source", "truck", "Truck", "شاحنة"),
)
ENGLISH = {
    "title": "What we ask you, and why",
    "body": "We ask who has water. Taking part is free. You can stop at any time.",
    "retention": "We keep your answers for two years.",
    "recipients": "Four people of the village see single answers.",
    "can_take_back": "You can take your answers back at the office.",
    "stays": "Figures that are published stay.",
    "lost_code": "If you lose your words, nobody can find your answers again.",
}
ARABIC = {
    "title": "ماذا نسألك ولماذا",
    "body": "نسأل من لديه ماء. المشاركة مجانية. يمكنك التوقف في أي وقت.",
    "retention": "نحتفظ بإجاباتك لمدة سنتين.",
    "recipients": "أربعة أشخاص من القرية يرون الإجابات.",
    "can_take_back": "يمكنك سحب إجاباتك في المكتب.",
    "stays": "الأرقام المنشورة تبقى.",
    "lost_code": "إذا فقدت كلماتك فلن يجد أحد إجاباتك.",
}
QUESTIONS = {
    "en": {"collection": "May we keep your answers?", "published-aggregates": "May we publish figures made from them?"},
    "ar": {"collection": "هل يمكننا الاحتفاظ بإجاباتك؟", "published-aggregates": "هل يمكننا نشر أرقام منها؟"},
}
PURPOSES = (Purpose.COLLECTION, Purpose.PUBLISHED_AGGREGATES)
YES = dict.fromkeys(PURPOSES, ConsentState.GIVEN)
SAID = {"gender": "woman", "age": "34", "water": "yes", "hours": "3", "sources": "tap well"}


def form_file(survey: Sequence[Sequence[str]] = SURVEY, choices: Sequence[Sequence[str]] = CHOICES) -> bytes:
    """An XLSForm as its author saves it."""
    book = Workbook()
    sheets = {
        "survey": (SURVEY_HEAD, *survey),
        "choices": (CHOICES_HEAD, *choices),
        "settings": (("form_title", "form_id", "version", "default_language"), ("Water", "water", "1", "English (en)")),
    }
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def questionnaire(village: Cast, content: bytes | None = None, name: str = "water.xlsx") -> Questionnaire:
    """A questionnaire, uploaded by the coordinator."""
    sent = asks.QuestionnaireSent(file=Upload(name=name, content=content or form_file()))
    return upload(by=village[Role.COORDINATOR], on=village.initiative, said=sent)


def method_card(village: Cast, asked: Questionnaire) -> None:
    """A complete method card with that questionnaire."""
    by, on = village[Role.COORDINATOR], village.initiative
    selection = asks.SelectionSaid(
        population="Everybody in the village",
        target=Target.PARTICIPANTS,
        selection=Selection.VOLUNTEER,
        words="Anybody.",
    )
    instruments.say_selection(by=by, on=on, said=selection)
    instruments.choose_questionnaire(by=by, on=on, said=asks.QuestionnaireChosen(questionnaire=str(asked.uuid)))
    instruments.say_asking(by=by, on=on, said=asks.AskingSaid(mode="At the door"))
    instruments.say_pretest(by=by, on=on, said=asks.PretestSaid(pretest="Ten neighbours tried it."))
    instruments.say_error_sources(by=by, on=on, said=asks.ErrorSourcesSaid(error_sources="People at work are missed."))
    held = asks.TrainingHeld(enumerator=str(village[Role.ENUMERATOR].uuid), held_on=date(2025, 1, 7), topics="Consent")
    instruments.record_training(by=by, on=on, said=held)
    nothing_feared(village)
    all_needed(village)


def all_needed(village: Cast) -> None:
    """A clinic needs all of it: tests about other things need no need of their own."""
    by, found = village[Role.COORDINATOR], village.initiative.needs_raised.first()
    if found is not None:
        link_questions(by=by, on=found, said=QuestionsTicked(questions=("everything",)))
        return
    said = NeedSaid(
        words="Who has water at home, and who has none?",
        raised_by="The clinic of the valley",
        raised_on=date(2025, 1, 7),
        minutes="Letter of 7 January 2025",
        questions=("everything",),
    )
    raise_need(by=by, on=village.initiative, said=said)


def nothing_feared(village: Cast) -> None:
    """Whatever the data ask is dismissed with a reason: tests about other things need no risk."""
    asked = tuple(prompt.key for prompt in prompts_for(village.initiative))
    if asked:
        said = PromptsAnswered(prompts=asked, reason="The assembly looked at it and fears nothing here.")
        answer_prompts(by=village[Role.COORDINATOR], on=village.initiative, said=said)


def notice(village: Cast, *, version: str = "1", languages: Sequence[str] = ("en", "ar")) -> Notice:
    """A notice that is in use from today on."""
    by = village[Role.COORDINATOR]
    draft = NoticeDrafted(version=version, purposes=PURPOSES, contact="The office, Harbour Road 3")
    made = notices.draft_notice(by=by, on=village.initiative, said=draft)
    say_terms(village, made)
    for language in languages:
        words = ARABIC if language == "ar" else ENGLISH
        questions = QUESTIONS["ar" if language == "ar" else "en"]
        text = NewTextSaid(language=language, questions=questions_of(questions), **words)
        notices.add_text(by=by, on=made, said=text)
    notices.put_in_use(by=by, on=made, said=FirstDay(valid_from=timezone.localdate()))
    made.refresh_from_db()
    return made


def say_terms(village: Cast, draft: Notice) -> None:
    """How long and for whom, for each purpose that the draft asks for; a lost code cannot be helped."""
    one = {"kept": Kept.MONTHS, "months": 24, "recipients": (RecipientKind.TEAM,)}
    terms = tuple(PurposeTerms.model_validate({"purpose": purpose, **one}) for purpose in draft.purposes)
    notices.say_terms(by=village[Role.COORDINATOR], on=draft, said=TermsSaid(witnessed_path=False, terms=terms))
    draft.refresh_from_db()


def notice_from_today(village: Cast, version: str) -> Notice:
    """Another version, in use from today; the one before ended yesterday."""
    village.initiative.notices.update(valid_until=timezone.localdate() - timedelta(days=1))
    return notice(village, version=version)


def notice_since(made: Notice, days: int) -> Notice:
    """The same notice, as if it had been in use for so many days."""
    Notice.objects.filter(id=made.id).update(valid_from=timezone.localdate() - timedelta(days=days))
    made.refresh_from_db()
    return made


def prepared(village: Cast, content: bytes | None = None) -> Questionnaire:
    """An initiative that may open: questionnaire, complete method card, notice in use."""
    asked = questionnaire(village, content)
    method_card(village, asked)
    notice_since(notice(village), 300)
    return asked


def collection(village: Cast, *doors: Door, content: bytes | None = None) -> Collection:
    """An open collection, with all doors if none are named."""
    prepared(village, content)
    return opened(village, *doors)


def opened(village: Cast, *doors: Door) -> Collection:
    """The collection of an initiative that is prepared, with all doors if none are named."""
    return open_collection(by=village[Role.COORDINATOR], on=village.initiative, doors=frozenset(doors or Door))


def contribution(
    to: Collection,
    answers: Mapping[str, str] | None = None,
    consent: Mapping[Purpose, ConsentState] | None = None,
    **changes: object,
) -> Contribution:
    """One contribution through the web form, by somebody who said yes to everything, today."""
    uuid = uuid4()
    said = ConsentSaid(uuid, consent or YES, to.notice.uuid, "en", timezone.now(), ConsentMode.WEB_FORM)
    values = {"contributed_on": timezone.localdate(), **changes}
    new = NewContribution(uuid, Door.FORM, dict(answers or SAID), said, **values)  # type: ignore[arg-type]
    return contribute(by=None, to=to, said=new)


TABLES = """
[[breakdown]]
id = "gender"
title = "Gender"
question = "gender"
categories = [
    { code = "woman", label = "Woman" },
    { code = "man", label = "Man" },
    { code = "own_words", label = "In own words" },
]
[[indicator]]
id = "water"
title = "People with water at home"
statistic = "proportion"
numerator = "${water} = 'yes'"
unit = "of those who answered"
by = [["gender"]]
[protection]
threshold = 5
[release]
id = "village-water-2026"
kinds = ["open-aggregates"]
licence = "CC-BY-4.0"
"""


def contributions(to: Collection, count: int) -> list[Contribution]:
    """So many people, women and men in turn, two of three with water, all of different ages."""
    made = []
    for number in range(count):
        said = {
            "gender": ("woman", "man")[number % 2],
            "age": str(20 + number),
            "water": ("yes", "yes", "no")[number % 3],
        }
        made.append(contribution(to, said | ({"hours": "3"} if said["water"] == "yes" else {})))
    return made


def tables(village: Cast, text: str = TABLES) -> None:
    """What is counted, from a file that the coordinator uploads."""
    change = replaced(tables_plan_in(text.encode(), name="tables.toml"))
    change_tables(by=village[Role.COORDINATOR], on=village.initiative, change=change)


def run(village: Cast) -> Run:
    """A production run, started by the coordinator and carried out by a worker."""
    started = start_run(by=village[Role.COORDINATOR], on=village.initiative)
    while work_once():
        pass
    started.refresh_from_db()
    return started


def practice_record(village: Cast, role: Role) -> PracticeRecord:
    """Something that somebody made up."""
    asked = village.initiative.questionnaires.get()
    return practise(by=village[role], on=village.initiative, questionnaire=asked, uuid=uuid4(), answers=SAID)
