"""Principle 4: was the instrument fixed first, does the claim stay within the selection, are findings answered?"""

from nyhavn.framework.design import Selection, Target, is_probability
from nyhavn.framework.principles import SafeguardEvidence
from nyhavn.framework.records import ReleaseRecords
from nyhavn.framework.safeguards.wording import Safeguard

_FROZEN = Safeguard(
    "instrument-frozen-first",
    "Was the instrument fixed before the first contribution?",
    ("instrument", "dates of contributions"),
)
_CLAIM = Safeguard(
    "claim-within-selection",
    "Do the figures claim no more than the way of choosing allows?",
    ("method", "standard errors"),
)
_FINDINGS = Safeguard(
    "serious-findings", "Were the contributions checked, and are serious findings answered?", ("findings",)
)


def instrument_frozen_first(records: ReleaseRecords) -> SafeguardEvidence:
    """Compares the day stated with the first day found in the data."""
    frozen, first = records.instrument_frozen, records.first_contribution
    if not records.instrument.sha256:
        return _FROZEN.nothing("There is no file of the instrument, so nothing could have been fixed.")
    if frozen is None or first is None:
        return _FROZEN.nothing("The day on which it was fixed, or the day of the first contribution, is not on record.")
    reference = (f"instrument {records.instrument.id} {records.instrument.version}".strip(),)
    if frozen > first:
        return _FROZEN.against("It was fixed after the first contribution.", references=reference)
    if frozen == first:
        return _FROZEN.nothing("It was fixed on the day of the first contribution. The order is not on record.")
    return _FROZEN.found("It was fixed before the first contribution.", references=reference)


def claim_within_selection(records: ReleaseRecords) -> SafeguardEvidence:
    """A population claimed, or a margin of error printed, without a probability selection is evidence against."""
    method = records.method
    known = method.selection in tuple(Selection) and method.target in tuple(Target)
    if not known or method.selection == Selection.UNKNOWN:
        return _CLAIM.nothing("It is not stated how the units were chosen, or of whom the figures speak.")
    by_chance = is_probability(Selection(method.selection))
    if records.adjusted_to and not by_chance:
        said = f"The units were not chosen by chance. A model adjusts them to: {records.adjusted_to}."
        return _CLAIM.found(said, "It met the floors of its policy, and its intervals are named as a model's.")
    if method.target == Target.POPULATION and not by_chance:
        return _CLAIM.against("Figures are given for a population, and the units were not chosen by chance.")
    if records.intervals_published and not by_chance:
        return _CLAIM.against("A margin of error is given, and the units were not chosen by chance.")
    said = f"The figures speak of {method.target.replace('-', ' ')}; selection: {method.selection.replace('-', ' ')}."
    return _CLAIM.found(said, *records.standard_error_refusals)


def serious_findings(records: ReleaseRecords) -> SafeguardEvidence:
    """Serious findings that nobody answered are evidence against; no check is no evidence."""
    if records.unresolved_serious_findings is None:
        return _FINDINGS.nothing("No check of the contributions is on record.")
    if records.unresolved_serious_findings:
        return _FINDINGS.against("Serious findings are not answered.")
    return _FINDINGS.found("The contributions were checked. No serious finding is open.")
