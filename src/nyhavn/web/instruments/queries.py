"""Reading questionnaires and method cards."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import groupby

from django.db.models import QuerySet

from nyhavn.chain.forms import read_form
from nyhavn.chain.plan import MethodSection
from nyhavn.exchange.incoming.form import Form
from nyhavn.framework.design import Design
from nyhavn.framework.method_card import CardState, missing_parts
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.models import MethodCard, Questionnaire, Training

KEPT_FORMS = 32  # read forms in memory; a form holds questions, never an answer


def versions(initiative: Initiative) -> QuerySet[Questionnaire]:
    """All versions without their files, the newest first."""
    return initiative.questionnaires.defer("content").order_by("-number")


def usable_versions(initiative: Initiative) -> QuerySet[Questionnaire]:
    """Those that were not taken out, the newest first."""
    return versions(initiative).filter(dropped_on=None)


def newest_frozen(initiative: Initiative) -> Questionnaire | None:
    """The newest version that people have been asked."""
    return versions(initiative).exclude(frozen_on=None).first()


def version_before(questionnaire: Questionnaire) -> Questionnaire | None:
    """The version that this one is compared with: the newest before it that was not taken out."""
    return usable_versions(questionnaire.initiative).filter(number__lt=questionnaire.number).first()


def questionnaire_form(questionnaire: Questionnaire) -> Form:
    """What the questionnaire asks, and how a page shows it. Raises Refusal for one that was taken out."""
    if questionnaire.dropped_on is not None:
        raise dropped(questionnaire)
    return _form(questionnaire.id, questionnaire.sha256, questionnaire.file_name)


# The hash is part of the key, so that a row never answers with the form of another one.
@lru_cache(maxsize=KEPT_FORMS)
def _form(id_: int, sha256: str, file_name: str) -> Form:
    content = Questionnaire.objects.values_list("content", flat=True).get(id=id_, sha256=sha256)
    return read_form(file_name, bytes(content))


def dropped(questionnaire: Questionnaire) -> Refusal:
    """The refusal for a version that was taken out."""
    what = f"Version {questionnaire.number} of the questionnaire was taken out."
    return refusal("questionnaire-already-dropped", what, do="Choose another version, or upload it again.")


def card_of(initiative: Initiative) -> MethodCard:
    """The method card; an empty one that is not stored yet if nothing was said."""
    found = MethodCard.objects.select_related("questionnaire").filter(initiative=initiative).first()
    return found or MethodCard(initiative=initiative)


def current_questionnaire(initiative: Initiative) -> Questionnaire | None:
    """The questionnaire that the method card names."""
    return card_of(initiative).questionnaire


def design_on(card: MethodCard) -> Design | None:
    """The design on a card; None until the selection is said."""
    return Design.model_validate(card.design) if card.design else None


def design_of(initiative: Initiative) -> Design | None:
    """The design of an initiative; None until the selection is said."""
    return design_on(card_of(initiative))


def enumerators(initiative: Initiative) -> QuerySet[User]:
    """The people who ask others, by name."""
    return User.objects.filter(roles__initiative=initiative, roles__role=Role.ENUMERATOR.value).order_by("name", "id")


def trainings(initiative: Initiative) -> QuerySet[Training]:
    """Recorded trainings by day, also of people who have left: they asked others before."""
    return initiative.trainings.select_related("enumerator").order_by("held_on", "id")


def method_state(initiative: Initiative) -> CardState:
    """What is written down so far."""
    card = card_of(initiative)
    said = MethodSection.model_validate(card.method)
    asking = enumerators(initiative)
    trained = asking.filter(trainings__initiative=initiative).distinct()
    return CardState(
        population=said.population,
        design=design_on(card),
        instrument=questionnaire_form(card.questionnaire).instrument if card.questionnaire else None,
        mode=said.mode,
        nobody_asks=card.nobody_asks,
        enumerators=asking.count(),
        trained=trained.count(),
        pretest=said.pretest,
        error_sources=said.error_sources,
    )


def method_reasons(initiative: Initiative) -> tuple[Reason, ...]:
    """What the method card lacks; empty if it is complete."""
    return missing_parts(method_state(initiative))


def method_section(initiative: Initiative) -> MethodSection:
    """[method] of a plan. The training is written from the records; the days of the collection are not known here."""
    card = card_of(initiative)
    said = MethodSection.model_validate(card.method)
    held = [(entry.held_on, entry.topics, entry.enumerator_id) for entry in trainings(initiative)]
    return said.model_copy(update={"training": training_words(held, nobody_asks=card.nobody_asks)})


def training_words(held: Iterable[tuple[date, str, int]], *, nobody_asks: bool) -> str:
    """The recorded trainings in sentences, without names. held: day, topics, and who was trained."""
    sentences = ["Nobody was sent to ask; people filled in the form themselves."] if nobody_asks else []
    for (day, topics), group in groupby(sorted(held), key=lambda entry: entry[:2]):
        people = len({who for _, _, who in group})
        whom = "1 person who asks was" if people == 1 else f"{people} people who ask were"
        sentences.append(f"{day.day} {day:%B %Y}: {whom} trained in: {topics.rstrip('. ')}.")
    return " ".join(sentences)
