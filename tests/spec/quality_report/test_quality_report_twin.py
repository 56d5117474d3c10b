"""Every figure of the quality report, worked out a second time from raw files, slowly and without the engine."""

import tomllib
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from nyhavn.chain.inputs import read_inputs
from nyhavn.chain.places import places_of
from nyhavn.chain.plan_file import read_plan
from nyhavn.chain.production import Prepared, prepare_release
from nyhavn.chain.signing import sign_release
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.framework.quality_dimensions import QUALITY, QualityReport
from spec.quality_report.quality_twin import (
    WHY,
    Asked,
    agreeing,
    beside,
    days_between,
    kish,
    later_equals,
    response,
    response_figures,
    rows_in,
    table_figures,
    told,
)
from web.site.in_public import EXAMPLE, prepared_example

ISSUED = datetime(2025, 6, 20, 9, tzinfo=UTC)
NOT_ON_RECORD = dict.fromkeys(
    ("unit-nonresponse", "over-coverage", "consultations", "revision", "breaks", "questions-kept", "indicators-kept",
     "breakdowns-kept", "answers-changed", "recodes", "rows-removed", "standardised-difference",
     "standardised-difference-weighted", "r-indicator", "cells-covered"), WHY,
)  # fmt: skip
METHOD = ("population", "mode", "collected_from", "collected_to", "weights", "error_sources", "training", "pretest")


def nothing(_stage: str, _done: int, _of: int) -> None:
    """Nobody watches."""


def prepared_from(plan: Path, data: Path | None) -> Prepared:
    declared = read_plan(plan)
    return prepare_release(declared, read_inputs(declared, places_of(plan, data)), before=None, step=nothing)


class Made:
    """A plan carried out and signed; its raw plan, and the figures that were published."""

    def __init__(self, plan: Path, prepared: Prepared, folder: Path) -> None:
        self.raw: dict[str, Any] = tomllib.loads(plan.read_text(encoding="utf-8"))
        self.prepared = prepared
        log = ReleaseLog.open(folder / "log")
        signed = sign_release(self.prepared.release, issued_at=ISSUED, out=folder / "out", log=log)
        assert signed.release.quality is not None
        self.quality: QualityReport = signed.release.quality
        self.folder = signed.folder

    def twin(self, **own: object) -> dict[str, object]:
        """What every plan's twin works out in the same way, and what this one adds."""
        raw, method = self.raw, self.raw["method"]
        parts = [bool(method.get(part)) for part in METHOD] + [True, True, bool(raw["design"].get("words"))]
        start, end = method["collected_from"], method["collected_to"]
        protection, findings = self.prepared.release.protection, self.prepared.restricted.findings
        threshold = self.raw["protection"]["threshold"]
        shown = [
            one
            for one in findings
            if not one.is_restricted and one.check != "constant-column"
            if one.rows >= threshold and not 0 < one.out_of - one.rows < threshold
        ]
        return {
            **NOT_ON_RECORD,
            **table_figures(self.folder, [indicator["id"] for indicator in raw["indicator"]]),
            "indicators": len(raw["indicator"]),
            "sdg-indicators": len({code for indicator in raw["indicator"] for code in indicator.get("sdg", ())}),
            "suppressed": protection.suppressed / protection.cells,
            "findings": len(shown),
            "findings-answered": 0,
            "time-lag": days_between(end, ISSUED.date()),
            "collection-days": days_between(start, end) + 1,
            "comparable-releases": 1,
            "formats": 2,
            "licence": "yes, under an open licence",
            "metadata-completeness": sum(parts) / len(parts),
            **own,
        }


def same(report: QualityReport, expected: dict[str, object]) -> None:
    found = told(report)
    assert set(found) == set(expected) == {entry.code for entry in QUALITY.figures}
    for code, value in expected.items():
        if isinstance(value, float):
            value = pytest.approx(value, abs=1e-6)
        assert found[code] == value, code


# --- The example initiative ------------------------------------------------------------------------------------------

GROUPS = {
    "consent": "notice_language agree_collection agree_community agree_aggregates agree_office agree_microdata "
    "consent_time",
    "interview": "interview_date cluster answered_by",
    "person": "neighbourhood age gender gender_words moved moved_words moved_reason",
    "functioning": "wg_seeing wg_hearing wg_walking wg_remembering wg_selfcare wg_communicating",
    "services": "services_used last_service got_service waiting satisfaction went_without barriers",
    "treatment": "discriminated discrimination_ground",
}


def agreed(row: Any) -> bool:
    return row["consent/agree_collection"] == "yes"


def grown(row: Any) -> bool:
    return agreed(row) and not (row["person/age"] and int(row["person/age"]) < 5)


