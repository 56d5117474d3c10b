"""How a figure of a table is called in a sentence: its indicator and its groups, in the release's words."""

from nyhavn.framework.release import Release
from nyhavn.framework.statistics import DECLINED, NOT_STATED, TOTAL, Figure, StatisticalTable

WITHOUT_LABEL = {NOT_STATED: "not stated", DECLINED: "preferred not to say"}


def cell_title(release: Release, table: StatisticalTable, figure: Figure) -> str:
    """The indicator, and after a colon the groups that the figure is about, if it is about some."""
    title = next((indicator.title for indicator in release.indicators if indicator.id == table.indicator), "")
    pairs = zip(table.breakdowns, figure.categories, strict=True)
    groups = ", ".join(group_title(release, name, code) for name, code in pairs if code != TOTAL)
    return f"{title or table.indicator}: {groups}" if groups else title or table.indicator


def group_title(release: Release, breakdown: str, code: str) -> str:
    """The label of a group; words or its code where the breakdown declares none."""
    declared = next((one for one in release.breakdowns if one.id == breakdown), None)
    found = (category.label for category in declared.categories if category.code == code) if declared else iter(())
    return next(found, WITHOUT_LABEL.get(code, code))
