"""What the register of risks says, as a section of the plan: one source for page, run and command."""

from collections.abc import Iterable

from django.utils import timezone

from nyhavn.chain.plan import RiskSection
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.production.queries import tables_of
from nyhavn.web.safety.declared_identity import supply_declared_identity
from nyhavn.web.safety.queries import prompts_for, register_of

SIGNED = ("the team", "somebody from outside the team")  # who they are is said in public only where they wish it


def risk_section(initiative: Initiative) -> RiskSection:
    """[risk]: numbers and roles; no words of the register leave it."""
    register, today = register_of(initiative), timezone.localdate()
    high = [risk for risk in register.risks if risk.needs_signature]
    unsigned = sum(risk.is_unsigned for risk in high)
    return RiskSection(
        high=bool(high),
        signed_by=SIGNED if high and not unsigned else (),
        risks=len(register.risks),
        unsigned=unsigned,
        refused=sum(risk.is_unsigned and risk.refuse > 0 for risk in high),
        overdue=sum(risk.is_overdue(today) for risk in register.risks),
        prompts=len(prompts_for(initiative)),
        unanswered=len(register.open_prompts),
    )


def declared(initiative: Initiative) -> Iterable[str]:
    """Questions that the tables declare to be about identity."""
    return tuple(one.question for one in tables_of(initiative).identity)


supply_declared_identity(declared)
