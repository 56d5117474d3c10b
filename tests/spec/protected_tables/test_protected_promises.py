"""What is promised to the people in a table, and to those who need it."""

import json
import stat

import pytest

from spec.never_under_protected.cell_attacker import Breakdown, CellAttacker
from spec.protected_tables.valley import AGES, PLACES, Valley

PLACE = Breakdown("place", "valley", PLACES)
AGE = Breakdown("age", "Total", dict.fromkeys(AGES, "Total"))
ILL = Breakdown("ill", "Total", {"said": "Total", "silent": "Total", "yes": "said", "no": "said"})
RIDGE = ("ridge", "Total")


@pytest.fixture
def valley(tmp_path):
    return Valley(tmp_path)


def test_four_people_on_the_ridge_are_not_counted_in_public_and_cannot_be_worked_out(valley) -> None:
    valley.protect()
    shown, true = valley.public("ages"), valley.true("place", "age")
    attacker = CellAttacker((PLACE, AGE), whole=True)
    attacker.learn(("place", "age"), shown)
    for codes, count in true.items():
        if 0 < count < 7:
            assert shown[codes] is None
            assert attacker.narrows(("place", "age"), codes, (0, 7), [(leaf, 1, None) for leaf in leaves(true)]) == []
    assert shown[RIDGE] is None


def leaves(true):
    """Where somebody is: each may attack with what they know of themselves."""
    parents = {*PLACES.values(), "Total"}
    return [codes for codes, count in true.items() if count and not parents & set(codes)]


def test_what_is_shown_is_true_and_the_valley_and_its_large_groups_are_shown(valley) -> None:
    protected = valley.protect()
    shown, true = valley.public("ages"), valley.true("place", "age")
    assert all(value == true.get(codes, 0) for codes, value in shown.items() if value is not None)
    assert shown["valley", "Total"] == sum(1 for _ in valley.rows)
    assert shown["ford", "Total"] == 90
    assert all(shown["valley", age] is not None for age in AGES)
    assert protected.loss.shown > protected.loss.hidden


def test_a_table_without_small_groups_is_published_whole(valley) -> None:
    valley.rows = [row for row in valley.rows if row[0] != "ridge"]
    valley.order["breakdown"][0]["parents"] = {"brook": "valley", "ford": "valley", "mill": "valley"}
    protected = valley.protect()
    assert None not in valley.public("ages").values() and protected.loss.hidden == 0


def test_two_tables_together_tell_no_more_than_each(valley) -> None:
    valley.order["table"].append({"id": "health", "by": ["place", "ill"]})
    valley.protect()
    ages, health = valley.public("ages"), valley.public("health")
    assert {place for place, age in ages if age == "Total" and ages[place, age] is None} == {
        place for place, ill in health if ill == "Total" and health[place, ill] is None
    }
    attacker = CellAttacker((PLACE, AGE, ILL), whole=True)
    attacker.learn(("place", "age"), ages)
    attacker.learn(("place", "ill"), health)
    for by, table in ((("place", "age"), ages), (("place", "ill"), health)):
        for codes, count in valley.true(*by).items():
            if count < 7:
                assert table[codes] is None and attacker.narrows(by, codes, (0, 7)) == []


def test_that_nobody_in_a_village_said_yes_stays_open(valley) -> None:
    valley.table("place", "ill")
    valley.order["policy"] |= {"group_disclosure": True}
    for row in valley.rows:
        row[2] = "no" if row[0] == "mill" else "yes" if row[2] == "silent" else row[2]
    valley.protect()
    shown = valley.public("place_ill")
    assert shown["mill", "yes"] is None and shown["valley", "yes"] is not None
    attacker = CellAttacker((PLACE, ILL), whole=True)
    attacker.learn(("place", "ill"), shown)
    assert attacker.narrows(("place", "ill"), ("mill", "yes"), (0, 7)) == []


def test_without_that_rule_a_zero_is_shown(valley) -> None:
    valley.table("place", "ill")
    valley.rows = [row for row in valley.rows if row[0] != "ridge"]
    valley.order["breakdown"][0]["parents"] = {"brook": "valley", "ford": "valley", "mill": "valley"}
    for row in valley.rows:
        row[2] = "no" if row[0] == "mill" else row[2]
    valley.protect()
    assert valley.public("place_ill")["mill", "yes"] == 0


