"""Records of persons leave only as a policy allows: enough people alike, nothing unseen, and nothing a table hides."""

import random
from collections import Counter

import pyarrow as pa
import pytest

from nyhavn.chain.over_time import OverTime
from nyhavn.chain.plan import Plan
from nyhavn.chain.previous import Previous
from nyhavn.chain.production import Prepared, prepare_release
from nyhavn.framework.refusal import Refusal
from spec.bad_input.village import DICTIONARY, PLAN
from spec.release.village_in_memory import from_memory, nothing, table_of, village_plan

AGREED = ("2", "en", "2026-05-01", "yes", "2026-05-01")
QUESTIONS = ("notice", "spoken", "asked", "agree", "met")
CONSENT = """
[consent]
notice_version = "notice"
language = "spoken"
at = "asked"
[consent.purposes.collection]
column = "agree"
given = ["yes"]
[consent.purposes.open-microdata]
column = "agree"
given = ["yes"]
[[consent.notice]]
version = "2"
languages = ["en"]
valid_from = 2026-01-01
purposes = ["collection", "open-microdata"]
[records]
keys = ["place", "age"]
sensitive = ["water"]
importance = ["place"]
[release]
microdata_columns = ["place", "age", "water"]
"""
AGES = ("18-29", "30-44", "45-59", "60+")
FORM = DICTIONARY.replace(
    'choices = [{ code = "yes", label = "Yes" }, { code = "no", label = "No" }]',
    'choices = [{ code = "yes", label = "Yes" }, { code = "no", label = "No" }, { code = "far", label = "Far" }]',
)
FORM += (
    '[[question]]\nname = "age"\ntype = "select_one"\nchoices = ['
    + ", ".join(f'{{ code = "{age}", label = "{age}" }}' for age in AGES)
    + "]\n"
)
FORM += '[[question]]\nname = "born"\ntype = "date"\n[[question]]\nname = "gender"\ntype = "text"\n'
FORM += "".join(f'[[question]]\nname = "{name}"\ntype = "text"\n' for name in QUESTIONS)


def plan_of(*changes: tuple[str, str]) -> Plan:
    """The village's plan with records, and each change made in it once."""
    text = PLAN.replace('kind = "producer-attestation"', 'kind = "consent-record-per-person"')
    text = text.replace('document = "Minutes of 3 May"\ndate = 2026-05-03\n', "").replace("[release]", CONSENT)
    text = text.replace('["open-aggregates"]', '["open-microdata"]').replace(
        "survey-of-households", "survey-of-persons"
    )
    text = text.replace('file = "answers.csv"', 'file = "answers.csv"\ncollected_on = "met"')
    for was, becomes in changes:
        assert text.count(was) == 1, was
        text = text.replace(was, becomes)
    return village_plan(text)


def people(rows: int = 400, seed: int = 3, own_words: str = "") -> pa.Table:
    """Drawn people, in the order in which they came; few are old, and three of the old live in the south."""
    chance = random.Random(seed)
    found = [
        (chance.choice(("north", "south")), chance.choice(AGES[:3]), chance.choice(("yes", "no", "far")))
        for _ in range(rows)
    ]
    found += [("north", "60+", chance.choice(("yes", "no", "far"))) for _ in range(40)]
    found += [("south", "60+", water) for water in ("yes", "no", "far")]
    if own_words:
        found[0] = (*found[0][:2], own_words)
    born = [f"19{chance.randrange(40, 99)}-0{chance.randrange(1, 9)}-11" for _ in found]
    gender = ["two-spirit" if age == "60+" else chance.choice(("woman", "man")) for _, age, _ in found]
    lines = [(*one, day, who, "Amina-Q-7731", *AGREED) for one, day, who in zip(found, born, gender, strict=True)]
    return table_of(("place", "age", "water", "born", "gender", "words", *QUESTIONS), lines)


def prepared(
    *changes: tuple[str, str],
    table: pa.Table | None = None,
    before: Previous | None = None,
    over_time: OverTime | None = None,
) -> Prepared:
    plan = plan_of(*changes)
    inputs = from_memory(plan, FORM.encode(), people() if table is None else table)
    return prepare_release(plan, inputs, before=before, over_time=over_time, step=nothing)


def refused(
    *changes: tuple[str, str],
    table: pa.Table | None = None,
    before: Previous | None = None,
    over_time: OverTime | None = None,
) -> Refusal:
    with pytest.raises(Refusal) as found:
        prepared(*changes, table=table, before=before, over_time=over_time)
    return found.value


