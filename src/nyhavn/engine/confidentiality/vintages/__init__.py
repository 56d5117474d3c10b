"""The rule over time: blocks of the population whose published numbers move together, on enough changes or not at all.

`divide` cuts the population into blocks, `begin` publishes for the first time, and `publish` every time after that.
`isolated` compares what is to be published with all that was published before from the same data.
"""

from nyhavn.engine.confidentiality.vintages.blocks import Division, divide
from nyhavn.engine.confidentiality.vintages.changes import proven_changes
from nyhavn.engine.confidentiality.vintages.family import Family, Moved, begin_family, move_family, repeat_family
from nyhavn.engine.confidentiality.vintages.publishing import Vintage, begin, publish
from nyhavn.engine.confidentiality.vintages.register import Register
from nyhavn.engine.confidentiality.vintages.staleness import Staleness

__all__ = [
    "Division",
    "Family",
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
