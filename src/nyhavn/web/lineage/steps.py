"""Where retention stands among the ways around an initiative."""

from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.around import Part, add_part

add_part(Part("retention", "Kept and deleted", 890, Right.SEE_WORKSPACE))
