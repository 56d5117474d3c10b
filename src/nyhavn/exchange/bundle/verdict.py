"""What checking a bundle found."""

from dataclasses import dataclass, field
from datetime import date

NOT_TRUTH = "Whether the content is true was not checked. A signature only says that nothing was changed since."
NO_KEY = (
    "No key was given, so the signer is not known. Anyone can sign with a key of their own: "
    "ask the publisher for the key and compare."
)
NO_WITNESS = "No witness has signed the log. The signer could show other people another log."
NO_OLDER = "No older checkpoint was given, so a log that was rewritten from the start was not looked for."


def recalled_on(day: date) -> str:
    """What a bundle says whose single records are not in it any more."""
    return (
        f"Single records were recalled on {day.isoformat()}: whoever signed this release took them out of it. That "
        "they are not here is no fault. Everything else is checked as ever. If you have the records, delete them."
    )


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. code: listed in framework/refusals/verification.toml. file: its name in the bundle."""

    code: str
    file: str
    sentence: str


@dataclass(frozen=True)
class Verification:
    """The result. Empty strings and log_size 0 stand for what could not be read.

    signer: SHA-256 of the raw public key in hex; signer_key: the verifier key line; signer_trusted: None if no key
    was given to compare with. issued_at: as signed, ISO 8601 in UTC. notes: what was not checked, in plain sentences.
    leaves: of the log up to the release.
    """

    problems: tuple[Problem, ...]
    signer: str
    signer_key: str
    signer_trusted: bool | None
    release_id: str
    version: str
    issued_at: str
    log_size: int
    notes: tuple[str, ...]
    leaves: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong. With signer_trusted None that means: unchanged, by an unknown signer."""
        return not self.problems
