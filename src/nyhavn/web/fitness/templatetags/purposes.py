"""Purposes of official use as people read them."""

from django import template
from django.utils.translation import gettext

from nyhavn.framework.sdg import GROUPS, GroupCodes

register = template.Library()


@register.filter
def breakdown_words(dimension: str) -> str:
    """The group of people that a dimension of the official structure tells apart; "" where no group is known."""
    found = next((one.title for one in GROUPS.groups if any(_is_whole(codes, dimension) for codes in one.codes)), "")
    return gettext(found) if found else ""


def _is_whole(codes: GroupCodes, dimension: str) -> bool:
    """Whether the group has the dimension to itself: a part of one stands for other groups as well."""
    return codes.dimension == dimension and not codes.begins
