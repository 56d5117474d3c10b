"""A realistic release for the tests of the report: invented answers of an invented district, in Spanish or Arabic."""

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

from nyhavn.framework.definition import Outcome, StageStanding, StageVerdict, Verdict
from nyhavn.framework.instrument import Instrument
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
    DECLINED,
    NOT_STATED,
    TOTAL,
    Breakdown,
    Category,
    CellStatus,
    Figure,
    Indicator,
    Statistic,
    StatisticalTable,
)

SPANISH = {
    "title": "Agua, salud y voz en el valle de San Aurelio",
    "summary": "Preguntamos a 412 vecinas y vecinos si el agua y el centro de salud les quedan cerca.\n"
    "Quien camina con dificultad tarda el doble. Pedimos dos fuentes nuevas y un turno de tarde.",
    "community": "Mesa de agua del valle de San Aurelio",
    "place": "San Aurelio",
    "functioning": "Dificultad funcional",
    "fine": "Sin dificultad, o alguna",
    "difficulty": "Mucha dificultad o no puede hacerlo, en al menos uno de los seis ámbitos del Grupo de Washington",
    "zone": "Zona",
    "valley": "Fondo del valle",
    "slope": "Ladera norte",
    "hamlet": "Caserío alto",
    "gender": "Género, en palabras propias",
    "woman": "Mujer",
    "man": "Hombre",
    "other": "Otra respuesta, en palabras propias",
    "water": "Personas con agua segura a menos de 30 minutos",
    "health": "Personas que recibieron atención de salud cuando la necesitaron",
    "minutes": "Minutos a pie hasta el agua",
    "asked": "Personas a quienes la municipalidad pidió su opinión",
    "visits": "Visitas de la brigada anotadas",
    "who": "Personas de 18 años o más que viven en el valle",
    "changes": "Se añadió la tabla por zona. Las cifras de la primera entrega no cambian.",
}
ARABIC = {
    "title": "الماء والصحة والرأي في وادي السنديان",
    "summary": "سألنا ٤١٢ من سكان الوادي عن قرب الماء والمركز الصحي.\nمن يمشي بصعوبة يحتاج ضعف الوقت.",
    "community": "لجنة الماء في وادي السنديان",
    "place": "وادي السنديان",
    "functioning": "صعوبة في أداء الأنشطة",
    "fine": "بلا صعوبة أو بعض الصعوبة",
    "difficulty": "صعوبة كبيرة أو لا يستطيع إطلاقا، في مجال واحد على الأقل من المجالات الستة لفريق واشنطن",
    "zone": "المنطقة",
    "valley": "قاع الوادي",
    "slope": "السفح الشمالي",
    "hamlet": "القرية العليا",
    "gender": "النوع الاجتماعي بكلمات الشخص",
    "woman": "امرأة",
    "man": "رجل",
    "other": "إجابة أخرى",
    "water": "نسبة من لديهم ماء آمن على بعد أقل من ٣٠ دقيقة",
    "health": "نسبة من تلقوا الرعاية الصحية عند الحاجة",
    "minutes": "دقائق المشي إلى الماء",
    "asked": "نسبة من سألتهم البلدية عن رأيهم",
    "visits": "زيارات الفريق المسجلة",
    "who": "من بلغوا ١٨ سنة ويعيشون في الوادي",
    "changes": "أضيف جدول حسب المنطقة.",
}
TEXTS = {"es": SPANISH, "ar": ARABIC}
FUNCTIONING, ZONE, GENDER = "functioning", "zone", "gender"
MISSING = (NOT_STATED, DECLINED)
CODES = {
    FUNCTIONING: ("fine", "difficulty", *MISSING),
    ZONE: ("valley", "slope", "hamlet"),
    GENDER: ("woman", "man", "other", DECLINED),
}
PART = {"fine": 0.7, "difficulty": 0.22, "valley": 0.61, "slope": 0.33, "hamlet": 0.06}
PART |= {"woman": 0.53, "man": 0.40}
ALWAYS_SUPPRESSED = {NOT_STATED, DECLINED, "other"}  # never one alone: the total would give it away
ALWAYS_EMPTY = {("difficulty", "hamlet")}


def _breakdown(name: str, texts: dict[str, str]) -> Breakdown:
    categories = tuple(Category(code=code, label=texts[code]) for code in CODES[name] if code in texts)
    return Breakdown(id=name, title=texts[name], categories=categories)


