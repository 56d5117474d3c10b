"""How much of what a peer says is read, for how long it is believed, and how long one waits: named, with source."""

from datetime import timedelta

from pydantic import Field

from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class FederationLimits(Vocabulary):
    """Sizes in bytes, letters and numbers of things, times in the unit of their name.

    parts: entries of a list in a record. documents: records asked for in one harvest of one peer, and files of one
    record. skew_minutes: by which clocks may differ. feed_days: after which a feed is too old to be believed.
    shown_days: for how long something is still shown of a peer that says nothing. tombstone_days: for how long a
    withdrawal is told.
    """

    feed_bytes: int = Field(gt=0)
    record_bytes: int = Field(gt=0)
    document_bytes: int = Field(gt=0)
    entries: int = Field(gt=0)
    tombstones: int = Field(gt=0)
    releases: int = Field(gt=0)
    parts: int = Field(gt=0)
    documents: int = Field(gt=0)
    name_letters: int = Field(gt=0)
    text_letters: int = Field(gt=0)
    address_letters: int = Field(gt=0)
    answer_seconds: int = Field(gt=0)
    harvest_seconds: int = Field(gt=0)
    harvest_every_hours: int = Field(gt=0)
    skew_minutes: int = Field(ge=0)
    feed_days: int = Field(gt=0)
    shown_days: int = Field(gt=0)
    tombstone_days: int = Field(gt=0)

    @property
    def skew(self) -> timedelta:
        """By how much two clocks may differ."""
        return timedelta(minutes=self.skew_minutes)

    @property
    def fresh(self) -> timedelta:
        """For how long a feed is believed after it was made."""
        return timedelta(days=self.feed_days)

    @property
    def shown(self) -> timedelta:
        """For how long something is shown of a peer that is not heard."""
        return timedelta(days=self.shown_days)

    @property
    def told(self) -> timedelta:
        """For how long a withdrawal is told, and remembered."""
        return timedelta(days=self.tombstone_days)


FEDERATION = read_vocabulary(FederationLimits, "federation")
