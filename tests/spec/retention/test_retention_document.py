"""The page of what is kept is what the code does, and leaves no private field out."""

from pathlib import Path

import pytest
from django.db.models import Model

from nyhavn.web.jobs.kinds import recurring
from nyhavn.web.lineage.holdings import holdings
from nyhavn.web.pages.classified import classified_models, erasable_fields
from nyhavn.web.site.retention_document import FORGETS, document, how_it_goes

PAGE = "docs/reference/retention.md"


def test_the_page_is_what_the_code_says(repository: Path) -> None:
    """Write it anew with: python -m nyhavn.web.manage document_retention docs/reference/retention.md"""
    assert (repository / PAGE).read_text(encoding="utf-8") == document()


def test_every_private_field_is_on_the_page() -> None:
    page = document()
    assert [
        model for model in classified_models() if erasable_fields(model) and f"{model.__name__} |" not in page
    ] == []


@pytest.mark.parametrize("model", list(classified_models()), ids=lambda model: model.__name__)
def test_somebody_says_how_each_private_field_goes(model: type[Model]) -> None:
    if erasable_fields(model) and model not in {one.model for one in holdings()}:
        assert how_it_goes(model)


def test_every_job_that_is_named_runs_by_itself() -> None:
    assert set(FORGETS) <= {job.kind for job in recurring()}
