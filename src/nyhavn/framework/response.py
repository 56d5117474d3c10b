"""Response to questions: who was asked, and what came back."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ResponseCounts:
    """Counts of contributions for one question; exact, and so restricted.

    rows: all contributions. asked: those for which the question's condition holds.
    Of those asked: answered (neither don't know nor declined), dont_know, refused, missing; the four add up to asked.
    """

    question: str
    rows: int
    asked: int
    answered: int
    dont_know: int
    refused: int
    missing: int
