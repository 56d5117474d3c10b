"""What cannot be true together: rules that a plan declares about its contributions."""

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.findings import Severity


class Rule(Declared):
    """One rule. Where it is broken the producer is asked to look; nothing is changed.

    says: what is wrong where the rule is broken, in a plain sentence without an answer in it.
    must_hold: XLSForm expression. when: for which contributions; empty: for all in which every question that
    `must_hold` names is answered (don't know and declined are answers here, as codes).
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{0,59}$")
    says: str = Field(min_length=1)
    must_hold: str = Field(min_length=1)
    when: str = ""
    severity: Severity = Severity.WARNING
