"""What a roadmap keeps is only added to: each record has a number, and the day on which it was recorded."""

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from nyhavn.framework.declared import Declared


class OnRecord(Declared):
    """Something said. number: within its action and its kind, in the order of recording."""

    number: int = Field(ge=1)
    recorded_on: date


def follows(before: Sequence[OnRecord], said: OnRecord) -> bool:
    """Whether a record comes behind those before it, by its number and by its day."""
    return not before or (said.number > before[-1].number and said.recorded_on >= before[-1].recorded_on)