def used_one(row: Any) -> bool:
    services = row["services/services_used"].split()
    return agreed(row) and bool(services) and not {"none", "dont_know", "declined"} & set(services)


CONDITIONS = {
    "gender_words": lambda row: agreed(row) and "own_words" in row["person/gender"].split(),
    "moved_words": lambda row: agreed(row) and row["person/moved"] == "own_words",
    "moved_reason": lambda row: agreed(row) and row["person/moved"] == "moved",
    "discrimination_ground": lambda row: agreed(row) and row["treatment/discriminated"] == "yes",
    **dict.fromkeys(("last_service", "got_service", "waiting", "satisfaction"), used_one),
}


def questions_of_the_example() -> dict[str, Asked]:
    by_group = {"consent": lambda row: True, "interview": lambda row: True, "functioning": grown}
    return {
        name: Asked(
            f"{group}/{name}", CONDITIONS.get(name) or by_group.get(group, agreed), ("dont_know",), ("declined",)
        )
        for group, names in GROUPS.items()
        for name in names.split()
    }


def age_group(row: Any) -> str:
    age = int(row["person/age"] or -1)
    for group, low, high in (("18-29", 18, 30), ("30-44", 30, 45), ("45-59", 45, 60), ("60+", 60, 111)):
        if low <= age < high:
            return group
    return "none of them"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(EXAMPLE, prepared_example(), tmp_path_factory.mktemp("example"))


def test_every_figure_of_the_example_is_what_its_raw_files_give(example: Made, repository: Path) -> None:
    files = repository / "examples" / "services-for-all"
    everything = rows_in(files / "contributions.csv")
    rows = [everything[number - 1] for number in example.prepared.used_rows]
    threshold, questions = example.raw["protection"]["threshold"], questions_of_the_example()
    sizes = Counter(row["interview/cluster"] for row in rows)
    adults = {row["cluster"]: float(row["adults"]) for row in rows_in(files / "clusters.csv")}
    effect = round(kish([adults[row["interview/cluster"]] / sizes[row["interview/cluster"]] for row in rows]), 1)
    margins = {margin["breakdown"]: margin["totals"] for margin in example.raw["reference"]["margins"]}
    differences = {
        "place": beside(Counter(row["person/neighbourhood"] for row in rows), margins["place"]),
        "age_group": beside(Counter(age_group(row) for row in rows), margins["age_group"]),
    }
    every = [difference for groups in differences.values() for difference in groups.values()]
    left_out = len(everything) - len(rows)
    assert later_equals(rows, [question.column for question in questions.values()]) in range(1, threshold)
    same(
        example.quality,
        example.twin(
            **response_figures(response(rows, questions, threshold), len(questions)),
            **{
                "contributions": len(rows),
                "exact-duplicates": "none, or a few",
                "key-duplicates": max(agreeing(rows, key) for (key,) in example.raw["quality"]["keys"]),
                "design-effect": effect,
                "effective-n": round(len(rows) / effect),
                "punctuality": days_between(date(2025, 6, 16), ISSUED.date()),
                "results-first": days_between(date(2025, 6, 2), ISSUED.date()),
                "form-frozen": "before the first contribution",
                "languages": 3,
                "left-out": left_out / len(everything),
                "reference-difference": max(every, key=abs),
                "dissimilarity": max(sum(map(abs, groups.values())) / 2 for groups in differences.values()),
                "groups-without-contributions": 0,
            },
        ),
    )


# --- A real survey ---------------------------------------------------------------------------------------------------


@pytest.mark.data
def test_every_figure_of_a_real_survey_is_what_its_raw_file_gives(
    repository: Path, reference_data: Path, tmp_path: Path
) -> None:
    plan = repository / "examples" / "published-data" / "osmi" / "plan.toml"
    made = Made(plan, prepared_from(plan, reference_data), tmp_path)
    rows = rows_in(reference_data / made.raw["contributions"]["file"])
    dictionary = tomllib.loads(plan.with_name("dictionary.toml").read_text(encoding="utf-8"))
    columns = {question["name"]: question["column"] for question in dictionary["question"]}
    questions = {name: Asked(column) for name, column in columns.items()}
    questions["supervisor"] = Asked(columns["supervisor"], lambda row: row[columns["self_employed"]] == "0")
    same(
        made.quality,
        made.twin(
            **response_figures(response(rows, questions, made.raw["protection"]["threshold"]), len(questions)),
            **dict.fromkeys(("key-duplicates", "design-effect", "effective-n", "punctuality", "results-first"), WHY),
            **dict.fromkeys(("reference-difference", "dissimilarity", "groups-without-contributions"), WHY),
            **{
                "contributions": len(rows),
                "exact-duplicates": later_equals(rows, list(columns.values())),
                "form-frozen": WHY,
                "languages": WHY,
                "left-out": 0,
            },
        ),
    )
