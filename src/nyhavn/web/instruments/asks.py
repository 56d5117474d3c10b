"""What people say about questionnaires and on the method card."""

from datetime import date

from pydantic import Field
from pydantic.config import JsonDict

from nyhavn.framework.declared import Declared
from nyhavn.framework.design import Selection, Target
from nyhavn.web.pages.uploads import Upload

LONGEST_TEXT = 5_000  # of one part of the card; a release prints all of them
LONGEST_NAME = 250
MOST_IN_A_POPULATION = 10**12  # more than there are people or trees in any country; beyond it a key got stuck
FEW: JsonDict = {"lines": 3}
SOME: JsonDict = {"lines": 6}
TARGETS: JsonDict = {
    Target.POPULATION: "The whole population: drawn by chance, or everybody",
    Target.PARTICIPANTS: "Those who take part, and nobody else",
    Target.DOCUMENTED_EVENTS: "Events that somebody documented: a minimum count",
    Target.ENUMERATED_UNITS: "Things or places that were visited",
}
SELECTIONS: JsonDict = {
    Selection.SIMPLE_RANDOM: "By chance, each with the same chance",
    Selection.CLUSTER: "By chance in groups: villages first, then people in them",
    Selection.STRATIFIED: "By chance, in each part of the population for itself",
    Selection.CENSUS: "Everybody is asked",
    Selection.VOLUNTEER: "People come forward themselves",
    Selection.QUOTA: "So many of each group are looked for",
    Selection.SNOWBALL: "People bring other people",
    Selection.RESPONDENT_DRIVEN: "People bring other people, and it is written down who brought whom",
    Selection.COMMUNITY_ENUMERATION: "A community counts itself",
    Selection.REGISTER: "Everything that stands in a register",
    Selection.INVENTORY: "Everything that is found on a visit",
    Selection.UNKNOWN: "It is not known",
}


class QuestionnaireSent(Declared):
    """A new version of the questionnaire."""

    file: Upload = Field(
        title="The questionnaire", description="An XLSForm (.xlsx or .xls), or a data dictionary (.toml)."
    )
    break_words: str = Field(
        default="",
        title="What changes in meaning",
        description="Only needed if people have answered an earlier version and the new one asks something else. "
        "Readers of the figures will see it.",
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )


class SelectionSaid(Declared):
    """Whom the figures are about, and how people or things come into the data."""

    population: str = Field(
        title="Who or what this is about",
        description="Which people or things, where, and when. For example: households in the four villages in 2026.",
        min_length=1,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
    target: Target = Field(
        title="Of whom the figures speak",
        description="Only a sample drawn by chance, or everybody, can speak of a whole population.",
        json_schema_extra={"labels": TARGETS},
    )
    selection: Selection = Field(
        title="How they are chosen",
        json_schema_extra={"labels": SELECTIONS},
    )
    words: str = Field(
        title="How they are chosen, in your words",
        description="So that somebody else could do the same. For example: every fifth house along each path.",
        min_length=1,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
    population_size: int | None = Field(
        default=None,
        title="How many there are in all",
        description="Only if they are drawn by chance and the number is known.",
        ge=1,
        le=MOST_IN_A_POPULATION,
    )


class GroupsSaid(Declared):
    """Weights, clusters and strata of the sample. Each names a question of the questionnaire."""

    weights_words: str = Field(
        default="",
        title="Weights in your words",
        description="Why some answers count more than others, if they do.",
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
    weights: str = Field(
        default="",
        title="Question that holds the weight",
        description="Most collections have none.",
        max_length=LONGEST_NAME,
    )
    cluster: str = Field(
        default="",
        title="Question that says in which group people were drawn",
        description="For example the village, if villages were drawn first and then houses in them.",
        max_length=LONGEST_NAME,
    )
    strata: str = Field(
        default="",
        title="Question that says from which part of the population people were drawn",
        description="For example the district, if houses were drawn in each district for itself.",
        max_length=LONGEST_NAME,
    )


class QuestionnaireChosen(Declared):
    """Which questionnaire the card is about."""

    questionnaire: str = Field(title="Questionnaire", description="The version that people will be asked.")


class AskingSaid(Declared):
    """How people are asked, and by whom."""

    mode: str = Field(
        title="How people are asked",
        description="At the door, by telephone, on the web, in a meeting; in which languages; how long it takes.",
        min_length=1,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
    nobody_asks: bool = Field(
        default=False,
        title="Nobody is sent to ask: people fill in the form themselves",
        description="Then no training of those who ask is needed.",
    )


class PretestSaid(Declared):
    """How the questionnaire was tried out."""

    pretest: str = Field(
        title="How the questionnaire was tried out",
        description="With how many people, when, and what was changed. If it was not tried out, say so and why.",
        min_length=1,
        max_length=LONGEST_TEXT,
        json_schema_extra=SOME,
    )


class ErrorSourcesSaid(Declared):
    """What may make the figures wrong."""

    error_sources: str = Field(
        title="What may make the figures wrong",
        description="Who is hard to reach, who may not want to answer, which question is hard to answer.",
        min_length=1,
        max_length=LONGEST_TEXT,
        json_schema_extra=SOME,
    )


class TrainingHeld(Declared):
    """Somebody who asks people was trained."""

    enumerator: str = Field(title="Who was trained")
    held_on: date = Field(title="When")
    topics: str = Field(
        title="In what",
        description="For example: asking for consent, asking about disability, what to do if somebody is upset.",
        min_length=1,
        max_length=LONGEST_TEXT,
        json_schema_extra=FEW,
    )
