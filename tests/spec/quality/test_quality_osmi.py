"""Health of workers: ages out of range, and people's own words, which no check corrects."""

import pytest
from real_data import check, found, measured, table

from nyhavn.framework.instrument import AnswerType
from nyhavn.framework.refusal import Refusal

pytestmark = pytest.mark.data
AGE, GENDER = "What is your age?", "What is your gender?"


@pytest.fixture(scope="module")
def persons(reference_data):
    return reference_data / "osmi_mental_health_2016/responses.csv"


def test_the_oldest_ages_lie_far_from_the_others(persons, reference_data):
    """Of the ages measured as odd, the two above 80 are outliers; the three below 18 lie within the fences (which reach
    below 0), and only a limit of the instrument finds them. A third outlier is 74: far, and possible."""
    raised = found(persons, types={AGE: AnswerType.INTEGER})
    far = [int(table(persons).column(AGE)[row - 1].as_py()) for row in raised["outlier", AGE].row_numbers]
    odd = measured(reference_data)["osmi"]["odd"]
    assert {age for age in odd if age > 80} <= set(far)
    assert len([age for age in far if age > 80]) == measured(reference_data)["osmi"]["age_gt80"]
    assert not {age for age in odd if age < 18} & set(far)


def test_an_age_of_99_beside_one_of_323_is_no_sentinel(persons):
    assert ("sentinel-number", AGE) not in found(persons, types={AGE: AnswerType.INTEGER})


def test_spellings_of_gender_are_left_to_the_people(persons):
    """70 spellings in the file, 54 after trimming: people's own words, and no check may say which is the right one."""
    with pytest.raises(Refusal) as caught:
        found(persons, check("several-spellings", GENDER), identity=(GENDER,))
    assert caught.value.codes == ("check-of-identity",)
    raised = found(persons, types={GENDER: AnswerType.TEXT}, identity=(GENDER,))
    assert not {key for key in raised if GENDER in key}
