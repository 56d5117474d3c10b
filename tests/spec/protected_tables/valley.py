"""A valley of invented villages, with the order for its tables, that tests change in one place at a time."""

import csv
import random
from pathlib import Path

import numpy as np
import tomli_w

from nyhavn.chain.kept_secrets import Kept
from nyhavn.chain.protecting import protect_order

PLACES = {"upper": "valley", "lower": "valley", "brook": "upper", "ridge": "upper", "ford": "lower", "mill": "lower"}
AGES = ("child", "adult", "elder")
HEADERS = ("village", "age", "ill", "income", "firm", "owner")
SIZES = {"brook": 60, "ridge": 4, "ford": 90, "mill": 50}  # about four people on the ridge nobody must learn anything
SECRET = "zwölfhundert"


def people():
    """One row per person of the valley."""
    draw = random.Random(5)
    made = []
    for village, size in SIZES.items():
        for number in range(size):
            age = AGES[0] if number < 3 else draw.choice(AGES)
            firm = f"{village}-{number % 17}"
            ill = draw.choice(("yes", "no", "no", "silent"))
            made.append([village, age, ill, draw.randint(100, 900), firm, ""])
    return made


class Valley:
    """The files of an order in a folder. order, rows: change them before they are written."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder, folder / "out"
        self.rows = people()
        self.order = {
            "title": "The valley",
            "rows": {"file": "people.csv"},
            "breakdown": [
                {"id": "place", "column": "village", "total": "valley", "parents": dict(PLACES)},
                {"id": "age", "codes": list(AGES)},
                {
                    "id": "ill",
                    "parents": {"said": "Total", "silent": "Total", "yes": "said", "no": "said"},
                    "response": ["yes", "no"],
                },
            ],
            "table": [{"id": "ages", "title": "People by place and age", "by": ["place", "age"]}],
            "policy": {"version": "2026-1", "based_on": "", "frequency": {"fewest": 7}},
        }

    def table(self, *by, **more):
        self.order["table"] = [{"id": "_".join(by), "by": list(by), **more}]
        return self

    def write(self) -> Path:
        with (self.folder / "people.csv").open("w", encoding="utf-8", newline="") as stream:
            lines = csv.writer(stream)
            lines.writerow(HEADERS)
            lines.writerows(self.rows)
        (self.folder / "order.toml").write_text(tomli_w.dumps(self.order), encoding="utf-8")
        return self.folder / "order.toml"

    def protect(self, seed=1):
        return protect_order(self.write(), out=self.out, kept=Kept(seed=seed), step=lambda *_: None)

    def public(self, table):
        """A published table: codes to number, None where hidden."""
        with (self.out / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
            header, *lines = csv.reader(stream)
        return {tuple(line[: len(header) - 2]): float(line[-2]) if line[-2] else None for line in lines}

    def public_text(self):
        return "".join(path.read_text(encoding="utf-8") for path in sorted((self.out / "tables").iterdir()))

    def true(self, *by, column=None):
        """The table that would be published without protection."""
        at = {"place": 0, "age": 1, "ill": 2}
        above = {"place": {**PLACES}, "age": dict.fromkeys(AGES, "Total")}
        above["ill"] = {"said": "Total", "silent": "Total", "yes": "said", "no": "said"}
        found = {}
        for row in self.rows:
            lines = []
            for name in by:
                line = [row[at[name]]]
                while line[-1] in above[name]:
                    line.append(above[name][line[-1]])
                lines.append(line)
            for codes in np.ndindex(*map(len, lines)):
                key = tuple(line[code] for line, code in zip(lines, codes, strict=True))
                found[key] = found.get(key, 0) + (1 if column is None else row[column])
        return found
