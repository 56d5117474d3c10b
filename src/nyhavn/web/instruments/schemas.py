"""What pages and interface show of questionnaires and method cards."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from nyhavn.framework.declared import Declared
from nyhavn.framework.design import Design


class ReasonShown(Declared):
    """One reason, as people read it."""

    code: str
    what: str
    where: str = ""
    do: str = ""


class ChoiceShown(Declared):
    """One answer of a list. labels: by language, "" where the form names none."""

    code: str
    labels: Mapping[str, str]


class QuestionShown(Declared):
    """One question. answer: what kind of answer it takes; asked_if: who sees it, "" for everybody, in plain words."""

    name: str
    labels: Mapping[str, str]
    answer: str
    choices: tuple[ChoiceShown, ...]
    asked_if: str
    accepted_if: str
    is_required: bool
    repeat: str


class ChangeShown(Declared):
    """One change since the version before."""

    kind: str
    question: str
    sentence: str
    touches_meaning: bool


class VersionShown(Declared):
    """One version in a list."""

    uuid: UUID
    number: int
    title: str
    form_id: str
    form_version: str
    file_name: str
    sha256: str
    questions: int
    languages: tuple[str, ...]
    frozen_on: date | None
    dropped_on: date | None
    uploaded_at: datetime
    remarks: tuple[str, ...]
    web_form_obstacles: tuple[ReasonShown, ...]
    break_words: str


class VersionsShown(Declared):
    """All versions, the newest first."""

    versions: tuple[VersionShown, ...]


class QuestionnaireShown(Declared):
    """One version with what it asks. compared_with: number of the version before, None for the first."""

    version: VersionShown
    asks: tuple[QuestionShown, ...]
    compared_with: int | None
    changes: tuple[ChangeShown, ...]


class TrainingShown(Declared):
    """One recorded training. who: the name, for those who run the initiative."""

    uuid: UUID
    who: str
    held_on: date
    topics: str


class MethodShown(Declared):
    """The method card. design: None until the selection is said. limits: what follows from the selection."""

    population: str
    design: Design | None
    limits: tuple[str, ...]
    weights: str
    questionnaire: int | None
    mode: str
    nobody_asks: bool
    training: str
    pretest: str
    error_sources: str
    missing: tuple[ReasonShown, ...]
    is_complete: bool
