"""Principle 7: are method, funders and interests stated, and do the stated dates agree with the data?"""

from nyhavn.framework.interests import InterestKind, standing_declarations
from nyhavn.framework.principles import SafeguardEvidence
from nyhavn.framework.records import ReleaseRecords
from nyhavn.framework.safeguards.wording import Safeguard, says_something

_STATED = Safeguard(
    "method-funders-interests",
    "Are method, funders and interests stated?",
    ("method", "parties", "interests"),
)
_PERIOD = Safeguard(
    "period-agrees",
    "Does the stated period agree with the dates in the data?",
    ("method", "dates of contributions"),
)


def method_funders_interests(records: ReleaseRecords) -> SafeguardEvidence:
    """Found only if all is stated in words that say something. "There are none" is a statement, silence is not.

    Against: a funder or an interest is declared with a date, and the statement leaves it out.
    """
    missing = [name for name, is_stated in _statements(records).items() if not is_stated]
    if missing:
        return _STATED.nothing(f"Not stated: {', '.join(missing)}.")
    unsaid = _declared_elsewhere(records)
    if unsaid:
        return _STATED.against(f"Declared with a date, and left out of what is stated: {', '.join(unsaid)}.")
    return _STATED.found(_listed("Funders", records.funders), _listed("Interests", records.interests))


def _statements(records: ReleaseRecords) -> dict[str, bool]:
    method = records.method
    return {
        "population": says_something(method.population),
        "selection": says_something(method.selection) and says_something(method.selection_words),
        "mode of collection": says_something(method.mode),
        "sources of error": says_something(method.error_sources),
        "funders": _is_said(records.funders),
        "interests": _is_said(records.interests),
    }


def _declared_elsewhere(records: ReleaseRecords) -> tuple[str, ...]:
    """What the dated declarations name, and the statement that everybody reads first does not."""
    declared = records.independence.declared if records.independence else None
    stated = {InterestKind.FUNDER: records.funders, InterestKind.INTEREST: records.interests}
    return tuple(
        kind
        for kind, entries in stated.items()
        for entry in standing_declarations(declared or ())
        if entry.kind is kind and not entry.says_none and not _names(entries or (), entry.who)
    )


def _names(entries: tuple[str, ...], who: str) -> bool:
    return any(who.casefold() in entry.casefold() for entry in entries)


def _is_said(entries: tuple[str, ...] | None) -> bool:
    return entries is not None and all(says_something(entry) for entry in entries)


def _listed(word: str, entries: tuple[str, ...] | None) -> str:
    return f"{word}: {'; '.join(entries) if entries else 'stated that there are none'}."


def period_agrees(records: ReleaseRecords) -> SafeguardEvidence:
    """Contributions dated outside the stated period are evidence against."""
    stated = (records.method.collected_from, records.method.collected_to)
    first, last = records.first_contribution, records.last_contribution
    if stated[0] is None or stated[1] is None:
        return _PERIOD.nothing("The period of collection is not stated in full.")
    if first is None or last is None:
        return _PERIOD.nothing("The data hold no dates to compare with.")
    if first < stated[0] or last > stated[1]:
        return _PERIOD.against("Contributions are dated outside the stated period of collection.")
    return _PERIOD.found("All dated contributions fall into the stated period of collection.")
