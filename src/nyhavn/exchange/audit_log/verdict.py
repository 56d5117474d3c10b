"""What checking the record found, and what it could not find."""

from dataclasses import dataclass

NOT_TRUTH = "Whether a record is true, and whether everything that was done is recorded, was not checked."
NO_OLDER = "No older checkpoint was given, so a record that was written anew from the start was not looked for."
NO_KEY = "No key was given, so who signed the checkpoint was not checked."
HOLDER = "Whoever holds the installation's key could sign a record written anew; an older checkpoint would show it."
NOT_SIGNED = "The record carries no signature: the installation had no key yet when it was taken out."


@dataclass(frozen=True)
class LogProblem:
    """One thing that is wrong. line: its number in the file, 0 for the file as a whole."""

    code: str
    line: int
    sentence: str


@dataclass(frozen=True)
class LogVerification:
    """The result. size: records in the chain. shown: of them in plain. erased: whose author was erased.

    kept_size: records of the older checkpoint that were compared, None without one. is_signer_trusted: None if no key
    was given, or nothing was signed.
    """

    problems: tuple[LogProblem, ...]
    size: int
    head: str
    shown: int
    erased: int
    withheld: int
    unsealed: int
    kept_size: int | None
    is_signer_trusted: bool | None
    notes: tuple[str, ...]

    @property
    def is_vouched_for(self) -> bool:
        """Whether something outside the file says the same: a trusted key, or a checkpoint that somebody kept."""
        return not self.problems and (self.is_signer_trusted is True or self.kept_size is not None)
