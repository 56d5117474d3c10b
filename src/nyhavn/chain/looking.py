"""A steward's own look at parts of a run, before anything is judged or released: checks, weights, tables.

What comes back is exact and restricted, but for the tables, which are protected as in a release.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
from pyarrow.csv import write_csv

from nyhavn.chain.consent_record import read_consent
from nyhavn.chain.counting import Checked, checked, protected_tables, table_order, used_answers
from nyhavn.chain.inputs import Inputs, read_inputs
from nyhavn.chain.places import places_of
from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_file import read_plan
from nyhavn.chain.plan_rules import check_plan
from nyhavn.chain.restricted import write_findings
from nyhavn.chain.weighting import check_estimates, limits_of
from nyhavn.chain.workspace import check_free, outside_faults
from nyhavn.engine.backends.opening import HERE, open_engine
from nyhavn.engine.production import ProtectedTables, weigh_answers
from nyhavn.engine.weighting import CellWeights
from nyhavn.framework.refusal import Reason, Refusal

Step = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Look:
    """What a look needs. data: folder of the files that the plan names. engine: where it is computed."""

    plan: Path
    step: Step
    data: Path | None = None
    engine: str = HERE


@dataclass(frozen=True)
class Estimates:
    """Protected tables, what they do not allow one to claim, and the plan they are of."""

    plan: Plan
    produced: ProtectedTables
    limits: tuple[str, ...]


@dataclass(frozen=True)
class _Material:
    """What was read: the answers that take part, and the file as received without the others."""

    plan: Plan
    inputs: Inputs
    answers: pa.Table
    received: pa.Table


def look_at_quality(look: Look, *, out: Path | None = None) -> Checked:
    """Everything that the checks find. out: a new file for the findings with their row numbers; restricted."""
    with _read(look, out) as material, open_engine(look.engine) as session:
        look.step("Checking the answers", 0, 1)
        today = datetime.now(UTC).date()
        plan, inputs = material.plan, material.inputs
        found = checked(plan, inputs, material.answers, material.received, session, today)
        look.step("Checking the answers", 1, 1)
        if out is not None:
            write_findings(found.findings, out)
        return found


def look_at_weights(look: Look, *, out: Path | None = None) -> CellWeights:
    """The weights that the plan asks for. out: a new file for the weights by cell; restricted, for it counts people.

    Raises Refusal "weighting-not-asked" for a plan that weights to no reference.
    """
    with _read(look, out) as material, open_engine(look.engine) as session:
        look.step("Weighting", 0, 1)
        frame = session.frame(material.answers)
        weights = weigh_answers(frame, table_order(material.plan, material.inputs, frame))
        if weights is None:
            what = "The plan does not weight the contributions to a reference."
            do = "Add [reference] with the population's numbers, and [weighting] or [adjustment]."
            raise Refusal(Reason("weighting-not-asked", what, "[weighting]", do))
        look.step("Weighting", 1, 1)
        if out is not None:
            write_csv(weights.table(), out)
        return weights


def look_at_estimates(look: Look) -> Estimates:
    """The tables of the plan, protected, with their errors; nothing is judged, signed or released."""
    with _read(look, None) as material, open_engine(look.engine) as session:
        produced = protected_tables(material.plan, material.inputs, material.answers, session, look.step)
        check_estimates(material.plan, produced)
        return Estimates(material.plan, produced, limits_of(material.plan, produced))


@contextmanager
def _read(look: Look, out: Path | None) -> Iterator[_Material]:
    with outside_faults():
        if out is not None:
            check_free(out)
        plan = read_plan(look.plan)
        check_plan(plan)
        look.step("Reading the files", 0, 1)
        inputs = read_inputs(plan, places_of(look.plan, look.data))
        consent = read_consent(plan, inputs)
        received = inputs.received.table
        look.step("Reading the files", 1, 1)
        answers = used_answers(plan, inputs, consent)
        yield _Material(plan, inputs, answers, received.filter(consent.covered) if consent else received)
