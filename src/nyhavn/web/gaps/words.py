"""The words of the map, for people."""

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_noop
from pydantic.config import JsonDict

from nyhavn.framework.gap_showing import Coverage
from nyhavn.framework.gaps import CellState, Rank
from nyhavn.framework.sdg import Group
from nyhavn.web.gaps.models import SourceFormat

GROUP_WORDS: JsonDict = {
    Group.SEX: gettext_noop("Sex"),
    Group.AGE: gettext_noop("Age"),
    Group.DISABILITY: gettext_noop("Disability"),
    Group.MIGRATION: gettext_noop("Migratory status"),
    Group.INDIGENOUS: gettext_noop("Indigenous identity"),
    Group.INCOME: gettext_noop("Income or wealth"),
    Group.URBANISATION: gettext_noop("Urban and rural"),
    Group.OTHER: gettext_noop("Education or occupation"),
}
STATE_WORDS: Mapping[CellState, str] = {
    CellState.PUBLISHED: gettext_noop("published"),
    CellState.NONE_FOUND: gettext_noop("no data in these sources"),
    CellState.NO_CODE: gettext_noop("no code in the official structure"),
    CellState.NOT_ADMITTED: gettext_noop("not admitted by its series"),
    CellState.NOT_STATISTICAL: gettext_noop("no statistics, as the source says"),
    CellState.NOT_LOOKED_AT: gettext_noop("not in these sources"),
}
RANK_WORDS: Mapping[Rank, str] = {
    Rank.HEADLINE: gettext_noop("The indicator itself has no data"),
    Rank.NAMED: gettext_noop("A breakdown that the title names has no data"),
    Rank.OTHER: gettext_noop("Another breakdown has no data"),
}
FORMATS: JsonDict = {
    SourceFormat.OPEN_SDG: gettext_noop("A folder of Open SDG, as .zip: one file indicator_1-2-1.csv for each"),
    SourceFormat.SDMX_CSV: gettext_noop("SDMX-CSV 2.0 of the structure IAEG-SDGs:SDG"),
    SourceFormat.SDMX_ML: gettext_noop("SDMX-ML 2.1 or 3.0 of the structure IAEG-SDGs:SDG"),
}
COVERAGES: JsonDict = {
    Coverage.PART: gettext_noop("A part of the place, such as a village, a city, or one group"),
    Coverage.WHOLE: gettext_noop("The whole place"),
}
EVERYBODY = gettext_noop("Everybody")


def group_words(group: Group | None) -> str:
    """The group, in the language of whoever reads; None is the indicator without a breakdown."""
    return gettext(EVERYBODY if group is None else str(GROUP_WORDS[group]))


def state_words(state: CellState) -> str:
    """The state, in the language of whoever reads."""
    return gettext(STATE_WORDS[state])


def rank_words(rank: Rank) -> str:
    """The rank, in the language of whoever reads."""
    return gettext(RANK_WORDS[rank])
