"""What stands in the tables of an initiative, and what the newest run found."""

from nyhavn.chain.tables_check import tables_reasons
from nyhavn.chain.tables_plan import TablesPlan as Tables
from nyhavn.framework.initiative_types import initiative_type
from nyhavn.framework.instrument import Instrument
from nyhavn.framework.refusal import Reason, Refusal, refusal
from nyhavn.framework.threshold import check_threshold
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.plan_parts import about_of
from nyhavn.web.instruments.models import Questionnaire
from nyhavn.web.instruments.queries import current_questionnaire, questionnaire_form, usable_versions
from nyhavn.web.production.models import Run, TablesPlan

NOTHING_ASKED = Instrument(id="", version="", title="", questions=())


def tables_of(initiative: Initiative) -> Tables:
    """What is counted; everything empty if nothing was said yet."""
    stored = TablesPlan.objects.filter(initiative=initiative).first()
    return Tables.model_validate(stored.content) if stored else Tables()


def questionnaire_of(initiative: Initiative) -> Questionnaire | None:
    """The questionnaire that tables are held against: the one of the method card, else the newest."""
    return current_questionnaire(initiative) or usable_versions(initiative).first()


def instrument_of(initiative: Initiative) -> Instrument:
    """What is asked. Raises Refusal "questionnaire-missing"."""
    found = questionnaire_of(initiative)
    if found is None:
        what = "There is no questionnaire yet, so nobody can say what is counted."
        raise refusal("questionnaire-missing", what, where="questionnaire", do="Upload the questionnaire first.")
    return questionnaire_form(found).instrument


def reasons_against(initiative: Initiative, tables: Tables) -> tuple[Reason, ...]:
    """Everything that stands against counting this. Raises Refusal "questionnaire-missing" where entries need one."""
    is_about_questions = tables.breakdowns or tables.indicator or tables.identity or tables.rule
    has_questions = is_about_questions or questionnaire_of(initiative) is not None
    instrument = instrument_of(initiative) if has_questions else NOTHING_ASKED
    return (*tables_reasons(tables, instrument), *_threshold(initiative, tables))


def _threshold(initiative: Initiative, tables: Tables) -> tuple[Reason, ...]:
    """A threshold below what data about persons need."""
    if tables.protection is None:
        return ()
    of_persons = initiative_type(about_of(initiative).type).unit.is_of_persons
    try:
        check_threshold(tables.protection.threshold, concerns_persons=of_persons)
    except Refusal as refused:
        return refused.reasons
    return ()


def runs_of(initiative: Initiative) -> tuple[Run, ...]:
    """All runs, the newest first, without what came out of them."""
    light = initiative.runs.select_related("started_by").defer("release", "restricted", "register", "plan")
    return tuple(light.order_by("-number"))
