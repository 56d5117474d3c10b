"""The base of everything a person declares in a plan: frozen, and a name nobody knows is refused."""

from pydantic import BaseModel, ConfigDict


class Declared(BaseModel):
    """A declared value. Unknown names are errors, so that a typing mistake never becomes silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
