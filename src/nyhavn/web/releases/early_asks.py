"""What is said when somebody outside the team may read before publication."""

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.web.releases.asks import LONG

LATER = "Everybody reads this from the moment of publication, for ever. Name no private person."


class EarlyReaderSaid(Declared):
    """Who may read, and why."""

    who: str = Field(title="Who", description=f"A body, or a role in one. {LATER}", min_length=3, max_length=300)
    why: str = Field(
        title="Why before everybody else", description=LATER, min_length=3, max_length=1000, json_schema_extra=LONG
    )
    is_party: bool = Field(
        default=False,
        title="They pay for it, asked for it, or may gain or lose by it",
        description="Say it if you doubt.",
    )