def share_figure(categories: tuple[str, ...], n: int, yes: int) -> Figure:
    share = yes / n
    error = math.sqrt(share * (1 - share) / n)
    low, high = max(0.0, share - 1.96 * error), min(1.0, share + 1.96 * error)
    return Figure(categories, CellStatus.PUBLISHED, n, yes, share, error, low, high)


def _figure(categories: tuple[str, ...], statistic: Statistic, seed: int) -> Figure:
    if ALWAYS_SUPPRESSED & set(categories):
        return Figure(categories, CellStatus.SUPPRESSED)
    if categories in ALWAYS_EMPTY:
        return Figure(categories, CellStatus.NO_ANSWERS, n=0)
    n = round(408 * math.prod(PART.get(code, 1.0) for code in categories))
    if statistic is Statistic.PROPORTION:
        return share_figure(categories, n, n * (60 - 7 * (seed % 6)) // 100)
    if statistic is Statistic.MEAN:
        value = 17.4 + 6.3 * (seed % 4)
        return Figure(categories, CellStatus.PUBLISHED, n, None, value, 1.5, value - 2.9, value + 2.9)
    return Figure(categories, CellStatus.PUBLISHED, n, None, float(n))


def _table(indicator: Indicator, by: tuple[str, ...]) -> StatisticalTable:
    crossed = product(*((TOTAL, *CODES[name]) for name in by))
    figures = tuple(_figure(codes, indicator.statistic, place) for place, codes in enumerate(crossed))
    return StatisticalTable(f"{indicator.id}.by.{'.'.join(by)}" if by else indicator.id, indicator.id, by, figures)


def _nobody(tables: Iterator[StatisticalTable]) -> Iterator[StatisticalTable]:
    """The indicator about being asked: a true zero in one zone, and nobody who answered in another."""
    for table in tables:
        if table.indicator == "asked" and table.breakdowns == (ZONE,):
            zero = replace(share_figure(("slope",), 96, 0), low=0.0, high=0.038)
            empty = Figure(("hamlet",), CellStatus.NO_ANSWERS, n=0)
            yield replace(table, figures=(*table.figures[:2], zero, empty))
        else:
            yield table


def _indicators(texts: dict[str, str]) -> tuple[Indicator, ...]:
    proportion = Statistic.PROPORTION
    everything = ((), (FUNCTIONING,), (ZONE,), (FUNCTIONING, ZONE))
    return (
        Indicator(id="water", title=texts["water"], statistic=proportion, by=everything, sdg=("6.1.1",)),
        Indicator(id="health", title=texts["health"], statistic=proportion, by=((GENDER,), (GENDER, ZONE))),
        Indicator(id="minutes", title=texts["minutes"], statistic=Statistic.MEAN, unit="min", by=((FUNCTIONING,),)),
        Indicator(id="asked", title=texts["asked"], statistic=proportion, by=((ZONE,),), note=texts["who"]),
        Indicator(id="visits", title=texts["visits"], statistic=Statistic.COUNT, by=((ZONE,),)),
    )


def _verdict() -> Verdict:
    minutes = ("workshop-minutes, 2026-02-11, attested by Instituto de Derechos Humanos",)
    standing = StageStanding
    stages = (
        StageVerdict("design", 5, standing.SUFFICIENT, "Residents wrote the questions in three workshops.", minutes),
        StageVerdict("collection", 4, standing.UNPROVEN, "Level 4 is claimed, but nobody else attests it."),
        StageVerdict("processing", 2, standing.INSUFFICIENT, "Residents were heard, the office decided."),
        StageVerdict("dissemination", 4, standing.CONTRADICTED, "Minutes show that the funder chose the day.", minutes),
        StageVerdict("use", None, standing.NOT_ANSWERED, "Nobody answered for this stage."),
        StageVerdict("evaluation", None, standing.NOT_ANSWERED, "Nobody answered for this stage."),
    )
    sentence = "This initiative counts as citizen data, because residents share decisions in the design."
    initiated = StageVerdict("initiated", None, standing.UNPROVEN, "The community says that it started this.")
    return Verdict(
        Outcome.COUNTS, "design", sentence, stages, initiated, (), "design or collection", Outcome.CANNOT_TELL
    )


PRINCIPLES = (
    "Independence",
    "Relevance",
    "Participation and informed consent",
    "Professional standards",
    "Data security",
    "Self-definition and self-identification",
    "Transparency",
    "Ethical and safe production and use",
    "Confidentiality, privacy and data attribution",
    "Openness and accessibility",
)


def _principle(number: int, name: str) -> PrincipleEvidence:
    states = list(EvidenceState)
    safeguards = tuple(
        SafeguardEvidence(
            code=f"safeguard-{number}-{place}",
            question="Was the day of release fixed in advance, and kept?",
            records=("plan: release date", "log of the release"),
            state=states[(number + place) % 3],
            detail=("The day was fixed 40 days before the release.", "The log shows no change of that day."),
            references=("plan.toml, [release]",),
        )
        for place in range(0 if number == 5 else 1 + number % 3)
    )
    explanation = "Nobody with power over the community or the money decides what the figures say."
    cannot = "Pressure that left no trace in a document."
    return PrincipleEvidence(number, name, explanation, safeguards, cannot, ("participation", "accountability"))


def _method(texts: dict[str, str]) -> MethodCard:
    return MethodCard(
        population=texts["who"],
        selection="cluster",
        selection_words="",
        mode="face-to-face",
        collected_from=date(2026, 3, 2),
        collected_to=date(2026, 3, 29),
        target="population",
        weights="Each household weighs the households its place stands for.",
        error_sources="People who work away during the week were seldom at home.",
        training="Two days, twelve interviewers, all from the valley.",
    )


def _coverage(texts: dict[str, str]) -> tuple[CoverageRow, ...]:
    return (
        CoverageRow(ZONE, "valley", texts["valley"], 0.61, 0.48),
        CoverageRow(ZONE, "slope", texts["slope"], None, 0.36),
        CoverageRow(ZONE, "hamlet", texts["hamlet"], None, 0.16),
    )


def a_release(language: str = "es") -> Release:
    """The whole release, in one of the languages of TEXTS."""
    texts = TEXTS[language]
    indicators = _indicators(texts)
    return Release(
        id="san-aurelio-2026-1",
        version="2",
        title=texts["title"],
        summary=texts["summary"],
        headline="59.8 % of people here have safe water within 30 minutes (95 % interval 55.0 to 64.6 %, n 408). "
        "It does not say why.",
        language=language,
        issued_at=datetime(2026, 6, 15, 9, 0, tzinfo=UTC),
        synthetic=True,
        community=texts["community"],
        place=texts["place"],
        initiative_type="survey-of-persons",
        unit="person",
        participants="412",
        excluded="a few",
        parties=(
            Party(texts["community"], "community group", "started"),
            Party("لجنة الماء", "community group", "first-used", "Named in its own language."),
            Party("Fundación Río Claro", "foundation", "funder", "Paid for travel and paper."),
        ),
        interests=("The foundation also funds the company that builds the wells.",),
        verdict=_verdict(),
        basis="producer-attestation",
        basis_words=("The community attests that everybody agreed (letter of 1 February 2026).",),
        method=_method(texts),
        instrument=Instrument("agua-2026", "3", texts["title"], (), ("Spanish (es)",), sha256="9f" * 32),
        indicators=indicators,
        breakdowns=tuple(_breakdown(name, texts) for name in (FUNCTIONING, ZONE, GENDER)),
        tables=tuple(_nobody(_table(indicator, by) for indicator in indicators for by in indicator.by)),
        response=(
            ResponseRow("water", texts["water"], 0.982, 0.01, None, None),
            ResponseRow("health", texts["health"], 0.871, 0.062, 0.067, 0.0),
        ),
        findings=(
            PublicFinding("key-duplicate", "serious", ("código",), "17", "Do two rows belong to one person?"),
            PublicFinding("outlier", "warning", ("minutos",), "a few", "Are these walking times in minutes?"),
            PublicFinding("label-gap", "note", (), "none", "The form has no Quechua labels. Was that meant?"),
        ),
        coverage=_coverage(texts),
        coverage_source="Censo 2023, INE",
        protection=ProtectionStatement(
            applies=True,
            rules=("Small groups are not shown.", "Further figures are hidden so that nobody can work them out."),
            cells=64,
            suppressed=19,
            audit="An attack on all tables together found nothing it should not.",
            over_time="Not checked: this chain was given no earlier release.",
        ),
        limits=("The three zones differ in how many people were at home.", "It says nothing about children."),
        principles=tuple(_principle(number, name) for number, name in enumerate(PRINCIPLES, 1)),
        licence="CC-BY-4.0",
        attribution=texts["community"],
        citation=f"{texts['community']} (2026). {texts['title']}. Version 2.",
        previous="san-aurelio-2026-0",
        changes=texts["changes"],
    )
