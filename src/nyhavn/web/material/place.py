"""Where it stands among the pages of an initiative."""

from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.around import Part, add_part

add_part(Part("material", "Stories, photographs, sound and maps", 55, Right.SEE_MATERIAL))
