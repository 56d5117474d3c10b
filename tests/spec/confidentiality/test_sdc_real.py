"""Disclosure control on real answers: small groups are many, nobody recovers one, and most of the rest is shown."""

import csv
from collections import Counter

import pytest
from sdc_attacker import PublicAttacker, indicator, optimum, tables_of

from nyhavn.engine.confidentiality import apply, protect
from nyhavn.framework.protection import ProtectionPolicy
from nyhavn.framework.statistics import NOT_STATED, CellStatus, GroupCounts

pytestmark = [pytest.mark.data, pytest.mark.slow]

FIVE = ProtectionPolicy(threshold=5)
NAIVE = ProtectionPolicy(threshold=5, complementary=False)


def read(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def group_counts(name, breakdowns, people):
    """people: one (categories by breakdown, True / False / None for no valid answer) per person."""
    cells = Counter()
    for categories, answer in people:
        at = tuple(categories[b] for b in breakdowns)
        cells[at, 0] += answer is not None
        cells[at, 1] += answer is True
        cells[at, 2] += answer is None
    groups = sorted({at for at, _ in cells})
    return GroupCounts(name, breakdowns, {at: tuple(cells[at, part] for part in range(3)) for at in groups})


def gender(words):
    """Grouped for this test only: words outside two spellings stay a group of their own."""
    word = words.strip().lower()
    return "man" if word in {"male", "m", "man"} else "woman" if word in {"female", "f", "woman"} else "own_words"


def age_band(text):
    age = int(text)
    return NOT_STATED if not 18 <= age <= 80 else f"from{min(age // 10 * 10, 50)}"


@pytest.fixture(scope="module")
def mental_health(reference_data):
    """Who sought treatment: by country and gender, by age and gender; and how many answered, by the same."""
    people = []
    for row in read(reference_data, "osmi_mental_health_2016/responses.csv"):
        at = {
            "country": row["What country do you live in?"].replace(" ", "_"),
            "gender": gender(row["What is your gender?"]),
            "age": age_band(row["What is your age?"]),
        }
        sought = row["Have you ever sought treatment for a mental health issue from a mental health professional?"]
        people.append((at, {"1": True, "0": False}.get(sought)))
    tables = [group_counts("treatment", by, people) for by in (("country",), ("age", "gender"), ("gender",))]
    tables.append(group_counts("treatment", ("country", "gender"), people))
    return tables, [indicator("treatment")]


@pytest.fixture(scope="module")
def sanitation(reference_data):
    """Flush toilets and satisfaction with cleanliness, by thana and land ownership, by ownership and survey."""
    flush, clean = [], []
    for row in read(reference_data, "dhaka_slum_wash_2017/household_survey.csv"):
        at = {
            "thana": row["Thana"].strip() or NOT_STATED,
            "land": row["What is the respondent's land ownership status?"].strip(),
            "light": row["Is there an electric light in the sanitation facility?"].strip() or NOT_STATED,
        }
        kind = row["What kind of toilet facility do members in your household usually use?"]
        flush.append((at, kind == "Flush/pour flush" if kind else None))
        satisfied = row["Are you satisfied with the cleanliness of the sanitation facilities?"]
        clean.append((at, satisfied == "Yes" if satisfied else None))
    tables = [group_counts("flush", ("land", "thana"), flush), group_counts("flush", ("land", "light"), flush)]
    tables.append(group_counts("clean", ("land", "thana"), clean))
    return tables, [indicator("flush"), indicator("clean")]


@pytest.fixture(params=["mental_health", "sanitation"])
def release(request):
    return request.getfixturevalue(request.param)


def test_no_small_group_of_a_real_survey_can_be_recovered(release):
    """Over all tables jointly, an attacker of its own recovers no hidden count; from naive protection it does."""
    tables, indicators = release
    protection = protect(tables, indicators, FIVE)
    assert protection.primary >= 30
    assert protection.audit.met
    published = apply(tables_of(tables), protection)
    assert PublicAttacker(published, indicators).recovered() == []
    naive = protect(tables, indicators, NAIVE)
    assert naive.audit.recovered > 0
    leaking = PublicAttacker(apply(tables_of(tables), naive), indicators)
    assert len(leaking.recovered()) > 0


def test_large_groups_of_a_real_survey_still_come_through(release):
    """Every grand total, and every n and numerator of the large margins that no small group hangs on."""
    tables, indicators = release
    protection = protect(tables, indicators, FIVE)
    published = apply(tables_of(tables), protection)
    for table in published:
        assert table.figure(*["_T"] * len(table.breakdowns)).status is CellStatus.PUBLISHED
    extra = protection.hidden - protection.primary
    print(f"{protection.cells} cells, {protection.primary} primary, {extra} complementary")
    assert extra <= protection.primary
    large = [f for table in tables_of(tables) for f in table.figures if f.n >= 100]
    shown = [f for table in published for f in table.figures if (f.n or 0) >= 100 and f.numerator is not None]
    assert len(shown) >= 0.6 * len(large)


def sub_table(table, keep):
    """The table of the categories of one breakdown that matter here, people of the others left out."""
    return GroupCounts(table.indicator, table.breakdowns, {at: v for at, v in table.cells.items() if keep(at)})


def test_little_more_is_hidden_than_the_least_possible_of_real_tables(mental_health, sanitation):
    """On parts of real tables that can be solved exactly."""
    parts = [
        (sub_table(mental_health[0][1], lambda at: True), mental_health[1]),
        (sub_table(sanitation[0][1], lambda at: True), sanitation[1]),
    ]
    for start in "ADKM":
        parts.append((sub_table(sanitation[0][2], lambda at, start=start: at[1][0] == start), sanitation[1]))
    for table, indicators in parts:
        least = optimum(tables_of([table]), indicators, 5)
        hidden = protect([table], indicators, FIVE).hidden
        print(f"{table.indicator} by {table.breakdowns}: {hidden} hidden, {least} at least")
        assert least <= hidden <= 1.5 * least
