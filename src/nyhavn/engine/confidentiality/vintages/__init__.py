"""The rule over time: blocks of the population whose published numbers move together, on enough changes or not at all.

`divide` cuts the population into blocks, `begin` publishes for the first time, and `publish` every time after that.
`isolated` compares what is to be published with all that was published before from the same data.
"""

from nyhavn.engine.confidentiality.vintages.blocks import Division, divide
from nyhavn.engine.confidentiality.vintages.changes import proven_changes
from nyhavn.engine.confidentiality.vintages.publishing import Vintage, begin, publish
from nyhavn.engine.confidentiality.vintages.register import Register
from nyhavn.engine.confidentiality.vintages.staleness import Staleness

__all__ = ["Division", "Register", "Staleness", "Vintage", "begin", "divide", "proven_changes", "publish"]
