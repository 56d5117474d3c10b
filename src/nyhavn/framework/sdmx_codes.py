"""SDMX codes that a form gives its own answers, so that a table made from it is valid SDMX without further mapping.

The codes are those of the Data Structure Definition IAEG-SDGs:SDG(1.4). They stand beside people's answers and never
instead of them. What has no official code takes a custom one (CUST_BREAKDOWN, C01 to C999), whose label travels along.
SEX is filled from an agreed mapping of self-described gender only, which a form cannot hold: see `framework.identity`.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from importlib.resources import files

from nyhavn.framework.instrument import AnswerType, Instrument, OfficialCoding, Question
from nyhavn.framework.refusal import Reason
from nyhavn.framework.statistics import Breakdown, Category

SEX, CUSTOM, TOTAL = "SEX", "CUST_BREAKDOWN", "_T"
SDMX = "SDMX:"  # before the name of a dimension or code list, where other classifications stand beside it
_CUSTOM_CODE = re.compile(r"C(0[1-9]|[1-9][0-9]{1,2})")


def _code_lists() -> dict[str, dict[str, str]]:
    folder = files("nyhavn.framework") / "data" / "sdg" / "codes"
    found = {}
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
        found[path.name.removesuffix(".csv")] = {row["code"]: row["name"] for row in rows}
    return found


CODE_LISTS = _code_lists()
# Lists that are named otherwise than the dimension whose codes they hold.
_LISTS = {
    "QUANTILE": "INCOME_WEALTH_QUANTILE",
    "COMP_BREAKDOWN": "COMPOSITE_BREAKDOWN",
    "DISABILITY": "DISABILITY_STATUS",
}


def dimension_called(classification: str) -> str | None:
    """The dimension of a classification as plans name it: SDMX:CL_AGE, CL_AGE(1.8) or AGE; None if it is another."""
    name = re.split(r"[:(]", classification.rpartition(":")[2])[0].upper().removeprefix("CL_")
    found = _LISTS.get(name, name)
    return found if found in {*CODE_LISTS, CUSTOM} else None


def is_code_of(dimension: str, code: str) -> bool:
    """Whether a dimension has that code; custom ones are C01 to C999."""
    return bool(_CUSTOM_CODE.fullmatch(code)) if dimension == CUSTOM else code in CODE_LISTS[dimension]


def with_official_codes(breakdowns: Iterable[Breakdown], instrument: Instrument) -> tuple[Breakdown, ...]:
    """The breakdowns, each category with the code that the questionnaire gives its answers.

    A code that the breakdown states itself stays. Answers with different codes in one category have none together.
    """
    codings = {coding.question: coding for coding in instrument.official}
    return tuple(_coded(one, codings[one.question]) if one.question in codings else one for one in breakdowns)


def _coded(breakdown: Breakdown, coding: OfficialCoding) -> Breakdown:
    name = f"{SDMX}{coding.dimension}"
    categories = tuple(_coded_category(one, coding, name) for one in breakdown.categories)
    return breakdown.model_copy(update={"categories": categories})


def _coded_category(category: Category, coding: OfficialCoding, name: str) -> Category:
    codes = {coding.codes.get(answer, "") for answer in category.answers or (category.code,)}
    stated = any(dimension_called(classification) == coding.dimension for classification in category.official)
    if stated or len(codes) != 1 or not all(codes):
        return category
    return category.model_copy(update={"official": {**category.official, name: codes.pop()}})


def name_of(dimension: str, code: str) -> str:
    """What a code means, in the words of the structure; "" for a custom one. Raises KeyError for one that is not there.

    Shown wherever a code is, because codes mislead: PD is a person with a disability, and PWD one without.
    """
    if dimension == CUSTOM and _CUSTOM_CODE.fullmatch(code):
        return ""
    return CODE_LISTS[dimension][code]


def meaning_of(dimension: str, code: str) -> str:
    """As `name_of`; "" for a code that the structure does not have."""
    return CODE_LISTS.get(dimension, {}).get(code, "")


def coding_faults(coding: OfficialCoding, question: Question) -> Iterator[Reason]:
    """What is wrong with the codes of a question, a reason each."""
    if coding.dimension == SEX:
        what = "What people say of their gender is no SEX; a form cannot hold who agreed on a mapping."
        do = "Take it out of the form, and record the mapping with who agreed it, and when."
        yield Reason("sdmx-sex-in-form", what, coding.where, do)
        return
    if coding.dimension not in {*CODE_LISTS, CUSTOM}:
        what = f'"{coding.dimension}" is no dimension by which people are told apart.'
        yield Reason("sdmx-dimension-unknown", what, coding.where, _instead(coding.dimension, {*CODE_LISTS, CUSTOM}))
        return
    if question.type is not AnswerType.SELECT_ONE:
        what = "Codes of a dimension exclude each other, and this question does not take exactly one answer of a list."
        yield Reason("sdmx-not-one-answer", what, coding.where, "Use select_one, or leave the codes out.")
        return
    for choice in question.choices:
        if choice.code not in {*question.dont_know, *question.refused}:
            yield from _faults_of(coding, choice.code)


def _faults_of(coding: OfficialCoding, choice: str) -> Iterator[Reason]:
    code, where = coding.codes.get(choice, ""), f"{coding.where}, choice {choice}"
    if not code:
        what = f"The choice has no code of {coding.dimension}."
        yield Reason("sdmx-unmapped", what, where, "Give every choice a code, or leave the dimension out.")
    elif code == TOTAL:
        what = f"{TOTAL} is the total of everybody and no answer of anybody."
        yield Reason("sdmx-code-unknown", what, where, "Choose the code of a group.")
    elif coding.dimension == CUSTOM:
        if not _CUSTOM_CODE.fullmatch(code):
            what = f'"{code}" is no custom code.'
            yield Reason("sdmx-code-unknown", what, where, "Custom codes are C01 to C999.")
    elif code not in CODE_LISTS[coding.dimension]:
        what = f'{coding.dimension} has no code "{code}".'
        yield Reason("sdmx-code-unknown", what, where, _instead(code, CODE_LISTS[coding.dimension]))


def _instead(word: str, known: Mapping[str, str] | set[str]) -> str:
    close = get_close_matches(word.upper(), sorted(known), n=3, cutoff=0.4) or sorted(known)[:12]
    named = [f"{code} ({known[code]})" if isinstance(known, Mapping) else code for code in close]
    return f"Choose among: {', '.join(named)}."
