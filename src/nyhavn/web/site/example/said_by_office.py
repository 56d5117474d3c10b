"""What both sides say in the assessment of the example. All of it is invented."""

from collections.abc import Mapping

from nyhavn.framework.fitness.verdict import VerdictOutcome

CRITERIA = "ons-2022"  # published by the UK office, applied by the invented one
PURPOSES = tuple(
    {"words": words, "indicator": indicator, "breakdown": ("DISABILITY_STATUS",), "place": "Meridian District"}
    for words, indicator in (
        ("Satisfaction with public services, by disability, in the national review", "16.6.2"),
        ("Felt discrimination, by disability, in the national review", "16.b.1"),
    )
)
QUESTION = (
    "In a few interviews the consent is dated two days after the interview. Do these people stand in the figures?"
)
EXPLANATION = (
    "No. The clocks of two phones were wrong. Whoever has no consent from before the interview is left out of every "
    "figure."
)


def _answer(says: str, because: str, *computed: str) -> Mapping[str, object]:
    return {"says": says, "because": because, "computed": computed}


ANSWERS: Mapping[str, Mapping[str, object]] = {
    "ethics-and-privacy": _answer(
        "yes",
        "Consent is asked for each use. Where it is dated after the interview, the person is left out of every figure.",
        "safeguard-consent-per-person",
        "safeguard-risks-looked-at",
        "safeguard-attacker-recovers-nothing",
    ),
    "transparency-and-accountability": _answer(
        "yes",
        "Who pays, who decides and how to complain is public. The day was not announced beforehand; that is a weakness "
        "and closes nothing.",
        "safeguard-method-funders-interests",
        "safeguard-complaints-answered",
        "safeguard-announced-and-kept",
    ),
    "need": _answer(
        "yes",
        "Official figures on public services are not broken down by disability.",
        "safeguard-needs-before-questions",
        "safeguard-needs-raised-by-others",
    ),
    "relevance": _answer(
        "good",
        "It speaks to both indicators. It asks about the service used last, not about each service for itself.",
        "figure-sdg-indicators",
        "figure-breakdowns",
    ),
    "methods": _answer(
        "good",
        "Chance decided who was asked, and sampling error is printed. People in care homes are known to be missing.",
        "figure-metadata-completeness",
        "figure-largest-cv",
    ),
    "coverage": _answer(
        "weak",
        "One district of the country. People of 30 to 44 years took part less often than they should.",
        "figure-reference-difference",
        "figure-groups-without-contributions",
    ),
    "timeliness": _answer(
        "weak",
        "The figures came at once. Whether there will be a second round is open.",
        "figure-time-lag",
        "figure-comparable-releases",
    ),
    "data-quality": _answer(
        "good",
        "Everything that the checks asked was looked into and answered.",
        "figure-findings",
        "figure-findings-answered",
        "figure-item-nonresponse-middle",
    ),
}
DISPUTE = {
    "code": "figure-punctuality",
    "because": "A day that is announced when it has come is always kept. This says nothing about punctuality.",
}
VERDICTS: tuple[Mapping[str, object], ...] = (
    {
        "purpose": "1",
        "outcome": VerdictOutcome.PROXY.value,
        "because": "There is no official figure by disability, and this one is sound for the district.",
        "caveat": "One district only, and the service that people used last: health, schools and offices are not told "
        "apart as the indicator wants it.",
    },
    {
        "purpose": "2",
        "outcome": VerdictOutcome.CONTEXT.value,
        "because": "What one district felt cannot stand for the country. It belongs beside the chapter, in a box of "
        "its own.",
    },
)
REPLIES = (
    "We agree with the caveat. Next time we will ask about each service for itself.",
    "The country has no figure for this at all. Printed with a caveat like the first one, ours would be better than "
    "none.",
)
APPEAL = (
    "The answers to the criteria are the same for both purposes, and carry a proxy for the first. Why they carry only "
    "context for the second is not said. The country has no figure of its own."
)
