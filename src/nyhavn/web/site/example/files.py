"""The example's folder, and what the site needs of it: the form, the answers, the words of the notice."""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import tomli_w
from openpyxl import Workbook

from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_file import parsed, read_plan
from nyhavn.framework.refusal import refusal

HOME = "home.*.toml"  # the one-page result in each language
OFFICIAL = "official/indicator_*.csv"
NEEDED = ("plan.toml", "contributions.csv", "clusters.csv", "form/survey.csv", "notice.en.md", "home.en.toml")
SHEETS = ("survey", "choices", "settings")
TABLES = ("identity", "breakdown", "module", "indicator", "rule", "reference", "protection", "release")
SET_LATER = ("release_date", "results_returned")  # on the site these are set on the way to publication
DAY, MOMENT, CLUSTER = "interview/interview_date", "consent/consent_time", "interview/cluster"
ASKED_BY_THE_SITE = ("card_number", "interview_date", "enumerator")  # receipts, days and accounts take their place
CONSENT, AGREED = "consent", re.compile(r"\$\{agree_collection\} = 'yes'( and )?")
Row = Mapping[str, str]


@dataclass(frozen=True)
class NoticeText:
    """The parts of the notice in one language, as its text has them: paragraphs in a fixed order."""

    title: str
    body: str
    purposes: Sequence[str]
    change_of_mind: Sequence[str]
    retention: str


@dataclass(frozen=True)
class Example:
    """The folder of the example."""

    folder: Path
    plan: Plan

    def rows(self, name: str) -> list[dict[str, str]]:
        """A table."""
        text = (self.folder / name).read_text(encoding="utf-8")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def tables(self) -> bytes:
        """The sections of the plan that say what is counted, as a file of their own."""
        content: dict[str, Any] = parsed(self.folder / "plan.toml")
        content["release"] = {key: value for key, value in content["release"].items() if key not in SET_LATER}
        return tomli_w.dumps({name: content[name] for name in TABLES}).encode()

    def home_pages(self) -> tuple[dict[str, Any], ...]:
        """The one-page results, as somebody types them."""
        found = (dict(parsed(path)) for path in sorted(self.folder.glob(HOME)))
        return tuple(
            {**one, "names": tuple(f"{name} = {here}" for name, here in one.get("names", {}).items())} for one in found
        )

    def official(self) -> bytes:
        """What the invented office publishes of its country: an archive of series in the layout of Open SDG."""
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(self.folder.glob(OFFICIAL)):
                archive.write(path, path.name)
        return written.getvalue()

    def notice(self, language: str) -> NoticeText:
        """The words of the notice in one language."""
        text = (self.folder / f"notice.{language}.md").read_text(encoding="utf-8")
        title, *paragraphs = [" ".join(part.split()) for part in re.split(r"\n\n|\n(?=\d\. )", text.strip())]
        numbered = [part[3:] for part in paragraphs if re.match(r"\d\. ", part)]
        plain = [part.replace("**", "").strip("*") for part in paragraphs if not re.match(r"\d\. ", part)]
        mind = re.split(r"(?<=[.?؟]) ", plain[-2])
        return NoticeText(title.lstrip("# "), "\n\n".join(plain[:-2]), numbered, mind, plain[-1])

    def form(self) -> bytes:
        """The questionnaire as a workbook, without what the site asks by itself, and with the weight."""
        book = Workbook()
        book.remove(book.worksheets[0])
        for name in SHEETS:
            rows = self.rows(f"form/{name}.csv")
            kept = self._asked_on_the_site(rows) if name == "survey" else rows
            sheet = book.create_sheet(name)
            sheet.append(list(rows[0]))
            for row in kept:
                sheet.append([row.get(head) or None for head in rows[0]])
        written = io.BytesIO()
        book.save(written)
        return written.getvalue()

    def _asked_on_the_site(self, rows: Sequence[Row]) -> list[Row]:
        """The rows of the survey without the group about consent; weights follow from the cluster."""
        names = [row["name"] for row in rows]
        first = names.index(CONSENT)
        last = names.index(CONSENT, first + 1)
        kept = [row for row in (*rows[:first], *rows[last + 1 :]) if row["name"] not in ASKED_BY_THE_SITE]
        changed = [{**row, "relevant": AGREED.sub("", row["relevant"])} for row in kept]
        return [*changed, {"type": "calculate", "name": "weight", "calculation": self._weight_expression()}]

    def _weights(self) -> Mapping[int, float]:
        """Adults that an interview stands for, by cluster."""
        sizes = Counter(row[CLUSTER] for row in self.rows("contributions.csv"))
        return {int(row["cluster"]): float(row["adults"]) / sizes[row["cluster"]] for row in self.rows("clusters.csv")}

    def _weight_expression(self) -> str:
        return _chosen(sorted(self._weights().items()))

    def contributions(self, today: date) -> bytes:
        """The interviews with their weights, as if all had been made today: a notice holds from the day it is used."""
        weights, rows = self._weights(), self.rows("contributions.csv")
        kept = io.StringIO(newline="")
        lines = csv.DictWriter(kept, [*rows[0], "weight"])
        lines.writeheader()
        for row in rows:
            lines.writerow({**_moved(row, today), "weight": f"{weights[int(row[CLUSTER])]:.6f}"})
        return kept.getvalue().encode()

    def columns(self) -> dict[str, str]:
        """Question -> header, for everything that the questionnaire on the site asks."""
        asked = [row["name"] for row in self._asked_on_the_site(self.rows("form/survey.csv"))]
        headers = {
            header.split("/")[1]: header for header in self.rows("contributions.csv")[0] if header.count("/") == 1
        }
        found = {name: headers[name] for name in asked if name in headers}
        return {**found, "weight": "weight"}


def example_in(folder: Path) -> Example:
    """The example in that folder. Raises Refusal "file-not-found"."""
    for name in NEEDED:
        if not (folder / name).is_file():
            do = "Give the folder examples/services-for-all of the source with --folder."
            raise refusal("file-not-found", "The example is not there.", where=str(folder / name), do=do)
    return Example(folder, read_plan(folder / "plan.toml"))


def _moved(row: Row, today: date) -> Row:
    """The same interview, today. A day that nobody can read stays as it is: the example has faults on purpose."""
    try:
        day = date.fromisoformat(row[DAY].strip())
        agreed = date.fromisoformat(row[MOMENT][:10])
    except ValueError:
        return row
    moved = today + timedelta(days=(agreed - day).days)
    return {**row, DAY: today.isoformat(), MOMENT: f"{moved.isoformat()}{row[MOMENT][10:]}"}


def _chosen(weights: Sequence[tuple[int, float]]) -> str:
    """The weight of a cluster as an expression: halves of halves, because forms know no table."""
    if len(weights) == 1:
        return f"{weights[0][1]:.6f}"
    half = len(weights) // 2
    return f"if(${{cluster}} <= {weights[half - 1][0]}, {_chosen(weights[:half])}, {_chosen(weights[half:])})"