def after(found: Prepared) -> Previous:
    return Previous(found.release.id, found.release.version, found.release.tables, found.release)


def released(*changes: tuple[str, str], table: pa.Table | None = None) -> pa.Table:
    found = prepared(*changes, table=table)
    assert found.microdata is not None
    return found.microdata.table


def test_without_a_policy_no_records_of_persons_leave() -> None:
    section = CONSENT[CONSENT.index("[records]") : CONSENT.index("[release]")]
    assert "microdata-of-persons" in refused((section, "")).codes


def test_records_leave_with_the_few_answers_blank_that_would_single_somebody_out() -> None:
    table = released()
    assert table.num_rows == 443
    rows = [tuple(row.values()) for row in table.select(["place", "age"]).to_pylist()]
    full = Counter(row for row in rows if None not in row)
    assert ("south", "60+") not in full
    assert min(full.values()) >= 12  # one in eleven, for everybody
    blank = sum(value is None for row in rows for value in row)
    assert blank == 3  # the age of three, and nothing else
    assert Counter(place for place, _ in rows)["south"] > 100


def test_what_was_measured_is_kept_from_the_public() -> None:
    found = prepared()
    assert found.restricted.records is not None
    assert (found.restricted.records.risky, found.restricted.blanked) == (0, 3)
    assert any(rule.startswith("Records:") for rule in found.release.protection.rules)
    assert not any(character.isdigit() for rule in found.release.protection.rules for character in rule)


def test_the_order_of_records_says_nothing_of_when_they_came() -> None:
    table = released()
    rows = [tuple(value or "" for value in row.values()) for row in table.to_pylist()]
    came = [
        (a, b, c) for a, b, c in zip(*(people().column(name).to_pylist() for name in table.column_names), strict=True)
    ]
    assert rows != came
    stated = [row for row in rows if "" not in row]
    assert stated == sorted(stated)


def test_where_nothing_may_be_blanked_rows_at_risk_are_refused() -> None:
    found = refused(('importance = ["place"]', "blank = false"))
    assert found.codes == ("microdata-rows-at-risk",)
    assert "3 of 443" in found.reasons[0].what


COLUMNS = 'microdata_columns = ["place", "age", "water"]'


def test_a_column_of_which_nobody_said_what_it_holds_is_refused() -> None:
    found = refused((COLUMNS, 'microdata_columns = ["place", "age", "water", "born"]'))
    assert found.codes == ("microdata-kind-unknown",)
    assert found.reasons[0].where == "column born"


@pytest.mark.parametrize("by", ["", "Fatima of the village council"])
def test_free_text_leaves_only_when_a_person_has_looked_at_it(by: str) -> None:
    changes = (
        (COLUMNS, 'microdata_columns = ["place", "age", "water", "words"]'),
        ('sensitive = ["water"]', 'sensitive = ["water", "words"]'),
        ('importance = ["place"]', f'reviewed = [{{ column = "words", by = "{by}", on = 2026-05-02 }}]'),
    )
    codes = refused(*changes).codes
    # Everybody said the same: that is refused for itself, seen or unseen.
    assert ("microdata-not-reviewed" in codes) == (by == "")
    assert "microdata-values-alike" in codes


def test_an_exact_day_leaves_as_a_year() -> None:
    asked = (
        (COLUMNS, 'microdata_columns = ["place", "born", "water"]'),
        ('keys = ["place", "age"]', 'keys = ["place", "born"]'),
    )
    assert "microdata-kind-refused" in refused(*asked).codes
    coarse = released(*asked, ('importance = ["place"]', 'dates = { born = "five-years" }'))
    assert set(coarse.column("born").drop_null().to_pylist()) <= {f"{year}-{year + 4}" for year in range(1940, 2000, 5)}
    assert coarse.column("born").null_count < 0.2 * coarse.num_rows


def test_records_for_everybody_are_not_judged_by_the_rules_for_a_few() -> None:
    found = refused(('keys = ["place", "age"]', 'policy = "scientific-use"\nkeys = ["place", "age"]'))
    assert found.codes == ("microdata-policy-too-weak",)


AGE = (
    '[[breakdown]]\nid = "age"\ntitle = "Age"\nquestion = "age"\ncategories = ['
    + ", ".join(f'{{ code = "{age}", label = "{age}" }}' for age in AGES)
    + "]\n[[indicator]]"
)


def test_records_that_show_what_a_table_hides_are_refused() -> None:
    crossed = (("[[indicator]]", AGE), ('by = [["place"]]', 'by = [["place"], ["place", "age"]]'))
    found = refused(*crossed)
    assert found.codes == ("records-beside-hidden-figures",)
    assert "age, place, water" in found.reasons[0].do


