"""Ten principles, always all ten, without a score."""

import dataclasses

from nyhavn.framework.principles import NO_RECORDS_YET, OWN_WORDS, PRINCIPLES, PrincipleEvidence, describe
from nyhavn.framework.rights_based import RIGHTS_BASED, RightsBased
from nyhavn.framework.safeguards import SAFEGUARDS

NAMES = (
    "independence",
    "relevance",
    "participation and informed consent",
    "professional standards",
    "data security",
    "self-definition and self-identification",
    "transparency",
    "ethical and safe production and use",
    "confidentiality, privacy, and data attribution",
    "openness and accessibility",
)


def test_the_ten_names_are_those_of_the_framework_in_its_order():
    """Names are the framework's; nothing is renamed."""
    assert tuple(entry.name for entry in PRINCIPLES.principles) == NAMES
    assert [entry.number for entry in PRINCIPLES.principles] == list(range(1, 11))


def test_every_explanation_is_marked_as_this_projects_own_words():
    """The framework's text was not at hand, and nobody may take ours for it."""
    for entry in PRINCIPLES.principles:
        assert OWN_WORDS in describe(entry, ()).explanation


def test_every_principle_says_what_records_cannot_show():
    """One line each, whether there are safeguards or not."""
    assert all(entry.cannot_show.endswith(".") for entry in PRINCIPLES.principles)


def test_a_principle_without_safeguards_says_no_records_yet():
    """Empty is said, not hidden."""
    for entry in PRINCIPLES.principles:
        has_safeguards = entry.number in SAFEGUARDS
        assert (NO_RECORDS_YET in describe(entry, ()).cannot_show) or has_safeguards
    assert set(SAFEGUARDS) == set(range(1, 11))


def test_there_is_no_score_and_no_tick():
    """A principle shows its safeguards and nothing that adds them up."""
    fields = {field.name for field in dataclasses.fields(PrincipleEvidence)}

    assert fields == {"number", "name", "explanation", "safeguards", "cannot_show", "rights_based"}


def test_each_of_the_six_rights_based_principles_is_reached_by_the_crosswalk():
    """Participation, disaggregation, self-identification, transparency, privacy, accountability."""
    reached = {code for entry in PRINCIPLES.principles for code in entry.rights_based}

    assert reached == set(RightsBased) == {entry.code for entry in RIGHTS_BASED.principles}