def incomes(valley, **rules):
    valley.table("place", "age", sum="income")
    valley.order["rows"] |= {"contributor": "firm"}
    valley.order["policy"] = {"version": "1", "based_on": "", **rules}
    return valley


def test_the_largest_firm_of_a_village_is_not_found_by_the_second(valley) -> None:
    incomes(valley, p_percent={"p": 10})
    mill = [row for row in valley.rows if row[0] == "mill"]
    mill[0][3], mill[0][1] = 900_000, "adult"
    protected = valley.protect()
    shown, true = valley.public("place_age"), valley.true("place", "age", column=3)
    assert shown["mill", "Total"] is None and shown["valley", "Total"] == true["valley", "Total"]
    attacker = CellAttacker((PLACE, AGE), whole=False)
    attacker.learn(("place", "age"), shown)
    firm = sum(row[3] for row in mill if row[4] == mill[0][4])
    second = max(sum(row[3] for row in mill if row[4] == other) for other in {row[4] for row in mill} - {mill[0][4]})
    high = attacker.interval(("place", "age"), ("mill", "Total"))[1]
    assert high - second >= 1.1 * firm - 1e-3
    assert protected.evidence[0].primaries


def test_without_a_giant_all_incomes_are_shown(valley) -> None:
    incomes(valley, p_percent={"p": 10})
    valley.rows = [row for row in valley.rows if row[0] != "ridge"]
    valley.order["breakdown"][0]["parents"] = {"brook": "valley", "ford": "valley", "mill": "valley"}
    valley.protect()
    assert None not in valley.public("place_age").values()


def test_firms_of_one_owner_are_one(valley) -> None:
    incomes(valley, contributors={"fewest": 3, "range": 10})
    valley.order["rows"] |= {"holding": "owner"}
    assert_shown = valley.protect()
    assert ("place", "mill") not in {pair for each in assert_shown.evidence[0].primaries for pair in each.place[:1]}
    for row in valley.rows:
        if row[0] == "mill":
            row[5] = "one owner"
    valley.out = valley.folder / "again"
    valley.protect()
    assert valley.public("place_age")["mill", "Total"] is None


def test_a_cell_that_a_community_asked_to_keep_is_kept_where_another_can_be_hidden(valley) -> None:
    valley.protect()
    before = valley.public("ages")
    lost = [(place, age) for place, age in before if before[place, age] is None and place == "brook"]
    assert lost
    place, age = lost[0]
    by = {"place": place} if age == "Total" else {"place": place, "age": age}
    valley.order["keep"] = [{"by": by, "reason": "Our school.", "asked_by": "The council of brook."}]
    valley.order["breakdown"][0]["parents"] |= {
        "brook": "valley",
        "ridge": "valley",
        "ford": "valley",
        "mill": "valley",
    }
    del valley.order["breakdown"][0]["parents"]["upper"], valley.order["breakdown"][0]["parents"]["lower"]
    valley.out = valley.folder / "again"
    valley.protect()
    assert valley.public("ages")[place, age] is not None
    assert valley.public("ages")[RIDGE] is None


def test_the_public_files_name_kinds_and_versions_and_no_number_of_the_policy_and_no_column(valley) -> None:
    valley.order["policy"] |= {"source": "Agreed with the valley.", "frequency": {"fewest": 7, "fewest_weighted": 7171}}
    protected = valley.protect(seed=424242)
    text = valley.public_text()
    for private in ("7171", "fewest", "village", "424242", "Agreed", "people.csv"):
        assert private not in text, private
    described = json.loads((valley.out / "tables" / "ages.json").read_text(encoding="utf-8"))
    assert described["protection"]["rules"] == ["minimum frequency"]
    assert described["protection"]["policy_version"] == "2026-1" and described["protection"]["tool"].startswith(
        "nyhavn "
    )
    assert described["protection"]["hidden"] == protected.loss.hidden
    assert {cell["status"] for cell in described["cells"]} == {"published", "suppressed"}


