"""INVENT the contributions of the example initiative. EVERYTHING IS SYNTHETIC: no person stands behind a row.

Run: python make_contributions.py [--rows N] [--seed S] [--out DIR]. The same N and S give the same files, to the byte.
Needs the standard library only. It writes

  contributions.csv  answers, laid out as KoboToolbox exports them, with the faults that real collections have
  clusters.csv       for each household cluster, how many adults of the district it stands for (the weights)

The headers come from form/*.csv, so that form and answers cannot drift apart. The faults are listed in FAULTS.
"""

import argparse
import csv
import math
import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
SYNTHETIC = "SYNTHETIC"
ROWS, SEED = 1200, 20250303
FIRST_DAY, DAYS = date(2025, 3, 3), 58  # the field work: 3 March to 29 April 2025
FLAT_ENUMERATOR = "E07"  # writes down the same answer for everybody
VILLAGE = "ferry_landing"  # forty adults in all, and all of them were asked

Person = dict[str, str]  # answers by question name; several answers of one question are separated by blanks


@dataclass(frozen=True)
class Place:
    """One neighbourhood: adults who live there, clusters in the sample, share who moved here from another country."""

    code: str
    adults: int
    clusters: int
    moved: float


PLACES = (
    Place("old_harbour", 14_000, 18, 0.20),
    Place("mill_quarter", 9_600, 13, 0.26),
    Place("station_road", 7_200, 11, 0.42),
    Place("east_fields", 5_200, 10, 0.15),
    Place("hill_villages", 2_360, 6, 0.07),
    Place(VILLAGE, 40, 2, 0.05),
)


@dataclass(frozen=True)
class Cluster:
    """One household cluster: its number, place, adults it stands for, enumerator, and how well services work there."""

    number: int
    place: Place
    adults: int
    enumerator: str
    shift: float


@dataclass
class Draw:
    """All chance of one run, so that one seed decides everything."""

    seed: int
    source: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """Start the one source of chance."""
        self.source = random.Random(self.seed)

    def happens(self, probability: float) -> bool:
        """True with that probability."""
        return self.source.random() < probability

    def one(self, weights: dict[str, float]) -> str:
        """One key, drawn by weight."""
        return self.source.choices(list(weights), list(weights.values()))[0]

    def several(self, probabilities: dict[str, float]) -> str:
        """Each key with its own probability, in order, separated by blanks."""
        return " ".join(key for key, probability in probabilities.items() if self.happens(probability))


def logistic(value: float) -> float:
    """A probability from a sum of effects."""
    return 1 / (1 + math.exp(-value))


def draw_clusters(draw: Draw) -> list[Cluster]:
    """The sixty clusters of the sample. In the village the two clusters stand for exactly the adults there are."""
    clusters: list[Cluster] = []
    for place in PLACES:
        sizes = [1.0 if place.code == VILLAGE else 0.7 + 0.6 * draw.source.random() for _ in range(place.clusters)]
        for size in sizes:
            number = len(clusters) + 1
            adults = round(place.adults * size / sum(sizes))
            clusters.append(Cluster(number, place, adults, f"E{(number - 1) % 12 + 1:02}", draw.source.random() - 0.5))
    return clusters


def draw_consent(draw: Draw, day: date) -> Person:
    """What the person was asked before the interview, and what the person said."""
    yes_to = {"community": 0.97, "aggregates": 0.955, "office": 0.80, "microdata": 0.38}
    said = {f"agree_{use}": "yes" if draw.happens(share) else "no" for use, share in yes_to.items()}
    for use in ("aggregates", "office", "microdata"):
        if said[f"agree_{use}"] == "yes" and draw.happens(0.012):
            said[f"agree_{use}"] = "withdrawn"
    hour, minute = draw.source.randrange(9, 18), draw.source.randrange(60)
    return {
        "notice_version": "1.0",
        "notice_language": draw.one({"en": 70, "es": 18, "ar": 12}),
        "agree_collection": draw.one({"yes": 985, "no": 11, "withdrawn": 4}),
        **said,
        "consent_time": f"{day}T{hour:02}:{minute:02}:00.000Z",
    }


