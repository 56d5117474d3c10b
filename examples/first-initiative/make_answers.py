"""Invents the answers of 300 people, the same ones every time: `python make_answers.py > answers.csv`."""

import csv
import random
import sys

PEOPLE = 300
HEAD = ("gender", "gender_own", "water", "hours", "may_keep", "may_publish")


def person(dice: random.Random) -> tuple[object, ...]:
    """One invented person. Women have water less often, and about one in twenty does not want it published."""
    gender = dice.choices(("woman", "man", "own_words", "no_answer"), (52, 42, 4, 2))[0]
    own = dice.choice(("non-binary", "two-spirit", "agender")) if gender == "own_words" else ""
    has_water = dice.random() < (0.58 if gender == "woman" else 0.7)
    hours = dice.randint(1, 12) if has_water else ""
    return gender, own, "yes" if has_water else "no", hours, "yes", "no" if dice.random() < 0.05 else "yes"


def main() -> None:
    """Write the table."""
    dice = random.Random(4)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(person(dice) for _ in range(PEOPLE))


if __name__ == "__main__":
    main()