def test_a_column_is_named_in_public_where_the_order_says_so(valley) -> None:
    valley.order["rows"]["public_columns"] = ["village"]
    valley.protect()
    assert '"column": "village"' in valley.public_text()


def test_the_evidence_is_readable_for_its_owner_alone_and_holds_every_interval(valley) -> None:
    protected = valley.protect()
    restricted = valley.out / "restricted"
    assert stat.S_IMODE(restricted.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in restricted.iterdir()} == {0o600}
    parameters = json.loads((restricted / "parameters.json").read_text(encoding="utf-8"))
    assert parameters["policy"]["frequency"]["fewest"] == 7 and parameters["measures"][0]["seed"] == 1
    figures = protected.evidence[0].figures
    assert len(figures) == protected.loss.hidden
    for figure in figures:
        assert figure.met and figure.low <= figure.value <= figure.high
        if figure.need_low is not None:
            assert figure.low <= figure.need_low and figure.high >= figure.need_high


def test_the_same_seed_hides_the_same_cells(valley) -> None:
    valley.protect(seed=3)
    first = valley.public_text()
    valley.out = valley.folder / "again"
    valley.protect(seed=3)
    assert valley.public_text() == first


def test_cubes_protect_against_the_same_attacker(valley) -> None:
    valley.order["quick"] = True
    valley.order["breakdown"][0]["parents"] = dict.fromkeys(("brook", "ridge", "ford", "mill"), "valley")
    protected = valley.protect()
    evidence, shown = protected.evidence[0], valley.public("ages")
    assert evidence.method == "cubes" and len(evidence.notes) == 1 and all(figure.met for figure in evidence.figures)
    villages = Breakdown("place", "valley", dict.fromkeys(("brook", "ridge", "ford", "mill"), "valley"))
    attacker = CellAttacker((villages, AGE), whole=True)
    attacker.learn(("place", "age"), shown)
    true = {codes: count for codes, count in valley.true("place", "age").items() if codes in shown}
    for codes, count in true.items():
        if 0 < count < 7:
            people = [(leaf, 1, None) for leaf, n in true.items() if n and not {"valley", "Total"} & set(leaf)]
            assert shown[codes] is None and attacker.narrows(("place", "age"), codes, (0, 7), people) == []
    assert shown["valley", "Total"] == len(valley.rows)


def test_counts_and_weighted_counts_hide_the_same_cells(valley) -> None:
    # Everybody stands for four: whoever sees the one number knows the other.
    valley.rows = [[*row[:5], "4"] for row in valley.rows]
    valley.order["rows"] |= {"weight": "owner"}
    valley.order["policy"]["frequency"] |= {"fewest_weighted": 50}
    valley.order["table"].append({"id": "weighted", "by": ["place", "age"], "weighted": True})
    protected = valley.protect()
    plain, weighted = valley.public("ages"), valley.public("weighted")
    assert [codes for codes in plain if plain[codes] is None] == [
        codes for codes in weighted if weighted[codes] is None
    ]
    assert all(weighted[codes] == 4 * plain[codes] for codes in plain if plain[codes] is not None)
    assert any("neither tells the other" in note for each in protected.evidence for note in each.notes)


def test_a_sum_of_zero_by_few_is_hidden_strictly_with_others_beside_it(valley) -> None:
    valley.table("place", "age", sum="income")
    valley.order["breakdown"][0]["parents"] = dict.fromkeys(("brook", "ridge", "ford", "mill"), "valley")
    valley.order["rows"] |= {"contributor": "firm"}
    valley.order["policy"] = {"version": "1", "based_on": "", "contributors": {"fewest": 3, "range": 10}}
    for number, row in enumerate(row for row in valley.rows if row[0] == "mill"):
        row[1], row[3] = ("elder", 0) if number < 2 else ("adult", row[3])
    protected = valley.protect()
    shown = valley.public("place_age")
    assert shown["mill", "elder"] is None
    (zero,) = [figure for figure in protected.evidence[0].primaries if figure.value == 0]
    assert zero.place == (("age", "elder"), ("place", "mill")) and zero.contributors == 2
    assert sum(shown["mill", age] is None for age in ("Total", *AGES)) >= 2
    assert sum(shown[place, "elder"] is None for place in ("valley", "brook", "ridge", "ford", "mill")) >= 2
