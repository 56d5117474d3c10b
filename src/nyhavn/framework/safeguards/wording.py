"""How a safeguard says what it found: the result, and whether an entry says anything at all."""

from dataclasses import dataclass

from nyhavn.framework.principles import EvidenceState, SafeguardEvidence

# Entries that fill a field and say nothing.
_EMPTY_WORDS = frozenset(
    (
        "",
        "-",
        "--",
        "?",
        "n/a",
        "na",
        "none stated",
        "not stated",
        "not known",
        "tbd",
        "to be defined",
        "unknown",
        "xxx",
    )
)


def says_something(entry: str) -> bool:
    """Whether a text says more than that the field was filled. Signs alone, seen or not, say nothing in any script."""
    has_word = any(sign.isalnum() for sign in entry)
    return has_word and entry.strip().strip(".").casefold() not in _EMPTY_WORDS


@dataclass(frozen=True)
class Safeguard:
    """The fixed parts of one safeguard; a result is made by `found`, `against` or `nothing`."""

    code: str
    question: str
    records: tuple[str, ...]

    def found(self, *detail: str, references: tuple[str, ...] = ()) -> SafeguardEvidence:
        """Evidence found."""
        return self._result(EvidenceState.FOUND, detail, references)

    def against(self, *detail: str, references: tuple[str, ...] = ()) -> SafeguardEvidence:
        """Evidence against."""
        return self._result(EvidenceState.AGAINST, detail, references)

    def nothing(self, *detail: str, references: tuple[str, ...] = ()) -> SafeguardEvidence:
        """No evidence either way."""
        return self._result(EvidenceState.NONE, detail, references)

    def _result(self, state: EvidenceState, detail: tuple[str, ...], references: tuple[str, ...]) -> SafeguardEvidence:
        return SafeguardEvidence(self.code, self.question, self.records, state, detail, references)
