"""The design of a collection: of whom it speaks, how they were chosen, and what that does not allow one to claim."""

from enum import StrEnum

from pydantic import Field

from nyhavn.framework.declared import Declared


class Target(StrEnum):
    """Of whom or what the figures speak."""

    POPULATION = "population"
    PARTICIPANTS = "participants"
    DOCUMENTED_EVENTS = "documented-events"
    ENUMERATED_UNITS = "enumerated-units"


class Selection(StrEnum):
    """How the units came to be in the data."""

    SIMPLE_RANDOM = "simple-random"
    CLUSTER = "cluster"
    STRATIFIED = "stratified"
    CENSUS = "census"
    VOLUNTEER = "volunteer"
    QUOTA = "quota"
    SNOWBALL = "snowball"
    REGISTER = "register"
    INVENTORY = "inventory"
    UNKNOWN = "unknown"


class Design(Declared):
    """The design as a plan states it.

    words: the selection in the producer's words. weights, cluster, strata: columns, "" if there are none.
    population_size: units in the population from which a simple random sample was drawn, if known.
    """

    target: Target
    selection: Selection
    words: str = ""
    weights: str = ""
    cluster: str = ""
    strata: str = ""
    population_size: int | None = Field(default=None, ge=1)