def draw_age(draw: Draw) -> int:
    """An age in years; one in eight says a round number, as people do."""
    age = 18 + int(72 * draw.source.random() ** 1.5)
    return max(20, round(age / 5) * 5) if draw.happens(0.125) else age


def draw_person(draw: Draw, place: Place, age: int) -> Person:
    """Who the person says to be."""
    gender = draw.one({"woman": 515, "man": 462, "non_binary": 7, "woman non_binary": 3, "own_words": 6, "declined": 7})
    moved = draw.one({"moved": place.moved, "born_here": 0.935 - place.moved, "own_words": 0.025, "declined": 0.04})
    declines_place = place.code != VILLAGE and draw.happens(0.035)
    reasons = {"work": 0.5, "family": 0.4, "study": 0.12, "safety": 0.25, "other": 0.05}
    return {
        "neighbourhood": "declined" if declines_place else place.code,
        "age": str(age),
        "gender": gender,
        "gender_words": "(invented words)" if gender == "own_words" else "",
        "moved": moved,
        "moved_words": "(invented words)" if moved == "own_words" else "",
        "moved_reason": (draw.several(reasons) or "declined") if moved == "moved" else "",
    }


def draw_functioning(draw: Draw, age: int) -> Person:
    """The six answers of the Washington Group Short Set; difficulties come together, and more often with age."""
    frailty = draw.source.gauss(0.0, 1.15)
    levels = {"seeing": -1.6, "hearing": -2.2, "walking": -1.9, "remembering": -2.0, "selfcare": -3.1}
    answers: Person = {}
    for domain, level in {**levels, "communicating": -3.0}.items():
        strain = level + frailty + 0.028 * (age - 45)
        some, lot, cannot = logistic(strain), logistic(strain - 1.9), logistic(strain - 4.3)
        shares = {"cannot_do": cannot, "a_lot": lot - cannot, "some": some - lot}
        rest = {"none": 1 - some, "dont_know": 0.007, "declined": 0.01}
        answers[f"wg_{domain}"] = draw.one({**shares, **rest})
    return answers


def has_difficulty(person: Person) -> bool:
    """At least "a lot of difficulty" in one domain; used to draw answers, never written down."""
    return any(person[name] in ("a_lot", "cannot_do") for name in person if name.startswith("wg_"))


def draw_services(draw: Draw, person: Person, shift: float) -> Person:
    """Services used, and the experience of the last visit. Without a visit nothing more is asked."""
    used = draw.several({"health": 0.58, "school": 0.22, "benefits": 0.24, "id_office": 0.27}) or "none"
    if draw.happens(0.02):
        used = draw.one({"dont_know": 1, "declined": 1})
    if used in ("none", "dont_know", "declined"):
        return {"services_used": used}
    hard = 0.75 * has_difficulty(person) + 0.45 * (person["moved"] == "moved")
    pleased = 0.9 - hard + shift
    top = {str(mark): math.exp(-0.35 * (mark - 3 - pleased) ** 2) for mark in range(1, 6)}
    served = logistic(1.5 - hard + shift)
    minutes = 5 * round(math.exp(3.1 + 0.45 * hard + draw.source.gauss(0, 0.7)) / 5)
    return {
        "services_used": used,
        "last_service": draw.source.choice(used.split()),
        "got_service": draw.one({"yes": served, "no": 1 - served, "declined": 0.01}),
        "waiting": str(min(minutes, 480)),
        "satisfaction": draw.one({**top, "dont_know": 0.03, "declined": 0.04}),
    }


