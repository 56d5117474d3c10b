"""A small, realistic, invented release for tests: two tables with suppressed cells, labels in Spanish and Arabic."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from nyhavn.exchange.bundle.content import write_content
from nyhavn.exchange.bundle.durable import publish
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.sealing import Sealed, seal
from nyhavn.framework.definition import Outcome, StageStanding, StageVerdict, Verdict
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.principles import EvidenceState, PrincipleEvidence, SafeguardEvidence
from nyhavn.framework.release import (
    CoverageRow,
    MethodCard,
    Party,
    ProtectionStatement,
    PublicFinding,
    Release,
    ResponseRow,
)
from nyhavn.framework.statistics import (
    TOTAL,
    Breakdown,
    Category,
    CellStatus,
    Figure,
    Indicator,
    Statistic,
    StatisticalTable,
)

REPORT = '<!doctype html><html lang="es"><title>Acceso al agua</title><p>Ejemplo ficticio. مثال</p></html>\n'.encode()


def published(categories: tuple[str, ...], n: int, numerator: int) -> Figure:
    """A published share with a rough interval."""
    share, half = numerator / n, 0.98 / n**0.5
    low, high = max(0.0, share - half), min(1.0, share + half)
    return Figure(categories, CellStatus.PUBLISHED, n, numerator, share, half / 1.96, low, high)


def suppressed(*categories: str) -> Figure:
    """A figure that is withheld."""
    return Figure(categories, CellStatus.SUPPRESSED)


def small_instrument() -> Instrument:
    """A questionnaire of three questions in two languages."""
    yes_no = (
        Choice("yes", {"Español (es)": "Sí", "العربية (ar)": "نعم"}),
        Choice("no", {"Español (es)": "No", "العربية (ar)": "لا"}),
        Choice("dk", {"Español (es)": "No sabe", "العربية (ar)": "لا أعرف"}),
        Choice("rf", {"Español (es)": "Prefiere no decir", "العربية (ar)": "أفضل عدم القول"}),
    )
    water = {"Español (es)": "¿Tiene agua, segura y cerca?", "العربية (ar)": "هل لديك ماء آمن وقريب؟"}
    return Instrument(
        id="agua",
        version="3",
        title="Agua y salud",
        questions=(
            Question("water", "water", AnswerType.SELECT_ONE, water, yes_no, dont_know=("dk",), refused=("rf",)),
            Question("age", "age", AnswerType.INTEGER, {"Español (es)": "Edad", "العربية (ar)": "العمر"}),
            Question("zone", "zone", AnswerType.TEXT),
        ),
        languages=("Español (es)", "العربية (ar)"),
        default_language="Español (es)",
        source="agua.xlsx",
        sha256="ab" * 32,
    )


def small_breakdowns() -> tuple[Breakdown, Breakdown]:
    """Difficulty in functioning, and place."""
    functioning = Breakdown(
        id="functioning",
        title="Dificultad funcional",
        categories=(
            Category(code="with", label="Con dificultad", when="x", official={"SDMX:CL_DISABILITY_STATUS": "PD"}),
            Category(code="without", label="Sin dificultad", when="y", official={"SDMX:CL_DISABILITY_STATUS": "PWD"}),
        ),
    )
    place = Breakdown(
        id="place",
        title="المكان",
        question="zone",
        categories=(Category(code="north", label='الشمال، "أ"'), Category(code="south", label="الجنوب")),
    )
    return functioning, place


def small_tables() -> tuple[StatisticalTable, StatisticalTable]:
    """One table over all, one over both breakdowns with suppressed cells and one without answers."""
    total = StatisticalTable("water.total", "water", (), (published((), 61, 40),))
    crossed = StatisticalTable(
        "water.by.functioning.place",
        "water",
        ("functioning", "place"),
        (
            published(("with", "north"), 12, 5),
            suppressed("with", "south"),
            suppressed("with", TOTAL),
            published(("without", "north"), 22, 17),
            suppressed("without", "south"),
            suppressed("without", TOTAL),
            published((TOTAL, "north"), 34, 22),
            Figure(("_U", "south"), CellStatus.NO_ANSWERS, n=0),
            published((TOTAL, TOTAL), 61, 40),
        ),
    )
    return total, crossed


def small_verdict() -> Verdict:
    """A verdict that counts by the clause on collection."""
    stage = StageVerdict("collection", 4, StageStanding.SUFFICIENT, "Members asked the questions.", ("minutes",))
    initiated = StageVerdict("initiated", None, StageStanding.NOT_ANSWERED, "Nobody answered.")
    return Verdict(Outcome.COUNTS, "collection", "It counts.", (stage,), initiated, (), "standard")


def small_release() -> Release:
    """The whole release."""
    safeguard = SafeguardEvidence("consent-each", "Did each agree?", ("consent",), EvidenceState.FOUND, ("All did.",))
    return Release(
        id="agua-2026-1",
        version="1",
        title="Acceso al agua en dos barrios",
        summary="Vecinas y vecinos preguntaron por el agua. " * 3,
        headline="66 % of those who answered have safe water nearby; volunteers only.",
        language="es",
        issued_at=datetime(2026, 11, 20, 12, 30, tzinfo=UTC),
        synthetic=True,
        community="Barrio Norte y Sur",
        place="Ciudad de ejemplo",
        initiative_type="community-survey",
        unit="person",
        participants="61",
        excluded="a few",
        parties=(Party("Red del Agua", "association", "producer"), Party("Red del Agua", "association", "started")),
        interests=(),
        verdict=small_verdict(),
        basis="consent-record",
        basis_words=("Each person agreed.",),
        method=MethodCard("Adults", "volunteer", "Whoever came", "face to face", date(2026, 9, 1), None, "participants",
                          "none", "Self-selection"),
        instrument=small_instrument(),
        indicators=(Indicator(id="water", title="Agua segura", statistic=Statistic.PROPORTION, sdg=("6.1.1",)),),
        breakdowns=small_breakdowns(),
        tables=small_tables(),
        response=(ResponseRow("water", "Agua", 0.95, None, None, 0.0),),
        findings=(PublicFinding("key-duplicate", "note", ("age",), "a few", "Some forms look alike."),),
        coverage=(CoverageRow("place", "north", "الشمال", 0.56, 0.5),),
        coverage_source="Census 2020",
        protection=ProtectionStatement(True, ("small cells",), 10, 4, "held", "not checked"),
        limits=("Volunteers only: nothing follows for the whole city.",),
        principles=(PrincipleEvidence(3, "Consent", "People agree first.", (safeguard,), "Pressure at home.", ()),),
        licence="CC-BY-4.0",
        attribution="Las vecinas",
        citation="Red del Agua (2026). Acceso al agua en dos barrios.",
    )  # fmt: skip


@dataclass(frozen=True)
class Published:
    """A sealed release at its final place."""

    folder: Path
    sealed: Sealed


def publish_release(log: ReleaseLog, place: Path, **changes: object) -> Published:
    """Write, seal and rename, in the order the chain does it. changes: fields of the release."""
    release = replace(small_release(), **changes)  # type: ignore[arg-type]
    partial = place.with_name(f"{place.name}.partial")
    write_content(release, partial, report_html=REPORT)
    sealed = seal(partial, release, log)
    publish(partial, place)
    return Published(place, sealed)
