"""Tags that every template has without loading them."""

from django import template

from nyhavn.web.pages import formats

register = template.Library()
register.filter("day", formats.day)
register.filter("moment", formats.moment)
register.filter("count", formats.count)
register.filter("share", formats.share)