def draw_barriers(draw: Draw, person: Person) -> Person:
    """What stood in the way, whether the person went without, and how the person was treated."""
    limited, moved = has_difficulty(person), person["moved"] != "born_here"
    physical = {"far": 0.16, "cost": 0.12, "steps": 0.42 if limited else 0.03}
    more = {"language": 0.34 if moved else 0.01, "papers": 0.22 if moved else 0.05, "queue": 0.3, "treatment": 0.07}
    barriers = {**physical, "sign_or_easy": 0.15 if limited else 0.01, **more}
    grounds = {"disability": 0.6 if limited else 0.03, "origin": 0.65 if moved else 0.05, "gender": 0.22, "age": 0.15}
    felt = logistic(-2.3 + 1.0 * limited + 1.1 * moved)
    discriminated = draw.one({"yes": felt, "no": 1 - felt, "dont_know": 0.02, "declined": 0.05})
    without = logistic(-1.7 + 0.9 * limited + 0.5 * moved)
    return {
        "went_without": draw.one({"yes": without, "no": 1 - without, "dont_know": 0.015, "declined": 0.01}),
        "barriers": draw.several(barriers) or draw.one({"none": 30, "dont_know": 1, "declined": 1}),
        "discriminated": discriminated,
        "discrimination_ground": (draw.several(grounds) or "other") if discriminated == "yes" else "",
    }


def draw_interview(draw: Draw, cluster: Cluster, card: int) -> Person:
    """One interview: consent first, and no question after a refusal."""
    day = FIRST_DAY + timedelta(days=draw.source.randrange(DAYS))
    person = draw_consent(draw, day)
    answering = draw.one({"self": 93, "with_support": 5, "someone_else": 2})
    person |= {"card_number": str(card), "interview_date": f"{day}", "enumerator": cluster.enumerator}
    person |= {"cluster": str(cluster.number), "answered_by": answering}
    if person["agree_collection"] != "yes":
        return person
    age = draw_age(draw)
    person |= draw_person(draw, cluster.place, age) | draw_functioning(draw, age)
    person |= draw_services(draw, person, cluster.shift) | draw_barriers(draw, person)
    if cluster.enumerator == FLAT_ENUMERATOR and person.get("satisfaction"):
        person |= {"satisfaction": "4", "waiting": "30"}
    return leave_out(draw, person)


def leave_out(draw: Draw, person: Person) -> Person:
    """Some answers are missing though the question was asked; what follows from them was then not asked."""
    may_miss = {"age": 0.035, "gender": 0.02, "moved": 0.04, "waiting": 0.05, "satisfaction": 0.02, "barriers": 0.02}
    follows = {"gender": ["gender_words"], "moved": ["moved_words", "moved_reason"]}
    follows["discriminated"] = ["discrimination_ground"]
    for name, share in {**may_miss, "wg_selfcare": 0.02, "went_without": 0.015, "discriminated": 0.03}.items():
        if person.get(name) and draw.happens(share):
            person |= dict.fromkeys([name, *follows.get(name, [])], "")
    return person


def change(**new: str) -> Callable[[Person], Person]:
    """A fault that writes other values into one interview."""
    return lambda person: {**person, **new}


def day_written_by_hand(person: Person) -> Person:
    """A day typed as day/month/year."""
    year, month, day = person["interview_date"].split("-")
    return {**person, "interview_date": f"{day}/{month}/{year}"}


def consent_two_days_late(person: Person) -> Person:
    """A consent that was only asked for after the interview."""
    late = date.fromisoformat(person["interview_date"]) + timedelta(days=2)
    return {**person, "consent_time": f"{late}T10:00:00.000Z"}


def stray_blanks(person: Person) -> Person:
    """Blanks around two answers, as hand-made corrections leave them."""
    return {**person, "satisfaction": f" {person['satisfaction']}", "moved": f"{person['moved']} "}


def answered_though_not_asked(person: Person) -> Person:
    """A waiting time although no service was used."""
    return {**person, "services_used": "none", "waiting": "20"}


# What goes wrong, and in how many interviews of 1,200. README.md lists the same.
FAULTS: tuple[tuple[str, int, Callable[[Person], Person]], ...] = (
    ("age that nobody has, or of a child", 3, change(age="173")),
    ("age that nobody has, or of a child", 2, change(age="4")),
    ("answer that no list holds", 3, change(last_service="post_office")),
    ("answer that no list holds", 2, change(satisfaction="6")),
    ("waiting time in seconds instead of minutes", 3, change(waiting="3600")),
    ("day written by hand", 5, day_written_by_hand),
    ("consent dated after the interview", 4, consent_two_days_late),
    ("notice that was not in use", 4, change(notice_version="0.9")),
    ("stray blanks", 6, stray_blanks),
    ("answered though not asked", 7, answered_though_not_asked),
    ("place and cluster that contradict each other", 3, change(neighbourhood="hill_villages", cluster="1")),
    ("card number that somebody else has", 5, change(card_number="1111")),
)
SENT_TWICE = 4  # interviews that stand in the file twice, with the same _uuid


