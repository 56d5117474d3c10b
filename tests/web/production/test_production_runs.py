"""A run ends with a candidate or with reasons, once, and keeps ids and cells and no answer."""

import pytest

from nyhavn.web.production.models import RunState
from web import objects
from web.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_run_comes_to_a_candidate(ready: Cast) -> None:
    run = objects.run(ready)
    assert (run.state, run.reasons) == (RunState.JUDGED, [])
    assert run.release["participants"] == "40"
    assert "People with water at home: 68 %" in run.release["headline"]
    assert len(run.used) == 40
