"""The edition that is shipped, and packs of countries: complete, in plain words, and refused for each fault alone."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from pydantic import ValidationError

from nyhavn.framework.environment import ENVIRONMENT, Dimension, hard_to_read, texts_of
from nyhavn.framework.environment_assessment import Voice
from nyhavn.framework.environment_pack_checks import MOST_STATEMENTS, check_pack
from nyhavn.framework.environment_packs import CountryPack, country_pack, in_country
from nyhavn.framework.environment_reading import Publication, publication
from nyhavn.framework.plain_language import plain_hints
from nyhavn.framework.reading_ease import reading_ease
from nyhavn.framework.refusal import Refusal

# As the framework names them, word for word.
ELEMENTS = (
    "a whole-of-society approach to data",
    "human capital",
    "trust",
    "laws and regulations",
    "data governance mechanisms and institutional arrangements",
    "inclusive statistical and technical infrastructure",
    "data quality assurance that is fit-for-purpose",
    "adequate funding",
)
NEXT = {"law": "Ask for a law.", "practice": "Try it.", "funding": "Find money."}
PACK = """
id = "zz"
version = "3"
follows = "1"
letters = "ZZ"
by = "The forum of ZZ"
[[reword]]
code = "TR1"
says = "People hear what came of their answers."
[[drop]]
code = "HC2"
because = "There is no such office here."
[[add]]
code = "TR-ZZ1"
element = "trust"
says = "Elders are heard."
proof = "Minutes of the elders."
next = { law = "Ask for a law.", practice = "Ask the elders.", funding = "Find money." }
[[add_groups]]
code = "elders"
name = "Elders"
because = "They speak for villages."
"""


def test_the_eight_elements_have_the_names_of_the_framework_and_three_to_five_statements_each() -> None:
    assert tuple(one.name for one in ENVIRONMENT.elements) == ELEMENTS
    assert {3 <= len(ENVIRONMENT.of_element(one.code)) <= 5 for one in ENVIRONMENT.elements} == {True}


def test_the_file_says_whose_words_these_are_and_why_the_threshold_is_what_it_is() -> None:
    assert ENVIRONMENT.version and ENVIRONMENT.source and ENVIRONMENT.cover.because
    assert "this project's own wording" in ENVIRONMENT.note


def test_every_statement_has_a_proof_and_a_step_for_each_gap_and_no_two_are_the_same() -> None:
    said = [one.says for one in ENVIRONMENT.statements]
    assert len({*said}) == len(said)
    steps = [one.next.of(dimension) for one in ENVIRONMENT.statements for dimension in Dimension]
    assert len({*steps}) == len(steps)


def test_everything_that_people_read_is_in_plain_language() -> None:
    assert hard_to_read(ENVIRONMENT) == ()
    texts = [text for one in ENVIRONMENT.statements for text in texts_of(one)]
    ours = [*ENVIRONMENT.words.values(), *(one.why for one in ENVIRONMENT.reasons)]
    assert [hint for text in ours for hint in plain_hints(text, "en")] == []
    for part in (texts, [one.says for one in ENVIRONMENT.statements], ours):
        ease = reading_ease(part, "en")
        assert ease.lix is not None and not ease.is_above_aim
        assert ease.long_sentences == 0


def test_twin_the_measure_finds_a_statement_of_an_office() -> None:
    bad = "Pursuant to the applicable provisions, interinstitutional coordination mechanisms exist."
    wrong = ENVIRONMENT.statements[0].model_copy(update={"says": bad})
    edition = ENVIRONMENT.model_copy(update={"statements": (wrong,)})
    assert {hint.part for hint in hard_to_read(edition)} == {"WS1"}


EDITION_FAULTS = {
    "twice": {"statements": (*ENVIRONMENT.statements, ENVIRONMENT.statements[0])},
    "another element's code": {
        "statements": (*ENVIRONMENT.statements, ENVIRONMENT.statements[0].model_copy(update={"code": "TR8"}))
    },
    "an element without a statement": {"statements": ENVIRONMENT.of_element("trust")},
    "a group twice": {"groups": (ENVIRONMENT.groups[0],) * 2},
    "one group only": {"groups": ENVIRONMENT.groups[:1]},
    "a dimension missing": {"dimensions": ENVIRONMENT.dimensions[:2]},
    "a silence missing": {"silences": {"declined": "no", "dont-know": "?"}},
    "an unknown name": {"score": 3},
}


@pytest.mark.parametrize("changes", EDITION_FAULTS.values(), ids=EDITION_FAULTS)
def test_an_edition_that_does_not_fit_together_stops_the_start(changes: dict[str, object]) -> None:
    text = (files("nyhavn.framework") / "data" / "environment.toml").read_text(encoding="utf-8")
    content = tomllib.loads(text)
    assert type(ENVIRONMENT).model_validate(content) == ENVIRONMENT
    with pytest.raises(ValidationError):
        type(ENVIRONMENT).model_validate(content | changes)


def test_levels_are_named_in_their_order_and_no_other() -> None:
    law = ENVIRONMENT.dimensions[0].model_dump(mode="json")
    for levels in ({"none": "no", "in-force": "yes", "draft": "draft"}, {"none": "no"}, {}):
        with pytest.raises(ValidationError):
            type(ENVIRONMENT.dimensions[0]).model_validate(law | {"levels": levels})


# Packs --------------------------------------------------------------------------------------------------------------


def pack(**changes: object) -> CountryPack:
    return CountryPack.model_validate(tomllib.loads(PACK) | changes)


def test_a_country_says_it_in_its_own_words_adds_and_leaves_out_with_a_reason() -> None:
    made = country_pack(PACK, where="zz.toml")
    check_pack(made, ENVIRONMENT)
    edition = in_country(ENVIRONMENT, made)
    trust = edition.of_element("trust")
    assert [one.code for one in trust] == ["TR1", "TR2", "TR3", "TR4", "TR-ZZ1"]
    order = [one.code for one in edition.statements]
    assert order.index("TR-ZZ1") == order.index("TR4") + 1, "it stands with its element"
    assert trust[0].says == "People hear what came of their answers."
    assert trust[0].proof == ENVIRONMENT.statement("TR1").proof  # type: ignore[union-attr]
    assert edition.statement("HC2") is None
    assert edition.dropped == {"HC2": "There is no such office here."}
    assert [one.code for one in edition.groups][-1] == "elders"
    assert edition.label == "1 (zz 3, The forum of ZZ)"
    assert edition.untranslated == frozenset()


def test_a_group_can_be_said_anew_and_stays_in_its_place() -> None:
    again = {"code": "civil-society", "name": "Groups of citizens", "because": "As before."}
    edition = in_country(ENVIRONMENT, pack(add_groups=[again]))
    assert [one.name for one in edition.groups] == [
        "Statistics office",
        "Groups of citizens",
        "Human-rights institution",
    ]


def test_an_office_that_is_named_anew_still_speaks_for_itself() -> None:
    again = {"code": "statistics-office", "name": "مكتب الإحصاء", "because": "كما كان"}
    edition = in_country(ENVIRONMENT, pack(language="ar", add_groups=[again]))
    assert [one.stands_alone for one in edition.groups] == [one.stands_alone for one in ENVIRONMENT.groups]
    office = Voice(groups=("statistics-office",), organisations=frozenset({"office"}))
    assert publication(office, edition) is Publication.BY_NAME


def test_a_reason_that_is_said_anew_keeps_its_step_and_what_is_not_said_is_known() -> None:
    arabic = pack(language="ar", reasons=[{"code": "opposite", "why": "ع"}, {"code": "agreed-nothing", "why": "ع"}])
    edition = in_country(ENVIRONMENT, arabic)
    said = {one.code: (one.why, one.says) for one in edition.reasons}
    assert said["opposite"] == ("ع", ENVIRONMENT.reasons[0].says)
    assert said["agreed-nothing"] == ("ع", "")
    assert "opposite" in edition.untranslated and "agreed-nothing" not in edition.untranslated


@pytest.mark.parametrize(
    "changes",
    [
        {"words": {"title": " "}},
        {"answers": {"law.none": ""}},
        {"asks": {"law": ""}},
        {"elements": [{"code": "trust", "called": ""}]},
    ],
)
def test_a_translation_is_left_out_or_says_something(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        pack(**changes)


ADDED = {"element": "trust", "says": "x", "proof": "y", "next": NEXT}
PACK_FAULTS: dict[str, tuple[str, dict[str, object]]] = {
    "another edition": ("environment-pack-other-edition", {"follows": "2"}),
    "rewords what is not there": ("environment-pack-unknown-code", {"reword": [{"code": "TR9", "says": "x"}]}),
    "drops what is not there": ("environment-pack-unknown-code", {"drop": [{"code": "TR9", "because": "x"}]}),
    "an element that is not there": ("environment-pack-unknown-code", {"elements": [{"code": "x", "called": "y"}]}),
    "a word that is not there": ("environment-pack-unknown-code", {"words": {"score": "Marks"}}),
    "an answer that is not there": ("environment-pack-unknown-code", {"answers": {"law.much": "Much"}}),
    "a question that is not there": ("environment-pack-unknown-code", {"asks": {"will": "Will?"}}),
    "a reason that is not there": ("environment-pack-unknown-code", {"reasons": [{"code": "x", "why": "y"}]}),
    "drops without a reason": ("environment-pack-reason-missing", {"drop": [{"code": "HC2", "because": ""}]}),
    "means other without a reason": (
        "environment-pack-reason-missing",
        {"reword": [{"code": "TR1", "says": "x", "meaning": "zz-2"}]},
    ),
    "takes a shipped code": ("environment-pack-code-taken", {"add": [ADDED | {"code": "TR1"}]}),
    "takes a code to come": ("environment-pack-code-taken", {"add": [ADDED | {"code": "TR9"}]}),
    "takes another country's code": ("environment-pack-code-taken", {"add": [ADDED | {"code": "TR-YY1"}]}),
    "takes a code of a country whose letters go on": (
        "environment-pack-code-taken",
        {"add": [ADDED | {"code": "TR-ZZA1"}]},
    ),
    "names a group twice": (
        "environment-pack-code-taken",
        {"add_groups": [{"code": "elders", "name": "x", "because": "y"}] * 2},
    ),
    "calls an element twice": ("environment-pack-code-taken", {"elements": [{"code": "trust", "called": "y"}] * 2}),
    "says a reason twice": ("environment-pack-code-taken", {"reasons": [{"code": "opposite", "why": "y"}] * 2}),
    "means other by the same name": (
        "environment-pack-code-taken",
        {"reword": [{"code": "TR1", "says": "x", "meaning": "1", "because": "y"}]},
    ),
    "takes another element's code": ("environment-pack-code-taken", {"add": [ADDED | {"code": "FU-ZZ1"}]}),
    "adds a code twice": ("environment-pack-code-taken", {"add": [ADDED | {"code": "TR-ZZ1"}] * 2}),
    "rewords what it drops": (
        "environment-pack-code-taken",
        {"reword": [{"code": "HC2", "says": "x"}], "drop": [{"code": "HC2", "because": "x"}]},
    ),
    "adds too many": (
        "environment-pack-code-taken",
        {"add": [ADDED | {"code": f"TR-ZZ{n}"} for n in range(1, MOST_STATEMENTS)]},
    ),
    "leaves an element empty": (
        "environment-pack-empty-element",
        {"drop": [{"code": f"FU{n}", "because": "No money."} for n in (1, 2, 3)]},
    ),
    "exposes a group": (
        "environment-pack-exposes",
        {"add_groups": [{"code": "civil-society", "name": "x", "stands_alone": True, "because": "y"}]},
    ),
    "exposes a group by another name": (
        "environment-pack-exposes",
        {"add_groups": [{"code": "ngos", "name": "x", "stands_alone": True, "because": "y"}]},
    ),
}


@pytest.mark.parametrize(("code", "changes"), PACK_FAULTS.values(), ids=PACK_FAULTS)
def test_a_pack_is_refused_for_each_fault_alone(code: str, changes: dict[str, object]) -> None:
    with pytest.raises(Refusal) as refused:
        check_pack(pack(**changes), ENVIRONMENT)
    assert {*refused.value.codes} == {code}


def test_a_file_that_is_no_toml_or_has_the_wrong_form_is_refused_with_its_place() -> None:
    for text in ("id = ", "id = " + "[" * 100_000, "id = " + "9" * 5_000):
        with pytest.raises(Refusal) as refused:
            country_pack(text, where="zz.toml")
        assert refused.value.codes == ("environment-pack-unreadable",)
    with pytest.raises(Refusal) as refused:
        country_pack(PACK.replace('letters = "ZZ"', 'letters = "Zebra"') + "\nscore = 3\n", where="zz.toml")
    assert {*refused.value.codes} == {"environment-pack-wrong"}
    assert any("letters" in one.where for one in refused.value.reasons)
    assert all(one.where.startswith("zz.toml") for one in refused.value.reasons)


def test_a_pack_has_no_way_to_lower_the_cover() -> None:
    with pytest.raises(ValidationError):
        pack(cover={"organisations": 2, "people": 2, "because": "x"})


def test_what_a_translation_leaves_out_is_known_by_name() -> None:
    arabic = pack(language="ar", add=[], reword=[], drop=[], words={"title": "ع"}, answers={"declined": "ع"})
    left = in_country(ENVIRONMENT, arabic).untranslated
    assert {"TR1", "no_score", "law.none", "dont-know", "asks.law", "trust", "civil-society", "opposite"} <= left
    assert not {"title", "declined", "elders"} & left


def test_the_pack_that_the_reference_shows_fits_and_its_keys_are_all_there() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "environment-packs.md").read_text("utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    made = country_pack(example, where="reference")
    check_pack(made, ENVIRONMENT)
    assert hard_to_read(in_country(ENVIRONMENT, made)) == ()
    assert {name for name in CountryPack.model_fields if f"{name}`" not in page and f"{name}]" not in page} == set()
