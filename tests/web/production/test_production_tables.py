"""Tables are said step by step; what cannot be counted is refused on the same page with place and nearest name."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nyhavn.framework.roles import Role
from nyhavn.framework.weighting import CountsOf, Unplaced
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.production.models import TablesPlan
from nyhavn.web.production.queries import tables_of
from web import objects
from web.cast import Cast
from web.production.seeing import HOME, as_, page, press, refused

pytestmark = pytest.mark.django_db
INDICATOR = {
    "id": "water",
    "title": "People with water",
    "statistic": "proportion",
    "numerator": "${water} = 'yes'",
    "sensitive": "yes",
}
RULE = {"id": "old-well", "says": "Too old.", "must_hold": "${age} < 99", "severity": "warning"}
IDENTITY = {"question": "gender", "topic": "gender", "decline": "no_answer", "own_words_question": "gender_own"}
RELEASE = {"id": "water-2026", "version": "1", "kinds": ["open-aggregates"], "licence": "CC-BY-4.0"}
PROTECTION = {"threshold": "5", "complementary": "yes", "group_disclosure": "yes"}


@pytest.fixture
def asking(village: Cast) -> Cast:
    """The village with a questionnaire."""
    objects.questionnaire(village)
    return village


def carmen(village: Cast) -> User:
    return village[Role.COORDINATOR]


# --- Newcomers ------------------------------------------------------------------------------


def test_a_newcomer_counts_a_share_by_groups_without_writing_an_expression(asking: Cast) -> None:
    assert "How do you describe your gender?" in page(carmen(asking), "tables/")
    press(carmen(asking), "questions/gender/do/make-groups/", {"title": ""})
    offered = page(carmen(asking), "questions/water/do/count-share/")
    assert 'value="yes"' in offered and "How do you describe your gender?" in offered
    said = {"answers": ["yes"], "by": ["gender"], "sensitive": "yes"}
    answer = press(carmen(asking), "questions/water/do/count-share/", said)
    assert answer.status_code == 302
    tables = tables_of(asking.initiative)
    assert [category.label for category in tables.breakdown[0].categories][:2] == ["Woman", "Man"]
    (indicator,) = tables.indicator
    assert (indicator.numerator, indicator.by, indicator.sensitive) == ("${water} = 'yes'", (("gender",),), True)
    assert "Do you have water at home? Yes" in page(carmen(asking), "tables/")


def test_groups_are_named_in_the_language_of_the_initiative(asking: Cast) -> None:
    asking.initiative.about["language"] = "ar"
    asking.initiative.save()
    press(carmen(asking), "questions/gender/do/make-groups/", {"title": ""})
    (breakdown,) = tables_of(asking.initiative).breakdown
    assert (breakdown.title, breakdown.categories[0].label) == ("كيف تصفين جنسك؟", "امرأة")


def test_groups_of_a_question_without_a_list_are_refused(asking: Cast) -> None:
    assert "offers no list of answers" in refused(press(carmen(asking), "questions/age/do/make-groups/", {"title": ""}))


def test_a_share_without_an_answer_is_refused(asking: Cast) -> None:
    assert "No answer is chosen" in refused(press(carmen(asking), "questions/water/do/count-share/", {"unit": "x"}))


# --- Every entry: added, changed, removed ---------------------------------------------------

ENTRIES = [
    ("indicator", "indicators/water", INDICATOR, {"title": "Water at home"}),
    ("rule", "rules/old-well", RULE, {"says": "Too old to be true."}),
    ("identity", "identities/gender", IDENTITY, {"topic": "other"}),
    (
        "breakdown",
        "breakdowns/age",
        {"id": "age", "title": "Age", "categories-0-code": "old", "categories-0-label": "Old",
         "categories-0-when": "${age} > 60"},
        {"title": "Age of people"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("part", "place", "said", "other"), ENTRIES, ids=[entry[0] for entry in ENTRIES])
def test_an_entry_is_added_changed_and_removed(
    asking: Cast, part: str, place: str, said: dict[str, str], other: dict[str, str]
) -> None:
    assert press(carmen(asking), f"do/add-{part}/", said).status_code == 302
    (before,) = getattr(tables_of(asking.initiative), part)
    assert page(carmen(asking), f"{place}/do/change/")
    assert press(carmen(asking), f"{place}/do/change/", said | other).status_code == 302
    (after,) = getattr(tables_of(asking.initiative), part)
    assert before != after
    assert press(carmen(asking), f"{place}/do/remove/").status_code == 302
    assert getattr(tables_of(asking.initiative), part) == ()
    changes = AuditRecord.objects.filter(action="tables-changed").values_list("facts", flat=True)
    assert [facts["change"] for facts in changes] == ["added", "changed", "removed"]


@pytest.mark.parametrize(("part", "place", "said", "other"), ENTRIES, ids=[entry[0] for entry in ENTRIES])
def test_a_name_that_is_taken_is_refused(
    asking: Cast, part: str, place: str, said: dict[str, str], other: dict[str, str]
) -> None:
    press(carmen(asking), f"do/add-{part}/", said)
    answer = press(carmen(asking), f"do/add-{part}/", said)
    assert answer.status_code == 409
    assert "There is one of this name already." in refused(answer)


@pytest.mark.parametrize("place", [entry[1] for entry in ENTRIES])
def test_an_entry_that_is_not_there_is_not_found(asking: Cast, place: str) -> None:
    for name in ("change", "remove"):
        assert as_(carmen(asking)).get(f"{HOME}{place}/do/{name}/").status_code == 404


FAULTS: list[tuple[str, dict[str, Any], str]] = [
    ("indicator", {"numerator": "${watre} = 'yes'"}, "no question watre. Near to it: water."),
    ("indicator", {"numerator": "${water} = 'yse'"}, "water has no answer yse. Near to it: yes."),
    ("indicator", {"numerator": "${water} = = 'yes'"}, "numerator"),
    ("indicator", {"statistic": "mean", "numerator": "", "value": "gender"}, "are not numbers"),
    ("indicator", {"by": "gendre"}, "There is no breakdown gendre"),
    ("indicator", {"id": "Water!"}, "This is not written as it has to be."),
    ("rule", {"must_hold": "${agee} < 99"}, "no question agee. Near to it: "),
    ("identity", {"decline": "declined"}, "gender has no answer declined."),
]


@pytest.mark.parametrize(("part", "fault", "says"), FAULTS)
def test_what_cannot_be_counted_is_refused_and_what_was_typed_stays(
    asking: Cast, part: str, fault: dict[str, Any], says: str
) -> None:
    sound = {"indicator": INDICATOR, "rule": RULE, "identity": IDENTITY}[part]
    text = refused(press(carmen(asking), f"do/add-{part}/", sound | fault))
    assert says in text.replace("&#x27;", "'")
    assert getattr(tables_of(asking.initiative), part) == ()
    if "title" in sound:
        assert "People with water" in text


def test_a_breakdown_that_is_used_cannot_be_removed(asking: Cast) -> None:
    press(carmen(asking), "questions/gender/do/make-groups/", {"title": ""})
    press(carmen(asking), "do/add-indicator/", INDICATOR | {"by": "gender"})
    assert "There is no breakdown gender" in refused(press(carmen(asking), "breakdowns/gender/do/remove/"))
    press(carmen(asking), "indicators/water/do/remove/")
    assert press(carmen(asking), "breakdowns/gender/do/remove/").status_code == 302


def test_one_thing_can_be_mended_while_another_is_still_broken(asking: Cast) -> None:
    """The questionnaire has changed under the tables: both indicators name questions that are gone."""
    for name in ("water", "hours"):
        press(carmen(asking), "do/add-indicator/", INDICATOR | {"id": name, "numerator": f"${{{name}}} != ''"})
    survey = (objects.SURVEY[0], objects.SURVEY[1], objects.SURVEY[2])
    changed = objects.questionnaire(asking, objects.form_file(survey))
    assert changed.number == 2
    assert "do not fit together any more" in page(carmen(asking), "tables/")
    assert press(carmen(asking), "indicators/water/do/remove/").status_code == 302
    assert (
        press(carmen(asking), "indicators/hours/do/change/", INDICATOR | {"numerator": "${age} > 3"}).status_code == 302
    )
    assert "do not fit together any more" not in page(carmen(asking), "tables/")


def test_without_a_questionnaire_nothing_can_be_counted_but_protection_can_be_said(village: Cast) -> None:
    assert "There is no questionnaire yet" in refused(press(carmen(village), "do/add-indicator/", INDICATOR))
    assert press(carmen(village), "do/set-protection/", PROTECTION).status_code == 302
    assert "Protection of small groups" in page(carmen(village), "tables/")


# --- Reference, keys, protection, release ---------------------------------------------------


def test_groups_are_compared_with_a_reference_and_no_more(asking: Cast) -> None:
    press(carmen(asking), "questions/gender/do/make-groups/", {"title": ""})
    asked = page(carmen(asking), "breakdowns/gender/do/compare/")
    assert "woman = " in asked and "man = " in asked
    codes = [category.code for category in tables_of(asking.initiative).breakdown[0].categories]
    totals = "\n".join(f"{code} = {number}" for number, code in enumerate(codes, start=10))
    said = {"source": "Census 2023", "totals": totals, "counts": "population", "reference_date": "2023-06-01"}
    assert press(carmen(asking), "breakdowns/gender/do/compare/", said).status_code == 302
    reference = tables_of(asking.initiative).reference
    assert reference is not None and reference.margins[0].totals["woman"] == 10
    assert (reference.counts, reference.reference_date) == (CountsOf.POPULATION, date(2023, 6, 1))
    shown = page(carmen(asking), "tables/")
    assert "Census 2023" in shown and "breakdowns/gender/do/stop-comparing/" in shown
    press(carmen(asking), "breakdowns/gender/do/stop-comparing/")
    assert tables_of(asking.initiative).reference is None
    assert "do/stop-comparing/" not in page(carmen(asking), "tables/")


def test_contributions_are_weighted_adjusted_and_checked_as_somebody_says(asking: Cast) -> None:
    press(carmen(asking), "questions/gender/do/make-groups/", {"title": ""})
    codes = [category.code for category in tables_of(asking.initiative).breakdown[0].categories]
    totals = "\n".join(f"{code} = 5000" for code in codes)
    press(
        carmen(asking),
        "breakdowns/gender/do/compare/",
        {"source": "Census", "totals": totals, "counts": "population"},
    )
    said = {"method": "raking", "margins": "", "tolerance": "1e-8", "most_rounds": "500", "unplaced": "as-sampled"}
    assert press(carmen(asking), "do/say-weighting/", said).status_code == 302
    weighting = tables_of(asking.initiative).weighting
    assert weighting is not None and weighting.unplaced is Unplaced.AS_SAMPLED
    assert "weighted to that population" in page(carmen(asking), "tables/")
    assert "bounds" in refused(press(carmen(asking), "do/say-weighting/", said | {"low": "0.5"}))
    press(carmen(asking), "do/stop-weighting/")
    assert tables_of(asking.initiative).weighting is None


def test_a_reference_with_other_groups_is_refused(asking: Cast) -> None:
    press(carmen(asking), "questions/gender/do/make-groups/", {"title": ""})
    said = {"source": "Census", "totals": "woman = 10\nmen = 12", "counts": "unstated"}
    assert "Not in the breakdown: men" in refused(press(carmen(asking), "breakdowns/gender/do/compare/", said))


def test_a_threshold_that_would_give_people_away_is_refused(asking: Cast) -> None:
    text = refused(press(carmen(asking), "do/set-protection/", PROTECTION | {"threshold": "2"}))
    assert "Cells about persons need at least 3 contributions" in text
    assert press(carmen(asking), "do/set-protection/", PROTECTION | {"threshold": "3"}).status_code == 302


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"id": "Water 2026"}, "This is not written as it has to be."),
        ({"kinds": []}, "No answer is chosen."),
        ({"licence": "GPL-99"}, "This is not one of the answers."),
        ({"microdata_columns": "watre"}, "no question watre"),
    ],
)
def test_a_release_that_could_not_be_is_refused(asking: Cast, fault: dict[str, Any], says: str) -> None:
    assert says in refused(press(carmen(asking), "do/set-release/", RELEASE | fault))
    assert tables_of(asking.initiative).release is None


def test_what_is_released_is_said_and_comes_back(asking: Cast) -> None:
    said = RELEASE | {"attribution": "The village", "credits-0-name": "The neighbours", "credits-0-wish": "collective"}
    assert press(carmen(asking), "do/set-release/", said).status_code == 302
    shown = page(carmen(asking), "do/set-release/")
    assert "The neighbours" in shown and "water-2026" in shown
    assert "CC-BY-4.0" in page(carmen(asking), "tables/")


def test_keys_are_said_one_a_line(asking: Cast) -> None:
    press(carmen(asking), "do/say-keys/", {"keys": "_uuid\nage, gender"})
    assert tables_of(asking.initiative).quality.keys == (("_uuid",), ("age", "gender"))


# --- Experts --------------------------------------------------------------------------------


def upload(user: User, content: str) -> Any:
    return press(user, "do/upload-tables/", {"file": SimpleUploadedFile("tables.toml", content.encode())})


def test_everything_comes_as_one_file(asking: Cast) -> None:
    assert upload(carmen(asking), objects.TABLES).status_code == 302
    tables = tables_of(asking.initiative)
    assert (len(tables.breakdown), len(tables.indicator)) == (1, 1)
    assert tables.protection is not None and tables.release is not None


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("[protection]", "[protectoin]", "protectoin"),
        ('question = "gender"', 'question = "gendre"', "breakdown gender: question"),
        ("${water} = 'yes'", "${water} = 'yse'", "indicator water: numerator"),
        ("threshold = 5", "threshold = 5\n[[quality.decided]]\ncheck = 'x'", "The file decides findings."),
        ("threshold = 5", "threshold = 1", "at least 3 contributions"),
        ("[[indicator]]", "[[indicator]", "not valid TOML"),
    ],
)
def test_a_file_with_a_fault_is_refused_with_its_place_and_changes_nothing(
    asking: Cast, right: str, wrong: str, says: str
) -> None:
    upload(carmen(asking), objects.TABLES)
    before = TablesPlan.objects.get().content
    assert says in refused(upload(carmen(asking), objects.TABLES.replace(right, wrong))).replace("&quot;", '"')
    assert TablesPlan.objects.get().content == before


# --- Who may --------------------------------------------------------------------------------


def test_numbers_of_protection_are_for_coordinator_and_steward(asking: Cast) -> None:
    objects.tables(asking, objects.TABLES.replace("threshold = 5", "threshold = 17"))
    for role in Role:
        answer = as_(asking[role]).get(f"{HOME}tables/")
        sees = role in (Role.COORDINATOR, Role.STEWARD)
        assert ("<dd>17</dd>" in answer.content.decode()) is sees, role


def test_only_who_may_change_the_tables_sees_how(asking: Cast) -> None:
    objects.tables(asking)
    assert "do/add-indicator/" in page(carmen(asking), "tables/")
    seen = page(asking[Role.OBSERVER], "tables/")
    assert "People with water at home" in seen and "/do/" not in seen
    for role in set(Role) - {Role.COORDINATOR}:
        assert press(asking[role], "do/add-indicator/", INDICATOR).status_code == 403
    assert len(tables_of(asking.initiative).indicator) == 1


def test_strangers_learn_nothing_about_tables(asking: Cast, harbour: Cast, stranger: User) -> None:
    objects.tables(asking)
    for outsider in (stranger, harbour[Role.COORDINATOR], harbour[Role.STEWARD]):
        for place in ("tables/", "indicators/water/do/change/", "questions/water/do/count-share/", "do/set-release/"):
            assert as_(outsider).get(f"{HOME}{place}").status_code == 404, place
        assert press(outsider, "indicators/water/do/remove/").status_code == 404
    assert len(tables_of(asking.initiative).indicator) == 1


def test_how_records_are_made_safe_is_said_and_taken_back(asking: Cast) -> None:
    said = {"policy": "public-use", "keys": "gender\nage", "sensitive": "water", "weight": "", "dates": "",
            "blank": "on", "importance": "gender", "wider-0-column": "gender", "wider-0-codes": "man = other",
            "reviewed-0-column": "gender_own", "reviewed-0-by": "Fatima", "reviewed-0-on": "2026-05-02"}  # fmt: skip
    assert "No records about people go out" in page(carmen(asking), "tables/")
    assert press(carmen(asking), "do/say-records/", said).status_code == 302
    records = tables_of(asking.initiative).records
    assert records is not None
    assert (records.keys, records.sensitive, records.wider) == (
        ("gender", "age"),
        ("water",),
        {"gender": {"man": "other"}},
    )
    assert records.reviewed[0].by == "Fatima"
    assert "gender, age" in page(carmen(asking), "tables/")
    assert "Fatima" in page(carmen(asking), "do/say-records/")
    refused(press(carmen(asking), "do/say-records/", said | {"dates": "met = week"}))
    press(carmen(asking), "do/no-records/")
    assert tables_of(asking.initiative).records is None
