"""The safeguards: each reads the records of a release and says what they show for one principle of the ten.

There is no score, and no principle is ticked off. Principles that no safeguard speaks for say so.
"""

from collections.abc import Callable, Mapping

from nyhavn.framework.principles import PRINCIPLES, PrincipleEvidence, SafeguardEvidence, describe
from nyhavn.framework.records import ReleaseRecords
from nyhavn.framework.safeguards.accountability import complaints_answered
from nyhavn.framework.safeguards.community import community_decided, dissent_shown
from nyhavn.framework.safeguards.confidentiality_and_attribution import attacker_recovers_nothing, no_anonymous_name
from nyhavn.framework.safeguards.data_security import RULES as DATA_SECURITY
from nyhavn.framework.safeguards.decisions import results_led_to_decisions
from nyhavn.framework.safeguards.ethical_and_safe import harm_weighed_again, risks_looked_at
from nyhavn.framework.safeguards.independence import RULES as INDEPENDENCE
from nyhavn.framework.safeguards.openness import (
    machine_readable,
    open_licence,
    plain_summary,
    results_returned_first,
)
from nyhavn.framework.safeguards.openness_choice import openness_chosen
from nyhavn.framework.safeguards.participation_and_consent import consent_per_person, participation_by_stage
from nyhavn.framework.safeguards.professional_standards import (
    claim_within_selection,
    instrument_frozen_first,
    serious_findings,
)
from nyhavn.framework.safeguards.relevance import RULES as RELEVANCE
from nyhavn.framework.safeguards.self_identification import identity_is_said
from nyhavn.framework.safeguards.transparency import method_funders_interests, period_agrees
from nyhavn.framework.safeguards.validation import (
    agreement_and_dissent_shown,
    asked_before_publication,
    results_recognised,
)

SafeguardRule = Callable[[ReleaseRecords], SafeguardEvidence]

SAFEGUARDS: Mapping[int, tuple[SafeguardRule, ...]] = {
    1: INDEPENDENCE,
    2: (*RELEVANCE, results_recognised, results_led_to_decisions),
    3: (consent_per_person, participation_by_stage, community_decided, asked_before_publication),
    4: (instrument_frozen_first, claim_within_selection, serious_findings),
    5: DATA_SECURITY,
    6: (identity_is_said,),
    7: (method_funders_interests, period_agrees, dissent_shown, agreement_and_dissent_shown, complaints_answered),
    8: (risks_looked_at, harm_weighed_again),
    9: (attacker_recovers_nothing, no_anonymous_name),
    10: (openness_chosen, open_licence, machine_readable, plain_summary, results_returned_first),
}


def evidence_for(records: ReleaseRecords) -> tuple[PrincipleEvidence, ...]:
    """All ten principles, in order, with what the records show for each."""
    return tuple(
        describe(entry, tuple(rule(records) for rule in SAFEGUARDS.get(entry.number, ())))
        for entry in PRINCIPLES.principles
    )
