"""Declared checks: what is accepted, what is refused and how, and what an instrument brings with it."""

import pytest
from pydantic import ValidationError

from nyhavn.framework.check_cells import read_checks
from nyhavn.framework.checks import CHECKS, CheckDeclaration, accepted, named_columns
from nyhavn.framework.findings import Evidence, EvidenceKind, Finding, Severity
from nyhavn.framework.gate_numbers import shown_evidence
from nyhavn.framework.instrument import AnswerType, Choice, Instrument, Question
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.usual_checks import usual_checks

COLUMNS = ("age", "weight", "district", "Head of household ")


def declared(kind="outlier", columns=("age",), **others):
    return CheckDeclaration(kind=kind, columns=columns, **others)


def refused(*declarations):
    with pytest.raises(Refusal) as caught:
        accepted(declarations, COLUMNS)
    return [(reason.code, reason.what, reason.do) for reason in caught.value.reasons]


def test_a_declaration_gets_the_defaults_of_its_kind_where_it_names_none():
    (check,) = accepted([declared(parameters={"k": 2})], COLUMNS)
    assert (check.number("k"), check.text("method"), check.number("fewest")) == (2.0, "tukey", 20.0)
    assert check.columns == ("age",)
    assert not check.is_usual


def test_blanks_around_a_header_need_not_be_written():
    (check,) = accepted([declared(columns=("Head of household",))], COLUMNS)
    assert check.columns == ("Head of household ",)


def test_an_unknown_kind_is_refused_with_the_nearest_one():
    assert refused(declared("outliers")) == [
        ("check-unknown-kind", "There is no check of the kind outliers.", "Did you mean outlier?")
    ]


@pytest.mark.parametrize("where", ["columns", "by"])
def test_an_unknown_column_is_refused_with_the_nearest_one(where):
    named = {"columns": ("weigth",)} if where == "columns" else {"by": ("weigth",)}
    ((code, what, do),) = refused(declared(**named))
    assert (code, what) == ("check-unknown-column", "There is no question and no column weigth.")
    assert do.startswith("Did you mean weight")


@pytest.mark.parametrize(
    ("declaration", "said"),
    [
        (declared("duration"), "It takes 2 under columns, and 1 are named."),
        (declared("outlier", ()), "It takes at least 1 under columns, and 0 are named."),
        (declared("age-heaping", by=("district",)), "It takes none under by, and 1 are named."),
        (declared("near-duplicate", ()), "It takes 1 to 3 under by, and 0 are named."),
    ],
)
def test_too_few_and_too_many_columns_are_refused(declaration, said):
    assert [(code, what) for code, what, _ in refused(declaration)] == [("check-columns", said)]


_NO_DAY = "The parameter from must be a date (year-month-day)."


@pytest.mark.parametrize(
    ("kind", "parameters", "said"),
    [
        ("outlier", {"kk": 1}, "It has no parameter kk."),
        ("outlier", {"k": 0.4}, "The parameter k must be at least 0.5."),
        ("outlier", {"k": "three"}, "The parameter k must be a number."),
        ("outlier", {"method": "sigma"}, "The parameter method must be one of tukey, mad."),
        ("digit-preference", {"decimals": 7}, "The parameter decimals must be at most 6."),
        ("swapped-date", {"from": "2024-13-01", "to": "2024-12-31"}, _NO_DAY),
        ("sex-ratio", {"males": "m"}, "The parameter females is needed."),
        ("sex-ratio", {"males": "m", "females": 2}, "The parameter females must be a text."),
    ],
)  # fmt: skip
def test_parameters_that_do_not_fit_are_refused(kind, parameters, said):
    assert [(code, what) for code, what, _ in refused(declared(kind, parameters=parameters))] == [
        ("check-parameter", said)
    ]


@pytest.mark.parametrize("k", [0.5, 0.50001, 100])
def test_a_parameter_at_its_bound_is_accepted(k):
    assert accepted([declared(parameters={"k": k})], COLUMNS)[0].number("k") == k


def test_all_reasons_come_at_once_and_say_which_check():
    with pytest.raises(Refusal) as caught:
        accepted([declared(), declared("outliers"), declared(columns=("aeg",))], COLUMNS)
    assert [reason.where for reason in caught.value.reasons] == ["[[check]] 2 (outliers)", "[[check]] 3 (outlier)"]


def test_a_key_that_nobody_knows_is_no_declaration():
    with pytest.raises(ValidationError):
        CheckDeclaration(kind="outlier", column="age")


def test_every_number_of_policy_names_its_source():
    for kind in CHECKS.kind.values():
        for parameter in kind.parameter.values():
            assert len(parameter.source) > 20
            assert parameter.default is None or not parameter.fault(parameter.default)


def test_findings_about_interviewers_places_and_likeness_are_restricted():
    restricted = {code for kind in CHECKS.kind.values() for code, words in kind.finding.items() if words.restricted}
    assert restricted == {
        "near-duplicate", "near-duplicate-not-compared", "overlapping-interviews", "interview-too-short",
        "interview-too-long", "far-from-cluster", "same-point", "enumerator-effect", "risky-text",
    }  # fmt: skip