def with_faults(draw: Draw, people: list[Person]) -> list[Person]:
    """The interviews with faults written in, each fault into interviews of its own, never into the village."""
    usable = [n for n, person in enumerate(people) if person.get("satisfaction") and person["neighbourhood"] != VILLAGE]
    chosen = iter(draw.source.sample(usable, len(usable)))
    for _, times, fault in FAULTS:
        for _ in range(max(1, times * len(people) // ROWS)):
            place = next(chosen)
            people[place] = fault(people[place])
    twice = [people[next(chosen)] for _ in range(SENT_TWICE)]
    return people + twice


def draw_people(draw: Draw, clusters: Sequence[Cluster], rows: int) -> list[Person]:
    """All interviews, each cluster the same number of times."""
    cards = draw.source.sample(range(1000, 10_000) if rows < 8_000 else range(1000, 100 * rows), rows)
    people = [draw_interview(draw, clusters[n * len(clusters) // rows], card) for n, card in enumerate(cards)]
    for person in people:
        person["_uuid"] = str(uuid.UUID(int=draw.source.getrandbits(128), version=4))
    return with_faults(draw, people)


def read_sheet(name: str) -> list[dict[str, str]]:
    """The rows of one sheet of the form."""
    with (HERE / "form" / f"{name}.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def export_columns() -> list[tuple[str, str, str]]:
    """Every column as (header, question, code): a choice of a select_multiple has a column of its own."""
    choices = read_sheet("choices")
    columns: list[tuple[str, str, str]] = []
    group = ""
    for row in read_sheet("survey"):
        kind, _, listed = row["type"].partition(" ")
        if kind in ("begin_group", "end_group"):
            group = f"{row['name']}/" if kind == "begin_group" else ""
        elif kind != "note":
            header = f"{group}{row['name']}"
            columns.append((header, row["name"], ""))
            codes = [c["name"] for c in choices if kind == "select_multiple" and c["list_name"] == listed]
            columns += [(f"{header}/{code}", row["name"], code) for code in codes]
    return columns


def cell(person: Person, question: str, code: str) -> str:
    """One cell: the answer, or 1 or 0 for one choice of several; empty where there is no answer."""
    answer = person.get(question, "")
    return str(int(code in answer.split())) if code and answer else answer


def write_contributions(people: Sequence[Person], path: Path) -> None:
    """Write the export; every row says that it is synthetic."""
    columns = export_columns()
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow([*(header for header, _, _ in columns), "_id", "_uuid", "_submission_time", "_notes"])
        for number, person in enumerate(people, start=1):
            answers = [cell(person, question, code) for _, question, code in columns]
            sent = person["consent_time"][:10] + "T20:00:00"
            writer.writerow([*answers, 400_000 + number, person["_uuid"], sent, SYNTHETIC])


def write_clusters(clusters: Sequence[Cluster], path: Path) -> None:
    """Write what each cluster stands for."""
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(["cluster", "adults", "note"])
        writer.writerows([cluster.number, cluster.adults, SYNTHETIC] for cluster in clusters)


def main() -> None:
    """Write both files where the person asked for them."""
    parser = argparse.ArgumentParser(description="Invent the contributions of the example. All synthetic.")
    parser.add_argument("--rows", type=int, default=ROWS, help="interviews, before some are sent twice")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=HERE)
    wanted = parser.parse_args()
    draw = Draw(wanted.seed)
    clusters = draw_clusters(draw)
    people = draw_people(draw, clusters, wanted.rows)
    wanted.out.mkdir(parents=True, exist_ok=True)
    write_contributions(people, wanted.out / "contributions.csv")
    write_clusters(clusters, wanted.out / "clusters.csv")
    print(f"Wrote {len(people)} invented rows and {len(clusters)} clusters to {wanted.out}.")


if __name__ == "__main__":
    main()
