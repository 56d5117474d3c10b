"""The slow twin of the quality report: plain Python over the raw files of a plan and the published tables."""

import csv
import statistics
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nyhavn.framework.quality_dimensions import FigureState, QualityReport

Row = Mapping[str, str]
WHY = object()  # stands where a figure must be lacking, whatever the reason


@dataclass(frozen=True)
class Asked:
    """A question as the questionnaire has it. of: whether it is put to somebody. dont_know, refused: codes."""

    column: str
    of: Callable[[Row], bool] = lambda row: True
    dont_know: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def rows_in(path: Path) -> list[Row]:
    """A file of comma-separated values."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def response(rows: Sequence[Row], questions: Mapping[str, Asked], threshold: int) -> dict[str, list[float | None]]:
    """For each question answered, don't know, declined and missing, as shares of those asked; None where small."""
    found: dict[str, list[float | None]] = {}
    for name, question in questions.items():
        cells = [row[question.column].split() for row in rows if question.of(row)]
        counts = {"missing": 0, "dont_know": 0, "refused": 0, "answered": 0}
        for cell in cells:
            if not cell:
                counts["missing"] += 1
            elif any(code in question.dont_know for code in cell):
                counts["dont_know"] += 1
            elif any(code in question.refused for code in cell):
                counts["refused"] += 1
            else:
                counts["answered"] += 1
        small = range(1, threshold)
        if not cells or len(cells) in small or len(rows) - len(cells) in small:
            continue
        if counts["answered"] in small or len(cells) - counts["answered"] in small:
            found[name] = [None] * 4
            continue
        reasons = [counts[name] for name in ("dont_know", "refused", "missing")]
        hidden = any(count in small for count in reasons)
        shares = [None if hidden else round(count / len(cells), 2) for count in reasons]
        found[name] = [round(counts["answered"] / len(cells), 2), *shares]
    return found


def response_figures(shares: Mapping[str, Sequence[float | None]], questions: int) -> dict[str, object]:
    """The six figures of response."""
    without = [1 - part[0] for part in shares.values() if part[0] is not None]
    split = [part[1:] for part in shares.values() if None not in part]
    means = {
        code: statistics.fmean(part[place] for part in split) if split else WHY  # type: ignore[misc]
        for place, code in enumerate(("dont-know", "declined", "missing"))
    }
    return {
        "item-nonresponse-middle": statistics.median(without) if without else WHY,
        "item-nonresponse-highest": max(without) if without else WHY,
        "response-shown": len(without) / questions,
        **means,
    }


def table_figures(folder: Path, indicators: Sequence[str]) -> dict[str, object]:
    """What the published tables of a bundle say by themselves. indicators: ids of those that the plan asks for."""
    tables = {path.stem: rows_in(path) for path in sorted((folder / "tables").glob("*.csv"))}
    cells = [row for rows in tables.values() for row in rows]
    own = [row for name, rows in tables.items() for row in rows if name.split(".")[0] in indicators]
    errors = [
        float(row["standard_error"]) / abs(float(row["value"]))
        for row in own
        if row["standard_error"] and row["value"] and float(row["value"])
    ]
    groups = {part for name in tables for part in name.split(".")[2:]}
    return {
        "data-completeness": sum(row["status"] == "published" for row in cells) / len(cells),
        "largest-cv": max(errors) if errors else WHY,
        "breakdowns": len(groups),
    }


def kish(weights: Sequence[float]) -> float:
    """n * sum of squares / square of the sum, one weight after the other."""
    total = squares = 0.0
    for weight in weights:
        total, squares = total + weight, squares + weight * weight
    return len(weights) * squares / total**2


def later_equals(rows: Sequence[Row], columns: Sequence[str]) -> int:
    """Rows that are equal to an earlier one in these columns, blanks around an answer aside."""
    seen: Counter[tuple[str, ...]] = Counter(tuple(row[column].strip() for column in columns) for row in rows)
    return sum(count - 1 for count in seen.values())


def agreeing(rows: Sequence[Row], column: str) -> int:
    """Rows that share a value of a column with another."""
    seen = Counter(row[column] for row in rows if row[column])
    return sum(count for count in seen.values() if count > 1)


def days_between(start: date, end: date) -> int:
    """Counted one by one."""
    step = 1 if end >= start else -1
    return step * sum(1 for _ in range(start.toordinal(), end.toordinal(), step))


def beside(counts: Mapping[str, int], reference: Mapping[str, float]) -> dict[str, float]:
    """Share of each group among all contributions minus its share in the reference."""
    total = sum(counts.values())
    return {group: counts.get(group, 0) / total - size / sum(reference.values()) for group, size in reference.items()}


def told(report: QualityReport) -> dict[str, object]:
    """Every figure by code: its number, else its words, else that it is lacking."""
    found: dict[str, object] = {}
    for figure in report.figures:
        is_there = figure.standing is FigureState.COMPUTED
        found[figure.code] = (figure.text if figure.value is None else figure.value) if is_there else WHY
    return found