def test_a_cell_of_a_form_declares_checks_of_its_question():
    cell = "outlier k=3.5 method=mad by=sex,district; date-parts with=month,year ;"
    assert read_checks(cell, "weight", where="row 3") == (
        CheckDeclaration(
            kind="outlier", columns=("weight",), by=("sex", "district"), parameters={"k": 3.5, "method": "mad"}
        ),
        CheckDeclaration(kind="date-parts", columns=("weight", "month", "year")),
    )
    assert read_checks("  ", "weight", where="row 3") == ()


@pytest.mark.parametrize("cell", ["outlier k", "outlier k=", "outlier =3", "outlier; outlier k =3"])
def test_a_cell_that_cannot_be_read_is_refused_with_its_place(cell):
    with pytest.raises(Refusal) as caught:
        read_checks(cell, "weight", where="row 3")
    assert set(caught.value.codes) == {"check-unreadable"}
    assert {reason.where for reason in caught.value.reasons} == {"row 3"}


def test_columns_that_checks_name_are_listed_once():
    assert named_columns([declared(by=("district",)), declared(columns=("weight", "age"))]) == (
        "age", "district", "weight",
    )  # fmt: skip


PIPES = (Choice("pipe"), Choice("other"))
FORM = Instrument(
    "",
    "",
    "",
    (
        Question("begun", "begun", AnswerType.METADATA, metadata="start"),
        Question("ended", "ended", AnswerType.METADATA, metadata="end"),
        Question("day", "day", AnswerType.METADATA, metadata="today"),
        Question("user", "user", AnswerType.METADATA, metadata="username"),
        Question("age", "age", AnswerType.INTEGER),
        Question("born", "born", AnswerType.DATE),
        Question("place", "place", AnswerType.GEOPOINT),
        Question("source", "source", AnswerType.SELECT_ONE, choices=PIPES),
        Question("source_other", "x", AnswerType.TEXT, relevant="${age} > 3 and selected(${source}, 'other')"),
        Question("gender", "gender", AnswerType.SELECT_ONE, choices=PIPES),
        Question("gender_words", "y", AnswerType.TEXT, relevant="${gender} = 'other'"),
        Question("open", "open", AnswerType.SELECT_ONE, choices=PIPES, open_choices=True),
        Question("why", "why", AnswerType.TEXT, relevant="${age} = 5"),
    ),
)


def usual(columns=tuple(question.name for question in FORM.questions), identity=()):
    return {(check.kind, check.columns, check.by) for check in usual_checks(FORM, columns, identity)}


def test_an_instrument_brings_the_checks_that_it_is_certain_of():
    assert usual() == {
        ("outlier", ("age",), ()),
        ("sentinel-number", ("age",), ()),
        ("default-date", ("born",), ()),
        ("several-notations", ("source_other", "gender_words", "why"), ()),
        ("risky-text", ("source_other", "gender_words", "why"), ()),
        ("poor-accuracy", ("place",), ()),
        ("same-point", ("place",), ()),
        ("duration", ("begun", "ended"), ()),
        ("overlapping-interviews", ("begun", "ended"), ("user",)),
        ("near-duplicate", (), ("user", "day")),
        ("other-repeats-choice", ("source_other",), ()),
        ("other-repeats-choice", ("gender_words",), ()),
        ("other-repeats-choice", ("open",), ()),
    }


def test_own_words_about_an_identity_are_compared_with_no_list():
    assert usual() - usual(identity=("gender",)) == {("other-repeats-choice", ("gender_words",), ())}
    assert usual() - usual(identity=("gender_words",)) == {("other-repeats-choice", ("gender_words",), ())}


def test_what_was_not_collected_is_not_looked_at():
    assert usual(columns=("why",)) == {("several-notations", ("why",), ()), ("risky-text", ("why",), ())}


def test_no_age_is_guessed_from_a_name():
    assert "age-heaping" not in {kind for kind, _, _ in usual()}


FIGURES = (
    Evidence("whipple", 198.46, EvidenceKind.SCORE),
    Evidence("ratio", 0.8512, EvidenceKind.SCORE),
    Evidence("digit-0", 3, EvidenceKind.COUNT),
    Evidence("digit-5", 30, EvidenceKind.COUNT),
    Evidence("above", 323, EvidenceKind.SINGLE),
)


def finding(out_of, is_restricted=False):
    return Finding("x", Severity.NOTE, ("a",), 4, out_of, "So.", (1,), FIGURES, is_restricted)


def test_figures_of_evidence_pass_the_gate_for_counts():
    shown = (("whipple", "198.5"), ("ratio", "0.85"), ("digit-0", "a few"), ("digit-5", "30"))
    assert shown_evidence(finding(10), 10) == shown
    assert shown_evidence(finding(9), 10) == shown[2:]


def test_nothing_of_a_restricted_finding_is_shown():
    assert shown_evidence(finding(1000, is_restricted=True), 1) == ()
