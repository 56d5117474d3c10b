"""A release, an agreement about parts of it, and what is handed over: the cast of these tests."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from nyhavn.chain.submitting import Submission
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.framework.agreement import Agreement, Handed, Handing, ResultStatus, Signature
from nyhavn.framework.instrument import AnswerType, Choice, OfficialCoding, Question
from nyhavn.framework.release import Release
from nyhavn.framework.sdg_table import OfficialPlace
from nyhavn.framework.statistics import TOTAL, CellStatus, Figure, Indicator, Statistic, StatisticalTable
from spec.bundle.small_release import publish_release, published, small_release, suppressed

PRODUCER, OFFICE = "Red del Agua", "Statistics Office of Lakeland"
TWO_QUARTERS = "حيّان في المدينة"
SECRET = "Ingreso del hogar"  # an indicator that is published, and not agreed
AGREEMENT = Agreement(
    id="agua-2026",
    producer=PRODUCER,
    recipient=OFFICE,
    variables=("water", "functioning"),
    purposes=("SDG 6.1.1",),
    legal_basis="Statistics Act, section 12",
    controller="Each for its own copy",
    status=ResultStatus.VALIDATED,
    licence="CC-BY-4.0",
    cut_off=date(2027, 1, 31),
    after_cut_off="It takes effect with the next edition.",
    credit="Red del Agua, as a name",
    corrections="The network, within 30 days",
    edits="The office asks the network first.",
    community_first=True,
    starts=date(2026, 10, 1),
    ends=date(2028, 9, 30),
    community="meeting of 20 September 2026, item 3",
    signatures=(
        Signature(party=PRODUCER, by="Ama", on=date(2026, 9, 25)),
        Signature(party=OFFICE, by="Kofi", on=date(2026, 9, 30)),
    ),
)
HANDING = Handing(OFFICE, Handed.AGGREGATES, frozenset({"water", "functioning"}), "SDG 6.1.1", date(2026, 11, 25))
PLACE = OfficialPlace(area="32", about=TWO_QUARTERS)


def release() -> Release:
    """Water by functioning and by place, income by place; 4711 and 0.4242 stand in the income tables alone."""
    small = small_release()
    by_functioning = StatisticalTable(
        "water.by.functioning",
        "water",
        ("functioning",),
        (
            published(("with",), 20, 10),
            suppressed("without"),
            Figure(("_U",), CellStatus.NO_ANSWERS, n=0),
            published((TOTAL,), 61, 40),
        ),
    )
    income = Figure((), CellStatus.PUBLISHED, 4711, None, 0.4242, 0.01, 0.4141, 0.4343)
    asked = Question(
        "can_walk",
        "can_walk",
        AnswerType.SELECT_ONE,
        {"Español (es)": "¿Puede caminar?"},
        (Choice("yes", {"Español (es)": "Sí"}), Choice("no", {"Español (es)": "No"})),
    )
    coding = OfficialCoding("can_walk", "DISABILITY_STATUS", {"yes": "PWD", "no": "PD"})
    functioning, place = small.breakdowns
    categories = tuple(
        one.model_copy(update={"when": f"${{can_walk}} = '{answer}'"})
        for one, answer in zip(functioning.categories, ("no", "yes"), strict=True)
    )
    instrument = replace(small.instrument, questions=(*small.instrument.questions, asked), official=(coding,))
    return replace(
        small,
        basis="consent-record-per-person",
        method=replace(small.method, collected_to=date(2026, 10, 3)),
        instrument=instrument,
        indicators=(
            small.indicators[0].model_copy(update={"numerator": "${water} = 'yes'"}),
            Indicator(id="income", title=SECRET, statistic=Statistic.MEAN, value="age", note="Income 4711 is rough."),
        ),
        breakdowns=(functioning.model_copy(update={"categories": categories}), place),
        tables=(*small.tables, by_functioning, StatisticalTable("income.total", "income", (), (income,))),
        limits=(*small.limits, f"{SECRET}: Income 4711 is rough."),
    )


def submission(log: ReleaseLog, place: Path, **changes: Any) -> Submission:
    """The release of this cast, published at that place, to be handed over. changes: fields of the submission."""
    whole = release()
    if not place.exists():
        fields = ("basis", "method", "instrument", "indicators", "breakdowns", "tables", "limits")
        publish_release(log, place, **{name: getattr(whole, name) for name in fields})
    given = Submission(whole, place, AGREEMENT, HANDING, {"water": "SH_H2O_SAFE"}, PLACE)
    return replace(given, **changes)
