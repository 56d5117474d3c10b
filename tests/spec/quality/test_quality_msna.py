"""A large form with dummy data: known nonsense in the times of the device, found without anybody declaring a check."""

import re
from datetime import datetime

import pytest
from real_data import described, figures, found, measured, table

from nyhavn.framework.instrument import AnswerType, Question

pytestmark = pytest.mark.data
RECORDED = tuple(Question(name, name, AnswerType.METADATA, metadata=name) for name in ("start", "end", "deviceid"))


@pytest.fixture(scope="module")
def interviews(reference_data):
    return reference_data / "msna2024_dummy/main.csv"


def test_interviews_that_end_before_they_start(interviews, reference_data):
    matched = re.search(r"([0-9]+) of ([0-9]+) interviews end before they start", described(interviews.parent))
    rows, out_of = map(int, matched.groups())
    raised = found(interviews, questions=RECORDED)
    backwards = raised["end-before-start", "start", "end"]
    assert (backwards.rows, backwards.out_of) == (rows, out_of)
    assert out_of == measured(reference_data)["msna_dummy"]["main"]["rows"]
    assert raised["interview-too-short", "start", "end"].out_of == out_of - rows


def test_overlaps_of_one_device_agree_with_a_plain_count(interviews):
    """All interviews of the dummies lie within hours, so that devices work at several at once: nonsense, and said."""
    columns = [table(interviews).column(name).to_pylist() for name in ("start", "end", "deviceid")]
    read = [
        (datetime.fromisoformat(start), datetime.fromisoformat(end), device)
        for start, end, device in zip(*columns, strict=True)
    ]
    whole = [(place, *one) for place, one in enumerate(read, 1) if one[0] <= one[1]]
    overlapping = {
        place
        for place, start, end, device in whole
        for other, begins, ends, its in whole
        if other != place and its == device and start < ends and begins < end
    }
    raised = found(interviews, questions=RECORDED)["overlapping-interviews", "start", "end", "deviceid"]
    assert set(raised.row_numbers) == overlapping
    assert raised.is_restricted


def test_interviews_are_too_short_against_their_median(interviews):
    short = found(interviews, questions=RECORDED)["interview-too-short", "start", "end"]
    print(f"too short: {short.rows} of {short.out_of}, under {figures(short)['shortest']:.1f} minutes")
    assert 0 < short.rows < short.out_of / 4
