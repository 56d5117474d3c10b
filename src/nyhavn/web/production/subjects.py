"""Finding entries of the tables, questions, runs and findings from an address: the right first, then the object."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nyhavn.framework.instrument import Question
from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.plan_parts import about_of
from nyhavn.web.pages.operations import Subject
from nyhavn.web.production.models import FoundProblem, Handover, Run
from nyhavn.web.production.queries import instrument_of, tables_of
from nyhavn.web.production.tables import Part, entry_named


@dataclass(frozen=True)
class TableEntry:
    """One entry of the tables of an initiative."""

    initiative: Initiative
    part: Part
    name: str
    entry: Any


@dataclass(frozen=True)
class AskedQuestion:
    """One question of the questionnaire that the tables are held against."""

    initiative: Initiative
    question: Question

    @property
    def label(self) -> str:
        """What people were asked, in the language of the initiative."""
        return self.question.label(about_of(self.initiative).language)


def tables_home(initiative: Initiative) -> str:
    """The address of the tables."""
    return f"/work/initiatives/{initiative.slug}/tables/"


def runs_home(initiative: Initiative) -> str:
    """The address of the list of runs."""
    return f"/work/initiatives/{initiative.slug}/runs/"


def run_home(run: Run) -> str:
    """The address of one run."""
    return f"{runs_home(run.initiative)}{run.uuid}/"


def findings_home(initiative: Initiative) -> str:
    """The address of the steward's desk."""
    return f"/work/initiatives/{initiative.slug}/findings/"


def entry_home(on: TableEntry) -> str:
    """The place of an entry among the tables."""
    return f"{tables_home(on.initiative)}#{on.part}-{on.name}"


def enter_run(user: User, right: Right, *, initiative: str, run: UUID) -> Run:
    """The run, for somebody with that right in its initiative. Raises Refusal."""
    within = enter_initiative(user, right, initiative=initiative)
    found = within.runs.select_related("initiative").filter(uuid=run).first()
    if found is None:
        raise not_found("run")
    return found


def enter_finding(user: User, right: Right, *, initiative: str, finding: UUID) -> FoundProblem:
    """The finding, for somebody with that right in its initiative. Raises Refusal."""
    within = enter_initiative(user, right, initiative=initiative)
    findings = FoundProblem.objects.select_related("run__initiative").filter(run__initiative=within)
    found = findings.filter(uuid=finding).first()
    if found is None:
        raise not_found("finding")
    return found


def enter_handover(user: User, right: Right, *, initiative: str, handover: UUID) -> Handover:
    """What this person took out, also if they have no role there any more: the file is still theirs to delete."""
    taken = Handover.objects.filter(taken_by=user, initiative__slug=initiative).select_related("initiative")
    found = taken.filter(uuid=handover).first()
    if found is None:
        enter_initiative(user, right, initiative=initiative)
        raise not_found("handover")
    return found


def enter_question(user: User, right: Right, *, initiative: str, question: str) -> AskedQuestion:
    """The question of that name, for somebody with that right. Raises Refusal."""
    within = enter_initiative(user, right, initiative=initiative)
    found = instrument_of(within).question(question)
    if found is None:
        raise not_found("question")
    return AskedQuestion(within, found)


def _entering(part: Part) -> Callable[..., TableEntry]:
    """How entries of one part are found."""

    def enter(user: User, right: Right, *, initiative: str, entry: str) -> TableEntry:
        within = enter_initiative(user, right, initiative=initiative)
        found = entry_named(tables_of(within), part, entry)
        if found is None:
            raise not_found("entry")
        return TableEntry(within, part, entry, found)

    return enter


def _entry_subject(part: Part, plural: str) -> Subject:
    return Subject(part.value, f"initiatives/<slug:initiative>/{plural}/<str:entry>", _entering(part), home=entry_home)


BREAKDOWN = _entry_subject(Part.BREAKDOWN, "breakdowns")
INDICATOR = _entry_subject(Part.INDICATOR, "indicators")
IDENTITY = _entry_subject(Part.IDENTITY, "identities")
RULE = _entry_subject(Part.RULE, "rules")
QUESTION = Subject(
    "question",
    "initiatives/<slug:initiative>/questions/<str:question>",
    enter_question,
    home=lambda on: tables_home(on.initiative),
)
RUN = Subject("run", "initiatives/<slug:initiative>/runs/<uuid:run>", enter_run, home=run_home)
FINDING = Subject(
    "finding",
    "initiatives/<slug:initiative>/findings/<uuid:finding>",
    enter_finding,
    home=lambda on: findings_home(on.run.initiative),
)
HANDOVER = Subject(
    "handover",
    "initiatives/<slug:initiative>/handovers/<uuid:handover>",
    enter_handover,
    home=lambda on: runs_home(on.initiative),
)
