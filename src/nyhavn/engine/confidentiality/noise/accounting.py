"""What is spent of a privacy budget, and whether a question can still be paid: decided without any file.

Prices add up (sequential composition: Dwork and Roth 2014, theorem 3.16; for rho Bun and Steinke 2016, lemma 1.7), also
where they concern different tables: nobody checks here that no person is in both.
"""

from decimal import Decimal
from fractions import Fraction

from pydantic import Field

from nyhavn.engine.confidentiality.noise.question import Mechanism, Question
from nyhavn.framework.declared import Declared
from nyhavn.framework.noise_policy import Measure, PrivacyBudget, rho_of
from nyhavn.framework.refusal import refusal


class LedgerEntry(Declared):
    """One payment. price: epsilon or rho, by the mechanism. cost: the same in the measure of the budget.

    scope: the tables. question: its digest.
    """

    release: str
    mechanism: Mechanism
    price: Decimal = Field(gt=0)
    cost: Decimal = Field(gt=0)
    scope: tuple[str, ...]
    question: str


class LedgerState(Declared):
    """All of it."""

    version: int = 1
    dataset: str
    budget: PrivacyBudget
    entries: tuple[LedgerEntry, ...] = ()

    @property
    def spent(self) -> Fraction:
        """The sum of all costs, exactly."""
        return sum((Fraction(entry.cost) for entry in self.entries), Fraction(0))


def cost_of(question: Question, measure: Measure) -> Decimal:
    """The price in the measure of a budget; epsilon costs epsilon^2 / 2 of rho. Raises "privacy-budget-measure".

    Of pure epsilon the Gaussian mechanism has none.
    """
    if question.mechanism.measure is measure:
        return question.price
    if measure is Measure.RHO:
        return rho_of(question.price)
    what = "The budget is declared in epsilon, which the Gaussian mechanism does not keep."
    do = "Use discrete Laplace, or declare the budget of a new data set in rho."
    raise refusal("privacy-budget-measure", what, where="mechanism", do=do)


def paid(state: LedgerState, release: str, question: Question) -> LedgerState:
    """The state after this payment. Raises Refusal: privacy-budget-spent, privacy-budget-measure."""
    cost = cost_of(question, state.budget.measure)
    if state.spent + Fraction(cost) > Fraction(state.budget.amount):
        left = max(float(Fraction(state.budget.amount) - state.spent), 0.0)
        what = f"The question costs {state.budget.measure} {cost}; {left:.6g} of {state.budget.amount} are left."
        do = "Ask for fewer or coarser tables at a lower price. What was spent does not come back."
        raise refusal("privacy-budget-spent", what, where="privacy budget", do=do)
    entry = LedgerEntry(
        release=release,
        mechanism=question.mechanism,
        price=question.price,
        cost=cost,
        scope=tuple(table.id for table in question.tables),
        question=question.digest,
    )
    return state.model_copy(update={"entries": (*state.entries, entry)})
