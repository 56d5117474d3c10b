"""The rule over time: blocks of the population whose published numbers move together, on enough changes or not at all.

`divide` cuts the population into blocks, `begin` publishes for the first time, and `publish` every time after that.
`outlook` and `attacked` put what is to be published beside all that is out of the family, as one attack; `isolated`
compares releases of any tables from the same data by subtraction.
"""

from nyhavn.engine.confidentiality.vintages.blocks import Division, divide
from nyhavn.engine.confidentiality.vintages.changes import proven_changes
from nyhavn.engine.confidentiality.vintages.family import Family, Moved, begin_family, move_family, repeat_family
from nyhavn.engine.confidentiality.vintages.history import History
from nyhavn.engine.confidentiality.vintages.publishing import Vintage, begin, publish
from nyhavn.engine.confidentiality.vintages.register import Register
from nyhavn.engine.confidentiality.vintages.staleness import Staleness

__all__ = [
    "Division",
    "Family",
    "History",
    "Moved",
    "Register",
    "Staleness",
    "Vintage",
    "begin",
    "begin_family",
    "divide",
    "move_family",
    "proven_changes",
    "publish",
    "repeat_family",
]