def test_beside_a_table_that_hides_nothing_they_leave() -> None:
    assert released(("[[indicator]]", AGE), ('by = [["place"]]', 'by = [["place"], ["age"]]')).num_rows == 443


def test_records_do_not_leave_twice_since_two_files_show_whose_row_has_gone() -> None:
    found = refused(table=people().slice(80), before=after(prepared()))
    assert found.codes == ("records-released-before",)


NO_RECORDS = (COLUMNS, "")


def test_nor_do_they_after_a_release_without_records_that_followed_one_with_them() -> None:
    without = prepared(NO_RECORDS, table=people().slice(80), before=after(prepared()))
    assert without.microdata is None
    assert refused(table=people().slice(160), before=after(without)).codes == ("records-released-before",)


def test_after_tables_alone_they_leave() -> None:
    tables_alone = prepared(NO_RECORDS)
    found = prepared(table=people().slice(80), before=after(tables_alone))
    assert found.microdata is not None
    assert found.microdata.table.num_rows == 363


def test_a_table_that_was_shown_before_is_not_taken_away_from_under_the_comparison() -> None:
    """By the earlier table and the records of now anybody would see what those said who left in between."""
    more = (("[[indicator]]", AGE), ('by = [["place"]]', 'by = [["place"], ["age"]]'))
    found = refused(table=people().slice(80), before=after(prepared(*more, NO_RECORDS)))
    assert found.codes == ("records-beside-other-tables",)


KEPT = ("[release]\n", "[over_time]\nchanges = 6\npeople = 20\n[release]\n")


def test_records_do_not_leave_beside_tables_that_wait() -> None:
    """Two left, and the tables hold still: beside them the records of now would show which two."""
    first = prepared(KEPT, NO_RECORDS, over_time=OverTime())
    again = OverTime(first.book)
    found = refused(KEPT, table=people().slice(2), before=after(first), over_time=again)
    assert found.codes == ("records-beside-other-tables",)
    assert prepared(KEPT, table=people().slice(200), before=after(first), over_time=again).microdata is not None


def test_own_words_in_place_of_a_choice_are_free_text() -> None:
    said = "by the well behind the house of Amina"
    assert "microdata-not-reviewed" in refused(table=people(own_words=said)).codes
    # Once somebody has said what they are counted as, nothing of the words is left.
    wider = ('importance = ["place"]', f'wider = {{ water = {{ "{said}" = "far" }} }}')
    table = released(wider, table=people(own_words=said))
    assert set(table.column("water").to_pylist()) == {"yes", "no", "far"}


BY_GENDER = (
    (COLUMNS, 'microdata_columns = ["place", "gender", "water"]'),
    ('keys = ["place", "age"]', 'keys = ["place", "gender"]'),
)
ALL_GENDERS = (
    'importance = ["place"]',
    'wider = { gender = { woman = "woman", man = "man", two-spirit = "two-spirit" } }',
)


def test_text_that_is_given_codes_in_part_is_still_free_text() -> None:
    assert (
        "microdata-not-reviewed" in refused(*BY_GENDER, (ALL_GENDERS[0], 'wider = { gender = { man = "man" } }')).codes
    )
    genders = set(released(*BY_GENDER, ALL_GENDERS).column("gender").drop_null().to_pylist())
    assert genders == {"woman", "man", "two-spirit"}


GENDER = """[[module]]
kind = "self-described-gender"
id = "gender"
question = "gender"
agreed_by = "Assembly"
agreed_date = 2026-01-15
groups = [
    { code = "woman", label = "Woman", words = ["woman"] },
    { code = "man", label = "Man", words = ["man"] },
    { code = "two_spirit", label = "Two-spirit", words = ["two-spirit"] },
]
[[indicator]]"""


def test_records_that_show_what_a_table_by_a_module_hides_are_refused() -> None:
    tables = (("[[indicator]]", GENDER), ('by = [["place"]]', 'by = [["place"], ["place", "gender"]]'))
    assert refused(*tables, *BY_GENDER, ALL_GENDERS).codes == ("records-beside-hidden-figures",)
    # Without the question that the table is by, nobody can count it again.
    assert released(*tables).num_rows == 443


def test_a_weight_that_is_no_column_is_named() -> None:
    found = refused(('importance = ["place"]', 'weight = "wieght"'))
    assert found.codes == ("column-unknown",)
    assert found.reasons[0].where == "[records], weight"
