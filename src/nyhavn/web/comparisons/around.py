"""The place of comparisons among the pages of an initiative."""

from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.around import Part, add_part


def add_to_initiative() -> None:
    """Fill the registry of an earlier stage."""
    add_part(Part("comparisons", "Comparisons", 144, Right.SEE_WORKSPACE))
